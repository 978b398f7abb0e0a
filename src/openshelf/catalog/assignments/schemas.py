"""Wire shapes of assignments (behaviour 7.7)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from openshelf.catalog.types import INT32, Fields, Id, Shape


class CategoryAssignment(Shape, kw_only=True):
    product_id: int
    category_id: int


class ChannelAssignment(Shape, kw_only=True):
    product_id: int
    channel_id: int


class CategoryAssignmentGiven(Fields, kw_only=True):
    product_id: Id
    category_id: Id


class ChannelAssignmentGiven(Fields, kw_only=True):
    product_id: Id
    channel_id: Annotated[int, Meta(ge=1, le=INT32)]
