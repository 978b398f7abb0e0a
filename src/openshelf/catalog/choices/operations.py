"""How the values of an option, or of a modifier, are listed, got, saved and deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from openshelf.catalog import children, collections
from openshelf.catalog.children import Child
from openshelf.catalog.choices.schemas import ValueGiven
from openshelf.catalog.choices.values import KeptPictures, Kind, ShownValue, urls
from openshelf.catalog.context import Catalog
from openshelf.catalog.products.locking import lock_product, product_changed, require_product
from openshelf.media import pictures
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.wire.envelope import Answer, collection, item, no_content
from openshelf.wire.problems import NotFound
from openshelf.wire.routing import Call


@dataclass(frozen=True)
class Values:
    """Values as operations see them: whose they are, and what is answered for one that is not there."""

    parent: Child
    kind: Kind
    missing: Callable[[int], NotFound]

    def require_parent(self, tx: Transaction, call: Call[object]) -> int:
        """The id of the parent. Raises `ProductNotFound`, or the parent's own problem."""
        product_id, parent_id = call.path["product_id"], call.path[self.parent.parameter]
        require_product(tx, call.store_id, product_id)
        table = self.parent.table
        query = sa.select(table.c.id).where(
            self.parent.mine(call.store_id, product_id), table.c.id == parent_id
        )
        if tx.execute(query).first() is None:
            raise self.parent.missing(parent_id)
        return parent_id


async def listed(values: Values, call: Call[object], catalog: Catalog) -> Answer:
    """A page of values, by ascending id."""

    def work(tx: Transaction) -> collections.Page:
        of_parent = values.kind.of(call.store_id, [values.require_parent(tx, call)])
        return collections.page(
            tx, values.kind.table, call.store_id, call.query, catalog.public_url, of_parent
        )

    return collection(await catalog.database.read(work), call.query.received)


async def got(values: Values, call: Call[object], catalog: Catalog) -> Answer:
    """One value. Raises what its parents and itself are missing with."""

    def work(tx: Transaction) -> bytes:
        values.require_parent(tx, call)
        return document(values, tx, call, catalog, call.path["value_id"])

    return item(await catalog.database.point_read(work))


async def saved(
    values: Values, call: Call[object], catalog: Catalog, save: Callable[[Transaction, int], int]
) -> Answer:
    """Save under the product's lock, and answer the value that was saved."""
    product_id = call.path["product_id"]

    def work(tx: Transaction) -> bytes:
        lock_product(tx, call.store_id, product_id)
        value_id = save(tx, product_id)
        product_changed(tx, call.store_id, product_id)
        tx.flush()
        return document(values, tx, call, catalog, value_id)

    return item(await catalog.database.write(work))


async def deleted(call: Call[object], catalog: Catalog, delete: Callable[[Transaction, int], bool]) -> Answer:
    """Delete under the product's lock. `delete` says whether there was anything; that there was not is no error
    (behaviour 1.6.2)."""
    product_id = call.path["product_id"]

    def work(tx: Transaction) -> None:
        lock_product(tx, call.store_id, product_id)
        if delete(tx, product_id):
            product_changed(tx, call.store_id, product_id)

    await catalog.database.write(work)
    return no_content()


def document(values: Values, tx: Transaction, call: Call[object], catalog: Catalog, value_id: int) -> bytes:
    found = collections.document(
        tx,
        values.kind.table,
        call.store_id,
        value_id,
        call.query,
        catalog.public_url,
        values.kind.of(call.store_id, [call.path[values.parent.parameter]]),
    )
    if found is None:
        raise values.missing(value_id)
    return found


class ShownParent(msgspec.Struct):
    option_values: list[ShownValue]


async def keep_pictures(
    call: Call[object],
    catalog: Catalog,
    given: Sequence[ValueGiven],
    parent: Child | None = None,
    only: int | None = None,
) -> KeptPictures:
    """Fetch the pictures that a body's values name by URL, before any transaction is open.

    With a `parent` only what its values, or the `only` one, do not show already. Nothing is fetched for a product or
    a parent that is not there: raises their problems.
    """
    if not any(urls(given, [], part) for part in PARTS):
        return KeptPictures()
    shown: list[ShownValue] = []

    def work(tx: Transaction) -> bytes | None:
        require_product(tx, call.store_id, call.path["product_id"])
        if parent is None:
            return None
        return children.document(parent, tx, call, catalog, call.path[parent.parameter])

    document = await catalog.database.point_read(work)
    if document is not None:
        filled = documents.fill(document, catalog.public_url)
        shown = msgspec.json.decode(filled, type=ShownParent).option_values
    if only is not None:
        shown = [value for value in shown if value.id == only]
        given = [msgspec.structs.replace(each, id=only) for each in given]
    store_hash = call.principal.store_hash
    return KeptPictures(
        *[
            await catalog.pipeline.from_urls(store_hash, slot, urls(given, shown, part))
            for part, slot in PARTS.items()
        ]
    )


PARTS = {"value_data": pictures.SWATCH, "adjusters": pictures.MODIFIER_VALUE}
"""Where a value may name a picture by URL, and the slot that it goes to."""
