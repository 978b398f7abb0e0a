from __future__ import annotations

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from openshelf.media.formats import GALLERY_FORMATS, Format
from openshelf.media.inspection import NotAPicture, Picture, inspect
from openshelf.media.renditions import (
    MAX_SIDE,
    Accepts,
    Box,
    accepted_formats,
    cache_key,
    fit,
    parse_size,
    render,
)
from tests.media import profiles
from tests.media.pictures import (
    BLUE,
    RED,
    animated,
    encoded,
    exif,
    gif,
    gif_frame,
    half_transparent,
    jpeg_exif,
    jpeg_profile,
    jpeg_segment,
    jpeg_with,
    palette_of,
    png_chunk,
    png_profile,
    png_with,
    scene,
    textured,
)
from tests.media.seeing import ANY, EVERY_CLIENT, near, pixel, rendition, shown


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "original"


# Sizes


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("500w", Box(500, None)),
        ("1w", Box(1, None)),
        ("4096w", Box(4096, None)),
        ("200x300", Box(200, 300)),
        ("4096x4096", Box(4096, 4096)),
        *(
            (text, None)
            for text in (
                *(
                    "",
                    "w",
                    "0w",
                    "4097w",
                    "0500w",
                    "500",
                    "500W",
                    "500h",
                    "-1w",
                    "+1w",
                    "1.5w",
                    "1e3w",
                    " 5w",
                    "5w ",
                ),
                *("5w\n", "x", "5x", "x5", "0x5", "5x0", "5x05", "5x4097", "5X5", "5x5w", "5x5x5", "99999w"),
                *("٥٠٠w", "５００w", "original", "{:size}", "../5w", "5w/..", "5%77"),
            )
        ),
    ],
)
def test_sizes_are_read_as_the_urls_write_them_and_in_no_other_way(text: str, box: Box | None) -> None:
    assert parse_size(text) == box


@pytest.mark.parametrize(
    ("box", "picture", "size"),
    [
        (Box(500, None), (3000, 2000), (500, 333)),
        (Box(500, 500), (2000, 3000), (333, 500)),
        (Box(200, 300), (3000, 2000), (200, 133)),
        (Box(1280, 1280), (100, 50), (100, 50)),
        (Box(100, 50), (100, 50), (100, 50)),
        (Box(10, 10), (30000, 20), (10, 1)),
        (Box(1, None), (2, 5000), (1, 2500)),
        (Box(4096, None), (3000, 16000), (1774, 9459)),
    ],
)
def test_renditions_fit_inside_their_box(box: Box, picture: tuple[int, int], size: tuple[int, int]) -> None:
    assert fit(box, *picture) == size


@settings(deadline=None)
@given(
    st.builds(Box, st.integers(1, MAX_SIDE), st.none() | st.integers(1, MAX_SIDE)),
    st.integers(1, 30_000),
    st.integers(1, 30_000),
)
def test_no_rendition_leaves_its_box_grows_or_loses_its_shape(box: Box, width: int, height: int) -> None:
    fitted = fit(box, width, height)

    assert 1 <= fitted[0] <= min(width, box.width or width)
    assert 1 <= fitted[1] <= min(height, box.height or height)
    assert fitted[0] * fitted[1] <= MAX_SIDE**2 * 1.001
    assert abs(fitted[0] * height - fitted[1] * width) <= max(width, height)


# Accept


@pytest.mark.parametrize(
    ("header", "accepts"),
    [
        (None, Accepts.NEITHER),
        ("", Accepts.NEITHER),
        ("*/*", Accepts.NEITHER),
        ("image/*,*/*;q=0.8", Accepts.NEITHER),
        ("image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", Accepts.BOTH),
        ("image/webp,*/*", Accepts.WEBP),
        ("image/webp ; q=0.5 , */*", Accepts.WEBP),
        ("IMAGE/WEBP", Accepts.WEBP),
        ("image/avif;q=0,image/webp", Accepts.WEBP),
        ("image/avif;q=0.000,image/webp;Q=0", Accepts.NEITHER),
        ("image/avif;q=0.001", Accepts.AVIF),
        ("image/avif;profile=x;q=0", Accepts.NEITHER),
        ("image/avif;q=nan,image/webp;q=-1", Accepts.NEITHER),
        ("image/avif;q=", Accepts.NEITHER),
        ("image/avifx,ximage/webp,image/ webp", Accepts.NEITHER),
        (",;,;;q=1,image/webp,", Accepts.WEBP),
    ],
)
def test_only_formats_that_a_client_names_are_sent_to_it(header: str | None, accepts: Accepts) -> None:
    assert accepted_formats(header) is accepts


