"""Pictures and the slots they stand in.

A *slot* is a place that a resource offers for a picture: a variant's image, a gallery entry. Setting it never
changes a picture: it makes a new one with a URL of its own and marks the one before it as replaced, so a URL means
the same bytes for ever. What a picture points at is a blob, kept once a store.

Behaviour 6.1 says what each slot takes, 6.4 how its URLs look.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from openshelf.media.formats import GALLERY_FORMATS, VARIANT_FORMATS, Format
from openshelf.media.inspection import Picture
from openshelf.media.problems import GalleryImageFileTooLarge, ImageFileTooLarge, VariantImageFileTooLarge
from openshelf.persistence import statements, tables
from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared, among
from openshelf.wire.problems import Problem

MEGABYTE = 1024 * 1024
MAX_STEM = 60


@dataclass(frozen=True)
class Kept:
    """A picture whose bytes are stored: what the pipeline hands to a service."""

    sha256: str
    size: int
    picture: Picture
    stem: str


@dataclass(frozen=True)
class Placed:
    """A picture in its slot. `path` is where it lies below `/s-{store}/product_images/`."""

    id: int
    path: str


PathOf = Callable[[int, datetime, Kept], str]


@dataclass(frozen=True)
class Slot:
    """A kind of place: its formats, its limits in bytes, and how its pictures are addressed.

    `file_too_large(limit, sent)` is the problem for an upload over `file_limit` while no other limit is set.
    """

    name: str
    formats: frozenset[Format]
    url_limit: int
    file_limit: int
    path: PathOf
    file_too_large: Callable[[int, str], Problem] = ImageFileTooLarge


def rule_image_path(picture_id: int, now: datetime, kept: Kept) -> str:
    return f"attribute_rule_images/{picture_id}_source_{int(now.timestamp())}.{kept.picture.format.extension}"


def swatch_path(picture_id: int, _now: datetime, kept: Kept) -> str:
    return f"attribute_value_images/{picture_id}.preview.{kept.picture.format.extension}"


def gallery_path(picture_id: int, _now: datetime, kept: Kept) -> str:
    """The stem survives: importers recognise their files by it (behaviour 6.2.1)."""
    letter = kept.stem[0].lower()
    name = f"{kept.stem}__{secrets.randbelow(90_000) + 10_000}.{kept.picture.format.extension}"
    return f"{letter}/{picture_id % 1000:03d}/{name}"


def shared_path(picture_id: int, _now: datetime, kept: Kept) -> str:
    """Brands and categories share a folder; the picture's id keeps two of one stem apart (behaviour 6.4)."""
    return f"{kept.stem[0].lower()}/{kept.stem}__{picture_id:05d}.{kept.picture.format.extension}"


VARIANT = Slot(
    "variant",
    VARIANT_FORMATS,
    8 * MEGABYTE,
    MEGABYTE,
    rule_image_path,
    file_too_large=VariantImageFileTooLarge,
)
MODIFIER_VALUE = Slot("modifier_value", VARIANT_FORMATS, 8 * MEGABYTE, 8 * MEGABYTE, rule_image_path)
COMPLEX_RULE = Slot("complex_rule", VARIANT_FORMATS, 8 * MEGABYTE, 8 * MEGABYTE, rule_image_path)
SWATCH = Slot("swatch", VARIANT_FORMATS, 8 * MEGABYTE, 8 * MEGABYTE, swatch_path)
"""The texture of an option's or a modifier's value; its owner is the value."""

BRAND = Slot("brand", VARIANT_FORMATS, 8 * MEGABYTE, 8 * MEGABYTE, shared_path)
CATEGORY = Slot("category", VARIANT_FORMATS, 8 * MEGABYTE, 8 * MEGABYTE, shared_path)
GALLERY = Slot(
    "product",
    GALLERY_FORMATS,
    8 * MEGABYTE,
    8 * MEGABYTE,
    gallery_path,
    file_too_large=GalleryImageFileTooLarge,
)


