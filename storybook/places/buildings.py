"""Houses and other things that were built, drawn around the middle of their foot; sizes are pixels."""

from random import Random

from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import polygon, smooth

WALLS = ("#f0dfc2", "#e6cfb0", "#d9c9bd", "#f2d8c0", "#dcd8c4")
ROOFS = ("#b5583f", "#8f5a48", "#6f6a86", "#c07a46", "#5f7f7a", "#a8484a")
WARM = "#ffcf70"


def cottage(cv: Canvas, rng: Random, x: float, y: float, height: float, *, lit: bool, snowy: bool = False) -> None:
    """Draw a crooked little house, its windows warm when `lit`."""
    wall, roof = rng.choice(WALLS), rng.choice(ROOFS)
    side = 1 if cv.light.from_left else -1
    half, eaves = rng.uniform(92, 126), rng.uniform(150, 200)
    with cv.group(placed(x, y, height / 400)):
        ends = (-half, half) if side > 0 else (half, -half)
        cv.path(
            polygon([(-half, 6), (-half + 4, -eaves), (half - 4, -eaves), (half, 6)]),
            cv.linear(
                ((0, lighter(wall, 0.15), 1), (0.6, wall, 1), (1, darker(wall, 0.35), 1)), (ends[0], 0, ends[1], 0)
            ),
        )
        _gable(cv, half, eaves, wall, rng)
        _beams(cv, half, eaves)
        _chimney(cv, half * 0.5, -eaves - 120)
        _roof(cv, half, eaves, roof, snowy)
        for wx in (-half * 0.52, half * 0.52):
            window(cv, wx, -eaves * 0.62, 34, lit=lit and rng.random() < 0.85)
        window(cv, 0, -eaves - 40, 26, lit=lit and rng.random() < 0.7)
        _door(cv, rng, lit)


def _gable(cv: Canvas, half: float, eaves: float, wall: str, rng: Random) -> None:
    cv.path(polygon([(-half + 4, -eaves + 2), (0, -eaves - 150), (half - 4, -eaves + 2)]), wall)
    cv.blob(0, -eaves + 4, half * 1.1, 26, darker(wall, 0.5), 0.45)


def _beams(cv: Canvas, half: float, eaves: float) -> None:
    wood = "#6f4a36"
    for bx in (-half + 6, half - 6):
        cv.line(f"M{bx:.1f} 4V{-eaves:.1f}", wood, 11)
    cv.line(
        f"M{-half + 4:.1f} {-eaves:.1f}H{half - 4:.1f}M{-half * 0.5:.1f} {-eaves - 70:.1f}H{half * 0.5:.1f}", wood, 9
    )


def _chimney(cv: Canvas, x: float, y: float) -> None:
    cv.rect(x - 18, y - 34, 36, 110, cv.linear(((0, "#a87a66", 1), (1, "#6f4c44", 1))), round_by=4)
    cv.rect(x - 23, y - 42, 46, 14, "#8a5f52", round_by=4)


def _roof(cv: Canvas, half: float, eaves: float, roof: str, snowy: bool) -> None:
    out = half + 30
    cover = "#f4f8fd" if snowy else roof
    for side, shade in ((-1, 0.0 if cv.light.from_left else 0.3), (1, 0.3 if cv.light.from_left else 0.0)):
        strip = [(0, -eaves - 176), (side * out, -eaves + 26), (side * (out - 16), -eaves + 46), (0, -eaves - 128)]
        paint = mix(cover, "#8fa6c8", shade) if snowy else darker(cover, shade)
        cv.path(polygon(strip), cv.linear(((0, lighter(paint, 0.2), 1), (1, paint, 1))))
        if not snowy:
            lines = "".join(
                f"M{side * out * k:.1f} {-eaves - 176 + 202 * k:.1f}l{-side * 5} 26"
                for k in (0.16, 0.3, 0.44, 0.58, 0.72, 0.86)
            )
            cv.line(lines, darker(roof, 0.4), 4, opacity=0.6)


