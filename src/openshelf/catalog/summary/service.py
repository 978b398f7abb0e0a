"""The summary of a catalog, summed up by the database over indexes that hold all it needs (behaviour 7.11).

Only what is tracked is in stock. A price is what a variant costs: its own or its product's, after a sale.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from openshelf.catalog.summary.schemas import Summary
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import category, product, product_category, variant


def whole(column: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """Money as it is kept, in whole ten-thousandths."""
    return sa.type_coerce(column, sa.BigInteger)


def value(level: sa.ColumnElement[int], price: sa.ColumnElement[int]) -> sa.ColumnElement[float]:
    """In floating point: the greatest stock at the greatest price is more than a whole number can hold."""
    return sa.cast(level, sa.Double) * price


def price_of(sale_price: sa.ColumnElement[int], price: sa.ColumnElement[int]) -> sa.Case[int]:
    return sa.case((sale_price > 0, sale_price), else_=price)


PRODUCT_PRICE = price_of(whole(product.c.sale_price), whole(product.c.price))
INHERITED_PRICE = price_of(
    sa.func.coalesce(whole(variant.c.sale_price), whole(product.c.sale_price)), whole(product.c.price)
)
VARIANT_PRICE = sa.case(
    (variant.c.price.is_not(None), price_of(whole(variant.c.sale_price), whole(variant.c.price))),
    (variant.c.product_id.is_not(None), INHERITED_PRICE),
)
BY_VARIANT = sa.and_(product.c.inventory_tracking == "variant", product.c.base_variant_id.is_(None))


def summary(tx: Transaction, store_id: int) -> Summary:
    """What a store's catalog comes to."""
    stock = tx.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(product.c.inventory_level), 0).label("level"),
            sa.func.coalesce(
                sa.func.sum(sa.case((~BY_VARIANT, value(product.c.inventory_level, PRODUCT_PRICE)))), 0.0
            ).label("value"),
        ).where(product.c.store_id == store_id, product.c.inventory_tracking.in_(("product", "variant")))
    ).one()
    variants = tx.execute(
        sa.select(
            sa.func.count(variant.c.product_id).label("variants"),
            sa.func.max(VARIANT_PRICE).label("highest"),
            sa.func.avg(sa.cast(VARIANT_PRICE, sa.Double)).label("average"),
            sa.func.min(VARIANT_PRICE).label("lowest"),
            sa.func.coalesce(
                sa.func.sum(sa.case((BY_VARIANT, value(variant.c.inventory_level, VARIANT_PRICE)))), 0.0
            ).label("value"),
        )
        .select_from(product)
        # An outer join keeps SQLite from walking the variants first and fetching a whole product for each.
        .outerjoin(
            variant, sa.and_(variant.c.store_id == product.c.store_id, variant.c.product_id == product.c.id)
        )
        .where(product.c.store_id == store_id)
    ).one()
    # One at a time: an index gives its first and its last entry at once, but not both in one walk on SQLite.
    oldest, newest = (
        tx.execute(sa.select(which(variant.c.date_created)).where(variant.c.store_id == store_id)).scalar()
        for which in (sa.func.min, sa.func.max)
    )
    fullest = primary_category(tx, store_id)
    return Summary(
        inventory_count=int(stock.level),
        variant_count=variants.variants,
        inventory_value=money(stock.value + variants.value),
        highest_variant_price=money(variants.highest),
        average_variant_price=money(variants.average),
        lowest_variant_price=money(variants.lowest),
        oldest_variant_date=oldest.date().isoformat() if oldest else "",
        newest_variant_date=newest.date().isoformat() if newest else "",
        primary_category_id=fullest[0],
        primary_category_name=fullest[1],
    )


def money(ten_thousandths: float | Decimal | None) -> int | float:
    """To four places, a whole number without a fraction."""
    return documents.number(Decimal(round(ten_thousandths or 0)).scaleb(-4))


def primary_category(tx: Transaction, store_id: int) -> tuple[int, str]:
    """The category with the most products, the earliest of several: its id and name, or 0 and nothing."""
    most = (
        sa.select(product_category.c.category_id)
        .where(product_category.c.store_id == store_id)
        .group_by(product_category.c.category_id)
        .order_by(sa.func.count().desc(), product_category.c.category_id)
        .limit(1)
        .scalar_subquery()
    )
    found = tx.execute(
        sa.select(category.c.id, category.c.name).where(
            category.c.store_id == store_id, category.c.id == most
        )
    ).first()
    return (0, "") if found is None else (found.id, found.name)
