"""Tools and workshop things."""

from math import cos, pi, sin
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
    OAK,
    PINK,
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
    solid,
    wood,
)  # fmt: skip


def _hammer(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((0, -4, 9), (0, -60, 8), (0, -112, 8)), WOOD, rng, upright=True)
    solid(cv, bar(-10, -34, 20, 32, 8), RED)
    metal(cv, corners((-44, -142), (34, -142), (34, -102), (-44, -102), by=9), IRON, upright=False)
    metal(cv, bar(-54, -148, 18, 52, 7), SILVER, upright=False)
    metal(cv, bar(28, -146, 16, 48, 7), SILVER, upright=False)


def _wrench(cv: Canvas, rng: Random) -> None:
    metal(cv, limb((0, -12, 12), (0, -70, 9), (0, -112, 11)), SILVER)
    jaw = (
        (-17, -158),
        (-30, -140),
        (-28, -114),
        (0, -98),
        (28, -114),
        (30, -140),
        (17, -158),
        (13, -136),
        (0, -128),
        (-13, -136),
    )
    solid(cv, corners(*jaw, by=8), SILVER, gloss=0.7)
    solid(cv, oval(0, -17, 19, 17), SILVER, gloss=0.6)
    cv.ellipse(0, -17, 8, 7, shadow_of(IRON, 0.7))


def _anvil(cv: Canvas, rng: Random) -> None:
    wood(cv, bar(-52, -62, 104, 62, 10), OAK, rng, upright=True)
    cv.line("M-50 -46L50 -46", GOLD, 6, opacity=0.8)
    metal(cv, corners((-40, -62), (-30, -76), (-24, -96), (24, -96), (30, -76), (40, -62), by=6), IRON, upright=False)
    solid(cv, curve((-104, -126), (-60, -134), (60, -134), (66, -100), (-34, -92), (-66, -104)), IRON, gloss=0.7)
    cv.line("M-84 -128L58 -130", lighter(IRON, 0.6), 4, opacity=0.9)


def _workbench(cv: Canvas, rng: Random) -> None:
    for x in (-104, 84):
        wood(cv, bar(x, -100, 20, 100, 6), OAK, rng, upright=True)
    wood(cv, bar(-98, -44, 196, 13, 5), OAK, rng)
    wood(cv, bar(-122, -120, 244, 24, 9), WOOD, rng)
    metal(cv, bar(-104, -148, 44, 28, 6), IRON, upright=False)
    solid(cv, bar(-70, -158, 16, 38, 5), RED)
    draw_cog(cv, 82, -150, 30, GOLD)
    draw_cog(cv, 44, -138, 18, COPPER, teeth=8)
    solid(cv, corners((-40, -122), (-30, -132), (22, -132), (30, -122), by=4), BLUE)
    with cv.group("translate(-14 -126) rotate(72) scale(0.52)"):
        _hammer(cv, rng)
    for x, paint in ((-60, TEAL), (-20, RED), (22, GOLD)):
        solid(cv, bar(x, -72, 30, 28, 5), paint)


def _toolbox(cv: Canvas, rng: Random) -> None:
    with cv.group("translate(-28 -40) rotate(-16) scale(0.62)"):
        _hammer(cv, rng)
    with cv.group("translate(28 -40) rotate(14) scale(0.62)"):
        _wrench(cv, rng)
    cv.line("M-34 -64Q-34 -104 0 -104Q34 -104 34 -64", shadow_of(IRON, 0.2), 10)
    solid(cv, bar(-70, -70, 140, 70, 10), RED, gloss=0.5)
    solid(cv, bar(-76, -78, 152, 22, 8), lighter(RED, 0.12))
    for x in (-36, 36):
        metal(cv, bar(x - 10, -66, 20, 26, 4), GOLD)


def _saw(cv: Canvas, rng: Random) -> None:
    teeth = [(-76 + k * 13, -24 + (9 if k % 2 else 0)) for k in range(9)]
    solid(cv, corners((-84, -46), (30, -66), (30, -18), *reversed(teeth), by=2), SILVER, gloss=0.6)
    solid(cv, corners((22, -74), (70, -70), (82, -40), (66, -4), (30, -8), by=12), WOOD)
    cv.path(bar(40, -54, 24, 32, 10).data, shadow_of(WOOD, 0.75))


def _rope(cv: Canvas, rng: Random) -> None:
    cv.line("M52 -20Q82 -16 84 -40", shadow_of(STRAW, 0.35), 15)
    for y, wide in ((-14, 60), (-34, 56), (-54, 52), (-72, 46)):
        for paint, width in ((shadow_of(STRAW, 0.45), 20.0), (STRAW, 15.0), (lighter(STRAW, 0.4), 4.0)):
            cv.line(
                f"M{-wide + 12} {y}A{wide - 10} 12 0 0 0 {wide - 12} {y}A{wide - 10} 12 0 0 0 {-wide + 12} {y}Z",
                paint,
                width,
            )
        for k in range(7):
            x = (k - 3) * wide * 0.24
            cv.line(f"M{x - 4:.1f} {y + 4}L{x + 5:.1f} {y + 17}", shadow_of(STRAW, 0.5), 2.6, opacity=0.6)
    cv.line("M52 -20Q82 -16 84 -40", STRAW, 10)


