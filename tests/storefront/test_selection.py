"""The rules of choosing, against the table that `static/selection.js` is run against as well."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openshelf.storefront.pages import selection as rules

TABLE = json.loads(Path(__file__).with_name("selection_cases.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Article:
    """No more of a variant than the rules ask for."""

    id: int
    values: dict[int, int]
    amount: Decimal
    purchasable: bool
    picture_key: str | None


def article(row: dict[str, Any]) -> Article:
    values = {int(option): value for option, value in row["values"].items()}
    return Article(row["id"], values, Decimal(row["amount"]), row["purchasable"], row["picture"])


def options_of(product: dict[str, Any]) -> dict[int, tuple[int, ...]]:
    return {option["id"]: tuple(value["id"] for value in option["values"]) for option in product["options"]}


def settled(product: dict[str, Any], query: str) -> rules.Selection:
    options, variants = options_of(product), [article(row) for row in product["variants"]]
    return rules.settle(
        options, variants, rules.with_defaults(options, rules.read_query(query), dict(product["defaults"]))
    )


def outcome_of(product: dict[str, Any], query: str) -> dict[str, Any]:
    """What the rules make of a query, in the words of the table."""
    options, variants = options_of(product), [article(row) for row in product["variants"]]
    selection = settled(product, query)
    found = rules.outcome(options, variants, selection, default=product["default"], cover=product["cover"])
    assert found.cheapest is not None
    assert found.dearest is not None
    return {
        "selection": [list(choice) for choice in selection.items()],
        "variant": found.variant.id if found.variant else None,
        "picture": found.picture,
        "prices": [found.cheapest.amount, found.dearest.amount],
        "possible": {str(option): sorted(values) for option, values in found.possible.items()},
        "purchasable": {str(option): sorted(values) for option, values in found.purchasable.items()},
        "address": rules.write_query(selection),
    }


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_a_choice_leads_to(case: dict[str, Any]) -> None:
    expected = {key: value for key, value in case.items() if key not in ("name", "product", "query")}
    assert outcome_of(TABLE["products"][case["product"]], case["query"]) == expected


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_an_address_restores_its_choice(case: dict[str, Any]) -> None:
    product = TABLE["products"][case["product"]]
    assert list(settled(product, case["address"]).items()) == [tuple(choice) for choice in case["selection"]]


OPTIONS = {1: (11, 12, 13), 2: (21, 22), 3: (31, 32, 33)}

articles = st.lists(
    st.builds(
        Article,
        id=st.integers(1, 999),
        values=st.fixed_dictionaries({}, optional={o: st.sampled_from(v) for o, v in OPTIONS.items()}),
        amount=st.integers(1, 5).map(Decimal),
        purchasable=st.booleans(),
        picture_key=st.sampled_from([None, "a", "b"]),
    ),
    min_size=1,
    max_size=8,
)
wishes = st.lists(st.sampled_from([(o, v) for o, values in OPTIONS.items() for v in values]), max_size=6).map(
    dict
)


@given(articles, wishes)
def test_no_choice_is_a_dead_end(variants: list[Article], wanted: dict[int, int]) -> None:
    selection = rules.settle(OPTIONS, variants, wanted)
    assert rules.matching(variants, selection)
    assert rules.settle(OPTIONS, variants, selection) == selection


@given(articles, wishes)
def test_the_newest_wish_is_met_if_it_can_be(variants: list[Article], wanted: dict[int, int]) -> None:
    selection = rules.settle(OPTIONS, variants, wanted)
    for option, value in list(wanted.items())[:1]:
        assert rules.matching(variants, {option: value}) == [] or selection[option] == value


@given(articles, wishes)
def test_every_possible_value_can_be_chosen_beside_the_others(
    variants: list[Article], wanted: dict[int, int]
) -> None:
    selection = rules.settle(OPTIONS, variants, wanted)
    found = rules.outcome(OPTIONS, variants, selection, default="own", cover="own")
    for option, values in found.possible.items():
        for value in values:
            chosen = {**selection, option: value}
            assert rules.settle(OPTIONS, variants, chosen) == {o: chosen[o] for o in OPTIONS if o in chosen}
        assert found.purchasable[option] <= values


@given(articles, wishes)
def test_a_decided_variant_shows_its_own_picture_or_the_product_s(
    variants: list[Article], wanted: dict[int, int]
) -> None:
    selection = rules.settle(OPTIONS, variants, wanted)
    found = rules.outcome(OPTIONS, variants, selection, default="own", cover="own")
    if found.variant:
        assert found.picture == (found.variant.picture_key or "own")


def test_ids_longer_than_any_of_ours_are_no_ids() -> None:
    assert rules.read_query("attribute[21]=" + "9" * 5000) == {}


def test_the_form_repeats_what_it_shows() -> None:
    shown = rules.show({21: 101, 22: 203})
    assert rules.read_query(f"shown={shown}&attribute[21]=101&attribute[22]=201") == {22: 201, 21: 101}
    assert list(rules.read_query(f"shown={shown}&attribute[21]=101&attribute[22]=201")) == [22, 21]
