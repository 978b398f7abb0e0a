"""Keyword search: the same finds in the same order on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.servers import Server


def found(client: Client, keyword: str, **query: Any) -> list[str]:
    return [product["name"] for product in client.data("/catalog/products", keyword=keyword, **query)]


@pytest.fixture
def shop(client: Client) -> Client:
    client.create_product("Harrow Tee", sku="HAR-TEE-1", description="<p>soft <b>organic</b> cotton</p>")
    client.create_product("Cotton Tote", sku="TOTE_9", description="canvas", search_keywords="bag, shopper")
    client.create_product("Café Mug", sku="MUG.3", description="stoneware", is_visible=False)
    return client


@pytest.mark.parametrize(
    ("keyword", "names"),
    [
        ("organic", ["Harrow Tee"]),
        ("ORGANIC", ["Harrow Tee"]),
        ("org", ["Harrow Tee"]),
        ("har-tee-1", ["Harrow Tee"]),
        ("tote_9", ["Cotton Tote"]),
        ("shopper", ["Cotton Tote"]),
        ("cafe", ["Café Mug"]),
        ("CAFÉ mug", ["Café Mug"]),
        ("tee organic", ["Harrow Tee"]),
        ("tee canvas", []),
        ("ganic", []),
        ("b", ["Cotton Tote"]),
        ("", []),
        ('" OR 1', ["Harrow Tee"]),
    ],
)
def test_every_word_begins_a_word_of_the_product(shop: Client, keyword: str, names: list[str]) -> None:
    assert found(shop, keyword) == names


@pytest.mark.parametrize(
    "keyword", ["*", "AND", "NEAR(a b)", "name:tee", "(", "'", "a & b | !c", "\\", "%", "-tee"]
)
def test_signs_that_mean_something_to_a_database_mean_nothing_here(shop: Client, keyword: str) -> None:
    assert shop.get("/catalog/products", keyword=keyword).status_code == 200


def test_a_find_in_the_name_comes_before_one_in_the_description(shop: Client) -> None:
    assert found(shop, "cotton") == ["Cotton Tote", "Harrow Tee"]
    assert found(shop, "cotton", sort="id") == ["Harrow Tee", "Cotton Tote"]


def test_a_shopper_does_not_find_what_is_hidden_and_a_merchant_does(shop: Client) -> None:
    assert found(shop, "mug", keyword_context="shopper") == []
    assert found(shop, "mug", keyword_context="merchant") == ["Café Mug"]


def test_a_change_is_found_at_once_and_what_it_replaced_no_more(shop: Client) -> None:
    product = shop.data("/catalog/products", name="Harrow Tee")[0]
    shop.put(f"/catalog/products/{product['id']}", {"name": "Linen Shirt"})
    assert found(shop, "harrow") == []
    assert found(shop, "linen") == ["Linen Shirt"]
    shop.delete(f"/catalog/products/{product['id']}")
    assert found(shop, "linen") == []


def test_search_stays_within_its_store(shop: Client, server: Server) -> None:
    assert found(server.new_store(), "cotton") == []


def test_finds_are_counted_and_paged(client: Client) -> None:
    for number in range(5):
        client.create_product(f"Linen {number}")
    answer = client.get("/catalog/products", keyword="linen", limit=2, page=2).json()
    assert answer["meta"]["pagination"]["total"] == 5
    assert len(answer["data"]) == 2
