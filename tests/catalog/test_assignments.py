"""Which categories and channels products are assigned to, by pairs (behaviour 1.6.6, 4.1.5, 7.7)."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

PRODUCTS = "/catalog/products"
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
UNVERIFIED = (
    "Please verify if all required fields are present in the request body "
    "and are filled with values correctly."
)
KINDS = ("category", "channel")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def path(kind: str) -> str:
    return f"{PRODUCTS}/{kind}-assignments"


@pytest.fixture
def others(client: Client, kind: str) -> list[int]:
    """Two categories, or two channels."""
    if kind == "channel":
        return [1, 667159]
    body = [{"name": name, "tree_id": 1} for name in ("One", "Two")]
    return [each["category_id"] for each in succeeded(client.post("/catalog/trees/categories", body))]


@pytest.fixture
def products(client: Client) -> list[int]:
    return [client.create_product(name)["id"] for name in ("A", "B")]


def pairs(kind: str, products: list[int], others: list[int]) -> list[dict[str, int]]:
    return [{"product_id": product, f"{kind}_id": other} for product in products for other in others]


def saved(answer: requests.Response) -> None:
    assert (answer.status_code, answer.content) == (204, b"")


def test_pairs_are_added_to_those_that_are_there(
    client: Client, kind: str, path: str, products: list[int], others: list[int]
) -> None:
    every = pairs(kind, products, others)
    assert client.data(path) == []
    saved(client.put(path, every[:1]))
    saved(client.put(path, [*every[:2], every[1]]))
    assert client.data(path) == every[:2]
    saved(client.put(path, every))
    assert client.data(path) == every


def test_the_list_is_filtered_and_paged(
    client: Client, kind: str, path: str, products: list[int], others: list[int]
) -> None:
    every = pairs(kind, products, others)
    saved(client.put(path, every))
    assert client.data(path, **{"product_id:in": products[1]}) == every[2:]
    assert client.data(path, **{f"{kind}_id:in": others[0]}) == [every[0], every[2]]
    answer = client.get(path, page=2, limit=3)
    assert succeeded(answer) == every[3:]
    assert answer.json()["meta"]["pagination"]["links"] == {
        "previous": "?limit=3&page=1",
        "current": "?limit=3&page=2",
    }
    assert client.get(path, product_id=products[0]).status_code == 422


def test_deleting_needs_a_filter(
    client: Client, kind: str, path: str, products: list[int], others: list[int], evidence: Evidence
) -> None:
    saved(client.put(path, pairs(kind, products, others)))
    with evidence.unchanged(client):
        answer = client.delete(path)
        empty = client.delete(path, **{"product_id:in": ""})
    assert answer.json() == {
        "status": 422,
        "title": f"At least one filter must be provided in order to delete {kind} assignments",
        "type": TYPE,
        "errors": {},
    }
    assert empty.status_code == 422


def test_two_filters_delete_what_both_mean(
    client: Client, kind: str, path: str, products: list[int], others: list[int]
) -> None:
    every = pairs(kind, products, others)
    saved(client.put(path, every))
    saved(client.delete(path, **{"product_id:in": products[0], f"{kind}_id:in": f"{others[1]},4711"}))
    assert client.data(path) == [every[0], *every[2:]]
    saved(client.delete(path, **{f"{kind}_id:in": others[0]}))
    assert client.data(path) == every[3:]
    saved(client.delete(path, **{"product_id:in": "4711"}))
    assert client.data(path) == every[3:]


def test_a_product_that_is_not_there_is_named_and_nothing_is_saved(
    client: Client, kind: str, path: str, products: list[int], others: list[int], evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = client.put(path, pairs(kind, [products[0], 4711], others[:1]))
    assert answer.json() == {
        "status": 422,
        "title": UNVERIFIED,
        "type": TYPE,
        "errors": {"1.product_id": "Product does not exist."},
    }


def test_a_pair_needs_both_numbers(client: Client, kind: str, path: str, products: list[int]) -> None:
    answer = client.put(path, [{"product_id": products[0]}, {"product_id": "x", f"{kind}_id": 1}])
    assert (answer.status_code, answer.json()["title"]) == (422, "JSON data is missing or invalid")
    assert answer.json()["errors"] == {
        f"0.{kind}_id": "error.path.missing",
        "1.product_id": "error.expected.jsnumber",
    }


def test_assignments_go_with_their_product(
    client: Client, kind: str, path: str, products: list[int], others: list[int]
) -> None:
    saved(client.put(path, pairs(kind, products, others)))
    client.delete(f"{PRODUCTS}/{products[0]}")
    assert client.data(path) == pairs(kind, products[1:], others)


def test_no_store_reaches_the_assignments_of_another(
    client: Client,
    server: Any,
    kind: str,
    path: str,
    products: list[int],
    others: list[int],
    evidence: Evidence,
) -> None:
    saved(client.put(path, pairs(kind, products, others)))
    stranger = server.new_store()
    with evidence.unchanged(client):
        assert stranger.put(path, pairs(kind, products, others)).status_code == 422
        stranger.delete(path, **{f"{kind}_id:in": ",".join(map(str, others))})
        stranger.delete(path, **{"product_id:in": products[0]})
    assert stranger.data(path) == []
    stranger.close()


# Categories


def test_a_category_that_is_not_there_is_named(
    client: Client, products: list[int], evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = client.put(f"{PRODUCTS}/category-assignments", pairs("category", products[:1], [4711]))
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        {"0.category_id": "Category does not exist."},
    )


def test_the_product_shows_its_assigned_categories(client: Client, products: list[int]) -> None:
    path = f"{PRODUCTS}/category-assignments"
    one = succeeded(client.post("/catalog/categories", {"name": "One", "parent_id": 0}))["id"]
    saved(client.put(path, pairs("category", products, [one])))
    assert client.data(f"{PRODUCTS}/{products[0]}")["categories"] == [one]
    saved(client.delete(path, **{"product_id:in": products[0]}))
    assert client.data(f"{PRODUCTS}/{products[0]}")["categories"] == []
    assert client.data(f"{PRODUCTS}/{products[1]}")["categories"] == [one]


# Channels


def test_a_new_product_is_on_no_channel_and_still_in_the_shop(client: Client) -> None:
    product = client.create_product("Lonely")
    shown = client.data(f"{PRODUCTS}/{product['id']}", include="channels")
    assert shown["channels"] == []
    assert "channels" not in product
    shop = requests.get(f"{client.server}/shop/{client.store_hash}/", timeout=10)
    assert "Lonely" in shop.text


def test_products_show_their_channels_and_are_found_by_them(client: Client, products: list[int]) -> None:
    first, second = products
    saved(
        client.put(
            f"{PRODUCTS}/channel-assignments",
            [*pairs("channel", [first], [7, 2]), *pairs("channel", [second], [7])],
        )
    )
    listed = client.data(PRODUCTS, include="channels")
    assert [each["channels"] for each in listed] == [[2, 7], [7]]
    assert client.data(f"{PRODUCTS}/{first}", include="channels")["channels"] == [2, 7]
    assert [each["id"] for each in client.data(PRODUCTS, **{"channel_id:in": "2,3"})] == [first]
    assert len(client.data(PRODUCTS, **{"channel_id:in": "7"})) == 2
