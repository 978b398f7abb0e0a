"""Files for the inspection of pictures: good ones, and odd ones that are pictures still."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from openshelf.media.formats import Format
from tests.media.pictures import (
    PNG_END,
    animated,
    bmp,
    cmyk_of,
    encoded,
    exif,
    gif,
    gif_frame,
    grown,
    interlaced_png,
    jpeg_exif,
    jpeg_profile,
    jpeg_segment,
    jpeg_with,
    palette_of,
    png,
    png_chunk,
    png_header,
    png_profile,
    png_with,
    scene,
    textured,
    ycck_jpeg,
)

Build = Callable[[], bytes]


class Good(NamedTuple):
    """A file that is a picture: what it is, and how wide and high it is displayed."""

    name: str
    build: Build
    format: Format
    width: int = 96
    height: int = 64
    frames: int = 1


def jpeg(mode: str = "RGB", **options: object) -> bytes:
    return encoded(scene(mode=mode), "JPEG", **options)


LYING_EXIF = exif(6)[:8] + b"\xff\xff" + exif(6)[10:]  # claims 65,535 entries; the first asks for a turn
BROKEN_EXIF = b"II*\0\xff\xff\xff\xff"
PLAIN_TEXT_ENTRY = (0x010F, 2, 400_000_000, b"\xff\xff\xff\x7f")  # the maker's name: 400 MB, out of the file

JPEGS = [
    Good("jpeg", jpeg, Format.JPEG),
    Good("grey jpeg", partial(jpeg, "L"), Format.JPEG),
    Good("cmyk jpeg", lambda: encoded(cmyk_of(scene()), "JPEG"), Format.JPEG),
    Good("ycck jpeg", lambda: ycck_jpeg(scene()), Format.JPEG),
    Good("progressive jpeg", partial(jpeg, progressive=True), Format.JPEG),
    Good("jpeg without subsampling", partial(jpeg, subsampling=0), Format.JPEG),
    Good("jpeg with restart markers", partial(jpeg, restart_marker_blocks=2), Format.JPEG),
    Good("jpeg of one pixel", lambda: encoded(scene(1, 1), "JPEG"), Format.JPEG, 1, 1),
    Good("jpeg of odd sides", lambda: encoded(textured(217, 113), "JPEG"), Format.JPEG, 217, 113),
    Good(
        "jpeg with bytes between segments",
        lambda: jpeg_with(jpeg(), jpeg_segment(0xFE, b"x") + bytes(5)),
        Format.JPEG,
    ),
    Good("jpeg with fill bytes", lambda: grown(jpeg(), 2, b"\xff\xff\xff"), Format.JPEG),
    Good("jpeg with a zip after it", lambda: jpeg() + b"PK\3\4" + bytes(200), Format.JPEG),
    Good("jpeg with a second jpeg after it", lambda: jpeg() + jpeg(), Format.JPEG),
    Good(
        "jpeg that promises more pictures",
        lambda: jpeg_with(jpeg(), jpeg_segment(0xE2, b"MPF\0II*\0" + b"\xff" * 40)) + jpeg(),
        Format.JPEG,
    ),
    Good("jpeg with a broken exif", lambda: jpeg_with(jpeg(), jpeg_exif(BROKEN_EXIF)), Format.JPEG),
    Good(
        "jpeg with a lying exif",
        lambda: jpeg_with(jpeg(), jpeg_exif(LYING_EXIF)),
        Format.JPEG,
        64,
        96,
    ),
    Good(
        "jpeg with an exif of huge texts",
        lambda: jpeg_with(jpeg(), jpeg_exif(exif(8, extra=[PLAIN_TEXT_ENTRY]))),
        Format.JPEG,
        64,
        96,
    ),
    Good("jpeg with an orientation of 9", lambda: jpeg_with(jpeg(), jpeg_exif(exif(9))), Format.JPEG),
    Good(
        "jpeg with half a profile", lambda: jpeg_with(jpeg(), jpeg_profile(bytes(9999), 600)[3]), Format.JPEG
    ),
    Good("jpeg with an empty profile part", lambda: jpeg_with(jpeg(), *jpeg_profile(b"x", 1)), Format.JPEG),
    Good(
        "jpeg with photoshop's block", lambda: jpeg_with(jpeg(), jpeg_segment(0xED, b"8BIM" * 9)), Format.JPEG
    ),
    *(
        Good(
            f"jpeg turned by exif {orientation} {order}",
            partial(lambda o, e: jpeg_with(jpeg(), jpeg_exif(exif(o, e))), orientation, order),
            Format.JPEG,
            *((96, 64) if orientation < 5 else (64, 96)),
        )
        for orientation in range(1, 9)
        for order in "<>"
    ),
]

ROWS_16 = [struct.pack(">96H", *range(0, 96 * 600, 600))] * 64

PNGS = [
    *(
        Good(f"png {mode}", partial(lambda mode: encoded(scene(mode=mode), "PNG"), mode), Format.PNG)
        for mode in ("1", "L", "LA", "P", "RGB", "RGBA")
    ),
    Good("png of 16-bit grey", lambda: png(png_header(96, 64, 16, 0), ROWS_16), Format.PNG),
    Good("png of 16-bit rgb", lambda: png(png_header(32, 64, 16, 2), ROWS_16), Format.PNG, 32),
    Good("png of 16-bit rgba", lambda: png(png_header(24, 64, 16, 6), ROWS_16), Format.PNG, 24),
    Good("png of 16-bit grey with alpha", lambda: png(png_header(48, 64, 16, 4), ROWS_16), Format.PNG, 48),
    Good("png of 2-bit grey", lambda: png(png_header(8, 2, 2, 0), [b"\x1b\xe4"] * 2), Format.PNG, 8, 2),
    Good("interlaced png", lambda: interlaced_png(scene(17, 13)), Format.PNG, 17, 13),
    Good("png with a colour key", lambda: encoded(scene(), "PNG", transparency=(220, 30, 40)), Format.PNG),
    Good(
        "png with its pixels in many chunks",
        lambda: png(png_header(96, 64, 8, 2), [bytes(288)] * 64).replace(
            PNG_END, png_chunk(b"IDAT") * 50 + PNG_END
        ),
        Format.PNG,
    ),
    Good(
        "png with a script after it",
        lambda: encoded(scene(), "PNG") + b"<script>alert(1)</script>",
        Format.PNG,
    ),
    Good(
        "png with a broken profile", lambda: png_with(encoded(scene(), "PNG"), png_profile(b"no")), Format.PNG
    ),
    Good(
        "png with a profile that inflates to 100 MB",
        lambda: png_with(encoded(scene(), "PNG"), png_profile(bytes(100_000_000))),
        Format.PNG,
    ),
    Good(
        "png with texts that inflate to 200 MB",
        lambda: png_with(
            encoded(scene(), "PNG"), *[png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2_000_000)))] * 100
        ),
        Format.PNG,
    ),
    Good(
        "png with a wrong checksum beside the picture",
        lambda: png_with(encoded(scene(), "PNG"), png_chunk(b"tEXt", b"a\0b")[:-1] + b"?"),
        Format.PNG,
    ),
    Good("png turned by exif", lambda: encoded(scene(), "PNG", exif=exif(6)), Format.PNG, 64, 96),
    Good(
        "png that announces an animation twice",
        lambda: png_with(encoded(scene(), "PNG"), *[png_chunk(b"acTL", bytes(8))] * 2),
        Format.PNG,
    ),
    Good("animated png", lambda: animated("PNG"), Format.PNG, 40, 30, 3),
    Good("animated png beside a default", lambda: animated("PNG", default_image=True), Format.PNG, 40, 30, 2),
]

COLOURS = palette_of((0, 0, 0), (200, 40, 30), (20, 90, 200))

GIFS = [
    Good("gif", lambda: encoded(scene(), "GIF"), Format.GIF),
    Good(
        "gif of 1987", lambda: b"GIF87a" + gif(8, 8, gif_frame(8, 8), palette=COLOURS)[6:], Format.GIF, 8, 8
    ),
    Good("gif without a palette", lambda: gif(8, 8, gif_frame(8, 8)), Format.GIF, 8, 8),
    Good("gif with a palette a frame", lambda: gif(8, 8, gif_frame(8, 8, palette=COLOURS)), Format.GIF, 8, 8),
    Good("interlaced gif", lambda: encoded(scene(), "GIF", interlace=1), Format.GIF),
    Good("transparent gif", lambda: encoded(scene(mode="P"), "GIF", transparency=0), Format.GIF),
    Good(
        "gif with a frame beyond its screen", lambda: gif(4, 4, gif_frame(9, 7, at=(3, 2))), Format.GIF, 12, 9
    ),
    Good("gif without a screen", lambda: gif(0, 0, gif_frame(9, 7)), Format.GIF, 9, 7),
    Good("gif with a smaller frame", lambda: gif(20, 10, gif_frame(5, 5, at=(3, 2))), Format.GIF, 20, 10),
    Good("gif with a comment", lambda: encoded(scene(), "GIF", comment=b"<script>" * 99), Format.GIF),
    Good("gif with a script after it", lambda: encoded(scene(), "GIF") + b"*/alert(1)", Format.GIF),
    Good("animated gif", lambda: animated("GIF"), Format.GIF, 40, 30, 3),
    Good("gif of 150 frames", lambda: gif(3, 3, *[gif_frame(3, 3)] * 150), Format.GIF, 3, 3, 150),
    Good("gif of 5120 by 1", lambda: gif(5120, 1, gif_frame(5120, 1)), Format.GIF, 5120, 1),
]

OTHERS = [
    Good("lossy webp", lambda: encoded(scene(), "WEBP"), Format.WEBP),
    Good("lossless webp", lambda: encoded(scene(), "WEBP", lossless=True), Format.WEBP),
    Good("webp with alpha", lambda: encoded(scene(mode="RGBA"), "WEBP", exact=True), Format.WEBP),
    Good("webp turned by exif", lambda: encoded(scene(), "WEBP", exif=exif(5)), Format.WEBP, 64, 96),
    Good("webp with a broken profile", lambda: encoded(scene(), "WEBP", icc_profile=b"no"), Format.WEBP),
    Good("animated webp", lambda: animated("WEBP"), Format.WEBP, 40, 30, 3),
    Good("webp with a zip after it", lambda: encoded(scene(), "WEBP") + b"PK\3\4" + bytes(99), Format.WEBP),
    *(
        Good(f"bmp {mode}", partial(lambda mode: encoded(scene(mode=mode), "BMP"), mode), Format.BMP)
        for mode in ("1", "L", "P", "RGB", "RGBA")
    ),
    Good("bmp from the top down", lambda: bmp(4, -3, 24, bytes(36)), Format.BMP, 4, 3),
]

GOOD = [*JPEGS, *PNGS, *GIFS, *OTHERS]


def for_fuzzing() -> dict[str, bytes]:
    """One small file of each kind, to be damaged at random."""
    image = textured(48, 32)
    return {
        "jpeg": jpeg_with(encoded(image, "JPEG"), jpeg_exif(exif(6)), *jpeg_profile(bytes(300))),
        "progressive": encoded(image, "JPEG", progressive=True, restart_marker_blocks=3),
        "cmyk": ycck_jpeg(image),
        "png": png_with(encoded(image, "PNG", exif=exif(3)), png_profile(bytes(99))),
        "palette png": encoded(image.convert("P"), "PNG", transparency=b"\0\x80\xff"),
        "apng": animated("PNG"),
        "gif": encoded(image, "GIF", comment=b"hello"),
        "animated gif": animated("GIF"),
        "webp": encoded(image, "WEBP", exif=exif(8), icc_profile=bytes(300)),
        "lossless webp": encoded(image.convert("RGBA"), "WEBP", lossless=True),
        "animated webp": animated("WEBP"),
        "bmp": encoded(image.convert("P"), "BMP"),
        "bmp with alpha": encoded(image.convert("RGBA"), "BMP"),
    }
