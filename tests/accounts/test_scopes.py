"""Who may do what: every operation against every kind of token (behaviour 1.4, 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from openshelf.app import OPERATIONS
from openshelf.persistence.database import Database
from openshelf.wire.routing import Operation
from openshelf.wire.scopes import Scope
from tests.support.bodies import encoded, example, fill_path
from tests.support.client import Client
from tests.support.servers import Server

TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
REFUSED = (401, 403)

everywhere = pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}"
)


@pytest.fixture(scope="module")
def home(server: Server, database: Database) -> Iterator[Client]:
    """A client with every scope."""
    made = server.new_store(*Scope, database=database)
    yield made
    made.close()


@pytest.fixture(scope="module")
def stranger(server: Server, database: Database) -> Iterator[Client]:
    """A client with every scope of another store."""
    made = server.new_store(*Scope, database=database)
    yield made
    made.close()


def ask(store: Client, operation: Operation[Any], token: str | None) -> requests.Response:
    """An operation on a store, on things that are not there."""
    url = f"{store.server}/stores/{store.store_hash}/{operation.version}{fill_path(operation.path, {})}"
    headers = {} if token is None else {"X-Auth-Token": token}
    body = None
    if operation.body is not None:
        body, headers["Content-Type"] = encoded(example(operation)), "application/json"
    return requests.request(operation.method, url, headers=headers, data=body, timeout=30)


@everywhere
def test_without_a_token_it_is_a_plain_401(home: Client, operation: Operation[Any]) -> None:
    answer = ask(home, operation, None)
    assert (answer.status_code, answer.text) == (401, "X-Auth-Token header is required")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@everywhere
def test_a_token_that_could_be_none_is_a_plain_401(home: Client, operation: Operation[Any]) -> None:
    for token in ("", "with space", "x" * 256, "tok\tén".encode().decode("latin-1")):
        answer = ask(home, operation, token)
        assert answer.status_code == 401
        assert answer.text == "X-Auth-Token header should have correct format"
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@everywhere
def test_an_unknown_token_is_a_401_in_json(home: Client, operation: Operation[Any]) -> None:
    for token in ("unknown", home.token[:-1], home.token.upper()):
        answer = ask(home, operation, token)
        assert answer.status_code == 401
        assert answer.json() == {"status": 401, "title": "Unauthorized", "type": TYPE}


@everywhere
def test_another_stores_token_is_403(home: Client, stranger: Client, operation: Operation[Any]) -> None:
    answer = ask(home, operation, stranger.token)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["errors"] == {}


@everywhere
def test_a_token_with_every_scope_gets_in(home: Client, operation: Operation[Any]) -> None:
    assert ask(home, operation, home.token).status_code not in REFUSED


@everywhere
def test_a_scope_that_is_needed_is_enough_and_any_other_is_none(
    server: Server, database: Database, home: Client, operation: Operation[Any]
) -> None:
    for scope in Scope:
        account = server.new_store(scope, store_hash=home.store_hash, database=database)
        answer = ask(home, operation, account.token)
        if scope in operation.needs or not operation.needs:
            assert answer.status_code not in REFUSED, scope
        else:
            assert answer.status_code == 403, scope
            assert answer.json() == {
                "status": 403,
                "title": "You don't have a required scope to access the endpoint",
                "type": TYPE,
                "errors": {},
            }
        account.close()


def test_a_read_only_account_may_read_the_whole_catalog_and_write_none_of_it(
    server: Server, database: Database, home: Client
) -> None:
    reader = server.new_store(Scope.PRODUCTS_READ, store_hash=home.store_hash, database=database)
    catalog = [operation for operation in OPERATIONS if operation.path.startswith("/catalog/")]
    assert len(catalog) > 10
    for operation in catalog:
        allowed = ask(home, operation, reader.token).status_code not in REFUSED
        assert allowed == (operation.method == "GET"), operation.path
    reader.close()


def test_a_store_that_is_not_there_is_told_like_one_that_is_another_s(home: Client, stranger: Client) -> None:
    there, nowhere = (
        requests.get(
            f"{home.server}/stores/{store_hash}/v3/catalog/products",
            headers={"X-Auth-Token": home.token},
            timeout=30,
        )
        for store_hash in (stranger.store_hash, "nowhere")
    )
    assert (there.status_code, there.json()) == (nowhere.status_code, nowhere.json())


def test_the_client_id_that_libraries_send_along_plays_no_part(home: Client) -> None:
    for client_id in ("", "x", "x" * 1000):
        answer = home.request("GET", "/catalog/products", headers={"X-Auth-Client": client_id})
        assert answer.status_code == 200


def test_the_name_of_the_header_is_known_in_any_case(home: Client) -> None:
    for name in ("x-auth-token", "X-AUTH-TOKEN"):
        url = f"{home.base}/catalog/products"
        assert requests.get(url, headers={name: home.token}, timeout=30).status_code == 200


def test_several_accounts_of_a_store_have_each_their_own_scopes(client: Client, server: Server) -> None:
    reader = server.new_store(Scope.PRODUCTS_READ, store_hash=client.store_hash)
    writer = server.new_store(Scope.PRODUCTS, store_hash=client.store_hash)
    body = {"name": "Mug", "type": "physical", "weight": 1, "price": 1}
    assert reader.post("/catalog/products", body).status_code == 403
    assert writer.post("/catalog/products", body).status_code == 200
    assert [product["name"] for product in reader.data("/catalog/products")] == ["Mug"]
    for account in (reader, writer):
        account.close()
