"""The rules of choosing as the browser runs them: against the same table, and against the server's rules."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.storefront.browser import chromium, shop
from tests.storefront.test_selection import TABLE, outcome_of

OUTCOMES = """
async (cases) => {
  const rules = await import("/static/selection.js");
  return cases.map(({ product, query }) => {
    const wanted = rules.withDefaults(product.options, rules.readQuery(query), product.defaults);
    const selection = rules.settle(product.options, product.variants, wanted);
    const found = rules.outcome(product, selection);
    const sorted = (values) => Object.fromEntries([...values].map(([id, ids]) => [id, ids.sort((a, b) => a - b)]));
    return {
      selection: [...selection],
      variant: found.variant?.id ?? null,
      picture: found.picture,
      prices: [found.cheapest.amount, found.dearest.amount],
      possible: sorted(found.possible),
      purchasable: sorted(found.purchasable),
      address: rules.writeQuery(selection),
    };
  });
}
"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    """A page of the shop's origin, from which its scripts can be imported."""
    with shop() as visited, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{visited.url}/static/icon.svg")
        yield page


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_a_choice_leads_to_the_same_in_the_browser(tab: Page, case: dict[str, Any]) -> None:
    expected = {key: value for key, value in case.items() if key not in ("name", "product", "query")}
    product = TABLE["products"][case["product"]]
    assert tab.evaluate(OUTCOMES, [{"product": product, "query": case["query"]}]) == [expected]


def invented(chance: random.Random) -> dict[str, Any]:
    """A product and a query of random parts, unlikely ones among them."""
    options = {10: [1, 2, 3, 4], 20: [5, 6], 30: [7, 8, 9]}
    variants = [
        {
            "id": identity,
            "values": {
                str(o): chance.choice(values) for o, values in options.items() if chance.random() < 0.9
            },
            "amount": chance.randint(1, 4),
            "purchasable": chance.random() < 0.7,
            "picture": chance.choice([None, "a", "a", "b"]),
        }
        for identity in range(chance.randint(1, 9))
    ]
    wishes = [(o, chance.choice([*values, 99])) for o, values in options.items() if chance.random() < 0.8]
    chance.shuffle(wishes)
    shown = ".".join(f"{o}-{chance.choice(options[o])}" for o in options if chance.random() < 0.3)
    return {
        "product": {
            "options": [
                {"id": o, "values": [{"id": value} for value in values]} for o, values in options.items()
            ],
            "defaults": [[20, 6]] if chance.random() < 0.3 else [],
            "variants": variants,
            "default": chance.choice([None, "own"]),
            "cover": "cover",
        },
        "query": "&".join([*(f"attribute[{o}]={value}" for o, value in wishes), f"shown={shown}"]),
    }


def test_the_browser_and_the_server_agree_on_hundreds_of_invented_products(tab: Page) -> None:
    chance = random.Random(2)
    cases = [invented(chance) for _ in range(300)]
    for case, found in zip(cases, tab.evaluate(OUTCOMES, cases), strict=True):
        assert found == outcome_of(case["product"], case["query"]), case


def test_other_fields_of_the_address_outlive_a_choice(tab: Page) -> None:
    written = tab.evaluate(
        """async () => {
          const { writeQuery } = await import("/static/selection.js");
          const query = "?utm_source=mail&attribute[1]=5&shown=1-5&attribute[9]=4";
          return writeQuery(new Map([[1, 7]]), query);
        }"""
    )
    assert written == "utm_source=mail&attribute%5B1%5D=7"


def test_an_earlier_wish_comes_back_once_it_can_be_met(tab: Page) -> None:
    """Red, then XL (which red lacks), then L again."""
    chosen = tab.evaluate(
        """async (tee) => {
          const { choose, settle } = await import("/static/selection.js");
          let asked = new Map();
          return [[21, 101], [22, 204], [22, 203]].map(([option, value]) => {
            asked = choose(asked, option, value);
            return [...settle(tee.options, tee.variants, asked).values()];
          });
        }""",
        TABLE["products"]["tee"],
    )
    assert chosen == [[101], [102, 204], [101, 203]]
