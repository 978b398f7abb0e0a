"""What the tests of delivery have in common: getting pictures in, and asking for them in every way."""

from __future__ import annotations

import http.client
import io
import random
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
from PIL import Image

from tests.media.pictures import encoded, textured
from tests.support.client import Client, succeeded

AVIF, WEBP = "image/avif,image/webp,*/*;q=0.8", "image/webp,*/*;q=0.8"
NEWEST: tuple[str | None, ...] = (None, WEBP, AVIF)


@cache
def photo(width: int = 300, height: int = 200) -> bytes:
    """A JPEG with the detail of a photograph."""
    return encoded(textured(width, height), "JPEG", quality=90)


@cache
def large_png() -> bytes:
    """A PNG of about three megabytes: too many for delivery to read at once."""
    noise = random.Random(1).randbytes(1100 * 950 * 3)
    return encoded(Image.frombytes("RGB", (1100, 950), noise), "PNG", compress_level=1)


def variant_picture(client: Client, picture: bytes, name: str = "picture.jpg") -> str:
    """Make a picture the image of a new product's variant; returns the URL that was answered."""
    product = client.create_product(f"Holder of {len(picture)} bytes, {random.getrandbits(64):x}")
    path = f"/catalog/products/{product['id']}/variants/{product['base_variant_id']}/image"
    url: str = succeeded(client.upload(path, picture, name))["image_url"]
    return url


def stencil(url: str, size: str) -> str:
    """The rendition of an original's URL."""
    return url.replace("/product_images/", f"/images/stencil/{size}/")


def get(url: str, accept: str | None = None, **headers: str) -> requests.Response:
    """Ask for a picture; `If_None_Match` becomes the header of that name."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(url, headers=named | ({"Accept": accept} if accept else {}), timeout=60)


def found(url: str, accept: str | None = None) -> bytes:
    answer = get(url, accept)
    assert answer.status_code == 200, f"{answer.status_code} {url}"
    return answer.content


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def raw(server: str, target: str, method: str = "GET") -> tuple[int, bytes, Any]:
    """Status, body and headers of a request whose target is sent as it is written, dots and all."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    try:
        connection.request(method, target)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()
