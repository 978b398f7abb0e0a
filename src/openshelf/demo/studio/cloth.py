"""Sewn things: panels with folds, seams, ribs and stitches, lit as reliefs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image, ImageChops

from openshelf.demo.studio.field import Field, Size, creases, noise, of_mask
from openshelf.demo.studio.light import blended, grazing, highlight, paint, relief, rgb, shade, swell
from openshelf.demo.studio.shapes import Outline, bounds, dashes, fill, lettering, ribbon, strokes
from openshelf.demo.studio.stage import Stage, drop_shadow, faded, shifted
from openshelf.demo.studio.view import View

DARK = "#14110f"
_PALE = 570  # the sum of red, green and blue from which cloth counts as pale
_COARSE = 2.0  # folds are smooth: half the pixels draw them as well


@dataclass(frozen=True)
class Fold:
    """A ridge (or, with a negative height, a valley) along an open outline, thin at both ends; in units."""

    line: Outline
    width: float
    height: float


@dataclass(frozen=True)
class Weave:
    """How a fabric looks up close and takes the light.

    ``cell`` is the size of its grain in units and ``grain`` how strongly that shows; ``fuzz`` brightens it where it
    is seen along the surface; ``gloss`` is the strength of its highlight and ``tight`` how small that is.
    ``drape`` is the height in units of its soft random waves, ``wave`` their size across and down, and ``crumple``
    the height of its sharper creases.
    """

    cell: tuple[float, float] = (1.4, 3.2)
    grain: float = 0.05
    fuzz: float = 0.25
    gloss: float = 0.0
    tight: float = 12.0
    drape: float = 3.0
    wave: tuple[float, float] = (70.0, 160.0)
    crumple: float = 4.0


JERSEY = Weave()
_RIBBON = Weave(cell=(1.2, 1.2), grain=0.03, drape=0.0, crumple=0.0)


@dataclass(frozen=True)
class Panel:
    """A piece of cloth: its outline, how round its edge is and how far in that reaches, and its folds."""

    outline: Outline
    edge: float = 10.0
    roll: float = 60.0
    belly: float = 8.0
    folds: tuple[Fold, ...] = ()
    seed: int = 1
    within: tuple[Outline, ...] = ()  # only what lies in these outlines is seen


class Piece(NamedTuple):
    """A panel that lies on the stage: where it is seen, as a mask of its window's size."""

    mask: Image.Image
    window: View


def sew(
    stage: Stage,
    panel: Panel,
    color: str,
    weave: Weave = JERSEY,
    *,
    cast: float = 0.0,
) -> Piece:
    """Lay a panel on the stage; what comes back is to sew seams and stitches on.

    ``cast`` is the strength of the shadow it throws on what lies behind it.
    """
    window = stage.view.window(bounds([panel.outline]), 24.0)
    mask = fill(window, panel.outline)
    if panel.within:
        mask = ImageChops.multiply(mask, fill(window, *panel.within))
    if cast:
        drop_shadow(stage, mask, window, dx=4, dy=7, blur=9, strength=cast)
    stage.lay(paint(color, light_on(panel, weave, mask, window), panel.seed), mask, window)
    return Piece(mask, window)


def light_on(panel: Panel, weave: Weave, mask: Image.Image, window: View) -> Field:
    """The light a panel throws back, 1.0 where it lies flat."""
    size = window.coarse(_COARSE)
    pixel = window.width * window.pixel / size[0]
    inside = of_mask(mask.resize(size, Image.Resampling.BOX))
    height = swell(inside, panel.edge / pixel) * (panel.edge * 0.6)
    height = height + swell(inside, panel.roll / pixel) * panel.belly
    height = height + _folds(panel.folds, window, size, pixel)
    if weave.drape:
        cell = (weave.wave[0] / pixel, weave.wave[1] / pixel)
        fine = (cell[0] * 0.45, cell[1] * 0.45)
        height = height + noise(size, cell, panel.seed + 11) * weave.drape
        height = height + noise(size, fine, panel.seed + 12) * (weave.drape * 0.22)
    if weave.crumple:
        long = creases(size, (60 / pixel, 190 / pixel), 24.0, panel.seed + 13)
        short = creases(size, (48 / pixel, 120 / pixel), -32.0, panel.seed + 14)
        height = height + (long + short * 0.5) * weave.crumple
    surface = relief(height, pixel)
    light = shade(surface) + grazing(surface, 2.0) * weave.fuzz
    if weave.gloss:
        light = light + highlight(surface, weave.tight) * weave.gloss
    return light.resized(window.size) * (1.0 + grain(window, weave, panel.seed))


