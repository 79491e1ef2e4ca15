"""How things are shaded: one soft plush look for wood, metal, cloth and all else."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin
from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import channels, lighter, mix
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


def shadow_of(colour: str, share: float = 0.5) -> str:
    """Give the colour of a thing's shaded side: warmer for warm things, bluer for cool ones, deep green for leaves."""
    red, green, blue = channels(colour)
    if green > red + 12 and green > blue + 12:
        return mix(colour, "#16424a", share)
    return mix(colour, "#4f242b" if red >= blue else "#22204f", share)


def solid(
    cv: Canvas, outline: Outline, colour: str, *, gloss: float = 0.4, shade: float = 0.5, rim: float = 1.0
) -> None:
    """Fill an outline as something round and soft: lit above, dark below, a highlight, an edge of light."""
    left, right = (outline.left, outline.right) if cv.light.from_left else (outline.right, outline.left)
    wide, tall = outline.wide, outline.tall
    line = (left + (right - left) * 0.2, outline.top, left + (right - left) * 0.75, outline.bottom)
    if tall > wide * 2.5:
        line = (left, outline.top, right, outline.top + wide * 0.05)
    elif wide > tall * 2.5:
        middle = (left + right) / 2
        line = (middle, outline.top, middle + (tall if right > left else -tall) * 0.05, outline.bottom)
    stops = ((0, lighter(colour, 0.3), 1.0), (0.45, colour, 1.0), (1, shadow_of(colour, shade), 1.0))
    cv.path(outline.data, cv.linear(stops, line))
    if not (gloss or rim):
        return
    with cv.group(clip=cv.clip(outline.data)):
        if gloss:
            x, y = left + (right - left) * 0.3, outline.top + tall * 0.24
            cv.blob(x, y, wide * 0.42, tall * 0.34, lighter(colour, 0.75), gloss)
        if rim:
            _edge(cv, outline, min(max(min(wide, tall) * 0.09, 1.6), 7) * rim, colour)


def _edge(cv: Canvas, outline: Outline, width: float, colour: str) -> None:
    """Light the upper edge, and let a little bounce up at the lower one."""
    left, right = (outline.left, outline.right) if cv.light.from_left else (outline.right, outline.left)
    line = (left, outline.top, left + (right - left) * 0.55, outline.top + outline.tall * 0.6)
    strength = 0.35 + 0.4 * cv.light.rim_strength
    rim = cv.tint(mix(cv.light.rim, lighter(colour, 0.6), 0.4))
    light = cv.linear(((0, rim, strength), (0.6, rim, strength * 0.3), (1, rim, 0.0)), line, raw=True)
    cv.line(outline.data, light, width)
    deep = shadow_of(colour, 0.75)
    line = (0.0, outline.top + outline.tall * 0.55, 0.0, outline.bottom)
    cv.line(outline.data, cv.linear(((0, deep, 0.0), (1, deep, 0.5)), line), width * 0.8)


def metal(cv: Canvas, outline: Outline, colour: str, *, upright: bool = True) -> None:
    """Fill an outline as polished metal, its bands of light running along it."""
    deep, pale = shadow_of(colour, 0.5), lighter(colour, 0.72)
    bands = (
        (0.0, mix(colour, deep, 0.3), 1.0),
        (0.22, pale, 1.0),
        (0.42, colour, 1.0),
        (0.75, deep, 1.0),
        (1.0, mix(colour, pale, 0.3), 1.0),
    )
    across = (outline.left, 0.0, outline.right, 0.0) if upright else (0.0, outline.top, 0.0, outline.bottom)
    cv.path(outline.data, cv.linear(bands, across))
    with cv.group(clip=cv.clip(outline.data)):
        _edge(cv, outline, min(max(min(outline.wide, outline.tall) * 0.1, 1.6), 5), colour)


def wood(cv: Canvas, outline: Outline, colour: str, rng: Random, *, upright: bool = False) -> None:
    """Fill an outline as wood, with a few lines of grain."""
    solid(cv, outline, colour, gloss=0.25)
    grain = []
    for _ in range(4):
        x, y = rng.uniform(outline.left, outline.right), rng.uniform(outline.top, outline.bottom)
        bow = rng.uniform(-4, 4)
        reach = (outline.tall if upright else outline.wide) * rng.uniform(0.2, 0.45)
        turn = f"q{bow:.1f} {reach / 2:.1f} 0 {reach:.1f}" if upright else f"q{reach / 2:.1f} {bow:.1f} {reach:.1f} 0"
        grain.append(f"M{x:.1f} {y:.1f}{turn}")
    with cv.group(clip=cv.clip(outline.data)):
        cv.line("".join(grain), shadow_of(colour, 0.6), 2.2, opacity=0.4)


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
