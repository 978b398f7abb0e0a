"""Wire shapes of brands (behaviour 7.8)."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from openshelf.catalog.types import (
    CustomUrl,
    CustomUrlGiven,
    Fields,
    ImageUrl,
    Name255,
    Shape,
    Tally,
    Text255,
    Text65535,
)
from openshelf.wire.openapi import Failure


class Brand(Shape, kw_only=True):
    id: int
    name: str
    page_title: str
    meta_keywords: list[str]
    meta_description: str
    image_url: str
    search_keywords: str
    custom_url: CustomUrl


class BrandFields(Fields, kw_only=True):
    """What can be said of a brand. `image_url` is fetched; an empty one takes the picture away."""

    name: Name255 | UnsetType = UNSET
    page_title: Text255 | UnsetType = UNSET
    meta_keywords: list[str] | UnsetType = UNSET
    meta_description: Text65535 | UnsetType = UNSET
    search_keywords: Text65535 | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET
    custom_url: CustomUrlGiven | UnsetType = UNSET


class BrandPut(BrandFields, kw_only=True):
    """Changes to a brand; what is left out stays. The id is that of the path, whatever is sent."""

    id: int | UnsetType = UNSET


class BrandPost(BrandFields, kw_only=True):
    """A new brand."""

    name: Name255


class BrandPartlySaved(Shape, kw_only=True):
    """A 207: the brand was saved, but for its URL."""

    data: list[Brand]
    errors: Failure
    meta: Tally
