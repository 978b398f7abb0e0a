"""Wire shapes of modifiers and their values (behaviour 7.1)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.adjusters import Adjuster, AdjusterGiven
from openshelf.catalog.choices.configs import ConfigOrNone
from openshelf.catalog.choices.schemas import ValueData, ValueGiven
from openshelf.catalog.types import Fields, ImageUrl, Name255, Order, Shape, Text255

ModifierType = Literal[
    "date",
    "checkbox",
    "file",
    "text",
    "multi_line_text",
    "numbers_only_text",
    "radio_buttons",
    "rectangles",
    "dropdown",
    "product_list",
    "product_list_with_images",
    "swatch",
]


class PurchasingDisabled(msgspec.Struct):
    status: bool
    message: str


class Adjusters(Shape, kw_only=True):
    """What choosing a value changes."""

    price: Adjuster | None
    weight: Adjuster | None
    image_url: str
    purchasing_disabled: PurchasingDisabled


class ModifierValue(Shape, kw_only=True):
    id: int
    option_id: int
    label: str
    sort_order: int
    value_data: ValueData | None
    is_default: bool
    adjusters: Adjusters


class Modifier(Shape, kw_only=True):
    id: int
    product_id: int
    name: str
    display_name: str
    type: ModifierType
    required: bool
    sort_order: int
    config: ConfigOrNone
    option_values: list[ModifierValue]


class PurchasingDisabledGiven(Fields, kw_only=True):
    status: bool | UnsetType = UNSET
    message: Text255 | UnsetType = UNSET


class AdjustersGiven(Fields, kw_only=True):
    """Those that are left out stay; null takes one away, as an empty `image_url` does."""

    price: AdjusterGiven | UnsetType | None = UNSET
    weight: AdjusterGiven | UnsetType | None = UNSET
    image_url: ImageUrl | UnsetType | None = UNSET
    purchasing_disabled: PurchasingDisabledGiven | UnsetType | None = UNSET


class ModifierValueGiven(ValueGiven, kw_only=True):
    """All that a caller may say of a modifier's value."""

    adjusters: AdjustersGiven | UnsetType | None = UNSET


class ModifierValueNew(ModifierValueGiven, kw_only=True):
    """A value of a modifier that is there."""

    label: Name255
    sort_order: Order


Values = Annotated[list[ModifierValueGiven], Meta(max_length=250)]


class ModifierFields(Fields, kw_only=True):
    """All that a caller may say of a modifier."""

    display_name: Name255 | UnsetType = UNSET
    type: ModifierType | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    sort_order: Order | UnsetType = UNSET
    config: ConfigOrNone | UnsetType | None = UNSET
    option_values: Values | UnsetType = UNSET


class ModifierPost(ModifierFields, kw_only=True):
    display_name: Name255
    type: ModifierType
    required: bool


class ModifierPut(ModifierFields, kw_only=True):
    """Changes to a modifier; the values that are named are changed or added, the others stay (behaviour 7.1.7)."""


class ValueImageForm(Fields, kw_only=True):
    """The form of a value's image, as the OpenAPI document shows it; it is read as a stream."""

    image_file: Annotated[bytes, Meta(description="GIF, JPEG or PNG; the format is told from the bytes")]


class ValueImage(msgspec.Struct):
    """The answer: where the value's image now is."""

    image_url: str
