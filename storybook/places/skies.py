"""The sky: its colours, sun, moon and stars, its clouds, and the shafts of light that fall through them."""

import math
from random import Random

from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter, mix


def draw_sky(stage: Stage) -> None:
    """Paint the sky down to a little below the horizon, with what stands in it."""
    cv, air = stage.cv, stage.air
    stops = ((0, air.top, 1.0), (0.5, air.middle, 1.0), (0.92, air.low, 1.0), (1, air.low, 1.0))
    cv.rect(0, 0, WIDTH, HEIGHT, cv.linear(stops, (0, 0, 0, stage.horizon + 40), raw=True), raw=True)
    night = stage.plan.time == "night" or (stage.plan.time == "dusk" and not air.grey)
    if night and stage.plan.stars and air.grey < 0.4:
        _stars(stage, 90 if stage.plan.time == "night" else 26)
    _great_light(stage)
    draw_clouds(stage)


def light_spot(stage: Stage) -> tuple[float, float]:
    """Say where sun or moon stand."""
    x = WIDTH * (0.2 if stage.from_left else 0.8)
    low = stage.plan.time in ("dawn", "golden", "dusk")
    return x, stage.horizon - 60 if low else max(150.0, stage.horizon * 0.3)


def _great_light(stage: Stage) -> None:
    cv, air, plan = stage.cv, stage.air, stage.plan
    x, y = light_spot(stage)
    veil = 1 - air.grey
    wide, strong = (430, 0.5) if plan.time == "night" else (620, 0.9)
    cv.glow(x, y, wide, mix(air.low, air.sun, 0.6), strong * (0.8 * veil + 0.2))
    if plan.time == "night":
        if plan.moon and air.grey < 0.6:
            _moon(cv, x, y, air.sun, stage.rng)
    elif air.grey < 0.45:
        cv.glow(x, y, 260, air.sun, 0.9)
        cv.ellipse(x, y, 62, 62, air.sun, raw=True, opacity=0.95)


def _moon(cv: Canvas, x: float, y: float, colour: str, rng: Random) -> None:
    cv.glow(x, y, 250, colour, 0.55)
    radius = rng.uniform(64, 92)
    cv.ellipse(
        x,
        y,
        radius,
        radius,
        cv.radial(((0, "#ffffff", 1), (0.7, colour, 1), (1, mix(colour, "#9fb2d8", 0.4), 1)), raw=True),
        raw=True,
    )
    for dx, dy, size in ((-0.3, -0.2, 0.22), (0.3, 0.1, 0.16), (-0.05, 0.42, 0.13), (0.2, -0.45, 0.1)):
        cv.blob(x + dx * radius, y + dy * radius, size * radius * 1.3, size * radius * 1.2, "#9fb0d4", 0.5, raw=True)


def _stars(stage: Stage, count: int) -> None:
    cv, rng = stage.cv, stage.rng
    for i in range(count):
        x, y = rng.uniform(0, WIDTH), rng.uniform(0, stage.horizon * 0.85)
        size = rng.uniform(1.0, 2.6)
        cv.ellipse(x, y, size, size, "#fffbe8", opacity=rng.uniform(0.35, 0.95), raw=True)
        if i % 9 == 0:
            cv.glow(x, y, size * 7, "#fff6d8", 0.5)
            cv.path(f"M{x - size * 5:.1f} {y:.1f}L{x:.1f} {y - 1:.1f}L{x + size * 5:.1f} {y:.1f}L{x:.1f} {y + 1:.1f}Z"
                    f"M{x:.1f} {y - size * 5:.1f}L{x + 1:.1f} {y:.1f}L{x:.1f} {y + size * 5:.1f}L{x - 1:.1f} {y:.1f}Z",
                    "#fffbe8", opacity=0.7, raw=True)  # fmt: skip


