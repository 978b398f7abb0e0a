"""The one picture that a brand or a category has: by file, by URL, and away again (behaviour 6.1, 6.4)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from tests.media.pictures import encoded, scene
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

PNG = encoded(scene(), "PNG")
GIF = encoded(scene(40, 30), "GIF")
JPEG = encoded(scene(50, 20), "JPEG")
KINDS: dict[str, dict[str, Any]] = {
    "brands": {"name": "Common Good"},
    "categories": {"name": "Bath", "parent_id": 0},
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def path(client: Client, kind: str) -> str:
    return f"/catalog/{kind}/{succeeded(client.post(f'/catalog/{kind}', KINDS[kind]))['id']}"


def original(url: str) -> requests.Response:
    return requests.get(url, timeout=10)


@pytest.mark.parametrize(("data", "name"), [(PNG, "logo.png"), (GIF, "logo.gif"), (JPEG, "logo.jpeg")])
def test_a_file_becomes_the_picture_and_is_served_as_it_came(
    client: Client, path: str, data: bytes, name: str
) -> None:
    answer = client.upload(f"{path}/image", data, name)
    assert (answer.status_code, answer.json()["meta"]) == (200, {})
    url = answer.json()["data"]["image_url"]
    extension = name.rsplit(".", 1)[-1].replace("jpeg", "jpg")
    assert re.fullmatch(
        rf"{client.server}/s-{client.store_hash}/product_images/l/logo__\d{{5,}}\.{extension}", url
    )
    assert client.data(path)["image_url"] == url
    assert original(url).content == data
    resized = original(url.replace("/product_images/", "/images/stencil/16w/"))
    assert resized.status_code == 200


def test_another_file_takes_its_place_and_the_former_url_keeps_working(client: Client, path: str) -> None:
    first = succeeded(client.upload(f"{path}/image", PNG))["image_url"]
    second = succeeded(client.upload(f"{path}/image", GIF))["image_url"]
    assert first != second
    assert client.data(path)["image_url"] == second
    assert original(first).content == PNG


def test_the_picture_goes_and_its_absence_is_no_error(client: Client, path: str) -> None:
    succeeded(client.upload(f"{path}/image", PNG))
    for _ in range(2):
        answer = client.delete(f"{path}/image")
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.data(path)["image_url"] == ""


def test_only_forms_are_taken_and_need_a_file(client: Client, path: str, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        assert client.post(f"{path}/image", {"image_url": "http://127.0.0.1/x.png"}).status_code == 415
        form = client.request("POST", f"{path}/image", files={"other": (None, "x")})
        broken = client.upload(f"{path}/image", b"no picture")
        bitmap = client.upload(f"{path}/image", encoded(scene(), "BMP"))
    assert form.status_code == 422
    assert (broken.status_code, broken.json()["title"]) == (422, "The field 'image_file' is invalid.")
    assert bitmap.status_code == 422


def test_a_resource_that_is_not_there_has_no_picture(client: Client, kind: str) -> None:
    assert client.upload(f"/catalog/{kind}/4711/image", PNG).status_code == 404
    assert client.delete(f"/catalog/{kind}/4711/image").status_code == 404


def test_a_url_in_the_body_is_fetched_when_it_is_made(client: Client, kind: str, web: Web) -> None:
    url = web.serve(PNG, "/by-url.png")
    made = succeeded(client.post(f"/catalog/{kind}", {**KINDS[kind], "image_url": url}))
    assert "/product_images/b/by-url__" in made["image_url"]
    assert original(made["image_url"]).content == PNG


def test_a_url_in_a_change_is_fetched_and_an_empty_one_takes_the_picture_away(
    client: Client, path: str, web: Web
) -> None:
    url = web.serve(GIF, "/change.gif")
    changed = succeeded(client.put(path, {"image_url": url}))
    assert original(changed["image_url"]).content == GIF
    assert succeeded(client.put(path, {"page_title": "x"}))["image_url"] == changed["image_url"]
    assert succeeded(client.put(path, {"image_url": ""}))["image_url"] == ""


def test_what_was_shown_sent_back_changes_nothing(client: Client, path: str) -> None:
    succeeded(client.upload(f"{path}/image", PNG))
    shown = client.data(path)
    assert succeeded(client.put(path, shown)) == shown


@pytest.mark.parametrize(
    ("served", "status"), [({"status": 404}, 422), ({"body": b"no picture"}, 422)], ids=["404", "text"]
)
def test_a_url_that_gives_no_picture_changes_nothing(
    client: Client, path: str, web: Web, evidence: Evidence, served: dict[str, Any], status: int
) -> None:
    url = web.serve(**{"body": b"", "path": "/nothing.png", **served})
    with evidence.unchanged(client):
        answer = client.put(path, {"page_title": "new", "image_url": url})
    assert (answer.status_code, answer.json()["title"]) == (status, "The field 'image_url' is invalid.")


def test_deleting_the_resource_keeps_the_picture_url(client: Client, path: str) -> None:
    url = succeeded(client.upload(f"{path}/image", PNG))["image_url"]
    assert client.delete(path).status_code == 204
    assert original(url).content == PNG


def test_two_pictures_of_one_name_have_two_urls(client: Client, kind: str) -> None:
    urls = []
    for position in range(2):
        body = {**KINDS[kind], "name": f"Nr {position}"}
        made = succeeded(client.post(f"/catalog/{kind}", body))
        urls.append(succeeded(client.upload(f"/catalog/{kind}/{made['id']}/image", PNG))["image_url"])
    assert len(set(urls)) == 2
