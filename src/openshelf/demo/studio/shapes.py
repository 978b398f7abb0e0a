"""Outlines, and the masks made of them.

An outline is written as SVG path data (absolute ``M L C Q Z`` only), which any vector editor reads back.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from openshelf.demo.studio.view import Box, View

Point = tuple[float, float]
Outline = tuple[Point, ...]

_TOKEN = re.compile(r"[MLCQZ]|-?\d+(?:\.\d+)?")
_STEPS = 24  # straight pieces a curve is cut into; at 1400 pixels none is seen
_SUPERSAMPLING = 3


def path(data: str) -> Outline:
    """The points along SVG path data, curves cut into short straight pieces.

    :raises ValueError: for a command other than absolute M, L, C, Q or Z
    """
    tokens = _TOKEN.findall(data)
    if re.search(r"[a-zA-Z]", re.sub(r"[MLCQZ]", "", data)):
        raise ValueError(f"only absolute M, L, C, Q and Z are understood: {data!r}")
    points: list[Point] = []
    command = ""
    numbers: list[float] = []
    for token in tokens:
        if token.isalpha():
            command, numbers = token, []
            continue
        numbers.append(float(token))
        if len(numbers) == {"M": 2, "L": 2, "Q": 4, "C": 6}[command]:
            controls = list(zip(numbers[::2], numbers[1::2], strict=True))
            points.extend(_curve(points[-1], controls) if command in "QC" else controls)
            numbers = []
    return tuple(points)


def _curve(start: Point, controls: Sequence[Point]) -> list[Point]:
    """A Bezier curve of any degree from ``start`` through its controls, without the start."""
    knots = [start, *controls]
    degree = len(knots) - 1
    weights = [math.comb(degree, i) for i in range(degree + 1)]
    points = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        factors = [w * t**i * (1 - t) ** (degree - i) for i, w in enumerate(weights)]
        points.append(
            (
                sum(f * k[0] for f, k in zip(factors, knots, strict=True)),
                sum(f * k[1] for f, k in zip(factors, knots, strict=True)),
            )
        )
    return points


def mirrored(outline: Outline, axis: float = 500.0) -> Outline:
    """The outline reflected about the vertical line x = ``axis``, running the other way round."""
    return tuple((2 * axis - x, y) for x, y in reversed(outline))


def symmetric(half: str, axis: float = 500.0) -> Outline:
    """A closed outline from the path data of its right half, begun and ended on the axis."""
    right = path(half)
    return (*right, *mirrored(right, axis))


def moved(outline: Outline, dx: float, dy: float) -> Outline:
    """The outline moved by ``dx`` and ``dy`` units."""
    return tuple((x + dx, y + dy) for x, y in outline)


def ellipse(cx: float, cy: float, rx: float, ry: float, start: float = 0.0, end: float = 360.0) -> Outline:
    """Points on an ellipse between two angles in degrees, clockwise from three o'clock."""
    count = 96
    angles = (math.radians(start + (end - start) * i / count) for i in range(count + 1))
    return tuple((cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles)


def rounded(box: Box, radius: float) -> Outline:
    """A rectangle (left, top, right, bottom) with rounded corners."""
    left, top, right, bottom = box
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    corners = (
        (right - radius, top + radius, -90),
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
    )
    points: list[Point] = []
    for cx, cy, start in corners:
        for step in range(13):
            angle = math.radians(start + 90 * step / 12)
            points.append((cx + radius * math.cos(angle), cy + radius * math.sin(angle)))
    return tuple(points)


def bounds(outlines: Iterable[Sequence[Point]]) -> Box:
    """The smallest box (left, top, right, bottom) around some outlines."""
    points = [point for outline in outlines for point in outline]
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def along(outline: Outline, step: float) -> list[tuple[Point, Point]]:
    """Places every ``step`` units along an open outline: the point, and the direction of unit length there."""
    places: list[tuple[Point, Point]] = []
    due = 0.0
    for (ax, ay), (bx, by) in pairwise(outline):
        length = math.hypot(bx - ax, by - ay)
        if length == 0:
            continue
        direction = ((bx - ax) / length, (by - ay) / length)
        while due <= length:
            places.append(((ax + direction[0] * due, ay + direction[1] * due), direction))
            due += step
        due -= length
    return places


def ribbon(outline: Outline, widths: Sequence[float]) -> Outline:
    """A closed band around an open outline; ``widths`` are spread evenly along it and blended between."""
    count = len(outline)
    left: list[Point] = []
    right: list[Point] = []
    for index, (x, y) in enumerate(outline):
        before, after = outline[max(0, index - 1)], outline[min(count - 1, index + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        place = index / max(1, count - 1) * (len(widths) - 1)
        lower = min(int(place), len(widths) - 2) if len(widths) > 1 else 0
        upper = min(lower + 1, len(widths) - 1)
        half = (widths[lower] + (widths[upper] - widths[lower]) * (place - lower)) / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return (*left, *reversed(right))


def fill(view: View, *outlines: Outline) -> Image.Image:
    """A mask of mode ``L`` at the view's size: white inside the outlines, edges smooth."""
    factor = _SUPERSAMPLING
    mask = Image.new("L", (view.width * factor, view.height * factor))
    draw = ImageDraw.Draw(mask)
    for outline in outlines:
        draw.polygon(_pixels(view, outline, factor), fill=255)
    return mask.reduce(factor)


def strokes(view: View, outlines: Iterable[Outline], width: float, *, level: int = 255) -> Image.Image:
    """A mask of open outlines drawn with a round pen of ``width`` units."""
    factor = _SUPERSAMPLING
    mask = Image.new("L", (view.width * factor, view.height * factor))
    draw = ImageDraw.Draw(mask)
    pen = width * view.scale * factor
    for outline in outlines:
        pixels = _pixels(view, outline, factor)
        draw.line(pixels, fill=level, width=max(1, round(pen)), joint="curve")
        for x, y in (pixels[0], pixels[-1]):
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=level)
    return mask.reduce(factor)


def lettering(view: View, text: str, centre: Point, height: float) -> Image.Image:
    """A mask of one line of text in Pillow's own typeface around a point, ``height`` units to the em."""
    mask = Image.new("L", view.size)
    size = height * view.scale
    if size >= 1.0:
        spot = (centre[0] * view.scale - view.left, centre[1] * view.scale - view.top)
        ImageDraw.Draw(mask).text(spot, text, fill=255, font=ImageFont.load_default(size), anchor="mm")
    return mask


def dashes(outline: Outline, length: float, gap: float) -> list[Outline]:
    """An open outline cut into stitches of ``length`` units with ``gap`` between them."""
    return [
        ((x - dx * length / 2, y - dy * length / 2), (x + dx * length / 2, y + dy * length / 2))
        for (x, y), (dx, dy) in along(outline, length + gap)
    ]


def _pixels(view: View, outline: Outline, factor: int) -> list[Point]:
    scale = view.scale * factor
    return [(x * scale - view.left * factor, y * scale - view.top * factor) for x, y in outline]
