"""Wire shapes of a product's gallery (behaviour 6.2)."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from openshelf.catalog.types import Fields, ImageUrl, Order, Shape, Text255


class ProductImage(Shape, kw_only=True):
    id: int
    product_id: int
    is_thumbnail: bool
    sort_order: int
    description: str
    image_file: str
    url_zoom: str
    url_standard: str
    url_thumbnail: str
    url_tiny: str
    date_modified: str


class ProductImagePost(Fields, kw_only=True):
    image_url: ImageUrl | UnsetType = UNSET
    is_thumbnail: bool | UnsetType = UNSET
    sort_order: Order | UnsetType = UNSET
    description: Text255 | UnsetType = UNSET
