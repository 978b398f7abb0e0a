"""Rules of categories, whichever face they come through: names, parents, depth, paths (behaviour 7.9, 7.10)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from openshelf.catalog import urls
from openshelf.catalog.categories import structure
from openshelf.catalog.categories.problems import (
    MAX_CATEGORIES,
    MAX_DEPTH,
    CategoryNameDuplicate,
    CategoryNotFound,
    ParentBelow,
    ParentElsewhere,
    ParentMissing,
    TooDeep,
    TooManyCategories,
    TreeMissing,
)
from openshelf.catalog.categories.schemas import CategoryFields, CategoryPut
from openshelf.catalog.categories.structure import ROOT
from openshelf.catalog.metafields import service as metafields
from openshelf.catalog.pictured import picture_after, url_paths
from openshelf.catalog.products.locking import lock_products, products_changed
from openshelf.catalog.types import sent
from openshelf.catalog.urls import Kind, UrlNotSaved, UrlTaken
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import category, product, product_category
from openshelf.wire.problems import InvalidFields, Problem

DEFAULTS: Mapping[str, Any] = {
    "meta_keywords": [],
    "layout_file": "category.html",
    "is_visible": True,
    "default_product_sort": "use_store_settings",
}
PARTS = ("id", "image_url", "custom_url", "url", "parent_id", "tree_id", "category_id")
"""Fields that are no columns of the category's own row, or that need a judgement first."""


def columns(fields: CategoryFields) -> dict[str, Any]:
    values = sent(fields, *PARTS)
    if "name" in values:
        values["name_key"] = values["name"].casefold()
    return values


def create(
    tx: Transaction,
    store_id: int,
    new: CategoryFields,
    *,
    tree_id: int | UnsetType = UNSET,
    path: str | UnsetType = UNSET,
    kept: Kept | None = None,
) -> int:
    """Create a category; returns its id. Without a tree it goes to its parent's, or to the default one.

    `new` has a name. `path` is the URL that the caller wants.
    """
    structure.lock_structure(tx, store_id)
    require_room(tx, store_id)
    parent_id = ROOT if new.parent_id is UNSET else new.parent_id
    parent = place(tx, store_id, parent_id, tree_id)
    values = {**DEFAULTS, **columns(new)}
    require_free_name(tx, store_id, parent["tree_id"], parent_id, values["name_key"])
    if parent_id != ROOT and len(structure.lineage(tx, store_id, parent_id)) >= MAX_DEPTH:
        raise TooDeep
    category_id = tx.next_id("category", store_id)
    if path is UNSET:
        url = urls.claim_generated(
            tx, store_id, Kind.CATEGORY, category_id, values["name"], ended(parent["url"])
        )
    else:
        url = path
        if (why := urls.fault(path, Kind.CATEGORY)) is not None:
            raise InvalidFields({"custom_url": why})
        if not urls.claim(tx, store_id, Kind.CATEGORY, category_id, path):
            raise UrlTaken(path, Kind.CATEGORY)
    row = {
        **values,
        "store_id": store_id,
        "id": category_id,
        "uuid": str(uuid.uuid4()),
        "tree_id": parent["tree_id"],
        "parent_id": parent_id,
        "url": url,
        "url_is_customized": path is not UNSET,
    }
    if kept is not None:
        row["picture_id"] = pictures.place(tx, store_id, pictures.CATEGORY, category_id, kept).id
    tx.execute(sa.insert(category).values(row))
    tx.touch("category", store_id, category_id)
    return category_id


def require_room(tx: Transaction, store_id: int) -> None:
    query = sa.select(sa.func.count()).select_from(category).where(category.c.store_id == store_id)
    if tx.execute(query).scalar_one() >= MAX_CATEGORIES:
        raise TooManyCategories


def require_free_name(tx: Transaction, store_id: int, tree_id: int, parent_id: int, name_key: str) -> None:
    query = sa.select(category.c.id).where(
        category.c.store_id == store_id,
        category.c.tree_id == tree_id,
        category.c.parent_id == parent_id,
        category.c.name_key == name_key,
    )
    if tx.execute(query).first() is not None:
        raise CategoryNameDuplicate


def place(tx: Transaction, store_id: int, parent_id: int, tree_id: int | UnsetType) -> Mapping[str, Any]:
    """The tree and the URL that a category below this parent has to do with. The parent must be in the tree."""
    if tree_id is not UNSET and not structure.tree_exists(tx, store_id, tree_id):
        raise TreeMissing
    if parent_id == ROOT:
        return {"tree_id": structure.DEFAULT_TREE if tree_id is UNSET else tree_id, "url": "/"}
    parent = structure.row_of(tx, store_id, parent_id)
    if parent is None:
        raise ParentMissing
    if tree_id is not UNSET and parent["tree_id"] != tree_id:
        raise ParentElsewhere
    return parent


def ended(path: str) -> str:
    """A path that others can be put below."""
    return path if path.endswith("/") else path + "/"


def update(
    tx: Transaction,
    store_id: int,
    category_id: int,
    changes: CategoryFields,
    *,
    tree_id: int | UnsetType = UNSET,
    path: str | UnsetType = UNSET,
    redirect: bool = False,
    kept: Kept | None = None,
) -> Problem | None:
    """Change a category; what is below it goes along. Returns the URL's part of a 207: all else was saved."""
    structure.lock_structure(tx, store_id)
    row = structure.row_of(tx, store_id, category_id)
    if row is None:
        raise CategoryNotFound(category_id)
    values = columns(changes)
    parent = move(tx, row, changes.parent_id, tree_id, values)
    after = {**row, **values}
    where = ("tree_id", "parent_id", "name_key")
    if any(after[name] != row[name] for name in where):
        require_free_name(tx, store_id, after["tree_id"], after["parent_id"], after["name_key"])
    values["picture_id"] = picture_after(tx, pictures.CATEGORY, row, kept, changes.image_url)
    problem = None
    if path is not UNSET and path != row["url"]:
        problem = take_url(tx, row, path, values, redirect=redirect)
    elif parent is not None and not row["url_is_customized"]:
        values["url"] = rebased(tx, row, ended(parent["url"]))
    tx.execute(
        sa.update(category)
        .where(category.c.store_id == store_id, category.c.id == category_id)
        .values(values)
    )
    tx.touch("category", store_id, category_id)
    if values.get("url", row["url"]) != row["url"]:
        take_along(tx, store_id, category_id, values["url"])
    return problem


