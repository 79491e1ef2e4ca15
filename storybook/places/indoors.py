"""Under a roof: the workshop, a room, the cave."""

from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.painting.colour import darker, lighter, mix
from storybook.places import terrain
from storybook.places.skies import draw_shafts


def walls(stage: Stage, colour: str) -> None:
    """Board the back wall and lay the floor, darker towards the corners."""
    cv, rng, y = stage.cv, stage.rng, stage.horizon
    light = stage.light(0.12)
    cv.rect(
        0,
        0,
        WIDTH,
        y + 10,
        cv.linear(
            (
                (0, light.on(darker(colour, 0.45)), 1),
                (0.6, light.on(colour), 1),
                (1, light.on(darker(colour, 0.15)), 1),
            ),
            raw=True,
        ),
        raw=True,
    )
    seams = "".join(f"M{i * 93 + rng.uniform(-8, 8):.0f} 0V{y:.0f}" for i in range(12))
    cv.line(seams, darker(colour, 0.5), 5, opacity=0.45)
    grain = "".join(
        f"M{rng.uniform(0, WIDTH):.0f} {rng.uniform(0, y):.0f}q4 30 0 {rng.uniform(50, 120):.0f}" for _ in range(30)
    )
    cv.line(grain, lighter(colour, 0.2), 2.5, opacity=0.3)
    terrain.ground(stage, "wood")
    middle = WIDTH / 2
    boards = "".join(f"M{middle + (i - 6) * 84:.0f} {y:.0f}L{middle + (i - 6) * 270:.0f} {HEIGHT}" for i in range(13))
    cv.line(boards, "#53331f", 4, opacity=0.45)
    cv.blob(middle, y, 700, 46, stage.air.shade, 0.55, raw=True)


def window(stage: Stage, x: float, y: float, half: float) -> None:
    """A window that shows the sky outside and lets its light in."""
    cv, air = stage.cv, stage.air
    cv.rect(x - half - 14, y - half * 1.25 - 14, half * 2 + 28, half * 2.5 + 28, "#5c3a28", round_by=14)
    cv.rect(
        x - half,
        y - half * 1.25,
        half * 2,
        half * 2.5,
        cv.linear(((0, air.top, 1), (0.6, air.middle, 1), (1, air.low, 1)), raw=True),
        round_by=8,
        raw=True,
    )
    if stage.plan.time == "night" and stage.plan.moon:
        cv.ellipse(x + half * 0.35, y - half * 0.5, half * 0.26, half * 0.26, air.sun, raw=True)
    cv.line(f"M{x:.0f} {y - half * 1.25:.0f}v{half * 2.5:.0f}M{x - half:.0f} {y:.0f}h{half * 2:.0f}", "#5c3a28", 10)
    cv.rect(x - half - 24, y + half * 1.25 + 10, half * 2 + 48, 18, "#7a5036", round_by=6)
    cv.glow(x, y, half * 3, air.low, 0.35)
    lean = 300 if x < WIDTH / 2 else -300
    beam = cv.linear(((0, air.sun, 0.3), (1, air.sun, 0)), (x, y, x + lean, HEIGHT * 0.86), raw=True)
    cv.path(
        (
            f"M{x - half:.0f} {y - half:.0f}L{x + half:.0f} {y - half:.0f}L{x + half + lean * 1.4:.0f} "
            f"{HEIGHT * 0.9:.0f}L{x - half + lean * 0.7:.0f} {HEIGHT * 0.9:.0f}Z"
        ),
        beam,
        raw=True,
    )


def hanging_lamp(stage: Stage, x: float, y: float) -> None:
    cv = stage.cv
    cv.line(f"M{x:.0f} -10V{y - 60:.0f}", "#3a2c28", 5)
    cv.glow(x, y, 460, "#ffb84d", 0.55)
    cv.path(
        f"M{x - 20:.0f} {y + 22:.0f}L{x - 26:.0f} {y - 30:.0f}H{x + 26:.0f}L{x + 20:.0f} {y + 22:.0f}Z",
        "#fff0b0",
        raw=True,
    )
    cv.path(
        (
            f"M{x - 36:.0f} {y - 28:.0f}Q{x:.0f} {y - 76:.0f} {x + 36:.0f} {y - 28:.0f}ZM{x - 26:.0f} "
            f"{y + 20:.0f}h52v12h-52Z"
        ),
        "#4a3a34",
    )


