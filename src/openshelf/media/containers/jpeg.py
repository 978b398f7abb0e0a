"""JPEG (ISO 10918): marker segments, then scans, then the end marker."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

from openshelf.media.containers.base import (
    MAX_PARTS,
    Content,
    Limits,
    NotAPicture,
    cut_off,
    damaged,
    exif_orientation,
)

# A progressive JPEG has about a dozen scans, eighteen for CMYK. Each makes the decoder go through the whole
# picture again, for a few bytes of file if it is empty.
MAX_SCANS = 32

_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD})  # Huffman, arithmetic, quantisation, restart interval
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_HUFFMAN_SEQUENTIAL = (0xC0, 0xC1)
_WITHOUT_LENGTH = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})
_SCAN = 0xDA


class _Segment(NamedTuple):
    marker: int
    start: int
    end: int
    body: bytes


class _Frame(NamedTuple):
    marker: int
    width: int
    height: int
    components: int


def walk(data: bytes, limits: Limits) -> Content:
    kept = [b"\xff\xd8"]
    orientation: int | None = None
    profile: dict[int, bytes] = {}
    frame: _Frame | None = None
    for segment in _segments(data):
        marker, start, end, body = segment
        if marker in _FRAME_HEADERS:
            if frame is not None:
                raise damaged("a JPEG with two frame headers")
            frame = _frame(marker, body)
            limits.check_size(frame.width, frame.height)
        if marker in _FRAME_HEADERS or marker in _TABLES or _tells_colour_space(marker, body):
            kept.append(data[start:end])
        elif marker == 0xE1 and body.startswith(b"Exif\0\0") and orientation is None:
            orientation = exif_orientation(body[6:])
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
            profile[body[12]] = body[14:]
        elif marker == _SCAN:
            if frame is None:
                raise damaged("a JPEG without a frame header")
            kept.append(_scans(data, segment, frame))
    if frame is None:
        raise cut_off()
    return Content(
        frame.width,
        frame.height,
        b"".join(kept),
        orientation=orientation or 1,
        profile=b"".join(profile[number] for number in sorted(profile)) or None,
    )


def _segments(data: bytes) -> Iterator[_Segment]:
    """The segments up to the first scan's header, and that one as the last."""
    at = 2
    for _ in range(MAX_PARTS):
        at = data.find(b"\xff", at)  # some cameras leave padding between the segments
        if at < 0:
            raise cut_off()
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        elif marker == 0xD9:
            raise damaged("a JPEG that ends before its first scan")
        else:
            (length,) = unpack_from(">H", data, at + 2)
            end = at + 2 + length
            if end > len(data):
                raise cut_off()
            yield _Segment(marker, at, end, data[at + 4 : end])
            if marker == _SCAN:
                return
            at = max(end, at + 4)
    raise damaged("a JPEG of too many segments")


def _frame(marker: int, body: bytes) -> _Frame:
    precision, height, width, components = unpack_from(">BHHB", body)
    if precision != 8 or components not in (1, 3, 4):
        raise NotAPicture(f"A JPEG of {components} components with {precision} bits each is not taken")
    return _Frame(marker, width, height, components)


def _tells_colour_space(marker: int, body: bytes) -> bool:
    return (marker == 0xE0 and body.startswith(b"JFIF")) or (marker == 0xEE and body.startswith(b"Adobe"))


def _scans(data: bytes, header: _Segment, frame: _Frame) -> bytes:
    """All scans, from the first one's header on."""
    end = data.find(b"\xff\xd9", header.end)
    if end < 0:
        raise cut_off()
    if frame.marker in _HUFFMAN_SEQUENTIAL and header.body[0] == frame.components:
        # The only scan. libjpeg fills one that stops short with grey, and Pillow has no way to hear its
        # warning. Without the end marker, but with padding enough for its look-ahead, the decoder asks for
        # more data instead, which Pillow reports as a truncated file.
        return data[header.start : end] + bytes(16)
    if data.count(b"\xff\xda", header.end) >= MAX_SCANS:
        raise damaged(f"a JPEG of more than {MAX_SCANS} scans")
    return data[header.start :]
