"""The canvas tote: a stiff two-tone bag with webbing handles, standing."""

from __future__ import annotations

from openshelf.demo.studio.cloth import Fold, Panel, Weave, sew, stitches
from openshelf.demo.studio.light import blended
from openshelf.demo.studio.shapes import mirrored, moved, path, ribbon, symmetric
from openshelf.demo.studio.stage import Stage, pool
from openshelf.demo.studio.view import View

_CANVAS = Weave(cell=(2.4, 2.4), grain=0.085, fuzz=0.12, drape=6.0, wave=(120.0, 150.0), crumple=9.0)
_WEBBING = Weave(cell=(1.6, 5.0), grain=0.1, fuzz=0.1, drape=0.6, wave=(40.0, 60.0), crumple=0.0)
_WIDTH = 38.0  # of the webbing

_FOOT = " C 737 842 730 862 704 868 C 640 874 570 876 500 876"
_BODY = symmetric("M 500 372 C 600 374 690 364 748 356 C 754 470 750 640 738 800" + _FOOT)
_BASE = symmetric("M 500 700 C 590 702 680 698 746 690 C 744 730 741 770 738 800" + _FOOT)
_LINING = symmetric("M 500 334 C 600 334 690 340 748 356 C 690 366 600 376 500 376")
_RIM = path("M 250 356 C 310 364 400 374 500 372 C 600 374 690 364 750 356")
_EDGE = path("M 250 690 C 320 698 410 702 500 700 C 590 702 680 698 750 690")


def draw(view: View, color: str, trim: str) -> Stage:
    """The bag with its body in ``color``, base and handles in ``trim``."""
    stage = Stage(view, floor=800.0)
    pool(stage, 505, 872, 300, 20, 0.9)
    pool(stage, 530, 878, 380, 52, 0.5)
    rear = ribbon(path("M 388 352 C 384 210 420 120 500 116 C 580 120 616 210 612 352"), (_WIDTH,))
    sew(stage, Panel(rear, edge=5, roll=12, belly=1, seed=3), blended(trim, "#000000", 0.2), _WEBBING)
    lining = Panel(_LINING, edge=3, roll=20, belly=-6, seed=4)
    sew(stage, lining, blended(color, "#000000", 0.3), _CANVAS)

    thread = blended(trim, "#ffffff", 0.35)
    body = sew(stage, Panel(_BODY, edge=10, roll=120, belly=44, folds=_folds(), seed=5), color, _CANVAS)
    stitches(stage, [moved(_RIM, 0, 20), moved(_RIM, 0, 26)], body, thread, opacity=0.55)
    base = sew(stage, Panel(_BASE, edge=8, roll=110, belly=40, folds=_base_folds(), seed=6), trim, _CANVAS)
    stitches(
        stage, [moved(_EDGE, 0, 9), moved(_EDGE, 0, 16)], base, blended(color, "#ffffff", 0.2), opacity=0.7
    )
    _front_handle(stage, trim, thread)
    return stage


def _front_handle(stage: Stage, trim: str, thread: str) -> None:
    """The near handle: one length of webbing from the base over the top and back."""
    half = path("M 360 700 L 362 540 L 364 392 C 362 300 372 170 500 164")
    whole = (*half, *mirrored(half)[1:])
    panel = Panel(ribbon(whole, (_WIDTH,)), edge=5, roll=14, belly=3, seed=7)
    webbing = sew(stage, panel, trim, _WEBBING, cast=0.34)
    rows = [
        path(
            f"M {360 + d} 700 L {362 + d} 540 L {364 + d} 392 C {362 + d} 300 {372 + d} {170 + abs(d)} 500 {164 + d}"
        )
        for d in (-14, 14)
    ]
    stitches(stage, [*rows, *(mirrored(row) for row in rows)], webbing, thread)
    box = path("M 346 404 L 378 404 L 378 446 L 346 446 L 346 404 L 378 446")
    cross = path("M 346 446 L 378 404")
    stitches(stage, [box, cross, mirrored(box), mirrored(cross)], webbing, thread, opacity=0.8)


def _folds() -> tuple[Fold, ...]:
    return (
        Fold(path("M 640 420 C 660 500 668 580 690 690"), 70, 14),
        Fold(path("M 700 380 C 706 470 700 560 716 690"), 44, -12),
        Fold(path("M 590 430 C 570 520 560 600 566 700"), 80, -10),
        Fold(path("M 362 420 C 350 500 330 580 318 690"), 70, 13),
        Fold(path("M 300 380 C 298 470 296 560 282 690"), 44, -12),
        Fold(path("M 420 430 C 436 520 440 600 430 700"), 80, -10),
        Fold(path("M 290 640 C 380 610 460 640 560 620"), 70, 8),
    )


def _base_folds() -> tuple[Fold, ...]:
    return (
        Fold(path("M 726 700 C 716 760 706 800 690 860"), 40, -14),
        Fold(path("M 274 700 C 284 760 294 800 310 860"), 40, -14),
        Fold(path("M 300 830 C 400 846 600 846 700 830"), 60, 10),
    )
