"""What every operation has in common: the order of checks, media types, headers (behaviour 1.4, 2, 13)."""

from __future__ import annotations

import gzip
import http.client
import json
from typing import Any

import pytest
import requests

from tests.support.client import Client
from tests.support.servers import Server

PRODUCTS = "/catalog/products"
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
ROUTE_UNKNOWN = "The route is not found, check the URL"
RATE_HEADERS = (
    "x-rate-limit-requests-left",
    "x-rate-limit-requests-quota",
    "x-rate-limit-time-reset-ms",
    "x-rate-limit-time-window-ms",
)


def ask(client: Client, method: str, path: str, **named: Any) -> requests.Response:
    """A request with nothing but what is said: no token, no other headers."""
    named.setdefault("headers", {})
    return requests.request(method, client.base + path, timeout=30, **named)


# Routes


@pytest.mark.parametrize(
    "path",
    [
        "/catalog/nothing",
        "/catalog/products/",
        "/catalog//products",
        "/catalog/products/abc",
        "/catalog/products/-1",
        "/catalog/products/1.0",
        "/catalog/products/%D9%A1",
        "/catalog/products/9223372036854775808",
        "/catalog/products/" + "9" * 5000,
        "/catalog/products/1/related-products",
        "/CATALOG/products",
        "/",
        "",
    ],
)
@pytest.mark.parametrize("token", [True, False], ids=["with a token", "without"])
def test_an_unknown_route_is_the_gateways_plain_404_with_or_without_a_token(
    client: Client, path: str, token: bool
) -> None:
    answer = client.get(path) if token else ask(client, "GET", path)
    assert (answer.status_code, answer.text) == (404, ROUTE_UNKNOWN)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_another_version_is_an_unknown_route(client: Client) -> None:
    answer = requests.get(f"{client.server}/stores/{client.store_hash}/v4{PRODUCTS}", timeout=30)
    assert (answer.status_code, answer.text) == (404, ROUTE_UNKNOWN)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", PRODUCTS, "DELETE, GET, POST, PUT"),
        ("POST", f"{PRODUCTS}/1", "DELETE, GET, PUT"),
        ("DELETE", f"{PRODUCTS}/1/variants", "GET, POST"),
        ("GET", f"{PRODUCTS}/1/variants/1/image", "DELETE, POST"),
        ("TRACE", PRODUCTS, "DELETE, GET, POST, PUT"),
        ("OPTIONS", PRODUCTS, "DELETE, GET, POST, PUT"),
    ],
)
@pytest.mark.parametrize("token", [True, False], ids=["with a token", "without"])
def test_a_wrong_method_is_405_with_or_without_a_token(
    client: Client, method: str, path: str, allowed: str, token: bool
) -> None:
    answer = client.request(method, path) if token else ask(client, method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed
    assert answer.json() == {
        "status": 405,
        "title": "Method Not Allowed",
        "type": TYPE,
        "detail": "The requested HTTP method is invalid for this endpoint.",
    }


# The order of checks


def test_the_token_is_looked_at_before_the_store(client: Client) -> None:
    nowhere = f"{client.server}/stores/nowhere/v3{PRODUCTS}"
    assert requests.get(nowhere, timeout=30).text == "X-Auth-Token header is required"
    assert requests.get(nowhere, headers={"X-Auth-Token": "wrong"}, timeout=30).status_code == 401
    assert requests.get(nowhere, headers={"X-Auth-Token": client.token}, timeout=30).status_code == 403


def test_the_scope_is_looked_at_before_what_was_sent(client: Client, server: Server) -> None:
    reader = server.new_store("store_v2_products_read_only", store_hash=client.store_hash)
    for broken in (
        reader.request(
            "POST", PRODUCTS, data=b"{", headers={"Content-Type": "text/plain", "Accept": "text/html"}
        ),
        reader.request("DELETE", f"{PRODUCTS}?made_up=1"),
        reader.request("PUT", f"{PRODUCTS}/1000000000", data=b""),
    ):
        assert broken.status_code == 403
        assert broken.json()["title"] == "You don't have a required scope to access the endpoint"
    reader.close()


def test_what_is_accepted_is_looked_at_before_the_query_and_the_body(client: Client) -> None:
    answer = client.request(
        "POST",
        f"{PRODUCTS}?made_up=1",
        data=b"{",
        headers={"Content-Type": "text/plain", "Accept": "text/html"},
    )
    assert answer.status_code == 406


def test_the_query_is_looked_at_before_the_body(client: Client) -> None:
    answer = client.request(
        "POST", f"{PRODUCTS}?made_up=1", data=b"{", headers={"Content-Type": "application/json"}
    )
    assert answer.json()["title"] == "The filter(s): made_up are not valid filter parameter(s)."


def test_the_body_is_looked_at_before_what_it_is_about(client: Client) -> None:
    for body, status in ((b"{", 400), (b'{"price": -1}', 422), (b"{}", 404)):
        answer = client.request(
            "PUT", f"{PRODUCTS}/1000000000", data=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == status


# Media types


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "application/vnd.bc.v1+json"])
def test_a_client_that_takes_no_json_is_told_406(client: Client, accept: str) -> None:
    answer = client.request("GET", PRODUCTS, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.json() == {
        "status": 406,
        "title": "Not Acceptable",
        "type": TYPE,
        "detail": "This API answers application/json only.",
    }


@pytest.mark.parametrize(
    "accept",
    ["application/json", "*/*", "application/*", "text/html, application/json;q=0.5", "Application/JSON", ""],
)
def test_a_client_that_takes_json_among_others_gets_it(client: Client, accept: str) -> None:
    answer = client.request("GET", PRODUCTS, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=X", "text/json"],
)
def test_a_body_that_is_not_called_json_is_415(client: Client, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = client.request("POST", PRODUCTS, data=b'{"name": "Mug"}', headers=headers)
    assert answer.status_code == 415
    assert answer.json() == {
        "status": 415,
        "title": "Unsupported Media Type",
        "type": TYPE,
        "detail": "The Content-Type must be application/json.",
    }


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/json ;x=y"]
)
def test_json_may_be_called_so_in_other_ways(client: Client, content_type: str) -> None:
    body = json.dumps({"name": "Müg", "type": "physical", "weight": 1, "price": 1}, ensure_ascii=False)
    answer = client.request("POST", PRODUCTS, data=body.encode(), headers={"Content-Type": content_type})
    assert answer.json()["data"]["name"] == "Müg"


def test_a_get_may_name_a_content_type_without_having_a_body(client: Client) -> None:
    assert client.request("GET", PRODUCTS, headers={"Content-Type": "application/json"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"name": "Mug",}',
        b"name=Mug",
        b'{"name": "\xff"}',
        b'{"name": "\\ud800"}',
        b'{"name": [], ',
        b"[" * 100_000,
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=[
        "empty",
        "cut off",
        "comma",
        "a form",
        "not utf-8",
        "half a pair",
        "wrong, then cut off",
        "deep",
        "deep, whole",
    ],
)
def test_json_that_is_none_is_400(client: Client, body: bytes) -> None:
    for method, path in (("POST", PRODUCTS), ("PUT", PRODUCTS), ("PUT", f"{PRODUCTS}/1")):
        answer = client.request(method, path, data=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
        assert answer.json() == {
            "status": 400,
            "title": "Input is invalid",
            "type": TYPE,
            "detail": "Syntax error",
        }


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"5", b"true"])
def test_json_that_is_no_object_is_422(client: Client, body: bytes) -> None:
    answer = client.request("POST", PRODUCTS, data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["title"]) == (422, "Invalid field(s): body")


