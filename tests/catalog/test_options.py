"""Variant options of a product: list, create, get (behaviour 5.10 to 5.16)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence

COLORS = [{"label": "Red", "sort_order": 5}, {"label": "Blue", "sort_order": 3}]


@pytest.fixture
def mug(client: Client) -> Any:
    return client.create_product("Mug", sku="MUG")


def options(product: Any, option_id: int | None = None) -> str:
    path = f"/catalog/products/{product['id']}/options"
    return path if option_id is None else f"{path}/{option_id}"


def create(client: Client, product: Any, **fields: Any) -> Any:
    body = {"display_name": "Color", "type": "radio_buttons", "option_values": COLORS, **fields}
    return client.post(options(product), body)


def value_data(**data: Any) -> dict[str, Any]:
    return {"option_values": [{"label": "x", "value_data": data}]}


def test_creating_answers_200_with_the_whole_option(client: Client, mug: Any) -> None:
    answer = create(client, mug)
    assert answer.status_code == 200
    option = answer.json()["data"]
    values = option.pop("option_values")
    name = option.pop("name")
    assert option == {
        "id": option["id"],
        "product_id": mug["id"],
        "display_name": "Color",
        "type": "radio_buttons",
        "config": [],
        "sort_order": 0,
        "image_url": "",
    }
    assert re.fullmatch(rf"Color\d{{10}}-{mug['id']}", name)
    assert [(value["label"], value["sort_order"]) for value in values] == [("Blue", 3), ("Red", 5)]
    assert list(values[0]) == ["id", "label", "sort_order", "value_data", "is_default"]
    assert (values[0]["value_data"], values[0]["is_default"]) == (None, False)
    assert answer.json()["meta"] == {}


def test_an_empty_config_is_a_list(client: Client, mug: Any) -> None:
    assert '"config":[]' in create(client, mug).text


def test_spaces_of_the_name_become_dashes_in_the_internal_one(client: Client, mug: Any) -> None:
    option = succeeded(create(client, mug, display_name="Add a $5 Donation"))
    assert option["name"].startswith("Add-a-$5-Donation")
    assert option["display_name"] == "Add a $5 Donation"


def test_a_created_option_reads_back_the_same(client: Client, mug: Any) -> None:
    option = succeeded(create(client, mug))
    assert client.data(options(mug, option["id"])) == option
    assert client.data(options(mug)) == [option]
    assert client.data(f"/catalog/products/{mug['id']}", include="options")["options"] == [option]


def test_values_without_an_order_stand_as_given(client: Client, mug: Any) -> None:
    option = succeeded(create(client, mug, option_values=[{"label": label} for label in "SML"]))
    assert [(value["label"], value["sort_order"]) for value in option["option_values"]] == [
        ("S", 0),
        ("M", 1),
        ("L", 2),
    ]


def test_creating_an_option_makes_no_variants(client: Client, mug: Any) -> None:
    create(client, mug)
    (base,) = client.data(f"/catalog/products/{mug['id']}/variants")
    assert base["id"] == mug["base_variant_id"]
    assert client.data(f"/catalog/products/{mug['id']}")["base_variant_id"] == base["id"]


@pytest.mark.parametrize(
    "kind", ["radio_buttons", "rectangles", "dropdown", "product_list", "product_list_with_images", "swatch"]
)
def test_every_type_can_be_created(client: Client, mug: Any, kind: str) -> None:
    assert succeeded(create(client, mug, type=kind))["type"] == kind


def test_a_swatch_has_up_to_three_colors(client: Client, mug: Any) -> None:
    data = {"colors": ["#123c91", "#FFAA00", "#000000"]}
    option = succeeded(create(client, mug, type="swatch", option_values=[{"label": "x", "value_data": data}]))
    assert option["option_values"][0]["value_data"] == data


def test_one_value_can_be_the_default(client: Client, mug: Any) -> None:
    values = [{"label": "Red"}, {"label": "Blue", "is_default": True}]
    option = succeeded(create(client, mug, option_values=values))
    assert [value["is_default"] for value in option["option_values"]] == [False, True]


def test_two_defaults_are_refused(client: Client, mug: Any, evidence: Evidence) -> None:
    values = [{"label": "Red", "is_default": True}, {"label": "Blue", "is_default": True}]
    with evidence.unchanged(client):
        answer = create(client, mug, option_values=values)
    assert answer.status_code == 422
    assert answer.json()["title"] == "An option or modifier must have not more than one default"


def test_a_swatch_has_no_default(client: Client, mug: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = create(client, mug, type="swatch", option_values=[{"label": "Red", "is_default": True}])
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["is_default"])


def test_a_display_name_is_used_once_in_any_case(client: Client, mug: Any, evidence: Evidence) -> None:
    create(client, mug)
    with evidence.unchanged(client):
        answer = create(client, mug, display_name="COLOR")
    text = "The display name COLOR has already been used on this product."
    assert answer.status_code == 409
    assert (answer.json()["title"], answer.json()["errors"]) == (text, {"display_name": text})


def test_other_products_may_use_the_same_display_name(client: Client, mug: Any) -> None:
    bowl = client.create_product("Bowl")
    assert [create(client, product).status_code for product in (mug, bowl)] == [200, 200]


def test_a_label_is_used_once_in_any_case(client: Client, mug: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = create(client, mug, option_values=[{"label": "6 oz"}, {"label": "6 OZ"}])
    assert answer.status_code == 422
    assert answer.json()["title"] == 'The option label: "6 OZ" value is already used on this option.'


def test_an_option_has_at_most_250_values(client: Client, mug: Any, evidence: Evidence) -> None:
    many = [{"label": str(number)} for number in range(251)]
    with evidence.unchanged(client):
        assert create(client, mug, option_values=many).status_code == 422
    assert len(succeeded(create(client, mug, option_values=many[:250]))["option_values"]) == 250


def test_every_missing_field_is_named(client: Client, mug: Any) -> None:
    answer = client.post(options(mug), {})
    assert answer.json()["title"] == "Missing Required Fields"
    assert set(answer.json()["errors"]) == {"display_name", "type", "option_values"}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"display_name": ""}, "display_name"),
        ({"display_name": "x" * 256}, "display_name"),
        ({"type": "checkbox"}, "type"),
        ({"option_values": []}, "option_values"),
        ({"option_values": [{"label": ""}]}, "option_values.0.label"),
        ({"option_values": [{"label": "x", "sort_order": "first"}]}, "option_values.0.sort_order"),
        (
            {"option_values": [{"label": "x", "value_data": {"colors": ["red"]}}]},
            "option_values.0.value_data.colors.0",
        ),
        (
            {"option_values": [{"label": "x", "value_data": {"colors": ["#000000"] * 4}}]},
            "option_values.0.value_data.colors",
        ),
        ({"image_url": "x" * 256}, "image_url"),
    ],
)
def test_a_wrong_field_is_named_with_its_place(
    client: Client, mug: Any, evidence: Evidence, fields: dict[str, Any], named: str
) -> None:
    with evidence.unchanged(client):
        answer = create(client, mug, **fields)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [named])


def test_an_option_moves_the_date_of_its_product(client: Client, mug: Any, evidence: Evidence) -> None:
    evidence.age(client)
    create(client, mug)
    assert client.data(f"/catalog/products/{mug['id']}")["date_modified"] >= mug["date_modified"]


def test_options_are_listed_a_page_at_a_time(client: Client, mug: Any) -> None:
    for name in ("Color", "Size", "Glaze"):
        create(client, mug, display_name=name)
    answer = client.get(options(mug), limit=2, page=2).json()
    assert [option["display_name"] for option in answer["data"]] == ["Glaze"]
    assert answer["meta"] == {
        "pagination": {
            "total": 3,
            "count": 1,
            "per_page": 2,
            "current_page": 2,
            "total_pages": 2,
            "links": {"previous": "?page=1&limit=2", "current": "?page=2&limit=2"},
        }
    }


def test_a_product_without_options_answers_an_empty_page(client: Client, mug: Any) -> None:
    answer = client.get(options(mug))
    assert (answer.status_code, answer.json()["data"]) == (200, [])


def test_options_can_be_asked_for_some_fields_only(client: Client, mug: Any) -> None:
    option = succeeded(create(client, mug))
    assert client.data(options(mug), include_fields="type") == [{"id": option["id"], "type": "radio_buttons"}]
    assert "config" not in client.data(options(mug, option["id"]), exclude_fields="config")


def test_a_filter_is_unknown_here(client: Client, mug: Any) -> None:
    assert client.get(options(mug), display_name="Color").status_code == 422


def test_options_of_a_product_that_is_not_there_are_404(client: Client, mug: Any) -> None:
    missing = {"id": mug["id"] + 1}
    for answer in (
        client.get(options(missing)),
        client.get(options(missing, 1)),
        create(client, missing),
    ):
        assert answer.status_code == 404
        assert answer.json()["title"] == f"A product was not found with an id of {missing['id']}"


def test_an_option_is_reached_through_its_own_product_only(client: Client, mug: Any) -> None:
    option = succeeded(create(client, mug))
    bowl = client.create_product("Bowl")
    answer = client.get(options(bowl, option["id"]))
    assert answer.status_code == 404
    assert answer.json()["title"] == f"An option was not found with an id of {option['id']}"


def test_options_of_new_variants_can_be_read_back(client: Client) -> None:
    shirt = client.create_shirt()
    assert client.data(options(shirt)) == shirt["options"]
    assert client.create_product("Cap", variants=[{"sku": "CAP", "option_values": labels(Color="Red")}])[
        "options"
    ]
