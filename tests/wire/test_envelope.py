"""The success envelope around documents that are already JSON (behaviour 1.1)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openshelf.persistence.documents import PUBLIC_URL
from openshelf.wire.envelope import Page, collection, item, items, no_content, splice
from openshelf.wire.fields import select_fields
from openshelf.wire.query import Query

URL = b"http://shelf.example"


def pagination(total: int, page: int, per_page: int, *received: tuple[str, str]) -> Any:
    documents = [b"{}"] * max(0, min(per_page, total - (page - 1) * per_page))
    return json.loads(collection(Page(documents, total, page, per_page), received).body)["meta"]["pagination"]


def test_one_resource_has_an_empty_meta_object() -> None:
    answer = item(b'{"id":1}')
    assert (answer.body, answer.status, answer.media_type) == (
        b'{"data":{"id":1},"meta":{}}',
        200,
        "application/json",
    )


def test_several_resources_are_a_list() -> None:
    assert items([b'{"id":1}', b'{"id":2}']).body == b'{"data":[{"id":1},{"id":2}],"meta":{}}'
    assert items([]).body == b'{"data":[],"meta":{}}'


def test_no_content_has_no_type() -> None:
    assert (no_content().status, no_content().body, no_content().media_type) == (204, b"", None)


@pytest.mark.parametrize(
    ("total", "page", "per_page", "count", "total_pages", "neighbours"),
    [
        (0, 1, 50, 0, 0, set()),
        (1, 1, 50, 1, 1, set()),
        (50, 1, 50, 50, 1, set()),
        (51, 1, 50, 50, 2, {"next"}),
        (51, 2, 50, 1, 2, {"previous"}),
        (101, 2, 50, 50, 3, {"previous", "next"}),
        (51, 3, 50, 0, 2, set()),
        (0, 7, 50, 0, 0, set()),
    ],
)
def test_pages(
    total: int, page: int, per_page: int, count: int, total_pages: int, neighbours: set[str]
) -> None:
    found = pagination(total, page, per_page)
    assert list(found) == ["total", "count", "per_page", "current_page", "total_pages", "links"]
    links = found.pop("links")
    assert list(found.values()) == [total, count, per_page, page, total_pages]
    assert links.keys() == {"current", *neighbours}
    assert links["current"] == f"?page={page}&limit={per_page}"


def test_links_have_the_page_first_and_the_limit_last() -> None:
    received = (("limit", "5"), ("id:in", "1,2"), ("page", "2"), ("name", "a b&c=d/é"), ("name", ""))
    links = pagination(11, 2, 5, *received)["links"]
    kept = "id%3Ain=1%2C2&name=a%20b%26c%3Dd%2F%C3%A9&name="
    assert links == {
        "previous": f"?page=1&{kept}&limit=5",
        "current": f"?page=2&{kept}&limit=5",
        "next": f"?page=3&{kept}&limit=5",
    }


def test_products_say_more_behind_the_links() -> None:
    answer = collection(Page([], 0, 1, 50), (), extra=b',"too_many":false')
    assert answer.body.endswith(b'"links":{"current":"?page=1&limit=50"},"too_many":false}}}')


def test_children_are_put_into_their_parent() -> None:
    spliced = splice(
        b'{"id":1}', {"images": [b'{"id":2}', b'{"id":3}'], "first": b'{"id":2}', "none": None, "no": []}
    )
    assert spliced == b'{"id":1,"images":[{"id":2},{"id":3}],"first":{"id":2},"none":null,"no":[]}'


def test_nothing_to_put_in_leaves_the_parent() -> None:
    assert splice(b'{"id":1}', {}) == b'{"id":1}'


NAMES = st.sampled_from(["id", "name", "url", "gift_wrapping_options_type"])


@given(
    st.dictionaries(NAMES, st.text() | st.integers() | st.none() | st.lists(st.text())),
    st.none() | st.frozensets(NAMES),
    st.frozensets(NAMES),
)
def test_selected_fields_keep_their_values_and_their_order(
    fields: dict[str, Any], wanted: frozenset[str] | None, unwanted: frozenset[str]
) -> None:
    query = Query(include_fields=wanted, exclude_fields=unwanted)
    found = json.loads(select_fields(json.dumps(fields).encode(), query, URL))
    assert list(found.items()) == [
        (name, value)
        for name, value in fields.items()
        if name == "gift_wrapping_options_type"
        or ((wanted is None or name in wanted) and name not in unwanted)
    ]


def test_selecting_fields_fills_in_the_public_address() -> None:
    document = b'{"id":1,"image_url":"' + PUBLIC_URL + b'/s-x/a.png"}'
    query = Query(include_fields=frozenset({"image_url"}))
    assert select_fields(document, query, URL) == b'{"image_url":"http://shelf.example/s-x/a.png"}'


def test_without_a_selection_a_document_is_left_as_it_is() -> None:
    document = b'{"image_url":"' + PUBLIC_URL + b'/s-x/a.png"}'
    assert select_fields(document, Query(), URL) is document
