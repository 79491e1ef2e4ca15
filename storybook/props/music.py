"""Instruments and playthings."""

from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
    COPPER,
    CREAM,
    GOLD,
    LEATHER,
    OAK,
    PINK,
    PURPLE,
    RED,
    TEAL,
    WOOD,
    bar,
    corners,
    curve,
    limb,
    metal,
    oval,
    shadow_of,
    shine,
    solid,
    star,
    wood,
)  # fmt: skip

_PAINT = "#c4574a"


def _note(cv: Canvas, x: float, y: float, colour: str) -> None:
    cv.line(f"M{x + 6} {y}V{y - 26}q10 2 12 12", colour, 4)
    cv.ellipse(x, y, 7.5, 5.5, colour, turn=-20)


def _drum(cv: Canvas, rng: Random) -> None:
    for side in (-1, 1):
        solid(cv, limb((side * 66, -124, 4), (side * 12, -92, 4)), WOOD)
        solid(cv, oval(side * 10, -91, 8, 7), CREAM)
    solid(cv, bar(-60, -72, 120, 66, 12), RED, gloss=0.4)
    cv.line("M-58 -64L-36 -14L-14 -62L8 -14L30 -62L54 -14", CREAM, 4)
    solid(
        cv,
        curve(
            (-61, -24), (-30, -17), (0, -15), (30, -17), (61, -24), (60, -10), (30, -2), (0, 0), (-30, -2), (-60, -10)
        ),
        GOLD,
    )
    solid(cv, oval(0, -72, 65, 20), GOLD)
    solid(cv, oval(0, -75, 57, 15), "#fff3dc", shade=0.2)


