"""Renditions: a picture made smaller, upright, in sRGB, and without anything but its pixels.

Pure functions: no cache, no threads, no requests. What a rendition is, decided here:

- It fits inside the box, keeps its shape and is never larger than the original.
- It is a still. Of an animation it is the first frame: encoding every frame at every size would cost a worker
  seconds a rendition, and the original, which stays animated, is one URL away.
- Its format is the original's family (JPEG of JPEG, PNG of PNG and GIF, either of the others, as they have
  transparency or not), or AVIF or WebP when the client takes one and it comes out smaller. AVIF goes before
  WebP, but is not used for transparency.
- It carries no metadata at all. Colours are converted to sRGB, which is what the absence of a profile means.

Steps, in order: decode, widen, resize, convert colours, turn upright, encode. Colours are converted after
resizing, because there are fewer pixels then.
"""

from __future__ import annotations

import enum
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

# Imported for its registration: nothing is to be registered in a running process.
from PIL import AvifImagePlugin as _AvifImagePlugin  # noqa: F401
from PIL import Image, ImageCms

from openshelf.media.containers import LIMITS, Content, Limits, read
from openshelf.media.formats import Format
from openshelf.media.inspection import Picture, decode

MAX_SIDE = 4096
"""The longest side that can be asked for, in pixels; its square bounds what a width alone can lead to."""

RECIPE = 2
"""Part of every cache key: raise it when the same original would come out as other bytes than before."""

_SIZE = re.compile(r"([1-9][0-9]{0,3})(?:w|x([1-9][0-9]{0,3}))")

# Qualities at which the three look alike on photographs (structural similarity within about 0.01),
# and the efforts beyond which bytes fall slowly and time rises fast. AVIF below speed 8 takes twice as long
# and more, above it is no smaller than WebP. One thread: the pool around this decides how many work at once.
_ENCODERS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 82, "optimize": True},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 80, "method": 2},
    "AVIF": {"quality": 60, "speed": 8, "max_threads": 1},
}
_WEBP_MAX_SIDE = 16383
_AVIF_MAX_PIXELS = 3_000_000
"""Beyond that, encoding AVIF takes seconds of a core for what WebP does in half of one: a gift to floods."""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WITH_ALPHA = ("LA", "RGBA")


@dataclass(frozen=True, slots=True)
class Box:
    """What a rendition has to fit inside, in pixels; None leaves that side free."""

    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Rendition:
    data: bytes
    media_type: str
    width: int
    height: int


class Accepts(enum.Enum):
    """Which of the newer formats a client takes. The value is part of cache keys."""

    NEITHER = "base"
    WEBP = "webp"
    AVIF = "avif"
    BOTH = "both"

    @property
    def webp(self) -> bool:
        return self in (Accepts.WEBP, Accepts.BOTH)

    @property
    def avif(self) -> bool:
        return self in (Accepts.AVIF, Accepts.BOTH)


def parse_size(text: str) -> Box | None:
    """The box that `{W}w` or `{W}x{H}` in a rendition's URL stands for; None for anything else.

    Numbers are plain decimals without leading zeros, from 1 to MAX_SIDE, so that a box has one URL only.
    """
    match = _SIZE.fullmatch(text)
    if match is None:
        return None
    width, height = int(match[1]), int(match[2]) if match[2] else None
    return None if max(width, height or 0) > MAX_SIDE else Box(width, height)


def fit(box: Box, width: int, height: int) -> tuple[int, int]:
    """The size of a rendition of a picture displayed at `width` by `height`: of its shape, inside the box.

    Never larger than the picture, never less than one pixel, and never more than MAX_SIDE squared in all.
    """
    scale = min(
        1.0,
        (box.width or width) / width,
        (box.height or height) / height,
        MAX_SIDE / (width * height) ** 0.5,
    )
    return max(1, round(width * scale)), max(1, round(height * scale))


def accepted_formats(accept: str | None) -> Accepts:
    """What an Accept header (None: there is none) says about AVIF and WebP.

    Only their own names count: `image/*` and `*/*` are sent by clients that have never heard of either. A
    weight of zero is a no, as is one that cannot be read; between the others no difference is made.
    """
    taken = {name for name, weight in _accepted_types(accept or "") if weight > 0}
    if "image/avif" in taken:
        return Accepts.BOTH if "image/webp" in taken else Accepts.AVIF
    return Accepts.WEBP if "image/webp" in taken else Accepts.NEITHER