def draw_clouds(stage: Stage) -> None:
    """Draw soft heaps of cloud: few and bright in good weather, a low grey ceiling in bad."""
    rng, air = stage.rng, stage.air
    heavy = stage.air.grey > 0.4
    count = rng.randint(7, 9) if heavy else rng.randint(2, 5)
    for i in range(count):
        y = rng.uniform(0.0, 0.5 if heavy else 0.72) * stage.horizon
        size = rng.uniform(0.7, 1.5) * (1.3 if heavy else 1 - 0.5 * y / stage.horizon)
        x = (i + rng.uniform(0.1, 0.9)) / count * WIDTH
        lit_x, lit_y = light_spot(stage)
        if stage.plan.time == "night" and abs(x - lit_x) < 300 and abs(y - lit_y) < 170:
            continue  # a cloud across the moon looks like a stain
        _cloud(stage, x, y, size, mix(air.top, air.middle, 0.6) if heavy else mix(air.middle, air.low, 0.3))


def _cloud(stage: Stage, x: float, y: float, size: float, shade: str) -> None:
    cv, rng, air = stage.cv, stage.rng, stage.air
    night = stage.plan.time == "night"
    bright = mix(air.low, "#ffffff", 0.08 if night else 0.25 if air.grey > 0.4 else 0.6)
    top = mix(shade, bright, 0.35) if air.grey > 0.4 or night else bright
    puffs = [(rng.uniform(-1, 1), rng.uniform(0.35, 1.0)) for _ in range(6)]
    lean = -1 if stage.from_left else 1
    for across, large in puffs:
        radius = 70 * size * large * (1 - 0.45 * abs(across))
        px, py = x + across * 150 * size, y - radius * 0.55
        fill = cv.radial(
            ((0, top, 0.95), (0.55, mix(top, shade, 0.4), 0.8), (1, shade, 0.0)),
            (0.5 + lean * 0.12, 0.36, 0.62),
            raw=True,
        )
        cv.ellipse(px, py, radius * 1.5, radius * 1.05, fill, raw=True)
    cv.blob(x, y + 6 * size, 190 * size, 24 * size, mix(shade, air.low, 0.5), 0.6, raw=True)


def draw_shafts(stage: Stage, strength: float = 0.16) -> None:
    """Let beams of light fall from sun or moon across the picture."""
    cv, rng = stage.cv, stage.rng
    x, y = light_spot(stage)
    y = min(y, 100)
    for _ in range(5):
        angle = math.radians(90 + (-1 if stage.from_left else 1) * rng.uniform(8, 48))
        width, length = rng.uniform(40, 130), 1500
        ex, ey = x + math.cos(angle) * length, y + math.sin(angle) * length
        fill = cv.linear(
            ((0, stage.air.sun, strength), (0.7, stage.air.sun, strength * 0.3), (1, stage.air.sun, 0)),
            (x, y, ex, ey),
            raw=True,
        )
        cv.path(
            f"M{x - 12:.1f} {y:.1f}L{x + 12:.1f} {y:.1f}L{ex + width:.1f} {ey:.1f}L{ex - width:.1f} {ey:.1f}Z",
            fill,
            raw=True,
        )


def draw_aura(stage: Stage, x: float, y: float, radius: float, colour: str) -> None:
    """Shine a magic light with rays behind somebody."""
    cv, rng = stage.cv, stage.rng
    bright = 0.55 if stage.plan.time in ("day", "golden", "dawn") else 0.9
    cv.glow(x, y, radius * 1.5, colour, 0.75 * bright)
    for i in range(14):
        angle = i / 14 * math.tau + rng.uniform(-0.1, 0.1)
        long, half = radius * rng.uniform(1.2, 2.1), rng.uniform(0.03, 0.09)
        ends = [(x + math.cos(angle + k) * long, y + math.sin(angle + k) * long) for k in (-half, half)]
        fill = cv.linear(
            ((0, lighter(colour, 0.4), 0.5 * bright), (1, colour, 0)),
            (x, y, x + math.cos(angle) * long, y + math.sin(angle) * long),
            raw=True,
        )
        cv.path(
            f"M{x:.1f} {y:.1f}L{ends[0][0]:.1f} {ends[0][1]:.1f}L{ends[1][0]:.1f} {ends[1][1]:.1f}Z", fill, raw=True
        )
    cv.glow(x, y, radius * 0.9, lighter(colour, 0.5), 0.7 * bright)
