"""By the water and on it: lake, river, waterfall, sea, harbour, the boat, and the bridges."""

from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.painting.colour import mix
from storybook.places import buildings, plants, terrain
from storybook.places.skies import draw_sky
from storybook.places.wild import backdrop, season, tree_near


def _bank(stage: Stage, y: float, kind: str = "grass") -> None:
    """Lay the near shore, from `y` down."""
    terrain.ground(stage, kind, y=y)
    stage.cv.line(
        f"M-10 {y + 2:.0f}Q{WIDTH * 0.3:.0f} {y - 8:.0f} {WIDTH * 0.55:.0f} {y + 4:.0f}T{WIDTH + 10} {y:.0f}",
        "#ffffff",
        4,
        opacity=0.35,
    )


def _shore(stage: Stage) -> float:
    return stage.horizon + (stage.front - stage.horizon) * 0.62


def reeds(stage: Stage, y: float, count: int = 22) -> None:
    """Let reeds grow at the water's edge."""
    cv, rng = stage.cv, stage.rng
    scale = stage.scale_at(y)
    stalks = heads = ""
    for _ in range(count):
        x = stage.aside()
        tall, lean = rng.uniform(110, 230) * scale, rng.uniform(-24, 24) * scale
        stalks += f"M{x:.0f} {y + rng.uniform(0, 14):.0f}q0 {-tall * 0.6:.0f} {lean:.0f} {-tall:.0f}"
        heads += f"M{x + lean:.0f} {y - tall:.0f}l{lean * 0.1:.0f} {-34 * scale:.0f}"
    cv.line(stalks, "#6f8a48", 5 * scale)
    cv.line(heads, "#7a5238", 12 * scale)


def lake(stage: Stage) -> None:
    """A still lake with the far shore mirrored in it."""
    backdrop(stage)
    shore = _shore(stage)
    terrain.water(stage, stage.horizon + 8, shore + 20)
    _mirror(stage)
    _bank(stage, shore)
    tree_near(stage, shore + 40, season(stage), stage.rng.uniform(900, 1200))
    reeds(stage, shore + 16)
    terrain.pebbles(stage, 12)
    terrain.flowers(stage, 16)


def _mirror(stage: Stage) -> None:
    for i in range(6):
        x = (i + stage.rng.random()) / 6 * WIDTH
        stage.cv.blob(x, stage.horizon + 34, 130, 36, mix(stage.air.haze, "#3f6a58", 0.5), 0.4, raw=True)


def river(stage: Stage) -> None:
    """A river that runs across the picture between its banks."""
    backdrop(stage)
    terrain.ground(stage, "grass")
    y = stage.horizon + (stage.front - stage.horizon) * 0.18
    shore = _shore(stage)
    terrain.water(stage, y, shore + 16, calm=False)
    for i in range(6):
        share = stage.rng.uniform(0.2, 0.95)
        sy = y + (shore - y) * share
        size = 130 * stage.scale_at(sy) * stage.rng.uniform(0.6, 1.2)
        with stage.far(stage.depth_at(sy)):
            terrain.rock(
                stage.cv,
                stage.rng,
                stage.aside() if i % 2 else stage.rng.uniform(0, WIDTH),
                sy,
                size,
                snowy=stage.plan.winter,
            )
    _bank(stage, shore)
    tree_near(stage, y, season(stage), 700)
    reeds(stage, shore + 18, 16)
    terrain.grass(stage, 20)
    terrain.flowers(stage, 20)


def bridge(stage: Stage) -> None:
    """An old stone bridge over a stream, seen from its bank."""
    backdrop(stage)
    terrain.ground(stage, "grass")
    shore = _shore(stage)
    deck = stage.horizon - 70
    terrain.water(stage, stage.horizon + 40, shore + 16, calm=False)
    with stage.far(0.2):
        buildings.stone_bridge(stage.cv, WIDTH / 2 + stage.rng.uniform(-90, 90), deck, 1060 + 160 * stage.rng.random())
    if deck + 300 < shore:
        terrain.water(stage, deck + 290, shore + 16, calm=False)
    _bank(stage, shore)
    tree_near(stage, shore + 20, season(stage), 900)
    reeds(stage, shore + 18, 12)
    terrain.grass(stage, 22)
    terrain.pebbles(stage, 14)


