"""Things of house, pantry and journey."""

from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter, mix
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
    COPPER,
    CREAM,
    GOLD,
    GREEN,
    IRON,
    LEATHER,
    OAK,
    PINK,
    PURPLE,
    RED,
    SILVER,
    STONE,
    STRAW,
    TEAL,
    WOOD,
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


def _sack(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-30, -112), (-16, -98), (16, -98), (30, -112), (10, -120), (-12, -118)), "#c9a878")
    solid(
        cv,
        curve((-18, -98), (-46, -74), (-62, -36), (-52, -4), (0, 0), (52, -4), (62, -36), (46, -74), (18, -98)),
        "#d3b285",
        gloss=0.5,
    )
    cv.line("M-22 -80Q-34 -56 -36 -30M18 -82Q32 -60 30 -40", shadow_of("#d3b285", 0.5), 3, opacity=0.4)
    cv.line("M-22 -98Q0 -90 22 -98", RED, 8)
    solid(cv, bar(4, -50, 30, 30, 5), mix("#d3b285", COPPER, 0.5), gloss=0.2, rim=0.4)
    cv.line("M8 -50v-4M18 -50v-4M28 -50v-4M8 -20v4M18 -20v4M28 -20v4", CREAM, 2.4)


def _satchel(cv: Canvas, rng: Random) -> None:
    cv.line("M-48 -60C-44 -150 44 -150 48 -60", shadow_of(LEATHER, 0.3), 9)
    solid(cv, bar(-56, -80, 112, 80, 16), LEATHER, gloss=0.4)
    solid(cv, curve((-58, -82), (58, -82), (52, -44), (0, -30), (-52, -44)), lighter(LEATHER, 0.14), gloss=0.4)
    solid(cv, bar(-11, -46, 22, 24, 5), GOLD)


def _backpack(cv: Canvas, rng: Random) -> None:
    solid(cv, limb((-50, -128, 16), (50, -128, 16)), BLUE)
    solid(cv, bar(-58, -118, 116, 116, 26), LEATHER, gloss=0.4)
    solid(cv, bar(-42, -56, 84, 48, 12), lighter(LEATHER, 0.15))
    solid(
        cv,
        curve((-58, -112), (0, -124), (58, -112), (56, -72), (0, -64), (-56, -72)),
        mix(LEATHER, RED, 0.35),
        gloss=0.4,
    )
    for x in (-28, 28):
        solid(cv, bar(x - 6, -84, 12, 36, 4), GOLD)


def _purse(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-14, -66), (-40, -40), (-42, -12), (0, 0), (42, -12), (40, -40), (14, -66)), PURPLE, gloss=0.5)
    solid(cv, curve((-24, -84), (0, -76), (24, -84), (12, -64), (-12, -64)), lighter(PURPLE, 0.2))
    cv.line("M-15 -66Q0 -60 15 -66", GOLD, 6)
    solid(cv, oval(26, -10, 12, 11), GOLD, gloss=0.7)
    solid(cv, star(-4, -32, 12, by=3), GOLD, gloss=0)


def _pillow(cv: Canvas, rng: Random) -> None:
    solid(
        cv,
        curve(
            (-72, -62),
            (-40, -56),
            (0, -60),
            (40, -56),
            (72, -62),
            (66, -32),
            (72, -2),
            (40, -6),
            (0, -2),
            (-40, -6),
            (-72, -2),
            (-66, -32),
        ),
        "#b9c8f0",
        gloss=0.6,
        shade=0.35,
    )
    cv.line("M-56 -52l14 12M56 -52l-14 12M-56 -10l14 -10M56 -10l-14 -10", shadow_of(BLUE, 0.2), 3, opacity=0.4)
    solid(cv, star(0, -32, 14), CREAM, gloss=0)


