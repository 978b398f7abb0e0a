"""A camera, and rays traced from it against bodies, a whole picture at a time.

Each body is traced by itself in its own window and laid over those before it where it is nearer: that costs less
than tracing all of them together, and every outline comes out smooth.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageFilter

from openshelf.demo.studio.field import Field, Size, constant
from openshelf.demo.studio.light import KEY, Surface, shade
from openshelf.demo.studio.shapes import bounds
from openshelf.demo.studio.solid import Body, Spot, Vec
from openshelf.demo.studio.view import View

# Rays are first followed far apart, then closer: how many times coarser than asked for, and how many steps.
_PASSES = ((8.0, 34), (2.5, 12), (1.0, 8))
_HASTY_STEPS, _STEPS_BEHIND = 3, 8
_HASTE, _LEAP = 5.0, 8.0  # a hasty step goes at most so many times as far, and so many units farther
_SHADOW_STEPS = 12
_FINEST = 1.0  # units; in close-ups rays are no nearer to each other than this
_FAR = 1500.0  # units behind the target where rays are given up


@dataclass(frozen=True)
class Camera:
    """Looks at ``target`` from ``distance`` units, turned by ``yaw`` and raised by ``pitch`` degrees.

    The target appears at (x, y) of the drawing board, ``zoom`` times as large as its units say.
    """

    target: Spot
    x: float
    y: float
    yaw: float
    pitch: float
    distance: float
    zoom: float = 1.0

    def axes(self) -> tuple[Spot, Spot, Spot]:
        """Right, up and forward in the world, of unit length."""
        yaw, pitch = math.radians(self.yaw), math.radians(self.pitch)
        forward = (math.sin(yaw) * math.cos(pitch), -math.sin(pitch), -math.cos(yaw) * math.cos(pitch))
        right = (math.cos(yaw), 0.0, math.sin(yaw))
        up = (
            right[1] * forward[2] - right[2] * forward[1],
            right[2] * forward[0] - right[0] * forward[2],
            right[0] * forward[1] - right[1] * forward[0],
        )
        return right, up, forward

    def eye(self) -> Spot:
        """Where the camera stands in the world."""
        _, _, (x, y, z) = self.axes()
        tx, ty, tz = self.target
        return (tx - x * self.distance, ty - y * self.distance, tz - z * self.distance)

    def project(self, spot: Spot) -> tuple[float, float]:
        """Where a spot of the world appears on the drawing board."""
        from_eye = [s - e for s, e in zip(spot, self.eye(), strict=True)]
        right, up, forward = self.axes()
        depth = sum(a * b for a, b in zip(from_eye, forward, strict=True))
        across = sum(a * b for a, b in zip(from_eye, right, strict=True))
        above = sum(a * b for a, b in zip(from_eye, up, strict=True))
        size = self.distance / depth * self.zoom
        return (self.x + across * size, self.y - above * size)


@dataclass(frozen=True)
class Solid:
    """A body and a box of the world (two opposite corners) that it does not leave.

    ``hollow``: parts of it hide others, as the rim of a cup hides its inside; that takes more steps to trace.
    ``detail`` is how many pixels its rays are apart.
    """

    name: str
    body: Body
    low: Spot
    high: Spot
    hollow: bool = False
    detail: float = 1.5


@dataclass(frozen=True)
class Hit:
    """What the rays met of the solid ``name``, in its own window.

    ``points`` are in the world, ``surface`` as the viewer sees it, ``ambience`` is how much of the room a point sees
    and ``lit`` how much of the key light, 0 to 1; all these are coarser than the window. ``visible`` has the window's
    size and is 1 where the solid is seen, 0 where it is not or something nearer hides it. ``met`` is 0 where a ray
    went by and points and surface are guesses, as along outlines.
    """

    name: str
    window: View
    points: Vec
    surface: Surface
    ambience: Field
    lit: Field
    met: Field
    visible: Field

    def light(self) -> Field:
        """The light on a matt surface of this solid (see ``light.shade``), at the window's size."""
        return self.spread(shade(self.surface, lit=self.lit, room=self.ambience))

    def spread(self, field: Field) -> Field:
        """A field of this hit brought to the window's size, its outlines freed of what missed rays saw."""
        return field.filled(self.met).resized(self.window.size)


