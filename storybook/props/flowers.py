"""Small growing things: flowers, leaves, mushrooms, nuts, and what lies about in a wood."""

from math import cos, pi, sin
from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
    COPPER,
    CREAM,
    GOLD,
    GREEN,
    MOSS,
    OAK,
    PINK,
    PURPLE,
    RED,
    corners,
    curve,
    leaf,
    limb,
    oval,
    shadow_of,
    shine,
    solid,
    wood,
)  # fmt: skip


def _bloom(cv: Canvas, x: float, y: float, r: float, colour: str, *, petals: int = 6, heart: str = GOLD) -> None:
    for ring, share in ((0.0, 1.0), (pi / petals, 0.72)):
        for k in range(petals):
            angle = ring + 2 * pi * k / petals
            px, py = x + r * 0.58 * share * cos(angle), y + r * 0.58 * share * sin(angle)
            with cv.group(f"rotate({angle * 180 / pi:.1f} {px:.1f} {py:.1f})"):
                paint = colour if share == 1.0 else lighter(colour, 0.22)
                solid(cv, oval(px, py, r * 0.46 * share + 1, r * 0.36 * share + 1), paint, gloss=0.25, shade=0.28)
    solid(cv, oval(x, y, r * 0.3, r * 0.3), heart, gloss=0.5)


def _tulip(cv: Canvas, x: float, y: float, r: float, colour: str) -> None:
    solid(
        cv,
        curve((x - r, y - r), (x - r * 0.4, y + r), (x + r * 0.4, y + r), (x + r, y - r), (x, y)),
        shadow_of(colour, 0.2),
    )
    solid(cv, curve((x, y - r * 1.2), (x - r * 0.6, y), (x, y + r), (x + r * 0.6, y)), colour, gloss=0.5)


def _stem(cv: Canvas, data: str, width: float = 6.0) -> None:
    cv.line(data, darker(MOSS, 0.15), width)
    cv.line(data, lighter(GREEN, 0.15), width * 0.4, opacity=0.8)


def _flower(cv: Canvas, rng: Random) -> None:
    _stem(cv, "M0 -2C-6 -34 8 -62 0 -104")
    leaf(cv, 0, -34, 46, -32)
    leaf(cv, 1, -48, 40, -146)
    _bloom(cv, 0, -112, 42, "#f4607f")


def _bouquet(cv: Canvas, rng: Random) -> None:
    for angle in (-160, -128, -90, -52, -20):
        leaf(cv, 0, -74, 64, angle, MOSS)
    spots = (
        (-40, -98, 22, PURPLE),
        (40, -98, 22, BLUE),
        (-18, -130, 23, CREAM),
        (22, -128, 23, GOLD),
        (0, -100, 27, "#f4607f"),
    )
    for x, y, r, colour in spots:
        _stem(cv, f"M{x * 0.1:.1f} -60L{x} {y}", 5)
        _bloom(cv, x, y, r, colour, heart=COPPER if colour == GOLD else GOLD)
    solid(cv, corners((-46, -84), (-14, -74), (0, -82), (14, -74), (46, -84), (10, 0), (-10, 0), by=6), "#fbe3d0")
    cv.path(corners((0, -82), (14, -74), (46, -84), (10, 0), (2, -2), by=4).data, "#e3b39a", opacity=0.6)
    solid(cv, curve((0, -36), (-15, -52), (-36, -52), (-34, -24), (-14, -22)), RED)
    solid(cv, curve((0, -36), (15, -52), (36, -52), (34, -24), (14, -22)), RED)
    solid(cv, oval(0, -36, 10, 9), RED, gloss=0.6)


def _wreath(cv: Canvas, rng: Random) -> None:
    for k in range(22):
        angle = 2 * pi * k / 22
        leaf(cv, 46 * cos(angle), -68 + 46 * sin(angle), 34, angle * 180 / pi + 62, MOSS if k % 2 else GREEN)
    for k, colour in enumerate((PINK, CREAM, BLUE, GOLD, PINK, CREAM, PURPLE, GOLD)):
        angle = 2 * pi * k / 8 + 0.3
        heart = COPPER if colour == GOLD else GOLD
        _bloom(cv, 46 * cos(angle), -68 + 46 * sin(angle), 14, colour, petals=5, heart=heart)


def _flowerbed(cv: Canvas, rng: Random) -> None:
    for k in range(13):
        leaf(cv, -72 + k * 12, 0, 38, rng.uniform(-118, -62), MOSS if k % 2 else GREEN)
    for k, colour in enumerate((PINK, GOLD, CREAM, PURPLE, RED, BLUE)):
        x, tall = -68 + k * 27, rng.uniform(48, 74)
        _stem(cv, f"M{x} -2L{x} {-tall:.1f}", 4.5)
        if k % 3 == 1:
            _tulip(cv, x, -tall, 15, colour)
        else:
            _bloom(cv, x, -tall, 18, colour, heart=COPPER if colour == GOLD else GOLD)


