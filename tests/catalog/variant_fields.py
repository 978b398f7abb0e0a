"""What a variant shows: its fields unsaid, every field said, their order; and how variants are reached."""

from __future__ import annotations

from typing import Any

ORDER = (
    "id product_id sku sku_id price calculated_price sale_price retail_price map_price weight calculated_weight "
    "width height depth is_free_shipping fixed_cost_shipping_price purchasing_disabled "
    "purchasing_disabled_message image_url cost_price upc mpn gtin inventory_level inventory_warning_level "
    "bin_picking_number option_values"
)

UNSAID: dict[str, Any] = {
    "price": None,
    "sale_price": None,
    "retail_price": None,
    "map_price": None,
    "weight": None,
    "width": None,
    "height": None,
    "depth": None,
    "is_free_shipping": False,
    "fixed_cost_shipping_price": None,
    "purchasing_disabled": False,
    "purchasing_disabled_message": "",
    "image_url": "",
    "cost_price": None,
    "upc": "",
    "mpn": "",
    "gtin": "",
    "inventory_level": 0,
    "inventory_warning_level": 0,
    "bin_picking_number": "",
}

SAID: dict[str, Any] = {
    "sku": "CREW-GREEN-L",
    "price": 31.5,
    "sale_price": 29,
    "retail_price": 40,
    "map_price": 30,
    "weight": 0.5,
    "width": 1,
    "height": 2,
    "depth": 3,
    "is_free_shipping": True,
    "fixed_cost_shipping_price": 4,
    "purchasing_disabled": True,
    "purchasing_disabled_message": "Not now",
    "cost_price": 12,
    "upc": "012345678905",
    "mpn": "M-1",
    "gtin": "00012345678905",
    "inventory_level": 7,
    "inventory_warning_level": 2,
    "bin_picking_number": "B-3",
}


def variants(product: Any, variant: Any = None) -> str:
    path = f"/catalog/products/{product['id']}/variants"
    return path if variant is None else f"{path}/{variant['id']}"


def refs(*chosen: tuple[Any, str]) -> list[dict[str, int]]:
    """Option values by ids, from pairs of an option and a label."""
    return [
        {"option_id": option["id"], "id": value["id"]}
        for option, label in chosen
        for value in option["option_values"]
        if value["label"] == label
    ]
