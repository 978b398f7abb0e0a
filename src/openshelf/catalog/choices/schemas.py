"""Wire shapes that the values of options and of modifiers share (behaviour 5.12)."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from openshelf.catalog.types import Fields, Id, ImageUrl, Name255, Order

Color = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}$")]


class ValueData(Struct, omit_defaults=True, kw_only=True):
    """What a value carries by the type of its option or modifier: colors or a texture (swatch), a product (product
    lists), or which of the two it is (checkbox)."""

    colors: Annotated[list[Color], Meta(max_length=3)] | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET
    product_id: Id | UnsetType = UNSET
    checked_value: bool | UnsetType = UNSET


class ValueGiven(Fields, kw_only=True):
    """All that a caller may say of a value. In the body of its option or modifier the id tells which is meant; one
    without an id is new, unless its label is there already."""

    id: int | UnsetType | None = UNSET
    label: Name255 | UnsetType = UNSET
    sort_order: Order | UnsetType = UNSET
    value_data: ValueData | UnsetType | None = UNSET
    is_default: bool | UnsetType = UNSET
