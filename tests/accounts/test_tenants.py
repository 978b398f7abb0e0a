"""No store ever sees or changes what is another's, by whatever id: every operation is tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from openshelf.app import OPERATIONS
from openshelf.persistence import tables
from openshelf.persistence.database import Database
from openshelf.wire.routing import Operation
from openshelf.wire.scopes import Scope
from tests.media.pictures import encoded as picture
from tests.media.pictures import scene
from tests.support.bodies import encoded, example, fill_path, parameters
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence
from tests.support.servers import Server

SECRET = "mine-alone"
PNG = picture(scene(), "PNG")
TABLES = {"value_id": "option_value", "image_id": "product_image"}
"""The tables of path parameters that are not called after theirs."""


@dataclass
class Shop:
    """A store with something in every room. `ids` are those of its newest things, by path parameter."""

    client: Client
    ids: dict[str, int] = field(default_factory=dict)
    image_url: str = ""
    product: Any = None


def fill(shop: Shop, evidence: Evidence, products: int) -> Shop:
    """The same names, SKUs and URLs in every store; the more products, the higher the ids on SQLite."""
    client = shop.client
    for number in range(products):
        shop.product = client.create_product(
            f"Shirt {number}",
            sku=f"SHIRT-{number}",
            description=SECRET,
            custom_fields=[{"name": "Cloth", "value": "linen"}],
            custom_url={"url": f"/shirt-{number}/"},
            variants=[
                {"sku": f"SHIRT-{number}-{color}", "option_values": labels(Color=color)}
                for color in ("Red", "Blue")
            ],
        )
        variant = shop.product["variants"][-1]
        path = f"/catalog/products/{shop.product['id']}/variants/{variant['id']}"
        shop.image_url = succeeded(client.upload(f"{path}/image", PNG))["image_url"]
    rows = evidence.rows(client)
    for operation in OPERATIONS:
        for name in parameters(operation.path):
            table = TABLES.get(name, name.removesuffix("_id"))
            if table in tables.metadata.tables and rows.get(table):
                shop.ids[name] = max(row["id"] for row in rows[table])
    return shop


@pytest.fixture(scope="module")
def mine(server: Server, database: Database, evidence: Evidence) -> Iterator[Shop]:
    shop = Shop(server.new_store(*Scope, database=database))
    yield fill(shop, evidence, 3)
    shop.client.close()


@pytest.fixture(scope="module")
def other(server: Server, database: Database, evidence: Evidence, mine: Shop) -> Iterator[Shop]:
    shop = Shop(server.new_store(*Scope, database=database))
    yield fill(shop, evidence, 1)
    shop.client.close()


def ask(shop: Shop, operation: Operation[Any], ids: dict[str, int], query: str = "") -> requests.Response:
    client = shop.client
    url = f"{client.server}/stores/{client.store_hash}/{operation.version}{fill_path(operation.path, ids)}{query}"
    headers = {"X-Auth-Token": client.token}
    body = None
    if operation.body is not None:
        body, headers["Content-Type"] = encoded(example(operation)), "application/json"
    return requests.request(operation.method, url, headers=headers, data=body, timeout=30)


def named(operations: list[Operation[Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations, ids=lambda each: f"{each.method} {each.path}")


ADDRESSED = [operation for operation in OPERATIONS if parameters(operation.path)]
NESTED = [operation for operation in OPERATIONS if len(parameters(operation.path)) > 1]
COLLECTIONS = [operation for operation in OPERATIONS if not parameters(operation.path)]


def test_two_stores_may_have_the_same_names_skus_and_urls(mine: Shop, other: Shop) -> None:
    """Else the rest of this file would prove nothing."""
    ours, theirs = (shop.client.data("/catalog/products")[0] for shop in (mine, other))
    for name in ("name", "sku", "custom_url"):
        assert ours[name] == theirs[name]
    assert mine.ids.keys() == other.ids.keys() >= {"product_id", "variant_id", "option_id"}
    assert all(mine.ids[name] != other.ids[name] for name in mine.ids)


@named(ADDRESSED)
def test_what_is_mine_is_not_there_for_others(
    mine: Shop, other: Shop, evidence: Evidence, operation: Operation[Any]
) -> None:
    with evidence.unchanged(mine.client), evidence.unchanged(other.client):
        answer = ask(other, operation, mine.ids)
    assert answer.status_code in ((204, 404) if operation.method == "DELETE" else (404,)), answer.text
    assert SECRET not in answer.text


@named(NESTED)
def test_what_is_mine_is_not_there_below_what_is_theirs(
    mine: Shop, other: Shop, evidence: Evidence, operation: Operation[Any]
) -> None:
    first = parameters(operation.path)[0]
    with evidence.unchanged(mine.client), evidence.unchanged(other.client):
        answer = ask(other, operation, {**mine.ids, first: other.ids[first]})
    assert answer.status_code in ((204, 404) if operation.method == "DELETE" else (404,)), answer.text
    assert SECRET not in answer.text


@named(COLLECTIONS)
def test_no_list_and_no_batch_reaches_what_is_mine(
    mine: Shop, other: Shop, evidence: Evidence, operation: Operation[Any]
) -> None:
    before = evidence.rows(other.client)
    query = f"?id:in={mine.ids['product_id']}" if operation.method == "DELETE" else ""
    with evidence.unchanged(mine.client):
        answer = ask(other, operation, {}, query)
    if operation.method == "GET":
        assert answer.status_code == 200
        assert "SHIRT-0" in answer.text or "SHIRT" not in answer.text
        assert not [text for text in ("SHIRT-1", "SHIRT-2", mine.client.store_hash) if text in answer.text]
    if operation.method in ("GET", "DELETE"):
        assert evidence.rows(other.client) == before


def test_filters_by_ids_that_are_mine_find_nothing(mine: Shop, other: Shop) -> None:
    client, ids = other.client, mine.ids
    assert client.data("/catalog/products", id=ids["product_id"]) == []
    assert client.data("/catalog/products", **{"id:in": ids["product_id"]}) == []
    assert client.data("/catalog/variants", id=ids["variant_id"]) == []
    assert client.data("/catalog/variants", **{"product_id:in": ids["product_id"]}) == []
    assert client.data("/catalog/variants", sku="SHIRT-2-Blue") == []
    assert client.data("/catalog/products", keyword="Shirt 2") == []


def test_ids_that_are_mine_do_nothing_in_the_bodies_of_others(
    mine: Shop, other: Shop, evidence: Evidence
) -> None:
    client, ids = other.client, mine.ids
    product = f"/catalog/products/{other.ids['product_id']}"
    value = {"id": ids["value_id"], "option_id": ids["option_id"]}
    field = {"id": ids["custom_field_id"], "name": "Cloth", "value": "stolen"}
    with evidence.unchanged(mine.client), evidence.unchanged(client):
        for answer, status in (
            (client.put("/catalog/products", [{"id": ids["product_id"], "price": 1}]), 404),
            (client.put("/catalog/variants", [{"id": ids["variant_id"], "price": 1}]), 422),
            (
                client.put(
                    "/catalog/variants",
                    [{"product_id": ids["product_id"], "sku": "X", "option_values": [value]}],
                ),
                422,
            ),
            (client.post(f"{product}/variants", {"sku": "X", "option_values": [value]}), 422),
            (client.put(product, {"custom_fields": [field]}), 404),
        ):
            assert answer.status_code == status, answer.text
            assert SECRET not in answer.text


def test_my_picture_is_not_served_under_another_store(mine: Shop, other: Shop) -> None:
    assert requests.get(mine.image_url, timeout=30).content == PNG
    stolen = mine.image_url.replace(f"/s-{mine.client.store_hash}/", f"/s-{other.client.store_hash}/")
    assert stolen != mine.image_url
    assert requests.get(stolen, timeout=30).status_code == 404


def test_the_same_picture_lies_once_for_each_store(mine: Shop, other: Shop, evidence: Evidence) -> None:
    assert list(evidence.originals(mine.client)) == list(evidence.originals(other.client)) != []