def _blanket(cv: Canvas, rng: Random) -> None:
    for k, (y, paint) in enumerate(((-20, RED), (-42, CREAM), (-62, TEAL))):
        solid(cv, bar(-76 + k * 3, y - 6, 152 - k * 6, 26, 12), paint, shade=0.4)
        cv.line(f"M{-60 + k * 3} {y + 7}H{56 - k * 3}", lighter(paint, 0.35) if k != 1 else PINK, 3, opacity=0.7)
    for x in range(-66, 70, 12):
        cv.line(f"M{x} 0v4", CREAM, 3)


def _mirror(cv: Canvas, rng: Random) -> None:
    solid(cv, limb((0, -66, 9), (0, -34, 8), (0, -8, 11)), GOLD)
    solid(cv, oval(0, -118, 50, 58), GOLD, gloss=0.5)
    glass = oval(0, -118, 39, 47)
    cv.path(glass.data, cv.linear(((0, "#f2fbff", 1), (0.5, "#b4dcf0", 1), (1, "#7fb0d8", 1))))
    with cv.group(clip=cv.clip(glass.data)):
        cv.path("M-50 -100L10 -180H30L-50 -72ZM-40 -66L36 -166H44L-30 -60Z", "#ffffff", opacity=0.5)
    solid(cv, oval(0, -178, 9, 9), RED, gloss=0.8)
    glint(cv, 30, -148, 10)


def _potion(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -42, 62, "#d58bff", 0.5)
    solid(cv, bar(-12, -128, 24, 22, 6), WOOD)
    glass = curve(
        (-13, -108), (-13, -84), (-44, -52), (-46, -20), (-22, 0), (22, 0), (46, -20), (44, -52), (13, -84), (13, -108)
    )
    cv.path(glass.data, "#e8f4ff", opacity=0.55)
    with cv.group(clip=cv.clip(glass.data)):
        cv.path("M-60 -56Q-20 -66 0 -56T60 -56V10H-60Z", cv.linear(((0, "#f2a6ff", 1), (1, "#8a3fd0", 1)), raw=True))
        for x, y, r in ((-14, -34, 6), (12, -22, 8), (4, -46, 4), (-4, -14, 4)):
            cv.ellipse(x, y, r, r, "#ffe6ff", opacity=0.6, raw=True)
        cv.line(glass.data, "#ffffff", 6, opacity=0.5)
    solid(cv, bar(-18, -112, 36, 11, 5), "#cfe2f4")
    shine(cv, -27, -50, 5, 14, turn=24)
    glint(cv, 30, -84, 9)


def _cauldron(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -114, 62, "#8ff07a", 0.5)
    for x in (-44, 44):
        solid(cv, limb((x, -18, 11), (x * 1.2, -4, 9)), IRON)
    solid(cv, curve((-70, -96), (-86, -56), (-66, -16), (0, -2), (66, -16), (86, -56), (70, -96)), "#4c5068", gloss=0.5)
    solid(cv, oval(0, -100, 78, 19), "#5d627c")
    cv.ellipse(0, -102, 66, 13, "#7fe06a", raw=True)
    for x, y, r in ((-30, -106, 12), (8, -112, 15), (36, -104, 10), (-8, -136, 8), (24, -146, 6)):
        solid(cv, oval(x, y, r, r), "#a4f08c", gloss=0.7, shade=0.2)


def _jug(cv: Canvas, rng: Random) -> None:
    cv.line("M30 -92Q70 -90 58 -54Q52 -34 34 -36", shadow_of(COPPER, 0.3), 11)
    solid(
        cv,
        curve(
            (-20, -118),
            (-18, -90),
            (-44, -56),
            (-42, -16),
            (-20, 0),
            (20, 0),
            (42, -16),
            (44, -56),
            (18, -90),
            (28, -118),
            (0, -112),
        ),
        COPPER,
        gloss=0.5,
    )
    cv.line("M-43 -42Q0 -28 43 -42", CREAM, 6, opacity=0.8)


