"""Rules of a product's gallery: at most 1000 images, exactly one of them the thumbnail (behaviour 6.2, 6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.documents import write_documents
from openshelf.catalog.images.schemas import InlineProductImage, ProductImage, ProductImagePost
from openshelf.catalog.ordering import make_room
from openshelf.catalog.types import or_else, sent
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.media.problems import ImageMissing
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import picture, product_image, store
from openshelf.wire.problems import NotFound, Unprocessable

MAX_IMAGES = 1000

SIZES = {
    "url_zoom": (1280, 1280),
    "url_standard": (386, 513),
    "url_thumbnail": (220, 290),
    "url_tiny": (44, 58),
}
"""The bounding boxes behind the four URLs, in pixels: those of the sample theme (behaviour 6.2.2)."""


class ImageNotFound(NotFound):
    def __init__(self, image_id: int) -> None:
        super().__init__(f"A product image was not found with an id of {image_id}")


class TooManyImages(Unprocessable):
    def __init__(self) -> None:
        text = f"A product may have at most {MAX_IMAGES} images"
        super().__init__(text, errors={"images": text})


def save_inline(
    tx: Transaction,
    store_id: int,
    product_id: int,
    images: Sequence[InlineProductImage],
    kept: Mapping[str, Kept],
) -> None:
    """The images of a product's own body, their bytes kept already, by the URL they came from: those with an id
    change one that is there, the others are added (behaviour 4.6.2)."""
    for each in images:
        picture_kept = kept.get(or_else(each.image_url, ""))
        if each.id is not UNSET:
            change(tx, store_id, product_id, each.id, each, picture_kept)
        elif picture_kept is None:
            raise ImageMissing
        else:
            add(tx, store_id, product_id, each, picture_kept)


def mine(store_id: int, product_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(product_image.c.store_id == store_id, product_image.c.product_id == product_id)


def require_room(tx: Transaction, store_id: int, product_id: int) -> int:
    """How many images the product has. Raises `TooManyImages` when there may be no more."""
    count: int = tx.execute(sa.select(sa.func.count()).where(mine(store_id, product_id))).scalar_one()
    if count >= MAX_IMAGES:
        raise TooManyImages
    return count


def require(tx: Transaction, store_id: int, product_id: int, image_id: int) -> sa.Row[Any]:
    """The row of one of a product's images. Raises `ImageNotFound`."""
    found = sa.select(product_image).where(mine(store_id, product_id), product_image.c.id == image_id)
    row = tx.execute(found).first()
    if row is None:
        raise ImageNotFound(image_id)
    return row


def add(tx: Transaction, store_id: int, product_id: int, new: ProductImagePost, kept: Kept) -> int:
    """Put a kept picture into the gallery of a product whose row is locked; returns the image's id.

    The first image of a product is its thumbnail.
    """
    count = require_room(tx, store_id, product_id)
    image_id = tx.next_id("product_image", store_id)
    placed = pictures.place(tx, store_id, pictures.GALLERY, image_id, kept)
    tx.execute(
        sa.insert(product_image).values(
            store_id=store_id,
            id=image_id,
            product_id=product_id,
            picture_id=placed.id,
            is_thumbnail=False,
            sort_order=or_else(new.sort_order, 0),
            description=or_else(new.description, ""),
            date_modified=tx.now,
        )
    )
    if new.is_thumbnail is True or count == 0:
        make_thumbnail(tx, store_id, product_id, image_id)
    tx.touch("product_image", store_id, image_id)
    return image_id


