"""Wire shapes of reviews (behaviour 7.6)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.moments import MaybeMoment
from openshelf.catalog.types import Fields, Shape, Text255, Text65535

Status = Literal["approved", "disapproved", "pending"]
Rating = Annotated[int, Meta(ge=0, le=5)]
Email = Annotated[str, Meta(max_length=255, pattern=r"^$|^[^@\s]+@[^@\s]+$")]


class Review(Shape, kw_only=True):
    id: int
    product_id: int
    title: str
    text: str
    status: Status
    rating: int
    email: str
    name: str
    date_reviewed: str
    date_created: str
    date_modified: str


class ReviewPut(Fields, kw_only=True):
    """Changes to a review; what is left out stays."""

    title: Text255 | UnsetType = UNSET
    text: Text65535 | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    rating: Rating | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    name: Text255 | UnsetType = UNSET
    date_reviewed: MaybeMoment | UnsetType = UNSET


class ReviewPost(ReviewPut, kw_only=True):
    """A new review."""

    title: Text255
    date_reviewed: MaybeMoment