def on_the_bridge(stage: Stage) -> None:
    """On an old stone bridge: its deck under the figures' feet, its arch and the stream below."""
    backdrop(stage)
    cv, y = stage.cv, stage.front
    terrain.water(stage, stage.horizon + 20, HEIGHT + 20, calm=False)
    reeds(stage, stage.horizon + 60, 14)
    wall = cv.linear(((0, "#c9c0b6", 1), (0.5, "#a49a92", 1), (1, "#6f6668", 1)), (0, y - 60, 0, HEIGHT))
    cv.path(
        f"M-20 {y + 20:.0f}Q{WIDTH / 2} {y - 50:.0f} {WIDTH + 20} {y + 20:.0f}V{HEIGHT + 20}H{WIDTH * 0.84:.0f}"
        f"Q{WIDTH * 0.8:.0f} {y + 104:.0f} {WIDTH / 2} {y + 100:.0f}"
        f"Q{WIDTH * 0.2:.0f} {y + 104:.0f} {WIDTH * 0.16:.0f} {HEIGHT + 20}H-20Z",
        wall,
    )
    top = cv.linear(((0, "#d9d0c4", 1), (1, "#b0a69c", 1)), (0, y - 110, 0, y + 30))
    cv.path(
        f"M-20 {y - 50:.0f}Q{WIDTH / 2} {y - 128:.0f} {WIDTH + 20} {y - 50:.0f}V{y + 26:.0f}"
        f"Q{WIDTH / 2} {y - 44:.0f} -20 {y + 26:.0f}Z",
        top,
    )
    rail = f"M-20 {y - 74:.0f}Q{WIDTH / 2} {y - 152:.0f} {WIDTH + 20} {y - 74:.0f}"
    cv.line(rail, "#8f8680", 44)
    cv.line(rail, "#cfc6bc", 30)
    cv.line(f"M-20 {y + 28:.0f}Q{WIDTH / 2} {y - 42:.0f} {WIDTH + 20} {y + 28:.0f}", "#ddd4ca", 20)
    joints = "".join(f"M{40 + i * 118} {y + 44 + (i % 3) * 14:.0f}v34M{90 + i * 118} {y + 58:.0f}h58" for i in range(8))
    cv.line(joints, "#5f585c", 4, opacity=0.4)
    arch = f"M{WIDTH * 0.16:.0f} {HEIGHT}Q{WIDTH * 0.2:.0f} {y + 104:.0f} {WIDTH / 2} {y + 100:.0f}"
    cv.line(f"{arch}Q{WIDTH * 0.8:.0f} {y + 104:.0f} {WIDTH * 0.84:.0f} {HEIGHT}", "#6f6668", 16, opacity=0.7)


def waterfall(stage: Stage) -> None:
    """A waterfall between rocks, with spray."""
    draw_sky(stage)
    cv = stage.cv
    x = max(210.0, min(WIDTH - 210.0, stage.aside(260)))
    shore = _shore(stage)
    terrain.ridge(stage, stage.horizon - 300, 60, "#6f8f70", 0.6, waves=4)
    _rocks_and_pines(stage, x)
    _falling_water(stage, x)
    terrain.water(stage, stage.horizon + 70, shore + 16, calm=False)
    terrain.mist(stage, stage.horizon + 70, 0.55, 46)
    cv.glow(x, stage.horizon + 80, 280, "#ffffff", 0.6)
    _bank(stage, shore)
    terrain.grass(stage, 18)
    terrain.pebbles(stage, 18)


