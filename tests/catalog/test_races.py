"""What several clients do at the same time ends as if they had come one after the other, and never in a 500."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import requests

from tests.catalog.imaging import by_file, new_variant, shown
from tests.media.pictures import encoded, scene
from tests.support.client import Client, succeeded, twins
from tests.support.evidence import Evidence

MANY = 8


def at_once(client: Client, asks: Sequence[Callable[[Client], requests.Response]]) -> list[requests.Response]:
    """The answers to requests that are sent at the same time, each over a connection of its own."""
    with twins(client, len(asks)) as clients, ThreadPoolExecutor(len(asks)) as threads:
        pending = [threads.submit(ask, each) for ask, each in zip(asks, clients, strict=True)]
        return [each.result() for each in pending]


def statuses(answers: Sequence[requests.Response]) -> dict[int, int]:
    return dict(Counter(answer.status_code for answer in answers))


def product(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": "physical", "weight": 1, "price": 1, **fields}


def test_of_many_that_take_a_name_one_gets_it(client: Client) -> None:
    answers = at_once(client, [partial(Client.post, path="/catalog/products", body=product("Mug"))] * MANY)
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    assert len(client.data("/catalog/products")) == 1


def test_of_many_that_take_a_sku_one_gets_it(client: Client) -> None:
    asks = [
        partial(Client.post, path="/catalog/products", body=product(f"Mug {number}", sku="mug"))
        for number in range(MANY)
    ]
    assert statuses(at_once(client, asks)) == {200: 1, 409: MANY - 1}
    assert [each["sku"] for each in client.data("/catalog/products")] == ["mug"]


def test_many_that_are_called_alike_get_each_a_url(client: Client) -> None:
    names = ["Tea Pot", "tea-pot!", "Tea_Pot", "(tea pot)", "TEA/POT", "tea.pot"]
    asks = [partial(Client.post, path="/catalog/products", body=product(name)) for name in names]
    answers = at_once(client, asks)
    urls = {succeeded(answer)["custom_url"]["url"] for answer in answers}
    assert urls == {"/tea-pot/", *(f"/tea-pot-{number}/" for number in range(2, len(names) + 1))}


def test_of_many_that_make_the_same_variant_one_does(client: Client, cap: Any) -> None:
    path = f"/catalog/products/{cap['id']}/variants"
    asks = [
        partial(Client.post, path=path, body=new_variant(cap) | {"sku": f"NEW-{number}"})
        for number in range(MANY)
    ]
    assert statuses(at_once(client, asks)) == {200: 1, 409: MANY - 1}
    assert len(client.data(path)) == 2


def test_changes_of_different_fields_all_stay(client: Client) -> None:
    made = client.create_product("Mug")
    path = f"/catalog/products/{made['id']}"
    changes: dict[str, Any] = {
        "price": 9,
        "weight": 8,
        "sku": "M",
        "description": "d",
        "upc": "1",
        "is_visible": False,
        "page_title": "t",
        "warranty": "w",
    }
    asks = [partial(Client.put, path=path, body={name: value}) for name, value in changes.items()]
    assert statuses(at_once(client, asks)) == {200: len(changes)}
    now = client.data(path)
    assert {name: now[name] for name in changes} == changes


def test_stock_that_is_summed_from_variants_is_their_sum_in_the_end(client: Client) -> None:
    shirt = client.create_shirt()
    succeeded(client.put(f"/catalog/products/{shirt['id']}", {"inventory_tracking": "variant"}))
    asks = [
        partial(
            Client.put,
            path=f"/catalog/products/{shirt['id']}/variants/{variant['id']}",
            body={"inventory_level": number + 1},
        )
        for number, variant in enumerate(shirt["variants"] * 2)
    ]
    assert statuses(at_once(client, asks)) == {200: 8}
    levels = [
        variant["inventory_level"] for variant in client.data(f"/catalog/products/{shirt['id']}/variants")
    ]
    assert client.data(f"/catalog/products/{shirt['id']}")["inventory_level"] == sum(levels)


def test_batches_that_cross_each_other_both_come_through(client: Client) -> None:
    ids = [client.create_product(f"Mug {number}")["id"] for number in range(6)]
    asks = [
        partial(Client.put, path="/catalog/products", body=[{"id": id_, "price": price} for id_ in order])
        for price, order in enumerate((ids, ids[::-1], ids[::2] + ids[1::2], ids[3:] + ids[:3]), start=1)
    ]
    assert statuses(at_once(client, asks)) == {200: 4}
    assert len({each["price"] for each in client.data("/catalog/products")}) == 1


def test_batches_of_variants_that_cross_each_other_all_come_through(client: Client) -> None:
    ids = [client.create_product(f"Mug {number}")["base_variant_id"] for number in range(6)]
    orders = (
        ids,
        ids[::-1],
        ids[::2] + ids[1::2],
        ids[3:] + ids[:3],
        ids[1::2] + ids[::2],
        ids[::-2] + ids[::2],
    )
    asks = [
        partial(Client.put, path="/catalog/variants", body=[{"id": id_, "price": price} for id_ in order])
        for price, order in enumerate(orders, start=1)
    ]
    assert statuses(at_once(client, asks)) == {200: len(orders)}
    assert len({each["price"] for each in client.data("/catalog/variants") if each["id"] in orders[-1]}) == 1


def test_of_many_pictures_for_a_variant_one_stays_and_every_url_works(
    client: Client, red: str, evidence: Evidence
) -> None:
    pictures = [encoded(scene(size, size), "PNG") for size in range(8, 8 + MANY)]
    answers = at_once(client, [partial(by_file, variant=red, picture=one) for one in pictures])
    urls = [succeeded(answer)["image_url"] for answer in answers]
    assert [requests.get(url, timeout=30).content for url in urls] == pictures
    assert client.data(red)["image_url"] in urls
    assert shown(client, red) in pictures
    assert sum(row["date_replaced"] is None for row in evidence.rows(client)["picture"]) == 1


def test_the_same_picture_many_times_at_once_is_stored_once(
    client: Client, red: str, evidence: Evidence
) -> None:
    picture = encoded(scene(), "PNG")
    answers = at_once(client, [partial(by_file, variant=red, picture=picture)] * MANY)
    assert len({succeeded(answer)["image_url"] for answer in answers}) == 1
    rows = evidence.rows(client)
    assert (len(rows["picture"]), len(rows["blob"]), len(evidence.originals(client))) == (1, 1, 1)


def test_a_picture_for_a_variant_that_is_being_deleted_is_set_or_refused(
    client: Client, evidence: Evidence
) -> None:
    shirt = client.create_shirt()
    paths = [f"/catalog/products/{shirt['id']}/variants/{variant['id']}" for variant in shirt["variants"]]
    picture = encoded(scene(), "PNG")
    asks: list[Callable[[Client], requests.Response]] = []
    for path in paths:
        asks += [
            partial(by_file, variant=path, picture=picture),
            partial(Client.delete, path=path),
        ]
    answers = at_once(client, asks)
    assert {answer.status_code for answer in answers[::2]} <= {200, 404}
    assert {answer.status_code for answer in answers[1::2]} == {204}
    assert all(row["date_replaced"] for row in evidence.rows(client)["picture"])


def test_a_picture_for_a_product_that_is_being_deleted_is_set_or_refused(
    client: Client, evidence: Evidence
) -> None:
    shirt = client.create_shirt()
    path = f"/catalog/products/{shirt['id']}"
    picture = encoded(scene(), "PNG")
    asks: list[Callable[[Client], requests.Response]] = [
        partial(by_file, variant=f"{path}/variants/{variant['id']}", picture=picture)
        for variant in shirt["variants"]
    ]
    answers = at_once(client, [*asks[:2], partial(Client.delete, path=path), *asks[2:]])
    assert answers.pop(2).status_code == 204
    assert {answer.status_code for answer in answers} <= {200, 404}
    rows = evidence.rows(client, "picture", "variant", "product")
    assert (rows["product"], rows["variant"]) == ([], [])
    assert all(row["date_replaced"] for row in rows["picture"])
