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


def product_changed(tx: Transaction, store_id: int, product_id: int) -> None:
    """Move `date_modified`; the document follows when the transaction ends."""
    tx.run(CHANGED, of_store=store_id, of_id=product_id, new_date_modified=tx.now)
    tx.touch("product", store_id, product_id)
