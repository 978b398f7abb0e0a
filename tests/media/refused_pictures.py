"""Files for the inspection of pictures: those that are refused, by accident or by intent."""

from __future__ import annotations

import struct
import zlib
from functools import partial
from typing import NamedTuple

from tests.media.pictures import (
    PNG_END,
    PNG_SIGNATURE,
    animated,
    bmp,
    encoded,
    frame_header_at,
    gif,
    gif_frame,
    grown,
    jpeg_claiming,
    jpeg_segment,
    lzw,
    patched,
    png,
    png_chunk,
    png_header,
    riff,
    scene,
    textured,
    vp8x,
)
from tests.media.taken_pictures import Build, jpeg


class Bad(NamedTuple):
    """A file that is refused, with words that the sentence about it must have."""

    name: str
    build: Build
    why: str


def cut(whole: Build, share: float) -> bytes:
    data = whole()
    return data[: int(len(data) * share)]


def _text_files() -> list[Bad]:
    texts = {
        "nothing": (b"", "empty"),
        "one byte": (b"G", "not a picture"),
        "html": (b"<!doctype html><img src=x>", "not a picture"),
        "svg": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        "tiff": (encoded(scene(), "TIFF"), "not a picture"),
        "icon": (encoded(scene(), "ICO"), "not a picture"),
        "avif": (encoded(scene(), "AVIF"), "not a picture"),
        "pdf": (b"%PDF-1.7\n" + jpeg(), "not a picture"),
        "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
        "xbm": (b"#define a_width 8\n#define a_height 1\nstatic char a_bits[] = {\n1};", "not a picture"),
        "a jpeg behind a space": (b" " + jpeg(), "not a picture"),
        "a gif of the wrong year": (b"GIF90a" + gif(8, 8, gif_frame(8, 8))[6:], "not a picture"),
        "only jpeg's first bytes": (b"\xff\xd8\xff", "cut off"),
        "only png's first bytes": (PNG_SIGNATURE, "begin with its header"),
        "only gif's first bytes": (b"GIF89a", "cut off"),
        "only webp's first bytes": (b"RIFF\4\0\0\0WEBP", "without chunks"),
        "only bmp's first bytes": (b"BM", "cut off"),
    }
    return [Bad(name, partial(bytes, data), why) for name, (data, why) in texts.items()]


_WHOLE: dict[str, Build] = {
    "jpeg": lambda: encoded(textured(), "JPEG"),
    "progressive jpeg": lambda: encoded(textured(), "JPEG", progressive=True),
    "png": lambda: encoded(textured(), "PNG"),
    "animated png": lambda: animated("PNG"),
    "gif": lambda: encoded(textured(), "GIF"),
    "animated gif": lambda: animated("GIF"),
    "webp": lambda: encoded(textured(), "WEBP"),
    "animated webp": lambda: animated("WEBP"),
    "bmp": lambda: encoded(textured(), "BMP"),
}


def without_last_byte(whole: Build) -> bytes:
    return whole()[:-1]


TRUNCATED = [
    Bad(f"{name} cut at {share:.0%}", partial(cut, whole, share), "")
    for name, whole in _WHOLE.items()
    for share in (0.02, 0.3, 0.6, 0.97)
] + [
    Bad(f"{name} without its last byte", partial(without_last_byte, whole), "")
    for name, whole in _WHOLE.items()
]


def jpeg_cut_but_ended(share: float, filler: bytes = b"") -> bytes:
    data = encoded(textured(), "JPEG")
    return data[: int(len(data) * share)] + filler + b"\xff\xd9"


