"""The low-top court sneaker, seen from its outer side."""

from __future__ import annotations

from openshelf.demo.studio.cloth import DARK, Fold, Panel, Weave, seam, sew, stitches, thread_of
from openshelf.demo.studio.light import blended
from openshelf.demo.studio.shapes import along, bounds, ellipse, fill, moved, path, ribbon
from openshelf.demo.studio.stage import Stage, drop_shadow, faded, pool
from openshelf.demo.studio.view import View

_LEATHER = Weave(
    cell=(1.6, 1.6), grain=0.03, fuzz=0.1, gloss=0.2, tight=10.0, drape=1.6, wave=(90.0, 60.0), crumple=1.6
)
_MESH = Weave(cell=(2.4, 2.4), grain=0.09, fuzz=0.1, drape=0.8, crumple=0.0)
_RUBBER = Weave(cell=(2.0, 2.0), grain=0.015, fuzz=0.05, gloss=0.07, tight=18.0, drape=0.0, crumple=0.0)

_HEEL_TOP = (
    " C 914 620 910 572 897 526 C 889 496 893 466 897 440 C 899 422 884 413 868 416 C 846 420 832 434 818 450"
)
_UPPER = path(
    f"M 900 668{_HEEL_TOP} C 794 476 764 486 726 482 C 690 478 664 460 640 424 C 630 408 612 402 596 412"
    " C 530 454 466 496 398 524 C 346 544 286 542 234 552 C 160 568 106 604 92 672 Z"
)
_HEEL = path(f"M 904 672{_HEEL_TOP} C 808 461 800 468 790 473 C 806 530 806 600 786 672 Z")
_FAR_COLLAR = path(
    "M 600 420 C 640 385 668 392 694 412 C 722 436 772 440 806 426 C 830 414 852 402 880 418 L 860 510 L 640 510 Z"
)
_TONGUE = path(
    "M 360 540 C 430 490 494 446 540 398 C 548 372 556 352 574 342 C 600 330 640 340 652 364"
    " C 660 386 662 410 668 455 L 600 520 L 400 560 Z"
)
_TONGUE_SEAM = path("M 556 398 C 560 376 566 362 580 354 C 600 346 632 352 641 370 C 647 386 650 400 653 430")
_EYESTAY = path(
    "M 640 424 C 630 408 612 402 596 412 C 530 454 466 496 398 524 C 382 530 380 546 394 553 C 418 563 448 562 474 551"
    " C 536 524 606 490 664 456 C 655 447 647 436 640 424 Z"
)
_TOE_CAP = path(
    "M 322 542 C 346 580 350 624 340 672 L 92 672 C 106 604 160 568 234 552 C 264 546 294 546 322 542 Z"
)
_QUARTER = path("M 664 456 C 640 510 570 590 536 672")
_SOLE = path(
    "M 74 668 C 72 690 82 702 104 706 C 150 715 220 716 320 715 L 700 713 C 770 713 830 714 876 714"
    " C 906 712 917 694 918 668 C 918 654 910 648 896 650 C 770 664 620 669 480 669 C 340 669 214 662 120 644"
    " C 92 638 77 648 74 668 Z"
)
_OUTSOLE = path(
    "M 74 688 C 82 704 100 711 126 715 C 180 727 240 728 320 727 L 700 725 C 770 725 830 727 876 727"
    " C 902 725 912 712 916 694 C 902 704 886 706 868 706 L 320 706 C 200 708 110 702 74 688 Z"
)
_SOLE_RIM = path(
    "M 84 676 C 86 658 102 652 120 656 C 214 675 340 682 480 682 C 620 682 770 677 894 663 C 905 662 908 666 908 674"
)
# How far each lace is seen above its eyelet, from the toe upwards, in units.
_REACH = (60.0, 60.0, 60.0, 62.0, 72.0, 92.0)
_SOLE_COLOR, _GUM, _LACE = "#efe9dc", "#c8a06c", "#efe9dc"


