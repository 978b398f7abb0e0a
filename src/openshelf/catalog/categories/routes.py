"""Operations of the older face of categories: `/catalog/categories`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from openshelf.catalog import collections, pictured
from openshelf.catalog.categories import filters, service, sort_order, structure
from openshelf.catalog.categories.documents import nested
from openshelf.catalog.categories.problems import (
    CategoryNameDuplicate,
    CategoryNotFound,
    ParentMissing,
    ProductsNotAssigned,
    TooDeep,
    TooManyCategories,
)
from openshelf.catalog.categories.schemas import (
    Category,
    CategoryNode,
    CategoryPartlySaved,
    CategoryPost,
    CategoryPut,
    ProductSortOrder,
    ProductSortOrderGiven,
)
from openshelf.catalog.context import Catalog
from openshelf.catalog.pictured import FETCHING, RECEIVING, ImageAnswer, ImageFile
from openshelf.catalog.types import or_else
from openshelf.catalog.urls import UrlTaken
from openshelf.media import pictures
from openshelf.media.source import receive_picture
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import category
from openshelf.wire import newer
from openshelf.wire.envelope import Answer, collection, item, no_content
from openshelf.wire.problems import InvalidFields, MissingFields, Problem
from openshelf.wire.query import NO_QUERY, Query
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Categories")
sort_order_routes = Routes[Catalog]("Categories", explain=newer.explain)

PARTLY = {207: CategoryPartlySaved}
RULES: tuple[type[Problem], ...] = (CategoryNameDuplicate, ParentMissing, TooDeep, InvalidFields)


@routes.get("/catalog/categories", returns=Category, many=True, query=filters.LIST)
async def list_categories(call: Call[None], catalog: Catalog) -> Answer:
    """List the categories of all trees, filtered, sorted, a page at a time."""
    page = await catalog.database.read(
        lambda tx: collections.page(
            tx,
            category,
            call.store_id,
            call.query,
            catalog.public_url,
            *call.query.conditions(call.store_id),
            sorts=filters.LIST.sorts,
        )
    )
    return collection(page, call.query.received)


@routes.post(
    "/catalog/categories",
    body=CategoryPost,
    returns=Category,
    problems=(*RULES, UrlTaken, TooManyCategories, MissingFields, *FETCHING),
    answers=PARTLY,
)
async def create_category(call: Call[CategoryPost], catalog: Catalog) -> Answer:
    """Create a category: below its parent, or at the root of the default tree."""
    body = call.body
    kept = await pictured.keep_sent(catalog, category, pictures.CATEGORY, mine(call), None, body.image_url)

    def work(tx: Transaction) -> bytes:
        category_id = service.create(tx, call.store_id, body, path=body.path, kept=kept)
        tx.flush()
        return found(tx, call, catalog, category_id)

    return item(await catalog.database.write(work))


@routes.delete("/catalog/categories", query=filters.DELETE)
async def delete_categories(call: Call[None], catalog: Catalog) -> Answer:
    """Delete the categories that the filters name, and all below them; their products stay."""

    def work(tx: Transaction) -> None:
        where = (category.c.store_id == call.store_id, *call.query.conditions(call.store_id))
        ids = list(tx.execute(sa.select(category.c.id).where(*where)).scalars())
        service.delete(tx, call.store_id, ids)

    await catalog.database.write(work)
    return no_content()


@routes.get("/catalog/categories/tree", returns=CategoryNode, many=True, published=False)
async def get_categories_as_tree(call: Call[None], catalog: Catalog) -> Answer:
    """Get the default tree nested. Undocumented by now, and still called by clients (behaviour 7.10.7)."""
    found = await catalog.database.read(
        lambda tx: nested(tx, call.store_id, structure.DEFAULT_TREE, shown_node)
    )
    return item(msgspec.json.encode(found))


def shown_node(row: Mapping[str, Any], _path: list[int], children: list[Any]) -> dict[str, Any]:
    names = ("id", "parent_id", "name", "is_visible", "url")
    return {**{name: row[name] for name in names}, "children": children}


@routes.get(
    "/catalog/categories/{category_id}", returns=Category, query=filters.ONE, problems=(CategoryNotFound,)
)
async def get_category(call: Call[None], catalog: Catalog) -> Answer:
    """Get one category."""
    return item(
        await catalog.database.point_read(
            lambda tx: found(tx, call, catalog, call.path["category_id"], call.query)
        )
    )


@routes.put(
    "/catalog/categories/{category_id}",
    body=CategoryPut,
    returns=Category,
    problems=(CategoryNotFound, *RULES, *FETCHING),
    answers=PARTLY,
)
async def update_category(call: Call[CategoryPut], catalog: Catalog) -> Answer:
    """Change a category; what is left out stays. All below it move along."""
    category_id, body = call.path["category_id"], call.body
    await catalog.database.point_read(lambda tx: found(tx, call, catalog, category_id))
    kept = await pictured.keep_sent(
        catalog, category, pictures.CATEGORY, mine(call), category_id, body.image_url
    )
    given = body.custom_url

    def work(tx: Transaction) -> tuple[bytes, Problem | None]:
        redirect = not isinstance(given, msgspec.UnsetType) and or_else(given.create_redirect, default=False)
        problem = service.update(
            tx, call.store_id, category_id, body, path=body.path, redirect=redirect, kept=kept
        )
        tx.flush()
        return found(tx, call, catalog, category_id), problem

    document, problem = await catalog.database.write(work)
    return item(document) if problem is None else partly_saved(document, problem)


@routes.delete("/catalog/categories/{category_id}")
async def delete_category(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a category and all below it; its products stay. That it is not there is no error."""
    await catalog.database.write(lambda tx: service.delete(tx, call.store_id, [call.path["category_id"]]))
    return no_content()