def jpeg_of_scans(count: int) -> bytes:
    data = encoded(textured(), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * count + data[-2:]


def jpeg_without(marker: bytes) -> bytes:
    data = jpeg()
    at = data.index(marker)
    (length,) = struct.unpack_from(">H", data, at + 2)
    return data[:at] + data[at + 2 + length :]


def jpeg_with_two_frame_headers() -> bytes:
    data = jpeg()
    at = frame_header_at(data)
    (length,) = struct.unpack_from(">H", data, at + 2)
    return grown(data, at, data[at : at + 2 + length])


HOSTILE_JPEGS = [
    Bad("jpeg cut at 99% and ended", partial(jpeg_cut_but_ended, 0.99), "cannot be decoded"),
    Bad("jpeg cut at half and ended", partial(jpeg_cut_but_ended, 0.5), "cannot be decoded"),
    Bad("jpeg of 65535 by 65535", partial(jpeg_claiming, 65535, 65535), "at most 30000"),
    Bad("jpeg of 20000 by 20000", partial(jpeg_claiming, 20000, 20000), "at most 50000000"),
    Bad("jpeg of no height", partial(jpeg_claiming, 96, 0), "no pixels"),
    Bad("jpeg of no width", partial(jpeg_claiming, 0, 64), "no pixels"),
    Bad("jpeg of 12 bits", partial(jpeg_claiming, 96, 64, precision=12), "12 bits"),
    Bad("jpeg of two components", partial(jpeg_claiming, 96, 64, components=2), "2 components"),
    Bad("jpeg without a frame header", partial(jpeg_without, b"\xff\xc0"), "without a frame header"),
    Bad("jpeg without tables", partial(jpeg_without, b"\xff\xdb"), "cannot be decoded"),
    Bad("jpeg with two frame headers", jpeg_with_two_frame_headers, "two frame headers"),
    Bad(
        "jpeg that ends before it starts",
        lambda: b"\xff\xd8" + jpeg_segment(0xFE, b"x") + b"\xff\xd9",
        "ends before",
    ),
    Bad("jpeg of many scans", partial(jpeg_of_scans, 40), "scans"),
    Bad("jpeg of a million segments", lambda: b"\xff\xd8" + jpeg_segment(0xFE, b"") * 1_000_000, "segments"),
    Bad("jpeg of eight million fill bytes", lambda: b"\xff\xd8" + b"\xff" * 8_000_000, "segments"),
    Bad("jpeg of nothing but dirt", lambda: b"\xff\xd8\xff\0" + b"\1" * 8_000_000, "cut off"),
    Bad("jpeg with a segment past its end", lambda: jpeg()[:2] + b"\xff\xe1\xff\xff" + jpeg()[2:], "cut off"),
]

PLAIN_ROWS = [bytes(96 * 3)] * 64


def png_claiming(width: int, height: int, depth: int = 8, colour_type: int = 2) -> bytes:
    return png(png_header(width, height, depth, colour_type), PLAIN_ROWS)


def png_of(*chunks: bytes) -> bytes:
    return b"".join((PNG_SIGNATURE, *chunks))


def png_with_wrong_checksum(name: bytes) -> bytes:
    data = encoded(scene(mode="P"), "PNG")
    (length,) = struct.unpack_from(">I", data, data.index(name) - 4)
    at = data.index(name) + 4 + length
    return patched(data, at, data[at] ^ 1)


def flipped_in_the_middle(data: bytes, at: int) -> bytes:
    return patched(data, at, data[at] ^ 0x10)


HEADER = png_header(96, 64, 8, 2)
PIXELS = png_chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in PLAIN_ROWS)))
FRAME = struct.pack(">5IHHBB", 0, 96, 64, 0, 0, 1, 10, 0, 0)

