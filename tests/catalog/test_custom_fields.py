"""Custom fields of a product: pairs of a name and a value, each once (behaviour 7.4, 4.6.1)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence


@pytest.fixture
def mug(client: Client) -> Any:
    return client.create_product("Mug")


def fields(product: Any, field: Any = None) -> str:
    path = f"/catalog/products/{product['id']}/custom-fields"
    return path if field is None else f"{path}/{field['id']}"


def add(client: Client, product: Any, name: str = "Material", value: str = "Clay") -> Any:
    return succeeded(client.post(fields(product), {"name": name, "value": value}))


def pairs(found: Any) -> list[tuple[str, str]]:
    return [(each["name"], each["value"]) for each in found]


def test_creating_answers_200_with_the_whole_field(client: Client, mug: Any) -> None:
    answer = client.post(fields(mug), {"name": "Material", "value": "Clay"})
    assert (answer.status_code, answer.json()["meta"]) == (200, {})
    field = answer.json()["data"]
    assert list(field.items()) == [("id", field["id"]), ("name", "Material"), ("value", "Clay")]


def test_a_created_field_reads_back_the_same_everywhere(client: Client, mug: Any) -> None:
    field = add(client, mug)
    assert client.data(fields(mug, field)) == field
    assert client.data(fields(mug)) == [field]
    assert client.data(f"/catalog/products/{mug['id']}", include="custom_fields")["custom_fields"] == [field]


def test_a_list_comes_in_pages(client: Client, mug: Any) -> None:
    ids = [add(client, mug, value=str(number))["id"] for number in range(3)]
    answer = client.get(fields(mug), limit=2, page=2).json()
    assert [field["id"] for field in answer["data"]] == ids[2:]
    assert answer["meta"]["pagination"]["links"] == {
        "previous": "?page=1&limit=2",
        "current": "?page=2&limit=2",
    }


def test_fields_are_chosen(client: Client, mug: Any) -> None:
    field = add(client, mug)
    assert client.data(fields(mug, field), include_fields="name") == {"id": field["id"], "name": "Material"}
    assert client.data(fields(mug), exclude_fields="name") == [{"id": field["id"], "value": "Clay"}]


def test_a_change_leaves_the_rest(client: Client, mug: Any) -> None:
    field = add(client, mug)
    assert succeeded(client.put(fields(mug, field), {"value": "Glass"})) == {**field, "value": "Glass"}
    assert succeeded(client.put(fields(mug, field), {"name": "Made of"}))["value"] == "Glass"
    assert pairs(client.data(fields(mug))) == [("Made of", "Glass")]


def test_a_change_to_what_it_is_already_is_no_conflict(client: Client, mug: Any) -> None:
    field = add(client, mug)
    assert succeeded(client.put(fields(mug, field), field)) == field


def test_a_pair_exists_once(client: Client, mug: Any, evidence: Evidence) -> None:
    add(client, mug)
    other = add(client, mug, value="Glass")
    with evidence.unchanged(client):
        for answer in (
            client.post(fields(mug), {"name": "Material", "value": "Clay"}),
            client.put(fields(mug, other), {"value": "Clay"}),
        ):
            assert answer.status_code == 422
            assert answer.json()["title"].endswith("already exists")
    add(client, client.create_product("Other"))


def test_a_race_for_a_pair_has_one_winner(client: Client, mug: Any) -> None:
    def post(_number: int) -> int:
        headers = {"X-Auth-Token": client.token}
        body = {"name": "Material", "value": "Clay"}
        return requests.post(client.base + fields(mug), json=body, headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(post, range(4))) == [200, 422, 422, 422]


@pytest.mark.parametrize("value", ["", "x" * 251, 7.5, None])
@pytest.mark.parametrize("name", ["name", "value"])
def test_a_wrong_text_is_named(client: Client, mug: Any, evidence: Evidence, name: str, value: Any) -> None:
    field = add(client, mug)
    with evidence.unchanged(client):
        for answer in (
            client.post(fields(mug), {"name": "a", "value": "b", name: value}),
            client.put(fields(mug, field), {name: value}),
        ):
            assert (answer.status_code, answer.json()["title"]) == (422, f"Invalid field(s): {name}")


def test_the_longest_texts_are_taken(client: Client, mug: Any) -> None:
    assert add(client, mug, "n" * 250, "ü" * 250)["value"] == "ü" * 250


def test_what_is_missing_is_named(client: Client, mug: Any) -> None:
    answer = client.post(fields(mug), {})
    assert (answer.status_code, answer.json()["title"]) == (422, "Missing Required Fields")
    assert answer.json()["errors"] == {
        "name": "Please provide a name.",
        "value": "Please provide a value.",
    }


def test_a_product_has_at_most_200_fields(client: Client, mug: Any, evidence: Evidence) -> None:
    path = f"/catalog/products/{mug['id']}"
    body = [{"name": "Size", "value": str(number)} for number in range(200)]
    succeeded(client.put(path, {"custom_fields": body}))
    with evidence.unchanged(client):
        one_more = {"name": "Size", "value": "200"}
        for answer in (client.post(fields(mug), one_more), client.put(path, {"custom_fields": [one_more]})):
            assert answer.status_code == 422
            assert list(answer.json()["errors"]) == ["custom_fields"]


def test_a_deleted_field_is_gone_and_deleting_again_is_404(client: Client, mug: Any) -> None:
    field = add(client, mug)
    assert client.delete(fields(mug, field)).status_code == 204
    title = f"A custom field was not found with an id of {field['id']}"
    for answer in (
        client.get(fields(mug, field)),
        client.put(fields(mug, field), {"value": "x"}),
        client.delete(fields(mug, field)),
    ):
        assert (answer.status_code, answer.json()["title"]) == (404, title)


def test_a_product_that_is_not_there_is_404(client: Client) -> None:
    nobody, nothing = {"id": 999999}, {"id": 888888}
    for answer in (
        client.get(fields(nobody)),
        client.post(fields(nobody), {"name": "a", "value": "b"}),
        client.get(fields(nobody, nothing)),
        client.put(fields(nobody, nothing), {}),
        client.delete(fields(nobody, nothing)),
    ):
        assert (answer.status_code, answer.json()["title"]) == (
            404,
            "A product was not found with an id of 999999",
        )


def test_a_field_of_another_product_is_not_reached(client: Client, mug: Any) -> None:
    other = client.create_product("Other")
    field = add(client, other)
    for answer in (
        client.get(fields(mug, field)),
        client.put(fields(mug, field), {"value": "mine"}),
        client.delete(fields(mug, field)),
    ):
        assert answer.status_code == 404
    assert client.data(fields(other, field)) == field


def test_other_verbs_and_media_types_are_refused(client: Client, mug: Any) -> None:
    answer = client.request("PATCH", fields(mug))
    assert (answer.status_code, answer.json()["title"]) == (405, "Method Not Allowed")
    answer = client.request("POST", fields(mug), data="name=a", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


def test_a_write_moves_the_products_date(client: Client, mug: Any, evidence: Evidence) -> None:
    evidence.age(client)
    before = client.data(f"/catalog/products/{mug['id']}")["date_modified"]
    add(client, mug)
    assert client.data(f"/catalog/products/{mug['id']}")["date_modified"] > before


# In the body of a product


def test_fields_of_a_products_body_are_added_unless_they_have_an_id(client: Client) -> None:
    product = client.create_product("Cup", custom_fields=[{"name": "Material", "value": "Clay"}])
    (clay,) = product["custom_fields"]
    path = f"/catalog/products/{product['id']}"
    succeeded(client.put(path, {"custom_fields": [{"name": "Color", "value": "Red"}]}))
    succeeded(client.put(path, {"custom_fields": [{**clay, "value": "Glass"}]}))
    succeeded(client.put(path, {"custom_fields": []}))
    assert pairs(client.data(fields(product))) == [("Material", "Glass"), ("Color", "Red")]


def test_the_same_pair_again_fails_the_whole_change(client: Client, mug: Any, evidence: Evidence) -> None:
    add(client, mug)
    with evidence.unchanged(client):
        body = {"name": "Cup", "custom_fields": [{"name": "Material", "value": "Clay"}]}
        answer = client.put(f"/catalog/products/{mug['id']}", body)
        assert answer.status_code == 422
        assert answer.json()["title"].endswith("already exists")
