"""Pictures on their way out of a real server: every family of URLs, formats, caching, ranges (behaviour 6.4)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from PIL import Image, ImageChops, ImageStat

from tests.media.delivered import (
    AVIF,
    NEWEST,
    WEBP,
    found,
    get,
    large_png,
    opened,
    photo,
    stencil,
    variant_picture,
)
from tests.media.pictures import (
    RED,
    encoded,
    scene,
    textured,
)
from tests.support.client import Client
from tests.support.servers import Server
from tests.support.web import Web

MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}


@pytest.fixture(scope="module")
def shelf(sqlite_api: Server) -> Iterator[Client]:
    """A store for what no database has a say in."""
    made = sqlite_api.new_store()
    yield made
    made.close()


@pytest.fixture(scope="module")
def photograph(shelf: Client) -> str:
    """The URL of a variant's photograph, 300 by 200."""
    return variant_picture(shelf, photo())


@pytest.fixture(scope="module")
def large(shelf: Client, web: Web) -> str:
    """The URL of an original that is sent in pieces."""
    url = web.serve(large_png(), "/large.png")
    image = shelf.create_product("Large", images=[{"image_url": url}])
    file = shelf.data(f"/catalog/products/{image['id']}", include="images")["images"][0]["image_file"]
    return f"{shelf.server}/s-{shelf.store_hash}/product_images/{file}"


def gallery_of(client: Client, web: Web, picture: bytes, name: str = "/Summer Towel (1).jpg") -> Any:
    """The entry of a new product's gallery that was fetched from a URL of that name."""
    url = web.serve(picture, name.replace(" ", "%20"))
    product = client.create_product(f"Towel {time.time_ns()}", images=[{"image_url": url}])
    return client.data(f"/catalog/products/{product['id']}", include="images")["images"][0]


# The families of URLs


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF"])
def test_a_variants_picture_is_at_once_where_the_answer_says_byte_for_byte(name: str, client: Client) -> None:
    picture = encoded(scene(), name)
    before = int(time.time())
    url = variant_picture(client, picture, "called-something-else.bin")
    extension = name.lower().replace("jpeg", "jpg")
    place = re.fullmatch(
        rf"{client.server}/s-{client.store_hash}/product_images/attribute_rule_images/"
        rf"[1-9][0-9]*_source_([0-9]+)\.{extension}",
        url,
    )
    assert place is not None, url
    assert before <= int(place[1]) <= time.time()
    answer = get(url)
    assert (answer.status_code, answer.content) == (200, picture)
    assert answer.headers["Content-Type"] == MEDIA_TYPES[name]
    assert found(stencil(url, "original")) == picture


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("150w", (150, 100)),
        ("1w", (1, 1)),
        ("60x60", (60, 40)),
        ("100x20", (30, 20)),
        ("20x4096", (20, 13)),
        ("300w", (300, 200)),
        ("301w", (300, 200)),
        ("4096w", (300, 200)),
        ("4096x4096", (300, 200)),
    ],
)
def test_a_rendition_fits_the_box_of_its_url_and_is_never_enlarged(
    size: str, expected: tuple[int, int], photograph: str
) -> None:
    rendition = opened(found(stencil(photograph, size)))
    assert rendition.size == expected
    wanted = textured().resize(expected, Image.Resampling.LANCZOS)
    assert max(ImageStat.Stat(ImageChops.difference(rendition.convert("RGB"), wanted)).mean) < 20


def test_a_rendition_is_the_same_on_either_database(client: Client, photograph: str) -> None:
    url = variant_picture(client, photo())
    assert found(stencil(url, "150w")) == found(stencil(photograph, "150w"))


@pytest.mark.parametrize(
    "size",
    ["0w", "4097w", "99999999999999999999w", "1", "x1", "1x", "0x5", "5x0", "9999x1", "4097x1", "1x4097", "-5w",
     "+5w", "5W", "05w", "5x5x5", "5x5w", "1e2w", "5.0w", "%2010w", "10w%20", "Original", "originals", "%D9%A3w",
     "{:size}", "max", "%00", "5w%00"],
)  # fmt: skip
def test_a_size_out_of_bounds_or_spelled_otherwise_is_not_found(size: str, photograph: str) -> None:
    assert get(stencil(photograph, size)).status_code == 404


