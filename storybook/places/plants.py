"""Trees and bushes, drawn around the foot of their stem in pixels of their own height."""

from random import Random

from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import Point, Ring, furry, smooth, tube

LEAVES = {
    "green": ("#7fb04e", "#3d6d3a"), "fresh": ("#a4c95a", "#547f3c"), "teal": ("#5b9a78", "#2b5a52"),
    "autumn": ("#e39a42", "#a04a2c"), "rust": ("#cf6f3c", "#7a3428"), "blossom": ("#f7b9c6", "#c9788c"),
    "gold": ("#eec455", "#b07a30"),
}  # fmt: skip
BARK = "#7a5640"


def leafy(
    cv: Canvas, rng: Random, x: float, y: float, height: float, leaves: str = "green", *, snowy: bool = False
) -> None:
    """Draw a round tree of soft heaps of leaves."""
    light, dark = LEAVES[leaves]
    with cv.group(placed(x, y, height / 400, mirrored=rng.random() < 0.5)):
        stem = [(0, 6, 30), (4, -60, 20), (-4, -140, 17), (2, -220, 12)]
        cv.path(smooth(tube(stem)), _bark(cv))
        cv.path(
            "M0 -120Q40 -150 70 -200L60 -206Q30 -160 -4 -140ZM0 -100Q-40 -140 -66 -180L-56 -186Q-30 -150 6 -124Z",
            darker(BARK, 0.25),
        )
        heaps = [(-84, -210, 78), (86, -220, 74), (0, -190, 82), (-46, -290, 84), (50, -300, 78), (0, -340, 62)]
        for hx, hy, radius in heaps:
            _heap(
                cv,
                rng,
                hx + rng.uniform(-14, 14),
                hy + rng.uniform(-14, 14),
                radius * rng.uniform(0.9, 1.15),
                light,
                dark,
                snowy,
            )


def _bark(cv: Canvas, colour: str = BARK, half: float = 30) -> str:
    a, b = (lighter(colour, 0.22), darker(colour, 0.4))
    return cv.linear(
        ((0, a if cv.light.from_left else b, 1), (0.5, colour, 1), (1, b if cv.light.from_left else a, 1)),
        (-half, 0, half, 0),
    )


def _heap(cv: Canvas, rng: Random, x: float, y: float, radius: float, light: str, dark: str, snowy: bool) -> None:
    ring = _round(rng, x, y, radius, radius * 0.86)
    lean = 0.36 if cv.light.from_left else 0.64
    fill = cv.radial(((0, lighter(light, 0.25), 1), (0.45, light, 1), (1, dark, 1)), (lean, 0.24, 0.82))
    cv.path(furry(ring, rng, tuft=radius * 0.1, step=radius * 0.26), fill)
    if snowy:
        cv.path(
            smooth(
                [
                    (x - radius * 0.8, y - radius * 0.4),
                    (x, y - radius * 0.98),
                    (x + radius * 0.8, y - radius * 0.4),
                    (x + radius * 0.3, y - radius * 0.5),
                    (x - radius * 0.3, y - radius * 0.42),
                ]
            ),
            "#ffffff",
            opacity=0.92,
        )
    dabs = ""
    for _ in range(7):
        px, py = x + rng.uniform(-0.6, 0.4) * radius, y - rng.uniform(0, 0.7) * radius
        dabs += f"M{px:.1f} {py:.1f}q{radius * 0.09:.1f} {-radius * 0.11:.1f} {radius * 0.2:.1f} {-radius * 0.03:.1f}"
    cv.line(dabs, lighter(light, 0.45), radius * 0.05, opacity=0.5)


