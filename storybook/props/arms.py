"""What a hero carries: swords, shields, staffs, helmets and wands."""

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
    IRON,
    LEATHER,
    OAK,
    PURPLE,
    RED,
    SILVER,
    STRAW,
    WOOD,
    bar,
    corners,
    curve,
    gem,
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


def _sword(cv: Canvas, rng: Random) -> None:
    blade = corners((-17, -58), (-17, -174), (0, -208), (17, -174), (17, -58), by=5)
    metal(cv, blade, SILVER)
    cv.line("M0 -64L0 -172", lighter(SILVER, 0.7), 5, opacity=0.9)
    solid(cv, bar(-10, -54, 20, 44, 7), LEATHER)
    cv.line("M-10 -44L10 -37M-10 -32L10 -25M-10 -20L10 -13", shadow_of(LEATHER, 0.5), 3, opacity=0.7)
    solid(cv, curve((-44, -68), (0, -60), (44, -68), (46, -54), (0, -46), (-46, -54)), GOLD, gloss=0.6)
    solid(cv, oval(0, -9, 14, 12), GOLD)
    gem(cv, 0, -57, 17, 22, BLUE)
    glint(cv, 10, -170, 13)


def _shield(cv: Canvas, rng: Random) -> None:
    rim = (
        (0, -134),
        (-30, -124),
        (-58, -126),
        (-60, -74),
        (-40, -28),
        (0, 0),
        (40, -28),
        (60, -74),
        (58, -126),
        (30, -124),
    )
    solid(cv, curve(*rim), GOLD, gloss=0.5)
    inner = curve(*((x * 0.82, -68 + (y + 68) * 0.84) for x, y in rim))
    solid(cv, inner, BLUE, gloss=0.5)
    with cv.group(clip=cv.clip(inner.data)):
        cv.path("M0 -140H80V10H0Z", lighter(BLUE, 0.3), opacity=0.35)
    solid(cv, star(0, -74, 34), GOLD, gloss=0.5)


def _staff(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((0, -4, 9), (5, -90, 9), (-4, -180, 10), (2, -262, 10)), OAK, rng, upright=True)
    cv.line("M0 -262C-40 -276 -40 -326 -4 -340C28 -346 38 -318 26 -302", shadow_of(OAK, 0.3), 19)
    cv.line("M0 -262C-40 -276 -40 -326 -4 -340C28 -346 38 -318 26 -302", OAK, 14)
    cv.line("M-2 -266C-34 -280 -36 -322 -4 -336", lighter(OAK, 0.35), 3)
    cv.glow(-2, -302, 54, "#7df0d8", 0.7)
    solid(cv, oval(-2, -303, 22, 22), "#56d8c8", gloss=0.8)
    shine(cv, -6, -309, 5, 3)
    for y in (-176, -164):
        cv.line(f"M-10 {y}L8 {y - 2}", GOLD, 6)


def _helmet(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((4, -118), (-30, -142), (-60, -120), (-68, -84), (-50, -98), (-30, -108)), RED, gloss=0.5)
    metal(
        cv,
        curve((-52, -8), (-56, -62), (-34, -104), (0, -116), (34, -104), (56, -62), (52, -8), (20, 0), (-20, 0)),
        SILVER,
    )
    cv.path(
        curve((-36, -62), (0, -54), (36, -62), (36, -42), (12, -36), (10, -6), (-10, -6), (-12, -36), (-36, -42)).data,
        "#2c2a3c",
    )
    metal(cv, bar(-58, -76, 116, 15, 7), GOLD, upright=False)
    metal(cv, bar(-6, -116, 12, 62, 6), GOLD)
    glint(cv, 30, -92, 11)


def _wand(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -118, 52, "#ffe27a", 0.7)
    solid(cv, limb((0, -4, 5), (0, -90, 5)), PURPLE)
    solid(cv, bar(-7, -26, 14, 22, 5), GOLD)
    solid(cv, star(0, -114, 30), "#ffd54f", gloss=0.6, shade=0.3)
    glint(cv, 30, -140, 11)
    glint(cv, -32, -96, 8)


def _bow(cv: Canvas, rng: Random) -> None:
    cv.line("M-14 -170L-14 -4", CREAM, 2.4)
    solid(cv, limb((-16, -172, 4), (14, -140, 6), (30, -88, 8), (14, -36, 6), (-16, -3, 4), steps=20), WOOD)
    solid(cv, bar(20, -104, 18, 34, 7), LEATHER)
    cv.line("M-50 -87L52 -87", shadow_of(STRAW, 0.2), 5)
    metal(cv, corners((48, -98), (70, -87), (48, -76), by=3), SILVER)
    for x in (-52, -42):
        cv.path(f"M{x} -87l-12 -11h9l12 11l-12 11h-9Z", RED)


def _spear(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((0, -3, 6), (0, -120, 6), (0, -240, 6)), WOOD, rng, upright=True)
    metal(cv, curve((0, -308), (-17, -264), (-8, -236), (8, -236), (17, -264)), SILVER)
    solid(cv, bar(-9, -244, 18, 16, 5), RED)


