"""Small built things: gates, wells, stalls, bridges, statues."""

from math import cos, pi, sin
from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
    CREAM,
    GOLD,
    GREEN,
    IRON,
    MOSS,
    OAK,
    PINK,
    PURPLE,
    RED,
    STONE,
    STRAW,
    TEAL,
    WOOD,
    arch,
    bar,
    corners,
    curve,
    glint,
    limb,
    metal,
    oval,
    shadow_of,
    shine,
    solid,
    star,
    wood,
)  # fmt: skip


def _bricks(cv: Canvas, left: float, top: float, wide: int, rows: int, rng: Random, size: float = 30) -> None:
    for row in range(rows):
        shift = -size * 0.5 if row % 2 else 0.0
        for k in range(wide + (1 if row % 2 else 0)):
            x = left + k * size + shift
            near, far = max(x, left), min(x + size, left + wide * size)
            paint = lighter(STONE, rng.uniform(0.0, 0.2))
            solid(cv, bar(near, top + row * 21, far - near - 2, 20, 5), paint, gloss=0.2, rim=0.5)


def _tent(cv: Canvas, rng: Random) -> None:
    cv.line("M-8 -196L8 -212M8 -196L-8 -212", OAK, 7)
    solid(cv, corners((0, -200), (152, 0), (-152, 0), by=12), "#e8804e", gloss=0.4)
    for side in (-1, 1):
        cv.path(corners((0, -198), (side * 96, 0), (side * 130, 0), by=4).data, CREAM, opacity=0.85)
    cv.path(corners((0, -140), (52, 0), (-52, 0), by=6).data, darker("#5a2f34", 0.2))
    cv.glow(0, -40, 56, "#ffb45a", 0.5)
    solid(cv, curve((0, -142), (-16, -90), (-62, 0), (-84, 0), (-40, -70)), lighter("#e8804e", 0.15))
    solid(cv, curve((0, -142), (16, -90), (62, 0), (84, 0), (40, -70)), "#d9703f")


def _well(cv: Canvas, rng: Random) -> None:
    for x in (-74, 60):
        wood(cv, bar(x, -216, 14, 150, 4), OAK, rng, upright=True)
    wood(cv, bar(-66, -164, 132, 14, 7), WOOD, rng)
    cv.line("M0 -156V-112", STRAW, 4)
    solid(cv, corners((-15, -114), (15, -114), (11, -86), (-11, -86), by=4), WOOD)
    cv.ellipse(0, -88, 86, 18, darker(STONE, 0.6))
    body = curve((-90, -88), (-88, -10), (-60, 0), (0, 5), (60, 0), (88, -10), (90, -88), (0, -70))
    solid(cv, body, STONE, shade=0.55)
    with cv.group(clip=cv.clip(body.data)):
        for row in range(4):
            for k in range(-4, 4):
                x = k * 36 + (18 if row % 2 else 0)
                solid(
                    cv,
                    bar(x, -74 + row * 22, 33, 20, 6),
                    lighter(STONE, rng.uniform(0, 0.18)),
                    gloss=0.2,
                    rim=0.5,
                    shade=0.35,
                )
    for k in range(-3, 4):
        solid(cv, bar(k * 26 - 13, -80 - abs(k) * 3 + 4, 25, 17, 6), lighter(STONE, 0.25), gloss=0.3, rim=0.5)
    solid(cv, corners((-112, -206), (0, -276), (112, -206), (100, -188), (-100, -188), by=8), "#c9604a", gloss=0.3)
    cv.line(
        "M-84 -204l20 -14M-44 -202l22 -18M4 -202l20 -16M50 -202l20 -14M-20 -234l20 -14M30 -232l16 -10",
        shadow_of(RED, 0.5),
        4,
        opacity=0.5,
    )


