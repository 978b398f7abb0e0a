"""Rules of brands: a name once a store without regard to case, at most 30,000, a path in the shop (behaviour 7.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET
from sqlalchemy.exc import IntegrityError

from openshelf.catalog import urls
from openshelf.catalog.brands.problems import BrandNameDuplicate, BrandNotFound, TooManyBrands
from openshelf.catalog.brands.schemas import Brand, BrandFields, BrandPost, BrandPut
from openshelf.catalog.documents import write_documents
from openshelf.catalog.metafields import service as metafields
from openshelf.catalog.pictured import keywords, picture_after, shown_url, url_paths
from openshelf.catalog.products.locking import lock_products, products_changed
from openshelf.catalog.types import sent
from openshelf.catalog.urls import Kind, UrlNotSaved, UrlTaken
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import render
from openshelf.persistence.tables import brand, product
from openshelf.wire.problems import InvalidFields, Problem
from openshelf.wire.query import Query

MAX_BRANDS = 30_000
PARTS = ("id", "image_url", "custom_url")
"""Fields that are no columns of the brand's own row."""


def columns(fields: BrandFields) -> dict[str, Any]:
    values = sent(fields, *PARTS)
    if "name" in values:
        values["name_key"] = values["name"].casefold()
    return values


def create(tx: Transaction, store_id: int, new: BrandPost, kept: Kept | None = None) -> int:
    """Create a brand; returns its id."""
    values = {"meta_keywords": [], **columns(new)}
    require_room(tx, store_id)
    require_free_name(tx, store_id, values["name_key"])
    brand_id = tx.next_id("brand", store_id)
    row = {**values, "store_id": store_id, "id": brand_id, "document": b""}
    if not tx.insert_new(brand, row):  # lost a race for the name since it was found free
        raise BrandNameDuplicate
    given = UNSET if new.custom_url is UNSET else new.custom_url.url
    facts: dict[str, Any] = {"url_is_customized": given is not UNSET}
    if given is UNSET:
        facts["url"] = urls.claim_generated(tx, store_id, Kind.BRAND, brand_id, new.name)
    else:
        facts["url"] = given
        if (why := urls.fault(given, Kind.BRAND)) is not None:
            raise InvalidFields({"custom_url": why})
        if not urls.claim(tx, store_id, Kind.BRAND, brand_id, given):
            raise UrlTaken(given, Kind.BRAND)
    if kept is not None:
        facts["picture_id"] = pictures.place(tx, store_id, pictures.BRAND, brand_id, kept).id
    tx.execute(sa.update(brand).where(brand.c.store_id == store_id, brand.c.id == brand_id).values(facts))
    tx.touch("brand", store_id, brand_id)
    return brand_id


def require_room(tx: Transaction, store_id: int) -> None:
    query = sa.select(sa.func.count()).select_from(brand).where(brand.c.store_id == store_id)
    if tx.execute(query).scalar_one() >= MAX_BRANDS:
        raise TooManyBrands(MAX_BRANDS)


def require_free_name(tx: Transaction, store_id: int, name_key: str) -> None:
    if named(tx, store_id, name_key) is not None:
        raise BrandNameDuplicate


def named(tx: Transaction, store_id: int, name_key: str) -> int | None:
    """The id of the brand with this folded name; nobody deletes it before the transaction ends."""
    query = sa.select(brand.c.id).where(brand.c.store_id == store_id, brand.c.name_key == name_key)
    found: int | None = tx.execute(query.with_for_update(read=True, key_share=True)).scalar_one_or_none()
    return found


def hold(tx: Transaction, store_id: int, brand_id: int) -> bool:
    """Whether the brand is there; if so, nobody deletes it before the transaction ends."""
    query = sa.select(brand.c.id).where(brand.c.store_id == store_id, brand.c.id == brand_id)
    return tx.execute(query.with_for_update(read=True, key_share=True)).first() is not None


def find_or_create(tx: Transaction, store_id: int, name: str) -> int:
    """The brand that a product names, made when there is none of that name (behaviour 4.6.4)."""
    found = named(tx, store_id, name.casefold())
    if found is not None:
        return found
    try:
        return create(tx, store_id, BrandPost(name=name))
    except BrandNameDuplicate:  # another writer made it since
        found = named(tx, store_id, name.casefold())
        if found is None:
            raise
        return found


