"""Rules of a product's gallery: at most 1000 images, exactly one of them the thumbnail (behaviour 6.2, 6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from openshelf.catalog.documents import write_documents
from openshelf.catalog.images.schemas import ProductImage, ProductImagePost
from openshelf.catalog.types import or_else
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.media.problems import ImageMissing
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import picture, product_image, store
from openshelf.wire.problems import Unprocessable

MAX_IMAGES = 1000

SIZES = {
    "url_zoom": (1280, 1280),
    "url_standard": (386, 513),
    "url_thumbnail": (220, 290),
    "url_tiny": (44, 58),
}
"""The bounding boxes behind the four URLs, in pixels: those of the sample theme (behaviour 6.2.2)."""


class TooManyImages(Unprocessable):
    def __init__(self) -> None:
        text = f"A product may have at most {MAX_IMAGES} images"
        super().__init__(text, errors={"images": text})


def add_inline(
    tx: Transaction, store_id: int, product_id: int, new: Sequence[ProductImagePost], kept: Mapping[str, Kept]
) -> None:
    """The images of a product's own body, their bytes kept already, by the URL they came from."""
    for each in new:
        url = or_else(each.image_url, "")
        if url not in kept:
            raise ImageMissing
        add(tx, store_id, product_id, each, kept[url])


def add(tx: Transaction, store_id: int, product_id: int, new: ProductImagePost, kept: Kept) -> int:
    """Put a kept picture into the gallery. The first of a product is its thumbnail."""
    mine = sa.and_(product_image.c.store_id == store_id, product_image.c.product_id == product_id)
    count = tx.execute(sa.select(sa.func.count()).where(mine)).scalar_one()
    if count >= MAX_IMAGES:
        raise TooManyImages
    image_id = tx.next_id("product_image", store_id)
    is_thumbnail = or_else(new.is_thumbnail, default=False) or count == 0
    if is_thumbnail:
        clear_thumbnail(tx, store_id, product_id)
    placed = pictures.place(tx, store_id, pictures.GALLERY, image_id, kept)
    tx.execute(
        sa.insert(product_image).values(
            store_id=store_id,
            id=image_id,
            product_id=product_id,
            picture_id=placed.id,
            is_thumbnail=is_thumbnail,
            sort_order=or_else(new.sort_order, 0),
            description=or_else(new.description, ""),
            date_modified=tx.now,
        )
    )
    tx.touch("product_image", store_id, image_id)
    return image_id


def clear_thumbnail(tx: Transaction, store_id: int, product_id: int) -> None:
    former = tx.execute(
        sa.update(product_image)
        .where(
            product_image.c.store_id == store_id,
            product_image.c.product_id == product_id,
            product_image.c.is_thumbnail,
        )
        .values(is_thumbnail=False)
        .returning(product_image.c.id)
    )
    tx.touch("product_image", store_id, *former.scalars())


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
