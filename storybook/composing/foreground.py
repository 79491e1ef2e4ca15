"""What lies between the eye and the figures: framing plants and stones, weather, drifting things, the vignette."""

from random import Random

from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.painting.colour import darker, mix
from storybook.painting.light import Light
from storybook.places import plants, terrain
from storybook.places.wild import season
from storybook.reading.lexicon import INDOORS


def draw_frame(stage: Stage) -> None:
    """Frame the picture with near, dark, unlit things at its edges."""
    air, rng = stage.air, stage.rng
    if stage.plan.places[0] in INDOORS | {"boat", "rope bridge", "on the bridge"}:
        return
    with stage.cv.lit_by(Light(mix(air.ambient, air.shade, 0.4), 0.8, air.gain * 0.8, air.rim, 0.2, stage.from_left)):
        _corner_growth(stage, rng)
        if (
            stage.plan.places[0] in ("forest", "meadow", "garden", "lake", "river", "shrine", "road", "hollow")
            and rng.random() < 0.7
        ):
            left = rng.random() < 0.5
            x = -10 if left else WIDTH + 10
            plants.branch(
                stage.cv,
                rng,
                x,
                rng.uniform(90, 260),
                rng.uniform(520, 760),
                season(stage),
                left=left,
                snowy=stage.plan.winter,
            )


def _corner_growth(stage: Stage, rng: Random) -> None:
    cv, place = stage.cv, stage.plan.places[0]
    stony = place in ("mountain", "cliff", "castle", "desert", "village", "market", "harbour")
    for side in rng.choice(((-1,), (1,), (-1, 1))):
        x = WIDTH / 2 + side * WIDTH * rng.uniform(0.47, 0.54)
        if stony and rng.random() < 0.6:
            terrain.rock(cv, rng, x, HEIGHT + 40, rng.uniform(260, 380), snowy=stage.plan.winter)
        if not stony or rng.random() < 0.3:
            data = "".join(
                terrain.tuft(rng, x + rng.uniform(-120, 120), HEIGHT + 20, rng.uniform(120, 260)) for _ in range(7)
            )
            cv.path(data, "#cfdcea" if stage.plan.winter else "#5f8a44")


def draw_weather(stage: Stage, rng: Random) -> None:
    """Let it rain, snow, or be foggy; let petals, leaves, sparks, dust and fireflies drift."""
    if stage.plan.places[0] not in INDOORS:
        if stage.plan.weather in ("rain", "storm"):
            _rain(stage, rng)
        if stage.plan.weather == "snow":
            _snow(stage, rng)
        if stage.plan.weather == "fog":
            terrain.mist(stage, HEIGHT - 60, 0.5, 190)
        if stage.plan.weather == "storm":
            _lightning(stage, rng)
    for name in stage.plan.drifting:
        _drift(stage, rng, name)


def _rain(stage: Stage, rng: Random) -> None:
    lean = rng.choice((-1, 1)) * rng.uniform(0.12, 0.3)
    for count, long, width, strength in ((120, 46, 1.6, 0.35), (50, 90, 2.6, 0.4)):
        drops = ""
        for _ in range(count):
            x, y = rng.uniform(-80, WIDTH + 80), rng.uniform(-60, HEIGHT)
            drops += f"M{x:.0f} {y:.0f}l{long * lean:.0f} {long}"
        stage.cv.line(drops, "#dfeaf8", width, opacity=strength, raw=True)
    rings = ""
    for _ in range(26):
        x, y = rng.uniform(0, WIDTH), rng.uniform(stage.horizon + 80, HEIGHT)
        size = 16 * stage.scale_at(y)
        rings += (
            f"M{x - size:.0f} {y:.0f}a{size:.0f} {size * 0.3:.0f} 0 1 0 {size * 2:.0f} 0a{size:.0f} "
            f"{size * 0.3:.0f} 0 1 0 {-size * 2:.0f} 0"
        )
    stage.cv.line(rings, "#dfeaf8", 1.8, opacity=0.45, raw=True)


def _snow(stage: Stage, rng: Random) -> None:
    for count, low, high, strength in ((120, 2.0, 4.0, 0.8), (46, 4.5, 8.0, 0.85), (12, 11.0, 20.0, 0.0)):
        for _ in range(count):
            x, y, size = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(low, high)
            if strength:
                stage.cv.ellipse(x, y, size, size, "#ffffff", opacity=strength, raw=True)
            else:
                stage.cv.blob(x, y, size * 1.6, size * 1.6, "#ffffff", 0.7, raw=True)


def _lightning(stage: Stage, rng: Random) -> None:
    x, y = stage.aside(), 60.0
    bolt, points = f"M{x:.0f} 0", []
    while y < stage.horizon - 40:
        x, y = x + rng.uniform(-60, 60), y + rng.uniform(40, 90)
        points.append((x, y))
        bolt += f"L{x:.0f} {y:.0f}"
    stage.cv.glow(points[len(points) // 2][0], stage.horizon * 0.4, 420, "#dfe8ff", 0.5)
    stage.cv.line(bolt, "#cfdcff", 12, opacity=0.35, raw=True)
    stage.cv.line(bolt, "#ffffff", 4, raw=True)


def _drift(stage: Stage, rng: Random, name: str) -> None:
    cv = stage.cv
    colours = {
        "petals": ("#ffd0dc", "#ff9fb8", "#fff0f2"),
        "leaves": ("#e39a42", "#cf6f3c", "#eec455"),
        "dust": ("#f3dcb4", "#e0c090", "#fff0d0"),
    }
    if name in ("sparks", "fireflies"):
        for _ in range(22):
            x, y, size = rng.uniform(0, WIDTH), rng.uniform(HEIGHT * 0.2, HEIGHT * 0.95), rng.uniform(2, 5)
            cv.glow(x, y, size * 5, stage.plan.power or "#ffe08a", 0.6)
            cv.ellipse(x, y, size * 0.7, size * 0.7, "#fffbe0", raw=True)
        return
    for _ in range(16 if name == "dust" else 30):
        x, y = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)
        size, paint = rng.uniform(7, 17), rng.choice(colours[name])
        if name == "dust":
            cv.blob(x, HEIGHT * 0.6 + y * 0.4, size * 5, size * 3, paint, 0.28)
            continue
        with cv.group(
            f"translate({x:.0f} {y:.0f}) rotate({rng.uniform(0, 360):.0f}) scale({size / 12:.2f} "
            f"{size / 12 * rng.uniform(0.5, 1):.2f})"
        ):
            cv.path("M-12 0Q0 -12 12 0Q0 10 -12 0Z", paint)
            if name == "leaves":
                cv.line("M-10 0H12", darker(paint, 0.35), 1.4)


def draw_vignette(stage: Stage) -> None:
    """Warm the side of the light and darken the corners."""
    cv, air = stage.cv, stage.air
    cv.glow(WIDTH * (0.1 if stage.from_left else 0.9), HEIGHT * 0.12, 900, air.sun, 0.16 * (1 - air.grey))
    edge = mix(air.shade, "#000010", 0.3)
    cv.rect(
        0,
        0,
        WIDTH,
        HEIGHT,
        cv.radial(((0, edge, 0), (0.6, edge, 0), (0.85, edge, 0.2), (1, edge, 0.5)), (0.5, 0.5, 0.74), raw=True),
        raw=True,
    )
