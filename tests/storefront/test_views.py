"""What the templates are given, from products as the wire shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from openshelf.storefront.pages.views import MoneyFormat, PictureView, shop_page
from tests.storefront.samples import (
    CLAY,
    COLOR,
    LARGE,
    MEDIUM,
    MONEY,
    MOSS,
    OCEAN,
    SHOP,
    SIZE,
    SMALL,
    color_option,
    image,
    option,
    option_value,
    page,
    picture,
    product,
    size_option,
    tee,
    variant,
)

# Money


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "$0.00"),
        ("19", "$19.00"),
        ("1299.5", "$1,299.50"),
        ("0.125", "$0.13"),
        ("2.0049", "$2.00"),
        ("1000000", "$1,000,000.00"),
    ],
)
def test_dollars_are_written_with_cents_and_rounded_half_up(amount: str, text: str) -> None:
    assert MONEY.text(Decimal(amount)) == text


def test_another_currency_is_written_its_own_way() -> None:
    euros = MoneyFormat("EUR", before="", after=" €", decimal=",", thousands=".")
    assert euros.text(Decimal("1299.5")) == "1.299,50 €"
    assert MoneyFormat("JPY", before="¥", places=0).text(Decimal(1980)) == "¥1,980"


# Pictures


def test_a_picture_is_never_offered_wider_than_its_original() -> None:
    view = PictureView("/p/{:size}/a.jpg", 700, 500)
    assert view.srcset((320, 640, 960, 1280)) == "/p/320w/a.jpg 320w, /p/640w/a.jpg 640w, /p/700w/a.jpg 700w"


def test_a_picture_as_wide_as_a_rendition_is_offered_once() -> None:
    assert PictureView("/p/{:size}/a.jpg", 320, 200).srcset((320, 640)) == "/p/320w/a.jpg 320w"


def test_the_box_takes_the_form_of_most_pictures_and_crops_only_what_nearly_fits() -> None:
    shown = page(
        product(
            images=[image(1, "wire:a/1200x1600"), image(2, "wire:b/1000x1000"), image(3, "wire:c/1210x1600")]
        )
    )
    assert shown.shape.name == "ratio-3-4"
    assert [view.fills(shown.shape) for view in shown.thumbnails] == [True, False, True]


def test_the_same_bytes_under_two_addresses_are_one_picture() -> None:
    """Each variant keeps an image URL of its own, even for the picture that its siblings have."""

    def pictures(url: str) -> PictureView | None:
        view = picture(url)
        return replace(view, content=url.split("/")[0]) if view else None

    wire = tee()
    for place, row in enumerate(wire["variants"]):
        row["image_url"] += str(place)  # another height, hence another address
    assert page(wire, {COLOR: MOSS}).picture == page(wire).picture
    shown = page(wire, {COLOR: MOSS}, pictures=pictures)
    assert shown.picture is not None
    assert "/moss/" in shown.picture.template
    assert len(shown.data["pictures"]) == 4


def test_a_picture_that_the_shop_does_not_have_counts_as_none() -> None:
    shown = page(product(images=[image(1, "https://elsewhere.example/a.jpg")]))
    assert shown.picture is None
    assert shown.thumbnails == ()


def test_the_gallery_keeps_its_order_and_the_thumbnail_is_the_product_s_own() -> None:
    images = [
        image(1, "wire:a/10x10", sort_order=2),
        image(2, "wire:b/10x10", sort_order=1, is_thumbnail=False),
    ]
    images.append(image(3, "wire:c/10x10", sort_order=3, is_thumbnail=True))
    shown = page(product(images=images))
    assert [view.template.split("/")[3] for view in shown.thumbnails] == ["b", "a", "c"]
    assert shown.picture == shown.thumbnails[2]


def test_without_a_thumbnail_the_first_of_the_gallery_is_the_product_s_own() -> None:
    shown = page(
        product(images=[image(1, "wire:a/10x10", sort_order=2), image(2, "wire:b/10x10", sort_order=1)])
    )
    assert shown.picture == shown.thumbnails[0]


def test_a_simple_product_shows_its_picture_once() -> None:
    """The base variant repeats the thumbnail's address (behaviour 4.7)."""
    wire = product(
        images=[image(1, "wire:lamp/10x10", is_thumbnail=True)],
        variants=[variant(1, {}, image_url="wire:lamp/10x10")],
    )
    assert len(page(wire).data["pictures"]) == 1
    assert page(wire).thumbnails == ()


