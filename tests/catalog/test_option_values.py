"""The values of a variant option, one at a time (behaviour 5.11 to 5.17, 6.4)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from tests.catalog.imaging import GIF, JPEG, PNG
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web


@pytest.fixture
def color(cap: Any) -> str:
    """The path of the values of an option: Red, which a variant has, and Blue, which none has."""
    return f"/catalog/products/{cap['id']}/options/{cap['options'][0]['id']}/values"


@pytest.fixture
def swatch(client: Client) -> str:
    """The path of the values of a swatch."""
    product = client.create_product("Chair")
    body = {
        "display_name": "Fabric",
        "type": "swatch",
        "option_values": [{"label": "Plain", "sort_order": 0}],
    }
    option = succeeded(client.post(f"/catalog/products/{product['id']}/options", body))
    return f"/catalog/products/{product['id']}/options/{option['id']}/values"


def value(client: Client, values: str, label: str) -> str:
    """The path of a value by its label."""
    return f"{values}/{next(each['id'] for each in client.data(values) if each['label'] == label)}"


def test_values_are_listed_with_pagination(client: Client, color: str) -> None:
    answer = client.get(color, limit=1, page=2).json()
    assert [each["label"] for each in answer["data"]] == ["Blue"]
    assert answer["meta"]["pagination"] == {
        "total": 2,
        "count": 1,
        "per_page": 1,
        "current_page": 2,
        "total_pages": 2,
        "links": {"previous": "?page=1&limit=1", "current": "?page=2&limit=1"},
    }


def test_one_value_is_the_same_in_the_list_and_in_its_option(client: Client, color: str) -> None:
    red = client.data(value(client, color, "Red"))
    assert red == {"id": red["id"], "label": "Red", "sort_order": 0, "value_data": None, "is_default": False}
    assert red == client.data(color)[0] == client.data(color.removesuffix("/values"))["option_values"][0]


def test_values_can_be_asked_for_some_fields_only(client: Client, color: str) -> None:
    assert [set(each) for each in client.data(color, include_fields="label")] == [{"id", "label"}] * 2
    red = value(client, color, "Red")
    assert set(client.data(red, exclude_fields="value_data,label")) == {"id", "sort_order", "is_default"}


def test_a_filter_is_unknown_here(client: Client, color: str) -> None:
    answer = client.get(color, label="Red")
    assert answer.status_code == 422
    assert answer.json()["title"] == "The filter(s): label are not valid filter parameter(s)."


def test_adding_answers_200_with_the_value(client: Client, color: str) -> None:
    answer = client.post(color, {"label": "Green", "sort_order": 4, "is_default": True})
    assert answer.status_code == 200
    green = answer.json()["data"]
    assert green == {
        "id": green["id"],
        "label": "Green",
        "sort_order": 4,
        "value_data": None,
        "is_default": True,
    }
    assert client.data(value(client, color, "Green")) == green
    assert client.data(color.removesuffix("/values"))["option_values"][-1] == green


def test_adding_a_value_makes_no_variants(client: Client, color: str, cap: Any) -> None:
    before = client.data(f"/catalog/products/{cap['id']}/variants")
    succeeded(client.post(color, {"label": "Green", "sort_order": 4}))
    assert client.data(f"/catalog/products/{cap['id']}/variants") == before


def test_a_variant_can_be_made_of_an_added_value(client: Client, color: str, cap: Any) -> None:
    green = succeeded(client.post(color, {"label": "Green", "sort_order": 4}))
    ref = {"id": green["id"], "option_id": cap["options"][0]["id"]}
    body = {"sku": "CAP-GREEN", "option_values": [ref]}
    variant = succeeded(client.post(f"/catalog/products/{cap['id']}/variants", body))
    assert variant["option_values"][0]["label"] == "Green"


def test_a_value_needs_a_label_and_an_order(client: Client, color: str, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.post(color, {})
    assert answer.status_code == 422
    assert answer.json()["title"] == "Missing Required Fields"
    assert answer.json()["errors"] == {
        "label": "Please provide a label.",
        "sort_order": "Please provide a sort_order.",
    }


def test_a_label_is_used_once_in_any_case(client: Client, color: str, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        added = client.post(color, {"label": "RED", "sort_order": 4})
        changed = client.put(value(client, color, "Blue"), {"label": "red"})
    assert [added.status_code, changed.status_code] == [422, 422]
    assert added.json()["title"] == 'The option label: "RED" value is already used on this option.'


def test_a_second_default_is_refused(client: Client, color: str, evidence: Evidence) -> None:
    succeeded(client.put(value(client, color, "Red"), {"is_default": True}))
    with evidence.unchanged(client):
        answer = client.put(value(client, color, "Blue"), {"is_default": True})
    assert answer.status_code == 422
    assert answer.json()["title"] == "An option or modifier must have not more than one default"


def test_the_251st_value_is_refused(client: Client, color: str, evidence: Evidence) -> None:
    many = [{"label": str(number), "sort_order": number} for number in range(248)]
    succeeded(client.put(color.removesuffix("/values"), {"option_values": many}))
    with evidence.unchanged(client):
        assert client.post(color, {"label": "one more", "sort_order": 0}).status_code == 422


def test_a_new_label_is_seen_in_variants(client: Client, color: str, cap: Any) -> None:
    red = value(client, color, "Red")
    assert succeeded(client.put(red, {"label": "Scarlet"})) == client.data(red)
    (variant,) = client.data(f"/catalog/products/{cap['id']}/variants")
    assert variant["option_values"][0]["label"] == "Scarlet"


def test_what_is_left_out_of_a_change_stays(client: Client, color: str) -> None:
    red = value(client, color, "Red")
    before = client.data(red)
    assert succeeded(client.put(red, {"sort_order": -5})) == before | {"sort_order": -5}
    assert client.data(color.removesuffix("/values"))["option_values"][0]["label"] == "Red"


def test_deleting_a_value_takes_its_variants(client: Client, color: str, cap: Any) -> None:
    assert client.delete(value(client, color, "Red")).status_code == 204
    (base,) = client.data(f"/catalog/products/{cap['id']}/variants")
    assert (base["option_values"], base["sku_id"]) == ([], None)
    assert base["id"] == client.data(f"/catalog/products/{cap['id']}")["base_variant_id"]
    assert base["id"] != cap["variants"][0]["id"]
    assert [each["label"] for each in client.data(color)] == ["Blue"]
    assert [each["label"] for each in client.data(color.removesuffix("/values"))["option_values"]] == ["Blue"]


def test_deleting_a_value_that_no_variant_has_keeps_the_variants(
    client: Client, color: str, cap: Any
) -> None:
    before = client.data(f"/catalog/products/{cap['id']}/variants")
    assert client.delete(value(client, color, "Blue")).status_code == 204
    assert client.data(f"/catalog/products/{cap['id']}/variants") == before


def test_deleting_what_is_not_there_is_204(client: Client, color: str, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        assert client.delete(f"{color}/999999").status_code == 204


def test_paths_that_do_not_belong_together_are_404(
    client: Client, color: str, swatch: str, evidence: Evidence
) -> None:
    foreign = f"{color}/{client.data(swatch)[0]['id']}"
    nowhere = color.replace("/options/", "/options/9")
    with evidence.unchanged(client):
        answers: list[requests.Response] = [
            client.get(foreign),
            client.put(foreign, {"label": "x"}),
            client.get(nowhere),
            client.post(nowhere, {"label": "x", "sort_order": 0}),
            client.put(f"{nowhere}/1", {"label": "x"}),
            client.delete(f"{nowhere}/1"),
            client.get("/catalog/products/999999/options/1/values"),
        ]
    assert [each.status_code for each in answers] == [404] * 7
    assert answers[0].json()["title"].startswith("An option value was not found with an id of ")


def test_a_texture_is_fetched_into_a_slot_of_its_own(client: Client, swatch: str, web: Web) -> None:
    url = web.serve(JPEG, "/linen.jpg")
    linen = succeeded(
        client.post(swatch, {"label": "Linen", "sort_order": 1, "value_data": {"image_url": url}})
    )
    shown = linen["value_data"]["image_url"]
    base = f"{client.server}/s-{client.store_hash}/product_images/attribute_value_images"
    assert re.fullmatch(rf"{re.escape(base)}/\d+\.preview\.jpg\?t=\d{{10}}", shown)
    assert requests.get(shown, timeout=30).content == JPEG
    assert client.data(value(client, swatch, "Linen")) == linen


def test_a_texture_of_a_new_product_is_fetched_too(client: Client, web: Web) -> None:
    data = {"image_url": web.serve(GIF, "/wool.gif")}
    options = [
        {"display_name": "Fabric", "type": "swatch", "option_values": [{"label": "Wool", "value_data": data}]}
    ]
    product = client.create_product("Sofa", options=options)
    shown = product["options"][0]["option_values"][0]["value_data"]["image_url"]
    assert requests.get(shown, timeout=30).content == GIF


def test_another_texture_has_another_url_and_the_first_keeps_its_own(
    client: Client, swatch: str, web: Web
) -> None:
    plain = value(client, swatch, "Plain")
    first, second = (
        succeeded(client.put(plain, {"value_data": {"image_url": web.serve(picture, name)}}))["value_data"][
            "image_url"
        ]
        for picture, name in ((PNG, "/one.png"), (GIF, "/two.gif"))
    )
    assert first != second
    assert [requests.get(url, timeout=30).content for url in (first, second)] == [PNG, GIF]


def test_a_texture_that_is_sent_back_stays(client: Client, swatch: str, web: Web) -> None:
    plain = value(client, swatch, "Plain")
    shown = succeeded(client.put(plain, {"value_data": {"image_url": web.serve(PNG, "/back.png")}}))
    assert succeeded(client.put(plain, shown)) == shown


@pytest.mark.parametrize("data", [{"colors": ["#00ff00"]}, {"image_url": ""}, None])
def test_a_texture_goes_when_something_else_comes(
    client: Client, swatch: str, web: Web, data: dict[str, Any] | None, evidence: Evidence
) -> None:
    plain = value(client, swatch, "Plain")
    succeeded(client.put(plain, {"value_data": {"image_url": web.serve(PNG, "/gone.png")}}))
    after = {"colors": ["#00ff00"]} if data and "colors" in data else None
    assert succeeded(client.put(plain, {"value_data": data}))["value_data"] == after
    (picture,) = evidence.rows(client, "picture")["picture"]
    assert picture["date_replaced"] is not None


@pytest.mark.parametrize(
    "data",
    [
        {"colors": ["red"]},
        {"colors": ["#000000"] * 4},
        {"colors": ["#000000"], "image_url": "https://example.com/linen.png"},
        {"product_id": 1},
    ],
)
def test_a_swatch_takes_colors_or_a_texture(
    client: Client, swatch: str, data: dict[str, Any], web: Web, evidence: Evidence
) -> None:
    if "image_url" in data:
        data = data | {"image_url": web.serve(PNG, "/both.png")}
    rows = evidence.rows(client)
    assert client.post(swatch, {"label": "x", "sort_order": 1, "value_data": data}).status_code == 422
    assert evidence.rows(client) == rows


def test_a_texture_that_is_no_picture_is_refused(
    client: Client, swatch: str, web: Web, evidence: Evidence
) -> None:
    data = {"image_url": web.serve(b"<html>", "/page.html")}
    with evidence.unchanged(client):
        answer = client.post(swatch, {"label": "x", "sort_order": 1, "value_data": data})
    assert (answer.status_code, answer.json()["title"]) == (422, "The field 'image_url' is invalid.")


def test_nothing_is_fetched_for_an_option_that_is_not_there(client: Client, swatch: str, web: Web) -> None:
    asked = len(web.asked)
    data = {"image_url": web.serve(PNG, "/never.png")}
    nowhere = swatch.replace("/options/", "/options/9")
    assert client.post(nowhere, {"label": "x", "sort_order": 1, "value_data": data}).status_code == 404
    assert len(web.asked) == asked


def test_the_values_of_a_product_list_are_products_of_the_store(client: Client, evidence: Evidence) -> None:
    mug, spoon = client.create_product("Mug"), client.create_product("Spoon")
    values = [{"label": "Spoon", "value_data": {"product_id": spoon["id"]}}]
    body = {"display_name": "With", "type": "product_list", "option_values": values}
    options = f"/catalog/products/{mug['id']}/options"
    option = succeeded(client.post(options, body))
    assert option["option_values"][0]["value_data"] == {"product_id": spoon["id"]}
    unknown = {"label": "Fork", "sort_order": 1, "value_data": {"product_id": 999_999}}
    with evidence.unchanged(client):
        answer = client.post(f"{options}/{option['id']}/values", unknown)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["value_data"])


def test_a_texture_has_renditions(client: Client, swatch: str, web: Web) -> None:
    plain = value(client, swatch, "Plain")
    data = {"image_url": web.serve(PNG, "/sized.png")}
    shown = succeeded(client.put(plain, {"value_data": data}))["value_data"]["image_url"]
    sized = shown.replace("/product_images/", "/images/stencil/40w/")
    assert requests.get(sized, timeout=30).status_code == 200