def _gate(cv: Canvas, rng: Random) -> None:
    for x in (-130, 96):
        solid(cv, bar(x, -196, 34, 196, 7), STONE, shade=0.5)
        for y in (-160, -116, -72, -28):
            cv.line(f"M{x + 3} {y}h28", shadow_of(STONE, 0.5), 3, opacity=0.5)
        solid(cv, oval(x + 17, -206, 21, 19), lighter(STONE, 0.2))
    for k in range(6):
        x = -88 + k * 30
        tall = 136 + 26 * sin(k * pi / 5)
        wood(
            cv,
            corners((x, -tall), (x + 13, -tall - 12), (x + 26, -tall), (x + 26, -8), (x, -8), by=5),
            WOOD,
            rng,
            upright=True,
        )
    for y in (-122, -44):
        wood(cv, bar(-94, y, 188, 17, 5), OAK, rng)
    solid(cv, oval(64, -82, 9, 9), GOLD)


def _door(cv: Canvas, rng: Random) -> None:
    solid(cv, arch(-86, -246, 172, 246), STONE, shade=0.5)
    for k in range(9):
        angle = pi * (1 + k / 8)
        solid(cv, oval(72 * cos(angle), -158 + 72 * sin(angle), 13, 12), lighter(STONE, 0.18), rim=0.5)
    wood(cv, arch(-60, -218, 120, 218), "#b5673f", rng, upright=True)
    cv.line("M-22 -206V-2M22 -206V-2", shadow_of(OAK, 0.5), 3, opacity=0.5)
    for y in (-160, -46):
        metal(cv, bar(-60, y, 78, 13, 5), IRON, upright=False)
    solid(cv, oval(40, -96, 9, 9), GOLD, gloss=0.7)


def _fence(cv: Canvas, rng: Random) -> None:
    for y in (-84, -40):
        wood(cv, bar(-140, y, 280, 14, 6), OAK, rng)
    for k in range(7):
        x = -132 + k * 40
        tall = 104 + rng.uniform(-6, 8)
        wood(
            cv,
            corners((x, -tall), (x + 13, -tall - 15), (x + 26, -tall), (x + 26, 0), (x, 0), by=5),
            lighter(WOOD, 0.2),
            rng,
            upright=True,
        )


def _signpost(cv: Canvas, rng: Random) -> None:
    wood(cv, bar(-9, -236, 18, 236, 6), OAK, rng, upright=True)
    wood(cv, corners((-20, -222), (78, -222), (106, -198), (78, -174), (-20, -174), by=6), WOOD, rng)
    wood(cv, corners((20, -156), (-74, -156), (-100, -134), (-74, -112), (20, -112), by=6), lighter(WOOD, 0.12), rng)
    for x, y in ((-8, -212), (-8, -184), (8, -146), (8, -122)):
        cv.ellipse(x, y, 3, 3, IRON)
    solid(cv, curve((-40, 0), (-22, -18), (0, -8), (20, -20), (42, 0)), GREEN)


def _bridge(cv: Canvas, rng: Random) -> None:
    cv.path(
        "M-220 0V-44Q0 -130 220 -44V0H172Q0 -112 -172 0Z",
        cv.linear(((0, lighter(STONE, 0.25), 1), (1, shadow_of(STONE, 0.55), 1))),
    )
    for k in range(11):
        angle = pi * (1.12 + k / 10 * 0.76)
        solid(cv, oval(176 * cos(angle), 16 + 92 * sin(angle), 16, 12), lighter(STONE, 0.12), rim=0.5)
    wood(cv, limb((-214, -62, 9), (-110, -98, 9), (0, -112, 9), (110, -98, 9), (214, -62, 9)), WOOD, rng)
    for x, y in ((-200, -66), (-120, -94), (-40, -110), (40, -110), (120, -94), (200, -66)):
        wood(cv, bar(x - 7, y - 56, 14, 58, 5), OAK, rng, upright=True)
    wood(cv, limb((-210, -116, 7), (-110, -148, 7), (0, -162, 7), (110, -148, 7), (210, -116, 7)), WOOD, rng)


