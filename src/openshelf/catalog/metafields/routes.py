"""Operations of metafields: nine for each resource of `resources.py`, where their paths stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from openshelf.catalog.context import Catalog
from openshelf.catalog.metafields import batches, filters, reading, service
from openshelf.catalog.metafields.problems import (
    BatchTooLarge,
    MetafieldExists,
    MetafieldNotFound,
    NotTheOwner,
    TooManyMetafields,
)
from openshelf.catalog.metafields.resources import RESOURCES, Resource
from openshelf.catalog.metafields.schemas import (
    BatchDeleted,
    BatchSaved,
    Metafield,
    MetafieldBatchPost,
    MetafieldBatchPut,
    MetafieldPost,
    MetafieldPut,
    one_of_a_batch,
)
from openshelf.catalog.types import Id
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import metafield
from openshelf.wire import cursors, newer
from openshelf.wire.envelope import Answer, item, no_content
from openshelf.wire.fields import select_fields
from openshelf.wire.problems import InvalidFields, MissingFields
from openshelf.wire.routing import Call, Operation, Routes

NEW: Any = list[one_of_a_batch(MetafieldBatchPost)]  # type: ignore[misc]
CHANGED: Any = list[one_of_a_batch(MetafieldBatchPut)]  # type: ignore[misc]
IDS = list[Id]

Function = Callable[[Resource, Call[Any], Catalog], Awaitable[Answer]]


def operations_of(of: Resource) -> list[Operation[Catalog]]:
    """The operations of one resource's metafields."""
    tag = f"{of.title} Metafields"
    routes = Routes[Catalog](tag)
    # The batches are the newer back end's: so says what a body is told that is no list.
    batch = Routes[Catalog](tag, explain=newer.explain)
    one, many = f"{of.one}_metafield", f"{of.many}_metafields"
    gone, no_field = of.missing, MetafieldNotFound
    wrong = (MissingFields, InvalidFields, MetafieldExists, TooManyMetafields)
    saved = {200: of.saved, 422: BatchSaved}

    def handler(function: Function, name: str) -> Callable[[Call[Any], Catalog], Awaitable[Answer]]:
        async def handle(call: Call[Any], catalog: Catalog) -> Answer:
            return await function(of, call, catalog)

        handle.__name__ = name
        handle.__doc__ = (function.__doc__ or "").replace("resource", of.one.replace("_", " "))
        return handle

    routes.get(of.listing, returns=Metafield, many=True, query=of.list_query, problems=(gone,))(
        handler(list_metafields, f"get_{one}s")
    )
    routes.post(
        of.listing, body=MetafieldPost, returns=Metafield, query=of.post_query, problems=(gone, *wrong)
    )(handler(create_metafield, f"create_{one}"))
    routes.get(of.single, returns=Metafield, query=filters.ONE, problems=(gone, no_field))(
        handler(get_metafield, f"get_{one}")
    )
    routes.put(
        of.single, body=MetafieldPut, returns=Metafield, problems=(gone, no_field, NotTheOwner, *wrong)
    )(handler(update_metafield, f"update_{one}"))
    routes.delete(of.single, problems=(gone, no_field, NotTheOwner))(
        handler(delete_metafield, f"delete_{one}")
    )
    batch.get(of.batch, returns=Metafield, many=True, query=of.batch_query)(
        handler(list_every_metafield, f"get_{many}")
    )
    batch.post(of.batch, body=NEW, returns=None, problems=(BatchTooLarge,), answers=saved)(
        handler(create_metafields, f"create_{many}")
    )
    batch.put(of.batch, body=CHANGED, returns=None, problems=(BatchTooLarge,), answers=saved)(
        handler(update_metafields, f"update_{many}")
    )
    batch.delete(
        of.batch,
        body=IDS,
        status=200,
        problems=(BatchTooLarge,),
        answers={200: BatchDeleted, 422: BatchDeleted},
    )(handler(delete_metafields, f"delete_{many}"))
    return [*routes.operations, *batch.operations]


# One resource's


async def list_metafields(of: Resource, call: Call[None], catalog: Catalog) -> Answer:
    """List the metafields of a resource that the caller may see."""
    resource_id = call.path[of.parameter]

    def work(tx: Transaction) -> cursors.CursorPage:
        require(tx, of, call.store_id, resource_id)
        return reading.page(
            tx,
            call.query,
            catalog.public_url,
            service.visible(call.principal, of.kind),
            metafield.c.resource_id == resource_id,
            *call.query.conditions(call.store_id),
        )

    return cursors.collection(await catalog.database.read(work), call.query.received)


async def create_metafield(of: Resource, call: Call[MetafieldPost], catalog: Catalog) -> Answer:
    """Add a metafield to a resource; it belongs to the caller's client id."""
    resource_id = call.path[of.parameter]

    def work(tx: Transaction) -> bytes:
        hold(tx, of, call.store_id, resource_id)
        metafield_id = service.add(tx, call.principal, of.kind, resource_id, call.body)
        return shown(tx, call, catalog, metafield_id)

    return item(await catalog.database.write(work))


