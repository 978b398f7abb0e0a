"""Where the picture of a request comes from: a URL in a JSON body, or a file in a form."""

from __future__ import annotations

from typing import Protocol, TypeVar

import msgspec
from starlette.requests import Request

from openshelf.media.pictures import Kept, Slot
from openshelf.media.pipeline import Pipeline
from openshelf.media.problems import ImageMissing, ImageUrlInvalid
from openshelf.wire import validation
from openshelf.wire.api import read_body

MAX_BODY = 64 * 1024
MAX_URL = 255
"""Characters of an `image_url` (behaviour 6.1.2)."""


class ByUrl(msgspec.Struct):
    image_url: str = ""


async def receive_picture(request: Request, pipeline: Pipeline, store_hash: str, slot: Slot) -> Kept:
    """Take in the picture of an image operation. The content type is one of the two by now.

    Raises `ImageMissing` when there is neither a URL nor a file, and whatever is wrong with the picture.
    """
    content_type = request.headers.get("content-type", "")
    if content_type.lower().startswith("multipart/form-data"):
        received = await pipeline.from_form(store_hash, slot, request.stream(), content_type)
        if received.kept is not None:
            return received.kept
        url = received.fields.get("image_url", "")
    else:
        url = validation.decode(await read_body(request, MAX_BODY), ByUrl).image_url
    if not url:
        raise ImageMissing
    if len(url) > MAX_URL:
        raise ImageUrlInvalid(f"image_url must have a length between 1 and {MAX_URL}")
    return await pipeline.from_url(store_hash, slot, url)


class WithUrl(Protocol):
    """Fields that may hold the URL of a picture."""

    @property
    def image_url(self) -> str | msgspec.UnsetType: ...


F = TypeVar("F", bound=WithUrl)


async def receive_fields(
    request: Request, pipeline: Pipeline, store_hash: str, slot: Slot, wanted: type[F]
) -> tuple[F, Kept | None]:
    """Take in a picture with the fields around it; in a form these are texts. None for the picture when none came.

    The fields are checked before a picture is kept. Raises what is wrong with either.
    """
    content_type = request.headers.get("content-type", "")
    if content_type.lower().startswith("multipart/form-data"):
        received = await pipeline.from_form(
            store_hash,
            slot,
            request.stream(),
            content_type,
            check=lambda texts: validation.convert(texts, wanted),
        )
        fields, kept = validation.convert(received.fields, wanted), received.kept
    else:
        fields, kept = validation.decode(await read_body(request, MAX_BODY), wanted), None
    if kept is None and isinstance(fields.image_url, str) and fields.image_url:
        kept = await pipeline.from_url(store_hash, slot, fields.image_url)
    return fields, kept
