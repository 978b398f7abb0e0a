"""Is this file a whole picture, and which? Answered from its bytes alone, before anything is stored.

What a name or a `Content-Type` says plays no part. The structure is walked and measured first (`containers`);
only then is every frame decoded, once. Safe to call from several threads at a time.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

# The plug-ins are imported here, so that opening a picture later registers nothing in a running process.
from PIL import BmpImagePlugin, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from openshelf.media.containers import LIMITS, Limits, NotAPicture, read
from openshelf.media.formats import Format, detect, listed

__all__ = ["LIMITS", "Limits", "NotAPicture", "Picture", "decode", "inspect"]

_PLUGINS = (BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)

# All that Pillow's readers are known to raise for bytes that lie: its own refusals are OSError, SyntaxError
# and DecompressionBombError; the others come from parsing what is not there.
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What was found; `width` and `height` are in pixels and as displayed, turned as EXIF asks."""

    format: Format
    width: int
    height: int
    frames: int = 1

    @property
    def animated(self) -> bool:
        return self.frames > 1


class Decoded(NamedTuple):
    """A decoded frame, and where in it the picture lies: draft sizes are rounded up to whole pixels."""

    image: Image.Image
    area: tuple[float, float, float, float]


def inspect(path: Path, *, formats: frozenset[Format], limits: Limits = LIMITS) -> Picture:
    """Read the file, decode every frame of it once, and say what it is.

    Raises NotAPicture, with a sentence for the caller, for anything that is not a whole, undamaged picture
    of one of `formats` within `limits`. Bytes after a picture's end are let be: the file is never served as
    anything but a picture. It is read into memory, so its size must have been bounded before.
    """
    data = path.read_bytes()
    if not data:
        raise NotAPicture("The file is empty")
    found = detect(data)
    if found is None:
        raise NotAPicture(f"The file is not a picture in one of the formats taken here: {listed(formats)}")
    if found not in formats:
        raise NotAPicture(f"A {found.value} picture is not taken here, only {listed(formats)}")
    content = read(found, data, limits)
    # Every bit of a JPEG's scans is read all the same; only the pixels that nobody looks at are not computed.
    decode(found, content.first, draft=(1, 1))
    for stream in content.later:
        decode(found, stream)
    width, height = content.displayed
    return Picture(found, width, height, content.frames)


def decode(picture_format: Format, stream: bytes, draft: tuple[int, int] | None = None) -> Decoded:
    """Decode one frame, a stream of `containers.Content`, whole. Raises NotAPicture if that cannot be done.

    With `draft`, a size in pixels, a JPEG comes out smaller if that saves work, but not smaller than asked.
    """
    try:
        image = Image.open(io.BytesIO(stream), formats=(picture_format.pillow,))
        drafted = image.draft(None, draft) if draft else None
        image.load()
    except _UNREADABLE as error:
        raise NotAPicture("The picture is damaged: its pixels cannot be decoded") from error
    return Decoded(image, drafted[1] if drafted else (0, 0, *image.size))
