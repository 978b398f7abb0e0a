"""What the shop reads: the same documents that the API answers, and the facts of the pictures in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from openshelf.accounts.service import Store
from openshelf.catalog.products import repository as products
from openshelf.media import pictures
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import fill
from openshelf.persistence.tables import product, url_path
from openshelf.storefront.pages.shelf import SIZE_FIELD, PictureView
from openshelf.wire.envelope import splice
from openshelf.wire.query import Query

SHOWN = Query(includes=("variants", "options", "images", "custom_fields"))
PER_PAGE = 24

Shown = Sequence[Mapping[str, Any]]
"""Products as the wire shows them, decoded."""

GALLERY_URL = re.compile(r"/products/\d+/images/(\d+)/")


@dataclass(frozen=True)
class Place:
    """Where a path of the shop leads: to a product, or as a redirect to another path."""

    product_id: int
    redirect: str | None


@dataclass(frozen=True)
class Listing:
    """A page of the shop's products as the wire shows them, and how many there are in all."""

    products: Shown
    total: int


class Album:
    """From an image URL of the wire to its picture in the shop."""

    def __init__(self, public_url: str, store_hash: str) -> None:
        self._origin = public_url
        self._store_hash = store_hash
        self._by_url: dict[str, PictureView] = {}
        self._gallery: dict[int, PictureView] = {}

    def read(self, tx: Transaction, store_id: int, shown: Shown) -> None:
        """Look up the pictures of these products, their variants and their swatches."""
        variants = [each["id"] for one in shown for each in one.get("variants", ())]
        for found in pictures.standing(tx, store_id, pictures.VARIANT, variants):
            url = self._origin + pictures.original_path(self._store_hash, found.path)
            self._by_url[url] = self._view(found, found.path)
        values = [
            value["id"]
            for one in shown
            for option in one.get("options", ())
            for value in option["option_values"]
        ]
        for found in pictures.standing(tx, store_id, pictures.SWATCH, values):
            url = f"{self._origin}{pictures.original_path(self._store_hash, found.path)}?t={found.epoch}"
            self._by_url[url] = self._view(found, found.path)
        owners = {each["id"]: one["id"] for one in shown for each in one.get("images", ())}
        for found in pictures.standing(tx, store_id, pictures.GALLERY, owners):
            stem, _, extension = found.path.rsplit("/", 1)[-1].rpartition(".")
            path = f"products/{owners[found.owner_id]}/{found.owner_id}/{stem}.{found.epoch}.{extension}"
            self._gallery[found.owner_id] = self._view(found, path)

    def _view(self, found: pictures.Standing, path: str) -> PictureView:
        template = self._origin + pictures.stencil_path(self._store_hash, path).replace("{:size}", SIZE_FIELD)
        return PictureView(template, found.width, found.height, content=found.sha256)

    def __call__(self, url: str) -> PictureView | None:
        entry = GALLERY_URL.search(url)
        return self._gallery.get(int(entry[1])) if entry else self._by_url.get(url)


def place(tx: Transaction, store: Store, path: str) -> Place | None:
    """What a path leads to, with or without its final slash."""
    candidates = [path, path.rstrip("/") + "/"]
    row = tx.execute(
        sa.select(
            url_path.c.path,
            url_path.c.resource_id,
            url_path.c.is_redirect,
            product.c.url,
            product.c.is_visible,
        )
        .join(
            product,
            sa.and_(product.c.store_id == url_path.c.store_id, product.c.id == url_path.c.resource_id),
        )
        .where(url_path.c.store_id == store.id, url_path.c.kind == "product", url_path.c.path.in_(candidates))
    ).first()
    if row is None or not row.is_visible:
        return None
    return Place(row.resource_id, row.url if row.is_redirect or row.path != path else None)


def one(tx: Transaction, store: Store, product_id: int, public_url: str) -> Mapping[str, Any]:
    """A product with all that its page shows."""
    document = products.document(tx, store.id, product_id, SHOWN, public_url.encode())
    return decode(document, public_url)


def listing(tx: Transaction, store: Store, page: int, public_url: str) -> Listing:
    """The visible products in the merchant's order."""
    visible = (product.c.store_id == store.id, product.c.is_visible)
    total = tx.execute(sa.select(sa.func.count()).select_from(product).where(*visible)).scalar_one()
    rows = tx.execute(
        sa.select(product.c.id, product.c.document)
        .where(*visible)
        .order_by(product.c.sort_order, product.c.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    ids = [row.id for row in rows]
    parts = {
        name: products.children_of(tx, store.id, ids, name) for name in ("variants", "options", "images")
    }
    spliced = [
        splice(row.document, {name: found.get(row.id, []) for name, found in parts.items()}) for row in rows
    ]
    return Listing([decode(document, public_url) for document in spliced], total)


def decode(document: bytes, public_url: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = msgspec.json.decode(fill(document, public_url.encode()))
    return found
