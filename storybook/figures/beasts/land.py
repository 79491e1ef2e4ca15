"""Animals that crawl or hop, those with a shell, and a ghost."""

import math

from storybook.figures.anatomy import Look
from storybook.figures.beasts.parts import Colours, body, cheeks, eyes, flat, mouth, rounded, stalked
from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import along, smooth, tube


def draw_tortoise(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a tortoise."""
    skin, shell, plate = colours
    for x in (-96, 62):
        body(cv, darker(skin, 0.22), (x + 18, -60, 28), (x + 22, -16, 23))
    body(cv, skin, (-120, -50, 18), (-170, -34, 5))
    body(cv, skin, (96, -80, 36), (150, -130, 30), (176, -176, 36))
    outline = "M-154 -48Q-160 -210 0 -214Q160 -208 146 -48Q90 -26 0 -28Q-100 -26 -154 -48Z"
    cv.path(outline, rounded(cv, shell))
    with cv.group(clip=cv.clip(outline)):
        for x, y, r in ((0, -150, 50), (-92, -140, 44), (92, -140, 44), (-46, -80, 42), (48, -80, 42), (-134, -76, 36),
                        (136, -76, 36), (-48, -206, 30), (50, -206, 30)):  # fmt: skip
            ring = [(x + r * math.cos(k * math.pi / 3), y + r * 0.82 * math.sin(k * math.pi / 3)) for k in range(6)]
            cv.path("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in ring) + "Z", rounded(cv, plate))
            cv.line("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in ring) + "Z", darker(shell, 0.3), 6, opacity=0.8)
        cv.blob(-50, -196, 110, 40, "#ffffff", 0.3)
    cv.path("M-158 -52Q0 -22 150 -52Q160 -34 140 -26Q0 2 -146 -26Q-164 -34 -158 -52Z", flat(cv, mix(shell, plate, 0.5)))
    for x in (-96, 62):
        body(cv, skin, (x, -46, 30), (x - 2, -14, 26))
    cv.ellipse(192, -186, 60, 54, rounded(cv, skin))
    eyes(cv, look, skin, (178, -198, 19), (222, -198, 17))
    mouth(cv, look, 206, -172, 0.8)
    cheeks(cv, (172, -168))


def draw_snail(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a snail."""
    skin, shell = colours
    body(cv, skin, (-190, -10, 10), (-80, -24, 26), (70, -26, 30), (128, -70, 28), (146, -124, 32))
    for x, lean in ((132, -12), (166, 20)):
        cv.line(f"M{x} -140L{x + lean} -206", skin, 12)
    if shell == skin:  # a slug
        body(cv, skin, (-120, -22, 20), (-40, -40, 38), (50, -34, 30))
        stalked(cv, look, skin, (120, -208, 20), (186, -208, 20))
        mouth(cv, look, 158, -128, 0.9)
        return
    cv.ellipse(-30, -116, 104, 98, rounded(cv, shell))
    turns = [(-30 + (92 - k * 4.3) * math.cos(k * 0.42), -112 + (86 - k * 4.1) * math.sin(k * 0.42)) for k in range(21)]
    cv.line(smooth(turns, closed=False), darker(shell, 0.42), 9, opacity=0.8)
    cv.blob(-70, -160, 44, 26, "#ffffff", 0.45)
    stalked(cv, look, skin, (120, -208, 20), (186, -208, 20))
    mouth(cv, look, 158, -128, 0.9)
    cheeks(cv, (130, -110))


def draw_snake(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a snake."""
    skin, mark = colours
    for y, wide, r in ((-26, 128, 30), (-72, 96, 28), (-112, 64, 25)):
        cv.ellipse(0, y, wide, r * 1.05, rounded(cv, skin))
        for k in range(-3, 4):
            x = k * wide / 3.6
            cv.path(f"M{x - 14:.0f} {y + 2}L{x:.0f} {y - 12}L{x + 14:.0f} {y + 2}L{x:.0f} {y + 14}Z", mark)
        cv.line(f"M{-wide} {y + 6}Q0 {y + r * 2.0:.0f} {wide} {y + 6}", darker(skin, 0.5), 4, opacity=0.5)
    body(cv, skin, (130, -24, 18), (176, -40, 11), (204, -70, 4))
    if look.lid >= 0.9:  # asleep, the head on its coils
        body(cv, skin, (-40, -124, 26), (-20, -148, 30), (24, -150, 40), (64, -146, 42), (100, -138, 24))
        eyes(cv, look, skin, (42, -160, 17), (78, -158, 16))
        cv.line("M112 -132Q84 -120 56 -126", darker(skin, 0.55), 4.5)
        return
    spine = ((-30, -124, 26), (-44, -180, 25), (-4, -226, 25), (22, -262, 26))
    body(cv, skin, *spine)
    for at, high, _ in along(spine, 5)[1:5]:
        cv.path(f"M{at - 10:.0f} {high:.0f}l10 -11l10 11l-10 11Z", mark)
    cv.line("M90 -266q30 4 46 -8M122 -264q12 6 18 16", "#d9434c", 5)
    body(cv, skin, (14, -274, 40), (52, -276, 44), (88, -268, 24))
    eyes(cv, look, skin, (30, -294, 18), (66, -294, 17))
    cv.line("M100 -258Q72 -244 44 -252", darker(skin, 0.55), 4.5)


def draw_crocodile(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a crocodile."""
    skin, belly = colours
    for x in (-96, 64):
        body(cv, darker(skin, 0.25), (x + 26, -60, 26), (x + 40, -14, 18))
    spine = ((-330, -22, 8), (-240, -34, 24), (-140, -62, 48), (-20, -76, 60), (90, -80, 52), (150, -92, 44))
    plates = along(spine, 16)[2:15]
    for at, y, r in plates:
        cv.path(f"M{at - 17:.0f} {y - r + 6:.0f}l15 -24l19 22Z", darker(skin, 0.25))
    outline = body(cv, skin, *spine)
    with cv.group(clip=cv.clip(outline)):
        cv.path(smooth(tube(((-240, 6, 20), (-20, -24, 40), (150, -44, 30)))), belly)
        for at, y, r in plates:
            cv.ellipse(at, y - r * 0.4, 9, 6, lighter(skin, 0.25), opacity=0.6)
    for x in (-96, 64):
        body(cv, skin, (x, -50, 30), (x + 8, -16, 22))
        cv.line(f"M{x + 20} -8l14 6M{x + 8} -6l12 8", darker(skin, 0.5), 5)
    body(cv, belly, (140, -84, 34), (230, -66, 22), (312, -66, 18))
    for k in range(7):
        x = 196 + k * 20
        cv.path(f"M{x} -84l8 17l9 -17Z", "#fffdf4")
    body(cv, skin, (142, -116, 50), (210, -104, 32), (290, -98, 22), (314, -104, 22))
    cv.line("M330 -84Q250 -78 160 -84", darker(skin, 0.55), 5)
    cv.ellipse(318, -122, 9, 7, darker(skin, 0.5))
    cv.ellipse(150, -158, 27, 24, rounded(cv, skin))
    cv.ellipse(196, -152, 24, 22, rounded(cv, skin))
    eyes(cv, look, skin, (152, -160, 19), (198, -154, 17))


def draw_lizard(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a lizard."""
    skin, belly = colours
    for x in (-70, 54):
        cv.line(f"M{x} -56Q{x + 34} -40 {x + 40} -6l16 2M{x + 40} -6l4 10", darker(skin, 0.25), 18)
    body(cv, skin, (-80, -56, 34), (-160, -44, 24), (-226, -70, 15), (-222, -120, 9), (-186, -116, 4))
    body(cv, skin, (-90, -58, 38), (0, -72, 48), (74, -92, 38), (112, -124, 34))
    for k in range(6):
        cv.ellipse(-90 + k * 32, -86 - k * 5, 9, 7, belly, opacity=0.8)
    for x in (-70, 54):
        cv.line(f"M{x - 16} -46Q{x - 36} -28 {x - 22} -4l18 2M{x - 22} -4l-2 10", skin, 20)
    body(cv, skin, (104, -146, 46), (160, -142, 36))
    eyes(cv, look, skin, (102, -166, 21), (146, -164, 19))
    cv.line("M192 -132Q160 -114 122 -122", darker(skin, 0.55), 4.5)
    cheeks(cv, (104, -130))


def draw_chameleon(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a chameleon."""
    skin, mark = colours
    turns = [(-206 + (64 - k * 3.2) * math.cos(-k * 0.42 + 0.4), -104 + (60 - k * 3) * math.sin(-k * 0.42 + 0.4))
             for k in range(18)]  # fmt: skip
    cv.line(smooth(turns, closed=False), darker(skin, 0.12), 20)
    body(cv, darker(skin, 0.06), (-100, -84, 30), (-136, -76, 18), (-152, -84, 12))
    for x in (-58, 56):
        cv.line(f"M{x + 22} -60L{x + 34} -8l18 4M{x + 34} -8l-16 6", darker(skin, 0.28), 19)
    outline = body(cv, skin, (-96, -90, 38), (-10, -112, 66), (80, -124, 48))
    with cv.group(clip=cv.clip(outline)):
        for x in (-84, -44, -4, 36, 76):
            cv.path(f"M{x - 8} -190Q{x - 22} -120 {x - 8} -40H{x + 8}Q{x - 4} -120 {x + 8} -190Z", mark, opacity=0.75)
    for x in (-58, 56):
        cv.line(f"M{x} -66L{x + 4} -10l20 4M{x + 4} -10l-16 6", skin, 21)
    cv.path("M60 -176Q80 -250 150 -246Q140 -210 176 -184Z", rounded(cv, darker(skin, 0.08)))
    body(cv, skin, (104, -168, 48), (150, -158, 42), (182, -146, 24))
    cv.ellipse(130, -186, 38, 36, rounded(cv, lighter(skin, 0.12)))
    eyes(cv, look, skin, (134, -188, 24))
    cv.line("M202 -138Q166 -118 124 -130", darker(skin, 0.55), 5)
    cheeks(cv, (112, -144))


def draw_caterpillar(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a caterpillar."""
    skin, other = colours
    for k in range(7):
        x = -168 + k * 46
        y = -44 - 22 * math.sin(k * 1.1)
        cv.line(f"M{x - 8} {y + 34:.0f}V-4M{x + 12} {y + 34:.0f}V-4", darker(skin, 0.5), 9)
        cv.ellipse(x, y, 41, 42, rounded(cv, other if k % 2 else skin))
    cv.line("M128 -120Q112 -166 92 -174M162 -122Q170 -168 190 -178", darker(skin, 0.5), 6)
    for x, y in ((92, -176), (190, -180)):
        cv.ellipse(x, y, 10, 10, "#e8695c")
    cv.ellipse(146, -84, 58, 56, rounded(cv, skin))
    eyes(cv, look, skin, (126, -96, 19), (172, -96, 19))
    mouth(cv, look, 150, -70, 0.85)
    cheeks(cv, (110, -68), (188, -68))


def draw_worm(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a worm."""
    (skin,) = colours
    spine = (
        (-170, -16, 15),
        (-100, -24, 25),
        (-40, -74, 27),
        (16, -30, 28),
        (70, -36, 29),
        (104, -96, 30),
        (112, -140, 33),
    )
    body(cv, skin, *spine, steps=26)
    for x, y, r in along(spine, 22)[2:19]:
        cv.line(
            f"M{x - r * 0.5:.0f} {y - r * 0.5:.0f}q{r * 0.5:.0f} {r * 0.6:.0f} {r:.0f} {r:.0f}",
            darker(skin, 0.3),
            3,
            opacity=0.4,
        )
    eyes(cv, look, skin, (98, -150, 16), (132, -150, 16))
    mouth(cv, look, 116, -126, 0.7)


def draw_frog(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a frog."""
    skin, belly = colours
    for side in (-1, 1):
        with cv.group(f"scale({side} 1)"):
            cv.path(
                "M40 -20Q70 -100 132 -84Q176 -50 128 -16Q150 -10 176 4Q110 14 60 0Z", rounded(cv, darker(skin, 0.1))
            )
    outline = body(cv, skin, (0, -62, 84), (0, -130, 74), (0, -170, 86))
    with cv.group(clip=cv.clip(outline)):
        cv.ellipse(0, -54, 66, 76, belly)
    for side in (-1, 1):
        with cv.group(f"scale({side} 1)"):
            body(cv, skin, (52, -96, 24), (64, -50, 19), (52, -14, 15))
            cv.path("M26 4Q30 -14 52 -18Q78 -14 84 4Q54 12 26 4Z", flat(cv, skin))
    body(cv, skin, (-44, -180, 66), (44, -180, 66))
    for x in (-58, 58):
        cv.ellipse(x, -240, 44, 42, rounded(cv, skin))
    eyes(cv, look, skin, (-58, -244, 30), (58, -244, 30))
    if look.mouth in ("smile", "soft", "line", "smirk"):
        cv.line("M-78 -172Q0 -128 78 -172", darker(skin, 0.6), 6)
    else:
        mouth(cv, look, 0, -168, 1.7)
    for x in (-10, 10):
        cv.ellipse(x, -196, 3.4, 4, darker(skin, 0.5))
    cheeks(cv, (-84, -180), (84, -180))


def draw_ghost(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a ghost."""
    sheet, light = colours
    cv.glow(0, -180, 260, light, 0.35)
    white = cv.linear(((0, "#ffffff", 0.97), (0.7, sheet, 0.92), (1, sheet, 0.55)))
    cv.path(
        (
            "M-112 -40Q-128 -330 0 -336Q128 -330 112 -40Q96 -4 72 -30Q48 -56 26 "
            "-22Q0 8 -26 -22Q-48 -56 -72 -30Q-96 -4 -112 -40Z"
        ),
        white,
    )
    for side in (-1, 1):
        with cv.group(f"scale({side} 1)"):
            cv.path("M92 -180Q150 -196 168 -156Q160 -128 96 -132Z", white)
    eyes(cv, look, sheet, (-38, -226, 28), (38, -226, 28))
    mouth(cv, look, 0, -180, 1.2)
    cheeks(cv, (-66, -188), (66, -188))
