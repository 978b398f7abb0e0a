"""The documents of a category, one for each face, and the nested trees of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from openshelf.catalog.categories.schemas import Category
from openshelf.catalog.categories.structure import ROOT
from openshelf.catalog.pictured import keywords, shown_url, url_paths
from openshelf.catalog.trees.schemas import TreeCategory
from openshelf.persistence import statements
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import render
from openshelf.persistence.tables import category

WRITE = statements.update(category, "document", "tree_document")


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    found = sa.select(category).where(category.c.store_id == store_id, category.c.id.in_(ids))
    paths = url_paths(tx, category, store_id, ids)
    for row in tx.execute(found).mappings().all():
        shared = {
            "meta_keywords": keywords(row["meta_keywords"]),
            "image_url": shown_url(paths, row["id"]),
        }
        customized = {"is_customized": row["url_is_customized"]}
        tx.run(
            WRITE,
            of_store=store_id,
            of_id=row["id"],
            new_document=render(Category, row, **shared, custom_url={"url": row["url"], **customized}),
            new_tree_document=render(
                TreeCategory,
                row,
                **shared,
                category_id=row["id"],
                category_uuid=row["uuid"],
                url={"path": row["url"], **customized},
            ),
        )


Show = Callable[[Mapping[str, Any], list[int], list[Any]], dict[str, Any]]
"""From a category, the ids from the root down to it, and its children as they are shown."""


def nested(
    tx: Transaction, store_id: int, tree_id: int, show: Show, deepest: int | None = None
) -> list[dict[str, Any]]:
    """A tree of categories, siblings in their sort order. Roots are at depth 0; nothing below `deepest` is shown."""
    query = (
        sa.select(category.c.id, category.c.parent_id, category.c.name, category.c.is_visible, category.c.url)
        .where(category.c.store_id == store_id, category.c.tree_id == tree_id)
        .order_by(category.c.sort_order, category.c.id)
    )
    by_parent: dict[int, list[Mapping[str, Any]]] = {}
    for row in tx.execute(query).mappings():
        by_parent.setdefault(row["parent_id"], []).append(dict(row))

    def below(parent_id: int, path: list[int]) -> list[dict[str, Any]]:
        if deepest is not None and len(path) > deepest:
            return []
        return [
            show(row, [*path, row["id"]], below(row["id"], [*path, row["id"]]))
            for row in by_parent.get(parent_id, [])
        ]

    return below(ROOT, [])
