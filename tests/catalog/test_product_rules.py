"""What a product may be: required fields, ranges, uniqueness (behaviour 4.2 to 4.4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence

PRODUCTS = "/catalog/products"
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"


def create(client: Client, name: str = "Mug", **fields: Any) -> Any:
    return client.post(PRODUCTS, {"name": name, "type": "physical", "weight": 1, "price": 5, **fields})


# Required fields


def test_every_missing_field_is_named_in_the_words_of_the_wire(client: Client, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.post(PRODUCTS, {})
    assert answer.status_code == 422
    assert answer.json() == {
        "status": 422,
        "title": "Missing Required Fields",
        "type": TYPE,
        "errors": {
            "name": "Please provide a name.",
            "type": "Please provide a type.",
            "weight": "Please provide a weight.",
            "price": "Please provide a price.",
        },
    }


def test_missing_fields_of_parts_are_named_with_their_place(client: Client) -> None:
    answer = create(
        client, variants=[{"sku": "A", "option_values": [{"label": "Red"}]}, {}], custom_fields=[{}]
    )
    assert answer.json()["title"] == "Missing Required Fields"
    assert answer.json()["errors"] == {
        "variants.0.option_values.0.option_display_name": "Please provide a option_display_name.",
        "variants.1.sku": "Please provide a sku.",
        "custom_fields.0.name": "Please provide a name.",
        "custom_fields.0.value": "Please provide a value.",
    }


# Ranges


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 251),
        ("name", None),
        ("name", 5),
        ("name", "a\0b"),
        ("type", "virtual"),
        ("sku", "x" * 256),
        ("weight", -1),
        ("weight", 10_000_000_000),
        ("weight", "heavy"),
        ("width", -0.0001),
        ("price", -1),
        ("price", "NaN"),
        ("price", "Infinity"),
        ("price", "1,50"),
        ("price", True),
        ("cost_price", -1),
        ("retail_price", -1),
        ("sale_price", -1),
        ("fixed_cost_shipping_price", -1),
        ("tax_class_id", 256),
        ("product_tax_code", "x" * 256),
        ("brand_id", 1_000_000_001),
        ("inventory_level", -1),
        ("inventory_level", 2**31),
        ("inventory_warning_level", 2**31),
        ("inventory_tracking", "sku"),
        ("warranty", "x" * 65536),
        ("search_keywords", "x" * 65536),
        ("meta_description", "x" * 65536),
        ("bin_picking_number", "x" * 256),
        ("layout_file", "x" * 501),
        ("upc", "1" * 15),
        ("gtin", "1" * 15),
        ("availability", "sold out"),
        ("availability_description", "x" * 256),
        ("gift_wrapping_options_type", "some"),
        ("sort_order", 2**31),
        ("sort_order", 1.5),
        ("condition", "new"),
        ("order_quantity_minimum", 1_000_000_001),
        ("page_title", "x" * 256),
        ("meta_keywords", "a,b"),
        ("view_count", -1),
        ("preorder_message", "x" * 256),
        ("preorder_release_date", "soon"),
        ("preorder_release_date", "0001-01-01T00:00:00+14:00"),
        ("date_last_imported", "yesterday"),
        ("price_hidden_label", "x" * 201),
        ("open_graph_type", "car"),
        ("is_visible", "maybe"),
        ("related_products", [1] * 51),
        ("categories", ["x"]),
        ("variants", {}),
        ("custom_url", "/mug/"),
    ],
)
def test_a_value_out_of_its_range_is_refused_by_name(client: Client, field: str, value: Any) -> None:
    answer = create(client, **{field: value})
    assert answer.status_code == 422, answer.text
    body = answer.json()
    named = f"{field}.0" if field == "categories" else field
    assert (body["title"], list(body["errors"])) == (f"Invalid field(s): {named}", [named])
    assert body["errors"][named].startswith(field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 250),
        ("sku", "x" * 255),
        ("weight", 9_999_999_999),
        ("price", 0),
        ("price", "0.0001"),
        ("tax_class_id", 255),
        ("inventory_level", 2_147_483_647),
        ("upc", "1" * 14),
        ("sort_order", -(2**31)),
        ("order_quantity_maximum", 1_000_000_000),
        ("description", "x" * 200_000),
        ("related_products", [1] * 50),
    ],
)
def test_a_value_at_the_end_of_its_range_is_kept(client: Client, field: str, value: Any) -> None:
    shown = succeeded(create(client, **{field: value}))[field]
    assert shown == (float(value) if field == "price" else value)


def test_every_wrong_field_is_named_at_once(client: Client, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = create(client, "", weight=-1, condition="old", variants=[{"sku": "", "price": "x"}])
    body = answer.json()
    price = body["errors"].pop("variants.0.price")
    assert price.startswith("price is invalid")
    assert body["errors"] == {
        "name": "name must have a length between 1 and 250",
        "weight": "weight must be between 0 and 9999999999",
        "condition": "condition must be one of New, Used, Refurbished",
        "variants.0.sku": "sku must have a length between 1 and 255",
    }
    assert body["title"] == "Invalid field(s): name, weight, condition, variants.0.price, variants.0.sku"


def test_a_change_is_held_to_the_same_ranges(client: Client, evidence: Evidence) -> None:
    product = client.create_product()
    with evidence.unchanged(client):
        answer = client.put(f"{PRODUCTS}/{product['id']}", {"price": -1, "name": ""})
    assert set(answer.json()["errors"]) == {"price", "name"}


def test_numbers_too_large_to_be_numbers_are_refused(client: Client) -> None:
    body = b'{"name":"Mug","type":"physical","weight":1,"price":' + b"9" * 5000 + b"}"
    answer = client.request("POST", PRODUCTS, data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


# Rules between fields


@pytest.mark.parametrize("field", [{"is_price_hidden": True}, {"price_hidden_label": "Ask us"}])
def test_a_price_is_hidden_only_where_the_product_is_disabled(client: Client, field: dict[str, Any]) -> None:
    (name,) = field
    answer = create(client, **field)
    assert answer.status_code == 422
    assert answer.json()["title"] == f"Invalid field(s): {name}"
    shown = succeeded(create(client, availability="disabled", **field))
    assert shown[name] == field[name]


def test_a_change_can_disable_and_hide_at_once(client: Client) -> None:
    path = f"{PRODUCTS}/{client.create_product()['id']}"
    assert client.put(path, {"is_price_hidden": True}).status_code == 422
    both = {"is_price_hidden": True, "availability": "disabled", "price_hidden_label": "Ask us"}
    assert succeeded(client.put(path, both))["is_price_hidden"] is True
    assert client.put(path, {"price_hidden_label": "Call us"}).status_code == 200


def test_the_least_quantity_is_not_above_the_most(client: Client) -> None:
    answer = create(client, order_quantity_minimum=5, order_quantity_maximum=4)
    assert list(answer.json()["errors"]) == ["order_quantity_minimum"]
    assert create(client, order_quantity_minimum=5, order_quantity_maximum=0).status_code == 200


@pytest.mark.parametrize("field", [{"categories": [7]}, {"brand_id": 7}])
def test_records_that_are_not_there_are_a_conflict(
    client: Client, field: dict[str, Any], evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = create(client, **field)
    assert answer.status_code == 409
    assert list(answer.json()["errors"]) == list(field)


# Uniqueness


def test_a_name_is_taken_in_any_case(client: Client, evidence: Evidence) -> None:
    client.create_product("Straße No. 1")
    with evidence.unchanged(client):
        answer = create(client, "STRASSE no. 1")
    assert answer.status_code == 409
    assert answer.json() == {
        "status": 409,
        "title": "The product name is a duplicate",
        "type": TYPE,
        "errors": {"name": "The product name is a duplicate"},
    }


def test_a_product_cannot_be_renamed_to_another_one(client: Client, evidence: Evidence) -> None:
    client.create_product("Mug")
    bowl = client.create_product("Bowl")
    with evidence.unchanged(client):
        answer = client.put(f"{PRODUCTS}/{bowl['id']}", {"name": "MUG"})
    assert (answer.status_code, answer.json()["title"]) == (409, "The product name is a duplicate")


def test_a_product_can_change_the_case_of_its_own_name_and_sku(client: Client) -> None:
    path = f"{PRODUCTS}/{client.create_product('Mug', sku='mug')['id']}"
    changed = succeeded(client.put(path, {"name": "MUG", "sku": "MUG"}))
    assert (changed["name"], changed["sku"]) == ("MUG", "MUG")


def test_a_product_sku_is_taken_in_any_case(client: Client, evidence: Evidence) -> None:
    client.create_product("Mug", sku="mug-1")
    with evidence.unchanged(client):
        answer = create(client, "Bowl", sku="MUG-1")
    assert answer.status_code == 409
    assert answer.json() == {
        "status": 409,
        "title": "The product sku is a duplicate",
        "type": TYPE,
        "errors": {"sku": "The product sku is a duplicate"},
    }


def test_a_product_sku_that_a_variant_has_is_told_with_its_code(client: Client, evidence: Evidence) -> None:
    client.create_shirt()
    with evidence.unchanged(client):
        answer = create(client, "Bowl", sku="crew-red-s")
    assert answer.status_code == 409
    assert answer.json() == {
        "status": 409,
        "title": "Sku crew-red-s is not unique",
        "type": TYPE,
        "code": 22003,
        "errors": {"sku": "Sku crew-red-s is not unique"},
    }


def test_an_inline_variant_cannot_have_the_sku_of_a_product_or_of_another_variant(
    client: Client, evidence: Evidence
) -> None:
    client.create_product("Mug", sku="MUG")
    red = {"sku": "mug", "option_values": labels(Color="Red")}
    with evidence.unchanged(client):
        answer = create(client, "Bowl", variants=[red])
        own = create(client, "Bowl", sku="BOWL", variants=[{**red, "sku": "bowl"}])
        twice = create(
            client,
            "Bowl",
            variants=[{**red, "sku": "B"}, {"sku": "b", "option_values": labels(Color="Blue")}],
        )
    assert (answer.status_code, answer.json()["code"]) == (409, 22003)
    assert (own.status_code, own.json()["code"]) == (409, 22003)
    assert (twice.status_code, twice.json()["title"]) == (409, "Sku b is not unique")


def test_a_change_of_the_sku_is_held_to_the_same_rule(client: Client, evidence: Evidence) -> None:
    client.create_shirt()
    client.create_product("Mug", sku="MUG")
    path = f"{PRODUCTS}/{client.create_product('Bowl', sku='BOWL')['id']}"
    with evidence.unchanged(client):
        assert client.put(path, {"sku": "mug"}).json()["title"] == "The product sku is a duplicate"
        assert client.put(path, {"sku": "crew-red-s"}).json()["code"] == 22003


def test_a_sku_that_was_given_up_is_free(client: Client) -> None:
    path = f"{PRODUCTS}/{client.create_product('Mug', sku='MUG')['id']}"
    succeeded(client.put(path, {"sku": "CUP"}))
    client.create_product("Bowl", sku="mug")
    assert create(client, "Cup", sku="cup").status_code == 409


def test_many_products_may_have_no_sku(client: Client) -> None:
    assert [client.create_product(name, sku="")["sku"] for name in ("Mug", "Bowl")] == ["", ""]


def test_inline_variants_cannot_be_the_same_combination(client: Client, evidence: Evidence) -> None:
    variants = [
        {"sku": sku, "option_values": labels(Color=color)} for sku, color in (("A", "Red"), ("B", "RED"))
    ]
    with evidence.unchanged(client):
        answer = create(client, variants=variants)
    assert answer.status_code == 409
    assert answer.json()["code"] == 22010
    assert answer.json()["title"] == "Variant with the same option values set exists"


@pytest.mark.parametrize(
    "values",
    [[], labels(Color="Red"), labels(Color="Red") + labels(color="Blue")],
    ids=["none", "one of two", "one twice"],
)
def test_an_inline_variant_gives_one_value_of_every_option(
    client: Client, evidence: Evidence, values: list[dict[str, str]]
) -> None:
    whole = {"sku": "A", "option_values": labels(Color="Red", Size="S")}
    with evidence.unchanged(client):
        answer = create(client, variants=[whole, {"sku": "B", "option_values": values}])
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["variants.1.option_values"]


def test_a_custom_field_is_there_once(client: Client, evidence: Evidence) -> None:
    product = client.create_product(custom_fields=[{"name": "Roast", "value": "dark"}])
    with evidence.unchanged(client):
        answer = client.put(
            f"{PRODUCTS}/{product['id']}", {"custom_fields": [{"name": "Roast", "value": "dark"}]}
        )
    assert answer.status_code == 422
    assert "already exists" in answer.json()["title"]


def test_a_product_has_at_most_200_custom_fields(client: Client, evidence: Evidence) -> None:
    many = [{"name": "n", "value": str(number)} for number in range(201)]
    path = f"{PRODUCTS}/{succeeded(create(client, custom_fields=many[:200]))['id']}"
    with evidence.unchanged(client):
        assert client.put(path, {"custom_fields": many[200:]}).status_code == 422
        assert create(client, "Bowl", custom_fields=many).status_code == 422


# What is not kept yet


@pytest.mark.parametrize("field", ["bulk_pricing_rules", "videos"])
def test_what_is_not_kept_yet_is_refused_by_name_and_not_lost(client: Client, field: str) -> None:
    answer = create(client, **{field: "x"})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert create(client, "Mug", **{field: []}).status_code == 200
