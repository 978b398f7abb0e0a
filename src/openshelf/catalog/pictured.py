"""What brands and categories have in common beside their fields: one picture, and meta keywords.

Their tables have the columns `picture_id` and `document`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import sqlalchemy as sa
from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.context import Catalog
from openshelf.catalog.types import Fields, Shape
from openshelf.media import pictures
from openshelf.media.pictures import Kept, Slot
from openshelf.media.problems import (
    ImageFileInvalid,
    ImageFileTooLarge,
    ImageMissing,
    ImageNotDownloaded,
    ImageUrlInvalid,
    ImageUrlNotAnImage,
    ImageUrlTooLarge,
)
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import picture, store
from openshelf.wire.problems import Problem

FETCHING: tuple[type[Problem], ...] = (
    ImageNotDownloaded,
    ImageUrlInvalid,
    ImageUrlNotAnImage,
    ImageUrlTooLarge,
)
RECEIVING: tuple[type[Problem], ...] = (*FETCHING, ImageMissing, ImageFileInvalid, ImageFileTooLarge)


class ImageAnswer(Shape, kw_only=True):
    """Where the picture now is."""

    image_url: str


class ImageFile(Fields, kw_only=True):
    """The form of an image operation, as the OpenAPI document shows it; it is read as a stream."""

    image_file: Annotated[bytes, Meta(description="The format is told from the bytes")]


def keywords(kept: list[str]) -> list[str]:
    """Meta keywords as they are shown: none at all is one empty text (behaviour 7.8, trap 13)."""
    return kept or [""]


async def keep_sent(
    catalog: Catalog,
    table: sa.Table,
    slot: Slot,
    store: tuple[int, str],
    resource_id: int | None,
    url: str | UnsetType,
) -> Kept | None:
    """Fetch the picture of a body's `image_url`, before any transaction is open.

    None when there is nothing to fetch: not sent, empty, or just what the resource shows already. `store` are its id
    and its hash.
    """
    if url is UNSET or not url:
        return None
    if resource_id is not None:
        shown = await catalog.database.point_read(lambda tx: url_paths(tx, table, store[0], [resource_id]))
        if url.encode() in {catalog.public_url + path.encode() for path in shown.values()}:
            return None
    return await catalog.pipeline.from_url(store[1], slot, url)


def url_paths(tx: Transaction, table: sa.Table, store_id: int, ids: Iterable[int]) -> dict[int, str]:
    """The paths of the pictures' URLs, by resource; without those that have none."""
    found = (
        sa.select(table.c.id, picture.c.path, store.c.hash)
        .join(picture, sa.and_(picture.c.store_id == table.c.store_id, picture.c.id == table.c.picture_id))
        .join(store, store.c.id == table.c.store_id)
        .where(table.c.store_id == store_id, table.c.id.in_(list(ids)))
    )
    return {row.id: pictures.original_path(row.hash, row.path) for row in tx.execute(found)}


def shown_url(paths: Mapping[int, str], resource_id: int) -> Any:
    """`image_url` in a document: empty without a picture (behaviour 7.8, 7.9)."""
    path = paths.get(resource_id)
    return "" if path is None else documents.url(path)


def picture_after(
    tx: Transaction,
    slot: Slot,
    row: Mapping[str, Any],
    kept: Kept | None,
    url: str | UnsetType,
) -> int | None:
    """The id of the picture that a row has after a write: `kept` takes the place of the one there, an empty URL takes
    it away."""
    current: int | None = row["picture_id"]
    if kept is not None:
        return pictures.place(tx, row["store_id"], slot, row["id"], kept, current).id
    if url == "" and current is not None:
        pictures.release(tx, row["store_id"], current)
        return None
    return current
