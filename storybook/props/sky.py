"""Things that hang, drift or fly in the air."""

from math import cos, pi, sin
from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter
from storybook.painting.light import Light
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
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
    flame,
    glint,
    oval,
    shadow_of,
    shine,
    solid,
    star,
)  # fmt: skip


def _cloud(cv: Canvas, rng: Random) -> None:
    puffs = ((-84, -36, 36), (84, -36, 38), (-44, -66, 46), (40, -70, 50), (0, -40, 40))
    for x, y, r in puffs:
        solid(cv, oval(x, y, r, r), "#eef4fc", gloss=0.0, shade=0.3, rim=0.4)
    for x, y, r in puffs:
        cv.blob(x - r * 0.1, y - r * 0.1, r * 0.95, r * 0.9, "#ffffff", 0.9)
    cv.blob(0, -14, 104, 16, "#a9b6d8", 0.5)


def _rainbow(cv: Canvas, rng: Random) -> None:
    for k, colour in enumerate(("#f2615a", "#f7994a", "#f9d45c", "#7cc86a", "#5aa8e8", "#8f78d8")):
        r = 186 - k * 17
        cv.line(f"M{-r} -12A{r} {r} 0 0 1 {r} -12", colour, 18, opacity=0.85)
    cv.line("M-192 -12A192 192 0 0 1 192 -12", "#ffffff", 4, opacity=0.35)
    for side in (-1, 1):
        for x, y, r in ((116, -24, 26), (150, -34, 34), (186, -24, 28)):
            solid(cv, oval(side * x, y, r, r * 0.85), "#f2f6fd", gloss=0.5, shade=0.25, rim=0.3)


def _star(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -52, 72, "#ffe27a", 0.7)
    with cv.lit_by(Light()):
        solid(cv, star(0, -50, 62, by=11), "#ffd54f", gloss=0.7, shade=0.25)
    shine(cv, -10, -72, 5, 8, turn=24)
    glint(cv, 34, -88, 10)


def _moon(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -60, 78, "#fff2c0", 0.6)
    with cv.lit_by(Light()):
        shape = "M26 -116A60 60 0 1 0 54 -32A48 48 0 1 1 26 -116Z"
        cv.path(shape, cv.linear(((0, "#fffbe0", 1), (1, "#f4cf7c", 1))))
    glint(cv, 34, -70, 10)


def _balloon(cv: Canvas, rng: Random) -> None:
    for x, y, colour, lean in ((-42, -216, BLUE, -24), (40, -208, GOLD, 22), (0, -246, RED, 0)):
        cv.line(f"M{x} {y + 46}Q{lean * 0.2} -100 0 0", CREAM, 2.4)
        solid(
            cv,
            curve(
                (x, y - 48),
                (x - 34, y - 28),
                (x - 38, y),
                (x - 14, y + 36),
                (x, y + 44),
                (x + 14, y + 36),
                (x + 38, y),
                (x + 34, y - 28),
            ),
            colour,
            gloss=0.6,
        )
        solid(cv, corners((x, y + 40), (x - 8, y + 52), (x + 8, y + 52), by=2), colour, gloss=0)
        shine(cv, x - 15, y - 24, 6, 11, turn=24, opacity=0.7)


def _hot_air_balloon(cv: Canvas, rng: Random) -> None:
    cv.line("M-70 -180L-30 -70M70 -180L30 -70M-26 -150L-20 -70M26 -150L20 -70", OAK, 4)
    bag = curve(
        (0, -420),
        (-84, -392),
        (-126, -314),
        (-104, -232),
        (-52, -160),
        (0, -150),
        (52, -160),
        (104, -232),
        (126, -314),
        (84, -392),
    )
    solid(cv, bag, RED, gloss=0.4)
    with cv.group(clip=cv.clip(bag.data)):
        for x in (-1, 1):
            cv.path(
                f"M0 -424C{x * 60} -400 {x * 66} -240 {x * 26} -140L{x * 6} -140C{x * 24} -240 {x * 20} -400 0 -424Z",
                GOLD,
                opacity=0.9,
            )
            cv.path(
                f"M0 -424C{x * 130} -400 {x * 130} -240 {x * 60} -140L{x * 46} -140"
                f"C{x * 96} -240 {x * 96} -400 0 -424Z",
                CREAM,
                opacity=0.8,
            )
        cv.blob(-50, -360, 60, 50, "#ffffff", 0.4)
        cv.blob(70, -210, 70, 110, shadow_of(RED, 0.7), 0.45)
    flame(cv, 0, -104, 24, 40, halo=0.8)
    solid(cv, corners((-44, -76), (44, -76), (34, 0), (-34, 0), by=10), WOOD)
    cv.line(
        "M-40 -54H40M-38 -34H38M-36 -14H36M-20 -70L-16 -4M0 -70V-4M20 -70L16 -4", shadow_of(WOOD, 0.5), 3, opacity=0.5
    )
    solid(cv, bar(-50, -84, 100, 16, 8), LEATHER)


