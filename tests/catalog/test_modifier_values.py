"""The values of a modifier with their adjusters and images (behaviour 7.1.5, 6.1)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import requests

from openshelf.catalog.rendering import stale_documents
from openshelf.persistence.tables import metadata
from tests.catalog.imaging import GIF, JPEG, PNG
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence
from tests.support.servers import Server
from tests.support.web import Web

NO_ADJUSTERS = {
    "price": None,
    "weight": None,
    "image_url": "",
    "purchasing_disabled": {"status": False, "message": ""},
}


@pytest.fixture
def modifier(client: Client) -> str:
    """The path of a modifier that is chosen from a list, with one value."""
    product = client.create_product("Mug")
    body = {
        "type": "dropdown",
        "required": False,
        "display_name": "Lid",
        "option_values": [{"label": "Cork"}],
    }
    made = succeeded(client.post(f"/catalog/products/{product['id']}/modifiers", body))
    return f"/catalog/products/{product['id']}/modifiers/{made['id']}"


@pytest.fixture
def values(modifier: str) -> str:
    return f"{modifier}/values"


@pytest.fixture
def cork(client: Client, values: str) -> str:
    """The path of the value."""
    return f"{values}/{client.data(values)[0]['id']}"


def test_adding_answers_200_with_the_value(client: Client, modifier: str, values: str) -> None:
    adjusters = {
        "price": {"adjuster": "relative", "adjuster_value": 5.25},
        "weight": {"adjuster": "percentage", "adjuster_value": -10},
        "purchasing_disabled": {"status": True, "message": "Sold out"},
    }
    answer = client.post(values, {"label": "Steel", "sort_order": 3, "adjusters": adjusters})
    assert answer.status_code == 200
    steel = answer.json()["data"]
    assert steel == {
        "id": steel["id"],
        "option_id": int(modifier.rsplit("/", 1)[1]),
        "label": "Steel",
        "sort_order": 3,
        "value_data": None,
        "is_default": False,
        "adjusters": {**adjusters, "image_url": ""},
    }
    assert client.data(f"{values}/{steel['id']}") == steel
    assert client.data(modifier)["option_values"][-1] == client.data(values)[-1] == steel


def test_a_value_needs_a_label_and_an_order(client: Client, values: str, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.post(values, {"adjusters": {}})
    assert answer.json()["title"] == "Missing Required Fields"
    assert list(answer.json()["errors"]) == ["label", "sort_order"]


def test_adjusters_that_are_left_out_stay_and_null_takes_them_away(client: Client, cork: str) -> None:
    price = {"adjuster": "relative", "adjuster_value": 2}
    disabled = {"status": True, "message": "Later"}
    succeeded(client.put(cork, {"adjusters": {"price": price, "purchasing_disabled": disabled}}))
    changed = succeeded(
        client.put(cork, {"adjusters": {"weight": price, "purchasing_disabled": {"status": False}}})
    )
    assert changed["adjusters"] == {
        "price": price,
        "weight": price,
        "image_url": "",
        "purchasing_disabled": {"status": False, "message": "Later"},
    }
    changed = succeeded(client.put(cork, {"adjusters": {"price": None, "weight": {"adjuster": None}}}))
    assert (changed["adjusters"]["price"], changed["adjusters"]["weight"]) == (None, None)
    assert succeeded(client.put(cork, {"adjusters": None}))["adjusters"] == NO_ADJUSTERS


def test_a_change_of_a_value_is_seen_in_its_modifier(client: Client, modifier: str, cork: str) -> None:
    changed = succeeded(client.put(cork, {"label": "Oak", "is_default": True}))
    assert (changed["label"], changed["is_default"]) == ("Oak", True)
    assert client.data(modifier)["option_values"] == [changed] == [client.data(cork)]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"label": ""}, "label"),
        ({"sort_order": 2**31}, "sort_order"),
        ({"value_data": {"colors": ["#000000"]}}, "value_data"),
        ({"adjusters": {"price": {"adjuster": "relative"}}}, "adjusters.price.adjuster_value"),
        (
            {"adjusters": {"purchasing_disabled": {"message": "x" * 256}}},
            "adjusters.purchasing_disabled.message",
        ),
        ({"adjusters": {"image_url": "x" * 256}}, "adjusters.image_url"),
    ],
)
def test_a_wrong_field_is_named(
    client: Client, cork: str, body: dict[str, Any], wrong: str, evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = client.put(cork, body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [wrong])


def test_deleting(client: Client, modifier: str, cork: str) -> None:
    assert client.delete(cork).status_code == 204
    answer = client.get(cork)
    assert answer.status_code == 404
    assert answer.json()["title"].startswith("A modifier value was not found with an id of ")
    assert client.data(modifier)["option_values"] == []
    assert client.delete(cork).status_code == 204


def test_the_values_of_a_checkbox_stay(client: Client, modifier: str, evidence: Evidence) -> None:
    box = succeeded(client.put(modifier, {"type": "checkbox"}))
    with evidence.unchanged(client):
        deleted = client.delete(f"{modifier}/values/{box['option_values'][0]['id']}")
        added = client.post(f"{modifier}/values", {"label": "Maybe", "sort_order": 2})
    assert [deleted.status_code, added.status_code] == [422, 422]


def test_a_text_modifier_has_no_values(client: Client, modifier: str, evidence: Evidence) -> None:
    succeeded(client.put(modifier, {"type": "text"}))
    assert client.data(f"{modifier}/values") == []
    with evidence.unchanged(client):
        assert client.post(f"{modifier}/values", {"label": "x", "sort_order": 0}).status_code == 422


def test_the_image_is_uploaded_as_a_file(client: Client, modifier: str, cork: str) -> None:
    answer = client.upload(f"{cork}/image", JPEG, "cork.jpg")
    assert answer.status_code == 200
    shown = answer.json()["data"]["image_url"]
    assert answer.json() == {"data": {"image_url": shown}, "meta": {}}
    base = f"{client.server}/s-{client.store_hash}/product_images/attribute_rule_images"
    assert re.fullmatch(rf"{re.escape(base)}/\d+_source_\d{{10}}\.jpg", shown)
    assert requests.get(shown, timeout=30).content == JPEG
    assert client.data(cork)["adjusters"]["image_url"] == shown
    assert client.data(modifier)["option_values"][0]["adjusters"]["image_url"] == shown


def test_another_image_takes_the_place_of_the_first(client: Client, cork: str) -> None:
    first, second = (
        client.upload(f"{cork}/image", picture).json()["data"]["image_url"] for picture in (PNG, GIF)
    )
    assert client.data(cork)["adjusters"]["image_url"] == second
    assert [requests.get(url, timeout=30).content for url in (first, second)] == [PNG, GIF]


def test_a_file_of_more_than_a_megabyte_is_taken(client: Client, cork: str) -> None:
    assert client.upload(f"{cork}/image", PNG.ljust(3 * 1024 * 1024, b"\0")).status_code == 200


def test_json_is_no_way_to_upload(client: Client, cork: str, web: Web) -> None:
    answer = client.post(f"{cork}/image", {"image_url": web.serve(PNG)})
    assert answer.status_code == 415


@pytest.mark.parametrize("file", [b"no picture", b""])
def test_what_is_no_picture_is_refused(client: Client, cork: str, file: bytes, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        assert client.upload(f"{cork}/image", file).status_code == 422


def test_an_upload_to_what_is_not_there_is_404(
    client: Client, values: str, modifier: str, evidence: Evidence
) -> None:
    nowhere = modifier.replace("/modifiers/", "/modifiers/9")
    with evidence.unchanged(client):
        answers = [
            client.upload(f"{values}/999999/image", PNG),
            client.upload(f"{nowhere}/values/1/image", PNG),
            client.upload("/catalog/products/999999/modifiers/1/values/1/image", PNG),
        ]
    assert [each.status_code for each in answers] == [404, 404, 404]


def test_the_image_can_come_from_a_url(client: Client, cork: str, web: Web) -> None:
    url = web.serve(GIF, "/cork.gif")
    changed = succeeded(client.put(cork, {"adjusters": {"image_url": url}}))
    assert requests.get(changed["adjusters"]["image_url"], timeout=30).content == GIF
    assert succeeded(client.put(cork, changed)) == changed
    assert succeeded(client.put(cork, {"adjusters": {"image_url": ""}}))["adjusters"]["image_url"] == ""


def test_a_url_that_was_shown_is_not_fetched_again(store_folder: Path) -> None:
    database = f"sqlite:///{store_folder}/openshelf.db"
    server = Server(store_folder, database, settings={"FETCH_ALLOW": ""}).start()  # cannot fetch from itself
    try:
        client = server.new_store()
        modifiers = f"/catalog/products/{client.create_product('Mug')['id']}/modifiers"
        body = {
            "type": "dropdown",
            "required": False,
            "display_name": "Lid",
            "option_values": [{"label": "Cork"}],
        }
        path = f"{modifiers}/{succeeded(client.post(modifiers, body))['id']}"
        client.upload(f"{path}/values/{client.data(path)['option_values'][0]['id']}/image", PNG)
        shown = client.data(path)
        assert shown["option_values"][0]["adjusters"]["image_url"]
        assert succeeded(client.put(path, shown)) == shown
        client.close()
    finally:
        server.stop()


def test_images_of_the_values_of_a_new_modifier_are_fetched(client: Client, modifier: str, web: Web) -> None:
    texture, image = web.serve(PNG, "/texture.png"), web.serve(JPEG, "/image.jpg")
    value = {"label": "Linen", "value_data": {"image_url": texture}, "adjusters": {"image_url": image}}
    body = {"type": "swatch", "required": True, "display_name": "Cosy", "option_values": [value]}
    (shown,) = succeeded(client.post(modifier.rsplit("/", 1)[0], body))["option_values"]
    urls = (shown["value_data"]["image_url"], shown["adjusters"]["image_url"])
    assert [requests.get(url, timeout=30).content for url in urls] == [PNG, JPEG]


def test_an_image_that_cannot_be_fetched_saves_nothing(
    client: Client, cork: str, web: Web, evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = client.put(cork, {"label": "Oak", "adjusters": {"image_url": f"{web.url}/missing.png"}})
    assert (answer.status_code, answer.json()["title"]) == (422, "The field 'image_url' is invalid.")


def test_pictures_are_let_go_with_their_value_and_their_product(
    client: Client, cork: str, evidence: Evidence
) -> None:
    client.upload(f"{cork}/image", PNG)
    client.delete(cork)
    assert [each["date_replaced"] is None for each in evidence.rows(client, "picture")["picture"]] == [False]
    values = cork.rsplit("/", 1)[0]
    oak = succeeded(client.post(values, {"label": "Oak", "sort_order": 0}))
    client.upload(f"{values}/{oak['id']}/image", PNG)
    client.delete(values.split("/modifiers")[0])
    assert [each["date_replaced"] is None for each in evidence.rows(client, "picture")["picture"]] == [
        False
    ] * 2


def test_every_document_is_what_its_row_says(client: Client, cork: str, web: Web, evidence: Evidence) -> None:
    values, modifiers = cork.rsplit("/", 1)[0], cork.split("/modifiers")[0] + "/modifiers"
    texture = {"image_url": web.serve(PNG, "/said.png")}
    swatch = {
        "type": "swatch",
        "required": False,
        "display_name": "Cosy",
        "option_values": [{"label": "Linen", "value_data": texture}],
    }
    made = succeeded(client.post(modifiers, swatch))
    client.upload(f"{cork}/image", GIF)
    succeeded(
        client.put(
            cork, {"label": "Oak", "adjusters": {"price": {"adjuster": "relative", "adjuster_value": 1}}}
        )
    )
    succeeded(client.post(values, {"label": "Steel", "sort_order": -1}))
    one, two = (succeeded(client.get(path))[0] for path in (values, f"{modifiers}/{made['id']}/values"))
    conditions = [{"modifier_id": each["option_id"], "modifier_value_id": each["id"]} for each in (one, two)]
    rules = modifiers.replace("modifiers", "complex-rules")
    succeeded(client.post(rules, {"conditions": conditions, **texture}))
    for kind in (
        "option",
        "option_value",
        "modifier",
        "modifier_value",
        "complex_rule",
        "variant",
        "product",
    ):
        assert (kind, stale(evidence, client, kind)) == (kind, [])


def stale(evidence: Evidence, client: Client, kind: str) -> list[int]:
    """The rows of a table whose document is not what the row says."""
    store_id, ids = evidence.store_id(client), [row["id"] for row in evidence.rows(client, kind)[kind]]
    return evidence.database.write_now(
        lambda tx: stale_documents(tx, kind, metadata.tables[kind], store_id, ids)
    )


def test_an_image_has_renditions(client: Client, cork: str) -> None:
    shown = client.upload(f"{cork}/image", PNG).json()["data"]["image_url"]
    assert (
        requests.get(shown.replace("/product_images/", "/images/stencil/40w/"), timeout=30).status_code == 200
    )