def test_a_gallery_picture_is_served_in_the_box_of_each_of_its_urls(client: Client, web: Web) -> None:
    image = gallery_of(client, web, photo(1400, 1000))
    boxes = {
        "url_zoom": "1280.1280",
        "url_standard": "386.513",
        "url_thumbnail": "220.290",
        "url_tiny": "44.58",
    }
    sizes = {
        "url_zoom": (1280, 914),
        "url_standard": (386, 276),
        "url_thumbnail": (220, 157),
        "url_tiny": (44, 31),
    }
    stem = image["image_file"].split("/")[-1].removesuffix(".jpg")
    assert re.fullmatch(r"[a-z0-9]/\d{3}/Summer-Towel-1__\d{5}\.jpg", image["image_file"])
    for name, box in boxes.items():
        path, _, query = image[name].partition("?")
        folder = f"/s-{client.store_hash}/products/{image['product_id']}/images/{image['id']}"
        assert re.fullmatch(rf"{re.escape(client.server + folder)}/{stem}\.\d+\.{re.escape(box)}\.jpg", path)
        assert query == "c=1"
        assert opened(found(image[name])).size == sizes[name]


def test_a_gallery_pictures_original_and_renditions_are_found_by_file_and_by_id(
    client: Client, web: Web
) -> None:
    picture = photo(600, 400)
    image = gallery_of(client, web, picture)
    base = f"{client.server}/s-{client.store_hash}"
    assert found(f"{base}/product_images/{image['image_file']}") == picture
    file = re.sub(r"\.\d+\.\d+\.jpg.*", ".jpg", image["url_zoom"].split("/")[-1])
    by_id = f"products/{image['product_id']}/{image['id']}/{file}?c=1"
    for path in (by_id, image["image_file"]):
        assert found(f"{base}/images/stencil/original/{path}") == picture
        assert opened(found(f"{base}/images/stencil/300w/{path}")).size == (300, 200)
        assert opened(found(f"{base}/images/stencil/90x30/{path}")).size == (45, 30)


def test_a_gallery_url_that_is_not_exactly_the_pictures_own_is_not_found(client: Client, web: Web) -> None:
    image = gallery_of(client, web, photo())
    other = gallery_of(client, web, photo(310, 210))
    url = image["url_standard"]
    assert get(url).status_code == 200
    epoch = re.search(r"\.(\d+)\.386\.513", url)[1]  # type: ignore[index]
    wrong = [
        url.replace(f".{epoch}.", f".{int(epoch) + 1}."),
        url.replace(f".{epoch}.", "."),
        url.replace("__", "_"),
        url.replace("/Summer", "/summer"),
        url.replace(".jpg", ".png"),
        url.replace(".jpg", ".jpg.html"),
        url.replace(".386.513.", ".5000.513."),
        url.replace(".386.513.", ".0.0."),
        url.replace(".386.513.", ".386.513.1."),
        url.replace(".386.513.", ".٣٨٦.513."),
        url.replace(f"/images/{image['id']}/", f"/images/{other['id']}/"),
        url.replace(f"/products/{image['product_id']}/", f"/products/{other['product_id']}/"),
        url.replace(f"/images/{image['id']}/", f"/images/{2**63}/"),
        url.replace(f"/images/{image['id']}/", f"/images/{'9' * 5000}/"),
        url.replace(f"/products/{image['product_id']}/", f"/products/{'9' * 5000}/"),
    ]
    assert [get(each).status_code for each in wrong] == [404] * len(wrong)


def test_an_url_keeps_its_meaning_after_its_picture_was_replaced(client: Client) -> None:
    product = client.create_product()
    path = f"/catalog/products/{product['id']}/variants/{product['base_variant_id']}/image"
    pictures = [photo(), encoded(scene(), "PNG"), photo(200, 100)]
    urls = [client.upload(path, each).json()["data"]["image_url"] for each in pictures]
    assert len(set(urls)) == 3
    assert [found(url) for url in urls] == pictures


# Formats


