from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from openshelf.media.formats import GALLERY_FORMATS, VARIANT_FORMATS, Format, detect, listed
from openshelf.media.inspection import Limits, NotAPicture, Picture, inspect
from tests.media.pictures import animated, bmp, encoded, gif, gif_frame, interlaced_png, scene, textured
from tests.media.refused_pictures import BAD, Bad
from tests.media.taken_pictures import GOOD, Good, for_fuzzing, jpeg

SECONDS_FOR_A_REFUSAL = 1.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def why(file: Path, data: bytes, formats: frozenset[Format] = GALLERY_FORMATS, **options: Limits) -> str:
    file.write_bytes(data)
    with pytest.raises(NotAPicture) as refusal:
        inspect(file, formats=formats, **options)
    assert str(refusal.value) == refusal.value.why
    return refusal.value.why


@pytest.mark.parametrize("case", GOOD, ids=[case.name for case in GOOD])
def test_a_picture_is_told_from_its_bytes_and_measured_as_it_is_displayed(case: Good, file: Path) -> None:
    file.write_bytes(case.build())

    picture = inspect(file, formats=GALLERY_FORMATS)

    assert picture == Picture(case.format, case.width, case.height, case.frames)
    assert picture.animated == (case.frames > 1)


@pytest.mark.parametrize("case", BAD, ids=[case.name for case in BAD])
def test_what_is_no_whole_picture_is_refused_soon_and_with_a_sentence(case: Bad, file: Path) -> None:
    data = case.build()
    start = time.thread_time()

    sentence = why(file, data)

    assert case.why in sentence
    assert sentence[0].isupper()
    assert not sentence.endswith(".")
    assert time.thread_time() - start < SECONDS_FOR_A_REFUSAL


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (b"\xff\xd8\xff\xe0", Format.JPEG),
        (b"\x89PNG\r\n\x1a\n", Format.PNG),
        (b"GIF87a", Format.GIF),
        (b"GIF89a", Format.GIF),
        (b"RIFF\0\0\0\0WEBP", Format.WEBP),
        (b"BM", Format.BMP),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"\x89PNG\n\n\x1a\n", None),
        (b"\xff\xd8", None),
        (b"", None),
    ],
)
def test_the_first_bytes_announce_the_format(first: bytes, expected: Format | None) -> None:
    assert detect(first + bytes(20) if expected else first) is expected


def test_extensions_and_media_types_are_the_usual_ones() -> None:
    assert {one.extension for one in Format} == {"gif", "jpg", "png", "bmp", "webp"}
    assert Format.JPEG.media_type == "image/jpeg"
    assert {one.value for one in VARIANT_FORMATS} == {"GIF", "JPEG", "PNG"}


def test_a_format_that_its_place_does_not_take_is_named_in_the_refusal(file: Path) -> None:
    assert why(file, encoded(scene(), "WEBP"), VARIANT_FORMATS) == (
        "A WEBP picture is not taken here, only GIF, JPEG or PNG"
    )
    assert "GIF, JPEG or PNG" in why(file, b"hello", VARIANT_FORMATS)
    assert listed([Format.PNG]) == "PNG"


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (16, 16), (9, 70), (130, 5)])
def test_whole_pictures_are_not_mistaken_for_ones_that_are_cut_off(size: tuple[int, int], file: Path) -> None:
    detailed = textured(*size)
    wholes: list[bytes] = []
    for image in (detailed, Image.new("RGB", size, (9, 99, 200))):
        for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
            wholes += (encoded(image.convert(mode), "PNG", compress_level=level) for level in (0, 1, 6, 9))
        for mode in ("L", "RGB", "CMYK"):
            wholes += (encoded(image.convert(mode), "JPEG", quality=quality) for quality in (5, 60, 100))
            wholes.append(encoded(image.convert(mode), "JPEG", restart_marker_blocks=1, subsampling=2))
        wholes += (
            encoded(image, "GIF"),
            encoded(image, "WEBP"),
            encoded(image, "BMP"),
            interlaced_png(image),
        )

    for whole in wholes:
        file.write_bytes(whole)
        picture = inspect(file, formats=GALLERY_FORMATS)
        assert (picture.width, picture.height) == size


