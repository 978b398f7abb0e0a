"""Pictures on their way out: originals and renditions, at URLs that never change their meaning (behaviour 6.4).

    /s-{store}/product_images/{path}                              an original
    /s-{store}/products/{product}/images/{image}/{file}           a gallery picture in the box that its name says
    /s-{store}/images/stencil/{size}/{path}                       any picture, `original`, `{W}w` or `{W}x{H}`
    /s-{store}/images/stencil/{size}/products/{product}/{image}/{file}

A path is looked up in the database and nowhere else, so nothing a caller writes ever becomes part of a file's name.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from openshelf.media import renditions
from openshelf.media.blobs import LocalBlobs
from openshelf.media.formats import Format, detect
from openshelf.media.inspection import Picture
from openshelf.media.workers import Workers
from openshelf.persistence.database import Database, Transaction
from openshelf.persistence.statements import Prepared
from openshelf.persistence.tables import blob, picture, product_image, store

IN_MEMORY = 2 * 1024 * 1024
"""Bytes up to which a file is read and sent at once; larger ones stream."""

CHUNK = 256 * 1024
"""Bytes of a streamed file that are in memory at a time."""

LOCKS = 64
"""Lock files that keep several processes from making the same rendition at once."""

HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "access-control-allow-origin": "*",
    "timing-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "accept-ranges": "bytes",
}

ID = re.compile(r"[1-9][0-9]{0,17}")
"""As many digits as a database's whole number certainly holds."""

GALLERY_FILE = re.compile(
    r"(?P<stem>[A-Za-z0-9_-]+)\.(?P<epoch>[0-9]{1,12})(?:\.(?P<w>[0-9]{1,4})\.(?P<h>[0-9]{1,4}))?\.(?P<ext>[a-z]{3,4})"
)

_facts = (
    sa.select(
        blob.c.sha256,
        blob.c.format,
        blob.c.width,
        blob.c.height,
        blob.c.frames,
        picture.c.path,
        picture.c.date_created,
    )
    .select_from(picture)
    .join(store, store.c.id == picture.c.store_id)
    .join(blob, sa.and_(blob.c.store_id == picture.c.store_id, blob.c.sha256 == picture.c.sha256))
    .where(store.c.hash == sa.bindparam("store_hash"))
)
BY_PATH = Prepared(_facts.where(picture.c.path == sa.bindparam("path")))
BY_GALLERY_IMAGE = Prepared(
    _facts.outerjoin(
        product_image,
        sa.and_(product_image.c.store_id == picture.c.store_id, product_image.c.id == picture.c.owner_id),
    )
    .where(
        picture.c.slot == "product",
        picture.c.owner_id == sa.bindparam("image_id"),
        # An entry that was deleted leaves its picture, but no longer says whose it was.
        sa.or_(product_image.c.id.is_(None), product_image.c.product_id == sa.bindparam("product_id")),
    )
    .order_by(picture.c.id)
)


@dataclass(frozen=True)
class Found:
    """A picture that a URL names."""

    store_hash: str
    sha256: str
    picture: Picture
    path: str
    epoch: int


