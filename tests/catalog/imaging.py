"""Setting and seeing the image of a variant, for the tests of it."""

from __future__ import annotations

from typing import Any

import requests

from tests.media.pictures import encoded, scene, textured
from tests.support.client import Client

MEGABYTE = 1024 * 1024

PNG = encoded(scene(), "PNG")
JPEG = encoded(textured(), "JPEG")
GIF = encoded(scene(), "GIF")


def padded(size: int) -> bytes:
    """A picture of exactly this many bytes."""
    return PNG.ljust(size, b"\0")


def by_url(client: Client, variant: str, url: Any) -> requests.Response:
    return client.post(f"{variant}/image", {"image_url": url})


def by_file(client: Client, variant: str, picture: bytes, name: str = "red.png") -> requests.Response:
    return client.upload(f"{variant}/image", picture, name)


def form(*parts: tuple[str, bytes]) -> bytes:
    """A form by hand, from the rest of a part's disposition and its content."""
    pieces = [b"--XX\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (d.encode(), c) for d, c in parts]
    return b"".join([*pieces, b"--XX--\r\n"])


def send_form(client: Client, variant: str, body: Any, boundary: str = "XX") -> requests.Response:
    """Send a form made by hand; an iterator goes in chunks, without a length."""
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return client.request("POST", f"{variant}/image", data=body, headers=headers)


def shown(client: Client, variant: str) -> bytes:
    """The bytes behind the `image_url` that a variant now shows."""
    answer = requests.get(client.data(variant)["image_url"], timeout=30)
    assert answer.status_code == 200
    return answer.content


def new_variant(product: Any, **fields: Any) -> dict[str, Any]:
    """The body of a new variant, with the last value of each of the product's options."""
    values = [
        {"option_id": option["id"], "id": option["option_values"][-1]["id"]} for option in product["options"]
    ]
    return {"sku": "NEW", "option_values": values, **fields}
