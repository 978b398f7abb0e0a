"""Operations of category trees and of the newer face of categories: `/catalog/trees`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog import collections, pictured
from openshelf.catalog.categories import filters, structure
from openshelf.catalog.categories import service as categories
from openshelf.catalog.categories.documents import nested
from openshelf.catalog.context import Catalog
from openshelf.catalog.trees import service
from openshelf.catalog.trees.schemas import (
    CategoriesPartlySaved,
    CategoriesSaved,
    Tree,
    TreeCategory,
    TreeCategoryPost,
    TreeCategoryPut,
    TreeGiven,
    TreeNode,
    TreesSaved,
)
from openshelf.catalog.trees.service import (
    DefaultTreeStays,
    Outcome,
    Pictures,
    TooManyItems,
    TreeNotFound,
)
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import category, category_tree
from openshelf.wire import newer
from openshelf.wire.envelope import Answer, collection, item, no_content
from openshelf.wire.newer import NotParsed, NotVerified
from openshelf.wire.problems import InvalidFields, Problem
from openshelf.wire.query import Collection, Filter, Kind, Operator
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Category Trees", explain=newer.explain)

FETCHES_AT_ONCE = 8
TREES = Collection(
    filters=(
        Filter("id", Kind.INTEGER, category_tree.c.id, (Operator.IN,)),
        Filter("channel_id", Kind.INTEGER, category_tree.c.channel_id, (Operator.IN,)),
    ),
    selects_fields=False,
)
TREES_DELETE = Collection(
    filters=(Filter("id", Kind.INTEGER, category_tree.c.id, (Operator.IN,)),),
    paged=False,
    needs_filter=True,
    selects_fields=False,
    deleting="category trees",
)
NESTED = Collection(filters=(Filter("depth", Kind.INTEGER),), paged=False, selects_fields=False)
REFUSED: tuple[type[Problem], ...] = (NotParsed, NotVerified, TooManyItems)
PARTLY = {207: CategoriesPartlySaved}


@routes.get("/catalog/trees/categories", returns=TreeCategory, many=True, query=filters.TREE_LIST)
async def list_tree_categories(call: Call[None], catalog: Catalog) -> Answer:
    """List the categories of all trees, filtered, a page at a time."""
    page = await catalog.database.read(
        lambda tx: collections.page(
            tx,
            category,
            call.store_id,
            call.query,
            catalog.public_url,
            *call.query.conditions(call.store_id),
            document=category.c.tree_document,
        )
    )
    return collection(page, call.query.received, limit_first=True)


@routes.post(
    "/catalog/trees/categories",
    body=list[TreeCategoryPost],
    returns=None,
    status=201,
    problems=REFUSED,
    answers={201: CategoriesSaved, **PARTLY},
)
async def create_tree_categories(call: Call[list[TreeCategoryPost]], catalog: Catalog) -> Answer:
    """Create up to 50 categories; what is wrong with one does not keep the others from being saved."""
    fetched = await fetch(call, catalog, call.body)
    return await saved_batch(
        call,
        catalog,
        lambda tx: service.create_categories(tx, call.store_id, call.body, fetched),
        status=201,
    )


@routes.put(
    "/catalog/trees/categories",
    body=list[TreeCategoryPut],
    returns=None,
    problems=REFUSED,
    answers={200: CategoriesSaved, **PARTLY},
)
async def update_tree_categories(call: Call[list[TreeCategoryPut]], catalog: Catalog) -> Answer:
    """Change up to 50 categories; what is wrong with one does not keep the others from being saved."""
    fetched = await fetch(call, catalog, call.body)
    return await saved_batch(
        call, catalog, lambda tx: service.update_categories(tx, call.store_id, call.body, fetched)
    )


@routes.delete("/catalog/trees/categories", query=filters.TREE_DELETE)
async def delete_tree_categories(call: Call[None], catalog: Catalog) -> Answer:
    """Delete the categories that the filters name, and all below them; their products stay."""

    def work(tx: Transaction) -> None:
        where = (category.c.store_id == call.store_id, *call.query.conditions(call.store_id))
        ids = list(tx.execute(sa.select(category.c.id).where(*where)).scalars())
        categories.delete(tx, call.store_id, ids)

    await catalog.database.write(work)
    return no_content()


@routes.get("/catalog/trees", returns=Tree, many=True, query=TREES)
async def list_trees(call: Call[None], catalog: Catalog) -> Answer:
    """List the category trees. Every store has the default one."""
    if not await catalog.database.point_read(lambda tx: structure.has_default_tree(tx, call.store_id)):
        await catalog.database.write(lambda tx: structure.ensure_default_tree(tx, call.store_id))
    page = await catalog.database.read(
        lambda tx: collections.page(
            tx,
            category_tree,
            call.store_id,
            call.query,
            catalog.public_url,
            *call.query.conditions(call.store_id),
        )
    )
    return collection(page, call.query.received, limit_first=True)


@routes.put("/catalog/trees", body=list[TreeGiven], returns=None, problems=REFUSED, answers={200: TreesSaved})
async def save_trees(call: Call[list[TreeGiven]], catalog: Catalog) -> Answer:
    """Change the trees that have an id, and make the others: up to 50, all of them or none."""
    if len(call.body) > service.MAX_BATCH:
        raise TooManyItems("trees")

    def work(tx: Transaction) -> list[bytes]:
        ids = service.save_trees(tx, call.store_id, call.body)
        tx.flush()
        return documents_of(tx, call.store_id, category_tree, category_tree.c.document, ids)

    saved = await catalog.database.write(work)
    return Answer(batch_body(saved, len(saved), 0))


@routes.delete("/catalog/trees", query=TREES_DELETE, problems=(TreeNotFound, DefaultTreeStays))
async def delete_trees(call: Call[None], catalog: Catalog) -> Answer:
    """Delete trees with all their categories."""
    ids = list(dict.fromkeys(call.query.value("id", Operator.IN)))
    await catalog.database.write(lambda tx: service.delete_trees(tx, call.store_id, ids))
    return no_content()


@routes.get(
    "/catalog/trees/{tree_id}/categories",
    returns=TreeNode,
    many=True,
    query=NESTED,
    problems=(TreeNotFound,),
)
async def get_tree(call: Call[None], catalog: Catalog) -> Answer:
    """Get a tree's categories nested, down to a depth; roots are at depth 0."""
    tree_id, depth = call.path["tree_id"], call.query.value("depth")
    if depth is not None and depth < 0:
        raise InvalidFields({"depth": "depth must be at least 0"})

    def work(tx: Transaction) -> list[dict[str, Any]]:
        if tree_id != structure.DEFAULT_TREE and not structure.tree_exists(tx, call.store_id, tree_id):
            raise TreeNotFound(tree_id)
        return nested(tx, call.store_id, tree_id, shown_node, depth)

    return item(msgspec.json.encode(await catalog.database.read(work)))