async def get_metafield(of: Resource, call: Call[None], catalog: Catalog) -> Answer:
    """Get one metafield of a resource; another client's app_only one is not there."""
    resource_id, metafield_id = call.path[of.parameter], call.path["metafield_id"]

    def work(tx: Transaction) -> bytes:
        require(tx, of, call.store_id, resource_id)
        found = tx.execute(
            sa.select(metafield.c.document).where(
                service.visible(call.principal, of.kind),
                metafield.c.resource_id == resource_id,
                metafield.c.id == metafield_id,
            )
        ).scalar_one_or_none()
        if found is None:
            raise MetafieldNotFound(metafield_id)
        return select_fields(found, call.query, catalog.public_url)

    return item(await catalog.database.point_read(work))


async def update_metafield(of: Resource, call: Call[MetafieldPut], catalog: Catalog) -> Answer:
    """Change a metafield of a resource; what is left out stays."""
    resource_id, metafield_id = call.path[of.parameter], call.path["metafield_id"]

    def work(tx: Transaction) -> bytes:
        hold(tx, of, call.store_id, resource_id)
        row = service.row_of(tx, call.store_id, of.kind, metafield_id, resource_id)
        service.change(tx, call.principal, row, call.body)
        return shown(tx, call, catalog, metafield_id)

    return item(await catalog.database.write(work))


async def delete_metafield(of: Resource, call: Call[None], catalog: Catalog) -> Answer:
    """Delete a metafield of a resource; only the client that made it may."""
    resource_id, metafield_id = call.path[of.parameter], call.path["metafield_id"]

    def work(tx: Transaction) -> None:
        hold(tx, of, call.store_id, resource_id)
        row = service.row_of(tx, call.store_id, of.kind, metafield_id, resource_id)
        service.delete(tx, call.principal, row)

    await catalog.database.write(work)
    return no_content()


# Those of every resource of a kind


async def list_every_metafield(of: Resource, call: Call[None], catalog: Catalog) -> Answer:
    """List the metafields of every resource that the caller may see."""
    found = await catalog.database.read(
        lambda tx: reading.page(
            tx,
            call.query,
            catalog.public_url,
            service.visible(call.principal, of.kind),
            *call.query.conditions(call.store_id),
        )
    )
    return cursors.collection(found, call.query.received)


async def create_metafields(of: Resource, call: Call[list[msgspec.Raw]], catalog: Catalog) -> Answer:
    """Add metafields to any resource; those that cannot be are told, the others are saved."""
    batches.check_size(call.body)
    batch = batches.items(call.body, MetafieldBatchPost)

    def work(tx: Transaction) -> Answer:
        outcome = batches.create(tx, call.principal, of, batch)
        tx.flush()
        return batches.saved(tx, call.principal, of, outcome)

    return await catalog.database.write(work)


async def update_metafields(of: Resource, call: Call[list[msgspec.Raw]], catalog: Catalog) -> Answer:
    """Change metafields of any resource; those that cannot be are told, the others are saved."""
    batches.check_size(call.body)
    batch = batches.items(call.body, MetafieldBatchPut)

    def work(tx: Transaction) -> Answer:
        outcome = batches.update(tx, call.principal, of, batch)
        tx.flush()
        return batches.saved(tx, call.principal, of, outcome)

    return await catalog.database.write(work)


async def delete_metafields(of: Resource, call: Call[list[int]], catalog: Catalog) -> Answer:
    """Delete metafields of any resource by their ids; those that cannot be are told, the others go."""
    batches.check_size(call.body)
    outcome = await catalog.database.write(lambda tx: batches.delete(tx, call.principal, of, call.body))
    return batches.deleted(outcome)


def require(tx: Transaction, of: Resource, store_id: int, resource_id: int) -> None:
    """Raise the resource's own 404 unless it is there."""
    row = sa.select(of.table.c.id).where(of.table.c.store_id == store_id, of.table.c.id == resource_id)
    if tx.execute(row).first() is None:
        raise of.not_found(resource_id)


def hold(tx: Transaction, of: Resource, store_id: int, resource_id: int) -> None:
    """The same, and let others who write its metafields wait."""
    if not of.lock(tx, store_id, {resource_id}):
        raise of.not_found(resource_id)


def shown(tx: Transaction, call: Call[Any], catalog: Catalog, metafield_id: int) -> bytes:
    """The document of what this transaction has saved, as the query asks for it."""
    tx.flush()
    (document,) = reading.documents(tx, call.store_id, [metafield_id])
    return select_fields(document, call.query, catalog.public_url)


OPERATIONS = [operation for each in RESOURCES for operation in operations_of(each)]
