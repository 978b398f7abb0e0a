"""Operations of `/catalog/products/category-assignments` and `/catalog/products/channel-assignments`."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from openshelf.catalog.assignments import service
from openshelf.catalog.assignments.schemas import (
    CategoryAssignment,
    CategoryAssignmentGiven,
    ChannelAssignment,
    ChannelAssignmentGiven,
)
from openshelf.catalog.context import Catalog
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import product_category, product_channel
from openshelf.wire import newer
from openshelf.wire.envelope import Answer, Page, collection, no_content
from openshelf.wire.newer import NotParsed, NotVerified
from openshelf.wire.query import Collection, Filter, Kind, Operator
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Assignments", explain=newer.explain)


def filters(table: sa.Table, other: str) -> tuple[Filter, ...]:
    return tuple(Filter(name, Kind.INTEGER, table.c[name], (Operator.IN,)) for name in ("product_id", other))


def listing(table: sa.Table, other: str) -> Collection:
    return Collection(filters=filters(table, other), selects_fields=False)


def deleting(table: sa.Table, other: str, what: str) -> Collection:
    return Collection(
        filters=filters(table, other), paged=False, needs_filter=True, selects_fields=False, deleting=what
    )


CATEGORIES = listing(product_category, "category_id")
CATEGORIES_DELETE = deleting(product_category, "category_id", "category assignments")
CHANNELS = listing(product_channel, "channel_id")
CHANNELS_DELETE = deleting(product_channel, "channel_id", "channel assignments")


@routes.get("/catalog/products/category-assignments", returns=CategoryAssignment, many=True, query=CATEGORIES)
async def list_category_assignments(call: Call[None], catalog: Catalog) -> Answer:
    """List which products are in which categories."""
    return await listed(call, catalog, product_category, "category_id")


@routes.put(
    "/catalog/products/category-assignments",
    body=list[CategoryAssignmentGiven],
    returns=None,
    status=204,
    problems=(NotParsed, NotVerified),
)
async def create_category_assignments(call: Call[list[CategoryAssignmentGiven]], catalog: Catalog) -> Answer:
    """Put products into categories, beside those they are in already: all of the pairs, or none."""
    pairs = [(each.product_id, each.category_id) for each in call.body]
    await catalog.database.write(lambda tx: service.assign_categories(tx, call.store_id, pairs))
    return no_content()


@routes.delete("/catalog/products/category-assignments", query=CATEGORIES_DELETE)
async def delete_category_assignments(call: Call[None], catalog: Catalog) -> Answer:
    """Take products out of categories: of the products named, and of the categories named."""
    return await unassigned(call, catalog, product_category)


@routes.get("/catalog/products/channel-assignments", returns=ChannelAssignment, many=True, query=CHANNELS)
async def list_channel_assignments(call: Call[None], catalog: Catalog) -> Answer:
    """List which products are on which channels."""
    return await listed(call, catalog, product_channel, "channel_id")


@routes.put(
    "/catalog/products/channel-assignments",
    body=list[ChannelAssignmentGiven],
    returns=None,
    status=204,
    problems=(NotParsed, NotVerified),
)
async def create_channel_assignments(call: Call[list[ChannelAssignmentGiven]], catalog: Catalog) -> Answer:
    """Put products on channels, beside those they are on already: all of the pairs, or none."""
    pairs = [(each.product_id, each.channel_id) for each in call.body]
    await catalog.database.write(lambda tx: service.assign_channels(tx, call.store_id, pairs))
    return no_content()


@routes.delete("/catalog/products/channel-assignments", query=CHANNELS_DELETE)
async def delete_channel_assignments(call: Call[None], catalog: Catalog) -> Answer:
    """Take products off channels: of the products named, and of the channels named."""
    return await unassigned(call, catalog, product_channel)


async def listed(call: Call[None], catalog: Catalog, table: sa.Table, other: str) -> Answer:
    query = call.query

    def work(tx: Transaction) -> Page:
        where = (table.c.store_id == call.store_id, *query.conditions(call.store_id))
        total = tx.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()
        rows = tx.execute(
            sa.select(table.c.product_id, table.c[other])
            .where(*where)
            .order_by(table.c.product_id, table.c[other])
            .limit(query.limit)
            .offset(query.offset)
        )
        shown = [msgspec.json.encode({"product_id": row[0], other: row[1]}) for row in rows]
        return Page(shown, total, query.page, query.limit)

    return collection(await catalog.database.read(work), query.received, limit_first=True)


async def unassigned(call: Call[None], catalog: Catalog, table: sa.Table) -> Answer:
    conditions = call.query.conditions(call.store_id)
    await catalog.database.write(lambda tx: service.unassign(tx, call.store_id, table, conditions))
    return no_content()
