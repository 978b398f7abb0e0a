"""A small client of the API, for tests: plain requests, nothing hidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests


class Client:
    """One token for one store. Paths are relative to `/stores/{hash}/v3`."""

    def __init__(self, server: str, store_hash: str, token: str) -> None:
        self.server = server
        self.store_hash = store_hash
        self.token = token
        self.base = f"{server}/stores/{store_hash}/v3"
        self._session = requests.Session()
        self._session.headers["X-Auth-Token"] = token

    def request(self, method: str, path: str, **named: Any) -> requests.Response:
        return self._session.request(method, self.base + path, timeout=60, **named)

    def request_raw(self, method: str, path: str, **named: Any) -> requests.Response:
        """The same for a path from the server's root on; a header of None is left out."""
        return self._session.request(method, self.server + path, timeout=60, **named)

    def get(self, path: str, **query: Any) -> requests.Response:
        return self.request("GET", path, params=query)

    def post(self, path: str, body: Any) -> requests.Response:
        return self.request("POST", path, json=body)

    def put(self, path: str, body: Any) -> requests.Response:
        return self.request("PUT", path, json=body)

    def delete(self, path: str, **query: Any) -> requests.Response:
        return self.request("DELETE", path, params=query)

    def data(self, path: str, **query: Any) -> Any:
        """The `data` of a GET that must succeed."""
        return succeeded(self.get(path, **query))

    def upload(
        self, path: str, picture: bytes, name: str = "picture.png", **fields: str
    ) -> requests.Response:
        """Post a picture as `image_file`."""
        return self.request("POST", path, files={"image_file": (name, picture)}, data=fields)

    def create_product(self, name: str = "Able Brewing System", **fields: Any) -> Any:
        """Create a product with the least that is needed; returns its `data`."""
        body = {"name": name, "type": "physical", "weight": 1, "price": 25, **fields}
        return succeeded(self.post("/catalog/products", body))

    def create_shirt(
        self, colors: tuple[str, ...] = ("Red", "Blue"), sizes: tuple[str, ...] = ("S", "M")
    ) -> Any:
        """Create a product with a variant for every color and size."""
        return self.create_product(
            "Crew Neck",
            sku="CREW",
            variants=[
                {"sku": f"CREW-{color}-{size}".upper(), "option_values": labels(Color=color, Size=size)}
                for color in colors
                for size in sizes
            ],
        )

    def close(self) -> None:
        self._session.close()


def labels(**chosen: str) -> list[dict[str, str]]:
    """Option values in the label form of inline variants."""
    return [{"option_display_name": name, "label": label} for name, label in chosen.items()]


def succeeded(answer: requests.Response) -> Any:
    assert answer.status_code in (200, 201), f"{answer.status_code} {answer.text}"
    return answer.json()["data"]


@contextmanager
def twins(client: Client, how_many: int) -> Iterator[list[Client]]:
    """Clients with the same token, each with a connection of its own, as several programs have them."""
    made = [Client(client.server, client.store_hash, client.token) for _ in range(how_many)]
    yield made
    for each in made:
        each.close()
