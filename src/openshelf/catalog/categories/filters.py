"""What both faces of the categories can be asked, each with its own filters (behaviour 3)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from openshelf.catalog.categories.schemas import Category
from openshelf.catalog.trees.schemas import TreeCategory
from openshelf.persistence.tables import category
from openshelf.wire.query import LISTS, RANGES, Collection, Filter, Kind, Operator, folded, like

IS, IN, LIKE = Operator.IS, Operator.IN, Operator.LIKE
FIELDS = tuple(Category.__struct_fields__)
TREE_FIELDS = tuple(TreeCategory.__struct_fields__)


def keyword(_store_id: int, _operator: Operator, text: Any) -> sa.ColumnElement[bool]:
    """Every word occurs in the name, the description, the page title or the search keywords."""
    searched = (
        category.c.name,
        category.c.description,
        category.c.page_title,
        category.c.search_keywords,
    )
    words = str(text).split()
    return sa.and_(sa.true(), *(sa.or_(*(like(column, word) for column in searched)) for word in words))


WORDS = (
    folded("name", category.c.name_key),
    Filter("name", Kind.TEXT, category.c.name, (LIKE,)),
    Filter("page_title", Kind.TEXT, category.c.page_title, (IS, LIKE)),
    Filter("keyword", Kind.TEXT, condition=keyword),
    Filter("is_visible", Kind.BOOLEAN, category.c.is_visible),
)
SHARED = (
    Filter("id", Kind.INTEGER, category.c.id, (IS, *LISTS, *RANGES)),
    Filter("parent_id", Kind.INTEGER, category.c.parent_id, (IS, IN, *RANGES)),
    *WORDS,
)
LIST = Collection(
    fields=FIELDS,
    filters=SHARED,
    sorts={name: category.c[name] for name in ("name", "id", "parent_id", "sort_order")},
)
ONE = Collection(fields=FIELDS, paged=False)
DELETE = Collection(
    filters=SHARED, paged=False, needs_filter=True, selects_fields=False, deleting="categories"
)
SORT_ORDER = Collection(selects_fields=False)

PLACES = (
    ("category_uuid", Kind.TEXT, category.c.uuid),
    ("category_id", Kind.INTEGER, category.c.id),
    ("tree_id", Kind.INTEGER, category.c.tree_id),
    ("parent_id", Kind.INTEGER, category.c.parent_id),
)
TREE_LIST = Collection(
    fields=TREE_FIELDS,
    filters=(*(Filter(name, kind, column, LISTS) for name, kind, column in PLACES), *WORDS),
    key="category_id",
)
TREE_DELETE = Collection(
    filters=tuple(Filter(name, kind, column, (IN,)) for name, kind, column in PLACES),
    paged=False,
    needs_filter=True,
    selects_fields=False,
    deleting="categories",
)
