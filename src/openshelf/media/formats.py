"""The formats of pictures that are taken, told apart by their first bytes."""

from __future__ import annotations

import enum
from collections.abc import Collection


class Format(enum.Enum):
    """A format of originals. The value is the name under which Pillow knows it."""

    GIF = "GIF"
    JPEG = "JPEG"
    PNG = "PNG"
    BMP = "BMP"
    WEBP = "WEBP"

    @property
    def pillow(self) -> str:
        """The name for `Image.open(formats=…)` and `Image.save`."""
        return self.value

    @property
    def extension(self) -> str:
        """How the name of a file of this format ends, without the dot."""
        return "jpg" if self is Format.JPEG else self.value.lower()

    @property
    def media_type(self) -> str:
        """The registered media type, which is the only one an original is ever served as."""
        return f"image/{self.value.lower()}"


# What the published documents let each kind of slot take (behaviour 6.1). They let a gallery have XBM and
# WBMP too; no browser shows either.
VARIANT_FORMATS = frozenset({Format.GIF, Format.JPEG, Format.PNG})
GALLERY_FORMATS = VARIANT_FORMATS | {Format.BMP, Format.WEBP}


def detect(data: bytes) -> Format | None:
    """The format that the first twelve bytes of `data` announce, or None. Nothing else is looked at."""
    if data.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Format.WEBP
    if data.startswith(b"BM"):
        return Format.BMP
    return None


def listed(formats: Collection[Format]) -> str:
    """The formats as a sentence lists them: `GIF, JPEG or PNG`."""
    *most, last = sorted(one.value for one in formats)
    return f"{', '.join(most)} or {last}" if most else last
