"""The lie of the land: hills, mountains, ground under the feet, water, rocks."""

import math
from random import Random

from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import Point, polygon, smooth

# ground -> colour in the light, colour of its shade
GROUNDS = {
    "grass": ("#86b84c", "#3f7a3c"), "meadow": ("#9cc257", "#4f8a42"), "forest": ("#7d9a4a", "#3e5a34"),
    "dry": ("#d9b765", "#a07a3c"), "earth": ("#b58d5e", "#6e4f36"), "stone": ("#a39c98", "#5f5a62"),
    "cobbles": ("#b9a68e", "#6f6258"), "sand": ("#ecd09a", "#b98f5c"), "snow": ("#f2f6fb", "#a9bcd8"),
    "wood": ("#b98554", "#6a452c"), "cave": ("#7a6f78", "#3a3440"),
}  # fmt: skip


def ridge(stage: Stage, y: float, swell: float, colour: str, depth: float, *, waves: int = 5) -> list[Point]:
    """Draw a rolling ridge whose top lies about `y`; gives the points of its top."""
    cv, rng = stage.cv, stage.rng
    step = (WIDTH + 240) / waves
    top = [(-120 + i * step + rng.uniform(-0.2, 0.2) * step, y + rng.uniform(-swell, swell)) for i in range(waves + 1)]
    with stage.far(depth):
        fill = cv.linear(
            ((0, lighter(colour, 0.14), 1), (0.25, colour, 1), (1, darker(colour, 0.25), 1)), (0, y - swell, 0, y + 320)
        )
        cv.path(f"{smooth(top, closed=False)}L{WIDTH + 140} {y + 420:.1f}L-140 {y + 420:.1f}Z", fill)
    mist(stage, y + swell + 70, 0.35 * depth + 0.1)
    return top


def mist(stage: Stage, y: float, strength: float, height: float = 90) -> None:
    """Lay a band of haze across the picture."""
    fade = stage.cv.linear(
        ((0, stage.air.haze, 0), (0.5, stage.air.haze, strength), (1, stage.air.haze, 0)),
        (0, y - height, 0, y + height),
        raw=True,
    )
    stage.cv.rect(0, y - height, WIDTH, height * 2, fade, raw=True)


def mountains(stage: Stage, y: float, height: float, colour: str, depth: float, *, snow: bool = True) -> None:
    """Draw a range of peaks that stands on `y`, lit from one side."""
    rng = stage.rng
    count = rng.randint(3, 5)
    with stage.far(depth):
        order = sorted(range(count), key=lambda _: rng.random())
        for i in order:
            x = (i + rng.uniform(0.1, 0.9)) / count * (WIDTH + 200) - 100
            _peak(stage, x, y, height * rng.uniform(0.55, 1.0), colour, snow)
    mist(stage, y - 10, 0.55, 130)


def _peak(stage: Stage, x: float, y: float, height: float, colour: str, snow: bool) -> None:
    cv, rng = stage.cv, stage.rng
    half = height * rng.uniform(0.62, 0.85)
    top = (x + rng.uniform(-0.1, 0.1) * half, y - height)
    left = _slope(rng, top, (x - half, y + 60))
    right = _slope(rng, top, (x + half, y + 60))
    crest = [(top[0] + rng.uniform(-0.1, 0.1) * half * k, top[1] + height * k) for k in (0.2, 0.42, 0.66, 1.06)]
    bright, dim = lighter(colour, 0.22), darker(colour, 0.28)
    sides = ((left, bright), (right, dim)) if stage.from_left else ((left, dim), (right, bright))
    for flank, paint in sides:
        cv.path(polygon([top, *flank, *crest[::-1]]), paint)
    if snow:
        for flank, paint in ((left, "#ffffff"), (right, "#ffffff")):
            lit = (flank is left) == stage.from_left
            cap = [
                top,
                flank[0],
                flank[1],
                _towards(flank[1], crest[1], 0.3, 26),
                _towards(flank[1], crest[1], 0.6, -22),
                crest[1],
                crest[0],
            ]
            cv.path(polygon(cap), paint if lit else "#c3d3ea")


def _slope(rng: Random, top: Point, foot: Point) -> list[Point]:
    return [_towards(top, foot, k, rng.uniform(-14, 14)) for k in (0.2, 0.4, 0.6, 0.8)] + [foot]


