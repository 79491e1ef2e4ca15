"""Food and drink."""

from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter
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
    SILVER,
    TEAL,
    WOOD,
    bar,
    corners,
    curve,
    flame,
    leaf,
    oval,
    shadow_of,
    shine,
    solid,
    wood,
)  # fmt: skip

_CRUST = "#d9954c"


def _steam(cv: Canvas, x: float, y: float) -> None:
    cv.line(f"M{x - 14} {y}q-9 -13 0 -24t0 -22M{x + 12} {y - 4}q-9 -13 0 -22t0 -20", "#ffffff", 5, opacity=0.5)


def _apple(cv: Canvas, rng: Random) -> None:
    solid(
        cv,
        curve(
            (0, -70),
            (-22, -80),
            (-44, -66),
            (-48, -36),
            (-30, -6),
            (-10, 0),
            (0, -4),
            (10, 0),
            (30, -6),
            (48, -36),
            (44, -66),
            (22, -80),
        ),
        RED,
        gloss=0.6,
    )
    cv.ellipse(0, -70, 13, 4, shadow_of(RED, 0.6), opacity=0.7)
    cv.line("M0 -70Q0 -88 7 -96", OAK, 6)
    leaf(cv, 3, -82, 40, -24)
    shine(cv, -24, -56, 6, 12, turn=24)


def _pear(cv: Canvas, rng: Random) -> None:
    solid(
        cv,
        curve(
            (0, -104), (-17, -92), (-22, -62), (-42, -34), (-32, -6), (0, 0), (32, -6), (42, -34), (22, -62), (17, -92)
        ),
        "#c8cf5a",
        gloss=0.6,
    )
    cv.line("M0 -102Q0 -114 7 -120", OAK, 6)
    leaf(cv, 3, -108, 36, -10)
    shine(cv, -20, -38, 5, 11, turn=20)


def _bread(cv: Canvas, rng: Random) -> None:
    solid(
        cv,
        curve((-82, -24), (-68, -56), (-30, -72), (30, -72), (68, -56), (82, -24), (66, -2), (-66, -2)),
        _CRUST,
        gloss=0.5,
    )
    for x in (-40, -4, 32):
        solid(cv, curve((x - 12, -42), (x + 4, -66), (x + 18, -68), (x + 4, -40)), "#f6d79c", gloss=0.2, rim=0)


def _cake(cv: Canvas, rng: Random) -> None:
    solid(cv, oval(0, -7, 84, 12), SILVER)
    for y, wide, paint in ((-12, 66, "#f9c8d4"), (-62, 46, "#fff0d8")):
        solid(cv, bar(-wide, y - 50, wide * 2, 50, 12), paint, shade=0.35)
        drips = [
            (-wide, y - 46),
            (-wide, y - 26),
            (-wide * 0.66, y - 34),
            (-wide * 0.4, y - 20),
            (-wide * 0.1, y - 33),
            (wide * 0.22, y - 18),
            (wide * 0.5, y - 34),
            (wide * 0.8, y - 22),
            (wide, y - 30),
            (wide, y - 46),
            (0, y - 58),
        ]
        solid(cv, curve(*drips), PINK if paint == "#fff0d8" else "#ffffff", shade=0.15)
    for x in (-50, -18, 16, 48):
        solid(cv, oval(x, -66, 8, 8), RED, gloss=0.8)
    for x, paint in ((-24, BLUE), (0, GOLD), (24, TEAL)):
        solid(cv, bar(x - 4, -146, 8, 32, 3), paint)
        flame(cv, x, -146, 10, 18, halo=0.8)


def _cupcake(cv: Canvas, rng: Random) -> None:
    solid(cv, corners((-36, -48), (36, -48), (26, 0), (-26, 0), by=6), TEAL)
    cv.line("M-22 -44L-17 -4M-8 -44L-6 -4M8 -44L6 -4M22 -44L17 -4", shadow_of(TEAL, 0.4), 3, opacity=0.5)
    for y, wide in ((-52, 44), (-70, 34), (-86, 22)):
        solid(cv, oval(0, y, wide, 14), PINK, shade=0.3)
    solid(cv, oval(0, -102, 11, 11), RED, gloss=0.8)


