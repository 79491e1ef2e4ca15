"""Animals of the deep: jellyfish, squid, seahorse, lobster."""

from storybook.figures.anatomy import Look
from storybook.figures.beasts.parts import Colours, body, cheeks, eyes, flat, mouth, rounded, stalked
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter
from storybook.painting.curves import along, smooth, tube


def draw_jellyfish(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a jellyfish."""
    skin, light = colours
    cv.glow(0, -210, 220, light, 0.35)
    for x, sway in ((-92, -20), (-58, 16), (-24, -14), (18, 18), (54, -16), (88, 20)):
        cv.line(f"M{x} -176q{sway} 50 0 92t{sway * 0.6:.0f} {70 - abs(x) * 0.2:.0f}", darker(skin, 0.1), 9, opacity=0.7)
    for x in (-40, 0, 40):
        body(cv, light, (x, -170, 22), (x - 8, -120, 17), (x + 10, -78, 13), (x - 4, -40, 5))
    bell = (
        "M-126 -178Q-128 -324 0 -330Q128 -324 126 -178Q104 -150 84 -172Q62 -146 42 -172Q20 -146 0 -172"
        "Q-20 -146 -42 -172Q-62 -146 -84 -172Q-104 -150 -126 -178Z"
    )
    cv.path(bell, rounded(cv, skin), opacity=0.92)
    for x, y, r in ((-70, -270, 13), (-30, -298, 9), (66, -276, 12), (22, -304, 8)):
        cv.ellipse(x, y, r, r * 0.8, light, opacity=0.8)
    eyes(cv, look, skin, (-36, -226, 26), (36, -226, 26))
    mouth(cv, look, 0, -196, 0.9)
    cheeks(cv, (-68, -196), (68, -196))


def draw_squid(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a squid."""
    skin, light = colours
    for side in (-1, 1):
        long = ((side * 30, -110, 17), (side * 110, -60, 12), (side * 176, -96, 10), (side * 196, -150, 9))
        body(cv, darker(skin, 0.12), *long)
        cv.ellipse(side * 198, -166, 20, 30, rounded(cv, darker(skin, 0.06)))
        with cv.group(f"scale({side} 1)"):
            cv.path("M20 -420Q120 -400 128 -330Q70 -316 34 -330Z", flat(cv, darker(skin, 0.08)))
    for x, far in ((-46, -110), (46, 110), (-22, -54), (22, 54), (0, 6)):
        arm = ((x, -104, 24), (x + (far - x) * 0.4, -56, 19), (far, -20, 13), (far * 1.28, -26, 6))
        body(cv, skin, *arm)
        for ax, ay, r in along(arm, 8)[3:8]:
            cv.ellipse(ax, ay + r * 0.3, r * 0.36, r * 0.3, light, opacity=0.85)
    body(cv, skin, (0, -424, 12), (0, -356, 52), (0, -262, 78), (0, -190, 70))
    cv.blob(-26, -320, 34, 60, lighter(skin, 0.5), 0.6)
    cv.ellipse(0, -146, 84, 62, rounded(cv, skin))
    eyes(cv, look, skin, (-38, -158, 29), (38, -158, 29))
    mouth(cv, look, 0, -120, 0.9)
    cheeks(cv, (-66, -122), (66, -122))


def draw_seahorse(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a seahorse."""
    skin, light = colours
    fin = "M-44 -214Q-112 -220 -124 -176Q-112 -140 -48 -150Z"
    cv.path(fin, flat(cv, light))
    cv.line("M-48 -204L-108 -196M-50 -186L-116 -174M-50 -168L-104 -154", darker(light, 0.3), 4, opacity=0.6)
    for x, low in ((8, -352), (40, -364), (-22, -330), (-40, -298), (-52, -262)):
        cv.path(
            f"M{x - 16} {low + 30}Q{x - 12} {low - 6} {x - 2} {low - 18}Q{x + 14} {low} {x + 18} {low + 28}Z",
            flat(cv, light),
        )
    spine = ((22, -300, 44), (-14, -250, 44), (6, -176, 60), (-30, -104, 44), (-52, -52, 27), (-18, -18, 19),
             (26, -32, 14), (22, -68, 9))  # fmt: skip
    outline = body(cv, skin, *spine, steps=30)
    with cv.group(clip=cv.clip(outline)):
        cv.path(smooth(tube(((36, -216, 26), (50, -172, 34), (14, -112, 24)))), light)
        for at, y, r in along(spine, 16)[4:14]:
            cv.line(f"M{at - r:.0f} {y:.0f}q{r:.0f} {r * 0.5:.0f} {2 * r:.0f} 0", darker(skin, 0.3), 4, opacity=0.45)
    body(cv, skin, (60, -292, 26), (108, -280, 15), (136, -276, 18))
    cv.ellipse(150, -276, 7, 9, darker(skin, 0.5))
    cv.ellipse(26, -306, 52, 48, rounded(cv, skin))
    eyes(cv, look, skin, (8, -314, 20), (52, -312, 19))
    cv.line("M92 -264q-14 12 -30 4", darker(skin, 0.55), 4)
    cheeks(cv, (14, -280))


def draw_lobster(cv: Canvas, look: Look, colours: Colours) -> None:
    """Draw a lobster."""
    skin, light = colours
    for turn in (-46, -16, 14):
        with cv.group(placed(-206, -44, 1, turn=turn)):
            cv.path("M14 -14Q-40 -30 -76 -10Q-70 22 14 16Z", flat(cv, darker(skin, 0.1)))
    for k in range(5):
        cv.ellipse(-186 + k * 34, -52 - k * 3, 30, 32 + k * 5, rounded(cv, skin if k % 2 else darker(skin, 0.08)))
    for x in (-30, 4, 38):
        cv.line(f"M{x} -50L{x + 12} -24L{x - 4} -2", darker(skin, 0.2), 13)
    cv.line("M118 -136Q150 -250 60 -310M136 -132Q220 -240 190 -320", darker(skin, 0.15), 7)
    outline = body(cv, skin, (-34, -68, 52), (40, -80, 60), (96, -90, 54))
    with cv.group(clip=cv.clip(outline)):
        cv.ellipse(40, -26, 120, 34, light, opacity=0.6)
        cv.line("M-6 -150Q20 -90 -6 -20", darker(skin, 0.35), 5, opacity=0.6)
    for x, y, size, back in ((128, -44, 0.82, True), (96, -34, 1.0, False)):
        paint = darker(skin, 0.15) if back else skin
        cv.line(f"M{x - 40} -60Q{x + 30} {y} {x + 74} {y - 36}", paint, 22)
        with cv.group(placed(x + 96, y - 66, size, turn=38)):
            cv.path("M-30 34Q-64 -10 -40 -60Q-10 -70 -4 -24Q14 -72 46 -56Q62 0 22 36Q-4 48 -30 34Z", rounded(cv, paint))
    for x in (88, 126):
        cv.line(f"M{x} -124V-156", skin, 12)
    stalked(cv, look, skin, (86, -164, 20), (128, -164, 20))
    mouth(cv, look, 112, -92, 0.8)
    cheeks(cv, (74, -88), (140, -84))