@routes.upload(
    "/catalog/categories/{category_id}/image",
    body=None,
    form=ImageFile,
    returns=ImageAnswer,
    problems=(CategoryNotFound, *RECEIVING),
)
async def set_category_image(call: Call[None], catalog: Catalog) -> Answer:
    """Make a file the category's one image, in place of any earlier one."""
    category_id = call.path["category_id"]
    await catalog.database.point_read(lambda tx: found(tx, call, catalog, category_id))
    kept = await receive_picture(call.request, catalog.pipeline, call.principal.store_hash, pictures.CATEGORY)
    path = await catalog.database.write(lambda tx: service.set_image(tx, call.store_id, category_id, kept))
    return item(b'{"image_url":' + bytes(documents.url(path)) + b"}")


@routes.delete("/catalog/categories/{category_id}/image", problems=(CategoryNotFound,))
async def delete_category_image(call: Call[None], catalog: Catalog) -> Answer:
    """Take the category's image away; that there is none is no error."""
    category_id = call.path["category_id"]
    await catalog.database.write(
        lambda tx: service.update(tx, call.store_id, category_id, CategoryPut(image_url=""))
    )
    return no_content()


@sort_order_routes.get(
    "/catalog/categories/{category_id}/products/sort-order",
    returns=ProductSortOrder,
    many=True,
    query=filters.SORT_ORDER,
    problems=(CategoryNotFound,),
)
async def list_product_sort_orders(call: Call[None], catalog: Catalog) -> Answer:
    """List a category's products by their order in it; those without one come last."""
    page = await catalog.database.read(
        lambda tx: sort_order.page(tx, call.store_id, call.path["category_id"], call.query)
    )
    return collection(page, call.query.received)


@sort_order_routes.put(
    "/catalog/categories/{category_id}/products/sort-order",
    body=list[ProductSortOrderGiven],
    returns=None,
    query=filters.SORT_ORDER,
    problems=(CategoryNotFound, ProductsNotAssigned),
    answers={200: list[ProductSortOrder]},
)
async def update_product_sort_orders(call: Call[list[ProductSortOrderGiven]], catalog: Catalog) -> Answer:
    """Set the order of products in a category. The answer is a bare list, as it is published."""
    saved = await catalog.database.write(
        lambda tx: sort_order.change(tx, call.store_id, call.path["category_id"], call.body)
    )
    return Answer(msgspec.json.encode(saved))


def mine(call: Call[object]) -> tuple[int, str]:
    return call.store_id, call.principal.store_hash


def found(
    tx: Transaction, call: Call[object], catalog: Catalog, category_id: int, query: Query = NO_QUERY
) -> bytes:
    document = collections.document(tx, category, call.store_id, category_id, query, catalog.public_url)
    if document is None:
        raise CategoryNotFound(category_id)
    return document


def partly_saved(document: bytes, problem: Problem) -> Answer:
    """A 207: saved, but for its URL. Published as a bare error (behaviour 1.5.2); ours says what was saved, too."""
    return Answer(problem.encode()[:-1] + b',"data":' + document + b',"meta":{}}', 207)