def test_equal_outputs_share_a_cache_key_and_others_do_not() -> None:
    picture = Picture(Format.JPEG, 600, 400)
    key = cache_key(picture, Box(300, None), Accepts.WEBP)

    assert (
        key
        == cache_key(picture, Box(300, 900), Accepts.WEBP)
        == cache_key(picture, Box(4000, 200), Accepts.WEBP)
    )
    assert cache_key(picture, Box(600, None), Accepts.AVIF) == cache_key(picture, ANY, Accepts.AVIF)
    assert len({cache_key(picture, Box(300, None), accepts) for accepts in Accepts}) == 4
    assert key != cache_key(picture, Box(299, None), Accepts.WEBP)
    assert all(character.isalnum() or character == "-" for character in key)


# Formats


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (encoded(scene(), "JPEG"), "image/jpeg"),
        (encoded(scene(mode="L"), "JPEG"), "image/jpeg"),
        (encoded(scene(), "PNG"), "image/png"),
        (encoded(scene(mode="RGBA"), "PNG"), "image/png"),
        (encoded(scene(), "GIF"), "image/png"),
        (encoded(scene(), "BMP"), "image/jpeg"),
        (encoded(scene(), "WEBP"), "image/jpeg"),
        (encoded(Image.new("RGBA", (9, 9), (*RED, 99)), "WEBP"), "image/png"),
    ],
)
def test_a_client_that_names_no_newer_format_gets_the_originals_family(
    data: bytes, media_type: str, file: Path
) -> None:
    assert rendition(file, data).media_type == media_type


@pytest.mark.parametrize("accepts", EVERY_CLIENT)
@pytest.mark.parametrize("original", ["JPEG", "PNG"])
def test_of_the_formats_that_may_be_sent_the_smallest_is(original: str, accepts: Accepts, file: Path) -> None:
    detailed = rendition(file, encoded(textured(), original), Box(200, None), accepts)
    tiny = rendition(file, encoded(Image.new("RGB", (2, 2), RED), original), ANY, accepts)

    base = rendition(file, encoded(textured(), original), Box(200, None))
    assert len(detailed.data) <= len(base.data)
    newer = "image/avif" if accepts.avif else "image/webp" if accepts.webp else base.media_type
    assert detailed.media_type == newer
    if original == "PNG" and accepts.avif:
        assert tiny.media_type == "image/png"  # AVIF's headers alone are larger
    assert near(pixel(shown(tiny), 0.5, 0.5), RED)


@pytest.mark.parametrize(
    ("accepts", "media_type"),
    [
        (Accepts.NEITHER, "image/png"),
        (Accepts.WEBP, "image/webp"),
        (Accepts.AVIF, "image/png"),
        (Accepts.BOTH, "image/webp"),
    ],
)
def test_transparency_is_left_to_formats_that_keep_it_exactly(
    accepts: Accepts, media_type: str, file: Path
) -> None:
    cut_out = textured().convert("RGBA")
    cut_out.putalpha(half_transparent("RGBA").getchannel("A").resize(cut_out.size))

    small = rendition(file, encoded(cut_out, "PNG"), Box(200, None), accepts)

    assert small.media_type == media_type
    assert pixel(shown(small), 0.2, 0.2, "RGBA") == (0, 0, 0, 0)


def test_a_picture_too_high_for_webp_is_sent_as_what_it_was(file: Path) -> None:
    strip = encoded(Image.new("RGB", (20, 17_000), RED), "JPEG")

    assert rendition(file, strip, Box(20, None), Accepts.WEBP).media_type == "image/jpeg"
    assert rendition(file, strip, Box(10, None), Accepts.WEBP).media_type == "image/webp"