def test_variant_pictures_are_told_in_words_by_what_their_variants_share() -> None:
    shown = page(tee(), {COLOR: MOSS, SIZE: MEDIUM})
    assert shown.picture is not None
    assert shown.picture.alt == "Pocket tee, Moss"


def test_a_gallery_picture_is_told_by_its_description_or_the_product_s_name() -> None:
    shown = page(
        product(images=[image(1, "wire:a/10x10", description="From behind"), image(2, "wire:b/10x10")])
    )
    assert [view.alt for view in shown.thumbnails] == ["From behind", "Pocket tee"]


# What is chosen


def test_a_shop_preselects_nothing_that_nobody_marked() -> None:
    shown = page(tee())
    assert shown.selection == {}
    assert shown.picture is not None
    assert shown.picture.alt == "A pile of tees"
    assert (shown.price, shown.sku) == ("$29.00 – $34.00", "")
    assert (shown.status, shown.status_kind) == ("Choose Color and Size", "hint")


def test_a_color_alone_already_changes_the_picture() -> None:
    shown = page(tee(), {COLOR: OCEAN})
    assert shown.picture is not None
    assert shown.picture.url("640w") == "/pictures/640w/ocean/1200x1500.jpg"
    assert (shown.status, shown.sku) == ("Choose Size", "")
    assert [view.chosen for view in shown.options] == ["Ocean", ""]


def test_a_whole_choice_has_one_price_and_sku() -> None:
    shown = page(tee(), {COLOR: CLAY, SIZE: LARGE})
    assert (shown.price, shown.sku) == ("$34.00", "SKU-1033")
    assert (shown.status, shown.status_kind) == ("Available", "available")
    assert [value.selected for value in shown.options[1].values] == [False, False, True]


def test_defaults_and_only_values_are_chosen_without_asking() -> None:
    fit = option(23, "Fit", "rectangles", [option_value(301, "Boxy")])
    size = size_option()
    size["option_values"][1]["is_default"] = True
    wire = tee(options=[color_option(), size, fit])
    assert page(wire).selection == {SIZE: MEDIUM, 23: 301}
    assert [view.optional for view in page(wire).options] == [True, False, False]


def test_what_was_asked_for_goes_before_a_default() -> None:
    size = size_option()
    size["option_values"][1]["is_default"] = True
    wire = tee(options=[color_option(), size], without=[(OCEAN, MEDIUM)])
    assert page(wire, {COLOR: OCEAN}).selection == {COLOR: OCEAN, SIZE: SMALL}
    assert page(wire, {COLOR: OCEAN}).note == ""


def test_impossible_values_are_marked_not_taken_away() -> None:
    shown = page(tee(without=[(OCEAN, LARGE)]), {COLOR: OCEAN})
    assert [(value.label, value.possible) for value in shown.options[1].values] == [
        ("S", True),
        ("M", True),
        ("L", False),
    ]


def test_an_impossible_choice_says_what_is_shown_instead_and_why() -> None:
    shown = page(tee(without=[(OCEAN, LARGE)]), {SIZE: LARGE, COLOR: OCEAN})
    assert shown.selection == {COLOR: MOSS, SIZE: LARGE}
    assert shown.note == "Ocean is not available with L. Showing Moss instead."


def test_a_value_that_no_variant_has_blames_no_other_choice() -> None:
    wire = tee(without=[(OCEAN, size) for size in (SMALL, MEDIUM, LARGE)])
    assert page(wire, {SIZE: LARGE, COLOR: OCEAN}).note == "Ocean is not available. Showing Moss instead."


def test_ids_of_another_product_are_passed_over_in_silence() -> None:
    shown = page(tee(), {COLOR: 9, 99: OCEAN, SIZE: SMALL})
    assert shown.selection == {SIZE: SMALL}
    assert shown.note == ""


