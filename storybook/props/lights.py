"""Things that give light or warmth."""

from math import cos, pi, sin
from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter
from storybook.props.prop import Prop
from storybook.props.shading import (
    CREAM,
    GOLD,
    IRON,
    OAK,
    RED,
    STONE,
    WOOD,
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


def _lantern(cv: Canvas, rng: Random) -> None:
    cv.line("M-22 -104Q0 -152 22 -104", IRON, 5)
    cv.glow(0, -56, 74, "#ffc65a", 0.7)
    glass = curve((-30, -84), (-36, -54), (-30, -22), (30, -22), (36, -54), (30, -84))
    cv.path(glass.data, cv.radial(((0, "#fffbe0", 1), (0.5, "#ffdf80", 1), (1, "#f7a63c", 1)), raw=True))
    flame(cv, 0, -26, 20, 42, halo=0.6)
    cv.line("M-31 -84Q-38 -54 -31 -22M31 -84Q38 -54 31 -22", shadow_of(GOLD, 0.5), 4)
    cv.path(curve((-26, -78), (-16, -80), (-20, -40), (-28, -36)).data, "#ffffff", opacity=0.5)
    metal(cv, corners((-40, -12), (-32, -24), (32, -24), (40, -12), (36, 0), (-36, 0), by=5), GOLD)
    metal(cv, corners((-38, -82), (-16, -108), (16, -108), (38, -82), by=6), GOLD)
    solid(cv, oval(0, -112, 9, 7), GOLD)


def _paper_lantern(cv: Canvas, rng: Random) -> None:
    cv.line("M0 -118L0 -134", OAK, 4)
    cv.glow(0, -66, 78, "#ff9a5a", 0.55)
    body = oval(0, -66, 48, 46)
    cv.path(
        body.data, cv.radial(((0, "#fff0b8", 1), (0.5, "#ff9d52", 1), (1, "#e2543f", 1)), (0.5, 0.56, 0.56), raw=True)
    )
    cv.line("".join(f"M0 -112Q{x} -66 0 -20" for x in (-86, -46, 0, 46, 86)), "#b83a34", 2, opacity=0.5)
    solid(cv, bar(-20, -120, 40, 12, 4), OAK)
    solid(cv, bar(-20, -24, 40, 11, 4), OAK)
    cv.line("M0 -13L0 0M-6 -13L-7 -2M6 -13L7 -2", GOLD, 3)


def _torch(cv: Canvas, rng: Random) -> None:
    flame(cv, 0, -92, 50, 84, halo=0.9)
    wood(cv, limb((0, -5, 7), (0, -60, 10), (0, -92, 13)), OAK, rng, upright=True)
    solid(cv, bar(-19, -106, 38, 24, 8), shadow_of(OAK, 0.4))
    cv.line("M-18 -98L18 -90", lighter(OAK, 0.3), 4)


def _candle(cv: Canvas, rng: Random) -> None:
    flame(cv, 0, -88, 22, 42, halo=1.1)
    solid(cv, oval(0, -8, 42, 10), GOLD)
    cv.line("M36 -12Q62 -14 56 -32Q46 -40 38 -22", shadow_of(GOLD, 0.3), 6)
    solid(cv, bar(-17, -84, 34, 76, 7), "#fff3dc", shade=0.35)
    solid(
        cv,
        curve((-17, -80), (-8, -86), (17, -82), (16, -64), (9, -70), (4, -52), (-3, -70), (-14, -60)),
        "#fffaf0",
        shade=0.2,
    )
    cv.line("M0 -82L0 -94", "#4a3030", 3)
    solid(cv, bar(-23, -18, 46, 13, 6), lighter(GOLD, 0.1))


def _campfire(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -44, 98, "#ff9a3c", 0.6)
    for x in (-62, -38, 40, 64):
        solid(cv, oval(x, -12, 17, 13), STONE)
    flame(cv, -24, -16, 44, 74, halo=0.3)
    flame(cv, 26, -16, 42, 66, halo=0.3)
    for turn in (-14, 14):
        with cv.group(f"rotate({turn} 0 -16)"):
            wood(cv, limb((-58, -16, 11), (58, -16, 11)), OAK, rng)
            solid(cv, oval(58 if turn < 0 else -58, -16, 8, 10), WOOD)
    flame(cv, 0, -14, 58, 106, halo=0.4)
    for x in (-46, -16, 16, 48):
        solid(cv, oval(x, -6, 18, 12), STONE)
    for x, y in ((-34, -100), (30, -112), (44, -84)):
        cv.ellipse(x, y, 3, 3, "#ffd27a", raw=True)


def _lamp_post(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -370, 98, "#ffd27a", 0.65)
    metal(cv, limb((0, -20, 11), (0, -160, 8), (0, -318, 8)), IRON)
    metal(cv, corners((-34, 0), (-26, -24), (26, -24), (34, 0), by=6), IRON)
    solid(cv, oval(0, -36, 16, 12), IRON)
    cv.line("M-26 -306Q0 -326 26 -306", IRON, 7)
    metal(cv, bar(-24, -336, 48, 16, 6), IRON)
    glass = corners((-22, -334), (-38, -396), (38, -396), (22, -334), by=5)
    cv.path(glass.data, cv.radial(((0, "#fffbe0", 1), (0.6, "#ffdf80", 1), (1, "#f7a63c", 1)), raw=True))
    cv.line("M0 -336L0 -394M-22 -336L-37 -394M22 -336L37 -394", shadow_of(IRON, 0.3), 4)
    metal(cv, corners((-48, -392), (-20, -424), (20, -424), (48, -392), by=6), IRON)
    solid(cv, oval(0, -430, 10, 9), GOLD)


def _lamp(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -92, 68, "#ffd27a", 0.6)
    metal(cv, curve((-28, 0), (-24, -20), (-6, -34), (-6, -66), (6, -66), (6, -34), (24, -20), (28, 0)), GOLD)
    shade = corners((-30, -128), (30, -128), (50, -64), (-50, -64), by=7)
    cv.path(shade.data, cv.linear(((0, "#ffb85c", 1), (0.6, "#ffe9a8", 1), (1, "#ffd27a", 1)), raw=True))
    cv.line("M-48 -66L48 -66M-29 -127L29 -127", RED, 6)


def _magic_lamp(cv: Canvas, rng: Random) -> None:
    cv.line("M-44 -40Q-84 -58 -66 -22Q-58 -8 -36 -20", shadow_of(GOLD, 0.35), 8)
    solid(
        cv,
        curve((-48, -44), (0, -56), (44, -46), (88, -68), (94, -60), (56, -24), (26, -8), (-26, -8), (-46, -24)),
        GOLD,
        gloss=0.7,
    )
    metal(cv, corners((-26, 0), (-14, -12), (14, -12), (26, 0), by=5), GOLD)
    solid(cv, curve((-26, -52), (0, -76), (26, -52)), lighter(GOLD, 0.15))
    solid(cv, oval(0, -76, 7, 7), RED)
    cv.glow(92, -74, 30, "#b59bff", 0.6)
    glint(cv, 88, -82, 12, "#efe6ff")


def _fireworks(cv: Canvas, rng: Random) -> None:
    for x, y, r, colour in ((-50, -120, 62, "#ff7aa0"), (56, -150, 54, "#ffd75a"), (18, -62, 48, "#6fe3ff")):
        cv.glow(x, y, r, colour, 0.35)
        for k in range(14):
            angle = 2 * pi * k / 14 + rng.uniform(-0.1, 0.1)
            near, far = r * 0.3, r * rng.uniform(0.8, 1.0)
            dx, dy = cos(angle), sin(angle)
            cv.line(
                f"M{x + dx * near:.1f} {y + dy * near:.1f}L{x + dx * far:.1f} {y + dy * far:.1f}",
                colour,
                3.4,
                raw=True,
                opacity=0.85,
            )
            cv.ellipse(x + dx * far, y + dy * far, 4, 4, "#fff8dc", raw=True)


def _fireflies(cv: Canvas, rng: Random) -> None:
    for k in range(9):
        x, y = rng.uniform(-80, 80), -20 - k * 16
        cv.glow(x, y, 20, "#f6ff8a", 0.7)
        cv.ellipse(x, y, 4, 4, "#fffde0", raw=True)


def _sparks(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -60, 62, "#8fe6ff", 0.4)
    cv.path(
        "M14 -124L-30 -54H-4L-18 0L34 -74H6L28 -124Z",
        cv.linear(((0, "#fffbe0", 1), (1, "#ffc93c", 1)), raw=True),
        raw=True,
    )
    cv.line("M8 -118L-20 -62H4", "#ffffff", 4, raw=True, opacity=0.8)
    glint(cv, 42, -104, 11)
    glint(cv, -38, -28, 9)


def _bulb(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -74, 62, "#ffe27a", 0.6)
    bulb = curve(
        (-16, -30), (-22, -48), (-40, -74), (-26, -108), (0, -116), (26, -108), (40, -74), (22, -48), (16, -30)
    )
    cv.path(bulb.data, cv.radial(((0, "#fffdf0", 1), (0.6, "#ffeaa0", 1), (1, "#f9bf4c", 1)), raw=True))
    cv.line("M-10 -34L-12 -66L-4 -56L4 -66L12 -56L10 -34", "#e8872e", 3, raw=True)
    metal(cv, bar(-17, -32, 34, 26, 6), IRON)
    solid(cv, oval(0, -4, 8, 5), CREAM)
    shine(cv, -18, -90, 6, 11, turn=20)


PROPS = (
    Prop("lantern", ("lantern", "oil lamp", "storm lamp"), _lantern, 136, 84, "held", "#ffc65a", 0.95),
    Prop("paper lantern", ("paper lantern", "sky lantern"), _paper_lantern, 136, 100, "air", "#ff9a5a", 0.95),
    Prop("torch", ("torch", "firebrand"), _torch, 178, 66, "held", "#ffb347", 0.15),
    Prop("candle", ("candle", "candlestick", "candle stub"), _candle, 132, 100, "held", "#ffb347", 0.1),
    Prop("campfire", ("campfire", "bonfire", "fire", "alarm fire"), _campfire, 128, 160, "ground", "#ff9a3c"),
    Prop(
        "lamp post", ("lamp post", "street lamp", "streetlight", "lamppost"), _lamp_post, 440, 110, "ground", "#ffd27a"
    ),
    Prop("lamp", ("lamp", "table lamp"), _lamp, 132, 104, "ground", "#ffd27a"),
    Prop("magic lamp", ("magic lamp", "genie lamp", "genie"), _magic_lamp, 92, 174, "held", "#b59bff"),
    Prop("fireworks", ("firework", "rocket of light"), _fireworks, 208, 224, "air", "#ffd75a"),
    Prop("fireflies", ("firefly", "fireflies", "glow-worm"), _fireflies, 172, 184, "air", "#f6ff8a"),
    Prop(
        "lightning",
        ("lightning", "thunderbolt", "bolt of lightning", "electricity"),
        _sparks,
        126,
        92,
        "air",
        "#ffe27a",
    ),
    Prop("light bulb", ("light bulb", "lightbulb", "bulb"), _bulb, 118, 86, "held", "#ffe27a"),
)