def _pot_plant(cv: Canvas, rng: Random) -> None:
    _stem(cv, "M0 -50L0 -82", 5)
    for angle in (-160, -125, -90, -55, -20):
        leaf(cv, 0, -62, 50, angle)
    _bloom(cv, 0, -98, 24, GOLD, heart=COPPER)
    solid(cv, corners((-34, -56), (34, -56), (24, 0), (-24, 0), by=7), COPPER)
    solid(cv, corners((-40, -66), (40, -66), (38, -48), (-38, -48), by=7), lighter(COPPER, 0.12))


def _seedling(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-44, 0), (-28, -16), (0, -22), (28, -16), (44, 0), (0, 3)), "#7b513c")
    _stem(cv, "M0 -18C-2 -36 3 -44 0 -58", 5)
    leaf(cv, 0, -56, 40, -30, "#93cf5e")
    leaf(cv, 0, -56, 40, -150, "#93cf5e")


def _leaf(cv: Canvas, rng: Random) -> None:
    with cv.group("translate(-32 -2) rotate(-58)"):
        cv.line("M0 0L30 0", shadow_of("#e8873c", 0.3), 5)
        solid(
            cv,
            curve((20, 0), (34, -22), (62, -30), (92, -18), (114, 0), (92, 18), (62, 30), (34, 22)),
            "#ec8a35",
            gloss=0.5,
        )
        cv.line("M24 0L100 0M44 0L60 -16M44 0L60 16M68 0L84 -12M68 0L84 12", "#ffd08a", 2.8, opacity=0.8)


def _clover(cv: Canvas, rng: Random) -> None:
    _stem(cv, "M0 0C8 -20 -4 -34 0 -54", 5)
    for turn in (0, 90, 180, 270):
        with cv.group(f"rotate({turn + 45} 0 -58)"):
            solid(
                cv, curve((0, -60), (-20, -76), (-17, -92), (-4, -92), (0, -87), (4, -92), (17, -92), (20, -76)), GREEN
            )
    cv.ellipse(0, -58, 4, 4, lighter(GREEN, 0.5))


def _mushroom(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-18, -4), (-16, -30), (-20, -58), (20, -58), (16, -30), (20, -4), (0, 0)), CREAM, shade=0.4)
    solid(
        cv,
        curve((-54, -52), (-46, -80), (-22, -102), (0, -106), (22, -102), (46, -80), (54, -52), (26, -46), (-26, -46)),
        RED,
        gloss=0.6,
    )
    for x, y, rx, ry in ((-28, -70, 9, 8), (4, -86, 11, 8), (32, -66, 8, 8), (-8, -60, 6, 5)):
        cv.ellipse(x, y, rx, ry, "#fff4e6", opacity=0.95)
    cv.path(curve((-44, -50), (0, -42), (44, -50), (0, -49)).data, "#e8c8a8", opacity=0.8)
    with cv.group("translate(42 0) scale(0.46)"):
        solid(cv, curve((-16, -4), (-14, -30), (-18, -58), (18, -58), (14, -30), (18, -4), (0, 0)), CREAM, shade=0.4)
        solid(cv, curve((-50, -52), (-42, -80), (0, -102), (42, -80), (50, -52), (0, -44)), RED, gloss=0.6)
        cv.ellipse(-12, -76, 12, 9, "#fff4e6")


def _acorn(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-30, -48), (-26, -20), (0, 0), (26, -20), (30, -48), (0, -56)), "#d08a3e", gloss=0.7)
    shine(cv, -12, -32, 4, 8, turn=12, opacity=0.6)
    cap = curve((-38, -46), (-34, -66), (0, -80), (34, -66), (38, -46), (0, -40))
    solid(cv, cap, OAK)
    with cv.group(clip=cv.clip(cap.data)):
        for k in range(-5, 6):
            cv.line(f"M{k * 12} -84l26 44M{k * 12} -84l-26 44", shadow_of(OAK, 0.5), 2, opacity=0.5)
    cv.line("M0 -78Q2 -88 8 -92", shadow_of(OAK, 0.3), 7)


def _pine_cone(cv: Canvas, rng: Random) -> None:
    cv.line("M0 -94V-106", OAK, 8)
    solid(cv, oval(0, -50, 33, 46), shadow_of(OAK, 0.3))
    for row in range(7):
        y, wide = -88 + row * 13, (15, 24, 30, 32, 29, 23, 14)[row]
        count = 2 + (row % 2) + (1 if 1 < row < 6 else 0)
        for k in range(count):
            x = (k - (count - 1) / 2) * wide * 2 / count
            scale = curve((x - 11, y - 4), (x, y + 12), (x + 11, y - 4), (x, y - 10))
            solid(cv, scale, "#b07c4e", gloss=0.5, rim=0.8)