def test_options_and_values_stand_in_their_sort_order() -> None:
    color = color_option()
    color["option_values"].reverse()
    wire = tee(options=[{**size_option(), "sort_order": 2}, {**color, "sort_order": 1}])
    shown = page(wire)
    assert [view.display_name for view in shown.options] == ["Color", "Size"]
    assert [value.label for value in shown.options[0].values] == ["Ocean", "Moss", "Clay"]


# What it costs, and whether it can be had


def test_a_sale_shows_the_price_before() -> None:
    wire = product(price=40, sale_price=29, variants=[variant(1, {}, calculated_price=29)])
    assert (page(wire).price, page(wire).was) == ("$29.00", "$40.00")


def test_a_variant_with_its_own_price_does_not_claim_the_product_s_sale() -> None:
    """Such a variant no longer sees the product's sale price (behaviour 4.7.5)."""
    wire = product(price=40, sale_price=29, variants=[variant(1, {}, price=29, calculated_price=29)])
    assert page(wire).was is None


def test_a_span_of_prices_has_no_price_before() -> None:
    wire = tee(price=40)
    assert page(wire).was is None
    assert page(wire, {SIZE: SMALL}).was == "$40.00"


def test_the_span_of_prices_is_that_of_what_can_be_bought() -> None:
    wire = tee()
    for row in wire["variants"]:
        row["purchasing_disabled"] = row["calculated_price"] == 34
    assert page(wire).price == "$29.00"


def test_a_variant_that_cannot_be_bought_says_why_in_the_merchant_s_words() -> None:
    wire = product(
        variants=[variant(1, {}, purchasing_disabled=True, purchasing_disabled_message="Back in May")]
    )
    assert (page(wire).status, page(wire).status_kind) == ("Back in May", "unavailable")
    assert not page(wire).variants[0].purchasable


def test_a_value_is_marked_when_all_that_it_leads_to_cannot_be_bought() -> None:
    wire = tee()
    for row in wire["variants"]:
        row["purchasing_disabled"] = row["option_values"][0]["id"] == CLAY
    values = page(wire).options[0].values
    assert [value.possible for value in values] == [True, True, True]
    assert [value.purchasable for value in values] == [True, True, False]
    assert page(wire, {COLOR: CLAY}).status == "Unavailable"


@pytest.mark.parametrize(
    ("product_says", "variant_says", "status", "purchasable"),
    [
        ({}, {}, "Available", True),
        ({"availability_description": "Ships in two days"}, {}, "Ships in two days", True),
        ({"availability": "disabled"}, {}, "Not for sale at the moment", False),
        ({"availability": "preorder"}, {}, "Available for pre-order", True),
        ({"availability": "preorder", "preorder_message": "Out in June"}, {}, "Out in June", True),
        ({"inventory_tracking": "variant"}, {"inventory_level": 0}, "Out of stock", False),
        ({"inventory_tracking": "variant"}, {"inventory_level": 3}, "Available", True),
        (
            {"inventory_tracking": "product", "inventory_level": 0},
            {"inventory_level": 3},
            "Out of stock",
            False,
        ),
        ({"inventory_tracking": "none"}, {"inventory_level": 0}, "Available", True),
        ({}, {"purchasing_disabled": True}, "Unavailable", False),
    ],
)
def test_availability_is_told_in_words(
    product_says: Mapping[str, Any], variant_says: Mapping[str, Any], status: str, purchasable: bool
) -> None:
    shown = page(product(**product_says, variants=[variant(1, {}, **variant_says)]))
    assert shown.status == status
    assert shown.variants[0].purchasable == purchasable


def test_a_hidden_price_is_nowhere_on_the_page() -> None:
    wire = tee(is_price_hidden=True, price_hidden_label="Ask us", availability="disabled")
    shown = page(wire)
    assert (shown.price, shown.was) == ("Ask us", None)
    assert {row["amount"] for row in shown.data["variants"]} == {0}
    assert "offers" not in shown.structured


# The rest of the page


