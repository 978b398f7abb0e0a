"""What a sample product is: the facts that the demo store is filled with."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

OptionType = Literal["swatch", "rectangles", "radio_buttons", "dropdown"]


@dataclass(frozen=True)
class SampleValue:
    """One value of an option, such as Moss or XL.

    ``colors``: one to three ``#rrggbb`` for a swatch, none for other option types. ``finish`` names what a drawing
    needs to know beyond the colors, such as the cover of an armchair; shoppers never see it.
    """

    label: str
    colors: tuple[str, ...] = ()
    finish: str = ""

    @property
    def code(self) -> str:
        """The value's part of a SKU: up to three letters of each word, ``White / Pine`` giving ``WHIPIN``."""
        return "".join(word[:3] for word in re.findall(r"[A-Z0-9]+", self.label.upper()))


@dataclass(frozen=True)
class SampleOption:
    """An option such as Color, with its values in the order they are shown in."""

    display_name: str
    type: OptionType
    values: tuple[SampleValue, ...]


@dataclass(frozen=True)
class SampleProduct:
    """A product of the demo store: prices in the store's currency, weight in kilograms, description in HTML.

    ``subject`` names its drawing. ``color_option`` is the display name of the option whose values have pictures of
    their own, ``None`` for a product that has one picture. ``price_differences`` are what the values with these
    labels add to the price; a label must not appear in two options of a product. ``colors`` are those of a product
    that comes in one look only.
    """

    subject: str
    name: str
    sku: str
    price: Decimal
    weight: Decimal
    description: str
    search_keywords: str
    custom_fields: tuple[tuple[str, str], ...]
    options: tuple[SampleOption, ...] = ()
    color_option: str | None = None
    sale_price: Decimal | None = None
    price_differences: tuple[tuple[str, Decimal], ...] = ()
    colors: tuple[str, ...] = ()

    def combinations(self) -> tuple[tuple[SampleValue, ...], ...]:
        """Every variant as its values in the order of the options; empty for a product without options."""
        if not self.options:
            return ()
        return tuple(itertools.product(*(option.values for option in self.options)))

    def color_values(self) -> tuple[SampleValue, ...]:
        """The values that have pictures of their own; empty for a product with one picture."""
        for option in self.options:
            if option.display_name == self.color_option:
                return option.values
        return ()

    def variant_sku(self, values: tuple[SampleValue, ...]) -> str:
        """The SKU of the variant with these values, given in the order of the options."""
        return "-".join((self.sku, *(value.code for value in values)))

    def variant_price(self, values: tuple[SampleValue, ...]) -> Decimal | None:
        """The price of the variant with these values, ``None`` where it is the product's own."""
        differences = dict(self.price_differences)
        difference = sum((differences.get(value.label, Decimal(0)) for value in values), Decimal(0))
        return self.price + difference if difference else None
