"""The scented candle: a burning wax candle in a jar of amber glass with a paper label."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw, ImageFont

from openshelf.demo.studio.field import Field, of_mask
from openshelf.demo.studio.light import grazing, highlight, paint, window
from openshelf.demo.studio.shapes import fill, path
from openshelf.demo.studio.solid import Vec, drum, fused, rod, rounded_rectangle
from openshelf.demo.studio.stage import SHADOW, Stage, faded, softened
from openshelf.demo.studio.trace import Camera, Hit, Solid, scene
from openshelf.demo.studio.view import View

FRONT = Camera(target=(0.0, 180.0, 0.0), x=500.0, y=530.0, yaw=0.0, pitch=15.0, distance=2600.0, zoom=1.62)
ABOVE = Camera(target=(0.0, 230.0, 0.0), x=500.0, y=500.0, yaw=0.0, pitch=48.0, distance=2600.0, zoom=1.62)
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


_SOLIDS = (
    Solid("jar", _jar, (-_RADIUS, 0, -_RADIUS), (_RADIUS, _HEIGHT, _RADIUS), hollow=True),
    Solid("wax", _wax, (-_RADIUS, 0, -_RADIUS), (_RADIUS, _WAX + 5, _RADIUS)),
    Solid(
        "wick",
        lambda p: rod(p, (0, _WAX - 4, 0), (4, _WAX + 26, 0), 3.2, 2.6),
        (-8, _WAX - 8, -8),
        (12, _WAX + 32, 8),
        detail=1.0,
    ),
)


def draw(view: View, color: str, camera: Camera = FRONT) -> Stage:
    """The candle burning, its glass in ``color``."""
    stage = Stage(view, floor=660.0)
    hits, shadow = scene(view, camera, _SOLIDS)
    named = {hit.name: hit for hit in hits}
    jar, wax, wick = named["jar"], named["wax"], named["wick"]
    stage.tint(SHADOW, faded(shadow, 0.85), view)
    _glow_on_table(stage)
    stage.lay(paint("#ffdf9c", _wax_light(wax)), wax.visible.mask(), wax.window)
    _glass(stage, jar, wax, color)
    stage.tint("#2a1d14", wick.visible.mask(), wick.window)
    _shine(stage, jar)
    _label(stage, jar, camera)
    _flame(stage, *camera.project((4.0, _WAX + 24, 0.0)))
    return stage


def _wax_light(wax: Hit) -> Field:
    """Wax glows around the flame, where it has melted, and darkens towards the glass."""
    around = (wax.points[0] * wax.points[0] + wax.points[2] * wax.points[2]).sqrt()
    return wax.spread(around.ramp(150.0, 10.0) * 0.5 + 1.0)


def _glass(stage: Stage, jar: Hit, wax: Hit, color: str) -> None:
    """Amber glass: clearer where wax shines through it, darker along its edges and in its thick foot."""
    light = jar.light() * (jar.spread(jar.surface.z.ramp(0.0, 0.75)) * 0.4 + 0.6)
    behind = Image.new("L", jar.window.size)
    behind.paste(wax.visible.mask(), wax.window.offset_in(jar.window))
    clear = of_mask(softened(behind, 1.5, jar.window)) * (
        jar.spread(jar.surface.z).ramp(-0.1, 0.9) * 0.5 + 0.12
    )
    stage.lay(paint(color, light), (jar.visible * (1.0 - clear)).mask(), jar.window)


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
        low, middle, top = y + 8 - rise, y - height * 0.35, y - height
        right = f"C {x + width * 1.1:.1f} {middle:.1f} {x + width:.1f} {low:.1f} {x:.1f} {low:.1f}"
        left = f"C {x - width:.1f} {low:.1f} {x - width * 1.1:.1f} {middle:.1f} {x:.1f} {top:.1f}"
        return fill(view, path(f"M {x:.1f} {low:.1f} {left} {right} Z"))

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


def _label(stage: Stage, jar: Hit, camera: Camera) -> None:
    """Lay the printed label around the front of the jar, lit like the glass."""
    bent = _bent(_printed(), jar.window, camera)
    tone = (jar.light() * 0.55 + 0.46).clamp().mask()
    paper = ImageChops.multiply(bent.convert("RGB"), Image.merge("RGB", (tone, tone, tone)))
    mask = ImageChops.multiply(bent.getchannel("A"), jar.visible.mask())
    shadow = softened(mask, 2.0, jar.window)
    stage.tint("#1a0d05", faded(shadow, 0.35), jar.window)
    stage.lay(paper, mask, jar.window)


def _bent(paper: Image.Image, part: View, camera: Camera) -> Image.Image:
    """A flat label as it appears on the curved wall: an RGBA picture of the window's size.

    It is cut into upright strips; for each, the place of its corners on the wall tells what of the paper is seen.
    """
    width, height = paper.size

    def place(share: float, level: float) -> tuple[float, float]:
        turn = math.radians((share * 2 - 1) * _LABEL_TURN)
        x, y = camera.project((_RADIUS * math.sin(turn), level, _RADIUS * math.cos(turn)))
        return (x * part.scale - part.left, y * part.scale - part.top)

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
    return paper.transform(part.size, Image.Transform.MESH, strips, Image.Resampling.BICUBIC)


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