def _kettle(cv: Canvas, rng: Random) -> None:
    cv.line("M-36 -74C-30 -136 30 -136 36 -74", IRON, 9)
    solid(cv, limb((40, -36, 11), (70, -52, 8), (80, -80, 6)), COPPER)
    solid(
        cv,
        curve((-38, -80), (-58, -44), (-50, -6), (0, 0), (50, -6), (58, -44), (38, -80), (0, -90)),
        COPPER,
        gloss=0.6,
    )
    solid(cv, oval(0, -90, 9, 8), OAK)
    cv.line("M88 -92q-8 -12 2 -20", "#ffffff", 6, opacity=0.55)


def _stool(cv: Canvas, rng: Random) -> None:
    for x, lean in ((-36, -14), (36, 14), (0, 0)):
        wood(cv, limb((x, -78, 8), (x + lean, -5, 7)), OAK, rng, upright=True)
    solid(cv, bar(-60, -96, 120, 24, 11), WOOD, gloss=0.4)


def _chair(cv: Canvas, rng: Random) -> None:
    for x in (-46, 34):
        wood(cv, bar(x, -184, 13, 184, 6), OAK, rng, upright=True)
    for y in (-176, -146):
        wood(cv, bar(-46, y, 92, 18, 7), WOOD, rng)
    wood(cv, bar(-54, -92, 108, 20, 8), WOOD, rng)


def _table(cv: Canvas, rng: Random) -> None:
    for x in (-94, 78):
        wood(cv, bar(x, -104, 17, 104, 6), OAK, rng, upright=True)
    wood(cv, bar(-112, -122, 224, 24, 10), WOOD, rng)
    solid(cv, corners((-52, -124), (52, -124), (40, -84), (0, -98), (-40, -84), by=6), "#f4e3dc", shade=0.3)
    solid(cv, bar(-14, -152, 28, 30, 9), TEAL)
    for x, y in ((-10, -160), (10, -160), (0, -170)):
        solid(cv, oval(x, y, 10, 9), PINK)


def _bed(cv: Canvas, rng: Random) -> None:
    wood(cv, bar(-150, -136, 20, 136, 8), OAK, rng, upright=True)
    wood(cv, bar(132, -96, 18, 96, 8), OAK, rng, upright=True)
    wood(cv, bar(-140, -50, 280, 24, 6), WOOD, rng)
    solid(cv, bar(-132, -80, 268, 40, 14), CREAM)
    solid(cv, bar(-128, -108, 76, 40, 18), "#dfe8fb", gloss=0.5)
    solid(cv, curve((-60, -92), (30, -100), (134, -92), (138, -36), (-64, -36)), "#7f9be0", gloss=0.4)
    for x, y in ((-20, -72), (40, -56), (92, -76)):
        solid(cv, star(x, y, 12, by=3), CREAM, gloss=0)


def _throne(cv: Canvas, rng: Random) -> None:
    solid(
        cv, curve((-66, -40), (-72, -210), (-44, -236), (0, -256), (44, -236), (72, -210), (66, -40)), GOLD, gloss=0.4
    )
    solid(cv, curve((-50, -56), (-52, -196), (0, -226), (52, -196), (50, -56)), "#b33a50", gloss=0.4)
    for x in (-76, 52):
        solid(cv, bar(x, -120, 24, 120, 9), GOLD)
        solid(cv, oval(x + 12, -124, 17, 15), lighter(GOLD, 0.15))
    solid(cv, bar(-60, -86, 120, 34, 13), "#cf4a5f", gloss=0.5)
    solid(cv, bar(-56, -54, 112, 54, 7), GOLD)
    solid(cv, oval(0, -258, 13, 13), TEAL, gloss=0.8)


def _barrel(cv: Canvas, rng: Random) -> None:
    wood(
        cv,
        curve(
            (-46, -122),
            (-57, -94),
            (-60, -62),
            (-57, -28),
            (-46, -2),
            (-24, 1),
            (0, 2),
            (24, 1),
            (46, -2),
            (57, -28),
            (60, -62),
            (57, -94),
            (46, -122),
            (0, -118),
        ),
        WOOD,
        rng,
        upright=True,
    )
    cv.line("M-18 -116Q-24 -60 -18 2M18 -116Q24 -60 18 2", shadow_of(WOOD, 0.5), 3, opacity=0.5)
    solid(cv, oval(0, -122, 47, 12), OAK, gloss=0.2)
    for y, wide in ((-94, 55), (-28, 55)):
        cv.line(f"M{-wide} {y}Q0 {y + 14} {wide} {y}", shadow_of(IRON, 0.2), 10)
        cv.line(f"M{-wide + 4} {y - 1}Q{-wide * 0.4:.0f} {y + 9} 0 {y + 7}", lighter(IRON, 0.5), 3, opacity=0.8)


