"""Categories as `/catalog/trees/categories` shows them: batches in the newer family's words (behaviour 7.10)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import requests

from tests.media.pictures import encoded, scene
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

TREES = "/catalog/trees"
CATEGORIES = "/catalog/trees/categories"
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
UNVERIFIED = (
    "Please verify if all required fields are present in the request body "
    "and are filled with values correctly."
)


def create(client: Client, name: str = "Bath", **fields: Any) -> Any:
    return succeeded(client.post(CATEGORIES, [{"name": name, **(fields or {"tree_id": 1})}]))[0]


def second_tree(client: Client) -> int:
    found: int = succeeded(client.put(TREES, [{"name": "Second", "channels": [2]}]))[0]["id"]
    return found


def names(answer: requests.Response) -> list[str]:
    return [each["name"] for each in succeeded(answer)]


def errors(answer: requests.Response) -> dict[str, str]:
    assert answer.status_code == 422
    body = answer.json()
    assert body == {"status": 422, "title": UNVERIFIED, "type": TYPE, "errors": body["errors"]}
    found: dict[str, str] = body["errors"]
    return found


def test_a_batch_is_made_and_answered_with_201(client: Client) -> None:
    answer = client.post(CATEGORIES, [{"name": "Bath", "tree_id": 1}, {"name": "Garden", "tree_id": 1}])
    assert answer.status_code == 201
    assert answer.json()["meta"] == {"total": 2, "success": 2, "failed": 0}
    bath = answer.json()["data"][0]
    assert bath == {
        "category_id": bath["category_id"],
        "category_uuid": str(uuid.UUID(bath["category_uuid"])),
        "parent_id": 0,
        "tree_id": 1,
        "name": "Bath",
        "description": "",
        "views": 0,
        "sort_order": 0,
        "page_title": "",
        "meta_keywords": [""],
        "meta_description": "",
        "layout_file": "category.html",
        "image_url": "",
        "is_visible": True,
        "search_keywords": "",
        "default_product_sort": "use_store_settings",
        "url": {"path": "/bath/", "is_customized": False},
    }
    assert client.data(CATEGORIES) == answer.json()["data"]


def test_both_faces_show_one_category(client: Client) -> None:
    newer = create(client, tree_id=1, meta_keywords=["a"], views=3, url={"path": "/spa/"})
    older = client.data(f"/catalog/categories/{newer['category_id']}")
    assert older["custom_url"] == {"url": "/spa/", "is_customized": True}
    shared = set(older) & set(newer)
    assert {name: older[name] for name in shared} == {name: newer[name] for name in shared}
    client.put(f"/catalog/categories/{older['id']}", {"name": "Sauna"})
    assert names(client.get(CATEGORIES)) == ["Sauna"]
    succeeded(client.put(CATEGORIES, [{"category_id": older["id"], "name": "Hammam"}]))
    assert client.data(f"/catalog/categories/{older['id']}")["name"] == "Hammam"


def test_a_category_below_a_parent_is_in_its_tree(client: Client) -> None:
    second = second_tree(client)
    parent = create(client, tree_id=second)
    below = create(client, "Loofah", parent_id=parent["category_id"])
    assert (below["tree_id"], below["url"]["path"]) == (second, "/bath/loofah/")
    # The older face makes roots in the default tree, and children where their parent is.
    older = succeeded(
        client.post("/catalog/categories", {"name": "Soap", "parent_id": parent["category_id"]})
    )
    assert client.data(CATEGORIES, **{"category_id:in": older["id"]})[0]["tree_id"] == second


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ({"tree_id": 1}, {"0.name": "Name is required and can't be empty"}),
        ({"name": "x"}, {"0.tree_id": "Tree Id is required and can't be empty"}),
        ({"name": "x", "parent_id": 0}, {"0.tree_id": "Tree Id is required and can't be empty"}),
        ({"name": "x", "tree_id": 4711}, {"0.tree_id": "Tree does not exist."}),
        ({"name": "x", "parent_id": 4711}, {"0.parent_id": "Parent category does not exist."}),
        ({"name": "x" * 51, "tree_id": 1}, {"0.name": "name must have a length between 1 and 50"}),
        (
            {"name": "x", "tree_id": 1, "url": {"path": "ä"}},
            {"0.url": "custom_url.url must begin with / and hold only Latin letters, digits and . - _ ~ /"},
        ),
    ],
)
def test_what_a_category_cannot_be_is_named_by_its_position(
    client: Client, item: dict[str, Any], wrong: dict[str, str], evidence: Evidence
) -> None:
    client.get(TREES)
    with evidence.unchanged(client):
        assert errors(client.post(CATEGORIES, [item])) == wrong


def test_what_is_no_category_is_told_in_the_parsers_words(client: Client, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.post(
            CATEGORIES,
            [
                {"name": "Fine", "tree_id": 1},
                {"name": 7, "tree_id": "x", "meta_keywords": "a", "is_visible": 3, "url": "/x/"},
            ],
        )
        single = client.post(CATEGORIES, {"name": "Fine", "tree_id": 1})
    assert answer.json() == {
        "status": 422,
        "title": "JSON data is missing or invalid",
        "type": TYPE,
        "errors": {
            "1.name": "error.expected.jsstring",
            "1.tree_id": "error.expected.jsnumber",
            "1.meta_keywords": "error.expected.jsarray",
            "1.is_visible": "error.expected.jsboolean",
            "1.url": "error.expected.jsobject",
        },
    }
    assert single.json()["errors"] == {"obj": "error.expected.jsarray"}


def test_what_is_wrong_with_one_does_not_keep_the_others(client: Client) -> None:
    answer = client.post(
        CATEGORIES,
        [{"name": "Bath", "tree_id": 1}, {"name": "BATH", "tree_id": 1}, {"name": "Garden", "tree_id": 1}],
    )
    assert answer.status_code == 207
    body = answer.json()
    assert [each["name"] for each in body["data"]] == ["Bath", "Garden"]
    assert body["meta"] == {"total": 3, "success": 2, "failed": 1}
    assert body["errors"] == {
        "status": 422,
        "title": UNVERIFIED,
        "type": TYPE,
        "errors": {"1.name": "The category name is a duplicate"},
    }
    assert names(client.get(CATEGORIES)) == ["Bath", "Garden"]


def test_more_than_50_are_too_many(client: Client) -> None:
    for method in ("POST", "PUT"):
        answer = client.request(method, CATEGORIES, json=[{"name": f"C{n}", "tree_id": 1} for n in range(51)])
        assert (answer.status_code, answer.json()["errors"]) == (413, {})
    assert len(succeeded(client.post(CATEGORIES, [{"name": f"C{n}", "tree_id": 1} for n in range(50)]))) == 50


# Change


def test_a_batch_is_changed(client: Client) -> None:
    bath = create(client)
    answer = client.put(CATEGORIES, [{"category_id": bath["category_id"], "page_title": "x", "views": 4}])
    assert answer.status_code == 200
    assert answer.json() == {
        "data": [{**bath, "page_title": "x", "views": 4}],
        "meta": {"total": 1, "success": 1, "failed": 0},
    }
    assert client.data(CATEGORIES) == answer.json()["data"]


def test_a_change_never_makes_a_category(client: Client, evidence: Evidence) -> None:
    client.get(TREES)
    with evidence.unchanged(client):
        assert errors(client.put(CATEGORIES, [{"name": "x"}])) == {
            "0.category_id": "Category does not exist.",
            "0.tree_id": "Tree Id is required and can't be empty",
        }
        assert errors(client.put(CATEGORIES, [{"category_id": 4711, "name": "x"}])) == {
            "0.category_id": "Category does not exist."
        }


def test_of_changes_each_is_whole_or_not_at_all(client: Client) -> None:
    client.create_product("Taken")
    bath, garden = create(client), create(client, "Garden")
    answer = client.put(
        CATEGORIES,
        [
            {"category_id": bath["category_id"], "views": 9, "url": {"path": "/taken/"}},
            {"category_id": garden["category_id"], "views": 9},
        ],
    )
    assert answer.status_code == 207
    assert list(answer.json()["errors"]["errors"]) == ["0.url"]
    assert answer.json()["meta"] == {"total": 2, "success": 1, "failed": 1}
    assert client.data(CATEGORIES) == [bath, {**garden, "views": 9}]
    # Nor did the row take anything that its document would show later on.
    later = succeeded(client.put(CATEGORIES, [{"category_id": bath["category_id"], "page_title": "x"}]))
    assert later == [{**bath, "page_title": "x"}]


def test_a_category_moves_to_another_tree_with_all_below(client: Client) -> None:
    second = second_tree(client)
    garden = create(client, "Garden")
    bath = create(client, "Bath", parent_id=garden["category_id"])
    loofah = create(client, "Loofah", parent_id=bath["category_id"])
    moved = succeeded(client.put(CATEGORIES, [{"category_id": bath["category_id"], "tree_id": second}]))[0]
    assert (moved["tree_id"], moved["parent_id"], moved["url"]["path"]) == (second, 0, "/bath/")
    shown = client.data(CATEGORIES, **{"category_id:in": loofah["category_id"]})[0]
    assert (shown["tree_id"], shown["url"]["path"]) == (second, "/bath/loofah/")


def test_a_parent_is_in_the_same_tree(client: Client, evidence: Evidence) -> None:
    second = second_tree(client)
    garden, other = create(client, "Garden"), create(client, "Other", tree_id=second)
    with evidence.unchanged(client):
        made = client.post(CATEGORIES, [{"name": "x", "tree_id": second, "parent_id": garden["category_id"]}])
        moved = client.put(
            CATEGORIES,
            [{"category_id": garden["category_id"], "tree_id": 1, "parent_id": other["category_id"]}],
        )
    assert errors(made) == errors(moved) == {"0.parent_id": "Parent category belongs to another tree."}


def test_pictures_are_fetched_and_a_failure_is_its_items_alone(client: Client, web: Web) -> None:
    good, bad = web.serve(encoded(scene(), "PNG"), "/good.png"), web.serve(b"nothing", "/bad.png")
    answer = client.post(
        CATEGORIES,
        [{"name": "Good", "tree_id": 1, "image_url": good}, {"name": "Bad", "tree_id": 1, "image_url": bad}],
    )
    assert answer.status_code == 207
    assert list(answer.json()["errors"]["errors"]) == ["1.image_url"]
    shown = answer.json()["data"][0]
    assert "/product_images/g/good__" in shown["image_url"]
    again = succeeded(client.put(CATEGORIES, [shown]))[0]
    assert again == shown
    assert (
        succeeded(client.put(CATEGORIES, [{"category_id": shown["category_id"], "image_url": ""}]))[0][
            "image_url"
        ]
        == ""
    )


# Listing and deleting


def test_the_list_has_the_filters_of_the_newer_face(client: Client) -> None:
    second = second_tree(client)
    garden = create(client, "Garden", tree_id=1, page_title="Green", search_keywords="lawn")
    bath = create(client, "Bath", parent_id=garden["category_id"])
    other = create(client, "Other", tree_id=second, is_visible=False)
    everything = {
        ("category_id:in", f"{garden['category_id']},{other['category_id']}"): ["Garden", "Other"],
        ("category_id:not_in", str(bath["category_id"])): ["Garden", "Other"],
        ("category_uuid:in", bath["category_uuid"]): ["Bath"],
        ("category_uuid:not_in", bath["category_uuid"]): ["Garden", "Other"],
        ("tree_id:in", str(second)): ["Other"],
        ("tree_id:not_in", str(second)): ["Garden", "Bath"],
        ("parent_id:in", str(garden["category_id"])): ["Bath"],
        ("parent_id:not_in", "0"): ["Bath"],
        ("page_title", "Green"): ["Garden"],
        ("page_title:like", "gre"): ["Garden"],
        ("name", "bath"): ["Bath"],
        ("name:like", "h"): ["Bath", "Other"],
        ("keyword", "lawn"): ["Garden"],
        ("is_visible", "false"): ["Other"],
    }
    for (name, value), expected in everything.items():
        assert names(client.get(CATEGORIES, **{name: value})) == expected, name


@pytest.mark.parametrize(
    "name", ["tree_id", "parent_id", "id:in", "category_id", "sort", "date_modified:min"]
)
def test_plain_ids_and_filters_of_the_older_face_are_unknown(client: Client, name: str) -> None:
    answer = client.get(CATEGORIES, **{name: "1"})
    assert answer.json() == {
        "status": 422,
        "title": f"The filter(s): {name} are not valid filter parameter(s).",
        "type": TYPE,
        "errors": {},
    }


def test_fields_can_be_chosen_and_the_id_always_comes(client: Client) -> None:
    bath = create(client)
    shown = client.data(CATEGORIES, include_fields="name")
    assert shown == [{"category_id": bath["category_id"], "name": "Bath"}]
    assert "category_id" in client.data(CATEGORIES, exclude_fields="category_id,url")[0]


def test_pages_link_with_the_limit_first(client: Client) -> None:
    for name in ("A", "B", "C"):
        create(client, name)
    answer = client.get(CATEGORIES, page=2, limit=1, **{"tree_id:in": 1})
    assert names(answer) == ["B"]
    assert answer.json()["meta"]["pagination"]["links"] == {
        "previous": "?limit=1&tree_id%3Ain=1&page=1",
        "current": "?limit=1&tree_id%3Ain=1&page=2",
        "next": "?limit=1&tree_id%3Ain=1&page=3",
    }


@pytest.mark.parametrize("by", ["category_id", "category_uuid", "tree_id", "parent_id"])
def test_deleting_takes_all_below_along_and_is_204(client: Client, by: str) -> None:
    garden = create(client, "Garden")
    bath = create(client, "Bath", parent_id=garden["category_id"])
    create(client, "Loofah", parent_id=bath["category_id"])
    product = client.create_product(categories=[bath["category_id"]])
    value = garden["category_id"] if by == "parent_id" else bath[by]
    answer = client.delete(CATEGORIES, **{f"{by}:in": value})
    assert (answer.status_code, answer.content) == (204, b"")
    assert names(client.get(CATEGORIES)) == ([] if by == "tree_id" else ["Garden"])
    assert client.data(f"/catalog/products/{product['id']}")["categories"] == []


def test_deleting_needs_a_filter(client: Client, evidence: Evidence) -> None:
    create(client)
    with evidence.unchanged(client):
        for query in ({}, {"category_id:in": ""}, {"name": "Bath"}, {"category_id": "1"}):
            assert client.delete(CATEGORIES, **query).status_code == 422
        assert client.delete(CATEGORIES, **{"category_id:in": 4711}).status_code == 204
