"""Input that no client sends on purpose: it is answered, never by a 5xx, and as our OpenAPI document says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
import requests

from openshelf.app import openapi_document
from tests.support.client import Client

DOCUMENT = openapi_document("http://openshelf.test")
PRODUCTS = "/catalog/products"

NEW: dict[str, dict[str, Any]] = {
    PRODUCTS: {"name": "Kettle", "type": "physical", "weight": 1, "price": 1},
    "/catalog/brands": {"name": "Able"},
    "/catalog/categories": {"name": "Kettles", "parent_id": 0},
    f"{PRODUCTS}/{{product_id}}/custom-fields": {"name": "Origin", "value": "Oslo"},
    f"{PRODUCTS}/{{product_id}}/metafields": {
        "key": "k",
        "value": "v",
        "namespace": "n",
        "permission_set": "write",
    },
    f"{PRODUCTS}/{{product_id}}/reviews": {"title": "Good", "date_reviewed": "2024-05-01T10:00:00+00:00"},
}
"""A body that is taken, by the path it is posted to."""

NESTED: Any = "x"
for _ in range(200):
    NESTED = [NESTED]

ODD_VALUES = {
    "U+0000": "\0",
    "U+FFFF": "\uffff",
    "beyond the first plane": "\U0001f600" * 60,
    "grows when lowered": "\u0130" * 255,
    "2^63": 2**63,
    "2^63 - 1": 2**63 - 1,
    "-2^63": -(2**63),
    "thirty digits": 10**30,
    "largest float": 1.7e308,
    "too large a float as text": "1e400",
    "NaN as text": "NaN",
    "nested": NESTED,
    "before the first year": "0001-01-01T00:00:00+14:00",
    "after the last year": "9999-12-31T23:59:59-14:00",
}

ODD_QUERIES = ["%00", "%ff", "%ed%a0%80", "9" * 19, "-9223372036854775808", "1" * 5000, "NaN", "-1e400", "٣"]


def schema_of(method: str, path: str, status: int, media: str = "application/json") -> dict[str, Any]:
    """The declared schema of an answer, beside the components that it refers to."""
    answer = DOCUMENT["paths"][path][method]["responses"][str(status)]
    return {**answer["content"][media]["schema"], "components": DOCUMENT["components"]}


def assert_declared(answer: requests.Response, method: str, path: str) -> None:
    jsonschema_rs.validate(schema_of(method, path, answer.status_code), answer.json())


def filled(client: Client, path: str) -> str:
    return path.format(product_id=client.create_product()["id"]) if "{" in path else path


@pytest.mark.parametrize("path", NEW)
def test_no_odd_value_in_any_field_is_a_failure_of_the_server(client: Client, path: str) -> None:
    url = filled(client, path)
    for field in NEW[path]:
        for what, value in ODD_VALUES.items():
            answer = client.post(url, {**NEW[path], field: value})
            assert answer.status_code < 500, f"{field}: {what}: {answer.text}"
            assert_declared(answer, "post", path)


@pytest.mark.parametrize("path", NEW)
def test_a_text_that_no_database_could_hold_is_told_what_is_wrong(client: Client, path: str) -> None:
    url = filled(client, path)
    texts = [name for name, value in NEW[path].items() if isinstance(value, str)]
    for field in texts:
        answer = client.post(url, {**NEW[path], field: "a\0b"})
        assert answer.status_code == 422, answer.text
        half_a_pair = json.dumps({**NEW[path], field: "\ud800"}).encode()
        not_utf8 = json.dumps({**NEW[path], field: "?"}).encode().replace(b"?", b"\xff")
        for body in (half_a_pair, not_utf8):
            answer = client.request("POST", url, data=body, headers={"Content-Type": "application/json"})
            assert (answer.status_code, answer.json()["title"]) == (400, "Input is invalid")


def test_no_odd_value_of_any_query_parameter_is_a_failure_of_the_server(client: Client) -> None:
    for path in (PRODUCTS, "/catalog/variants", "/catalog/brands", "/catalog/trees/categories"):
        for parameter in DOCUMENT["paths"][path]["get"]["parameters"]:
            for value in ODD_QUERIES:
                answer = client.request("GET", f"{path}?{parameter['name']}={value}")
                assert answer.status_code in (200, 422), f"{path} {parameter['name']}={value}: {answer.text}"


def test_an_answer_of_chosen_fields_is_what_the_document_says(client: Client) -> None:
    product = client.create_shirt()
    one = f"{PRODUCTS}/{product['id']}"
    named = f"{PRODUCTS}/{{product_id}}"
    for url, path in ((PRODUCTS, PRODUCTS), (one, named), (f"{one}/variants", f"{named}/variants")):
        for query in ({"include_fields": "sku"}, {"exclude_fields": "sku"}, {}):
            answer = client.get(url, **query)
            assert answer.status_code == 200
            assert_declared(answer, "get", path)


def test_a_refused_batch_of_variants_is_what_the_document_says(client: Client) -> None:
    answer = client.put("/catalog/variants", [{"id": 4711, "price": 1}])
    assert list(answer.json()) == ["batch_errors"]
    assert_declared(answer, "put", "/catalog/variants")


@pytest.mark.parametrize("number", ["0x1", "-1", "9" * 20, "%00", "%ff"])
def test_what_is_no_id_is_an_unknown_route_and_declared_as_such(client: Client, number: str) -> None:
    answer = client.get(f"{PRODUCTS}/{number}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert schema_of("get", f"{PRODUCTS}/{{product_id}}", 404, "text/plain")["type"] == "string"


@pytest.mark.parametrize("boundary", ["", "X" * 257, "X" * 5000], ids=["none", "just too long", "long"])
def test_a_form_whose_boundary_is_no_boundary_is_refused(client: Client, boundary: str) -> None:
    images = f"{PRODUCTS}/{client.create_product()['id']}/images"
    content_type = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    # More than the sockets hold: a server that answered without reading on would break the connection.
    answer = client.request("POST", images, data=bytes(8 * 1024 * 1024), headers=content_type)
    assert (answer.status_code, answer.json()["title"]) == (400, "Input is invalid")
    assert_declared(answer, "post", f"{PRODUCTS}/{{product_id}}/images")
