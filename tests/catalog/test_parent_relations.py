"""`include=parent_relations`: which products offer a product by a product list."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, succeeded


@pytest.fixture
def battery(client: Client) -> Any:
    return client.create_product("Battery")


def relations(client: Client, product: Any) -> Any:
    return client.data(f"/catalog/products/{product['id']}", include="parent_relations")["parent_relations"]


def offer(client: Client, parent: Any, product: Any, kind: str) -> Any:
    body = {
        "display_name": f"Add a {kind}",
        "type": "product_list",
        "required": False,
        "option_values": [{"label": "Battery", "sort_order": 0, "value_data": {"product_id": product["id"]}}],
    }
    return succeeded(client.post(f"/catalog/products/{parent['id']}/{kind}", body))


def test_a_product_that_nobody_offers_has_none(client: Client, battery: Any) -> None:
    assert relations(client, battery) == []


def test_it_names_every_option_and_modifier_that_offers_the_product(client: Client, battery: Any) -> None:
    torch, radio = client.create_product("Torch"), client.create_product("Radio")
    option, modifier = offer(client, torch, battery, "options"), offer(client, radio, battery, "modifiers")
    expected = [
        {"type": "variant_option", "product_id": torch["id"], "attribute_id": option["id"]},
        {"type": "modifier", "product_id": radio["id"], "attribute_id": modifier["id"]},
    ]
    assert relations(client, battery) == expected
    listed = client.data("/catalog/products", include="parent_relations", sort="id")
    assert [product["parent_relations"] for product in listed] == [expected, [], []]


def test_it_follows_the_values(client: Client, battery: Any) -> None:
    torch, cell = client.create_product("Torch"), client.create_product("Cell")
    modifier = offer(client, torch, battery, "modifiers")
    (value,) = modifier["option_values"]
    path = f"/catalog/products/{torch['id']}/modifiers/{modifier['id']}"
    succeeded(client.put(f"{path}/values/{value['id']}", {"value_data": {"product_id": cell["id"]}}))
    assert relations(client, battery) == []
    assert len(relations(client, cell)) == 1
    client.delete(path)
    assert relations(client, cell) == []


def test_it_goes_with_the_offering_product(client: Client, battery: Any) -> None:
    torch = client.create_product("Torch")
    offer(client, torch, battery, "options")
    client.delete(f"/catalog/products/{torch['id']}")
    assert relations(client, battery) == []
