from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from openshelf.media.renditions import (
    Accepts,
    Box,
)
from tests.media import profiles
from tests.media.pictures import (
    BLUE,
    GREEN,
    QUARTERS,
    RED,
    bmp,
    cmyk_of,
    encoded,
    exif,
    half_transparent,
    jpeg_exif,
    jpeg_profile,
    jpeg_with,
    png,
    png_chunk,
    png_header,
    png_profile,
    png_with,
    scene,
    seen_from_orientation,
    textured,
    ycck_jpeg,
)
from tests.media.seeing import (
    ANY,
    EVERY_CLIENT,
    mean_error,
    near,
    pixel,
    rendition,
    shown,
    shows_the_scene,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "original"


# What is to be seen


@pytest.mark.parametrize("accepts", EVERY_CLIENT)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_comes_out_upright(orientation: int, accepts: Accepts, file: Path) -> None:
    upright = textured(300, 200)
    stored = encoded(seen_from_orientation(upright, orientation), "JPEG", quality=95)

    small = rendition(file, jpeg_with(stored, jpeg_exif(exif(orientation))), Box(150, None), accepts)

    assert (small.width, small.height) == (150, 100)
    expected = upright.resize((150, 100), Image.Resampling.LANCZOS)
    assert mean_error(shown(small), expected) < 5
    assert mean_error(shown(small), expected.transpose(Image.Transpose.ROTATE_180)) > 25


@pytest.mark.parametrize("name", ["PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_other_formats_are_turned_by_exif_too(name: str, orientation: int, file: Path) -> None:
    stored = seen_from_orientation(scene(), orientation)

    small = rendition(file, encoded(stored, name, exif=exif(orientation)), Box(48, 48))

    assert (small.width, small.height) == (48, 32)
    assert shows_the_scene(shown(small))


@pytest.mark.parametrize("width", [40, 75, 76, 151, 299, 300])
def test_a_photograph_is_as_good_as_one_made_from_all_its_pixels(width: int, file: Path) -> None:
    photograph = textured(301, 203)
    original = encoded(photograph, "JPEG", quality=95)

    small = rendition(file, original, Box(width, None))

    expected = Image.open(io.BytesIO(original)).resize((small.width, small.height), Image.Resampling.LANCZOS)
    assert mean_error(shown(small), expected) < 8


def test_a_last_column_that_fills_no_block_counts_as_one_column(file: Path) -> None:
    black = Image.new("L", (17, 17))
    black.paste(255, (16, 0, 17, 17))

    image = shown(rendition(file, encoded(black, "JPEG", quality=95), Box(2, 2)))

    assert pixel(image, 0.75, 0.5)[0] < 80  # one column of eight and a half is white, not one pixel of three


@pytest.mark.parametrize("accepts", EVERY_CLIENT)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            encoded(cmyk_of(scene()), "JPEG", quality=95, subsampling=0), id="inverted by Adobe's rule"
        ),
        pytest.param(ycck_jpeg(scene()), id="as luma and chroma"),
    ],
)
def test_inks_come_out_in_the_right_colours(data: bytes, accepts: Accepts, file: Path) -> None:
    assert shows_the_scene(shown(rendition(file, data, Box(90, None), accepts)))


