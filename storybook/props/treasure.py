"""Treasures: jewels, crowns, coins, and things that glow by themselves."""

from math import cos, pi, sin
from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter
from storybook.painting.light import Light
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
    GOLD,
    OAK,
    PURPLE,
    RED,
    SILVER,
    STONE,
    TEAL,
    WOOD,
    Outline,
    bar,
    corners,
    curve,
    gem,
    glint,
    metal,
    oval,
    shadow_of,
    shine,
    solid,
    star,
    wood,
)  # fmt: skip


def _necklace(cv: Canvas, rng: Random) -> None:
    for k in range(17):
        angle = pi * (0.5 + (k - 8) / 8 * 0.86)
        x, y = 46 * cos(angle), -78 + 44 * sin(angle) - (6 if k in (0, 16) else 0)
        size = 5.2 + 2.6 * (1 - abs(k - 8) / 8)
        solid(cv, oval(x, y, size, size), "#fbeeda" if k % 2 else GOLD, gloss=0.7)
        shine(cv, x - size * 0.3, y - size * 0.4, size * 0.28, size * 0.2)
    solid(cv, oval(0, -30, 8, 6), GOLD)
    cv.glow(0, -16, 34, "#8fe0ff", 0.35)
    heart = _heart_outline(0, -14, 17)
    solid(cv, heart, "#45b6e8", gloss=0.8)
    shine(cv, -7, -20, 4, 2.4)
    glint(cv, 10, -24, 8)


def _heart_outline(x: float, y: float, r: float) -> Outline:
    points = [(0, 0.95), (-0.55, 0.5), (-0.98, -0.02), (-0.98, -0.5), (-0.6, -0.86), (-0.2, -0.74), (0, -0.46)]
    points += [(-px, py) for px, py in points[-2:0:-1]]
    return curve(*((x + px * r, y + py * r) for px, py in points))


def _heart(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -52, 66, "#ff9db0", 0.3)
    solid(cv, _heart_outline(0, -52, 54), "#ec4a63", gloss=0.6, shade=0.4)
    shine(cv, -27, -76, 11, 6)
    cv.ellipse(-12, -84, 3.4, 2.6, "#ffffff", opacity=0.7)


def _relic(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -88, 84, "#57f0e0", 0.75)
    solid(cv, curve((-50, -6), (-44, -26), (-14, -34), (20, -32), (46, -24), (52, -6), (24, 0), (-24, 0)), STONE)
    cv.line("M-34 -16L-20 -24L-8 -12M18 -14L30 -22L40 -12", "#6ff5e6", 3.5, raw=True, opacity=0.9)
    with cv.lit_by(Light()):
        with cv.group("rotate(-24 -22 -40)"):
            gem(cv, -22, -62, 28, 68, "#35c8c8")
        with cv.group("rotate(26 24 -36)"):
            gem(cv, 24, -56, 26, 58, "#2fb5d8")
        gem(cv, 0, -88, 46, 122, "#3fe0cf")
    cv.glow(-2, -86, 34, "#eafffb", 0.75)
    glint(cv, 30, -128, 13, "#e8fffb")
    glint(cv, -40, -100, 9, "#e8fffb")
    glint(cv, 44, -74, 7, "#e8fffb")


def _orb(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -66, 78, "#ffd76a", 0.7)
    metal(cv, corners((-30, -18), (30, -18), (38, 0), (-38, 0), by=7), GOLD)
    solid(cv, bar(-24, -27, 48, 12, 5), "#d9902c")
    with cv.lit_by(Light()):
        ball = oval(0, -68, 46, 46)
        cv.path(
            ball.data,
            cv.radial(
                ((0, "#fffbe0", 1), (0.4, "#ffdf7a", 1), (0.78, "#f59c3c", 1), (1, "#c75a3a", 1)), (0.42, 0.4, 0.62)
            ),
        )
        with cv.group(clip=cv.clip(ball.data)):
            cv.line("M-40 -58Q-14 -86 8 -64T44 -74", "#fff6c8", 7, opacity=0.55)
            cv.line("M-34 -46Q-6 -66 12 -46T40 -52", "#fff6c8", 4, opacity=0.5)
            cv.blob(12, -36, 44, 20, "#a8404a", 0.4)
    shine(cv, -18, -92, 12, 6.5)
    cv.ellipse(-30, -76, 3.4, 3, "#ffffff", opacity=0.8)
    glint(cv, 34, -104, 11)


