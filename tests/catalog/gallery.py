"""Adding and seeing the images of a product, for the tests of its gallery."""

from __future__ import annotations

from typing import Any

import requests

from tests.catalog.imaging import PNG
from tests.support.client import Client, succeeded


def images(product: Any, image: Any = None) -> str:
    path = f"/catalog/products/{product['id']}/images"
    return path if image is None else f"{path}/{image['id']}"


def add(client: Client, product: Any, picture: bytes = PNG, name: str = "red.png", **fields: str) -> Any:
    return succeeded(client.upload(images(product), picture, name, **fields))


def original(client: Client, image: Any) -> bytes:
    url = f"{client.server}/s-{client.store_hash}/product_images/{image['image_file']}"
    answer = requests.get(url, timeout=30)
    assert answer.status_code == 200
    return answer.content


def thumbnails(client: Client, product: Any) -> list[int]:
    return [image["id"] for image in client.data(images(product)) if image["is_thumbnail"]]
