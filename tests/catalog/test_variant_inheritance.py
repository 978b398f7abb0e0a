"""What a variant takes from its product, and the base variant, which is its product seen once more (behaviour 4.7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, labels, succeeded

INHERITED = (
    "price",
    "sale_price",
    "retail_price",
    "map_price",
    "weight",
    "width",
    "height",
    "depth",
    "fixed_cost_shipping_price",
)


@pytest.fixture
def shirt(client: Client) -> Any:
    """A product at 25 with two variants that say nothing themselves."""
    return client.create_product(
        "Shirt",
        price=25,
        weight=2,
        variants=[{"sku": color, "option_values": labels(Color=color)} for color in ("Red", "Blue")],
    )


@pytest.fixture
def mug(client: Client) -> Any:
    """A simple product."""
    return client.create_product(
        "Mug", sku="MUG", price=25, weight=2, width=1.5, upc="123", inventory_level=4
    )


def product_path(product: Any) -> str:
    return f"/catalog/products/{product['id']}"


def path(product: Any, position: int = 0) -> str:
    return f"{product_path(product)}/variants/{product['variants'][position]['id']}"


def base(client: Client, product: Any) -> Any:
    return client.data(f"{product_path(product)}/variants/{product['base_variant_id']}")


def prices(client: Client, product: Any) -> list[tuple[Any, Any]]:
    """Own and calculated price of each variant."""
    shown = client.data(f"{product_path(product)}/variants")
    return [(variant["price"], variant["calculated_price"]) for variant in shown]


# Inheritance through null


def test_a_variant_that_says_nothing_shows_null_and_calculates_with_the_product(
    client: Client, shirt: Any
) -> None:
    for variant in client.data(f"{product_path(shirt)}/variants"):
        assert {name: variant[name] for name in INHERITED} == dict.fromkeys(INHERITED)
        assert (variant["calculated_price"], variant["calculated_weight"]) == (25, 2)


def test_a_new_price_of_the_product_is_seen_at_once_where_none_is_said(client: Client, shirt: Any) -> None:
    succeeded(client.put(path(shirt, 0), {"price": 31}))
    succeeded(client.put(product_path(shirt), {"price": 27}))
    assert prices(client, shirt) == [(31, 31), (None, 27)]


def test_null_takes_a_variant_back_to_the_product(client: Client, shirt: Any) -> None:
    succeeded(client.put(path(shirt), {"price": 31, "weight": 9}))
    changed = succeeded(client.put(path(shirt), {"price": None, "weight": None}))
    assert (changed["price"], changed["calculated_price"]) == (None, 25)
    assert (changed["weight"], changed["calculated_weight"]) == (None, 2)


def test_zero_is_a_price_of_its_own(client: Client, shirt: Any) -> None:
    changed = succeeded(client.put(path(shirt), {"price": 0, "weight": 0}))
    assert (changed["price"], changed["calculated_price"]) == (0, 0)
    assert (changed["weight"], changed["calculated_weight"]) == (0, 0)


def test_a_sale_of_the_product_is_a_sale_of_its_variants(client: Client, shirt: Any) -> None:
    succeeded(client.put(product_path(shirt), {"sale_price": 20}))
    assert prices(client, shirt) == [(None, 20), (None, 20)]


def test_a_variant_with_its_own_price_does_not_see_the_products_sale(client: Client, shirt: Any) -> None:
    succeeded(client.put(path(shirt), {"price": 31}))
    succeeded(client.put(product_path(shirt), {"sale_price": 20}))
    assert prices(client, shirt) == [(31, 31), (None, 20)]


def test_a_variants_own_sale_price_goes_before_every_other(client: Client, shirt: Any) -> None:
    succeeded(client.put(product_path(shirt), {"sale_price": 20}))
    assert succeeded(client.put(path(shirt), {"sale_price": 18}))["calculated_price"] == 18
    assert succeeded(client.put(path(shirt), {"price": 31}))["calculated_price"] == 18
    assert succeeded(client.put(path(shirt), {"sale_price": None}))["calculated_price"] == 31


def test_a_sale_price_of_zero_is_no_sale(client: Client, shirt: Any) -> None:
    succeeded(client.put(product_path(shirt), {"sale_price": 20}))
    assert succeeded(client.put(path(shirt), {"sale_price": 0}))["calculated_price"] == 25


def test_what_is_not_inherited_stays_as_it_is(client: Client, shirt: Any) -> None:
    succeeded(client.put(product_path(shirt), {"upc": "9", "is_free_shipping": True, "inventory_level": 5}))
    variant = client.data(path(shirt))
    assert (variant["upc"], variant["is_free_shipping"], variant["inventory_level"]) == ("", False, 0)


def test_lists_and_includes_show_the_same_as_the_variant_itself(client: Client, shirt: Any) -> None:
    succeeded(client.put(product_path(shirt), {"price": 27, "sale_price": 20, "weight": 3}))
    one = [client.data(path(shirt, position)) for position in (0, 1)]
    assert client.data(f"{product_path(shirt)}/variants") == one
    assert client.data(product_path(shirt), include="variants")["variants"] == one
    assert client.data("/catalog/products", include="variants")[0]["variants"] == one
    assert client.data("/catalog/variants") == one


# The base variant


def test_the_base_variant_of_a_simple_product_is_a_copy_of_it(client: Client, mug: Any) -> None:
    shown = base(client, mug)
    shared = [*INHERITED, "sku", "upc", "mpn", "gtin", "is_free_shipping", "inventory_level", "cost_price"]
    assert {name: shown[name] for name in shared} == {name: mug[name] for name in shared}
    assert (shown["sku_id"], shown["option_values"], shown["image_url"]) == (None, [], "")
    assert (shown["calculated_price"], shown["calculated_weight"]) == (25, 2)


def test_a_change_of_the_product_is_seen_in_its_base_variant(client: Client, mug: Any) -> None:
    succeeded(
        client.put(product_path(mug), {"price": 30, "sale_price": 28, "sku": "CUP", "weight": 3, "upc": None})
    )
    shown = base(client, mug)
    assert (shown["price"], shown["sale_price"], shown["calculated_price"]) == (30, 28, 28)
    assert (shown["sku"], shown["weight"], shown["calculated_weight"], shown["upc"]) == ("CUP", 3, 3, "")


def test_a_change_of_the_base_variant_is_seen_in_its_product(client: Client, mug: Any) -> None:
    given = {"price": 30, "sale_price": 28, "sku": "CUP", "weight": 3, "upc": "9", "inventory_level": 8}
    succeeded(client.put(f"{product_path(mug)}/variants/{mug['base_variant_id']}", given))
    shown = client.data(product_path(mug))
    assert {name: shown[name] for name in given} == given
    assert shown["calculated_price"] == 28
    assert base(client, mug) | given == base(client, mug)


def test_null_changes_nothing_of_a_base_variant(client: Client, mug: Any) -> None:
    succeeded(
        client.put(f"{product_path(mug)}/variants/{mug['base_variant_id']}", {"price": None, "weight": None})
    )
    assert (base(client, mug)["price"], client.data(product_path(mug))["price"]) == (25, 25)


def test_a_base_variants_own_fields_stay_its_own(client: Client, mug: Any) -> None:
    where = f"{product_path(mug)}/variants/{mug['base_variant_id']}"
    given = {"purchasing_disabled": True, "purchasing_disabled_message": "Sold out"}
    assert succeeded(client.put(where, given)) == base(client, mug)
    assert {name: base(client, mug)[name] for name in given} == given


def test_the_sku_of_a_base_variant_may_be_empty(client: Client, mug: Any) -> None:
    succeeded(client.put(f"{product_path(mug)}/variants/{mug['base_variant_id']}", {"sku": ""}))
    assert client.data(product_path(mug))["sku"] == ""
    assert client.create_product("Other mug", sku="MUG")["sku"] == "MUG"


def test_a_sku_set_through_the_base_variant_is_the_products(client: Client, mug: Any) -> None:
    succeeded(client.put(f"{product_path(mug)}/variants/{mug['base_variant_id']}", {"sku": "CUP"}))
    body = {"name": "Cup", "type": "physical", "weight": 1, "price": 1, "sku": "cup"}
    assert client.post("/catalog/products", body).json()["title"] == "The product sku is a duplicate"


def test_a_base_variant_that_comes_back_has_the_products_values(client: Client, shirt: Any) -> None:
    succeeded(client.put(product_path(shirt), {"sku": "SHIRT", "price": 27}))
    for position in (0, 1):
        client.delete(path(shirt, position))
    (shown,) = client.data(f"{product_path(shirt)}/variants")
    assert (shown["sku"], shown["price"], shown["weight"]) == ("SHIRT", 27, 2)


# Stock


def test_a_product_that_tracks_by_variant_has_the_sum_of_its_variants(client: Client, shirt: Any) -> None:
    succeeded(client.put(product_path(shirt), {"inventory_tracking": "variant"}))
    succeeded(client.put(path(shirt, 0), {"inventory_level": 3}))
    succeeded(client.put(path(shirt, 1), {"inventory_level": 4}))
    assert client.data(product_path(shirt))["inventory_level"] == 7
    client.delete(path(shirt, 1))
    assert client.data(product_path(shirt))["inventory_level"] == 3


def test_turning_tracking_on_sums_what_is_there(client: Client, shirt: Any) -> None:
    succeeded(client.put(path(shirt, 0), {"inventory_level": 3}))
    assert client.data(product_path(shirt))["inventory_level"] == 0
    assert (
        succeeded(client.put(product_path(shirt), {"inventory_tracking": "variant"}))["inventory_level"] == 3
    )


def test_a_product_that_tracks_by_itself_keeps_its_own_level(client: Client, shirt: Any) -> None:
    succeeded(client.put(product_path(shirt), {"inventory_tracking": "product", "inventory_level": 9}))
    succeeded(client.put(path(shirt, 0), {"inventory_level": 3}))
    assert client.data(product_path(shirt))["inventory_level"] == 9


def test_a_simple_product_that_tracks_by_variant_keeps_its_level(client: Client, mug: Any) -> None:
    changed = succeeded(
        client.put(product_path(mug), {"inventory_tracking": "variant", "inventory_level": 6})
    )
    assert changed["inventory_level"] == 6
    assert base(client, mug)["inventory_level"] == 6
