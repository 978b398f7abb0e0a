"""Bulk pricing rules of a product: their amounts, and ranges that must not overlap (behaviour 7.3)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

OVERLAP = "The bulk pricing rule quantity range must not overlap with that of another rule"
NO_MAXIMUM = "Bulk pricing rule property quantityMax should be set"


@pytest.fixture
def mug(client: Client) -> Any:
    return client.create_product("Mug")


def rules(product: Any, rule: Any = None) -> str:
    path = f"/catalog/products/{product['id']}/bulk-pricing-rules"
    return path if rule is None else f"{path}/{rule['id']}"


def rule(low: int, high: int, **fields: Any) -> dict[str, Any]:
    return {"quantity_min": low, "quantity_max": high, "type": "price", "amount": 10, **fields}


def add(client: Client, product: Any, low: int, high: int, **fields: Any) -> Any:
    return succeeded(client.post(rules(product), rule(low, high, **fields)))


def test_creating_answers_200_with_the_whole_rule(client: Client, mug: Any) -> None:
    answer = client.post(rules(mug), rule(10, 50))
    assert (answer.status_code, answer.json()["meta"]) == (200, {})
    made = answer.json()["data"]
    assert made == {"id": made["id"], **rule(10, 50)}
    assert list(made) == ["id", "quantity_min", "quantity_max", "type", "amount"]


def test_a_created_rule_reads_back_the_same_everywhere(client: Client, mug: Any) -> None:
    made = add(client, mug, 10, 50)
    assert client.data(rules(mug, made)) == made
    listed = client.get(rules(mug)).json()
    assert listed["data"] == [made]  # a list, although the published example shows one rule
    assert listed["meta"]["pagination"]["total"] == 1
    product = client.data(f"/catalog/products/{mug['id']}", include="bulk_pricing_rules")
    assert product["bulk_pricing_rules"] == [made]


@pytest.mark.parametrize(
    ("kind", "sent", "shown"),
    [
        ("percent", ".10", 0.1),
        ("percent", "0.10", 0.1),
        ("percent", 10, 10),
        ("percent", 12.5, 12.5),
        ("price", "5.00", 5),
        ("price", 0, 0),
        ("fixed", 19.9999, 19.9999),
    ],
)
def test_amounts_come_as_numbers_or_texts_and_go_as_numbers(
    client: Client, mug: Any, kind: str, sent: Any, shown: float
) -> None:
    assert add(client, mug, 2, 9, type=kind, amount=sent)["amount"] == shown


def test_a_rule_needs_its_maximum(client: Client, mug: Any, evidence: Evidence) -> None:
    body = {"quantity_min": 10, "type": "price", "amount": 1}
    with evidence.unchanged(client):
        for answer in (
            client.post(rules(mug), body),
            client.put(f"/catalog/products/{mug['id']}", {"bulk_pricing_rules": [body]}),
        ):
            assert (answer.status_code, answer.json()["title"]) == (422, NO_MAXIMUM)


def test_what_else_is_missing_is_named(client: Client, mug: Any) -> None:
    answer = client.post(rules(mug), {"quantity_max": 0})
    assert (answer.status_code, answer.json()["title"]) == (422, "Missing Required Fields")
    assert list(answer.json()["errors"]) == ["quantity_min", "type", "amount"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity_min", -1),
        ("quantity_max", -1),
        ("quantity_max", 9),
        ("quantity_max", 10),
        ("type", "half"),
        ("amount", -1),
        ("amount", "ten"),
        ("amount", "NaN"),
        ("amount", 10**11),
    ],
)
def test_a_wrong_field_is_named(client: Client, mug: Any, evidence: Evidence, field: str, value: Any) -> None:
    made = add(client, mug, 10, 20)
    with evidence.unchanged(client):
        for answer in (
            client.post(rules(mug), {**rule(10, 20), field: value}),
            client.put(rules(mug, made), {field: value}),
        ):
            assert (answer.status_code, answer.json()["title"]) == (422, f"Invalid field(s): {field}")


def test_a_percentage_above_a_hundred_is_refused(client: Client, mug: Any) -> None:
    answer = client.post(rules(mug), rule(1, 2, type="percent", amount=101))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["amount"])


@pytest.mark.parametrize(("low", "high"), [(20, 30), (5, 10), (12, 15), (1, 0), (15, 0), (1, 99)])
def test_ranges_that_overlap_are_a_conflict(
    client: Client, mug: Any, evidence: Evidence, low: int, high: int
) -> None:
    add(client, mug, 10, 20)
    apart = add(client, mug, 100, 200)
    with evidence.unchanged(client):
        for answer in (
            client.post(rules(mug), rule(low, high)),
            client.put(rules(mug, apart), {"quantity_min": low, "quantity_max": high}),
        ):
            assert (answer.status_code, answer.json()["title"]) == (409, OVERLAP)


def test_ranges_that_only_meet_are_apart(client: Client, mug: Any) -> None:
    add(client, mug, 10, 20)
    add(client, mug, 21, 0)
    add(client, mug, 2, 9)
    assert len(client.data(rules(mug))) == 3


def test_a_rule_may_keep_or_change_its_own_range(client: Client, mug: Any) -> None:
    made = add(client, mug, 10, 20)
    assert succeeded(client.put(rules(mug, made), made)) == made
    assert succeeded(client.put(rules(mug, made), {"quantity_max": 0})) == {**made, "quantity_max": 0}
    assert succeeded(client.put(rules(mug, made), {"amount": ".5", "type": "percent"}))["amount"] == 0.5


def test_the_rules_of_another_product_are_no_concern(client: Client, mug: Any) -> None:
    add(client, mug, 10, 20)
    add(client, client.create_product("Other"), 10, 20)


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6))
def test_no_quantity_ever_falls_under_two_rules(server: Any, ranges: list[tuple[int, int]]) -> None:
    client = server.new_store()
    mug = client.create_product("Mug")
    covered: set[int] = set()
    for low, high in ranges:
        answer = client.post(rules(mug), rule(low, high))
        mine = set(range(low, 100 if high == 0 else high + 1))
        if 0 < high <= low:
            assert answer.status_code == 422
        elif mine & covered:
            assert answer.status_code == 409
        else:
            assert answer.status_code == 200
            covered |= mine
    client.close()


def test_rules_come_with_a_product(client: Client) -> None:
    product = client.create_product("Cup", bulk_pricing_rules=[rule(2, 9), rule(10, 0, amount=20)])
    first, second = product["bulk_pricing_rules"]
    assert [first["quantity_max"], second["quantity_max"]] == [9, 0]
    # Two rules may change places in one body.
    body = [
        {**first, "quantity_min": 10, "quantity_max": 0},
        {**second, "quantity_min": 2, "quantity_max": 9},
    ]
    path = f"/catalog/products/{product['id']}"
    saved = succeeded(client.put(f"{path}?include=bulk_pricing_rules", {"bulk_pricing_rules": body}))
    assert saved["bulk_pricing_rules"] == body
    answer = client.put(path, {"name": "Bowl", "bulk_pricing_rules": [rule(5, 6)]})
    assert (answer.status_code, answer.json()["title"]) == (409, OVERLAP)
    assert client.data(path, include="bulk_pricing_rules") == saved


def test_a_product_has_at_most_50_rules(client: Client, mug: Any, evidence: Evidence) -> None:
    path = f"/catalog/products/{mug['id']}"
    full = [rule(10 * number, 10 * number + 5) for number in range(50)]
    succeeded(client.put(path, {"bulk_pricing_rules": full}))
    with evidence.unchanged(client):
        for answer in (
            client.post(rules(mug), rule(1000, 0)),
            client.put(path, {"bulk_pricing_rules": [rule(1000, 0)]}),
        ):
            assert answer.status_code == 422
            assert list(answer.json()["errors"]) == ["bulk_pricing_rules"]


def test_a_deleted_rule_is_gone_and_deleting_again_is_404(client: Client, mug: Any) -> None:
    made = add(client, mug, 10, 20)
    assert client.delete(rules(mug, made)).status_code == 204
    title = f"A bulk pricing rule was not found with an id of {made['id']}"
    for answer in (
        client.get(rules(mug, made)),
        client.delete(rules(mug, made)),
        client.put(rules(mug, made), {}),
    ):
        assert (answer.status_code, answer.json()["title"]) == (404, title)


def test_a_product_that_is_not_there_is_404(client: Client) -> None:
    nobody, nothing = {"id": 999999}, {"id": 888888}
    for answer in (
        client.get(rules(nobody)),
        client.post(rules(nobody), rule(1, 2)),
        client.get(rules(nobody, nothing)),
        client.put(rules(nobody, nothing), {}),
        client.delete(rules(nobody, nothing)),
    ):
        assert (answer.status_code, answer.json()["title"]) == (
            404,
            "A product was not found with an id of 999999",
        )


def test_a_rule_of_another_product_is_not_reached(client: Client, mug: Any) -> None:
    other = client.create_product("Other")
    made = add(client, other, 10, 20)
    for answer in (
        client.get(rules(mug, made)),
        client.put(rules(mug, made), {}),
        client.delete(rules(mug, made)),
    ):
        assert answer.status_code == 404
    assert client.data(rules(other, made)) == made
