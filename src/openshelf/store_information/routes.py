"""`GET /v2/time` and `GET /v2/store`, and the bare `GET /time` at the root, with which clients test their connection
and compare clocks (behaviour 2.2, 12)."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import msgspec
import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from openshelf.catalog.context import Catalog
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import store
from openshelf.store_information.schemas import Features, StoreInformation, Time
from openshelf.storefront.pages.shelf import MoneyFormat
from openshelf.wire.envelope import Answer
from openshelf.wire.routing import Call, Routes
from openshelf.wire.scopes import Scope

routes = Routes[Catalog]("Store Information", version="v2")

ANY_TOKEN: frozenset[Scope] = frozenset()
INFORMATION = frozenset({Scope.INFORMATION, Scope.INFORMATION_READ})


@routes.get("/time", returns=None, needs=ANY_TOKEN, answers={200: Time})
async def get_time(_call: Call[None], _catalog: Catalog) -> Answer:
    """Get the server's time in unix seconds."""
    return Answer(msgspec.json.encode(Time(int(time.time()))))


@routes.get("/store", returns=None, needs=INFORMATION, answers={200: StoreInformation})
async def get_store_information(call: Call[None], catalog: Catalog) -> Answer:
    """Get what is known of the store."""

    def name_of(tx: Transaction) -> str:
        name: str = tx.execute(sa.select(store.c.name).where(store.c.id == call.store_id)).scalar_one()
        return name

    name = await catalog.database.point_read(name_of)
    public_url = catalog.public_url.decode()
    address = urlsplit(public_url)
    money = MoneyFormat()
    return Answer(
        msgspec.json.encode(
            StoreInformation(
                id=call.principal.store_hash,
                domain=address.netloc,
                secure_url=public_url,
                control_panel_base_url=public_url,
                name=name,
                currency=money.currency,
                currency_symbol=money.before or money.after,
                decimal_separator=money.decimal,
                thousands_separator=money.thousands,
                decimal_places=money.places,
                currency_symbol_location="left" if money.before else "right",
                store_id=call.store_id,
                features=Features(sitewidehttps_enabled=address.scheme == "https"),
            )
        )
    )


async def clock(_request: Request) -> Response:
    """The time as a bare number of unix milliseconds, which one official client reads from the root of the host."""
    return PlainTextResponse(str(time.time_ns() // 1_000_000))
