"""Machines and instruments: what an inventor fox builds, wears and looks through."""

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
    IRON,
    LEATHER,
    OAK,
    RED,
    SILVER,
    TEAL,
    WOOD,
    Outline,
    bar,
    corners,
    curve,
    flame,
    glint,
    limb,
    metal,
    oval,
    shadow_of,
    shine,
    solid,
    wood,
)  # fmt: skip


def cog(x: float, y: float, radius: float, *, teeth: int = 9) -> Outline:
    """Outline a gear wheel."""
    points = []
    for k in range(teeth):
        for share, reach in ((-0.32, 0.8), (-0.2, 1.0), (0.2, 1.0), (0.32, 0.8)):
            angle = 2 * pi * (k + share) / teeth
            points.append((x + radius * reach * cos(angle), y + radius * reach * sin(angle)))
    return corners(*points, by=radius * 0.07)


def draw_cog(cv: Canvas, x: float, y: float, radius: float, colour: str, *, teeth: int = 9) -> None:
    """Draw a gear wheel with its hub."""
    solid(cv, cog(x, y, radius, teeth=teeth), colour, gloss=0.5)
    solid(cv, oval(x, y, radius * 0.56, radius * 0.56), shadow_of(colour, 0.28), gloss=0.2)
    solid(cv, oval(x, y, radius * 0.26, radius * 0.26), lighter(colour, 0.25))


def _rivets(cv: Canvas, points: tuple[tuple[float, float], ...], colour: str = GOLD) -> None:
    for x, y in points:
        solid(cv, oval(x, y, 3.6, 3.6), colour, gloss=0.7)


def _lamp(cv: Canvas, x: float, y: float, radius: float, colour: str) -> None:
    solid(cv, oval(x, y, radius * 1.3, radius * 1.3), shadow_of(GOLD, 0.2))
    cv.glow(x, y, radius * 2.6, colour, 0.5)
    cv.ellipse(x, y, radius, radius, lighter(colour, 0.35), raw=True)
    shine(cv, x - radius * 0.35, y - radius * 0.4, radius * 0.3, radius * 0.2)


def _jetpack(cv: Canvas, rng: Random) -> None:
    for x in (-34, 34):
        flame(cv, x, -70, 1, 1, halo=0)
        with cv.group(f"translate({x} -64) scale(1 -1)"):
            flame(cv, 0, 0, 34, 66, halo=0.7)
    for side in (-1, 1):
        solid(cv, corners((side * 54, -120), (side * 84, -86), (side * 80, -70), (side * 54, -84), by=8), "#f7cf6a")
        solid(
            cv,
            corners((side * 34 - 20, -72), (side * 34 + 20, -72), (side * 34 + 25, -54), (side * 34 - 25, -54), by=6),
            IRON,
        )
        solid(cv, limb((side * 34, -176, 21), (side * 34, -140, 25), (side * 34, -94, 23)), RED, gloss=0.6)
        solid(
            cv,
            curve(
                (side * 34 - 20, -178),
                (side * 34 - 12, -198),
                (side * 34, -206),
                (side * 34 + 12, -198),
                (side * 34 + 20, -178),
                (side * 34, -172),
            ),
            CREAM,
        )
        metal(cv, bar(side * 34 - 25, -132, 50, 11, 5), GOLD)
        metal(cv, bar(side * 34 - 24, -86, 48, 10, 5), GOLD)
    solid(cv, bar(-20, -166, 40, 82, 12), LEATHER)
    solid(cv, bar(-15, -158, 30, 36, 9), SILVER)
    _lamp(cv, 0, -140, 9, "#58e6ff")
    _rivets(cv, ((-10, -106), (10, -106), (-10, -94), (10, -94)))


