"""The summary of the catalog (behaviour 7.11)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from openshelf.catalog.summary import service
from openshelf.persistence.database import Transaction
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence


def summary(client: Client) -> Any:
    return client.data("/catalog/summary")


def test_an_empty_catalog_comes_to_nothing(client: Client) -> None:
    assert list(summary(client).items()) == [
        ("inventory_count", 0),
        ("variant_count", 0),
        ("inventory_value", 0),
        ("highest_variant_price", 0),
        ("average_variant_price", 0),
        ("lowest_variant_price", 0),
        ("oldest_variant_date", ""),
        ("newest_variant_date", ""),
        ("primary_category_id", 0),
        ("primary_category_name", ""),
    ]


def test_stock_is_worth_what_it_would_be_sold_for(client: Client) -> None:
    client.create_product("Mug", price=10.5, inventory_tracking="product", inventory_level=3)
    client.create_product("Cup", price=8, sale_price=5, inventory_tracking="product", inventory_level=2)
    client.create_product("Bowl", price=100, inventory_tracking="none", inventory_level=9)
    client.create_product(
        "Shirt",
        price=20,
        inventory_tracking="variant",
        variants=[
            {"sku": "S", "option_values": labels(Size="S"), "inventory_level": 4},
            {"sku": "M", "option_values": labels(Size="M"), "inventory_level": 1, "price": 30},
            {
                "sku": "L",
                "option_values": labels(Size="L"),
                "inventory_level": 2,
                "price": 30,
                "sale_price": 25,
            },
        ],
    )
    found = summary(client)
    assert found["inventory_count"] == 3 + 2 + 7
    assert found["inventory_value"] == 3 * 10.5 + 2 * 5 + 4 * 20 + 30 + 2 * 25


def test_prices_are_those_that_variants_cost(client: Client) -> None:
    shirt = client.create_product(
        "Shirt",
        price=20,
        sale_price=18,
        variants=[
            {"sku": "S", "option_values": labels(Size="S")},
            {"sku": "M", "option_values": labels(Size="M"), "price": 31.25},
        ],
    )
    client.create_product("Mug", price=7)
    found = summary(client)
    assert found["variant_count"] == 3
    assert (found["lowest_variant_price"], found["highest_variant_price"]) == (7, 31.25)
    assert found["average_variant_price"] == 18.75
    # It agrees with what the variants themselves say.
    calculated = [variant["calculated_price"] for variant in client.data("/catalog/variants")]
    assert (min(calculated), max(calculated)) == (7, 31.25)
    assert sum(calculated) / 3 == found["average_variant_price"]
    succeeded(client.put(f"/catalog/products/{shirt['id']}", {"sale_price": 3}))
    assert summary(client)["lowest_variant_price"] == 3


def test_the_greatest_stock_at_the_greatest_price_can_be_summed(client: Client) -> None:
    for name in ("Mug", "Cup"):
        client.create_product(
            name, price=9_999_999_999, inventory_tracking="product", inventory_level=2**31 - 1
        )
    found = summary(client)
    assert found["inventory_count"] == 2 * (2**31 - 1)
    assert found["inventory_value"] / (2 * (2**31 - 1) * 9_999_999_999) == 1


def test_dates_are_days(client: Client) -> None:
    client.create_product("Mug")
    today = datetime.now(UTC).date().isoformat()
    found = summary(client)
    assert (found["oldest_variant_date"], found["newest_variant_date"]) == (today, today)


def test_the_primary_category_has_the_most_products(client: Client) -> None:
    small, large = (
        succeeded(client.post("/catalog/categories", {"name": name, "parent_id": 0}))
        for name in ("Small", "Large")
    )
    client.create_product("Mug", categories=[small["id"], large["id"]])
    client.create_product("Cup", categories=[large["id"]])
    found = summary(client)
    assert (found["primary_category_id"], found["primary_category_name"]) == (large["id"], "Large")


def test_other_stores_do_not_count(client: Client, server: Any) -> None:
    client.create_product("Mug", inventory_tracking="product", inventory_level=3)
    other = server.new_store()
    assert other.data("/catalog/summary")["variant_count"] == 0
    other.close()


def test_no_row_of_a_large_table_is_read_for_it(client: Client, evidence: Evidence) -> None:
    """Every statement over products and variants reads indexes only, or walks no more than one end of one."""
    client.create_product("Mug")
    store_id = evidence.store_id(client)
    seen: list[tuple[str, Any]] = []

    def work(tx: Transaction) -> list[str]:
        def remember(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            seen.append((statement, parameters))

        sa.event.listen(tx.connection, "before_cursor_execute", remember)
        service.summary(tx, store_id)
        sa.event.remove(tx.connection, "before_cursor_execute", remember)
        if not tx.is_sqlite:
            return []
        plans = []
        for statement, parameters in seen:
            plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans += [row[3] for row in plan]
        return plans

    steps = evidence.database.read_now(work)
    for step in steps:
        if any(f" {table} " in f"{step} " for table in ("product", "variant", "product_category")):
            assert "COVERING INDEX" in step, step
