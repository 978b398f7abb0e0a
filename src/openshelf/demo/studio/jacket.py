"""The hooded rain jacket, snapped shut, hood raised."""

from __future__ import annotations

from openshelf.demo.studio.cloth import (
    Fold,
    Panel,
    Piece,
    Weave,
    lie,
    seam,
    sew,
    stitches,
    thread_of,
    woven_label,
)
from openshelf.demo.studio.light import blended
from openshelf.demo.studio.shapes import (
    bounds,
    ellipse,
    fill,
    mirrored,
    moved,
    path,
    ribbon,
    rounded,
    symmetric,
)
from openshelf.demo.studio.stage import Stage
from openshelf.demo.studio.view import View

_SHELL = Weave(
    cell=(1.2, 1.2), grain=0.025, fuzz=0.15, gloss=0.16, tight=9.0, drape=3.5, wave=(60.0, 110.0), crumple=6.5
)
_LINING = Weave(cell=(1.6, 1.6), grain=0.05, fuzz=0.1, drape=3.0, crumple=3.0)
_METAL = Weave(grain=0.0, fuzz=0.0, gloss=0.6, tight=10.0, drape=0.0, crumple=0.0)

# The right of what comes in pairs; the left is its mirror image.
_BODY = symmetric(
    "M 500 266 C 540 266 575 254 602 238 C 652 252 702 268 740 292 C 718 350 710 410 722 470"
    " C 722 600 730 740 736 866 C 736 874 732 878 724 880 C 660 890 580 894 500 894"
)
_CUFF_END = " C 878 784 874 792 862 796 C 836 806 808 812 780 814 C 770 814 766 810 764 800"
_SLEEVE = path(
    f"M 730 286 C 774 308 798 350 810 410 C 828 520 852 640 876 768{_CUFF_END}"
    " C 748 690 726 580 712 470 C 702 400 712 330 730 286 Z"
)
_CUFF = path(f"M 868 724 L 876 768{_CUFF_END} L 758 756 C 796 752 836 742 868 724 Z")
_CUFF_SEAM = path("M 757 750 C 796 746 834 736 867 718")
_TAB = path("M 792 776 L 846 764 C 854 764 856 784 848 788 L 795 799 Z")
_HOOD = symmetric("M 500 78 C 584 78 636 124 642 194 C 644 222 630 240 608 250 C 576 266 540 272 500 274")
_FACE = symmetric("M 500 122 C 556 122 590 152 592 196 C 592 226 556 246 500 258")
_BRIM = path("M 404 214 C 396 138 446 110 500 110 C 554 110 604 138 596 214")
_BRIM_SEAM = path("M 392 220 C 384 128 440 98 500 98 C 560 98 616 128 608 220")
_ARMHOLE = path("M 736 296 C 714 350 706 410 717 466")
_YOKE = path("M 714 396 C 650 404 580 408 518 408")
_HEM = path("M 264 852 C 340 864 420 868 500 868 C 580 868 660 864 736 852")
_FLAP = path(
    "M 582 640 L 690 606 C 696 604 700 606 701 612 L 706 650 C 707 656 704 660 698 662 L 590 694"
    " C 584 696 580 694 579 688 L 576 650 C 576 644 578 642 582 640 Z"
)
_FLAP_SEAM = path("M 586 684 L 698 650")
_POCKET = path("M 584 690 C 588 740 592 780 604 806 C 640 812 680 806 706 796 C 712 760 710 700 702 660")
_LABEL = path("M 474 214 L 526 214 L 525 240 L 475 240 Z")


def draw(view: View, color: str) -> Stage:
    """The front of the jacket in one color."""
    stage = Stage(view, floor=None)
    lie(stage, (_BODY, _HOOD, _SLEEVE, mirrored(_SLEEVE)))
    thread = thread_of(color)
    for index in (0, 1):
        _sleeve(stage, color, thread, index)
    body = sew(
        stage, Panel(_BODY, edge=9, roll=120, belly=50, folds=_body_folds(), seed=2), color, _SHELL, cast=0.3
    )
    for armhole, yoke in ((_ARMHOLE, _YOKE), (mirrored(_ARMHOLE), mirrored(_YOKE))):
        seam(stage, armhole, body)
        seam(stage, yoke, body, depth=0.32)
        stitches(stage, [moved(yoke, 0, 7)], body, thread, opacity=0.45)
    seam(stage, _HEM, body, depth=0.22, width=2)
    stitches(stage, [moved(_HEM, 0, -6)], body, thread, opacity=0.45)
    for flip in (False, True):
        _pocket(stage, color, thread, flip=flip)
    _hood(stage, color, thread)
    _placket(stage, color, thread)
    return stage


