"""Reviews of a product, and its rating, which follows those that are approved (behaviour 7.6)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence


@pytest.fixture
def mug(client: Client) -> Any:
    return client.create_product("Mug")


def reviews(product: Any, review: Any = None) -> str:
    path = f"/catalog/products/{product['id']}/reviews"
    return path if review is None else f"{path}/{review['id']}"


def add(client: Client, product: Any, **fields: Any) -> Any:
    body = {"title": "Great", "date_reviewed": "2026-07-20T17:45:13+00:00", **fields}
    return succeeded(client.post(reviews(product), body))


def rating(client: Client, product: Any) -> tuple[int, int]:
    found = client.data(f"/catalog/products/{product['id']}")
    return found["reviews_count"], found["reviews_rating_sum"]


def test_creating_answers_200_with_the_whole_review(client: Client, mug: Any) -> None:
    body = {
        "title": "Great mug",
        "text": "It holds tea.",
        "status": "approved",
        "rating": 5,
        "email": "jane@example.com",
        "name": "Jane",
        "date_reviewed": "2026-07-20T17:45:13+00:00",
    }
    answer = client.post(reviews(mug), body)
    assert (answer.status_code, answer.json()["meta"]) == (200, {})
    review = answer.json()["data"]
    assert list(review) == ["id", "product_id", *body, "date_created", "date_modified"]
    assert {name: review[name] for name in body} == body
    assert review["product_id"] == mug["id"]


def test_a_new_review_is_pending_and_unrated(client: Client, mug: Any) -> None:
    review = add(client, mug)
    assert (review["status"], review["rating"]) == ("pending", 0)
    assert (review["text"], review["email"], review["name"]) == ("", "", "")


def test_a_created_review_reads_back_the_same_everywhere(client: Client, mug: Any) -> None:
    review = add(client, mug)
    assert client.data(reviews(mug, review)) == review
    assert client.data(reviews(mug)) == [review]
    assert client.data(f"/catalog/products/{mug['id']}", include="reviews")["reviews"] == [review]


@pytest.mark.parametrize(
    "date", ["2026-07-20T19:45:13+02:00", "2026-07-20T17:45:13Z", 1784569513, "2026-07-20 17:45:13"]
)
def test_dates_are_taken_as_clients_send_them(client: Client, mug: Any, date: Any) -> None:
    assert add(client, mug, date_reviewed=date)["date_reviewed"] == "2026-07-20T17:45:13+00:00"


def test_a_change_leaves_the_rest(client: Client, mug: Any) -> None:
    review = add(client, mug)
    changed = succeeded(client.put(reviews(mug, review), {"title": "Better"}))
    assert changed == {**review, "title": "Better", "date_modified": changed["date_modified"]}


def test_the_status_filters_by_number(client: Client, mug: Any) -> None:
    ids = {status: add(client, mug, status=status)["id"] for status in ("approved", "pending", "disapproved")}
    for number, status in ((1, "approved"), (0, "pending")):
        assert [review["id"] for review in client.data(reviews(mug), status=number)] == [ids[status]]
    assert len(client.data(reviews(mug))) == 3
    answer = client.get(reviews(mug), status=7)
    assert (answer.status_code, answer.json()["title"]) == (422, "Invalid field(s): status")


def test_the_products_rating_counts_approved_reviews_only(client: Client, mug: Any) -> None:
    assert rating(client, mug) == (0, 0)
    review = add(client, mug, rating=4)
    assert rating(client, mug) == (0, 0)
    succeeded(client.put(reviews(mug, review), {"status": "approved"}))
    assert rating(client, mug) == (1, 4)
    other = add(client, mug, rating=5, status="approved")
    assert rating(client, mug) == (2, 9)
    succeeded(client.put(reviews(mug, other), {"rating": 1}))
    assert rating(client, mug) == (2, 5)
    client.delete(reviews(mug, review))
    assert rating(client, mug) == (1, 1)
    succeeded(client.put(reviews(mug, other), {"status": "disapproved"}))
    assert rating(client, mug) == (0, 0)


def test_a_rating_in_the_products_own_body_counts_for_nothing(client: Client, mug: Any) -> None:
    succeeded(client.put(f"/catalog/products/{mug['id']}", {"reviews_count": 99, "reviews_rating_sum": 400}))
    assert rating(client, mug) == (0, 0)


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(st.sampled_from(["approved", "pending", "disapproved"]), st.integers(0, 5)), max_size=5
    )
)
def test_the_rating_is_always_what_the_reviews_say(server: Any, reviewed: list[tuple[str, int]]) -> None:
    client = server.new_store()
    mug = client.create_product("Mug")
    for status, points in reviewed:
        add(client, mug, status=status, rating=points)
    approved = [points for status, points in reviewed if status == "approved"]
    assert rating(client, mug) == (len(approved), sum(approved))
    client.close()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 256),
        ("name", "x" * 256),
        ("rating", 6),
        ("rating", -1),
        ("rating", 4.5),
        ("status", "liked"),
        ("email", "jane"),
        ("email", "jane doe@example.com"),
        ("date_reviewed", "yesterday"),
        ("date_reviewed", ""),
    ],
)
def test_a_wrong_field_is_named(client: Client, mug: Any, evidence: Evidence, field: str, value: Any) -> None:
    review = add(client, mug)
    with evidence.unchanged(client):
        for answer in (
            client.post(reviews(mug), {"title": "x", "date_reviewed": "2026-07-20", field: value}),
            client.put(reviews(mug, review), {field: value}),
        ):
            assert (answer.status_code, answer.json()["title"]) == (422, f"Invalid field(s): {field}")


def test_what_is_missing_is_named(client: Client, mug: Any) -> None:
    answer = client.post(reviews(mug), {"text": "?"})
    assert (answer.status_code, answer.json()["title"]) == (422, "Missing Required Fields")
    assert list(answer.json()["errors"]) == ["title", "date_reviewed"]


def test_an_empty_email_is_taken(client: Client, mug: Any) -> None:
    assert add(client, mug, email="")["email"] == ""


def test_a_product_or_a_review_that_is_not_there_is_404(client: Client, mug: Any) -> None:
    nobody, nothing = {"id": 999999}, {"id": 888888}
    product = "A product was not found with an id of 999999"
    review = "A product review was not found with an id of 888888"
    body = {"title": "x", "date_reviewed": "2026-07-20"}
    for answer, title in (
        (client.get(reviews(nobody)), product),
        (client.post(reviews(nobody), body), product),
        (client.get(reviews(nobody, nothing)), product),
        (client.put(reviews(nobody, nothing), {}), product),
        (client.delete(reviews(nobody, nothing)), product),
        (client.get(reviews(mug, nothing)), review),
        (client.put(reviews(mug, nothing), {}), review),
    ):
        assert (answer.status_code, answer.json()["title"]) == (404, title)
    assert client.delete(reviews(mug, nothing)).status_code == 204


def test_a_review_of_another_product_is_not_reached(client: Client, mug: Any) -> None:
    other = client.create_product("Other")
    review = add(client, other, status="approved", rating=5)
    assert client.get(reviews(mug, review)).status_code == 404
    assert client.put(reviews(mug, review), {"title": "mine"}).status_code == 404
    assert client.delete(reviews(mug, review)).status_code == 204
    assert client.data(reviews(other, review)) == review
    assert rating(client, other) == (1, 5)


def test_reviews_go_with_their_product(client: Client, mug: Any, evidence: Evidence) -> None:
    add(client, mug)
    client.delete(f"/catalog/products/{mug['id']}")
    assert evidence.rows(client, "product_review")["product_review"] == []
