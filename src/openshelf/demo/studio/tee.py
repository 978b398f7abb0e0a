"""The crew-neck T-shirt, laid flat."""

from __future__ import annotations

from openshelf.demo.studio.cloth import Fold, Panel, ribbed, seam, sew, stitches
from openshelf.demo.studio.light import blended
from openshelf.demo.studio.shapes import Outline, along, bounds, fill, mirrored, moved, path, symmetric
from openshelf.demo.studio.stage import Stage, drop_shadow
from openshelf.demo.studio.view import View

# Right halves; the left is their mirror image.
_BODY = (
    "M 500 246 C 560 246 594 206 604 152 C 640 168 690 182 738 204 C 716 256 706 326 722 398"
    " C 712 470 702 540 704 620 C 706 700 716 780 720 850 C 720 862 716 868 706 870 C 640 880 580 882 500 882"
)
_SLEEVE = path(
    "M 728 198 C 780 222 812 266 834 318 C 856 366 874 402 894 440 C 896 448 894 452 888 456"
    " C 850 482 808 498 762 506 C 756 507 752 504 750 498 C 742 466 728 420 712 388 C 700 320 706 250 728 198 Z"
)
_COLLAR = "M 500 272 C 576 272 618 222 628 162 L 604 150 C 594 206 560 246 500 246"
_BACK = "M 500 172 C 548 172 584 166 604 152 C 598 212 556 252 500 252"
_BACK_COLLAR = "M 500 146 C 548 146 584 145 612 150 L 606 162 C 586 170 548 174 500 174"
_ARMHOLE = path("M 734 210 C 712 260 702 326 716 392")


def draw(view: View, color: str) -> Stage:
    """The front of the shirt in one color."""
    stage = Stage(view, floor=None)
    body = symmetric(_BODY)
    silhouette = (body, _SLEEVE, mirrored(_SLEEVE), symmetric(_BACK))
    window = view.window(bounds(silhouette), 120)
    mask = fill(window, *silhouette)
    drop_shadow(stage, mask, window, dx=16, dy=26, blur=26, strength=0.34)
    drop_shadow(stage, mask, window, dx=4, dy=6, blur=5, strength=0.38)

    sew(stage, Panel(symmetric(_BACK), edge=4, roll=30, belly=-6, seed=4), blended(color, "#000000", 0.22))
    back = path("M 392 154 C 430 160 466 160 500 160 C 534 160 570 160 608 154")
    _rib(stage, symmetric(_BACK_COLLAR), back, 20, blended(color, "#000000", 0.1), 5)
    tag = path("M 474 178 L 526 178 L 525 212 L 475 212 Z")
    sew(stage, Panel(tag, edge=1, roll=2, belly=0, seed=9), "#f1ece2", cast=0.3)

    for index in (0, 1):
        _sleeve(stage, color, index)

    thread = blended(color, "#ffffff", 0.22)
    panel = Panel(body, edge=8, roll=130, belly=46, folds=_body_folds(), seed=2)
    mask, window = sew(stage, panel, color, cast=0.22)
    for armhole in (_ARMHOLE, mirrored(_ARMHOLE)):
        seam(stage, armhole, mask, window, depth=0.22, width=3)
        stitches(
            stage, moved(armhole, -7 if armhole is _ARMHOLE else 7, 0), mask, window, thread, opacity=0.3
        )
    for rise in (22, 28):
        hem = path(
            f"M 276 {870 - rise} C 360 {880 - rise} 420 {882 - rise} 500 {882 - rise} C 580 {882 - rise} 640 {880 - rise} 724 {870 - rise}"
        )
        stitches(stage, hem, mask, window, thread, opacity=0.4)
    front = path("M 382 154 C 392 212 432 259 500 259 C 568 259 608 212 618 154")
    _rib(stage, symmetric(_COLLAR), front, 30, color, 6, cast=True)
    below = path("M 365 166 C 376 230 424 280 500 280 C 576 280 624 230 635 166")
    stitches(stage, below, mask, window, thread, opacity=0.35)
    return stage


def _rib(
    stage: Stage, band: Outline, middle: Outline, length: float, color: str, seed: int, *, cast: bool = False
) -> None:
    ribs = [
        ((x + dy * length, y - dx * length), (x - dy * length, y + dx * length))
        for (x, y), (dx, dy) in along(middle, 4.2)
    ]
    if cast:
        window = stage.view.window(bounds([band]), 30)
        drop_shadow(stage, fill(window, band), window, dx=1, dy=4, blur=4, strength=0.3)
    ribbed(stage, band, ribs, color, seed=seed)


def _sleeve(stage: Stage, color: str, index: int) -> None:
    outline = _SLEEVE
    folds: tuple[Fold, ...] = (
        Fold(path("M 716 380 C 756 346 790 330 836 336"), 30, 15),
        Fold(path("M 718 394 C 764 380 806 376 852 390"), 22, -12),
        Fold(path("M 740 230 C 776 286 806 350 826 440"), 50, 12),
        Fold(path("M 722 404 C 760 420 790 446 806 486"), 22, 10),
        Fold(path("M 772 250 C 800 290 826 350 850 420"), 24, -8),
    )
    hems = [
        path(
            f"M {900 - d * 0.5} {446 - d} C {856 - d * 0.4} {478 - d} {806 - d * 0.4} {498 - d} {744 - d * 0.4} {506 - d}"
        )
        for d in (24, 30)
    ]
    if index:
        outline = mirrored(_SLEEVE)
        folds = tuple(Fold(mirrored(f.line), f.width, f.height * 0.85) for f in folds)
        hems = [mirrored(line) for line in hems]
    panel = Panel(outline, edge=8, roll=70, belly=26, folds=folds, seed=20 + index)
    mask, window = sew(stage, panel, color)
    for line in hems:
        stitches(stage, line, mask, window, blended(color, "#ffffff", 0.22), opacity=0.4)


def _body_folds() -> tuple[Fold, ...]:
    right = (
        Fold(path("M 714 390 C 680 400 640 430 596 500"), 34, 18),
        Fold(path("M 714 404 C 690 434 664 490 644 590"), 30, -16),
        Fold(path("M 708 356 C 672 350 630 362 580 400"), 26, -12),
        Fold(path("M 700 470 C 684 560 664 660 676 780"), 56, 16),
        Fold(path("M 640 190 C 646 250 628 310 590 370"), 46, 9),
    )
    left = (
        Fold(path("M 286 390 C 322 404 356 440 392 520"), 38, 19),
        Fold(path("M 286 404 C 306 430 330 500 350 600"), 28, -15),
        Fold(path("M 292 356 C 330 354 372 370 412 416"), 24, -12),
        Fold(path("M 300 500 C 316 590 330 690 318 820"), 54, 15),
        Fold(path("M 360 190 C 354 250 376 316 410 370"), 46, 9),
    )
    middle = (
        Fold(path("M 440 590 C 446 670 466 770 452 874"), 64, 15),
        Fold(path("M 574 560 C 574 660 550 750 572 874"), 58, -13),
        Fold(path("M 394 640 C 398 720 408 800 396 874"), 44, -12),
        Fold(path("M 620 640 C 612 720 622 800 616 872"), 40, 10),
    )
    return (*right, *left, *middle)