def _crate(cv: Canvas, rng: Random) -> None:
    for k in range(3):
        wood(cv, bar(-56, -106 + k * 36, 112, 34, 5), WOOD, rng)
    for x in (-58, 42):
        wood(cv, bar(x, -108, 16, 108, 4), OAK, rng, upright=True)
    with cv.group("rotate(-44 0 -54)"):
        wood(cv, bar(-58, -60, 116, 13, 4), OAK, rng)


def _cage(cv: Canvas, rng: Random) -> None:
    cv.line("M-9 -196A10 10 0 1 1 9 -196", GOLD, 6)
    cv.path(curve((-64, -20), (-64, -120), (0, -186), (64, -120), (64, -20)).data, "#2c3048", opacity=0.22)
    for x in (-62, -38, -13, 13, 38, 62):
        cv.line(f"M{x} -16V-116Q{x} -160 0 -188", shadow_of(IRON, 0.3), 8)
        cv.line(f"M{x - 1} -18V-114", lighter(IRON, 0.5), 2.4, opacity=0.8)
    metal(cv, bar(-72, -96, 144, 12, 5), IRON, upright=False)
    metal(cv, bar(-76, -22, 152, 22, 9), IRON, upright=False)


def _books(cv: Canvas, rng: Random) -> None:
    for y, wide, shift, paint in ((-30, 124, 0, RED), (-58, 108, 8, TEAL), (-84, 116, -6, PURPLE)):
        solid(cv, bar(shift - wide / 2, y, wide, 28, 7), paint)
        solid(cv, bar(shift - wide / 2 + 12, y + 5, wide - 10, 18, 4), CREAM, gloss=0, rim=0)


def _brush(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(18 0 0)"):
        wood(cv, limb((0, -58, 6), (0, -140, 5)), WOOD, rng, upright=True)
        metal(cv, bar(-9, -66, 18, 22, 4), SILVER)
        solid(cv, curve((-10, -46), (-14, -24), (0, 0), (14, -24), (10, -46)), BLUE, gloss=0.5)


def _bandage(cv: Canvas, rng: Random) -> None:
    solid(cv, bar(-66, -22, 108, 20, 6), "#fbf3e4")
    solid(cv, oval(30, -36, 36, 34), "#fbf3e4", gloss=0.3)
    for r in (24, 14, 5):
        cv.line(
            f"M{30 - r} -36a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z", shadow_of(CREAM, 0.35), 2.6, opacity=0.6
        )
    cv.path("M-44 -19h7v-6h7v6h7v7h-7v6h-7v-6h-7Z", RED)


def _hat(cv: Canvas, rng: Random) -> None:
    solid(cv, oval(0, -12, 74, 15), STRAW)
    solid(cv, curve((-42, -14), (-38, -58), (0, -72), (38, -58), (42, -14), (0, -6)), STRAW, gloss=0.5)
    cv.line("M-42 -24Q0 -12 42 -24", RED, 11)


def _hourglass(cv: Canvas, rng: Random) -> None:
    for x in (-38, 38):
        solid(cv, bar(x - 4, -122, 8, 112, 4), OAK)
    glass = curve(
        (-30, -116),
        (-24, -84),
        (-4, -66),
        (-24, -46),
        (-30, -14),
        (30, -14),
        (24, -46),
        (4, -66),
        (24, -84),
        (30, -116),
    )
    cv.path(glass.data, "#dff3ff", opacity=0.6)
    with cv.group(clip=cv.clip(glass.data)):
        cv.path("M-30 -92Q0 -84 30 -92L3 -66V-40L30 -10H-30L-3 -40V-66Z", GOLD)
        cv.line(glass.data, "#ffffff", 5, opacity=0.7)
    wood(cv, bar(-48, -132, 96, 18, 8), WOOD, rng)
    wood(cv, bar(-48, -18, 96, 18, 8), WOOD, rng)


def _stones(cv: Canvas, rng: Random) -> None:
    for y, rx, ry, paint in (
        (-20, 56, 20, STONE),
        (-54, 42, 17, "#b8a89c"),
        (-82, 30, 13, STONE),
        (-103, 19, 10, "#c6b9ae"),
    ):
        solid(cv, oval(0, y, rx, ry), paint, gloss=0.5)


def _skates(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-40, -92), (-42, -30), (-38, -20), (48, -20), (52, -38), (16, -50), (4, -92)), CREAM, gloss=0.4)
    cv.line("M-6 -80h14M-4 -66h16M0 -52h18", GREEN, 4)
    cv.line("M-50 -4H56Q66 -6 64 -14M-26 -20V-4M30 -20V-4", IRON, 7)