def workshop(stage: Stage) -> None:
    """A workshop: tools on the wall, shelves, a bench with work on it, gears and shavings."""
    walls(stage, "#a87850")
    rng, y = stage.rng, stage.horizon
    side = -1 if stage.from_left else 1
    window(stage, WIDTH / 2 + side * 270, y - 400, 110)
    _tools(stage, WIDTH / 2 - side * 230, y - 440)
    _shelf(stage, WIDTH / 2 - side * 260, y - 250)
    hanging_lamp(stage, WIDTH / 2 + side * rng.uniform(-60, 60), rng.uniform(180, 280))
    _bench(stage, WIDTH / 2 - side * 120, y + 120)
    for _ in range(4):
        gy = y + (stage.front - y) * rng.uniform(0.5, 1.1)
        gear(stage, stage.aside(140), gy, 46 * stage.scale_at(gy) * rng.uniform(0.7, 1.3))
    _shavings(stage)


def _tools(stage: Stage, x: float, y: float) -> None:
    cv = stage.cv
    cv.rect(x - 190, y - 110, 380, 14, "#6a442c", round_by=5)
    for i, shape in enumerate(("hammer", "saw", "wrench", "chisel")):
        tx = x - 145 + i * 96
        cv.blob(tx + 10, y - 10, 30, 90, "#2c1a14", 0.3)
        if shape == "hammer":
            cv.rect(tx - 6, y - 90, 12, 130, "#c08a58", round_by=5)
            cv.rect(tx - 34, y - 106, 68, 30, cv.linear(((0, "#aab0bc", 1), (1, "#5f6674", 1))), round_by=7)
        elif shape == "saw":
            cv.path(
                f"M{tx - 26} {y - 96}h52l-8 150l-10 -6l-8 8l-8 -8l-8 8Z",
                cv.linear(((0, "#c9ced8", 1), (1, "#8a90a0", 1))),
            )
            cv.rect(tx - 24, y - 112, 48, 28, "#a8643c", round_by=10)
        elif shape == "wrench":
            cv.line(f"M{tx} {y - 64}V{y + 44}", "#8f96a4", 15)
            cv.line(
                f"M{tx - 17} {y - 100}Q{tx - 22} {y - 66} {tx} {y - 64}Q{tx + 22} {y - 66} {tx + 17} {y - 100}",
                "#8f96a4",
                13,
            )
        else:
            cv.rect(tx - 8, y - 96, 16, 66, "#d98a4c", round_by=7)
            cv.path(f"M{tx - 9} {y - 30}h18v62l-18 16Z", "#b9c0cc")


def _shelf(stage: Stage, x: float, y: float) -> None:
    cv, rng = stage.cv, stage.rng
    for i in range(6):
        jx, tall = x - 150 + i * 58, rng.uniform(44, 84)
        paint = rng.choice(("#c9784a", "#7a9a8a", "#d9b45c", "#8a7aa8", "#b9584a"))
        cv.rect(
            jx,
            y - tall,
            42,
            tall,
            cv.linear(((0, lighter(paint, 0.3), 1), (0.5, paint, 1), (1, darker(paint, 0.4), 1)), (jx, 0, jx + 42, 0)),
            round_by=8,
        )
        cv.rect(jx + 4, y - tall - 8, 34, 10, darker(paint, 0.3), round_by=4)
    cv.rect(x - 190, y, 380, 20, cv.linear(((0, "#b9845a", 1), (1, "#6a442c", 1))), round_by=6)