def _sleeve(stage: Stage, color: str, thread: str, index: int) -> None:
    folds: tuple[Fold, ...] = (
        Fold(path("M 716 462 C 756 430 790 424 822 436"), 34, 18),
        Fold(path("M 718 486 C 760 474 800 480 832 500"), 26, -14),
        Fold(path("M 740 560 C 774 540 810 540 846 556"), 30, 13),
        Fold(path("M 744 600 C 780 610 820 606 850 590"), 24, -11),
        Fold(path("M 752 690 C 786 670 826 670 862 690"), 26, 10),
        Fold(path("M 744 320 C 776 370 792 430 804 520"), 46, 13),
    )
    parts = (_SLEEVE, _CUFF, _CUFF_SEAM, _TAB)
    if index:
        parts = (mirrored(_SLEEVE), mirrored(_CUFF), mirrored(_CUFF_SEAM), mirrored(_TAB))
        folds = tuple(Fold(mirrored(f.line), f.width, f.height * 0.9) for f in folds)
    outline, cuff, edge, tab = parts
    sleeve = sew(
        stage, Panel(outline, edge=9, roll=60, belly=30, folds=folds, seed=20 + index), color, _SHELL
    )
    sew(stage, Panel(cuff, edge=6, roll=50, belly=18, seed=26 + index), color, _SHELL, cast=0.22)
    stitches(stage, [edge], sleeve, thread, opacity=0.4)
    sew(stage, Panel(tab, edge=3, roll=8, belly=1, seed=30), color, _SHELL, cast=0.3)


def _pocket(stage: Stage, color: str, thread: str, *, flip: bool) -> None:
    parts = (_FLAP, _FLAP_SEAM, _POCKET)
    flap, edge, bag = (mirrored(part) for part in parts) if flip else parts
    window = stage.view.window(bounds([flap, bag]), 20)
    around = Piece(fill(window, rounded(bounds([flap, bag]), 0.0)), window)
    stitches(stage, [bag], around, thread, opacity=0.35)
    lid = sew(stage, Panel(flap, edge=5, roll=24, belly=5, seed=31), color, _SHELL, cast=0.4)
    stitches(stage, [edge], lid, thread, opacity=0.5)
    _snap(stage, 360.0 if flip else 640.0, 655.0)


def _snap(stage: Stage, x: float, y: float) -> None:
    sew(stage, Panel(ellipse(x, y, 6.5, 6.5), edge=4, roll=6, belly=2, seed=40), "#8b8377", _METAL, cast=0.5)


def _hood(stage: Stage, color: str, thread: str) -> None:
    right = (
        Fold(path("M 560 96 C 610 130 622 180 610 230"), 26, 10),
        Fold(path("M 606 214 C 580 244 540 258 510 262"), 20, -8),
    )
    left = tuple(Fold(mirrored(f.line), f.width, f.height) for f in right)
    shell = Panel(_HOOD, edge=12, roll=50, belly=34, folds=(*right, *left), seed=50)
    hood = sew(stage, shell, color, _SHELL, cast=0.4)
    inside = Panel(_FACE, edge=10, roll=60, belly=-40, seed=51)
    sew(stage, inside, blended(color, "#0d0c0b", 0.55), _LINING)
    brim = Panel(ribbon(_BRIM, (10, 18, 22, 18, 10)), edge=7, roll=12, belly=3, seed=52)
    sew(stage, brim, color, _SHELL, cast=0.4)
    stitches(stage, [_BRIM_SEAM], hood, thread, opacity=0.45)
    woven_label(stage, _LABEL, "Brackenfold", 8.2)
    for x, bow in ((564.0, 6.0), (436.0, -6.0)):
        cord = path(f"M {x} 238 C {x + bow} 280 {x - bow} 320 {x} 352")
        sew(
            stage, Panel(ribbon(cord, (5.5,)), edge=3, roll=4, belly=1, seed=54), "#e8e0d0", _LINING, cast=0.5
        )
        stopper = rounded((x - 7, 322, x + 7, 342), 5)
        sew(stage, Panel(stopper, edge=4, roll=6, belly=2, seed=55), "#3a3734", _METAL, cast=0.5)


def _placket(stage: Stage, color: str, thread: str) -> None:
    """The strip down the front that covers the zip, with its snaps."""
    strip = path("M 478 258 C 490 262 510 262 522 258 L 524 892 L 476 892 Z")
    folds = tuple(
        Fold(path(f"M 480 {y} C 494 {y - 8} 508 {y + 6} 522 {y - 4}"), 26, 5) for y in range(330, 880, 74)
    )
    placket = sew(
        stage, Panel(strip, edge=5, roll=16, belly=3, folds=folds, seed=60), color, _SHELL, cast=0.4
    )
    stitches(stage, [((x, 264.0), (x, 890.0)) for x in (483.0, 517.0)], placket, thread, opacity=0.45)
    for y in (300, 410, 520, 630, 740, 850):
        _snap(stage, 500, y)


def _body_folds() -> tuple[Fold, ...]:
    right = (
        Fold(path("M 716 466 C 680 480 640 510 600 570"), 36, 20),
        Fold(path("M 718 486 C 694 520 676 570 660 640"), 30, -16),
        Fold(path("M 700 560 C 690 650 672 740 690 860"), 54, 16),
        Fold(path("M 660 290 C 650 330 620 370 570 390"), 40, 9),
        Fold(path("M 560 480 C 548 560 568 700 556 860"), 50, -13),
        Fold(path("M 620 700 C 600 760 612 820 604 880"), 40, 12),
    )
    left = (
        Fold(path("M 284 466 C 322 482 356 520 394 590"), 38, 20),
        Fold(path("M 282 486 C 304 520 324 580 336 650"), 28, -16),
        Fold(path("M 302 560 C 314 650 326 740 312 860"), 54, 15),
        Fold(path("M 340 290 C 350 330 380 370 430 390"), 40, 9),
        Fold(path("M 440 480 C 452 580 430 700 444 860"), 50, -13),
        Fold(path("M 384 700 C 402 760 388 820 396 880"), 40, 12),
    )
    return (*right, *left)
