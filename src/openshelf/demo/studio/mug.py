"""The stoneware mug: glazed in one color, speckled, or dipped over bare clay."""

from __future__ import annotations

import random

from PIL import Image, ImageChops

from openshelf.demo.studio.field import Field, noise
from openshelf.demo.studio.light import grazing, highlight, paint, window
from openshelf.demo.studio.shapes import ellipse, fill
from openshelf.demo.studio.solid import Vec, fused, rounded_rectangle
from openshelf.demo.studio.stage import SHADOW, Stage
from openshelf.demo.studio.trace import Camera, Hit, Solid, scene
from openshelf.demo.studio.view import View

FRONT = Camera(target=(36.0, 190.0, 0.0), x=500.0, y=520.0, yaw=-24.0, pitch=17.0, distance=2600.0, zoom=1.3)
ABOVE = Camera(target=(36.0, 230.0, 0.0), x=500.0, y=500.0, yaw=28.0, pitch=46.0, distance=2600.0, zoom=1.3)
_HEIGHT, _RADIUS, _WALL = 400.0, 205.0, 9.0
_DIP = 122.0  # units above the table where the glaze of a dipped mug ends


def _mug(p: Vec) -> Field:
    x, y, z = p
    around = (x * x + z * z).sqrt()
    # The wall leans out a little towards the rim.
    lean = (y - _HEIGHT / 2) * 0.035
    wall = rounded_rectangle(
        around - lean - (_RADIUS - _WALL), y - _HEIGHT / 2 - 6, _WALL, _HEIGHT / 2 - 6, _WALL
    )
    foot = rounded_rectangle(around, y - 26, _RADIUS - 17, 22, 18)
    bow = abs(rounded_rectangle(x - 205, y - 212, 124, 122, 92))
    handle = rounded_rectangle(bow, z, 13, 23, 12).maximum(lean + _RADIUS - around)
    return fused(fused(wall, foot, 20) * 0.95, handle, 15)


_SOLIDS = (Solid("mug", _mug, (-222, 0, -222), (350, _HEIGHT + 4, 222), hollow=True, detail=1.8),)


def draw(
    view: View, color: str, *, speckles: str | None = None, clay: str | None = None, camera: Camera = FRONT
) -> Stage:
    """One mug; ``speckles`` is the color of its iron spots, ``clay`` that of a foot left bare."""
    stage = Stage(view, floor=640.0)
    (hit,), shadow = scene(view, camera, _SOLIDS)
    stage.tint(SHADOW, shadow, view)
    scale, size = hit.window.scale, hit.window.size
    mask = hit.visible.mask()
    # Hand-thrown: faint rings and an uneven glaze.
    rings = noise(size, (900.0 * scale, 9.0 * scale), 3) * 0.016
    light = hit.light() * (rings + noise(size, (60.0 * scale, 60.0 * scale), 4) * 0.02 + 1.04)
    stage.lay(paint(color, light), mask, hit.window)
    if speckles:
        stage.tint(speckles, ImageChops.multiply(_spots(hit), mask), hit.window)
    glazed = hit.visible
    if clay:
        edge = noise(size, (300.0 * scale, 900.0 * scale), 6) * 7.0 + _DIP
        bare = ((edge - hit.points[1].resized(size)) * (0.7 * scale) + 0.5).clamp() * hit.visible
        sand = noise(size, (1.6 * scale, 1.6 * scale), 8) * 0.07 + 1.0
        stage.lay(paint(clay, light * sand), bare.mask(), hit.window)
        glazed = glazed * (1.0 - bare)
    stage.glow("#fffaf2", (_shine(hit).resized(size) * glazed).mask(), hit.window)
    return stage


def _shine(hit: Hit) -> Field:
    """What the glaze mirrors: a tall window at the left, a strip at the right, the bright room along its edges."""
    tall = window(hit.surface, -0.86, -0.6, -0.62, 0.5, 0.05) * 0.5
    strip = window(hit.surface, 0.8, 0.93, -0.5, 0.4, 0.05) * 0.2
    spot = highlight(hit.surface, 60.0) * 0.3
    rim = grazing(hit.surface, 3.0) * 0.22
    return ((tall + spot) * (hit.lit * 0.75 + 0.25) + (strip + rim) * hit.ambience) * hit.met


def _spots(hit: Hit) -> Image.Image:
    """Iron spots, more small than large ones, narrower where the wall turns away."""
    dice = random.Random(12)  # noqa: S311 - the same spots each time
    spots = []
    for _ in range(700):
        turn = dice.uniform(-1.0, 1.0)
        x, y = 505 + 345 * turn, dice.uniform(160, 880)
        size = 1.3 + 4.0 * dice.random() ** 4
        spots.append(ellipse(x, y, size * (1 - 0.5 * abs(turn)), size))
    return fill(hit.window, *spots)
