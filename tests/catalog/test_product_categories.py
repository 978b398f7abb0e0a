"""The categories of a product, and the order of products in a category (behaviour 3.1, 4.4, 7.7)."""

from __future__ import annotations

from typing import Any

import requests

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

PRODUCTS = "/catalog/products"
UNVERIFIED = (
    "Please verify if all required fields are present in the request body "
    "and are filled with values correctly."
)


def category(client: Client, name: str) -> int:
    found: int = succeeded(client.post("/catalog/categories", {"name": name, "parent_id": 0}))["id"]
    return found


def names(answer: requests.Response) -> list[str]:
    return [each["name"] for each in succeeded(answer)]


def test_a_product_is_made_in_its_categories(client: Client) -> None:
    one, two = category(client, "One"), category(client, "Two")
    product = client.create_product(categories=[two, one, two])
    assert product["categories"] == [one, two]
    assert client.data(f"{PRODUCTS}/{product['id']}") == product


def test_categories_that_are_given_replace_and_those_that_are_not_stay(client: Client) -> None:
    one, two, three = (category(client, name) for name in ("One", "Two", "Three"))
    path = f"{PRODUCTS}/{client.create_product(categories=[one, two])['id']}"
    assert succeeded(client.put(path, {"price": 3}))["categories"] == [one, two]
    assert succeeded(client.put(path, {"categories": [three, two]}))["categories"] == [two, three]
    assert succeeded(client.put(path, {"categories": []}))["categories"] == []


def test_a_category_that_is_not_there_is_a_conflict(client: Client, evidence: Evidence) -> None:
    one = category(client, "One")
    product = client.create_product(categories=[one])
    with evidence.unchanged(client):
        answer = client.put(f"{PRODUCTS}/{product['id']}", {"price": 9, "categories": [one, 4711]})
    assert (answer.status_code, list(answer.json()["errors"])) == (409, ["categories"])


def test_replacing_keeps_the_order_within_those_that_stay(client: Client) -> None:
    one, two = category(client, "One"), category(client, "Two")
    product = client.create_product(categories=[one])
    order = f"/catalog/categories/{one}/products/sort-order"
    client.put(order, [{"product_id": product["id"], "sort_order": 5}])
    client.put(f"{PRODUCTS}/{product['id']}", {"categories": [one, two]})
    assert client.data(order) == [{"product_id": product["id"], "sort_order": 5}]


def test_products_are_found_by_category(client: Client) -> None:
    one, two, three = (category(client, name) for name in ("One", "Two", "Three"))
    for name, categories in (("A", [one]), ("B", [one, two]), ("C", [three]), ("D", [])):
        client.create_product(name, categories=categories)
    # A product that is in another category as well is not found by the plain filter (3.1), by `:in` it is (3.2).
    assert names(client.get(PRODUCTS, categories=one)) == ["A"]
    assert names(client.get(PRODUCTS, categories=two)) == []
    assert names(client.get(PRODUCTS, **{"categories:in": f"{one},{three}"})) == ["A", "B", "C"]
    assert names(client.get(PRODUCTS, **{"categories:not_in": f"{two},{three}"})) == ["A", "D"]
    assert names(client.get(PRODUCTS, **{"categories:in": "4711"})) == []
    assert client.delete(PRODUCTS, categories=one).status_code == 204
    assert names(client.get(PRODUCTS)) == ["B", "C", "D"]


def test_batches_change_categories(client: Client) -> None:
    one = category(client, "One")
    ids = [client.create_product(name)["id"] for name in ("A", "B")]
    changed = succeeded(client.put(PRODUCTS, [{"id": each, "categories": [one]} for each in ids]))
    assert [each["categories"] for each in changed] == [[one], [one]]


# The order of products in a category


def sorted_category(client: Client, *orders: int | None) -> tuple[str, list[int]]:
    one = category(client, "One")
    ids = [client.create_product(f"P{position}", categories=[one])["id"] for position, _ in enumerate(orders)]
    path = f"/catalog/categories/{one}/products/sort-order"
    given = [{"product_id": id_, "sort_order": order} for id_, order in zip(ids, orders, strict=True)]
    answer = client.put(path, given)
    assert (answer.status_code, answer.json()) == (200, given)
    return path, ids


def test_products_stand_in_their_order_and_those_without_one_come_last(client: Client) -> None:
    path, (first, second, third) = sorted_category(client, 7, None, 3)
    shown: list[Any] = client.data(path)
    assert shown == [
        {"product_id": third, "sort_order": 3},
        {"product_id": first, "sort_order": 7},
        {"product_id": second, "sort_order": None},
    ]
    answer = client.get(path, page=2, limit=2)
    assert succeeded(answer) == shown[2:]
    assert answer.json()["meta"]["pagination"]["total"] == 3


def test_a_product_must_be_in_the_category_to_be_ordered(client: Client, evidence: Evidence) -> None:
    path, (first,) = sorted_category(client, 1)
    stranger = client.create_product("Stranger")["id"]
    orders = [{"product_id": first, "sort_order": 9}, {"product_id": stranger, "sort_order": 2}]
    with evidence.unchanged(client):
        answer = client.put(path, orders)
    assert answer.status_code == 422
    assert answer.json()["title"] == "Please verify if all requested products are assigned to the category."


def test_an_order_needs_both_fields_and_is_at_least_zero(client: Client, evidence: Evidence) -> None:
    path, (first,) = sorted_category(client, 1)
    with evidence.unchanged(client):
        missing = client.put(path, [{"product_id": first}])
        negative = client.put(path, [{"product_id": first, "sort_order": -1}])
        no_list = client.put(path, {"product_id": first, "sort_order": 1})
    assert missing.json()["errors"] == {"0.sort_order": "error.path.missing"}
    assert (negative.status_code, negative.json()["title"]) == (422, UNVERIFIED)
    assert no_list.json()["errors"] == {"obj": "error.expected.jsarray"}


def test_a_category_that_is_not_there_has_no_order(client: Client) -> None:
    path = "/catalog/categories/4711/products/sort-order"
    assert client.get(path).status_code == 404
    assert client.put(path, []).status_code == 404