def _stall(cv: Canvas, rng: Random) -> None:
    for x in (-124, 110):
        wood(cv, bar(x, -220, 14, 220, 4), OAK, rng, upright=True)
    cv.path(bar(-112, -190, 224, 90, 4).data, "#6b4434", opacity=0.55)
    for x, paint in (
        (-88, RED),
        (-62, RED),
        (-75, GREEN),
        (-20, GOLD),
        (6, GOLD),
        (-7, "#f08a3c"),
        (52, PURPLE),
        (76, PINK),
        (64, TEAL),
    ):
        y = -112 if x in (-88, -62, -20, 6, 52, 76) else -130
        solid(cv, oval(x, y, 15, 14), paint, gloss=0.6)
    wood(cv, bar(-134, -104, 268, 26, 8), WOOD, rng)
    wood(cv, bar(-124, -78, 248, 78, 6), lighter(OAK, 0.1), rng)
    cv.line("M-62 -76V-2M0 -76V-2M62 -76V-2", shadow_of(OAK, 0.5), 3, opacity=0.5)
    for k in range(6):
        x = -150 + k * 50
        paint = RED if k % 2 == 0 else CREAM
        top = x * 0.8 + 5
        solid(
            cv,
            curve((top, -262), (top + 40, -262), (x + 50, -206), (x + 38, -184), (x + 12, -184), (x, -206)),
            paint,
            gloss=0.3,
            shade=0.35,
        )


def _statue(cv: Canvas, rng: Random) -> None:
    stone = "#b7bccb"
    solid(cv, bar(-78, -34, 156, 34, 7), stone, shade=0.5)
    solid(cv, bar(-62, -84, 124, 54, 7), lighter(stone, 0.1), shade=0.5)
    solid(cv, limb((34, -100, 14), (70, -112, 17), (76, -156, 13), (64, -182, 5)), stone, shade=0.5)
    solid(cv, limb((0, -110, 42), (0, -150, 34), (2, -186, 24)), stone, shade=0.5)
    for x in (-17, 17):
        solid(cv, limb((x, -140, 12), (x, -96, 13)), lighter(stone, 0.08), shade=0.5)
    for side in (-1, 1):
        solid(cv, corners((side * 14, -244), (side * 40, -300), (side * 50, -228), by=6), stone, shade=0.5)
    solid(
        cv,
        curve((-52, -216), (-36, -252), (0, -262), (36, -252), (52, -216), (26, -190), (0, -180), (-26, -190)),
        lighter(stone, 0.1),
        shade=0.5,
    )
    cv.line("M-28 -222q8 -7 16 0M12 -222q8 -7 16 0", shadow_of(stone, 0.6), 4)
    cv.ellipse(0, -198, 8, 6, shadow_of(stone, 0.6))
    solid(cv, curve((-62, -30), (-50, -46), (-22, -42), (-12, -30)), MOSS, gloss=0.4)


def _fountain(cv: Canvas, rng: Random) -> None:
    stone, water = "#b9bfd0", "#8fd6f2"
    solid(cv, bar(-14, -150, 28, 120, 8), stone)
    cv.line(
        "M0 -206Q-6 -226 -30 -206T-62 -148M0 -206Q6 -226 30 -206T62 -148M0 -160V-218",
        lighter(water, 0.3),
        7,
        opacity=0.85,
    )
    cv.line(
        "M-64 -150Q-92 -110 -94 -50M64 -150Q92 -110 94 -50M-30 -146Q-44 -100 -46 -44M30 -146Q44 -100 46 -44",
        water,
        6,
        opacity=0.7,
    )
    cv.ellipse(0, -152, 68, 12, water)
    solid(cv, curve((-74, -152), (-46, -126), (0, -118), (46, -126), (74, -152), (0, -142)), stone, shade=0.5)
    cv.ellipse(0, -54, 130, 24, shadow_of(stone, 0.5))
    cv.ellipse(0, -50, 118, 19, water)
    cv.line("M-60 -50q12 -6 24 0M20 -44q14 -6 28 0M-20 -56q8 -4 16 0", "#ffffff", 4, opacity=0.7)
    solid(
        cv,
        curve((-136, -52), (-124, -10), (-80, 0), (80, 0), (124, -10), (136, -52), (60, -34), (0, -30), (-60, -34)),
        stone,
        shade=0.5,
    )
    glint(cv, 44, -196, 8)


