"""Where a product is in the shop: generated, given, taken and left URLs (behaviour 4.5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

PRODUCTS = "/catalog/products"


def create(client: Client, name: str = "Mug", **fields: Any) -> Any:
    return client.post(PRODUCTS, {"name": name, "type": "physical", "weight": 1, "price": 5, **fields})


def test_a_url_is_made_from_the_name(client: Client) -> None:
    for name, url in (
        ("Able Brewing System", "/able-brewing-system/"),
        ("  [Sample] Oak, Cheese & Grater!  ", "/sample-oak-cheese-grater/"),
        ("Größe 42", "/gr-e-42/"),
    ):
        assert client.create_product(name)["custom_url"] == {"url": url, "is_customized": False}


def test_a_name_without_latin_letters_gets_a_url_too(client: Client) -> None:
    product = client.create_product("杯子")
    assert product["custom_url"]["url"] == f"/product-{product['id']}/"


def test_generated_urls_that_collide_get_a_number(client: Client) -> None:
    urls = [client.create_product(name)["custom_url"]["url"] for name in ("Tea Pot", "Tea-Pot", "tea_pot")]
    assert urls == ["/tea-pot/", "/tea-pot-2/", "/tea-pot-3/"]


def test_renaming_keeps_the_url(client: Client) -> None:
    product = client.create_product("Mug")
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", {"name": "Cup"}))
    assert changed["custom_url"] == {"url": "/mug/", "is_customized": False}


def test_a_url_can_be_given(client: Client) -> None:
    product = client.create_product(custom_url={"url": "/kitchen/Mug_1.html"})
    assert product["custom_url"] == {"url": "/kitchen/Mug_1.html", "is_customized": True}


def test_a_given_url_that_is_taken_is_a_conflict_on_create(client: Client, evidence: Evidence) -> None:
    client.create_product("Mug")
    with evidence.unchanged(client):
        answer = create(client, "Bowl", custom_url={"url": "/mug/"})
    assert answer.status_code == 409
    assert answer.json()["title"] == "The product custom_url is a duplicate"
    assert answer.json()["errors"] == {"custom_url": "The custom url /mug/ is already in use"}


@pytest.mark.parametrize("url", ["/größe/", "no-slash", "/with space/", "/" + "x" * 255, ""])
def test_a_given_url_that_cannot_be_one_is_refused_on_create(
    client: Client, evidence: Evidence, url: str
) -> None:
    with evidence.unchanged(client):
        answer = create(client, custom_url={"url": url})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["custom_url"]


@pytest.mark.parametrize("url", ["/größe/", "/" + "x" * 255, "/mug/"])
def test_a_url_that_cannot_be_taken_on_a_change_is_207_and_all_else_is_saved(
    client: Client, url: str
) -> None:
    client.create_product("Mug")
    bowl = client.create_product("Bowl", price=5)
    answer = client.put(f"{PRODUCTS}/{bowl['id']}", {"price": 6, "custom_url": {"url": url}})
    assert answer.status_code == 207
    body = answer.json()
    assert list(body) == ["data", "errors", "meta"]
    assert (body["data"]["price"], body["data"]["custom_url"]["url"]) == (6, "/bowl/")
    assert (body["errors"]["status"], list(body["errors"]["errors"])) == (422, ["custom_url"])
    assert client.data(f"{PRODUCTS}/{bowl['id']}") == body["data"]


def test_a_full_success_has_no_errors_key(client: Client) -> None:
    product = client.create_product()
    answer = client.put(f"{PRODUCTS}/{product['id']}", {"custom_url": {"url": "/elsewhere/"}})
    assert answer.status_code == 200
    assert list(answer.json()) == ["data", "meta"]
    assert answer.json()["data"]["custom_url"] == {"url": "/elsewhere/", "is_customized": True}


def test_a_url_that_was_left_is_free_for_others(client: Client) -> None:
    mug = client.create_product("Mug")
    succeeded(client.put(f"{PRODUCTS}/{mug['id']}", {"custom_url": {"url": "/cup/"}}))
    assert client.create_product("mug 2", custom_url={"url": "/mug/"})["custom_url"]["url"] == "/mug/"


def test_a_url_can_be_left_with_a_redirect_and_taken_back(client: Client, evidence: Evidence) -> None:
    mug = client.create_product("Mug")
    path = f"{PRODUCTS}/{mug['id']}"
    succeeded(client.put(path, {"custom_url": {"url": "/cup/", "create_redirect": True}}))
    paths = {
        row["path"]: (row["resource_id"], row["is_redirect"]) for row in evidence.rows(client)["url_path"]
    }
    assert paths == {"/mug/": (mug["id"], True), "/cup/": (mug["id"], False)}
    assert succeeded(client.put(path, {"custom_url": {"url": "/mug/"}}))["custom_url"]["url"] == "/mug/"


def test_a_redirect_gives_way_to_a_product(client: Client) -> None:
    mug = client.create_product("Mug")
    succeeded(
        client.put(f"{PRODUCTS}/{mug['id']}", {"custom_url": {"url": "/cup/", "create_redirect": True}})
    )
    assert client.create_product("Other", custom_url={"url": "/mug/"})["custom_url"]["url"] == "/mug/"


def test_a_batch_with_one_url_that_cannot_be_taken_is_207(client: Client) -> None:
    mug, bowl = client.create_product("Mug"), client.create_product("Bowl")
    answer = client.put(
        PRODUCTS, [{"id": bowl["id"], "custom_url": {"url": "/mug/"}}, {"id": mug["id"], "price": 9}]
    )
    assert answer.status_code == 207
    body = answer.json()
    assert [each["id"] for each in body["data"]] == [bowl["id"], mug["id"]]
    assert list(body) == ["data", "errors", "meta"]
    assert client.data(f"{PRODUCTS}/{mug['id']}")["price"] == 9