# Headers


def test_every_authenticated_answer_has_the_four_rate_headers_as_whole_numbers(client: Client) -> None:
    for answer in (
        client.get(PRODUCTS),
        client.get(f"{PRODUCTS}/1000000000"),
        client.get(PRODUCTS, made_up=1),
        client.post(PRODUCTS, {}),
        client.delete(f"{PRODUCTS}/1000000000"),
        client.request("GET", PRODUCTS, headers={"Accept": "text/html"}),
    ):
        assert all(int(answer.headers[name]) >= 0 for name in RATE_HEADERS), answer.headers
        assert answer.headers["x-rate-limit-time-window-ms"] == "30000"


def test_an_answer_without_an_account_has_none_of_the_rate_headers(client: Client) -> None:
    for answer in (
        ask(client, "GET", PRODUCTS),
        ask(client, "GET", "/nowhere"),
        ask(client, "GET", PRODUCTS, headers={"X-Auth-Token": "wrong"}),
    ):
        assert not [name for name in RATE_HEADERS if name in answer.headers]


def test_every_answer_has_a_request_id_of_its_own(client: Client) -> None:
    answers = [
        client.get(PRODUCTS),
        client.get(PRODUCTS),
        client.get("/nowhere"),
        ask(client, "GET", PRODUCTS),
        client.delete(f"{PRODUCTS}/1000000000"),
    ]
    ids = {answer.headers["x-request-id"] for answer in answers}
    assert len(ids) == len(answers)
    assert all(len(each) == 32 and int(each, 16) for each in ids)