def move(
    tx: Transaction,
    row: Mapping[str, Any],
    parent_id: int | UnsetType,
    tree_id: int | UnsetType,
    values: dict[str, Any],
) -> Mapping[str, Any] | None:
    """Judge a new parent or tree, and put both into `values`. Returns the parent when the category moves."""
    store_id, category_id = row["store_id"], row["id"]
    to_tree = tree_id is not UNSET and tree_id != row["tree_id"]
    if parent_id is UNSET:
        if not to_tree:
            return None
        parent_id = ROOT  # its parent stays behind in the former tree
    elif parent_id == ROOT and tree_id is UNSET:
        tree_id = row["tree_id"]
    parent = place(tx, store_id, parent_id, tree_id)
    if parent_id == row["parent_id"] and parent["tree_id"] == row["tree_id"]:
        return None
    above = [] if parent_id == ROOT else structure.lineage(tx, store_id, parent_id)
    if category_id in above:
        raise ParentBelow
    below = structure.levels(tx, store_id, [category_id])
    if len(above) + len(below) > MAX_DEPTH:
        raise TooDeep
    values["parent_id"], values["tree_id"] = parent_id, parent["tree_id"]
    if parent["tree_id"] != row["tree_id"]:
        descendants = [each for level in below[1:] for each in level]
        tx.execute(
            sa.update(category)
            .where(category.c.store_id == store_id, category.c.id.in_(descendants))
            .values(tree_id=parent["tree_id"])
        )
        tx.touch("category", store_id, *descendants)
    return parent


def take_url(
    tx: Transaction, row: Mapping[str, Any], path: str, values: dict[str, Any], *, redirect: bool
) -> Problem | None:
    """A URL that cannot be taken leaves the rest of the change standing (behaviour 1.5.1)."""
    why = urls.fault(path, Kind.CATEGORY)
    if why is None and not urls.claim(tx, row["store_id"], Kind.CATEGORY, row["id"], path):
        why = urls.taken(path)
    if why is not None:
        return UrlNotSaved(why, Kind.CATEGORY)
    urls.leave(tx, row["store_id"], row["url"], redirect=redirect)
    values["url"], values["url_is_customized"] = path, True
    return None


def rebased(tx: Transaction, row: Mapping[str, Any], base: str) -> str:
    """Give a category the path of its own last word below another base."""
    word = row["url"].rstrip("/").rsplit("/", 1)[-1]
    wanted = f"{base}{word}/"
    if len(wanted) > Kind.CATEGORY.longest - urls.SUFFIX:
        wanted = f"/{word}/"
    if wanted == row["url"]:
        return wanted
    store_id = row["store_id"]
    urls.leave(tx, store_id, row["url"], redirect=False)
    return urls.claim_free(tx, store_id, Kind.CATEGORY, row["id"], wanted)


def take_along(tx: Transaction, store_id: int, category_id: int, path: str) -> None:
    """The paths below follow a path that has changed, but for those that somebody chose (behaviour 4.5.6)."""
    waiting = [(category_id, path)]
    while waiting:
        parent_id, base = waiting.pop()
        for child in structure.children(tx, store_id, [parent_id]):
            if child["url_is_customized"]:
                continue
            url = rebased(tx, {**child, "store_id": store_id}, ended(base))
            tx.execute(
                sa.update(category)
                .where(category.c.store_id == store_id, category.c.id == child["id"])
                .values(url=url)
            )
            tx.touch("category", store_id, child["id"])
            waiting.append((child["id"], url))


def set_image(tx: Transaction, store_id: int, category_id: int, kept: Kept) -> str:
    """Make a kept picture the category's; returns the path of its URL. Raises `CategoryNotFound`."""
    update(tx, store_id, category_id, CategoryPut(), kept=kept)
    return url_paths(tx, category, store_id, [category_id])[category_id]


def delete(tx: Transaction, store_id: int, category_ids: list[int]) -> None:
    """Delete categories and all below them; their products stay. Ids that are not there are no error."""
    structure.lock_structure(tx, store_id)
    ids = [each for level in structure.levels(tx, store_id, category_ids) for each in level]
    assigned = sa.and_(
        product.c.store_id == store_id,
        product.c.id.in_(
            sa.select(product_category.c.product_id).where(
                product_category.c.store_id == store_id, product_category.c.category_id.in_(ids)
            )
        ),
    )
    # Products before their categories, in the order in which writers of products take both.
    lock_products(tx, store_id, assigned)
    rows = sa.and_(category.c.store_id == store_id, category.c.id.in_(ids))
    tx.execute(sa.select(category.c.id).where(rows).order_by(category.c.id).with_for_update()).all()
    unassigned = lock_products(
        tx, store_id, assigned
    )  # some may have come while the categories were waited for
    products_changed(tx, store_id, unassigned)
    pictures.release_owned(tx, store_id, pictures.CATEGORY, ids)
    urls.forget(tx, store_id, Kind.CATEGORY, ids)
    tx.execute(sa.delete(category).where(rows))
    metafields.forget(tx, store_id, "category", ids)
