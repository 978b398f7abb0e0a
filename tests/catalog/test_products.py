"""Products: create, get, change, delete (behaviour 4)."""

from __future__ import annotations

import re
from typing import Any

from tests.media.pictures import encoded, scene
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

PRODUCTS = "/catalog/products"

DEFAULTS: dict[str, Any] = {
    "sku": "",
    "description": "",
    "width": 0,
    "depth": 0,
    "height": 0,
    "cost_price": 0,
    "retail_price": 0,
    "sale_price": 0,
    "map_price": 0,
    "tax_class_id": 0,
    "product_tax_code": "",
    "categories": [],
    "brand_id": 0,
    "option_set_id": None,
    "option_set_display": "right",
    "inventory_level": 0,
    "inventory_warning_level": 0,
    "inventory_tracking": "none",
    "reviews_rating_sum": 0,
    "reviews_count": 0,
    "total_sold": 0,
    "fixed_cost_shipping_price": 0,
    "is_free_shipping": False,
    "is_visible": True,
    "is_featured": False,
    "related_products": [-1],
    "warranty": "",
    "bin_picking_number": "",
    "layout_file": "product.html",
    "upc": "",
    "mpn": "",
    "gtin": "",
    "date_last_imported": "",
    "search_keywords": "",
    "availability": "available",
    "availability_description": "",
    "gift_wrapping_options_type": "any",
    "gift_wrapping_options_list": [],
    "sort_order": 0,
    "condition": "New",
    "is_condition_shown": False,
    "order_quantity_minimum": 0,
    "order_quantity_maximum": 0,
    "page_title": "",
    "meta_keywords": [],
    "meta_description": "",
    "view_count": 0,
    "preorder_release_date": None,
    "preorder_message": "",
    "is_preorder_only": False,
    "is_price_hidden": False,
    "price_hidden_label": "",
    "open_graph_type": "product",
    "open_graph_title": "",
    "open_graph_description": "",
    "open_graph_use_meta_description": True,
    "open_graph_use_product_name": True,
    "open_graph_use_image": True,
}

# Everything that can be said of a product without naming other records, each unlike its default.
SAID: dict[str, Any] = {
    "name": "Oak Cheese Grater",
    "type": "digital",
    "sku": "OCG",
    "description": "<p>Grätet \"Käse\" & more</p>",
    "weight": 5,
    "width": 1.5,
    "depth": 2.25,
    "height": 3.125,
    "price": 34.95,
    "cost_price": 10.1,
    "retail_price": 40,
    "sale_price": 29.99,
    "map_price": 25,
    "tax_class_id": 255,
    "product_tax_code": "PC040100",
    "inventory_level": 45,
    "inventory_warning_level": 5,
    "inventory_tracking": "product",
    "fixed_cost_shipping_price": 4.5,
    "is_free_shipping": True,
    "is_visible": False,
    "is_featured": True,
    "related_products": [12, 34],
    "warranty": "Two years",
    "bin_picking_number": "A-12",
    "layout_file": "grater.html",
    "upc": "012345678905",
    "mpn": "OCG-1",
    "gtin": "00012345678905",
    "date_last_imported": "2026-01-02T03:04:05+00:00",
    "search_keywords": "grater, cheese",
    "availability": "preorder",
    "availability_description": "Ships in May",
    "gift_wrapping_options_type": "list",
    "gift_wrapping_options_list": [1, 2],
    "sort_order": -3,
    "condition": "Refurbished",
    "is_condition_shown": True,
    "order_quantity_minimum": 2,
    "order_quantity_maximum": 9,
    "page_title": "Graters",
    "meta_keywords": ["oak", "cheese"],
    "meta_description": "A grater of oak",
    "view_count": 7,
    "preorder_release_date": "2027-01-01T00:00:00+00:00",
    "preorder_message": "Soon",
    "is_preorder_only": True,
    "open_graph_type": "food",
    "open_graph_title": "Grater",
    "open_graph_description": "It grates",
    "open_graph_use_meta_description": False,
    "open_graph_use_product_name": False,
    "open_graph_use_image": False,
}