def test_the_request_id_is_in_the_log_and_the_token_is_not(client: Client, server: Server) -> None:
    request_id = client.get(PRODUCTS).headers["x-request-id"]
    client.get(PRODUCTS)
    log = server.log.read_text()
    assert request_id in log
    assert client.token not in log


def test_an_empty_answer_has_no_type_and_no_length(client: Client) -> None:
    answer = client.delete(f"{PRODUCTS}/1000000000")
    assert answer.status_code == 204
    assert not {"content-type", "content-length", "transfer-encoding"} & {
        name.lower() for name in answer.headers
    }


def test_head_answers_the_headers_of_get_without_its_body(client: Client) -> None:
    client.create_product(description="x" * 5000)
    for path in (PRODUCTS, f"{PRODUCTS}/1000000000", "/nowhere"):
        get, head = client.get(path), client.request("HEAD", path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        same = ("content-type", "content-length", "content-encoding", "vary")
        assert {n: head.headers.get(n) for n in same} == {n: get.headers.get(n) for n in same}


def test_head_needs_what_get_needs(client: Client) -> None:
    assert ask(client, "HEAD", PRODUCTS).status_code == 401


@pytest.mark.parametrize("coding", ["gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.5"])
def test_a_long_answer_is_compressed_for_those_who_take_gzip(client: Client, coding: str) -> None:
    client.create_product(description="x" * 5000)
    plain = client.request("GET", PRODUCTS, headers={"Accept-Encoding": "identity"})
    packed = client.request("GET", PRODUCTS, headers={"Accept-Encoding": coding}, stream=True)
    assert packed.headers["content-encoding"] == "gzip"
    raw = packed.raw.read(decode_content=False)
    assert len(raw) == int(packed.headers["content-length"]) < 2000
    assert gzip.decompress(raw) == plain.content


@pytest.mark.parametrize("coding", ["identity", "deflate", "br", "gzip;q=0", "deflate, gzip; q=0.0", ""])
def test_nothing_but_gzip_is_ever_used(client: Client, coding: str) -> None:
    client.create_product(description="x" * 5000)
    answer = client.request("GET", PRODUCTS, headers={"Accept-Encoding": coding})
    assert "content-encoding" not in answer.headers
    assert answer.json()["meta"]["pagination"]["total"] == 1


def test_a_short_answer_is_not_compressed_but_says_that_it_might_have_been(client: Client) -> None:
    answer = client.get(PRODUCTS)
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


def test_one_connection_serves_request_after_request_refused_or_not(client: Client) -> None:
    connection = http.client.HTTPConnection(client.server.removeprefix("http://"), timeout=30)
    base = f"/stores/{client.store_hash}/v3{PRODUCTS}"
    token = {"X-Auth-Token": client.token}
    for method, headers, body, status in (
        ("GET", token, None, 200),
        ("POST", {}, b"x" * 1000, 401),
        ("POST", token, b"x" * 1000, 415),
        ("DELETE", token, None, 422),
        ("GET", token, None, 200),
    ):
        connection.request(method, base, body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
        assert connection.sock is not None
    connection.close()


def test_an_error_body_never_has_more_than_its_shape(client: Client) -> None:
    for answer in (
        client.get(f"{PRODUCTS}/1000000000"),
        client.post(PRODUCTS, {}),
        client.get(PRODUCTS, made_up=1),
        client.request("PATCH", PRODUCTS),
    ):
        body = answer.json()
        assert body["status"] == answer.status_code
        assert body["type"] == TYPE
        assert body.keys() <= {"status", "title", "type", "detail", "code", "errors"}
        assert isinstance(body["title"], str)
        assert all(isinstance(text, str) for text in body.get("errors", {}).values())


def test_a_body_that_is_much_too_large_is_413(client: Client) -> None:
    def chunks() -> Any:
        for _ in range(40):
            yield b" " * (1024 * 1024)

    answer = client.request("POST", PRODUCTS, data=chunks(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["title"].startswith("The request payload is too large.")


# Beside the API


def test_the_server_says_that_it_can_serve(server: Server) -> None:
    answer = requests.get(f"{server.url}/healthz", timeout=30)
    assert (answer.status_code, answer.text) == (200, "ok")


def test_the_openapi_document_is_served_to_everybody(server: Server) -> None:
    answer = requests.get(f"{server.url}/openapi.json", timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["servers"][0]["url"].startswith(f"{server.url}/stores/{{store_hash}}/")