def _berries(cv: Canvas, rng: Random) -> None:
    leaf(cv, 0, -62, 46, -20)
    leaf(cv, 0, -62, 46, -160)
    spots = ((-26, -18), (0, -16), (26, -18), (-13, -40), (14, -40), (0, -58))
    for k, (x, y) in enumerate(spots):
        colour = (RED, "#5b57b8", RED, "#5b57b8", RED, "#5b57b8")[k]
        solid(cv, oval(x, y, 17, 17), colour, gloss=0.7)
        shine(cv, x - 6, y - 7, 4, 2.6)


def _grapes(cv: Canvas, rng: Random) -> None:
    cv.line("M0 -96Q2 -110 12 -118", OAK, 6)
    leaf(cv, 0, -98, 44, -160)
    for row, count in enumerate((4, 5, 4, 3, 2, 1)):
        for k in range(count):
            x, y = (k - (count - 1) / 2) * 21, -90 + row * 16
            solid(cv, oval(x, y, 13, 13), PURPLE, gloss=0.7)
            shine(cv, x - 4, y - 5, 2.6, 1.8)


def _bowl(cv: Canvas, rng: Random) -> None:
    _steam(cv, 0, -74)
    cv.ellipse(0, -52, 66, 16, shadow_of(COPPER, 0.4))
    cv.ellipse(0, -50, 58, 12, "#f2b04c")
    for x, y, paint in ((-24, -52, RED), (6, -47, GREEN), (28, -53, "#f7d08a")):
        cv.ellipse(x, y, 8, 4, paint)
    solid(cv, curve((-67, -52), (-56, -18), (-30, -2), (30, -2), (56, -18), (67, -52), (0, -36)), COPPER, gloss=0.5)
    cv.line("M-58 -30Q0 -12 58 -30", CREAM, 6, opacity=0.8)


def _pie(cv: Canvas, rng: Random) -> None:
    _steam(cv, 0, -58)
    solid(cv, corners((-74, -30), (74, -30), (58, 0), (-58, 0), by=8), SILVER)
    solid(cv, curve((-78, -28), (-60, -50), (0, -66), (60, -50), (78, -28), (0, -18)), _CRUST, gloss=0.5)
    cv.line(
        "M-44 -42L-10 -28M-24 -54L22 -28M4 -58L50 -34M44 -44L8 -28M24 -54L-22 -28M-2 -58L-50 -34",
        "#f6d79c",
        6,
        opacity=0.9,
    )


def _cheese(cv: Canvas, rng: Random) -> None:
    solid(cv, corners((-76, -34), (60, -72), (76, -38), by=8), "#ffe08a", gloss=0.3)
    solid(cv, corners((-76, -36), (76, -40), (76, 0), (-72, 0), by=8), "#f8c64c", gloss=0.4)
    for x, y, r in ((-40, -16, 10), (0, -24, 8), (34, -12, 11), (58, -28, 6)):
        cv.ellipse(x, y, r, r * 0.85, shadow_of(GOLD, 0.3), opacity=0.8)


def _fish(cv: Canvas, rng: Random) -> None:
    solid(cv, corners((46, -34), (88, -64), (80, -34), (90, -6), by=8), "#5fa4cf")
    solid(cv, curve((-8, -58), (14, -78), (34, -66), (24, -50)), "#5fa4cf")
    body = curve((-82, -32), (-56, -56), (-8, -66), (38, -48), (56, -34), (38, -18), (-8, -4), (-56, -12))
    solid(cv, body, "#84c4e4", gloss=0.6)
    with cv.group(clip=cv.clip(body.data)):
        cv.blob(-12, -6, 70, 20, "#eefaff", 0.8)
    cv.line(
        "M-36 -52Q-26 -34 -36 -16M-12 -44q8 8 0 18M8 -42q8 8 0 16M26 -38q7 6 0 12", shadow_of(BLUE, 0.3), 3, opacity=0.6
    )
    cv.ellipse(-58, -36, 7, 7, "#ffffff")
    cv.ellipse(-59, -36, 4, 4.5, "#22263c")


