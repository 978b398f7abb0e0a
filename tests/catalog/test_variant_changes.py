"""Variants of a product: change and delete (behaviour 5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.variant_fields import SAID, refs, variants
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence


@pytest.fixture
def mug(client: Client) -> Any:
    """A simple product."""
    return client.create_product("Mug", sku="MUG", price=25)


@pytest.fixture
def shirt(client: Client) -> Any:
    """A product with one option and one variant; `options` has another value."""
    return client.create_product(
        "Shirt",
        price=25,
        options=[
            {
                "display_name": "Color",
                "type": "swatch",
                "option_values": [{"label": c} for c in ("Red", "Blue")],
            }
        ],
        variants=[{"sku": "RED", "option_values": labels(Color="Red")}],
    )


# Change


def test_a_change_leaves_what_was_not_sent(client: Client, shirt: Any) -> None:
    (variant,) = shirt["variants"]
    changed = succeeded(client.put(variants(shirt, variant), {"price": 30, "upc": "123"}))
    assert changed == variant | {"price": 30, "calculated_price": 30, "upc": "123"}
    assert client.data(variants(shirt, variant)) == changed


def test_every_field_can_be_changed(client: Client, shirt: Any) -> None:
    changed = succeeded(client.put(variants(shirt, shirt["variants"][0]), SAID))
    assert {name: changed[name] for name in SAID} == SAID


def test_what_was_read_can_be_sent_back(client: Client, shirt: Any) -> None:
    path = variants(shirt, shirt["variants"][0])
    succeeded(client.put(path, SAID))
    before = client.data(path)
    assert succeeded(client.put(path, before)) == before


def test_option_values_of_a_change_are_ignored(client: Client, shirt: Any) -> None:
    (variant,) = shirt["variants"]
    answer = client.put(variants(shirt, variant), {"option_values": refs((shirt["options"][0], "Blue"))})
    assert succeeded(answer)["option_values"] == variant["option_values"]


def test_an_empty_sku_is_refused_with_its_code(client: Client, shirt: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.put(variants(shirt, shirt["variants"][0]), {"sku": ""})
    assert answer.status_code == 422
    assert answer.json() == {
        "status": 422,
        "title": "Variant sku cannot be empty",
        "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
        "code": 22004,
        "errors": {"sku": "Variant sku cannot be empty"},
    }


def test_a_changed_sku_frees_the_old_one_and_takes_the_new(client: Client, shirt: Any, mug: Any) -> None:
    path = variants(shirt, shirt["variants"][0])
    assert client.put(path, {"sku": "mug"}).json()["code"] == 22003
    assert succeeded(client.put(path, {"sku": "red"}))["sku"] == "red"
    assert succeeded(client.put(path, {"sku": "SCARLET"}))["sku"] == "SCARLET"
    assert succeeded(client.put(f"/catalog/products/{mug['id']}", {"sku": "RED"}))["sku"] == "RED"


def test_nulls_of_texts_and_levels_become_empty(client: Client, shirt: Any) -> None:
    path = variants(shirt, shirt["variants"][0])
    succeeded(client.put(path, SAID))
    empty = {"upc": None, "mpn": None, "gtin": None, "bin_picking_number": None, "inventory_level": None}
    changed = succeeded(client.put(path, empty))
    assert {name: changed[name] for name in empty} == {
        "upc": "",
        "mpn": "",
        "gtin": "",
        "bin_picking_number": "",
        "inventory_level": 0,
    }


def test_a_change_of_a_variant_moves_the_date_of_its_product(
    client: Client, shirt: Any, evidence: Evidence
) -> None:
    evidence.age(client)
    succeeded(client.put(variants(shirt, shirt["variants"][0]), {"price": 30}))
    assert client.data(f"/catalog/products/{shirt['id']}")["date_modified"] >= shirt["date_modified"]


# Delete


def test_deleting_is_an_empty_204(client: Client) -> None:
    shirt = client.create_shirt()
    answer = client.delete(variants(shirt, shirt["variants"][0]))
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.data(variants(shirt)) == shirt["variants"][1:]


def test_deleting_what_is_not_there_is_204(client: Client, shirt: Any) -> None:
    assert client.delete(variants(shirt, {"id": 10**9})).status_code == 204


def test_a_deleted_variants_sku_and_combination_are_free_again(client: Client) -> None:
    shirt = client.create_shirt()
    variant = shirt["variants"][0]
    client.delete(variants(shirt, variant))
    values = [{"id": value["id"], "option_id": value["option_id"]} for value in variant["option_values"]]
    again = succeeded(client.post(variants(shirt), {"sku": variant["sku"], "option_values": values}))
    assert again["id"] > max(each["id"] for each in shirt["variants"])


def test_after_the_last_variant_the_base_variant_is_back(client: Client, shirt: Any) -> None:
    client.delete(variants(shirt, shirt["variants"][0]))
    (base,) = client.data(variants(shirt))
    assert (base["option_values"], base["sku_id"], base["price"]) == ([], None, 25)
    assert client.data(f"/catalog/products/{shirt['id']}")["base_variant_id"] == base["id"]


def test_a_base_variant_cannot_be_deleted(client: Client, mug: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.delete(variants(mug, {"id": mug["base_variant_id"]}))
    assert answer.status_code == 422


def test_a_stock_below_zero_is_not_saved_while_all_else_is(client: Client) -> None:
    shirt = client.create_shirt()
    variant = shirt["variants"][0]
    path = f"/catalog/products/{shirt['id']}/variants/{variant['id']}"
    client.put(path, {"inventory_level": 4})
    answer = client.put(path, {"inventory_level": -1, "price": 9})
    assert answer.status_code == 207
    body = answer.json()
    assert (body["data"]["inventory_level"], body["data"]["price"]) == (4, 9)
    assert body["errors"]["status"] == 422
    assert "inventory_level" in body["errors"]["errors"]
    assert body["meta"] == {}
