"""Trees, stones, and what stands or lies about outdoors."""

from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
    CREAM,
    GOLD,
    GREEN,
    LEATHER,
    MOSS,
    OAK,
    PINK,
    RED,
    STONE,
    STRAW,
    WOOD,
    bar,
    corners,
    curve,
    foliage,
    glint,
    limb,
    oval,
    shadow_of,
    shine,
    solid,
    wood,
)  # fmt: skip


def _trunk(cv: Canvas, rng: Random, top: float, wide: float, colour: str = OAK) -> None:
    w = wide / 2
    outline = curve(
        (-w * 0.8, top),
        (-w, top * 0.4),
        (-w * 1.5, -10),
        (-w * 2.1, 0),
        (0, 4),
        (w * 2.1, 0),
        (w * 1.5, -10),
        (w, top * 0.4),
        (w * 0.8, top),
    )
    wood(cv, outline, colour, rng, upright=True)


def _tree(cv: Canvas, rng: Random) -> None:
    _trunk(cv, rng, -220, 52)
    cv.line("M-6 -170Q-40 -210 -66 -236M8 -180Q40 -214 60 -240", OAK, 16)
    foliage(
        cv,
        (
            (0, -300, 120),
            (-96, -270, 86),
            (96, -274, 86),
            (-64, -356, 84),
            (66, -360, 84),
            (0, -404, 88),
            (-36, -254, 74),
            (46, -250, 74),
            (2, -330, 88),
        ),
        "#74b556",
        rng,
    )


def _apple_tree(cv: Canvas, rng: Random) -> None:
    _tree(cv, rng)
    for x, y in ((-100, -262), (-40, -232), (34, -262), (104, -290), (-60, -350), (20, -376), (70, -344), (-8, -306)):
        solid(cv, oval(x, y, 15, 15), RED, gloss=0.7)
        shine(cv, x - 5, y - 6, 4, 2.6)


def _blossom_tree(cv: Canvas, rng: Random) -> None:
    _trunk(cv, rng, -220, 44)
    cv.line("M-6 -170Q-40 -210 -66 -236M8 -180Q40 -214 60 -240", OAK, 14)
    foliage(
        cv,
        (
            (0, -300, 116),
            (-92, -270, 80),
            (92, -274, 80),
            (-62, -350, 80),
            (64, -354, 80),
            (0, -396, 82),
            (-36, -254, 66),
            (46, -250, 66),
            (0, -326, 84),
        ),
        "#f7a8bd",
        rng,
    )


def _pine(cv: Canvas, rng: Random) -> None:
    _trunk(cv, rng, -90, 40)
    for k, (y, wide) in enumerate(((-60, 126), (-150, 108), (-238, 88), (-318, 64))):
        tall = 150 - k * 12
        points = [
            (-wide, y),
            (-wide * 0.62, y + 8),
            (-wide * 0.3, y + 15),
            (0, y + 8),
            (wide * 0.32, y + 15),
            (wide * 0.62, y + 8),
            (wide, y),
            (wide * 0.42, y - tall * 0.55),
            (0, y - tall),
            (-wide * 0.42, y - tall * 0.55),
        ]
        solid(cv, corners(*points, by=14), "#3f8a62", gloss=0.3, shade=0.55)
        cv.line(
            f"M{-wide * 0.5:.0f} {y - 24}q12 10 24 6M{wide * 0.1:.0f} {y - 40}q12 12 26 8"
            f"M{-wide * 0.15:.0f} {y - 74}q10 10 20 6",
            "#7cc08c",
            4,
            opacity=0.6,
        )


def _bush(cv: Canvas, rng: Random) -> None:
    foliage(cv, ((0, -66, 62), (-64, -44, 46), (64, -46, 46), (-30, -34, 38), (34, -36, 38)), "#6cae58", rng)


def _berry_bush(cv: Canvas, rng: Random) -> None:
    _bush(cv, rng)
    for _ in range(14):
        x, y = rng.uniform(-82, 82), rng.uniform(-96, -20)
        solid(cv, oval(x, y, 7, 7), "#5a4fa8" if rng.random() < 0.7 else RED, gloss=0.8)
        shine(cv, x - 2, y - 3, 2, 1.4)


