"""Categories as `/catalog/categories` shows them (behaviour 7.9)."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

CATEGORIES = "/catalog/categories"
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
KEYS = [
    "id",
    "parent_id",
    "name",
    "description",
    "views",
    "sort_order",
    "page_title",
    "meta_keywords",
    "meta_description",
    "layout_file",
    "image_url",
    "is_visible",
    "search_keywords",
    "default_product_sort",
    "custom_url",
]
SAID: dict[str, Any] = {
    "description": "<p>Relaxing</p>",
    "views": 1050,
    "sort_order": -3,
    "page_title": "Bathing",
    "meta_keywords": ["loofah", "bubbles"],
    "meta_description": "For the bath",
    "layout_file": "bath.html",
    "is_visible": False,
    "search_keywords": "bath, loofah",
    "default_product_sort": "price_asc",
}


def create(client: Client, name: str = "Bath", parent_id: int = 0, **fields: Any) -> Any:
    return succeeded(client.post(CATEGORIES, {"name": name, "parent_id": parent_id, **fields}))


def chain(client: Client, *names: str) -> list[Any]:
    """Categories one below the other."""
    made: list[Any] = []
    for name in names:
        made.append(create(client, name, made[-1]["id"] if made else 0))
    return made


def names(answer: requests.Response) -> list[str]:
    return [each["name"] for each in succeeded(answer)]


def path_of(client: Client, category_id: int) -> str:
    found: str = client.data(f"{CATEGORIES}/{category_id}")["custom_url"]["url"]
    return found


def test_a_bare_category_has_every_default_in_the_order_of_the_wire(client: Client) -> None:
    answer = client.post(CATEGORIES, {"name": "Bath", "parent_id": 0})
    assert (answer.status_code, answer.json()["meta"]) == (200, {})
    category = answer.json()["data"]
    assert list(category) == KEYS
    assert category == {
        "id": category["id"],
        "parent_id": 0,
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
        "custom_url": {"url": "/bath/", "is_customized": False},
    }


def test_everything_that_is_said_is_kept_and_read_back(client: Client) -> None:
    category = create(client, **SAID, custom_url={"url": "/spa/"})
    assert {name: category[name] for name in SAID} == SAID
    assert category["custom_url"] == {"url": "/spa/", "is_customized": True}
    assert client.data(f"{CATEGORIES}/{category['id']}") == category
    assert client.data(CATEGORIES) == [category]


def test_a_change_leaves_what_it_does_not_name(client: Client) -> None:
    category = create(client, **SAID)
    changed = succeeded(client.put(f"{CATEGORIES}/{category['id']}", {"page_title": "x", "is_visible": True}))
    assert changed == {**category, "page_title": "x", "is_visible": True}
    assert client.data(f"{CATEGORIES}/{category['id']}") == changed


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_category_that_is_not_there_is_404(client: Client, method: str) -> None:
    answer = client.request(method, f"{CATEGORIES}/4711", json={} if method == "PUT" else None)
    title = "A category was not found with an id of 4711"
    assert answer.json() == {"status": 404, "title": title, "type": TYPE}


def test_name_and_parent_are_needed(client: Client) -> None:
    answer = client.post(CATEGORIES, {})
    assert (answer.status_code, answer.json()["title"]) == (422, "Missing Required Fields")
    assert answer.json()["errors"] == {
        "name": "Please provide a name.",
        "parent_id": "Please provide a parent_id.",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 51),
        ("description", "x" * 65536),
        ("page_title", "x" * 256),
        ("search_keywords", "x" * 256),
        ("meta_description", "x" * 65536),
        ("sort_order", 2**31),
        ("views", -1),
        ("parent_id", -1),
        ("default_product_sort", "cheapest"),
        ("meta_keywords", "x"),
        ("is_visible", "perhaps"),
    ],
)
def test_values_out_of_their_range_are_named(client: Client, field: str, value: object) -> None:
    answer = client.post(CATEGORIES, {"name": "Bath", "parent_id": 0, field: value})
    assert (answer.status_code, answer.json()["title"]) == (422, f"Invalid field(s): {field}")


def test_siblings_have_different_names_in_any_case(client: Client, evidence: Evidence) -> None:
    bath, garden = create(client, "Bath"), create(client, "Garden")
    with evidence.unchanged(client):
        created = client.post(CATEGORIES, {"name": "BATH", "parent_id": 0})
        renamed = client.put(f"{CATEGORIES}/{garden['id']}", {"name": "bath"})
    for answer in (created, renamed):
        assert answer.status_code == 409
        assert answer.json() == {
            "status": 409,
            "title": "The category name is a duplicate",
            "type": TYPE,
            "errors": {"name": "The category name is a duplicate"},
        }
    below = create(client, "Bath", bath["id"])
    assert client.put(f"{CATEGORIES}/{below['id']}", {"parent_id": 0}).status_code == 409


# The tree


def test_a_parent_must_be_there(client: Client) -> None:
    answer = client.post(CATEGORIES, {"name": "Bath", "parent_id": 4711})
    assert (answer.status_code, answer.json()["title"]) == (422, "Invalid field(s): parent_id")
    assert answer.json()["errors"] == {"parent_id": "Parent category does not exist."}


def test_categories_go_eight_levels_deep(client: Client, evidence: Evidence) -> None:
    made = chain(client, *(f"Level {level}" for level in range(8)))
    pair = chain(client, "Upper", "Lower")
    with evidence.unchanged(client):
        below = client.post(CATEGORIES, {"name": "Too deep", "parent_id": made[7]["id"]})
        moved = client.put(f"{CATEGORIES}/{pair[0]['id']}", {"parent_id": made[6]["id"]})
    assert [below.status_code, moved.status_code] == [422, 422]
    assert list(below.json()["errors"]) == ["parent_id"]
    assert client.put(f"{CATEGORIES}/{pair[0]['id']}", {"parent_id": made[5]["id"]}).status_code == 200


def test_a_category_cannot_go_below_itself(client: Client, evidence: Evidence) -> None:
    top, _, bottom = chain(client, "Top", "Middle", "Bottom")
    with evidence.unchanged(client):
        for parent in (top, bottom):
            answer = client.put(f"{CATEGORIES}/{top['id']}", {"parent_id": parent["id"]})
            assert (answer.status_code, list(answer.json()["errors"])) == (422, ["parent_id"])


def test_the_old_nested_tree_is_still_there(client: Client) -> None:
    garden, bath = chain(client, "Garden", "Bath")
    first = create(client, "First", sort_order=-1)
    tree = client.data(f"{CATEGORIES}/tree")
    assert [each["name"] for each in tree] == ["First", "Garden"]
    assert tree[0] == {
        "id": first["id"],
        "parent_id": 0,
        "name": "First",
        "is_visible": True,
        "url": "/first/",
        "children": [],
    }
    assert [each["id"] for each in tree[1]["children"]] == [bath["id"]]
    assert tree[1]["id"] == garden["id"]


# URLs


def test_a_path_is_that_of_the_ancestors_and_the_name(client: Client) -> None:
    *_, bath = chain(client, "Home & Garden", "Rooms", "Bath")
    assert bath["custom_url"] == {"url": "/home-garden/rooms/bath/", "is_customized": False}


def test_a_change_of_an_ancestors_path_is_seen_below(client: Client) -> None:
    garden, rooms, bath = chain(client, "Garden", "Rooms", "Bath")
    chosen = create(client, "Chosen", rooms["id"], custom_url={"url": "/chosen/"})
    succeeded(client.put(f"{CATEGORIES}/{garden['id']}", {"custom_url": {"url": "/outside/"}}))
    assert path_of(client, rooms["id"]) == "/outside/rooms/"
    assert path_of(client, bath["id"]) == "/outside/rooms/bath/"
    assert path_of(client, chosen["id"]) == "/chosen/"
    # The paths that were left are free again.
    assert client.create_product("x", custom_url={"url": "/garden/rooms/bath/"})["id"]


def test_a_category_that_moves_takes_all_below_along(client: Client) -> None:
    _, rooms, bath = chain(client, "Garden", "Rooms", "Bath")
    house = create(client, "House")
    moved = succeeded(client.put(f"{CATEGORIES}/{rooms['id']}", {"parent_id": house["id"]}))
    assert (moved["parent_id"], moved["custom_url"]["url"]) == (house["id"], "/house/rooms/")
    assert path_of(client, bath["id"]) == "/house/rooms/bath/"
    up = succeeded(client.put(f"{CATEGORIES}/{rooms['id']}", {"parent_id": 0}))
    assert up["custom_url"]["url"] == "/rooms/"
    assert path_of(client, bath["id"]) == "/rooms/bath/"


def test_a_rename_keeps_the_path(client: Client) -> None:
    bath = create(client)
    assert (
        succeeded(client.put(f"{CATEGORIES}/{bath['id']}", {"name": "Spa"}))["custom_url"]["url"] == "/bath/"
    )


def test_paths_stay_short_however_long_the_names_above_are(client: Client) -> None:
    made = chain(client, *(str(level) * 50 for level in range(8)))
    assert all(len(each["custom_url"]["url"]) <= 255 for each in made)
    assert len({each["custom_url"]["url"] for each in made}) == 8


def test_a_taken_path_gets_a_number_when_made_and_409_when_asked_for(client: Client) -> None:
    client.create_product("Bath")
    assert create(client)["custom_url"]["url"] == "/bath-2/"
    answer = client.post(CATEGORIES, {"name": "X", "parent_id": 0, "custom_url": {"url": "/bath/"}})
    assert (answer.status_code, list(answer.json()["errors"])) == (409, ["custom_url"])


def test_a_change_whose_path_is_taken_saves_all_else_and_says_so(client: Client) -> None:
    client.create_product("Taken")
    bath = create(client)
    answer = client.put(f"{CATEGORIES}/{bath['id']}", {"views": 7, "custom_url": {"url": "/taken/"}})
    assert answer.status_code == 207
    body = answer.json()
    assert (body["status"], list(body["errors"])) == (422, ["custom_url"])
    assert body["data"] == {**bath, "views": 7} == client.data(f"{CATEGORIES}/{bath['id']}")


# Listing


def test_the_list_is_filtered(client: Client) -> None:
    garden, bath = chain(client, "Garden", "Bath")
    other = create(client, "Kitchen", page_title="Cooking", search_keywords="pans", is_visible=False)
    ids = [garden["id"], bath["id"], other["id"]]
    everything = {
        ("id", ids[0]): ["Garden"],
        ("id:in", f"{ids[0]},{ids[2]}"): ["Garden", "Kitchen"],
        ("id:not_in", f"{ids[0]},{ids[2]}"): ["Bath"],
        ("id:min", ids[1]): ["Bath", "Kitchen"],
        ("id:max", ids[1]): ["Garden", "Bath"],
        ("id:greater", ids[1]): ["Kitchen"],
        ("id:less", ids[1]): ["Garden"],
        ("name", "BATH"): ["Bath"],
        ("name:like", "T"): ["Bath", "Kitchen"],
        ("parent_id", 0): ["Garden", "Kitchen"],
        ("parent_id:in", f"{ids[0]},4711"): ["Bath"],
        ("parent_id:min", 1): ["Bath"],
        ("parent_id:max", 0): ["Garden", "Kitchen"],
        ("parent_id:greater", 0): ["Bath"],
        ("parent_id:less", 1): ["Garden", "Kitchen"],
        ("page_title", "Cooking"): ["Kitchen"],
        ("page_title:like", "cook"): ["Kitchen"],
        ("keyword", "pans kitchen"): ["Kitchen"],
        ("is_visible", "false"): ["Kitchen"],
    }
    for (name, value), expected in everything.items():
        assert names(client.get(CATEGORIES, **{name: value})) == expected, name


@pytest.mark.parametrize(
    "name", ["date_modified:min", "tree_id", "tree_id:in", "category_id:in", "parent_id:not_in"]
)
def test_filters_of_the_other_face_are_unknown(client: Client, name: str) -> None:
    answer = client.get(CATEGORIES, **{name: "1"})
    assert answer.status_code == 422
    assert answer.json()["title"] == f"The filter(s): {name} are not valid filter parameter(s)."


@pytest.mark.parametrize("sort", ["name", "id", "parent_id", "sort_order"])
def test_the_list_is_sorted(client: Client, sort: str) -> None:
    garden = create(client, "Garden", sort_order=1)
    create(client, "Bath", garden["id"], sort_order=3)
    create(client, "Kitchen", sort_order=2)
    shown = client.data(CATEGORIES, sort=sort)
    assert [each[sort] for each in shown] == sorted(each[sort] for each in shown)


# Deleting


def test_deleting_takes_all_below_along_and_leaves_products(client: Client) -> None:
    garden, bath = chain(client, "Garden", "Bath")
    kitchen = create(client, "Kitchen")
    product = client.create_product(categories=[bath["id"], kitchen["id"]])
    answer = client.delete(f"{CATEGORIES}/{garden['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert names(client.get(CATEGORIES)) == ["Kitchen"]
    assert client.data(f"/catalog/products/{product['id']}")["categories"] == [kitchen["id"]]
    assert client.delete(f"{CATEGORIES}/{garden['id']}").status_code == 204


def test_deleting_by_filter_needs_one(client: Client, evidence: Evidence) -> None:
    create(client)
    with evidence.unchanged(client):
        for query in ({}, {"keyword": ""}, {"sort": "name"}, {"page": "1"}):
            assert client.delete(CATEGORIES, **query).status_code == 422
        assert client.delete(CATEGORIES, name="Other").status_code == 204


def test_deleting_by_filter_takes_the_filters_of_the_list(client: Client) -> None:
    garden, _ = chain(client, "Garden", "Bath")
    create(client, "Kitchen", is_visible=False)
    assert client.delete(CATEGORIES, **{"parent_id:in": garden["id"]}).status_code == 204
    assert names(client.get(CATEGORIES)) == ["Garden", "Kitchen"]
    assert client.delete(CATEGORIES, **{"is_visible": "false", "name:like": "kit"}).status_code == 204
    assert names(client.get(CATEGORIES)) == ["Garden"]


def test_no_store_reaches_the_categories_of_another(client: Client, server: Any, evidence: Evidence) -> None:
    bath = create(client)
    product = client.create_product(categories=[bath["id"]])
    stranger = server.new_store()
    with evidence.unchanged(client):
        stranger.delete(f"{CATEGORIES}/{bath['id']}")
        stranger.delete(CATEGORIES, **{"id:min": 0})
        stranger.put(f"{CATEGORIES}/{bath['id']}", {"name": "Mine"})
        stranger.put(
            f"{CATEGORIES}/{bath['id']}/products/sort-order", [{"product_id": product["id"], "sort_order": 1}]
        )
    assert stranger.get(f"{CATEGORIES}/{bath['id']}").status_code == 404
    assert stranger.data(CATEGORIES) == []
    stranger.close()