def test_the_format_of_a_rendition_follows_accept_and_says_so(photograph: str) -> None:
    url = stencil(photograph, "200w")
    answers = {accept: get(url, accept) for accept in NEWEST}
    kinds = [answer.headers["Content-Type"] for answer in answers.values()]
    assert kinds == ["image/jpeg", "image/webp", "image/avif"]
    assert [opened(answer.content).format for answer in answers.values()] == ["JPEG", "WEBP", "AVIF"]
    assert {answer.headers["Vary"] for answer in answers.values()} == {"Accept"}
    assert len({answer.headers["ETag"] for answer in answers.values()}) == 3
    plain, *newer = (len(answer.content) for answer in answers.values())
    assert max(newer) < plain, "a newer format is sent because it is smaller"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "image/jpeg"),
        ("image/*", "image/jpeg"),
        ("image/avif;q=0,image/webp;q=0", "image/jpeg"),
        ("image/avif;q=0, image/webp;q=0.1", "image/webp"),
        ("image/webp;q=0.000,image/avif;q=0.001", "image/avif"),
        ("IMAGE/AVIF", "image/avif"),
        ("image/apng,image/png", "image/jpeg"),
        (",;q=,image/avif;q=nonsense", "image/jpeg"),
        ("image/avif-sequence,ximage/webp", "image/jpeg"),
    ],
)
def test_only_a_format_that_the_client_takes_is_sent(accept: str, kind: str, photograph: str) -> None:
    answer = get(stencil(photograph, "200w"), accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)


def test_a_newer_format_that_would_be_larger_is_not_sent(shelf: Client) -> None:
    flat = encoded(Image.new("RGB", (64, 64), RED), "PNG", optimize=True)
    answer = get(stencil(variant_picture(shelf, flat), "32w"), AVIF)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Vary"] == "Accept"


def test_an_original_is_never_anything_but_what_was_sent(photograph: str) -> None:
    for url in (photograph, stencil(photograph, "original")):
        answer = get(url, AVIF)
        assert (answer.headers["Content-Type"], answer.content) == ("image/jpeg", photo())
        assert "Vary" not in answer.headers


# Headers and conditional requests