def _thorns(cv: Canvas, rng: Random) -> None:
    for data in (
        "M-90 0C-80 -110 10 -120 30 -40S-40 -10 -30 -70",
        "M90 0C70 -130 -20 -110 -50 -50",
        "M-40 0C-30 -70 60 -110 84 -60",
    ):
        cv.line(data, shadow_of(MOSS, 0.6), 11)
        cv.line(data, shadow_of(MOSS, 0.2), 6)
    for x, y in ((-74, -54), (-30, -92), (26, -76), (60, -90), (78, -44), (-6, -66), (-52, -30)):
        cv.path(f"M{x - 5} {y}L{x + rng.uniform(-8, 8):.1f} {y - 18}L{x + 6} {y}Z", shadow_of(OAK, 0.3))


def _stump(cv: Canvas, rng: Random) -> None:
    outline = curve(
        (-62, -70), (-58, -30), (-84, 0), (-40, -3), (0, 3), (40, -3), (84, 0), (58, -30), (62, -70), (0, -56)
    )
    wood(cv, outline, OAK, rng, upright=True)
    solid(cv, oval(0, -72, 62, 20), "#e3b57c", shade=0.25, gloss=0.2)
    for share in (0.72, 0.46, 0.2):
        rx, ry = 62 * share, 20 * share
        cv.line(
            f"M{-rx:.1f} -72a{rx:.1f} {ry:.1f} 0 1 0 {2 * rx:.1f} 0a{rx:.1f} {ry:.1f} 0 1 0 {-2 * rx:.1f} 0Z",
            "#b07c48",
            2.6,
            opacity=0.7,
        )
    solid(cv, curve((-56, -14), (-66, -32), (-40, -28), (-30, -6)), GREEN, gloss=0.5)


def _log(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((-84, -38, 38), (0, -38, 38), (84, -38, 38)), OAK, rng)
    solid(cv, oval(98, -38, 24, 37), "#e3b57c", shade=0.3)
    for share in (0.68, 0.36):
        rx, ry = 24 * share, 37 * share
        cv.line(
            f"M{98 - rx:.1f} -38a{rx:.1f} {ry:.1f} 0 1 0 {2 * rx:.1f} 0a{rx:.1f} {ry:.1f} 0 1 0 {-2 * rx:.1f} 0Z",
            "#b07c48",
            2.6,
            opacity=0.7,
        )
    solid(cv, limb((-40, -72, 9), (-52, -96, 7)), OAK)
    solid(cv, curve((-90, -60), (-40, -78), (-6, -72), (-14, -56), (-52, -58)), GREEN, gloss=0.5)


def _rock(cv: Canvas, rng: Random) -> None:
    solid(
        cv,
        curve((-84, -8), (-78, -50), (-42, -92), (8, -100), (54, -78), (84, -34), (84, -6), (40, 0), (-44, 0)),
        STONE,
        gloss=0.4,
        shade=0.6,
    )
    cv.path(
        curve((8, -98), (54, -76), (82, -34), (80, -8), (46, -4), (26, -44)).data, shadow_of(STONE, 0.6), opacity=0.22
    )
    cv.line("M-50 -50l20 12l-6 18M30 -60l14 18", shadow_of(STONE, 0.6), 3, opacity=0.5)
    solid(cv, curve((-72, -58), (-44, -92), (-4, -100), (-18, -82), (-36, -80), (-50, -64)), GREEN, gloss=0.4)


def _floating_stone(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -30, 90, "#8fe6ff", 0.4)
    solid(
        cv,
        curve((-118, -66), (-96, -40), (-54, -22), (-20, -2), (12, -4), (50, -22), (98, -40), (118, -66), (0, -50)),
        shadow_of(STONE, 0.25),
        shade=0.6,
    )
    cv.line("M-70 -46l20 10l-4 14M34 -44l-10 16l14 10", shadow_of(STONE, 0.7), 3, opacity=0.5)
    solid(
        cv,
        curve((-120, -66), (-84, -80), (0, -86), (84, -80), (120, -66), (70, -54), (0, -50), (-70, -54)),
        lighter(STONE, 0.2),
        shade=0.25,
    )
    solid(cv, curve((-112, -68), (-88, -80), (-40, -82), (-56, -72), (-82, -62)), GREEN, gloss=0.4)
    solid(cv, curve((64, -60), (90, -76), (112, -68), (96, -58)), GREEN, gloss=0.4)
    for x, y, r in ((-72, -8, 9), (66, -10, 8), (24, 4, 6)):
        solid(cv, oval(x, y - 6, r * 1.2, r), STONE)
    glint(cv, -30, -16, 8, "#d8f6ff")
    glint(cv, 44, -18, 7, "#d8f6ff")


def _pebbles(cv: Canvas, rng: Random) -> None:
    for x, y, rx, ry in ((-36, -12, 26, 13), (30, -11, 28, 12), (-2, -20, 20, 11), (56, -7, 13, 8), (-62, -6, 13, 7)):
        solid(cv, oval(x, y, rx, ry), STONE if x < 10 else "#b8a89c", gloss=0.5)