def _towards(start: Point, end: Point, share: float, bump: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share + bump


def ground(stage: Stage, kind: str, *, y: float | None = None) -> None:
    """Lay the ground from the horizon (or `y`) down to the lower edge, near parts stronger than far ones."""
    cv, rng = stage.cv, stage.rng
    top_y = stage.horizon if y is None else y
    near, shade = GROUNDS["snow" if stage.plan.winter and kind != "wood" and kind != "cave" else kind]
    light = stage.light()
    far = stage.light(0.55).on(near)
    stops = (
        (0, far, 1.0),
        (0.3, mix(far, light.on(near), 0.75), 1.0),
        (0.6, light.on(near), 1.0),
        (1, light.on(shade), 1.0),
    )
    edge = [(-60 + i * 230, top_y + rng.uniform(-9, 9)) for i in range(6)]
    cv.path(
        f"{smooth(edge, closed=False)}L{WIDTH + 80} {HEIGHT}L-80 {HEIGHT}Z",
        cv.linear(stops, (0, top_y, 0, HEIGHT), raw=True),
        raw=True,
    )
    _patches(stage, kind, near, shade, top_y)
    cv.glow(
        sum(stage.clear) / 2, stage.front, 560, stage.air.sun, 0.16 if stage.plan.time in ("day", "golden") else 0.28
    )


def _patches(stage: Stage, kind: str, near: str, shade: str, top_y: float) -> None:
    cv, rng = stage.cv, stage.rng
    for _ in range(12):
        k = rng.random() ** 0.7
        y = top_y + 30 + k * (HEIGHT - top_y)
        colour = shade if rng.random() < 0.5 else lighter(near, 0.3)
        with stage.far(stage.depth_at(y)):
            cv.blob(rng.uniform(0, WIDTH), y, (80 + 240 * k), (10 + 34 * k), colour, 0.34)


def grass(stage: Stage, count: int, colours: tuple[str, str] = ("#a9d05c", "#3f7a3c")) -> None:
    """Scatter tufts of grass over the ground, larger towards the front."""
    cv, rng = stage.cv, stage.rng
    if stage.plan.winter:
        colours = ("#ffffff", "#b6c4d8")
    for depth_band in range(5):
        data = ["", ""]
        share = (depth_band + 1) / 5
        low, high = _band(stage, depth_band, 5)
        for _ in range(int(count * (1.3 - share))):
            x, y = rng.uniform(-20, WIDTH + 20), rng.uniform(low, high)
            size = 44 * stage.scale_at(y)
            data[rng.random() < 0.5] += tuft(rng, x, y, size)
        with stage.far(stage.depth_at((low + high) / 2)):
            for paint, lines in zip(colours, data, strict=True):
                if lines:
                    cv.path(lines, paint, opacity=0.8)


def _band(stage: Stage, index: int, count: int) -> tuple[float, float]:
    depth = HEIGHT - stage.horizon
    return stage.horizon + depth * (index / count) ** 1.4 + 12, stage.horizon + depth * ((index + 1) / count) ** 1.4


def tuft(rng: Random, x: float, y: float, size: float) -> str:
    """Give the path of a tuft of grass `size` pixels tall that grows at (x, y)."""
    parts = []
    for _ in range(4):
        lean, tall, root = (
            rng.uniform(-0.7, 0.7) * size,
            size * rng.uniform(0.5, 1.0),
            x + rng.uniform(-0.35, 0.35) * size,
        )
        wide = size * 0.09
        parts.append(
            f"M{root - wide:.1f} {y:.1f}Q{root + lean * 0.2 - wide:.1f} {y - tall * 0.6:.1f} "
            f"{root + lean:.1f} {y - tall:.1f}"
            f"Q{root + lean * 0.2 + wide:.1f} {y - tall * 0.5:.1f} {root + wide:.1f} {y:.1f}Z"
        )
    return "".join(parts)


def flowers(stage: Stage, count: int, colours: tuple[str, ...] = ("#ffffff", "#ffd84d", "#ff8fa8", "#b79cf0")) -> None:
    """Scatter little flowers over the ground."""
    if stage.plan.winter:
        return
    cv, rng = stage.cv, stage.rng
    for _ in range(count):
        y = stage.horizon + 40 + (HEIGHT - stage.horizon - 40) * rng.random()
        size = 9 * stage.scale_at(y)
        x, paint = rng.uniform(0, WIDTH), rng.choice(colours)
        with stage.far(stage.depth_at(y)):
            cv.line(f"M{x:.1f} {y:.1f}v{size * 2.4:.1f}", "#4f8a42", size * 0.35)
            petals = "".join(_petal(x, y, size, i) for i in range(5))
            cv.path(petals, paint)
            cv.ellipse(x, y, size * 0.42, size * 0.42, "#f2b53c" if paint != "#ffd84d" else "#c9762a")


def _petal(x: float, y: float, size: float, index: int) -> str:
    px, py = x + math.cos(index * math.tau / 5) * size * 0.75, y + math.sin(index * math.tau / 5) * size * 0.75
    r = size * 0.6
    return f"M{px - r:.1f} {py:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0Z"


def pebbles(stage: Stage, count: int, colour: str = "#9a938f") -> None:
    """Scatter stones over the ground."""
    cv, rng = stage.cv, stage.rng
    for _ in range(count):
        y = stage.horizon + 50 + (HEIGHT - stage.horizon - 50) * rng.random()
        size = 15 * stage.scale_at(y) * rng.uniform(0.5, 1.4)
        x = rng.uniform(0, WIDTH)
        with stage.far(stage.depth_at(y)):
            cv.blob(x, y + size * 0.4, size * 1.5, size * 0.5, stage.air.shade, 0.4, raw=True)
            cv.ellipse(
                x,
                y,
                size,
                size * 0.62,
                cv.radial(
                    ((0, lighter(colour, 0.35), 1), (0.6, colour, 1), (1, darker(colour, 0.35), 1)), (0.38, 0.25, 0.8)
                ),
            )


def rock(
    cv: Canvas,
    rng: Random,
    x: float,
    y: float,
    size: float,
    colour: str = "#8f8a90",
    *,
    snowy: bool = False,
    moss: bool = False,
) -> None:
    """Draw a boulder about `size` pixels wide that stands on (x, y), with light on its head."""
    left = cv.light.from_left
    with cv.group(placed(x, y, size / 200, mirrored=rng.random() < 0.5)):
        tips = [(-100, 4), (-104, -42), (-70, -92), (-16, -118), (44, -104), (88, -66), (104, -18), (98, 6)]
        outline = [(px + rng.uniform(-9, 9), py + rng.uniform(-9, 9) * (py < 0)) for px, py in tips]
        cv.blob(0, 4, 128, 18, darker(colour, 0.6), 0.5)  # it stands in the ground, not on it
        shape = smooth(outline)
        cv.path(
            shape,
            cv.linear(
                ((0, lighter(colour, 0.3), 1), (0.5, colour, 1), (1, darker(colour, 0.4), 1)),
                (-60 if left else 60, -110, 40 if left else -40, 10),
            ),
        )
        with cv.group(clip=cv.clip(shape)):
            cv.blob(-24, -84, 88, 46, lighter(colour, 0.5), 0.7, turn=-8)
            cv.blob(78, -34, 62, 70, darker(colour, 0.35), 0.55)
            cv.blob(0, 6, 130, 30, darker(colour, 0.5), 0.5)
            face = [outline[2], outline[3], outline[4], (30, -62), (-38, -58)]
            cv.path(smooth(face), lighter(colour, 0.42), opacity=0.35)
        if snowy or moss:
            cap = [*outline[1:6], (50, -72), (16, -86), (-26, -70), (-62, -66)]
            cv.path(smooth(cap), "#ffffff" if snowy else "#7d9a4a")


def water(stage: Stage, top: float, bottom: float, colour: str = "#4f93b4", *, calm: bool = True) -> None:
    """Fill a band of the picture with water that mirrors the sky."""
    cv, rng, air = stage.cv, stage.rng, stage.air
    deep = mix(stage.light().on(colour), air.top, 0.3)
    stops = ((0, mix(air.low, air.haze, 0.4), 1.0), (0.35, mix(air.middle, deep, 0.45), 1.0), (1, deep, 1.0))
    cv.rect(-10, top, WIDTH + 20, bottom - top, cv.linear(stops, (0, top, 0, bottom), raw=True), raw=True)
    x = WIDTH * (0.2 if stage.from_left else 0.8)
    for i in range(26 if calm else 40):
        k = rng.random()
        y, long = top + 6 + k * (bottom - top), (20 + 110 * k) * rng.uniform(0.5, 1.2)
        near_sun = i % 2 == 0
        px = x + rng.gauss(0, 60 + 120 * k) if near_sun else rng.uniform(0, WIDTH)
        cv.ellipse(
            px,
            y,
            long,
            1.2 + 2.6 * k,
            air.sun if near_sun else lighter(air.low, 0.3),
            opacity=0.5 if near_sun else 0.28,
            raw=True,
        )