HOSTILE_PNGS = [
    Bad("png of 30000 by 30000", partial(png_claiming, 30000, 30000, 1, 0), "at most 50000000"),
    Bad("png of 30001 by 1", partial(png_claiming, 30001, 1), "at most 30000"),
    Bad("png of two thousand million columns", partial(png_claiming, 2**31 - 1, 1), "at most 30000"),
    Bad("png of no width", partial(png_claiming, 0, 64), "no pixels"),
    Bad("png with too few rows", partial(png_claiming, 96, 65), "cannot be decoded"),
    Bad("png of unknown colours", partial(png_claiming, 96, 64, 8, 5), "cannot be decoded"),
    Bad(
        "png with a bad filter",
        lambda: png_of(HEADER, png_chunk(b"IDAT", zlib.compress(b"\x09" * 18496)), PNG_END),
        "decoded",
    ),
    Bad(
        "png with pixels that do not inflate",
        lambda: png_of(HEADER, png_chunk(b"IDAT", b"x" * 99), PNG_END),
        "decoded",
    ),
    Bad("png without its palette", partial(png_claiming, 96, 64, 8, 3), "palette"),
    Bad("png without pixels", lambda: png_of(HEADER, PNG_END), "cannot be decoded"),
    Bad("png without an end", lambda: png_of(HEADER, PIXELS), "cut off"),
    Bad("png that begins with pixels", lambda: png_of(PIXELS, HEADER, PNG_END), "begin with its header"),
    Bad(
        "png with a second, larger header",
        lambda: png_of(HEADER, png_header(40000, 40000, 8, 2), PIXELS, PNG_END),
        "two headers",
    ),
    Bad(
        "png with an unknown critical chunk",
        lambda: png_of(HEADER, png_chunk(b"CgBI"), PIXELS, PNG_END),
        "CgBI",
    ),
    Bad(
        "png with a chunk without a name",
        lambda: png_of(HEADER, png_chunk(b"\0\0\0\0"), PIXELS, PNG_END),
        "name",
    ),
    Bad(
        "png with a chunk past its end",
        lambda: png_of(HEADER, b"\xff\xff\xff\xfftEXt", PIXELS, PNG_END),
        "cut off",
    ),
    Bad("png with a wrong header checksum", partial(png_with_wrong_checksum, b"IHDR"), "checksum of a IHDR"),
    Bad("png with a wrong palette checksum", partial(png_with_wrong_checksum, b"PLTE"), "checksum of a PLTE"),
    Bad("png with a wrong pixel checksum", partial(png_with_wrong_checksum, b"IDAT"), "checksum of a IDAT"),
    Bad(
        "png with one bit flipped",
        lambda: flipped_in_the_middle(encoded(textured(), "PNG"), 3000),
        "checksum",
    ),
    Bad(
        "png of half a million chunks",
        lambda: png_of(HEADER, png_chunk(b"tEXt") * 500_000, PIXELS, PNG_END),
        "many chunks",
    ),
    Bad(
        "animated png of 151 frames",
        lambda: png_of(
            HEADER, png_chunk(b"acTL", bytes(8)), png_chunk(b"fcTL", FRAME) * 151, PIXELS, PNG_END
        ),
        "more than 150 frames",
    ),
    Bad(
        "animated png with a broken later frame",
        lambda: png_of(
            *(HEADER, png_chunk(b"acTL", bytes(8)), png_chunk(b"fcTL", FRAME), PIXELS),
            *(png_chunk(b"fcTL", FRAME), png_chunk(b"fdAT", bytes(99)), PNG_END),
        ),
        "cannot be decoded",
    ),
    Bad(
        "animated png with a huge later frame",
        lambda: png_of(
            *(HEADER, png_chunk(b"acTL", bytes(8)), PIXELS),
            *(
                png_chunk(b"fcTL", struct.pack(">3I14x", 0, 29999, 29999)),
                png_chunk(b"fdAT", bytes(99)),
                PNG_END,
            ),
        ),
        "at most 50000000",
    ),
]

SHORT_CODES = lzw(bytes(10))
NO_CODES = b"\x08\0"
BAD_CODES = b"\x08" + b"\x05\xff\xff\xff\xff\xff" + b"\0"