def _milestone(cv: Canvas, rng: Random) -> None:
    solid(cv, arch(-38, -112, 76, 112), STONE, gloss=0.4, shade=0.55)
    cv.line("M-16 -84q16 -10 32 0M-20 -44l12 8", shadow_of(STONE, 0.5), 4, opacity=0.5)
    solid(cv, curve((-46, 0), (-34, -20), (-20, -8), (0, -14), (26, -8), (36, -22), (48, 0)), GREEN)


def _wall(cv: Canvas, rng: Random) -> None:
    _bricks(cv, -150, -105, 10, 5, rng)
    for k in range(8):
        solid(cv, bar(-154 + k * 39, -120, 36, 19, 7), lighter(STONE, 0.25), gloss=0.3, rim=0.5)
    solid(cv, curve((-150, -80), (-130, -122), (-90, -122), (-106, -90), (-128, -60)), MOSS, gloss=0.4)


def _house(cv: Canvas, rng: Random) -> None:
    solid(cv, bar(58, -318, 34, 90, 5), STONE)
    solid(cv, bar(-120, -184, 240, 184, 10), "#f3ddb8", shade=0.35)
    cv.line("M-116 -92H116M-60 -184V-4M60 -184V-4", OAK, 10)
    solid(cv, corners((-152, -168), (0, -320), (152, -168), (136, -150), (-136, -150), by=12), "#cf6a4c", gloss=0.4)
    for row in range(4):
        wide = 116 - row * 28
        cv.line(
            "".join(f"M{x} {-178 - row * 30}q12 14 24 0" for x in range(-wide, wide - 20, 26)),
            shadow_of(RED, 0.5),
            4,
            opacity=0.4,
        )
    wood(cv, arch(-30, -94, 60, 94), "#8c5a3c", rng, upright=True)
    solid(cv, oval(18, -42, 5, 5), GOLD)
    for x in (-90, 90):
        cv.glow(x, -122, 40, "#ffd27a", 0.5)
        solid(cv, bar(x - 22, -146, 44, 44, 6), OAK)
        cv.path(bar(x - 16, -140, 32, 32, 3).data, "#ffe6a0", raw=True)
        cv.line(f"M{x} -140v32M{x - 16} -124h32", OAK, 4)


def _stage(cv: Canvas, rng: Random) -> None:
    for x in (-150, 138):
        wood(cv, bar(x, -260, 14, 220, 4), OAK, rng, upright=True)
    for side in (-1, 1):
        solid(
            cv,
            curve((side * 140, -250), (side * 70, -250), (side * 92, -150), (side * 112, -60), (side * 144, -56)),
            "#b8394e",
            gloss=0.3,
        )
        cv.line(
            f"M{side * 122} -240Q{side * 112} -140 {side * 128} -64"
            f"M{side * 98} -240Q{side * 102} -150 {side * 118} -70",
            shadow_of(RED, 0.6),
            5,
            opacity=0.5,
        )
    for k in range(5):
        solid(
            cv,
            curve(
                (-150 + k * 60, -262),
                (-90 + k * 60, -262),
                (-100 + k * 60, -226),
                (-120 + k * 60, -216),
                (-140 + k * 60, -226),
            ),
            "#c94a5c",
            gloss=0.4,
        )
    wood(cv, bar(-166, -58, 332, 58, 7), WOOD, rng)
    cv.line("M-110 -56V-2M-56 -56V-2M0 -56V-2M56 -56V-2M110 -56V-2", shadow_of(WOOD, 0.5), 3, opacity=0.5)


def _ruins(cv: Canvas, rng: Random) -> None:
    for x, tall, wide in ((-84, 190, 40), (0, 96, 40), (84, 236, 40)):
        solid(cv, bar(x - wide / 2, -tall, wide, tall, 6), "#c9c3c0", shade=0.5)
        cv.line(f"M{x - 8} {-tall + 12}V-24M{x + 8} {-tall + 12}V-24", shadow_of(STONE, 0.4), 4, opacity=0.4)
        solid(cv, bar(x - 30, -22, 60, 22, 6), "#b5afb2")
    for x, tall in ((-84, 190), (84, 236)):
        solid(cv, bar(x - 30, -tall - 18, 60, 22, 6), "#d6d0cc")
    solid(cv, bar(34, -18, 40, 18, 6), "#b5afb2")
    solid(cv, curve((60, -150), (80, -200), (108, -160), (98, -110), (76, -120)), MOSS, gloss=0.4)


