"""What is in a picture that a real server sends, and what must never be: no second nature, no place, no movement."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import ImageChops, ImageStat

from tests.media.delivered import NEWEST, found, get, opened, photo, stencil, variant_picture
from tests.media.pictures import (
    RED,
    animated,
    encoded,
    exif,
    jpeg_exif,
    jpeg_with,
    scene,
    seen_from_orientation,
)
from tests.support.client import Client
from tests.support.servers import Server

SECRET = b"<script>alert('from the trailer')</script>"


@pytest.fixture(scope="module")
def shelf(sqlite_api: Server) -> Iterator[Client]:
    """A store for what no database has a say in."""
    made = sqlite_api.new_store()
    yield made
    made.close()


@pytest.mark.parametrize(
    "trailer",
    [b"PK\x03\x04" + b"inner.txt" * 20 + SECRET, b"\n<!doctype html><html>" + SECRET + b"</html>"],
    ids=["archive", "page"],
)
def test_a_picture_that_is_something_else_too_is_served_as_a_picture_only(
    trailer: bytes, shelf: Client
) -> None:
    picture = photo() + trailer
    url = variant_picture(shelf, picture, "page.html")
    answer = get(url, "text/html,*/*")
    assert answer.content == picture
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    for size in ("299w", "4096w"):
        for accept in NEWEST:
            rendition = found(stencil(url, size), accept)
            assert SECRET not in rendition
            assert trailer[:9] not in rendition


def test_a_comment_with_a_script_does_not_get_into_a_rendition(shelf: Client) -> None:
    segment = b"\xff\xfe" + (len(SECRET) + 2).to_bytes(2, "big") + SECRET
    url = variant_picture(shelf, jpeg_with(photo(), segment))
    for accept in NEWEST:
        assert SECRET not in found(stencil(url, "299w"), accept)


def test_a_renditions_of_a_phones_photo_stands_upright_and_does_not_tell_where_it_was_taken(
    shelf: Client,
) -> None:
    place = b"48.8584N 2.2945E"
    upright = scene(200, 120)
    stored = encoded(seen_from_orientation(upright, 6), "JPEG", quality=95)
    block = exif(6, extra=[(0x010E, 2, 4, b"GPS\0")]) + place
    picture = jpeg_with(stored, jpeg_exif(block))
    url = variant_picture(shelf, picture)
    assert found(url) == picture
    for accept in NEWEST:
        rendition = found(stencil(url, "100w"), accept)
        image = opened(rendition)
        assert image.size == (100, 60)
        assert not image.getexif()
        assert place not in rendition
        assert b"Exif" not in rendition
        wanted = upright.resize((100, 60))
        assert max(ImageStat.Stat(ImageChops.difference(image.convert("RGB"), wanted)).mean) < 6


def test_an_animation_moves_in_the_original_and_stands_still_in_renditions(shelf: Client) -> None:
    url = variant_picture(shelf, animated("GIF", frames=4))
    original = opened(found(url))
    assert getattr(original, "n_frames", 1) == 4
    for accept in NEWEST:
        still = opened(found(stencil(url, "20w"), accept))
        assert getattr(still, "n_frames", 1) == 1
        assert still.size == (20, 15)
        colour = still.convert("RGB").getpixel((10, 7))
        assert isinstance(colour, tuple)
        assert max(abs(a - b) for a, b in zip(colour, RED, strict=True)) < 12