def shown_node(row: Mapping[str, Any], path: list[int], children: list[Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "parent_id": row["parent_id"],
        "depth": len(path) - 1,
        "path": path,
        "name": row["name"],
        "is_visible": row["is_visible"],
        "url": row["url"],
        "children": children,
    }


async def fetch(call: Call[object], catalog: Catalog, batch: Sequence[TreeCategoryPost]) -> Pictures:
    """Fetch the pictures that a batch names, before any transaction is open; a failure is its item's alone."""
    if len(batch) > service.MAX_BATCH:
        raise TooManyItems("categories")
    store = (call.store_id, call.principal.store_hash)
    gate = asyncio.Semaphore(FETCHES_AT_ONCE)

    async def one(category_id: int | None, url: str) -> Kept | Problem | None:
        async with gate:
            try:
                return await pictured.keep_sent(catalog, category, pictures.CATEGORY, store, category_id, url)
            except Problem as problem:
                return problem

    wanted = list(
        dict.fromkeys(
            (service.known_id(each), each.image_url)
            for each in batch
            if each.image_url is not UNSET and each.image_url
        )
    )
    came = await asyncio.gather(*(one(*each) for each in wanted))
    return {each: found for each, found in zip(wanted, came, strict=True) if found is not None}


async def saved_batch(
    call: Call[object], catalog: Catalog, save: Callable[[Transaction], Outcome], *, status: int = 200
) -> Answer:
    """Save a batch and tell what became of it: all saved, some of it (207), or nothing (422)."""

    def work(tx: Transaction) -> tuple[Outcome, list[bytes]]:
        outcome = save(tx)
        if outcome.errors and not outcome.saved:
            raise outcome.problem
        tx.flush()
        shown = documents_of(tx, call.store_id, category, category.c.tree_document, outcome.saved)
        return outcome, shown

    outcome, shown = await catalog.database.write(work)
    failed = outcome.total - len(outcome.saved)
    if failed:
        return Answer(batch_body(shown, outcome.total, failed, outcome.problem), 207)
    return Answer(batch_body(shown, outcome.total, failed), status)


def documents_of(
    tx: Transaction, store_id: int, table: sa.Table, document: sa.ColumnElement[bytes], ids: Sequence[int]
) -> list[bytes]:
    rows = tx.execute(
        sa.select(table.c.id, document).where(table.c.store_id == store_id, table.c.id.in_(list(ids)))
    )
    by_id: dict[int, bytes] = {row[0]: row[1] for row in rows}
    return [by_id[each] for each in ids]


def batch_body(shown: list[bytes], total: int, failed: int, problem: Problem | None = None) -> bytes:
    errors = b"" if problem is None else b',"errors":' + problem.encode()
    tally = msgspec.json.encode({"total": total, "success": total - failed, "failed": failed})
    return b'{"data":[' + b",".join(shown) + b"]" + errors + b',"meta":' + tally + b"}"
