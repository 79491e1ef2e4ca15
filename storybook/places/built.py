"""Where animals live together: village, market, garden, and what old times left: shrine and castle."""

from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.painting.colour import lighter
from storybook.places import buildings, plants, terrain
from storybook.places.skies import draw_shafts, draw_sky
from storybook.places.wild import backdrop, path, season


def _houses(stage: Stage, y: float, depth: float, height: float, count: int, *, gap: bool) -> None:
    cv, rng = stage.cv, stage.rng
    snowy = stage.plan.winter
    slots = list(range(count))
    if gap:
        slots.remove(count // 2)
    with stage.far(depth):
        for i in slots:
            x = (i + rng.uniform(0.25, 0.75)) / count * (WIDTH + 160) - 80
            buildings.cottage(
                cv, rng, x, y + rng.uniform(-8, 8), height * rng.uniform(0.85, 1.2), lit=stage.air.lit, snowy=snowy
            )


def _street_ground(stage: Stage) -> None:
    terrain.ground(stage, "cobbles")
    cv, rng = stage.cv, stage.rng
    depth = HEIGHT - stage.horizon
    near, shade = terrain.GROUNDS["snow" if stage.plan.winter else "cobbles"]
    for band in range(8):
        low, high = (stage.horizon + 10 + depth * (k / 8) ** 1.5 for k in (band, band + 1))
        scale = stage.scale_at((low + high) / 2)
        tones = ["", ""]
        for i in range(26):
            x, y = rng.uniform(0, WIDTH), rng.uniform(low, high)
            tones[i % 2] += _cobble(x, y, rng.uniform(18, 34) * scale)
        with stage.far(stage.depth_at((low + high) / 2)):
            cv.path(tones[0], lighter(near, 0.22), opacity=0.4)
            cv.path(tones[1], shade, opacity=0.26)


def _cobble(x: float, y: float, half: float) -> str:
    flat = half * 0.36
    return (
        f"M{x - half:.0f} {y:.0f}a{half:.1f} {flat:.1f} 0 1 0 {half * 2:.1f} 0a{half:.1f} {flat:.1f} 0 1 "
        f"0 {-half * 2:.1f} 0Z"
    )


def village(stage: Stage) -> None:
    """A village seen in one of three ways: its square, its street, or its houses climbing a hill."""
    draw_sky(stage)
    stage.rng.choice((_square, _street, _hillside))(stage)
    post = stage.horizon + (stage.front - stage.horizon) * stage.rng.uniform(0.35, 0.6)
    with stage.far(stage.depth_at(post)):
        x = stage.aside(80)
        buildings.lamp_post(stage.cv, x, post, 820 * stage.scale_at(post), lit=stage.air.lit)
    if stage.air.lit:
        stage.cv.blob(x, post + 30, 330, 80, "#ffc46a", 0.32, raw=True)


def _square(stage: Stage) -> None:
    rng, y = stage.rng, stage.horizon
    terrain.ridge(stage, y - 90, 30, "#8fa57a", 0.6)
    _houses(stage, y + 4, 0.5, rng.uniform(220, 280), 6, gap=False)
    terrain.mist(stage, y, 0.4)
    _houses(stage, y + 34, 0.26, rng.uniform(430, 560), 3, gap=rng.random() < 0.7)
    _street_ground(stage)
    _near_house(stage, rng.choice((-1, 1)), 0.42)
    if rng.random() < 0.6:
        at = y + (stage.front - y) * 0.3
        with stage.far(stage.depth_at(at)):
            size = 360 * stage.scale_at(at)
            buildings.well(stage.cv, stage.aside(size), at, size)


def _near_house(stage: Stage, side: int, share: float) -> None:
    """Let a house stand half in the picture, its windows throwing light on the ground."""
    y = stage.horizon + (stage.front - stage.horizon) * share
    x = WIDTH / 2 + side * WIDTH * 0.56
    with stage.far(stage.depth_at(y)):
        buildings.cottage(
            stage.cv, stage.rng, x, y, 1250 * stage.scale_at(y) + 320, lit=stage.air.lit, snowy=stage.plan.winter
        )
    if stage.air.lit:
        stage.cv.blob(x - side * 130, y + 60, 420, 90, "#ffb85a", 0.4, raw=True)


def _street(stage: Stage) -> None:
    """Houses on both sides, one before the other, and the sky between them."""
    rng, y = stage.rng, stage.horizon
    terrain.ridge(stage, y - 110, 40, "#8fa57a", 0.64)
    _houses(stage, y + 2, 0.56, rng.uniform(170, 230), 6, gap=False)
    terrain.mist(stage, y, 0.5)
    _street_ground(stage)
    for share, out, tall in ((0.06, 0.3, 430), (0.2, 0.44, 720), (0.46, 0.62, 1150)):
        at = y + (stage.front - y) * share
        with stage.far(stage.depth_at(at) * 0.85):
            for side in (-1, 1):
                x = WIDTH / 2 + side * WIDTH * (out + rng.uniform(-0.03, 0.03))
                buildings.cottage(
                    stage.cv, rng, x, at, tall * rng.uniform(0.92, 1.1), lit=stage.air.lit, snowy=stage.plan.winter
                )
        if stage.air.lit:
            stage.cv.blob(WIDTH / 2, at + 20, 400, 40, "#ffb85a", 0.2, raw=True)


def _hillside(stage: Stage) -> None:
    """Row over row of houses up a hill, trees between them."""
    rng, y = stage.rng, stage.horizon
    terrain.mountains(stage, y - 150, rng.uniform(240, 340), "#7d86a8", 0.7)
    for k, (up, depth, tall) in enumerate(((210, 0.62, 150), (130, 0.52, 190), (52, 0.4, 250))):
        terrain.ridge(stage, y - up, 22, "#8fb06a" if not stage.plan.winter else "#e3ebf4", depth, waves=4)
        _houses(stage, y - up + 40, depth, tall, 7 - k, gap=False)
    with stage.far(0.36):
        for i in range(5):
            plants.bush(
                stage.cv,
                rng,
                (i + rng.random()) / 5 * WIDTH,
                y + 14,
                rng.uniform(110, 180),
                season(stage),
                snowy=stage.plan.winter,
            )
    _street_ground(stage)
    if rng.random() < 0.6:
        _near_house(stage, rng.choice((-1, 1)), 0.36)


def market(stage: Stage) -> None:
    """A square with striped stalls and bunting."""
    draw_sky(stage)
    rng, y, cv = stage.rng, stage.horizon, stage.cv
    _houses(stage, y + 6, 0.5, 260, 6, gap=False)
    terrain.mist(stage, y, 0.4)
    _street_ground(stage)
    for share in (0.16, 0.4):
        at = y + (stage.front - y) * share
        size = 620 * stage.scale_at(at) + 60
        with stage.far(stage.depth_at(at)):
            for x in (stage.aside(size * 0.6), stage.aside(size * 0.6)):
                cv.blob(x, at, size * 0.56, size * 0.07, stage.air.shade, 0.5, raw=True)
                buildings.stall(cv, rng, x, at, size)
    bunting(stage, y - rng.uniform(240, 330))


def bunting(stage: Stage, y: float) -> None:
    """Hang a garland of little flags across the picture."""
    cv = stage.cv
    colours = ("#d9534a", "#f0c04c", "#5f9a94", "#f3ead8", "#c97a9a")
    for k, drop in ((0, 90), (60, 130)):
        points = [(-20 + i * 106, y + k + drop * 4 * (i / 10) * (1 - i / 10)) for i in range(11)]
        cv.line("M" + "L".join(f"{px:.0f} {py:.0f}" for px, py in points), "#7a5c48", 3)
        for i, (px, py) in enumerate(points[:-1]):
            cv.path(f"M{px + 26:.0f} {py + 3:.0f}h52l-26 54Z", colours[(i + k) % 5])


def garden(stage: Stage) -> None:
    """A garden behind a fence, with trees in flower."""
    backdrop(stage)
    terrain.ground(stage, "grass")
    cv, rng = stage.cv, stage.rng
    leaves = "blossom" if rng.random() < 0.55 and not stage.plan.winter else season(stage)
    fy = stage.horizon + (stage.front - stage.horizon) * 0.5
    scale = stage.scale_at(fy)
    with stage.far(stage.depth_at(fy) + 0.06):
        x = stage.aside(300)
        buildings.cottage(cv, rng, x, fy - 60 * scale, 700 * scale + 120, lit=stage.air.lit, snowy=stage.plan.winter)
        for tx in (rng.uniform(0, 0.35) * WIDTH, rng.uniform(0.65, 1.0) * WIDTH):
            plants.leafy(cv, rng, tx, fy - 30 * scale, 800 * scale, leaves, snowy=stage.plan.winter)
        for i in range(5):
            plants.bush(
                cv,
                rng,
                (i + rng.random()) / 5 * WIDTH,
                fy - 6,
                210 * scale,
                "blossom" if i % 2 else "green",
                snowy=stage.plan.winter,
            )
    with stage.far(stage.depth_at(fy)):
        buildings.fence(cv, rng, -10, fy, WIDTH + 20, 190 * scale, snowy=stage.plan.winter)
    terrain.grass(stage, 30)
    terrain.flowers(stage, 34)


def shrine(stage: Stage) -> None:
    """Old walls in the green, an archway, and light falling in."""
    draw_sky(stage)
    cv, rng, y = stage.cv, stage.rng, stage.horizon
    with stage.far(0.6):
        for i in range(7):
            plants.pine(cv, rng, (i + rng.random()) / 7 * WIDTH, y + 20, rng.uniform(260, 420), snowy=stage.plan.winter)
    terrain.mist(stage, y, 0.5, 150)
    terrain.ground(stage, "forest")
    at = y + (stage.front - y) * 0.4
    with stage.far(stage.depth_at(at)):
        middle = sum(stage.clear) / 2 + rng.uniform(-80, 80)
        buildings.arch(
            cv,
            rng,
            middle,
            at,
            min(880.0, 980 * stage.scale_at(at) + 240),
            broken=rng.random() < 0.4,
            snowy=stage.plan.winter,
        )
    for share in (0.5, 0.8):
        fy = y + (stage.front - y) * share
        size = 190 * stage.scale_at(fy)
        with stage.far(stage.depth_at(fy)):
            terrain.rock(cv, rng, stage.aside(size), fy, size, "#a8a29c", moss=True, snowy=stage.plan.winter)
    draw_shafts(stage, 0.22)
    terrain.grass(stage, 30, ("#9dbb58", "#3e5a34"))
    terrain.pebbles(stage, 12)


def castle(stage: Stage) -> None:
    """A stronghold on its rock, and the way up to it."""
    draw_sky(stage)
    cv, rng, y = stage.cv, stage.rng, stage.horizon
    terrain.mountains(stage, y + 20, 260, "#7a86b0", 0.7)
    x = WIDTH * rng.choice((0.3, 0.5, 0.7))
    terrain.ground(stage, "stone")
    with stage.far(0.42):
        stone = "#a9b4c8" if stage.plan.winter else "#77727f"
        for aside, down, broad in ((-430, 74, 560), (430, 78, 600), (-660, 88, 420), (670, 92, 440), (0, 60, 900)):
            terrain.rock(cv, rng, x + aside, y + down, broad, stone, moss=bool(aside), snowy=stage.plan.winter)
        base = y - 210
        for dx, wide, tall, roofed in (
            (-190, 92, 270, True),
            (190, 100, 230, True),
            (-60, 110, 400, True),
            (80, 120, 330, False),
        ):
            buildings.tower(cv, x + dx, base + 110, wide, tall, lit=stage.air.lit, roofed=roofed)
        cv.rect(x - 230, base - 20, 460, 180, cv.linear(((0, "#96909c", 1), (1, "#5f5a6c", 1))))
        cv.path(f"M{x - 46:.0f} {base + 160:.0f}v-90q46 -70 92 0v90Z", "#2c2838")
        for i in range(11):  # bushes along its foot, so that the rock does not end in a line
            bx = (i + rng.uniform(0.2, 0.8)) / 11 * WIDTH
            plants.bush(
                cv, rng, bx, y + 104 + rng.uniform(-8, 12), rng.uniform(110, 190), "teal", snowy=stage.plan.winter
            )
    terrain.mist(stage, y + 90, 0.45, 110)
    path(stage, "#b5a48f")
    for share in (0.4, 0.75):
        fy = y + (stage.front - y) * share
        size = 260 * stage.scale_at(fy)
        with stage.far(stage.depth_at(fy)):
            terrain.rock(cv, rng, stage.aside(size), fy, size, snowy=stage.plan.winter)
    terrain.grass(stage, 12, ("#a8b46a", "#5f6a48"))
    terrain.pebbles(stage, 18)
