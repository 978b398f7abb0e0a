"""Bodies in space: the distance functions that ``trace`` follows rays against.

A body is a function from points to their distance from its surface, negative inside; the ones here are the usual
ones of constructive solid geometry (Inigo Quilez' collection explains them). World axes: x to the right, y up, z
towards the viewer; one unit of the drawing board is one unit of the world at the camera's target.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from openshelf.demo.studio.field import Field

Vec = tuple[Field, Field, Field]
Spot = tuple[float, float, float]
Body = Callable[[Vec], Field]


def box(points: Vec, centre: Spot, half: Spot, radius: float) -> Field:
    """A box with rounded edges; ``half`` are its half extents with the rounding."""
    q = [abs(p - c) - (h - radius) for p, c, h in zip(points, centre, half, strict=True)]
    out = [axis.maximum(0.0) for axis in q]
    outside = (out[0] * out[0] + out[1] * out[1] + out[2] * out[2]).sqrt()
    return outside + q[0].maximum(q[1]).maximum(q[2]).minimum(0.0) - radius


def drum(points: Vec, centre: Spot, across: float, half: float, radius: float) -> Field:
    """An upright cylinder with rounded edges: radius ``across``, half height ``half``."""
    x, y, z = (p - c for p, c in zip(points, centre, strict=True))
    return rounded_rectangle((x * x + z * z).sqrt(), y, across, half, radius)


def rounded_rectangle(u: Field, v: Field, half_u: float, half_v: float, radius: float) -> Field:
    """The distance in a plane from a rectangle with rounded corners around the origin."""
    qu, qv = abs(u) - (half_u - radius), abs(v) - (half_v - radius)
    ou, ov = qu.maximum(0.0), qv.maximum(0.0)
    return (ou * ou + ov * ov).sqrt() + qu.maximum(qv).minimum(0.0) - radius


def rod(points: Vec, start: Spot, end: Spot, thick: float, thin: float) -> Field:
    """A round rod from ``start`` (radius ``thick``) to ``end`` (radius ``thin``), ends rounded."""
    axis = [e - s for s, e in zip(start, end, strict=True)]
    length = sum(a * a for a in axis)
    x, y, z = (p - s for p, s in zip(points, start, strict=True))
    t = ((x * axis[0] + y * axis[1] + z * axis[2]) * (1.0 / length)).clamp()
    x, y, z = x - t * axis[0], y - t * axis[1], z - t * axis[2]
    return (x * x + y * y + z * z).sqrt() - (t * (thin - thick) + thick)


def fused(first: Field, second: Field, softness: float) -> Field:
    """Two bodies grown together, the seam rounded over about ``softness`` units."""
    amount = ((second - first) * (0.5 / softness) + 0.5).clamp()
    return second.mix(first, amount) - amount * (1.0 - amount) * softness


def tilted(points: Vec, centre: Spot, degrees: float) -> Vec:
    """Points as a body sees them that leans back by ``degrees`` about the x axis through ``centre``."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y, z = points
    dy, dz = y - centre[1], z - centre[2]
    return (x, dy * cos - dz * sin + centre[1], dy * sin + dz * cos + centre[2])