class Delivery:
    """Serves pictures. Renditions are made on a pool of threads, each once, and kept."""

    def __init__(self, database: Database, blobs: LocalBlobs) -> None:
        self._database = database
        self._blobs = blobs
        self._making: dict[Path, asyncio.Task[None]] = {}
        self._pool = Workers(max(2, os.cpu_count() or 1), "render")

    def routes(self) -> list[Route]:
        return [
            Route("/s-{store_hash}/product_images/{path:path}", self.original),
            Route("/s-{store_hash}/products/{product_id}/images/{image_id}/{file}", self.sized),
            Route(
                "/s-{store_hash}/images/stencil/{size}/products/{product_id}/{image_id}/{file}",
                self.gallery,
            ),
            Route("/s-{store_hash}/images/stencil/{size}/{path:path}", self.stencil),
        ]

    def close(self) -> None:
        self._pool.close()

    async def original(self, request: Request) -> Response:
        found = await self.by_path(request)
        return missing() if found is None else await self.send_original(request, found)

    async def stencil(self, request: Request) -> Response:
        return await self.at_size(request, await self.by_path(request), request.path_params["size"])

    async def gallery(self, request: Request) -> Response:
        return await self.at_size(request, await self.by_gallery_file(request), request.path_params["size"])

    async def sized(self, request: Request) -> Response:
        named = GALLERY_FILE.fullmatch(request.path_params["file"])
        if named is None or named["w"] is None:
            return missing()
        return await self.at_size(request, await self.by_gallery_file(request), f"{named['w']}x{named['h']}")

    async def by_path(self, request: Request) -> Found | None:
        return await self.find(request, BY_PATH, path=request.path_params["path"])

    async def by_gallery_file(self, request: Request) -> Found | None:
        """The picture of a gallery entry, if the file is named as that picture is."""
        named = GALLERY_FILE.fullmatch(request.path_params["file"])
        ids = {key: request.path_params[key] for key in ("product_id", "image_id")}
        if named is None or not all(map(ID.fullmatch, ids.values())):
            return None
        name, epoch = f"/{named['stem']}.{named['ext']}", int(named["epoch"])
        rows = await self.find_all(request, BY_GALLERY_IMAGE, **{key: int(text) for key, text in ids.items()})
        return next((one for one in rows if f"/{one.path}".endswith(name) and one.epoch == epoch), None)

    async def find(self, request: Request, query: Prepared, **named: object) -> Found | None:
        found = await self.find_all(request, query, **named)
        return found[0] if found else None

    async def find_all(self, request: Request, query: Prepared, **named: object) -> list[Found]:
        store_hash = request.path_params["store_hash"]
        if any(
            "\x00" in str(value) for value in (store_hash, *named.values())
        ):  # PostgreSQL has no such text
            return []

        def work(tx: Transaction) -> list[Found]:
            return [
                Found(
                    store_hash,
                    sha256,
                    Picture(Format[kind], width, height, frames),
                    path,
                    int(created.timestamp()),
                )
                for sha256, kind, width, height, frames, path, created in tx.rows(
                    query, store_hash=store_hash, **named
                )
            ]

        return await self._database.point_read(work)

    async def at_size(self, request: Request, found: Found | None, size: str) -> Response:
        if found is None:
            return missing()
        if size == "original":
            return await self.send_original(request, found)
        box = renditions.parse_size(size)
        if box is None:
            return missing()
        accepts = renditions.accepted_formats(request.headers.get("accept"))
        key = renditions.cache_key(found.picture, box, accepts)
        etag = f'"{found.sha256[:24]}-{key}"'
        headers = {**HEADERS, "vary": "Accept", "etag": etag}
        if unchanged(request, etag):
            return Response(status_code=304, headers=headers)
        target = self._blobs.rendition(found.store_hash, found.sha256, key)
        try:
            data = target.read_bytes()
        except FileNotFoundError:
            await self.make_once(target, found, box, accepts)
            data = target.read_bytes()
        return whole_or_range(request, data, media_type(data), headers)

    async def make_once(
        self, target: Path, found: Found, box: renditions.Box, accepts: renditions.Accepts
    ) -> None:
        """Make a rendition, however many ask for it at once; those who come later wait for the first."""
        task = self._making.get(target)
        if task is None:
            making = asyncio.get_running_loop().run_in_executor(
                self._pool, self.make, target, found, box, accepts
            )
            task = asyncio.ensure_future(wait_for(making))
            self._making[target] = task
            task.add_done_callback(lambda _: self._making.pop(target, None))
        # One who goes away must not take the work from those who wait with him.
        await asyncio.shield(task)

    def make(self, target: Path, found: Found, box: renditions.Box, accepts: renditions.Accepts) -> None:
        lock = self._blobs.lock(zlib.crc32(str(target).encode()) % LOCKS)
        with lock.open("wb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not target.exists():
                original = self._blobs.original(
                    found.store_hash, found.sha256, found.picture.format.extension
                )
                self._blobs.write_rendition(
                    target, renditions.render(original, found.picture, box, accepts).data
                )

    async def send_original(self, request: Request, found: Found) -> Response:
        path = self._blobs.original(found.store_hash, found.sha256, found.picture.format.extension)
        kind = found.picture.format.media_type
        headers = {**HEADERS, "etag": f'"{found.sha256}"'}
        if unchanged(request, headers["etag"]):
            return Response(status_code=304, headers=headers)
        size = path.stat().st_size
        if size <= IN_MEMORY:
            return whole_or_range(request, path.read_bytes(), kind, headers)
        part = asked_for(request, size, headers)
        if part.status == 416 or request.method == "HEAD":
            return Response(status_code=part.status, media_type=kind, headers=part.headers)
        return StreamingResponse(read(path, part), part.status, media_type=kind, headers=part.headers)


async def wait_for(making: asyncio.Future[None]) -> None:
    await making


def missing() -> Response:
    # Ids and times can be guessed: a cache that remembered this answer would hide the picture that comes there next.
    headers = {
        "cache-control": "no-store",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
    }
    return PlainTextResponse("Not found", 404, headers=headers)


def media_type(data: bytes) -> str:
    """What a rendition is, told from its bytes: its name says what was accepted, not what came out smaller."""
    known = detect(data[:16])
    return "image/avif" if known is None else known.media_type


def unchanged(request: Request, etag: str) -> bool:
    """Whether the client has these bytes already (If-None-Match; a weak comparison, as for any GET)."""
    given = request.headers.get("if-none-match")
    if given is None:
        return False
    return given.strip() == "*" or etag in {part.strip().removeprefix("W/") for part in given.split(",")}


@dataclass(frozen=True)
class Part:
    """The bytes of a picture that an answer sends, from `first` up to but not including `end`."""

    status: int
    first: int
    end: int
    headers: dict[str, str]


def asked_for(request: Request, size: int, headers: Mapping[str, str]) -> Part:
    """The whole of `size` bytes, or the one range of them that was asked for.

    What is no range of bytes, or several of them, gets the whole, as RFC 9110 (14.2) allows; so does a range of
    another version than this one (If-Range).
    """
    wanted = request.headers.get("range", "") if request.method == "GET" else ""
    found = re.fullmatch(r"bytes=([0-9]{0,15})-([0-9]{0,15})", wanted.strip(), re.IGNORECASE)
    other_version = request.headers.get("if-range") not in (None, headers["etag"])
    if found is None or found[1] == found[2] == "" or other_version:
        return Part(200, 0, size, {**headers, "content-length": str(size)})
    if found[1]:
        first, end = int(found[1]), min(int(found[2] or size) + 1, size)
    else:
        first, end = max(0, size - int(found[2])), size
    if first >= end:
        refused = {"content-range": f"bytes */{size}", "content-length": "0", "cache-control": "no-store"}
        return Part(416, 0, 0, {**headers, **refused})
    named = {"content-range": f"bytes {first}-{end - 1}/{size}", "content-length": str(end - first)}
    return Part(206, first, end, {**headers, **named})


def whole_or_range(request: Request, data: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    part = asked_for(request, len(data), headers)
    return Response(data[part.first : part.end], part.status, media_type=kind, headers=part.headers)


def read(path: Path, part: Part) -> Iterator[bytes]:
    """The bytes of a part, a chunk at a time. Blocks: Starlette iterates over it on a thread."""
    with path.open("rb") as file:
        file.seek(part.first)
        left = part.end - part.first
        while left > 0:
            chunk = file.read(min(CHUNK, left))
            if not chunk:
                raise OSError(f"{path.name} is shorter than it was")
            left -= len(chunk)
            yield chunk
