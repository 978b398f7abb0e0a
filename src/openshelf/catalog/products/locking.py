"""A product is the unit that writers take turns on: whatever hangs on it is written under its row's lock."""

from __future__ import annotations

import sqlalchemy as sa

from openshelf.persistence import statements
from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared
from openshelf.persistence.tables import product
from openshelf.wire.problems import NotFound


class ProductNotFound(NotFound):
    def __init__(self, product_id: int) -> None:
        super().__init__(f"A product was not found with an id of {product_id}")


_this = (product.c.store_id == sa.bindparam("of_store"), product.c.id == sa.bindparam("of_id"))
LOCK = Prepared(sa.select(product.c.id).where(*_this).with_for_update())
FIND = Prepared(sa.select(product.c.id).where(*_this))
CHANGED = statements.update(product, "date_modified")


def lock_product(tx: Transaction, store_id: int, product_id: int) -> None:
    """Keep other writers of this product waiting until the transaction ends. Raises `ProductNotFound`."""
    if not tx.rows(LOCK, of_store=store_id, of_id=product_id):
        raise ProductNotFound(product_id)


def require_product(tx: Transaction, store_id: int, product_id: int) -> None:
    """Raise `ProductNotFound` unless the product is there."""
    if not tx.rows(FIND, of_store=store_id, of_id=product_id):
        raise ProductNotFound(product_id)


def lock_products(tx: Transaction, store_id: int, which: sa.ColumnElement[bool]) -> list[int]:
    """Lock all of a store's products for which a condition holds, in the order of their ids; returns these."""
    query = sa.select(product.c.id).where(product.c.store_id == store_id, which).order_by(product.c.id)
    return list(tx.execute(query.with_for_update()).scalars())


def products_changed(tx: Transaction, store_id: int, product_ids: list[int]) -> None:
    """The same as `product_changed`, for many."""
    if product_ids:
        tx.execute(
            sa.update(product)
            .where(product.c.store_id == store_id, product.c.id.in_(product_ids))
            .values(date_modified=tx.now)
        )
        tx.touch("product", store_id, *product_ids)


def product_changed(tx: Transaction, store_id: int, product_id: int) -> None:
    """Move `date_modified`; the document follows when the transaction ends."""
    tx.run(CHANGED, of_store=store_id, of_id=product_id, new_date_modified=tx.now)
    tx.touch("product", store_id, product_id)
