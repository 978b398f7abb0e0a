"""Wire shapes of variant options and their values (behaviour 5.10 to 5.16)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from openshelf.catalog.types import Fields, ImageUrl, Name255, Order, Shape

OptionType = Literal[
    "radio_buttons", "rectangles", "dropdown", "product_list", "product_list_with_images", "swatch"
]


class ValueData(Struct, omit_defaults=True):
    """What a value carries by the type of its option: colors or a texture (swatch), a product (product lists)."""

    colors: (
        Annotated[list[Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}$")]], Meta(max_length=3)] | UnsetType
    ) = UNSET
    image_url: str | UnsetType = UNSET
    product_id: int | UnsetType = UNSET


class OptionValue(Shape, kw_only=True):
    id: int
    label: str
    sort_order: int
    value_data: ValueData | None
    is_default: bool


class Option(Shape, kw_only=True):
    id: int
    product_id: int
    name: str
    display_name: str
    type: OptionType
    config: list[Any]
    sort_order: int
    option_values: list[OptionValue]
    image_url: str


class OptionValuePost(Fields, kw_only=True):
    label: Name255
    sort_order: Order | UnsetType = UNSET
    value_data: ValueData | UnsetType | None = UNSET
    is_default: bool | UnsetType = UNSET


class OptionPost(Fields, kw_only=True):
    display_name: Name255
    type: OptionType
    option_values: Annotated[list[OptionValuePost], Meta(min_length=1)]
    sort_order: Order | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET
