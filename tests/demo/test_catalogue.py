"""The sample catalogue keeps its own promises and the limits of the API that it is sent to."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from openshelf.demo.catalogue import PRODUCTS, SampleOption, SampleProduct, SampleValue

VOID_TAGS = {"br", "hr", "img"}
every_product = pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.subject)


def product_of(subject: str) -> SampleProduct:
    return next(product for product in PRODUCTS if product.subject == subject)


def value_of(product: SampleProduct, label: str) -> SampleValue:
    return next(value for option in product.options for value in option.values if value.label == label)


def test_the_shop_has_at_least_six_products_and_one_with_thirty_variants() -> None:
    assert len(PRODUCTS) >= 6
    assert max(len(product.combinations()) for product in PRODUCTS) >= 30
    assert any(not product.options for product in PRODUCTS)
    assert any(product.sale_price for product in PRODUCTS)


def test_products_with_colors_come_in_three_or_more() -> None:
    counts = [len(product.color_values()) for product in PRODUCTS if product.color_option]
    assert sum(counts) / len(counts) >= 3
    assert min(counts) >= 3


def test_names_and_skus_are_unique_in_the_whole_shop() -> None:
    names = Counter(product.name for product in PRODUCTS)
    skus = Counter(product.sku for product in PRODUCTS)
    for product in PRODUCTS:
        skus.update(product.variant_sku(values) for values in product.combinations())
    assert [name for name, count in names.items() if count > 1] == []
    assert [sku for sku, count in skus.items() if count > 1] == []
    assert all(re.fullmatch(r"[A-Z0-9-]{3,64}", sku) for sku in skus)


@every_product
def test_variants_are_the_distinct_combinations_of_all_values(product: SampleProduct) -> None:
    combinations = product.combinations()
    expected = 1
    for option in product.options:
        expected *= len(option.values)
        assert len({value.label for value in option.values}) == len(option.values)
    assert len(set(combinations)) == len(combinations) == (expected if product.options else 0)
    assert len(combinations) <= 600  # the API's limit
    assert len({option.display_name for option in product.options}) == len(product.options)


@every_product
def test_swatches_have_one_to_three_colors_and_other_values_none(product: SampleProduct) -> None:
    for option in product.options:
        for value in option.values:
            assert len(value.colors) in ((1, 2, 3) if option.type == "swatch" else (0,))
            assert all(re.fullmatch(r"#[0-9a-f]{6}", color) for color in value.colors)
    if product.color_option is not None:
        assert product.color_values() in [option.values for option in product.options]
    else:
        assert product.colors


@every_product
def test_prices_are_money_and_a_sale_is_cheaper(product: SampleProduct) -> None:
    prices = [
        product.price,
        *(product.variant_price(values) or product.price for values in product.combinations()),
    ]
    assert all(price > 0 and price == round(price, 2) for price in prices)
    if product.sale_price is not None:
        assert 0 < product.sale_price < min(prices)
    assert product.weight > 0


@every_product
def test_price_differences_name_a_value_of_exactly_one_option(product: SampleProduct) -> None:
    labels = [value.label for option in product.options for value in option.values]
    for label, difference in product.price_differences:
        assert labels.count(label) == 1
        assert difference != 0


def test_variants_inherit_the_price_unless_their_values_cost_more() -> None:
    shirt = product_of("tee")
    moss, large, largest = (value_of(shirt, label) for label in ("Moss", "L", "XXL"))
    assert shirt.variant_price((moss, large)) is None
    assert shirt.variant_price((moss, largest)) == Decimal("32.00")
    mug = product_of("mug")
    both = (value_of(mug, "Speckled Oat"), value_of(mug, "450 ml"))
    assert mug.variant_price(both) == mug.price + Decimal("8.00")


def test_variant_skus_read_like_their_values_in_the_order_of_the_options() -> None:
    shirt = product_of("tee")
    assert shirt.variant_sku((value_of(shirt, "Ink"), value_of(shirt, "XXL"))) == "BF-TEE-INK-XXL"
    assert SampleValue("White / Pine").code == "WHIPIN"
    assert SampleValue("450 ml").code == "450ML"


def test_a_product_without_options_has_no_combinations() -> None:
    plain = product_of("candle")
    assert plain.combinations() == ()
    assert plain.color_values() == ()


@every_product
def test_texts_fit_the_limits_of_the_api(product: SampleProduct) -> None:
    assert 1 <= len(product.name) <= 250
    assert 200 <= len(product.description) <= 4000
    assert all(word.strip() == word and word for word in product.search_keywords.split(", "))
    assert len(dict(product.custom_fields)) == len(product.custom_fields) >= 3
    for name, value in product.custom_fields:
        assert 1 <= len(name) <= 250
        assert 1 <= len(value) <= 250


@every_product
def test_descriptions_are_well_formed_html_of_two_or_more_blocks(product: SampleProduct) -> None:
    open_tags: list[str] = []
    blocks: list[str] = []

    class Outline(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if not open_tags:
                blocks.append(tag)
            if tag not in VOID_TAGS:
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

        def handle_data(self, data: str) -> None:
            assert open_tags or not data.strip(), f"text outside of any block: {data!r}"

    parser = Outline()
    parser.feed(product.description)
    parser.close()
    assert open_tags == []
    assert len(blocks) >= 2
    assert set(blocks) <= {"p", "ul"}


@every_product
def test_products_travel_to_a_worker_process_unchanged(product: SampleProduct) -> None:
    assert pickle.loads(pickle.dumps(product)) == product  # noqa: S301 - what we have just dumped
    assert hash(product) == hash(pickle.loads(pickle.dumps(product)))  # noqa: S301


def test_an_option_keeps_its_values_in_the_order_given() -> None:
    size = next(option for option in product_of("tee").options if option.display_name == "Size")
    assert size == SampleOption("Size", "rectangles", size.values)
    assert [value.label for value in size.values] == ["XS", "S", "M", "L", "XL", "XXL"]