def _kite(cv: Canvas, rng: Random) -> None:
    cv.line("M0 -84C-28 -58 30 -36 2 0", CREAM, 3)
    for x, y, colour in ((-6, -62, GOLD), (10, -36, TEAL), (6, -12, PINK)):
        solid(cv, curve((x, y), (x - 18, y - 9), (x - 16, y + 9)), colour)
        solid(cv, curve((x, y), (x + 18, y - 9), (x + 16, y + 9)), colour)
    solid(cv, corners((0, -246), (66, -172), (0, -80), (-66, -172), by=5), RED, gloss=0.4)
    cv.path("M0 -244L64 -172H0Z", GOLD, opacity=0.9)
    cv.path("M0 -84L-64 -172H0Z", BLUE, opacity=0.9)
    cv.line("M0 -242V-84M-62 -172H62", OAK, 4)


def _snowflake(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -52, 58, "#d8f0ff", 0.4)
    for k in range(6):
        with cv.group(f"rotate({k * 60} 0 -52)"):
            cv.line("M0 -52V-100M0 -78l-14 -12M0 -78l14 -12M0 -66l-9 -8M0 -66l9 -8", "#eaf7ff", 6)
    solid(cv, oval(0, -52, 8, 8), "#ffffff")


def _butterfly(cv: Canvas, rng: Random) -> None:
    for side in (-1, 1):
        solid(
            cv,
            curve((0, -46), (side * 24, -90), (side * 58, -94), (side * 60, -62), (side * 30, -44)),
            "#f7b24a",
            gloss=0.5,
        )
        solid(
            cv,
            curve((0, -42), (side * 30, -44), (side * 46, -22), (side * 28, -2), (side * 10, -14)),
            "#ee7f4e",
            gloss=0.4,
        )
        cv.ellipse(side * 42, -74, 8, 8, CREAM, opacity=0.9)
        cv.ellipse(side * 27, -24, 6, 6, CREAM, opacity=0.9)
        cv.line(f"M0 -74Q{side * 6} -94 {side * 14} -98", "#4a3038", 3)
    solid(cv, curve((0, -78), (-6, -62), (-5, -20), (0, -8), (5, -20), (6, -62)), "#5a3c48")


def _bubbles(cv: Canvas, rng: Random) -> None:
    for x, y, r in ((-30, -36, 32), (32, -74, 26), (-14, -110, 20), (38, -20, 16)):
        cv.ellipse(x, y, r, r, cv.radial(((0, "#ffffff", 0.05), (0.8, "#c9efff", 0.3), (1, "#ffffff", 0.85))))
        shine(cv, x - r * 0.35, y - r * 0.4, r * 0.22, r * 0.13)


def _umbrella(cv: Canvas, rng: Random) -> None:
    cv.line("M0 -170V-18Q0 0 -15 0Q-29 -1 -29 -16", shadow_of(OAK, 0.3), 10)
    cv.line("M0 -170V-18Q0 0 -15 0Q-29 -1 -29 -16", WOOD, 6)
    dome = "M-96 -108C-92 -206 92 -206 96 -108Q64 -128 36 -108Q0 -130 -36 -108Q-64 -128 -96 -108Z"
    top = curve((-96, -108), (-80, -154), (0, -184), (80, -154), (96, -108))
    cv.path(dome, cv.linear(((0, lighter(RED, 0.3), 1), (0.5, RED, 1), (1, shadow_of(RED, 0.5), 1))))
    with cv.group(clip=cv.clip(dome)):
        cv.path("M0 -186C-40 -170 -40 -130 -36 -100L36 -100C40 -130 40 -170 0 -186Z", CREAM, opacity=0.9)
        cv.blob(-46, -150, 40, 22, "#ffffff", 0.45)
        cv.line(top.data, lighter(RED, 0.6), 5, opacity=0.5)
    solid(cv, oval(0, -184, 5, 9), OAK)


def _sun(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -78, 104, "#ffdf70", 0.6)
    for k in range(12):
        with cv.group(f"rotate({k * 30} 0 -78)"):
            cv.path(corners((-9, -128), (9, -128), (0, -154), by=3).data, "#ffc93c", raw=True)
    with cv.lit_by(Light()):
        solid(cv, oval(0, -78, 44, 44), "#ffd54f", gloss=0.7, shade=0.22)


