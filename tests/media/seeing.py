"""Looking at renditions: make one, decode it as a browser would, and compare what is to be seen."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from openshelf.media.formats import GALLERY_FORMATS
from openshelf.media.inspection import inspect
from openshelf.media.renditions import (
    MAX_SIDE,
    Accepts,
    Box,
    Rendition,
    render,
)
from tests.media.pictures import (
    QUARTERS,
)

ANY = Box(MAX_SIDE, None)
EVERY_CLIENT = list(Accepts)
Colour = tuple[int, ...]


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
