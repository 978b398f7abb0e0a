"""The one image of a variant: set by URL or as a file, replaced, taken away (behaviour 6)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.catalog.imaging import GIF, JPEG, PNG, by_file, by_url, form, new_variant, send_form, shown
from tests.media.pictures import animated
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

# Setting it


def test_a_file_becomes_the_image_and_its_url_works_at_once(client: Client, red: str) -> None:
    answer = by_file(client, red, JPEG)
    assert answer.status_code == 200
    assert list(answer.json()) == ["data", "meta"]
    assert (list(answer.json()["data"]), answer.json()["meta"]) == (["image_url"], {})
    got = requests.get(answer.json()["data"]["image_url"], timeout=30)
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, JPEG, "image/jpeg")


def test_a_url_becomes_the_image_and_its_url_works_at_once(client: Client, red: str, web: Web) -> None:
    answer = by_url(client, red, web.serve(PNG, content_type="image/png"))
    assert answer.status_code == 200
    got = requests.get(answer.json()["data"]["image_url"], timeout=30)
    assert (got.content, got.headers["content-type"]) == (PNG, "image/png")


def test_the_image_url_is_that_of_a_rule_image(client: Client, red: str) -> None:
    url = succeeded(by_file(client, red, JPEG))["image_url"]
    where = rf"{re.escape(client.server)}/s-{client.store_hash}/product_images/attribute_rule_images"
    assert re.fullmatch(rf"{where}/\d+_source_\d{{10}}\.jpg", url)


@pytest.mark.parametrize(("picture", "ending"), [(PNG, "png"), (JPEG, "jpg"), (GIF, "gif")])
def test_every_published_format_is_taken_both_ways(
    client: Client, red: str, web: Web, picture: bytes, ending: str
) -> None:
    for answer in (by_file(client, red, picture), by_url(client, red, web.serve(picture, "/x"))):
        assert succeeded(answer)["image_url"].endswith(f".{ending}")
        assert shown(client, red) == picture


def test_the_variant_shows_the_image_wherever_it_is_shown(client: Client, shirt: Any, red: str) -> None:
    url = succeeded(by_file(client, red, PNG))["image_url"]
    product = f"/catalog/products/{shirt['id']}"
    for variants in (
        [client.data(red)],
        client.data(f"{product}/variants"),
        client.data(product, include="variants")["variants"],
        client.data("/catalog/products", include="variants")[0]["variants"],
        client.data("/catalog/variants"),
    ):
        assert variants[0]["image_url"] == url
        assert [variant["image_url"] for variant in variants[1:]] == [""] * (len(variants) - 1)


def test_the_image_is_no_part_of_the_products_gallery(client: Client, shirt: Any, red: str) -> None:
    succeeded(by_file(client, red, PNG))
    assert client.data(f"/catalog/products/{shirt['id']}", include="images")["images"] == []


def test_the_image_moves_the_date_of_its_product(
    client: Client, shirt: Any, red: str, evidence: Evidence
) -> None:
    evidence.age(client)
    succeeded(by_file(client, red, PNG))
    assert client.data(f"/catalog/products/{shirt['id']}")["date_modified"] >= shirt["date_modified"]


def test_an_event_is_put_into_the_outbox(client: Client, red: str, evidence: Evidence) -> None:
    succeeded(by_file(client, red, PNG))
    (event,) = evidence.rows(client)["outbox"]
    assert event["topic"] == "variant/image/updated"
    assert event["payload"]["variant_id"] == client.data(red)["id"]


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("red.gif", "image/gif"),
        ("red.exe", "application/x-msdownload"),
        ("red", ""),
        ("../../etc/passwd", "text/html"),
        ("red.svg", "image/svg+xml"),
        ('r"ed\\.png', "image/png; charset=utf-8"),
    ],
)
def test_a_picture_under_a_wrong_name_or_type_is_what_its_bytes_say(
    client: Client, red: str, name: str, content_type: str
) -> None:
    answer = client.request("POST", f"{red}/image", files={"image_file": (name, JPEG, content_type)})
    got = requests.get(succeeded(answer)["image_url"], timeout=30)
    assert (got.content, got.headers["content-type"]) == (JPEG, "image/jpeg")


@pytest.mark.parametrize("content_type", ["text/html", "image/png", "application/octet-stream", ""])
def test_the_type_that_a_host_announces_plays_no_part(
    client: Client, red: str, web: Web, content_type: str
) -> None:
    url = succeeded(by_url(client, red, web.serve(JPEG, "/page.html", content_type=content_type)))[
        "image_url"
    ]
    assert requests.get(url, timeout=30).headers["content-type"] == "image/jpeg"


def test_an_original_is_kept_byte_for_byte(client: Client, red: str, evidence: Evidence) -> None:
    animation = animated("GIF")
    succeeded(by_file(client, red, animation))
    (row,) = evidence.rows(client)["blob"]
    assert row["sha256"] == hashlib.sha256(animation).hexdigest()
    assert (row["format"], row["size"], row["frames"]) == ("GIF", len(animation), 3)
    assert evidence.originals(client) == {f"{row['sha256']}.gif": animation}


def test_the_path_of_a_url_may_be_escaped_and_have_a_query(client: Client, red: str, web: Web) -> None:
    web.serve(PNG, "/a%20b/r%C3%B6t.png?size=1&x=%2F")
    assert by_url(client, red, f"{web.url}/a%20b/r%C3%B6t.png?size=1&x=%2F").status_code == 200


def test_a_redirect_is_followed(client: Client, red: str, web: Web) -> None:
    web.serve(PNG, "/final.png")
    url = web.serve(b"", "/moved.png", status=302, location="/final.png")
    succeeded(by_url(client, red, url))
    assert shown(client, red) == PNG


def test_a_json_body_may_say_its_charset(client: Client, red: str, web: Web) -> None:
    url = web.serve(PNG)
    answer = client.request(
        "POST",
        f"{red}/image",
        data=f'{{"image_url": "{url}"}}'.encode(),
        headers={"Content-Type": "Application/JSON; charset=UTF-8"},
    )
    assert answer.status_code == 200


# The forms that clients send


def test_a_form_may_come_in_chunks_without_a_length(client: Client, red: str) -> None:
    body = form(('name="image_file"; filename="red.jpg"', JPEG))

    def chunks() -> Iterator[bytes]:
        for at in range(0, len(body), 1000):
            yield body[at : at + 1000]

    answer = send_form(client, red, chunks())
    assert answer.request.headers["Transfer-Encoding"] == "chunked"
    succeeded(answer)
    assert shown(client, red) == JPEG


def test_a_form_may_come_a_byte_at_a_time(client: Client, red: str) -> None:
    body = form(('name="image_file"; filename="red.png"', PNG))
    succeeded(send_form(client, red, (body[at : at + 1] for at in range(len(body)))))
    assert shown(client, red) == PNG


def test_a_part_named_image_url_may_hold_the_file(client: Client, red: str) -> None:
    answer = client.request("POST", f"{red}/image", files={"image_url": ("red.png", PNG)})
    succeeded(answer)
    assert shown(client, red) == PNG


def test_a_form_may_name_a_url_instead(client: Client, red: str, web: Web) -> None:
    answer = client.request("POST", f"{red}/image", files={"image_url": (None, web.serve(PNG))})
    succeeded(answer)
    assert shown(client, red) == PNG


def test_other_fields_and_files_of_a_form_are_passed_over(client: Client, red: str) -> None:
    body = form(
        ('name="is_thumbnail"', b"true"),
        ('name="other"; filename="other.png"', GIF),
        ('name="image_file"; filename="red.png"', PNG),
        ('name="description"', b"Red"),
    )
    succeeded(send_form(client, red, body))
    assert shown(client, red) == PNG


def test_a_picture_may_hold_what_looks_like_a_boundary(client: Client, red: str) -> None:
    picture = PNG + b"\r\n--X\r\n--XY\r\n--\r\n--"
    succeeded(send_form(client, red, form(('name="image_file"; filename="red.png"', picture))))
    assert shown(client, red) == picture


# Replacing, repeating, taking away


def test_a_new_image_replaces_the_one_before(client: Client, red: str, evidence: Evidence) -> None:
    first = succeeded(by_file(client, red, PNG))["image_url"]
    second = succeeded(by_file(client, red, JPEG))["image_url"]
    assert first != second
    assert client.data(red)["image_url"] == second
    assert shown(client, red) == JPEG
    now = [row["path"] for row in evidence.rows(client)["picture"] if row["date_replaced"] is None]
    assert len(now) == 1
    assert second.endswith(now[0])


def test_a_replaced_images_url_keeps_meaning_those_bytes(client: Client, red: str) -> None:
    first = succeeded(by_file(client, red, PNG))["image_url"]
    by_file(client, red, JPEG)
    assert requests.get(first, timeout=30).content == PNG


def test_the_same_picture_again_changes_nothing_and_stores_nothing_twice(
    client: Client, red: str, web: Web, evidence: Evidence
) -> None:
    first = succeeded(by_file(client, red, PNG))["image_url"]
    pictures, blobs = (evidence.rows(client)[name] for name in ("picture", "blob"))
    assert succeeded(by_file(client, red, PNG, "other.jpg"))["image_url"] == first
    assert succeeded(by_url(client, red, web.serve(PNG)))["image_url"] == first
    rows = evidence.rows(client)
    assert (rows["picture"], rows["blob"]) == (pictures, blobs)
    assert len(rows["outbox"]) == 1
    assert len(evidence.originals(client)) == 1


def test_variants_with_the_same_picture_share_its_bytes_and_not_its_url(
    client: Client, shirt: Any, red: str, evidence: Evidence
) -> None:
    blue = f"/catalog/products/{shirt['id']}/variants/{shirt['variants'][1]['id']}"
    urls = {succeeded(by_file(client, variant, PNG))["image_url"] for variant in (red, blue)}
    assert len(urls) == 2
    assert (len(evidence.rows(client)["blob"]), len(evidence.originals(client))) == (1, 1)


def test_a_picture_that_comes_back_is_a_new_one_of_the_same_bytes(
    client: Client, red: str, evidence: Evidence
) -> None:
    first = succeeded(by_file(client, red, PNG))["image_url"]
    by_file(client, red, JPEG)
    again = succeeded(by_file(client, red, PNG))["image_url"]
    assert again != first
    assert shown(client, red) == PNG
    assert len(evidence.rows(client)["blob"]) == 2


def test_deleting_the_image_is_an_empty_204(client: Client, red: str, evidence: Evidence) -> None:
    url = succeeded(by_file(client, red, PNG))["image_url"]
    answer = client.delete(f"{red}/image")
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.data(red)["image_url"] == ""
    assert requests.get(url, timeout=30).content == PNG
    assert [event["topic"] for event in evidence.rows(client)["outbox"]][1:] == ["variant/image/deleted"]


def test_deleting_an_image_that_is_not_there_is_204(client: Client, red: str) -> None:
    assert [client.delete(f"{red}/image").status_code for _ in range(2)] == [204, 204]


def test_an_image_can_be_set_again_after_it_was_deleted(client: Client, red: str) -> None:
    by_file(client, red, PNG)
    client.delete(f"{red}/image")
    succeeded(by_file(client, red, PNG))
    assert shown(client, red) == PNG


def test_the_image_goes_with_its_variant(client: Client, red: str, evidence: Evidence) -> None:
    by_file(client, red, PNG)
    client.delete(red)
    assert all(row["date_replaced"] for row in evidence.rows(client)["picture"])


# The same slot through the variant itself


def test_a_new_variant_can_bring_its_image(client: Client, cap: Any, web: Web) -> None:
    path = f"/catalog/products/{cap['id']}/variants"
    variant = succeeded(client.post(path, new_variant(cap, image_url=web.serve(PNG))))
    assert shown(client, f"{path}/{variant['id']}") == PNG


def test_inline_variants_can_bring_their_images_and_one_url_is_asked_for_once(
    client: Client, web: Web, evidence: Evidence
) -> None:
    path = f"/shared-{client.store_hash}.png"
    url = web.serve(PNG, path)
    product = client.create_product(
        variants=[
            {"sku": label, "image_url": url if label != "C" else "", "option_values": labels(Color=label)}
            for label in "ABC"
        ]
    )
    urls = [variant["image_url"] for variant in product["variants"]]
    assert urls[2] == ""
    assert [requests.get(each, timeout=30).content for each in urls[:2]] == [PNG, PNG]
    assert web.asked.count(path) == 1
    assert len(evidence.originals(client)) == 1


def test_a_change_of_a_variant_can_set_the_image(client: Client, red: str, web: Web) -> None:
    changed = succeeded(client.put(red, {"image_url": web.serve(JPEG), "price": 9}))
    assert (changed["price"], shown(client, red)) == (9, JPEG)


def test_an_empty_image_url_takes_the_image_away(client: Client, red: str) -> None:
    by_file(client, red, PNG)
    assert succeeded(client.put(red, {"image_url": ""}))["image_url"] == ""
    assert succeeded(client.put(red, {"image_url": ""}))["image_url"] == ""


def test_a_change_without_image_url_leaves_the_image(client: Client, red: str) -> None:
    url = succeeded(by_file(client, red, PNG))["image_url"]
    assert succeeded(client.put(red, {"price": 9}))["image_url"] == url


def test_a_variant_that_is_sent_back_keeps_its_image(client: Client, red: str, evidence: Evidence) -> None:
    by_file(client, red, PNG)
    before, pictures = client.data(red), evidence.rows(client)["picture"]
    assert succeeded(client.put(red, before | {"price": 9}))["image_url"] == before["image_url"]
    assert evidence.rows(client)["picture"] == pictures


def test_a_base_variant_has_an_image_of_its_own_before_the_thumbnail(client: Client, web: Web) -> None:
    product = client.create_product("Mug", images=[{"image_url": web.serve(PNG)}])
    base = f"/catalog/products/{product['id']}/variants/{product['base_variant_id']}"
    assert client.data(base)["image_url"] == product["images"][0]["url_standard"]
    succeeded(by_file(client, base, JPEG))
    assert shown(client, base) == JPEG
    client.delete(f"{base}/image")
    assert client.data(base)["image_url"] == product["images"][0]["url_standard"]


@pytest.mark.parametrize("variant", ["missing variant", "missing product"])
def test_nothing_is_fetched_for_a_variant_that_is_not_there(
    client: Client, cap: Any, web: Web, evidence: Evidence, variant: str
) -> None:
    url = web.serve(PNG, f"/{variant.replace(' ', '-')}-{client.store_hash}.png")
    base = f"/catalog/products/{cap['id'] if variant == 'missing variant' else 10**9}/variants"
    with evidence.unchanged(client):
        for answer in (
            client.put(f"{base}/1000000000", {"image_url": url}),
            by_url(client, f"{base}/1000000000", url),
            *([client.post(base, new_variant(cap, image_url=url))] if variant == "missing product" else []),
        ):
            assert answer.status_code == 404
    assert url.removeprefix(web.url) not in web.asked
