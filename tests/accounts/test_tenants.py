"""No store ever sees or changes what is another's, by whatever id: every operation is tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from openshelf.app import OPERATIONS
from openshelf.persistence.database import Database
from openshelf.wire.routing import Operation
from openshelf.wire.scopes import Scope
from tests.media.pictures import encoded, scene
from tests.support.bodies import ask, example, parameters
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence
from tests.support.servers import Server

SECRET = "mine-alone"
PNG = encoded(scene(), "PNG")
TABLES = {
    "id": "product_video",
    "image_id": "product_image",
    "review_id": "product_review",
    "tree_id": "category_tree",
}
"""The tables of path parameters that are not called after theirs."""


def made_up(operation: Operation[Any], word: str) -> Any:
    """The body of something new: more than the least where that would not do."""
    bodies = {
        "modifiers": {
            "type": "dropdown",
            "required": False,
            "display_name": f"Modifier {word}",
            "option_values": [{"label": word, "sort_order": 0}],
        },
        "metafields": {"permission_set": "write", "namespace": word, "key": word, "value": word},
        "reviews": {"title": word, "name": word, "date_reviewed": "2026-11-23T10:00:00+00:00"},
        "bulk-pricing-rules": {"quantity_min": 2, "quantity_max": 5, "type": "price", "amount": 1},
    }
    return bodies.get(operation.path.rsplit("/", 1)[-1]) or example(operation, word)


@dataclass
class Shop:
    """A store with something in every room."""

    client: Client
    evidence: Evidence
    image_url: str = ""

    def ids(self, path: str) -> dict[str, int]:
        """For each parameter of a path the newest thing of that kind."""
        rows = self.evidence.rows(self.client)
        found = {}
        for name in parameters(path):
            kind = "modifier" if "/modifiers/" in path else "option"
            table = f"{kind}_value" if name == "value_id" else TABLES.get(name, name.removesuffix("_id"))
            if table in rows:
                found[name] = max((row["id"] for row in rows[table] if "id" in row), default=10**9)
        return found


def furnish(shop: Shop, products: int) -> Shop:
    """The same names, SKUs and URLs in every store; the more products, the higher the ids on SQLite."""
    client = shop.client
    for number in range(products):
        product = client.create_product(
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
        path = f"/catalog/products/{product['id']}/variants/{product['variants'][-1]['id']}"
        shop.image_url = succeeded(client.upload(f"{path}/image", PNG))["image_url"]
        # Of all else one.
        for operation in sorted(OPERATIONS, key=lambda each: len(each.path)):
            if operation.method == "POST" and operation.path != "/catalog/products":
                body = made_up(operation, f"x{number}")
                ask(client, operation, shop.ids(operation.path), picture=PNG, body=body)
    return shop


@pytest.fixture(scope="module")
def mine(server: Server, database: Database, evidence: Evidence) -> Iterator[Shop]:
    shop = Shop(server.new_store(*Scope, database=database), evidence)
    yield furnish(shop, 3)
    shop.client.close()


@pytest.fixture(scope="module")
def other(server: Server, database: Database, evidence: Evidence, mine: Shop) -> Iterator[Shop]:
    shop = Shop(server.new_store(*Scope, database=database), evidence)
    yield furnish(shop, 1)
    shop.client.close()


def named(operations: list[Operation[Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations, ids=lambda each: f"{each.method} {each.path}")


CATALOG = [operation for operation in OPERATIONS if operation.path.startswith("/catalog/")]
ADDRESSED = [operation for operation in CATALOG if parameters(operation.path)]
NESTED = [operation for operation in CATALOG if len(parameters(operation.path)) > 1]
LISTS = [operation for operation in CATALOG if operation.method == "GET" and not parameters(operation.path)]


def test_two_stores_may_have_the_same_names_skus_and_urls(mine: Shop, other: Shop) -> None:
    """Else the rest of this file would prove nothing."""
    ours, theirs = (shop.client.data("/catalog/products")[0] for shop in (mine, other))
    for name in ("name", "sku", "custom_url"):
        assert ours[name] == theirs[name]
    path = "/{product_id}/{variant_id}/{option_id}/{value_id}/{custom_field_id}"
    assert all(mine.ids(path)[name] != other.ids(path)[name] for name in parameters(path))


def test_the_same_ids_reach_things_for_their_owner(mine: Shop) -> None:
    reads = [operation for operation in ADDRESSED if operation.method == "GET"]
    found = [each.path for each in reads if ask(mine.client, each, mine.ids(each.path)).status_code == 200]
    missing = [each.path for each in reads if each.path not in found]
    assert len(found) > len(missing) * 3, missing


def foreign(ours: dict[str, int], theirs: dict[str, int]) -> dict[str, int]:
    """Ours; where theirs happen to be the same, ids of nothing."""
    return {name: each if each != theirs.get(name) else 10**9 for name, each in ours.items()}


@named(ADDRESSED)
def test_what_is_mine_is_not_there_for_others(
    mine: Shop, other: Shop, evidence: Evidence, operation: Operation[Any]
) -> None:
    ids = foreign(mine.ids(operation.path), other.ids(operation.path))
    with evidence.unchanged(mine.client), evidence.unchanged(other.client):
        answer = ask(other.client, operation, ids, picture=PNG)
    assert SECRET not in answer.text
    assert answer.status_code in refusals(operation), answer.text


@named(NESTED)
def test_what_is_mine_is_not_there_below_what_is_theirs(
    mine: Shop, other: Shop, evidence: Evidence, operation: Operation[Any]
) -> None:
    first, theirs = parameters(operation.path)[0], other.ids(operation.path)
    ids = {**foreign(mine.ids(operation.path), theirs), first: theirs[first]}
    with evidence.unchanged(mine.client):
        answer = ask(other.client, operation, ids, picture=PNG)
    assert SECRET not in answer.text
    assert answer.status_code in refusals(operation), answer.text


def refusals(operation: Operation[Any]) -> tuple[int, ...]:
    """What it says of things that are not there; some look at what was sent before."""
    return {"GET": (404,), "DELETE": (204, 404)}.get(operation.method, (404, 422))


@named(LISTS)
def test_no_list_shows_what_is_mine(mine: Shop, other: Shop, operation: Operation[Any]) -> None:
    answer = ask(other.client, operation, {})
    if answer.status_code == 422:  # a list that wants a filter
        return
    assert answer.status_code == 200, answer.text
    for text in ("Shirt 2", "SHIRT-2", mine.client.store_hash):
        assert text not in answer.text


def test_filters_by_ids_that_are_mine_find_nothing(mine: Shop, other: Shop) -> None:
    client, ids = other.client, mine.ids("/{product_id}/{variant_id}")
    assert client.data("/catalog/products", id=ids["product_id"]) == []
    assert client.data("/catalog/products", **{"id:in": ids["product_id"]}) == []
    assert client.data("/catalog/variants", id=ids["variant_id"]) == []
    assert client.data("/catalog/variants", **{"product_id:in": ids["product_id"]}) == []
    assert client.data("/catalog/variants", sku="SHIRT-2-Blue") == []
    assert client.data("/catalog/products", sku="SHIRT-2") == []


def test_deleting_by_filter_deletes_nothing_of_mine(mine: Shop, other: Shop, evidence: Evidence) -> None:
    ids = mine.ids("/{product_id}")
    with evidence.unchanged(mine.client), evidence.unchanged(other.client):
        assert other.client.delete("/catalog/products", **{"id:in": ids["product_id"]}).status_code == 204
        assert other.client.delete("/catalog/products", sku="SHIRT-2").status_code == 204


def test_ids_that_are_mine_do_nothing_in_the_bodies_of_others(
    mine: Shop, other: Shop, evidence: Evidence
) -> None:
    client = other.client
    path = "/{product_id}/{variant_id}/{option_id}/{value_id}/{custom_field_id}"
    ids, theirs = mine.ids(path), other.ids(path)
    product = f"/catalog/products/{theirs['product_id']}"
    value = {"id": ids["value_id"], "option_id": ids["option_id"]}
    field = {"id": ids["custom_field_id"], "name": "Cloth", "value": "stolen"}
    new = {"product_id": ids["product_id"], "sku": "X", "option_values": [value]}
    with evidence.unchanged(mine.client), evidence.unchanged(client):
        for answer, status in (
            (client.put("/catalog/products", [{"id": ids["product_id"], "price": 1}]), 404),
            (client.put("/catalog/variants", [{"id": ids["variant_id"], "price": 1}]), 422),
            (client.put("/catalog/variants", [new]), 422),
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
