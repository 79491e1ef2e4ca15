"""Things that carry one over land, water and air."""

from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter
from storybook.props.machines import draw_cog
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
    COPPER,
    CREAM,
    GOLD,
    IRON,
    LEATHER,
    OAK,
    RED,
    SILVER,
    STRAW,
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

_PAINT = "#5fa36c"


def _wheel(cv: Canvas, x: float, radius: float) -> None:
    y = -radius
    solid(cv, oval(x, y, radius, radius), OAK)
    cv.ellipse(x, y, radius * 0.72, radius * 0.72, darker(OAK, 0.55))
    spokes = "".join(
        f"M{x} {y}l{dx * radius * 0.74:.1f} {dy * radius * 0.74:.1f}"
        for dx, dy in ((0, 1), (0, -1), (0.87, 0.5), (-0.87, 0.5), (0.87, -0.5), (-0.87, -0.5))
    )
    cv.line(spokes, WOOD, radius * 0.16)
    solid(cv, oval(x, y, radius * 0.24, radius * 0.24), GOLD)


def _tyre(cv: Canvas, x: float, radius: float) -> None:
    solid(cv, oval(x, -radius, radius, radius), "#4a4c62", gloss=0.3)
    solid(cv, oval(x, -radius, radius * 0.55, radius * 0.55), SILVER)
    solid(cv, oval(x, -radius, radius * 0.2, radius * 0.2), GOLD)


def _boat(cv: Canvas, rng: Random) -> None:
    wood(cv, bar(-6, -264, 12, 216, 5), OAK, rng, upright=True)
    solid(cv, curve((8, -252), (70, -190), (104, -96), (56, -84), (8, -80)), CREAM, gloss=0.4, shade=0.3)
    solid(cv, curve((-8, -240), (-48, -170), (-76, -96), (-40, -84), (-8, -82)), "#f2907c", gloss=0.4, shade=0.35)
    solid(cv, corners((2, -290), (52, -276), (2, -260), by=4), RED)
    hull = curve((-136, -72), (-60, -58), (40, -58), (142, -78), (112, -24), (76, -2), (-80, -2), (-114, -26))
    wood(cv, hull, WOOD, rng)
    with cv.group(clip=cv.clip(hull.data)):
        cv.line("M-140 -46Q0 -30 140 -50M-120 -22Q0 -10 126 -26", shadow_of(WOOD, 0.5), 3, opacity=0.5)
        cv.line("M-140 -68Q-60 -54 40 -54T146 -74", RED, 10)


def _rowing_boat(cv: Canvas, rng: Random) -> None:
    cv.ellipse(0, -64, 116, 14, darker(OAK, 0.4))
    wood(cv, bar(-40, -70, 28, 14, 5), WOOD, rng)
    wood(cv, bar(26, -70, 28, 14, 5), WOOD, rng)
    wood(
        cv, curve((-136, -76), (-60, -56), (60, -56), (136, -76), (108, -22), (72, 0), (-72, 0), (-108, -22)), WOOD, rng
    )
    cv.line("M-120 -48Q0 -26 120 -48", shadow_of(WOOD, 0.5), 3, opacity=0.5)
    solid(cv, limb((-30, -70, 5), (60, -30, 5), (98, -12, 5)), OAK)
    solid(cv, limb((98, -14, 12), (126, -2, 10)), lighter(WOOD, 0.2))


def _ship(cv: Canvas, rng: Random) -> None:
    for x, tall in ((-74, 300), (44, 340)):
        wood(cv, bar(x - 6, -tall, 12, tall - 80, 5), OAK, rng, upright=True)
        solid(cv, corners((x, -tall - 22), (x + 46, -tall - 10), (x, -tall + 4), by=3), RED)
        for y, wide in ((-tall + 20, 54), (-tall + 110, 70)):
            solid(
                cv,
                curve(
                    (x - wide, y),
                    (x + wide, y),
                    (x + wide + 10, y + 40),
                    (x + wide - 4, y + 78),
                    (x - wide + 4, y + 78),
                    (x - wide + 14, y + 40),
                ),
                CREAM,
                gloss=0.4,
                shade=0.3,
            )
    wood(
        cv,
        curve(
            (-196, -140),
            (-150, -96),
            (-40, -88),
            (90, -92),
            (170, -130),
            (196, -134),
            (160, -40),
            (110, 0),
            (-120, 0),
            (-160, -44),
        ),
        WOOD,
        rng,
    )
    cv.line("M-168 -70Q0 -44 176 -84", GOLD, 8)
    for x in (-100, -50, 0, 50, 100):
        solid(cv, oval(x, -38, 12, 12), darker(OAK, 0.3), gloss=0.1)


