"""The lounge chair: loose cushions between padded arms, on four splayed wooden legs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from openshelf.demo.studio.field import Field, noise
from openshelf.demo.studio.light import KEY, blended, grazing, highlight, paint, relief
from openshelf.demo.studio.solid import Spot, Vec, box, rod, rounded_rectangle, tilted
from openshelf.demo.studio.stage import SHADOW, Stage
from openshelf.demo.studio.trace import Camera, Hit, Solid, scene
from openshelf.demo.studio.view import View

FRONT = Camera(target=(0.0, 300.0, 0.0), x=500.0, y=530.0, yaw=-32.0, pitch=14.0, distance=2600.0, zoom=1.02)
SIDE = Camera(target=(0.0, 300.0, 0.0), x=500.0, y=530.0, yaw=62.0, pitch=10.0, distance=2600.0, zoom=1.02)
BACK = Camera(target=(0.0, 300.0, 0.0), x=500.0, y=530.0, yaw=148.0, pitch=12.0, distance=2600.0, zoom=1.02)
_OAK = "#b98a5c"


@dataclass(frozen=True)
class Cover:
    """How an upholstery takes the light.

    ``cell`` and ``bump`` are the size of its yarn in units and how far that stands out, ``sheen`` the glow where it is
    seen along the surface, ``gloss`` the strength of its highlight.
    """

    cell: float
    bump: float
    sheen: float
    gloss: float = 0.0


COVERS = {
    "wool": Cover(cell=3.0, bump=0.5, sheen=0.25),
    "boucle": Cover(cell=9.0, bump=1.7, sheen=0.2),
    "velvet": Cover(cell=1.6, bump=0.1, sheen=1.5),
    "leather": Cover(cell=4.0, bump=0.35, sheen=0.1, gloss=0.4),
}


def _base(p: Vec) -> Field:
    return box(p, (0, 196, 10), (230, 42, 215), 26)


def _arm(p: Vec, side: float) -> Field:
    return box(p, (side * 246, 285, 0), (52, 132, 232), 46)


def _back(p: Vec) -> Field:
    return box(tilted(p, (0, 200, -190), 9), (0, 405, -200), (292, 240, 58), 52)


def _seat(p: Vec) -> Field:
    x, z = p[0] * (1 / 200), (p[2] - 25) * (1 / 215)
    bulge = (1.0 - x * x).maximum(0.0) * (1.0 - z * z).maximum(0.0) * 24.0
    cushion = box((p[0], p[1] - bulge, p[2]), (0, 278, 34), (194, 48, 218), 40) * 0.85
    return cushion.minimum(_piping(rounded_rectangle(p[0], p[2] - 34, 191, 215, 44), p[1] - 292))


def _pillow(p: Vec) -> Field:
    q = tilted(p, (0, 320, -120), 13)
    x, y = q[0] * (1 / 190), (q[1] - 450) * (1 / 150)
    bulge = (1.0 - x * x).maximum(0.0) * (1.0 - y * y).maximum(0.0) * 40.0
    cushion = box((q[0], q[1], q[2] - bulge), (0, 464, -112), (191, 148, 46), 44) * 0.8
    return cushion.minimum(_piping(rounded_rectangle(q[0], q[1] - 464, 180, 137, 40), q[2] + 82))


def _piping(rim: Field, off: Field) -> Field:
    return (rim * rim + off * off).sqrt() - 5.4


def _leg(side: float, end: float) -> Solid:
    def body(p: Vec) -> Field:
        return rod(p, (side * 205, 165, end * 165), (side * 236, 6, end * 205), 20, 11)

    xs, zs = sorted((side * 184, side * 250)), sorted((end * 140, end * 222))
    return Solid("leg", body, (xs[0], -8.0, zs[0]), (xs[1], 190.0, zs[1]))


def _padded(body: Callable[[Vec], Field], low: Spot, high: Spot, *, detail: float = 2.0) -> Solid:
    return Solid("padded", body, low, high, detail=detail)


_SOLIDS = (
    *(_leg(side, end) for side in (-1.0, 1.0) for end in (-1.0, 1.0)),
    _padded(_back, (-294, 150, -340), (294, 655, -110)),
    _padded(lambda p: _arm(p, -1), (-300, 152, -234), (-192, 418, 234)),
    _padded(lambda p: _arm(p, 1), (192, 152, -234), (300, 418, 234)),
    _padded(_base, (-232, 152, -206), (232, 240, 226)),
    _padded(_pillow, (-196, 305, -250), (196, 624, 16), detail=1.5),
    _padded(_seat, (-198, 228, -188), (198, 354, 256), detail=1.5),
)


def draw(view: View, color: str, cover: str = "wool", camera: Camera = FRONT) -> Stage:
    """The chair in one color and a cover out of ``COVERS``."""
    stage = Stage(view, floor=720.0)
    hits, shadow = scene(view, camera, _SOLIDS)
    stage.tint(SHADOW, shadow, view)
    for index, hit in enumerate(hits):
        if hit.name == "leg":
            _wood(stage, hit, index)
        else:
            _upholster(stage, hit, color, COVERS[cover], index)
    return stage


def _wood(stage: Stage, hit: Hit, seed: int) -> None:
    scale, size = hit.window.scale, hit.window.size
    grain = (
        noise(size, (2.4 * scale, 60.0 * scale), seed) * 0.09
        + noise(size, (7.0 * scale, 90.0 * scale), seed) * 0.08
    )
    light = hit.light() * (grain + 1.05)
    stage.lay(paint(_OAK, light), hit.visible.mask(), hit.window)
    shine = highlight(hit.surface, 24.0) * hit.lit * hit.met * 0.22
    stage.glow("#fff3e0", (shine.resized(size) * hit.visible).mask(), hit.window)


def _upholster(stage: Stage, hit: Hit, color: str, cover: Cover, seed: int) -> None:
    scale, size = hit.window.scale, hit.window.size
    light = hit.light() * 1.08
    cell = cover.cell * scale
    yarn = noise(size, (cell, cell), seed) + noise(size, (cell * 0.5, cell * 0.5), seed + 20) * 0.5
    bumps = relief(yarn * cover.bump, hit.window.pixel)
    light = light * ((bumps.facing(KEY) - KEY[2]) * 0.6 + 1.0 + noise(size, (cell, cell), seed + 40) * 0.02)
    glow = grazing(hit.surface, 2.0) * hit.ambience * cover.sheen
    light = light + hit.spread(glow)
    stage.lay(paint(color, light), hit.visible.mask(), hit.window)
    if cover.gloss:
        soft = highlight(hit.surface, 7.0) * 0.6 + highlight(hit.surface, 30.0) * 0.4
        shine = hit.spread(soft * hit.lit * hit.met) * (bumps.z * bumps.z) * cover.gloss
        stage.glow(blended(color, "#ffffff", 0.7), (shine * hit.visible).mask(), hit.window)