# Animations, and what is left out


@pytest.mark.parametrize("accepts", EVERY_CLIENT)
@pytest.mark.parametrize("name", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_shown(name: str, accepts: Accepts, file: Path) -> None:
    image = shown(rendition(file, animated(name), Box(20, None), accepts))

    assert getattr(image, "n_frames", 1) == 1
    assert near(pixel(image, 0.5, 0.5), RED, 12)


def test_what_the_first_frame_of_a_gif_leaves_free_is_transparent(file: Path) -> None:
    data = gif(20, 10, gif_frame(10, 10, index=1, at=(10, 0)), palette=palette_of((9, 9, 9), BLUE))

    image = shown(rendition(file, data))

    assert image.size == (20, 10)
    assert pixel(image, 0.2, 0.5, "RGBA")[3] == 0
    assert near(pixel(image, 0.8, 0.5, "RGBA"), (*BLUE, 255))


SECRET = b"52.5163N 13.3777E Jane Doe"


def with_secrets() -> dict[str, bytes]:
    block = exif(1, extra=[(0x010E, 2, len(SECRET), struct.pack("<I", 400))]).ljust(400, b"\0") + SECRET
    profile = profiles.swapped_primaries() + SECRET
    jpeg = encoded(textured(), "JPEG", comment=SECRET)
    apps = (jpeg_exif(block), jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET))
    texts = (
        png_chunk(b"tEXt", b"Comment\0" + SECRET),
        png_chunk(b"zTXt", b"Author\0\0" + zlib.compress(SECRET)),
        png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
        png_chunk(b"eXIf", block),
        png_profile(profile),
    )
    return {
        "jpeg": jpeg_with(jpeg, *apps, jpeg_segment(0xED, SECRET), *jpeg_profile(profile)) + SECRET,
        "png": png_with(encoded(textured(), "PNG"), *texts) + SECRET,
        "transparent png": png_with(encoded(half_transparent("RGBA"), "PNG"), *texts),
        "gif": encoded(textured(), "GIF", comment=SECRET, xmp=SECRET) + SECRET,
        "webp": encoded(textured(), "WEBP", exif=block, xmp=SECRET, icc_profile=profile),
    }


@pytest.mark.parametrize("accepts", EVERY_CLIENT)
@pytest.mark.parametrize("name", with_secrets())
def test_nothing_but_pixels_gets_into_a_rendition(name: str, accepts: Accepts, file: Path) -> None:
    data = with_secrets()[name]
    assert SECRET in data

    small = rendition(file, data, Box(100, None), accepts)

    assert b"Jane" not in small.data
    image = shown(small)
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop", "Comment", "Author"} & set(image.info)
    assert not image.getexif()


# Circumstances


def test_a_file_that_is_no_longer_what_was_inspected_is_refused(file: Path) -> None:
    file.write_bytes(encoded(textured(), "JPEG")[:3000])

    with pytest.raises(NotAPicture):
        render(file, Picture(Format.JPEG, 300, 200), ANY, Accepts.NEITHER)


def test_threads_that_render_at_once_get_what_one_gets_alone(tmp_path: Path) -> None:
    originals = {name: tmp_path / name for name in with_secrets()}
    for name, data in with_secrets().items():
        originals[name].write_bytes(data)
    jobs = [(path, box) for path in originals.values() for box in (Box(90, None), Box(50, 20))] * 4

    def work(job: tuple[Path, Box]) -> bytes:
        path, box = job
        return render(path, inspect(path, formats=GALLERY_FORMATS), box, Accepts.WEBP).data

    alone = [work(job) for job in jobs]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, jobs)) == alone


def test_very_large_renditions_come_as_webp_which_costs_a_fraction_of_avif(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(path, "JPEG", quality=90)
    picture = inspect(path, formats=GALLERY_FORMATS)
    assert render(path, picture, Box(2400, None), Accepts.BOTH).media_type == "image/webp"
    assert render(path, picture, Box(640, None), Accepts.BOTH).media_type == "image/avif"