def _accepted_types(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights = [
            value.strip() for key, _, value in (p.partition("=") for p in parameters) if key.strip() == "q"
        ]
        if not weights:
            yield name, 1.0
        elif re.fullmatch(r"[01](?:\.[0-9]{0,3})?", weights[0]):
            yield name, float(weights[0])


def cache_key(picture: Picture, box: Box, accepts: Accepts) -> str:
    """The name, usable as a file's, under which a picture's rendition is kept beside its others.

    Boxes that lead to one size share a key, and so do clients that take the same of the newer formats.
    """
    width, height = fit(box, picture.width, picture.height)
    return f"{width}x{height}-{accepts.value}-{RECIPE}"


def render(path: Path, picture: Picture, box: Box, accepts: Accepts, *, limits: Limits = LIMITS) -> Rendition:
    """Make the rendition of the picture in the file at `path`, which `inspect` has found to be `picture`.

    Takes up to a tenth of a second of processor time a megapixel of output, nearly all of it without the
    interpreter's lock. Raises NotAPicture if the file is another than the one that was inspected, and OSError
    if it cannot be read.
    """
    content = read(picture.format, path.read_bytes(), limits)
    width, height = fit(box, *content.displayed)
    stored_size = (width, height) if content.orientation < 5 else (height, width)
    image = _in_srgb(_resized(picture.format, content, stored_size), content.profile)
    if content.orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[content.orientation])
    image = _with_tidy_alpha(image)
    image.info = {}  # Pillow's encoders would write some of it
    candidates = (_encoded(image, name) for name in _candidates(picture.format, image, accepts))
    return min(candidates, key=lambda rendition: len(rendition.data))


def _resized(picture_format: Format, content: Content, size: tuple[int, int]) -> Image.Image:
    """The first frame at `size` (before it is turned upright), in L, LA, RGB, RGBA or CMYK."""
    decoded, area = decode(picture_format, content.first, draft=size)
    image = _widened(decoded)
    if picture_format is Format.GIF and image.size != (content.width, content.height):
        image, area = _on_canvas(image, content), (0, 0, content.width, content.height)
    # Pillow multiplies by the alpha channel around this, so the colours of what is transparent do not bleed.
    return image.resize(size, Image.Resampling.LANCZOS, box=area, reducing_gap=3.0)


def _widened(image: Image.Image) -> Image.Image:
    """The picture in a mode with room for what resizing mixes: no palette, no single bits, no colour key."""
    if image.mode == "I;16":
        grey = image.point(lambda value: value * (1 / 257) + 0.5).convert("L")
        if "transparency" in image.info:
            opacity = [255] * 65536
            opacity[image.info["transparency"]] = 0
            grey.putalpha(image.convert("I").point(opacity, "L"))
        return grey
    if image.mode in ("RGBA", "LA", "CMYK"):
        return image
    transparent = image.has_transparency_data
    if image.mode in ("1", "L"):
        return image.convert("LA" if transparent else "L")
    return image.convert("RGBA" if transparent else "RGB")


def _on_canvas(image: Image.Image, content: Content) -> Image.Image:
    """The first frame of a GIF may cover only part of the canvas; what it leaves free is transparent."""
    canvas = Image.new("RGBA", (content.width, content.height))
    canvas.paste(image.convert("RGBA"), content.origin)
    return canvas


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as the profile means them; one that is broken or for other kinds of pictures is ignored."""
    transform = None if profile is None else _srgb_transform(profile, image.mode)
    if transform is None:
        return image.convert("RGB") if image.mode == "CMYK" else image
    if image.mode in ("L", "LA"):
        grey = transform.apply(image.getchannel("L")).convert("L")
        if image.mode == "LA":
            grey.putalpha(image.getchannel("A"))
        return grey
    return transform.apply(image)


@lru_cache(maxsize=8)
def _srgb_transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From the profile to sRGB, for pictures of the given mode; None if it cannot be used for them."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.ImageCmsTransform(
            source,
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
            "L" if mode == "LA" else mode,
            "RGBA" if mode == "RGBA" else "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            # Several threads share a transform, and with it the memory of the last pixel, unless it has none.
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION | ImageCms.Flags.NOCACHE,
        )
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None


def _with_tidy_alpha(image: Image.Image) -> Image.Image:
    """Without an alpha channel that is opaque all over, or else without the colours that it hides altogether.

    Those cost bytes, twice as many of the whole in bad cases, and may be what someone has wiped out.
    """
    if image.mode not in _WITH_ALPHA:
        return image
    alpha = image.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return image.convert("L" if image.mode == "LA" else "RGB")
    image.paste((0,) * len(image.getbands()), mask=alpha.point(lambda value: 255 if value == 0 else 0))
    return image


def _candidates(original: Format, image: Image.Image, accepts: Accepts) -> Iterator[str]:
    """The formats of which the smallest outcome is sent: the original's family, and the best newer one taken."""
    transparent = image.mode in _WITH_ALPHA
    yield "PNG" if transparent or original in (Format.PNG, Format.GIF) else "JPEG"
    # AVIF's alpha is as lossy as its colours, and leaves specks where there is nothing; WebP's is exact.
    if accepts.avif and not transparent and image.width * image.height <= _AVIF_MAX_PIXELS:
        yield "AVIF"
    elif accepts.webp and max(image.size) <= _WEBP_MAX_SIDE:
        yield "WEBP"


def _encoded(image: Image.Image, name: str) -> Rendition:
    out = io.BytesIO()
    image.save(out, name, **_ENCODERS[name])
    return Rendition(out.getvalue(), f"image/{name.lower()}", image.width, image.height)
