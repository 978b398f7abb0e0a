"""The order of a product's images, and which of them is the thumbnail (behaviour 6.3)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.gallery import add, images, thumbnails
from tests.catalog.imaging import GIF, JPEG
from tests.support.client import Client, succeeded
from tests.support.web import Web


@pytest.fixture
def mug(client: Client) -> Any:
    return client.create_product("Mug", sku="MUG")


# The order


def test_images_stand_by_id_whatever_their_order(client: Client, mug: Any) -> None:
    ids = [add(client, mug, sort_order=order)["id"] for order in ("2", "0", "1")]
    assert [image["id"] for image in client.data(images(mug))] == ids


def test_an_image_moved_down_pushes_those_behind_it_back(client: Client, mug: Any) -> None:
    first, second, third, fourth = (add(client, mug, sort_order=str(order)) for order in range(4))
    succeeded(client.put(images(mug, first), {"sort_order": 2}))
    assert {image["id"]: image["sort_order"] for image in client.data(images(mug))} == {
        first["id"]: 2,
        second["id"]: 1,
        third["id"]: 3,
        fourth["id"]: 4,
    }


def test_an_image_moved_up_moves_no_other(client: Client, mug: Any) -> None:
    first, second = (add(client, mug, sort_order=str(order)) for order in (0, 5))
    succeeded(client.put(images(mug, second), {"sort_order": 0}))
    assert [image["sort_order"] for image in client.data(images(mug))] == [0, 0]
    assert client.data(images(mug, first)) == first


def test_the_last_number_there_is_stays(client: Client, mug: Any) -> None:
    last = add(client, mug, sort_order=str(2**31 - 1))
    moved = add(client, mug)
    succeeded(client.put(images(mug, moved), {"sort_order": 2**31 - 1}))
    assert client.data(images(mug, last))["sort_order"] == 2**31 - 1


# The thumbnail


def test_the_first_image_is_the_thumbnail_even_when_it_says_no(client: Client, mug: Any) -> None:
    assert add(client, mug, is_thumbnail="false")["is_thumbnail"] is True
    assert add(client, mug)["is_thumbnail"] is False


def test_there_is_exactly_one_thumbnail(client: Client, mug: Any) -> None:
    first, second = add(client, mug), add(client, mug)
    assert succeeded(client.put(images(mug, second), {"is_thumbnail": True}))["is_thumbnail"] is True
    assert thumbnails(client, mug) == [second["id"]]
    succeeded(client.put(images(mug, second), {"is_thumbnail": False}))
    assert thumbnails(client, mug) == [second["id"]]
    succeeded(client.put(images(mug, first), {"is_thumbnail": True}))
    assert thumbnails(client, mug) == [first["id"]]


def test_when_the_thumbnail_goes_the_first_in_order_becomes_it(client: Client, mug: Any) -> None:
    thumbnail, *_, first = (add(client, mug, sort_order=order) for order in ("0", "9", "7", "3"))
    assert client.delete(images(mug, thumbnail)).status_code == 204
    assert thumbnails(client, mug) == [first["id"]]
    product = client.data(f"/catalog/products/{mug['id']}", include="primary_image")
    assert product["primary_image"]["id"] == first["id"]


def test_deleting_another_image_leaves_the_thumbnail(client: Client, mug: Any) -> None:
    thumbnail, other = add(client, mug, sort_order="5"), add(client, mug, sort_order="0")
    client.delete(images(mug, other))
    assert thumbnails(client, mug) == [thumbnail["id"]]


def test_a_simple_products_variant_follows_the_thumbnail(client: Client, mug: Any, web: Web) -> None:
    def shown() -> str:
        (variant,) = client.data(f"/catalog/products/{mug['id']}/variants")
        url: str = variant["image_url"]
        return url

    assert shown() == ""
    first, second = add(client, mug), add(client, mug, JPEG)
    assert shown() == first["url_standard"]
    second = succeeded(client.put(images(mug, second), {"is_thumbnail": True}))
    assert shown() == second["url_standard"]
    second = succeeded(client.put(images(mug, second), {"image_url": web.serve(GIF, "/third.gif")}))
    assert shown() == second["url_standard"]
    client.delete(images(mug, second))
    assert shown() == first["url_standard"]
    client.delete(images(mug, first))
    assert shown() == ""