HOSTILE_GIFS = [
    Bad("gif of 65535 by 65535", lambda: gif(65535, 65535, gif_frame(1, 1)), "at most 5120"),
    Bad("gif of 5121 by 1", lambda: gif(5121, 1, gif_frame(1, 1)), "at most 5120"),
    Bad(
        "gif with a frame far beyond its screen",
        lambda: gif(9, 9, gif_frame(1, 1, at=(60000, 60000))),
        "at most 5120",
    ),
    Bad("gif of 151 frames", lambda: gif(3, 3, *[gif_frame(3, 3)] * 151), "more than 150 frames"),
    Bad("gif of 20000 frames", lambda: gif(1, 1, gif_frame(1, 1) * 20_000), "more than 150 frames"),
    Bad(
        "gif of 150 large frames",
        lambda: gif(5000, 5000, gif_frame(5000, 5000, coded=NO_CODES) * 150),
        "more than 150000000 pixels",
    ),
    Bad("gif without frames", lambda: gif(9, 9, b"!\xfe\1x\0"), "without a frame"),
    Bad("gif with an unknown block", lambda: gif(9, 9, b"\x99", gif_frame(9, 9)), "unknown kind"),
    Bad("gif without a trailer", lambda: gif(9, 9, gif_frame(9, 9), trailer=b""), "cut off"),
    Bad("gif of a frame without width", lambda: gif(9, 9, gif_frame(0, 9, coded=NO_CODES)), "no pixels"),
    Bad("gif without pixels", lambda: gif(9, 9, gif_frame(9, 9, coded=NO_CODES)), "cannot be decoded"),
    Bad(
        "gif with too few pixels",
        lambda: gif(90, 90, gif_frame(90, 90, coded=SHORT_CODES)),
        "cannot be decoded",
    ),
    Bad("gif with bad codes", lambda: gif(9, 9, gif_frame(9, 9, coded=BAD_CODES)), "cannot be decoded"),
    Bad(
        "gif with a broken later frame",
        lambda: gif(9, 9, gif_frame(9, 9), gif_frame(9, 9, coded=BAD_CODES)),
        "cannot be decoded",
    ),
    Bad("gif of four million empty blocks", lambda: gif(9, 9, b"!\xfe\0" * 2_500_000), "many blocks"),
]

VP8 = (b"VP8 ", encoded(scene(), "WEBP")[20:])

HOSTILE_OTHERS = [
    Bad("webp of 16777216 by 16777216", lambda: riff(vp8x(0, 2**24, 2**24), VP8), "at most 30000"),
    Bad("webp of 16000 by 16000", lambda: riff(vp8x(0, 16000, 16000), VP8), "at most 50000000"),
    Bad("webp with a smaller canvas than picture", lambda: riff(vp8x(0, 9, 9), VP8), "cannot be decoded"),
    Bad("webp without a picture", lambda: riff(vp8x(0, 96, 64)), "cannot be decoded"),
    Bad("webp of text", lambda: riff((b"EXIF", b"hello")), "begin with a picture"),
    Bad("webp that says it is longer", lambda: patched(encoded(scene(), "WEBP"), 4, 0xFF, 0xFF), "cut off"),
    Bad("animated webp without frames", lambda: riff(vp8x(2, 96, 64), (b"ANIM", bytes(6))), "without frames"),
    Bad(
        "animated webp of 151 frames",
        lambda: animated("WEBP", 151, minimize_size=False),
        "more than 150 frames",
    ),
    Bad(
        "animated webp with a frame outside",
        lambda: riff(vp8x(2, 96, 64), (b"ANIM", bytes(6)), (b"ANMF", b"\xff" * 16 + riff(VP8)[12:])),
        "cannot be decoded",
    ),
    Bad("bmp of 40000 by 40000", lambda: bmp(40000, 40000, 1, bytes(99)), "at most 30000"),
    Bad("bmp of no width", lambda: bmp(0, 9, 24, bytes(99)), "no pixels"),
    Bad("bmp of negative width", lambda: bmp(-9, 9, 24, bytes(999)), "no pixels"),
    Bad(
        "compressed bmp",
        lambda: bmp(9000, 5000, 8, bytes(9999), packing=1, palette=bytes(1024)),
        "compressed",
    ),
    Bad("bmp of three bits", lambda: bmp(9, 9, 3, bytes(999)), "cannot be decoded"),
    Bad(
        "bmp with its rows elsewhere",
        lambda: patched(encoded(scene(), "BMP"), 10, 0xFF, 0xFF, 0xFF),
        "decoded",
    ),
]

BAD = [*_text_files(), *TRUNCATED, *HOSTILE_JPEGS, *HOSTILE_PNGS, *HOSTILE_GIFS, *HOSTILE_OTHERS]
