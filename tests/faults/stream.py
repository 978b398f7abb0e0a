"""A stream of image posts that a server is killed under, and the account of what it acknowledged."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from dataclasses import dataclass, field
from functools import cache

import requests
from urllib3.exceptions import NewConnectionError

from tests.media.pictures import encoded, jpeg_with, textured
from tests.support.client import Client
from tests.support.web import Web

KILOBYTE = 1024


@cache
def photograph() -> bytes:
    return encoded(textured(480, 320), "JPEG", quality=90)


def picture(name: str) -> bytes:
    """A JPEG of some 70 KB that no other name gives: always the same pixels, and a comment that nobody shows."""
    noise = random.Random(name).randbytes(30 * KILOBYTE)
    comment = name.encode() + b"\0" + noise
    return jpeg_with(photograph(), b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass
class Attempt:
    """A picture that was posted. `url` is what the server answered, or None if it never did."""

    digest: str
    url: str | None = None


@dataclass
class Poster:
    """Posts pictures to its variants, one after the other, until it is told to stop; a dead server does not stop it.

    By turns as a form and as JSON with a URL. Every sixth picture is one that was posted before, to another variant;
    of some it asks for a rendition. `cut_off` counts the posts during which the server died.
    """

    client: Client
    web: Web
    product_id: int
    variants: list[int]
    name: str
    ending: threading.Event
    attempts: dict[int, list[Attempt]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    cut_off: int = 0

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def run(self) -> None:
        number = 0
        while not self.ending.is_set():
            number += 1
            variant = self.variants[number % len(self.variants)]
            name = f"{self.name}-{number - 5 if number % 6 == 0 else number}"
            data = picture(name)
            attempt = Attempt(digest(data))
            self.attempts.setdefault(variant, []).append(attempt)
            path = f"/catalog/products/{self.product_id}/variants/{variant}/image"
            try:
                answer = self.post(path, name, data, as_form=number % 2 == 0)
                if answer.status_code == 200:
                    attempt.url = answer.json()["data"]["image_url"]
                    if number % 4 == 0:
                        requests.get(rendition(attempt.url), timeout=60)
                else:
                    self.refused.append(f"{answer.status_code} {answer.text}")
            except requests.RequestException as error:
                reason = getattr(error.args[0], "reason", None)
                self.cut_off += not isinstance(reason, NewConnectionError)
                time.sleep(0.1)  # the server is dead, and another is on its way

    def post(self, path: str, name: str, data: bytes, *, as_form: bool) -> requests.Response:
        if as_form:
            return self.client.upload(path, data, f"{name}.jpg")
        url = self.web.serve(data, f"/{name}.jpg")
        return self.client.post(path, {"image_url": url})


def rendition(url: str) -> str:
    return url.replace("/product_images/", "/images/stencil/120w/")


def acknowledged(posters: list[Poster]) -> dict[str, str]:
    """The digest of what has to be at each URL that was answered."""
    return {
        attempt.url: attempt.digest
        for poster in posters
        for attempts in poster.attempts.values()
        for attempt in attempts
        if attempt.url is not None
    }
