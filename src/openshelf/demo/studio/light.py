"""From surfaces to light, and from light to paint.

All products stand under the same lamps: a large soft key light from the upper left, a fill from the right and a
bright room. Shade is irradiance relative to a surface that faces the viewer, so 1.0 shows a product's own color.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image

from openshelf.demo.studio.field import Field, noise

Rgb = tuple[int, int, int]
Vector = tuple[float, float, float]


def _unit(x: float, y: float, z: float) -> Vector:
    length = math.sqrt(x * x + y * y + z * z)
    return (x / length, y / length, z / length)


# Towards the lamps; x to the right, y downwards, z out of the picture.
KEY = _unit(-0.55, -0.72, 0.75)
FILL = _unit(0.85, -0.1, 0.55)
_ROOM, _KEY_POWER, _FILL_POWER = 0.34, 0.74, 0.12
_WRAP = 0.25  # a soft box reaches around the edge that a point of light would leave dark
_CORNER = 0.2
_BRIGHTEST = 2.0  # the shade at which paint has run out of range


@dataclass(frozen=True)
class Surface:
    """Unit normals as the viewer sees them: x to the right, y downwards, z out of the picture."""

    x: Field
    y: Field
    z: Field

    def facing(self, direction: Vector) -> Field:
        """The cosine of the angle to a direction of unit length, from -1 to 1."""
        return self.x * direction[0] + self.y * direction[1] + self.z * direction[2]


def relief(height: Field, pixel: float) -> Surface:
    """The surface of a height field in units, ``pixel`` being the size of one of its pixels in units."""
    dx, dy = height.slopes(pixel)
    z = (dx * dx + dy * dy + 1.0) ** -0.5
    return Surface(-dx * z, -dy * z, z)


def swell(mask: Field, radius: float) -> Field:
    """A cushion over a mask: 0 at its edge, rising in a quarter circle to 1 about ``radius`` pixels inside."""
    # A straight edge blurs to a half, a square corner to a quarter: starting above that would dent the corners.
    inside = ((mask.blurred(radius) - _CORNER) * (1.0 / (1.0 - _CORNER))).clamp()
    return (inside * (2.0 - inside)).sqrt()


def shade(surface: Surface, *, lit: Field | None = None, room: Field | None = None) -> Field:
    """The light that falls on a matt surface, 1.0 where it faces the viewer.

    ``lit`` and ``room`` are how much of the key light and of the room each point sees, 0 to 1; all, if absent.
    """
    ambient = (1.0 - surface.y * 0.18) * _ROOM + _lambert(surface.facing(FILL)) * _FILL_POWER
    key = _lambert(surface.facing(KEY)) * _KEY_POWER
    light = (ambient * room if room else ambient) + (key * lit if lit else key)
    flat = _ROOM + _lambert_of(KEY[2]) * _KEY_POWER + _lambert_of(FILL[2]) * _FILL_POWER
    return light * (1.0 / flat)


def _lambert(cosine: Field) -> Field:
    return ((cosine + _WRAP) * (1.0 / (1.0 + _WRAP))).maximum(0.0)


def _lambert_of(cosine: float) -> float:
    return (cosine + _WRAP) / (1.0 + _WRAP)


def highlight(surface: Surface, tightness: float) -> Field:
    """How much of the key light a glossy surface mirrors towards the viewer, 0 to 1."""
    half = _unit(KEY[0], KEY[1], KEY[2] + 1.0)
    return surface.facing(half).clamp() ** tightness


def window(surface: Surface, left: float, right: float, top: float, bottom: float, soft: float) -> Field:
    """The mirror image of a rectangular lamp, 0 to 1: its edges as the x and y of the mirrored direction."""
    x = surface.x * surface.z * 2.0
    y = surface.y * surface.z * 2.0
    across = x.ramp(left - soft, left + soft) * x.ramp(right + soft, right - soft)
    down = y.ramp(top - soft, top + soft) * y.ramp(bottom + soft, bottom - soft)
    return across * down


def grazing(surface: Surface, power: float) -> Field:
    """How much the viewer looks along the surface rather than onto it, 0 to 1: the glow of fibers and rims."""
    return (1.0 - surface.z).clamp() ** power


def rgb(color: str) -> Rgb:
    """``#rrggbb`` as three numbers."""
    return (int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return value * 12.92 if value <= 0.0031308 else 1.055 * float(value ** (1 / 2.4)) - 0.055


def blended(first: str, second: str, amount: float) -> str:
    """A color between two, as ``#rrggbb``."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * amount):02x}" for a, b in pairs)


def _curve(albedo: float, tint: float) -> list[int]:
    """The tone curve of one band: 256 steps of the square root of shade to an 8-bit value.

    Shadows lean towards ``tint`` since they are lit by the room alone, and what is brighter than the color itself
    slowly loses it, as film does.
    """
    tones = []
    for step in range(256):
        level = _BRIGHTEST * (step / 255) ** 2
        value = albedo * level * (1.0 + (tint - 1.0) * max(0.0, 1.0 - level))
        over = max(0.0, level - 1.0)
        value += over * 0.05 * (1.0 - value)
        if value > 0.8:
            value = 0.8 + 0.2 * (1.0 - math.exp(-(value - 0.8) / 0.2))
        tones.append(round(255 * _encoded(value)))
    return tones


def paint(color: str, light: Field, seed: int = 1) -> Image.Image:
    """An RGB picture of a surface of one color under ``light`` (see :func:`shade`).

    A little noise hides the steps that eight bits would show in soft gradients.
    """
    steps = (light * (1.0 / _BRIGHTEST)).sqrt() + noise(light.size, (1.0, 1.0), seed) * 0.004
    tones = steps.mask()
    bands = [
        tones.point(_curve(_linear(value / 255), tint))
        for value, tint in zip(rgb(color), (0.94, 0.96, 1.08), strict=True)
    ]
    return Image.merge("RGB", bands)
