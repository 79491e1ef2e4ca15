"""Under a roof, and nowhere that one lives: a cellar, an attic, a barn, a great hall, the inside of a hollow tree."""

from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.painting.colour import darker, lighter, mix
from storybook.places import buildings, terrain
from storybook.places.indoors import hanging_lamp, walls, window

_TIMBER = "#6f4a34"


def cellar(stage: Stage) -> None:
    """A cellar of stone: a low vault, a small barred window high up, barrels along the wall."""
    _stone_walls(stage, "#7f7a80")
    cv, y = stage.cv, stage.horizon
    side = -1 if stage.from_left else 1
    _vault(stage)
    x, top = WIDTH / 2 + side * 250, max(190.0, y - 470)
    cv.glow(x, top, 240, stage.air.low, 0.5)
    cv.rect(x - 74, top - 56, 148, 112, "#4a4650", round_by=10)
    cv.rect(x - 60, top - 42, 120, 84, stage.air.low, raw=True)
    cv.line("".join(f"M{x + k * 30:.0f} {top - 42:.0f}v84" for k in (-1, 0, 1)), "#2c2a34", 9)
    for k, size in ((-1.0, 190), (-0.52, 160)):
        bx = WIDTH / 2 + side * k * 430
        _barrel(stage, bx, y + 40, size)


def _stone_walls(stage: Stage, colour: str) -> None:
    """Build the back wall of blocks of stone, and lay the floor with slabs."""
    cv, rng, y = stage.cv, stage.rng, stage.horizon
    light = stage.light(0.1)
    stops = (
        (0, light.on(darker(colour, 0.55)), 1.0),
        (0.7, light.on(colour), 1.0),
        (1, light.on(darker(colour, 0.2)), 1.0),
    )
    cv.rect(0, 0, WIDTH, y + 10, cv.linear(stops, raw=True), raw=True)
    joints = ""
    for row, top in enumerate(range(int(y) - 84, -84, -84)):
        joints += f"M0 {top}H{WIDTH}" + "".join(
            f"M{i * 168 + (row % 2) * 84 + rng.uniform(-14, 14):.0f} {top}v84" for i in range(7)
        )
    cv.line(joints, darker(colour, 0.45), 4, opacity=0.55)
    for _ in range(9):
        cv.blob(rng.uniform(0, WIDTH), rng.uniform(0, y), 90, 46, lighter(colour, 0.25), 0.3)
    terrain.ground(stage, "cave")
    middle = WIDTH / 2
    slabs = "".join(f"M{middle + (i - 4) * 130:.0f} {y:.0f}L{middle + (i - 4) * 420:.0f} {HEIGHT}" for i in range(9))
    slabs += "".join(f"M0 {y + (HEIGHT - y) * (k / 6) ** 1.5:.0f}H{WIDTH}" for k in range(1, 6))
    cv.line(slabs, "#2c2834", 4, opacity=0.4)
    cv.blob(middle, y, 720, 50, stage.air.shade, 0.6, raw=True)


def _vault(stage: Stage) -> None:
    """Span two ribs of stone from the floor over the picture."""
    cv, y = stage.cv, stage.horizon
    for out, wide, paint in ((0.56, 74, "#6a656c"), (0.44, 40, "#5a565e")):
        a, b = WIDTH / 2 - WIDTH * out, WIDTH / 2 + WIDTH * out
        cv.line(
            f"M{a:.0f} {y + 30:.0f}V{y * 0.42:.0f}Q{a + 20:.0f} 20 {WIDTH / 2} 16"
            f"Q{b - 20:.0f} 20 {b:.0f} {y * 0.42:.0f}V{y + 30:.0f}",
            paint, wide,
        )  # fmt: skip


def _barrel(stage: Stage, x: float, y: float, size: float) -> None:
    cv, half = stage.cv, size * 0.42
    cv.blob(x, y, half * 1.3, 18, stage.air.shade, 0.6, raw=True)
    fill = cv.linear(((0, "#c08a58", 1), (0.5, "#8f5f3c", 1), (1, "#5a3824", 1)), (x - half, 0, x + half, 0))
    cv.path(
        f"M{x - half * 0.8:.0f} {y:.0f}Q{x - half * 1.25:.0f} {y - size / 2:.0f} {x - half * 0.8:.0f} {y - size:.0f}"
        f"H{x + half * 0.8:.0f}Q{x + half * 1.25:.0f} {y - size / 2:.0f} {x + half * 0.8:.0f} {y:.0f}Z",
        fill,
    )
    for k in (0.2, 0.8):
        cv.line(f"M{x - half:.0f} {y - size * k:.0f}H{x + half:.0f}", "#4a4650", 11)


