"""The crew-neck T-shirt, laid flat."""

from __future__ import annotations

from openshelf.demo.studio.cloth import (
    Fold,
    Panel,
    Piece,
    lie,
    ribbed,
    seam,
    sew,
    stitches,
    thread_of,
    woven_label,
)
from openshelf.demo.studio.light import blended
from openshelf.demo.studio.shapes import Outline, along, bounds, fill, mirrored, moved, path, symmetric
from openshelf.demo.studio.stage import Stage, drop_shadow
from openshelf.demo.studio.view import View

# Right halves; the left is their mirror image.
_SIDE = (
    " C 634 134 690 148 740 170 C 718 222 708 292 722 364 C 714 440 708 520 710 600 C 712 690 720 790 724 878"
    " C 724 890 720 896 710 898 C 640 908 580 910 500 910"
)
_FRONT = symmetric("M 500 206 C 556 206 588 170 596 116" + _SIDE)
_BACK = symmetric("M 500 132 C 548 132 580 126 596 114" + _SIDE)
_INSIDE = symmetric("M 500 136 C 548 136 578 130 596 116 C 590 176 552 212 500 212")
_SLEEVE = path(
    "M 730 164 C 782 188 814 232 836 284 C 858 332 878 372 898 412 C 900 420 898 425 892 428"
    " C 854 455 810 472 764 480 C 758 481 754 478 752 472 C 744 438 730 390 712 356 C 700 288 708 216 730 164 Z"
)
_SLEEVES = (_SLEEVE, mirrored(_SLEEVE))
_COLLAR = symmetric("M 500 232 C 572 232 610 188 620 126 L 596 114 C 586 168 556 206 500 206")
_COLLAR_BEHIND = symmetric("M 500 112 C 546 112 578 112 599 117 L 594 128 C 578 136 548 140 500 140")
_COLLAR_BACK = symmetric("M 500 137 C 550 137 584 131 604 120 L 595 112 C 576 118 548 119 500 119")
_ARMHOLE = path("M 736 176 C 714 226 704 292 716 358")
_LABEL = path("M 474 142 L 526 142 L 525 174 L 475 174 Z")


def draw(view: View, color: str) -> Stage:
    """The front of the shirt in one color."""
    stage = Stage(view, floor=None)
    lie(stage, (_FRONT, *_SLEEVES, _INSIDE))
    sew(stage, Panel(_INSIDE, edge=4, roll=30, belly=-6, seed=4), blended(color, "#000000", 0.22))
    nape = path("M 398 117 C 430 124 466 124 500 124 C 534 124 570 124 602 117")
    _rib(stage, _COLLAR_BEHIND, nape, 20, blended(color, "#000000", 0.1), 5)
    woven_label(stage, _LABEL, "Brackenfold", 8.2)
    shirt = _shirt(stage, _FRONT, color, _body_folds(), 2)
    front = path("M 390 118 C 400 174 436 219 500 219 C 564 219 600 174 610 118")
    _rib(stage, _COLLAR, front, 30, color, 6, cast=True)
    below = path("M 373 130 C 384 192 426 240 500 240 C 574 240 616 192 627 130")
    stitches(stage, [below], shirt, thread_of(color), opacity=0.4)
    return stage


def draw_back(view: View, color: str) -> Stage:
    """The back of the shirt in one color."""
    stage = Stage(view, floor=None)
    lie(stage, (_BACK, *_SLEEVES))
    folds = tuple(Fold(mirrored(fold.line), fold.width, fold.height * 0.8) for fold in _body_folds())
    shirt = _shirt(stage, _BACK, color, folds, 12)
    nape = path("M 394 112 C 424 122 460 125 500 125 C 540 125 576 122 606 112")
    _rib(stage, _COLLAR_BACK, nape, 20, color, 5, cast=True)
    below = path("M 392 124 C 424 138 460 142 500 142 C 540 142 576 138 608 124")
    stitches(stage, [below], shirt, thread_of(color), opacity=0.4)
    return stage