def window(cv: Canvas, x: float, y: float, half: float, *, lit: bool) -> None:
    """Draw a window around (x, y), glowing when `lit`."""
    frame = "#6a4634"
    if lit:
        cv.glow(x, y, half * 3.2, "#ffb84d", 0.5)
    cv.rect(x - half - 5, y - half * 1.2 - 5, half * 2 + 10, half * 2.4 + 10, frame, round_by=10)
    pane = (
        cv.linear(((0, "#fff1b8", 1), (1, "#ffb347", 1)), raw=True)
        if lit
        else cv.linear(((0, "#7fa0b8", 1), (0.5, "#b9d2dc", 1), (1, "#5f7c94", 1)))
    )
    cv.rect(x - half, y - half * 1.2, half * 2, half * 2.4, pane, round_by=7, raw=lit)
    cv.line(f"M{x:.1f} {y - half * 1.2:.1f}v{half * 2.4:.1f}M{x - half:.1f} {y:.1f}h{half * 2:.1f}", frame, half * 0.16)


def _door(cv: Canvas, rng: Random, lit: bool) -> None:
    paint = rng.choice(("#7a4a32", "#4f6b62", "#8a4038", "#5a5a7c"))
    cv.path("M-27 6V-74Q-27 -104 0 -104T27 -74V6Z", darker(paint, 0.4))
    cv.path("M-22 6V-72Q-22 -98 0 -98T22 -72V6Z", cv.linear(((0, lighter(paint, 0.2), 1), (1, darker(paint, 0.15), 1))))
    cv.ellipse(13, -42, 4, 4, "#e8c060")


def lamp_post(cv: Canvas, x: float, y: float, height: float, *, lit: bool) -> None:
    """Draw a street lamp."""
    with cv.group(placed(x, y, height / 400)):
        iron = "#3f3a48"
        cv.rect(-7, -330, 14, 334, cv.linear(((0, lighter(iron, 0.2), 1), (1, iron, 1))), round_by=6)
        cv.ellipse(0, 0, 26, 9, darker(iron, 0.2))
        if lit:
            cv.glow(0, -362, 210, "#ffc966", 0.7)
        cv.path("M-22 -332L-28 -384H28L22 -332Z", "#ffe6a0" if lit else "#a9b8c0", raw=lit)
        cv.path("M-34 -384L0 -416L34 -384Z", iron)
        cv.line("M-22 -332L-28 -384M22 -332L28 -384M0 -332V-384", iron, 4)


def stall(cv: Canvas, rng: Random, x: float, y: float, width: float) -> None:
    """Draw a market stall with a striped awning and goods."""
    stripe = rng.choice(("#c9504a", "#4f8a8a", "#d9963c", "#7a6aa8"))
    with cv.group(placed(x, y, width / 320)):
        cv.path("M-140 0V-210H-128V0ZM128 0V-210H140V0Z", "#7a543a")
        cv.rect(-146, -96, 292, 96, cv.linear(((0, "#c08a58", 1), (1, "#7a4f34", 1))), round_by=8)
        cv.line("M-140 -60H140M-140 -28H140", "#6a442c", 4, opacity=0.6)
        for i in range(12):
            gx, size = -126 + i * 23, rng.uniform(13, 19)
            cv.ellipse(
                gx,
                -102,
                size,
                size,
                cv.radial(
                    (
                        (0, "#fff2d8", 0.9),
                        (0.35, rng.choice(("#e8703c", "#d9434e", "#e8b93c", "#8ab84c")), 1),
                        (1, "#7a3a2c", 1),
                    ),
                    (0.36, 0.3, 0.9),
                ),
            )
        for i in range(6):
            paint = stripe if i % 2 else "#fbf2e0"
            ax = -168 + i * 56
            cv.path(
                f"M{ax * 0.8:.1f} -286L{(ax + 56) * 0.8:.1f} -286L{ax + 56} -206q-28 34 -56 0Z",
                cv.linear(((0, lighter(paint, 0.15), 1), (1, darker(paint, 0.15), 1))),
            )