def _shrine(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -120, 60, "#8ff0ff", 0.4)
    for x in (-84, 60):
        solid(cv, bar(x, -226, 24, 226, 7), "#d9583f", gloss=0.4)
        solid(cv, bar(x - 5, -24, 34, 24, 6), "#4a4458")
    solid(cv, bar(-104, -196, 208, 20, 6), "#d9583f")
    solid(
        cv,
        curve((-136, -262), (-60, -244), (0, -240), (60, -244), (136, -262), (120, -224), (0, -214), (-120, -224)),
        "#4a4458",
        gloss=0.4,
    )
    solid(cv, star(0, -120, 22), "#dff8ff", gloss=0)


def _pond_lily(cv: Canvas, rng: Random) -> None:
    cv.ellipse(0, -18, 150, 20, shadow_of(BLUE, 0.2))
    cv.ellipse(0, -20, 142, 17, cv.linear(((0, "#bfe8f8", 1), (1, "#6fb4dc", 1))))
    cv.line("M-90 -20q16 -5 32 0M30 -14q18 -5 36 0M-20 -28q10 -3 20 0", "#ffffff", 3.5, opacity=0.7)
    for x, y in ((-60, -14), (74, -22)):
        solid(cv, oval(x, y, 28, 8), GREEN)
    for angle in (-150, -120, -90, -60, -30):
        a = angle * pi / 180
        solid(
            cv,
            curve(
                (-60, -18),
                (-60 + 16 * cos(a) - 6, -24 + 16 * sin(a)),
                (-60 + 28 * cos(a), -22 + 26 * sin(a)),
                (-60 + 16 * cos(a) + 6, -20 + 16 * sin(a)),
            ),
            PINK,
        )
    shine(cv, 20, -26, 16, 2, turn=0)


PROPS = (
    Prop("tent", ("tent", "teepee"), _tent, 214, 312, "ground"),
    Prop("well", ("well", "wishing well"), _well, 278, 228, "ground"),
    Prop("gate", ("gate", "town gate", "garden gate"), _gate, 226, 264, "ground"),
    Prop("door", ("door", "doorway"), _door, 248, 176, "ground"),
    Prop("fence", ("fence", "fence post", "railing"), _fence, 126, 284, "ground"),
    Prop("signpost", ("signpost", "sign", "road sign", "crossroads"), _signpost, 238, 210, "ground"),
    Prop("bridge", ("bridge", "footbridge", "stone bridge", "drawbridge"), _bridge, 170, 444, "ground"),
    Prop("stall", ("stall", "market stall", "market", "shop", "booth", "counter"), _stall, 268, 306, "ground"),
    Prop("statue", ("statue", "monument", "sculpture"), _statue, 302, 160, "ground"),
    Prop("fountain", ("fountain",), _fountain, 224, 278, "ground"),
    Prop("milestone", ("milestone", "gravestone", "standing stone"), _milestone, 114, 98, "ground"),
    Prop("wall", ("stone wall", "garden wall", "broken wall", "brick wall"), _wall, 124, 312, "ground"),
    Prop("house", ("cottage", "little house", "hut", "doll house", "cabin"), _house, 322, 310, "ground"),
    Prop("stage", ("stage", "platform", "podium"), _stage, 264, 336, "ground"),
    Prop("ruins", ("ruin", "pillar", "column"), _ruins, 258, 232, "ground"),
    Prop("shrine", ("shrine", "torii", "altar"), _shrine, 264, 276, "ground", "#8ff0ff"),
    Prop("lily pond", ("lily pond", "puddle", "garden pond", "duck pond"), _pond_lily, 54, 302, "ground"),
)