def attic(stage: Stage) -> None:
    """A room under the roof: sloping boards, beams, a round window in the gable, old boxes."""
    walls(stage, "#8f7358")
    cv, rng, y = stage.cv, stage.rng, stage.horizon
    light = stage.light(0.12)
    top = min(330.0, y * 0.5)
    for side in (-1, 1):
        out, ridge = WIDTH / 2 + side * WIDTH * 0.52, WIDTH / 2 + side * 150
        paint = light.on(darker("#8f7358", 0.4 if (side < 0) == stage.from_left else 0.25))
        cv.path(f"M{out:.0f} -10H{ridge:.0f}L{out:.0f} {y - 60:.0f}Z", paint, raw=True)
        cv.line(f"M{ridge:.0f} -10L{out:.0f} {y - 60:.0f}", _TIMBER, 34)
    cv.rect(0, top, WIDTH, 36, cv.linear(((0, lighter(_TIMBER, 0.2), 1), (1, darker(_TIMBER, 0.3), 1))))
    window(stage, WIDTH / 2 + rng.uniform(-60, 60), top + 170, 84)
    side = 1 if stage.from_left else -1
    for k, size in ((0.42, 150), (0.3, 110)):
        _box(stage, WIDTH / 2 + side * WIDTH * k, y + 46, size)


def _box(stage: Stage, x: float, y: float, size: float) -> None:
    cv = stage.cv
    cv.blob(x, y, size * 0.7, 16, stage.air.shade, 0.6, raw=True)
    cv.rect(
        x - size / 2, y - size * 0.7, size, size * 0.7, cv.linear(((0, "#b98a5c", 1), (1, "#6f4a30", 1))), round_by=6
    )
    cv.line(f"M{x - size / 2:.0f} {y - size * 0.48:.0f}h{size:.0f}", "#4f3522", 6)


def barn(stage: Stage) -> None:
    """A barn or a storehouse: tall boards and posts, hay, sacks and boxes along the wall."""
    walls(stage, "#94704e")
    cv, rng, y = stage.cv, stage.rng, stage.horizon
    for x in (90.0, WIDTH - 90.0):
        cv.rect(x - 26, 0, 52, y + 24, cv.linear(((0, lighter(_TIMBER, 0.15), 1), (1, darker(_TIMBER, 0.25), 1))))
        cv.line(f"M{x:.0f} {y * 0.36:.0f}L{WIDTH / 2 + (x - WIDTH / 2) * 0.5:.0f} 0", _TIMBER, 30)
    cv.rect(0, 40, WIDTH, 44, cv.linear(((0, lighter(_TIMBER, 0.15), 1), (1, darker(_TIMBER, 0.3), 1))))
    window(stage, WIDTH / 2 + rng.uniform(-80, 80), max(230.0, y - 430), 78)
    with stage.far(0.08):
        side = 1 if stage.from_left else -1
        buildings.haystack(cv, WIDTH / 2 + side * 400, y + 50, 360)
        for k, size in ((-0.44, 170), (-0.3, 150)):
            _sack(stage, WIDTH / 2 + side * WIDTH * k, y + 40, size)
        _box(stage, WIDTH / 2 - side * WIDTH * 0.16, y + 34, 120)


def _sack(stage: Stage, x: float, y: float, size: float) -> None:
    cv, half = stage.cv, size * 0.4
    fill = cv.radial(((0, "#efdcb4", 1), (0.6, "#cfae7c", 1), (1, "#8f6f48", 1)), (0.4, 0.3, 0.85))
    cv.path(
        f"M{x - half:.0f} {y:.0f}Q{x - half * 1.3:.0f} {y - size * 0.6:.0f} {x - half * 0.4:.0f} {y - size * 0.8:.0f}"
        f"L{x - half * 0.6:.0f} {y - size:.0f}H{x + half * 0.6:.0f}L{x + half * 0.4:.0f} {y - size * 0.8:.0f}"
        f"Q{x + half * 1.3:.0f} {y - size * 0.6:.0f} {x + half:.0f} {y:.0f}Z",
        fill,
    )
    cv.line(f"M{x - half * 0.5:.0f} {y - size * 0.8:.0f}h{half:.0f}", "#8a5a38", 9)