def test_a_missing_file_is_no_bad_picture(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspect(tmp_path / "none", formats=VARIANT_FORMATS)


@pytest.mark.parametrize(
    ("limits", "data", "sentence"),
    [
        (Limits(pixels=6143), encoded(scene(), "PNG"), "96 by 64; at most 6143 pixels"),
        (Limits(side=95), encoded(scene(), "JPEG"), "96 by 64; a side may have at most 95"),
        (Limits(gif_side=95), encoded(scene(), "GIF"), "at most 95"),
        (Limits(frames=2), animated("GIF"), "more than 2 frames"),
        (Limits(frames=2), animated("PNG"), "more than 2 frames"),
        (Limits(frames=2), animated("WEBP"), "more than 2 frames"),
        (Limits(frame_pixels=3599), animated("WEBP"), "more than 3599 pixels together"),
        (Limits(frame_pixels=3599), gif(40, 30, gif_frame(40, 30) * 3), "more than 3599 pixels together"),
        (Limits(pixels=99), bmp(10, 10, 24, bytes(320)), "at most 99"),
    ],
)
def test_limits_can_be_lowered(limits: Limits, data: bytes, sentence: str, file: Path) -> None:
    assert sentence in why(file, data, limits=limits)


def test_a_picture_exactly_at_its_limits_is_taken(file: Path) -> None:
    file.write_bytes(gif(40, 30, gif_frame(40, 30) * 3))
    limits = Limits(pixels=1200, side=40, gif_side=40, frames=3, frame_pixels=3600)

    assert inspect(file, formats=VARIANT_FORMATS, limits=limits).frames == 3


def test_limits_beyond_those_of_the_decoder_are_a_mistake_of_the_operator() -> None:
    with pytest.raises(ValueError, match="pixels can be allowed"):
        Limits(pixels=100_000_000)


def test_a_huge_picture_is_refused_without_being_decoded(file: Path) -> None:
    honest = encoded(Image.new("L", (8000, 7000)), "PNG", compress_level=1)
    start = time.thread_time()

    assert "at most 50000000 pixels" in why(file, honest)

    assert time.thread_time() - start < 0.02


def test_the_decoder_is_never_told_to_be_lenient(file: Path) -> None:
    why(file, encoded(textured(), "JPEG")[:-1000])

    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_many_threads_inspect_at_once(tmp_path: Path) -> None:
    expected: dict[Path, Picture | None] = {}
    for number, case in enumerate([*GOOD[:12], *GOOD[-12:]]):
        path = tmp_path / f"good{number}"
        path.write_bytes(case.build())
        expected[path] = Picture(case.format, case.width, case.height, case.frames)
    for number in range(8):
        path = tmp_path / f"bad{number}"
        path.write_bytes(jpeg()[: 200 + 20 * number])
        expected[path] = None
    together = threading.Barrier(8)

    def look(round_: int) -> dict[Path, Picture | None]:
        together.wait()
        found: dict[Path, Picture | None] = {}
        for path in random.Random(round_).sample(list(expected), len(expected)):
            try:
                found[path] = inspect(path, formats=GALLERY_FORMATS)
            except NotAPicture:
                found[path] = None
        return found

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(look, range(8)):
            assert found == expected


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, left out, doubled, or made extreme."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = chance.randrange(len(damaged))
        match chance.randrange(6):
            case 0:
                damaged[at] ^= 1 << chance.randrange(8)
            case 1:
                damaged[at] = chance.randrange(256)
            case 2:
                damaged[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff"))
            case 3:
                del damaged[at : at + chance.randrange(1, 40)]
            case 4:
                damaged[at:at] = damaged[at : at + chance.randrange(1, 40)]
            case _:
                at = chance.randrange(min(80, len(damaged)))  # headers deserve more than their share
                damaged[at] = chance.randrange(256)
        if not damaged:
            return b""
    return bytes(damaged)


@pytest.mark.parametrize(("name", "whole"), for_fuzzing().items(), ids=lambda value: str(value)[:20])
def test_damaged_files_are_pictures_or_are_refused_and_nothing_else_happens(
    name: str, whole: bytes, file: Path
) -> None:
    chance = random.Random(name)
    limits = Limits(pixels=1_000_000, frame_pixels=2_000_000)
    refused = 0
    for _ in range(250):
        file.write_bytes(damaged(whole, chance))
        try:
            inspect(file, formats=GALLERY_FORMATS, limits=limits)
        except NotAPicture:
            refused += 1
    assert refused > 25
