"""Animals of the sea: whales, dolphins, sharks, seals, and those on its ground."""

import math

from storybook.figures.anatomy import Look
from storybook.figures.beasts.parts import Colours, body, cheeks, drops, eyes, flat, mouth, rounded, stalked, water
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter
from storybook.painting.curves import along, smooth, tube

ORCA, NARWHAL = "#35343f", "#8fa2b4"


def draw_whale(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a whale."""
    skin, belly = colours
    body(cv, skin, (-150, -70, 52), (-226, -150, 24), (-244, -214, 13))
    for side in (-1, 1):
        with cv.group(placed(-246, -216, 1, turn=-12)), cv.group(f"scale({side} 1)"):
            cv.path("M-8 14Q30 -6 60 -46Q96 -40 100 -22Q70 18 4 26Z", flat(cv, skin))
    outline = body(cv, skin, (-150, -66, 54), (-60, -96, 96), (60, -108, 118), (150, -96, 104))
    with cv.group(clip=cv.clip(outline)):
        cv.ellipse(110, -14, 190, 84, belly)
        for k in range(6):
            cv.line(
                f"M{-30 + k * 6} {-64 + k * 14}Q120 {-20 + k * 16} 300 {-84 + k * 18}",
                darker(belly, 0.22),
                4,
                opacity=0.6,
            )
    if skin == ORCA:
        cv.ellipse(112, -152, 40, 20, belly, turn=-14)
    if skin == NARWHAL:
        cv.path("M232 -128L420 -262L246 -92Z", cv.linear(((0, "#fffaf0", 1), (1, "#cdbb94", 1))))
        cv.line("M262 -142l16 30M296 -166l14 26M330 -190l11 20M364 -214l8 15", "#a08a64", 4, opacity=0.6)
        for x, y, r in ((-60, -150, 14), (0, -190, 17), (60, -196, 13), (-110, -110, 11), (20, -150, 10)):
            cv.ellipse(x, y, r * 1.4, r, darker(skin, 0.3), opacity=0.5)
    eyes(cv, look, skin, (150, -116, 24))
    cv.line("M252 -92Q214 -62 150 -64", darker(skin, 0.5), 6)
    cheeks(cv, (126, -78))
    cv.path("M20 -60Q-20 -20 -66 -6Q-60 -44 -18 -76Z", flat(cv, darker(skin, 0.1)))
    for x in (-34, 0, 34):
        cv.line(
            f"M70 -222Q{70 + x * 0.4:.0f} -290 {70 + x * 1.6:.0f} {-330 + abs(x) * 1.5:.0f}", "#bfe8fb", 13, opacity=0.9
        )
    drops(cv, (2, -276, 9), (134, -284, 9), (70, -352, 10))
    water(cv, 330)


def draw_dolphin(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a dolphin."""
    skin, belly = colours
    cv.path("M-20 -236Q-44 -300 -84 -318Q-30 -320 36 -262Z", flat(cv, skin))
    outline = body(cv, skin, (-196, -60, 14), (-156, -130, 30), (-70, -200, 56), (40, -224, 66), (130, -196, 50),
                    (176, -168, 24))  # fmt: skip
    with cv.group(clip=cv.clip(outline)):
        spine = ((-170, -70, 20), (-90, -140, 34), (30, -166, 44), (130, -158, 34))
        cv.path(smooth(tube(spine)), belly)
    body(cv, skin, (150, -176, 26), (196, -150, 17), (226, -134, 11))
    cv.line("M230 -128Q190 -138 160 -144", darker(skin, 0.45), 5)
    for side in (-1, 1):
        with cv.group(placed(-200, -52, 0.8, turn=34)), cv.group(f"scale({side} 1)"):
            cv.path("M-6 -12Q30 0 60 44Q30 50 -2 20Z", flat(cv, skin))
    cv.path("M20 -170Q0 -120 -40 -104Q-44 -146 -18 -180Z", flat(cv, darker(skin, 0.12)))
    eyes(cv, look, skin, (118, -200, 18))
    cheeks(cv, (134, -172))
    drops(cv, (-250, -70, 10), (-232, -104, 7), (-150, -54, 9), (-104, -70, 6))
    water(cv, 250)


def draw_shark(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a shark."""
    skin, belly = colours
    cv.path("M-190 -60Q-236 -150 -262 -176Q-206 -168 -150 -96Z", flat(cv, skin))
    cv.path("M-40 -150Q-60 -240 -100 -272Q-10 -256 40 -158Z", flat(cv, skin))
    outline = body(cv, skin, (-200, -52, 22), (-110, -78, 58), (20, -98, 86), (140, -104, 74), (206, -104, 36))
    with cv.group(clip=cv.clip(outline)):
        cv.ellipse(80, -24, 220, 62, belly)
        cv.path("M222 -84Q160 -36 92 -62Q150 -70 222 -84Z", "#6a1f28")
        for k in range(6):
            x, y = 108 + k * 18, -62 - k * 3.4
            cv.path(f"M{x} {y}l9 15l9 -18Z", "#ffffff")
    cv.line("M226 -86Q150 -66 90 -62", darker(skin, 0.5), 5)
    for x in (20, 38, 56):
        cv.line(f"M{x} -118q-10 18 0 42", darker(skin, 0.45), 5, opacity=0.7)
    cv.path("M-10 -60Q-40 -10 -90 0Q-84 -50 -50 -78Z", flat(cv, darker(skin, 0.1)))
    eyes(cv, look, skin, (146, -124, 20))
    water(cv, 300)


def draw_octopus(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a octopus."""
    skin, light = colours
    arms = (
        ((-40, -110, 30), (-130, -70, 24), (-190, -110, 16), (-176, -160, 8)),
        ((40, -110, 30), (130, -70, 24), (190, -110, 16), (176, -160, 8)),
        ((-50, -90, 30), (-110, -20, 22), (-190, -20, 15), (-226, -60, 8)),
        ((50, -90, 30), (110, -20, 22), (190, -20, 15), (226, -60, 8)),
        ((-24, -80, 32), (-50, -22, 24), (-100, 0, 15), (-140, 4, 8)),
        ((24, -80, 32), (50, -22, 24), (100, 0, 15), (140, 4, 8)),
    )
    for i, arm in enumerate(arms):
        body(cv, darker(skin, 0.14) if i < 2 else skin, *arm)
        for x, y, r in along(arm, 9)[3:9]:
            cv.ellipse(x, y + r * 0.35, r * 0.36, r * 0.3, light, opacity=0.85)
    body(cv, skin, (0, -250, 84), (0, -190, 96), (0, -110, 66))
    cv.blob(-30, -290, 50, 34, lighter(skin, 0.5), 0.7)
    eyes(cv, look, skin, (-38, -180, 30), (38, -180, 30))
    mouth(cv, look, 0, -138, 1.1)
    cheeks(cv, (-70, -138), (70, -138))


def draw_seal(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a seal."""
    skin, light = colours
    for turn in (-34, -4):
        with cv.group(placed(-214, -34, 1, turn=turn)):
            cv.path("M20 -16Q-40 -40 -84 -24Q-60 0 20 22Z", flat(cv, darker(skin, 0.12)))
    outline = body(cv, skin, (-206, -30, 24), (-120, -54, 56), (0, -74, 78), (74, -120, 66), (96, -190, 50))
    with cv.group(clip=cv.clip(outline)):
        cv.blob(90, -90, 90, 110, light, 0.85)
        for x, y, r in ((-100, -80, 9), (-60, -104, 12), (-30, -80, 8), (-130, -58, 7), (4, -124, 10)):
            cv.ellipse(x, y, r * 1.3, r, darker(skin, 0.35), opacity=0.6)
    cv.path("M60 -58Q40 -10 -24 -2Q-10 -40 20 -74Z", flat(cv, darker(skin, 0.18)))
    cv.path("M104 -52Q130 -20 158 -4Q104 8 76 -20Z", flat(cv, darker(skin, 0.18)))
    _sea_face(cv, look, skin, light, 112, -226)


def _sea_face(cv: Canvas, look: Look, skin: str, light: str, x: float, y: float) -> None:
    """The head of a seal or a walrus around (x, y), with whiskers."""
    with cv.group(placed(x, y)):
        cv.ellipse(0, 0, 74, 68, rounded(cv, skin))
        eyes(cv, look, skin, (-22, -12, 19), (38, -12, 19))
        mouth(cv, look, 14, 34, 0.9)
        for side in (-1, 1):
            cv.ellipse(12 + side * 22, 26, 28, 22, rounded(cv, light))
            cv.line("".join((f"M{12 + side * 30} "
                             f"{22 + k * 7}l{side * 46} {k * 10 - 4}") for k in (-1, 0, 1)), "#4a3c38", 3,
                    opacity=0.7)  # fmt: skip
            cv.ellipse(12 + side * 22, 22, 2.5, 2.5, darker(light, 0.5))
        cv.ellipse(12, 8, 15, 11, "#2b1f22")
        cv.ellipse(8, 4, 5, 3, "#ffffff", opacity=0.6)


def draw_walrus(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a walrus."""
    skin, light = colours
    for turn in (-26, 2):
        with cv.group(placed(-226, -38, 1.1, turn=turn)):
            cv.path("M20 -18Q-40 -40 -84 -24Q-60 4 20 26Z", flat(cv, darker(skin, 0.16)))
    outline = body(cv, skin, (-210, -40, 38), (-120, -84, 86), (10, -116, 116), (80, -180, 98), (96, -240, 78))
    with cv.group(clip=cv.clip(outline)):
        cv.blob(110, -100, 110, 130, light, 0.6)
        for k in range(4):
            cv.line(f"M{20 + k * 14} {-60 - k * 26}q70 22 130 -14", darker(skin, 0.35), 5, opacity=0.45)
    cv.path("M60 -76Q46 -10 -40 0Q-18 -54 16 -92Z", flat(cv, darker(skin, 0.2)))
    cv.path("M140 -70Q176 -20 206 -4Q130 12 100 -26Z", flat(cv, darker(skin, 0.2)))
    ivory = cv.linear(((0, "#fffaf0", 1), (1, "#dcc898", 1)))
    with cv.group(placed(118, -288, 1.2)):
        cv.ellipse(0, 0, 78, 72, rounded(cv, skin))
        eyes(cv, look, skin, (-24, -22, 18), (40, -22, 18))
        for side in (-1, 1):
            with cv.group(placed(14, 44)), cv.group(f"scale({side} 1)"):
                cv.path("M10 -8Q8 60 26 104Q40 60 34 -8Z", ivory)
        mouth(cv, look, 14, 42, 0.8)
        for side in (-1, 1):
            cv.ellipse(14 + side * 26, 22, 34, 27, rounded(cv, light))
            cv.line("".join((f"M{14 + side * 34} "
                             f"{20 + k * 8}l{side * 44} {k * 12 + 8}") for k in (-1, 0, 1)), "#4a3830", 3.4,
                    opacity=0.8)  # fmt: skip
            for dx, dy in ((0, -6), (10, 4), (-4, 8)):
                cv.ellipse(14 + side * (24 + dx), 20 + dy, 2.6, 2.6, darker(light, 0.5))
        cv.ellipse(14, -2, 19, 13, "#2b1f22")
        cv.ellipse(9, -7, 6, 3.4, "#ffffff", opacity=0.6)


def draw_penguin(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a penguin."""
    coat, orange = colours
    for x in (-34, 40):
        cv.path(f"M{x - 34} 2Q{x - 40} -20 {x - 6} -26Q{x + 36} -22 {x + 40} 2Q{x} 12 {x - 34} 2Z", flat(cv, orange))
    cv.path("M-84 -180Q-140 -120 -128 -60Q-92 -80 -70 -116Z", flat(cv, darker(coat, 0.2)))
    outline = body(cv, coat, (0, -76, 82), (2, -150, 88), (4, -230, 70), (6, -268, 66))
    with cv.group(clip=cv.clip(outline)):
        white = cv.linear(((0, "#ffffff", 1), (1, "#d8dce6", 1)))
        cv.path(smooth(tube(((18, -70, 66), (20, -140, 68), (18, -196, 44)))), white)
        cv.ellipse(-10, -258, 36, 40, white)
        cv.ellipse(46, -258, 36, 40, white)
        cv.ellipse(18, -228, 44, 32, white)
        cv.blob(16, -204, 40, 20, "#f5c04a", 0.7)
    cv.path("M84 -190Q146 -140 142 -70Q104 -84 76 -124Z", flat(cv, darker(coat, 0.1)))
    eyes(cv, look, coat, (-12, -262, 19), (44, -262, 19))
    cheeks(cv, (-28, -230), (62, -230))
    cv.path("M0 -246Q18 -256 36 -246Q34 -224 18 -214Q2 -224 0 -246Z", flat(cv, orange))
    cv.line("M3 -238Q18 -230 33 -238", darker(orange, 0.4), 3.4)


def draw_crab(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a crab."""
    skin, light = colours
    for side in (-1, 1):
        for k in range(3):
            cv.line((f"M{side * 70} {-60 + k * 12}L{side * (136 + k * 6)} "
                     f"{-76 + k * 26}L{side * (158 - k * 10)} {-22 + k * 12}"),
                    darker(skin, 0.15), 17)  # fmt: skip
        cv.line(f"M{side * 88} -96Q{side * 150} -110 {side * 150} -160", skin, 24)
        with cv.group(placed(side * 152, -192)), cv.group(f"scale({side} 1)"):
            cv.path("M-30 34Q-64 -10 -40 -60Q-10 -70 -4 -24Q14 -72 46 -56Q62 0 22 36Q-4 48 -30 34Z", rounded(cv, skin))
        cv.line(f"M{side * 34} -130V-172", skin, 13)
    cv.ellipse(0, -84, 122, 68, rounded(cv, skin))
    cv.ellipse(0, -58, 84, 34, light, opacity=0.5)
    for x, y in ((-60, -120), (-30, -134), (56, -122), (24, -136)):
        cv.ellipse(x, y, 8, 5, lighter(skin, 0.4), opacity=0.7)
    stalked(cv, look, skin, (-34, -182, 23), (34, -182, 23))
    mouth(cv, look, 0, -84, 1.2)
    cheeks(cv, (-62, -76), (62, -76))


def draw_starfish(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a starfish."""
    skin, light = colours
    ring = [
        (
            (118 if k % 2 == 0 else 56) * math.sin(k * math.pi / 5),
            -112 - (118 if k % 2 == 0 else 56) * math.cos(k * math.pi / 5),
        )
        for k in range(10)
    ]
    cv.path(smooth(ring), rounded(cv, skin))
    for k in range(0, 10, 2):
        for far in (50, 72, 92):
            cv.ellipse(far * math.sin(k * math.pi / 5), -112 - far * math.cos(k * math.pi / 5), 6, 6, light)
    eyes(cv, look, skin, (-20, -124, 16), (20, -124, 16))
    mouth(cv, look, 0, -102, 0.7)