def _round(rng: Random, x: float, y: float, rx: float, ry: float) -> list[Point]:
    corners = [
        (0.0, -1.0),
        (0.75, -0.72),
        (1.0, 0.0),
        (0.72, 0.7),
        (0.0, 0.92),
        (-0.72, 0.7),
        (-1.0, 0.0),
        (-0.75, -0.72),
    ]
    coarse = [(x + px * rx * rng.uniform(0.92, 1.08), y + py * ry * rng.uniform(0.92, 1.08)) for px, py in corners]
    for _ in range(2):
        pairs = list(zip(coarse, [*coarse[1:], coarse[0]], strict=True))
        coarse = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairs for t in (0.25, 0.75)]
    return coarse


def pine(
    cv: Canvas, rng: Random, x: float, y: float, height: float, colour: str = "#3f6f52", *, snowy: bool = False
) -> None:
    """Draw a fir tree in five skirts."""
    with cv.group(placed(x, y, height / 400)):
        cv.rect(-12, -60, 24, 64, darker(BARK, 0.2))
        for i in range(5):
            foot, half = -34 - i * 68, 112 - i * 20
            tip = foot - 126
            lit = lighter(colour, 0.18 + i * 0.03)
            ends = (-half, half) if cv.light.from_left else (half, -half)
            fill = cv.linear(
                ((0, lit, 1), (0.5, colour, 1), (1, darker(colour, 0.42), 1)), (ends[0], tip, ends[1], foot)
            )
            hem = "".join(
                (
                    f"Q{half - (k + 0.5) * half / 3:.1f} {foot + 26:.1f} {half - (k + 1) * half / 3:.1f} "
                    f"{foot + (4 if k % 2 else -4):.1f}"
                )
                for k in range(6)
            )
            cv.path(
                f"M0 {tip}Q{half * 0.3:.1f} {tip + 70} {half} {foot}{hem}Q{-half * 0.3:.1f} {tip + 70} 0 {tip}Z", fill
            )
            if snowy:
                cv.path(
                    (
                        f"M0 {tip}Q{half * 0.26:.1f} {tip + 60} {half * 0.72:.1f} {foot - 28}Q{half * 0.3:.1f} "
                        f"{foot - 50} {half * 0.1:.1f} {foot - 34}Q{-half * 0.3:.1f} {foot - 56} {-half * 0.72:.1f} "
                        f"{foot - 28}Q{-half * 0.26:.1f} {tip + 60} 0 {tip}Z"
                    ),
                    "#ffffff",
                    opacity=0.94,
                )


def bare(cv: Canvas, rng: Random, x: float, y: float, height: float, colour: str = "#5c4640") -> None:
    """Draw a tree without leaves."""
    with cv.group(placed(x, y, height / 400, mirrored=rng.random() < 0.5)):
        limbs: list[list[Ring]] = [
            [(0, 6, 26), (8, -90, 18), (-6, -190, 12), (14, -290, 7), (4, -390, 2)],
            [(4, -120, 11), (60, -190, 8), (80, -270, 5), (120, -330, 1.5)],
            [(-2, -170, 10), (-60, -220, 7), (-86, -300, 4), (-130, -350, 1.5)],
            [(6, -240, 7), (50, -300, 4), (54, -370, 1.5)], [(70, -220, 5), (120, -240, 3), (160, -280, 1)],
            [(-70, -240, 5), (-120, -240, 3), (-160, -270, 1)],
        ]  # fmt: skip
        for limb in limbs:
            cv.path(smooth(tube(limb, steps=8)), _bark(cv, colour, 40))


