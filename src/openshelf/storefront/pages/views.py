"""What the shop's templates are given: plain values, decided here, so that the templates decide nothing.

Without a choice, option values marked as default are chosen, and the value of an option that has only one;
nothing else is. A size nobody asked for is soon a wrong order, and a color nobody asked for would hide the
picture that the merchant made the product's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from openshelf.storefront.pages import selection as rules
from openshelf.storefront.pages.embedded import script_data, structured
from openshelf.storefront.pages.selection import Outcome, Selection
from openshelf.storefront.pages.shelf import (
    MoneyFormat,
    Pictures,
    PictureView,
    Shape,
    Shelf,
    VariantView,
    Wire,
    best_shape,
    product_path,
    shelf,
)

__all__ = [
    "CARD_WIDTHS",
    "STAGE_WIDTHS",
    "DotView",
    "MoneyFormat",
    "OptionView",
    "PictureView",
    "Pictures",
    "ProductCard",
    "ProductPage",
    "ShopPage",
    "ValueView",
    "VariantView",
    "product_page",
    "shop_page",
]

STAGE_WIDTHS = (320, 480, 640, 960, 1280, 1600)
"""Widths in pixels at which a product page offers its picture: phones at 1x to desktops at 2x."""

CARD_WIDTHS = (240, 320, 480, 640, 960)
"""Widths in pixels at which a card offers its picture."""

_COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_DOTS = 6
_DESCRIPTION = 160
"""Characters of a description that search engines show."""


@dataclass(frozen=True)
class ValueView:
    """One value of an option. `possible`: it exists beside the other choices; `purchasable`: it can be
    bought.
    """

    id: int
    label: str
    colors: tuple[str, ...]
    swatch_image: str | None
    selected: bool
    possible: bool
    purchasable: bool


@dataclass(frozen=True)
class OptionView:
    """An option as a group of choices.

    `type` is the wire's (behaviour 5.10), `chosen` the selected label or nothing; `optional`: it may be left
    open, which one with a default may not.
    """

    id: int
    display_name: str
    type: str
    values: tuple[ValueView, ...]
    chosen: str
    optional: bool


@dataclass(frozen=True)
class ProductPage:
    """Everything that the product page's template needs.

    `action` is the page's own path, `canonical` its full address. `picture` is the one shown, None if there
    is none for this choice; `shape` the form of its box. `status_kind` is
    `available`, `unavailable` or `hint` (something is left to choose). `note` says why what is shown is not
    what was asked for. `data` is what the page's script works on, `structured` the product in schema.org's
    words for search engines.
    """

    name: str
    title: str
    meta_description: str
    description: Markup
    shop_base: str
    action: str
    canonical: str
    options: tuple[OptionView, ...]
    variants: tuple[VariantView, ...]
    selection: Selection
    picture: PictureView | None
    shape: Shape
    thumbnails: tuple[PictureView, ...]
    price: str
    was: str | None
    sku: str
    status: str
    status_kind: str
    note: str
    custom_fields: tuple[tuple[str, str], ...]
    data: dict[str, Any]
    structured: dict[str, Any]

    @property
    def shown(self) -> str:
        return rules.show(self.selection)


@dataclass(frozen=True)
class DotView:
    """A swatch on a card: a link to the product in that color."""

    label: str
    href: str
    colors: tuple[str, ...]
    swatch_image: str | None


@dataclass(frozen=True)
class ProductCard:
    """A product on the shop's first page. `more_dots` counts the swatches there was no room for."""

    name: str
    href: str
    picture: PictureView | None
    price: str
    was: str | None
    unavailable: bool
    dots: tuple[DotView, ...]
    more_dots: int


@dataclass(frozen=True)
class ShopPage:
    """A page of the listing. `shape` is that of the cards; `previous` and `next` are paths or None."""

    shop_base: str
    shape: Shape
    cards: tuple[ProductCard, ...]
    total: int
    page: int
    pages: int
    previous: str | None
    next: str | None


def product_page(
    product: Wire,
    *,
    shop_base: str,
    pictures: Pictures,
    selection: Mapping[int, int],
    money: MoneyFormat,
    origin: str = "",
) -> ProductPage:
    """The page of one product, which the wire shows with its variants, options, images and custom fields.

    `shop_base` is the shop's path without a final slash, `origin` what stands before it in full addresses
    (`https://shop.example`). `selection` is what was asked for, as `selection.read_query` gives it; it need
    not exist, nor be of this product. Raises KeyError for a part that was not included.
    """
    offer = shelf(product, pictures, money)
    asked = rules.known(offer.order, selection)
    wanted = rules.with_defaults(offer.order, asked, offer.defaults)
    settled = rules.settle(offer.order, offer.variants, wanted)
    outcome = _outcome(offer, settled)
    path = product_path(product, shop_base)
    name = str(product["name"])
    # A merchant's own HTML, meant as such; the Content-Security-Policy keeps scripts in it from running.
    description = Markup(product.get("description") or "")  # noqa: S704
    summary = _shortened(product.get("meta_description") or description.striptags())
    shape = best_shape(offer.pictures.values())
    status, kind = _status(offer, outcome, settled)
    return ProductPage(
        name=name,
        title=str(product.get("page_title") or name),
        meta_description=summary,
        description=description,
        shop_base=shop_base,
        action=path,
        canonical=origin + path,
        options=tuple(_option(option, offer, settled, outcome, pictures) for option in offer.options),
        variants=offer.variants,
        selection=settled,
        picture=offer.pictures[outcome.picture] if outcome.picture else None,
        shape=shape,
        thumbnails=offer.gallery if len(offer.gallery) > 1 else (),
        price=_price(outcome),
        was=_was(outcome),
        sku=outcome.variant.sku if outcome.variant else "",
        status=status,
        status_kind=kind,
        note=_note(offer, asked, settled),
        custom_fields=tuple((str(f["name"]), str(f["value"])) for f in product["custom_fields"]),
        data=script_data(offer, shape, STAGE_WIDTHS),
        structured=structured(name, summary, origin + path, offer, money),
    )


