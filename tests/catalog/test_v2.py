"""What clients ask first to test their connection: V2's time and store, without an envelope (behaviour 2.2, 12)."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests

from openshelf.wire.scopes import Scope
from tests.support.client import Client
from tests.support.servers import Server

RATE_HEADERS = ("Requests-Left", "Requests-Quota", "Time-Reset-Ms", "Time-Window-Ms")


def get(client: Client, path: str, **headers: str) -> requests.Response:
    url = f"{client.server}/stores/{client.store_hash}/v2{path}"
    return requests.get(url, headers={"X-Auth-Token": client.token, **headers}, timeout=30)


@pytest.fixture
def informed(server: Server, client: Client) -> Any:
    made = server.new_store(Scope.INFORMATION_READ, store_hash=client.store_hash)
    yield made
    made.close()


def test_the_time_is_in_whole_seconds(client: Client) -> None:
    answer = get(client, "/time")
    assert answer.status_code == 200
    assert list(answer.json()) == ["time"]
    assert isinstance(answer.json()["time"], int)
    assert abs(answer.json()["time"] - time.time()) < 60


def test_the_time_needs_a_token_but_no_scope(server: Server, client: Client) -> None:
    assert get(client, "/time", **{"X-Auth-Token": "wrong"}).status_code == 401
    for scope in Scope:
        holder = server.new_store(scope)
        assert get(holder, "/time").status_code == 200
        holder.close()


def test_another_stores_token_is_403(server: Server, client: Client) -> None:
    other = server.new_store()
    url = f"{client.server}/stores/{client.store_hash}/v2/time"
    assert requests.get(url, headers={"X-Auth-Token": other.token}, timeout=30).status_code == 403
    other.close()


def test_the_four_rate_limit_headers_come_with_it(client: Client) -> None:
    answer = get(client, "/time")
    for name in RATE_HEADERS:
        assert int(answer.headers[f"X-Rate-Limit-{name}"]) >= 0


def test_the_store_says_who_it_is(informed: Client) -> None:
    answer = get(informed, "/store")
    assert answer.status_code == 200
    store = answer.json()
    assert (store["id"], store["status"]) == (informed.store_hash, "live")
    assert store["name"] == f"Store {informed.store_hash}"
    assert store["secure_url"] == informed.server
    assert informed.server.endswith(store["domain"])
    assert (store["currency"], store["currency_symbol"], store["decimal_places"]) == ("USD", "$", 2)
    assert store["timezone"]["name"] == "UTC"
    assert isinstance(store["store_id"], int)
    assert None not in store.values()


@pytest.mark.parametrize("scope", [Scope.INFORMATION, Scope.INFORMATION_READ])
def test_the_store_needs_a_scope_of_its_own(server: Server, client: Client, scope: Scope) -> None:
    answer = get(client, "/store")
    assert (answer.status_code, answer.json()["title"]) == (
        403,
        "You don't have a required scope to access the endpoint",
    )
    holder = server.new_store(scope)
    assert get(holder, "/store").status_code == 200
    assert holder.get("/catalog/summary").status_code == 403
    holder.close()


def test_nothing_of_v2_is_below_v3_and_the_other_way_round(client: Client) -> None:
    assert client.get("/time").status_code == 404
    assert client.get("/store").status_code == 404
    assert get(client, "/catalog/products").status_code == 404


def test_they_are_read_only(client: Client) -> None:
    url = f"{client.server}/stores/{client.store_hash}/v2/time"
    assert requests.post(url, headers={"X-Auth-Token": client.token}, timeout=30).status_code == 405


def test_the_clock_at_the_root_is_a_bare_number_of_milliseconds(server: Server) -> None:
    answer = requests.get(f"{server.url}/time", timeout=30)
    assert answer.status_code == 200
    assert abs(int(answer.text) - time.time() * 1000) < 60_000


def test_the_openapi_document_puts_them_under_their_own_server(server: Server) -> None:
    document = requests.get(f"{server.url}/openapi.json", timeout=30).json()
    assert document["servers"][0]["url"].endswith("/stores/{store_hash}/v3")
    for path in ("/time", "/store"):
        (base,) = document["paths"][path]["servers"]
        assert base["url"].endswith("/stores/{store_hash}/v2")
    shape = document["paths"]["/time"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert shape == {"$ref": "#/components/schemas/Time"}