def locked(tx: Transaction, store_id: int, brand_id: int) -> dict[str, Any]:
    """The row, which other writers wait for. Raises `BrandNotFound`."""
    query = sa.select(brand).where(brand.c.store_id == store_id, brand.c.id == brand_id)
    row = tx.execute(query.with_for_update()).mappings().first()
    if row is None:
        raise BrandNotFound(brand_id)
    return dict(row)


def update(
    tx: Transaction, store_id: int, brand_id: int, changes: BrandPut, kept: Kept | None
) -> Problem | None:
    """Change a brand. Returns what could not be saved although the rest was: the URL's part of a 207."""
    row = locked(tx, store_id, brand_id)
    values = columns(changes)
    if values.get("name_key", row["name_key"]) != row["name_key"]:
        require_free_name(tx, store_id, values["name_key"])
    values["picture_id"] = picture_after(tx, pictures.BRAND, row, kept, changes.image_url)
    problem = change_url(tx, row, changes, values)
    try:
        tx.execute(
            sa.update(brand).where(brand.c.store_id == store_id, brand.c.id == brand_id).values(values)
        )
    except IntegrityError as error:  # lost a race for the name since it was found free
        raise BrandNameDuplicate from error
    tx.touch("brand", store_id, brand_id)
    return problem


def change_url(
    tx: Transaction, row: Mapping[str, Any], changes: BrandPut, values: dict[str, Any]
) -> Problem | None:
    """A URL that cannot be taken leaves the rest of the change standing (behaviour 1.5.1)."""
    given = changes.custom_url
    if given is UNSET or given.url is UNSET or given.url == row["url"]:
        return None
    why = urls.fault(given.url, Kind.BRAND)
    if why is None and not urls.claim(tx, row["store_id"], Kind.BRAND, row["id"], given.url):
        why = urls.taken(given.url)
    if why is not None:
        return UrlNotSaved(why, Kind.BRAND)
    urls.leave(tx, row["store_id"], row["url"], redirect=given.create_redirect is True)
    values["url"], values["url_is_customized"] = given.url, True
    return None


def set_image(tx: Transaction, store_id: int, brand_id: int, kept: Kept) -> str:
    """Make a kept picture the brand's; returns the path of its URL. Raises `BrandNotFound`."""
    update(tx, store_id, brand_id, BrandPut(), kept)
    return url_paths(tx, brand, store_id, [brand_id])[brand_id]


def delete(tx: Transaction, store_id: int, brand_ids: list[int]) -> None:
    """Delete brands; their products stay, without a brand. Ids that are not there are no error."""
    of_these = sa.and_(product.c.store_id == store_id, product.c.brand_id.in_(brand_ids))
    # Products before their brand, in the order in which writers of products take both.
    lock_products(tx, store_id, of_these)
    rows = sa.and_(brand.c.store_id == store_id, brand.c.id.in_(brand_ids))
    tx.execute(sa.select(brand.c.id).where(rows).order_by(brand.c.id).with_for_update()).all()
    unbranded = lock_products(tx, store_id, of_these)  # some may have come while the brands were waited for
    tx.execute(sa.update(product).where(of_these).values(brand_id=0))
    products_changed(tx, store_id, unbranded)
    pictures.release_owned(tx, store_id, pictures.BRAND, brand_ids)
    urls.forget(tx, store_id, Kind.BRAND, brand_ids)
    tx.execute(sa.delete(brand).where(rows))
    metafields.forget(tx, store_id, "brand", brand_ids)


def matching(tx: Transaction, store_id: int, query: Query) -> list[int]:
    """The brands that a deleting query means."""
    return list(
        tx.execute(
            sa.select(brand.c.id).where(brand.c.store_id == store_id, *query.conditions(store_id))
        ).scalars()
    )


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    rows = tx.execute(sa.select(brand).where(brand.c.store_id == store_id, brand.c.id.in_(ids))).mappings()
    paths = url_paths(tx, brand, store_id, ids)
    write_documents(
        tx,
        brand,
        store_id,
        {
            row["id"]: render(
                Brand,
                row,
                meta_keywords=keywords(row["meta_keywords"]),
                image_url=shown_url(paths, row["id"]),
                custom_url={"url": row["url"], "is_customized": row["url_is_customized"]},
            )
            for row in rows
        },
    )
