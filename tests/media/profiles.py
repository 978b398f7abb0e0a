"""ICC profiles for tests, put together by hand, each with an effect that no one would take for an accident."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from PIL import ImageCms

_D50 = (0.9642, 1.0, 0.8249)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: Iterable[float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _profile(kind: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    tags = {
        b"desc": b"desc\0\0\0\0\0\0\0\5test\0" + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz(_D50),
        **tags,
    }
    table, bodies = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, body in tags.items():
        table += name + struct.pack(">II", start + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    size = 128 + len(table) + len(bodies)
    head = struct.pack(">I4sI4s4s4s", size, b"test", 0x02100000, kind, space, connection)
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp")
    head = head.ljust(68, b"\0") + b"".join(map(_fixed, _D50))
    return head.ljust(128, b"\0") + table + bodies


def swapped_primaries() -> bytes:
    """sRGB with red and blue exchanged: what is stored as red is meant to be seen as blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"....", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"....", b"bXYZ", 1)


def dark_grey(gamma: float = 4.0) -> bytes:
    """A profile for greys with a gamma far above that of sRGB: middle greys are meant to be seen much darker."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"kTRC": curve})


def inks_as_green() -> bytes:
    """A profile for CMYK in which any ink at all is a strong green, and none is white."""
    white, green = bytes((255, 128, 128)), bytes((128, 60, 180))
    identity = bytes(range(256))
    matrix = b"".join(_fixed(float(row == column)) for row in range(3) for column in range(3))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + identity * 4
    table += white + green * 15 + identity * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": table})