def test_paths_are_made_fit_for_links() -> None:
    shown = page(product(custom_url={"url": '/größe "m"/'}))
    assert shown.action == f"{SHOP}/gr%C3%B6%C3%9Fe%20%22m%22/"
    assert shown.canonical == f"https://shop.example{shown.action}"


def test_search_engines_get_the_description_without_its_tags_and_cut_at_a_word() -> None:
    shown = page(product(description="<p>Soft &amp; warm.</p>" + " word" * 60))
    assert shown.meta_description.startswith("Soft & warm. word")
    assert shown.meta_description.endswith(" word…")
    assert len(shown.meta_description) <= 160
    assert page(product(meta_description="Ours.", page_title="Tee")).meta_description == "Ours."


def test_search_engines_get_the_span_of_prices() -> None:
    offers = page(tee()).structured["offers"]
    assert (offers["lowPrice"], offers["highPrice"], offers["priceCurrency"]) == ("29.00", "34.00", "USD")
    assert offers["availability"] == "https://schema.org/InStock"


def test_colors_that_are_none_do_not_reach_the_page() -> None:
    color = color_option()
    color["option_values"][0]["value_data"] = {"colors": ["#12AB9f", "url(//x)", "red", "#fff"]}
    color["option_values"][1]["value_data"] = {"image_url": "wire:linen/400x400"}
    color["option_values"][2]["value_data"] = {"image_url": "https://elsewhere.example/a.png"}
    first, second, third = page(tee(options=[color, size_option()])).options[0].values
    assert first.colors == ("#12AB9f", "#fff")
    assert second.swatch_image == "/pictures/96x96/linen/400x400.jpg"
    assert (third.colors, third.swatch_image) == ((), None)


# The listing


def listing(*wires: dict[str, Any], **more: Any) -> Any:
    return shop_page(wires, shop_base=SHOP, pictures=picture, money=MONEY, **more)


def test_a_card_shows_the_lowest_price_and_a_dot_for_each_color_that_is_made() -> None:
    wire = tee(without=[(OCEAN, size) for size in (SMALL, MEDIUM, LARGE)])
    (card,) = listing(wire).cards
    assert (card.price, card.was) == ("From $29.00", None)
    assert [(dot.label, dot.colors) for dot in card.dots] == [("Moss", ("#5e6b3f",)), ("Clay", ("#b5583a",))]
    assert card.dots[0].href == f"{SHOP}/pocket-tee/?attribute%5B{COLOR}%5D={MOSS}"
    assert card.picture is not None
    assert card.picture.alt == "A pile of tees"


def test_a_card_without_a_gallery_shows_the_first_variant_s_picture() -> None:
    (card,) = listing(tee(images=[])).cards
    assert card.picture is not None
    assert "/ocean/" in card.picture.template


def test_a_card_has_room_for_six_dots_and_counts_the_rest() -> None:
    values = [option_value(i, f"C{i}", i, value_data={"colors": ["#abc"]}) for i in range(1, 10)]
    wire = product(
        options=[option(COLOR, "Color", "swatch", values)],
        variants=[variant(i, {COLOR: i}) for i in range(1, 10)],
    )
    (card,) = listing(wire).cards
    assert (len(card.dots), card.more_dots) == (6, 3)


def test_a_card_says_when_nothing_of_it_can_be_bought() -> None:
    assert [card.unavailable for card in listing(product(), product(availability="disabled")).cards] == [
        False,
        True,
    ]


def test_the_pages_of_the_listing_lead_to_each_other() -> None:
    first, middle, last = (listing(product(), page=number, pages=3, total=50) for number in (1, 2, 3))
    assert (first.previous, first.next) == (None, f"{SHOP}/?page=2")
    assert (middle.previous, middle.next) == (f"{SHOP}/", f"{SHOP}/?page=3")
    assert (last.previous, last.next) == (f"{SHOP}/?page=2", None)


@pytest.mark.parametrize("part", ["variants", "options", "images"])
def test_a_part_that_was_not_included_is_a_mistake_and_not_an_empty_page(part: str) -> None:
    wire = tee()
    del wire[part]
    with pytest.raises(KeyError, match=part):
        listing(wire)
