"""PNG (ISO 15948), with the animation chunks of its third edition: a header, chunks, the end chunk."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import unpack_from

from openshelf.media.containers.base import (
    MAX_PARTS,
    Content,
    Limits,
    cut_off,
    damaged,
    exif_orientation,
)

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"\0\0\0\0IEND\xaeB`\x82"
_MAX_PROFILE = 4 * 1024 * 1024

_INDEXED = 3  # colour type
_CRITICAL = frozenset({b"IHDR", b"PLTE", b"IDAT"})
_CHECKED = _CRITICAL | {b"tRNS", b"acTL", b"fcTL", b"fdAT"}
_NAME = re.compile(rb"[A-Za-z]{4}")


@dataclass(slots=True)
class _Frames:
    """The frames of an animation: of each its size, and the compressed pixels unless they are in IDAT."""

    announced: bool = False
    pixels: int = 0
    each: list[tuple[bytes, list[memoryview]]] = field(default_factory=list)

    def add(self, body: memoryview, limits: Limits) -> None:
        width, height = unpack_from(">II", body, 4)
        limits.check_size(width, height)
        self.pixels += width * height
        limits.check_frames(len(self.each) + 1, self.pixels)
        self.each.append((bytes(body[4:12]), []))


def walk(data: bytes, limits: Limits) -> Content:
    if data[8:16] != b"\0\0\0\rIHDR":
        raise damaged("a PNG that does not begin with its header")
    width, height = unpack_from(">II", data, 16)
    limits.check_size(width, height)
    colours: list[bytes] = []
    pixels: list[memoryview] = []
    frames = _Frames()
    orientation, profile = 1, None
    for name, body in _chunks(memoryview(data)):
        if name == b"IDAT":
            pixels.append(body)
        elif name == b"PLTE":
            colours.append(_chunk(name, bytes(body)))
        elif name == b"tRNS":
            colours.append(_chunk(name, _colour_key(data[24:26], bytes(body))))
        elif name == b"acTL":
            frames.announced = True
        elif name == b"fcTL" and frames.announced:
            frames.add(body, limits)
        elif name == b"fdAT" and frames.each:
            frames.each[-1][1].append(body[4:])
        elif name == b"eXIf":
            orientation = exif_orientation(bytes(body))
        elif name == b"iCCP":
            profile = _profile(bytes(body))
    if data[25] == _INDEXED and not colours:
        raise damaged("a PNG without the palette that it needs")
    return Content(
        width,
        height,
        _alone(data[16:29], colours, pixels),
        orientation=orientation,
        profile=profile,
        frames=max(1, len(frames.each)),
        later=(_alone(size + data[24:29], colours, parts) for size, parts in frames.each if parts),
    )


def _chunks(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Name and body of each chunk before the end chunk. The checksums of those that matter are right."""
    at = len(_SIGNATURE)
    for _ in range(MAX_PARTS):
        length, name = unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise cut_off()
        if name == b"IEND":
            return
        if not _NAME.fullmatch(name):
            raise damaged("a PNG with a chunk that has no proper name")
        if name[:1].isupper() and name not in _CRITICAL:  # no decoder may pass over one that it does not know
            raise damaged(f"a PNG with the unknown critical chunk {name.decode('ascii')}")
        if name == b"IHDR" and at > len(_SIGNATURE):  # its size would be taken without having been checked
            raise damaged("a PNG with two headers")
        body = data[at + 8 : end - 4]
        if name in _CHECKED and _checksum(name, body) != data[end - 4 : end]:
            raise damaged(f"the checksum of a {name.decode('ascii')} chunk is wrong")
        yield name, body
        at = end
    raise damaged("a PNG of too many chunks")


def _checksum(name: bytes, body: bytes | memoryview) -> bytes:
    return struct.pack(">I", zlib.crc32(body, zlib.crc32(name)))


def _alone(header: bytes, colours: list[bytes], pixels: list[memoryview]) -> bytes:
    """A PNG of one frame.

    The compressed pixels lack their last byte, the end of a checksum of what the chunks' own checksums have
    vouched for. Pillow takes the end of the compressed data for the end of the picture, however many rows
    are missing; without it, the decoder asks for more data, which Pillow reports as a truncated file. The
    checksum of the chunk that they are put in is left out, because it is not looked at.
    """
    size = max(0, sum(map(len, pixels)) - 1)
    compressed = memoryview(b"".join(pixels))[:size]
    start = struct.pack(">I4s", size, b"IDAT")
    return b"".join((_SIGNATURE, _chunk(b"IHDR", header), *colours, start, compressed, bytes(4), _END))


def _chunk(name: bytes, body: bytes) -> bytes:
    return b"".join((struct.pack(">I", len(body)), name, body, _checksum(name, body)))


def _colour_key(depth_and_type: bytes, body: bytes) -> bytes:
    """The one transparent colour of a picture without a palette, as its samples are once they are decoded.

    Pillow widens samples of two and four bits to eight, and keeps the upper eight bits of an RGB picture's
    sixteen, but compares all of them with the key as it was written.
    """
    depth, colour_type = depth_and_type
    if (depth, colour_type) in ((2, 0), (4, 0)):
        (key,) = unpack_from(">H", body)
        return struct.pack(">H", key * (255 // (2**depth - 1)) & 0xFF)
    if (depth, colour_type) == (16, 2):
        return struct.pack(">3H", *(key >> 8 for key in unpack_from(">3H", body)))
    return body


def _profile(body: bytes) -> bytes | None:
    """The profile of an iCCP chunk, inflated as far as one may reasonably be large."""
    packed = body.partition(b"\0")[2][1:]
    try:
        return zlib.decompressobj().decompress(packed, _MAX_PROFILE) or None
    except zlib.error:
        return None  # a picture is not refused for the sake of its profile