def change(
    tx: Transaction,
    store_id: int,
    product_id: int,
    image_id: int,
    changes: ProductImagePost,
    kept: Kept | None,
) -> int:
    """Change an image of a product whose row is locked; `kept` takes the place of its picture. Returns its id.

    The thumbnail stays the thumbnail until another image is made it: a product has exactly one.
    """
    row = require(tx, store_id, product_id, image_id)
    values = {name: value for name, value in sent(changes).items() if name in ("sort_order", "description")}
    if kept is not None:
        placed = pictures.place(tx, store_id, pictures.GALLERY, image_id, kept, row.picture_id)
        values["picture_id"] = placed.id
    tx.execute(
        sa.update(product_image)
        .where(mine(store_id, product_id), product_image.c.id == image_id)
        .values(date_modified=tx.now, **values)
    )
    if values.get("sort_order", row.sort_order) > row.sort_order:
        make_room(tx, product_image, store_id, product_id, image_id, values["sort_order"])
    if changes.is_thumbnail is True and not row.is_thumbnail:
        make_thumbnail(tx, store_id, product_id, image_id)
    elif row.is_thumbnail:
        tx.touch("variants of product", store_id, product_id)
    tx.touch("product_image", store_id, image_id)
    return image_id


def after_delete(tx: Transaction, store_id: int, product_id: int, image_id: int) -> None:
    """What follows when an image is gone: its picture is released, and when it was the thumbnail, the first of the
    others becomes it (behaviour 6.3.3)."""
    pictures.release_owned(tx, store_id, pictures.GALLERY, [image_id])
    first = (
        sa.select(product_image.c.id, sa.func.max(product_image.c.is_thumbnail.cast(sa.Integer)).over())
        .where(mine(store_id, product_id))
        .order_by(product_image.c.sort_order, product_image.c.id)
        .limit(1)
    )
    row = tx.execute(first).first()
    if row is None:
        tx.touch("variants of product", store_id, product_id)
    elif not row[1]:
        make_thumbnail(tx, store_id, product_id, row.id)


def make_thumbnail(tx: Transaction, store_id: int, product_id: int, image_id: int) -> None:
    """Make one image the thumbnail, and no other. A simple product's variant shows it, so that follows."""
    changed = (
        sa.update(product_image)
        .where(mine(store_id, product_id), product_image.c.is_thumbnail != (product_image.c.id == image_id))
        .values(is_thumbnail=product_image.c.id == image_id)
        .returning(product_image.c.id)
    )
    tx.touch("product_image", store_id, *tx.execute(changed).scalars())
    tx.touch("variants of product", store_id, product_id)


def rows(tx: Transaction, store_id: int, *conditions: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    """Images with the facts of their pictures."""
    found = (
        sa.select(product_image, picture.c.path, picture.c.date_created, store.c.hash)
        .join(
            picture,
            sa.and_(
                picture.c.store_id == product_image.c.store_id, picture.c.id == product_image.c.picture_id
            ),
        )
        .join(store, store.c.id == product_image.c.store_id)
        .where(product_image.c.store_id == store_id, *conditions)
    )
    return [dict(row) for row in tx.execute(found).mappings()]


def sized_urls(row: Mapping[str, Any]) -> dict[str, str]:
    """The paths of the four sized URLs: `{stem}.{stored at}.{W}.{H}.{ext}` (behaviour 6.2.2)."""
    stem, _, extension = row["path"].rsplit("/", 1)[-1].rpartition(".")
    folder = f"/s-{row['hash']}/products/{row['product_id']}/images/{row['id']}"
    base = f"{folder}/{stem}.{int(row['date_created'].timestamp())}"
    return {name: f"{base}.{width}.{height}.{extension}?c=1" for name, (width, height) in SIZES.items()}


def standard_urls(tx: Transaction, store_id: int, product_ids: set[int]) -> dict[int, str]:
    """The path of the thumbnail's `url_standard`, by product: what a simple product's variant shows."""
    thumbnails = rows(tx, store_id, product_image.c.is_thumbnail, product_image.c.product_id.in_(product_ids))
    return {row["product_id"]: sized_urls(row)["url_standard"] for row in thumbnails}


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    write_documents(
        tx,
        product_image,
        store_id,
        {
            row["id"]: documents.render(
                ProductImage,
                row,
                image_file=row["path"],
                **{name: documents.url(path) for name, path in sized_urls(row).items()},
            )
            for row in rows(tx, store_id, product_image.c.id.in_(ids))
        },
    )