def stem_of(name: str) -> str:
    """The part of a file name or URL that its picture keeps: URL-safe, without extension, never empty."""
    base = unquote(urlsplit(name).path if "://" in name else name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = base.rsplit(".", 1)[0] if "." in base[1:] else base
    safe = re.sub(r"[^A-Za-z0-9_-]+", "-", stem)[:MAX_STEM].strip("-_")
    return safe or "image"


CURRENT = Prepared(
    sa.select(tables.picture.c.sha256, tables.picture.c.path).where(
        tables.picture.c.store_id == sa.bindparam("store_id"),
        tables.picture.c.id == sa.bindparam("picture_id"),
    )
)
INSERT_PICTURE = statements.insert(
    tables.picture, "store_id", "id", "slot", "owner_id", "path", "sha256", "date_created"
)
INSERT_BLOB = statements.insert_new(
    tables.blob, "store_id", "sha256", "format", "size", "width", "height", "frames", "date_created"
)
RELEASE = statements.update(tables.picture, "date_replaced")


def place(
    tx: Transaction, store_id: int, slot: Slot, owner_id: int, kept: Kept, current: int | None = None
) -> Placed:
    """Make a kept picture the one of a slot, in place of `current`, the id of the one there now.

    The same bytes again change nothing: the picture that is there stays, with its URL.
    """
    if current is not None:
        there = tx.rows(CURRENT, store_id=store_id, picture_id=current)
        if there and there[0][0] == kept.sha256:
            return Placed(current, there[0][1])
        release(tx, store_id, current)
    remember_blob(tx, store_id, kept)
    picture_id = tx.next_id("picture", store_id)
    path = slot.path(picture_id, tx.now, kept)
    tx.run(
        INSERT_PICTURE,
        store_id=store_id,
        id=picture_id,
        slot=slot.name,
        owner_id=owner_id,
        path=path,
        sha256=kept.sha256,
        date_created=tx.now,
    )
    return Placed(picture_id, path)


def release(tx: Transaction, store_id: int, picture_id: int) -> None:
    """Mark a picture as no longer standing in its slot; its URL keeps working while its revision is kept."""
    tx.run(RELEASE, of_store=store_id, of_id=picture_id, new_date_replaced=tx.now)


RELEASE_OWNED = Prepared(
    sa.update(tables.picture)
    .where(
        tables.picture.c.store_id == sa.bindparam("of_store"),
        tables.picture.c.slot == sa.bindparam("of_slot"),
        among(tables.picture.c.owner_id),
        tables.picture.c.date_replaced.is_(None),
    )
    .values(date_replaced=sa.bindparam("new_date_replaced", type_=tables.picture.c.date_replaced.type))
)


def release_owned(tx: Transaction, store_id: int, slot: Slot, owner_ids: list[int]) -> None:
    """The same for all that stands in the slots of owners that are being deleted, however many."""
    tx.run(RELEASE_OWNED, of_store=store_id, of_slot=slot.name, ids=owner_ids, new_date_replaced=tx.now)


def remember_blob(tx: Transaction, store_id: int, kept: Kept) -> None:
    tx.rows(
        INSERT_BLOB,
        store_id=store_id,
        sha256=kept.sha256,
        format=kept.picture.format.name,
        size=kept.size,
        width=kept.picture.width,
        height=kept.picture.height,
        frames=kept.picture.frames,
        date_created=tx.now,
    )


def original_path(store_hash: str, path: str) -> str:
    """The path of a picture's URL on this server."""
    return f"/s-{store_hash}/product_images/{path}"


def stencil_path(store_hash: str, path: str) -> str:
    """The path of a picture's renditions, with `{:size}` where the size goes (behaviour 6.4)."""
    return f"/s-{store_hash}/images/stencil/{{:size}}/{path}"


@dataclass(frozen=True)
class Standing:
    """A picture that stands in a slot now, with the facts of its blob; sizes in pixels, upright."""

    owner_id: int
    path: str
    sha256: str
    width: int
    height: int
    epoch: int


def standing(tx: Transaction, store_id: int, slot: Slot, owner_ids: Iterable[int]) -> list[Standing]:
    """What stands in the slots of these owners."""
    picture, blob = tables.picture, tables.blob
    query = (
        sa.select(
            picture.c.owner_id,
            picture.c.path,
            blob.c.sha256,
            blob.c.width,
            blob.c.height,
            picture.c.date_created,
        )
        .join(blob, sa.and_(blob.c.store_id == picture.c.store_id, blob.c.sha256 == picture.c.sha256))
        .where(
            picture.c.store_id == store_id,
            picture.c.slot == slot.name,
            picture.c.owner_id.in_(list(owner_ids)),
            picture.c.date_replaced.is_(None),
        )
    )
    return [
        Standing(row.owner_id, row.path, row.sha256, row.width, row.height, int(row.date_created.timestamp()))
        for row in tx.execute(query)
    ]
