"""Small ones with six legs or eight."""

from storybook.figures.anatomy import Look
from storybook.figures.beasts.parts import Colours, body, cheeks, eyes, mouth, rounded
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix


def draw_bee(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a bee."""
    yellow, dark = colours
    wings = ((-8, -150, -24), (34, -156, 22)) if look.lid < 0.9 else ((-66, -118, -72), (-40, -124, -60))
    for x, y, turn in wings:
        with cv.group(placed(x, y, turn=turn)):
            cv.ellipse(0, 0, 36, 66, "#e8f6ff", opacity=0.8)
            cv.line("M0 50V-40", "#a9c8dc", 3, opacity=0.7)
    cv.path("M-118 -70L-154 -66L-118 -56Z", dark)
    outline = body(cv, yellow, (-80, -66, 36), (-20, -72, 56), (44, -76, 50))
    with cv.group(clip=cv.clip(outline)):
        for x in (-84, -38, 8):
            cv.path(f"M{x - 12} -140Q{x - 26} -70 {x - 12} 0H{x + 12}Q{x - 2} -70 {x + 12} -140Z", dark)
        cv.blob(-20, -112, 80, 22, "#ffffff", 0.4)
    cv.line("M84 -126Q84 -168 108 -176M112 -124Q124 -160 146 -160", dark, 6)
    for x, y in ((108, -177), (147, -160)):
        cv.ellipse(x, y, 9, 9, dark)
    cv.ellipse(90, -80, 54, 52, rounded(cv, mix(yellow, "#ffffff", 0.15)))
    eyes(cv, look, yellow, (76, -88, 19), (120, -88, 18))
    mouth(cv, look, 100, -64, 0.8)
    cheeks(cv, (60, -62), (128, -62))
    cv.line("M-40 -20l-8 24M0 -16l0 24M36 -22l10 22", dark, 7)


def draw_ladybird(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a ladybird."""
    shell, dark = colours
    for x in (-70, -20, 34):
        cv.line(f"M{x} -34L{x - 10} -2l-14 2", dark, 11)
    cv.line("M112 -124Q110 -166 134 -176M142 -118Q160 -150 182 -150", dark, 7)
    cv.ellipse(116, -74, 56, 54, rounded(cv, dark))
    outline = "M-134 -30Q-146 -176 -16 -178Q100 -172 104 -30Q-10 -10 -134 -30Z"
    cv.path(outline, rounded(cv, shell))
    if shell != dark:
        with cv.group(clip=cv.clip(outline)):
            cv.line("M-20 -180Q24 -100 6 -20", dark, 6)
            for x, y, r in (
                (-76, -120, 20),
                (-36, -66, 18),
                (-96, -54, 16),
                (50, -126, 19),
                (62, -62, 17),
                (-22, -150, 14),
            ):
                cv.ellipse(x, y, r, r * 1.1, dark)
    cv.blob(-50, -150, 50, 20, "#ffffff", 0.5)
    eyes(cv, look, dark, (108, -86, 20), (148, -84, 18))
    with cv.group(placed(132, -54, 0.7)):
        cv.line("M-18 -2Q0 14 18 -2", "#fff0e0", 5)


def draw_spider(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a spider."""
    skin, light = colours
    for side in (-1, 1):
        for k, (out, up) in enumerate(((146, 196), (176, 150), (184, 104), (160, 62))):
            cv.line(
                f"M{side * 40} {-96 + k * 10}Q{side * out * 0.8:.0f} {-up} {side * out} {-14 + k * 4}",
                darker(skin, 0.2),
                13,
            )
    cv.ellipse(0, -124, 92, 88, rounded(cv, skin))
    for x, y in ((-34, -180), (0, -190), (34, -180)):
        cv.ellipse(x, y, 10, 10, light, opacity=0.8)
    cv.ellipse(0, -82, 70, 60, rounded(cv, lighter(skin, 0.08)))
    eyes(cv, look, skin, (-27, -92, 25), (27, -92, 25))
    for x in (-58, 58):
        cv.ellipse(x, -116, 10, 11, "#fffaf1")
        cv.ellipse(x + 1, -116, 6, 7, "#150b10")
    mouth(cv, look, 0, -58, 0.9)


def draw_ant(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a ant."""
    (skin,) = colours
    for x, to in ((-26, -60), (0, 4), (24, 66)):
        cv.line(f"M{x} -60L{(x + to) / 2 - 6:.0f} -44L{to} -2l12 2", darker(skin, 0.25), 9)
    cv.ellipse(-94, -84, 66, 50, rounded(cv, skin))
    cv.ellipse(0, -72, 38, 32, rounded(cv, skin))
    cv.line("M74 -146Q70 -190 96 -204M102 -146Q118 -184 146 -186", darker(skin, 0.2), 7)
    cv.ellipse(82, -106, 58, 52, rounded(cv, skin))
    eyes(cv, look, skin, (66, -116, 19), (112, -116, 18))
    mouth(cv, look, 90, -90, 0.8)