def _rocks_and_pines(stage: Stage, x: float) -> None:
    """What stands around a waterfall at `x`."""
    cv, rng = stage.cv, stage.rng
    with stage.far(0.42):
        for dx, dy, size in (
            (-330, 10, 560),
            (340, 20, 600),
            (-620, 40, 520),
            (640, 30, 560),
            (0, 0, 760),
            (-190, 70, 340),
            (210, 76, 320),
        ):
            terrain.rock(
                cv, rng, x + dx, stage.horizon + 90 + dy * 0.2, size, "#6f7480", moss=True, snowy=stage.plan.winter
            )
        for i in range(8):
            plants.pine(
                cv,
                rng,
                (i + rng.random()) / 8 * WIDTH,
                stage.horizon - 190 - rng.uniform(0, 60),
                rng.uniform(120, 220),
                snowy=stage.plan.winter,
            )


def _falling_water(stage: Stage, x: float) -> None:
    cv, rng, air = stage.cv, stage.rng, stage.air
    top = stage.horizon - 318
    white = cv.linear(
        ((0, mix(air.low, "#ffffff", 0.5), 0.95), (0.7, mix(air.middle, "#ffffff", 0.55), 0.9), (1, "#ffffff", 0.75)),
        raw=True,
    )
    cv.path(
        (
            f"M{x - 84:.0f} {top + 14:.0f}Q{x:.0f} {top - 26:.0f} {x + 84:.0f} {top + 14:.0f}Q{x + 104:.0f} "
            f"{top + 90:.0f} {x + 142:.0f} {stage.horizon + 90:.0f}H{x - 142:.0f}Q{x - 104:.0f} {top + 90:.0f} "
            f"{x - 84:.0f} {top + 14:.0f}Z"
        ),
        white,
        raw=True,
    )
    streaks = "".join(
        f"M{x + k * 18:.0f} {top + rng.uniform(0, 90):.0f}L{x + k * 28:.0f} {stage.horizon + rng.uniform(0, 60):.0f}"
        for k in range(-5, 6)
    )
    cv.line(streaks, mix(air.middle, "#8fb8d0", 0.5), 5, opacity=0.4, raw=True)
    with stage.far(0.36):  # rocks at both its edges, from the lip to the pool
        for dx, y, size in (
            (-112, top + 52, 120),
            (116, top + 56, 130),
            (-186, stage.horizon + 96, 230),
            (192, stage.horizon + 98, 250),
        ):
            terrain.rock(cv, rng, x + dx, y, size, "#6f7480", moss=True, snowy=stage.plan.winter)
    for dx, r in ((-120, 110), (-40, 130), (50, 130), (130, 110)):
        cv.blob(x + dx, stage.horizon + 78, r, r * 0.5, "#ffffff", 0.6, raw=True)


def sea(stage: Stage) -> None:
    """A beach, waves, and the wide sea."""
    draw_sky(stage)
    shore = _shore(stage)
    terrain.water(stage, stage.horizon, shore + 20, "#3f8fb0", calm=False)
    cv = stage.cv
    for i in range(4):
        y = stage.horizon + (shore - stage.horizon) * (0.35 + i * 0.19)
        cv.line(
            f"M-20 {y:.0f}" + "".join(f"q60 {-10 - 5 * i} 120 0t120 0" for _ in range(5)),
            "#ffffff",
            3 + 2 * i,
            opacity=0.5,
        )
    _bank(stage, shore, "sand")
    size = 340 * stage.scale_at(shore + 40)
    terrain.rock(cv, stage.rng, stage.aside(size), shore + 40, size)
    terrain.pebbles(stage, 16, "#d9c3a8")
    terrain.grass(stage, 8, ("#d9c878", "#8a8a4a"))


