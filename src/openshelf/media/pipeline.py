"""The path of a picture, from the caller to the disk: fetch or receive, inspect, keep (design: the main job).

All of it happens before any transaction is open. What comes out is a `Kept` picture, whose bytes are durable; a
service then points a slot at it. A crash in between leaves an unreferenced blob, never a broken slot.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from openshelf.media.blobs import LocalBlobs
from openshelf.media.fetch import Fetcher
from openshelf.media.inspection import NotAPicture, inspect
from openshelf.media.pictures import Kept, Slot, stem_of
from openshelf.media.problems import ImageFileInvalid, ImageFileTooLarge, ImageMissing, ImageUrlNotAnImage
from openshelf.media.spool import Spool, SpoolOverflow
from openshelf.media.upload import Form, read_form
from openshelf.media.workers import Workers

FETCHES_AT_ONCE = 8
"""Pictures that one request with many URLs fetches at the same time."""


@dataclass(frozen=True)
class Received:
    """A form with its picture kept, or None when its fields came without a file."""

    fields: dict[str, str]
    kept: Kept | None


class Pipeline:
    """Takes pictures in. `upload_limit` (bytes) replaces every slot's own limit for files when it is set."""

    def __init__(self, blobs: LocalBlobs, fetcher: Fetcher, upload_limit: int | None = None) -> None:
        self._blobs = blobs
        self._fetcher = fetcher
        self._upload_limit = upload_limit
        self._decoders = Workers(max(2, os.cpu_count() or 1), "decode")

    async def from_url(self, store_hash: str, slot: Slot, url: str) -> Kept:
        """Fetch a picture. Raises the problems of `media.fetch`, and `ImageUrlNotAnImage` for what is no picture."""
        with self._blobs.spool(slot.url_limit) as spool:
            await self._fetcher.fetch(url, spool)
            try:
                return await self._keep(spool, store_hash, slot, stem_of(url))
            except NotAPicture as error:
                raise ImageUrlNotAnImage(str(error)) from error

    async def from_urls(self, store_hash: str, slot: Slot, urls: list[str]) -> dict[str, Kept]:
        """Fetch several, each once and a few at a time; the first failure ends all."""
        gate = asyncio.Semaphore(FETCHES_AT_ONCE)

        async def one(url: str) -> Kept:
            async with gate:
                return await self.from_url(store_hash, slot, url)

        distinct = list(dict.fromkeys(urls))
        tasks = [asyncio.create_task(one(url)) for url in distinct]
        try:
            return dict(zip(distinct, await asyncio.gather(*tasks), strict=True))
        finally:
            for task in tasks:
                task.cancel()

    async def from_form(
        self,
        store_hash: str,
        slot: Slot,
        stream: AsyncIterator[bytes],
        content_type: str,
        check: Callable[[dict[str, str]], object] | None = None,
    ) -> Received:
        """Receive a form with `image_file`. A file over the limit is refused as its slot says.

        `check` is shown the other fields before the file is kept: what it raises leaves no file behind.
        """
        limit = self._upload_limit or slot.file_limit
        with self._blobs.spool(limit) as spool:
            try:
                form = await read_form(stream, content_type, spool, ("image_file", "image_url"))
            except SpoolOverflow as error:
                sent = f"about {error.received}"
                too_large = ImageFileTooLarge if self._upload_limit else slot.file_too_large
                raise too_large(limit, sent) from error
            if check is not None:
                check(form.fields)
            if not form.has_file:
                return Received(form.fields, None)
            if form.fields.get("image_url"):
                raise ImageFileInvalid("image_file and image_url exclude each other")
            return Received(form.fields, await self._keep_form(spool, store_hash, slot, form))

    async def _keep_form(self, spool: Spool, store_hash: str, slot: Slot, form: Form) -> Kept:
        if spool.size == 0:
            raise ImageMissing
        try:
            return await self._keep(spool, store_hash, slot, stem_of(form.filename))
        except NotAPicture as error:
            raise ImageFileInvalid(str(error)) from error

    async def _keep(self, spool: Spool, store_hash: str, slot: Slot, stem: str) -> Kept:
        def inspect_and_keep() -> Kept:
            picture = inspect(spool.path, formats=slot.formats)
            self._blobs.keep(spool, store_hash, picture.format.extension)
            return Kept(spool.sha256, spool.size, picture, stem)

        return await asyncio.get_running_loop().run_in_executor(self._decoders, inspect_and_keep)

    async def close(self) -> None:
        await self._fetcher.close()
        self._decoders.close()