def _amulet(cv: Canvas, rng: Random) -> None:
    cv.line("M-34 -128Q-42 -74 0 -66Q42 -74 34 -128Q0 -146 -34 -128", shadow_of(GOLD, 0.35), 6)
    cv.line("M-34 -128Q-42 -74 0 -66Q42 -74 34 -128Q0 -146 -34 -128", lighter(GOLD, 0.3), 4)
    cv.glow(0, -36, 50, "#c59bff", 0.5)
    solid(cv, oval(0, -70, 8, 8), GOLD)
    solid(cv, star(0, -36, 40, points=8, inner=0.84, by=6), GOLD, shade=0.4)
    solid(cv, oval(0, -36, 26, 26), darker("#b8741f", 0.1), gloss=0)
    with cv.lit_by(Light()):
        solid(cv, oval(0, -36, 21, 21), "#9b5cf0", gloss=0.7, shade=0.35)
    cv.glow(2, -30, 14, "#f0d8ff", 0.8)
    shine(cv, -8, -45, 6, 3.6)
    glint(cv, 20, -58, 9)


def _crown(cv: Canvas, rng: Random) -> None:
    peaks = ((-62, -58), (-34, -34), (0, -78), (34, -34), (62, -58))
    solid(cv, oval(0, -20, 52, 11), "#9a5a1c", gloss=0)
    solid(cv, corners((-52, -2), *peaks, (52, -2), by=5), GOLD, gloss=0.6, shade=0.42)
    solid(cv, curve((-53, -17), (0, -9), (53, -17), (51, -2), (0, 7), (-51, -2)), "#ffcf5c", shade=0.45)
    for (x, y), colour in zip(peaks[::2], (TEAL, RED, TEAL), strict=True):
        solid(cv, oval(x, y, 8, 8), colour, gloss=0.8)
        shine(cv, x - 2.5, y - 3, 2.4, 1.7)
    for x, y, colour in ((-30, -8, BLUE), (0, -4, RED), (30, -8, BLUE)):
        solid(cv, oval(x, y, 7, 6), colour, gloss=0.8)
    gem(cv, 0, -36, 17, 24, RED)
    glint(cv, 44, -46, 10)


def _ring(cv: Canvas, rng: Random) -> None:
    for paint, width in ((shadow_of(GOLD, 0.4), 15.0), (GOLD, 11.0), (lighter(GOLD, 0.6), 3.5)):
        cv.line("M-32 -40A32 32 0 1 0 32 -40A32 32 0 1 0 -32 -40Z", paint, width)
    solid(cv, bar(-14, -84, 28, 14, 5), GOLD)
    gem(cv, 0, -94, 40, 38, "#6fd3ff")
    glint(cv, 14, -108, 12)


def _coin(cv: Canvas, x: float, y: float, size: float = 17.0) -> None:
    solid(cv, oval(x, y + 4, size, size * 0.5), shadow_of(GOLD, 0.45), gloss=0, rim=0)
    solid(cv, oval(x, y, size, size * 0.5), GOLD, gloss=0.7, shade=0.3)
    cv.ellipse(x, y, size * 0.58, size * 0.27, shadow_of(GOLD, 0.25), opacity=0.5)