def ramp(depth: int, colour_type: int, channels: int) -> bytes:
    """A PNG that runs from nothing to everything from left to right, opaque if it has alpha."""
    top = 2**depth - 1
    rows = []
    for _ in range(4):
        values = [round(x * top / 255) for x in range(256)]
        samples = [[value] * channels for value in values]
        if colour_type in (4, 6):
            samples = [[*sample[:-1], top] for sample in samples]
        flat = [value for sample in samples for value in sample]
        if depth < 8:
            bits = "".join(f"{value:0{depth}b}" for value in flat)
            rows.append(int(bits, 2).to_bytes(len(bits) // 8, "big"))
        else:
            rows.append(struct.pack(f">{len(flat)}{'H' if depth == 16 else 'B'}", *flat))
    return png(png_header(256, 4, depth, colour_type), rows)


@pytest.mark.parametrize("accepts", [Accepts.NEITHER, Accepts.WEBP])
@pytest.mark.parametrize(
    ("depth", "colour_type", "channels"),
    [
        (2, 0, 1),
        (4, 0, 1),
        (8, 0, 1),
        (16, 0, 1),
        (8, 2, 3),
        (16, 2, 3),
        (8, 4, 2),
        (16, 4, 2),
        (8, 6, 4),
        (16, 6, 4),
    ],
)
def test_samples_of_every_depth_keep_their_brightness(
    depth: int, colour_type: int, channels: int, accepts: Accepts, file: Path
) -> None:
    image = shown(rendition(file, ramp(depth, colour_type, channels), ANY, accepts))

    step = 255 // (2 ** min(depth, 8) - 1)
    for x in range(0, 256, 5):
        assert abs(pixel(image, (x + 0.5) / 256, 0.5)[0] - x) <= step / 2 + 8
    assert pixel(image, 0, 0.5)[0] <= 4
    assert pixel(image, 0.999, 0.5)[0] >= 251


def keyed(depth: int, colour_type: int, transparent: int, other: int) -> bytes:
    """A PNG whose left half has the colour that its tRNS chunk declares transparent."""
    channels = 3 if colour_type == 2 else 1
    key = png_chunk(b"tRNS", struct.pack(f">{channels}H", *[transparent] * channels))
    values = [transparent] * 8 * channels + [other] * 8 * channels
    if depth == 16:
        row = struct.pack(f">{len(values)}H", *values)
    else:
        bits = "".join(f"{value:0{depth}b}" for value in values)
        row = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return png(png_header(16, 8, depth, colour_type), [row] * 8, key)


@pytest.mark.parametrize(
    ("depth", "colour_type", "transparent", "other"),
    [
        *((1, 0, 1, 0), (2, 0, 2, 1), (4, 0, 9, 3), (8, 0, 200, 100), (16, 0, 51_400, 51_401)),
        *((8, 2, 200, 100), (16, 2, 51_400, 25_700)),
    ],
)
@pytest.mark.parametrize("accepts", EVERY_CLIENT)
def test_the_transparent_colour_of_a_png_is_transparent_whatever_its_depth(
    depth: int, colour_type: int, transparent: int, other: int, accepts: Accepts, file: Path
) -> None:
    image = shown(rendition(file, keyed(depth, colour_type, transparent, other), ANY, accepts))

    assert pixel(image, 0.2, 0.5, "RGBA")[3] <= 8
    assert pixel(image, 0.8, 0.5, "RGBA")[3] >= 247
    brightness = round(other / (2**depth - 1) * 255)
    assert near(pixel(image, 0.8, 0.5), (brightness,) * 3, 8)


def palette_with_transparency() -> bytes:
    image = Image.new("P", (64, 64), 0)
    image.putpalette([0, 0, 0, *RED, *GREEN])
    image.paste(1, (32, 0, 64, 64))
    return encoded(image, "PNG", transparency=b"\0\xff\x80")


TRANSPARENT = [
    pytest.param(encoded(half_transparent("RGBA"), "PNG"), id="png"),
    pytest.param(palette_with_transparency(), id="palette png"),
    pytest.param(encoded(half_transparent("RGBA"), "WEBP", lossless=True, exact=True), id="webp"),
    pytest.param(encoded(half_transparent("RGBA"), "GIF"), id="gif"),
]


@pytest.mark.parametrize("accepts", EVERY_CLIENT)
@pytest.mark.parametrize("data", TRANSPARENT)
def test_transparency_stays_and_does_not_darken_edges(data: bytes, accepts: Accepts, file: Path) -> None:
    small = rendition(
        file, data, Box(9, None), accepts
    )  # nine columns: the edge falls into the middle of one
    image = shown(small)

    assert small.media_type != "image/jpeg"
    assert pixel(image, 0.1, 0.5, "RGBA")[3] <= 8
    assert near(pixel(image, 0.9, 0.5, "RGBA"), (*RED, 255), 12)
    seen_on_white = Image.new("RGBA", image.size, "white")
    seen_on_white.alpha_composite(image.convert("RGBA"))
    assert min(pixel(seen_on_white, x / 9 + 0.05, 0.5)[0] for x in range(9)) > RED[0] - 25


def test_grey_with_transparency_stays_grey(file: Path) -> None:
    image = shown(rendition(file, encoded(half_transparent("LA"), "PNG"), Box(9, None)))

    assert image.mode == "LA"
    assert min(pixel(image, x / 9 + 0.05, 0.5)[0] for x in range(5, 9)) > 70


def test_an_alpha_channel_that_hides_nothing_is_left_out(file: Path) -> None:
    image = shown(rendition(file, encoded(scene(mode="RGBA"), "PNG"), Box(48, None)))

    assert image.mode == "RGB"
    assert shows_the_scene(image)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_wholly_transparent_is_not_sent(mode: str, file: Path) -> None:
    wiped_out = scene(mode=mode)
    wiped_out.putalpha(
        half_transparent("RGBA").getchannel("A").resize(wiped_out.size, Image.Resampling.NEAREST)
    )

    image = shown(rendition(file, encoded(wiped_out, "PNG")))

    assert pixel(image, 0.2, 0.2, mode) == (0,) * len(mode)
    assert pixel(image, 0.8, 0.2, mode) == pixel(wiped_out, 0.8, 0.2, mode)


@pytest.mark.parametrize("mode", ["1", "L", "P"])
@pytest.mark.parametrize("name", ["PNG", "BMP", "GIF"])
def test_pictures_of_few_colours_are_smoothed_when_made_smaller(mode: str, name: str, file: Path) -> None:
    stripes = Image.new("L", (64, 64))
    stripes.paste(255, (0, 0, 64, 32))
    for x in range(0, 64, 2):
        stripes.paste(255, (x, 32, x + 1, 64))

    image = shown(rendition(file, encoded(stripes.convert(mode), name), Box(16, None)))

    assert near(pixel(image, 0.5, 0.2), (255, 255, 255), 10)
    assert near(
        pixel(image, 0.5, 0.8), (128, 128, 128), 30
    )  # grey, where single bits would be black or white


def test_bmp_rows_from_the_top_down_are_not_upside_down(file: Path) -> None:
    red, blue = bytes(reversed(RED)) * 32, bytes(reversed(BLUE)) * 32

    image = shown(rendition(file, bmp(32, -32, 24, red * 16 + blue * 16)))

    assert near(pixel(image, 0.5, 0.2), RED)
    assert near(pixel(image, 0.5, 0.8), BLUE)


# Colour profiles


@pytest.mark.parametrize("accepts", EVERY_CLIENT)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            jpeg_with(encoded(scene(), "JPEG", quality=95), *jpeg_profile(profiles.swapped_primaries(), 99)),
            id="jpeg",
        ),
        pytest.param(png_with(encoded(scene(), "PNG"), png_profile(profiles.swapped_primaries())), id="png"),
        pytest.param(
            encoded(scene(), "WEBP", lossless=True, icc_profile=profiles.swapped_primaries()), id="webp"
        ),
    ],
)
def test_colours_are_what_the_profile_says_they_are(data: bytes, accepts: Accepts, file: Path) -> None:
    image = shown(rendition(file, data, Box(48, None), accepts))

    for x, y, (red, green, blue) in QUARTERS:
        assert near(pixel(image, x, y), (blue, green, red), 10)
    assert "icc_profile" not in image.info


