"""What the sub-resources of a product have in common: how they are listed, got, saved and deleted.

A resource says what it is (`Child`) and hands each operation its own part as a function of the transaction; nothing
here knows any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from openshelf.catalog import collections
from openshelf.catalog.context import Catalog
from openshelf.catalog.products.locking import lock_product, product_changed, require_product
from openshelf.persistence.database import Transaction
from openshelf.wire.envelope import Answer, collection, item, no_content
from openshelf.wire.problems import NotFound
from openshelf.wire.routing import Call


@dataclass(frozen=True)
class Child:
    """A sub-resource of a product: its table, whose rows hold documents; the name its id has in paths; what is
    answered for an id that is not there, or is another product's."""

    table: sa.Table
    parameter: str
    missing: Callable[[int], NotFound]

    def mine(self, store_id: int, product_id: int) -> sa.ColumnElement[bool]:
        """The rows of one product."""
        return sa.and_(self.table.c.store_id == store_id, self.table.c.product_id == product_id)


Save = Callable[[Transaction, int], int]
"""Writes for a product whose row is locked; returns the id of what was saved."""


async def listed(child: Child, call: Call[object], catalog: Catalog) -> Answer:
    """A page of a product's. Raises `ProductNotFound`."""
    product_id = call.path["product_id"]

    def work(tx: Transaction) -> collections.Page:
        require_product(tx, call.store_id, product_id)
        return collections.page(
            tx,
            child.table,
            call.store_id,
            call.query,
            catalog.public_url,
            child.table.c.product_id == product_id,
            *call.query.conditions(call.store_id),
        )

    return collection(await catalog.database.read(work), call.query.received)


async def got(child: Child, call: Call[object], catalog: Catalog) -> Answer:
    """One of a product's. Raises `ProductNotFound`, or the child's own problem."""

    def work(tx: Transaction) -> bytes:
        require_product(tx, call.store_id, call.path["product_id"])
        return document(child, tx, call, catalog, call.path[child.parameter])

    return item(await catalog.database.point_read(work))


async def saved(child: Child, call: Call[object], catalog: Catalog, save: Save) -> Answer:
    """Save under the product's lock, and answer what was saved. Raises `ProductNotFound`, and what `save` raises."""
    product_id = call.path["product_id"]

    def work(tx: Transaction) -> bytes:
        lock_product(tx, call.store_id, product_id)
        saved_id = save(tx, product_id)
        product_changed(tx, call.store_id, product_id)
        tx.flush()
        return document(child, tx, call, catalog, saved_id)

    return item(await catalog.database.write(work))


async def deleted(
    child: Child,
    call: Call[object],
    catalog: Catalog,
    *,
    must_exist: bool = False,
    after: Callable[[Transaction, int], None] | None = None,
) -> Answer:
    """Delete one of a product's. That it is not there is no error unless it `must_exist` (behaviour 1.6.2).

    `after` is told the product when a row went.
    """
    product_id, child_id = call.path["product_id"], call.path[child.parameter]

    def work(tx: Transaction) -> None:
        lock_product(tx, call.store_id, product_id)
        gone = tx.execute(
            sa.delete(child.table).where(child.mine(call.store_id, product_id), child.table.c.id == child_id)
        )
        if gone.rowcount == 0:
            if must_exist:
                raise child.missing(child_id)
            return
        if after is not None:
            after(tx, product_id)
        product_changed(tx, call.store_id, product_id)

    await catalog.database.write(work)
    return no_content()


def document(child: Child, tx: Transaction, call: Call[object], catalog: Catalog, child_id: int) -> bytes:
    """The document of one of a product's, with the fields that the query asks for."""
    found = collections.document(
        tx,
        child.table,
        call.store_id,
        child_id,
        call.query,
        catalog.public_url,
        child.table.c.product_id == call.path["product_id"],
    )
    if found is None:
        raise child.missing(child_id)
    return found
