"""What has metafields: the one list of the four resources, with their paths and what each differs in."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection as Ids
from dataclasses import dataclass

import sqlalchemy as sa

from openshelf.catalog.brands.problems import BrandNotFound
from openshelf.catalog.categories.problems import CategoryNotFound
from openshelf.catalog.metafields import filters
from openshelf.catalog.metafields.schemas import (
    BatchSaved,
    BatchSavedAsCursorPage,
    BatchSavedAsPage,
    ResourceType,
)
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.catalog.variants.problems import VariantNotFound
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import brand, category, product, variant
from openshelf.wire.problems import NotFound
from openshelf.wire.query import Collection

Lock = Callable[[Transaction, int, Ids[int]], set[int]]
"""From the store and ids: those that are there. None of them goes before the transaction ends, and others who write
their metafields wait."""


@dataclass(frozen=True)
class Resource:
    """A kind of thing that has metafields.

    `one` and `many` name its operations. `listing`, `single` and `batch` are the paths; `parameter` is what the first
    two call its id. `list_query` is what the list of one resource can be asked, `post_query` what is taken on a
    create, `saved` the published answer of a batch.
    """

    kind: ResourceType
    one: str
    many: str
    listing: str
    single: str
    batch: str
    parameter: str
    table: sa.Table
    lock: Lock
    missing: type[NotFound]
    list_query: Collection
    batch_query: Collection
    post_query: Collection | None = None
    saved: type[BatchSaved] = BatchSaved

    @property
    def title(self) -> str:
        return self.one.replace("_", " ").title()

    def not_found(self, resource_id: int) -> NotFound:
        missing: Callable[[int], NotFound] = self.missing
        return missing(resource_id)


def rows_of(table: sa.Table) -> Lock:
    """Lock the rows themselves, in the order of their ids, against writers but not against those who refer to them."""

    def lock(tx: Transaction, store_id: int, ids: Ids[int]) -> set[int]:
        rows = sa.select(table.c.id).where(table.c.store_id == store_id, table.c.id.in_(ids))
        return set(tx.execute(rows.order_by(table.c.id).with_for_update(key_share=True)).scalars())

    return lock


def products_of_variants(tx: Transaction, store_id: int, ids: Ids[int]) -> set[int]:
    """Lock variants by their products, as all do who write below a product."""
    mine = sa.and_(variant.c.store_id == store_id, variant.c.id.in_(ids))
    owners = set(tx.execute(sa.select(variant.c.product_id).where(mine)).scalars())
    locked = rows_of(product)(tx, store_id, owners)
    return set(tx.execute(sa.select(variant.c.id).where(mine, variant.c.product_id.in_(locked))).scalars())


PRODUCT = Resource(
    kind="product",
    one="product",
    many="products",
    listing="/catalog/products/{product_id}/metafields",
    single="/catalog/products/{product_id}/metafields/{metafield_id}",
    batch="/catalog/products/metafields",
    parameter="product_id",
    table=product,
    lock=rows_of(product),
    missing=ProductNotFound,
    list_query=filters.BY_RESOURCE,
    batch_query=filters.BY_RESOURCE,
    post_query=filters.BY_RESOURCE,
)
VARIANT = Resource(
    kind="variant",
    one="product_variant",
    many="variants",
    # Of these two the product's id is taken and ignored (behaviour 3.10).
    listing="/catalog/products/{product_id}/variants/{variant_id}/metafields",
    single="/catalog/products/{product_id}/variants/{variant_id}/metafields/{metafield_id}",
    batch="/catalog/variants/metafields",
    parameter="variant_id",
    table=variant,
    lock=products_of_variants,
    missing=VariantNotFound,
    list_query=filters.BY_RESOURCE,
    batch_query=filters.BY_RESOURCE,
    saved=BatchSavedAsPage,
)
BRAND = Resource(
    kind="brand",
    one="brand",
    many="brands",
    listing="/catalog/brands/{brand_id}/metafields",
    single="/catalog/brands/{brand_id}/metafields/{metafield_id}",
    batch="/catalog/brands/metafields",
    parameter="brand_id",
    table=brand,
    lock=rows_of(brand),
    missing=BrandNotFound,
    list_query=filters.BY_ID,
    batch_query=filters.BY_RESOURCE,
    saved=BatchSavedAsCursorPage,
)
CATEGORY = Resource(
    kind="category",
    one="category",
    many="categories",
    listing="/catalog/categories/{category_id}/metafields",
    single="/catalog/categories/{category_id}/metafields/{metafield_id}",
    batch="/catalog/categories/metafields",
    parameter="category_id",
    table=category,
    lock=rows_of(category),
    missing=CategoryNotFound,
    list_query=filters.BY_ID,
    batch_query=filters.BY_RESOURCE,
    post_query=filters.BY_ID,
    saved=BatchSavedAsPage,
)
RESOURCES = (PRODUCT, VARIANT, BRAND, CATEGORY)