def test_the_profile_of_a_transparent_picture_leaves_its_transparency_alone(file: Path) -> None:
    data = png_with(encoded(half_transparent("RGBA"), "PNG"), png_profile(profiles.swapped_primaries()))

    image = shown(rendition(file, data, Box(32, None)))

    assert near(pixel(image, 0.9, 0.5, "RGBA"), (*reversed(RED), 255), 10)
    assert pixel(image, 0.1, 0.5, "RGBA")[3] == 0


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_greys_are_what_the_profile_says_they_are(mode: str, file: Path) -> None:
    grey = Image.new("L", (9, 9), 128).convert(mode)
    if mode == "LA":
        grey.putpixel((0, 0), (128, 0))

    image = shown(rendition(file, png_with(encoded(grey, "PNG"), png_profile(profiles.dark_grey()))))

    assert image.mode == mode
    assert near(pixel(image, 0.5, 0.5), (71, 71, 71), 3)


def test_inks_are_what_the_profile_says_they_are(file: Path) -> None:
    paper = Image.new("CMYK", (32, 16))
    paper.paste((255, 255, 0, 0), (16, 0, 32, 16))  # blue, without a profile

    data = encoded(paper, "JPEG", quality=95, icc_profile=profiles.inks_as_green())
    image = shown(rendition(file, data))

    assert near(pixel(image, 0.2, 0.5), (255, 255, 255))
    red, green, blue = pixel(image, 0.8, 0.5)
    assert green > 120 > 60 > max(red, blue)


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not a profile", id="text"),
        pytest.param(profiles.swapped_primaries()[:300], id="cut off"),
        pytest.param(
            profiles.swapped_primaries().replace(b"XYZ ", b"\xff\xff\xff\xff"), id="without colours"
        ),
        pytest.param(profiles.dark_grey(), id="for greys"),
        pytest.param(profiles.inks_as_green(), id="for inks"),
        pytest.param(bytes(5_000_000), id="of five megabytes"),
    ],
)
def test_a_profile_that_makes_no_sense_is_ignored(profile: bytes, file: Path) -> None:
    data = png_with(encoded(scene(), "PNG"), png_profile(profile))

    assert shows_the_scene(shown(rendition(file, data, Box(48, None))))