def _flute(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(-26 0 -50)"):
        solid(cv, limb((-84, -50, 11), (0, -50, 10), (84, -50, 9)), WOOD, gloss=0.5)
        for x in (-70, -34, 74):
            metal(cv, bar(x, -62, 9, 24, 3), GOLD)
        for x in (-14, 6, 26, 46):
            cv.ellipse(x, -53, 4.4, 3.6, "#4a2a22")
    _note(cv, 62, -112, GOLD)
    _note(cv, 20, -118, CREAM)


def _bell(cv: Canvas, rng: Random) -> None:
    solid(cv, oval(0, -10, 14, 12), shadow_of(GOLD, 0.4))
    cv.line("M-11 -112A11 11 0 1 1 11 -112", shadow_of(GOLD, 0.3), 8)
    solid(
        cv,
        curve((-62, -16), (-46, -36), (-38, -84), (-16, -108), (16, -108), (38, -84), (46, -36), (62, -16), (0, -6)),
        GOLD,
        gloss=0.6,
    )
    cv.line("M-46 -36Q0 -26 46 -36M-39 -76Q0 -66 39 -76", shadow_of(GOLD, 0.4), 4, opacity=0.6)
    shine(cv, -20, -78, 5, 18, turn=12)


def _music_box(cv: Canvas, rng: Random) -> None:
    solid(cv, corners((-58, -66), (58, -66), (66, -126), (-66, -126), by=10), "#8a5bb0")
    solid(cv, corners((-46, -70), (46, -70), (52, -116), (-52, -116), by=8), "#f6c4d4", gloss=0.2)
    cv.ellipse(0, -64, 54, 12, shadow_of(PURPLE, 0.6))
    solid(cv, oval(0, -70, 13, 5), GOLD)
    solid(cv, curve((0, -104), (-8, -94), (-16, -74), (16, -74), (8, -94)), CREAM)
    solid(cv, oval(0, -108, 8, 8), CREAM)
    cv.line("M-6 -96Q-18 -106 -10 -118M6 -96Q18 -106 10 -118", CREAM, 4)
    wood(cv, bar(-64, -66, 128, 66, 10), "#9a68c0", rng)
    solid(cv, bar(-66, -68, 132, 14, 6), GOLD)
    solid(cv, star(0, -30, 17), GOLD)
    cv.line("M64 -30h20v-16", shadow_of(GOLD, 0.2), 6)
    solid(cv, oval(84, -50, 8, 8), RED)
    _note(cv, -70, -134, GOLD)
    _note(cv, 66, -138, PINK)


def _lute(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(18 0 -60)"):
        solid(cv, bar(-9, -206, 18, 130, 5), OAK)
        solid(cv, bar(-14, -226, 28, 32, 7), shadow_of(OAK, 0.3))
        for y in (-218, -206):
            cv.line(f"M-20 {y}H20", CREAM, 5)
        solid(
            cv,
            curve(
                (0, -104),
                (-34, -92),
                (-32, -66),
                (-50, -38),
                (-36, -4),
                (0, 4),
                (36, -4),
                (50, -38),
                (32, -66),
                (34, -92),
            ),
            "#df9a4e",
            gloss=0.5,
        )
        cv.ellipse(0, -56, 15, 15, shadow_of(OAK, 0.75))
        solid(cv, bar(-20, -24, 40, 9, 4), OAK)
        cv.line("M-4 -200V-22M0 -200V-22M4 -200V-22", CREAM, 1.4, opacity=0.9)


def _horn(cv: Canvas, rng: Random) -> None:
    metal(cv, limb((-70, -34, 6), (-20, -36, 7), (26, -38, 10), (48, -40, 18)), GOLD, upright=False)
    solid(cv, corners((40, -62), (92, -82), (92, 0), (40, -18), by=8), GOLD, gloss=0.6)
    cv.ellipse(91, -41, 12, 39, shadow_of(GOLD, 0.5))
    cv.line("M-44 -34Q-46 -2 -10 -6Q22 -8 14 -34", shadow_of(GOLD, 0.25), 9)
    solid(cv, bar(-84, -42, 14, 18, 5), COPPER)


def _harp(cv: Canvas, rng: Random) -> None:
    for k in range(9):
        x = -46 + k * 9
        cv.line(f"M{x} -136L{x} {-20 - k * 13}", CREAM, 1.8, opacity=0.9)
    for paint, width in ((shadow_of(GOLD, 0.4), 18.0), (GOLD, 13.0), (lighter(GOLD, 0.6), 3.0)):
        cv.line("M-56 -10V-124Q-40 -168 -4 -144T58 -162L-44 -12Z", paint, width)
    solid(cv, bar(-70, -14, 48, 14, 6), GOLD)


def _mask(cv: Canvas, rng: Random) -> None:
    for side in (-1, 1):
        solid(cv, curve((side * 26, -84), (side * 40, -126), (side * 54, -118), (side * 60, -72)), "#f08b3c")
        cv.path(curve((side * 36, -86), (side * 44, -110), (side * 52, -80)).data, "#5a2f2a")
    solid(
        cv,
        curve(
            (-64, -72), (-34, -98), (0, -92), (34, -98), (64, -72), (52, -34), (22, -10), (0, 0), (-22, -10), (-52, -34)
        ),
        "#f08b3c",
        gloss=0.5,
    )
    solid(
        cv,
        curve((-54, -42), (-24, -48), (0, -30), (24, -48), (54, -42), (22, -10), (0, 0), (-22, -10)),
        CREAM,
        shade=0.3,
    )
    for side in (-1, 1):
        cv.path(curve((side * 12, -62), (side * 28, -74), (side * 48, -64), (side * 30, -54)).data, "#33222c")
    solid(cv, oval(0, -14, 9, 7), "#33222c")
    cv.path(corners((-7, -90), (7, -90), (0, -60), by=3).data, RED)


def _top(cv: Canvas, rng: Random) -> None:
    solid(cv, bar(-5, -112, 10, 36, 5), GOLD)
    shape = curve((-56, -62), (-36, -84), (0, -90), (36, -84), (56, -62), (30, -28), (0, 0), (-30, -28))
    solid(cv, shape, RED, gloss=0.6)
    with cv.group(clip=cv.clip(shape.data)):
        cv.line("M-62 -62Q0 -40 62 -62", GOLD, 12)
        cv.line("M-44 -40Q0 -20 44 -40", TEAL, 9)
    shine(cv, -22, -74, 12, 4, turn=-12)


def _doll(cv: Canvas, rng: Random) -> None:
    for side in (-1, 1):
        solid(cv, limb((side * 18, -40, 12), (side * 24, -10, 14)), "#c98f5e")
        solid(cv, limb((side * 30, -84, 11), (side * 50, -60, 13)), "#c98f5e")
        solid(cv, oval(side * 30, -150, 16, 16), "#c98f5e")
        cv.ellipse(side * 30, -150, 8, 8, "#f2c9a0")
    solid(cv, oval(0, -62, 38, 42), "#c98f5e", gloss=0.4)
    cv.ellipse(0, -58, 22, 26, "#f2d3a8", opacity=0.9)
    solid(cv, oval(0, -122, 42, 38), "#d39a68", gloss=0.5)
    cv.ellipse(0, -110, 18, 14, "#f7dfbc")
    for x in (-15, 15):
        solid(cv, oval(x, -128, 5, 6), "#33222c")
    cv.ellipse(0, -117, 6, 4.5, "#4a2a22")
    cv.line("M0 -112V-106M-6 -104Q0 -100 6 -104", "#4a2a22", 2.6)
    solid(cv, curve((0, -84), (-22, -94), (-22, -74)), RED)
    solid(cv, curve((0, -84), (22, -94), (22, -74)), RED)
    solid(cv, oval(0, -84, 7, 7), RED)


def _ball(cv: Canvas, rng: Random) -> None:
    ball = oval(0, -46, 46, 46)
    solid(cv, ball, RED, gloss=0.5)
    with cv.group(clip=cv.clip(ball.data)):
        cv.path("M-20 -96Q-44 -46 -14 4H18Q-10 -46 16 -96Z", CREAM, opacity=0.95)
        cv.path("M30 -96Q10 -46 40 4H80V-96Z", BLUE, opacity=0.9)
        cv.blob(18, -8, 48, 26, shadow_of(RED, 0.8), 0.45)
    shine(cv, -18, -70, 9, 5)


def _wooden_horse(cv: Canvas, rng: Random) -> None:
    for paint, width in ((shadow_of(RED, 0.3), 15.0), (RED, 10.0)):
        cv.line("M-88 -22Q0 24 88 -22", paint, width)
    for x, lean in ((-36, -8), (36, 8)):
        wood(cv, limb((x, -60, 12), (x + lean, -8, 9)), WOOD, rng, upright=True)
    solid(cv, limb((-48, -76, 26), (0, -72, 26), (44, -78, 26)), WOOD, gloss=0.4)
    solid(cv, limb((42, -84, 22), (62, -124, 19), (70, -142, 18)), WOOD)
    solid(cv, limb((66, -144, 17), (92, -126, 12)), WOOD)
    solid(cv, curve((38, -110), (48, -152), (66, -168), (60, -140), (48, -104)), CREAM)
    cv.line("M-70 -84Q-94 -72 -90 -44", CREAM, 11)
    solid(cv, curve((-22, -98), (22, -98), (20, -70), (-20, -70)), BLUE)
    cv.ellipse(76, -144, 4, 4.6, "#33222c")


def _blocks(cv: Canvas, rng: Random) -> None:
    for x, y, paint in ((-56, -48, TEAL), (4, -48, RED), (-26, -98, GOLD)):
        solid(cv, bar(x, y, 50, 50, 8), paint, gloss=0.4)
        solid(cv, star(x + 25, y + 26, 15), lighter(paint, 0.5), gloss=0)


def _skipping_rope(cv: Canvas, rng: Random) -> None:
    cv.line("M-48 -70C-60 10 60 10 48 -70", shadow_of(PINK, 0.4), 9)
    cv.line("M-48 -70C-60 10 60 10 48 -70", PINK, 5)
    for x in (-48, 48):
        solid(cv, bar(x - 8, -112, 16, 46, 7), RED)


def _sledge(cv: Canvas, rng: Random) -> None:
    for y, paint in ((-4, shadow_of(_PAINT, 0.4)), (-8, _PAINT)):
        cv.line(f"M-100 {y}H74Q108 {y} 104 -42", paint, 9)
    for x in (-70, 0, 60):
        solid(cv, bar(x - 5, -42, 10, 36, 3), OAK)
    wood(cv, bar(-104, -56, 196, 18, 8), WOOD, rng)
    cv.line("M100 -44Q130 -60 124 -30", LEATHER, 4)


PROPS = (
    Prop("drum", ("drum", "toy drum"), _drum, 130, 142, "ground"),
    Prop("flute", ("flute", "whistle", "pipe", "panpipe", "recorder"), _flute, 146, 176, "held", grip=0.4),
    Prop("bell", ("bell", "handbell", "golden bell"), _bell, 126, 126, "held", grip=0.9),
    Prop(
        "music box", ("music box", "musical box", "song", "music", "melody", "serenade"), _music_box, 168, 172, "held"
    ),
    Prop(
        "lute",
        ("lute", "guitar", "violin", "fiddle", "mandolin", "ukulele", "banjo"),
        _lute,
        222,
        150,
        "held",
        grip=0.3,
    ),
    Prop("horn", ("horn", "trumpet", "bugle", "megaphone"), _horn, 84, 190, "held", grip=0.5),
    Prop("harp", ("harp", "lyre"), _harp, 172, 140, "ground"),
    Prop("mask", ("mask", "disguise"), _mask, 128, 132, "held", grip=0.4),
    Prop("top", ("spinning top", "toy", "toy top", "humming top"), _top, 114, 116, "held"),
    Prop(
        "doll",
        ("doll", "teddy", "teddy bear", "stuffed animal", "rag doll", "puppet", "plush toy"),
        _doll,
        170,
        130,
        "held",
    ),
    Prop("ball", ("ball", "football", "snowball"), _ball, 94, 94, "ground"),
    Prop("rocking horse", ("rocking horse", "wooden horse", "toy horse"), _wooden_horse, 172, 208, "ground"),
    Prop("blocks", ("toy block", "building block"), _blocks, 100, 116, "ground"),
    Prop("skipping rope", ("skipping rope", "jump rope"), _skipping_rope, 114, 118, "held", grip=0.9),
    Prop("sledge", ("sledge", "sled", "sleigh", "toboggan"), _sledge, 62, 240, "ground"),
)
