"""SKUs are unique across the products and variants of a store, without regard to case (behaviour 4.4)."""

from __future__ import annotations

import sqlalchemy as sa

from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import sku
from openshelf.wire.problems import Conflict


class SkuNotUnique(Conflict):
    code = 22003

    def __init__(self, text: str) -> None:
        title = f"Sku {text} is not unique"
        super().__init__(title, errors={"sku": title})


class ProductSkuDuplicate(Conflict):
    def __init__(self) -> None:
        title = "The product sku is a duplicate"
        super().__init__(title, errors={"sku": title})


def claim_sku(tx: Transaction, store_id: int, text: str, product_id: int, variant_id: int | None) -> None:
    """Take a SKU for a product (`variant_id` None) or a variant. An empty one is not a SKU and never collides."""
    if not text:
        return
    row = {
        "store_id": store_id,
        "sku_key": text.casefold(),
        "product_id": product_id,
        "variant_id": variant_id,
    }
    if tx.insert_new(sku, row):
        return
    holder = tx.execute(
        sa.select(sku.c.variant_id).where(sku.c.store_id == store_id, sku.c.sku_key == text.casefold())
    ).first()
    if variant_id is None and holder is not None and holder.variant_id is None:
        raise ProductSkuDuplicate
    raise SkuNotUnique(text)


def free_sku(tx: Transaction, store_id: int, text: str) -> None:
    if text:
        tx.execute(sa.delete(sku).where(sku.c.store_id == store_id, sku.c.sku_key == text.casefold()))