def harbour(stage: Stage) -> None:
    """A quay with houses along the water and masts behind."""
    draw_sky(stage)
    cv, rng, y = stage.cv, stage.rng, stage.horizon
    terrain.ridge(stage, y - 80, 26, "#8fa57a", 0.6)
    with stage.far(0.42):
        for i in range(6):
            x = (i + rng.uniform(0.2, 0.8)) / 6 * WIDTH
            buildings.cottage(cv, rng, x, y + 14, rng.uniform(200, 300), lit=stage.air.lit, snowy=stage.plan.winter)
    shore = _shore(stage)
    terrain.water(stage, y + 12, shore + 14)
    with stage.far(0.3):
        for _ in range(2):
            _sailing_boat(stage, stage.aside(160), y + (shore - y) * rng.uniform(0.3, 0.6))
    terrain.ground(stage, "wood", y=shore)
    planks = "".join(f"M-10 {shore + 10 + (HEIGHT - shore) * (i / 8) ** 1.5:.0f}H{WIDTH + 10}" for i in range(9))
    cv.line(planks, "#5a3824", 4, opacity=0.5)


def _sailing_boat(stage: Stage, x: float, y: float) -> None:
    cv = stage.cv
    cv.path(
        (
            f"M{x - 90:.0f} {y - 30:.0f}H{x + 90:.0f}Q{x + 70:.0f} {y + 14:.0f} {x + 40:.0f} {y + 14:.0f}"
            f"H{x - 50:.0f}Q{x - 80:.0f} {y + 10:.0f} {x - 90:.0f} {y - 30:.0f}Z"
        ),
        "#8f5a42",
    )
    cv.line(f"M{x:.0f} {y - 30:.0f}V{y - 260:.0f}", "#5c4640", 7)
    cv.path(f"M{x + 8:.0f} {y - 250:.0f}Q{x + 90:.0f} {y - 140:.0f} {x + 84:.0f} {y - 50:.0f}H{x + 8:.0f}Z", "#f6ead2")
    cv.path(f"M{x - 8:.0f} {y - 230:.0f}Q{x - 60:.0f} {y - 130:.0f} {x - 58:.0f} {y - 50:.0f}H{x - 8:.0f}Z", "#e6cfae")
    cv.blob(x, y + 16, 110, 10, stage.air.shade, 0.4, raw=True)


def afloat(stage: Stage) -> None:
    """Out on the water in a boat: the far shore or the open sea, and the inside of the hull under the figures' feet."""
    if "sea" in stage.plan.places:
        draw_sky(stage)
        terrain.water(stage, stage.horizon, HEIGHT + 20, "#3f8fb0", calm=False)
    else:
        backdrop(stage)
        terrain.water(stage, stage.horizon + 8, HEIGHT + 20)
        _mirror(stage)
    cv, (left, right), y = stage.cv, hull_span(stage), stage.front
    cv.blob((left + right) / 2, y + 120, (right - left) * 0.62, 60, stage.air.shade, 0.5, raw=True)
    inside = cv.linear(((0, "#8a5a3c", 1), (1, "#5c3a26", 1)), (0, y - 70, 0, y + 60))
    middle = (left + right) / 2
    cv.path(
        f"M{left:.0f} {y - 96:.0f}Q{middle:.0f} {y - 40:.0f} {right:.0f} {y - 96:.0f}L{right - 90:.0f} {y + 70:.0f}"
        f"H{left + 90:.0f}Z",
        inside,
    )
    rim = f"M{left:.0f} {y - 96:.0f}Q{middle:.0f} {y - 40:.0f} {right:.0f} {y - 96:.0f}"
    cv.line(rim, "#b98554", 22)
    cv.line(f"M{left + 120:.0f} {y - 6:.0f}H{right - 120:.0f}", "#a87448", 26)


def hull_span(stage: Stage) -> tuple[float, float]:
    """How far the boat reaches to the left and the right, in pixels."""
    left, right = stage.clear
    half = max(430.0, (right - left) / 2 + 60)
    middle = max(WIDTH * 0.4, min(WIDTH * 0.6, (left + right) / 2))
    return middle - half, middle + half