def well(cv: Canvas, x: float, y: float, width: float) -> None:
    """Draw a village well with a little roof."""
    with cv.group(placed(x, y, width / 220)):
        cv.path("M-92 -70V-240H-78V-70ZM78 -70V-240H92V-70Z", "#6f4a36")
        cv.path("M-100 -80Q-96 0 -86 8Q0 30 86 8Q96 0 100 -80Z", cv.linear(((0, "#b9b0a8", 1), (1, "#6a6468", 1))))
        cv.ellipse(0, -80, 100, 24, "#cfc6bc")
        cv.ellipse(0, -80, 80, 17, "#2c2c3c")
        cv.line(
            "M-96 -44Q0 -22 96 -44M-92 -14Q0 8 92 -14M-50 -54V-30M10 -50V-24M56 -54V-32M-20 -22V2M36 -22V2",
            "#5f585c",
            4,
            opacity=0.6,
        )
        cv.path(
            "M-128 -226L0 -306L128 -226L114 -212L0 -280L-114 -212Z", cv.linear(((0, "#c07a56", 1), (1, "#7a4434", 1)))
        )


def fence(cv: Canvas, rng: Random, x: float, y: float, width: float, height: float, *, snowy: bool = False) -> None:
    """Draw a picket fence from `x` to the right."""
    count = max(3, int(width / (height * 0.42)))
    step = width / count
    wood = "#b58a62"
    for k in (0.32, 0.72):
        cv.rect(x, y - height * k - height * 0.05, width, height * 0.1, darker(wood, 0.25))
    for i in range(count):
        px, tall = x + (i + 0.5) * step, height * rng.uniform(0.9, 1.06)
        half = step * 0.26
        cv.path(
            polygon(
                [
                    (px - half, y),
                    (px - half, y - tall * 0.86),
                    (px, y - tall),
                    (px + half, y - tall * 0.86),
                    (px + half, y),
                ]
            ),
            cv.linear(((0, lighter(wood, 0.25), 1), (1, darker(wood, 0.2), 1))),
        )
        if snowy:
            cv.ellipse(px, y - tall * 0.93, half * 1.1, tall * 0.08, "#ffffff")


def tower(
    cv: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    lit: bool,
    roofed: bool = True,
    colour: str = "#8f8894",
) -> None:
    """Draw a round tower of stone."""
    half = width / 2
    ends = (x - half, x + half) if cv.light.from_left else (x + half, x - half)
    cv.rect(
        x - half,
        y - height,
        width,
        height + 8,
        cv.linear(
            ((0, lighter(colour, 0.28), 1), (0.5, colour, 1), (1, darker(colour, 0.45), 1)), (ends[0], 0, ends[1], 0)
        ),
    )
    _courses(cv, x, y, width, height, colour)
    if roofed:
        _pointed_roof(cv, x, y - height, width)
    else:
        _battlements(cv, x, y - height, width, colour)
    if lit:
        cv.glow(x, y - height * 0.68, width * 0.8, "#ffb84d", 0.6)
    cv.path(
        (
            f"M{x - width * 0.09:.1f} {y - height * 0.6:.1f}v{-width * 0.26:.1f}q{width * 0.09:.1f} "
            f"{-width * 0.16:.1f} {width * 0.18:.1f} 0v{width * 0.26:.1f}Z"
        ),
        WARM if lit else "#3a3448",
        raw=lit,
    )


def _courses(cv: Canvas, x: float, y: float, width: float, height: float, colour: str) -> None:
    """The joints of a tower's stones."""
    half = width / 2
    stones = "".join(
        (
            f"M{x - half + half * 2 * ((i * 37) % 83) / 100:.1f} {y - height * ((i * 53) % 97) / 100:.1f}"
            f"h{width * 0.16:.1f}"
        )
        for i in range(14)
    )
    cv.line(stones, darker(colour, 0.4), max(1.5, width * 0.025), opacity=0.5)


def _pointed_roof(cv: Canvas, x: float, top: float, width: float) -> None:
    half = width / 2
    cv.path(
        polygon([(x - half * 1.35, top + 4), (x, top - width * 1.25), (x + half * 1.35, top + 4)]),
        cv.linear(((0, "#7d6a94", 1), (1, "#4a4468", 1))),
    )


def _battlements(cv: Canvas, x: float, top: float, width: float, colour: str) -> None:
    half = width / 2
    teeth = "".join(
        (
            f"M{x - half * 1.1 + k * half * 0.55:.1f} {top + 4:.1f}v{-width * 0.2:.1f}"
            f"h{half * 0.32:.1f}v{width * 0.2:.1f}Z"
        )
        for k in range(4)
    )
    cv.path(teeth, colour)


