"""GIF (87a and 89a): a screen, then blocks (extensions and frames), then the trailer."""

from __future__ import annotations

import struct
from struct import unpack_from
from typing import NamedTuple

from openshelf.media.containers.base import MAX_PARTS, Content, Limits, damaged

_EXTENSION, _FRAME, _TRAILER = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL = 0xF9
_PALETTE, _INTERLACED = 0x80, 0x40  # flags


class _Frame(NamedTuple):
    left: int
    top: int
    width: int
    height: int
    flags: int
    palette: bytes
    pixels: tuple[int, int]  # from where to where in the file


def walk(data: bytes, limits: Limits) -> Content:
    width, height, flags = unpack_from("<HHB", data, 6)
    colours = data[13 : 13 + _palette_size(flags)]
    at = 13 + len(colours)
    transparent = b""  # the control block of the first frame, if it names a transparent colour
    frames: list[_Frame] = []
    pixels = 0
    for _ in range(MAX_PARTS):
        kind = data[at]
        if kind == _TRAILER:
            break
        if kind == _EXTENSION:
            if not frames:
                transparent = _transparency(data, at) or transparent
            at = _after_blocks(data, at + 2)
        elif kind == _FRAME:
            frame, at = _read_frame(data, at)
            limits.check_size(frame.left + frame.width, frame.top + frame.height, limits.gif_side)
            limits.check_size(frame.width, frame.height)
            pixels += frame.width * frame.height
            frames.append(frame)
            limits.check_frames(len(frames), pixels)
        else:
            raise damaged("a GIF with a block of unknown kind")
    else:
        raise damaged("a GIF of too many blocks")
    if not frames:
        raise damaged("a GIF without a frame")
    first = frames[0]
    # Browsers and Pillow alike enlarge a screen that is too small for its first frame.
    width, height = max(width, first.left + first.width), max(height, first.top + first.height)
    limits.check_size(width, height, limits.gif_side)
    return Content(
        width,
        height,
        _alone(data, first, colours, transparent),
        origin=(first.left, first.top),
        frames=len(frames),
        # Whether a frame decodes does not depend on its colours.
        later=(_alone(data, frame._replace(flags=frame.flags & _INTERLACED)) for frame in frames[1:]),
    )


def _palette_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & _PALETTE else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Where a chain of data blocks beginning at `at` is over."""
    while size := data[at]:
        at += size + 1
    return at + 1


def _transparency(data: bytes, at: int) -> bytes:
    if data[at + 1] == _GRAPHIC_CONTROL and data[at + 2] == 4 and data[at + 3] & 1:
        return b"!\xf9\x04\x01\0\0" + data[at + 6 : at + 7] + b"\0"
    return b""


def _read_frame(data: bytes, at: int) -> tuple[_Frame, int]:
    left, top, width, height, flags = unpack_from("<4HB", data, at + 1)
    start = at + 10 + _palette_size(flags)
    end = _after_blocks(data, start + 1)
    return _Frame(left, top, width, height, flags, data[at + 10 : start], (start, end)), end


def _alone(data: bytes, frame: _Frame, colours: bytes = b"", transparent: bytes = b"") -> bytes:
    """A GIF of one frame, on a screen of exactly its size."""
    depth = _PALETTE | (len(colours) // 3).bit_length() - 2 if colours else 0
    screen = struct.pack("<HHBBB", frame.width, frame.height, depth, 0, 0)
    place = struct.pack("<B4HB", _FRAME, 0, 0, frame.width, frame.height, frame.flags)
    palette = frame.palette if frame.flags & _PALETTE else b""
    start, end = frame.pixels
    return b"".join((b"GIF89a", screen, colours, transparent, place, palette, data[start:end], b";"))