def _shirt(stage: Stage, body: Outline, color: str, folds: tuple[Fold, ...], seed: int) -> Piece:
    """Sleeves, body, the seams between them and the hem."""
    thread = thread_of(color)
    for index in (0, 1):
        _sleeve(stage, color, index)
    shirt = sew(stage, Panel(body, edge=8, roll=130, belly=46, folds=folds, seed=seed), color, cast=0.22)
    for armhole, inwards in ((_ARMHOLE, -7), (mirrored(_ARMHOLE), 7)):
        seam(stage, armhole, shirt, depth=0.22)
        stitches(stage, [moved(armhole, inwards, 0)], shirt, thread, opacity=0.35)
    hem = path("M 270 898 C 360 908 420 910 500 910 C 580 910 640 908 730 898")
    stitches(stage, [moved(hem, 0, -22), moved(hem, 0, -28)], shirt, thread, opacity=0.45)
    return shirt


def _rib(
    stage: Stage, band: Outline, middle: Outline, length: float, color: str, seed: int, *, cast: bool = False
) -> None:
    """A knitted band whose ribs cross the line ``middle``."""
    ribs = [
        ((x + dy * length, y - dx * length), (x - dy * length, y + dx * length))
        for (x, y), (dx, dy) in along(middle, 4.2)
    ]
    if cast:
        window = stage.view.window(bounds([band]), 30)
        drop_shadow(stage, fill(window, band), window, dx=1, dy=4, blur=4, strength=0.3)
    ribbed(stage, band, ribs, color, seed=seed)


def _sleeve(stage: Stage, color: str, index: int) -> None:
    """The right sleeve (as the viewer sees it) for index 0, its mirror image for 1."""
    folds: tuple[Fold, ...] = (
        Fold(path("M 716 346 C 756 312 790 296 836 302"), 30, 15),
        Fold(path("M 718 360 C 764 346 806 342 852 356"), 22, -12),
        Fold(path("M 740 196 C 776 252 806 316 826 406"), 50, 12),
        Fold(path("M 722 370 C 760 386 790 412 806 452"), 22, 10),
        Fold(path("M 772 216 C 800 256 826 316 850 386"), 24, -8),
    )
    # Above the edge of the sleeve, each row a little shorter since the sleeve narrows.
    hems = [
        path(
            f"M {904 - d / 2} {418 - d} C {860 - d / 2} {450 - d} {808 - d / 2} {470 - d} {746 - d / 2} {480 - d}"
        )
        for d in (24, 30)
    ]
    if index:
        folds = tuple(Fold(mirrored(f.line), f.width, f.height * 0.85) for f in folds)
        hems = [mirrored(line) for line in hems]
    panel = Panel(_SLEEVES[index], edge=8, roll=70, belly=26, folds=folds, seed=20 + index)
    stitches(stage, hems, sew(stage, panel, color), thread_of(color), opacity=0.45)


def _body_folds() -> tuple[Fold, ...]:
    right = (
        Fold(path("M 714 356 C 680 366 640 396 596 466"), 34, 18),
        Fold(path("M 714 370 C 690 400 664 456 644 590"), 30, -16),
        Fold(path("M 706 318 C 676 312 640 330 604 376"), 30, -7),
        Fold(path("M 700 436 C 684 560 664 660 676 780"), 56, 16),
        Fold(path("M 640 156 C 646 216 628 276 590 336"), 46, 9),
    )
    left = (
        Fold(path("M 286 356 C 322 370 356 406 392 486"), 38, 19),
        Fold(path("M 286 370 C 306 396 330 466 350 600"), 28, -15),
        Fold(path("M 294 330 C 322 330 352 352 376 392"), 28, -6),
        Fold(path("M 300 466 C 316 590 330 690 318 846"), 54, 15),
        Fold(path("M 360 156 C 354 216 376 282 410 336"), 46, 9),
    )
    middle = (
        Fold(path("M 440 590 C 446 670 466 770 452 900"), 64, 15),
        Fold(path("M 574 560 C 574 660 550 750 572 900"), 58, -13),
        Fold(path("M 394 640 C 398 720 408 826 396 900"), 44, -12),
        Fold(path("M 620 640 C 612 720 622 826 616 898"), 40, 10),
    )
    return (*right, *left, *middle)