def _axe(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((2, -4, 8), (-3, -70, 7), (2, -140, 8)), WOOD, rng, upright=True)
    metal(cv, curve((-8, -138), (26, -146), (52, -154), (60, -118), (50, -82), (26, -96), (-8, -104)), SILVER)
    cv.line("M54 -148Q64 -118 52 -88", lighter(SILVER, 0.8), 4)
    solid(cv, bar(-16, -142, 30, 40, 7), IRON)


def _slingshot(cv: Canvas, rng: Random) -> None:
    cv.line("M-32 -98Q0 -50 32 -98", RED, 6)
    for side in (-1, 1):
        solid(cv, limb((0, -44, 9), (side * 24, -66, 8), (side * 34, -106, 8)), OAK)
    wood(cv, limb((0, -6, 9), (0, -50, 10)), OAK, rng, upright=True)
    solid(cv, bar(-13, -82, 26, 16, 6), LEATHER)


def _boots(cv: Canvas, rng: Random) -> None:
    for x, paint in ((-32, LEATHER), (30, LEATHER)):
        solid(
            cv,
            curve(
                (x - 20, -92),
                (x - 22, -30),
                (x - 22, -6),
                (x, -3),
                (x + 34, -4),
                (x + 38, -24),
                (x + 18, -38),
                (x + 18, -92),
            ),
            paint,
            gloss=0.5,
        )
        solid(cv, bar(x - 25, -104, 48, 22, 9), lighter(paint, 0.3))
        solid(cv, bar(x - 24, -9, 64, 10, 5), shadow_of(paint, 0.6), gloss=0)
        cv.line(f"M{x - 20} -46L{x + 18} -46", GOLD, 5)


def _belt(cv: Canvas, rng: Random) -> None:
    solid(cv, curve((-74, -44), (0, -30), (74, -44), (72, -12), (0, 0), (-72, -12)), "#2f3040", gloss=0.4)
    solid(cv, bar(-22, -38, 44, 42, 8), GOLD)
    cv.path(bar(-11, -27, 22, 20, 4).data, "#2f3040")


def _cape(cv: Canvas, rng: Random) -> None:
    solid(
        cv,
        curve((-28, -176), (28, -176), (52, -90), (84, -8), (44, -16), (10, 0), (-30, -14), (-84, -4), (-52, -90)),
        RED,
        gloss=0.4,
    )
    cv.line(
        "M-14 -160Q-34 -80 -44 -24M12 -160Q24 -80 26 -22M0 -160Q-4 -80 -6 -14", shadow_of(RED, 0.6), 5, opacity=0.45
    )
    solid(cv, limb((-32, -176, 12), (0, -166, 12), (32, -176, 12)), lighter(RED, 0.15))
    solid(cv, oval(0, -166, 14, 14), GOLD, gloss=0.6)


def _lance(cv: Canvas, rng: Random) -> None:
    for k in range(9):
        y = -8 - k * 26
        solid(cv, bar(-9, y - 24, 18, 27, 6), GREEN if k % 2 else lighter(GREEN, 0.2))
    cv.line("M0 -150q26 -16 44 -6M0 -96q-26 -16 -42 -4", GREEN, 5)


def _target(cv: Canvas, rng: Random) -> None:
    for side in (-1, 1):
        wood(cv, limb((side * 18, -120, 8), (side * 56, -4, 8)), OAK, rng, upright=True)
    for radius, paint in ((72, CREAM), (56, RED), (39, CREAM), (22, RED)):
        solid(cv, oval(0, -112, radius, radius), paint, gloss=0.3, shade=0.3, rim=0.5)
    cv.line("M4 -112L44 -146", COPPER, 5)
    cv.path("M40 -150l18 -10l-2 10l10 4l-16 8Z", BLUE)


PROPS = (
    Prop("sword", ("sword", "dagger", "katana", "sword blade", "knife"), _sword, 208, 94, "held", grip=0.15),
    Prop("shield", ("shield",), _shield, 136, 122, "held", grip=0.5),
    Prop("staff", ("staff", "walking stick", "cane", "crook", "magic staff"), _staff, 344, 76, "held", "#7df0d8", 0.4),
    Prop("helmet", ("helmet", "helm of steel"), _helmet, 144, 126, "head"),
    Prop("wand", ("wand", "magic wand", "scepter", "sceptre"), _wand, 154, 92, "held", "#ffe27a", 0.1),
    Prop("bow", ("bow and arrow", "longbow", "crossbow", "arrow"), _bow, 176, 132, "held", grip=0.5),
    Prop("spear", ("spear", "lance", "trident", "halberd"), _spear, 310, 40, "held", grip=0.45),
    Prop("axe", ("axe", "hatchet"), _axe, 158, 84, "held", grip=0.15),
    Prop("slingshot", ("slingshot", "sling", "catapult of twig"), _slingshot, 116, 88, "held", grip=0.15),
    Prop("boots", ("boot", "shoe", "winged boot", "sandal"), _boots, 106, 130, "ground"),
    Prop("belt", ("belt", "black belt", "sash"), _belt, 50, 152, "held", grip=0.5),
    Prop("cape", ("cape", "cloak", "hero cape", "robe"), _cape, 190, 174, "worn_back", "", 0.9),
    Prop("bamboo pole", ("pole", "bamboo pole", "bamboo staff", "rod"), _lance, 244, 92, "held", grip=0.4),
    Prop("target", ("target", "practice dummy", "bullseye"), _target, 186, 150, "ground"),
)