@lru_cache(maxsize=1)
def scene(view: View, camera: Camera, solids: tuple[Solid, ...]) -> tuple[tuple[Hit, ...], Image.Image]:
    """What rays meet (see :func:`trace`) and the shadow on the floor.

    The last scene is kept, since the colors of a product differ in paint alone; that is up to 150 MB at 1400 pixels,
    which ``scene.cache_clear()`` gives back.
    """
    return tuple(trace(view, camera, solids)), floor_shadow(view, camera, solids)


def trace(view: View, camera: Camera, solids: Sequence[Solid]) -> list[Hit]:
    """Trace rays against each of ``solids``; what comes back is to be painted in its order, the farthest first."""
    union = joined(solids)
    nearest = Field(Image.new("F", view.size, 1e5))
    hits: list[Hit] = []
    for solid in sorted(solids, key=lambda each: -_depth(camera, each)):
        window = _window(view, camera, solid)
        detail = _ray_distance(window, solid)
        points, travelled, gap, met = _march(window, camera, solid)
        normals = _normals(solid.body, points, max(0.5, window.pixel * detail * 0.7))
        cover = (1.1 - gap.resized(window.size) * (0.8 / window.pixel)).clamp()
        room, lit = _lighting(union, camera, points, normals, met, window.coarse(detail * 3))
        hits.append(
            Hit(
                name=solid.name,
                window=window,
                points=points,
                surface=_seen(normals, camera),
                ambience=room,
                lit=lit,
                met=met,
                visible=_in_front(nearest, travelled.filled(met), cover, window.offset_in(view)),
            )
        )
    return hits


def _in_front(nearest: Field, depth: Field, cover: Field, corner: tuple[int, int]) -> Field:
    """What of ``cover`` is nearer than ``nearest``, which is then moved up to it."""
    area = (*corner, corner[0] + cover.size[0], corner[1] + cover.size[1])
    depth = depth.resized(cover.size)
    visible = cover * ((Field(nearest.image.crop(area)) - depth) * 0.7 + 0.5).clamp()
    nearest.image.paste(depth.image, area, ((visible - 0.5) * 1e3).mask())
    return visible


def _lighting(
    body: Body, camera: Camera, points: Vec, normals: Vec, met: Field, coarse: Size
) -> tuple[Field, Field]:
    """Ambience and key light, computed on a coarse grid; what the rays missed takes after what they met."""

    def sample(field: Field) -> Field:
        return Field(field.image.resize(coarse, Image.Resampling.NEAREST))

    near = (sample(points[0]), sample(points[1]), sample(points[2]))
    outward = (sample(normals[0]), sample(normals[1]), sample(normals[2]))
    known = sample(met)
    room = ambience(body, near, outward).filled(known)
    lit = sunlit(body, near, outward, camera).filled(known)
    return room.resized(met.size), lit.resized(met.size)


def joined(solids: Sequence[Solid]) -> Body:
    """All solids as one body."""

    def body(points: Vec) -> Field:
        distance = solids[0].body(points)
        for solid in solids[1:]:
            distance = distance.minimum(solid.body(points))
        return distance

    return body


