"""Sort orders of what hangs on a product and is shown in an order of its own: images and videos."""

from __future__ import annotations

import sqlalchemy as sa

from openshelf.catalog.types import INT32
from openshelf.persistence.database import Transaction


def make_room(
    tx: Transaction, table: sa.Table, store_id: int, product_id: int, moved_id: int, sort_order: int
) -> None:
    """Push back by one every sibling at or behind the place that something was moved down to (behaviour 6.3.4).

    One at the very last number stays there: the wire has none behind it.
    """
    pushed = (
        sa.update(table)
        .where(
            table.c.store_id == store_id,
            table.c.product_id == product_id,
            table.c.id != moved_id,
            table.c.sort_order >= sort_order,
            table.c.sort_order < INT32,
        )
        .values(sort_order=table.c.sort_order + 1)
        .returning(table.c.id)
    )
    tx.touch(table.name, store_id, *tx.execute(pushed).scalars())
