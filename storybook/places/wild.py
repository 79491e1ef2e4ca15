"""Open country: meadow, field, road, forest, hollow, mountains, cliff, desert, and the sky itself."""

from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.painting.colour import mix
from storybook.places import buildings, plants, terrain
from storybook.places.skies import draw_shafts, draw_sky


def season(stage: Stage) -> str:
    """Choose the leaves of the trees in a picture."""
    if stage.plan.mood in ("sad", "afraid", "tense"):
        return stage.rng.choice(("teal", "rust", "green"))
    if "petals" in stage.plan.drifting or stage.plan.mood == "happy":
        return stage.rng.choice(("blossom", "fresh", "green", "gold"))
    return stage.rng.choice(("green", "fresh", "teal", "autumn", "gold"))


def backdrop(stage: Stage) -> None:
    """Paint sky and far hills, with what else the words say can be seen from here."""
    draw_sky(stage)
    far = set(stage.plan.places[1:])
    y = stage.horizon
    if far & {"mountain", "cliff", "castle"} or stage.rng.random() < 0.3:
        terrain.mountains(stage, y + 10, stage.rng.uniform(220, 380), "#7d86a8", 0.62, snow=True)
    cool = mix("#7fa56a", "#8f9ac0", 0.25)
    terrain.ridge(stage, y - 60, 26, cool, 0.62)
    if far & {"village", "market", "harbour"}:
        _far_village(stage, y - 6)
    terrain.ridge(stage, y - 12, 18, "#7fae58" if not stage.plan.winter else "#dfe8f2", 0.46, waves=4)
    _far_trees(stage, y + 8)


def _far_village(stage: Stage, y: float) -> None:
    x = stage.aside(160)
    with stage.far(0.5):
        for i in range(6):
            buildings.cottage(
                stage.cv,
                stage.rng,
                x + (i - 2.5) * 52,
                y + (i % 2) * 14,
                96,
                lit=stage.air.lit,
                snowy=stage.plan.winter,
            )


def _far_trees(stage: Stage, y: float) -> None:
    rng = stage.rng
    with stage.far(0.45):
        for _ in range(rng.randint(5, 9)):
            x, tall = rng.uniform(-20, WIDTH + 20), rng.uniform(46, 96)
            if stage.plan.winter or rng.random() < 0.5:
                plants.pine(stage.cv, rng, x, y + rng.uniform(-8, 14), tall, snowy=stage.plan.winter)
            else:
                plants.bush(stage.cv, rng, x, y + rng.uniform(-4, 14), tall, "green")


def tree_near(stage: Stage, y: float, leaves: str, height: float) -> None:
    """Plant a tree at the side, on the ground at `y`, `height` units tall (the standing fox is 430)."""
    scale = stage.scale_at(y)
    x = stage.aside(height * scale * 0.4)
    stage.cv.blob(x, y + 4, height * scale * 0.34, height * scale * 0.05, stage.air.shade, 0.5, raw=True)
    with stage.far(stage.depth_at(y)):
        if stage.plan.mood in ("sad", "afraid", "tense") and stage.rng.random() < 0.6:
            plants.bare(stage.cv, stage.rng, x, y, height * scale)
        elif stage.plan.winter:
            plants.pine(stage.cv, stage.rng, x, y, height * scale, snowy=True)
        else:
            plants.leafy(stage.cv, stage.rng, x, y, height * scale, leaves)


def _between(stage: Stage, share: float) -> float:
    """Give a y on the ground: 0 at the horizon, 1 at the figures' feet."""
    return stage.horizon + (stage.front - stage.horizon) * share


def meadow(stage: Stage) -> None:
    """A meadow with hills behind it."""
    backdrop(stage)
    terrain.ground(stage, "meadow")
    leaves = season(stage)
    for share in sorted(stage.rng.uniform(0.2, 0.75) for _ in range(stage.rng.randint(1, 3))):
        tree_near(stage, _between(stage, share), leaves, stage.rng.uniform(800, 1300))
    terrain.grass(stage, 42)
    terrain.flowers(stage, 10 if stage.plan.mood in ("sad", "tense", "afraid") else 70)


def field(stage: Stage) -> None:
    """A harvested field with stacks of hay, a fence and a mill."""
    backdrop(stage)
    terrain.ground(stage, "dry")
    cv, rng = stage.cv, stage.rng
    y = _between(stage, 0.12)
    with stage.far(0.4):
        buildings.windmill(cv, rng, stage.aside(120), y, 260)
    middle = stage.aside()
    rows = "".join(f"M{middle:.0f} {stage.horizon + 14:.0f}L{-1500 + i * 300} {HEIGHT}" for i in range(14))
    cv.line(rows, "#a07a3c", 9, opacity=0.28)
    for share in (0.3, 0.62):
        fy = _between(stage, share)
        size = 260 * stage.scale_at(fy)
        with stage.far(stage.depth_at(fy)):
            buildings.haystack(cv, stage.aside(size), fy, size)
    terrain.grass(stage, 30, ("#f2d67a", "#a8803c"))


