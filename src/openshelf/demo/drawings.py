"""Which drawing belongs to which sample product, and the pictures its gallery is made of."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PIL import Image

from openshelf.demo.studio import armchair, candle, jacket, lamp, mug, sneaker, tee, tote
from openshelf.demo.studio.stage import Stage, encoded
from openshelf.demo.studio.trace import Camera, scene
from openshelf.demo.studio.view import View, closeup, whole


class Look(NamedTuple):
    """The colors of a product (the main one first, as ``#rrggbb``), and its finish where it has one."""

    colors: tuple[str, ...]
    finish: str = ""


class Shot(NamedTuple):
    """A general picture: the stem of its file name, what it shows, and the square picture at a size in pixels."""

    stem: str
    description: str
    take: Callable[[int], Image.Image]


_FOCUS = {"tee": (500.0, 220.0)}
_TILE_SPAN = 960.0  # units of the drawing board across a tile of the grid of colors

Drawing = Callable[[View, Look], Stage]


def _mug(view: View, look: Look, camera: Camera = mug.FRONT) -> Stage:
    second = look.colors[-1]
    speckles = second if look.finish == "speckled" else None
    clay = second if look.finish == "dipped" else None
    return mug.draw(view, look.colors[0], speckles=speckles, clay=clay, camera=camera)


_DRAWINGS: dict[str, Drawing] = {
    "tee": lambda view, look: tee.draw(view, look.colors[0]),
    "jacket": lambda view, look: jacket.draw(view, look.colors[0]),
    "mug": _mug,
    "lamp": lambda view, look: lamp.draw(view, look.colors[0]),
    "tote": lambda view, look: tote.draw(view, look.colors[0], look.colors[1]),
    "sneaker": lambda view, look: sneaker.draw(view, look.colors[0], look.colors[1]),
    "armchair": lambda view, look: armchair.draw(view, look.colors[0], look.finish),
    "candle": lambda view, look: candle.draw(view, look.colors[0]),
}


def picture(subject: str, look: Look, size: int) -> bytes:
    """The main picture of a product in one look: a JPEG of ``size`` x ``size`` pixels, always the same bytes.

    :raises KeyError: for a subject that has no drawing
    """
    return encoded(_DRAWINGS[subject](whole(size), look).picture)


def shots(subject: str, looks: Sequence[Look], size: int) -> tuple[tuple[str, str, bytes], ...]:
    """The general pictures of a product, besides its main ones, as file stem, description and JPEG.

    ``looks`` are all it comes in; the pictures that show one look show the first.

    :raises KeyError: for a subject that has no drawing
    """
    return tuple((shot.stem, shot.description, encoded(shot.take(size))) for shot in _shots(subject, looks))


def release() -> None:
    """Give back the memory that drawings keep to draw the next color of the same product faster."""
    scene.cache_clear()


def _shots(subject: str, looks: Sequence[Look]) -> list[Shot]:
    first = looks[0]
    drawing = _DRAWINGS[subject]

    def near(x: float, y: float, span: float, look: Look = first) -> Callable[[int], Image.Image]:
        return lambda size: drawing(closeup(size, x, y, span), look).picture

    def all_colors(size: int) -> Image.Image:
        return _range(drawing, looks, size, _FOCUS.get(subject, (500.0, 500.0)))

    shots: dict[str, list[Shot]] = {
        "tee": [
            Shot(
                "back",
                "The back, with its tidy shoulder seams",
                lambda n: tee.draw_back(whole(n), first.colors[0]).picture,
            ),
            Shot("collar", "The ribbed collar and the double row of stitches below it", near(560, 200, 340)),
            Shot("colors", "All the colors side by side", all_colors),
        ],
        "jacket": [
            Shot("hood", "The drawcord hood and its stiffened brim", near(500, 240, 380)),
            Shot("pocket", "A storm flap keeps the patch pocket dry", near(640, 690, 340)),
            Shot("colors", "All the colors side by side", all_colors),
        ],
        "mug": [
            Shot(
                "above",
                "Seen from above: the thrown rim and the handle",
                lambda n: _mug(whole(n), first, mug.ABOVE).picture,
            ),
            Shot("colors", "The four glazes side by side", all_colors),
        ],
        "lamp": [
            Shot(
                "side",
                "Turned to the wall",
                lambda n: lamp.draw(whole(n), first.colors[0], lamp.SIDE).picture,
            ),
            Shot("colors", "All the colors side by side", all_colors),
        ],
        "tote": [
            Shot("handle", "Webbing handles, sewn with a crossed box", near(360, 430, 380)),
            Shot("colors", "All the colors side by side", all_colors),
        ],
        "sneaker": [
            Shot("laces", "Flat cotton laces over a padded tongue", near(500, 480, 420)),
            Shot("heel", "The heel patch and the sewn cup sole", near(760, 560, 400)),
            Shot("colors", "All the colors side by side", all_colors),
        ],
        "armchair": [
            Shot(
                "side",
                "From the side",
                lambda n: armchair.draw(whole(n), first.colors[0], first.finish, armchair.SIDE).picture,
            ),
            Shot(
                "back",
                "Upholstered all around, so it can stand free in a room",
                lambda n: armchair.draw(whole(n), first.colors[0], first.finish, armchair.BACK).picture,
            ),
            Shot("covers", "The four covers side by side", all_colors),
        ],
        "candle": [
            Shot(
                "above",
                "Seen from above: an even pool of wax",
                lambda n: candle.draw(whole(n), first.colors[0], candle.ABOVE).picture,
            ),
            Shot("label", "The letterpress label", near(500, 600, 460)),
        ],
    }
    return shots[subject]


def _range(drawing: Drawing, looks: Sequence[Look], size: int, focus: tuple[float, float]) -> Image.Image:
    """All looks in a grid of equal tiles; where one stays empty, a close-up of the first look at ``focus`` fills it."""
    columns = math.ceil(math.sqrt(len(looks)))
    rows = math.ceil(len(looks) / columns)
    gap = max(1, size // 200)
    width, height = (size - gap * (columns - 1)) // columns, (size - gap * (rows - 1)) // rows
    grid = Image.new("RGB", (size, size), "#faf8f4")
    for index in range(columns * rows):
        span, (x, y) = (_TILE_SPAN, (500.0, 500.0)) if index < len(looks) else (_TILE_SPAN / 3, focus)
        scale = width / span
        tile = View(scale, round(x * scale - width / 2), round(y * scale - height / 2), width, height)
        corner = ((width + gap) * (index % columns), (height + gap) * (index // columns))
        grid.paste(drawing(tile, looks[index % len(looks)]).picture, corner)
    return grid
