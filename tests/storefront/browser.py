"""A real Chromium, and a small shop for it to visit: the pages and files of the shop over real HTTP."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from openshelf.storefront.pages import rendering
from openshelf.storefront.pages.selection import read_query
from tests.storefront.samples import SHOP, page

PAINT = {"pile": "#777777", "ocean": "#2b5d7d", "moss": "#5e6b3f", "clay": "#b5583a"}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, else Playwright's own. Without either a test is skipped, but in CI it fails.

    Playwright keeps an event loop running in this thread for as long as the block lasts: `asyncio.run` cannot be
    used meanwhile, so no fixture around it may outlive a module.
    """
    with sync_playwright() as playwright:
        try:
            browser = _launch(playwright)
        except PlaywrightError as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no Chromium: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


def _launch(playwright: Playwright) -> Browser:
    # Chromium refuses to be root inside its own sandbox.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)


@dataclass
class Shop:
    """The shop of some products. `delays` are seconds by which pictures come late, by their names."""

    url: str
    products: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def put(self, product: Mapping[str, Any], path: str = "/pocket-tee/") -> str:
        """Offer a product; returns the address of its page."""
        self.products[path] = product
        return f"{self.url}{SHOP}{path}"

    def answer(self, target: str) -> tuple[int, str, bytes]:
        """Status, media type and body of what is at `target`."""
        self.asked.append(target)
        parts = urlsplit(target)
        if parts.path.startswith("/static/"):
            file = rendering.static_files()[parts.path.removeprefix("/static/")]
            return 200, file.media_type, file.body
        if parts.path.startswith("/pictures/"):
            return self._picture(*parts.path.split("/")[2:])
        product = self.products.get(parts.path.removeprefix(SHOP))
        if product is None:
            html = rendering.render_not_found(shop_name="Shop", shop_base=SHOP, static_base="/static")
            return 404, "text/html; charset=utf-8", html.encode()
        shown = page(product, read_query(parts.query))
        html = rendering.render_product(shown, shop_name="Shop", static_base="/static")
        return 200, "text/html; charset=utf-8", html.encode()

    def _picture(self, size: str, name: str, original: str) -> tuple[int, str, bytes]:
        time.sleep(self.delays.get(name, 0))
        if name in self.broken:
            return 404, "text/plain", b""
        width = int(size.split("x")[0].removesuffix("w"))
        wide, high = (int(side) for side in original.removesuffix(".jpg").split("x"))
        body = BytesIO()
        Image.new("RGB", (width, width * high // wide), PAINT[name]).save(body, "JPEG")
        return 200, "image/jpeg", body.getvalue()


@contextmanager
def shop() -> Iterator[Shop]:
    """A shop on a port of its own, under the Content-Security-Policy that the pages are made for."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, media_type, body = found.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", rendering.content_security_policy())
            if media_type.startswith("image/"):
                self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the method it replaces
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Shop(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