def _machine(cv: Canvas, rng: Random) -> None:
    metal(cv, bar(44, -246, 26, 74, 8), COPPER)
    solid(cv, bar(38, -256, 38, 16, 7), shadow_of(COPPER, 0.2))
    for x, y, r in ((62, -272, 14), (78, -286, 18)):
        cv.blob(x, y, r * 1.3, r, "#ffffff", 0.7)
    draw_cog(cv, -84, -150, 38, GOLD)
    solid(cv, bar(-96, -184, 192, 150, 26), TEAL, gloss=0.5)
    metal(cv, bar(-100, -72, 200, 15, 7), GOLD, upright=False)
    metal(cv, bar(-100, -170, 200, 12, 6), GOLD, upright=False)
    solid(cv, oval(-36, -116, 40, 40), GOLD)
    solid(cv, oval(-36, -116, 31, 31), "#22405c", gloss=0)
    cv.glow(-36, -116, 30, "#7df4ff", 0.9)
    shine(cv, -48, -130, 9, 5)
    draw_cog(cv, 46, -128, 27, COPPER)
    draw_cog(cv, 66, -94, 18, SILVER, teeth=8)
    cv.line("M96 -120L122 -142", shadow_of(IRON, 0.2), 9)
    solid(cv, oval(124, -146, 13, 13), RED, gloss=0.7)
    for x, colour in ((4, "#ffd45a"), (28, "#ff7a6a"), (52, "#7cf08a"), (76, "#ffd45a")):
        _lamp(cv, x, -52, 6, colour)
    _rivets(cv, ((-84, -64), (-60, -64), (-36, -64)), CREAM)
    for x in (-62, 62):
        solid(cv, oval(x, -22, 30, 22), IRON)
        solid(cv, oval(x, -22, 13, 10), GOLD)


def _robot(cv: Canvas, rng: Random) -> None:
    cv.line("M0 -250L0 -278", IRON, 6)
    _lamp(cv, 0, -284, 9, "#ff8f6a")
    for side in (-1, 1):
        solid(cv, limb((side * 62, -140, 13), (side * 86, -112, 12), (side * 84, -80, 12)), IRON)
        solid(cv, oval(side * 84, -70, 17, 16), SILVER)
        solid(cv, limb((side * 30, -54, 15), (side * 32, -20, 14)), IRON)
        solid(cv, bar(side * 34 - 28, -22, 56, 24, 11), SILVER)
    solid(cv, bar(-62, -156, 124, 110, 28), "#8fb8d8", gloss=0.5)
    solid(cv, bar(-34, -132, 68, 56, 14), CREAM, gloss=0.2)
    draw_cog(cv, -10, -104, 20, GOLD)
    _lamp(cv, 22, -116, 6, "#7cf08a")
    _lamp(cv, 22, -92, 6, "#ffd45a")
    solid(cv, bar(-74, -256, 148, 104, 38), "#a8cbe6", gloss=0.5)
    solid(cv, bar(-58, -238, 116, 68, 28), "#27384f", gloss=0.15)
    for x in (-26, 26):
        cv.glow(x, -206, 26, "#7df4ff", 0.6)
        cv.ellipse(x, -206, 12, 15, "#b8fbff", raw=True)
        cv.ellipse(x - 4, -212, 4, 5, "#ffffff", raw=True)
    cv.line("M-12 -184Q0 -174 12 -184", "#b8fbff", 4.5, raw=True)
    for side in (-1, 1):
        solid(cv, bar(side * 80 - 9, -224, 18, 40, 9), GOLD)


def _wings(cv: Canvas, rng: Random) -> None:
    with cv.group("translate(0 22)"):
        for side in (-1, 1):
            for k in range(7):
                x, y = 188 - k * 25, -196 - 40 * sin(k * pi / 6.5)
                _vane(cv, side * x, y, 156 - k * 13, side * (-40 + k * 7), CREAM if k % 2 else "#f3c98a")
            arm = limb((side * 12, -120, 12), (side * 50, -210, 13), (side * 116, -240, 11), (side * 196, -196, 6))
            metal(cv, arm, COPPER, upright=False)
            solid(cv, oval(side * 52, -210, 16, 16), GOLD, gloss=0.6)
            solid(cv, oval(side * 118, -239, 13, 13), GOLD, gloss=0.6)
        solid(cv, bar(-28, -150, 56, 126, 20), LEATHER)
        cv.line("M-16 -142L-16 -32M16 -142L16 -32", shadow_of(LEATHER, 0.5), 4, opacity=0.6)
        draw_cog(cv, 0, -92, 26, GOLD)


def _vane(cv: Canvas, x: float, y: float, long: float, turn: float, colour: str) -> None:
    """Draw one feather of cloth that hangs from (x, y), turned by `turn` degrees."""
    with cv.group(f"rotate({turn} {x} {y:.1f})"):
        cloth = limb((x, y, 13), (x, y + long * 0.5, 25), (x, y + long * 0.86, 19), (x, y + long, 8))
        solid(cv, cloth, colour, gloss=0.4, shade=0.35)
        cv.line(f"M{x} {y:.1f}V{y + long * 0.88:.1f}", COPPER, 3, opacity=0.7)


