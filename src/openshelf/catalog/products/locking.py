"""A product is the unit that writers take turns on: whatever hangs on it is written under its row's lock."""

from __future__ import annotations

import sqlalchemy as sa

from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import product
from openshelf.wire.problems import NotFound


class ProductNotFound(NotFound):
    def __init__(self, product_id: int) -> None:
        super().__init__(f"A product was not found with an id of {product_id}")


def lock_product(tx: Transaction, store_id: int, product_id: int) -> None:
    """Keep other writers of this product waiting until the transaction ends. Raises `ProductNotFound`."""
    query = (
        sa.select(product.c.id)
        .where(product.c.store_id == store_id, product.c.id == product_id)
        .with_for_update()
    )
    if tx.execute(query).first() is None:
        raise ProductNotFound(product_id)


def product_changed(tx: Transaction, store_id: int, product_id: int) -> None:
    """Move `date_modified`; the document follows when the transaction ends."""
    tx.execute(
        sa.update(product)
        .where(product.c.store_id == store_id, product.c.id == product_id)
        .values(date_modified=tx.now)
    )
    tx.touch("product", store_id, product_id)


def require_product(tx: Transaction, store_id: int, product_id: int) -> None:
    """Raise `ProductNotFound` unless the product is there."""
    query = sa.select(product.c.id).where(product.c.store_id == store_id, product.c.id == product_id)
    if tx.execute(query).first() is None:
        raise ProductNotFound(product_id)
