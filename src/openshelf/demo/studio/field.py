"""Arithmetic on whole pictures: one float a pixel, Pillow underneath.

The drawings need the mathematics of a small renderer, and numpy is not a dependency of the server, so a
``Field`` wraps a Pillow picture of mode ``F`` and sends each operation through ``ImageMath``, which loops in C.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Union

from PIL import Image, ImageMath

Size = tuple[int, int]
Number = Union["Field", float]


class Field:
    """A float for every pixel. Operations return a new field; operands must have the same size."""

    __slots__ = ("image",)

    def __init__(self, image: Image.Image) -> None:
        """``image`` of any single-band mode; its values are kept as they are (0..255 for mode ``L``)."""
        self.image = image if image.mode == "F" else image.convert("F")

    @property
    def size(self) -> Size:
        return self.image.size

    def __add__(self, other: Number) -> Field:
        if isinstance(other, Field):
            return _apply(lambda a, b: a + b, self, other)
        return self._scaled(1.0, other)

    def __sub__(self, other: Number) -> Field:
        if isinstance(other, Field):
            return _apply(lambda a, b: a - b, self, other)
        return self._scaled(1.0, -other)

    def __mul__(self, other: Number) -> Field:
        if isinstance(other, Field):
            return _apply(lambda a, b: a * b, self, other)
        return self._scaled(other, 0.0)

    def __truediv__(self, other: Field) -> Field:
        return _apply(lambda a, b: a / b, self, other)

    def __pow__(self, other: float) -> Field:
        return _apply(lambda a, b: a**b, self, constant(self.size, other))

    def __radd__(self, other: float) -> Field:
        return self._scaled(1.0, other)

    def __rmul__(self, other: float) -> Field:
        return self._scaled(other, 0.0)

    def __rsub__(self, other: float) -> Field:
        return self._scaled(-1.0, other)

    def __neg__(self) -> Field:
        return self._scaled(-1.0, 0.0)

    def __abs__(self) -> Field:
        return Field(ImageMath.lambda_eval(lambda args: abs(args["a"]), a=self.image))

    def sqrt(self) -> Field:
        """The square root; what is below zero counts as zero."""
        return self.maximum(0.0) ** 0.5

    def maximum(self, other: Number) -> Field:
        return _apply_named("max", self, other)

    def minimum(self, other: Number) -> Field:
        return _apply_named("min", self, other)

    def clamp(self, low: float = 0.0, high: float = 1.0) -> Field:
        return self.maximum(low).minimum(high)

    def ramp(self, start: float, end: float) -> Field:
        """0 at ``start``, 1 at ``end`` (which may be the smaller), eased at both: the usual smoothstep."""
        t = ((self - start) * (1.0 / (end - start))).clamp()
        return t * t * (3.0 - 2.0 * t)

    def mix(self, other: Number, amount: Number) -> Field:
        """This field where ``amount`` is 0, ``other`` where it is 1."""
        return self + (other - self) * amount

    def resized(self, size: Size) -> Field:
        """The same picture at another size in pixels, smoothly."""
        if size == self.size:
            return self
        return Field(self.image.resize(size, Image.Resampling.BICUBIC))

    def blurred(self, radius: float) -> Field:
        """Softened over about ``radius`` pixels.

        Pillow's Gaussian knows eight bits only, and slopes taken from eight bits show steps; so the field is
        scaled down, smoothed there with a small kernel, and scaled up again, in floats throughout.
        """
        pitch = radius / 2.5
        width, height = self.size
        small = (max(3, round(width / max(1.0, pitch))), max(3, round(height / max(1.0, pitch))))
        passes = round(3 * min(1.0, pitch))
        field = Field(self.image.resize(small, Image.Resampling.BICUBIC)) if small != self.size else self
        for _ in range(passes):
            field = field.softened()
        return field.resized(self.size)

    def slopes(self, pixel: float) -> tuple[Field, Field]:
        """How steeply the field rises to the right and downwards, ``pixel`` being the size of a pixel."""
        left, right = self._beside((0, 1), (2, 1))
        above, below = self._beside((1, 0), (1, 2))
        return (right - left) * (0.5 / pixel), (below - above) * (0.5 / pixel)

    def softened(self) -> Field:
        """Each pixel mixed with its neighbours (1 2 1 in both directions)."""
        left, right = self._beside((0, 1), (2, 1))
        across = self * 0.5 + (left + right) * 0.25
        above, below = across._beside((1, 0), (1, 2))
        return across * 0.5 + (above + below) * 0.25

    def _beside(self, *corners: tuple[int, int]) -> tuple[Field, ...]:
        """The field as seen from its neighbours: cut at ``corners`` out of a copy with a margin of one pixel.

        The margin repeats the edge, where a plain crop would read zeros and see a cliff.
        """
        width, height = self.size
        wide = self.image.resize((width + 2, height + 2), Image.Resampling.NEAREST)
        wide.paste(self.image, (1, 1))
        return tuple(Field(wide.crop((x, y, x + width, y + height))) for x, y in corners)

    def filled(self, known: Field) -> Field:
        """The field where ``known`` is 1; where it is 0, what known pixels nearby suggest."""
        weight, value = known, self * known
        for _ in range(2):
            weight, value = weight.softened(), value.softened()
        guess = value / weight.maximum(1e-4)
        return guess.mix(self, known)

    def _scaled(self, factor: float, offset: float) -> Field:
        # One pass, where ImageMath would first build a picture of the constant.
        return Field(self.image.point(lambda value: value * factor + offset))

    def mask(self) -> Image.Image:
        """A picture of mode ``L``: 0 becomes black, 1 white, what lies outside is clipped."""
        return self.image.point(lambda value: value * 255.0 + 0.5).convert("L")


def _apply(operation: Callable[[Any, Any], Any], left: Field, right: Field) -> Field:
    return Field(
        ImageMath.lambda_eval(lambda args: operation(args["a"], args["b"]), a=left.image, b=right.image)
    )


def _apply_named(name: str, left: Field, right: Number) -> Field:
    other = right if isinstance(right, Field) else constant(left.size, right)
    return Field(
        ImageMath.lambda_eval(lambda args: args[name](args["a"], args["b"]), a=left.image, b=other.image)
    )


@lru_cache(maxsize=8)
def constant(size: Size, value: float) -> Field:
    """The same number everywhere. Callers share it: it is not to be drawn into."""
    return Field(Image.new("F", size, value))


def of_mask(mask: Image.Image) -> Field:
    """A mask of mode ``L`` as a field from 0 to 1."""
    return Field(mask.convert("F").point(lambda value: value * (1.0 / 255.0) + 0.0))


def gradient_x(size: Size, start: float, end: float) -> Field:
    """``start`` at the left edge of the picture, ``end`` at its right edge, pixels read at their centres."""
    width, _ = size
    step = (end - start) / width
    row = Image.new("F", (width, 1))
    row.putdata([start + (i + 0.5) * step for i in range(width)])
    return Field(row.resize(size, Image.Resampling.NEAREST))


def gradient_y(size: Size, start: float, end: float) -> Field:
    """``start`` at the upper edge of the picture, ``end`` at its lower edge, pixels read at their centres."""
    _, height = size
    step = (end - start) / height
    column = Image.new("F", (1, height))
    column.putdata([start + (i + 0.5) * step for i in range(height)])
    return Field(column.resize(size, Image.Resampling.NEAREST))


def noise(size: Size, cell: tuple[float, float], seed: int) -> Field:
    """Smooth random values from -1 to 1, changing over ``cell`` pixels (across, down); the same for a seed."""
    grid = (max(2, round(size[0] / max(1.0, cell[0])) + 1), max(2, round(size[1] / max(1.0, cell[1])) + 1))
    dice = random.Random(seed)  # noqa: S311 - a drawing must come out the same each time, and guards nothing
    grains = Image.frombytes("L", grid, dice.randbytes(grid[0] * grid[1]))
    centred = grains.convert("F").point(lambda value: value * (2.0 / 255.0) - 1.0)
    return Field(centred.resize(size, Image.Resampling.BICUBIC))


def creases(size: Size, cell: tuple[float, float], degrees: float, seed: int) -> Field:
    """Random creases from 0 to 1: soft ground with sharper ridges, ``cell`` pixels apart, turned clockwise."""
    waves = turned_noise(size, cell, degrees, seed)
    return (1.0 - (waves * waves + 0.015).sqrt()).maximum(0.0)


def turned_noise(size: Size, cell: tuple[float, float], degrees: float, seed: int) -> Field:
    """:func:`noise` with its grain turned clockwise by ``degrees``."""
    reach = math.ceil(math.hypot(*size))
    square = noise((reach, reach), cell, seed).image.rotate(-degrees, Image.Resampling.BILINEAR)
    left, top = (reach - size[0]) // 2, (reach - size[1]) // 2
    return Field(square.crop((left, top, left + size[0], top + size[1])))
