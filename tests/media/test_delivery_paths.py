"""Paths that lead nowhere: no spelling of a URL reaches a file that no picture's row names."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from openshelf.media.blobs import LocalBlobs
from openshelf.media.delivery import Delivery
from tests.media.delivered import found, get, photo, raw, stencil, variant_picture
from tests.media.pictures import encoded, scene
from tests.support.client import Client
from tests.support.servers import Server

SECRET = b"what no caller may read"

UP = [
    "..",
    "%2e%2e",
    "%2E.",
    "..%00",
    "..;",
    "%252e%252e",
    "%c0%ae%c0%ae",
    "%ef%bc%8e%ef%bc%8e",
    "....",
    "..%20",
]
SLASHES = ["/", "%2f", "%2F", "\\", "%5c", "%255c", "%252f", "//", "%c0%af"]
TRAVERSALS = [
    slash.join([*[up] * depth, "secret.jpg"]) for up in UP for slash in SLASHES for depth in (1, 3, 6)
]
ODD = [
    "",
    "/",
    "//",
    ".",
    "..",
    "%00",
    "secret.jpg%00.png",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "//etc/passwd",
    "file:///etc/passwd",
    "C:%5cwindows%5cwin.ini",
    "%5c%5chost%5cshare",
    "attribute_rule_images",
    "attribute_rule_images/",
    "attribute_rule_images/%2e",
    "attribute_rule_images/*",
    "attribute_rule_images/%25",
    "attribute_rule_images/1_source_",
    "attribute_rule_images/1_source_1.php",
    "%ff%fe",
    "%ed%a0%80",
    "x" * 8000,
    "a/" * 2000,
    "'%20OR%20'1'='1",
]


@pytest.fixture
def planted(server: Server) -> Iterator[Path]:
    """Files with a secret beside, above and inside of the folder of pictures; the folder."""
    media = server.data_dir / "media"
    folders = [server.data_dir, media, media / "originals", media / "renditions", media / "incoming"]
    files = [folder / "secret.jpg" for folder in folders]
    for file in files:
        file.write_bytes(photo() + SECRET)
    yield media
    for file in files:
        file.unlink()


def every_file(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_no_spelling_of_a_path_climbs_out_of_the_pictures(client: Client, planted: Path) -> None:
    good = variant_picture(client, photo())
    before = every_file(planted)
    store = f"/s-{client.store_hash}"
    for path in (*TRAVERSALS, *ODD):
        for base in (
            f"{store}/product_images",
            f"{store}/images/stencil/original",
            f"{store}/images/stencil/9w",
        ):
            status, body, headers = raw(client.server, f"{base}/{path}")
            assert status == 404, f"{base}/{path}"
            assert SECRET not in body
            assert headers["X-Content-Type-Options"] == "nosniff"
    assert every_file(planted) == before, "asking for what is not there leaves nothing on the disk"
    assert found(good) == photo()


def test_no_spelling_of_a_size_a_gallery_path_or_a_store_climbs_out(client: Client, planted: Path) -> None:
    picture = variant_picture(client, photo()).split("/product_images/")[1]
    before = every_file(planted)
    for climb in TRAVERSALS:
        for target in (
            f"/s-{client.store_hash}/images/stencil/{climb}/{picture}",
            f"/s-{client.store_hash}/images/stencil/9w/products/1/1/{climb}",
            f"/s-{client.store_hash}/products/1/images/1/{climb}",
            f"/s-{client.store_hash}/products/{climb}/images/1/a.1.9.9.jpg",
            f"/s-{climb}/product_images/{picture}",
            f"/s-/{climb}",
            f"/{climb}",
        ):
            status, body, _ = raw(client.server, target)
            assert status == 404, target
            assert SECRET not in body
    assert every_file(planted) == before


def test_a_percent_sign_is_decoded_once_and_names_the_same_picture(client: Client) -> None:
    url = variant_picture(client, photo())
    target = url.removeprefix(client.server)
    assert raw(client.server, target.replace("_source_", "%5Fsource%5F"))[:2] == (200, photo())
    assert raw(client.server, target.replace("_source_", "%255Fsource%255F"))[0] == 404


def test_a_picture_is_found_under_its_own_store_only(client: Client, server: Server) -> None:
    other = server.new_store()
    # Of different formats, since both stores number their pictures from one.
    urls = {client.store_hash: variant_picture(client, photo())}
    urls[other.store_hash] = variant_picture(other, encoded(scene(), "PNG"))
    for own, foreign in ((client.store_hash, other.store_hash), (other.store_hash, client.store_hash)):
        for wrong in (foreign, own.upper(), own + "x", own[:-1], "", "0", "%20" + own):
            url = urls[own].replace(f"/s-{own}/", f"/s-{wrong}/")
            assert get(url).status_code == 404, url
            assert get(stencil(url, "50w")).status_code == 404, url
    other.close()


def test_a_refusal_is_not_remembered_by_caches(client: Client) -> None:
    """The next picture's URL can be guessed; asked for too early, it must not stay hidden behind a 404."""
    url = variant_picture(client, photo())
    early = get(url.replace("_source_", "_source_9"))
    assert (early.status_code, early.headers["Cache-Control"]) == (404, "no-store")
    assert early.headers["Access-Control-Allow-Origin"] == "*"


# What the process opens, as the interpreter tells it. A hook cannot be taken away again, so it is told when to listen.

_opened: list[str] | None = None


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _opened is not None and event in ("open", "os.listdir", "os.scandir", "os.mkdir", "os.rename"):
        _opened.append(str(arguments[0]))


@contextmanager
def noting_files() -> Iterator[list[str]]:
    global _opened
    if not getattr(noting_files, "hooked", False):
        sys.addaudithook(_note)
        noting_files.hooked = True  # type: ignore[attr-defined]
    names: list[str] = []
    _opened = names
    try:
        yield names
    finally:
        _opened = None


async def status_of(app: ASGIApp, path: str, accept: str = "image/webp") -> int:
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    return statuses[0]


def test_an_unknown_or_foreign_path_is_refused_without_touching_the_disk(sqlite_api: Server) -> None:
    shelf = sqlite_api.new_store()
    known = variant_picture(shelf, photo()).removeprefix(shelf.server)
    database = sqlite_api.database()
    delivery = Delivery(database, LocalBlobs(sqlite_api.data_dir / "media"))
    app = Starlette(routes=delivery.routes())

    async def visit() -> None:
        assert await status_of(app, known) == 200  # connections are open and modules loaded from here on
        assert await status_of(app, stencil(known, "70w")) == 200
        with noting_files() as opened:
            assert await status_of(app, known) == 200
            assert any("/media/originals/" in name for name in opened), "the hook sees what is read"
        with noting_files() as opened:
            unknown = known.replace("_source_", "_source_1")
            foreign = known.replace(shelf.store_hash, "someoneelse")
            for path in (unknown, foreign, stencil(unknown, "70w"), stencil(known, "5000w"), f"{known}/../x"):
                assert await status_of(app, path) == 404
            assert opened == []

    try:
        asyncio.run(visit())
    finally:
        delivery.close()
        database.close()
        shelf.close()
