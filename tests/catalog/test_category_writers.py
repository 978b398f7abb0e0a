"""Many writers at a time, limits of a store, and documents that say what their rows say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import requests
import sqlalchemy as sa

from openshelf.catalog.rendering import stale_documents
from openshelf.persistence import tables
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

PRODUCTS = "/catalog/products"
CATEGORIES = "/catalog/categories"
BARE = {"type": "physical", "weight": 1, "price": 1}


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: object = None


def at_once(client: Client, *calls: Call) -> list[requests.Response]:
    """Each call on a thread and a connection of its own."""

    def run(call: Call) -> requests.Response:
        own = Client(client.server, client.store_hash, client.token)
        try:
            return own.request(call.method, call.path, json=call.body)
        finally:
            own.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def stale(evidence: Evidence, client: Client) -> dict[str, list[int]]:
    """Rows whose document is not what a fresh rendering gives, by kind."""
    store_id = evidence.store_id(client)
    found = {}
    for table in (tables.brand, tables.category, tables.category_tree, tables.product):
        column = table.c.tree_document if table is tables.category else table.c.document
        which = sa.select(table.c.id, column).where(table.c.store_id == store_id)

        def work(tx: Any, table: sa.Table = table, which: Any = which) -> list[int]:
            before = {row[0]: row[1] for row in tx.execute(which)}
            wrong = stale_documents(tx, table.name, table, store_id, list(before))
            after = {row[0]: row[1] for row in tx.execute(which)}
            return [*wrong, *(each for each in before if before[each] != after[each])]

        if ids := evidence.database.write_now(work):
            found[table.name] = ids
    return found


def test_one_brand_arises_from_a_name_that_many_products_bring(client: Client, evidence: Evidence) -> None:
    bodies = [{"name": f"P{n}", "brand_name": "Fresh", **BARE} for n in range(8)]
    answers = at_once(client, *(Call("POST", PRODUCTS, body) for body in bodies))
    assert [each.status_code for each in answers] == [200] * 8
    brands = client.data("/catalog/brands")
    assert len(brands) == 1
    assert {each.json()["data"]["brand_id"] for each in answers} == {brands[0]["id"]}
    assert stale(evidence, client) == {}


def test_one_of_many_siblings_of_a_name_is_made(client: Client) -> None:
    answers = at_once(client, *[Call("POST", CATEGORIES, {"name": "Bath", "parent_id": 0})] * 6)
    assert sorted(each.status_code for each in answers) == [200] + [409] * 5


def test_two_moves_at_once_never_close_a_circle(client: Client) -> None:
    for _ in range(5):
        one, two = (
            succeeded(client.post(CATEGORIES, {"name": name, "parent_id": 0}))["id"] for name in ("A", "B")
        )
        answers = at_once(
            client,
            Call("PUT", f"{CATEGORIES}/{one}", {"parent_id": two}),
            Call("PUT", f"{CATEGORIES}/{two}", {"parent_id": one}),
        )
        assert sorted(each.status_code for each in answers) == [200, 422]
        client.delete(CATEGORIES, **{"id:in": f"{one},{two}"})


def test_products_and_the_deletion_of_what_they_name_never_leave_a_stale_document(
    client: Client, evidence: Evidence
) -> None:
    ids = [client.create_product(f"P{n}")["id"] for n in range(6)]
    for turn in range(5):
        category = succeeded(client.post(CATEGORIES, {"name": f"C{turn}", "parent_id": 0}))["id"]
        brand = succeeded(client.post("/catalog/brands", {"name": f"B{turn}"}))["id"]
        answers = at_once(
            client,
            *(Call("PUT", f"{PRODUCTS}/{n}", {"categories": [category], "brand_id": brand}) for n in ids),
            Call("DELETE", f"{CATEGORIES}/{category}"),
            Call("DELETE", f"/catalog/brands/{brand}"),
        )
        assert {each.status_code for each in answers} <= {200, 204, 409}
        shown = client.data(PRODUCTS, include_fields="categories,brand_id")
        assert all(each["categories"] == [] and each["brand_id"] == 0 for each in shown)
        assert stale(evidence, client) == {}


def test_documents_follow_every_kind_of_change(client: Client, evidence: Evidence) -> None:
    trees = "/catalog/trees"
    second = succeeded(client.put(trees, [{"name": "Second", "channels": [2]}]))[0]["id"]
    garden, house = (
        succeeded(client.post(CATEGORIES, {"name": name, "parent_id": 0}))["id"] for name in ("G", "H")
    )
    below = succeeded(client.post(CATEGORIES, {"name": "Below", "parent_id": garden}))["id"]
    brand = succeeded(client.post("/catalog/brands", {"name": "B"}))["id"]
    client.create_product(categories=[garden, below], brand_id=brand)
    client.put(f"{CATEGORIES}/{garden}", {"parent_id": house})
    client.put(f"{CATEGORIES}/{house}", {"custom_url": {"url": "/elsewhere/"}, "name": "House"})
    client.put(f"{trees}/categories", [{"category_id": house, "tree_id": second}, {"category_id": 4711}])
    client.put("/catalog/brands/" + str(brand), {"name": "Brand", "custom_url": {"url": "/b/"}})
    assert client.data(f"{CATEGORIES}/{below}")["custom_url"]["url"] == "/elsewhere/g/below/"
    assert stale(evidence, client) == {}


def fill(evidence: Evidence, client: Client, table: sa.Table, how_many: int, **fields: Any) -> None:
    """Put rows into a store that no request has made."""
    store_id = evidence.store_id(client)
    rows = [
        {
            "store_id": store_id,
            "id": 10_000_000 + n,
            "name": f"N{n}",
            "name_key": f"n{n}",
            "meta_keywords": [],
            **{name: value(n) for name, value in fields.items()},
        }
        for n in range(how_many)
    ]
    evidence.database.write_now(lambda tx: tx.execute(sa.insert(table), rows))


def test_a_store_has_at_most_30_000_brands(client: Client, evidence: Evidence) -> None:
    fill(evidence, client, tables.brand, 29_999)
    succeeded(client.post("/catalog/brands", {"name": "The last"}))
    answer = client.post("/catalog/brands", {"name": "One more"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["name"])


def test_a_store_has_at_most_16_000_categories(client: Client, evidence: Evidence) -> None:
    client.get("/catalog/trees")
    fill(
        evidence,
        client,
        tables.category,
        15_999,
        uuid=str,
        tree_id=lambda _: 1,
        parent_id=lambda _: 0,
        default_product_sort=lambda _: "featured",
    )
    succeeded(client.post(CATEGORIES, {"name": "The last", "parent_id": 0}))
    answer = client.post(CATEGORIES, {"name": "One more", "parent_id": 0})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["name"])
    assert len(client.data("/catalog/trees/1/categories")) == 16_000
    assert client.delete(CATEGORIES, **{"id:min": 0}).status_code == 204
    assert client.data(CATEGORIES) == []