def _rocket(cv: Canvas, rng: Random) -> None:
    with cv.group("translate(0 -54) scale(1 -1)"):
        flame(cv, 0, 0, 46, 56, halo=0.8)
    for side in (-1, 1):
        solid(cv, curve((side * 36, -130), (side * 76, -84), (side * 74, -42), (side * 34, -66)), RED)
    solid(cv, corners((-26, -66), (26, -66), (32, -46), (-32, -46), by=5), IRON)
    body = curve((0, -280), (-34, -222), (-46, -150), (-36, -66), (0, -60), (36, -66), (46, -150), (34, -222))
    solid(cv, body, CREAM, gloss=0.6)
    with cv.group(clip=cv.clip(body.data)):
        solid(cv, curve((-60, -290), (60, -290), (60, -218), (0, -206), (-60, -218)), RED)
        cv.line("M-60 -92Q0 -78 60 -92", GOLD, 12)
    solid(cv, oval(0, -158, 26, 26), GOLD)
    solid(cv, oval(0, -158, 19, 19), "#7fd0f2", gloss=0.8)
    shine(cv, -7, -166, 6, 4)


def _telescope(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(-28 0 -60)"):
        metal(cv, bar(-66, -72, 44, 26, 5), OAK, upright=False)
        metal(cv, bar(-26, -77, 52, 36, 5), COPPER, upright=False)
        metal(cv, bar(22, -82, 54, 46, 6), GOLD, upright=False)
        for x, y, tall in ((-30, -80, 42), (18, -84, 50), (70, -86, 54)):
            solid(cv, bar(x, y, 10, tall, 4), lighter(GOLD, 0.15))
        solid(cv, oval(80, -59, 8, 24), "#9fe3f5", gloss=0.8)
        solid(cv, bar(-76, -70, 12, 22, 5), OAK)


def _compass(cv: Canvas, rng: Random) -> None:
    solid(cv, oval(0, -104, 12, 12), GOLD)
    cv.ellipse(0, -104, 5, 5, shadow_of(GOLD, 0.7))
    solid(cv, oval(0, -48, 48, 48), GOLD, gloss=0.5)
    solid(cv, oval(0, -48, 38, 38), "#fff6e0", shade=0.22, rim=0)
    for k in range(8):
        angle = k * pi / 4
        near = 30 if k % 2 else 26
        cv.line(
            f"M{near * sin(angle):.1f} {-48 - near * cos(angle):.1f}L{34 * sin(angle):.1f} {-48 - 34 * cos(angle):.1f}",
            OAK,
            3,
        )
    with cv.group("rotate(32 0 -48)"):
        cv.path("M0 -80L9 -48L-9 -48Z", RED)
        cv.path("M0 -16L9 -48L-9 -48Z", "#5b7fae")
    solid(cv, oval(0, -48, 6, 6), GOLD)
    cv.path(curve((-28, -66), (-6, -82), (10, -80), (-16, -58), (-30, -52)).data, "#ffffff", opacity=0.35)


def _clock(cv: Canvas, rng: Random) -> None:
    for side in (-1, 1):
        solid(cv, limb((side * 32, -14, 7), (side * 40, -3, 6)), OAK)
        solid(cv, oval(side * 30, -112, 19, 15), GOLD)
    cv.line("M0 -124L0 -112", OAK, 7)
    solid(cv, oval(0, -60, 56, 56), "#c9553f", gloss=0.5)
    solid(cv, oval(0, -60, 44, 44), "#fff6e0", shade=0.22, rim=0)
    for k in range(12):
        angle = k * pi / 6
        cv.ellipse(37 * sin(angle), -60 - 37 * cos(angle), 3 if k % 3 == 0 else 1.8, 3 if k % 3 == 0 else 1.8, OAK)
    cv.line("M0 -60L0 -88", "#4a3030", 5)
    cv.line("M0 -60L19 -50", "#4a3030", 6)
    solid(cv, oval(0, -60, 5, 5), GOLD)


def _gear(cv: Canvas, rng: Random) -> None:
    draw_cog(cv, 0, -52, 52, GOLD, teeth=10)
    draw_cog(cv, 56, -22, 23, COPPER, teeth=8)


def _propeller(cv: Canvas, rng: Random) -> None:
    metal(cv, bar(-7, -96, 14, 80, 5), IRON)
    solid(cv, bar(-36, -20, 72, 20, 9), LEATHER)
    for side in (-1, 1):
        solid(cv, curve((0, -96), (side * 34, -112), (side * 84, -108), (side * 90, -96), (side * 40, -90)), COPPER)
    solid(cv, oval(0, -100, 14, 12), GOLD, gloss=0.6)


def _armour(cv: Canvas, rng: Random) -> None:
    for side in (-1, 1):
        metal(cv, limb((side * 70, -116, 17), (side * 82, -86, 16), (side * 80, -58, 13)), IRON)
        metal(cv, bar(side * 80 - 18, -66, 36, 15, 7), GOLD)
    solid(cv, corners((-46, -44), (46, -44), (62, 0), (-62, 0), by=10), IRON, gloss=0.4)
    cv.line("M-22 -40L-28 -4M22 -40L28 -4M0 -40V-4", shadow_of(IRON, 0.6), 3, opacity=0.6)
    chest = (
        (-58, -140),
        (-30, -158),
        (-14, -146),
        (0, -142),
        (14, -146),
        (30, -158),
        (58, -140),
        (60, -96),
        (42, -44),
        (-42, -44),
        (-60, -96),
    )
    solid(cv, corners(*chest, by=16), SILVER, gloss=0.8, shade=0.6)
    cv.line("M0 -138V-50", shadow_of(SILVER, 0.4), 3, opacity=0.6)
    cv.line("M-50 -84Q-24 -66 0 -78Q24 -66 50 -84", shadow_of(SILVER, 0.5), 3.5, opacity=0.6)
    for side in (-1, 1):
        solid(
            cv,
            curve((side * 40, -144), (side * 64, -164), (side * 98, -142), (side * 100, -116), (side * 56, -118)),
            SILVER,
            gloss=0.8,
            shade=0.55,
        )
        cv.line(f"M{side * 58} -120Q{side * 80} -112 {side * 99} -117", GOLD, 6)
    metal(cv, bar(-50, -54, 100, 18, 8), GOLD, upright=False)
    cv.glow(0, -106, 34, "#8ff0ff", 0.6)
    solid(cv, oval(0, -106, 17, 17), GOLD)
    cv.ellipse(0, -106, 11, 11, "#b8fbff", raw=True)
    glint(cv, 34, -140, 11)


def _cannon(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(-18 0 -66)"):
        metal(cv, limb((-54, -70, 36), (-10, -70, 34), (44, -70, 25), (78, -70, 25)), BLUE, upright=False)
        metal(cv, bar(70, -100, 18, 60, 7), GOLD)
        metal(cv, bar(-22, -106, 14, 72, 5), GOLD)
        cv.ellipse(90, -70, 7, 20, darker(BLUE, 0.7))
    wood(cv, corners((-64, -40), (30, -40), (40, -14), (-78, -14), by=6), WOOD, rng)
    solid(cv, oval(-14, -32, 32, 32), OAK)
    solid(cv, oval(-14, -32, 22, 22), WOOD)
    solid(cv, oval(-14, -32, 8, 8), GOLD)


PROPS = (
    Prop(
        "jetpack",
        ("jetpack", "jet pack", "rocket pack", "thruster", "booster"),
        _jetpack,
        208,
        172,
        "worn_back",
        "#ffb347",
        0.5,
    ),
    Prop(
        "machine",
        ("machine", "contraption", "invention", "engine", "generator", "computer", "apparatus", "device", "boiler"),
        _machine,
        300,
        250,
        "ground",
        "#7df4ff",
    ),
    Prop("robot", ("robot", "mech", "automaton", "golem"), _robot, 296, 206, "ground", "#7df4ff"),
    Prop("wings", ("wing", "mechanical wing", "glider", "pair of wing", "flying suit"), _wings, 236, 590, "worn_back"),
    Prop("rocket", ("rocket", "spaceship", "rocket ship", "spacecraft"), _rocket, 284, 152, "ground", "#ffb347"),
    Prop("telescope", ("telescope", "spyglass"), _telescope, 122, 160, "held", grip=0.35),
    Prop("compass", ("compass",), _compass, 118, 98, "held"),
    Prop("clock", ("clock", "pocket watch", "alarm clock", "stopwatch"), _clock, 128, 116, "held"),
    Prop("gear", ("gear", "cog", "cogwheel", "gearwheel", "clockwork", "valve"), _gear, 106, 150, "held"),
    Prop("propeller", ("propeller", "rotor"), _propeller, 114, 182, "held"),
    Prop(
        "armour",
        ("armour", "armor", "suit", "exoskeleton", "breastplate", "suit of armour"),
        _armour,
        162,
        182,
        "ground",
        "#8ff0ff",
    ),
    Prop("cannon", ("cannon", "catapult", "gun", "blaster", "raygun"), _cannon, 124, 186, "ground"),
)
