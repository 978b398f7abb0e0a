"""The gallery of a product: its images, their order, and which of them is the thumbnail (behaviour 6.1 to 6.3)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from openshelf.persistence.tables import product_image
from tests.catalog.gallery import add, images, original, thumbnails
from tests.catalog.imaging import GIF, JPEG, MEGABYTE, PNG, padded
from tests.media.pictures import encoded, scene
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

KEYS = [
    "id",
    "product_id",
    "is_thumbnail",
    "sort_order",
    "description",
    "image_file",
    "url_zoom",
    "url_standard",
    "url_thumbnail",
    "url_tiny",
    "date_modified",
]


@pytest.fixture
def mug(client: Client) -> Any:
    return client.create_product("Mug", sku="MUG")


def put_file(
    client: Client, path: str, picture: bytes, name: str = "new.png", **fields: str
) -> requests.Response:
    return client.request("PUT", path, files={"image_file": (name, picture)}, data=fields)


# Adding one


def test_a_file_becomes_an_image_with_four_urls_that_work_at_once(client: Client, mug: Any) -> None:
    answer = client.upload(images(mug), JPEG, "foglinen-towel.jpg", description="Front", sort_order="3")
    assert answer.status_code == 200
    assert answer.json()["meta"] == {}
    image = answer.json()["data"]
    assert list(image) == KEYS
    assert image["product_id"] == mug["id"]
    assert (image["is_thumbnail"], image["sort_order"], image["description"]) == (True, 3, "Front")
    assert original(client, image) == JPEG
    for name in ("url_zoom", "url_standard", "url_thumbnail", "url_tiny"):
        assert requests.get(image[name], timeout=30).status_code == 200


def test_the_stem_of_the_file_survives(client: Client, mug: Any) -> None:
    image = add(client, mug, PNG, "Fog Linen_1024x1024.png")
    assert re.fullmatch(r"[a-z0-9]/\d{3}/Fog-Linen_1024x1024__\d{5}\.png", image["image_file"])
    where = f"{client.server}/s-{client.store_hash}/products/{mug['id']}/images/{image['id']}"
    stem = image["image_file"].rsplit("/", 1)[1].removesuffix(".png")
    pattern = rf"{re.escape(f'{where}/{stem}')}\.\d{{10}}\.1280\.1280\.png\?c=1"
    assert re.fullmatch(pattern, image["url_zoom"])


def test_a_url_becomes_an_image(client: Client, mug: Any, web: Web) -> None:
    url = web.serve(PNG, "/mugs/blue-mug.png?size=large")
    image = succeeded(client.post(images(mug), {"image_url": url, "description": "Blue"}))
    assert original(client, image) == PNG
    assert "/blue-mug__" in image["image_file"]
    assert "image_url" not in image


@pytest.mark.parametrize("kind", ["GIF", "JPEG", "PNG", "BMP", "WEBP"])
def test_the_gallery_takes_more_formats_than_other_slots(client: Client, mug: Any, kind: str) -> None:
    picture = encoded(scene(), kind)
    assert original(client, add(client, mug, picture)) == picture


def test_the_texts_of_a_form_mean_what_json_would(client: Client, mug: Any) -> None:
    add(client, mug)
    image = add(client, mug, GIF, "b.gif", is_thumbnail="true", sort_order="-2")
    assert (image["is_thumbnail"], image["sort_order"]) == (True, -2)
    assert thumbnails(client, mug) == [image["id"]]


def test_what_was_shown_may_be_sent_back(client: Client, mug: Any) -> None:
    image = add(client, mug)
    assert succeeded(client.put(images(mug, image), image)) == image
    saved = succeeded(client.put(f"/catalog/products/{mug['id']}?include=images", {"images": [image]}))
    assert saved["images"] == [image]


def test_an_added_image_reads_back_the_same_everywhere(client: Client, mug: Any) -> None:
    image = add(client, mug)
    assert client.data(images(mug, image)) == image
    listed = client.get(images(mug)).json()
    assert listed["data"] == [image]
    assert listed["meta"]["pagination"]["total"] == 1
    product = client.data(f"/catalog/products/{mug['id']}", include="images,primary_image")
    assert (product["images"], product["primary_image"]) == ([image], image)


def test_a_product_without_images_answers_an_empty_list(client: Client, mug: Any) -> None:
    assert client.get(images(mug)).status_code == 200
    assert client.data(images(mug)) == []
    assert client.data(f"/catalog/products/{mug['id']}", include="primary_image")["primary_image"] is None


def test_fields_are_chosen(client: Client, mug: Any) -> None:
    image = add(client, mug)
    assert client.data(images(mug, image), include_fields="image_file") == {
        "id": image["id"],
        "image_file": image["image_file"],
    }
    assert "url_zoom" not in client.data(images(mug), exclude_fields="url_zoom")[0]


def test_an_image_write_moves_the_products_date(client: Client, mug: Any, evidence: Evidence) -> None:
    for write in (
        lambda: add(client, mug),
        lambda: client.put(images(mug, client.data(images(mug))[0]), {"description": "x"}),
        lambda: client.delete(images(mug, client.data(images(mug))[0])),
    ):
        evidence.age(client)
        before = client.data(f"/catalog/products/{mug['id']}")["date_modified"]
        write()
        assert client.data(f"/catalog/products/{mug['id']}")["date_modified"] > before


# What is refused


def test_without_a_picture_it_is_refused(client: Client, mug: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        for answer in (
            client.post(images(mug), {"description": "nothing"}),
            client.post(images(mug), {"image_url": "", "image_file": "a/123/red.png"}),
            client.request("POST", images(mug), files={"description": (None, "nothing")}),
        ):
            assert answer.status_code == 422
            assert answer.json()["title"] == "image_url must be present if uploading by url"
            assert "errors" not in answer.json()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", "x" * 256),
        ("sort_order", "first"),
        ("sort_order", str(2**31)),
        ("is_thumbnail", "maybe"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(
    client: Client, mug: Any, web: Web, evidence: Evidence, field: str, value: str
) -> None:
    with evidence.unchanged(client):
        for answer in (
            client.upload(images(mug), PNG, **{field: value}),
            client.post(images(mug), {"image_url": web.serve(PNG), field: value}),
        ):
            assert answer.status_code == 422
            assert answer.json()["title"] == f"Invalid field(s): {field}"
            assert list(answer.json()["errors"]) == [field]


def test_a_description_of_255_characters_is_taken(client: Client, mug: Any) -> None:
    assert add(client, mug, description="x" * 255)["description"] == "x" * 255


def test_a_file_over_8_megabytes_has_its_own_problem(client: Client, mug: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.upload(images(mug), padded(8 * MEGABYTE + 1))
        assert (answer.status_code, answer.json()["code"]) == (422, 10001)
        assert answer.json()["title"] == "The maximum of 8 MB size limit for upload image is exceeded"


def test_a_url_over_8_megabytes_has_the_same_problem(client: Client, mug: Any, web: Web) -> None:
    answer = client.post(images(mug), {"image_url": web.serve(padded(8 * MEGABYTE + 1))})
    assert (answer.status_code, answer.json()["code"]) == (422, 10001)


def test_what_is_no_picture_is_refused(client: Client, mug: Any, web: Web, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        by_url = client.post(images(mug), {"image_url": web.serve(b"<html>", "/page")})
        assert (by_url.status_code, by_url.json()["title"]) == (422, "The field 'image_url' is invalid.")
        by_file = client.upload(images(mug), b"<html>")
        assert (by_file.status_code, by_file.json()["title"]) == (422, "The field 'image_file' is invalid.")


@pytest.mark.parametrize("url", ["/red.png", "example.com/red.png", "ftp://example.com/red.png", "data:,x"])
def test_a_url_that_may_not_be_fetched_is_refused(client: Client, mug: Any, url: str) -> None:
    answer = client.post(images(mug), {"image_url": url})
    assert (answer.status_code, answer.json()["title"]) == (422, "Invalid field(s): image_url")


def test_several_images_at_once_are_refused(client: Client, mug: Any, web: Web) -> None:
    assert client.post(images(mug), [{"image_url": web.serve(PNG)}]).status_code == 422


def test_a_product_or_an_image_that_is_not_there_is_404(client: Client, mug: Any, web: Web) -> None:
    nobody, nothing = {"id": 999999}, {"id": 888888}
    product = "A product was not found with an id of 999999"
    image = "A product image was not found with an id of 888888"
    by_url = {"image_url": web.serve(PNG)}
    for answer, title in (
        (client.get(images(nobody)), product),
        (client.post(images(nobody), by_url), product),
        (client.get(images(nobody, nothing)), product),
        (client.put(images(nobody, nothing), {}), product),
        (client.delete(images(nobody, nothing)), product),
        (client.get(images(mug, nothing)), image),
        (client.put(images(mug, nothing), by_url), image),
    ):
        assert (answer.status_code, answer.json()["title"]) == (404, title)
        assert "errors" not in answer.json()
    assert client.delete(images(mug, nothing)).status_code == 204


def test_an_image_of_another_product_is_not_reached(client: Client, mug: Any) -> None:
    other = client.create_product("Other")
    image = add(client, other)
    assert client.get(images(mug, image)).status_code == 404
    assert client.put(images(mug, image), {"description": "mine"}).status_code == 404
    assert client.delete(images(mug, image)).status_code == 204
    assert client.data(images(other, image)) == image


def test_another_media_type_is_415(client: Client, mug: Any) -> None:
    answer = client.request("POST", images(mug), data=PNG, headers={"Content-Type": "image/png"})
    assert answer.status_code == 415


# Changing one


def test_a_new_url_really_replaces_the_picture(client: Client, mug: Any, web: Web) -> None:
    before = add(client, mug, PNG, description="Front")
    changes = {"image_url": web.serve(JPEG, "/better.jpg")}
    after = succeeded(client.put(images(mug, before), changes))
    assert original(client, after) == JPEG
    assert (after["id"], after["description"], after["is_thumbnail"]) == (before["id"], "Front", True)
    assert after["image_file"] != before["image_file"]
    assert after["url_zoom"] != before["url_zoom"]
    assert original(client, before) == PNG  # a URL that was handed out keeps its meaning


def test_a_new_file_replaces_the_picture_and_its_fields(client: Client, mug: Any) -> None:
    before = add(client, mug, PNG)
    after = succeeded(put_file(client, images(mug, before), GIF, "b.gif", description="Animated"))
    assert (original(client, after), after["description"]) == (GIF, "Animated")


def test_a_form_without_a_file_changes_the_fields_only(client: Client, mug: Any) -> None:
    before = add(client, mug)
    after = succeeded(client.request("PUT", images(mug, before), files={"description": (None, "New")}))
    assert after == {**before, "description": "New", "date_modified": after["date_modified"]}


def test_a_failed_replacement_leaves_the_image_alone(
    client: Client, mug: Any, web: Web, evidence: Evidence
) -> None:
    image = add(client, mug)
    with evidence.unchanged(client):
        answer = client.put(images(mug, image), {"image_url": web.serve(b"no", "/no"), "description": "x"})
        assert answer.status_code == 422


# Deleting one


def test_a_deleted_image_is_gone_and_its_picture_released(
    client: Client, mug: Any, evidence: Evidence
) -> None:
    image = add(client, mug)
    assert client.delete(images(mug, image)).status_code == 204
    assert client.get(images(mug, image)).status_code == 404
    assert client.delete(images(mug, image)).status_code == 204
    (picture,) = evidence.rows(client, "picture")["picture"]
    assert picture["date_replaced"] is not None


# In the body of a product


def test_images_come_with_a_new_product(client: Client, web: Web) -> None:
    body = [
        {"image_url": web.serve(PNG, "/a.png")},
        {"image_url": web.serve(JPEG, "/b.jpg"), "is_thumbnail": True},
    ]
    product = client.create_product("Mug", images=body)
    assert [image["is_thumbnail"] for image in product["images"]] == [False, True]
    assert client.data(images(product)) == product["images"]


def test_images_of_a_change_are_added_or_changed_by_id(client: Client, mug: Any, web: Web) -> None:
    image = add(client, mug)
    body = [
        {"id": image["id"], "description": "Old", "image_url": web.serve(GIF, "/c.gif")},
        {"image_url": web.serve(JPEG, "/d.jpg"), "description": "New"},
    ]
    saved = succeeded(client.put(f"/catalog/products/{mug['id']}?include=images", {"images": body}))["images"]
    assert [(each["description"], original(client, each)) for each in saved] == [("Old", GIF), ("New", JPEG)]


def test_an_inline_image_that_is_not_there_fails_the_whole_change(
    client: Client, mug: Any, evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        body = {"name": "Cup", "images": [{"id": 999999, "description": "x"}]}
        assert client.put(f"/catalog/products/{mug['id']}", body).status_code == 404
        assert client.put(f"/catalog/products/{mug['id']}", {"images": [{}]}).status_code == 422


def test_a_product_has_at_most_1000_images(client: Client, mug: Any, evidence: Evidence) -> None:
    add(client, mug)
    (row,) = evidence.rows(client, "product_image")["product_image"]
    more = [{**row, "id": 10_000_000 + number, "is_thumbnail": False} for number in range(999)]
    evidence.database.write_now(lambda tx: tx.execute(sa.insert(product_image), more))
    with evidence.unchanged(client):
        answer = client.upload(images(mug), PNG)
        assert answer.status_code == 422
        assert answer.json()["errors"] == {"images": "A product may have at most 1000 images"}
