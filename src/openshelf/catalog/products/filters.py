"""What the collection of products can be asked (behaviour 3)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from openshelf.catalog.assignments.filters import CATEGORIES, CHANNELS
from openshelf.catalog.products.schemas import Product
from openshelf.catalog.products.search import Found
from openshelf.persistence.tables import product
from openshelf.wire.query import LISTS, RANGES, Collection, Filter, Kind, Operator

IS, IN, NOT, LIKE = Operator.IS, Operator.IN, Operator.NOT, Operator.LIKE
FIELDS = tuple(Product.__struct_fields__)
INCLUDES = (
    "variants",
    "images",
    "primary_image",
    "custom_fields",
    "options",
    "modifiers",
    "channels",
    "videos",
    "reviews",
    "bulk_pricing_rules",
    "parent_relations",
)


def keyword(store_id: int, _operator: Operator, text: Any) -> sa.ColumnElement[bool]:
    return Found(store_id, str(text))


def context(_store_id: int, _operator: Operator, whose: Any) -> sa.ColumnElement[bool]:
    """A shopper searches what is visible, a merchant everything."""
    return product.c.is_visible if whose == "shopper" else sa.true()


def folded(_store_id: int, _operator: Operator, text: Any) -> sa.ColumnElement[bool]:
    return product.c.name_key == str(text).casefold()


def not_imported(_store_id: int, _operator: Operator, moment: Any) -> sa.ColumnElement[bool]:
    """Never imported at all is not imported at that moment either."""
    return product.c.date_last_imported.is_distinct_from(moment)


TRACKED = product.c.inventory_tracking.in_(("product", "variant"))


def low(_store_id: int, _operator: Operator, wanted: Any) -> sa.ColumnElement[bool]:
    """What a product that is not tracked has in stock counts for nothing."""
    is_low = sa.and_(TRACKED, product.c.inventory_level <= product.c.inventory_warning_level)
    return is_low if wanted else sa.not_(is_low)


def out_of_stock(_store_id: int, _operator: Operator, wanted: Any) -> sa.ColumnElement[bool]:
    is_out = sa.and_(TRACKED, product.c.inventory_level == 0)
    return is_out if wanted else sa.not_(is_out)


CONDITIONS = {"new": "New", "used": "Used", "refurbished": "Refurbished"}

SHARED = (
    Filter("id", Kind.INTEGER, product.c.id, (IS, *LISTS, *RANGES)),
    Filter("name", Kind.TEXT, condition=folded),
    Filter("sku", Kind.TEXT, product.c.sku, (IS, IN)),
    Filter("price", Kind.NUMBER, product.c.price, (IS, *RANGES)),
    Filter("weight", Kind.NUMBER, product.c.weight, (IS, *RANGES)),
    Filter("condition", Kind.TEXT, product.c.condition, choices=CONDITIONS),
    Filter("date_modified", Kind.DATE, product.c.date_modified, (IS, Operator.MIN, Operator.MAX)),
    Filter("date_last_imported", Kind.DATE, product.c.date_last_imported, (IS, Operator.MIN, Operator.MAX)),
    Filter("is_visible", Kind.BOOLEAN, product.c.is_visible),
    Filter("is_featured", Kind.BOOLEAN, product.c.is_featured),
    Filter("inventory_level", Kind.INTEGER, product.c.inventory_level, (IS, *LISTS, *RANGES)),
    Filter("total_sold", Kind.INTEGER, product.c.total_sold, (IS, *RANGES)),
    Filter("type", Kind.TEXT, product.c.type),
    Filter("brand_id", Kind.INTEGER, product.c.brand_id, (IS, IN)),
    CATEGORIES,
    Filter("keyword", Kind.TEXT, condition=keyword),
)

LIST = Collection(
    fields=FIELDS,
    filters=(
        *SHARED,
        Filter("name", Kind.TEXT, product.c.name, (LIKE,)),
        CHANNELS,
        Filter("date_last_imported", Kind.DATE, operators=(NOT,), condition=not_imported),
        Filter("inventory_low", Kind.BOOLEAN, condition=low),
        Filter("out_of_stock", Kind.BOOLEAN, condition=out_of_stock),
        Filter("mpn", Kind.TEXT, product.c.mpn),
        Filter("upc", Kind.TEXT, product.c.upc),
        Filter("is_free_shipping", Kind.BOOLEAN, product.c.is_free_shipping),
        Filter("availability", Kind.TEXT, product.c.availability),
        Filter(
            "keyword_context",
            Kind.TEXT,
            condition=context,
            choices={"shopper": "shopper", "merchant": "merchant"},
        ),
    ),
    includes=INCLUDES,
    capped=frozenset({"options", "modifiers"}),
    sorts={
        name: product.c[name]
        for name in (
            "id",
            "name",
            "sku",
            "price",
            "date_modified",
            "date_last_imported",
            "inventory_level",
            "is_visible",
            "total_sold",
            "calculated_price",
        )
    },
)
ONE = Collection(fields=FIELDS, includes=INCLUDES, paged=False)
SAVED = Collection(fields=FIELDS, paged=False)
DELETE = Collection(filters=SHARED, paged=False, needs_filter=True, selects_fields=False)