def _honey(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(24 24 -96)"):
        wood(cv, bar(20, -150, 8, 70, 4), WOOD, rng, upright=True)
    solid(
        cv,
        curve((-34, -84), (-52, -54), (-46, -16), (-28, 0), (28, 0), (46, -16), (52, -54), (34, -84)),
        COPPER,
        gloss=0.5,
    )
    solid(cv, bar(-40, -98, 80, 22, 9), lighter(COPPER, 0.15))
    solid(
        cv,
        curve(
            (-36, -94),
            (0, -100),
            (36, -94),
            (40, -78),
            (30, -52),
            (22, -76),
            (6, -74),
            (-4, -36),
            (-14, -72),
            (-26, -70),
            (-36, -80),
        ),
        "#ffc23c",
        gloss=0.7,
        shade=0.3,
    )
    solid(cv, corners((-16, -36), (0, -45), (16, -36), (16, -18), (0, -9), (-16, -18), by=3), "#ffe29a", gloss=0)


def _cup(cv: Canvas, rng: Random) -> None:
    _steam(cv, -4, -76)
    cv.line("M32 -56Q66 -58 58 -32Q50 -16 28 -20", shadow_of(BLUE, 0.3), 11)
    cv.line("M32 -56Q66 -58 58 -32Q50 -16 28 -20", BLUE, 7)
    solid(cv, curve((-38, -68), (-36, -28), (-24, -2), (24, -2), (36, -28), (38, -68), (0, -60)), BLUE, gloss=0.5)
    cv.ellipse(0, -67, 38, 9, lighter(BLUE, 0.4))
    cv.ellipse(0, -66, 31, 6.5, "#8a5638")


def _carrot(cv: Canvas, rng: Random) -> None:
    for angle in (-120, -90, -60):
        leaf(cv, 0, -96, 44, angle, MOSS)
    solid(cv, curve((-22, -92), (-18, -54), (0, 0), (18, -54), (22, -92), (0, -102)), "#f08a3c", gloss=0.5)
    cv.line("M-18 -74q10 4 16 0M16 -56q-8 4 -14 0M-10 -38q6 3 10 0", shadow_of("#f08a3c", 0.4), 3, opacity=0.6)


def _pumpkin(cv: Canvas, rng: Random) -> None:
    cv.line("M0 -98Q2 -116 16 -122", MOSS, 12)
    for x, wide in ((-46, 34), (46, 34), (-24, 34), (24, 34), (0, 32)):
        solid(cv, oval(x, -50, wide, 50), "#f08c34", gloss=0.4, shade=0.45)
    leaf(cv, 6, -104, 44, -12)


def _ice_cream(cv: Canvas, rng: Random) -> None:
    solid(cv, corners((-28, -66), (28, -66), (0, 0), by=5), "#e2a55e")
    cv.line("M-20 -62L8 -18M-4 -62L14 -34M20 -62L-8 -18M4 -62L-14 -34", shadow_of("#e2a55e", 0.4), 2.4, opacity=0.5)
    for x, y, paint in ((-17, -82, "#fff0d8"), (17, -82, PINK), (0, -108, "#a6d9b8")):
        solid(cv, oval(x, y, 24, 23), paint, gloss=0.5, shade=0.3)
    solid(cv, oval(0, -134, 9, 9), RED, gloss=0.8)


def _biscuit(cv: Canvas, rng: Random) -> None:
    solid(cv, oval(0, -42, 44, 42), "#dba05a", gloss=0.5)
    for x, y in ((-18, -56), (12, -62), (20, -34), (-10, -30), (-28, -36), (2, -16), (0, -46)):
        solid(cv, oval(x, y, 6, 5), "#6b3f2c", rim=0.6)


def _sweet(cv: Canvas, rng: Random) -> None:
    for side in (-1, 1):
        solid(cv, corners((side * 24, -30), (side * 60, -56), (side * 60, -4), by=6), PINK)
    solid(cv, oval(0, -30, 32, 28), RED, gloss=0.6)
    cv.line("M-20 -46Q-6 -30 -18 -10M2 -56Q16 -30 4 -4M20 -48Q28 -30 20 -12", "#fff0e8", 6, opacity=0.85)


def _chocolate(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(-8 0 -50)"):
        solid(cv, bar(-36, -104, 72, 100, 6), "#6e4030")
        for row in range(2):
            for k in range(2):
                solid(cv, bar(-32 + k * 33, -100 + row * 27, 31, 25, 4), "#875040", gloss=0.5)
        solid(cv, corners((-41, -48), (-20, -54), (0, -46), (20, -54), (41, -48), (40, -2), (-40, -2), by=4), RED)
        solid(cv, bar(-40, -34, 80, 14, 2), GOLD, rim=0)


def _basket(cv: Canvas, rng: Random) -> None:
    cv.line("M-56 -56Q0 -164 56 -56", shadow_of(WOOD, 0.4), 12)
    cv.line("M-56 -56Q0 -164 56 -56", WOOD, 8)
    for x, y, paint in ((-34, -66, RED), (30, -66, "#c8cf5a"), (0, -72, RED), (16, -60, "#f08a3c"), (-16, -60, PURPLE)):
        solid(cv, oval(x, y, 19, 18), paint, gloss=0.6)
    solid(cv, curve((-68, -58), (-58, -12), (-48, 0), (48, 0), (58, -12), (68, -58), (0, -48)), WOOD)
    for row in range(3):
        for k in range(-3, 4):
            x, y = k * (17 - row) + (7 if row % 2 else 0), -40 + row * 14
            cv.line(f"M{x - 6} {y}q6 -6 12 0", lighter(WOOD, 0.4) if k % 2 else shadow_of(WOOD, 0.5), 4, opacity=0.7)
    solid(cv, bar(-72, -64, 144, 15, 7), lighter(WOOD, 0.1))


PROPS = (
    Prop(
        "apple",
        ("apple", "peach", "plum", "cherry", "golden apple", "red apple", "fruit", "tomato"),
        _apple,
        100,
        98,
        "held",
    ),
    Prop("pear", ("pear", "mango", "fig"), _pear, 122, 88, "held"),
    Prop("bread", ("bread", "loaf", "loaf of bread", "bun"), _bread, 74, 166, "held"),
    Prop("cake", ("cake", "birthday cake", "wedding cake"), _cake, 172, 170, "ground"),
    Prop("cupcake", ("cupcake", "muffin", "pudding"), _cupcake, 114, 92, "held"),
    Prop(
        "berries",
        ("berry", "blueberry", "strawberry", "raspberry", "blackberry", "elderberries"),
        _berries,
        86,
        96,
        "held",
    ),
    Prop("grapes", ("grape", "bunch of grape"), _grapes, 120, 110, "held", grip=0.9),
    Prop("bowl", ("bowl", "soup", "stew", "wooden bowl", "bowl of soup", "broth", "porridge"), _bowl, 122, 136, "held"),
    Prop("pie", ("pie", "tart", "pastry", "pancake"), _pie, 108, 158, "held"),
    Prop("cheese", ("cheese", "round cheese"), _cheese, 76, 156, "held"),
    Prop("fish", ("fish", "salmon", "trout"), _fish, 80, 176, "held", grip=0.5),
    Prop("honey", ("honey", "honey pot", "honeypot", "jar of honey", "jam", "jar"), _honey, 150, 108, "held"),
    Prop("cup", ("cup", "mug", "tea", "cup of tea", "milk", "cocoa", "coffee"), _cup, 120, 102, "held"),
    Prop("carrot", ("carrot", "turnip", "vegetable", "parsnip", "radish"), _carrot, 140, 72, "held"),
    Prop("pumpkin", ("pumpkin", "melon", "squash"), _pumpkin, 126, 164, "ground"),
    Prop("ice cream", ("ice cream", "ice-cream", "sundae"), _ice_cream, 146, 84, "held"),
    Prop("biscuit", ("biscuit", "cookie", "waffle", "donut", "doughnut"), _biscuit, 86, 90, "held"),
    Prop("sweet", ("candy", "sweet", "lollipop", "bonbon"), _sweet, 62, 124, "held"),
    Prop("chocolate", ("chocolate", "chocolate bar", "box of chocolate"), _chocolate, 112, 92, "held"),
    Prop(
        "basket",
        ("basket", "picnic", "hamper", "basket of fruit", "picnic basket", "food"),
        _basket,
        114,
        146,
        "held",
        "",
        0.95,
    ),
)
