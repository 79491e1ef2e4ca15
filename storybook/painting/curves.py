"""Geometry of soft shapes: smooth outlines, tapered tubes (limbs, tails, bodies) and furry edges.

All lengths are in the units of the drawing, y grows downwards, and path strings are SVG path data.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random

Point = tuple[float, float]
Ring = tuple[float, float, float]  # a point of a tube's spine with the tube's radius there


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """Draw a curve through all points (Catmull-Rom, as cubic beziers)."""
    count = len(points)
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count if closed else count - 1):
        before, start, end, after = (_neighbour(points, i + k, closed) for k in (-1, 0, 1, 2))
        ax, ay = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
        bx, by = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
        parts.append(f"C{ax:.1f} {ay:.1f} {bx:.1f} {by:.1f} {end[0]:.1f} {end[1]:.1f}")
    return " ".join(parts) + ("Z" if closed else "")


def _neighbour(points: Sequence[Point], index: int, closed: bool) -> Point:
    count = len(points)
    return points[index % count] if closed else points[max(0, min(count - 1, index))]


def polygon(points: Sequence[Point]) -> str:
    """Draw straight lines through all points and close them."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def along(spine: Sequence[Ring], steps: int) -> list[Ring]:
    """Interpolate a spine smoothly at `steps` + 1 evenly spread places."""
    last = len(spine) - 1
    return [_between(spine, last * k / steps) for k in range(steps + 1)]


def _between(spine: Sequence[Ring], place: float) -> Ring:
    i = min(int(place), len(spine) - 2)
    t = place - i
    before, start, end = spine[max(0, i - 1)], spine[i], spine[i + 1]
    after = spine[min(len(spine) - 1, i + 2)]
    x, y, r = (_spline(b, s, e, a, t) for b, s, e, a in zip(before, start, end, after, strict=True))
    return x, y, max(0.5, r)


def _spline(before: float, start: float, end: float, after: float, t: float) -> float:
    bend = 2 * before - 5 * start + 4 * end - after
    twist = 3 * (start - end) + after - before
    return 0.5 * (2 * start + (end - before) * t + bend * t * t + twist * t**3)


def heading(rings: Sequence[Ring], index: int) -> Point:
    """Give the unit direction of a spine at one of its rings."""
    ax, ay, _ = rings[max(0, index - 1)]
    bx, by, _ = rings[min(len(rings) - 1, index + 1)]
    length = math.hypot(bx - ax, by - ay) or 1.0
    return (bx - ax) / length, (by - ay) / length


def tube(spine: Sequence[Ring], *, steps: int = 14, grow: float = 0.0) -> list[Point]:
    """Outline a tapered tube with round ends around a spine; `grow` widens it everywhere."""
    rings = [(x, y, r + grow) for x, y, r in along(spine, steps)]
    left, right = [], []
    for i, (x, y, r) in enumerate(rings):
        dx, dy = heading(rings, i)
        left.append((x - dy * r, y + dx * r))
        right.append((x + dy * r, y - dx * r))
    return left + _cap(rings[-1], heading(rings, steps), 1) + right[::-1] + _cap(rings[0], heading(rings, 0), -1)


def _cap(ring: Ring, direction: Point, sign: int) -> list[Point]:
    x, y, r = ring
    start = math.atan2(sign * direction[0], -sign * direction[1])
    return [(x + r * math.cos(start - a), y + r * math.sin(start - a)) for a in (0.6, 1.2, math.pi / 2, 1.94, 2.54)]


def resample(outline: Sequence[Point], step: float) -> list[Point]:
    """Walk round a closed outline and give a point every `step` units."""
    closed = [*outline, outline[0]]
    points: list[Point] = []
    carry = 0.0
    for (ax, ay), (bx, by) in pairwise(closed):
        length = math.hypot(bx - ax, by - ay)
        while carry < length:
            points.append((ax + (bx - ax) * carry / length, ay + (by - ay) * carry / length))
            carry += step
        carry -= length
    return points


def clockwise(outline: Sequence[Point]) -> bool:
    """Say whether a closed outline runs clockwise on the screen."""
    pairs = zip(outline, [*outline[1:], outline[0]], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) > 0


def furry(outline: Sequence[Point], rng: Random, *, tuft: float = 5.0, step: float = 13.0) -> str:
    """Outline a closed shape with little tufts of fur, up to `tuft` units tall and about `step` units apart."""
    points = [point for point in resample(outline, step / 2) if rng.random() < 0.62]
    sign = 1.0 if clockwise(outline) else -1.0
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        long = math.hypot(bx - ax, by - ay) or 1.0
        dx, dy = (bx - ax) / long, (by - ay) / long
        out = sign * min(tuft, long * 0.6) * rng.uniform(0.35, 1.0)
        tip_x, tip_y = bx + dy * out + dx * 1.5, by - dx * out + dy * 1.5
        mid_x, mid_y = (ax + bx) / 2 + dy * out * 0.8, (ay + by) / 2 - dx * out * 0.8
        in_x, in_y = bx + dy * out * 0.25 - dx, by - dx * out * 0.25 - dy
        parts.append(f"Q{mid_x:.1f} {mid_y:.1f} {tip_x:.1f} {tip_y:.1f}Q{in_x:.1f} {in_y:.1f} {bx:.1f} {by:.1f}")
    return "".join(parts) + "Z"


def hair(x: float, y: float, dx: float, dy: float, width: float = 2.4) -> str:
    """Draw one hair: a sliver from (x, y) to (dx, dy) from there, pointed at both ends, to be filled."""
    long = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / long * width, dx / long * width
    return (
        f"M{x:.1f} {y:.1f}q{dx * 0.45 + nx:.1f} {dy * 0.45 + ny:.1f} {dx:.1f} {dy:.1f}"
        f"q{-dx * 0.55 - nx * 0.4:.1f} {-dy * 0.55 - ny * 0.4:.1f} {-dx:.1f} {-dy:.1f}Z"
    )


def strands(spine: Sequence[Ring], rng: Random, count: int, length: float = 13.0) -> str:
    """Scatter tapered hairs over a tube that follow its direction, as one path to be filled."""
    rings = along(spine, 12)
    parts = []
    for _ in range(count):
        i = rng.randrange(len(rings) - 1)
        x, y, r = rings[i]
        dx, dy = heading(rings, i)
        across = rng.uniform(-0.82, 0.82) * r
        long = length * rng.uniform(0.8, 1.8)
        bow = across / (r or 1) * long * 0.25
        parts.append(hair(x - dy * across, y + dx * across, dx * long - dy * bow, dy * long + dx * bow, length * 0.2))
    return "".join(parts) or "M0 0"


def turned(x: float, y: float, degrees: float, around: Point = (0.0, 0.0)) -> Point:
    """Turn a point clockwise on the screen around another."""
    angle = math.radians(degrees)
    dx, dy = x - around[0], y - around[1]
    return (
        around[0] + dx * math.cos(angle) - dy * math.sin(angle),
        around[1] + dx * math.sin(angle) + dy * math.cos(angle),
    )