def draw_near_side(stage: Stage) -> None:
    """Draw the near side of the boat before the figures that stand in it, and the water along it."""
    cv, (left, right), y = stage.cv, hull_span(stage), stage.front
    middle = (left + right) / 2
    shape = (
        f"M{left:.0f} {y - 96:.0f}Q{left + 60:.0f} {y + 26:.0f} {middle:.0f} {y + 30:.0f}"
        f"Q{right - 60:.0f} {y + 26:.0f} {right:.0f} {y - 96:.0f}"
        f"Q{right - 50:.0f} {y + 120:.0f} {right - 160:.0f} {y + 150:.0f}"
        f"H{left + 160:.0f}Q{left + 50:.0f} {y + 120:.0f} {left:.0f} {y - 96:.0f}Z"
    )
    cv.path(shape, cv.linear(((0, "#cf9a66", 1), (0.5, "#a56f44", 1), (1, "#5f3d28", 1)), (0, y - 40, 0, y + 150)))
    for k in (62, 98):
        cv.line(
            f"M{left + 70:.0f} {y + k - 40:.0f}Q{middle:.0f} {y + k + 18:.0f} {right - 70:.0f} {y + k - 40:.0f}",
            "#6f472c", 5, opacity=0.6,
        )  # fmt: skip
    cv.line(
        f"M{left:.0f} {y - 96:.0f}Q{left + 60:.0f} {y + 26:.0f} {middle:.0f} {y + 30:.0f}"
        f"Q{right - 60:.0f} {y + 26:.0f} {right:.0f} {y - 96:.0f}",
        "#d9a873", 18,
    )  # fmt: skip
    cv.line(
        f"M{left - 40:.0f} {y + 152:.0f}Q{middle:.0f} {y + 132:.0f} {right + 40:.0f} {y + 152:.0f}",
        "#ffffff", 12, opacity=0.4,
    )  # fmt: skip


def rope_bridge(stage: Stage) -> None:
    """A bridge of ropes and planks over a gorge; the figures stand on it."""
    draw_sky(stage)
    cv, rng, y = stage.cv, stage.rng, stage.front
    terrain.mountains(stage, stage.horizon + 30, rng.uniform(260, 380), "#7a86b0", 0.66)
    for i, depth in enumerate((0.7, 0.52)):
        terrain.ridge(stage, stage.horizon - 10 + i * 70, 30, "#6f8f78", depth)
    deep = cv.linear(((0, stage.air.haze, 1), (1, stage.air.shade, 1)), (0, stage.horizon + 60, 0, HEIGHT), raw=True)
    cv.rect(0, stage.horizon + 120, WIDTH, HEIGHT - stage.horizon, deep, raw=True, opacity=0.85)
    terrain.mist(stage, y + 60, 0.5, 160)
    for x in (-60, WIDTH + 60):
        with stage.far(0.06):
            terrain.rock(cv, rng, x, HEIGHT + 60, 560, snowy=stage.plan.winter)
            terrain.rock(cv, rng, x, y + 90, 300, snowy=stage.plan.winter)
    rail = f"M-20 {y - 250:.0f}Q{WIDTH / 2} {y - 120:.0f} {WIDTH + 20} {y - 250:.0f}"
    hangers = "".join(
        f"M{x} {y - 250 + 130 * (1 - abs(x / WIDTH * 2 - 1) ** 1.8) * 0.5:.0f}V{y:.0f}" for x in range(60, WIDTH, 128)
    )
    cv.line(rail + hangers, "#a5835a", 8)
    for x in range(-40, WIDTH + 40, 58):
        drop = 26 * (1 - (x / WIDTH * 2 - 1) ** 2)
        fill = cv.linear(((0, "#c99a68", 1), (1, "#7a5236", 1)))
        cv.rect(x, y - 34 + drop, 50, 66 + rng.uniform(-5, 5), fill, round_by=7)
    cv.line(f"M-20 {y + 34:.0f}Q{WIDTH / 2} {y + 76:.0f} {WIDTH + 20} {y + 34:.0f}", "#8a6a44", 9)
