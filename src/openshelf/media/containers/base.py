"""What the walks through the formats share: the limits, what they find, and how they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import error as struct_error
from struct import unpack_from

from PIL import Image

# More segments, chunks or blocks than this in one file are an attempt to keep a worker busy: an ordinary file
# has some dozens, a PNG of eight megabytes in small chunks a thousand.
MAX_PARTS = 20_000


class NotAPicture(Exception):
    """The bytes are no picture that is taken. `why` is a sentence for whoever sent them."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def cut_off() -> NotAPicture:
    return NotAPicture("The picture is cut off: the file ends before the picture does")


def damaged(what: str) -> NotAPicture:
    return NotAPicture(f"The picture is damaged: {what}")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a picture may be, whatever its file's size is. All are checked before anything is decoded.

    `pixels` of one frame (width by height) and `side`, the longest side, in pixels; `gif_side` for GIF, whose
    platform limit is lower; `frames` of an animation; `frame_pixels`, those of all its frames together.
    150 frames and 5120 by 5120 are the published limits for GIF (behaviour 6.6 and 10); the others are ours.
    `pixels` above Pillow's own threshold raise ValueError, because Pillow would warn about such pictures.
    """

    pixels: int = 50_000_000
    side: int = 30_000
    gif_side: int = 5120
    frames: int = 150
    frame_pixels: int = 150_000_000

    def __post_init__(self) -> None:
        if Image.MAX_IMAGE_PIXELS is not None and self.pixels > Image.MAX_IMAGE_PIXELS:
            raise ValueError(f"at most {Image.MAX_IMAGE_PIXELS} pixels can be allowed, not {self.pixels}")

    def check_size(self, width: int, height: int, side: int | None = None) -> None:
        """Refuse a picture or frame of no size or of too much (NotAPicture)."""
        side = self.side if side is None else side
        if width < 1 or height < 1:
            raise NotAPicture(f"The picture has no pixels: it says that it is {width} by {height}")
        if width > side or height > side:
            raise NotAPicture(f"The picture is {width} by {height}; a side may have at most {side} pixels")
        if width * height > self.pixels:
            raise NotAPicture(f"The picture is {width} by {height}; at most {self.pixels} pixels are taken")

    def check_frames(self, frames: int, pixels: int) -> None:
        """Refuse an animation of too many frames, or of too many pixels in all of them (NotAPicture)."""
        if frames > self.frames:
            raise NotAPicture(f"The animation has more than {self.frames} frames")
        if frames > 1 and pixels > self.frame_pixels:
            raise NotAPicture(f"The animation's frames have more than {self.frame_pixels} pixels together")


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, as far as its structure tells.

    `width` and `height` are those of the canvas as it is stored; `orientation` is EXIF's (1 to 8). `profile`
    is the embedded ICC profile as it stands, possibly nonsense. `first` is a file of the same format that
    decodes to the first frame and holds nothing else; the frame's upper left corner is at `origin` on the
    canvas. `later` gives such a file for each further frame, once.
    """

    width: int
    height: int
    first: bytes
    orientation: int = 1
    profile: bytes | None = None
    origin: tuple[int, int] = (0, 0)
    frames: int = 1
    later: Iterator[bytes] = field(default_factory=lambda: iter(()))

    @property
    def displayed(self) -> tuple[int, int]:
        """Width and height once the picture is turned as its orientation asks."""
        return (self.width, self.height) if self.orientation < 5 else (self.height, self.width)


def exif_orientation(exif: bytes) -> int:
    """The orientation (1 to 8) that an EXIF block, starting at its TIFF header, asks for; 1 if it names none.

    Read by hand because Pillow's reader warns, through the process-wide `warnings`, about blocks that lie.
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        (at,) = unpack_from(f"{order}I", exif, 4)
        (entries,) = unpack_from(f"{order}H", exif, at)
        for entry in range(at + 2, at + 2 + 12 * entries, 12):
            tag, kind, count, value = unpack_from(f"{order}HHIH", exif, entry)
            if tag == 0x0112:
                return value if (kind, count) == (3, 1) and 1 <= value <= 8 else 1
    except struct_error:
        return 1
    return 1