def grain(window: View, weave: Weave, seed: int) -> Field:
    """The threads of a fabric as a small brightening and darkening about zero."""
    cell = (weave.cell[0] * window.scale, weave.cell[1] * window.scale)
    coarse = (weave.cell[0] * 9 * window.scale, weave.cell[1] * 9 * window.scale)
    threads = noise(window.size, cell, seed) * weave.grain
    return threads + noise(window.size, coarse, seed + 1) * (weave.grain * 0.5)


def _folds(folds: Sequence[Fold], window: View, size: Size, pixel: float) -> Field:
    total = Field(Image.new("F", size))
    half = View(size[0] / window.width * window.scale, 0, 0, *size)
    origin = (window.left * window.pixel, window.top * window.pixel)
    for fold in folds:
        line = tuple((x - origin[0], y - origin[1]) for x, y in fold.line)
        crest = fill(half, ribbon(line, (0.0, fold.width * 0.8, fold.width, fold.width * 0.7, 0.0)))
        total = total + of_mask(crest).blurred(max(1.01, fold.width * 0.55 / pixel)) * fold.height
    return total


def lie(stage: Stage, silhouette: Sequence[Outline]) -> None:
    """The shadow of a garment that lies flat, made of its outlines."""
    window = stage.view.window(bounds(silhouette), 120.0)
    mask = fill(window, *silhouette)
    drop_shadow(stage, mask, window, dx=16, dy=25, blur=26, strength=0.34)
    drop_shadow(stage, mask, window, dx=4, dy=6, blur=5, strength=0.38)


def thread_of(color: str) -> str:
    """Thread that shows on cloth of a color without shouting."""
    return blended(color, "#000000", 0.16) if sum(rgb(color)) > _PALE else blended(color, "#ffffff", 0.25)


def seam(stage: Stage, line: Outline, piece: Piece, *, depth: float = 0.3, width: float = 3.0) -> None:
    """A sewn seam across a piece: a dark groove with a lit lip below it."""
    mask, window = piece
    groove = ImageChops.multiply(strokes(window, [line], width), mask)
    stage.glow("#ffffff", faded(shifted(groove, 1.5, 3.0, window), depth * 0.22), window)
    stage.tint(DARK, faded(groove, depth), window)


def stitches(
    stage: Stage,
    lines: Sequence[Outline],
    piece: Piece,
    color: str,
    *,
    opacity: float = 0.6,
    stitch: tuple[float, float, float] = (5.0, 3.5, 1.7),
) -> None:
    """Rows of visible stitches on a piece, each with its small shadow.

    ``stitch``: how long each is, how far from the next, and how thick, in units.
    """
    length, gap, width = stitch
    dashed = [dash for line in lines for dash in dashes(line, length, gap)]
    row = ImageChops.multiply(strokes(piece.window, dashed, width), piece.mask)
    stage.tint(DARK, faded(shifted(row, 0.8, 1.4, piece.window), opacity * 0.45), piece.window)
    stage.tint(color, faded(row, opacity), piece.window)


def woven_label(stage: Stage, outline: Outline, text: str, size: float) -> None:
    """A sewn-in label with the maker's name, ``size`` units to the em."""
    left, top, right, bottom = bounds([outline])
    _, window = sew(stage, Panel(outline, edge=1, roll=2, belly=0, seed=9), "#f1ece2", _RIBBON, cast=0.3)
    stage.tint("#4a4038", lettering(window, text, ((left + right) / 2, (top + bottom) / 2), size), window)


def ribbed(
    stage: Stage, band: Outline, ribs: Sequence[Outline], color: str, *, seed: int, edge: float = 7.0
) -> None:
    """A knitted band such as a collar: a rounded strip with fine grooves along ``ribs``."""
    panel = Panel(band, edge=edge, roll=edge * 2, belly=1.0, seed=seed)
    mask, window = sew(stage, panel, color, Weave(drape=0.0, grain=0.04))
    stage.tint(DARK, faded(ImageChops.multiply(strokes(window, ribs, 1.6), mask), 0.16), window)