KEYS = (
    "id name type sku description weight width depth height price cost_price retail_price sale_price map_price "
    "tax_class_id product_tax_code calculated_price categories brand_id option_set_id option_set_display "
    "inventory_level inventory_warning_level inventory_tracking reviews_rating_sum reviews_count total_sold "
    "fixed_cost_shipping_price is_free_shipping is_visible is_featured related_products warranty "
    "bin_picking_number layout_file upc mpn gtin date_last_imported search_keywords availability "
    "availability_description gift_wrapping_options_type gift_wrapping_options_list sort_order condition "
    "is_condition_shown order_quantity_minimum order_quantity_maximum page_title meta_keywords meta_description "
    "date_created date_modified view_count preorder_release_date preorder_message is_preorder_only "
    "is_price_hidden price_hidden_label custom_url base_variant_id open_graph_type open_graph_title "
    "open_graph_description open_graph_use_meta_description open_graph_use_product_name open_graph_use_image"
).split()

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
    assert client.data(f"{PRODUCTS}/{product['id']}", include_fields="search_keywords")["search_keywords"] == "\x01"


def test_unknown_fields_are_ignored(client: Client) -> None:
    assert "made_up" not in client.create_product(made_up="x", total_sold=9, id=4711, reviews_count=3)


def test_read_only_fields_cannot_be_set(client: Client) -> None:
    product = client.create_product(total_sold=9, reviews_count=3, reviews_rating_sum=5, calculated_price=1)
    assert (product["total_sold"], product["reviews_count"], product["reviews_rating_sum"]) == (0, 0, 0)
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
    assert list(front) == (
        "id product_id is_thumbnail sort_order description image_file url_zoom url_standard url_thumbnail "
        "url_tiny date_modified"
    ).split()


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
        {"variants": [{"sku": "A", "option_values": labels(C="1")}, {"sku": "a", "option_values": labels(C="2")}]},
        {"variants": [{"sku": "A", "option_values": labels(C="1")}, {"sku": "B"}]},
        {"custom_fields": [{"name": "a", "value": "b"}, {"name": "a", "value": "b"}]},
        {"options": [{"display_name": "C", "type": "dropdown", "option_values": [{"label": "x"}, {"label": "X"}]}]},
        {"images": [{"image_url": broken}]},
        {"images": [{}]},
    ]
    with evidence.unchanged(client):
        for part in parts:
            answer = client.post(PRODUCTS, {"name": "Mug", "type": "physical", "weight": 1, "price": 5, **part})
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
    shown = client.data(f"{PRODUCTS}/{shirt['id']}", include="variants,options,images,custom_fields,primary_image")
    assert shown["variants"] == shirt["variants"]
    assert shown["options"] == shirt["options"]
    assert (shown["images"], shown["custom_fields"], shown["primary_image"]) == ([], [], None)


def test_the_primary_image_is_the_thumbnail_whole(client: Client, web: Web) -> None:
    urls = [web.serve(encoded(scene(size, size), "PNG"), f"/{size}.png") for size in (8, 9)]
    product = client.create_product(images=[{"image_url": urls[0]}, {"image_url": urls[1], "is_thumbnail": True}])
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


# Change


def test_a_change_leaves_what_was_not_sent(client: Client) -> None:
    product = succeeded(client.post(PRODUCTS, SAID))
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", {"price": 30}))
    moving = ("date_modified",)
    assert {**product, "price": 30} | {n: changed[n] for n in moving} == changed


def test_every_field_can_be_changed(client: Client) -> None:
    product = client.create_product("Before")
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", SAID))
    assert {name: changed[name] for name in SAID} == SAID
    assert client.data(f"{PRODUCTS}/{product['id']}") == changed


def test_what_was_read_can_be_sent_back(client: Client, web: Web) -> None:
    product = client.create_product(custom_fields=[{"name": "Roast", "value": "dark"}])
    path = f"{PRODUCTS}/{product['id']}"
    before = client.data(path, include="variants,custom_fields,options")
    sent_back = succeeded(client.put(path, before))
    after = client.data(path, include="variants,custom_fields,options")
    assert after == before | {"date_modified": sent_back["date_modified"]}


def test_lists_replace(client: Client) -> None:
    product = client.create_product(related_products=[1, 2], meta_keywords=["a", "b"])
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", {"related_products": [3], "meta_keywords": []}))
    assert (changed["related_products"], changed["meta_keywords"]) == ([3], [])


def test_a_change_moves_date_modified_and_not_date_created(client: Client, evidence: Evidence) -> None:
    product = client.create_product()
    evidence.age(client)
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", {"price": 30}))
    assert changed["date_modified"] >= product["date_modified"]
    assert changed["date_created"] == product["date_created"]


def test_changing_nothing_is_200(client: Client) -> None:
    product = client.create_product()
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", {}))
    assert changed == product | {"date_modified": changed["date_modified"]}