def _nest(cv: Canvas, rng: Random) -> None:
    cv.ellipse(0, -46, 60, 18, shadow_of(OAK, 0.6))
    for x, turn in ((-26, -14), (2, 4), (28, 14)):
        with cv.group(f"rotate({turn} {x} -54)"):
            solid(cv, oval(x, -56, 18, 24), "#bfe3ea", gloss=0.7, shade=0.3)
            cv.ellipse(x + 4, -62, 2.2, 2.2, "#7a9aa8", opacity=0.7)
            cv.ellipse(x - 6, -54, 1.8, 1.8, "#7a9aa8", opacity=0.7)
    solid(cv, curve((-72, -44), (-40, -36), (0, -32), (40, -36), (72, -44), (58, -8), (0, 0), (-58, -8)), "#a87544")
    for _ in range(30):
        left, at = rng.uniform(-72, 36), rng.uniform(-36, -8)
        cv.line(
            f"M{left:.1f} {at:.1f}q16 {rng.uniform(-8, 8):.1f} 32 {rng.uniform(-6, 6):.1f}",
            rng.choice((STRAW, shadow_of(OAK, 0.3), WOOD)),
            3,
            opacity=0.8,
        )


def _egg(cv: Canvas, rng: Random) -> None:
    egg = curve((0, -104), (-26, -84), (-40, -46), (-32, -14), (0, 0), (32, -14), (40, -46), (26, -84))
    solid(cv, egg, "#f2e3c8", gloss=0.6, shade=0.35)
    with cv.group(clip=cv.clip(egg.data)):
        cv.line("M-44 -62L-26 -74L-8 -60L10 -74L28 -60L46 -72", "#79b7c8", 6, opacity=0.9)
        cv.line("M-46 -32Q0 -18 46 -32", "#e99a8a", 7, opacity=0.9)
    shine(cv, -14, -84, 5, 9, turn=20)


def _shell(cv: Canvas, rng: Random) -> None:
    fan = curve(
        (0, -4), (-22, -10), (-54, -44), (-46, -76), (-20, -92), (0, -96), (20, -92), (46, -76), (54, -44), (22, -10)
    )
    solid(cv, fan, "#f7b7a8", gloss=0.5)
    with cv.group(clip=cv.clip(fan.data)):
        cv.line("".join(f"M0 -4L{x} -98" for x in (-74, -40, -14, 14, 40, 74)), shadow_of(PINK, 0.35), 4, opacity=0.5)
        cv.line("M-56 -48Q0 -76 56 -48", CREAM, 5, opacity=0.5)
    solid(cv, bar(-20, -12, 40, 12, 6), "#f2a08e")
    solid(cv, oval(0, -20, 9, 9), CREAM, gloss=0.9)


def _haystack(cv: Canvas, rng: Random) -> None:
    heap = corners((-118, 0), (-108, -62), (-64, -132), (0, -150), (64, -132), (108, -62), (118, 0), by=34)
    solid(cv, heap, STRAW, gloss=0.5)
    with cv.group(clip=cv.clip(heap.data)):
        for _ in range(80):
            x, y = rng.uniform(-108, 108), rng.uniform(-140, -6)
            straw = rng.choice((shadow_of(STRAW, 0.35), lighter(STRAW, 0.5)))
            cv.line(
                f"M{x:.1f} {y:.1f}l{x * 0.06 + rng.uniform(-6, 6):.1f} {rng.uniform(12, 26):.1f}",
                straw,
                3,
                opacity=0.55,
            )


def _snowman(cv: Canvas, rng: Random) -> None:
    for y, r in ((-52, 62), (-140, 46), (-204, 34)):
        solid(cv, oval(0, y, r, r * 0.9), "#f4f9ff", shade=0.3, gloss=0.2)
    for x in (-12, 12):
        cv.ellipse(x, -212, 4.5, 5, "#2c2a3c")
    solid(cv, curve((0, -204), (4, -194), (34, -194)), "#f08a3c")
    solid(cv, bar(-38, -180, 76, 16, 8), RED)
    solid(cv, bar(14, -174, 18, 44, 6), RED)
    for side in (-1, 1):
        cv.line(f"M{side * 42} -150l{side * 46} -34l{side * 12} -18M{side * 74} -174l{side * 18} 2", OAK, 6)
    for y in (-150, -132):
        cv.ellipse(0, y, 5, 5, BLUE)