def trunk(cv: Canvas, rng: Random, x: float, foot: float, width: float, top: float = -40, colour: str = BARK) -> None:
    """Draw the stem of a great tree from its roots at `foot` up out of the picture, in pixels."""
    half = width / 2
    sway = rng.uniform(-0.25, 0.25) * width
    roots = (
        f"Q{x + half * 1.1:.1f} {foot - half:.1f} {x + half * 2.1:.1f} {foot + half * 0.3:.1f}"
        f"L{x - half * 2.1:.1f} {foot + half * 0.3:.1f}Q{x - half * 1.1:.1f} {foot - half:.1f}"
    )
    data = (
        f"M{x - half * 0.85 + sway:.1f} {top:.1f}L{x + half * 0.85 + sway:.1f} {top:.1f}{roots} "
        f"{x - half * 0.85 + sway:.1f} {top:.1f}Z"
    )
    a, b = lighter(colour, 0.25), darker(colour, 0.5)
    ends = (x - half, x + half) if cv.light.from_left else (x + half, x - half)
    cv.path(data, cv.linear(((0, a, 1), (0.4, colour, 1), (1, b, 1)), (ends[0], 0, ends[1], 0)))
    lines = ""
    for _ in range(9):
        px, py = x + rng.uniform(-0.7, 0.7) * half, rng.uniform(top, foot - width)
        lines += f"M{px:.1f} {py:.1f}q{rng.uniform(-8, 8):.1f} {width * 0.5:.1f} {rng.uniform(-5, 5):.1f} {width:.1f}"
    cv.line(lines, darker(colour, 0.5), max(1.5, width * 0.03), opacity=0.5)


def bush(
    cv: Canvas,
    rng: Random,
    x: float,
    y: float,
    width: float,
    leaves: str = "green",
    *,
    snowy: bool = False,
    berries: bool = False,
) -> None:
    """Draw a bush `width` pixels wide."""
    light, dark = LEAVES[leaves]
    with cv.group(placed(x, y, width / 240)):
        for hx, hy, radius in ((-70, -34, 54), (72, -36, 52), (0, -30, 58), (-34, -70, 54), (38, -74, 50)):
            _heap(cv, rng, hx, hy + rng.uniform(-8, 8), radius, light, mix(dark, "#1c3a34", 0.2), snowy)
        if berries:
            for _ in range(9):
                cv.ellipse(rng.uniform(-90, 90), rng.uniform(-100, -20), 6, 6, "#d9434e")


def _leaf(x: float, y: float, size: float, lean: float) -> str:
    return (
        f"M{x:.1f} {y:.1f}C{x + size * 0.5:.1f} {y + size * 0.15:.1f} {x + size * 0.4 + lean:.1f} "
        f"{y + size * 0.7:.1f} {x + lean:.1f} {y + size:.1f}"
        f"C{x - size * 0.4 + lean:.1f} {y + size * 0.7:.1f} {x - size * 0.5:.1f} {y + size * 0.15:.1f} {x:.1f} {y:.1f}Z"
    )


def branch(
    cv: Canvas, rng: Random, x: float, y: float, length: float, leaves: str, *, left: bool, snowy: bool = False
) -> None:
    """Let a branch reach into the picture from its edge, with leaves hanging from it; `left` says from which."""
    light, dark = LEAVES[leaves]
    with cv.group(placed(x, y, length / 400, mirrored=not left)):
        spine = [(-60, -40, 15), (80, -6, 12), (220, 30, 8), (380, 28, 2)]
        cv.path(smooth(tube(spine, steps=10)), darker(BARK, 0.35))
        twigs: list[list[Ring]] = [
            [(60, -8, 7), (90, 50, 4), (80, 100, 1)],
            [(160, 14, 6), (200, -46, 4), (260, -70, 1)],
            [(230, 26, 5), (260, 80, 3), (250, 120, 1)],
        ]
        for twig in twigs:
            cv.path(smooth(tube(twig, steps=6)), darker(BARK, 0.35))
        leaf = shade = ""
        for i in range(52):
            k = rng.random() ** 0.8
            px, py = -50 + 440 * k, -34 + 66 * k + rng.gauss(0, 34)
            one = _leaf(px, py, rng.uniform(34, 58), rng.uniform(-24, 24))
            leaf, shade = (leaf + one, shade) if i % 2 else (leaf, shade + one)
        cv.path(shade, dark)
        cv.path(leaf, light)
        if snowy:
            cv.path(smooth([(-60, -58), (80, -22), (220, 18), (360, 22), (220, 30), (80, -2)]), "#ffffff", opacity=0.9)