def arch(
    cv: Canvas,
    rng: Random,
    x: float,
    y: float,
    height: float,
    *,
    broken: bool,
    colour: str = "#a8a29c",
    snowy: bool = False,
) -> None:
    """Draw a gateway of old stone, or what is left of it."""
    with cv.group(placed(x, y, height / 400)):
        fill = cv.linear(
            ((0, lighter(colour, 0.25), 1), (0.5, colour, 1), (1, darker(colour, 0.4), 1)),
            (-170, -400, 170, 0) if cv.light.from_left else (170, -400, -170, 0),
        )
        if broken:
            cv.path("M-170 8L-164 -330L-140 -372L-112 -346L-96 -300L-100 8Z", fill)
            cv.path("M100 8L96 -190L112 -236L140 -214L166 -240L172 8Z", fill)
        else:
            cv.path(
                "M-170 8V-280Q-160 -400 0 -404Q160 -400 170 -280V8H104V-250Q96 -320 0 -324Q-96 -320 -104 -250V8Z", fill
            )
        joints = "".join(f"M{sx} {-40 - i * 58}h{62}" for i in range(4) for sx in (-166, 106))
        cv.line(joints, darker(colour, 0.45), 5, opacity=0.5)
        cv.blob(-134, -6, 60, 40, "#6f8f4a", 0.0 if snowy else 0.7)
        cv.blob(140, -200 if broken else -290, 50, 34, "#ffffff" if snowy else "#6f8f4a", 0.8)


def stone_bridge(cv: Canvas, x: float, y: float, width: float, colour: str = "#a49a92") -> None:
    """Draw an old bridge with one arch, its deck's middle at (x, y)."""
    with cv.group(placed(x, y, width / 800)):
        fill = cv.linear(
            ((0, lighter(colour, 0.25), 1), (0.5, colour, 1), (1, darker(colour, 0.4), 1)), (0, -60, 0, 220)
        )
        cv.path("M-420 40Q0 -70 420 40V240H250Q230 60 0 56Q-230 60 -250 240H-420Z", fill)
        cv.path("M-430 20Q0 -94 430 20V46Q0 -66 -430 46Z", lighter(colour, 0.3))
        cv.line("M-250 240Q-230 60 0 56Q230 60 250 240", darker(colour, 0.4), 10, opacity=0.6)
        cv.line(
            "M-380 90h60M-340 140h54M300 100h66M290 150h60M-200 60h50M150 58h50", darker(colour, 0.45), 5, opacity=0.5
        )


def windmill(cv: Canvas, rng: Random, x: float, y: float, height: float) -> None:
    """Draw a windmill."""
    with cv.group(placed(x, y, height / 400)):
        cv.path(
            "M-70 6L-44 -250H44L70 6Z",
            cv.linear(
                ((0, "#efe0c8", 1), (1, "#a88c74", 1)), (-70, 0, 70, 0) if cv.light.from_left else (70, 0, -70, 0)
            ),
        )
        cv.path("M-54 -246Q0 -330 54 -246Z", "#8f5a48")
        with cv.group(f"translate(0 -256) rotate({rng.uniform(10, 80):.0f})"):
            for turn in (0, 90, 180, 270):
                with cv.group(f"rotate({turn})"):
                    cv.path("M-4 0V-170H4V0ZM4 -40H40V-166H4Z", "#d9c3a0")
        cv.path(smooth([(-20, 6), (-20, -50), (0, -66), (20, -50), (20, 6)]), "#6a4634")


def haystack(cv: Canvas, x: float, y: float, width: float) -> None:
    """Draw a heap of hay."""
    with cv.group(placed(x, y, width / 200)):
        cv.path(
            "M-100 6Q-96 -90 -40 -132Q0 -156 40 -132Q96 -90 100 6Q0 20 -100 6Z",
            cv.radial(((0, "#f7df92", 1), (0.6, "#dcb455", 1), (1, "#9a7434", 1)), (0.36, 0.3, 0.8)),
        )
        cv.line(
            "M-60 -20l14 -34M-20 -10l8 -40M30 -14l-4 -38M66 -24l-14 -30M-30 -80l10 -28M26 -84l-6 -26",
            "#a07a38",
            4,
            opacity=0.6,
        )
