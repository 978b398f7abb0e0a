"""Filters of products by stock and by their last import, and fields as clients really send them (behaviour 3, 4.3)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, succeeded


@pytest.fixture
def stocked(client: Client) -> Client:
    """One product for each state that a stock can be in."""
    for name, fields in {
        "plenty": {"inventory_tracking": "product", "inventory_level": 9, "inventory_warning_level": 5},
        "few": {"inventory_tracking": "product", "inventory_level": 5, "inventory_warning_level": 5},
        "none left": {"inventory_tracking": "product", "inventory_level": 0},
        "not tracked": {"inventory_tracking": "none", "inventory_level": 0},
    }.items():
        client.create_product(name, **fields)
    return client


def names(client: Client, **query: Any) -> list[str]:
    return [product["name"] for product in client.data("/catalog/products", **query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"inventory_low": "1"}, ["few", "none left"]),
        ({"inventory_low": "true"}, ["few", "none left"]),
        ({"inventory_low": "0"}, ["plenty", "not tracked"]),
        ({"out_of_stock": "1"}, ["none left"]),
        ({"out_of_stock": "0"}, ["plenty", "few", "not tracked"]),
    ],
)
def test_stock_is_filtered(stocked: Client, query: dict[str, str], expected: list[str]) -> None:
    assert names(stocked, **query) == expected


def test_a_stock_filter_takes_a_yes_or_a_no(client: Client) -> None:
    answer = client.get("/catalog/products", inventory_low="maybe")
    assert (answer.status_code, answer.json()["title"]) == (422, "Invalid field(s): inventory_low")


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("", ["second"]),
        (":not", ["never", "first"]),
        (":min", ["second"]),
        (":max", ["first", "second"]),
    ],
)
def test_the_last_import_is_filtered(client: Client, operator: str, expected: list[str]) -> None:
    client.create_product("never")
    client.create_product("first", date_last_imported="2026-01-01T00:00:00+00:00")
    client.create_product("second", date_last_imported="2026-02-01T00:00:00+00:00")
    query = {f"date_last_imported{operator}": "2026-02-01T00:00:00+00:00"}
    assert names(client, **query) == expected


def test_imports_can_be_deleted_by_their_date(client: Client) -> None:
    client.create_product("kept")
    client.create_product("gone", date_last_imported="2026-02-01T00:00:00+00:00")
    assert (
        client.delete("/catalog/products", date_last_imported="2026-02-01T00:00:00+00:00").status_code == 204
    )
    assert names(client) == ["kept"]


# As clients send them


def test_numbers_and_flags_may_come_as_texts(client: Client) -> None:
    product = client.create_product(
        price="10.00", weight="1.5", is_visible="false", is_featured=1, is_free_shipping="1", sort_order="3"
    )
    assert (product["price"], product["weight"], product["sort_order"]) == (10, 1.5, 3)
    assert (product["is_visible"], product["is_featured"], product["is_free_shipping"]) == (False, True, True)


def test_a_whole_answer_can_be_sent_back(client: Client) -> None:
    product = client.create_product("Shirt", custom_fields=[], images=[], videos=[], bulk_pricing_rules=[])
    path = f"/catalog/products/{product['id']}"
    includes = "images,videos,bulk_pricing_rules,custom_fields,reviews,primary_image,parent_relations"
    shown = client.data(path, include=includes)
    saved = succeeded(client.put(f"{path}?include={includes}", shown))
    assert saved == {**shown, "date_modified": saved["date_modified"]}


def test_an_inline_variant_made_from_an_answer_arises_anew(client: Client) -> None:
    shirt = client.create_shirt(sizes=("S",))
    copies = [{**variant, "sku": f"COPY-{variant['sku']}"} for variant in shirt["variants"]]
    copy = client.create_product("Copy", variants=copies)
    assert [variant["sku"] for variant in copy["variants"]] == ["COPY-CREW-RED-S", "COPY-CREW-BLUE-S"]
    assert not {each["id"] for each in copy["variants"]} & {each["id"] for each in shirt["variants"]}
