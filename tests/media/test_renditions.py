from __future__ import annotations

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from openshelf.media.formats import GALLERY_FORMATS, Format
from openshelf.media.inspection import NotAPicture, Picture, inspect
from openshelf.media.renditions import (
    MAX_SIDE,
    Accepts,
    Box,
    Rendition,
    accepted_formats,
    cache_key,
    fit,
    parse_size,
    render,
)
from tests.media import profiles
from tests.media.pictures import (
    BLUE,
    GREEN,
    QUARTERS,
    RED,
    animated,
    bmp,
    cmyk_of,
    encoded,
    exif,
    gif,
    gif_frame,
    jpeg_exif,
    jpeg_profile,
    jpeg_segment,
    jpeg_with,
    palette_of,
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

ANY = Box(MAX_SIDE, None)
EVERY_CLIENT = list(Accepts)
Colour = tuple[int, ...]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "original"


def rendition(file: Path, data: bytes, box: Box = ANY, accepts: Accepts = Accepts.NEITHER) -> Rendition:
    file.write_bytes(data)
    return render(file, inspect(file, formats=GALLERY_FORMATS), box, accepts)


def shown(rendition: Rendition) -> Image.Image:
    """What a browser makes of it, and a check that it is what it says."""
    image = Image.open(io.BytesIO(rendition.data))
    image.load()
    assert image.get_format_mimetype() == rendition.media_type
    assert image.size == (rendition.width, rendition.height)
    return image


def pixel(image: Image.Image, x: float, y: float, mode: str = "RGB") -> Colour:
    """The colour at a place given as shares of width and height."""
    value = image.convert(mode).getpixel((int(x * image.width), int(y * image.height)))
    return tuple(map(int, value)) if isinstance(value, tuple) else (int(value or 0),)


def near(one: Colour, other: Colour, tolerance: int = 6) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= tolerance for a, b in zip(one, other, strict=True))


def mean_error(image: Image.Image, expected: Image.Image) -> float:
    difference = ImageChops.difference(image.convert("RGB"), expected.convert("RGB"))
    return max(ImageStat.Stat(difference).mean)


def shows_the_scene(image: Image.Image, tolerance: int = 6) -> bool:
    return all(near(pixel(image, x, y), colour, tolerance) for x, y, colour in QUARTERS)


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
        ("image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", Accepts.AVIF),
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
    assert len({cache_key(picture, Box(300, None), accepts) for accepts in Accepts}) == 3
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
    newer = {Accepts.AVIF: "image/avif", Accepts.WEBP: "image/webp"}.get(accepts, base.media_type)
    assert detailed.media_type == newer
    if original == "PNG" and accepts is Accepts.AVIF:
        assert tiny.media_type == "image/png"  # AVIF's headers alone are larger
    assert near(pixel(shown(tiny), 0.5, 0.5), RED)


def test_a_picture_too_high_for_webp_is_sent_as_what_it_was(file: Path) -> None:
    strip = encoded(Image.new("RGB", (20, 17_000), RED), "JPEG")

    assert rendition(file, strip, Box(20, None), Accepts.WEBP).media_type == "image/jpeg"
    assert rendition(file, strip, Box(10, None), Accepts.WEBP).media_type == "image/webp"


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


def half_transparent(mode: str) -> Image.Image:
    """The left half shows nothing, and hides black; the right half is red (or its grey)."""
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((*RED, 255), (32, 0, 64, 64))
    return image.convert(mode)


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
