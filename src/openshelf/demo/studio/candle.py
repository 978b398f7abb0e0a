"""The scented candle: a burning wax candle in a jar of amber glass with a paper label."""

from __future__ import annotations

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from openshelf.demo.studio.field import Field
from openshelf.demo.studio.light import grazing, highlight, paint, shade, window
from openshelf.demo.studio.shapes import fill, path
from openshelf.demo.studio.solid import Vec, drum, fused, rod, rounded_rectangle
from openshelf.demo.studio.stage import SHADOW, Stage, faded, softened
from openshelf.demo.studio.trace import Camera, Hit, Solid, floor_shadow, trace
from openshelf.demo.studio.view import View

_CAMERA = Camera(target=(0.0, 180.0, 0.0), x=500.0, y=545.0, yaw=0.0, pitch=15.0, distance=2600.0, zoom=1.45)
_LABEL_TURN, _LABEL_TOP, _LABEL_END = 56.0, 216.0, 66.0  # degrees to each side; units above the table
_STRIPS = 40
_HEIGHT, _RADIUS, _GLASS, _WAX = 345.0, 150.0, 6.0, 262.0


def _jar(p: Vec) -> Field:
    around = (p[0] * p[0] + p[2] * p[2]).sqrt()
    wall = rounded_rectangle(
        around - (_RADIUS - _GLASS), p[1] - _HEIGHT / 2 - 5, _GLASS, _HEIGHT / 2 - 5, _GLASS
    )
    return fused(wall, drum(p, (0, 24, 0), _RADIUS - 5, 24, 20), 8)


def _wax(p: Vec) -> Field:
    return drum(p, (0, _WAX / 2 + 10, 0), _RADIUS - 13, _WAX / 2 - 10, 5)


def _solids() -> tuple[Solid, ...]:
    return (
        Solid(_jar, (-_RADIUS, 0, -_RADIUS), (_RADIUS, _HEIGHT, _RADIUS), hollow=True),
        Solid(_wax, (-_RADIUS, 0, -_RADIUS), (_RADIUS, _WAX + 5, _RADIUS)),
        Solid(
            lambda p: rod(p, (0, _WAX - 4, 0), (4, _WAX + 26, 0), 3.2, 2.6),
            (-8, _WAX - 8, -8),
            (12, _WAX + 32, 8),
        ),
    )


@lru_cache(maxsize=2)
def _geometry(view: View) -> tuple[list[Hit], Image.Image]:
    return trace(view, _CAMERA, _solids()), floor_shadow(view, _CAMERA, _solids())


def draw(view: View, color: str = "#8a4b1c") -> Stage:
    """The candle burning, its glass in ``color``."""
    stage = Stage(view, floor=660.0)
    (jar, wax, wick), shadow = _geometry(view)
    stage.tint(SHADOW, faded(shadow, 0.85), view)
    _glow_on_table(stage)
    _glass(stage, jar, color)
    flame = _CAMERA.project((4.0, _WAX + 24, 0.0))
    light = (shade(wax.surface, room=wax.ambience) * 0.75 + 0.5).resized(wax.window.size)
    stage.lay(paint("#f3d9a4", light), wax.visible.mask(), wax.window)
    stage.tint("#2a1d14", wick.visible.mask(), wick.window)
    _shine(stage, jar)
    _label(stage, jar)
    _flame(stage, *flame)
    return stage


def _glass(stage: Stage, jar: Hit, color: str) -> None:
    """Amber glass: the wax behind it glows below the flame, the empty rim above is darker, the foot thick."""
    height = jar.points[1]
    glow = (height.ramp(-20.0, _WAX - 20.0) * 0.9 + 0.1) * height.ramp(_WAX + 9.0, _WAX - 3.0)
    outward = (
        (jar.points[0] * jar.points[0] + jar.points[2] * jar.points[2]).sqrt().ramp(_RADIUS - 5, _RADIUS - 2)
    )
    light = shade(jar.surface, lit=jar.lit * 0.5 + 0.5, room=jar.ambience * 0.5 + 0.5) * 0.8
    edge = jar.surface.z.ramp(0.0, 0.75) * 0.45 + 0.55
    light = light * edge
    stage.lay(paint(color, jar.spread(light)), jar.visible.mask(), jar.window)
    wax = glow * jar.surface.z.ramp(0.05, 0.9) * outward
    stage.glow("#f0913a", ((wax * 0.62).resized(jar.window.size) * jar.visible).mask(), jar.window)


def _shine(stage: Stage, jar: Hit) -> None:
    tall = window(jar.surface, -0.88, -0.66, -0.62, 0.5, 0.04) * 0.5
    thin = window(jar.surface, -0.52, -0.46, -0.62, 0.5, 0.03) * 0.22
    strip = window(jar.surface, 0.8, 0.93, -0.5, 0.4, 0.05) * 0.28
    spot = highlight(jar.surface, 60.0) * 0.35
    shine = (tall + thin + strip + spot + grazing(jar.surface, 3.0) * 0.25) * jar.met
    stage.glow("#fff4e2", (shine.resized(jar.window.size) * jar.visible).mask(), jar.window)