def floor_shadow(view: View, camera: Camera, solids: Sequence[Solid], height: float = 0.0) -> Image.Image:
    """A mask at the view's size: how dark the floor at ``height`` is under the solids."""
    size = view.coarse(6.5)
    rays = _rays(view, camera, size)
    eye = camera.eye()
    travelled = ((height - eye[1]) * (rays[1].minimum(-1e-3) ** -1.0)).minimum(camera.distance + 4 * _FAR)
    points = _along(eye, rays, travelled)
    up = (constant(size, 0.0), constant(size, 1.0), constant(size, 0.0))
    union = joined(solids)
    dark = (1.0 - ambience(union, points, up, reach=90.0)) * 0.6
    dark = dark + (1.0 - sunlit(union, points, up, camera, sharpness=4.0)) * 0.3
    return (dark * rays[1].ramp(-0.01, -0.06)).resized(view.size).clamp().blurred(5.0 * view.scale).mask()


def ambience(body: Body, points: Vec, normals: Vec, reach: float = 70.0) -> Field:
    """How much of the room each point sees: 1 in the open, towards 0 in corners up to ``reach`` units deep."""
    hidden = constant(points[0].size, 0.0)
    weight = 1.0
    for share in (0.1, 0.3, 0.6, 1.0):
        step = reach * share
        x, y, z = (p + n * step for p, n in zip(points, normals, strict=True))
        hidden = hidden + (step - body((x, y, z))).maximum(0.0) * (weight / step)
        weight *= 0.65
    return (1.0 - hidden * 0.38).clamp()


def sunlit(body: Body, points: Vec, normals: Vec, camera: Camera, sharpness: float = 6.0) -> Field:
    """How much of the key light reaches each point, its edges softer the farther the shadow falls."""
    right, up, forward = camera.axes()
    lamp = [right[i] * KEY[0] - up[i] * KEY[1] - forward[i] * KEY[2] for i in range(3)]
    travelled = constant(points[0].size, 10.0)
    reaching = constant(points[0].size, 1.0)
    begin = [p + n * 4.0 for p, n in zip(points, normals, strict=True)]
    for _ in range(_SHADOW_STEPS):
        x, y, z = (b + travelled * axis for b, axis in zip(begin, lamp, strict=True))
        distance = body((x, y, z))
        reaching = reaching.minimum(distance * sharpness / travelled)
        travelled = travelled + distance.clamp(9.0, 90.0)
    return reaching.ramp(0.0, 1.0)


def _ray_distance(window: View, solid: Solid) -> float:
    """How many pixels rays are apart: as the solid says, but in a close-up at least ``_FINEST`` units."""
    return max(solid.detail, _FINEST * window.scale)


def _depth(camera: Camera, solid: Solid) -> float:
    """How far in front of the camera the middle of a solid's box is."""
    _, _, forward = camera.axes()
    eye = camera.eye()
    return sum(f * ((a + b) / 2 - e) for f, a, b, e in zip(forward, solid.low, solid.high, eye, strict=True))


def _window(view: View, camera: Camera, solid: Solid) -> View:
    xs, ys, zs = zip(solid.low, solid.high, strict=True)
    spots = [camera.project(corner) for corner in itertools.product(xs, ys, zs)]
    return view.window(bounds([spots]), 6.0)


def _march(window: View, camera: Camera, solid: Solid) -> tuple[Vec, Field, Field, Field]:
    """Where the rays end, how far they went, how near the body they passed, and whether (0 to 1) they met it."""
    eye = camera.eye()
    far = camera.distance + _FAR
    detail = _ray_distance(window, solid)
    travelled = behind = gap = constant((2, 2), max(1.0, camera.distance - 1000.0))
    for factor, steps in _PASSES:
        size = window.coarse(detail * factor)
        rays = _rays(window, camera, size)
        travelled = Field(travelled.image.resize(size, Image.Resampling.BILINEAR))
        travelled, gap = _follow(solid.body, eye, rays, travelled, steps, far)
        if factor > 1.0:
            # A bulge between two rays of a coarse grid may be met earlier than either of them says.
            slack = window.width * window.pixel / size[0]
            behind = Field(travelled.image.filter(ImageFilter.MaxFilter(5))) - slack
            travelled = Field(travelled.image.filter(ImageFilter.MinFilter(3))) - slack
    pixel = window.pixel * detail
    travelled, nearer = _hasten(solid.body, eye, rays, travelled)
    gap = gap.minimum(nearer)
    left = solid.body(_along(eye, rays, travelled))
    if solid.hollow:
        # Rays that pass closely by an edge creep; those set out again from what lies behind it.
        behind = Field(behind.image.resize(travelled.size, Image.Resampling.NEAREST)).maximum(travelled)
        passed = ((abs(left) - pixel) * 1e3).clamp()
        again, nearer = _follow(solid.body, eye, rays, behind, _STEPS_BEHIND, far)
        gap = gap.minimum(nearer)
        again, nearer = _hasten(solid.body, eye, rays, again)
        gap = gap.minimum(nearer)
        travelled = travelled.mix(again, passed)
        left = solid.body(_along(eye, rays, travelled))
    met = (1.6 - abs(left) * (1.0 / pixel)).clamp()
    return _along(eye, rays, travelled), travelled, gap.minimum(left).clamp(0.0, 4.0 * pixel), met


