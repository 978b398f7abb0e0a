"""A product made and pictured over the API, for shoppers to find in the shop."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, field
from typing import Any

import requests
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.media.pictures import encoded
from tests.support.client import Client, succeeded

COLORS = {"Crimson": "#c62131", "Forest": "#1f7a3d", "Navy": "#22357f"}
SIZES = ("S", "M", "L")
PRICES = {"S": 30, "M": 30, "L": 34.5}
COVER = "#e0b020"

PATIENCE = 10.0
"""Seconds that a picture may take to appear, on a machine that is busy with other things."""


def picture(color: str, mark: str = "") -> bytes:
    """A garment of a color on white, 900 by 900; the mark tells pictures of one color apart."""
    image = Image.new("RGB", (900, 900), "white")
    draw = ImageDraw.Draw(image)
    draw.polygon(
        [(180, 120), (720, 120), (860, 330), (740, 380), (740, 830), (160, 830), (160, 380), (40, 330)], color
    )
    draw.text((20, 20), mark, "black", font_size=60)
    return encoded(image, "PNG")


@dataclass
class Shirt:
    """A product in three colors and sizes. Crimson and Forest have a picture for the color, Navy one for each size."""

    client: Client
    id: int
    address: str
    variants: dict[tuple[str, str], Any] = field(default_factory=dict)
    pictures: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def upload(self, color: str, size: str, data: bytes) -> str:
        """Post a picture for a variant, as a file; returns its URL."""
        path = f"/catalog/products/{self.id}/variants/{self.variants[color, size]['id']}/image"
        url: str = succeeded(self.client.upload(path, data, f"{color}-{size}.png"))["image_url"]
        self.pictures[color, size] = data
        return url

    def query(self, **labels: str) -> str:
        """The part of the address that carries a selection."""
        return "&".join(
            f"attribute%5B{option['id']}%5D={value['id']}"
            for option in self.client.data(f"/catalog/products/{self.id}/options")
            for value in option["option_values"]
            if labels.get(option["display_name"]) == value["label"]
        )


def make_shirt(client: Client, cover_url: str) -> Shirt:
    """Create the product as an app would: product, options, variants, then each variant's picture by form."""
    product = client.create_product(
        "Harbour overshirt",
        sku="HARBOUR",
        price=30,
        description="<p>Heavy cotton, <em>washed</em>.</p>",
        images=[{"image_url": cover_url, "description": "Three overshirts on a rail"}],
    )
    swatches = [{"label": name, "value_data": {"colors": [color]}} for name, color in COLORS.items()]
    options = {
        "Color": {"type": "swatch", "option_values": swatches},
        "Size": {"type": "rectangles", "option_values": [{"label": size} for size in SIZES]},
    }
    ids: dict[str, dict[str, int]] = {}
    for order, (name, fields) in enumerate(options.items()):
        body = {"display_name": name, "sort_order": order, **fields}
        made = succeeded(client.post(f"/catalog/products/{product['id']}/options", body))
        ids |= {
            value["label"]: {"option_id": made["id"], "id": value["id"]} for value in made["option_values"]
        }
    shirt = Shirt(
        client,
        product["id"],
        f"{client.server}/shop/{client.store_hash}{product['custom_url']['url']}",
    )
    for color in COLORS:
        for size in SIZES:
            body = {
                "sku": f"HB-{color[:3]}-{size}".upper(),
                "price": PRICES[size],
                "option_values": [ids[color], ids[size]],
            }
            shirt.variants[color, size] = succeeded(
                client.post(f"/catalog/products/{product['id']}/variants", body)
            )
            shirt.upload(color, size, picture(COLORS[color], size if color == "Navy" else ""))
    return shirt


# What a shopper sees


def shown_original(tab: Page) -> bytes:
    """The bytes of the original behind the rendition that the browser picked for `#product-image`."""
    source = str(tab.evaluate("document.getElementById('product-image').currentSrc"))
    before, _, after = source.partition("/images/stencil/")
    return requests.get(f"{before}/images/stencil/original/{after.split('/', 1)[1]}", timeout=30).content


def expect_picture(tab: Page, url: str, color: str) -> None:
    """The picture of a URL that the API answered is shown: addressed, decoded, and painted in its color."""
    path = url.split("/product_images/")[1]
    tab.wait_for_function(
        """(path) => {
          const image = document.getElementById("product-image");
          return image.currentSrc.endsWith(path) && image.complete && image.naturalWidth > 0;
        }""",
        arg=path,
    )
    expect_painted(tab, color)


def expect_painted(tab: Page, color: str) -> None:
    """The middle of `#product-image` is painted in a color, as soon as its picture has come."""
    deadline = time.monotonic() + PATIENCE
    while True:
        seen = Image.open(io.BytesIO(tab.locator("#product-image").screenshot())).convert("RGB")
        middle = seen.getpixel((seen.width // 2, seen.height // 2))
        if close(middle, color):
            return
        assert time.monotonic() < deadline, f"{middle} is painted, not {color}"


def close(seen: Any, color: str) -> bool:
    """Whether a pixel is of a color, as far as lossy formats keep it."""
    wanted = tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
    return all(abs(a - b) <= 16 for a, b in zip(seen, wanted, strict=True))


def expect_words(tab: Page, price: str, sku: str) -> None:
    expect(tab.locator("#product-price .now")).to_have_text(price)
    expect(tab.locator("#product-sku")).to_have_text(sku)