def _raft(cv: Canvas, rng: Random) -> None:
    for k in range(4):
        y, wide = -58 + k * 15, 104 + k * 8
        wood(cv, bar(-wide, y - 11, wide * 2, 24, 11), lighter(WOOD, 0.12 if k % 2 else 0.0), rng)
        solid(cv, oval(wide - 6, y + 1, 7, 11), "#e8c08a", rim=0.5)
    for x in (-66, 62):
        cv.line(f"M{x * 0.92:.0f} -68L{x * 1.1:.0f} -2", shadow_of(STRAW, 0.3), 11)
        cv.line(f"M{x * 0.92:.0f} -68L{x * 1.1:.0f} -2", STRAW, 7)


def _cart(cv: Canvas, rng: Random) -> None:
    cv.line("M96 -66L188 -82", shadow_of(OAK, 0.4), 13)
    cv.line("M96 -67L188 -83", OAK, 8)
    for k in range(4):
        wood(cv, bar(-112 + k * 62, -132, 15, 60, 5), OAK, rng, upright=True)
    for y in (-128, -100):
        wood(cv, bar(-122, y, 234, 21, 6), WOOD, rng)
    wood(cv, bar(-122, -76, 234, 22, 7), OAK, rng)
    _wheel(cv, -62, 46)
    _wheel(cv, 62, 46)


def _wagon(cv: Canvas, rng: Random) -> None:
    solid(
        cv,
        curve((-150, -112), (-156, -214), (-90, -262), (0, -270), (90, -262), (156, -214), (150, -112)),
        "#f8ead2",
        gloss=0.4,
        shade=0.3,
    )
    cv.line("M-88 -258Q-100 -180 -92 -114M0 -268V-114M88 -258Q100 -180 92 -114", shadow_of(CREAM, 0.35), 5, opacity=0.5)
    wood(cv, bar(-158, -124, 316, 56, 9), "#b8553f", rng)
    cv.line("M-150 -96H150", GOLD, 6)
    _wheel(cv, -96, 50)
    _wheel(cv, 96, 50)


def _wheelbarrow(cv: Canvas, rng: Random) -> None:
    cv.line("M-130 -74L60 -34", shadow_of(OAK, 0.3), 12)
    cv.line("M-46 -54L-58 -4", OAK, 11)
    solid(cv, corners((-74, -104), (84, -104), (58, -42), (-48, -50), by=9), _PAINT, gloss=0.4)
    solid(cv, bar(-82, -112, 172, 15, 7), lighter(_PAINT, 0.15))
    _wheel(cv, 72, 32)


def _car(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-70, -92), (-48, -148), (16, -152), (54, -92)), BLUE, gloss=0.4)
    cv.path(curve((-54, -94), (-38, -134), (6, -138), (34, -94)).data, "#cfeeff")
    cv.line("M-14 -138V-94", BLUE, 7)
    solid(
        cv,
        curve((-132, -40), (-126, -86), (-70, -98), (60, -98), (118, -82), (136, -40), (110, -28), (-110, -28)),
        RED,
        gloss=0.6,
    )
    solid(cv, oval(122, -64, 12, 13), "#fff2b8")
    solid(cv, bar(-142, -46, 284, 18, 9), SILVER)
    _tyre(cv, -76, 36)
    _tyre(cv, 78, 36)


def _plane(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-160, -84), (-176, -140), (-146, -138), (-116, -92)), RED)
    solid(cv, limb((-150, -80, 14), (-60, -80, 30), (40, -80, 40), (96, -78, 34)), CREAM, gloss=0.5)
    solid(cv, curve((-10, -112), (6, -142), (40, -140), (52, -112)), "#bfe8fa", gloss=0.7)
    solid(cv, limb((-40, -66, 12), (0, -52, 15), (70, -54, 12)), RED)
    metal(cv, bar(124, -112, 12, 66, 5), GOLD)
    solid(cv, curve((138, -80), (134, -150), (146, -140), (144, -80), (146, -20), (134, -12)), WOOD)
    solid(cv, oval(140, -80, 12, 12), GOLD)
    cv.line("M-20 -46L-26 -20M50 -46L56 -20", IRON, 7)
    _tyre(cv, -28, 20)
    _tyre(cv, 58, 20)