def test_every_picture_may_be_kept_for_ever_shown_anywhere_and_run_nowhere(
    photograph: str, large: str, client: Client, web: Web
) -> None:
    image = gallery_of(client, web, photo())
    for url in (photograph, stencil(photograph, "90w"), large, image["url_tiny"]):
        for answer in (get(url), get(url, AVIF), get(url, If_None_Match="*"), get(url, Range="bytes=0-9")):
            assert answer.status_code in (200, 206, 304)
            headers = answer.headers
            assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert headers["Access-Control-Allow-Origin"] == "*"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert set(headers["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "sandbox"}
            assert re.fullmatch(r'"[^"]+"', headers["ETag"]), "a strong validator"


@pytest.mark.parametrize("size", [None, "original", "90w"])
def test_what_a_client_has_already_is_not_sent_again(size: str | None, photograph: str) -> None:
    url = photograph if size is None else stencil(photograph, size)
    whole = get(url, WEBP)
    etag = whole.headers["ETag"]
    for given in (etag, f"W/{etag}", f'"other", {etag}', f'"other",{etag} ', "*"):
        answer = get(url, WEBP, If_None_Match=given)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert answer.headers.get("Vary") == whole.headers.get("Vary")
    for given in ('"other"', etag.strip('"'), f'"{etag}"', "", '"*"'):
        assert get(url, WEBP, If_None_Match=given).content == whole.content


def test_an_etag_stands_for_bytes_and_for_nothing_else(shelf: Client, photograph: str) -> None:
    twin, another = variant_picture(shelf, photo()), variant_picture(shelf, photo(310, 210))
    tags = [get(stencil(url, "50w")).headers["ETag"] for url in (photograph, twin, another)]
    assert tags[0] == tags[1] != tags[2]
    assert get(photograph).headers["ETag"] == get(twin).headers["ETag"] != get(another).headers["ETag"]
    assert get(stencil(photograph, "50w")).headers["ETag"] != get(stencil(photograph, "51w")).headers["ETag"]


# Ranges and HEAD


@pytest.fixture(params=["small original", "large original", "rendition"])
def ranged(request: pytest.FixtureRequest, photograph: str, large: str) -> tuple[str, bytes]:
    """An URL and all the bytes behind it."""
    url = {"small original": photograph, "large original": large, "rendition": stencil(photograph, "250w")}[
        request.param
    ]
    return url, found(url)


def test_a_part_of_a_picture_can_be_asked_for(ranged: tuple[str, bytes]) -> None:
    url, whole = ranged
    size = len(whole)
    middle = size // 2
    parts = {
        "0-0": (0, 1),
        "0-99": (0, 100),
        f"{middle}-{middle + 9}": (middle, middle + 10),
        f"{middle}-": (middle, size),
        "-1": (size - 1, size),
        "-100": (size - 100, size),
        f"-{size + 5}": (0, size),
        f"{size - 1}-{size + 999}": (size - 1, size),
        f"0-{10**14}": (0, size),
    }
    for asked, (first, end) in parts.items():
        answer = get(url, Range=f"bytes={asked}")
        assert answer.status_code == 206, asked
        assert answer.content == whole[first:end], asked
        assert answer.headers["Content-Range"] == f"bytes {first}-{end - 1}/{size}"
        assert answer.headers["Content-Length"] == str(end - first)
        assert answer.headers["Content-Type"] == get(url).headers["Content-Type"]


def test_a_part_that_is_not_there_is_refused_with_the_size(ranged: tuple[str, bytes]) -> None:
    url, whole = ranged
    for asked in (f"{len(whole)}-", f"{len(whole)}-{len(whole) + 5}", "-0", f"{10**14}-"):
        answer = get(url, Range=f"bytes={asked}")
        assert (answer.status_code, answer.content) == (416, b""), asked
        assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "max-age" not in answer.headers.get("Cache-Control", ""), "a cache may not keep a refusal"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-9", "lines=0-1", "bytes=", "bytes=-", "bytes=a-b", "0-5", "bytes=1--1"]
)
def test_what_is_no_single_range_of_bytes_gets_the_whole(asked: str, ranged: tuple[str, bytes]) -> None:
    url, whole = ranged
    answer = get(url, Range=asked)
    assert (answer.status_code, answer.content) == (200, whole)


def test_a_broken_off_download_continues_only_if_the_bytes_are_still_the_same(
    ranged: tuple[str, bytes],
) -> None:
    url, whole = ranged
    etag = get(url).headers["ETag"]
    rest = get(url, Range="bytes=1000-", If_Range=etag)
    assert (rest.status_code, whole[:1000] + rest.content) == (206, whole)
    for given in ('"other"', f"W/{etag}", "Mon, 23 Nov 2026 13:00:00 GMT"):
        answer = get(url, Range="bytes=1000-", If_Range=given)
        assert (answer.status_code, answer.content) == (200, whole)


def test_head_tells_everything_but_the_bytes(ranged: tuple[str, bytes]) -> None:
    url, whole = ranged
    full = get(url)
    answer = requests.head(url, headers={"Range": "bytes=0-9"}, timeout=30)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(whole))
    same = {name: value for name, value in full.headers.items() if name != "date"}
    assert {name: value for name, value in answer.headers.items() if name != "date"} == same


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_picture_is_only_read_at_its_url(method: str, photograph: str) -> None:
    answer = requests.request(method, photograph, timeout=30)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert found(photograph) == photo()


# Kept, and made again


def test_a_lost_rendition_is_made_again_as_it_was(shelf: Client, sqlite_api: Server) -> None:
    url = stencil(variant_picture(shelf, photo(333, 222)), "99w")
    before = get(url)
    folder = sqlite_api.data_dir / "media" / "renditions" / shelf.store_hash
    kept = [path for path in folder.rglob("99x66-*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [before.content]
    for path in kept:
        path.unlink()
    after = get(url)
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])


def test_the_urls_of_a_picture_begin_with_the_servers_public_address(shelf: Client, photograph: str) -> None:
    assert photograph.startswith(shelf.server)
    assert urlsplit(photograph).query == ""
