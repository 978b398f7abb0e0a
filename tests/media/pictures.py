"""Test pictures, made here by code: encoded by Pillow where it can, put together by hand where it cannot.

`scene` is what most of them show: red, green, blue and yellow quarters, so that a wrong turn, a wrong colour
or a lost half is seen at once. `taken_pictures` and `refused_pictures` have the files made with these.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from PIL import Image

RED, GREEN, BLUE, YELLOW = (220, 30, 40), (30, 160, 60), (40, 60, 200), (240, 220, 50)
QUARTERS = ((0.25, 0.25, RED), (0.75, 0.25, GREEN), (0.25, 0.75, BLUE), (0.75, 0.75, YELLOW))

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"

# Where a pixel of the upright picture lies in the stored one is undone by this when the picture is displayed.
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """The four quarters, in any mode that Pillow converts to."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height))
    image.paste(BLUE, (0, height // 2, width, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image.convert(mode)


def textured(width: int = 300, height: int = 200) -> Image.Image:
    """The scene with detail of every size, so that files are not mostly header. The same every time."""
    ramp = Image.linear_gradient("L").resize((width, height))
    waves = Image.new("L", (width, height))
    for step in (40, 12, 4):
        coarse = Image.frombytes("L", (step, step), bytes(i * i * 31 % 251 for i in range(step * step)))
        waves = Image.blend(waves, coarse.resize((width, height), Image.Resampling.BICUBIC), 0.5)
    return Image.blend(scene(width, height), Image.merge("RGB", (waves, ramp, waves)), 0.4)


def half_transparent(mode: str) -> Image.Image:
    """The left half shows nothing, and hides black; the right half is red (or its grey)."""
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((*RED, 255), (32, 0, 64, 64))
    return image.convert(mode)


def seen_from_orientation(upright: Image.Image, orientation: int) -> Image.Image:
    """The pixels that a camera stores when it notes that `orientation`."""
    return upright.transpose(STORED[orientation]) if orientation in STORED else upright


def encoded(image: Image.Image, name: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, name, **options)
    return out.getvalue()


def grown(data: bytes, at: int, more: bytes) -> bytes:
    return data[:at] + more + data[at:]


def patched(data: bytes, at: int, *values: int) -> bytes:
    return data[:at] + bytes(values) + data[at + len(values) :]


def exif(orientation: int, order: str = "<", extra: Sequence[tuple[int, int, int, bytes]] = ()) -> bytes:
    """An EXIF block, from its TIFF header on; `extra` are further (tag, kind, count, value) entries."""
    entries = [*extra, (0x0112, 3, 1, struct.pack(f"{order}H2x", orientation))]
    parts = [struct.pack(f"{order}2sHIH", b"II" if order == "<" else b"MM", 42, 8, len(entries))]
    parts += (struct.pack(f"{order}HHI", *entry[:3]) + entry[3] for entry in sorted(entries))
    return b"".join((*parts, bytes(4)))


# JPEG


def jpeg_segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg_with(jpeg: bytes, *segments: bytes) -> bytes:
    """The JPEG with these between its first marker and all else."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def jpeg_exif(block: bytes) -> bytes:
    return jpeg_segment(0xE1, b"Exif\0\0" + block)


def jpeg_profile(profile: bytes, size: int = 60_000) -> list[bytes]:
    parts = [profile[at : at + size] for at in range(0, len(profile), size)]
    return [
        jpeg_segment(0xE2, b"ICC_PROFILE\0" + bytes((number, len(parts))) + part)
        for number, part in enumerate(parts, 1)
    ]


def frame_header_at(jpeg: bytes) -> int:
    """Where the frame header of a JPEG written by Pillow begins."""
    return next(at for at in (jpeg.find(b"\xff\xc0"), jpeg.find(b"\xff\xc2")) if at > 0)


def jpeg_claiming(width: int, height: int, *, precision: int = 8, components: int | None = None) -> bytes:
    """A JPEG whose frame header says these things, whatever it really has."""
    honest = encoded(scene(), "JPEG")
    jpeg, at = bytearray(honest), frame_header_at(honest)
    struct.pack_into(">BHH", jpeg, at + 4, precision, height, width)
    if components is not None:
        jpeg[at + 9] = components
    return bytes(jpeg)


def cmyk_of(image: Image.Image) -> Image.Image:
    """The inks of an RGB picture, without black: what Pillow's plain conversion undoes exactly."""
    inks = image.point(lambda value: 255 - value)
    return Image.merge("CMYK", (*inks.split(), Image.new("L", image.size)))


def ycck_jpeg(image: Image.Image) -> bytes:
    """An RGB picture as Adobe's programs write CMYK: inverted, its inks turned to luma and chroma (transform 2)."""
    inks = cmyk_of(image)
    luma_chroma = Image.merge("RGB", inks.split()[:3]).convert("YCbCr")
    black = inks.getchannel("K")
    # Pillow's encoder inverts all four and writes "transform 0", so both are undone here.
    planes = [*(plane.point(lambda value: 255 - value) for plane in luma_chroma.split()), black]
    jpeg = bytearray(encoded(Image.merge("CMYK", planes), "JPEG", quality=95, subsampling=0))
    adobe = jpeg.index(b"Adobe")
    jpeg[adobe + 11] = 2
    return bytes(jpeg)


# PNG


def png_chunk(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_header(width: int, height: int, depth: int, colour_type: int, interlace: int = 0) -> bytes:
    return png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, interlace))


def png(header: bytes, rows: Iterable[bytes], *chunks: bytes) -> bytes:
    """A PNG of rows without filters; `chunks` stand between the header and the pixels."""
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"".join((PNG_SIGNATURE, header, *chunks, png_chunk(b"IDAT", pixels), PNG_END))


def png_with(data: bytes, *chunks: bytes) -> bytes:
    """The PNG with these chunks right after its header."""
    return data[:33] + b"".join(chunks) + data[33:]


def png_profile(profile: bytes) -> bytes:
    return png_chunk(b"iCCP", b"made up\0\0" + zlib.compress(profile))


def interlaced_png(image: Image.Image) -> bytes:
    """An RGB picture in the seven passes of Adam7, which Pillow reads but does not write."""
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    width, height = image.size
    rows = [
        b"".join(bytes(_rgb(image, x, y)) for x in range(left, width, step_x))
        for left, top, step_x, step_y in passes
        if left < width
        for y in range(top, height, step_y)
    ]
    return png(png_header(width, height, 8, 2, interlace=1), rows)


def _rgb(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return tuple(int(value) for value in pixel)


# GIF


def lzw(pixels: bytes) -> bytes:
    """Pixels of eight bits as GIF codes them, in codes that are never longer than nine bits."""
    clear, end = 256, 257
    bits = count = 0
    out = bytearray()
    codes = [code for at in range(0, len(pixels), 250) for code in (clear, *pixels[at : at + 250])]
    for code in (*codes, end):
        bits |= code << count
        count += 9
        while count >= 8:
            out.append(bits & 0xFF)
            bits, count = bits >> 8, count - 8
    out.append(bits)
    blocks = (out[at : at + 255] for at in range(0, len(out), 255))
    return b"\x08" + b"".join(bytes((len(block),)) + block for block in blocks) + b"\0"


def gif_frame(
    width: int,
    height: int,
    *,
    index: int = 1,
    at: tuple[int, int] = (0, 0),
    palette: bytes = b"",
    transparent: int | None = None,
    coded: bytes | None = None,
) -> bytes:
    """A frame of one colour; `palette` has 256 colours if it is given, `coded` replaces the right pixels."""
    flags = 0x87 if palette else 0
    control = b"" if transparent is None else b"!\xf9\x04\x01\0\0" + bytes((transparent, 0))
    pixels = lzw(bytes((index,)) * (width * height)) if coded is None else coded
    return control + struct.pack("<B4HB", 0x2C, *at, width, height, flags) + palette + pixels


def gif(width: int, height: int, *blocks: bytes, palette: bytes = b"", trailer: bytes = b";") -> bytes:
    """A GIF of these blocks; `palette` has 256 colours if it is given."""
    screen = struct.pack("<HHBBB", width, height, 0x87 if palette else 0, 0, 0)
    return b"".join((b"GIF89a", screen, palette, *blocks, trailer))


def palette_of(*colours: tuple[int, int, int]) -> bytes:
    """A palette of 256 colours that begins with these and ends with black."""
    return b"".join(map(bytes, colours)).ljust(768, b"\0")


def animated(name: str, frames: int = 3, **options: Any) -> bytes:
    """An animation, as GIF, PNG or WEBP, whose first frame is red and whose others are not."""
    colours = [RED] + [(10 * number % 256, 200, 30 + number) for number in range(1, frames)]
    first, *others = (Image.new("RGB", (40, 30), colour) for colour in colours)
    return encoded(first, name, save_all=True, append_images=others, duration=50, **options)


# WebP and BMP


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(part)) + part + bytes(len(part) % 2) for name, part in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def vp8x(flags: int, width: int, height: int) -> tuple[bytes, bytes]:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"VP8X", struct.pack("<I", flags) + sides


def bmp(width: int, height: int, bits: int, rows: bytes, *, packing: int = 0, palette: bytes = b"") -> bytes:
    """A BMP with the header of Windows 3; a height below zero means that the first row is the top one."""
    at = 54 + len(palette)
    colours = len(palette) // 4
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, len(rows), 0, 0, colours, 0)
    return b"BM" + struct.pack("<IHHI", at + len(rows), 0, 0, at) + header + palette + rows
