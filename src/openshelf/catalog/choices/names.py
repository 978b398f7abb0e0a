"""Names of options and modifiers: unique on a product, without regard to case (behaviour 5.11, 5.15)."""

from __future__ import annotations

import re

import sqlalchemy as sa

from openshelf.catalog.choices.problems import DisplayNameUsed
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import modifier, option


def internal_name(display_name: str, epoch: int, product_id: int) -> str:
    """`Display-Name<epoch>-<product>` (behaviour 5.11)."""
    words = re.sub(r"\s+", "-", display_name.strip())
    return f"{words}{epoch}-{product_id}"


def require_free(tx: Transaction, store_id: int, product_id: int, name: str, but: int | None = None) -> None:
    """Raise `DisplayNameUsed` when another option or modifier of the product, whose row is locked, has the name."""
    queries = [
        sa.select(table.c.id).where(
            table.c.store_id == store_id,
            table.c.product_id == product_id,
            table.c.display_name_key == name.casefold(),
        )
        for table in (option, modifier)
    ]
    if set(tx.execute(sa.union_all(*queries)).scalars()) - {but}:
        raise DisplayNameUsed(name)


def next_sort_order(tx: Transaction, table: sa.Table, store_id: int, product_id: int) -> int:
    """The place behind those that a product has."""
    mine = sa.and_(table.c.store_id == store_id, table.c.product_id == product_id)
    count: int = tx.execute(sa.select(sa.func.count()).select_from(table).where(mine)).scalar_one()
    return count
