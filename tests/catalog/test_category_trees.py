"""Category trees: the default one, others, and their categories nested (behaviour 7.10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

TREES = "/catalog/trees"
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
UNVERIFIED = (
    "Please verify if all required fields are present in the request body "
    "and are filled with values correctly."
)
DEFAULT = {"id": 1, "name": "Default catalog tree", "channels": [1]}


def tree(client: Client, name: str = "Second", channel: int = 2) -> int:
    found: int = succeeded(client.put(TREES, [{"name": name, "channels": [channel]}]))[0]["id"]
    return found


def category(client: Client, name: str, **fields: Any) -> int:
    found: int = succeeded(client.post(f"{TREES}/categories", [{"name": name, **fields}]))[0]["category_id"]
    return found


def test_every_store_has_the_default_tree(client: Client) -> None:
    answer = client.get(TREES)
    assert answer.json() == {
        "data": [DEFAULT],
        "meta": {
            "pagination": {
                "total": 1,
                "count": 1,
                "per_page": 50,
                "current_page": 1,
                "total_pages": 1,
                "links": {"current": "?limit=50&page=1"},
            }
        },
    }


def test_a_tree_is_made_for_one_channel(client: Client) -> None:
    answer = client.put(TREES, [{"name": "Second", "channels": [2]}, {"name": "Third", "channels": [3]}])
    assert answer.status_code == 200
    assert answer.json()["meta"] == {"total": 2, "success": 2, "failed": 0}
    made = answer.json()["data"]
    assert [(each["name"], each["channels"]) for each in made] == [("Second", [2]), ("Third", [3])]
    assert client.data(TREES) == [DEFAULT, *made]
    assert client.data(TREES, **{"id:in": made[0]["id"]}) == [made[0]]
    assert client.data(TREES, **{"channel_id:in": "1,3"}) == [DEFAULT, made[1]]


def test_a_tree_is_renamed(client: Client) -> None:
    assert succeeded(client.put(TREES, [{"id": 1, "name": "Ours"}])) == [{**DEFAULT, "name": "Ours"}]
    assert client.data(TREES) == [{**DEFAULT, "name": "Ours"}]


@pytest.mark.parametrize(
    ("item", "errors"),
    [
        ({"id": 4711, "name": "x"}, {"0.tree_id": "Tree does not exist."}),
        ({"id": 1, "channels": [2]}, {"0.channels": "Channels can't be changed"}),
        ({"channels": [2]}, {"0.name": "Name is required and can't be empty"}),
        ({"name": "x"}, {"0.channels": "Channels is required and can't be empty"}),
        ({"name": "x", "channels": []}, {"0.channels": "Channels is required and can't be empty"}),
        ({"name": "x", "channels": [2, 3]}, {"0.channels": "A tree can be assigned to one channel only"}),
        ({"name": "x", "channels": [1]}, {"0.channels": "Channel 1 has a category tree already"}),
        ({"id": 1, "name": ""}, {"0.name": "name must have a length between 1 and 255"}),
    ],
)
def test_what_a_tree_cannot_be_is_named_by_position_and_nothing_is_saved(
    client: Client, item: dict[str, Any], errors: dict[str, str], evidence: Evidence
) -> None:
    client.get(TREES)
    with evidence.unchanged(client):
        answer = client.put(TREES, [item, {"name": "Fine", "channels": [9]}])
    assert answer.status_code == 422
    assert answer.json() == {"status": 422, "title": UNVERIFIED, "type": TYPE, "errors": errors}


def test_what_is_no_list_of_trees_is_told_in_the_parsers_words(client: Client) -> None:
    answer = client.put(TREES, [{"name": 7, "channels": "x"}])
    assert answer.json() == {
        "status": 422,
        "title": "JSON data is missing or invalid",
        "type": TYPE,
        "errors": {"0.name": "error.expected.jsstring", "0.channels": "error.expected.jsarray"},
    }


def test_more_than_50_trees_are_too_many(client: Client) -> None:
    answer = client.put(TREES, [{"name": f"T{n}", "channels": [n + 2]} for n in range(51)])
    assert answer.status_code == 413
    assert answer.json() == {
        "status": 413,
        "title": "The request payload is too large. The maximum trees allowed in the array is 50.",
        "type": TYPE,
        "errors": {},
    }


def test_a_tree_goes_with_all_its_categories(client: Client) -> None:
    second = tree(client)
    bath = category(client, "Bath", tree_id=second)
    category(client, "Loofah", parent_id=bath)
    kept = category(client, "Bath", tree_id=1)
    product = client.create_product(categories=[bath, kept])
    answer = client.delete(TREES, **{"id:in": second})
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.data(TREES) == [DEFAULT]
    assert [each["category_id"] for each in client.data(f"{TREES}/categories")] == [kept]
    assert client.data(f"/catalog/products/{product['id']}")["categories"] == [kept]


def test_a_tree_that_is_not_there_is_404_in_the_newer_words(client: Client, evidence: Evidence) -> None:
    second = tree(client)
    with evidence.unchanged(client):
        deleted = client.delete(TREES, **{"id:in": f"{second},42"})
    shown = client.get(f"{TREES}/42/categories")
    for answer in (deleted, shown):
        assert answer.json() == {
            "status": 404,
            "title": "Entity with id tree [42] was not found ",
            "type": TYPE,
            "errors": {},
        }


def test_the_default_tree_stays_and_deleting_needs_a_filter(client: Client, evidence: Evidence) -> None:
    client.get(TREES)
    with evidence.unchanged(client):
        assert client.delete(TREES, **{"id:in": 1}).status_code == 422
        assert client.delete(TREES).status_code == 422
        assert client.delete(TREES, **{"channel_id:in": 1}).status_code == 422


# Nested


def test_a_tree_is_shown_nested_with_depth_and_path(client: Client) -> None:
    garden = category(client, "Garden", tree_id=1, sort_order=2)
    bath = category(client, "Bath", parent_id=garden)
    first = category(client, "First", tree_id=1, is_visible=False)
    answer = client.get(f"{TREES}/1/categories")
    assert answer.json() == {
        "data": [
            {
                "id": first,
                "parent_id": 0,
                "depth": 0,
                "path": [first],
                "name": "First",
                "is_visible": False,
                "url": "/first/",
                "children": [],
            },
            {
                "id": garden,
                "parent_id": 0,
                "depth": 0,
                "path": [garden],
                "name": "Garden",
                "is_visible": True,
                "url": "/garden/",
                "children": [
                    {
                        "id": bath,
                        "parent_id": garden,
                        "depth": 1,
                        "path": [garden, bath],
                        "name": "Bath",
                        "is_visible": True,
                        "url": "/garden/bath/",
                        "children": [],
                    }
                ],
            },
        ],
        "meta": {},
    }


def test_a_depth_ends_the_nesting(client: Client) -> None:
    garden = category(client, "Garden", tree_id=1)
    category(client, "Bath", parent_id=garden)
    assert client.data(f"{TREES}/1/categories", depth=0)[0]["children"] == []
    assert len(client.data(f"{TREES}/1/categories", depth=1)[0]["children"]) == 1
    assert client.get(f"{TREES}/1/categories", depth=-1).status_code == 422


def test_an_empty_tree_is_an_empty_list(client: Client) -> None:
    assert client.data(f"{TREES}/1/categories") == []
    assert client.data(f"{TREES}/{tree(client)}/categories") == []


def test_trees_are_of_one_store(client: Client, server: Any) -> None:
    second = tree(client)
    stranger = server.new_store()
    assert stranger.data(TREES) == [DEFAULT]
    assert stranger.get(f"{TREES}/{second}/categories").status_code == 404
    assert stranger.delete(TREES, **{"id:in": second}).status_code == 404
    assert tree(stranger) != 1
    stranger.close()
