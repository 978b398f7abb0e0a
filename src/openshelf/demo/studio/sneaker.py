"""The low-top court sneaker, seen from its outer side."""

from __future__ import annotations

from openshelf.demo.studio.cloth import Fold, Panel, Weave, seam, sew, stitches
from openshelf.demo.studio.light import blended
from openshelf.demo.studio.shapes import along, bounds, ellipse, fill, moved, path, ribbon
from openshelf.demo.studio.stage import Stage, drop_shadow, faded, pool
from openshelf.demo.studio.view import View

_LEATHER = Weave(
    cell=(1.6, 1.6), grain=0.03, fuzz=0.1, gloss=0.2, tight=10.0, drape=1.6, wave=(90.0, 60.0), crumple=1.6
)
_MESH = Weave(cell=(2.4, 2.4), grain=0.09, fuzz=0.1, drape=0.8, crumple=0.0)
_RUBBER = Weave(cell=(2.0, 2.0), grain=0.015, fuzz=0.05, gloss=0.07, tight=18.0, drape=0.0, crumple=0.0)

_UPPER = (
    "M 900 668 C 914 620 910 572 897 526 C 889 496 893 466 897 440 C 899 422 884 413 868 416 C 846 420 832 434 818 450"
    " C 794 476 764 486 726 482 C 690 478 664 460 640 424 C 630 408 612 402 596 412 C 530 454 466 496 398 524"
    " C 346 544 286 542 234 552 C 160 568 106 604 92 672 Z"
)
_FAR_COLLAR = "M 600 420 C 640 385 668 392 694 412 C 722 436 772 440 806 426 C 830 414 852 402 880 418 L 860 510 L 640 510 Z"
_TONGUE = (
    "M 360 540 C 430 490 494 446 540 398 C 548 372 556 352 574 342 C 600 330 640 340 652 364"
    " C 660 386 662 410 668 455 L 600 520 L 400 560 Z"
)
_EYESTAY = (
    "M 640 424 C 630 408 612 402 596 412 C 530 454 466 496 398 524 C 382 530 380 546 394 553 C 418 563 448 562 474 551"
    " C 536 524 606 490 664 456 C 655 447 647 436 640 424 Z"
)
_TOE_CAP = (
    "M 322 542 C 346 580 350 624 340 672 L 92 672 C 106 604 160 568 234 552 C 264 546 294 546 322 542 Z"
)
# How far each lace is seen above its eyelet, from the toe upwards.
_REACH = (60.0, 60.0, 60.0, 62.0, 72.0, 92.0)
_HEEL = (
    "M 904 672 C 914 620 910 572 897 526 C 889 496 893 466 897 440 C 899 422 884 413 868 416 C 846 420 832 434 818 450"
    " C 808 461 800 468 790 473 C 806 530 806 600 786 672 Z"
)
_QUARTER = path("M 664 456 C 640 510 570 590 536 672")
_SOLE = (
    "M 74 668 C 72 690 82 702 104 706 C 150 715 220 716 320 715 L 700 713 C 770 713 830 714 876 714"
    " C 906 712 917 694 918 668 C 918 654 910 648 896 650 C 770 664 620 669 480 669 C 340 669 214 662 120 644"
    " C 92 638 77 648 74 668 Z"
)
_OUTSOLE = (
    "M 74 688 C 82 704 100 711 126 715 C 180 727 240 728 320 727 L 700 725 C 770 725 830 727 876 727"
    " C 902 725 912 712 916 694 C 902 704 886 706 868 706 L 320 706 C 200 708 110 702 74 688 Z"
)


