"""Brands: create, list, change, delete, and the products that have one (behaviour 4.6.4, 7.8)."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

BRANDS = "/catalog/brands"
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
SAID: dict[str, Any] = {
    "name": "Common Good",
    "page_title": "All of Common Good",
    "meta_keywords": ["modern, clean, contemporary"],
    "meta_description": "Soap & more",
    "search_keywords": "soap, common",
}


def create(client: Client, name: str = "Common Good", **fields: Any) -> Any:
    return succeeded(client.post(BRANDS, {"name": name, **fields}))


def names(answer: requests.Response) -> list[str]:
    return [each["name"] for each in succeeded(answer)]


def test_a_bare_brand_has_every_default_in_the_order_of_the_wire(client: Client) -> None:
    answer = client.post(BRANDS, {"name": "Common Good"})
    assert (answer.status_code, answer.json()["meta"]) == (200, {})
    brand = answer.json()["data"]
    assert brand == {
        "id": brand["id"],
        "name": "Common Good",
        "page_title": "",
        "meta_keywords": [""],
        "meta_description": "",
        "image_url": "",
        "search_keywords": "",
        "custom_url": {"url": "/common-good/", "is_customized": False},
    }
    assert list(brand) == (
        [
            "id",
            "name",
            "page_title",
            "meta_keywords",
            "meta_description",
            "image_url",
            "search_keywords",
            "custom_url",
        ]
    )


def test_everything_that_is_said_is_kept_and_read_back(client: Client) -> None:
    brand = create(client, **SAID, custom_url={"url": "/brands/Common-Good.html"})
    assert {name: brand[name] for name in SAID} == SAID
    assert brand["custom_url"] == {"url": "/brands/Common-Good.html", "is_customized": True}
    assert client.data(f"{BRANDS}/{brand['id']}") == brand
    assert client.data(BRANDS) == [brand]


def test_a_change_leaves_what_it_does_not_name(client: Client) -> None:
    brand = create(client, **SAID)
    changed = succeeded(
        client.put(f"{BRANDS}/{brand['id']}", {"id": 99, "page_title": "Soap", "meta_keywords": []})
    )
    assert changed == {**brand, "page_title": "Soap", "meta_keywords": [""]}
    assert client.data(f"{BRANDS}/{brand['id']}") == changed


def test_a_rename_keeps_the_url(client: Client) -> None:
    brand = create(client)
    changed = succeeded(client.put(f"{BRANDS}/{brand['id']}", {"name": "common good"}))
    assert (changed["name"], changed["custom_url"]["url"]) == ("common good", "/common-good/")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_brand_that_is_not_there_is_404(client: Client, method: str) -> None:
    answer = client.request(method, f"{BRANDS}/4711", json={} if method == "PUT" else None)
    assert answer.status_code == 404
    assert answer.json() == {"status": 404, "title": "A brand was not found with an id of 4711", "type": TYPE}


def test_a_name_is_needed_and_has_1_to_255_characters(client: Client) -> None:
    missing = client.post(BRANDS, {"page_title": "x"})
    assert (missing.status_code, missing.json()["title"]) == (422, "Missing Required Fields")
    assert missing.json()["errors"] == {"name": "Please provide a name."}
    for name in ("", "x" * 256):
        answer = client.post(BRANDS, {"name": name})
        assert (answer.status_code, answer.json()["title"]) == (422, "Invalid field(s): name")
        assert answer.json()["errors"] == {"name": "name must have a length between 1 and 255"}


def test_a_name_is_taken_in_any_case(client: Client, evidence: Evidence) -> None:
    create(client)
    other = create(client, "Other")
    with evidence.unchanged(client):
        created = client.post(BRANDS, {"name": "COMMON good"})
        renamed = client.put(f"{BRANDS}/{other['id']}", {"name": "common GOOD"})
    for answer in (created, renamed):
        assert answer.status_code == 409
        assert answer.json() == {
            "status": 409,
            "title": "The brand name is a duplicate",
            "type": TYPE,
            "errors": {"name": "The brand name is a duplicate"},
        }


def test_stores_do_not_share_names_or_brands(client: Client, server: Any) -> None:
    brand = create(client)
    stranger = server.new_store()
    assert stranger.get(f"{BRANDS}/{brand['id']}").status_code == 404
    assert succeeded(stranger.get(BRANDS)) == []
    assert create(stranger)["custom_url"]["url"] == "/common-good/"
    stranger.close()


# Listing


def test_the_list_is_filtered_by_id_name_and_page_title(client: Client) -> None:
    ids = [create(client, name, page_title=f"Page {name}")["id"] for name in ("Acme", "Bolt", "Zeal")]
    assert names(client.get(BRANDS, id=ids[1])) == ["Bolt"]
    assert names(client.get(BRANDS, **{"id:in": f"{ids[0]},{ids[2]}"})) == ["Acme", "Zeal"]
    assert names(client.get(BRANDS, **{"id:not_in": f"{ids[0]},{ids[2]}"})) == ["Bolt"]
    assert names(client.get(BRANDS, **{"id:min": ids[1]})) == ["Bolt", "Zeal"]
    assert names(client.get(BRANDS, **{"id:greater": ids[1]})) == ["Zeal"]
    assert names(client.get(BRANDS, **{"id:less": ids[1]})) == ["Acme"]
    assert names(client.get(BRANDS, **{"id:max": ids[1]})) == ["Acme", "Bolt"]
    assert names(client.get(BRANDS, name="bolt")) == ["Bolt"]
    assert names(client.get(BRANDS, **{"name:like": "E"})) == ["Acme", "Zeal"]
    assert names(client.get(BRANDS, page_title="Page Zeal")) == ["Zeal"]


def test_the_list_is_sorted_by_name_and_paged(client: Client) -> None:
    for name in ("Bolt", "Zeal", "Acme"):
        create(client, name)
    assert names(client.get(BRANDS)) == ["Bolt", "Zeal", "Acme"]
    assert names(client.get(BRANDS, sort="name")) == ["Acme", "Bolt", "Zeal"]
    answer = client.get(BRANDS, sort="name", direction="desc", limit=2)
    assert names(answer) == ["Zeal", "Bolt"]
    assert answer.json()["meta"]["pagination"]["links"] == {
        "current": "?page=1&sort=name&direction=desc&limit=2",
        "next": "?page=2&sort=name&direction=desc&limit=2",
    }


def test_fields_can_be_chosen(client: Client) -> None:
    brand = create(client)
    assert client.data(BRANDS, include_fields="name") == [{"id": brand["id"], "name": "Common Good"}]
    assert "custom_url" not in client.data(f"{BRANDS}/{brand['id']}", exclude_fields="custom_url,id")
    assert client.data(f"{BRANDS}/{brand['id']}", exclude_fields="custom_url,id")["id"] == brand["id"]


def test_an_unknown_filter_is_named(client: Client) -> None:
    answer = client.get(BRANDS, color="red")
    assert answer.status_code == 422
    assert answer.json()["title"] == "The filter(s): color are not valid filter parameter(s)."


# URLs: one space for products, brands and categories


def test_a_made_url_that_is_taken_gets_a_number(client: Client) -> None:
    client.create_product("Common Good")
    assert create(client)["custom_url"] == {"url": "/common-good-2/", "is_customized": False}


def test_a_wanted_url_that_is_taken_or_unusable_keeps_a_brand_from_being_made(
    client: Client, evidence: Evidence
) -> None:
    client.create_product("Common Good")
    with evidence.unchanged(client):
        taken = client.post(BRANDS, {"name": "Soap", "custom_url": {"url": "/common-good/"}})
        unusable = client.post(BRANDS, {"name": "Soap", "custom_url": {"url": "/käse/"}})
        long_part = client.post(BRANDS, {"name": "Soap", "custom_url": {"url": f"/{'x' * 257}/"}})
    assert (taken.status_code, list(taken.json()["errors"])) == (409, ["custom_url"])
    assert [each.status_code for each in (unusable, long_part)] == [422, 422]


def test_a_brands_url_has_up_to_1024_characters(client: Client) -> None:
    path = f"/{'a' * 250}" * 4 + "/"
    assert create(client, custom_url={"url": path})["custom_url"]["url"] == path


def test_a_change_whose_url_cannot_be_taken_saves_all_else_and_says_so(client: Client) -> None:
    client.create_product("Taken")
    brand = create(client)
    answer = client.put(f"{BRANDS}/{brand['id']}", {"page_title": "New", "custom_url": {"url": "/taken/"}})
    assert answer.status_code == 207
    body = answer.json()
    assert body["data"] == [{**brand, "page_title": "New"}]
    assert body["meta"] == {"total": 1, "success": 0, "failed": 1}
    assert body["errors"]["status"] == 422
    assert list(body["errors"]["errors"]) == ["custom_url"]
    assert client.data(f"{BRANDS}/{brand['id']}") == body["data"][0]


def test_a_url_that_was_left_is_free_again(client: Client) -> None:
    brand = create(client)
    succeeded(client.put(f"{BRANDS}/{brand['id']}", {"custom_url": {"url": "/soap/"}}))
    assert create(client, "Common-Good")["custom_url"]["url"] == "/common-good/"
    client.delete(f"{BRANDS}/{brand['id']}")
    assert create(client, "Soap")["custom_url"]["url"] == "/soap/"


# Deleting


def test_deleting_a_brand_leaves_its_products_without_one(client: Client, evidence: Evidence) -> None:
    brand = create(client)
    product = client.create_product(brand_id=brand["id"])
    evidence.age(client)
    answer = client.delete(f"{BRANDS}/{brand['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get(f"{BRANDS}/{brand['id']}").status_code == 404
    after = client.data(f"/catalog/products/{product['id']}")
    assert after["brand_id"] == 0
    assert after["date_modified"] >= product["date_modified"]


def test_deleting_by_filter_needs_a_name(client: Client, evidence: Evidence) -> None:
    create(client, page_title="Soap")
    with evidence.unchanged(client):
        assert client.delete(BRANDS).status_code == 422
        assert client.delete(BRANDS, page_title="Soap").status_code == 422
        assert client.delete(BRANDS, name="").status_code == 422
        assert client.delete(BRANDS, **{"id:in": "1"}).status_code == 422
        assert client.delete(BRANDS, name="Common Good", page_title="Other").status_code == 204
    assert client.delete(BRANDS, name="common good", page_title="Soap").status_code == 204
    assert client.data(BRANDS) == []


# Products and their brand


def test_a_product_is_given_a_brand_by_id_and_loses_it(client: Client) -> None:
    brand = create(client)
    product = client.create_product(brand_id=brand["id"])
    assert product["brand_id"] == brand["id"]
    assert "brand_name" not in product
    path = f"/catalog/products/{product['id']}"
    assert succeeded(client.put(path, {"price": 1}))["brand_id"] == brand["id"]
    assert succeeded(client.put(path, {"brand_id": 0}))["brand_id"] == 0


def test_a_brand_that_is_not_there_is_a_conflict(client: Client, evidence: Evidence) -> None:
    product = client.create_product()
    with evidence.unchanged(client):
        answer = client.put(f"/catalog/products/{product['id']}", {"price": 1, "brand_id": 4711})
    assert answer.status_code == 409
    assert list(answer.json()["errors"]) == ["brand_id"]


def test_a_brand_name_is_used_again_in_any_case_or_made(client: Client) -> None:
    brand = create(client)
    assert client.create_product("One", brand_name="COMMON GOOD")["brand_id"] == brand["id"]
    made = client.create_product("Two", brand_name="Fresh")["brand_id"]
    assert client.data(f"{BRANDS}/{made}")["name"] == "Fresh"
    three = client.create_product("Three")
    changed = succeeded(client.put(f"/catalog/products/{three['id']}", {"brand_name": "fresh"}))
    assert changed["brand_id"] == made
    assert len(client.data(BRANDS)) == 2


def test_an_empty_brand_name_is_refused(client: Client) -> None:
    answer = client.post(
        "/catalog/products", {"name": "X", "type": "physical", "weight": 1, "price": 1, "brand_name": ""}
    )
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["brand_name"])


def test_a_product_that_is_refused_leaves_no_brand_behind(client: Client, evidence: Evidence) -> None:
    client.create_product("Taken")
    with evidence.unchanged(client):
        answer = client.post(
            "/catalog/products",
            {"name": "taken", "type": "physical", "weight": 1, "price": 1, "brand_name": "Fresh"},
        )
    assert answer.status_code == 409


def test_products_are_found_by_brand(client: Client) -> None:
    one, two = create(client, "One")["id"], create(client, "Two")["id"]
    for name, brand_id in (("A", one), ("B", two), ("C", 0)):
        client.create_product(name, brand_id=brand_id)
    products = "/catalog/products"
    assert names(client.get(products, brand_id=one)) == ["A"]
    assert names(client.get(products, **{"brand_id:in": f"{one},{two}"})) == ["A", "B"]
    assert names(client.get(products, brand_id=0)) == ["C"]
    assert client.delete(products, brand_id=one).status_code == 204
    assert names(client.get(products)) == ["B", "C"]