def _train(cv: Canvas, rng: Random) -> None:
    for x, y, r in ((96, -236, 16), (72, -258, 22)):
        cv.blob(x, y, r * 1.4, r * 1.1, "#ffffff", 0.8)
    solid(cv, corners((84, -160), (76, -214), (124, -214), (116, -160), by=6), IRON)
    solid(cv, bar(-20, -156, 156, 96, 30), TEAL, gloss=0.5)
    solid(cv, bar(-132, -210, 116, 152, 12), RED, gloss=0.4)
    cv.path(bar(-108, -184, 66, 54, 8).data, "#cfeeff")
    solid(cv, bar(-144, -222, 140, 20, 9), darker(RED, 0.25))
    metal(cv, bar(34, -158, 14, 98, 4), GOLD)
    solid(cv, oval(136, -112, 13, 16), "#fff2b8")
    solid(cv, bar(-140, -66, 284, 22, 8), IRON)
    for x, r in ((-92, 40), (24, 27), (92, 27)):
        _wheel(cv, x, r)


def _submarine(cv: Canvas, rng: Random) -> None:
    cv.line("M-4 -150V-192h26", shadow_of(GOLD, 0.2), 10)
    solid(cv, bar(-40, -154, 76, 44, 14), GOLD)
    solid(cv, curve((-140, -62), (-166, -108), (-150, -112), (-112, -76), (-150, -12), (-166, -18)), COPPER)
    solid(cv, limb((-92, -64, 46), (0, -64, 62), (92, -64, 48)), "#f6c64c", gloss=0.5, shade=0.45)
    for x in (-56, 4, 64):
        solid(cv, oval(x, -70, 23, 23), COPPER)
        solid(cv, oval(x, -70, 16, 16), "#9fe3f5", gloss=0.8)
        shine(cv, x - 5, -76, 4, 3)


def _glider(cv: Canvas, rng: Random) -> None:
    cv.line("M-30 -92L0 -10L30 -92M-40 -10H40", OAK, 6)
    for side, paint in ((-1, RED), (1, "#f7a14c")):
        solid(
            cv,
            corners((0, -150), (side * 198, -92), (side * 120, -84), (side * 60, -72), (0, -84), by=6),
            paint,
            gloss=0.4,
        )
        cv.line(f"M0 -148L{side * 118} -86M0 -148L{side * 60} -74", CREAM, 3, opacity=0.7)
    solid(cv, star(0, -112, 15), CREAM, gloss=0)
    cv.line("M0 -148V-84", OAK, 6)


def _bicycle(cv: Canvas, rng: Random) -> None:
    for x in (-76, 76):
        cv.line(f"M{x - 48} -50a48 48 0 1 0 96 0a48 48 0 1 0 -96 0Z", "#4a4c62", 9)
        cv.line(f"M{x} -98V-2M{x - 48} -50H{x + 48}M{x - 34} -84L{x + 34} -16M{x + 34} -84L{x - 34} -16", SILVER, 2)
    cv.line("M-76 -50L-34 -116H52L76 -50M-34 -116L4 -50H-76M4 -50L52 -116M52 -116L46 -146H66", TEAL, 9)
    solid(cv, bar(-56, -134, 44, 15, 7), LEATHER)
    draw_cog(cv, 4, -50, 15, GOLD)


PROPS = (
    Prop("boat", ("boat", "sailboat", "sailing boat", "sail"), _boat, 292, 282, "ground"),
    Prop("rowing boat", ("rowing boat", "rowboat", "canoe", "oar", "dinghy"), _rowing_boat, 84, 276, "ground"),
    Prop("ship", ("ship", "galleon", "ark"), _ship, 364, 400, "ground"),
    Prop("raft", ("raft",), _raft, 66, 256, "ground"),
    Prop("cart", ("cart", "handcart", "hay cart"), _cart, 140, 316, "ground"),
    Prop("wagon", ("wagon", "carriage", "caravan"), _wagon, 274, 324, "ground"),
    Prop("wheelbarrow", ("wheelbarrow", "barrow", "plough"), _wheelbarrow, 116, 240, "ground"),
    Prop("car", ("car", "automobile", "tractor", "bulldozer", "vehicle", "truck", "tank"), _car, 156, 286, "ground"),
    Prop(
        "plane", ("plane", "aeroplane", "airplane", "flying machine", "helicopter", "drone"), _plane, 158, 328, "ground"
    ),
    Prop("train", ("train", "locomotive", "steam engine"), _train, 282, 300, "ground"),
    Prop("submarine", ("submarine",), _submarine, 198, 308, "ground"),
    Prop("hang glider", ("hang glider", "paraglider", "parachute"), _glider, 154, 398, "air"),
    Prop("bicycle", ("bicycle", "bike"), _bicycle, 150, 254, "ground"),
)