def test_a_changed_price_is_the_calculated_price_until_there_is_a_sale(client: Client) -> None:
    product = client.create_product(price=25)
    path = f"{PRODUCTS}/{product['id']}"
    assert succeeded(client.put(path, {"price": 30}))["calculated_price"] == 30
    assert succeeded(client.put(path, {"sale_price": 20}))["calculated_price"] == 20
    assert succeeded(client.put(path, {"sale_price": 0}))["calculated_price"] == 30


def test_dates_can_be_taken_away_with_null_or_an_empty_text(client: Client) -> None:
    product = succeeded(client.post(PRODUCTS, SAID))
    none = {"preorder_release_date": None, "date_last_imported": ""}
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", none))
    assert (changed["preorder_release_date"], changed["date_last_imported"]) == (None, "")


def test_a_change_can_answer_includes_and_some_fields_only(client: Client) -> None:
    shirt = client.create_shirt()
    answer = client.request(
        "PUT", f"{PRODUCTS}/{shirt['id']}?include=variants&include_fields=price", json={"price": 30}
    )
    shown = succeeded(answer)
    assert shown["price"] == 30
    assert "name" not in shown
    assert [variant["calculated_price"] for variant in shown["variants"]] == [30] * 4


def test_custom_fields_of_a_change_are_added(client: Client) -> None:
    product = client.create_product(custom_fields=[{"name": "Roast", "value": "dark"}])
    path = f"{PRODUCTS}/{product['id']}"
    succeeded(client.put(path, {"custom_fields": [{"name": "Origin", "value": "Peru"}]}))
    shown = client.data(path, include="custom_fields")["custom_fields"]
    assert [(each["name"], each["value"]) for each in shown] == [("Roast", "dark"), ("Origin", "Peru")]


def test_a_custom_field_with_an_id_is_changed(client: Client) -> None:
    product = client.create_product(custom_fields=[{"name": "Roast", "value": "dark"}])
    (field,) = product["custom_fields"]
    path = f"{PRODUCTS}/{product['id']}"
    succeeded(client.put(path, {"custom_fields": [{**field, "value": "light"}]}))
    assert client.data(path, include="custom_fields")["custom_fields"] == [{**field, "value": "light"}]


def test_images_of_a_change_are_added(client: Client, web: Web) -> None:
    product = client.create_product()
    path = f"{PRODUCTS}/{product['id']}"
    for size in (8, 9):
        url = web.serve(encoded(scene(size, size), "PNG"), f"/{size}.png")
        succeeded(client.put(path, {"images": [{"image_url": url}]}))
    assert [image["is_thumbnail"] for image in client.data(path, include="images")["images"]] == [True, False]


