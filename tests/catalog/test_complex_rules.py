"""Complex rules: what follows when several choices come together (behaviour 7.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.catalog.imaging import GIF, PNG
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

TOO_SIMPLE = (
    "The rule must contain multiple modifier conditions with unique modifier ids"
    " or a variant condition and modifier condition"
)


@dataclass
class Shop:
    """A shirt with two variants and two modifiers of two values each."""

    product: str
    variants: list[int]
    wrap: Any
    card: Any

    @property
    def rules(self) -> str:
        return f"{self.product}/complex-rules"

    def wrapped(self, position: int = 0) -> dict[str, int]:
        return condition(self.wrap, position)

    def with_card(self, position: int = 0) -> dict[str, int]:
        return condition(self.card, position)

    def variant(self, position: int = 0) -> dict[str, int]:
        return {"variant_id": self.variants[position]}


def condition(modifier: Any, position: int) -> dict[str, int]:
    return {"modifier_id": modifier["id"], "modifier_value_id": modifier["option_values"][position]["id"]}


@pytest.fixture
def shop(client: Client, shirt: Any) -> Shop:
    product = f"/catalog/products/{shirt['id']}"
    wrap, card = (
        succeeded(
            client.post(
                f"{product}/modifiers",
                {
                    "type": "dropdown",
                    "required": False,
                    "display_name": name,
                    "option_values": [{"label": "Plain"}, {"label": "Fancy"}],
                },
            )
        )
        for name in ("Wrap", "Card")
    )
    return Shop(product, [variant["id"] for variant in shirt["variants"]], wrap, card)


@pytest.fixture
def rule(client: Client, shop: Shop) -> Any:
    return succeeded(client.post(shop.rules, {"conditions": [shop.wrapped(), shop.with_card()]}))


def test_creating_answers_200_with_the_whole_rule(client: Client, shop: Shop) -> None:
    body = {
        "sort_order": 2,
        "stop": True,
        "price_adjuster": {"adjuster": "relative", "adjuster_value": 8},
        "purchasing_disabled": True,
        "purchasing_disabled_message": "Not together",
        "conditions": [shop.wrapped(), shop.variant()],
    }
    answer = client.post(shop.rules, body)
    assert answer.status_code == 200
    rule = answer.json()["data"]
    first, second = rule["conditions"]
    variant = client.data(f"{shop.product}/variants/{shop.variants[0]}")
    assert rule == {
        "id": rule["id"],
        "product_id": variant["product_id"],
        "sort_order": 2,
        "enabled": True,
        "stop": True,
        "price_adjuster": {"adjuster": "relative", "adjuster_value": 8},
        "weight_adjuster": None,
        "purchasing_disabled": True,
        "purchasing_disabled_message": "Not together",
        "purchasing_hidden": False,
        "image_url": "",
        "conditions": [
            {
                "id": first["id"],
                "rule_id": rule["id"],
                **shop.wrapped(),
                "variant_id": None,
                "combination_id": 0,
            },
            {
                "id": second["id"],
                "rule_id": rule["id"],
                "modifier_id": None,
                "modifier_value_id": None,
                "variant_id": variant["id"],
                "combination_id": variant["sku_id"],
            },
        ],
    }
    assert first["id"] != second["id"]
    assert answer.json()["meta"] == {}
    assert client.data(f"{shop.rules}/{rule['id']}") == rule
    assert client.data(shop.rules) == [rule]


def test_one_condition_can_name_a_variant_and_a_value(client: Client, shop: Shop) -> None:
    both = {**shop.wrapped(), **shop.variant()}
    (shown,) = succeeded(client.post(shop.rules, {"conditions": [both]}))["conditions"]
    assert {name: shown[name] for name in both} == both


@pytest.mark.parametrize("missing", [{}, {"price_adjuster": None}])
def test_conditions_are_needed(
    client: Client, shop: Shop, missing: dict[str, Any], evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = client.post(shop.rules, missing)
    assert (answer.status_code, answer.json()["title"]) == (422, "Missing Required Fields")
    assert answer.json()["errors"] == {"conditions": "Please provide a conditions."}


@pytest.mark.parametrize(
    "names",
    [
        (),
        ("wrapped",),
        ("variant",),
        ("wrapped", "wrapped"),
        ("wrapped", "wrapped fancy"),
        ("variant", "other variant"),
        ("variant", "wrapped", "wrapped fancy"),
    ],
)
def test_conditions_that_are_too_simple(
    client: Client, shop: Shop, names: tuple[str, ...], evidence: Evidence
) -> None:
    known = {
        "wrapped": shop.wrapped(),
        "wrapped fancy": shop.wrapped(1),
        "variant": shop.variant(),
        "other variant": shop.variant(1),
    }
    with evidence.unchanged(client):
        answer = client.post(shop.rules, {"conditions": [known[name] for name in names]})
    assert (answer.status_code, answer.json()["title"]) == (422, TOO_SIMPLE)


def test_conditions_name_what_the_product_has(client: Client, shop: Shop, evidence: Evidence) -> None:
    mug = client.create_product("Mug")
    strange = [
        ({"modifier_id": 999_999, "modifier_value_id": 1}, "modifier_id"),
        ({**shop.wrapped(), "modifier_value_id": shop.with_card()["modifier_value_id"]}, "modifier_value_id"),
        ({"modifier_id": shop.wrap["id"]}, "modifier_value_id"),
        ({"modifier_value_id": shop.wrapped()["modifier_value_id"]}, "modifier_id"),
        ({"variant_id": mug["base_variant_id"]}, "variant_id"),
    ]
    with evidence.unchanged(client):
        for each, wrong in strange:
            answer = client.post(shop.rules, {"conditions": [shop.with_card(), each]})
            assert (answer.status_code, list(answer.json()["errors"])) == (422, [f"conditions.1.{wrong}"])
        answer = client.post(shop.rules, {"conditions": [shop.with_card(), {}]})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["conditions.1"])


def test_the_same_conditions_in_another_order_are_409(
    client: Client, shop: Shop, rule: Any, evidence: Evidence
) -> None:
    again = {"conditions": [shop.with_card(), shop.wrapped()]}
    other = succeeded(client.post(shop.rules, {"conditions": [shop.with_card(), shop.wrapped(1)]}))
    with evidence.unchanged(client):
        answers = [client.post(shop.rules, again), client.put(f"{shop.rules}/{other['id']}", again)]
    assert [(each.status_code, list(each.json()["errors"])) for each in answers] == [
        (409, ["conditions"])
    ] * 2
    assert client.put(f"{shop.rules}/{rule['id']}", again).status_code == 200


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"sort_order": 2**31}, "sort_order"),
        ({"purchasing_disabled_message": "x" * 256}, "purchasing_disabled_message"),
        ({"enabled": "perhaps"}, "enabled"),
        ({"price_adjuster": {"adjuster": "relative"}}, "price_adjuster.adjuster_value"),
        ({"weight_adjuster": {"adjuster": "half", "adjuster_value": 1}}, "weight_adjuster.adjuster"),
        ({"image_url": "x" * 256}, "image_url"),
        ({"image_url": "picture.png"}, "image_url"),
    ],
)
def test_a_wrong_field_is_named(
    client: Client, shop: Shop, rule: Any, body: dict[str, Any], wrong: str, evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = client.put(f"{shop.rules}/{rule['id']}", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [wrong])


def test_changing_keeps_what_is_left_out(client: Client, shop: Shop, rule: Any) -> None:
    path = f"{shop.rules}/{rule['id']}"
    weight = {"adjuster": "percentage", "adjuster_value": -12.5}
    changed = succeeded(client.put(path, {"enabled": False, "weight_adjuster": weight}))
    assert changed == rule | {"enabled": False, "weight_adjuster": weight} == client.data(path)
    assert succeeded(client.put(path, {"weight_adjuster": None}))["weight_adjuster"] is None
    assert succeeded(client.put(path, changed))["weight_adjuster"] == weight


def test_conditions_that_are_sent_replace_those_there(client: Client, shop: Shop, rule: Any) -> None:
    path = f"{shop.rules}/{rule['id']}"
    body = {"conditions": [shop.wrapped(1), shop.variant(1)]}
    shown = succeeded(client.put(path, body))["conditions"]
    assert [each["variant_id"] for each in shown] == [None, shop.variants[1]]
    assert len(client.data(path)["conditions"]) == 2


def test_the_image_is_fetched(client: Client, shop: Shop, rule: Any, web: Web) -> None:
    path = f"{shop.rules}/{rule['id']}"
    changed = succeeded(client.put(path, {"image_url": web.serve(PNG, "/rule.png")}))
    base = f"{client.server}/s-{client.store_hash}/product_images/attribute_rule_images"
    assert re.fullmatch(rf"{re.escape(base)}/\d+_source_\d{{10}}\.png", changed["image_url"])
    assert requests.get(changed["image_url"], timeout=30).content == PNG
    assert succeeded(client.put(path, changed))["image_url"] == changed["image_url"]
    other = succeeded(client.put(path, {"image_url": web.serve(GIF, "/rule.gif")}))
    assert requests.get(other["image_url"], timeout=30).content == GIF
    assert succeeded(client.put(path, {"image_url": ""}))["image_url"] == ""


def test_a_new_rule_can_bring_its_image(client: Client, shop: Shop, web: Web, evidence: Evidence) -> None:
    body = {"conditions": [shop.wrapped(), shop.with_card()], "image_url": web.serve(PNG, "/new.png")}
    rule = succeeded(client.post(shop.rules, body))
    assert requests.get(rule["image_url"], timeout=30).content == PNG
    body = {"conditions": [shop.wrapped(1), shop.with_card()], "image_url": f"{web.url}/missing.png"}
    with evidence.unchanged(client):
        answer = client.post(shop.rules, body)
    assert (answer.status_code, answer.json()["title"]) == (422, "The field 'image_url' is invalid.")


def test_deleting(client: Client, shop: Shop, rule: Any, web: Web, evidence: Evidence) -> None:
    path = f"{shop.rules}/{rule['id']}"
    succeeded(client.put(path, {"image_url": web.serve(PNG, "/deleted.png")}))
    assert client.delete(path).status_code == 204
    answer = client.get(path)
    assert (answer.status_code, answer.json()["title"]) == (
        404,
        f"A complex rule was not found with an id of {rule['id']}",
    )
    assert client.delete(path).status_code == 204
    rows = evidence.rows(client, "complex_rule", "complex_rule_condition", "picture")
    assert (rows["complex_rule"], rows["complex_rule_condition"]) == ([], [])
    assert [each["date_replaced"] is None for each in rows["picture"]] == [False]


@pytest.mark.parametrize("part", ["modifier", "value", "variant", "option", "product"])
def test_a_rule_goes_with_what_it_asks_for(client: Client, shop: Shop, part: str, evidence: Evidence) -> None:
    with_variant = {"conditions": [shop.wrapped(), shop.variant()]}
    succeeded(client.post(shop.rules, with_variant))
    kept = succeeded(client.post(shop.rules, {"conditions": [shop.wrapped(1), shop.with_card()]}))
    option = client.data(f"{shop.product}/options")[0]["id"]
    gone = {
        "modifier": f"/modifiers/{shop.wrap['id']}",
        "value": f"/modifiers/{shop.wrap['id']}/values/{shop.wrapped()['modifier_value_id']}",
        "variant": f"/variants/{shop.variants[0]}",
        "option": f"/options/{option}",
        "product": "",
    }[part]
    assert client.delete(shop.product + gone).status_code == 204
    left = [] if part in ("modifier", "product") else [kept["id"]]
    rows = evidence.rows(client, "complex_rule", "complex_rule_condition")
    assert [row["id"] for row in rows["complex_rule"]] == left
    assert {row["rule_id"] for row in rows["complex_rule_condition"]} == set(left)


def test_rules_are_listed_a_page_at_a_time(client: Client, shop: Shop, rule: Any) -> None:
    second = succeeded(client.post(shop.rules, {"conditions": [shop.wrapped(1), shop.with_card()]}))
    page = client.get(shop.rules, limit=1, page=2, include_fields="enabled").json()
    assert page["data"] == [{"id": second["id"], "enabled": True}]
    assert page["meta"]["pagination"]["total"] == 2
    assert client.get(shop.rules, enabled=1).status_code == 422


def test_rules_are_reached_through_their_own_product_only(
    client: Client, shop: Shop, rule: Any, evidence: Evidence
) -> None:
    other = f"/catalog/products/{client.create_product('Mug')['id']}/complex-rules/{rule['id']}"
    with evidence.unchanged(client):
        assert [client.get(other).status_code, client.put(other, {"stop": True}).status_code] == [404, 404]
        assert client.delete(other).status_code == 204
        assert client.get("/catalog/products/999999/complex-rules").status_code == 404