def _ladder(cv: Canvas, rng: Random) -> None:
    for k in range(7):
        wood(cv, bar(-38, -44 - k * 44, 76, 13, 6), WOOD, rng)
    for x in (-50, 36):
        wood(cv, bar(x, -340, 14, 340, 7), OAK, rng, upright=True)


def _bucket(cv: Canvas, rng: Random) -> None:
    cv.line("M-42 -78Q0 -150 42 -78", IRON, 5)
    cv.ellipse(0, -78, 46, 12, shadow_of(OAK, 0.6))
    cv.ellipse(0, -75, 40, 9, "#7cc4ec")
    cv.ellipse(-10, -77, 16, 3, "#d8f2ff", opacity=0.8)
    wood(
        cv,
        curve((-46, -78), (-40, -40), (-34, -2), (0, 5), (34, -2), (40, -40), (46, -78), (0, -66)),
        WOOD,
        rng,
        upright=True,
    )
    cv.line("M-15 -64L-12 2M15 -64L12 2", shadow_of(WOOD, 0.6), 2.5, opacity=0.5)
    cv.line("M-43 -56Q0 -42 43 -56M-38 -20Q0 -8 38 -20", shadow_of(IRON, 0.2), 7)


def _broom(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((0, -70, 6), (0, -160, 6), (0, -246, 6)), OAK, rng, upright=True)
    solid(
        cv, curve((-12, -90), (12, -90), (34, -34), (40, -2), (14, -6), (0, 0), (-14, -6), (-40, -2), (-34, -34)), STRAW
    )
    cv.line(
        "M-6 -80L-24 -12M0 -80L0 -8M6 -80L24 -12M-3 -80L-12 -10M3 -80L12 -10", shadow_of(STRAW, 0.45), 2.4, opacity=0.6
    )
    solid(cv, bar(-16, -96, 32, 14, 6), RED)
    cv.line("M-21 -64Q0 -58 21 -64", RED, 4)


def _shovel(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((0, -70, 7), (0, -140, 7), (0, -196, 7)), WOOD, rng, upright=True)
    solid(cv, bar(-26, -212, 52, 17, 8), RED)
    metal(cv, curve((-30, -74), (30, -74), (30, -34), (0, 0), (-30, -34)), SILVER)
    metal(cv, bar(-9, -94, 18, 30, 5), IRON)


def _rake(cv: Canvas, rng: Random) -> None:
    wood(cv, limb((0, -30, 6), (0, -130, 6), (0, -220, 6)), WOOD, rng, upright=True)
    for k in range(6):
        metal(cv, bar(-41 + k * 15, -30, 8, 30, 4), IRON)
    metal(cv, bar(-46, -42, 92, 15, 7), IRON, upright=False)


def _wheel(cv: Canvas, rng: Random) -> None:
    for k in range(4):
        with cv.group(f"rotate({k * 45} 0 -66)"):
            wood(cv, bar(-5, -122, 10, 112, 3), WOOD, rng, upright=True)
    for paint, width in ((shadow_of(OAK, 0.45), 22.0), (OAK, 16.0), (lighter(OAK, 0.3), 4.0)):
        cv.line("M-56 -66A56 56 0 1 0 56 -66A56 56 0 1 0 -56 -66Z", paint, width)
    solid(cv, oval(0, -66, 17, 17), OAK)
    solid(cv, oval(0, -66, 8, 8), GOLD)


def _chain(cv: Canvas, rng: Random) -> None:
    for k in range(6):
        x, y = -70 + k * 28, -22 - 14 * sin(k * pi / 5)
        wide, tall = (17, 11) if k % 2 == 0 else (15, 5)
        for paint, width in ((shadow_of(IRON, 0.5), 9.0), (lighter(IRON, 0.2), 6.0)):
            cv.line(
                f"M{x - wide} {y:.1f}a{wide} {tall} 0 1 0 {wide * 2} 0a{wide} {tall} 0 1 0 {-wide * 2} 0Z", paint, width
            )


def _needle(cv: Canvas, rng: Random) -> None:
    for y in (-76, -4):
        solid(cv, bar(-32, y - 6, 64, 14, 6), WOOD)
    solid(cv, bar(-24, -70, 48, 62, 8), PINK)
    for y in range(-62, -10, 9):
        cv.line(f"M-23 {y}L23 {y + 4}", shadow_of(PINK, 0.4), 2, opacity=0.6)
    cv.line("M24 -30Q52 -20 56 -64", PINK, 3)
    cv.line("M52 -96L58 -18", lighter(IRON, 0.2), 4.5)


