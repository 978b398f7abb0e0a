"""Wire shapes of variants (behaviour 5.7) and of their image (behaviour 6.1)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.types import (
    Amount,
    Fields,
    Id,
    ImageUrl,
    Level,
    MetaOfPartlySaved,
    Name255,
    Shape,
    Stock,
    Text14,
    Text255,
)
from openshelf.wire.openapi import Failure


class VariantOptionValue(Shape, kw_only=True):
    id: int
    label: str
    option_id: int
    option_display_name: str


class Variant(Shape, kw_only=True):
    """A variant as it is answered; the order of its fields is that of the wire."""

    id: int
    product_id: int
    sku: str
    sku_id: int | None
    price: float | None
    calculated_price: float
    sale_price: float | None
    retail_price: float | None
    map_price: float | None
    weight: float | None
    calculated_weight: float
    width: float | None
    height: float | None
    depth: float | None
    is_free_shipping: bool
    fixed_cost_shipping_price: float | None
    purchasing_disabled: bool
    purchasing_disabled_message: str
    image_url: str
    cost_price: float | None
    upc: str
    mpn: str
    gtin: str
    inventory_level: int
    inventory_warning_level: int
    bin_picking_number: str
    option_values: list[VariantOptionValue]


class VariantFields(Fields, kw_only=True):
    """All that a caller may say of a variant; null means that the product's value counts."""

    price: Amount | UnsetType | None = UNSET
    sale_price: Amount | UnsetType | None = UNSET
    retail_price: Amount | UnsetType | None = UNSET
    map_price: Amount | UnsetType | None = UNSET
    cost_price: Amount | UnsetType | None = UNSET
    weight: Amount | UnsetType | None = UNSET
    width: Amount | UnsetType | None = UNSET
    height: Amount | UnsetType | None = UNSET
    depth: Amount | UnsetType | None = UNSET
    fixed_cost_shipping_price: Amount | UnsetType | None = UNSET
    is_free_shipping: bool | UnsetType = UNSET
    purchasing_disabled: bool | UnsetType = UNSET
    purchasing_disabled_message: Text255 | UnsetType = UNSET
    upc: Text14 | UnsetType | None = UNSET
    mpn: Text255 | UnsetType | None = UNSET
    gtin: Text14 | UnsetType | None = UNSET
    inventory_level: Level | UnsetType | None = UNSET
    inventory_warning_level: Level | UnsetType | None = UNSET
    bin_picking_number: Text255 | UnsetType | None = UNSET


class OptionValueRef(Fields, kw_only=True):
    """One option value of a new variant, by ids; the names beside them are taken and ignored."""

    id: Id | UnsetType = UNSET
    option_id: Id | UnsetType = UNSET
    label: Any | UnsetType = UNSET
    option_display_name: Any | UnsetType = UNSET


class OptionValueLabel(Fields, kw_only=True):
    """One option value of an inline variant, by names: the option and the value are made when they are new."""

    option_display_name: Name255
    label: Name255

    # Ids of another product's, in a body that was made from an answer; those here arise anew.
    id: Any | UnsetType = UNSET
    option_id: Any | UnsetType = UNSET


class InlineVariantPost(VariantFields, kw_only=True):
    """A variant in the body of a new product."""

    sku: Name255
    option_values: list[OptionValueLabel] | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET

    # What an answer shows of another variant; those of this one arise anew.
    id: Any | UnsetType = UNSET
    product_id: Any | UnsetType = UNSET
    sku_id: Any | UnsetType = UNSET
    calculated_price: Any | UnsetType = UNSET
    calculated_weight: Any | UnsetType = UNSET


class VariantPost(VariantFields, kw_only=True):
    """A new variant; it names a value of every option of its product, which the path names."""

    product_id: Any | UnsetType = UNSET
    inventory_level: Stock | UnsetType | None = UNSET
    sku: Name255
    option_values: list[OptionValueRef] | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET


class VariantPut(VariantFields, kw_only=True):
    """Changes to a variant; its option values cannot be changed and are ignored (behaviour 5.4)."""

    product_id: Any | UnsetType = UNSET
    inventory_level: Stock | UnsetType | None = UNSET
    sku: Text255 | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET


class VariantBatchItem(VariantFields, kw_only=True):
    """One of a batch: with an id a change, without one a new variant (behaviour 5.5)."""

    id: Id | UnsetType = UNSET
    product_id: Id | UnsetType = UNSET
    sku: Text255 | UnsetType = UNSET
    option_values: list[OptionValueRef] | UnsetType = UNSET


class VariantPartlySaved(Shape, kw_only=True):
    """A 207: saved, but for the stock."""

    data: Variant
    errors: Failure
    meta: MetaOfPartlySaved


class ImageByUrl(Fields, kw_only=True):
    """The JSON body of an image operation."""

    image_url: ImageUrl | UnsetType = UNSET


class ImageForm(Fields, kw_only=True):
    """The form of an image operation, as the OpenAPI document shows it; it is read as a stream."""

    image_file: Annotated[bytes, Meta(description="GIF, JPEG or PNG; the format is told from the bytes")]
    image_url: str | UnsetType = UNSET


class VariantImage(msgspec.Struct):
    """The answer: where the variant's image now is."""

    image_url: str


class BatchRefused(Shape, kw_only=True):
    """The answer to a batch of which nothing was saved: a problem for each item that was wrong."""

    batch_errors: list[Failure]
