"""Every way in which a variant's image is refused: nothing changes and nothing is left behind (behaviour 6.6)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.catalog.imaging import (
    GIF,
    JPEG,
    MEGABYTE,
    PNG,
    by_file,
    by_url,
    form,
    padded,
    send_form,
    shown,
)
from tests.media.pictures import encoded, jpeg_claiming, png_header, riff, scene
from tests.support.client import Client
from tests.support.evidence import Evidence
from tests.support.servers import Server
from tests.support.web import Web

TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"

# No picture


def test_a_missing_url_is_422_in_the_words_of_the_wire(client: Client, red: str, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        for body in ({}, {"image_url": ""}, {"url": "http://example.com/x.png"}):
            answer = client.post(f"{red}/image", body)
            assert answer.status_code == 422
            assert answer.json() == {
                "status": 422,
                "title": "image_url must be present if uploading by url",
                "type": TYPE,
            }


def test_a_form_without_a_picture_is_422_in_the_words_of_the_wire(
    client: Client, red: str, evidence: Evidence
) -> None:
    empty_file = form(('name="image_file"; filename="red.png"', b""))
    no_file = form(('name="image_file"', PNG))
    other = form(('name="picture"; filename="red.png"', PNG))
    empty_url = form(('name="image_url"', b""))
    with evidence.unchanged(client):
        for body in (empty_file, no_file, other, empty_url, b"--XX--\r\n"):
            answer = send_form(client, red, body)
            assert answer.status_code == 422
            assert answer.json()["title"] == "image_url must be present if uploading by url"


@pytest.mark.parametrize("value", [None, 5, [], {"url": "x"}])
def test_an_image_url_that_is_no_text_is_refused_by_name(
    client: Client, red: str, evidence: Evidence, value: Any
) -> None:
    with evidence.unchanged(client):
        answer = by_url(client, red, value)
    assert (answer.status_code, answer.json()["title"]) == (422, "Invalid field(s): image_url")


def test_a_url_and_a_file_exclude_each_other(client: Client, red: str, web: Web, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.request(
            "POST",
            f"{red}/image",
            files={"image_file": ("red.png", PNG)},
            data={"image_url": web.serve(PNG, "/never.png")},
        )
    assert answer.status_code == 422
    assert answer.json()["title"] == "The field 'image_file' is invalid."
    assert "/never.png" not in web.asked


def test_two_files_are_refused(client: Client, red: str, evidence: Evidence) -> None:
    body = form(
        ('name="image_file"; filename="red.png"', PNG), ('name="image_file"; filename="blue.png"', JPEG)
    )
    with evidence.unchanged(client):
        answer = send_form(client, red, body)
    assert answer.status_code == 400


NO_PICTURES = {
    "text": b"this is no picture",
    "html": b"<html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "truncated jpeg": JPEG[: len(JPEG) // 2],
    "truncated png": PNG[:-20],
    "truncated gif": GIF[: len(GIF) // 2],
    "damaged png": PNG[:60] + bytes(20) + PNG[80:],
    "only a signature": PNG[:8],
    "bomb": b"\x89PNG\r\n\x1a\n" + png_header(60_000, 60_000, 8, 2) + PNG[33:],
    "a size that lies": jpeg_claiming(30_000, 30_000),
    "webp": encoded(scene(), "WEBP"),
    "bmp": encoded(scene(), "BMP"),
    "tiff": encoded(scene(), "TIFF"),
    "riff without a picture": riff((b"VP8 ", b"\0" * 20)),
    "pdf": b"%PDF-1.7\n" + PNG,
}


@pytest.mark.parametrize("picture", NO_PICTURES.values(), ids=NO_PICTURES.keys())
def test_a_file_that_is_no_whole_picture_is_422(
    client: Client, red: str, evidence: Evidence, picture: bytes
) -> None:
    with evidence.unchanged(client):
        answer = by_file(client, red, picture)
    assert answer.status_code == 422
    body = answer.json()
    assert (body["status"], body["title"], body["type"]) == (422, "The field 'image_file' is invalid.", TYPE)
    assert len(body["errors"]["image_file"]) > 20


@pytest.mark.parametrize("picture", NO_PICTURES.values(), ids=NO_PICTURES.keys())
def test_an_address_that_has_no_whole_picture_is_422(
    client: Client, red: str, evidence: Evidence, web: Web, picture: bytes
) -> None:
    with evidence.unchanged(client):
        answer = by_url(client, red, web.serve(picture, "/no.png", content_type="image/png"))
    assert answer.status_code == 422
    assert answer.json()["title"] == "The field 'image_url' is invalid."
    assert list(answer.json()["errors"]) == ["image_url"]


def test_a_picture_that_fails_leaves_the_one_before(
    client: Client, red: str, web: Web, evidence: Evidence
) -> None:
    by_file(client, red, PNG)
    with evidence.unchanged(client):
        by_file(client, red, JPEG[:100])
        by_url(client, red, web.serve(JPEG[:100]))
        client.put(red, {"image_url": web.url + "/missing.png", "price": 1})
    assert shown(client, red) == PNG


def test_a_host_that_answers_404_is_422(client: Client, red: str, web: Web, evidence: Evidence) -> None:
    url = web.serve(PNG, "/gone.png", status=404)
    with evidence.unchanged(client):
        answer = by_url(client, red, url)
    assert (answer.status_code, answer.json()["title"]) == (422, "The field 'image_url' is invalid.")


def test_a_host_that_cannot_be_reached_is_400(client: Client, red: str, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = by_url(client, red, "http://127.0.0.1:9999/closed.png")
    assert answer.status_code == 400
    assert answer.json()["title"] == "The requested resource could not be downloaded"
    assert list(answer.json()["errors"]) == ["image_url"]


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:169.254.169.254]", "[::]"]
)
def test_an_address_that_is_not_public_is_400(
    client: Client, red: str, evidence: Evidence, address: str
) -> None:
    with evidence.unchanged(client):
        answer = by_url(client, red, f"http://{address}/x.png")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        "red.png",
        "/images/red.png",
        "//example.com/red.png",
        "ftp://example.com/red.png",
        "file:///etc/passwd",
        "data:image/png;base64,iVBORw0KGgo=",
        "http://user:secret@example.com/red.png",
        "http://example.com:22/red.png",
        "http://exa mple.com/red.png",
        "http:///red.png",
        "javascript:alert(1)",
        "http://example.com/" + "x" * 240,
    ],
)
def test_what_is_no_url_that_may_be_fetched_is_422_by_name(
    client: Client, red: str, evidence: Evidence, url: str
) -> None:
    with evidence.unchanged(client):
        answers = [by_url(client, red, url), client.put(red, {"image_url": url})]
    for answer in answers:
        assert (answer.status_code, answer.json()["title"]) == (422, "Invalid field(s): image_url")
        assert list(answer.json()["errors"]) == ["image_url"]
        assert "secret" not in answer.text


def test_a_url_of_255_characters_is_not_too_long(client: Client, red: str, web: Web) -> None:
    path = "/" + "x" * (255 - len(web.url) - 1)
    url = web.serve(PNG, path)
    assert len(url) == 255
    assert by_url(client, red, url).status_code == 200
    answer = by_url(client, red, web.serve(PNG, path + "x"))
    assert answer.json()["errors"] == {"image_url": "image_url must have a length between 1 and 255"}


# Limits


def test_a_file_of_one_megabyte_is_taken(client: Client, red: str) -> None:
    assert by_file(client, red, padded(MEGABYTE)).status_code == 200


@pytest.mark.parametrize("size", [MEGABYTE + 1, 3 * MEGABYTE])
def test_a_larger_file_is_the_published_500_that_names_the_limit_and_what_was_sent(
    client: Client, red: str, evidence: Evidence, size: int
) -> None:
    with evidence.unchanged(client):
        answer = by_file(client, red, padded(size))
    assert answer.status_code == 500
    body = answer.json()
    assert (body["status"], body["type"]) == (500, TYPE)
    assert body["errors"] == {"image_file": body["title"]}
    limit, sent = map(int, re.findall(r"\d+", body["title"]))
    assert limit == MEGABYTE
    assert size <= sent < size + 1000  # the form around the file may be counted with it


def test_a_file_over_the_limit_is_logged_as_a_refusal_and_not_as_a_crash(
    client: Client, red: str, server: Server
) -> None:
    before = server.log.read_text().count('"failed"')
    answer = by_file(client, red, padded(MEGABYTE + 1))
    line, deadline = "", time.monotonic() + 5
    while not line and time.monotonic() < deadline:  # it is written after the answer is sent
        log = server.log.read_text()
        line = next((line for line in log.splitlines() if answer.headers["x-request-id"] in line), "")
    assert '"status":500' in line
    assert '"message":"request"' in line
    assert log.count('"failed"') == before


def test_a_file_over_the_limit_is_refused_without_a_length_too(
    client: Client, red: str, evidence: Evidence
) -> None:
    body = form(('name="image_file"; filename="red.png"', padded(2 * MEGABYTE)))
    with evidence.unchanged(client):
        answer = send_form(client, red, (body[at : at + 65536] for at in range(0, len(body), 65536)))
    assert answer.status_code == 500


def test_a_file_over_the_limit_is_not_held_in_memory(client: Client, red: str, server: Server) -> None:
    def peak() -> int:
        assert server.process is not None
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024

    before = peak()
    assert by_file(client, red, padded(48 * MEGABYTE)).status_code == 500
    assert peak() - before < 24 * MEGABYTE


def test_eight_megabytes_are_taken_by_url(client: Client, red: str, web: Web) -> None:
    assert by_url(client, red, web.serve(padded(8 * MEGABYTE), "/large.png")).status_code == 200


def test_more_than_eight_megabytes_by_url_is_422_with_its_code(
    client: Client, red: str, web: Web, evidence: Evidence
) -> None:
    url = web.serve(padded(8 * MEGABYTE + 1), "/too-large.png")
    with evidence.unchanged(client):
        answers = [by_url(client, red, url), client.put(red, {"image_url": url})]
    for answer in answers:
        assert answer.status_code == 422
        text = "The maximum of 8 MB size limit for upload image is exceeded"
        assert answer.json() == {
            "status": 422,
            "title": text,
            "type": TYPE,
            "code": 10001,
            "errors": {"image_url": text},
        }


def test_a_raised_limit_takes_more_and_answers_413_above_it(tmp_path: Path) -> None:
    server = Server(
        tmp_path, f"sqlite:///{tmp_path}/openshelf.db", settings={"UPLOAD_LIMIT": str(2 * MEGABYTE)}
    ).start()
    client = server.new_store()
    try:
        product = client.create_shirt(sizes=("S",))
        red = f"/catalog/products/{product['id']}/variants/{product['variants'][0]['id']}"
        assert by_file(client, red, padded(2 * MEGABYTE)).status_code == 200
        answer = by_file(client, red, padded(2 * MEGABYTE + 1))
        assert answer.status_code == 413
        assert str(2 * MEGABYTE) in answer.json()["title"]
        assert list(answer.json()["errors"]) == ["image_file"]
    finally:
        client.close()
        assert server.stop() == 0


# Requests that are none


def test_product_and_variant_have_to_belong_together(
    client: Client, shirt: Any, cap: Any, web: Web, evidence: Evidence
) -> None:
    mixed = f"/catalog/products/{cap['id']}/variants/{shirt['variants'][0]['id']}"
    with evidence.unchanged(client):
        for answer in (
            by_file(client, mixed, PNG),
            by_url(client, mixed, web.serve(PNG)),
            client.delete(f"{mixed}/image"),
        ):
            assert answer.status_code == 404
            assert (
                answer.json()["title"] == f"The variant with id {shirt['variants'][0]['id']} does not exist"
            )


def test_an_unknown_product_is_404(client: Client, shirt: Any, evidence: Evidence) -> None:
    path = f"/catalog/products/1000000000/variants/{shirt['variants'][0]['id']}"
    with evidence.unchanged(client):
        answer = by_file(client, path, PNG)
    assert answer.status_code == 404
    assert answer.json()["title"] == "A product was not found with an id of 1000000000"


@pytest.mark.parametrize(
    "content_type", [None, "image/png", "text/plain", "application/x-www-form-urlencoded", "multipart/mixed"]
)
def test_another_content_type_is_415(
    client: Client, red: str, evidence: Evidence, content_type: str | None
) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    with evidence.unchanged(client):
        answer = client.request("POST", f"{red}/image", data=PNG, headers=headers)
    assert answer.status_code == 415
    assert answer.json()["title"] == "Unsupported Media Type"
    assert "multipart/form-data" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"not json",
        b'{"image_url": "\xff"}',
    ],
)
def test_json_that_is_none_is_400(client: Client, red: str, evidence: Evidence, body: bytes) -> None:
    with evidence.unchanged(client):
        answer = client.request(
            "POST", f"{red}/image", data=body, headers={"Content-Type": "application/json"}
        )
    assert answer.status_code == 400
    assert (answer.json()["title"], answer.json()["detail"]) == ("Input is invalid", "Syntax error")


WHOLE = form(('name="image_file"; filename="red.png"', PNG))
NO_FORMS = {
    "no boundary": (WHOLE, ""),
    "another boundary": (WHOLE, "YY"),
    "nothing": (b"", "XX"),
    "cut off in the picture": (WHOLE[: len(WHOLE) // 2], "XX"),
    "cut off before the end": (WHOLE[:-4], "XX"),
    "no form": (PNG, "XX"),
    "a header without end": (b"--XX\r\nContent-Disposition: " + b"x" * 100_000, "XX"),
    "a field without end": (form(('name="image_url"', b"x" * 100_000)), "XX"),
    "a thousand parts": (form(*[(f'name="{number}"', b"") for number in range(1000)]), "XX"),
}


@pytest.mark.parametrize(("body", "boundary"), NO_FORMS.values(), ids=NO_FORMS.keys())
def test_a_form_that_is_none_is_400(
    client: Client, red: str, evidence: Evidence, body: bytes, boundary: str
) -> None:
    with evidence.unchanged(client):
        answer = send_form(client, red, body, boundary)
    assert answer.status_code == 400
    assert answer.json()["title"] == "Input is invalid"


def test_a_client_that_hangs_up_in_the_middle_leaves_nothing_behind(
    client: Client, red: str, evidence: Evidence
) -> None:
    def half() -> Iterator[bytes]:
        yield WHOLE[: len(WHOLE) // 2]
        raise ConnectionAbortedError

    with evidence.unchanged(client):
        with pytest.raises((ConnectionAbortedError, requests.ConnectionError)):
            send_form(client, red, half())
        assert client.get(red).status_code == 200
        for _ in range(50):
            if not evidence.incoming():
                break
            assert client.get(red).status_code == 200


def test_there_is_no_image_to_get_and_none_to_put(client: Client, red: str) -> None:
    for method in ("GET", "PUT", "PATCH"):
        answer = client.request(method, f"{red}/image", json={})
        assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, POST")
