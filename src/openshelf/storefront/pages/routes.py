"""The shop over HTTP: `/shop/{store}/` lists the products, `/shop/{store}{custom_url}` is a product's page."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from openshelf.accounts.service import Store, find_store
from openshelf.persistence.database import Database, Transaction
from openshelf.storefront.pages import reading
from openshelf.storefront.pages.reading import Album
from openshelf.storefront.pages.rendering import (
    content_security_policy,
    render_not_found,
    render_product,
    render_shop,
    static_files,
    static_version,
)
from openshelf.storefront.pages.selection import read_query
from openshelf.storefront.pages.views import MoneyFormat, product_page, shop_page

STATIC = "/shop-static"
YEAR = "public, max-age=31536000, immutable"
MAX_PAGE = 100_000


Render = Callable[[], Response]
"""What is left to do of an answer once everything for it has been read."""


class Shop:
    """The pages of every store of this server."""

    def __init__(self, database: Database, public_url: str) -> None:
        self._database = database
        self._public_url = public_url
        self._money = MoneyFormat()
        self._headers = {
            "content-security-policy": content_security_policy(public_url),
            "x-content-type-options": "nosniff",
            "referrer-policy": "strict-origin-when-cross-origin",
            "cache-control": "no-cache",
        }

    def routes(self) -> list[Route]:
        return [
            Route(f"{STATIC}/{{name}}", self.static),
            Route("/shop/{store_hash}", self.bare),
            Route("/shop/{store_hash}/{path:path}", self.page),
        ]

    async def static(self, request: Request) -> Response:
        found = static_files().get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("Not found", 404)
        lasting = request.query_params.get("v") == static_version()
        headers = {
            "etag": found.etag,
            "cache-control": YEAR if lasting else "no-cache",
            "x-content-type-options": "nosniff",
        }
        if request.headers.get("if-none-match") == found.etag:
            return Response(status_code=304, headers=headers)
        return Response(found.body, media_type=found.media_type, headers=headers)

    async def bare(self, request: Request) -> Response:
        """Links on the pages are absolute paths, but the shop has one address only."""
        return RedirectResponse(f"/shop/{request.path_params['store_hash']}/", 301)

    async def page(self, request: Request) -> Response:
        store_hash, path = request.path_params["store_hash"], "/" + request.path_params["path"]
        if "\x00" in store_hash + path:
            return self.not_found(store_hash="", name="Shop")
        # Read on the database's thread, render on another: a page's template must not keep the API's reads waiting.
        render = await self._database.read(lambda tx: self.answer(tx, request, store_hash, path))
        answer = await run_in_threadpool(render)
        answer.headers.update(self._headers)
        return answer

    def answer(self, tx: Transaction, request: Request, store_hash: str, path: str) -> Render:
        store = find_store(tx, store_hash)
        if store is None:
            return lambda: self.not_found(store_hash="", name="Shop")
        if path == "/":
            return self.shop(tx, request, store)
        place = reading.place(tx, store, path)
        if place is None:
            return lambda: self.not_found(store_hash=store.hash, name=store.name)
        if place.redirect is not None:
            query = f"?{request.url.query}" if request.url.query else ""
            target = f"/shop/{store.hash}{place.redirect}{query}"
            return lambda: RedirectResponse(target, 301)
        return self.product(tx, request, store, place.product_id)

    def shop(self, tx: Transaction, request: Request, store: Store) -> Render:
        asked = request.query_params.get("page", "1")
        page = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) <= MAX_PAGE else 1
        found = reading.listing(tx, store, page, self._public_url)
        album = self.album(tx, store, found.products)

        def render() -> Response:
            view = shop_page(
                found.products,
                shop_base=f"/shop/{store.hash}",
                pictures=album,
                money=self._money,
                page=page,
                pages=max(1, -(-found.total // reading.PER_PAGE)),
                total=found.total,
            )
            return HTMLResponse(render_shop(view, shop_name=store.name, static_base=STATIC))

        return render

    def product(self, tx: Transaction, request: Request, store: Store, product_id: int) -> Render:
        found = reading.one(tx, store, product_id, self._public_url)
        album = self.album(tx, store, [found])

        def render() -> Response:
            view = product_page(
                found,
                shop_base=f"/shop/{store.hash}",
                pictures=album,
                selection=read_query(request.url.query),
                money=self._money,
                origin=self._public_url,
            )
            return HTMLResponse(render_product(view, shop_name=store.name, static_base=STATIC))

        return render

    def album(self, tx: Transaction, store: Store, shown: reading.Shown) -> Album:
        found = Album(self._public_url, store.hash)
        found.read(tx, store.id, shown)
        return found

    def not_found(self, *, store_hash: str, name: str) -> Response:
        shop_base = f"/shop/{store_hash}" if store_hash else ""
        return HTMLResponse(render_not_found(shop_name=name, shop_base=shop_base, static_base=STATIC), 404)