def _net(cv: Canvas, rng: Random) -> None:
    bag = curve((-52, -128), (0, -120), (52, -128), (40, -66), (0, -40), (-40, -66))
    cv.path(bag.data, lighter(STRAW, 0.5), opacity=0.35)
    with cv.group(clip=cv.clip(bag.data)):
        lines = "".join(f"M{x} -140l60 110M{x} -140l-60 110" for x in range(-100, 110, 18))
        cv.line(lines, CREAM, 2.2, opacity=0.9)
    for paint, width in ((shadow_of(WOOD, 0.4), 10.0), (WOOD, 6.0)):
        cv.line("M-52 -130A52 14 0 1 0 52 -130A52 14 0 1 0 -52 -130Z", paint, width)
    wood(cv, limb((0, -4, 6), (20, -60, 6), (46, -122, 6)), OAK, rng, upright=True)


def _bellows_fire(cv: Canvas, rng: Random) -> None:
    solid(
        cv, corners((-100, 0), (-92, -120), (-46, -158), (46, -158), (92, -120), (100, 0), by=16), "#8b8798", shade=0.55
    )
    for x, y in ((-66, -100), (-30, -136), (34, -134), (68, -96), (-76, -40), (78, -40)):
        solid(cv, bar(x - 16, y - 8, 32, 17, 6), "#a5a1b2", rim=0.6)
    mouth = curve((-50, -10), (-50, -66), (0, -98), (50, -66), (50, -10), (0, -6))
    cv.path(mouth.data, darker("#4a2028", 0.4))
    cv.glow(0, -36, 62, "#ff9a3c", 0.8)
    for x, tall in ((-22, 44), (20, 48), (0, 66)):
        _fire(cv, x, tall)
    for k in range(7):
        angle = pi * (1 + k / 6)
        solid(cv, oval(58 * cos(angle), -52 + 56 * sin(angle), 10, 9), "#a5a1b2", rim=0.5)


def _fire(cv: Canvas, x: float, tall: float) -> None:
    for share, colour in ((1.0, "#f4622e"), (0.7, "#ffa62e"), (0.4, "#ffe27a")):
        h, w = tall * share, tall * share * 0.32
        cv.path(
            f"M{x} {-10 - h:.1f}Q{x + w:.1f} {-10 - h * 0.5:.1f} {x + w:.1f} {-10 - h * 0.2:.1f}Q{x + w:.1f} -8 {x} -8"
            f"Q{x - w:.1f} -8 {x - w:.1f} {-10 - h * 0.2:.1f}Q{x - w:.1f} {-10 - h * 0.5:.1f} {x} {-10 - h:.1f}Z",
            colour,
            raw=True,
        )


PROPS = (
    Prop("hammer", ("hammer", "mallet", "sledgehammer"), _hammer, 150, 100, "held", grip=0.15),
    Prop(
        "wrench", ("wrench", "spanner", "screwdriver", "screw", "bolt", "pliers"), _wrench, 158, 62, "held", grip=0.15
    ),
    Prop("anvil", ("anvil",), _anvil, 136, 172, "ground"),
    Prop("workbench", ("workbench", "bench of tool", "work table"), _workbench, 184, 248, "ground"),
    Prop("toolbox", ("tool", "toolbox", "tool box", "tool kit"), _toolbox, 136, 154, "ground"),
    Prop("saw", ("saw blade", "handsaw", "hand saw"), _saw, 78, 168, "held"),
    Prop("rope", ("rope", "cord", "lasso", "string", "coil of rope"), _rope, 92, 150, "ground"),
    Prop("ladder", ("ladder", "rope ladder", "step ladder"), _ladder, 340, 104, "ground"),
    Prop("bucket", ("bucket", "pail", "milk can", "watering can", "tub"), _bucket, 118, 96, "held", grip=0.95),
    Prop("broom", ("broom", "besom", "mop"), _broom, 252, 82, "held", grip=0.5),
    Prop("shovel", ("shovel", "spade", "trowel", "hoe"), _shovel, 214, 64, "held", grip=0.5),
    Prop("rake", ("rake", "pitchfork", "hay fork"), _rake, 226, 94, "held", grip=0.5),
    Prop("wheel", ("wheel", "cartwheel", "wagon wheel", "mill wheel", "steering wheel"), _wheel, 136, 136, "ground"),
    Prop("chain", ("chain", "shackle", "iron chain"), _chain, 56, 176, "ground"),
    Prop("thread", ("thread", "needle", "spool", "yarn"), _needle, 98, 96, "held"),
    Prop("net", ("net", "fishing net", "butterfly net"), _net, 148, 114, "held", grip=0.1),
    Prop(
        "forge",
        ("forge", "furnace", "oven", "fireplace", "hearth", "stove"),
        _bellows_fire,
        160,
        204,
        "ground",
        "#ff9a3c",
    ),
)