def _flame(stage: Stage, x: float, y: float) -> None:
    view = stage.view

    def drop(width: float, height: float, rise: float) -> Image.Image:
        low, top = y + 8 - rise, y - height
        data = f"M {x:.1f} {low:.1f} C {x - width:.1f} {low:.1f} {x - width * 1.1:.1f} {y - height * 0.35:.1f} {x:.1f} {top:.1f}"
        data += (
            f" C {x + width * 1.1:.1f} {y - height * 0.35:.1f} {x + width:.1f} {low:.1f} {x:.1f} {low:.1f} Z"
        )
        return fill(view, path(data))

    for radius, strength in ((110.0, 0.55), (42.0, 0.7)):
        halo = softened(drop(40, 120, 0), radius, view)
        stage.glow("#ffb65c", faded(halo, strength), view)
    stage.tint("#ffb347", faded(softened(drop(19, 96, 0), 2.5, view), 0.92), view)
    stage.tint("#ffe9a8", softened(drop(14, 82, 3), 3.5, view), view)
    stage.tint("#fffbe8", softened(drop(8, 56, 8), 3.5, view), view)


def _glow_on_table(stage: Stage) -> None:
    view = stage.view.window((100, 560, 900, 900))
    x, y = view.axes(view.coarse(4))
    distance = ((x - 500) * (x - 500) * (1 / 380**2) + (y - 750) * (y - 750) * (1 / 120**2)).sqrt()
    stage.glow("#ff9d3c", (distance.ramp(1.0, 0.3) * 0.16).resized(view.size).mask(), view)


def _label(stage: Stage, jar: Hit) -> None:
    """Lay the printed label around the front of the jar, lit like the glass."""
    bent = _bent(_printed(), jar.window)
    tone = (jar.light() * 0.97).clamp().mask()
    paper = ImageChops.multiply(bent.convert("RGB"), Image.merge("RGB", (tone, tone, tone)))
    mask = ImageChops.multiply(bent.getchannel("A"), jar.visible.mask())
    shadow = softened(mask, 2.0, jar.window)
    stage.tint("#1a0d05", faded(shadow, 0.35), jar.window)
    stage.lay(paper, mask, jar.window)


def _bent(paper: Image.Image, window: View) -> Image.Image:
    """A flat label as it appears on the curved wall: an RGBA picture of the window's size.

    It is cut into upright strips; for each, the place of its corners on the wall tells what of the paper is seen.
    """
    width, height = paper.size

    def place(share: float, level: float) -> tuple[float, float]:
        turn = math.radians((share * 2 - 1) * _LABEL_TURN)
        x, y = _CAMERA.project((_RADIUS * math.sin(turn), level, _RADIUS * math.cos(turn)))
        return (x * window.scale - window.left, y * window.scale - window.top)

    strips = []
    for i in range(_STRIPS):
        first, last = i / _STRIPS, (i + 1) / _STRIPS
        (left, left_top), (right, right_top) = place(first, _LABEL_TOP), place(last, _LABEL_TOP)
        left_end, right_end = place(first, _LABEL_END)[1], place(last, _LABEL_END)[1]
        x0, x1 = round(left), round(right)
        y0, y1 = math.floor(min(left_top, right_top)) - 1, math.ceil(max(left_end, right_end)) + 1
        if x1 <= x0:
            continue
        tall, tall_right = left_end - left_top, right_end - right_top
        u0, u1 = first * width, last * width
        quad = (
            *(u0, (y0 - left_top) / tall * height),
            *(u0, (y1 - left_top) / tall * height),
            *(u1, (y1 - right_top) / tall_right * height),
            *(u1, (y0 - right_top) / tall_right * height),
        )
        strips.append(((x0, y0, x1, y1), quad))
    return paper.transform(window.size, Image.Transform.MESH, strips, Image.Resampling.BICUBIC)


def _printed() -> Image.Image:
    """The label as it lies flat, RGBA, with a clear margin of a few pixels above and below."""
    paper = Image.new("RGBA", (1080, 590))
    draw = ImageDraw.Draw(paper)
    ink = "#3a2c22"
    draw.rectangle((0, 4, 1080, 585), fill="#f2eadb")
    draw.rectangle((30, 34, 1049, 555), outline=ink, width=5)
    lines = (
        ("B R A C K E N F O L D", 112, 62),
        ("Cedar", 235, 124),
        ("& Smoke", 360, 124),
        ("SOY WAX  ·  220 G", 486, 48),
    )
    for text, y, size in lines:
        draw.text((540, y), text, fill=ink, font=ImageFont.load_default(size), anchor="mm")
    return paper
