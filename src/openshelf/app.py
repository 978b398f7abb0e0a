"""The composition root: settings in, ASGI application out. This file alone knows everybody; read it top to bottom."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from openshelf import __version__, logs
from openshelf.accounts import service as accounts
from openshelf.accounts.authenticator import Authenticator
from openshelf.catalog.assignments.routes import routes as assignment_routes
from openshelf.catalog.brands.routes import routes as brand_routes
from openshelf.catalog.bulk_pricing_rules.routes import routes as bulk_pricing_rule_routes
from openshelf.catalog.categories.routes import routes as category_routes
from openshelf.catalog.categories.routes import sort_order_routes
from openshelf.catalog.complex_rules.routes import routes as complex_rule_routes
from openshelf.catalog.context import Catalog
from openshelf.catalog.custom_fields.routes import routes as custom_field_routes
from openshelf.catalog.images.routes import routes as product_image_routes
from openshelf.catalog.metafields.routes import OPERATIONS as METAFIELD_OPERATIONS
from openshelf.catalog.modifiers.routes import routes as modifier_routes
from openshelf.catalog.options.routes import routes as option_routes
from openshelf.catalog.products.routes import routes as product_routes
from openshelf.catalog.rendering import render_touched
from openshelf.catalog.reviews.routes import routes as review_routes
from openshelf.catalog.summary.routes import routes as summary_routes
from openshelf.catalog.trees.routes import routes as tree_routes
from openshelf.catalog.variants.routes import routes as variant_routes
from openshelf.catalog.videos.routes import routes as video_routes
from openshelf.media.blobs import LocalBlobs
from openshelf.media.delivery import Delivery
from openshelf.media.fetch import Fetcher, FetchPolicy
from openshelf.media.pipeline import Pipeline
from openshelf.persistence import schema
from openshelf.persistence.database import Database, Transaction
from openshelf.settings import Settings
from openshelf.store_information.routes import clock
from openshelf.store_information.routes import routes as store_information_routes
from openshelf.storefront.pages.routes import Shop
from openshelf.wire import openapi
from openshelf.wire.api import Api
from openshelf.wire.rates import limiter
from openshelf.wire.routing import Operation, Router

OPERATIONS: list[Operation[Catalog]] = [
    *product_routes.operations,
    *variant_routes.operations,
    *option_routes.operations,
    *modifier_routes.operations,
    *complex_rule_routes.operations,
    *product_image_routes.operations,
    *video_routes.operations,
    *review_routes.operations,
    *bulk_pricing_rule_routes.operations,
    *custom_field_routes.operations,
    *METAFIELD_OPERATIONS,
    *assignment_routes.operations,
    *brand_routes.operations,
    *category_routes.operations,
    *sort_order_routes.operations,
    *tree_routes.operations,
    *summary_routes.operations,
    *store_information_routes.operations,
]


def create_app(settings: Settings) -> ASGIApp:
    """The whole server. The database must have been prepared (`prepare`)."""
    database = Database(settings.database_url, render_touched)
    blobs = LocalBlobs(settings.media_dir)
    pipeline = Pipeline(blobs, Fetcher(FetchPolicy(allow=settings.fetch_allow)), settings.upload_limit)
    catalog = Catalog(database, pipeline, settings.public_url.encode())
    rates = limiter(settings.rate_limit, database, settings.data_dir)
    delivery = Delivery(database, blobs)
    shop = Shop(database, settings.public_url)
    api = Api(
        Router(OPERATIONS),
        catalog,
        Authenticator(database),
        settings.public_url,
        rates,
    )

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await pipeline.close()
        delivery.close()
        rates.close()
        database.close()

    async def healthz(_request: Request) -> Response:
        await database.read(lambda tx: tx.execute(sa.text("SELECT 1")))
        return PlainTextResponse("ok")

    @cache
    def document() -> bytes:
        return msgspec.json.encode(openapi_document(settings.public_url))

    async def openapi_json(_request: Request) -> Response:
        return Response(
            document(), media_type="application/json", headers={"access-control-allow-origin": "*"}
        )

    pages = Starlette(
        routes=[
            *delivery.routes(),
            *shop.routes(),
            Route("/healthz", healthz),
            Route("/time", clock),
            Route("/openapi.json", openapi_json),
        ],
        lifespan=lifespan,
    )

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        # The API has a router and error answers of its own; everything else is Starlette's.
        is_api = scope["type"] == "http" and scope["path"].startswith("/stores/")
        await (api if is_api else pages)(scope, receive, send)

    return application


def openapi_document(public_url: str) -> dict[str, Any]:
    return openapi.document(OPERATIONS, version=__version__, server=public_url)


@dataclass(frozen=True)
class FirstAccess:
    """What a first start made: the store, and the token, which is shown this once."""

    store_hash: str
    access_token: str


def prepare(settings: Settings) -> FirstAccess | None:
    """Make a database ready to be served: the schema up to date, and in an empty one a first store and account.

    Returns them, or None when there was a store already.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    schema.upgrade(settings.database_url)
    database = Database(settings.database_url, render_touched)
    try:
        return database.write_now(lambda tx: first_access(tx, settings))
    finally:
        database.close()


def first_access(tx: Transaction, settings: Settings) -> FirstAccess | None:
    if accounts.stores(tx):
        return None
    store = accounts.create_store(tx, store_hash=settings.store_hash, name=settings.store_name or "")
    _, token = accounts.create_account(
        tx, store, name="First account", scopes=accounts.EVERY_SCOPE, token=settings.access_token
    )
    return FirstAccess(store.hash, token)


def from_environment() -> ASGIApp:
    """The application of one worker process."""
    settings = Settings.from_environment(os.environ)
    logs.configure(settings.log_level)
    return create_app(settings)
