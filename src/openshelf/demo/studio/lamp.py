"""The desk lamp: a lacquered dome on a jointed brass arm, switched on."""

from __future__ import annotations

import math

from PIL import Image

from openshelf.demo.studio.field import Field
from openshelf.demo.studio.light import grazing, highlight, paint, window
from openshelf.demo.studio.shapes import path, strokes
from openshelf.demo.studio.solid import Spot, Vec, drum, fused, rod
from openshelf.demo.studio.stage import SHADOW, Stage, faded, shifted, softened
from openshelf.demo.studio.trace import Camera, Hit, Solid, scene
from openshelf.demo.studio.view import View

FRONT = Camera(target=(0.0, 330.0, 0.0), x=490.0, y=510.0, yaw=-14.0, pitch=9.0, distance=2600.0, zoom=1.16)
SIDE = Camera(target=(0.0, 330.0, 0.0), x=500.0, y=510.0, yaw=-52.0, pitch=12.0, distance=2600.0, zoom=1.16)
_BRASS = "#b8935a"
_ELBOW: Spot = (-165.0, 345.0, 0.0)
_HEAD: Spot = (110.0, 600.0, 0.0)
_LEAN, _NOD = 27.0, 26.0  # degrees the head is turned to the right and towards the viewer
_DOME, _DROP = 128.0, 150.0


def _from_head(p: Vec) -> Vec:
    """Points as the head sees them: y along its axis, up, the hinge at the origin."""
    cos, sin = math.cos(math.radians(_LEAN)), math.sin(math.radians(_LEAN))
    x, y, z = p[0] - _HEAD[0], p[1] - _HEAD[1], p[2]
    x, y = x * cos + y * sin, y * cos - x * sin
    cos, sin = math.cos(math.radians(_NOD)), math.sin(math.radians(_NOD))
    return (x, y * cos - z * sin, y * sin + z * cos)


def _base(p: Vec) -> Field:
    plate = drum(p, (-20, 13, 0), 138, 13, 9)
    socket = drum(p, (-20, 34, 0), 26, 16, 6)
    return fused(plate, socket, 10)


def _lower(p: Vec) -> Field:
    return rod(p, (-20, 44, 0), _ELBOW, 8, 8)


def _upper(p: Vec) -> Field:
    return rod(p, _ELBOW, _HEAD, 8, 8)


def _joint(p: Vec, at: Spot) -> Field:
    return drum((p[0], p[2], p[1]), (at[0], at[2], at[1]), 19, 15, 4)


def _shade(p: Vec) -> Field:
    x, y, z = _from_head(p)
    below = y + _DROP
    # Half a ball that goes on as a short cylinder below its middle.
    over = below.maximum(0.0)
    shell = abs((x * x + over * over + z * z).sqrt() - _DOME) - 3.0
    dome = shell.maximum(-30.0 - below)
    neck = drum((x, y, z), (0, -14, 0), 34, 30, 10)
    return fused(dome, neck, 14) * 0.9


def _bulb(p: Vec) -> Field:
    x, y, z = _from_head(p)
    y = y + _DROP - 8
    return (x * x + y * y + z * z).sqrt() - 40.0


_SOLIDS = (
    Solid("base", _base, (-160, 0, -140), (120, 52, 140), hollow=True),
    Solid("arm", _lower, (-176, 30, -12), (-8, 358, 12), detail=1.0),
    Solid("arm", _upper, (-176, 332, -12), (122, 612, 12), detail=1.0),
    Solid("joint", lambda p: _joint(p, _ELBOW), (-186, 322, -18), (-144, 368, 18)),
    Solid("bulb", _bulb, (60, 370, -60), (260, 560, 150)),
    Solid("dome", _shade, (10, 300, -160), (340, 650, 220), hollow=True),
)


def draw(view: View, color: str, camera: Camera = FRONT) -> Stage:
    """The lamp switched on, its base and dome in one color."""
    stage = Stage(view, floor=740.0)
    hits, shadow = scene(view, camera, _SOLIDS)
    stage.tint(SHADOW, faded(shadow, 0.8), view)
    _cord(stage, camera)
    for hit in hits:
        if hit.name == "bulb":
            core = hit.surface.z.ramp(0.0, 0.9) * 0.75 + 0.95
            stage.lay(paint("#ffe3ad", hit.spread(core)), hit.visible.mask(), hit.window)
            continue
        _metal(stage, hit, color if hit.name in ("base", "dome") else _BRASS)
        if hit.name == "dome":
            _lit_inside(stage, hit)
    bulb = next(hit for hit in hits if hit.name == "bulb")
    halo = Image.new("L", view.size)
    halo.paste(bulb.visible.mask(), bulb.window.offset_in(view))
    for radius, strength in ((150.0, 0.48), (60.0, 0.22)):
        stage.glow("#ffdf9e", faded(softened(halo, radius, view), strength), view)
    return stage


def _lit_inside(stage: Stage, dome: Hit) -> None:
    """The white inside of the dome, brightest around the bulb."""
    x, y, z = _from_head(dome.points)
    below = y + _DROP
    around = x * x + z * z
    inside = (around + below.maximum(0.0) * below.maximum(0.0)).sqrt().ramp(_DOME - 0.4, _DOME - 2.2)
    inside = inside * below.ramp(-31.5, -29.0)
    distance = (around + (below - 20.0) * (below - 20.0)).sqrt()
    light = distance.ramp(170.0, 30.0) * 1.1 + 0.7
    mask = (inside.resized(dome.window.size) * dome.visible).mask()
    stage.lay(paint("#e9c98f", dome.spread(light)), mask, dome.window)


def _cord(stage: Stage, camera: Camera) -> None:
    """A textile cord that leaves the picture along the floor."""
    knots = [
        (-120.0, 0.0, 20.0),
        (-220.0, 0.0, 60.0),
        (-270.0, 0.0, -10.0),
        (-360.0, 0.0, 0.0),
        (-470.0, 0.0, 10.0),
    ]
    knots += [(-540.0, 0.0, 70.0), (-700.0, 0.0, 60.0)]
    (x0, y0), *rest = [camera.project(knot) for knot in knots]
    line = path(f"M {x0:.1f} {y0:.1f} C " + " ".join(f"{x:.1f} {y:.1f}" for x, y in rest))
    view = stage.view
    cord = strokes(view, [line], 7.0)
    stage.tint(SHADOW, faded(softened(shifted(cord, 3, 4, view), 3.0, view), 0.5), view)
    stage.tint("#4a4540", cord, view)
    stage.tint("#8d867c", faded(shifted(strokes(view, [line], 2.0), 0, -1.4, view), 0.7), view)


def _metal(stage: Stage, hit: Hit, color: str) -> None:
    light = hit.light() * 1.04
    stage.lay(paint(color, light), hit.visible.mask(), hit.window)
    tall = window(hit.surface, -0.86, -0.55, -0.7, 0.3, 0.08) * 0.4
    strip = window(hit.surface, 0.75, 0.95, -0.5, 0.4, 0.08) * 0.18
    spot = highlight(hit.surface, 40.0) * 0.3
    shine = (
        (tall + spot) * (hit.lit * 0.8 + 0.2) + (strip + grazing(hit.surface, 3.0) * 0.2) * hit.ambience
    ) * hit.met
    stage.glow("#fffaf2", (shine.resized(hit.window.size) * hit.visible).mask(), hit.window)
