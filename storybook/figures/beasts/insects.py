"""Small ones with six legs or eight."""

from storybook.figures.anatomy import Look
from storybook.figures.beasts.parts import Colours, body, cheeks, eyes, flat, mouth, rounded
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import along


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


def draw_scorpion(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a scorpion."""
    skin, light = colours
    for x in (-62, -26, 12, 48):
        cv.line(f"M{x} -50L{x - 22} -36L{x - 34} -2", darker(skin, 0.25), 11)
    tail = ((-70, -56, 30), (-150, -76, 27), (-196, -150, 24), (-176, -232, 21), (-112, -266, 17))
    body(cv, skin, *tail, steps=24)
    for at, y, r in along(tail, 10)[2:10]:
        cv.line(f"M{at - r * 0.7:.0f} {y - r * 0.5:.0f}q{r * 0.7:.0f} {r * 0.5:.0f} {r * 1.4:.0f} 0", darker(skin, 0.4),
                5, opacity=0.6)  # fmt: skip
    cv.ellipse(-88, -268, 26, 22, rounded(cv, skin))
    cv.path("M-72 -282Q-30 -276 -26 -232Q-52 -254 -84 -250Z", light)
    outline = body(cv, skin, (-72, -54, 36), (0, -62, 46), (66, -68, 46))
    with cv.group(clip=cv.clip(outline)):
        for x in (-64, -28, 8):
            cv.line(f"M{x} -120Q{x + 14} -60 {x} 0", darker(skin, 0.35), 5, opacity=0.5)
    for y, size in ((-30, 0.72), (-44, 0.85)):
        cv.line(f"M70 -50Q140 {y + 24} {154 + y * 0.9:.0f} {y - 26}", darker(skin, 0.1), 19)
        with cv.group(placed(172 + y * 0.9, y - 46, size, turn=24)):
            cv.path("M-30 34Q-64 -10 -40 -60Q-10 -70 -4 -24Q14 -72 46 -56Q62 0 22 36Q-4 48 -30 34Z", rounded(cv, skin))
    eyes(cv, look, skin, (48, -96, 20), (94, -94, 19))
    mouth(cv, look, 76, -62, 0.8)


def draw_grasshopper(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a grasshopper or a cricket."""
    skin, light = colours
    cv.line("M-44 -70L-104 -196L-150 -6l-16 3", darker(skin, 0.28), 15)
    cv.line("M92 -150Q70 -220 6 -240M112 -150Q130 -214 186 -226", darker(skin, 0.4), 6)
    outline = body(cv, skin, (-168, -54, 14), (-80, -68, 32), (10, -84, 42), (64, -96, 40))
    with cv.group(clip=cv.clip(outline)):
        cv.ellipse(-40, -36, 150, 26, light, opacity=0.8)
    cv.path("M40 -128Q-60 -140 -186 -84Q-100 -62 36 -88Z", flat(cv, lighter(skin, 0.2)))
    cv.line("M24 -110Q-60 -116 -150 -86", darker(skin, 0.3), 4, opacity=0.5)
    for x in (6, 50):
        cv.line(f"M{x} -58L{x + 14} -30L{x + 4} -3l14 2", darker(skin, 0.18), 11)
    cv.path("M-60 -64Q-40 -104 -16 -84Q-40 -150 -88 -206Q-110 -200 -104 -184Z", rounded(cv, skin))
    cv.line("M-98 -194L-128 -6l-18 4", skin, 13)
    cv.ellipse(98, -110, 52, 54, rounded(cv, skin))
    eyes(cv, look, skin, (84, -126, 20), (128, -124, 19))
    mouth(cv, look, 108, -90, 0.8)
    cheeks(cv, (72, -92), (136, -92))


def draw_dragonfly(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a dragonfly."""
    skin, light = colours
    for x, high, turn in ((-6, -176, -28), (34, -180, 20)):
        with cv.group(placed(x, high, turn=turn)):
            cv.ellipse(0, 0, 30, 104, "#e4f6ff", opacity=0.8)
            cv.line("M0 90V-80M-4 20L-22 -30M4 20L22 -30", light, 3, opacity=0.7)
    tail = ((-216, -110, 9), (-130, -100, 14), (-40, -94, 22), (26, -92, 40))
    body(cv, skin, *tail)
    for at, y, r in along(tail, 14)[2:11]:
        cv.line(f"M{at:.0f} {y - r:.0f}q6 {r:.0f} 0 {2 * r:.0f}", darker(skin, 0.4), 4, opacity=0.6)
    cv.ellipse(80, -92, 50, 48, rounded(cv, lighter(skin, 0.08)))
    eyes(cv, look, skin, (62, -108, 25), (108, -106, 24))
    mouth(cv, look, 88, -72, 0.7)
    cv.line("M10 -54l-8 22M36 -52l2 24", darker(skin, 0.4), 6)
