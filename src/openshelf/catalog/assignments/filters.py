"""Asking products for their categories and channels (behaviour 3.1, 3.2)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from openshelf.persistence.tables import product, product_category, product_channel
from openshelf.wire.query import LISTS, Filter, Kind, Operator


def categorized(store_id: int, operator: Operator, asked: Any) -> sa.ColumnElement[bool]:
    """In that category and in no other one; in any of several; in none of several."""
    mine = product_category.c.store_id == store_id
    ids = sa.select(product_category.c.product_id)
    if operator is Operator.IN:
        return product.c.id.in_(ids.where(mine, product_category.c.category_id.in_(asked)))
    if operator is Operator.NOT_IN:
        return product.c.id.not_in(ids.where(mine, product_category.c.category_id.in_(asked)))
    other = product_category.alias()
    elsewhere = (
        sa.select(other.c.product_id)
        .where(
            other.c.store_id == store_id,
            other.c.product_id == product_category.c.product_id,
            other.c.category_id != asked,
        )
        .exists()
    )
    return product.c.id.in_(ids.where(mine, product_category.c.category_id == asked, ~elsewhere))


def on_channels(store_id: int, _operator: Operator, asked: Any) -> sa.ColumnElement[bool]:
    """On any of the channels."""
    return product.c.id.in_(
        sa.select(product_channel.c.product_id).where(
            product_channel.c.store_id == store_id, product_channel.c.channel_id.in_(asked)
        )
    )


CATEGORIES = Filter("categories", Kind.INTEGER, operators=(Operator.IS, *LISTS), condition=categorized)
CHANNELS = Filter("channel_id", Kind.INTEGER, operators=(Operator.IN,), condition=on_channels)
