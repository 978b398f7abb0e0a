"""Products as the wire shows them, and pictures for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openshelf.storefront.pages.views import MoneyFormat, PictureView, ProductPage, product_page

Wire = dict[str, Any]

SHOP = "/shop/abc"
MONEY = MoneyFormat()

COLOR, SIZE = 21, 22
OCEAN, MOSS, CLAY = 101, 102, 103
SMALL, MEDIUM, LARGE = 201, 202, 203

COLORS = {OCEAN: ("Ocean", "#2b5d7d"), MOSS: ("Moss", "#5e6b3f"), CLAY: ("Clay", "#b5583a")}
SIZES = {SMALL: "S", MEDIUM: "M", LARGE: "L"}


def picture(url: str) -> PictureView | None:
    """`wire:NAME/WIDTHxHEIGHT` to a picture of that name and size; anything else is none."""
    if not url.startswith("wire:"):
        return None
    name, _, size = url.removeprefix("wire:").partition("/")
    width, height = (int(part) for part in size.split("x"))
    return PictureView(f"/pictures/{{:size}}/{name}/{size}.jpg", width, height)


def option(identity: int, name: str, kind: str, values: Iterable[Wire]) -> Wire:
    return {"id": identity, "display_name": name, "type": kind, "option_values": list(values)}


def option_value(identity: int, label: str, place: int = 0, **more: Any) -> Wire:
    value = {"id": identity, "label": label, "sort_order": place, "value_data": None, "is_default": False}
    return {**value, **more}


def image(identity: int, url: str, **more: Any) -> Wire:
    wire = {
        "id": identity,
        "is_thumbnail": False,
        "sort_order": identity,
        "description": "",
        "url_standard": url,
    }
    return {**wire, **more}


def variant(identity: int, values: Mapping[int, int], **more: Any) -> Wire:
    wire = {
        "id": identity,
        "sku": f"SKU-{identity}",
        "price": None,
        "sale_price": None,
        "calculated_price": 29,
        "purchasing_disabled": False,
        "purchasing_disabled_message": "",
        "image_url": "",
        "inventory_level": 0,
        "option_values": [
            {"id": value, "label": "", "option_id": option, "option_display_name": ""}
            for option, value in values.items()
        ],
    }
    return {**wire, **more}


def product(**more: Any) -> Wire:
    """A product without options, as the wire shows it; the rest as given."""
    wire = {
        "id": 1,
        "name": "Pocket tee",
        "sku": "",
        "description": "",
        "price": 29,
        "sale_price": 0,
        "calculated_price": 29,
        "availability": "available",
        "availability_description": "",
        "inventory_tracking": "none",
        "inventory_level": 0,
        "is_price_hidden": False,
        "price_hidden_label": "",
        "preorder_message": "",
        "page_title": "",
        "meta_description": "",
        "custom_url": {"url": "/pocket-tee/", "is_customized": False},
        "options": [],
        "variants": [variant(1, {})],
        "images": [],
        "custom_fields": [],
    }
    return {**wire, **more}


def color_option(kind: str = "swatch") -> Wire:
    values = [
        option_value(identity, label, place, value_data={"colors": [color]})
        for place, (identity, (label, color)) in enumerate(COLORS.items())
    ]
    return option(COLOR, "Color", kind, values)


def size_option(kind: str = "rectangles") -> Wire:
    values = [option_value(identity, label, place) for place, (identity, label) in enumerate(SIZES.items())]
    return option(SIZE, "Size", kind, values)


def tee(*, without: Sequence[tuple[int, int]] = (), sizes: str = "rectangles", **more: Any) -> Wire:
    """A shirt in three colors and sizes, with a picture for each color and one of its own.

    Variant ids are `<color><size>`, such as 1012 for Ocean in M; L costs 5 more. `without` are combinations that
    are not made.
    """
    variants = [
        variant(
            color * 10 + size % 10,
            {COLOR: color, SIZE: size},
            image_url=f"wire:{label.lower()}/1200x1500",
            calculated_price=34 if size == LARGE else 29,
            price=34 if size == LARGE else None,
        )
        for color, (label, _) in COLORS.items()
        for size in SIZES
        if (color, size) not in without
    ]
    own = image(1, "wire:pile/1200x1500", is_thumbnail=True, description="A pile of tees")
    parts = {"options": [color_option(), size_option(sizes)], "variants": variants, "images": [own]}
    return product(**{**parts, **more})


def page(
    wire: Mapping[str, Any],
    selection: Mapping[int, int] | None = None,
    *,
    pictures: Callable[[str], PictureView | None] = picture,
    money: MoneyFormat = MONEY,
) -> ProductPage:
    return product_page(
        wire,
        shop_base=SHOP,
        pictures=pictures,
        selection=selection or {},
        money=money,
        origin="https://shop.example",
    )