def _coins(cv: Canvas, rng: Random) -> None:
    for x, y in (
        (-34, -10),
        (30, -9),
        (-2, -12),
        (-18, -24),
        (16, -24),
        (-20, -34),
        (0, -38),
        (14, -34),
        (-3, -50),
        (38, -20),
    ):
        _coin(cv, x + rng.uniform(-2, 2), y)
    with cv.group("rotate(14 -48 -22)"):
        solid(cv, oval(-50, -19, 12, 18), GOLD, gloss=0.7, shade=0.35)
        cv.ellipse(-51, -19, 6, 11, shadow_of(GOLD, 0.25), opacity=0.5)
    glint(cv, 4, -60, 11)
    glint(cv, 40, -34, 8)


def _chest(cv: Canvas, rng: Random) -> None:
    lid = curve((-86, -84), (-88, -116), (-62, -142), (0, -150), (62, -142), (88, -116), (86, -84), (0, -88))
    solid(cv, lid, OAK, gloss=0.15)
    for x in (-60, 60):
        metal(cv, bar(x - 8, -141, 16, 58, 5), GOLD)
    cv.path(
        curve((-76, -86), (-74, -112), (-50, -128), (0, -134), (50, -128), (74, -112), (76, -86), (0, -80)).data,
        "#4a2a22",
    )
    cv.glow(0, -92, 74, "#ffd65c", 0.7)
    solid(cv, curve((-76, -74), (-50, -96), (-16, -104), (22, -106), (52, -94), (76, -74), (0, -66)), GOLD, gloss=0.6)
    for x, y in ((-52, -84), (-28, -96), (0, -104), (28, -98), (54, -86), (-14, -86), (14, -86), (38, -82), (-38, -80)):
        _coin(cv, x, y, 13)
    gem(cv, -40, -100, 18, 22, RED)
    gem(cv, 36, -104, 18, 22, TEAL)
    wood(cv, corners((-88, -76), (88, -76), (82, 0), (-82, 0), by=9), WOOD, rng)
    cv.line("M-84 -40L84 -40", shadow_of(WOOD, 0.6), 3, opacity=0.6)
    for x in (-60, 60):
        metal(cv, corners((x - 8, -76), (x + 8, -76), (x * 0.94 + 8, 0), (x * 0.94 - 8, 0), by=3), GOLD)
    metal(cv, bar(-89, -82, 178, 13, 6), GOLD, upright=False)
    solid(cv, bar(-15, -80, 30, 34, 8), GOLD)
    cv.path("M0 -70a6 6 0 0 1 3 11l2 9h-10l2 -9a6 6 0 0 1 3 -11Z", "#5a3418")
    glint(cv, -10, -116, 12)
    glint(cv, 56, -104, 9)


def _moonstone(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -38, 58, "#cfe0ff", 0.75)
    with cv.lit_by(Light()):
        stone = curve((-40, -26), (-34, -54), (-8, -70), (24, -64), (42, -38), (36, -10), (6, -1), (-26, -5))
        solid(cv, stone, "#c2cdf5", gloss=0.8, shade=0.28)
        with cv.group(clip=cv.clip(stone.data)):
            cv.blob(12, -22, 34, 20, "#a58ce8", 0.5)
            cv.blob(-16, -20, 22, 16, "#8fe6f0", 0.55)
    shine(cv, -15, -52, 10, 5.5)
    glint(cv, 22, -58, 12, "#f4f8ff")


def _gem(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -40, 52, "#ff9db8", 0.3)
    gem(cv, 0, -42, 66, 82, "#e83e6c")
    glint(cv, 22, -70, 11)


def _medal(cv: Canvas, rng: Random) -> None:
    solid(cv, corners((-26, -118), (-4, -118), (12, -60), (-8, -56), by=3), BLUE)
    solid(cv, corners((26, -118), (4, -118), (-12, -60), (8, -56), by=3), RED)
    solid(cv, oval(0, -36, 35, 35), GOLD, gloss=0.6)
    solid(cv, oval(0, -36, 26, 26), "#ffd063", gloss=0.2, rim=0.5)
    solid(cv, star(0, -36, 18), "#fff3c4", gloss=0)


