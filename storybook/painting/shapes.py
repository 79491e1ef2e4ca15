"""Outlines of soft things, and the small lights on them."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin

from storybook.painting.canvas import Canvas
from storybook.painting.curves import Point, Ring, smooth, tube
from storybook.painting.outline import Outline

GOLD, BLUE = "#f5b93f", "#5a8fd8"


def _boxed(data: str, points: Sequence[Point]) -> Outline:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Outline(data, min(xs), min(ys), max(xs), max(ys))


def curve(*points: Point) -> Outline:
    """Outline a soft shape through points."""
    return _boxed(smooth(points), points)


def limb(*spine: Ring, steps: int = 14) -> Outline:
    """Outline a tapered tube around a spine."""
    points = tube(spine, steps=steps)
    return _boxed(smooth(points), points)


def corners(*points: Point, by: float = 6.0) -> Outline:
    """Outline a straight-sided shape whose corners are rounded by about `by` units."""
    parts = []
    for i, (x, y) in enumerate(points):
        (ax, ay), (bx, by_) = points[i - 1], points[(i + 1) % len(points)]
        before, after = hypot(ax - x, ay - y) or 1.0, hypot(bx - x, by_ - y) or 1.0
        near, far = min(by / before, 0.5), min(by / after, 0.5)
        parts.append(f"{x + (ax - x) * near:.1f} {y + (ay - y) * near:.1f}")
        parts.append(f"Q{x:.1f} {y:.1f} {x + (bx - x) * far:.1f} {y + (by_ - y) * far:.1f}L")
    return _boxed("M" + "".join(parts)[:-1] + "Z", points)


def bar(left: float, top: float, wide: float, tall: float, by: float = 6.0) -> Outline:
    """Outline a rectangle with rounded corners."""
    right, bottom = left + wide, top + tall
    return corners((left, top), (right, top), (right, bottom), (left, bottom), by=by)


def oval(x: float, y: float, rx: float, ry: float) -> Outline:
    """Outline an ellipse."""
    return curve(*((x + rx * cos(k * pi / 8), y + ry * sin(k * pi / 8)) for k in range(16)))


def star(x: float, y: float, radius: float, *, points: int = 5, inner: float = 0.5, by: float = 5.0) -> Outline:
    """Outline a star with soft tips, one of them pointing up."""
    reach = [radius if k % 2 == 0 else radius * inner for k in range(points * 2)]
    return corners(*((x + r * sin(k * pi / points), y - r * cos(k * pi / points)) for k, r in enumerate(reach)), by=by)


def shine(cv: Canvas, x: float, y: float, rx: float, ry: float, *, turn: float = -30, opacity: float = 0.8) -> None:
    """Set a small white highlight, as on glass or polish."""
    cv.ellipse(x, y, rx, ry, "#ffffff", opacity=opacity, turn=turn)


def glint(cv: Canvas, x: float, y: float, size: float, colour: str = "#fffbe6") -> None:
    """Set a four-pointed sparkle that shines by itself."""
    cv.glow(x, y, size * 0.9, colour, 0.5)
    s, w = size, size * 0.14
    cv.path(
        f"M{x} {y - s}Q{x + w} {y - w} {x + s} {y}Q{x + w} {y + w} {x} {y + s}Q{x - w} {y + w} {x - s} {y}"
        f"Q{x - w} {y - w} {x} {y - s}Z",
        colour,
        raw=True,
    )
