"""Lists of products: pages, includes, fields, filters, order (behaviour 1.1, 1.2, 3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.client import Client, labels

PRODUCTS = "/catalog/products"


def names(client: Client, **query: Any) -> list[str]:
    """The names of the products that a query finds, in its order."""
    return [product["name"] for product in client.data(PRODUCTS, include_fields="name", **query)]


def pagination(client: Client, **query: Any) -> Any:
    answer = client.get(PRODUCTS, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()["meta"]["pagination"]


def refused(client: Client, **query: Any) -> Any:
    """The body of a query that must be a 422."""
    answer = client.get(PRODUCTS, **query)
    assert answer.status_code == 422, answer.text
    return answer.json()


@pytest.fixture
def five(client: Client) -> Client:
    """A client of a store with five products, of rising price."""
    for number, name in enumerate(("Apron", "Bowl", "Cup", "Dish", "Ewer"), start=1):
        client.create_product(name, price=number * 10, weight=number, sku=f"SKU-{number}")
    return client


# Pages


def test_an_empty_store_answers_an_empty_page(client: Client) -> None:
    answer = client.get(PRODUCTS)
    assert answer.status_code == 200
    assert answer.text == (
        '{"data":[],"meta":{"pagination":{"total":0,"count":0,"per_page":50,"current_page":1,"total_pages":0,'
        '"links":{"current":"?page=1&limit=50"},"too_many":false}}}'
    )


def test_products_stand_in_the_order_of_their_ids(five: Client) -> None:
    assert names(five) == ["Apron", "Bowl", "Cup", "Dish", "Ewer"]


def test_a_single_page_links_to_itself_only(five: Client) -> None:
    assert pagination(five) == {
        "total": 5,
        "count": 5,
        "per_page": 50,
        "current_page": 1,
        "total_pages": 1,
        "links": {"current": "?page=1&limit=50"},
        "too_many": False,
    }


def test_the_first_page_links_to_the_next(five: Client) -> None:
    found = pagination(five, limit=2)
    assert (found["count"], found["per_page"], found["total_pages"]) == (2, 2, 3)
    assert found["links"] == {"current": "?page=1&limit=2", "next": "?page=2&limit=2"}


def test_a_page_between_links_both_ways(five: Client) -> None:
    assert list(pagination(five, limit=2, page=2)["links"].items()) == [
        ("previous", "?page=1&limit=2"),
        ("current", "?page=2&limit=2"),
        ("next", "?page=3&limit=2"),
    ]


def test_the_last_page_links_back(five: Client) -> None:
    found = pagination(five, limit=2, page=3)
    assert (found["count"], found["current_page"]) == (1, 3)
    assert found["links"] == {"previous": "?page=2&limit=2", "current": "?page=3&limit=2"}


def test_a_page_past_the_last_is_an_empty_200(five: Client) -> None:
    answer = five.get(PRODUCTS, limit=2, page=9)
    assert answer.json()["data"] == []
    found = answer.json()["meta"]["pagination"]
    assert (found["total"], found["count"], found["current_page"], found["total_pages"]) == (5, 0, 9, 3)


def test_links_repeat_what_was_asked_to_the_byte(five: Client) -> None:
    query = "include_fields=name,sku&include=primary_image&id:in=1%2C2,3&limit=1&keyword=a+b%20c&page=2"
    answer = five.request("GET", f"{PRODUCTS}?{query}")
    assert answer.json()["meta"]["pagination"]["links"]["current"] == (
        "?page=2&include_fields=name%2Csku&include=primary_image&id%3Ain=1%2C2%2C3&keyword=a%20b%20c&limit=1"
    )


def test_following_the_links_walks_through_everything(five: Client) -> None:
    seen, link = [], "?limit=2&sort=price&direction=desc"
    while link:
        answer = five.request("GET", PRODUCTS + link).json()
        seen += [product["name"] for product in answer["data"]]
        link = answer["meta"]["pagination"]["links"].get("next", "")
    assert seen == ["Ewer", "Dish", "Cup", "Bowl", "Apron"]


def test_a_limit_above_250_is_lowered_to_it(five: Client) -> None:
    found = pagination(five, limit=1000)
    assert (found["per_page"], found["links"]["current"]) == (250, "?page=1&limit=250")


@pytest.mark.parametrize("name", ["page", "limit"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "9" * 5000])
def test_pages_and_limits_are_whole_numbers_from_one(client: Client, name: str, value: str) -> None:
    body = refused(client, **{name: value})
    assert body["title"] == f"Invalid field(s): {name}"
    assert body["errors"] == {name: f"{name} must be a whole number of at least 1"}


# Includes


def test_includes_are_put_into_each_product(client: Client) -> None:
    shirt = client.create_shirt()
    mug = client.create_product("Mug", custom_fields=[{"name": "Glaze", "value": "blue"}])
    first, second = client.data(PRODUCTS, include="variants,custom_fields,primary_image,images")
    assert first["variants"] == shirt["variants"]
    assert second["custom_fields"] == mug["custom_fields"]
    assert [variant["id"] for variant in second["variants"]] == [mug["base_variant_id"]]
    assert (first["custom_fields"], first["primary_image"], first["images"]) == ([], None, [])


def test_without_include_there_are_no_sub_resources(client: Client) -> None:
    client.create_shirt()
    assert (
        not {"variants", "options", "images", "custom_fields", "primary_image"}
        & client.data(PRODUCTS)[0].keys()
    )


def test_including_options_lowers_the_page_to_ten_silently(client: Client) -> None:
    for number in range(11):
        client.create_product(f"Product {number}")
    answer = client.get(PRODUCTS, include="options", limit=250)
    found = answer.json()["meta"]["pagination"]
    assert answer.status_code == 200
    assert len(answer.json()["data"]) == 10
    assert (found["per_page"], found["count"], found["total_pages"], found["total"]) == (10, 10, 2, 11)
    assert found["links"]["next"] == "?page=2&include=options&limit=10"


def test_including_options_leaves_a_smaller_limit_alone(five: Client) -> None:
    assert pagination(five, include="options,variants", limit=2)["per_page"] == 2


def test_an_unknown_include_is_refused_by_name(client: Client) -> None:
    body = refused(client, include="variants,made_up")
    assert body["title"] == "Invalid field(s): include"
    assert "made_up" in body["errors"]["include"]


# Fields


def test_only_the_fields_asked_for_are_shown_and_the_id(five: Client) -> None:
    first = five.data(PRODUCTS, include_fields="sku,name")[0]
    assert list(first) == ["id", "name", "sku", "gift_wrapping_options_type", "gift_wrapping_options_list"]


def test_the_fields_not_wanted_are_left_out_but_never_the_id(five: Client) -> None:
    whole = five.data(PRODUCTS)[0]
    less = five.data(PRODUCTS, exclude_fields="id,name,description,gift_wrapping_options_type")[0]
    assert list(less) == [name for name in whole if name not in ("name", "description")]


def test_included_sub_resources_stay_whole_beside_chosen_fields(client: Client) -> None:
    shirt = client.create_shirt()
    (shown,) = client.data(PRODUCTS, include_fields="name", include="variants")
    assert shown["variants"] == shirt["variants"]


def test_fields_that_nobody_knows_are_ignored(five: Client) -> None:
    assert five.get(PRODUCTS, include_fields="name,made_up").status_code == 200


# Filters


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"name": "Bowl"}, ["Bowl"]),
        ({"name": "bOWL"}, ["Bowl"]),
        ({"name": "Bow"}, []),
        ({"name:like": "e"}, ["Ewer"]),
        ({"name:like": "W"}, ["Bowl", "Ewer"]),
        ({"sku": "SKU-3"}, ["Cup"]),
        ({"sku:in": "SKU-3,SKU-5,SKU-9"}, ["Cup", "Ewer"]),
        ({"price": "20"}, ["Bowl"]),
        ({"price": "20.00"}, ["Bowl"]),
        ({"price:min": "40"}, ["Dish", "Ewer"]),
        ({"price:max": "20"}, ["Apron", "Bowl"]),
        ({"price:greater": "40"}, ["Ewer"]),
        ({"price:less": "20"}, ["Apron"]),
        ({"weight:min": "2", "weight:max": "3"}, ["Bowl", "Cup"]),
        ({"condition": "new", "limit": "1"}, ["Apron"]),
        ({"condition": "used"}, []),
        ({"type": "digital"}, []),
        ({"availability": "available", "limit": "1"}, ["Apron"]),
    ],
)
def test_filters(five: Client, query: dict[str, str], found: list[str]) -> None:
    assert names(five, **query) == found


def test_products_are_found_by_ids(five: Client) -> None:
    ids = [product["id"] for product in five.data(PRODUCTS)]
    assert names(five, id=ids[1]) == ["Bowl"]
    assert names(five, **{"id:in": f"{ids[1]},{ids[3]}"}) == ["Bowl", "Dish"]
    assert names(five, **{"id:not_in": f"{ids[1]},{ids[3]}"}) == ["Apron", "Cup", "Ewer"]
    assert names(five, **{"id:min": ids[3]}) == ["Dish", "Ewer"]
    assert names(five, **{"id:max": ids[1]}) == ["Apron", "Bowl"]
    assert names(five, **{"id:greater": ids[3]}) == ["Ewer"]
    assert names(five, **{"id:less": ids[1]}) == ["Apron"]
    assert names(five, **{"id:in": ""}) == []


def test_the_colon_of_a_filter_may_be_escaped_and_so_may_its_commas(five: Client) -> None:
    ids = [product["id"] for product in five.data(PRODUCTS)]
    raw = five.request("GET", f"{PRODUCTS}?id:in={ids[0]},{ids[1]}").json()["data"]
    escaped = five.request("GET", f"{PRODUCTS}?id%3Ain={ids[0]}%2C{ids[1]}").json()["data"]
    assert [product["name"] for product in raw] == ["Apron", "Bowl"]
    assert escaped == raw


def test_booleans_are_taken_in_every_spelling(client: Client) -> None:
    client.create_product("Shown", is_featured=True)
    client.create_product("Hidden", is_visible=False)
    for true in ("true", "1", "TRUE"):
        assert names(client, is_visible=true) == ["Shown"]
        assert names(client, is_featured=true) == ["Shown"]
    for false in ("false", "0", "False"):
        assert names(client, is_visible=false) == ["Hidden"]


def test_a_sku_filter_looks_at_the_products_own_sku_only(client: Client) -> None:
    client.create_shirt()
    assert names(client, sku="CREW") == ["Crew Neck"]
    assert names(client, sku="CREW-RED-S") == []


def test_a_keyword_is_looked_for_in_name_description_sku_and_search_keywords(client: Client) -> None:
    client.create_product("Teapot")
    client.create_product("A", description="for teapots and cups")
    client.create_product("B", sku="TEAPOT-1")
    client.create_product("C", search_keywords="brewing, teapot")
    client.create_product("D")
    assert names(client, keyword="teaPOT", sort="id") == ["Teapot", "A", "B", "C"]
    assert names(client, keyword="teaPOT") == ["Teapot", "B", "C", "A"], "the best come first"


def test_every_word_of_a_keyword_has_to_be_there(client: Client) -> None:
    client.create_product("Red cup", description="of clay")
    client.create_product("Red bowl", description="of glass")
    assert names(client, keyword="clay red") == ["Red cup"]


def test_letters_beyond_ascii_are_found_in_any_case(client: Client) -> None:
    client.create_product("Käsereibe Ärmel")
    assert names(client, keyword="ärmel KÄSE") == ["Käsereibe Ärmel"]
    assert names(client, **{"name:like": "ÄRM"}) == ["Käsereibe Ärmel"]
    assert names(client, name="KÄSEREIBE ärmel") == ["Käsereibe Ärmel"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "%25", "'", '"', "a'--"])
def test_signs_with_a_meaning_in_sql_stand_for_themselves(client: Client, text: str) -> None:
    client.create_product("Plain")
    client.create_product(f"With {text} sign")
    assert names(client, **{"name:like": text}) == [f"With {text} sign"]
    assert names(client, keyword=text) in ([], [f"With {text} sign"]), "signs are no words"


def test_products_are_found_by_the_date_of_their_last_change(five: Client) -> None:
    now = datetime.now(UTC)
    before, after = now - timedelta(minutes=5), now + timedelta(minutes=5)
    for form in (
        lambda moment: str(int(moment.timestamp())),
        lambda moment: moment.isoformat(),
        lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S"),
    ):
        assert len(names(five, **{"date_modified:min": form(before)})) == 5
        assert names(five, **{"date_modified:min": form(after)}) == []
        assert names(five, **{"date_modified:max": form(before)}) == []
        assert len(names(five, **{"date_modified:min": form(before), "date_modified:max": form(after)})) == 5


def test_the_plus_of_an_offset_may_arrive_as_a_space(five: Client) -> None:
    past = five.request("GET", f"{PRODUCTS}?date_modified:min=2020-01-01T00:00:00+00:00")
    assert past.json()["meta"]["pagination"]["total"] == 5


def test_all_filters_have_to_match(five: Client) -> None:
    assert names(five, **{"price:min": "20", "name:like": "w"}) == ["Bowl", "Ewer"]
    assert names(five, **{"price:min": "20", "name": "Apron"}) == []


def test_a_page_counts_what_the_filters_leave(five: Client) -> None:
    found = pagination(five, **{"price:min": 20, "limit": 3})
    assert (found["total"], found["total_pages"]) == (4, 2)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("foo=1", "foo"),
        ("foo=1&bar=2&foo=3", "foo, bar"),
        ("&page=2", ""),
        ("page=2&&limit=1", ""),
        ("=x", ""),
        ("name:between=1", "name:between"),
        ("sku:like=1", "sku:like"),
        ("Name=x", "Name"),
    ],
)
def test_filters_that_nobody_knows_are_named(client: Client, query: str, named: str) -> None:
    answer = client.request("GET", f"{PRODUCTS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["title"] == f"The filter(s): {named} are not valid filter parameter(s)."
    assert answer.json()["errors"] == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "x"),
        ("id", "1.5"),
        ("id", ""),
        ("id", "9" * 30),
        ("id:in", "1,x"),
        ("price", "cheap"),
        ("price:min", "NaN"),
        ("is_visible", "maybe"),
        ("condition", "New!"),
        ("date_modified:min", "yesterday"),
        ("date_modified:min", "0001-01-01T00:00:00+14:00"),
        ("name", "a\0b"),
        ("keyword", "\0"),
        ("sort", "made_up"),
        ("direction", "up"),
    ],
)
def test_values_that_cannot_be_meant_are_refused_by_the_name_of_their_filter(
    client: Client, name: str, value: str
) -> None:
    body = refused(client, **{name: value})
    assert body["title"] == f"Invalid field(s): {name}"
    assert list(body["errors"]) == [name]


def test_every_wrong_value_is_named(client: Client) -> None:
    body = refused(client, id="x", is_visible="maybe", page="0", sort="made_up")
    assert set(body["errors"]) == {"id", "is_visible", "page", "sort"}


# Order


@pytest.mark.parametrize(
    "sort",
    [
        "id",
        "name",
        "sku",
        "price",
        "date_modified",
        "date_last_imported",
        "inventory_level",
        "is_visible",
        "total_sold",
        "calculated_price",
    ],
)
def test_products_can_be_sorted_both_ways(five: Client, sort: str) -> None:
    assert names(five, sort=sort) == ["Apron", "Bowl", "Cup", "Dish", "Ewer"]
    assert len(names(five, sort=sort, direction="desc")) == 5


def test_the_direction_turns_the_order(five: Client) -> None:
    assert names(five, sort="price", direction="desc") == ["Ewer", "Dish", "Cup", "Bowl", "Apron"]
    assert names(five, direction="desc") == ["Ewer", "Dish", "Cup", "Bowl", "Apron"]


def test_equals_stand_in_the_order_of_their_ids(client: Client) -> None:
    for name in ("B", "A", "C"):
        client.create_product(name, price=5)
    assert names(client, sort="price") == ["B", "A", "C"]
    assert names(client, sort="price", direction="desc") == ["B", "A", "C"]


def test_a_sort_by_calculated_price_sees_sales(client: Client) -> None:
    client.create_product("Dear", price=50)
    client.create_product("On sale", price=60, sale_price=10)
    assert names(client, sort="calculated_price") == ["On sale", "Dear"]


def test_a_list_never_shows_variants_of_other_products(client: Client) -> None:
    client.create_shirt()
    client.create_product("Other", variants=[{"sku": "O", "option_values": labels(Color="Red")}])
    for product in client.data(PRODUCTS, include="variants,options"):
        assert {variant["product_id"] for variant in product["variants"]} == {product["id"]}
        assert {option["product_id"] for option in product["options"]} == {product["id"]}