def _key(cv: Canvas, rng: Random) -> None:
    for paint, width in ((shadow_of(GOLD, 0.4), 15.0), (GOLD, 11.0), (lighter(GOLD, 0.55), 3.0)):
        cv.line("M0 -68A24 24 0 1 0 0 -116A24 24 0 1 0 0 -68L0 -7M0 -10L22 -10M0 -30L16 -30", paint, width)
    solid(cv, bar(-12, -72, 24, 11, 5), GOLD)
    gem(cv, 0, -92, 20, 24, TEAL)


def _goblet(cv: Canvas, rng: Random) -> None:
    metal(cv, corners((-26, 0), (-22, -10), (22, -10), (26, 0), by=5), GOLD)
    metal(cv, bar(-6, -46, 12, 40, 4), GOLD)
    metal(cv, curve((-40, -112), (-36, -70), (-16, -46), (16, -46), (36, -70), (40, -112), (0, -106)), GOLD)
    cv.ellipse(0, -111, 40, 9, shadow_of(GOLD, 0.6))
    gem(cv, 0, -80, 18, 24, PURPLE)
    glint(cv, 28, -106, 10)


def _armlet(cv: Canvas, rng: Random) -> None:
    cv.ellipse(0, -38, 44, 34, shadow_of(SILVER, 0.7), opacity=0.0)
    for paint, width in ((shadow_of(SILVER, 0.4), 20.0), (SILVER, 15.0), (lighter(SILVER, 0.6), 4.0)):
        cv.line("M-38 -36A38 26 0 1 0 38 -36A38 26 0 1 0 -38 -36Z", paint, width)
    gem(cv, 0, -12, 22, 24, RED)


PROPS = (
    Prop(
        "necklace",
        ("necklace", "pearl", "bead", "chain of pearl", "jewelry", "jewellery"),
        _necklace,
        130,
        110,
        "held",
        grip=0.75,
    ),
    Prop("heart", ("heart", "love", "valentine"), _heart, 104, 110, "held", "#ff9db0"),
    Prop(
        "relic",
        ("relic", "crystal", "artifact", "artefact", "shard", "glowing stone", "magic stone", "glowing rock"),
        _relic,
        152,
        106,
        "ground",
        "#57f0e0",
    ),
    Prop(
        "orb",
        ("orb", "sphere", "crystal ball", "globe", "glowing ball", "elixir of light"),
        _orb,
        116,
        96,
        "held",
        "#ffd76a",
    ),
    Prop(
        "amulet",
        ("amulet", "pendant", "talisman", "locket", "charm", "medallion"),
        _amulet,
        136,
        84,
        "held",
        "#c59bff",
        grip=0.85,
    ),
    Prop("crown", ("crown", "tiara", "diadem"), _crown, 94, 140, "head"),
    Prop(
        "ring",
        ("a ring", "the ring", "his ring", "golden ring", "silver ring", "diamond ring", "wedding ring"),
        _ring,
        114,
        80,
        "held",
    ),
    Prop("coins", ("coin", "gold", "money", "gold coin", "gold piece"), _coins, 72, 122, "ground"),
    Prop(
        "chest",
        ("chest", "treasure chest", "treasure", "strongbox", "trunk of gold"),
        _chest,
        150,
        180,
        "ground",
        "#ffd65c",
    ),
    Prop(
        "moonstone", ("moonstone", "pebble of light", "opal", "glowing pebble"), _moonstone, 74, 86, "held", "#cfe0ff"
    ),
    Prop("gem", ("gem", "jewel", "ruby", "diamond", "emerald", "sapphire", "gemstone"), _gem, 84, 72, "held"),
    Prop("medal", ("medal", "badge", "prize", "trophy ribbon", "award"), _medal, 118, 76, "held", grip=0.9),
    Prop("key", ("key", "golden key"), _key, 122, 60, "held"),
    Prop("goblet", ("goblet", "chalice", "trophy", "golden cup", "grail", "elixir"), _goblet, 120, 86, "held"),
    Prop("bracelet", ("bracelet", "bangle", "armlet"), _armlet, 76, 94, "held"),
)