def _bench(stage: Stage, x: float, y: float) -> None:
    cv = stage.cv
    cv.blob(x, y + 6, 420, 40, stage.air.shade, 0.5, raw=True)
    cv.path(f"M{x - 320:.0f} {y:.0f}v-160h44v160ZM{x + 280:.0f} {y:.0f}v-160h44v160Z", "#6f462c")
    cv.rect(
        x - 360, y - 196, 720, 46, cv.linear(((0, "#d0996a", 1), (0.4, "#b07a4c", 1), (1, "#6a442c", 1))), round_by=10
    )
    cv.line(f"M{x - 330:.0f} {y - 178:.0f}h260M{x - 20:.0f} {y - 172:.0f}h320", "#8a5a38", 4, opacity=0.6)
    gear(stage, x + 230, y - 196, 40)
    cv.path(f"M{x - 300:.0f} {y - 200:.0f}l120 -26l24 22Z", "#f3e3c0")


def gear(stage: Stage, x: float, y: float, radius: float, colour: str = "#c9964c") -> None:
    """Lean a brass gear-wheel with its lowest point at (x, y)."""
    cv = stage.cv
    cy = y - radius * 1.1
    cv.blob(x, y, radius * 1.2, radius * 0.25, stage.air.shade, 0.5, raw=True)
    for i in range(8):
        with cv.group(f"translate({x:.1f} {cy:.1f}) rotate({i * 45})"):
            cv.rect(
                -radius * 0.18,
                -radius * 1.22,
                radius * 0.36,
                radius * 0.5,
                darker(colour, 0.15),
                round_by=radius * 0.06,
            )
    cv.ellipse(
        x,
        cy,
        radius,
        radius,
        cv.radial(((0, lighter(colour, 0.45), 1), (0.6, colour, 1), (1, darker(colour, 0.4), 1)), (0.36, 0.3, 0.8)),
    )
    cv.ellipse(x, cy, radius * 0.36, radius * 0.36, darker(colour, 0.65))


def _shavings(stage: Stage) -> None:
    cv, rng = stage.cv, stage.rng
    curls = ""
    for _ in range(26):
        x, y = rng.uniform(0, WIDTH), rng.uniform(stage.horizon + 60, HEIGHT)
        size = 14 * stage.scale_at(y)
        curls += (
            f"M{x:.0f} {y:.0f}q{size:.0f} {-size:.0f} {size * 1.8:.0f} 0q{-size * 0.2:.0f} {size * 0.7:.0f} "
            f"{-size * 0.8:.0f} {size * 0.2:.0f}"
        )
    cv.line(curls, "#f0cf98", 3.4, opacity=0.8)


def room(stage: Stage) -> None:
    """A snug room with a window, a rug and a hearth or shelves."""
    walls(stage, stage.rng.choice(("#a5805f", "#8f7a70", "#9a7a58")))
    cv, rng, y = stage.cv, stage.rng, stage.horizon
    side = -1 if stage.from_left else 1
    window(stage, WIDTH / 2 + side * 260, y - 380, 120)
    if rng.random() < 0.6:
        _hearth(stage, WIDTH / 2 - side * 280, y + 30)
    else:
        _shelf(stage, WIDTH / 2 - side * 250, y - 300)
        _shelf(stage, WIDTH / 2 - side * 250, y - 460)
    hanging_lamp(stage, WIDTH / 2 - side * 40, rng.uniform(170, 260))
    cv.ellipse(sum(stage.clear) / 2, stage.front, 430, 96, "#a8484a")
    cv.ellipse(sum(stage.clear) / 2, stage.front, 380, 80, "#d99a6a")
    cv.ellipse(sum(stage.clear) / 2, stage.front, 330, 66, "#b5584a")


def _hearth(stage: Stage, x: float, y: float) -> None:
    cv = stage.cv
    cv.path(
        (
            f"M{x - 190:.0f} {y:.0f}V{y - 360:.0f}L{x - 110:.0f} {y - 420:.0f}V-10H{x + 110:.0f}V{y - 420:.0f}"
            f"L{x + 190:.0f} {y - 360:.0f}V{y:.0f}Z"
        ),
        cv.linear(((0, "#8a8088", 1), (1, "#a59a94", 1))),
    )
    cv.path(f"M{x - 110:.0f} {y:.0f}v-170q110 -110 220 0v170Z", "#2c2028")
    cv.glow(x, y - 70, 420, "#ff9a3c", 0.6)
    cv.path(
        f"M{x - 66:.0f} {y - 8:.0f}q-22 -70 20 -120q0 50 26 40q-10 -60 30 -100q-4 70 34 90q16 -20 12 -40q30 70 6 130Z",
        cv.linear(((0, "#ffd24d", 1), (1, "#f2662c", 1)), raw=True),
        raw=True,
    )
    cv.line(f"M{x - 80:.0f} {y - 6:.0f}l150 -16M{x + 84:.0f} {y - 4:.0f}l-150 -18", "#5c3a28", 22)


