"""Changing and deleting variant options, and what follows for variants (behaviour 5.11, 5.15 to 5.18)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.imaging import PNG
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

PLAIN_CONFIG = {"default_value": "Red", "text_max_length": 55, "number_limit_mode": "lowest"}


def path(product: Any, name: str = "Color") -> str:
    option = next(each for each in product["options"] if each["display_name"] == name)
    return f"/catalog/products/{product['id']}/options/{option['id']}"


def variants(client: Client, product: Any) -> Any:
    return client.data(f"/catalog/products/{product['id']}/variants")


def values(client: Client, option: str) -> list[tuple[str, int]]:
    return [(each["label"], each["id"]) for each in client.data(option)["option_values"]]


def test_changing_answers_the_whole_option_with_its_values(client: Client, shirt: Any) -> None:
    before = client.data(path(shirt))
    answer = client.put(path(shirt), {"sort_order": 7, "type": "dropdown", "image_url": "not fetched"})
    assert answer.status_code == 200
    assert answer.json() == {
        "data": before | {"sort_order": 7, "type": "dropdown", "image_url": "not fetched"},
        "meta": {},
    }
    assert client.data(path(shirt)) == answer.json()["data"]


def test_a_new_display_name_is_seen_in_variants_and_keeps_the_internal_name(
    client: Client, shirt: Any
) -> None:
    name = client.data(path(shirt))["name"]
    option = succeeded(client.put(path(shirt), {"display_name": "Colour"}))
    assert (option["display_name"], option["name"]) == ("Colour", name)
    for variant in variants(client, shirt):
        assert variant["option_values"][0]["option_display_name"] == "Colour"


def test_the_order_of_options_is_that_of_the_values_of_a_variant(client: Client, shirt: Any) -> None:
    succeeded(client.put(path(shirt), {"sort_order": 9}))
    shown = [value["option_display_name"] for value in variants(client, shirt)[0]["option_values"]]
    assert shown == ["Size", "Color"]


def test_a_display_name_of_another_option_is_409(client: Client, shirt: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.put(path(shirt), {"display_name": "SIZE"})
    text = "The display name SIZE has already been used on this product."
    assert (answer.status_code, answer.json()["errors"]) == (409, {"display_name": text})


def test_a_display_name_may_change_its_case(client: Client, shirt: Any) -> None:
    assert succeeded(client.put(path(shirt), {"display_name": "COLOR"}))["display_name"] == "COLOR"


def test_a_modifier_of_the_product_has_its_name_for_itself(
    client: Client, shirt: Any, evidence: Evidence
) -> None:
    body = {"display_name": "Gift", "type": "text", "required": False}
    succeeded(client.post(f"/catalog/products/{shirt['id']}/modifiers", body))
    with evidence.unchanged(client):
        assert client.put(path(shirt), {"display_name": "gift"}).status_code == 409


def test_values_are_changed_by_id_added_by_label_and_never_dropped(client: Client, shirt: Any) -> None:
    red, blue = values(client, path(shirt))
    body = {"option_values": [{"id": red[1], "label": "Scarlet"}, {"label": "Green", "sort_order": 9}]}
    succeeded(client.put(path(shirt), body))
    scarlet, kept, green = values(client, path(shirt))
    assert (scarlet, kept, green[0]) == (("Scarlet", red[1]), blue, "Green")
    shown = {value["label"] for variant in variants(client, shirt) for value in variant["option_values"]}
    assert shown == {"Scarlet", "Blue", "S"}


def test_a_value_without_an_id_is_known_by_its_label(client: Client, shirt: Any) -> None:
    red, blue = values(client, path(shirt))
    body = {"option_values": [{"label": "RED", "is_default": True}]}
    option = succeeded(client.put(path(shirt), body))
    assert [(each["label"], each["id"], each["is_default"]) for each in option["option_values"]] == [
        ("RED", red[1], True),
        (blue[0], blue[1], False),
    ]


def test_two_values_can_change_labels_and_the_default(client: Client, shirt: Any) -> None:
    red, blue = values(client, path(shirt))
    succeeded(client.put(path(shirt), {"option_values": [{"id": red[1], "is_default": True}]}))
    body = {
        "option_values": [
            {"id": red[1], "label": "Blue", "is_default": False},
            {"id": blue[1], "label": "Red", "is_default": True},
        ]
    }
    option = succeeded(client.put(path(shirt), body))
    assert [(each["id"], each["label"], each["is_default"]) for each in option["option_values"]] == [
        (red[1], "Blue", False),
        (blue[1], "Red", True),
    ]


def test_sending_back_what_was_shown_changes_nothing(client: Client, shirt: Any, web: Web) -> None:
    swatch = {"label": "Linen", "value_data": {"image_url": web.serve(PNG, "/linen.png")}}
    body = {"type": "swatch", "option_values": [swatch]}
    option = succeeded(client.put(path(shirt), body))
    assert succeeded(client.put(path(shirt), option)) == option


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"display_name": ""}, "display_name"),
        ({"display_name": "x" * 256}, "display_name"),
        ({"type": "checkbox"}, "type"),
        ({"option_values": []}, "option_values"),
        ({"option_values": [{"id": 999_999, "label": "x"}]}, "option_values.0.id"),
        ({"option_values": [{"label": ""}]}, "option_values.0.label"),
        (
            {"option_values": [{"label": "x", "value_data": {"colors": ["#000000"]}}]},
            "option_values.0.value_data",
        ),
        ({"config": ["x"]}, "config"),
        ({"config": {"date_limit_mode": "never"}}, "config.date_limit_mode"),
        ({"config": {"date_earliest_value": "2026-11-23"}}, "config.date_earliest_value"),
    ],
)
def test_a_wrong_field_is_named(
    client: Client, shirt: Any, body: dict[str, Any], wrong: str, evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = client.put(path(shirt), body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [wrong])


def test_a_config_is_kept_and_what_is_left_out_of_it_stays(client: Client, shirt: Any) -> None:
    assert client.data(path(shirt))["config"] == []
    assert succeeded(client.put(path(shirt), {"config": PLAIN_CONFIG}))["config"] == PLAIN_CONFIG
    changed = succeeded(client.put(path(shirt), {"config": {"default_value": "Blue"}}))
    assert changed["config"] == PLAIN_CONFIG | {"default_value": "Blue"}
    assert succeeded(client.put(path(shirt), {"config": []}))["config"] == changed["config"]


def test_a_product_list_has_its_config(client: Client, shirt: Any) -> None:
    option = succeeded(client.put(path(shirt), {"type": "product_list"}))
    assert option["config"] == {
        "product_list_adjusts_inventory": False,
        "product_list_adjusts_pricing": False,
        "product_list_shipping_calc": "none",
    }


def test_another_type_takes_what_its_values_cannot_carry(client: Client, shirt: Any) -> None:
    red = values(client, path(shirt))[0][1]
    colors = {"option_values": [{"id": red, "value_data": {"colors": ["#ff0000"]}}]}
    option = succeeded(client.put(path(shirt), {"type": "swatch", **colors}))
    assert option["option_values"][0]["value_data"] == {"colors": ["#ff0000"]}
    option = succeeded(client.put(path(shirt), {"type": "rectangles"}))
    assert [each["value_data"] for each in option["option_values"]] == [None, None]


def test_a_default_does_not_survive_becoming_a_swatch(client: Client, shirt: Any, evidence: Evidence) -> None:
    succeeded(client.put(path(shirt), {"option_values": [{"label": "Red", "is_default": True}]}))
    with evidence.unchanged(client):
        answer = client.put(path(shirt), {"type": "swatch"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["is_default"])


def test_an_option_that_is_not_there_is_404(client: Client, shirt: Any, evidence: Evidence) -> None:
    other = client.create_product("Mug")
    option_id = path(shirt).rsplit("/", 1)[1]
    with evidence.unchanged(client):
        foreign = client.put(f"/catalog/products/{other['id']}/options/{option_id}", {"sort_order": 1})
        nowhere = client.put(f"/catalog/products/{shirt['id']}/options/999999", {"sort_order": 1})
        no_product = client.put(f"/catalog/products/999999/options/{option_id}", {"sort_order": 1})
    assert [each.status_code for each in (foreign, nowhere, no_product)] == [404, 404, 404]
    assert nowhere.json()["title"] == "An option was not found with an id of 999999"


def test_deleting_an_option_takes_the_variants_that_have_a_value_of_it(client: Client, shirt: Any) -> None:
    old = [variant["id"] for variant in variants(client, shirt)]
    assert client.delete(path(shirt, "Size")).status_code == 204
    (base,) = variants(client, shirt)
    assert (base["option_values"], base["sku_id"], base["price"]) == ([], None, 25)
    assert base["id"] not in old
    assert client.data(f"/catalog/products/{shirt['id']}")["base_variant_id"] == base["id"]
    assert client.get(path(shirt, "Size")).status_code == 404
    assert client.get(path(shirt)).status_code == 200


def test_variants_without_a_value_of_the_deleted_option_stay(client: Client, shirt: Any) -> None:
    before = variants(client, shirt)
    body = {"display_name": "Fit", "type": "dropdown", "option_values": [{"label": "Slim"}]}
    fit = succeeded(client.post(f"/catalog/products/{shirt['id']}/options", body))
    assert client.delete(f"/catalog/products/{shirt['id']}/options/{fit['id']}").status_code == 204
    assert variants(client, shirt) == before


def test_skus_of_variants_that_went_are_free_again(client: Client, shirt: Any) -> None:
    client.delete(path(shirt))
    client.create_product("Other", variants=[{"sku": "CREW-RED-S", "option_values": labels(Color="Red")}])


def test_deleting_what_is_not_there_is_204(client: Client, shirt: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        assert client.delete(f"/catalog/products/{shirt['id']}/options/999999").status_code == 204
        assert client.delete("/catalog/products/999999/options/1").status_code == 404


def test_an_option_of_another_product_is_not_deleted(client: Client, shirt: Any, evidence: Evidence) -> None:
    other = client.create_product("Mug")
    option_id = path(shirt).rsplit("/", 1)[1]
    with evidence.unchanged(client):
        assert client.delete(f"/catalog/products/{other['id']}/options/{option_id}").status_code == 204
    assert client.get(path(shirt)).status_code == 200


def test_changes_and_deletions_move_the_date_of_the_product(
    client: Client, shirt: Any, evidence: Evidence
) -> None:
    for method in ("PUT", "DELETE"):
        evidence.age(client)
        before = client.data(f"/catalog/products/{shirt['id']}")["date_modified"]
        assert client.request(method, path(shirt), json={"sort_order": 3}).status_code in (200, 204)
        assert client.data(f"/catalog/products/{shirt['id']}")["date_modified"] > before
