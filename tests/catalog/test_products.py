"""Products: create and get (behaviour 4)."""

from __future__ import annotations

import re
from typing import Any

from tests.catalog.product_fields import DEFAULTS, KEYS, PRODUCTS, SAID
from tests.media.pictures import encoded, scene
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


# Create


def test_creating_answers_200_with_an_empty_meta_object(client: Client) -> None:
    answer = client.post(PRODUCTS, {"name": "Mug", "type": "physical", "weight": 1, "price": 5})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert list(answer.json()) == ["data", "meta"]
    assert answer.text.endswith(',"meta":{}}')


def test_a_bare_product_has_every_default(client: Client) -> None:
    product = client.create_product(name="Able Brewing System", weight=1, price=25)
    assert {name: product[name] for name in DEFAULTS} == DEFAULTS
    assert product["calculated_price"] == 25
    assert product["custom_url"] == {"url": "/able-brewing-system/", "is_customized": False}
    assert isinstance(product["base_variant_id"], int)
    assert product["date_created"] == product["date_modified"]


def test_fields_stand_in_the_order_of_the_wire(client: Client) -> None:
    assert list(client.create_product()) == KEYS


def test_a_created_product_reads_back_the_same(client: Client) -> None:
    product = client.create_product()
    assert client.data(f"{PRODUCTS}/{product['id']}") == product


def test_everything_that_is_said_is_kept(client: Client) -> None:
    product = succeeded(client.post(PRODUCTS, SAID))
    assert {name: product[name] for name in SAID} == SAID
    assert client.data(f"{PRODUCTS}/{product['id']}") == product


def test_whole_numbers_have_no_fraction_and_others_their_own(client: Client) -> None:
    text = client.post(PRODUCTS, {**SAID, "price": 25.0, "weight": 1.25}).text
    assert '"price":25,' in text
    assert '"weight":1.25,' in text


def test_dates_have_an_offset_and_no_fraction(client: Client) -> None:
    product = client.create_product()
    assert STAMP.fullmatch(product["date_created"])
    assert STAMP.fullmatch(product["date_modified"])


def test_numbers_may_come_as_strings_and_are_answered_as_numbers(client: Client) -> None:
    product = client.create_product(price="10.00", weight="1.5", inventory_level="7", is_visible="false")
    assert (product["price"], product["weight"], product["inventory_level"]) == (10, 1.5, 7)
    assert product["is_visible"] is False


def test_prices_keep_four_places_and_round_the_fifth(client: Client) -> None:
    product = client.create_product(price=10.12345, cost_price=0.1 + 0.2)
    assert (product["price"], product["cost_price"]) == (10.1235, 0.3)


def test_a_sale_price_is_the_calculated_price(client: Client) -> None:
    assert client.create_product(price=25, sale_price=19.5)["calculated_price"] == 19.5


def test_a_sale_price_that_rounds_to_nothing_is_no_sale(client: Client) -> None:
    product = client.create_product(price=25, sale_price=0.00001)
    assert (product["sale_price"], product["calculated_price"]) == (0, 25)


