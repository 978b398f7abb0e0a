"""Metafields of many resources at once: cursors, and batches that save what they can (behaviour 1.2.7, 1.5.3)."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests

from tests.catalog.metafielding import ABSENT, KINDS, Owner, create, fields, keys, make
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(params=KINDS)
def of(request: pytest.FixtureRequest, client: Client) -> Owner:
    return make(client, request.param)


@pytest.fixture
def lettered(client: Client, of: Owner) -> Owner:
    """A resource with metafields a to g."""
    succeeded(client.post(of.batch, [fields(key=key, resource_id=of.id) for key in "abcdefg"]))
    return of


def delete(client: Client, of: Owner, ids: Any) -> requests.Response:
    return client.request("DELETE", of.batch, json=ids)


def failures(answer: requests.Response) -> dict[str, str]:
    """What a batch says of its failures, once the rest of its envelope is right."""
    assert answer.status_code == 422
    body = answer.json()
    assert list(body) == ["data", "errors", "meta"]
    (error,) = body["errors"]
    assert list(error) == ["status", "title", "type", "errors"]
    assert (error["status"], error["title"], error["type"]) == (422, "Bulk operation has failed", TYPE)
    found: dict[str, str] = error["errors"]
    counts = {"success": len(body["data"]), "failed": len(found)}
    assert body["meta"] == {"total": sum(counts.values()), **counts}
    return found


def cursor(metafield_id: int) -> str:
    return base64.b64encode(f"id:{metafield_id}".encode()).decode()


# Cursors


def test_a_first_page_shows_where_it_starts_and_ends(client: Client, lettered: Owner) -> None:
    answer = client.get(lettered.batch, limit=3, key="").json()
    assert answer["data"] == []
    answer = client.get(lettered.batch, limit=3, namespace="Warehouse").json()
    start, end = (cursor(answer["data"][place]["id"]) for place in (0, -1))
    assert answer["meta"] == {
        "pagination": {
            "total": 7,
            "count": 3,
            "per_page": 3,
            "current_page": 1,
            "total_pages": 3,
            "links": {
                "current": "?page=1&namespace=Warehouse&limit=3",
                "next": "?page=2&namespace=Warehouse&limit=3",
            },
        },
        "cursor_pagination": {
            "count": 3,
            "per_page": 3,
            "start_cursor": start,
            "end_cursor": end,
            "links": {
                "current": "?page=1&namespace=Warehouse&limit=3",
                "next": f"?after={end.replace('=', '%3D')}&namespace=Warehouse&limit=3",
            },
        },
    }


def test_a_cursor_is_the_base64_of_an_id() -> None:
    assert cursor(7) == "aWQ6Nw=="


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_following_next_and_then_previous_walks_there_and_back(
    client: Client, lettered: Owner, direction: str
) -> None:
    for path in (lettered.batch, lettered.listing):
        forth, answer = [], client.get(path, limit=3, direction=direction).json()
        pages = [answer]
        while "next" in (links := answer["meta"]["cursor_pagination"]["links"]):
            answer = client.request("GET", path + links["next"]).json()
            pages.append(answer)
        forth = [keys(page["data"]) for page in pages]
        letters = "abcdefg" if direction == "asc" else "gfedcba"
        assert forth == [list(letters[:3]), list(letters[3:6]), list(letters[6:])]
        assert [page["meta"]["pagination"]["current_page"] for page in pages] == [1, 2, 3]
        back = [keys(answer["data"])]
        while "previous" in (links := answer["meta"]["cursor_pagination"]["links"]):
            answer = client.request("GET", path + links["previous"]).json()
            back.insert(0, keys(answer["data"]))
        assert back == forth


def test_a_cursor_wins_over_a_page(client: Client, lettered: Owner) -> None:
    first = client.get(lettered.batch, limit=2).json()
    end = first["meta"]["cursor_pagination"]["end_cursor"]
    answer = client.get(lettered.batch, limit=2, page=9, after=end).json()
    assert keys(answer["data"]) == ["c", "d"]
    numbered = answer["meta"]["pagination"]
    assert (numbered["current_page"], numbered["total"], numbered["total_pages"]) == (2, 7, 4)
    assert numbered["links"] == {
        "previous": "?page=1&limit=2",
        "current": "?page=2&limit=2",
        "next": "?page=3&limit=2",
    }
    assert parse_qs(answer["meta"]["cursor_pagination"]["links"]["current"][1:])["after"] == [end]


def test_a_cursor_goes_with_filters_and_survives_the_row_it_names(client: Client, lettered: Owner) -> None:
    rows = client.data(lettered.batch, **{"key:in": "a,c,e,g", "limit": 2})
    client.delete(lettered.metafield(rows[-1]["id"]))
    assert keys(client.data(lettered.batch, **{"key:in": "a,c,e,g", "after": cursor(rows[-1]["id"])})) == [
        "e",
        "g",
    ]
    assert keys(client.data(lettered.batch, before=cursor(rows[-1]["id"]))) == ["a", "b"]


def test_past_the_ends_there_is_nothing(client: Client, lettered: Owner) -> None:
    first, *_, last = client.data(lettered.batch)
    for query in ({"after": cursor(last["id"])}, {"before": cursor(first["id"])}):
        answer = client.get(lettered.batch, **query)
        assert answer.status_code == 200
        assert answer.json()["data"] == []
        by_cursor = answer.json()["meta"]["cursor_pagination"]
        assert (by_cursor["count"], by_cursor["start_cursor"], by_cursor["end_cursor"]) == (0, "", "")
        assert list(by_cursor["links"]) == ["current"]


@pytest.mark.parametrize(
    "text", ["x", "aWQ6", "aWQ6LTE=", "7", "aWQ6Nw", "aWQ6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"]
)
def test_what_is_no_cursor_is_refused(client: Client, text: str) -> None:
    for name in ("before", "after"):
        answer = client.get("/catalog/products/metafields", **{name: text})
        assert answer.status_code == 422
        assert answer.json()["errors"] == {name: f"{name} must be a cursor of an earlier answer"}


def test_one_cursor_at_a_time(client: Client) -> None:
    answer = client.get("/catalog/products/metafields", before=cursor(9), after=cursor(1))
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"before": "before cannot be combined with after"}


def test_the_list_of_a_kind_shows_that_kind_only(client: Client) -> None:
    made = {kind: create(client, make(client, kind)) for kind in KINDS}
    for kind in KINDS:
        assert client.data(make(client, kind, "Other").batch) == [made[kind]]


# Creating


def test_a_batch_creates_on_several_resources_in_its_order(client: Client, of: Owner) -> None:
    second = make(client, of.kind, "Baker")
    batch = [fields(key=key, resource_id=each.id) for key, each in (("b", second), ("a", of), ("c", second))]
    answer = client.post(of.batch, batch)
    assert answer.status_code == 200
    body = answer.json()
    assert list(body) == ["data", "errors", "meta"]
    assert body["errors"] == []
    assert {name: body["meta"][name] for name in ("total", "success", "failed")} == {
        "total": 3,
        "success": 3,
        "failed": 0,
    }
    assert [(row["key"], row["resource_id"]) for row in body["data"]] == [
        ("b", second.id),
        ("a", of.id),
        ("c", second.id),
    ]
    assert client.data(of.batch) == sorted(body["data"], key=lambda row: int(row["id"]))


def test_the_meta_of_a_batch_has_what_its_document_publishes(client: Client, of: Owner) -> None:
    published = {
        "product": [],
        "variant": ["pagination"],
        "brand": ["pagination", "cursor_pagination"],
        "category": ["pagination"],
    }[of.kind]
    created = client.post(of.batch, [fields(key=key, resource_id=of.id) for key in "ab"]).json()
    updated = client.put(of.batch, [{"id": row["id"], "value": "x"} for row in created["data"]]).json()
    for body in (created, updated):
        assert list(body["meta"]) == ["total", "success", "failed", *published]
        for name in published:
            assert (body["meta"][name]["count"], body["meta"][name]["per_page"]) == (2, 50)


def test_what_can_be_created_is_although_the_batch_fails(client: Client, of: Owner) -> None:
    create(client, of, key="taken")
    answer = client.post(
        of.batch,
        [
            fields(key="first", resource_id=of.id),
            fields(key="taken", resource_id=of.id),
            fields(key="homeless", resource_id=ABSENT),
            fields(key="", value="", resource_id=of.id),
            {"resource_id": of.id, "key": "bare"},
            fields(key="large", value="ä" * 32768, resource_id=of.id),
            "no object",
            fields(key="nowhere"),
            fields(key="last", resource_id=of.id),
            fields(key="last", resource_id=of.id),
        ],
    )
    assert failures(answer) == {
        "1": "A metafield with the namespace Warehouse and the key taken already exists",
        "2": of.missing.format(ABSENT),
        "3": "key must have a length between 1 and 64",
        "4": "Please provide a permission_set.; Please provide a namespace.; Please provide a value.",
        "5": "value must be between 1 and 65535 bytes",
        "6": "body is invalid: Expected `object`, got `str`",
        "7": "Please provide a resource_id.",
        "9": "A metafield with the namespace Warehouse and the key last already exists",
    }
    assert keys(answer.json()["data"]) == ["first", "last"]
    assert keys(client.data(of.batch)) == ["taken", "first", "last"]


def test_a_batch_stops_at_the_limit_of_its_resource(client: Client, of: Owner) -> None:
    succeeded(client.post(of.batch, [fields(key=f"k{n}", resource_id=of.id) for n in range(249)]))
    answer = client.post(of.batch, [fields(key=f"more{n}", resource_id=of.id) for n in range(3)])
    text = f"A {of.kind} may have at most 250 metafields per client"
    assert failures(answer) == {"1": text, "2": text}
    assert keys(answer.json()["data"]) == ["more0"]


# Updating


def test_a_batch_updates_what_is_sent(client: Client, lettered: Owner) -> None:
    a, b, *rest = client.data(lettered.batch)
    answer = client.put(lettered.batch, [{"id": b["id"], "value": "2"}, {"id": a["id"], "key": "z"}])
    assert answer.status_code == 200
    assert answer.json()["errors"] == []
    changed = [b | {"value": "2"}, a | {"key": "z"}]
    for row, expected in zip(answer.json()["data"], changed, strict=True):
        assert row == expected | {"date_modified": row["date_modified"]}
    assert client.data(lettered.batch) == [*reversed(answer.json()["data"]), *rest]


def test_what_can_be_updated_is_although_the_batch_fails(client: Client, lettered: Owner) -> None:
    a, b, c, *_ = client.data(lettered.batch)
    answer = client.put(
        lettered.batch,
        [
            {"id": a["id"], "key": "b"},
            {"id": ABSENT, "value": "x"},
            {"value": "x"},
            {"id": b["id"], "value": ""},
            {"id": c["id"], "value": "saved"},
        ],
    )
    assert failures(answer) == {
        "0": "A metafield with the namespace Warehouse and the key b already exists",
        "1": "Metafield does not exist",
        "2": "Please provide a id.",
        "3": "value must be between 1 and 65535 bytes",
    }
    assert [row["value"] for row in answer.json()["data"]] == ["saved"]
    assert [row["value"] for row in client.data(lettered.batch)][:3] == ["4HG", "4HG", "saved"]


def test_items_follow_one_another(client: Client, lettered: Owner) -> None:
    a, b, *_ = client.data(lettered.batch)
    renames = ((a, "free"), (b, "a"), (a, "a"), (a, "b"))
    answer = client.put(lettered.batch, [{"id": row["id"], "key": key} for row, key in renames])
    assert list(failures(answer)) == ["2"]
    assert keys(client.data(lettered.batch))[:2] == ["b", "a"]


# Deleting


def test_a_batch_deletes_the_ids_in_its_body(client: Client, lettered: Owner) -> None:
    a, b, *rest = client.data(lettered.batch)
    answer = delete(client, lettered, [b["id"], a["id"], b["id"]])
    assert answer.status_code == 200
    assert answer.json() == {
        "data": [b["id"], a["id"]],
        "errors": [],
        "meta": {"total": 2, "success": 2, "failed": 0},
    }
    assert client.data(lettered.batch) == rest


def test_what_can_be_deleted_is_although_the_batch_fails(client: Client, lettered: Owner) -> None:
    a, *rest = client.data(lettered.batch)
    answer = delete(client, lettered, [ABSENT, a["id"]])
    assert failures(answer) == {str(ABSENT): "Metafield does not exist"}
    assert answer.json()["data"] == [a["id"]]
    assert client.data(lettered.batch) == rest


def test_a_kind_knows_only_its_own_ids(client: Client, evidence: Evidence) -> None:
    for kind, stranger in zip(KINDS, reversed(KINDS), strict=True):
        made = create(client, make(client, kind, f"{kind} one"))
        of = make(client, stranger, f"{stranger} two")
        with evidence.unchanged(client):
            assert failures(client.put(of.batch, [{"id": made["id"], "value": "x"}])) == {
                "0": "Metafield does not exist"
            }
            assert failures(delete(client, of, [made["id"]])) == {str(made["id"]): "Metafield does not exist"}


# Bodies


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_batch_of_nothing_is_nothing(client: Client, of: Owner, method: str) -> None:
    answer = client.request(method, of.batch, json=[])
    assert answer.status_code == 200
    assert (answer.json()["data"], answer.json()["errors"]) == ([], [])
    assert answer.json()["meta"]["total"] == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_batch_has_250_items_at_most(
    client: Client, lettered: Owner, evidence: Evidence, method: str
) -> None:
    first = client.data(lettered.batch)[0]["id"]
    item: Any = first if method == "DELETE" else {"id": first, "value": "x"}
    with evidence.unchanged(client):
        answer = client.request(method, lettered.batch, json=[item] * 251)
    assert answer.status_code == 413
    assert answer.json() == {
        "status": 413,
        "title": "The request payload is too large. The maximum items allowed in the array is 250.",
        "type": TYPE,
        "errors": {},
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_is_no_json_is_a_syntax_error(client: Client, of: Owner, method: str) -> None:
    answer = client.request(method, of.batch, data=b"[1,", headers=JSON)
    assert answer.status_code == 400
    assert answer.json() == {
        "status": 400,
        "title": "Input is invalid",
        "type": TYPE,
        "detail": "Syntax error",
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_batch_is_a_list(client: Client, of: Owner, method: str) -> None:
    answer = client.request(method, of.batch, json={"id": 1})
    assert answer.status_code == 422
    assert answer.json()["title"] == "JSON data is missing or invalid"
    assert answer.json()["errors"] == {"obj": "error.expected.jsarray"}


def test_ids_are_numbers(client: Client, of: Owner, evidence: Evidence) -> None:
    create(client, of)
    with evidence.unchanged(client):
        answer = delete(client, of, ["first", 1])
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"0": "error.expected.jsnumber"}


def test_a_deletion_by_body_says_that_it_is_json(client: Client, of: Owner) -> None:
    for headers in ({}, {"Content-Type": "text/plain"}):
        assert client.request("DELETE", of.batch, data=b"[1]", headers=headers).status_code == 415