def _feather(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(16 0 0)"):
        solid(
            cv,
            curve((0, -24), (-20, -44), (-24, -80), (-14, -112), (6, -136), (16, -104), (20, -72), (14, -40)),
            "#6fa8dc",
            gloss=0.5,
            shade=0.35,
        )
        cv.line("M-22 -74L-4 -62M-20 -92L-2 -80M18 -84L3 -70M17 -62L2 -50", "#3f6fa8", 2.6, opacity=0.7)
        cv.line("M0 0Q-6 -60 5 -128", "#fff2dc", 3.6)


def _berry_twig(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((0, 0, 5), (6, -40, 4), (-4, -84, 3), (14, -122, 1.5)), OAK, rng, upright=True)
    leaf(cv, 4, -48, 44, -30)
    leaf(cv, -2, -74, 42, -150)
    leaf(cv, 10, -112, 36, -70)


def _blade(cv: Canvas, x: float, tall: float, lean: float, wide: float, colour: str) -> None:
    fill = cv.linear(((0, lighter(colour, 0.3), 1), (0.6, colour, 1), (1, shadow_of(colour, 0.5), 1)), (0, -tall, 0, 0))
    tip = x + lean
    bow = f"Q{x - wide * 0.2 + lean * 0.2:.1f} {-tall * 0.6:.1f} {tip:.1f} {-tall:.1f}"
    cv.path(f"M{x - wide:.1f} 0{bow}Q{x + wide + lean * 0.3:.1f} {-tall * 0.5:.1f} {x + wide:.1f} 0Z", fill)


def _grass(cv: Canvas, rng: Random) -> None:
    for k in range(22):
        x = -50 + k * 4.8
        tall = rng.uniform(48, 94) * (1 - abs(x) / 130)
        _blade(cv, x, tall, x * 0.3 + rng.uniform(-12, 12), 4.2, GREEN if rng.random() < 0.6 else MOSS)


def _reeds(cv: Canvas, rng: Random) -> None:
    for k in range(15):
        x = -42 + k * 6
        _blade(cv, x, rng.uniform(90, 176), x * 0.35 + rng.uniform(-12, 12), 4, MOSS if k % 2 else GREEN)
    for x, tall in ((-22, 170), (8, 200), (30, 150)):
        _stem(cv, f"M{x} 0L{x + 4} {-tall}", 4)
        solid(cv, limb((x + 3, -tall + 44, 9), (x + 4, -tall + 10, 9)), OAK)
    for k in range(6):
        x = -36 + k * 14
        _blade(cv, x, rng.uniform(40, 90), x * 0.3, 4, GREEN)


PROPS = (
    Prop(
        "flower",
        (
            "flower",
            "rose",
            "blossom",
            "daisy",
            "poppy",
            "tulip",
            "lily",
            "sunflower",
            "bluebell",
            "bloom",
            "orchid",
            "dandelion",
            "cornflower",
            "petal",
        ),
        _flower,
        154,
        92,
        "held",
        grip=0.12,
    ),
    Prop(
        "bouquet",
        ("bouquet", "bunch of flower", "bunch of wildflower", "wildflower", "posy"),
        _bouquet,
        158,
        134,
        "held",
        grip=0.15,
    ),
    Prop(
        "wreath",
        ("wreath", "garland", "crown of flower", "flower crown", "laurel"),
        _wreath,
        124,
        140,
        "held",
        grip=0.5,
    ),
    Prop("flowerbed", ("flowerbed", "flower bed", "bed of flower", "flower garden"), _flowerbed, 96, 172, "ground"),
    Prop(
        "pot plant", ("flowerpot", "pot plant", "flower pot", "geranium", "window box"), _pot_plant, 126, 104, "ground"
    ),
    Prop("seedling", ("seedling", "sprout", "sapling", "seed", "young tree"), _seedling, 82, 92, "ground"),
    Prop("leaf", ("leaf", "maple leaf", "oak leaf"), _leaf, 108, 92, "held", grip=0.1),
    Prop("clover", ("clover", "shamrock", "four-leaf clover"), _clover, 98, 76, "held"),
    Prop("mushroom", ("mushroom", "toadstool"), _mushroom, 108, 122, "ground"),
    Prop("acorn", ("acorn", "hazelnut", "nut", "walnut", "chestnut"), _acorn, 94, 78, "held"),
    Prop("pine cone", ("pine cone", "cone", "fir cone"), _pine_cone, 94, 72, "held"),
    Prop("feather", ("feather", "quill", "plume"), _feather, 136, 74, "held", grip=0.08),
    Prop("twig", ("twig", "branch", "stick", "birch twig"), _berry_twig, 146, 84, "held", grip=0.1),
    Prop("grass", ("tuft of grass", "tall grass", "tuft", "fern", "thistle"), _grass, 94, 120, "ground"),
    Prop("reeds", ("reed", "bulrush", "bamboo"), _reeds, 200, 110, "ground"),
)
