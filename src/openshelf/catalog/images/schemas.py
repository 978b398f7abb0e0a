"""Wire shapes of a product's gallery (behaviour 6.2)."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.types import Fields, Id, ImageUrl, Order, Shape, Text255


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


class ProductImageFields(Fields, kw_only=True):
    is_thumbnail: bool | UnsetType = UNSET
    sort_order: Order | UnsetType = UNSET
    description: Text255 | UnsetType = UNSET

    # What a client was shown it may send back; neither can be changed.
    product_id: Any | UnsetType = UNSET
    date_modified: Any | UnsetType = UNSET


class ProductImagePost(ProductImageFields, kw_only=True):
    """A new image, or changes to one: the picture behind `image_url` takes the place of the one that is there."""

    image_url: ImageUrl | UnsetType = UNSET


class ProductImageForm(ProductImageFields, kw_only=True):
    """The same as a form, as the OpenAPI document shows it; it is read as a stream."""

    image_file: Annotated[bytes, Meta(description="The format is told from the bytes")] | UnsetType = UNSET


class InlineProductImage(ProductImagePost, kw_only=True):
    """An image in the body of a product: with an id it changes one that is there."""

    id: Id | UnsetType = UNSET
    url_zoom: Any | UnsetType = UNSET
    url_standard: Any | UnsetType = UNSET
    url_thumbnail: Any | UnsetType = UNSET
    url_tiny: Any | UnsetType = UNSET
