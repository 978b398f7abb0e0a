"""Wire shapes of custom fields (behaviour 7.4)."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.types import Fields, Id, Shape

Text250 = Annotated[str, Meta(min_length=1, max_length=250)]


class CustomField(Shape, kw_only=True):
    id: int
    name: str
    value: str


class CustomFieldPost(Fields, kw_only=True):
    name: Text250
    value: Text250


class CustomFieldPut(Fields, kw_only=True):
    name: Text250 | UnsetType = UNSET
    value: Text250 | UnsetType = UNSET


class InlineCustomField(CustomFieldPost, kw_only=True):
    """A custom field in the body of a product: with an id it changes one that is there."""

    id: Id | UnsetType = UNSET