def hall(stage: Stage) -> None:
    """A great hall of stone: pillars, tall windows, banners."""
    _stone_walls(stage, "#8f8894")
    cv, y = stage.cv, stage.horizon
    for k in (-0.27, 0.0, 0.27):
        x, top, foot = WIDTH / 2 + WIDTH * k, y * 0.3, y - 150
        cv.glow(x, (top + foot) / 2, 230, stage.air.low, 0.35)
        shape = f"M{x - 48:.0f} {foot:.0f}V{top:.0f}Q{x:.0f} {top - 96:.0f} {x + 48:.0f} {top:.0f}V{foot:.0f}Z"
        cv.path(shape, cv.linear(((0, stage.air.middle, 1), (1, stage.air.low, 1)), raw=True), raw=True)
        cv.line(f"{shape}M{x:.0f} {top - 46:.0f}V{foot:.0f}", "#4a4450", 9)
    for k, paint in ((-0.43, "#a8484a"), (0.43, "#5a6aa0")):
        x = WIDTH / 2 + WIDTH * k
        cv.rect(x - 46, 0, 92, y + 26, cv.linear(((0, "#b5aeb8", 1), (1, "#6a6472", 1)), (x - 46, 0, x + 46, 0)))
        cv.rect(x - 66, y - 16, 132, 44, "#7f7886", round_by=8)
        bx = x - 92 * (k / 0.43)
        cv.path(f"M{bx - 32:.0f} {y * 0.18:.0f}h64v210l-32 -34l-32 34Z", mix(paint, "#3a3440", 0.15))
    hanging_lamp(stage, WIDTH / 2, 120)


def hollow_tree(stage: Stage) -> None:
    """The inside of a hollow tree or log: curving wood all round, and a round opening to the light."""
    cv, rng, y, air = stage.cv, stage.rng, stage.horizon, stage.air
    light = stage.light(0.04)
    wood, deep = light.on("#7a5438"), light.on("#2f1f18")
    cv.rect(0, 0, WIDTH, HEIGHT, cv.linear(((0, deep, 1), (0.5, wood, 1), (1, deep, 1)), raw=True), raw=True)
    x = WIDTH * (0.34 if stage.from_left else 0.66)
    for k, share in ((1.22, 0.1), (1.1, 0.35), (1.0, 1.0)):
        stops = ((0, air.middle), (0.75, air.low), (1, "#6f8f4a"))
        fill = cv.linear([(at, mix(wood, outside, share), 1) for at, outside in stops], raw=True)
        cv.ellipse(x, y - 230, 250 * k, 310 * k, fill, raw=True)
    cv.glow(x, y - 220, 520, air.low, 0.4)
    grain = "".join(
        f"M{gx:.0f} -10Q{gx + (WIDTH / 2 - gx) * 0.3 + rng.uniform(-30, 30):.0f} {y * 0.5:.0f} {gx:.0f} {HEIGHT}"
        for gx in (side * (30 + i * 46) + (WIDTH if side < 0 else 0) for side in (1, -1) for i in range(5))
    )
    cv.line(grain, "#3a271c", 9, opacity=0.5)
    cv.line(grain, "#a5784e", 3, opacity=0.35)
    terrain.ground(stage, "earth", y=y + 40)
    for _ in range(3):
        gx, gy = stage.aside(90), y + (stage.front - y) * rng.uniform(0.2, 0.8)
        _shelf_fungus(stage, gx, gy)
    terrain.pebbles(stage, 14, "#8a6a48")


def _shelf_fungus(stage: Stage, x: float, y: float) -> None:
    cv, size = stage.cv, 60 * stage.scale_at(y)
    cv.rect(x - size * 0.16, y - size * 0.7, size * 0.32, size * 0.7, "#efe0c4", round_by=size * 0.1)
    cv.path(
        f"M{x - size * 0.6:.0f} {y - size * 0.6:.0f}"
        f"Q{x:.0f} {y - size * 1.5:.0f} {x + size * 0.6:.0f} {y - size * 0.6:.0f}Z",
        "#c9784a",
    )
