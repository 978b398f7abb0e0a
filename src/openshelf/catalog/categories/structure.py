"""How categories hang together: trees, parents, depth, and who may change that at the same time.

Whoever changes the structure of a store's categories locks the row of its default tree, so cycles, depth and numbers
can be judged by what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from openshelf.catalog.categories.problems import MAX_DEPTH
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import category, category_tree

DEFAULT_TREE = 1
DEFAULT_TREE_NAME = "Default catalog tree"
DEFAULT_CHANNEL = 1
ROOT = 0


def has_default_tree(tx: Transaction, store_id: int) -> bool:
    return tree_exists(tx, store_id, DEFAULT_TREE)


def tree_exists(tx: Transaction, store_id: int, tree_id: int) -> bool:
    query = sa.select(category_tree.c.id).where(
        category_tree.c.store_id == store_id, category_tree.c.id == tree_id
    )
    return tx.execute(query).first() is not None


def ensure_default_tree(tx: Transaction, store_id: int) -> None:
    """Every store has tree 1 of channel 1 (behaviour 7.10.5); its row is made when first needed."""
    row = {
        "store_id": store_id,
        "id": DEFAULT_TREE,
        "name": DEFAULT_TREE_NAME,
        "channel_id": DEFAULT_CHANNEL,
        "document": b"",
    }
    if tx.insert_new(category_tree, row):
        tx.touch("category_tree", store_id, DEFAULT_TREE)


def lock_structure(tx: Transaction, store_id: int) -> None:
    """Keep others who change the structure of the store's categories waiting until the transaction ends."""
    ensure_default_tree(tx, store_id)
    query = sa.select(category_tree.c.id).where(
        category_tree.c.store_id == store_id, category_tree.c.id == DEFAULT_TREE
    )
    tx.execute(query.with_for_update()).all()


def row_of(tx: Transaction, store_id: int, category_id: int) -> dict[str, Any] | None:
    query = sa.select(category).where(category.c.store_id == store_id, category.c.id == category_id)
    row = tx.execute(query).mappings().first()
    return None if row is None else dict(row)


def lineage(tx: Transaction, store_id: int, category_id: int) -> list[int]:
    """The category and all above it, from itself to the root."""
    found: list[int] = []
    while category_id != ROOT and len(found) < MAX_DEPTH:
        found.append(category_id)
        query = sa.select(category.c.parent_id).where(
            category.c.store_id == store_id, category.c.id == category_id
        )
        category_id = tx.execute(query).scalar_one()
    return found


def children(tx: Transaction, store_id: int, parent_ids: Iterable[int]) -> list[Mapping[str, Any]]:
    """The categories right below these."""
    query = sa.select(category.c.id, category.c.url, category.c.url_is_customized, category.c.parent_id)
    found = query.where(category.c.store_id == store_id, category.c.parent_id.in_(list(parent_ids)))
    return [dict(row) for row in tx.execute(found.order_by(category.c.id)).mappings()]


def levels(tx: Transaction, store_id: int, category_ids: Iterable[int]) -> list[list[int]]:
    """These categories and all below them, level by level."""
    found = [list(dict.fromkeys(category_ids))]
    while len(found) < MAX_DEPTH and (below := [each["id"] for each in children(tx, store_id, found[-1])]):
        found.append(below)
    return found