def _follow(
    body: Body, eye: Spot, rays: Vec, travelled: Field, steps: int, far: float
) -> tuple[Field, Field]:
    """Follow rays for some steps; how far they got, and how near the body they came."""
    gap = constant(travelled.size, 1e6)
    for _ in range(steps):
        distance = body(_along(eye, rays, travelled))
        gap = gap.minimum(distance)
        travelled = (travelled + distance).minimum(far)
    return travelled, gap


def _hasten(body: Body, eye: Spot, rays: Vec, travelled: Field) -> tuple[Field, Field]:
    """Bring rays that creep along a surface down to it; how far they got, and how near the body they came.

    The distance that a ray lost by its last step tells how far it may go at once. Rays that leap away from the body
    are those that pass it by; they stay where they were.
    """
    start = before = step = body(_along(eye, rays, travelled))
    gone = travelled + start
    for _ in range(_HASTY_STEPS):
        distance = body(_along(eye, rays, gone))
        faster = (step / (before - distance).maximum(1e-3)).clamp(1.0, _HASTE)
        step = (distance * faster).minimum(distance + _LEAP)
        before, gone = distance, gone + step
    end = body(_along(eye, rays, gone))
    landed = ((start - abs(end)) * 1e3).clamp()
    return travelled.mix(gone, landed), start.minimum(end)


def _rays(view: View, camera: Camera, size: Size) -> Vec:
    x, y = view.axes(size)
    right, up, forward = camera.axes()
    sx, sy = (x - camera.x) * (1.0 / camera.zoom), (y - camera.y) * (-1.0 / camera.zoom)
    a, b, c = (right[i] * sx + up[i] * sy + forward[i] * camera.distance for i in range(3))
    scale = (a * a + b * b + c * c) ** -0.5
    return (a * scale, b * scale, c * scale)


def _along(eye: Spot, rays: Vec, travelled: Field) -> Vec:
    return (rays[0] * travelled + eye[0], rays[1] * travelled + eye[1], rays[2] * travelled + eye[2])


def _normals(body: Body, points: Vec, step: float) -> Vec:
    """The gradient of the distance, from four points around each (the corners of a tetrahedron)."""
    corners = ((1.0, -1.0, -1.0), (-1.0, -1.0, 1.0), (-1.0, 1.0, -1.0), (1.0, 1.0, 1.0))
    x, y, z = points
    a, b, c, d = (body((x + i * step, y + j * step, z + k * step)) for i, j, k in corners)
    gx, gy, gz = a - b - c + d, c - a - b + d, b - a - c + d
    scale = (gx * gx + gy * gy + gz * gz + 1e-9) ** -0.5
    return (gx * scale, gy * scale, gz * scale)


def _seen(normals: Vec, camera: Camera) -> Surface:
    nx, ny, nz = normals
    right, up, forward = (nx * x + ny * y + nz * z for x, y, z in camera.axes())
    return Surface(right, -up, -forward)
