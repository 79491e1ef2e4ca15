"""Eyes, brows, nose and mouth."""

from storybook.figures.anatomy import Build, Look
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix

INK = "#3a1c14"


def draw_eyes(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    """Draw both eyes with lids, lashes and brows."""
    for side in (-1, 1):
        x, y = turn.at(side * 47, 2, 22)
        squash = turn.squash(side)
        with cv.group(placed(x, y, build.eyes)), cv.group(f"scale({squash:.3f} 1)"):
            _eye(cv, build, look, side)
        bx, by = turn.at(side * 46, -44 - 10 * look.brow - 6 * (build.eyes - 1), 18)
        with cv.group(placed(bx, by)), cv.group(f"scale({squash:.3f} 1)"):
            _brow(cv, build, look, side)


def _eye(cv: Canvas, build: Build, look: Look, side: int) -> None:
    if look.lid >= 0.9:
        _shut_eye(cv, build, look, side)
        return
    oval = _oval(27, 32)
    cv.path(_oval(30, 35), build.coat.dark, opacity=0.55)
    cv.path(oval, "#fffaf1")
    with cv.group(clip=cv.clip(oval)):
        _iris(cv, build, look, side)
        cv.blob(0, -30, 34, 22, INK, 0.5)
        _lids(cv, build, look, side)
    cv.line(_lid_line(look, side, 2), INK, 5.5)
    if build.lashes:
        cv.line(f"M{side * 24} -16q{side * 12} -4 {side * 18} -14M{side * 27} -8q{side * 10} 0 {side * 17} -7", INK, 4)


def _iris(cv: Canvas, build: Build, look: Look, side: int) -> None:
    gx, gy = look.gaze[0] * 8 - side * 2.5, look.gaze[1] * 9 + 1
    iris = build.coat.iris
    stops = (
        (0, lighter(iris, 0.35), 1.0),
        (0.55, iris, 1.0),
        (0.86, darker(iris, 0.45), 1.0),
        (1, darker(iris, 0.7), 1.0),
    )
    cv.ellipse(gx, gy, 22.5, 26, cv.radial(stops, (0.5, 0.75, 0.8)))
    cv.ellipse(gx, gy, 13.5 * look.pupil * build.pupil, 16.5 * look.pupil, "#150b10")
    cv.blob(gx, gy + 17, 15, 8, lighter(iris, 0.6), 0.8)
    cv.ellipse(gx - 7, gy - 9.5, 7.6, 8.6, "#ffffff", raw=True)
    cv.ellipse(gx + 8, gy + 9, 3.8, 4.2, "#ffffff", opacity=0.9, raw=True)
    cv.ellipse(gx + 9, gy - 8, 2.0, 2.4, "#ffffff", opacity=0.8, raw=True)


def _lids(cv: Canvas, build: Build, look: Look, side: int) -> None:
    skin = mix(build.coat.fur, build.coat.dark, 0.35)
    cv.path(_lid_line(look, side, 0) + "L40 -60L-40 -60Z", skin)
    if look.squint > 0:
        y = 34 - 30 * look.squint
        cv.path(
            f"M-40 {y + 8:.1f}Q0 {y - 9:.1f} 40 {y + 8:.1f}L40 60L-40 60Z", mix(build.coat.cream, build.coat.fur, 0.35)
        )


def _lid_line(look: Look, side: int, reach: float) -> str:
    top = -32 + 62 * look.lid
    inner, outer = top + max(0, -look.slope) * 24, top + max(0, look.slope) * 20
    left, right = (outer, inner) if side < 0 else (inner, outer)
    width = 25 + reach
    drop = 15 * (1 - look.lid)
    return (
        f"M{-width:.1f} {left + drop:.1f}Q{-width * 0.45:.1f} {left - 3:.1f} 0 "
        f"{(left + right) / 2 - 2:.1f}Q{width * 0.45:.1f} {right - 3:.1f} {width:.1f} {right + drop:.1f}"
    )


def _shut_eye(cv: Canvas, build: Build, look: Look, side: int) -> None:
    bow = 20 if look.slope > 0 else -22
    cv.blob(0, 4, 32, 26, build.coat.dark, 0.3)
    cv.line(f"M-25 6Q0 {6 + bow} 25 6", INK, 7)
    if look.slope > 0 or build.lashes:
        cv.line(f"M{side * 22} 8l{side * 10} 6M{side * 14} 13l{side * 7} 9", INK, 4)


def _brow(cv: Canvas, build: Build, look: Look, side: int) -> None:
    tilt = side * (4 + 24 * look.slope)
    with cv.group(f"rotate({tilt:.1f})"):
        cv.path(
            "M-21 5Q-8 -9 10 -7Q18 -5 22 3Q6 -2 -4 1Q-14 3 -21 5Z"
            if side < 0
            else "M21 5Q8 -9 -10 -7Q-18 -5 -22 3Q-6 -2 4 1Q14 3 21 5Z",
            darker(build.coat.dark, 0.35),
        )


def _oval(rx: float, ry: float) -> str:
    return (
        f"M{-rx} 0C{-rx} {-ry * 0.62} {-rx * 0.6} {-ry} 0 {-ry}S{rx} {-ry * 0.62} {rx} 0S{rx * 0.62} {ry} "
        f"0 {ry}S{-rx} {ry * 0.58} {-rx} 0Z"
    )


def draw_muzzle(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    """Draw the muzzle with nose and mouth."""
    x, y = turn.at(0, 57, 42)
    cream = build.coat.cream
    with cv.group(placed(x, y, build.muzzle)), cv.group(f"scale({1 - 0.12 * abs(turn.yaw):.3f} 1)"):
        cv.blob(0, 22, 62, 34, build.coat.dark, 0.32)
        cv.ellipse(
            0,
            4,
            47,
            33,
            cv.radial(
                ((0, lighter(cream, 0.7), 1), (0.65, lighter(cream, 0.2), 1), (1, cream, 0.9)), (0.45, 0.25, 0.8)
            ),
        )
        draw_mouth(cv, look.mouth)
        cv.ellipse(0, -18, 21, 8, lighter(cream, 0.3), opacity=0.5)
        cv.path(
            "M-19 -20C-19 -29 -9 -31 0 -31S19 -29 19 -20C19 -10 8 -2 0 -2S-19 -10 -19 -20Z",
            cv.linear(
                (
                    (0, lighter(build.coat.nose, 0.25), 1),
                    (0.6, build.coat.nose, 1),
                    (1, darker(build.coat.nose, 0.5), 1),
                )
            ),
        )
        cv.ellipse(-6, -24, 7.5, 3.6, "#ffffff", opacity=0.75)


def draw_mouth(cv: Canvas, kind: str, *, line: bool = True) -> None:
    """Draw a mouth below (0, 0); `line` is the one that joins it to a nose."""
    if line:
        cv.line("M0 -3V7", INK, 3.6)
    if kind in _OPEN:
        outline, tongue = _OPEN[kind]
        cv.path(outline, "#5c1a20")
        with cv.group(clip=cv.clip(outline)):
            cv.ellipse(*tongue, "#e8737a")
            if kind == "snarl":
                cv.path("M-24 2l7 14l6 -13ZM24 2l-7 14l-6 -13Z", "#fffaf0")
        cv.line(outline, INK, 3.4)
    else:
        cv.line(_LINES.get(kind, _LINES["smile"]), INK, 4)


_LINES = {
    "smile": "M-27 2Q-16 17 0 7Q16 17 27 2",
    "soft": "M-18 7Q-10 14 0 7Q10 14 18 7",
    "line": "M-17 9Q0 5 17 9",
    "frown": "M-19 18Q-10 6 0 7Q10 6 19 18",
    "wobble": "M-20 16Q-13 6 -6 11Q0 15 6 11Q13 6 20 16",
    "smirk": "M-14 10Q4 14 26 0",
}
_OPEN = {
    "grin": ("M-28 3Q-14 12 0 7Q14 12 28 3Q24 33 0 34Q-24 33 -28 3Z", (0, 30, 17, 11)),
    "laugh": ("M-31 0Q-14 10 0 6Q14 10 31 0Q28 40 0 42Q-28 40 -31 0Z", (0, 36, 20, 13)),
    "open": ("M-11 13Q0 3 11 13Q14 30 0 31Q-14 30 -11 13Z", (0, 30, 9, 6)),
    "cry": ("M-20 24Q-12 7 0 8Q12 7 20 24Q10 19 0 19Q-10 19 -20 24Z", (0, 24, 12, 5)),
    "snarl": ("M-34 6Q-16 2 0 6Q16 2 34 6Q30 26 0 24Q-30 26 -34 6Z", (0, 26, 16, 6)),
}
