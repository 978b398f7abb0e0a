"""What a product page carries for machines: the data of its script, and the product in schema.org's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openshelf.storefront.pages.shelf import MoneyFormat, Shape, Shelf


def script_data(offer: Shelf, shape: Shape, widths: Sequence[int]) -> dict[str, Any]:
    """What `static/product.js` works on. Pictures are named by their place in `pictures`, gallery first."""
    places = {key: place for place, key in enumerate(offer.pictures)}
    return {
        "options": [
            {
                "id": option["id"],
                "name": option["display_name"],
                "values": [{"id": value["id"], "label": value["label"]} for value in option["option_values"]],
            }
            for option in offer.options
        ],
        "defaults": list(offer.defaults.items()),
        "variants": [
            {
                "values": variant.values,
                "sku": variant.sku,
                "amount": float(variant.amount),
                "price": variant.price,
                "was": variant.was,
                "picture": places[variant.picture.key] if variant.picture else None,
                "purchasable": variant.purchasable,
                "message": variant.message,
            }
            for variant in offer.variants
        ],
        "pictures": [
            {
                "template": p.template,
                "width": p.width,
                "height": p.height,
                "alt": p.alt,
                "fills": p.fills(shape),
            }
            for p in offer.pictures.values()
        ],
        "default": places[offer.default.key] if offer.default else None,
        "cover": places[offer.cover.key] if offer.cover else None,
        "widths": list(widths),
    }


def structured(name: str, summary: str, url: str, offer: Shelf, money: MoneyFormat) -> dict[str, Any]:
    """The product for search engines (schema.org `Product`). Without offers where no price is shown."""
    product: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": name,
        "description": summary,
        "url": url,
        "image": [picture.url("1280w") for picture in offer.gallery or offer.pictures.values()],
    }
    priced = [variant for variant in offer.variants if variant.amount]
    if priced:
        stock = "InStock" if any(variant.purchasable for variant in priced) else "OutOfStock"
        product["offers"] = {
            "@type": "AggregateOffer",
            "priceCurrency": money.currency,
            "lowPrice": str(min(variant.amount for variant in priced)),
            "highPrice": str(max(variant.amount for variant in priced)),
            "offerCount": len(priced),
            "availability": f"https://schema.org/{stock}",
        }
    return product
