"""A day with the published Python client, `bigcommerce` on PyPI, pointed at our server (behaviour 12)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from bigcommerce.connection import OAuthConnection
from bigcommerce.exception import ClientRequestException

from tests.media.pictures import encoded, scene
from tests.support.postgres import free_port
from tests.support.servers import Server
from tests.support.tls import Front, tls_front
from tests.support.web import Web


@pytest.fixture
def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Front, Server]]:
    """Our server behind TLS, which that client insists on; it hands out URLs that begin with https."""
    port = free_port()
    settings = {"PUBLIC_URL": f"https://localhost:{port}", "RATE_LIMIT": "standard"}
    server = Server(tmp_path, f"sqlite:///{tmp_path}/openshelf.db", settings).start()
    with tls_front(server.port, tmp_path, port) as opened:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(opened.authorities))
        yield opened, server
    assert server.stop() == 0


@pytest.fixture
def connection(front: tuple[Front, Server]) -> Iterator[Any]:
    opened, server = front
    store = server.new_store()
    made = OAuthConnection(
        client_id="journey",
        store_hash=store.store_hash,
        access_token=store.token,
        host=opened.host,
        api_path="/stores/{}/v3/{}",
    )
    yield made
    made._session.close()
    store.close()


def test_a_catalog_is_kept_with_the_published_python_client(connection: Any, web: Web) -> None:
    # A product with its variants, and one more of them.
    mug = connection.post(
        "catalog/products", {"name": "Stoneware mug", "type": "physical", "weight": 0.4, "price": 18}
    )
    assert mug["data"]["name"] == "Stoneware mug"
    assert mug["meta"] == {}
    shirt = connection.create(
        "catalog/products",
        {
            "name": "Linen shirt",
            "type": "physical",
            "weight": 0.3,
            "price": "49.50",
            "sku": "LINEN",
            "variants": [
                {"sku": f"LINEN-{color}", "option_values": [{"option_display_name": "Color", "label": color}]}
                for color in ("Sand", "Sea")
            ],
        },
    )["data"]
    options = connection.get(f"catalog/products/{shirt['id']}/options")["data"]
    assert [
        (each["display_name"], [value["label"] for value in each["option_values"]]) for each in options
    ] == [("Color", ["Sand", "Sea"])]
    variants = connection.get(f"catalog/products/{shirt['id']}/variants")["data"]
    assert [each["sku"] for each in variants] == ["LINEN-Sand", "LINEN-Sea"]
    assert {each["calculated_price"] for each in variants} == {49.5}

    # The four headers of the rate limit, which that client reads from every answer.
    assert set(connection.rate_limit) == {
        "ms_until_reset",
        "window_size_ms",
        "requests_remaining",
        "requests_quota",
    }
    assert all(isinstance(value, int) for value in connection.rate_limit.values())

    # A picture for a variant, by its URL; it works at once, over TLS.
    picture = encoded(scene(300, 200), "PNG")
    sea = next(each for each in variants if each["sku"] == "LINEN-Sea")
    image = connection.post(
        f"catalog/products/{shirt['id']}/variants/{sea['id']}/image",
        {"image_url": web.serve(picture, "/sea.png")},
    )
    url = image["data"]["image_url"]
    assert url.startswith(f"https://{connection.host}/s-{connection.store_hash}/product_images/")
    assert requests.get(url, timeout=10).content == picture
    shown = connection.get(f"catalog/products/{shirt['id']}/variants", sea["id"])["data"]
    assert shown["image_url"] == url

    # Lists, narrowed with filters that have a colon.
    both = connection.get("catalog/products", **{"id:in": f"{mug['data']['id']},{shirt['id']}", "limit": 1})
    assert both["meta"]["pagination"]["total"] == 2
    assert len(both["data"]) == 1
    only = connection.get(
        "catalog/products", **{"id:in": str(shirt["id"]), "include": "variants", "sku": "LINEN"}
    )
    assert [each["id"] for each in only["data"]] == [shirt["id"]]
    assert [each["image_url"] for each in only["data"][0]["variants"]] == ["", url]
    assert connection.get("catalog/products", name="Nothing", limit=5)["data"] == []

    # Changes, in both of its spellings.
    changed = connection.update("catalog/products", shirt["id"], {"price": 44, "name": "Linen shirt, washed"})
    assert (changed["data"]["price"], changed["data"]["name"]) == (44, "Linen shirt, washed")
    connection.put(f"catalog/products/{shirt['id']}/variants/{sea['id']}", {"price": 47.25, "image_url": ""})
    variant = connection.get(f"catalog/products/{shirt['id']}/variants/{sea['id']}")["data"]
    assert (variant["price"], variant["calculated_price"], variant["image_url"]) == (47.25, 47.25, "")

    # What is refused arrives as that client's own exception, with the answer at hand.
    with pytest.raises(ClientRequestException) as conflict:
        connection.post(
            "catalog/products", {"name": "Stoneware mug", "type": "physical", "weight": 1, "price": 1}
        )
    assert conflict.value.status_code == 409
    with pytest.raises(ClientRequestException) as refused:
        connection.post("catalog/products", {"name": "Without a type"})
    assert refused.value.status_code == 422
    assert refused.value.response.headers["Content-Type"].startswith("application/json")

    # And away again.
    assert connection.delete(f"catalog/products/{shirt['id']}/variants", sea["id"]) == {}
    assert connection.delete("catalog/products", shirt["id"]) == {}
    with pytest.raises(ClientRequestException) as missing:
        connection.get("catalog/products", shirt["id"])
    assert missing.value.status_code == 404
    assert [each["name"] for each in connection.get("catalog/products")["data"]] == ["Stoneware mug"]


def test_a_wrong_token_is_that_clients_own_exception(connection: Any, front: tuple[Front, Server]) -> None:
    stranger = OAuthConnection(
        client_id="journey",
        store_hash=connection.store_hash,
        access_token="not-a-token",
        host=front[0].host,
        api_path="/stores/{}/v3/{}",
    )
    with pytest.raises(ClientRequestException) as refused:
        stranger.get("catalog/products")
    assert refused.value.status_code == 401
    stranger._session.close()
