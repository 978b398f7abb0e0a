"""The operation of the summary: `/catalog/summary`."""

from __future__ import annotations

import msgspec

from openshelf.catalog.context import Catalog
from openshelf.catalog.summary import service
from openshelf.catalog.summary.schemas import Summary
from openshelf.wire.envelope import Answer, item
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Catalog Summary")


@routes.get("/catalog/summary", returns=Summary)
async def get_catalog_summary(call: Call[None], catalog: Catalog) -> Answer:
    """Sum up the catalog: its stock, its prices, its largest category."""
    found = await catalog.database.read(lambda tx: service.summary(tx, call.store_id))
    return item(msgspec.json.encode(found))
