"""Which part of the drawing board a picture shows, and at how many pixels.

Products are drawn on a board of 1000 x 1000 units, x to the right, y downwards. All lengths in the drawings are
in these units, so that one drawing serves a thumbnail, the full picture and a close-up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from openshelf.demo.studio.field import Field, Size, gradient_x, gradient_y

BOARD = 1000.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """A rectangle of pixels on the board: ``scale`` pixels a unit, corner and extent in those pixels."""

    scale: float
    left: int
    top: int
    width: int
    height: int

    @property
    def size(self) -> Size:
        return (self.width, self.height)

    @property
    def pixel(self) -> float:
        """The size of a pixel in units."""
        return 1.0 / self.scale

    def window(self, box: Box, margin: float = 0.0) -> View:
        """The part of this view around ``box`` (left, top, right, bottom in units), at least one pixel."""
        left = max(self.left, math.floor((box[0] - margin) * self.scale))
        top = max(self.top, math.floor((box[1] - margin) * self.scale))
        right = min(self.left + self.width, math.ceil((box[2] + margin) * self.scale))
        bottom = min(self.top + self.height, math.ceil((box[3] + margin) * self.scale))
        left, top = min(left, self.left + self.width - 1), min(top, self.top + self.height - 1)
        return View(self.scale, left, top, max(1, right - left), max(1, bottom - top))

    def offset_in(self, outer: View) -> tuple[int, int]:
        """Where this view's corner lies in ``outer``, in pixels."""
        return (self.left - outer.left, self.top - outer.top)

    def axes(self, size: Size | None = None) -> tuple[Field, Field]:
        """The board coordinates of every pixel, x and y, on a grid of ``size`` (this view's own, if absent)."""
        size = size or self.size
        x = gradient_x(size, self.left * self.pixel, (self.left + self.width) * self.pixel)
        y = gradient_y(size, self.top * self.pixel, (self.top + self.height) * self.pixel)
        return x, y

    def coarse(self, factor: float) -> Size:
        """A grid ``factor`` times coarser than this view's pixels, for what is smooth anyway."""
        return (max(2, math.ceil(self.width / factor)), max(2, math.ceil(self.height / factor)))


def whole(size: int) -> View:
    """The whole board on a square picture of ``size`` pixels."""
    return View(size / BOARD, 0, 0, size, size)


def closeup(size: int, x: float, y: float, span: float) -> View:
    """A square of ``span`` units around (x, y) on a square picture of ``size`` pixels."""
    scale = size / span
    return View(scale, round((x - span / 2) * scale), round((y - span / 2) * scale), size, size)