def test_changing_a_product_that_is_not_there_is_404(client: Client, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.put(f"{PRODUCTS}/123", {"price": 1})
    assert answer.status_code == 404
    assert answer.json()["title"] == "A product was not found with an id of 123"


# Change several


def test_a_batch_changes_each_and_answers_in_the_order_of_the_request(client: Client) -> None:
    ids = [client.create_product(name)["id"] for name in ("One", "Two", "Three")]
    batch = [{"id": ids[2], "price": 3}, {"id": ids[0], "price": 1}]
    answer = client.put(PRODUCTS, batch)
    assert answer.status_code == 200
    assert [(each["id"], each["price"]) for each in answer.json()["data"]] == [(ids[2], 3), (ids[0], 1)]
    assert answer.json()["meta"] == {}
    assert [each["price"] for each in client.data(PRODUCTS)] == [1, 25, 3]


def test_a_batch_takes_ten_products_and_not_eleven(client: Client, evidence: Evidence) -> None:
    ids = [client.create_product(f"Product {number}")["id"] for number in range(11)]
    assert client.put(PRODUCTS, [{"id": each, "price": 1} for each in ids[:10]]).status_code == 200
    with evidence.unchanged(client):
        answer = client.put(PRODUCTS, [{"id": each, "price": 2} for each in ids])
    assert answer.status_code == 413
    assert answer.json() == {
        "status": 413,
        "title": "The request payload is too large. The maximum items allowed in the array is 10.",
        "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
        "errors": {},
    }


def test_one_wrong_product_fails_the_whole_batch(client: Client, evidence: Evidence) -> None:
    one, two = client.create_product("One")["id"], client.create_product("Two")["id"]
    with evidence.unchanged(client):
        assert client.put(PRODUCTS, [{"id": one, "price": 9}, {"id": two, "name": "ONE"}]).status_code == 409
        assert client.put(PRODUCTS, [{"id": one, "price": 9}, {"id": two + 1, "price": 9}]).status_code == 404
        assert client.put(PRODUCTS, [{"id": one, "price": 9}, {"id": two, "price": -1}]).status_code == 422


def test_a_batch_without_ids_is_refused_like_incomplete_new_products(client: Client) -> None:
    answer = client.put(PRODUCTS, [{"name": "test1"}, {"name": "test2"}])
    assert answer.status_code == 422
    assert answer.json()["title"] == "Missing Required Fields"
    assert answer.json()["errors"] == {
        "type": "Please provide a type.",
        "weight": "Please provide a weight.",
        "price": "Please provide a price.",
    }


def test_a_batch_never_creates(client: Client, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.put(PRODUCTS, [{"name": "Mug", "type": "physical", "weight": 1, "price": 5}])
    assert answer.json()["errors"] == {"id": "Please provide an id."}


# Delete


def test_deleting_is_an_empty_204(client: Client) -> None:
    product = client.create_product()
    answer = client.delete(f"{PRODUCTS}/{product['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-type" not in answer.headers
    assert client.get(f"{PRODUCTS}/{product['id']}").status_code == 404


def test_deleting_what_is_not_there_is_204(client: Client) -> None:
    assert client.delete(f"{PRODUCTS}/123").status_code == 204


def test_a_deleted_product_leaves_nothing_of_itself(client: Client, evidence: Evidence, web: Web) -> None:
    url = web.serve(encoded(scene(), "PNG"))
    product = client.create_product(
        sku="MUG",
        custom_fields=[{"name": "a", "value": "b"}],
        images=[{"image_url": url}],
        variants=[{"sku": "MUG-1", "image_url": url, "option_values": labels(Color="Red")}],
    )
    client.delete(f"{PRODUCTS}/{product['id']}")
    rows = evidence.rows(client)
    kept = ("api_account", "access_token", "blob", "picture", "outbox")
    assert {name: found for name, found in rows.items() if found and name not in kept} == {}
    assert all(picture["date_replaced"] for picture in rows["picture"])


def test_name_sku_and_url_of_a_deleted_product_are_free_again(client: Client) -> None:
    shirt = client.create_shirt()
    client.delete(f"{PRODUCTS}/{shirt['id']}")
    again = client.create_shirt()
    assert again["custom_url"]["url"] == shirt["custom_url"]["url"]


def test_products_are_deleted_by_filter(client: Client) -> None:
    made = {name: client.create_product(name, sku=name.upper()) for name in ("One", "Two", "Three", "Four", "Five")}
    client.create_product("Hidden", is_visible=False, description="to be found by keyword")
    client.create_product("Also hidden", is_visible=False)
    for query in (
        {"id:in": f"{made['One']['id']},{made['Two']['id']}"},
        {"name": "three"},
        {"sku": "FOUR"},
        {"keyword": "found by"},
        {"is_visible": "false"},
    ):
        assert client.delete(PRODUCTS, **query).status_code == 204
    assert [product["name"] for product in client.data(PRODUCTS)] == ["Five"]


def test_filters_of_a_delete_all_have_to_match(client: Client) -> None:
    client.create_product("One")
    client.create_product("Two", is_visible=False)
    client.delete(PRODUCTS, name="Two", is_visible="true")
    assert len(client.data(PRODUCTS)) == 2


def test_deleting_without_a_filter_is_refused(client: Client, evidence: Evidence) -> None:
    client.create_product()
    with evidence.unchanged(client):
        answer = client.delete(PRODUCTS)
    assert answer.status_code == 422
    assert answer.json()["title"] == "At least one filter must be provided in order to delete"


def test_an_empty_filter_never_deletes(client: Client, evidence: Evidence) -> None:
    client.create_product()
    with evidence.unchanged(client):
        for name in ("keyword", "sku", "name", "id:in", "is_visible"):
            answer = client.delete(PRODUCTS, **{name: " "})
            assert answer.status_code == 422
            assert list(answer.json()["errors"]) == [name]


def test_a_filter_that_nobody_knows_never_deletes(client: Client, evidence: Evidence) -> None:
    client.create_product()
    with evidence.unchanged(client):
        answer = client.delete(PRODUCTS, nmae="Able Brewing System", name="Able Brewing System")
    assert answer.json()["title"] == "The filter(s): nmae are not valid filter parameter(s)."


def test_a_filter_that_matches_nothing_is_204(client: Client) -> None:
    assert client.delete(PRODUCTS, name="nobody").status_code == 204