def _beehive(cv: Canvas, rng: Random) -> None:
    for y, wide in ((-14, 56), (-36, 60), (-58, 56), (-80, 46), (-100, 31), (-114, 14)):
        solid(cv, bar(-wide, y - 12, wide * 2, 26, 12), STRAW, gloss=0.5)
    cv.path(curve((-15, -4), (-14, -26), (0, -34), (14, -26), (15, -4)).data, "#5a3626")
    for x, y in ((62, -96), (-66, -70), (50, -136)):
        cv.ellipse(x - 3, y - 8, 7, 4.5, "#ffffff", opacity=0.75, turn=-30)
        solid(cv, oval(x, y, 9, 6.5), GOLD)
        cv.line(f"M{x} {y - 5}v10M{x + 4} {y - 4}v8", "#3a2a2a", 2.4)


def _scarecrow(cv: Canvas, rng: Random) -> None:
    wood(cv, bar(-6, -150, 12, 150, 4), OAK, rng, upright=True)
    wood(cv, bar(-96, -176, 192, 11, 5), OAK, rng)
    solid(
        cv,
        corners(
            (-88, -190), (88, -190), (84, -154), (40, -152), (46, -78), (-46, -78), (-40, -152), (-84, -154), by=10
        ),
        "#6f8fc0",
    )
    solid(cv, bar(-17, -128, 26, 24, 4), RED, rim=0.4)
    for x in (-94, 94):
        cv.line(f"M{x} -176l-8 16M{x} -176l0 18M{x} -176l8 16", STRAW, 5)
    solid(cv, oval(0, -218, 32, 32), "#e8c796")
    for x in (-12, 12):
        cv.ellipse(x, -222, 4, 5, "#3a2a2a")
    cv.line("M-12 -206q12 9 24 0", "#7c4a34", 3)
    solid(cv, curve((-52, -236), (-26, -248), (-18, -284), (16, -284), (26, -248), (52, -236), (0, -230)), LEATHER)


PROPS = (
    Prop(
        "tree",
        ("tree", "oak", "lime tree", "linden", "birch", "maple", "beech", "elder bush"),
        _tree,
        492,
        364,
        "ground",
    ),
    Prop(
        "apple tree", ("apple tree", "orchard", "fruit tree", "pear tree", "plum tree"), _apple_tree, 492, 364, "ground"
    ),
    Prop(
        "blossom tree",
        ("blossom tree", "cherry tree", "blossoming tree", "blossoming apple tree"),
        _blossom_tree,
        482,
        350,
        "ground",
    ),
    Prop("pine", ("pine", "fir", "pine tree", "fir tree", "spruce", "christmas tree"), _pine, 432, 252, "ground"),
    Prop("bush", ("bush", "shrub", "hedge", "bramble", "hazel hedge"), _bush, 128, 220, "ground"),
    Prop(
        "berry bush",
        ("berry bush", "blackberry bush", "elderberry", "currant bush", "rose bush"),
        _berry_bush,
        128,
        220,
        "ground",
    ),
    Prop("thorns", ("thorn", "briar", "thorn bush"), _thorns, 116, 200, "ground"),
    Prop("tree stump", ("stump", "tree stump"), _stump, 96, 172, "ground"),
    Prop("log", ("log", "tree trunk", "hollow log", "driftwood", "firewood"), _log, 104, 246, "ground"),
    Prop("rock", ("rock", "boulder", "stone"), _rock, 102, 172, "ground"),
    Prop(
        "floating stone",
        (
            "floating stone",
            "floating rock",
            "floating boulder",
            "floating on a stone",
            "floating on a rock",
            "flying stone",
            "levitating stone",
            "hovering stone",
        ),
        _floating_stone,
        90,
        242,
        "air",
        "#8fe6ff",
    ),
    Prop("pebbles", ("pebble",), _pebbles, 34, 150, "ground"),
    Prop("nest", ("nest",), _nest, 84, 148, "ground"),
    Prop("egg", ("egg", "dragon egg", "easter egg"), _egg, 106, 84, "held"),
    Prop("shell", ("shell", "seashell", "conch", "clam"), _shell, 98, 112, "held"),
    Prop("haystack", ("haystack", "hay", "straw", "heap of straw", "hay bale"), _haystack, 154, 236, "ground"),
    Prop("snowman", ("snowman",), _snowman, 238, 200, "ground"),
    Prop("beehive", ("beehive", "hive", "bee"), _beehive, 146, 150, "ground"),
    Prop("scarecrow", ("scarecrow",), _scarecrow, 286, 208, "ground"),
)
