"""Ears of every kind: pointed (foxes, wolves), round (bears, mice), long (rabbits)."""

from random import Random

from storybook.figures.anatomy import Build, Look
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix

_SHAPES = {
    "pointed": (
        "M-40 26C-46 -26 -26 -86 6 -116Q12 -120 15 -112C34 -72 44 -20 40 28Q0 44 -40 26Z",
        "M-24 20C-28 -20 -14 -64 7 -92C22 -60 28 -14 24 22Q0 32 -24 20Z",
        (62, -62, 15, 56),
    ),
    "round": (
        "M-36 24C-52 -12 -40 -54 0 -56S52 -12 36 24Q0 40 -36 24Z",
        "M-22 16C-32 -10 -24 -36 0 -37S32 -10 22 16Q0 26 -22 16Z",
        (70, -62, 22, 40),
    ),
    "big": (
        "M-44 24C-76 -24 -60 -86 0 -88S76 -24 44 24Q0 44 -44 24Z",
        "M-30 16C-52 -20 -40 -66 0 -67S52 -20 30 16Q0 28 -30 16Z",
        (76, -58, 30, 40),
    ),
    "leaf": (
        "M-20 22C-46 -20 -40 -70 0 -104C40 -70 46 -20 20 22Q0 32 -20 22Z",
        "M-10 12C-28 -20 -24 -56 0 -84C24 -56 28 -20 10 12Q0 20 -10 12Z",
        (82, -50, 58, 30),
    ),
    "long": (
        "M-26 24C-44 -40 -40 -150 0 -176C40 -150 44 -40 26 24Q0 34 -26 24Z",
        "M-14 14C-26 -40 -22 -126 0 -150C22 -126 26 -40 14 14Q0 22 -14 14Z",
        (40, -70, 8, 70),
    ),
    "tall": (
        "M-28 24C-42 -30 -36 -112 0 -142C36 -112 42 -30 28 24Q0 34 -28 24Z",
        "M-15 14C-24 -30 -20 -94 0 -118C20 -94 24 -30 15 14Q0 22 -15 14Z",
        (56, -66, 22, 60),
    ),
    "small": (
        "M-26 24C-32 -6 -22 -56 4 -78Q28 -50 28 24Q0 36 -26 24Z",
        "M-14 16C-18 -6 -12 -40 4 -58Q16 -36 16 16Q0 24 -14 16Z",
        (52, -74, 12, 50),
    ),
    "floppy": (
        "M-22 20C-34 -10 -36 -60 -8 -98Q4 -112 20 -98C44 -60 40 -10 22 20Q0 32 -22 20Z",
        "M0 0",
        (80, -56, 150, 14),
    ),
    "side": (
        "M-34 30C-54 -4 -40 -46 0 -48S54 -4 34 30Q0 46 -34 30Z",
        "M-22 20C-34 -2 -24 -30 0 -31S34 -2 22 20Q0 30 -22 20Z",
        (104, -2, 76, 20),
    ),
    "fan": (
        "M-50 40C-110 10 -130 -70 -70 -128C-20 -160 60 -150 92 -96C112 -40 86 30 40 52Q0 60 -50 40Z",
        "M-30 26C-78 2 -96 -62 -50 -106C-14 -130 46 -122 70 -82C84 -40 64 16 28 34Q0 42 -30 26Z",
        (76, -8, 86, 20),
    ),
    "tiny": (
        "M-20 18C-28 -6 -22 -34 0 -36S28 -6 20 18Q0 26 -20 18Z",
        "M-11 10C-16 -4 -12 -20 0 -21S16 -4 11 10Q0 16 -11 10Z",
        (72, -66, 30, 40),
    ),
}


# a pointed ear from whose outer edge a piece is missing
_TORN = (
    "M-40 26C-46 -26 -26 -86 -6 -104L-2 -86L8 -92L14 -70L30 -66L22 -46L44 -34C43 -14 42 6 40 28Q0 44 -40 26Z",
    "M-24 20C-28 -20 -14 -64 -4 -78L0 -66L7 -68L10 -52L19 -48L14 -34L26 -20C26 -6 25 8 24 22Q0 32 -24 20Z",
)


def draw_ear(cv: Canvas, build: Build, look: Look, turn: Turn, side: int, rng: Random, *, back: bool) -> None:
    """Draw one ear (side -1 left, 1 right) of a head around the origin; `look.ears` lays it flat."""
    shape = _SHAPES.get(build.ears.removeprefix("dark "))
    if not shape:
        return
    build = build.tinted("ears")
    outer, inner, (x, y, lean, fold) = shape
    if "torn ear" in build.grown and side > 0 and build.ears == "pointed":
        outer, inner = _TORN
    px, py = turn.at(side * x, y, -8)
    angle = side * (lean + fold * look.ears) + turn.yaw * 5
    with (
        cv.group(placed(px, py, build.hearing, turn=angle)),
        cv.group(f"scale({side * (1 - 0.18 * (side * turn.yaw > 0) * abs(turn.yaw)):.3f} {1 - 0.12 * look.ears:.3f})"),
    ):
        cv.path(outer, _shell(cv, build))
        if "ear tufts" in build.grown:
            cv.path("M-11 -84Q-6 -128 10 -152Q12 -120 10 -84Z", "#2c2220")
        if not back:
            _inside(cv, build, inner)


def _shell(cv: Canvas, build: Build) -> str:
    coat = build.coat
    if build.ears.startswith("dark "):
        return cv.linear(((0, lighter(coat.sock, 0.2), 1), (1, coat.sock, 1)))
    if build.ears == "pointed":
        return cv.linear(
            (
                (0, coat.sock, 1),
                (0.3, coat.sock, 1),
                (0.48, mix(coat.sock, coat.fur, 0.7), 1),
                (0.6, coat.fur, 1),
                (1, coat.dark, 1),
            )
        )
    return cv.linear(((0, lighter(coat.light, 0.1), 1), (0.6, coat.fur, 1), (1, coat.dark, 1)))


def _inside(cv: Canvas, build: Build, inner: str) -> None:
    coat = build.coat
    cv.path(inner, cv.linear(((0, darker(coat.ear, 0.45), 1), (0.55, coat.ear, 1), (1, lighter(coat.ear, 0.25), 1))))
    with cv.group(clip=cv.clip(inner)):
        cv.blob(-20, -20, 22, 70, darker(coat.ear, 0.6), 0.45)
    if build.ears == "pointed":
        cv.path(
            "M-26 28Q-30 0 -18 -26Q-14 -8 -8 -4Q-6 -26 4 -44Q8 -20 8 -2Q14 -10 20 -22Q26 4 24 28Q0 36 -26 28Z",
            cv.linear(((0, lighter(coat.cream, 0.2), 0.95), (1, coat.cream, 1))),
        )
