"""Modifiers of a product: `/catalog/products/{product_id}/modifiers` (behaviour 7.1)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

TEXT = {
    "default_value": "",
    "text_characters_limited": False,
    "text_min_length": 0,
    "text_max_length": 0,
}
LIST = {
    "product_list_adjusts_inventory": False,
    "product_list_adjusts_pricing": False,
    "product_list_shipping_calc": "none",
}
CONFIGS: dict[str, Any] = {
    "date": {
        "date_limited": False,
        "date_limit_mode": "earliest",
        "date_earliest_value": None,
        "date_latest_value": None,
        "default_value": None,
    },
    "checkbox": {"checkbox_label": "", "checked_by_default": False},
    "file": {
        "file_types_mode": "specific",
        "file_types_supported": ["images"],
        "file_types_other": [],
        "file_max_size": 524288,
    },
    "text": TEXT,
    "multi_line_text": {**TEXT, "text_lines_limited": False, "text_max_lines": 0},
    "numbers_only_text": {
        "default_value": "",
        "number_limited": False,
        "number_limit_mode": "lowest",
        "number_lowest_value": 0,
        "number_highest_value": 0,
        "number_integers_only": False,
    },
    "radio_buttons": [],
    "rectangles": [],
    "dropdown": [],
    "product_list": LIST,
    "product_list_with_images": LIST,
    "swatch": [],
}
NO_ADJUSTERS = {
    "price": None,
    "weight": None,
    "image_url": "",
    "purchasing_disabled": {"status": False, "message": ""},
}


@pytest.fixture
def mug(client: Client) -> str:
    """The path of the modifiers of a product."""
    return f"/catalog/products/{client.create_product('Mug')['id']}/modifiers"


def create(client: Client, modifiers: str, kind: str = "dropdown", **fields: Any) -> Any:
    body = {"type": kind, "required": False, "display_name": "Extra", **fields}
    return client.post(modifiers, body)


def test_creating_answers_200_with_the_whole_modifier(client: Client, mug: str) -> None:
    answer = create(client, mug, display_name="Gift wrap", option_values=[{"label": "Plain"}])
    assert answer.status_code == 200
    modifier = answer.json()["data"]
    (value,) = modifier["option_values"]
    assert list(modifier) == [
        "id",
        "product_id",
        "name",
        "display_name",
        "type",
        "required",
        "sort_order",
        "config",
        "option_values",
    ]
    assert re.fullmatch(rf"Gift-wrap\d{{10}}-{modifier['product_id']}", modifier["name"])
    assert (modifier["required"], modifier["sort_order"], modifier["config"]) == (False, 0, [])
    assert value == {
        "id": value["id"],
        "option_id": modifier["id"],
        "label": "Plain",
        "sort_order": 0,
        "value_data": None,
        "is_default": False,
        "adjusters": NO_ADJUSTERS,
    }
    assert answer.json()["meta"] == {}
    assert client.data(f"{mug}/{modifier['id']}") == modifier
    assert client.data(mug) == [modifier]


@pytest.mark.parametrize("kind", CONFIGS)
def test_each_type_has_its_config(client: Client, mug: str, kind: str) -> None:
    modifier = succeeded(create(client, mug, kind))
    assert (modifier["type"], modifier["config"]) == (kind, CONFIGS[kind])
    assert len(modifier["option_values"]) == (2 if kind == "checkbox" else 0)


def test_a_checkbox_has_its_two_values_by_itself(client: Client, mug: str) -> None:
    config = {"checkbox_label": "Wrap it", "checked_by_default": True}
    modifier = succeeded(create(client, mug, "checkbox", config=config))
    assert modifier["config"] == config
    shown = [(each["label"], each["sort_order"], each["value_data"]) for each in modifier["option_values"]]
    assert shown == [("Yes", 0, {"checked_value": True}), ("No", 1, {"checked_value": False})]


def test_the_adjusters_of_a_checkbox_are_set_by_a_second_request(client: Client, mug: str) -> None:
    modifier = succeeded(create(client, mug, "checkbox"))
    yes = modifier["option_values"][0]
    yes["adjusters"]["price"] = {"adjuster": "relative", "adjuster_value": 5}
    body = {"type": "checkbox", "required": False, "option_values": [yes]}
    changed = succeeded(client.put(f"{mug}/{modifier['id']}", body))
    assert changed["option_values"] == [yes, modifier["option_values"][1]]


def test_a_checkbox_takes_no_third_value(client: Client, mug: str, evidence: Evidence) -> None:
    modifier = succeeded(create(client, mug, "checkbox"))
    with evidence.unchanged(client):
        answer = client.put(f"{mug}/{modifier['id']}", {"option_values": [{"label": "Maybe"}]})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["option_values"])


def test_options_and_modifiers_are_numbered_together(client: Client, mug: str) -> None:
    body = {"display_name": "Color", "type": "dropdown", "option_values": [{"label": "Red"}]}
    option = succeeded(client.post(mug.replace("modifiers", "options"), body))
    modifier = succeeded(create(client, mug, option_values=[{"label": "Plain"}]))
    assert modifier["id"] > option["id"]
    assert modifier["option_values"][0]["id"] > option["option_values"][0]["id"]


def test_modifiers_make_no_variants(client: Client, mug: str) -> None:
    before = client.data(mug.replace("modifiers", "variants"))
    succeeded(create(client, mug, option_values=[{"label": "a"}, {"label": "b"}]))
    assert client.data(mug.replace("modifiers", "variants")) == before


def test_missing_fields_are_named(client: Client, mug: str, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.post(mug, {})
    assert answer.status_code == 422
    assert answer.json()["title"] == "Missing Required Fields"
    assert answer.json()["errors"] == {
        name: f"Please provide a {name}." for name in ("display_name", "type", "required")
    }


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        ("slider", {}, "type"),
        ("text", {"required": "maybe"}, "required"),
        ("text", {"display_name": "x" * 256}, "display_name"),
        ("text", {"option_values": [{"label": "x"}]}, "option_values"),
        ("dropdown", {"option_values": [{"sort_order": 1}]}, "option_values.0.label"),
        (
            "dropdown",
            {"option_values": [{"label": "x", "value_data": {"product_id": 1}}]},
            "option_values.0.value_data",
        ),
        (
            "dropdown",
            {"option_values": [{"label": "x", "adjusters": {"price": {"adjuster": "relative"}}}]},
            "option_values.0.adjusters.price.adjuster_value",
        ),
        (
            "dropdown",
            {
                "option_values": [
                    {"label": "x", "adjusters": {"weight": {"adjuster": "half", "adjuster_value": 1}}}
                ]
            },
            "option_values.0.adjusters.weight.adjuster",
        ),
        ("date", {"config": {"date_earliest_value": "23.11.2026"}}, "config.date_earliest_value"),
        ("date", {"config": {"date_latest_value": "2026-11-23"}}, "config.date_latest_value"),
        ("date", {"config": {"default_value": "2026-11-23T10:00:00"}}, "config.default_value"),
        ("text", {"config": {"text_max_length": -1}}, "config.text_max_length"),
        (
            "text",
            {"config": {"text_characters_limited": True, "text_min_length": 9, "text_max_length": 3}},
            "config.text_min_length",
        ),
        (
            "numbers_only_text",
            {
                "config": {
                    "number_limited": True,
                    "number_limit_mode": "range",
                    "number_lowest_value": 2,
                    "number_highest_value": 1,
                }
            },
            "config.number_lowest_value",
        ),
    ],
)
def test_a_wrong_field_is_named(
    client: Client, mug: str, kind: str, fields: dict[str, Any], wrong: str, evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = create(client, mug, kind, **fields)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [wrong])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2026-11-23T10:00:00+00:00", "2026-11-23T10:00:00+00:00"),
        ("2026-11-23T10:00:00+02:00", "2026-11-23T10:00:00+02:00"),
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00+00:00"),
        (None, None),
        ("", None),
    ],
)
def test_dates_have_an_offset(client: Client, mug: str, given: str | None, shown: str | None) -> None:
    config = {"date_limited": True, "date_earliest_value": given, "default_value": given}
    modifier = succeeded(create(client, mug, "date", config=config))
    assert modifier["config"]["date_earliest_value"] == modifier["config"]["default_value"] == shown


def test_the_first_date_is_not_after_the_last(client: Client, mug: str) -> None:
    config = {
        "date_limited": True,
        "date_limit_mode": "range",
        "date_earliest_value": "2026-11-23T10:00:00+02:00",
        "date_latest_value": "2026-11-23T08:30:00+00:00",
    }
    assert create(client, mug, "date", config=config).status_code == 200
    config["date_latest_value"] = "2026-11-23T07:30:00+00:00"
    assert create(client, mug, "date", display_name="Other", config=config).status_code == 422


@pytest.mark.parametrize("display_name", ["EXTRA", "color"])
def test_a_display_name_is_used_once_by_options_and_modifiers(
    client: Client, mug: str, display_name: str, evidence: Evidence
) -> None:
    succeeded(create(client, mug))
    body = {"display_name": "Color", "type": "dropdown", "option_values": [{"label": "Red"}]}
    succeeded(client.post(mug.replace("modifiers", "options"), body))
    with evidence.unchanged(client):
        answer = create(client, mug, display_name=display_name)
    text = f"The display name {display_name} has already been used on this product."
    assert (answer.status_code, answer.json()["title"]) == (409, text)


def test_labels_and_defaults_are_checked_as_those_of_options(
    client: Client, mug: str, evidence: Evidence
) -> None:
    labels = [{"label": "a"}, {"label": "A"}]
    defaults = [{"label": "a", "is_default": True}, {"label": "b", "is_default": True}]
    with evidence.unchanged(client):
        answers = [create(client, mug, option_values=values) for values in (labels, defaults)]
    assert [(each.status_code, each.json()["title"]) for each in answers] == [
        (422, 'The option label: "A" value is already used on this option.'),
        (422, "An option or modifier must have not more than one default"),
    ]


def test_changing_keeps_what_is_left_out(client: Client, mug: str) -> None:
    modifier = succeeded(create(client, mug, "text", config={"text_max_length": 9}))
    body = {"type": "text", "required": True, "config": {"default_value": "hello"}}
    answer = client.put(f"{mug}/{modifier['id']}", body)
    assert answer.status_code == 200
    config = TEXT | {"text_max_length": 9, "default_value": "hello"}
    assert answer.json()["data"] == modifier | {"required": True, "config": config}
    assert client.data(f"{mug}/{modifier['id']}") == answer.json()["data"]


def test_sending_back_what_was_shown_changes_nothing(client: Client, mug: str) -> None:
    adjusters = {"price": {"adjuster": "percentage", "adjuster_value": -2.5}}
    values = [{"label": "a", "adjusters": adjusters}, {"label": "b"}]
    modifier = succeeded(create(client, mug, option_values=values))
    assert succeeded(client.put(f"{mug}/{modifier['id']}", modifier)) == modifier


def test_a_new_display_name_keeps_the_internal_one(client: Client, mug: str, evidence: Evidence) -> None:
    modifier = succeeded(create(client, mug))
    succeeded(create(client, mug, display_name="Other"))
    path = f"{mug}/{modifier['id']}"
    assert succeeded(client.put(path, {"display_name": "More"})) == modifier | {"display_name": "More"}
    with evidence.unchanged(client):
        assert client.put(path, {"display_name": "other"}).status_code == 409


@pytest.mark.parametrize("kind", ["text", "checkbox", "rectangles"])
def test_another_type_brings_its_own_config_and_values(client: Client, mug: str, kind: str) -> None:
    modifier = succeeded(create(client, mug, option_values=[{"label": "a"}]))
    changed = succeeded(client.put(f"{mug}/{modifier['id']}", {"type": kind, "required": False}))
    assert changed["config"] == CONFIGS[kind]
    labels = {"text": [], "checkbox": ["Yes", "No"], "rectangles": ["a"]}[kind]
    assert [each["label"] for each in changed["option_values"]] == labels


def test_deleting(client: Client, mug: str) -> None:
    modifier = succeeded(create(client, mug, option_values=[{"label": "a"}]))
    path = f"{mug}/{modifier['id']}"
    assert client.delete(path).status_code == 204
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["title"] == f"A modifier was not found with an id of {modifier['id']}"
    assert client.get(f"{path}/values").status_code == 404
    assert client.delete(path).status_code == 204
    assert client.data(mug) == []


def test_modifiers_are_reached_through_their_own_product_only(
    client: Client, mug: str, evidence: Evidence
) -> None:
    modifier = succeeded(create(client, mug))
    other = f"/catalog/products/{client.create_product('Bowl')['id']}/modifiers/{modifier['id']}"
    with evidence.unchanged(client):
        assert [client.get(other).status_code, client.put(other, {"required": True}).status_code] == [
            404,
            404,
        ]
        assert client.delete(other).status_code == 204
        assert client.get("/catalog/products/999999/modifiers").status_code == 404
        assert create(client, "/catalog/products/999999/modifiers").status_code == 404


def test_modifiers_are_listed_a_page_at_a_time(client: Client, mug: str) -> None:
    for number in range(3):
        succeeded(create(client, mug, display_name=f"Extra {number}"))
    page = client.get(mug, limit=2, page=2, include_fields="display_name").json()
    assert [each["display_name"] for each in page["data"]] == ["Extra 2"]
    assert set(page["data"][0]) == {"id", "display_name"}
    assert page["meta"]["pagination"]["total"] == 3


def test_a_product_shows_its_modifiers_when_asked(client: Client, mug: str) -> None:
    modifier = succeeded(create(client, mug, option_values=[{"label": "a"}]))
    product = mug.removesuffix("/modifiers")
    assert client.data(product, include="modifiers")["modifiers"] == [modifier]
    assert "modifiers" not in client.data(product)
    listed = client.get("/catalog/products", include="modifiers", limit=50).json()
    assert listed["data"][0]["modifiers"] == [modifier]
    assert listed["meta"]["pagination"]["per_page"] == 10


def test_modifiers_go_with_their_product(client: Client, mug: str, evidence: Evidence) -> None:
    succeeded(create(client, mug, "checkbox"))
    client.delete(mug.removesuffix("/modifiers"))
    assert evidence.rows(client, "modifier", "modifier_value") == {"modifier": [], "modifier_value": []}


def test_changes_move_the_date_of_the_product(client: Client, mug: str, evidence: Evidence) -> None:
    product = mug.removesuffix("/modifiers")
    evidence.age(client)
    before = client.data(product)["date_modified"]
    succeeded(create(client, mug))
    assert client.data(product)["date_modified"] > before
