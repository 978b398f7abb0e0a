"""Videos of a product (behaviour 7.6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence


@pytest.fixture
def mug(client: Client) -> Any:
    return client.create_product("Mug")


def videos(product: Any, video: Any = None) -> str:
    path = f"/catalog/products/{product['id']}/videos"
    return path if video is None else f"{path}/{video['id']}"


def add(client: Client, product: Any, **fields: Any) -> Any:
    body = {"video_id": "z3fRu9pkuXE", "title": "Writing", "description": "A video", **fields}
    return succeeded(client.post(videos(product), body))


def test_creating_answers_200_with_the_whole_video(client: Client, mug: Any) -> None:
    body = {
        "title": "Writing",
        "description": "A video",
        "sort_order": 1,
        "type": "youtube",
        "video_id": "z3fR",
    }
    answer = client.post(videos(mug), body)
    assert (answer.status_code, answer.json()["meta"]) == (200, {})
    video = answer.json()["data"]
    assert video == {"id": video["id"], "product_id": mug["id"], **body, "length": ""}
    keys = ["id", "product_id", "title", "description", "sort_order", "type", "video_id", "length"]
    assert list(video) == keys


def test_a_created_video_reads_back_the_same_everywhere(client: Client, mug: Any) -> None:
    video = add(client, mug)
    assert client.data(videos(mug, video)) == video
    assert client.data(videos(mug)) == [video]
    assert client.data(f"/catalog/products/{mug['id']}", include="videos")["videos"] == [video]
    assert client.data("/catalog/products", include="videos")[0]["videos"] == [video]


def test_without_videos_the_list_is_empty(client: Client, mug: Any) -> None:
    answer = client.get(videos(mug)).json()
    assert (answer["data"], answer["meta"]["pagination"]["total"]) == ([], 0)


@pytest.mark.parametrize("blank", [{}, {"title": ""}])
def test_a_video_without_a_title_is_called_by_its_id(client: Client, mug: Any, blank: Any) -> None:
    video = succeeded(client.post(videos(mug), {"video_id": "z3fRu9pkuXE", **blank}))
    assert (video["title"], video["description"], video["type"]) == ("z3fRu9pkuXE", "", "youtube")
    named = succeeded(client.put(videos(mug, video), {"title": "Named"}))
    assert named["title"] == "Named"
    assert succeeded(client.put(videos(mug, video), {"title": "", "video_id": "new"}))["title"] == "new"


@pytest.mark.parametrize("length", ["01:54", "1:02:03", ""])
def test_the_length_is_what_the_caller_says(client: Client, mug: Any, length: str) -> None:
    assert add(client, mug, length=length)["length"] == length


def test_a_change_leaves_the_rest(client: Client, mug: Any) -> None:
    video = add(client, mug, sort_order=4)
    assert succeeded(client.put(videos(mug, video), {"description": "New"})) == {
        **video,
        "description": "New",
    }
    assert succeeded(client.put(videos(mug, video), video)) == video


def test_a_video_moved_down_pushes_those_behind_it_back(client: Client, mug: Any) -> None:
    first, second, third = (add(client, mug, sort_order=order) for order in range(3))
    succeeded(client.put(videos(mug, first), {"sort_order": 2}))
    orders = {video["id"]: video["sort_order"] for video in client.data(videos(mug))}
    assert orders == {first["id"]: 2, second["id"]: 1, third["id"]: 3}


def test_a_deleted_video_is_gone_and_deleting_again_is_no_error(client: Client, mug: Any) -> None:
    video = add(client, mug)
    assert client.delete(videos(mug, video)).status_code == 204
    assert client.get(videos(mug, video)).status_code == 404
    assert client.delete(videos(mug, video)).status_code == 204


def test_a_write_moves_the_products_date(client: Client, mug: Any, evidence: Evidence) -> None:
    evidence.age(client)
    before = client.data(f"/catalog/products/{mug['id']}")["date_modified"]
    add(client, mug)
    assert client.data(f"/catalog/products/{mug['id']}")["date_modified"] > before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("video_id", "x" * 26),
        ("video_id", ""),
        ("title", "x" * 256),
        ("type", "vimeo"),
        ("sort_order", 2**31),
        ("length", "two minutes"),
    ],
)
def test_a_wrong_field_is_named(client: Client, mug: Any, evidence: Evidence, field: str, value: Any) -> None:
    video = add(client, mug)
    with evidence.unchanged(client):
        for answer in (
            client.post(videos(mug), {"video_id": "abc", field: value}),
            client.put(videos(mug, video), {field: value}),
        ):
            assert (answer.status_code, answer.json()["title"]) == (422, f"Invalid field(s): {field}")


def test_a_video_needs_its_id(client: Client, mug: Any) -> None:
    answer = client.post(videos(mug), {"title": "Writing"})
    assert (answer.status_code, answer.json()["title"]) == (422, "Missing Required Fields")
    assert answer.json()["errors"] == {"video_id": "Please provide a video_id."}


def test_a_product_or_a_video_that_is_not_there_is_404(client: Client, mug: Any) -> None:
    nobody, nothing = {"id": 999999}, {"id": 888888}
    product = "A product was not found with an id of 999999"
    video = "A product video was not found with an id of 888888"
    for answer, title in (
        (client.get(videos(nobody)), product),
        (client.post(videos(nobody), {"video_id": "abc"}), product),
        (client.get(videos(nobody, nothing)), product),
        (client.put(videos(nobody, nothing), {}), product),
        (client.delete(videos(nobody, nothing)), product),
        (client.get(videos(mug, nothing)), video),
        (client.put(videos(mug, nothing), {"title": "x"}), video),
    ):
        assert (answer.status_code, answer.json()["title"]) == (404, title)


def test_a_video_of_another_product_is_not_reached(client: Client, mug: Any) -> None:
    other = client.create_product("Other")
    video = add(client, other)
    assert client.get(videos(mug, video)).status_code == 404
    assert client.put(videos(mug, video), {"title": "mine"}).status_code == 404
    assert client.delete(videos(mug, video)).status_code == 204
    assert client.data(videos(other, video)) == video


def test_videos_come_with_a_product(client: Client) -> None:
    product = client.create_product("Cup", videos=[{"video_id": "one", "title": "One"}])
    (video,) = product["videos"]
    assert video["title"] == "One"
    body = [{**video, "title": "First"}, {"video_id": "two", "title": "Two"}]
    saved = succeeded(client.put(f"/catalog/products/{product['id']}?include=videos", {"videos": body}))
    assert [each["title"] for each in saved["videos"]] == ["First", "Two"]
    succeeded(client.put(f"/catalog/products/{product['id']}", {"price": 3}))
    assert client.data(videos(product)) == saved["videos"]


def test_a_wrong_video_fails_the_whole_product(client: Client, mug: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        body = {"name": "Cup", "type": "physical", "weight": 1, "price": 1, "videos": [{"title": "no id"}]}
        answer = client.post("/catalog/products", body)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["videos.0.video_id"])
        change = {"name": "Bowl", "videos": [{"id": 888888, "video_id": "x"}]}
        assert client.put(f"/catalog/products/{mug['id']}", change).status_code == 404


def test_videos_go_with_their_product(client: Client, mug: Any, evidence: Evidence) -> None:
    add(client, mug)
    client.delete(f"/catalog/products/{mug['id']}")
    assert evidence.rows(client, "product_video")["product_video"] == []
