"""What stands around the pixels of each format: walked and checked here, and then left behind.

A decoder is only ever given the parts that pixels are made of. So a hostile EXIF block, colour profile,
text chunk or frame count never reaches one, nothing of them can reach a rendition, and every cap is checked
before a pixel is decoded. One module a format, each with one `walk`; `read` is the door.
"""

from __future__ import annotations

import struct

from openshelf.media.containers import bmp, gif, jpeg, png, webp
from openshelf.media.containers.base import LIMITS, Content, Limits, NotAPicture, cut_off
from openshelf.media.formats import Format

__all__ = ["LIMITS", "Content", "Limits", "NotAPicture", "read"]

_WALKS = {
    Format.BMP: bmp.walk,
    Format.GIF: gif.walk,
    Format.JPEG: jpeg.walk,
    Format.PNG: png.walk,
    Format.WEBP: webp.walk,
}


def read(picture_format: Format, data: bytes, limits: Limits = LIMITS) -> Content:
    """Walk through a file of the given format, to its end marker. Bytes after that are ignored.

    Raises NotAPicture for a file that is cut off or badly built, or over one of the limits. No pixel is
    decoded here.
    """
    try:
        return _WALKS[picture_format](data, limits)
    except (struct.error, IndexError) as error:
        raise cut_off() from error
