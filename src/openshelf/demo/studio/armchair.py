"""The lounge chair: cushions in a soft shell on four splayed wooden legs."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image

from openshelf.demo.studio.field import Field, noise
from openshelf.demo.studio.light import grazing, paint, shade
from openshelf.demo.studio.solid import Vec, box, rod, rounded_rectangle, tilted
from openshelf.demo.studio.stage import SHADOW, Stage
from openshelf.demo.studio.trace import Camera, Hit, Solid, floor_shadow, trace
from openshelf.demo.studio.view import View

_CAMERA = Camera(target=(0.0, 300.0, 0.0), x=500.0, y=530.0, yaw=-32.0, pitch=14.0, distance=2600.0)


def _base(p: Vec) -> Field:
    return box(p, (0, 196, 10), (230, 42, 215), 26)


def _arm(p: Vec, side: float) -> Field:
    return box(p, (side * 246, 285, 0), (52, 132, 232), 46)


def _back(p: Vec) -> Field:
    return box(tilted(p, (0, 200, -190), 9), (0, 405, -200), (292, 240, 58), 52)


def _seat(p: Vec) -> Field:
    x, z = p[0] * (1 / 200), (p[2] - 25) * (1 / 215)
    bulge = (1.0 - x * x).maximum(0.0) * (1.0 - z * z).maximum(0.0) * 24.0
    cushion = box((p[0], p[1] - bulge, p[2]), (0, 278, 34), (194, 48, 218), 40) * 0.85
    rim = rounded_rectangle(p[0], p[2] - 34, 191, 215, 44)
    return cushion.minimum(_piping(rim, p[1] - 292))


def _pillow(p: Vec) -> Field:
    q = tilted(p, (0, 320, -120), 13)
    x, y = q[0] * (1 / 190), (q[1] - 450) * (1 / 150)
    bulge = (1.0 - x * x).maximum(0.0) * (1.0 - y * y).maximum(0.0) * 36.0
    cushion = box((q[0], q[1], q[2] - bulge), (0, 462, -112), (190, 146, 46), 44) * 0.8
    rim = rounded_rectangle(q[0], q[1] - 462, 188, 144, 46)
    return cushion.minimum(_piping(rim, q[2] + 100))


def _piping(rim: Field, off: Field) -> Field:
    return (rim * rim + off * off).sqrt() - 4.2


def _leg(p: Vec, side: float, end: float) -> Field:
    return rod(p, (side * 205, 165, end * 165), (side * 236, 6, end * 205), 20, 11)


def _solids() -> tuple[Solid, ...]:
    """The farthest first."""

    def leg(side: float, end: float) -> Solid:
        low = (min(side * 190, side * 250), -8.0, min(end * 140, end * 222))
        high = (max(side * 190, side * 250), 190.0, max(end * 140, end * 222))
        return Solid(lambda p: _leg(p, side, end), low, high)

    return (
        leg(-1, -1),
        leg(1, -1),
        leg(-1, 1),
        leg(1, 1),
        Solid(_back, (-294, 160, -330), (294, 650, -110)),
        Solid(lambda p: _arm(p, -1), (-300, 152, -234), (-192, 418, 234)),
        Solid(_base, (-232, 152, -206), (232, 240, 226)),
        Solid(_pillow, (-188, 310, -240), (188, 610, 10)),
        Solid(_seat, (-194, 228, -184), (194, 350, 252)),
        Solid(lambda p: _arm(p, 1), (192, 152, -234), (300, 418, 234)),
    )


@lru_cache(maxsize=2)
def _geometry(view: View) -> tuple[list[Hit], Image.Image]:
    return trace(view, _CAMERA, _solids()), floor_shadow(view, _CAMERA, _solids())


def draw(view: View, color: str, legs: str = "#b98a5c") -> Stage:
    stage = Stage(view, floor=720.0)
    hits, shadow = _geometry(view)
    stage.tint(SHADOW, shadow, view)
    for index, hit in enumerate(hits):
        light = shade(hit.surface, lit=hit.lit, room=hit.ambience) * 1.08
        if index < 4:
            stage.lay(paint(legs, hit.spread(light)), hit.visible.mask(), hit.window)
            continue
        light = light + grazing(hit.surface, 2.0) * hit.ambience * 0.3
        cell = 3.0 * hit.window.scale
        grain = noise(hit.window.size, (cell, cell), 5) * 0.06
        stage.lay(paint(color, hit.spread(light) * (1.0 + grain)), hit.visible.mask(), hit.window)
    return stage
