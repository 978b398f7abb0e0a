"""Prepared statements: what they say to the database."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from openshelf.catalog.products.repository import CHILDREN_OF_MANY, CHILDREN_OF_ONE, ROWS
from openshelf.catalog.rendering import render_touched
from openshelf.catalog.variants.repository import CHOSEN, FACTS
from openshelf.persistence import schema
from openshelf.persistence.database import Database, Transaction
from openshelf.persistence.statements import Prepared
from openshelf.persistence.tables import product


@pytest.mark.parametrize(
    "prepared", [ROWS, FACTS, CHOSEN, *CHILDREN_OF_MANY.values(), *CHILDREN_OF_ONE.values()]
)
def test_rows_are_found_by_their_ids_and_never_by_walking_a_store(tmp_path: Path, prepared: Prepared) -> None:
    url = f"sqlite:///{tmp_path}/plan.db"
    schema.upgrade(url)
    database = Database(url, render_touched)

    def plan(tx: Transaction) -> list[str]:
        compiled = prepared.compiled(tx.dialect)
        cursor = tx.connection.connection.cursor()
        cursor.execute(
            f"EXPLAIN QUERY PLAN {compiled.sql}",
            compiled.bind({"store_id": 1, "product_id": 1, "ids": {1, 2}}),
        )
        return [str(row[3]) for row in cursor.fetchall()]

    try:
        steps = database.read_now(plan)
    finally:
        database.close()
    walked = [step for step in steps if step.startswith("SCAN") and "json_each" not in step]
    by_store_alone = [step for step in steps if step.startswith("SEARCH") and step.endswith("(store_id=?)")]
    assert not walked + by_store_alone, steps


def test_a_statement_keeps_the_conversions_of_its_column_types(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/types.db"
    database = Database(url, render_touched)
    price = Prepared(sa.select(sa.bindparam("price", type_=product.c.price.type).label("price")))
    try:
        assert str(database.read_now(lambda tx: tx.rows(price, price=12.5))[0][0]) == "12.5000"
    finally:
        database.close()
