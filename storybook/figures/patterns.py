"""What a coat is covered with: stripes, spots, dots and patches, on every part of a body."""

import math
from collections.abc import Iterator, Sequence
from random import Random

from storybook.figures.anatomy import Build, Limb
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas
from storybook.painting.colour import mix
from storybook.painting.curves import Point, Ring, along, heading, smooth

PATTERNS = ("stripes", "spots", "dots", "patches", "tiles")
_COUNTS = {"torso": 6, "limb": 5, "tail": 9, "neck": 7, "haunch": 3}


def draw_pattern(cv: Canvas, build: Build, spine: Sequence[Ring], part: str) -> None:
    """Draw what covers a part of the body, a tube along `spine`. The caller clips it to the outline of that part."""
    if build.pattern_on not in ("", part):
        return
    ink, count = build.ink or build.coat.dark, _COUNTS[part]
    if build.pattern == "stripes":
        for ring, (dx, dy) in _stations(spine, count):
            for side in (-1, 1):
                cv.path(_wedge(ring, dx, dy, side, 0.2 if part == "torso" else 0.05, 1.0 / count), ink, opacity=0.9)
    elif build.pattern:
        for x, y, size in _scattered(spine, build.pattern, part):
            _spot(cv, build.pattern, x, y, size, ink, mix(ink, build.coat.fur, 0.45))


def draw_face_pattern(cv: Canvas, build: Build, turn: Turn) -> None:
    """Draw what covers a head, clear of eyes and muzzle. The caller clips it to the head."""
    if build.pattern_on not in ("", "head"):
        return
    ink = build.ink or build.coat.dark
    if build.pattern == "stripes":
        for x, lean in ((-30, -8), (0, 0), (30, 8)):
            points = [turn.at(x + dx, y, 12) for dx, y in ((-11, -112), (11, -112), (3 + lean, -42), (lean, -36))]
            cv.path(smooth(points), ink, opacity=0.9)
        for side in (-1, 1):
            for y in (-22, 12, 44):
                points = [turn.at(side * x, y + dy, 4) for x, dy in ((124, -16), (124, 10), (86, 5), (72, 2), (86, -4))]
                cv.path(smooth(points), ink, opacity=0.9)
    elif build.pattern:
        small = build.pattern in ("spots", "dots")
        for x, y, size in _FACE_SPOTS if small else _FACE_PATCHES:
            px, py = turn.at(x, y, 10)
            _spot(cv, build.pattern, px, py, size, ink, mix(ink, build.coat.fur, 0.45))


_FACE_SPOTS = (
    (-46, -66, 9), (-16, -72, 8), (18, -70, 9), (48, -62, 8), (-2, -50, 6), (-84, -34, 8), (84, -36, 8),
    (-94, 6, 8), (94, 4, 8), (-84, 40, 7), (86, 40, 7), (-30, -88, 6), (34, -86, 6),
)  # fmt: skip
_FACE_PATCHES = ((58, -30, 46), (-82, 44, 26), (-34, -92, 26))


def _stations(spine: Sequence[Ring], count: int) -> Iterator[tuple[Ring, Point]]:
    rings = along(spine, count * 2)
    for i in range(1, count * 2, 2):
        yield rings[i], heading(rings, i)


def _wedge(ring: Ring, dx: float, dy: float, side: int, reach: float, share: float) -> str:
    """A stripe from the edge of a tube towards its middle, thick outside, pointed inside."""
    x, y, r = ring
    nx, ny, half = -dy * side, dx * side, max(4.0, r * 0.95 * (0.16 + share * 0.3))
    out, tip = r * 1.15, r * reach
    return smooth([
        (x + nx * out - dx * half, y + ny * out - dy * half),
        (x + nx * out + dx * half, y + ny * out + dy * half),
        (x + nx * r * 0.6 + dx * half * 0.7, y + ny * r * 0.6 + dy * half * 0.7),
        (x + nx * tip, y + ny * tip),
        (x + nx * r * 0.6 - dx * half * 0.4, y + ny * r * 0.6 - dy * half * 0.4),
    ])  # fmt: skip


def _scattered(spine: Limb | Sequence[Ring], pattern: str, part: str) -> Iterator[tuple[float, float, float]]:
    """Places on a tube, in rows that are set off against each other, so that no two spots touch."""
    chance = Random(f"{pattern} {part}")
    rows, across, size = _GRIDS[pattern]
    count = max(2, round(rows * _COUNTS[part] / 6))
    for row, (ring, (dx, dy)) in enumerate(_stations(spine, count)):
        x, y, r = ring
        places = across if row % 2 else [a + (across[1] - across[0]) / 2 for a in across[:-1]]
        for at in places if r > 20 else (0.3 if row % 2 else -0.3,):
            off, ahead = (at + chance.uniform(-0.08, 0.08)) * r, chance.uniform(-3, 3)
            big = size * min(1.0, max(0.5, r / 46)) * chance.uniform(0.85, 1.15)
            yield x - dy * off + dx * ahead, y + dx * off + dy * ahead, big


_GRIDS = {
    "spots": (8, (-0.9, -0.3, 0.3, 0.9), 9.0),
    "dots": (7, (-0.85, 0.0, 0.85), 10.0),
    "patches": (3, (-0.75, 0.75), 33.0),
    "tiles": (7, (-0.95, 0.0, 0.95), 19.0),
}


def _spot(cv: Canvas, pattern: str, x: float, y: float, size: float, ink: str, inside: str) -> None:
    if pattern == "dots":
        cv.ellipse(x, y, size, size, ink)
        return
    chance = Random(f"{x:.0f} {y:.0f}")
    corners = 6 if pattern == "tiles" else 9
    wild = 0.12 if pattern == "tiles" else 0.25
    turn = chance.uniform(0, math.pi)
    ring = [
        (x + size * k * math.cos(turn + i * math.tau / corners), y + size * k * math.sin(turn + i * math.tau / corners))
        for i, k in enumerate(chance.uniform(1 - wild, 1 + wild) for _ in range(corners))
    ]
    cv.path(smooth(ring), ink)
    if pattern == "spots":
        cv.ellipse(x + 1, y + 1, size * 0.42, size * 0.42, inside)
