"""Wire shapes of variant options and their values (behaviour 5.10 to 5.16)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.choices.configs import ConfigOrNone
from openshelf.catalog.choices.schemas import ValueData, ValueGiven
from openshelf.catalog.types import Fields, ImageUrl, Name255, Order, Shape

OptionType = Literal[
    "radio_buttons", "rectangles", "dropdown", "product_list", "product_list_with_images", "swatch"
]


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
    config: ConfigOrNone
    sort_order: int
    option_values: list[OptionValue]
    image_url: str


class OptionValuePost(ValueGiven, kw_only=True):
    """A value in the body of its option; without a sort order it comes last."""

    label: Name255


class OptionValueNew(OptionValuePost, kw_only=True):
    """A value of an option that is there."""

    sort_order: Order


class OptionFields(Fields, kw_only=True):
    """All that a caller may say of an option."""

    id: int | UnsetType | None = UNSET
    product_id: int | UnsetType | None = UNSET
    display_name: Name255 | UnsetType = UNSET
    type: OptionType | UnsetType = UNSET
    config: ConfigOrNone | UnsetType | None = UNSET
    sort_order: Order | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET


class OptionPost(OptionFields, kw_only=True):
    display_name: Name255
    type: OptionType
    option_values: Annotated[list[OptionValuePost], Meta(min_length=1)]


class OptionPut(OptionFields, kw_only=True):
    """Changes to an option; the values that are named are changed or added, the others stay (behaviour 5.18)."""

    option_values: Annotated[list[ValueGiven], Meta(min_length=1)] | UnsetType = UNSET
