"""Rules of category trees, and of batches of categories, where one item fails without the others (behaviour 7.10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.categories import service as categories
from openshelf.catalog.categories import structure
from openshelf.catalog.documents import write_documents
from openshelf.catalog.trees.schemas import Tree, TreeCategoryPost, TreeCategoryPut, TreeGiven
from openshelf.media.pictures import Kept
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import render
from openshelf.persistence.tables import category, category_tree
from openshelf.wire.newer import NotVerified
from openshelf.wire.problems import NotFound, PayloadTooLarge, Problem

MAX_BATCH = 50


class TreeNotFound(NotFound):
    def __init__(self, tree_id: int) -> None:
        super().__init__(f"Entity with id tree [{tree_id}] was not found ", errors={})


class TooManyItems(PayloadTooLarge):
    def __init__(self, what: str) -> None:
        super().__init__(
            f"The request payload is too large. The maximum {what} allowed in the array is {MAX_BATCH}.",
            errors={},
        )


class DefaultTreeStays(NotVerified):
    def __init__(self) -> None:
        super().__init__({"id:in": "The default category tree cannot be deleted."})


@dataclass
class Outcome:
    """What became of a batch: the ids that were saved, and what is wrong with the others by their positions."""

    total: int
    saved: list[int] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def problem(self) -> NotVerified:
        return NotVerified(self.errors)


Pictures = Mapping[tuple[int | None, str], Kept | Problem]
"""What came of fetching the URLs of a batch, by the category and the URL."""

NAMES = {"custom_url": "url"}
"""Fields that this face calls otherwise."""


def batch(tx: Transaction, how_many: int, save: Callable[[int], int]) -> Outcome:
    """Save the items of a batch by their positions, each of them whole or not at all."""
    outcome = Outcome(how_many)
    for position in range(how_many):
        touched = {kind: set(ids) for kind, ids in tx.touched.items()}
        savepoint = tx.connection.begin_nested()
        try:
            saved = save(position)
        except Problem as problem:
            savepoint.rollback()
            tx.touched = touched
            wrong = problem.errors or {"": problem.title}
            outcome.errors |= {
                f"{position}.{NAMES.get(name, name)}".rstrip("."): text for name, text in wrong.items()
            }
        except BaseException:
            savepoint.rollback()
            raise
        else:
            savepoint.commit()
            outcome.saved.append(saved)
    return outcome


def create_categories(
    tx: Transaction, store_id: int, new: Sequence[TreeCategoryPost], fetched: Pictures
) -> Outcome:
    def save(position: int) -> int:
        each = new[position]
        errors = {}
        if each.name is UNSET:
            errors["name"] = "Name is required and can't be empty"
        if each.tree_id is UNSET and not each.parent_id:
            errors["tree_id"] = "Tree Id is required and can't be empty"
        if errors:
            raise NotVerified(errors)
        return categories.create(
            tx, store_id, each, tree_id=each.tree_id, path=each.path, kept=picture(each, fetched)
        )

    return batch(tx, len(new), save)


def update_categories(
    tx: Transaction, store_id: int, changes: Sequence[TreeCategoryPut], fetched: Pictures
) -> Outcome:
    """Change categories. This never makes one: an id is needed, and it must be there (behaviour 7.10.3)."""

    def save(position: int) -> int:
        each = changes[position]
        errors = {}
        if each.category_id is UNSET:
            errors["category_id"] = "Category does not exist."
            if each.tree_id is UNSET:
                errors["tree_id"] = "Tree Id is required and can't be empty"
            raise NotVerified(errors)
        if structure.row_of(tx, store_id, each.category_id) is None:
            raise NotVerified({"category_id": "Category does not exist."})
        problem = categories.update(
            tx,
            store_id,
            each.category_id,
            each,
            tree_id=each.tree_id,
            path=each.path,
            kept=picture(each, fetched),
        )
        if problem is not None:
            raise problem
        return each.category_id

    return batch(tx, len(changes), save)


def picture(each: TreeCategoryPost, fetched: Pictures) -> Kept | None:
    """The picture that an item names; None when it names none, or the one that is there."""
    found = None if each.image_url is UNSET else fetched.get((known_id(each), each.image_url))
    if isinstance(found, Problem):
        raise found
    return found


def known_id(each: TreeCategoryPost) -> int | None:
    """The category that an item of a batch names, or None when it is to be a new one."""
    if isinstance(each, TreeCategoryPut) and each.category_id is not UNSET:
        return each.category_id
    return None


def save_trees(tx: Transaction, store_id: int, given: Sequence[TreeGiven]) -> list[int]:
    """Change the trees that have an id and make the others: all of them, or none. Returns their ids."""
    structure.lock_structure(tx, store_id)
    errors: dict[str, str] = {}
    ids = []
    for position, each in enumerate(given):
        wrong = faults(tx, store_id, each)
        errors |= {f"{position}.{name}": text for name, text in wrong.items()}
        if not wrong:
            ids.append(save_tree(tx, store_id, each))
    if errors:
        raise NotVerified(errors)
    return ids


def faults(tx: Transaction, store_id: int, given: TreeGiven) -> dict[str, str]:
    if given.id is not UNSET:
        if not structure.tree_exists(tx, store_id, given.id):
            return {"tree_id": "Tree does not exist."}
        if given.channels is not UNSET:
            return {"channels": "Channels can't be changed"}
        return {}
    wrong = {}
    if given.name is UNSET:
        wrong["name"] = "Name is required and can't be empty"
    if given.channels is UNSET or not given.channels:
        wrong["channels"] = "Channels is required and can't be empty"
    elif len(given.channels) > 1:
        wrong["channels"] = "A tree can be assigned to one channel only"
    elif has_tree(tx, store_id, given.channels[0]):
        wrong["channels"] = f"Channel {given.channels[0]} has a category tree already"
    return wrong


def has_tree(tx: Transaction, store_id: int, channel_id: int) -> bool:
    query = sa.select(category_tree.c.id).where(
        category_tree.c.store_id == store_id, category_tree.c.channel_id == channel_id
    )
    return tx.execute(query).first() is not None


def save_tree(tx: Transaction, store_id: int, given: TreeGiven) -> int:
    if given.id is not UNSET:
        if given.name is not UNSET:
            where = sa.and_(category_tree.c.store_id == store_id, category_tree.c.id == given.id)
            tx.execute(sa.update(category_tree).where(where).values(name=given.name))
        tx.touch("category_tree", store_id, given.id)
        return given.id
    tree_id = tx.next_id("category_tree", store_id)
    while tree_id == structure.DEFAULT_TREE:  # a store's first tree has that number without taking it
        tree_id = tx.next_id("category_tree", store_id)
    channels = [] if given.channels is UNSET else given.channels
    row = {
        "store_id": store_id,
        "id": tree_id,
        "name": given.name,
        "channel_id": channels[0],
        "document": b"",
    }
    tx.execute(sa.insert(category_tree).values(row))
    tx.touch("category_tree", store_id, tree_id)
    return tree_id


def delete_trees(tx: Transaction, store_id: int, tree_ids: Sequence[int]) -> None:
    """Delete trees with all their categories. Raises `TreeNotFound` for the first that is not there."""
    structure.lock_structure(tx, store_id)
    if structure.DEFAULT_TREE in tree_ids:
        raise DefaultTreeStays
    for tree_id in tree_ids:
        if not structure.tree_exists(tx, store_id, tree_id):
            raise TreeNotFound(tree_id)
    inside = sa.and_(category.c.store_id == store_id, category.c.tree_id.in_(list(tree_ids)))
    categories.delete(tx, store_id, list(tx.execute(sa.select(category.c.id).where(inside)).scalars()))
    tx.execute(
        sa.delete(category_tree).where(
            category_tree.c.store_id == store_id, category_tree.c.id.in_(list(tree_ids))
        )
    )


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    rows = tx.execute(
        sa.select(category_tree).where(category_tree.c.store_id == store_id, category_tree.c.id.in_(ids))
    ).mappings()
    write_documents(
        tx,
        category_tree,
        store_id,
        {row["id"]: render(Tree, row, channels=[row["channel_id"]]) for row in rows},
    )
