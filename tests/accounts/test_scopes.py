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
from tests.support.bodies import ask
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


@pytest.fixture(scope="module")
def accounts(server: Server, database: Database, home: Client) -> Iterator[dict[Scope, Client]]:
    """For each scope an account of `home` that has no other."""
    made = {scope: server.new_store(scope, store_hash=home.store_hash, database=database) for scope in Scope}
    yield made
    for each in made.values():
        each.close()


def as_sent(client: Client, operation: Operation[Any], token: str | None) -> requests.Response:
    """An operation on things that are not there, with another token than the client's, or with none."""
    return ask(client, operation, {}, headers={"X-Auth-Token": token})


@everywhere
def test_a_token_that_is_none_is_told_from_one_that_is_wrong(home: Client, operation: Operation[Any]) -> None:
    missing = as_sent(home, operation, None)
    assert (missing.status_code, missing.text) == (401, "X-Auth-Token header is required")
    assert missing.headers["content-type"] == "text/plain; charset=utf-8"
    malformed = as_sent(home, operation, "")
    assert (malformed.status_code, malformed.text) == (401, "X-Auth-Token header should have correct format")
    assert malformed.headers["content-type"] == "text/plain; charset=utf-8"
    unknown = as_sent(home, operation, "unknown")
    assert unknown.status_code == 401
    assert unknown.json() == {"status": 401, "title": "Unauthorized", "type": TYPE}


@everywhere
def test_another_stores_token_is_403_and_a_token_with_every_scope_gets_in(
    home: Client, stranger: Client, operation: Operation[Any]
) -> None:
    answer = as_sent(home, operation, stranger.token)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["errors"] == {}
    assert ask(home, operation, {}).status_code not in REFUSED


@everywhere
def test_a_scope_that_is_needed_is_enough_and_any_other_is_none(
    accounts: dict[Scope, Client], operation: Operation[Any]
) -> None:
    for scope, account in accounts.items():
        answer = ask(account, operation, {})
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


@pytest.mark.parametrize(
    "token", ["", "with space", "x" * 256, "tok\xe9n", "tab\there"], ids=lambda token: repr(token[:10])
)
def test_what_could_be_no_token_has_no_correct_format(home: Client, token: str) -> None:
    answer = as_sent(home, OPERATIONS[0], token)
    assert (answer.status_code, answer.text) == (401, "X-Auth-Token header should have correct format")


def test_a_token_that_is_nearly_right_is_wrong(home: Client) -> None:
    for token in (home.token[:-1], home.token + "x", home.token.upper(), home.token[::-1]):
        assert as_sent(home, OPERATIONS[0], token).json()["title"] == "Unauthorized"


def test_a_read_only_account_may_read_the_whole_catalog_and_write_none_of_it(
    accounts: dict[Scope, Client],
) -> None:
    catalog = [operation for operation in OPERATIONS if operation.path.startswith("/catalog/")]
    assert len(catalog) > 10
    for operation in catalog:
        allowed = ask(accounts[Scope.PRODUCTS_READ], operation, {}).status_code not in REFUSED
        assert allowed == (operation.method == "GET"), operation.path


def test_a_store_that_is_not_there_is_told_like_one_that_is_another_s(home: Client, stranger: Client) -> None:
    there, nowhere = (
        home.request_raw("GET", f"/stores/{store_hash}/v3/catalog/products")
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