def draw(view: View, color: str, accent: str, *, sole: str = "#efe9dc", gum: str = "#c8a06c") -> Stage:
    """One shoe: its upper in ``color``, heel patch and lining in ``accent``."""
    stage = Stage(view, floor=690.0)
    pool(stage, 520, 724, 420, 20, 0.8)
    pool(stage, 540, 730, 520, 60, 0.42)

    sew(
        stage,
        Panel(path(_FAR_COLLAR), edge=8, roll=24, belly=6, seed=3),
        blended(accent, "#000000", 0.35),
        _MESH,
    )
    tongue = Panel(path(_TONGUE), edge=12, roll=34, belly=16, seed=4)
    piece = sew(stage, tongue, color, _LEATHER, cast=0.3)
    thread = blended(color, "#ffffff", 0.35) if color != "#f2eee6" else "#d5cfc2"
    stitches(
        stage,
        path("M 556 398 C 560 376 566 362 580 354 C 600 346 632 352 641 370 C 647 386 650 400 653 430"),
        piece,
        thread,
        opacity=0.6,
    )

    upper = Panel(path(_UPPER), edge=12, roll=130, belly=62, folds=_creases(), seed=5)
    piece = sew(stage, upper, color, _LEATHER, cast=0.35)
    _toe_cap(stage, color, thread)
    heel = Panel(path(_HEEL), edge=8, roll=90, belly=40, seed=9)
    heel_mask, heel_window = sew(stage, heel, accent, _LEATHER, cast=0.25)
    stitches(
        stage,
        path("M 797 478 C 812 530 812 600 792 668"),
        heel_mask,
        heel_window,
        blended(accent, "#ffffff", 0.3),
        opacity=0.7,
    )
    seam(stage, _QUARTER, piece, depth=0.3, width=3)
    stitches(stage, moved(_QUARTER, 8, 2), piece, thread, opacity=0.6)
    stitches(stage, moved(_QUARTER, 14, 3), piece, thread, opacity=0.6)
    _collar(stage, accent)
    _lacing(stage, color, thread, sole)
    _bottom(stage, sole, gum)
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
    panel = Panel(path(_TOE_CAP), edge=8, roll=100, belly=58, seed=8)
    piece = sew(stage, panel, color, _LEATHER, cast=0.3)
    edge = path("M 315 545 C 339 582 343 624 333 672")
    stitches(stage, edge, piece, thread, opacity=0.6)
    stitches(stage, moved(edge, -7, 0), piece, thread, opacity=0.6)
    holes = [
        ellipse(206 + hole * 14 + row * 6, 584 + row * 14 - hole * 1.9, 2.4, 2.0)
        for row in range(3)
        for hole in range(7)
    ]
    stage.tint("#14110f", faded(fill(window, *holes), 0.6), window)


def _collar(stage: Stage, accent: str) -> None:
    """The padded edge around the ankle."""
    edge = path("M 884 424 C 862 410 840 436 822 452 C 798 476 764 490 726 486 C 690 482 660 462 637 424")
    sew(
        stage,
        Panel(ribbon(edge, (6, 14, 17, 15, 6)), edge=6, roll=10, belly=2, seed=11),
        accent,
        _MESH,
        cast=0.25,
    )


def _lacing(stage: Stage, color: str, thread: str, lace: str) -> None:
    stay = Panel(path(_EYESTAY), edge=7, roll=30, belly=8, seed=12)
    piece = sew(stage, stay, color, _LEATHER, cast=0.3)
    edge = path("M 398 543 C 420 553 446 553 471 543 C 532 518 600 486 656 453")
    stitches(stage, edge, piece, thread, opacity=0.6)
    places = along(path("M 416 530 C 484 502 552 464 622 420"), 40)[:6]
    # A lace bulges a little over the outline of the tongue and then is lost from sight.
    around = (moved(path(_TONGUE), -3, -4), path(_UPPER))
    for ((x, y), (dx, dy)), reach in reversed(list(zip(places, _REACH, strict=True))):
        nx, ny = dy, -dx
        stage.tint("#1b1714", faded(fill(window, ellipse(x, y, 7, 7)), 0.75), window)
        # Over the edge of the eyestay, across the tongue, and out of sight around it.
        turn, tip = (
            (x + nx * reach * 0.7 + dx * 3, y + ny * reach * 0.7 + dy * 3),
            (x + nx * reach + dx * 12, y + ny * reach + dy * 12),
        )
        line = path(
            f"M {x:.1f} {y:.1f} C {x + nx * 16:.1f} {y + ny * 16:.1f} {turn[0]:.1f} {turn[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
        )
        band = ribbon(line, (14, 19, 19, 19, 18))
        sew(stage, Panel(band, edge=6, roll=10, belly=4, seed=13, within=around), lace, _MESH, cast=0.5)


def _bottom(stage: Stage, sole: str, gum: str) -> None:
    ground = stage.view.window(bounds([path(_OUTSOLE)]), 40)
    drop_shadow(stage, fill(ground, path(_OUTSOLE)), ground, dx=3, dy=7, blur=6, strength=0.5)
    sole_window = stage.view.window(bounds([path(_UPPER)]), 24)
    drop_shadow(
        stage,
        fill(sole_window, path(_SOLE)),
        sole_window,
        dx=0,
        dy=-9,
        blur=12,
        strength=0.45,
        within=fill(sole_window, path(_UPPER)),
    )
    cup = Panel(path(_SOLE), edge=9, roll=26, belly=10, seed=14)
    piece = sew(stage, cup, sole, _RUBBER, cast=0.35)
    rim = path(
        "M 84 676 C 86 658 102 652 120 656 C 214 675 340 682 480 682 C 620 682 770 677 894 663 C 905 662 908 666 908 674"
    )
    seam(stage, rim, piece, depth=0.18, width=2.4)
    stitches(stage, moved(rim, 0, -6), piece, "#cfc5b0", length=6, gap=4, width=2.0, opacity=0.9)
    sew(stage, Panel(path(_OUTSOLE), edge=5, roll=9, belly=1, seed=15), gum, _RUBBER, cast=0.2)
