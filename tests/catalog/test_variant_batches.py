"""Several variants at once: `PUT /catalog/variants` (behaviour 5.5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

VARIANTS = "/catalog/variants"
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"


@pytest.fixture
def shirt(client: Client) -> Any:
    """A product with four variants; its options have room for no other."""
    return client.create_shirt()


def new(product: Any, sku: str, *, without: str = "") -> dict[str, Any]:
    """A variant with the combination of the product's first one, as an item of a batch."""
    values = [{"id": v["id"], "option_id": v["option_id"]} for v in product["variants"][0]["option_values"]]
    item = {"product_id": product["id"], "sku": sku, "option_values": values}
    return {name: value for name, value in item.items() if name != without}


def test_a_batch_changes_each_and_answers_in_the_order_of_the_request(client: Client, shirt: Any) -> None:
    first, second, *_ = shirt["variants"]
    answer = client.put(
        VARIANTS, [{"id": second["id"], "price": 2}, {"id": first["id"], "price": 1, "upc": "9"}]
    )
    assert answer.status_code == 200
    assert answer.json() == {
        "data": [
            second | {"price": 2, "calculated_price": 2},
            first | {"price": 1, "calculated_price": 1, "upc": "9"},
        ],
        "meta": {},
    }


def test_a_batch_reaches_variants_of_several_products(client: Client, shirt: Any) -> None:
    mug = client.create_product("Mug")
    batch = [{"id": shirt["variants"][0]["id"], "price": 1}, {"id": mug["base_variant_id"], "price": 2}]
    assert [each["price"] for each in succeeded(client.put(VARIANTS, batch))] == [1, 2]
    assert client.data(f"/catalog/products/{mug['id']}")["price"] == 2


def test_an_item_without_an_id_creates(client: Client, shirt: Any) -> None:
    client.delete(f"/catalog/products/{shirt['id']}/variants/{shirt['variants'][0]['id']}")
    (created,) = succeeded(client.put(VARIANTS, [new(shirt, "AGAIN")]))
    assert (created["sku"], created["product_id"]) == ("AGAIN", shirt["id"])
    assert created["option_values"] == shirt["variants"][0]["option_values"]
    assert client.data(VARIANTS, sku="AGAIN") == [created]


@pytest.mark.parametrize("missing", ["product_id", "sku", "option_values"])
def test_an_item_without_an_id_names_what_a_new_variant_needs(
    client: Client, shirt: Any, evidence: Evidence, missing: str
) -> None:
    with evidence.unchanged(client):
        answer = client.put(VARIANTS, [new(shirt, "X", without=missing)])
    assert answer.status_code == 422
    assert answer.json() == {
        "batch_errors": [
            {
                "status": 422,
                "title": "Missing Required Fields",
                "type": TYPE,
                "errors": {missing: f"Please provide a {missing}."},
            }
        ]
    }


def test_one_wrong_item_fails_the_whole_batch_and_every_wrong_one_is_told(
    client: Client, shirt: Any, evidence: Evidence
) -> None:
    first, second, *_ = shirt["variants"]
    with evidence.unchanged(client):
        answer = client.put(
            VARIANTS,
            [
                {"id": first["id"], "price": 1},
                {"id": second["id"], "sku": first["sku"]},
                {"id": 10**9, "price": 1},
                {"id": second["id"], "sku": ""},
                new(shirt, "X"),
            ],
        )
    assert answer.status_code == 422
    assert [(each["status"], each["title"]) for each in answer.json()["batch_errors"]] == [
        (409, f"Sku {first['sku']} is not unique"),
        (404, "The variant with id 1000000000 does not exist"),
        (422, "Variant sku cannot be empty"),
        (409, "Variant with the same option values set exists"),
    ]


def test_a_batch_takes_fifty_variants_and_not_fifty_one(
    client: Client, shirt: Any, evidence: Evidence
) -> None:
    item = {"id": shirt["variants"][0]["id"], "price": 1}
    assert len(succeeded(client.put(VARIANTS, [item] * 50))) == 50
    with evidence.unchanged(client):
        answer = client.put(VARIANTS, [{**item, "price": 2}] * 51)
    assert answer.status_code == 413
    assert answer.json() == {
        "status": 413,
        "title": "The request payload is too large. The maximum items allowed in the array is 50",
        "type": TYPE,
        "errors": {},
    }


def test_wrong_values_are_named_with_their_place(client: Client, shirt: Any, evidence: Evidence) -> None:
    first, second, *_ = shirt["variants"]
    with evidence.unchanged(client):
        answer = client.put(
            VARIANTS, [{"id": first["id"], "price": 1}, {"id": second["id"], "price": -1, "upc": 5}]
        )
    assert answer.status_code == 422
    assert answer.json()["title"] == "Invalid field(s): 1.price, 1.upc"


def test_an_image_is_not_a_part_of_a_batch(client: Client, shirt: Any) -> None:
    (saved,) = succeeded(
        client.put(VARIANTS, [{"id": shirt["variants"][0]["id"], "image_url": "http://x/y.png"}])
    )
    assert saved["image_url"] == ""


def test_a_batch_of_nothing_is_nothing(client: Client) -> None:
    assert succeeded(client.put(VARIANTS, [])) == []


def test_a_batch_is_a_list(client: Client, shirt: Any) -> None:
    answer = client.put(VARIANTS, {"id": shirt["variants"][0]["id"], "price": 1})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["body"])
