"""The order of products within a category, as `/catalog/categories/{category_id}/products/sort-order` has it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from openshelf.catalog.categories import structure
from openshelf.catalog.categories.problems import CategoryNotFound, ProductsNotAssigned
from openshelf.catalog.categories.schemas import ProductSortOrder, ProductSortOrderGiven
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import product_category
from openshelf.wire.envelope import Page
from openshelf.wire.query import Query


def page(tx: Transaction, store_id: int, category_id: int, query: Query) -> Page:
    """A page of a category's products by their order there; those without one come last (behaviour 7.7)."""
    if structure.row_of(tx, store_id, category_id) is None:
        raise CategoryNotFound(category_id)
    here = inside(store_id, category_id)
    total = tx.execute(sa.select(sa.func.count()).select_from(product_category).where(here)).scalar_one()
    rows = tx.execute(
        sa.select(product_category.c.product_id, product_category.c.sort_order)
        .where(here)
        .order_by(product_category.c.sort_order.nulls_last(), product_category.c.product_id)
        .limit(query.limit)
        .offset(query.offset)
    )
    shown = [ProductSortOrder(product_id=row.product_id, sort_order=row.sort_order) for row in rows]
    return Page([msgspec.json.encode(each) for each in shown], total, query.page, query.limit)


def change(
    tx: Transaction, store_id: int, category_id: int, orders: Sequence[ProductSortOrderGiven]
) -> list[ProductSortOrder]:
    """Set the order of products that are in the category: all of them, or none."""
    if structure.row_of(tx, store_id, category_id) is None:
        raise CategoryNotFound(category_id)
    here = inside(store_id, category_id)
    wanted = {each.product_id: each.sort_order for each in orders}
    query = sa.select(product_category.c.product_id).where(
        here, product_category.c.product_id.in_(list(wanted))
    )
    # In the order of the ids, so that two writers never wait for each other in a circle.
    assigned = set(
        tx.execute(query.order_by(product_category.c.product_id).with_for_update()).scalars().all()
    )
    if strangers := [each for each in wanted if each not in assigned]:
        raise ProductsNotAssigned(strangers)
    for product_id, order in wanted.items():
        tx.execute(
            sa.update(product_category)
            .where(here, product_category.c.product_id == product_id)
            .values(sort_order=order)
        )
    return [ProductSortOrder(product_id=each, sort_order=order) for each, order in wanted.items()]


def inside(store_id: int, category_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(product_category.c.store_id == store_id, product_category.c.category_id == category_id)
