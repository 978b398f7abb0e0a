"""WebP (RFC 9649): one RIFF chunk for a simple picture, or a VP8X header and chunks for all others."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from struct import unpack_from

from openshelf.media.containers.base import (
    MAX_PARTS,
    Content,
    Limits,
    cut_off,
    damaged,
    exif_orientation,
)

_ANIMATED, _ALPHA = 0x02, 0x10  # flags of VP8X
_PIXELS = (b"ALPH", b"VP8 ", b"VP8L")

_Chunk = tuple[bytes, bytes]


def walk(data: bytes, limits: Limits) -> Content:
    (size,) = unpack_from("<I", data, 4)
    if 8 + size > len(data):
        raise cut_off()
    chunks = list(_chunks(data, 12, 8 + size))
    if not chunks:
        raise damaged("a WebP without chunks")
    name, header = chunks[0]
    if name != b"VP8X":
        width, height = _size(name, header)
        limits.check_size(width, height)
        return Content(width, height, _file((name, header)))
    flags, width, height = header[0], _uint24(header, 4) + 1, _uint24(header, 7) + 1
    limits.check_size(width, height)
    by_name = dict(reversed(chunks))  # of several with one name, the first counts
    orientation = exif_orientation(by_name.get(b"EXIF", b"").removeprefix(b"Exif\0\0"))
    profile = by_name.get(b"ICCP")
    if not flags & _ANIMATED:
        pixels = [chunk for chunk in chunks if chunk[0] in _PIXELS]
        still = _file(_extended(flags & _ALPHA, header), *pixels)
        return Content(width, height, still, orientation=orientation, profile=profile)
    frames = [chunk for chunk in chunks if chunk[0] == b"ANMF"]
    if not frames:
        raise damaged("a WebP animation without frames")
    limits.check_frames(len(frames), len(frames) * width * height)
    # Each frame alone, in its place on the whole canvas; libwebp sees to it that it fits there.
    canvas = _extended(_ANIMATED | _ALPHA, header), (b"ANIM", bytes(6))
    alone = (_file(*canvas, frame) for frame in frames)
    return Content(
        width,
        height,
        next(alone),
        orientation=orientation,
        profile=profile,
        frames=len(frames),
        later=alone,
    )


def _chunks(data: bytes, at: int, stop: int) -> Iterator[_Chunk]:
    for _ in range(MAX_PARTS):
        if at + 8 > stop:
            return
        name, length = unpack_from("<4sI", data, at)
        if at + 8 + length > stop:
            raise cut_off()
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    raise damaged("a WebP of too many chunks")


def _file(*chunks: _Chunk) -> bytes:
    parts = [b"WEBP"]
    for name, body in chunks:
        parts += (name, struct.pack("<I", len(body)), body, bytes(len(body) % 2))
    content = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def _extended(flags: int, header: bytes) -> _Chunk:
    return b"VP8X", struct.pack("<I", flags) + header[4:10]


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if name == b"VP8L" and body[:1] == b"\x2f":
        (bits,) = unpack_from("<I", body, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise damaged("a WebP that does not begin with a picture")


def _uint24(data: bytes, at: int) -> int:
    low, high = unpack_from("<HB", data, at)
    return int(low | high << 16)