def road(stage: Stage) -> None:
    """A road that winds over hills towards the horizon."""
    backdrop(stage)
    terrain.ground(stage, "grass")
    path(stage)
    leaves = season(stage)
    for share in sorted(stage.rng.uniform(0.15, 0.8) for _ in range(3)):
        tree_near(stage, _between(stage, share), leaves, stage.rng.uniform(700, 1200))
    terrain.grass(stage, 30)
    terrain.flowers(stage, 22)
    terrain.pebbles(stage, 12)


def path(stage: Stage, colour: str = "#d9b98a") -> None:
    """Wind a path from the horizon to under the figures' feet."""
    cv, rng, h = stage.cv, stage.rng, stage.horizon
    middle = sum(stage.clear) / 2
    start = WIDTH / 2 + rng.uniform(-220, 220)
    bend = rng.choice((-1, 1)) * rng.uniform(120, 300)
    depth = HEIGHT - h
    paint = "#e3eaf4" if stage.plan.winter else colour
    light = stage.light()
    fill = cv.linear(
        ((0, stage.light(0.55).on(paint), 1), (0.5, light.on(paint), 1), (1, light.on(mix(paint, "#6f4f36", 0.45)), 1)),
        (0, h, 0, HEIGHT),
        raw=True,
    )
    cv.path(
        f"M{start - 8:.0f} {h + 6:.0f}C{start + bend:.0f} {h + depth * 0.18:.0f} {middle - bend:.0f} "
        f"{h + depth * 0.3:.0f} {middle - 260:.0f} {HEIGHT}"
        f"L{middle + 300:.0f} {HEIGHT}C{middle - bend + 240:.0f} {h + depth * 0.34:.0f} "
        f"{start + bend + 70:.0f} {h + depth * 0.18:.0f} {start + 10:.0f} {h + 6:.0f}Z",
        fill, raw=True,
    )  # fmt: skip


def forest(stage: Stage) -> None:
    """A forest: pale trunks behind, darker ones before them, and light between."""
    draw_sky(stage)
    cv, rng = stage.cv, stage.rng
    leaves = season(stage)
    cv.rect(
        0,
        0,
        WIDTH,
        stage.horizon + 60,
        cv.linear(((0, mix(stage.air.haze, "#3f6a58", 0.35), 0.9), (1, stage.air.haze, 0.25)), raw=True),
        raw=True,
    )
    for depth, count, width in ((0.74, 9, 44), (0.56, 6, 74)):
        with stage.far(depth):
            for i in range(count):
                plants.trunk(
                    cv,
                    rng,
                    (i + rng.uniform(0.1, 0.9)) / count * WIDTH,
                    stage.horizon + 40 - 40 * depth,
                    width * rng.uniform(0.7, 1.2),
                )
        terrain.mist(stage, stage.horizon, 0.5, 160)
    _undergrowth(stage, leaves)
    terrain.ground(stage, "forest")
    for share in (0.25, 0.55):
        y = _between(stage, share)
        with stage.far(stage.depth_at(y)):
            plants.trunk(cv, rng, stage.aside(200), y, 190 * stage.scale_at(y) * rng.uniform(0.8, 1.2))
    _canopy(stage, leaves)
    draw_shafts(stage, 0.2)
    terrain.grass(stage, 34, ("#9dbb58", "#3e5a34"))
    terrain.flowers(stage, 14, ("#ffffff", "#cfc0ff"))


def _undergrowth(stage: Stage, leaves: str) -> None:
    with stage.far(0.42):
        for i in range(8):
            x, width = (i + stage.rng.random()) / 8 * WIDTH, stage.rng.uniform(120, 210)
            plants.bush(stage.cv, stage.rng, x, stage.horizon + 24, width, leaves, snowy=stage.plan.winter)


def _canopy(stage: Stage, leaves: str) -> None:
    with stage.far(0.12):
        for i in range(6):
            x = (i + stage.rng.random() * 0.8) / 6 * WIDTH
            plants.bush(
                stage.cv,
                stage.rng,
                x,
                stage.rng.uniform(10, 90),
                stage.rng.uniform(240, 380),
                leaves,
                snowy=stage.plan.winter,
            )