def cave(stage: Stage) -> None:
    """A cave with an opening to the light, pillars of stone and crystals."""
    cv, y, air = stage.cv, stage.horizon, stage.air
    dark = stage.light(0.05).on("#3a3444")
    cv.rect(
        0,
        0,
        WIDTH,
        HEIGHT,
        cv.linear(((0, mix(dark, "#0a0a18", 0.5), 1), (0.6, dark, 1), (1, mix(dark, "#0a0a18", 0.3), 1)), raw=True),
        raw=True,
    )
    x = WIDTH * (0.32 if stage.from_left else 0.68)
    for k in (1.0, 0.8, 0.62):
        cv.path(
            (
                f"M{x - 330 * k:.0f} {y + 30:.0f}Q{x - 360 * k:.0f} {y - 420 * k:.0f} {x - 60 * k:.0f} "
                f"{y - 560 * k:.0f}Q{x + 260 * k:.0f} {y - 560 * k:.0f} {x + 320 * k:.0f} {y - 180 * k:.0f}"
                f"L{x + 330 * k:.0f} {y + 30:.0f}Z"
            ),
            cv.linear(((0, mix(dark, air.middle, 1.1 - k), 1), (1, mix(dark, air.low, 1.15 - k), 1)), raw=True),
            raw=True,
        )
    cv.glow(x, y - 160, 520, air.low, 0.5)
    terrain.ground(stage, "cave")
    _stone_teeth(stage)
    crystals(stage, 6)
    draw_shafts(stage, 0.2)
    terrain.pebbles(stage, 26, "#6f6670")


def _stone_teeth(stage: Stage) -> None:
    cv, rng = stage.cv, stage.rng
    for i in range(9):
        x, long, wide = (i + rng.random()) / 9 * WIDTH, rng.uniform(90, 330), rng.uniform(30, 70)
        fill = cv.linear(((0, "#2c2634", 1), (1, "#7d7280", 1)))
        cv.path(
            (
                f"M{x - wide:.0f} -10Q{x - wide * 0.3:.0f} {long * 0.5:.0f} {x:.0f} {long:.0f}"
                f"Q{x + wide * 0.3:.0f} {long * 0.5:.0f} {x + wide:.0f} -10Z"
            ),
            fill,
        )
    for share in (0.3, 0.6):
        y = stage.horizon + (stage.front - stage.horizon) * share
        size = 300 * stage.scale_at(y)
        with stage.far(0.0):
            terrain.rock(cv, rng, stage.aside(size), y, size, "#6a6070")


def crystals(stage: Stage, count: int) -> None:
    """Let clusters of crystals shine from the floor."""
    cv, rng = stage.cv, stage.rng
    for _ in range(count):
        y = stage.horizon + (stage.front - stage.horizon) * rng.uniform(0.1, 0.9)
        x, size, paint = stage.aside(80), 120 * stage.scale_at(y), rng.choice(("#7fd8e8", "#b89cf0", "#8ff0c8"))
        cv.glow(x, y - size * 0.4, size * 1.4, paint, 0.4)
        for lean, tall in ((-0.5, 0.6), (0.45, 0.7), (0.0, 1.0)):
            tx = x + lean * size
            cv.path(
                (
                    f"M{x + lean * size * 0.3 - size * 0.12:.0f} {y:.0f}L{tx - size * 0.12:.0f} "
                    f"{y - tall * size * 0.8:.0f}L{tx:.0f} {y - tall * size:.0f}L{tx + size * 0.12:.0f} "
                    f"{y - tall * size * 0.8:.0f}L{x + lean * size * 0.3 + size * 0.12:.0f} {y:.0f}Z"
                ),
                cv.linear(((0, lighter(paint, 0.6), 0.95), (1, darker(paint, 0.3), 0.95)), raw=True),
                raw=True,
            )
