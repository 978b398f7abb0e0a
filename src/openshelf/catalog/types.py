"""Field types that several resources share, with their ranges (behaviour 4.3)."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from openshelf.wire.openapi import Pagination

T = TypeVar("T")

INT32 = 2**31 - 1

Amount = Annotated[float, Meta(ge=0, le=9_999_999_999)]
"""Money or a measure: at least 0, four decimal places; a numeric string is taken too."""

Level = Annotated[int, Meta(ge=0, le=INT32)]
Stock = Annotated[int, Meta(ge=-INT32 - 1, le=INT32)]
"""A level as it may be sent: below 0 it is not saved, and a 207 says so (behaviour 1.5.1)."""
Order = Annotated[int, Meta(ge=-INT32 - 1, le=INT32)]
Billion = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Id = Annotated[int, Meta(ge=1, le=2**53)]
Text14 = Annotated[str, Meta(max_length=14)]
Text255 = Annotated[str, Meta(max_length=255)]
Name255 = Annotated[str, Meta(min_length=1, max_length=255)]
Text65535 = Annotated[str, Meta(max_length=65535)]
ImageUrl = Annotated[str, Meta(max_length=255)]
"""A URL to fetch a picture from, or an empty text for none (behaviour 6.1.2)."""


class Fields(msgspec.Struct, kw_only=True, omit_defaults=False):
    """A request body: what the caller leaves out is `UNSET`; unknown names are ignored."""


class Shape(msgspec.Struct, kw_only=True):
    """A response shape: its fields stand in the wire's order."""


class Tally(Shape, kw_only=True):
    """How many of a batch there were, were saved, and were not."""

    total: int
    success: int
    failed: int


class CustomUrl(Shape, kw_only=True):
    """A path in the shop; customized is one that a caller gave."""

    url: str
    is_customized: bool


class CustomUrlGiven(Fields, kw_only=True):
    url: str | UnsetType = UNSET
    is_customized: bool | UnsetType = UNSET
    create_redirect: bool | UnsetType = UNSET


class MetaOfPartlySaved(Shape, kw_only=True):
    """Empty, but that the published document has a pagination here."""

    pagination: Pagination | UnsetType = UNSET


def sent(value: msgspec.Struct, *but: str) -> dict[str, Any]:
    """The fields that the caller sent, by name, without those named."""
    return {
        name: given
        for name in value.__struct_fields__
        if name not in but and (given := getattr(value, name)) is not UNSET
    }


def or_else(value: T | UnsetType, default: T) -> T:
    return default if isinstance(value, UnsetType) else value