def shop_page(
    products: Sequence[Wire],
    *,
    shop_base: str,
    pictures: Pictures,
    money: MoneyFormat,
    page: int = 1,
    pages: int = 1,
    total: int | None = None,
) -> ShopPage:
    """A page of the listing. `products` are this page's, with variants, options and images included."""
    cards = tuple(_card(product, shop_base, pictures, money) for product in products)
    return ShopPage(
        shop_base=shop_base,
        shape=best_shape(card.picture for card in cards if card.picture),
        cards=cards,
        total=len(products) if total is None else total,
        page=page,
        pages=pages,
        previous=_listing_path(shop_base, page - 1) if page > 1 else None,
        next=_listing_path(shop_base, page + 1) if page < pages else None,
    )


def _listing_path(shop_base: str, page: int) -> str:
    return f"{shop_base}/?page={page}" if page > 1 else f"{shop_base}/"


def _outcome(offer: Shelf, selection: Selection) -> Outcome[VariantView]:
    return rules.outcome(
        offer.order,
        offer.variants,
        selection,
        default=offer.default.key if offer.default else None,
        cover=offer.cover.key if offer.cover else None,
    )


def _option(
    option: Wire, offer: Shelf, selection: Selection, outcome: Outcome[VariantView], pictures: Pictures
) -> OptionView:
    identity = option["id"]
    return OptionView(
        id=identity,
        display_name=str(option["display_name"]),
        type=str(option["type"]),
        values=tuple(
            ValueView(
                id=value["id"],
                label=str(value["label"]),
                colors=_colors(value),
                swatch_image=_swatch_image(value, pictures),
                selected=selection.get(identity) == value["id"],
                possible=value["id"] in outcome.possible[identity],
                purchasable=value["id"] in outcome.purchasable[identity],
            )
            for value in option["option_values"]
        ),
        chosen=offer.labels[identity, selection[identity]] if identity in selection else "",
        optional=identity not in offer.defaults,
    )


def _colors(value: Wire) -> tuple[str, ...]:
    data = value.get("value_data") or {}
    return tuple(color for color in data.get("colors") or () if _COLOR.fullmatch(color))


def _swatch_image(value: Wire, pictures: Pictures) -> str | None:
    url = (value.get("value_data") or {}).get("image_url")
    picture = pictures(url) if url else None
    return picture.url("96x96") if picture else None


def _price(outcome: Outcome[VariantView]) -> str:
    low, high = outcome.cheapest, outcome.dearest
    if low is None or high is None:
        return ""
    return low.price if low.amount == high.amount else f"{low.price} – {high.price}"


def _was(outcome: Outcome[VariantView]) -> str | None:
    """The price before the sale; a range has none that would be true of all of it."""
    low, high = outcome.cheapest, outcome.dearest
    return low.was if low and high and low.amount == high.amount else None


def _status(offer: Shelf, outcome: Outcome[VariantView], selection: Selection) -> tuple[str, str]:
    messages = {variant.message for variant in outcome.variants}
    purchasable = any(variant.purchasable for variant in outcome.variants)
    if outcome.variant or (len(messages) == 1 and not purchasable):
        return messages.pop(), "available" if purchasable else "unavailable"
    open_options = [str(option["display_name"]) for option in offer.options if option["id"] not in selection]
    *others, last = open_options or [""]
    return f"Choose {', '.join(others)} and {last}" if others else f"Choose {last}" if last else "", "hint"


def _note(offer: Shelf, asked: Selection, settled: Selection) -> str:
    """The first of the wishes that could not be met, what stood against it, and what is shown instead."""
    for option, value in asked.items():
        shown = settled.get(option)
        if shown == value:
            continue
        rivals = [
            offer.labels[other, rival]
            for other, rival in asked.items()
            if settled.get(other) == rival
            and not rules.matching(offer.variants, {option: value, other: rival})
        ]
        exists = bool(rules.matching(offer.variants, {option: value}))
        against = f" with {rivals[0]}" if rivals and exists else ""
        instead = f" Showing {offer.labels[option, shown]} instead." if shown is not None else ""
        return f"{offer.labels[option, value]} is not available{against}.{instead}"
    return ""


def _shortened(text: str) -> str:
    if len(text) <= _DESCRIPTION:
        return text
    return text[: _DESCRIPTION - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _card(product: Wire, shop_base: str, pictures: Pictures, money: MoneyFormat) -> ProductCard:
    offer = shelf(product, pictures, money)
    outcome = _outcome(offer, {})
    path = product_path(product, shop_base)
    low, high = outcome.cheapest, outcome.dearest
    price = low.price if low else ""
    dots = [
        DotView(
            label=str(value["label"]),
            href=f"{path}?{rules.write_query({option['id']: value['id']})}",
            colors=_colors(value),
            swatch_image=_swatch_image(value, pictures),
        )
        for option in offer.options
        if option["type"] == "swatch"
        for value in option["option_values"]
        if value["id"] in outcome.possible[option["id"]]
    ]
    return ProductCard(
        name=str(product["name"]),
        href=path,
        picture=offer.cover,
        price=f"From {price}" if low and high and low.amount != high.amount else price,
        was=_was(outcome),
        unavailable=not any(variant.purchasable for variant in offer.variants),
        dots=tuple(dots[:_DOTS]),
        more_dots=max(0, len(dots) - _DOTS),
    )