def test_dates_are_taken_in_any_offset_as_unix_seconds_and_as_days(client: Client) -> None:
    for name, given, shown in (
        ("offset", "2027-01-01T01:00:00+01:00", "2027-01-01T00:00:00+00:00"),
        ("zulu", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00+00:00"),
        ("seconds", 1798761600, "2027-01-01T00:00:00+00:00"),
        ("day", "2027-01-01", "2027-01-01T00:00:00+00:00"),
    ):
        assert client.create_product(name, preorder_release_date=given)["preorder_release_date"] == shown


def test_null_codes_are_shown_as_empty_texts(client: Client) -> None:
    product = client.create_product(upc=None, mpn=None, gtin=None)
    assert (product["upc"], product["mpn"], product["gtin"]) == ("", "", "")


def test_text_survives_in_every_script_and_with_control_characters(client: Client) -> None:
    text = 'Grüße \u2028 🛒 <b>"&\\</b> \x01 \x1f \x7f end'
    product = client.create_product(description=text, search_keywords="\x01")
    assert client.data(f"{PRODUCTS}/{product['id']}")["description"] == text
    assert (
        client.data(f"{PRODUCTS}/{product['id']}", include_fields="search_keywords")["search_keywords"]
        == "\x01"
    )


def test_unknown_fields_are_ignored(client: Client) -> None:
    assert "made_up" not in client.create_product(made_up="x", total_sold=9, id=4711, reviews_count=3)


def test_read_only_fields_cannot_be_set(client: Client) -> None:
    product = client.create_product(reviews_count=3, reviews_rating_sum=5, calculated_price=1)
    assert (product["reviews_count"], product["reviews_rating_sum"]) == (0, 0)
    assert product["calculated_price"] == 25


def test_ids_ascend_and_are_never_given_twice(client: Client) -> None:
    first, second = client.create_product("One")["id"], client.create_product("Two")["id"]
    client.delete(f"{PRODUCTS}/{second}")
    assert first < second < client.create_product("Three")["id"]


# Create, with parts


def test_sub_resources_are_shown_unasked_only_when_they_were_sent(client: Client) -> None:
    assert list(client.create_product("Bare")) == KEYS
    product = client.create_product("Whole", custom_fields=[{"name": "Roast", "value": "dark"}])
    assert list(product) == [*KEYS, "custom_fields"]


def test_inline_variants_bring_their_options_along(client: Client) -> None:
    shirt = client.create_shirt(colors=("Red", "Blue"), sizes=("S", "M"))
    assert [option["display_name"] for option in shirt["options"]] == ["Color", "Size"]
    assert [[value["label"] for value in option["option_values"]] for option in shirt["options"]] == [
        ["Red", "Blue"],
        ["S", "M"],
    ]
    assert {option["type"] for option in shirt["options"]} == {"radio_buttons"}
    assert [variant["sku"] for variant in shirt["variants"]] == [
        "CREW-RED-S",
        "CREW-RED-M",
        "CREW-BLUE-S",
        "CREW-BLUE-M",
    ]
    assert [value["label"] for value in shirt["variants"][1]["option_values"]] == ["Red", "M"]


def test_a_product_with_real_variants_has_no_base_variant(client: Client) -> None:
    shirt = client.create_shirt()
    assert shirt["base_variant_id"] is None
    assert all(variant["sku_id"] for variant in shirt["variants"])


def test_labels_of_inline_variants_are_the_same_in_any_case(client: Client) -> None:
    product = client.create_product(
        variants=[
            {"sku": "1", "option_values": labels(Color="Red")},
            {"sku": "2", "option_values": labels(COLOR="Blue")},
            {"sku": "3", "option_values": labels(color="GREEN")},
        ]
    )
    (option,) = product["options"]
    assert option["display_name"] == "Color"
    assert [value["label"] for value in option["option_values"]] == ["Red", "Blue", "GREEN"]


def test_inline_options_give_types_and_order_to_inline_variants(client: Client) -> None:
    colors = [
        {"label": "Blue", "value_data": {"colors": ["#1020A0"]}},
        {"label": "Red", "value_data": {"colors": ["#C01020"]}},
    ]
    product = client.create_product(
        options=[{"display_name": "Color", "type": "swatch", "option_values": colors}],
        variants=[{"sku": "R", "option_values": labels(Color="red")}],
    )
    (option,) = product["options"]
    assert option["type"] == "swatch"
    assert [value["label"] for value in option["option_values"]] == ["Blue", "Red"]
    assert option["option_values"][0]["value_data"] == {"colors": ["#1020A0"]}
    assert product["variants"][0]["option_values"][0]["label"] == "Red"


def test_inline_images_are_fetched_and_the_first_is_the_thumbnail(client: Client, web: Web) -> None:
    first = web.serve(encoded(scene(), "PNG"), "/red-mug.png")
    second = web.serve(encoded(scene(32, 32), "JPEG"), "/side.jpg")
    product = client.create_product(
        images=[{"image_url": first, "description": "Front"}, {"image_url": second, "sort_order": 2}]
    )
    front, side = product["images"]
    assert (front["is_thumbnail"], front["description"], front["sort_order"]) == (True, "Front", 0)
    assert (side["is_thumbnail"], side["description"], side["sort_order"]) == (False, "", 2)
    assert re.fullmatch(r"[a-z0-9]/\d{3}/red-mug__\d{5}\.png", front["image_file"])
    assert " ".join(front) == (
        "id product_id is_thumbnail sort_order description image_file url_zoom url_standard url_thumbnail "
        "url_tiny date_modified"
    )


def test_an_image_can_be_named_the_thumbnail(client: Client, web: Web) -> None:
    urls = [web.serve(encoded(scene(size, size), "PNG"), f"/{size}.png") for size in (8, 9, 10)]
    images = [{"image_url": url, "is_thumbnail": number == 1} for number, url in enumerate(urls)]
    product = client.create_product(images=images)
    assert [image["is_thumbnail"] for image in product["images"]] == [False, True, False]


def test_the_base_variant_shows_the_thumbnail(client: Client, web: Web) -> None:
    url = web.serve(encoded(scene(), "PNG"))
    product = client.create_product(images=[{"image_url": url}])
    (base,) = client.data(f"{PRODUCTS}/{product['id']}/variants")
    assert base["image_url"] == product["images"][0]["url_standard"]


def test_custom_fields_are_kept_as_given(client: Client) -> None:
    given = [{"name": "Roast", "value": "dark"}, {"name": "Roast", "value": "light"}]
    shown = client.create_product(custom_fields=given)["custom_fields"]
    assert [{"name": each["name"], "value": each["value"]} for each in shown] == given


def test_a_product_with_one_wrong_part_is_not_created_at_all(
    client: Client, evidence: Evidence, web: Web
) -> None:
    broken = web.serve(b"no picture at all", "/broken.png")
    parts: list[dict[str, Any]] = [
        {
            "variants": [
                {"sku": "A", "option_values": labels(C="1")},
                {"sku": "a", "option_values": labels(C="2")},
            ]
        },
        {"variants": [{"sku": "A", "option_values": labels(C="1")}, {"sku": "B"}]},
        {"custom_fields": [{"name": "a", "value": "b"}, {"name": "a", "value": "b"}]},
        {
            "options": [
                {"display_name": "C", "type": "dropdown", "option_values": [{"label": "x"}, {"label": "X"}]}
            ]
        },
        {"images": [{"image_url": broken}]},
        {"images": [{}]},
    ]
    with evidence.unchanged(client):
        for part in parts:
            answer = client.post(
                PRODUCTS, {"name": "Mug", "type": "physical", "weight": 1, "price": 5, **part}
            )
            assert 400 <= answer.status_code < 500, answer.text


def test_a_failing_image_url_fails_the_whole_product(client: Client, web: Web) -> None:
    url = web.url + "/missing.png"
    answer = client.post(PRODUCTS, {**SAID, "images": [{"image_url": url}]})
    assert answer.status_code == 422
    assert answer.json()["title"] == "The field 'image_url' is invalid."


# Get


def test_a_product_that_is_not_there_is_404_in_the_words_of_the_wire(client: Client) -> None:
    answer = client.get(f"{PRODUCTS}/123")
    assert answer.status_code == 404
    assert answer.json() == {
        "status": 404,
        "title": "A product was not found with an id of 123",
        "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
    }


def test_an_include_adds_the_sub_resources_of_one_product(client: Client) -> None:
    shirt = client.create_shirt()
    client.create_product("Another", variants=[{"sku": "X", "option_values": labels(Color="Red")}])
    shown = client.data(
        f"{PRODUCTS}/{shirt['id']}", include="variants,options,images,custom_fields,primary_image"
    )
    assert shown["variants"] == shirt["variants"]
    assert shown["options"] == shirt["options"]
    assert (shown["images"], shown["custom_fields"], shown["primary_image"]) == ([], [], None)


def test_the_primary_image_is_the_thumbnail_whole(client: Client, web: Web) -> None:
    urls = [web.serve(encoded(scene(size, size), "PNG"), f"/{size}.png") for size in (8, 9)]
    product = client.create_product(
        images=[{"image_url": urls[0]}, {"image_url": urls[1], "is_thumbnail": True}]
    )
    shown = client.data(f"{PRODUCTS}/{product['id']}", include="primary_image")
    assert shown["primary_image"] == product["images"][1]


def test_one_product_can_be_asked_for_some_fields_only(client: Client) -> None:
    product = client.create_product()
    shown = client.data(f"{PRODUCTS}/{product['id']}", include_fields="price,name")
    assert list(shown) == ["id", "name", "price", "gift_wrapping_options_type", "gift_wrapping_options_list"]
    less = client.data(f"{PRODUCTS}/{product['id']}", exclude_fields="id,name")
    assert list(less) == [name for name in KEYS if name != "name"]


def test_filters_mean_nothing_to_one_product(client: Client) -> None:
    product = client.create_product()
    answer = client.get(f"{PRODUCTS}/{product['id']}", sku="x")
    assert answer.status_code == 422
    assert answer.json()["title"] == "The filter(s): sku are not valid filter parameter(s)."
