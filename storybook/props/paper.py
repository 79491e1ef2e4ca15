"""Things of paper and cloth to read, follow, unwrap or wave."""

from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter
from storybook.painting.curves import Ring
from storybook.props.prop import Prop
from storybook.props.shading import (
    BLUE,
    CREAM,
    GOLD,
    GREEN,
    OAK,
    PAPER,
    PINK,
    PURPLE,
    RED,
    SILVER,
    TEAL,
    WOOD,
    bar,
    corners,
    curve,
    glint,
    limb,
    oval,
    shadow_of,
    solid,
    star,
    wood,
)  # fmt: skip

_INK = "#a07848"


def _letter(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(-5 0 -40)"):
        solid(cv, bar(-60, -84, 120, 80, 9), "#fff6e6", shade=0.3)
        cv.path("M-58 -8L-10 -46L10 -46L58 -8Z", shadow_of(CREAM, 0.18), opacity=0.7)
        solid(cv, corners((-60, -82), (60, -82), (0, -32), by=10), "#fffaf0", shade=0.22)
        cv.line("M-56 -78L0 -34L56 -78", shadow_of(CREAM, 0.4), 2.4, opacity=0.7)
        solid(cv, oval(0, -40, 17, 16), RED, gloss=0.6)
        cv.path("M0 -32C-16 -42 -10 -52 0 -45C10 -52 16 -42 0 -32Z", "#ffd0c8")


def _book(cv: Canvas, rng: Random) -> None:
    solid(cv, bar(-72, -66, 144, 64, 9), PURPLE)
    for side in (-1, 1):
        pages = curve((0, -62), (side * 30, -76), (side * 66, -70), (side * 66, -14), (side * 30, -20), (0, -8))
        solid(cv, pages, "#fff3d8", shade=0.28, gloss=0.2)
        rows = "".join(f"M{side * 14} {y}Q{side * 34} {y - 10} {side * 56} {y - 6}" for y in (-50, -40, -30))
        cv.line(rows, _INK, 2.6, opacity=0.45)
    cv.line("M0 -62L0 -8", shadow_of(PAPER, 0.5), 3, opacity=0.7)
    solid(cv, corners((18, -16), (30, -18), (30, 4), (24, -2), (18, 5), by=2), RED)


def _closed_book(cv: Canvas, rng: Random) -> None:
    with cv.group("rotate(-6 0 -50)"):
        solid(cv, bar(-42, -112, 88, 110, 8), "#7c3f38")
        solid(cv, bar(-36, -108, 82, 100, 4), "#fbe8c4", gloss=0)
        solid(cv, bar(-46, -114, 82, 110, 8), "#b3503f", gloss=0.5)
        cv.line("M-34 -112L-34 -6", "#7c3430", 4, opacity=0.6)
        solid(cv, star(4, -62, 22), GOLD)
        for x, y in ((26, -104), (26, -16)):
            solid(
                cv,
                corners((x - 10, y - 8), (x + 9, y - 8), (x + 9, y + 8), by=3)
                if y < -50
                else corners((x - 10, y + 10), (x + 9, y + 10), (x + 9, y - 8), by=3),
                GOLD,
            )


def _rolled(cv: Canvas, wide: float, top: float, bottom: float, colour: str, knob: str) -> None:
    """Draw a sheet that hangs between two rolls."""
    half = wide / 2
    solid(
        cv,
        curve(
            (-half + 8, top),
            (0, top + 3),
            (half - 8, top),
            (half - 4, (top + bottom) / 2),
            (half - 8, bottom),
            (0, bottom - 3),
            (-half + 8, bottom),
            (-half + 4, (top + bottom) / 2),
        ),
        colour,
        shade=0.25,
    )
    for y in (top, bottom):
        for side in (-1, 1):
            solid(cv, oval(side * (half + 5), y, 7, 7), knob)
        solid(cv, bar(-half, y - 10, wide, 20, 9), lighter(colour, 0.1), shade=0.45)


def _scroll(cv: Canvas, rng: Random) -> None:
    _rolled(cv, 92, -122, -11, PAPER, RED)
    rows = "".join(f"M-28 {y}q10 -5 18 0t18 0t{rng.choice((8, 14, 18))} 0" for y in (-98, -84, -70))
    cv.line(rows, _INK, 3, opacity=0.7)
    solid(cv, star(0, -44, 14), GOLD, gloss=0.2)


def _map(cv: Canvas, rng: Random) -> None:
    sheet = ((-78, -100), (-26, -88), (26, -102), (78, -90), (78, -4), (26, -14), (-26, -2), (-78, -12))
    solid(cv, corners(*sheet, by=5), PAPER, shade=0.25)
    cv.path(corners((-26, -88), (26, -102), (26, -14), (-26, -2), by=2).data, shadow_of(PAPER, 0.25), opacity=0.35)
    cv.path(curve((-66, -44), (-50, -62), (-24, -56), (-16, -36), (-40, -26)).data, GREEN, opacity=0.75)
    cv.path(curve((10, -74), (34, -86), (64, -74), (60, -58), (26, -58)).data, GREEN, opacity=0.75)
    cv.line("M-70 -82q8 -6 16 0t16 0M24 -30q8 -6 16 0t16 0", BLUE, 4, opacity=0.8)
    cv.path("M36 -62l9 -18l9 18Z M48 -62l7 -13l7 13Z", OAK, opacity=0.85)
    for x, y in ((-46, -40), (-34, -46), (-20, -48), (-8, -40), (2, -32), (14, -36), (24, -44)):
        cv.ellipse(x, y, 3.2, 3.2, RED)
    cv.line("M36 -40v-22", OAK, 4)
    cv.path("M37 -63l17 6l-17 7Z", RED)


def _blueprint(cv: Canvas, rng: Random) -> None:
    blue, ink = "#3673c6", "#dff0ff"
    solid(
        cv,
        curve(
            (-84, -96),
            (-30, -90),
            (30, -92),
            (84, -98),
            (86, -50),
            (84, -10),
            (28, -4),
            (-28, -6),
            (-84, -10),
            (-86, -50),
        ),
        blue,
        shade=0.3,
        gloss=0.3,
    )
    grid = "".join(f"M{x} -88L{x} -10" for x in range(-60, 80, 20)) + "".join(
        f"M-78 {y}L78 {y}" for y in range(-76, -10, 18)
    )
    cv.line(grid, lighter(blue, 0.4), 1.2, opacity=0.5)
    cv.line(
        "M-18 -76q-16 0 -16 18v26h32v-26q0 -18 -16 -18M18 -76q-16 0 -16 18v26h32v-26q0 -18 -16 -18M-34 -52h68", ink, 3
    )
    cv.line("M-28 -30l-5 12h20l-5 -12M8 -30l-5 12h20l-5 -12M-34 -48l-14 20v10M34 -48l14 20v10", ink, 3)
    cv.line(
        "M58 -70m-11 0a11 11 0 1 0 22 0a11 11 0 1 0 -22 0M-72 -74h22M-72 -66h16M-64 -30m-8 0a8 8 0 1 0 16 0", ink, 2.2
    )
    for side in (-1, 1):
        solid(
            cv, limb((side * 86, -100, 10), (side * 87, -54, 10), (side * 86, -8, 10)), lighter(blue, 0.15), shade=0.5
        )


def _gift(cv: Canvas, rng: Random) -> None:
    solid(cv, bar(-50, -78, 100, 78, 9), "#f0788a", shade=0.45)
    solid(cv, bar(-11, -78, 22, 78, 2), GOLD, rim=0)
    solid(cv, bar(-57, -92, 114, 28, 8), "#f58d9c")
    solid(cv, bar(-12, -92, 24, 28, 3), lighter(GOLD, 0.15), rim=0)
    for side in (-1, 1):
        solid(cv, curve((0, -92), (side * 16, -118), (side * 42, -124), (side * 46, -104), (side * 24, -92)), GOLD)
        cv.path(
            curve((side * 8, -96), (side * 20, -110), (side * 36, -113), (side * 36, -103)).data,
            shadow_of(GOLD, 0.5),
            opacity=0.7,
        )
    solid(cv, oval(0, -96, 12, 11), lighter(GOLD, 0.2), gloss=0.6)


def _box(cv: Canvas, rng: Random) -> None:
    wood(cv, bar(-54, -70, 108, 70, 8), WOOD, rng)
    wood(cv, bar(-60, -86, 120, 24, 8), lighter(WOOD, 0.12), rng)
    for x in (-40, 40):
        solid(cv, bar(x - 6, -86, 12, 86, 3), GOLD)
    solid(cv, oval(0, -60, 11, 13), GOLD)
    cv.ellipse(0, -58, 3, 5, "#5a3418")


def _bundle(cv: Canvas, rng: Random) -> None:
    cv.glow(0, -52, 72, "#ffe3a0", 0.65)
    solid(
        cv,
        curve((-52, -20), (-50, -48), (-24, -72), (0, -76), (24, -72), (50, -48), (52, -20), (34, 0), (-34, 0)),
        "#b79be0",
        gloss=0.5,
        shade=0.4,
    )
    cv.line("M-14 -70Q-34 -44 -36 -8M12 -70Q30 -44 30 -8M0 -66Q-4 -36 -2 -6", shadow_of("#b79be0", 0.5), 3, opacity=0.4)
    for lean in (-1, 1):
        solid(cv, curve((0, -76), (lean * 14, -106), (lean * 34, -104), (lean * 22, -82)), "#c9b2ee", gloss=0.5)
    solid(cv, curve((-22, -78), (0, -72), (22, -78), (20, -66), (0, -60), (-20, -66)), GOLD)
    cv.glow(0, -38, 40, "#fff0c0", 0.6)
    glint(cv, 34, -84, 11)
    glint(cv, -40, -62, 8)


def _flag(cv: Canvas, rng: Random) -> None:
    wood(cv, bar(-5, -236, 10, 236, 5), WOOD, rng, upright=True)
    cloth = curve(
        (4, -226), (40, -234), (80, -218), (122, -228), (114, -190), (122, -150), (80, -144), (40, -158), (4, -148)
    )
    solid(cv, cloth, RED, gloss=0.5, shade=0.35)
    with cv.group(clip=cv.clip(cloth.data)):
        cv.blob(44, -190, 14, 54, shadow_of(RED, 0.5), 0.4)
        cv.blob(98, -190, 12, 54, shadow_of(RED, 0.5), 0.4)
    solid(cv, star(62, -190, 24), GOLD)
    solid(cv, oval(0, -240, 9, 9), GOLD)


def _painting(cv: Canvas, rng: Random) -> None:
    solid(cv, bar(-66, -108, 132, 108, 8), GOLD)
    cv.path(bar(-54, -96, 108, 84, 3).data, "#9fd4ee")
    with cv.group(clip=cv.clip(bar(-54, -96, 108, 84, 3).data)):
        cv.ellipse(26, -72, 12, 12, "#ffe27a")
        cv.path(curve((-80, -30), (-34, -58), (10, -34), (60, -54), (80, 0), (-80, 0)).data, GREEN)
        cv.path(curve((-80, -14), (-10, -34), (80, -20), (80, 0), (-80, 0)).data, "#5a9a50")
    cv.line("M-54 -96H54V-12H-54Z", shadow_of(GOLD, 0.5), 3, opacity=0.6)


def _paper_boat(cv: Canvas, rng: Random) -> None:
    solid(cv, corners((-24, -32), (0, -84), (24, -32), by=3), "#ffffff", shade=0.3)
    solid(cv, corners((-64, -48), (-24, -30), (24, -30), (64, -48), (40, 0), (-40, 0), by=4), "#fdf6ea", shade=0.35)
    cv.line("M0 -80L0 -32", shadow_of(SILVER, 0.3), 2, opacity=0.5)


def _scarf(cv: Canvas, rng: Random) -> None:
    _tail(cv, ((10, -92, 14), (26, -60, 15), (30, -22, 16)), shadow_of(TEAL, 0.15))
    loop = "M-42 -112A42 19 0 1 0 42 -112A42 19 0 1 0 -42 -112Z"
    for paint, width in ((shadow_of(TEAL, 0.4), 29.0), (TEAL, 24.0)):
        cv.line(loop, paint, width)
    cv.line("M-46 -116A46 20 0 0 0 -8 -90", lighter(TEAL, 0.35), 7, opacity=0.7)
    cv.line("M26 -106l6 20M40 -112l14 10M-30 -107l-8 17", CREAM, 6, opacity=0.9)
    _tail(cv, ((-4, -92, 15), (-12, -54, 16), (-8, -16, 17)), TEAL)
    solid(cv, oval(-2, -92, 22, 17), lighter(TEAL, 0.12), gloss=0.5)


def _tail(cv: Canvas, spine: tuple[Ring, ...], colour: str) -> None:
    """Draw a hanging end of a scarf with stripes and a fringe."""
    x, y, r = spine[-1]
    fringe = "".join(f"M{x + k * r * 0.3:.1f} {y + r * 0.4:.1f}v{r * 0.5:.1f}" for k in range(-2, 3))
    cv.line(fringe, CREAM, 4)
    (mx, my, _), end = spine[1], limb(*spine)
    solid(cv, end, colour, gloss=0.4)
    with cv.group(clip=cv.clip(end.data)):
        cv.line(f"M{x - 30} {y}H{x + 30}M{mx - 34} {(y + my) / 2 - 4:.1f}H{mx + 34}", CREAM, 7, opacity=0.9)
        cv.line(f"M{x - 30} {(y * 3 + my) / 4 - 2:.1f}H{x + 30}", PINK, 6, opacity=0.9)


PROPS = (
    Prop("letter", ("letter", "envelope", "note", "love letter", "invitation", "message"), _letter, 90, 126, "held"),
    Prop("book", ("open book", "recipe", "songbook", "cookbook", "manual", "diary"), _book, 80, 148, "held", grip=0.1),
    Prop(
        "closed book",
        ("book", "spellbook", "spell book", "book of spell", "tome", "grimoire"),
        _closed_book,
        118,
        100,
        "held",
    ),
    Prop("scroll", ("scroll", "parchment", "ancient scroll", "poem"), _scroll, 134, 112, "held"),
    Prop("map", ("map", "treasure map", "chart"), _map, 104, 158, "held"),
    Prop("blueprint", ("blueprint", "plan", "a drawing", "diagram", "sketch", "design"), _blueprint, 112, 194, "held"),
    Prop("gift", ("gift", "present", "parcel", "package"), _gift, 124, 118, "held"),
    Prop("box", ("box", "wooden box", "casket"), _box, 88, 122, "held"),
    Prop("bundle", ("bundle",), _bundle, 110, 110, "held", "#ffe3a0"),
    Prop("flag", ("flag", "banner", "pennant"), _flag, 248, 150, "ground", grip=0.3),
    Prop("painting", ("painting", "portrait", "picture frame"), _painting, 108, 134, "held"),
    Prop("paper boat", ("paper boat", "toy boat", "bark boat", "walnut-shell boat"), _paper_boat, 84, 128, "held"),
    Prop("scarf", ("scarf", "shawl", "ribbon", "cloth"), _scarf, 142, 116, "held", grip=0.8),
)