PROPS = (
    Prop("sack", ("sack", "bag", "bag of flour", "bag of seed", "sack of flour"), _sack, 122, 128, "ground"),
    Prop("satchel", ("satchel", "pouch", "shoulder bag"), _satchel, 130, 120, "held", grip=0.95),
    Prop("backpack", ("backpack", "rucksack", "knapsack"), _backpack, 146, 138, "worn_back", "", 0.5),
    Prop("purse", ("purse", "wallet", "coin purse"), _purse, 86, 92, "held"),
    Prop("pillow", ("pillow", "cushion"), _pillow, 64, 148, "held"),
    Prop("blanket", ("blanket", "quilt", "rug", "towel"), _blanket, 72, 156, "ground"),
    Prop("mirror", ("mirror", "looking glass", "hand mirror"), _mirror, 188, 104, "held", "", 0.12),
    Prop(
        "potion",
        ("potion", "bottle", "vial", "flask", "medicine", "perfume", "magic potion"),
        _potion,
        130,
        96,
        "held",
        "#d58bff",
    ),
    Prop("cauldron", ("cauldron", "pot", "soup pot"), _cauldron, 154, 176, "ground", "#8ff07a"),
    Prop("jug", ("jug", "pitcher", "vase", "amphora", "urn", "clay jug"), _jug, 122, 112, "held"),
    Prop("kettle", ("kettle", "teapot"), _kettle, 124, 152, "held"),
    Prop("stool", ("stool", "milk stool"), _stool, 98, 124, "ground"),
    Prop("chair", ("chair", "bench", "seat"), _chair, 186, 112, "ground"),
    Prop("table", ("table", "feast", "desk"), _table, 182, 228, "ground"),
    Prop("bed", ("bed", "cradle", "cot"), _bed, 138, 304, "ground"),
    Prop("throne", ("throne",), _throne, 274, 156, "ground"),
    Prop("barrel", ("barrel", "cask", "keg"), _barrel, 136, 122, "ground"),
    Prop("crate", ("crate", "wooden crate"), _crate, 110, 118, "ground"),
    Prop("cage", ("cage", "birdcage", "prison"), _cage, 208, 154, "ground"),
    Prop("books", ("pile of book", "stack of book", "homework", "library book"), _books, 88, 130, "ground"),
    Prop("brush", ("paintbrush", "paint brush", "pencil"), _brush, 140, 60, "held"),
    Prop("bandage", ("bandage", "first aid kit", "roll of bandage"), _bandage, 72, 136, "held"),
    Prop("hat", ("hat", "straw hat"), _hat, 78, 150, "head"),
    Prop("hourglass", ("hourglass", "sandglass"), _hourglass, 134, 98, "held"),
    Prop("cairn", ("cairn", "pile of stone", "heap of stone", "stack of stone"), _stones, 114, 114, "ground"),
    Prop("skates", ("skate", "ice skate"), _skates, 98, 118, "held"),
)