def hollow(stage: Stage) -> None:
    """A hollow between roots and rocks, open to the sky."""
    draw_sky(stage)
    cv, rng = stage.cv, stage.rng
    terrain.ridge(stage, stage.horizon - 30, 30, "#6f8a5a", 0.5)
    for side in (-1, 1):
        x = WIDTH / 2 + side * WIDTH * 0.52
        with stage.far(0.3):
            terrain.rock(cv, rng, x, stage.horizon + 120, 620, "#7d7480", moss=True, snowy=stage.plan.winter)
    terrain.ground(stage, "forest")
    with stage.far(0.12):
        plants.trunk(cv, rng, rng.choice((-10, WIDTH + 10)), _between(stage, 0.7), 260)
    for share in (0.35, 0.7):
        y = _between(stage, share)
        size = 300 * stage.scale_at(y)
        with stage.far(stage.depth_at(y)):
            terrain.rock(cv, rng, stage.aside(size), y, size, moss=True, snowy=stage.plan.winter)
    draw_shafts(stage, 0.26)
    terrain.grass(stage, 34, ("#9dbb58", "#3e5a34"))
    terrain.pebbles(stage, 16)


def mountain(stage: Stage) -> None:
    """High up: ranges of peaks behind a stony slope."""
    draw_sky(stage)
    rng = stage.rng
    terrain.mountains(stage, stage.horizon + 20, rng.uniform(430, 600), "#7a86b0", 0.66)
    terrain.mountains(stage, stage.horizon + 50, rng.uniform(240, 360), "#667399", 0.42)
    if "village" in stage.plan.places[1:]:
        _far_village(stage, stage.horizon + 16)
    terrain.ground(stage, "stone")
    for share in (0.2, 0.5, 0.8):
        y = _between(stage, share)
        size = rng.uniform(200, 380) * stage.scale_at(y)
        with stage.far(stage.depth_at(y)):
            terrain.rock(stage.cv, rng, stage.aside(size), y, size, snowy=stage.plan.winter)
    for share in (0.25, 0.45):
        y = _between(stage, share)
        with stage.far(stage.depth_at(y)):
            plants.pine(stage.cv, rng, stage.aside(100), y, 620 * stage.scale_at(y), snowy=stage.plan.winter)
    terrain.grass(stage, 16, ("#a8b46a", "#5f6a48"))
    terrain.pebbles(stage, 26)


def cliff(stage: Stage) -> None:
    """The edge of a cliff, with depth and distance beyond it."""
    draw_sky(stage)
    cv, rng = stage.cv, stage.rng
    terrain.mountains(stage, stage.horizon + 30, rng.uniform(260, 420), "#7a86b0", 0.66)
    for i, depth in enumerate((0.72, 0.58)):
        terrain.ridge(stage, stage.horizon - 20 + i * 50, 30, "#6f8f78", depth)
    edge = stage.front - (stage.front - stage.horizon) * 0.42
    side = rng.choice((-1, 1))
    light = stage.light(0.08)
    near, shade = terrain.GROUNDS["snow" if stage.plan.winter else "stone"]
    wall = (
        f"M{WIDTH / 2 - side * 640:.0f} {edge - 20:.0f}L{WIDTH / 2 + side * 330:.0f} {edge + 6:.0f}"
        f"L{WIDTH / 2 + side * 400:.0f} {edge + 60:.0f}L{WIDTH / 2 + side * 380:.0f} {HEIGHT}"
        f"L{WIDTH / 2 - side * 640:.0f} {HEIGHT}Z"
    )
    terrain.mist(stage, edge + 60, 0.7, 200)
    ground_y = min(edge, stage.front - 60)
    terrain.ground(stage, "stone", y=ground_y)
    cv.path(
        wall, cv.linear(((0, light.on(near), 0.7), (1, light.on(shade), 0)), (0, edge, 0, HEIGHT), raw=True), raw=True
    )
    for share in (0.7, 0.95):
        y = _between(stage, share)
        size = rng.uniform(200, 360) * stage.scale_at(y)
        terrain.rock(cv, rng, stage.aside(size), y, size, snowy=stage.plan.winter)
    terrain.grass(stage, 12, ("#a8b46a", "#5f6a48"))
    terrain.pebbles(stage, 20)


def desert(stage: Stage) -> None:
    """Dunes under a wide sky."""
    draw_sky(stage)
    for i, depth in enumerate((0.6, 0.46, 0.3)):
        terrain.ridge(stage, stage.horizon - 50 + i * 30, 26, "#e6bd7c", depth, waves=3)
    terrain.ground(stage, "sand")
    y = _between(stage, 0.5)
    with stage.far(stage.depth_at(y)):
        size = 280 * stage.scale_at(y)
        terrain.rock(stage.cv, stage.rng, stage.aside(size), y, size, "#b98a68")
    terrain.pebbles(stage, 14)


def open_sky(stage: Stage) -> None:
    """High above the land: clouds, and far below hills and roofs."""
    draw_sky(stage)
    y = stage.horizon
    terrain.mountains(stage, y + 30, 240, "#7a86b0", 0.7)
    for i, depth in enumerate((0.66, 0.52, 0.36)):
        terrain.ridge(stage, y - 10 + i * 70, 26, "#7fae58", depth)
        if i < 2:
            _far_village(stage, y + 40 + i * 70)
    terrain.ground(stage, "meadow", y=y + 230)
    terrain.grass(stage, 14)
