"""Filling the sample shop over the API, as any client would; what is there already is left as it is.

Products, options and variants are made with the published operations; every color variant gets its picture through
`POST …/variants/{id}/image`, by turns by `image_url` and as `image_file`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from openshelf.demo.catalogue import PRODUCTS, SampleOption, SampleProduct, SampleValue, draw, gallery

Drawn = Callable[[str, bytes], str]
"""Publishes a picture under a name; gives the URL where the server can fetch it."""

Told = Callable[[str], None]
"""Is told of each step that is done."""


class SeedError(RuntimeError):
    """The server refused something that the sample shop needs."""


@dataclass(frozen=True)
class Shop:
    """How the API of the store is reached."""

    session: aiohttp.ClientSession
    base: str

    async def call(self, method: str, path: str, **named: Any) -> Any:
        async with self.session.request(method, self.base + path, **named) as answer:
            text = await answer.text()
            if answer.status >= 300:
                raise SeedError(f"{method} {path}: {answer.status} {text[:300]}")
            return json.loads(text)["data"] if text else None


@dataclass(frozen=True)
class Seeding:
    """One run: the shop, the processes that draw, where drawn pictures can be fetched, and who is told."""

    shop: Shop
    drawers: Executor
    publish: Drawn
    tell: Told
    drawn: dict[Any, asyncio.Future[Any]] = field(default_factory=dict)

    async def run(self) -> None:
        self.draw_ahead(await self.missing())
        for product in PRODUCTS:
            made = await self.product(product)
            await self.variants(product, made)
            self.tell(product.name)

    async def product(self, product: SampleProduct) -> Any:
        """The product as it is in the shop, made if it is not there."""
        found = await self.shop.call(
            "GET", "/catalog/products", params={"name": product.name, "include": "options"}
        )
        if found:
            return found[0]
        images = []
        colors = colors_of(product)
        front = await self.drawing(draw, product, colors[0] if colors else None)
        shots = [(file_stem(product.sku), product.name, front), *await self.drawing(gallery, product)]
        for position, (stem, description, data) in enumerate(shots):
            url = self.publish(f"{stem}.{extension(data)}", data)
            images.append({"image_url": url, "description": description, "sort_order": position})
            self.tell(product.name)
        return await self.shop.call("POST", "/catalog/products", json=product_body(product, images))

    async def variants(self, product: SampleProduct, made: Mapping[str, Any]) -> None:
        """Its variants, each with a picture if it is to have one."""
        path = f"/catalog/products/{made['id']}"
        there = {
            each["sku"]: each
            for each in await self.shop.call("GET", f"{path}/variants", params={"limit": 250})
        }
        ids = {
            (option["display_name"], value["label"]): {"option_id": option["id"], "id": value["id"]}
            for option in made.get("options", ())
            for value in option["option_values"]
        }
        for number, chosen in enumerate(combinations(product)):
            sku = product.variant_sku(chosen)
            if product.options and sku not in there:
                body: dict[str, Any] = {
                    "sku": sku,
                    "option_values": [
                        ids[option.display_name, value.label]
                        for option, value in zip(product.options, chosen, strict=True)
                    ],
                }
                if (price := product.variant_price(chosen)) is not None:
                    body["price"] = float(price)
                there[sku] = await self.shop.call("POST", f"{path}/variants", json=body)
            color = color_of(product, chosen)
            if color is not None and "/attribute_rule_images/" not in there[sku]["image_url"]:
                await self.picture(
                    f"{path}/variants/{there[sku]['id']}/image", product, color, by_url=number % 2 == 0
                )
            self.tell(product.name)

    async def picture(self, path: str, product: SampleProduct, color: SampleValue, *, by_url: bool) -> None:
        data = await self.drawing(draw, product, color)
        name = f"{file_stem(product.sku, color.label)}.{extension(data)}"
        if by_url:
            await self.shop.call("POST", path, json={"image_url": self.publish(name, data)})
            return
        form = aiohttp.FormData()
        form.add_field("image_file", data, filename=name)
        await self.shop.call("POST", path, data=form)

    async def missing(self) -> list[SampleProduct]:
        """The products that are not in the shop yet."""
        there = await self.shop.call(
            "GET", "/catalog/products", params={"limit": 250, "include_fields": "name"}
        )
        names = {each["name"] for each in there}
        return [product for product in PRODUCTS if product.name not in names]

    def draw_ahead(self, products: list[SampleProduct]) -> None:
        """Have every picture of these products drawn, in the order in which they will be needed."""
        for product in products:
            self.start(gallery, product)
            for color in colors_of(product) or (None,):
                self.start(draw, product, color)

    async def drawing(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Draw in another process; each picture once."""
        return await self.start(function, *arguments)

    def start(self, function: Callable[..., Any], *arguments: Any) -> asyncio.Future[Any]:
        names = (getattr(each, "name", getattr(each, "label", None)) for each in arguments)
        key = (function.__name__, *names)
        if key not in self.drawn:
            self.drawn[key] = asyncio.get_running_loop().run_in_executor(self.drawers, function, *arguments)
        return self.drawn[key]


def product_body(product: SampleProduct, images: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": product.name,
        "type": "physical",
        "sku": product.sku,
        "price": float(product.price),
        "sale_price": float(product.sale_price or 0),
        "weight": float(product.weight),
        "description": product.description,
        "search_keywords": product.search_keywords,
        "custom_fields": [{"name": name, "value": value} for name, value in product.custom_fields],
        "options": [option_body(option) for option in product.options],
        "images": images,
    }


def option_body(option: SampleOption) -> dict[str, Any]:
    values: list[dict[str, Any]] = [{"label": value.label} for value in option.values]
    if option.type == "swatch":
        for body, value in zip(values, option.values, strict=True):
            body["value_data"] = {"colors": list(value.colors)}
    return {"display_name": option.display_name, "type": option.type, "option_values": values}


def combinations(product: SampleProduct) -> list[tuple[SampleValue, ...]]:
    """Every combination of option values; one empty one for a product without options."""
    return list(itertools.product(*(option.values for option in product.options)))


def colors_of(product: SampleProduct) -> Sequence[SampleValue]:
    """The values that have pictures of their own."""
    return next(
        (option.values for option in product.options if option.display_name == product.color_option), ()
    )


def color_of(product: SampleProduct, chosen: tuple[SampleValue, ...]) -> SampleValue | None:
    """The value that decides the picture of a variant, or None when it has none of its own."""
    for option, value in zip(product.options, chosen, strict=True):
        if option.display_name == product.color_option:
            return value
    return None


def file_stem(*words: str) -> str:
    """A name for a file and a URL, of Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", "-".join(words)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def extension(data: bytes) -> str:
    return "png" if data.startswith(b"\x89PNG") else "jpg"


def steps() -> dict[str, int]:
    """How many steps each product takes, for the progress bar."""
    return {product.name: len(combinations(product)) + 1 for product in PRODUCTS}
