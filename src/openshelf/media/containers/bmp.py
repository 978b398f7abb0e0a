"""BMP (Windows and OS/2): a header that says where the rows are, and the rows. It has no end marker."""

from __future__ import annotations

from struct import unpack_from

from openshelf.media.containers.base import Content, Limits, NotAPicture

_PLAIN, _BIT_FIELDS = 0, 3
_OS2_HEADER = 12


def walk(data: bytes, limits: Limits) -> Content:
    (header,) = unpack_from("<I", data, 14)
    packing = _PLAIN
    if header == _OS2_HEADER:
        width, height = unpack_from("<HH", data, 18)
    else:
        width, height, _, _, packing = unpack_from("<iiHHI", data, 18)
    if packing not in (_PLAIN, _BIT_FIELDS):
        # Pillow reads run lengths in Python, a pixel at a time: few bytes would keep a worker busy for long.
        raise NotAPicture("A compressed BMP is not taken, only a plain one")
    limits.check_size(width, abs(height))
    return Content(width, abs(height), data)