def _portal(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -160, 180, "#a78bff", 0.5)
    for share, colour in ((1.0, "#7c5ce0"), (0.82, "#9f86f5"), (0.62, "#c4b5ff"), (0.4, "#e9e2ff"), (0.2, "#ffffff")):
        cv.ellipse(0, -160, 104 * share, 156 * share, colour, raw=True, opacity=0.75)
    for k in range(5):
        angle = k * 2 * pi / 5
        x, y = 66 * cos(angle), -160 + 100 * sin(angle)
        cv.line(
            f"M{x:.1f} {y:.1f}Q{x * 0.4 - 24 * sin(angle):.1f} {-160 + (y + 160) * 0.4 + 24 * cos(angle):.1f} 0 -160",
            "#ffffff",
            5,
            raw=True,
            opacity=0.5,
        )
        glint(cv, 96 * cos(angle + 0.5), -160 + 146 * sin(angle + 0.5), 12, "#f0e8ff")


def _magic_carpet(cv: Canvas, rng: Random) -> None:
    edge = (
        (-128, -40),
        (-64, -66),
        (0, -50),
        (64, -70),
        (128, -56),
        (108, -14),
        (54, -26),
        (0, -8),
        (-60, -22),
        (-116, 0),
    )
    for k, side in enumerate((-1, 1)):
        for y in (-34, -24, -14, -4):
            x = side * (121 - (y + 34) * 0.35)
            cv.line(f"M{x:.1f} {y - k * 16}l{side * 16} 5", GOLD, 5)
    carpet = curve(*edge)
    solid(cv, carpet, PURPLE, gloss=0.5)
    inner = curve(*((x * 0.86, -38 + (y + 38) * 0.6) for x, y in edge))
    cv.line(inner.data, GOLD, 4.5)
    solid(cv, star(0, -30, 15, by=3), GOLD, gloss=0)
    for x, y in ((-58, -42), (58, -46)):
        solid(cv, star(x, y, 10, by=2), "#f9b7c8", gloss=0)
    glint(cv, -96, -62, 9)
    glint(cv, 100, -74, 8)


def _paper_plane(cv: Canvas, rng: Random) -> None:
    solid(cv, corners((-60, -40), (64, -76), (-6, -18), by=3), "#ffffff", shade=0.25)
    solid(cv, corners((-6, -18), (64, -76), (16, 0), by=3), "#e4ecf6", shade=0.35)
    cv.path("M-20 -30L64 -76L-14 -4Z", shadow_of("#dfe7f2", 0.3), opacity=0.7)
    cv.line("M-84 -22q-14 6 -4 14M-60 -8q-12 8 0 12", "#ffffff", 3, opacity=0.7)


PROPS = (
    Prop("cloud", ("cloud",), _cloud, 124, 250, "air"),
    Prop("rainbow", ("rainbow",), _rainbow, 208, 430, "air"),
    Prop("star", ("star", "shooting star", "fallen star"), _star, 116, 118, "air", "#ffe27a", 0.5),
    Prop("crescent", ("crescent", "crescent moon"), _moon, 122, 122, "air", "#fff2c0", 0.5),
    Prop("balloons", ("balloon", "bunch of balloon"), _balloon, 296, 164, "air", "", 0.02),
    Prop(
        "hot-air balloon",
        ("hot-air balloon", "hot air balloon", "a balloon of", "airship", "zeppelin"),
        _hot_air_balloon,
        422,
        254,
        "air",
    ),
    Prop("kite", ("kite",), _kite, 248, 134, "air", "", 0.02),
    Prop("snowflake", ("snowflake", "ice crystal"), _snowflake, 104, 96, "air"),
    Prop("butterfly", ("butterfly", "moth", "dragonfly"), _butterfly, 100, 124, "air"),
    Prop("bubbles", ("bubble", "soap bubble"), _bubbles, 132, 118, "air"),
    Prop("umbrella", ("umbrella", "parasol"), _umbrella, 194, 194, "held", "", 0.05),
    Prop("sun", ("toy sun", "sun wheel"), _sun, 156, 154, "air", "#ffdf70"),
    Prop(
        "portal", ("portal", "magic portal", "magic door", "gateway of light"), _portal, 316, 212, "ground", "#a78bff"
    ),
    Prop("magic carpet", ("magic carpet", "flying carpet", "carpet"), _magic_carpet, 78, 282, "air"),
    Prop("paper plane", ("paper plane", "paper aeroplane", "paper airplane"), _paper_plane, 78, 172, "air"),
)