def draw(view: View, color: str, accent: str) -> Stage:
    """One shoe: its upper in ``color``, heel patch and lining in ``accent``."""
    stage = Stage(view, floor=690.0)
    pool(stage, 520, 724, 420, 20, 0.8)
    pool(stage, 540, 730, 520, 60, 0.42)
    thread = thread_of(color)
    lining = Panel(_FAR_COLLAR, edge=8, roll=24, belly=6, seed=3)
    sew(stage, lining, blended(accent, "#000000", 0.35), _MESH)
    tongue = sew(stage, Panel(_TONGUE, edge=12, roll=34, belly=16, seed=4), color, _LEATHER, cast=0.3)
    stitches(stage, [_TONGUE_SEAM], tongue, thread)
    upper = sew(
        stage,
        Panel(_UPPER, edge=12, roll=130, belly=62, folds=_creases(), seed=5),
        color,
        _LEATHER,
        cast=0.35,
    )
    _toe_cap(stage, color, thread)
    heel = sew(stage, Panel(_HEEL, edge=8, roll=90, belly=40, seed=9), accent, _LEATHER, cast=0.25)
    stitches(stage, [path("M 797 478 C 812 530 812 600 792 668")], heel, thread_of(accent), opacity=0.7)
    seam(stage, _QUARTER, upper)
    stitches(stage, [moved(_QUARTER, 8, 2), moved(_QUARTER, 14, 3)], upper, thread)
    edge = path("M 884 424 C 862 410 840 436 822 452 C 798 476 764 490 726 486 C 690 482 660 462 637 424")
    collar = Panel(ribbon(edge, (6, 14, 17, 15, 6)), edge=6, roll=10, belly=2, seed=11)
    sew(stage, collar, accent, _MESH, cast=0.25)
    _lacing(stage, color, thread)
    _bottom(stage)
    return stage


def _creases() -> tuple[Fold, ...]:
    return (
        Fold(path("M 420 545 C 396 580 376 620 380 660"), 34, 12),
        Fold(path("M 366 550 C 352 585 346 610 350 650"), 24, -9),
        Fold(path("M 474 550 C 462 580 440 620 446 660"), 40, 9),
        Fold(path("M 700 500 C 735 540 745 590 730 660"), 70, 12),
        Fold(path("M 760 500 C 780 550 784 600 770 660"), 40, -9),
    )


def _toe_cap(stage: Stage, color: str, thread: str) -> None:
    cap = sew(stage, Panel(_TOE_CAP, edge=8, roll=100, belly=58, seed=8), color, _LEATHER, cast=0.3)
    edge = path("M 315 545 C 339 582 343 624 333 672")
    stitches(stage, [edge, moved(edge, -7, 0)], cap, thread)
    holes = [
        ellipse(206 + hole * 14 + row * 6, 584 + row * 14 - hole * 1.9, 2.4, 2.0)
        for row in range(3)
        for hole in range(7)
    ]
    stage.tint(DARK, faded(fill(cap.window, *holes), 0.6), cap.window)


def _lacing(stage: Stage, color: str, thread: str) -> None:
    """The eyestay and what is seen of the laces from the side."""
    stay = sew(stage, Panel(_EYESTAY, edge=7, roll=30, belly=8, seed=12), color, _LEATHER, cast=0.3)
    stitches(stage, [path("M 398 543 C 420 553 446 553 471 543 C 532 518 600 486 656 453")], stay, thread)
    eyelets = along(path("M 416 530 C 484 502 552 464 622 420"), 40)[: len(_REACH)]
    # A lace bulges a little over the outline of the tongue and then is lost from sight.
    seen = (moved(_TONGUE, -3, -4), _UPPER)
    for ((x, y), (dx, dy)), reach in reversed(list(zip(eyelets, _REACH, strict=True))):
        stage.tint(DARK, faded(fill(stay.window, ellipse(x, y, 7, 7)), 0.75), stay.window)

        def spot(out: float, on: float, x: float = x, y: float = y, dx: float = dx, dy: float = dy) -> str:
            return f"{x + dy * out + dx * on:.1f} {y - dx * out + dy * on:.1f}"

        line = path(f"M {spot(0, 0)} C {spot(16, 0)} {spot(reach * 0.7, 3)} {spot(reach, 12)}")
        lace = Panel(ribbon(line, (14, 19, 19, 19, 18)), edge=6, roll=10, belly=4, seed=13, within=seen)
        sew(stage, lace, _LACE, _MESH, cast=0.5)


def _bottom(stage: Stage) -> None:
    ground = stage.view.window(bounds([_OUTSOLE]), 40)
    drop_shadow(stage, fill(ground, _OUTSOLE), ground, dx=3, dy=7, blur=6, strength=0.5)
    above = stage.view.window(bounds([_UPPER]), 24)
    upper = fill(above, _UPPER)
    drop_shadow(stage, fill(above, _SOLE), above, dx=0, dy=-9, blur=12, strength=0.45, within=upper)
    cup = sew(stage, Panel(_SOLE, edge=9, roll=26, belly=10, seed=14), _SOLE_COLOR, _RUBBER, cast=0.35)
    seam(stage, _SOLE_RIM, cup, depth=0.18, width=2.4)
    stitches(stage, [moved(_SOLE_RIM, 0, -6)], cup, "#cfc5b0", opacity=0.9, stitch=(6.0, 4.0, 2.0))
    sew(stage, Panel(_OUTSOLE, edge=5, roll=9, belly=1, seed=15), _GUM, _RUBBER, cast=0.2)
