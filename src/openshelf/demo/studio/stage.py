"""The room that every product stands in: a seamless warm backdrop, soft shadows, and parts laid over each other."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageFilter

from openshelf.demo.studio.field import Field, noise
from openshelf.demo.studio.light import rgb
from openshelf.demo.studio.view import View

SHADOW = "#2b2623"
_QUALITY = 88


class Stage:
    """A picture in the making: parts are laid over the backdrop from back to front."""

    def __init__(self, view: View, *, floor: float | None = 800.0) -> None:
        """``floor``: where wall and floor meet softly, in units; ``None`` for a plain wall or table top."""
        self.view = view
        self.picture = _backdrop(view, floor)

    def lay(self, part: Image.Image, mask: Image.Image, window: View) -> None:
        """Lay an RGB ``part`` over the picture where ``mask`` is white; both have the window's size."""
        self.picture.paste(part, window.offset_in(self.view), mask)

    def tint(self, color: str, mask: Image.Image, window: View) -> None:
        """Lay a flat color over the picture where ``mask`` is white."""
        corner = window.offset_in(self.view)
        box = (*corner, corner[0] + window.width, corner[1] + window.height)
        self.picture.paste(rgb(color), box, mask)

    def glow(self, color: str, mask: Image.Image, window: View) -> None:
        """Add light of a color where ``mask`` is white; nothing becomes darker."""
        corner = window.offset_in(self.view)
        box = (*corner, corner[0] + window.width, corner[1] + window.height)
        lamp = Image.merge(
            "RGB", [mask.point([round(i * band / 255) for i in range(256)]) for band in rgb(color)]
        )
        self.picture.paste(ImageChops.screen(self.picture.crop(box), lamp), corner)


def encoded(picture: Image.Image) -> bytes:
    """A finished picture as a JPEG; it bears no profile, which means sRGB."""
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return target.getvalue()


def softened(mask: Image.Image, radius: float, view: View) -> Image.Image:
    """A mask blurred over ``radius`` units."""
    return mask.filter(ImageFilter.GaussianBlur(radius * view.scale))


def shifted(mask: Image.Image, dx: float, dy: float, view: View) -> Image.Image:
    """A mask moved by units, black coming in from the edges."""
    moved = Image.new("L", mask.size)
    moved.paste(mask, (round(dx * view.scale), round(dy * view.scale)))
    return moved


def faded(mask: Image.Image, strength: float) -> Image.Image:
    """A mask made fainter: ``strength`` from 0 to 1."""
    return mask.point([round(i * strength) for i in range(256)])


def _backdrop(view: View, floor: float | None) -> Image.Image:
    size = view.coarse(4)
    x, y = view.axes(size)
    from_light = ((x - 360.0) * (x - 360.0) + (y - 300.0) * (y - 300.0)).sqrt()
    light = from_light.ramp(1150.0, 100.0) * 0.085 + 0.872
    if floor is not None:
        light = light - y.ramp(floor - 150.0, floor + 20.0) * 0.035 + y.ramp(floor, 1000.0) * 0.05
    light = light.resized(view.size) + noise(view.size, (1.0, 1.0), 7) * 0.003
    bands = [(light * warmth).mask() for warmth in (1.0, 0.985, 0.962)]
    return Image.merge("RGB", bands)


def drop_shadow(
    stage: Stage,
    mask: Image.Image,
    window: View,
    *,
    dx: float,
    dy: float,
    blur: float,
    strength: float,
    within: Image.Image | None = None,
) -> None:
    """Darken what lies behind ``mask``, moved and blurred by units; ``within`` limits it to a mask of equal size."""
    shadow = faded(softened(shifted(mask, dx, dy, window), blur, window), strength)
    if within is not None:
        shadow = ImageChops.multiply(shadow, within)
    stage.tint(SHADOW, shadow, window)


def pool(stage: Stage, cx: float, cy: float, rx: float, ry: float, strength: float) -> None:
    """A soft round shadow on the floor, darkest at its centre; all in units."""
    window = stage.view.window((cx - rx, cy - ry, cx + rx, cy + ry))
    x, y = window.axes(window.coarse(3))
    distance: Field = (((x - cx) * (1 / rx)) ** 2 + ((y - cy) * (1 / ry)) ** 2).sqrt()
    stage.tint(SHADOW, (distance.ramp(1.0, 0.0) * strength).resized(window.size).mask(), window)
