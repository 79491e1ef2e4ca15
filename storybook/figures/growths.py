"""What grows on some animals and not on foxes: horns and antlers, manes, humps, wings and spines."""

import math
from collections.abc import Callable, Mapping
from random import Random

from storybook.figures.anatomy import Build, Limb, Pose
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter
from storybook.painting.curves import Point, along, furry, heading, smooth, tube

_IVORY = ("#efe2c4", "#8a765c")


# --- on the head ------------------------------------------------------------------------------------------------------
def draw_crest(cv: Canvas, build: Build, turn: Turn) -> None:
    """Draw the horns of a head around the origin."""
    if build.crest in CRESTS:
        CRESTS[build.crest](cv, build, turn)


def _pair(cv: Canvas, turn: Turn, at: Point, draw: Callable[[], None]) -> None:
    for side in (-1, 1):
        x, y = turn.at(side * at[0], at[1], 4)
        with cv.group(placed(x, y)), cv.group(f"scale({side} 1)"):
            draw()


def _horns(cv: Canvas, build: Build, turn: Turn) -> None:
    horn = cv.linear(((0, _IVORY[0], 1), (1, _IVORY[1], 1)))

    def draw() -> None:
        cv.path("M-14 8Q-6 -60 44 -96Q70 -112 92 -100Q60 -84 40 -54Q22 -28 18 8Z", horn)
        cv.line("M-6 -16q14 -6 26 0M4 -42q12 -4 22 4M20 -66q10 0 16 8", "#7a6648", 3, opacity=0.6)

    _pair(cv, turn, (34, -78), draw)


def _cow_horns(cv: Canvas, build: Build, turn: Turn) -> None:
    horn = cv.linear(((0, "#8a765c", 1), (0.4, "#f4ead0", 1), (1, "#e6d6b0", 1)))

    def draw() -> None:
        cv.path("M-14 10Q22 4 34 -28Q38 -46 34 -58Q66 -40 56 -6Q44 26 -10 30Z", horn)

    _pair(cv, turn, (56, -76), draw)


def _ram_horns(cv: Canvas, build: Build, turn: Turn) -> None:
    horn = cv.linear(((0, _IVORY[0], 1), (1, _IVORY[1], 1)))

    def draw() -> None:
        spine = ((-18, 4, 20), (22, -26, 21), (66, -4, 19), (74, 44, 15), (44, 62, 10), (26, 44, 5))
        cv.path(smooth(tube(spine, steps=20)), horn)
        for x, y, r in along(spine, 12)[2:11]:
            cv.line(f"M{x - r * 0.5:.1f} {y - r * 0.5:.1f}l{r:.1f} {r:.1f}", "#7a6648", 3, opacity=0.5)

    _pair(cv, turn, (48, -66), draw)


def _antlers(cv: Canvas, build: Build, turn: Turn) -> None:
    def draw() -> None:
        bone = "M0 10Q2 -40 34 -70Q62 -92 58 -136M20 -54Q8 -82 12 -112M40 -76Q70 -74 92 -98M56 -100Q74 -112 80 -132"
        cv.line(bone, "#8a6a48", 15)
        cv.line(bone, "#b8946a", 7)

    _pair(cv, turn, (36, -78), draw)


def _shovels(cv: Canvas, build: Build, turn: Turn) -> None:
    bone = cv.linear(((0, "#d8bd92", 1), (1, "#8a6a48", 1)))

    def draw() -> None:
        cv.path(
            "M-10 10Q6 -24 40 -34Q42 -70 30 -96Q46 -92 56 -70Q58 -100 56 "
            "-122Q76 -108 82 -72Q96 -100 104 -116Q120 -90 108"
            " -58Q130 -72 146 -74Q140 -40 104 -20Q60 0 14 20Z",
            bone,
        )

    _pair(cv, turn, (44, -74), draw)


def _knobs(cv: Canvas, build: Build, turn: Turn) -> None:
    def draw() -> None:
        cv.line("M0 12L6 -40", darker(build.coat.fur, 0.12), 17)
        cv.ellipse(7, -46, 15, 15, build.coat.sock)

    _pair(cv, turn, (26, -80), draw)


def _unicorn(cv: Canvas, build: Build, turn: Turn) -> None:
    x, y = turn.at(0, -70, 26)
    gold = cv.linear(((0, "#fff6cf", 1), (0.5, "#f5c84a", 1), (1, "#c98a2c", 1)))
    with cv.group(placed(x, y, turn=8 * turn.yaw)):
        cv.path("M-19 12Q-8 -70 4 -128Q12 -60 20 12Q0 22 -19 12Z", gold)
        cv.line("M-15 -6q16 12 31 0M-11 -34q12 10 24 0M-6 -62q8 8 16 0M-2 -88q5 5 9 0", "#a8702a", 4, opacity=0.6)


def _nose_horn(cv: Canvas, build: Build, turn: Turn) -> None:
    horn = cv.linear(((0, "#f2eadb", 1), (1, "#a09684", 1)))
    x, y = turn.at(0, 44, 58)
    with cv.group(placed(x, y, turn=10 * turn.yaw)):
        cv.path("M-26 12Q-14 -34 10 -70Q20 -30 28 12Q0 24 -26 12Z", horn)
    x, y = turn.at(0, -14, 36)
    with cv.group(placed(x, y)):
        cv.path("M-14 10Q-6 -10 4 -28Q10 -8 15 10Q0 16 -14 10Z", horn)


def _tufts(cv: Canvas, build: Build, turn: Turn) -> None:
    """The crest of an alpaca or a sheep: a cap of curls."""
    for x, y, r in ((-44, -80, 28), (44, -80, 28), (-18, -98, 32), (22, -98, 32), (0, -76, 34)):
        px, py = turn.at(x, y, 10)
        cv.ellipse(px, py, r, r, cv.radial(((0, lighter(build.coat.light, 0.5), 1), (1, build.coat.fur, 1)),
                                           (0.4, 0.3, 0.8)))  # fmt: skip


def _lyre(cv: Canvas, build: Build, turn: Turn) -> None:
    """The long ringed horns of a gazelle."""
    horn = cv.linear(((0, "#4a3c34", 1), (1, "#8a7460", 1)))

    def draw() -> None:
        spine = ((-6, 12, 13), (4, -44, 12), (26, -92, 9), (22, -136, 6), (6, -168, 3))
        cv.path(smooth(tube(spine, steps=20)), horn)
        for x, y, r in along(spine, 14)[1:11]:
            cv.line(f"M{x - r:.1f} {y:.1f}q{r:.1f} 4 {2 * r:.1f} 0", "#d9c8ac", 3, opacity=0.5)

    _pair(cv, turn, (28, -80), draw)


def _moss(cv: Canvas, build: Build, turn: Turn) -> None:
    """The hair of a troll: tufts of moss."""
    x, y = turn.at(0, -70, 6)
    for lean in (-62, -34, -8, 20, 48, 70):
        with cv.group(placed(x + lean * 0.9, y + abs(lean) * 0.28, turn=lean * 0.7)):
            cv.path("M-24 16Q-20 -36 -4 -62Q4 -40 8 -58Q22 -30 24 16Q0 26 -24 16Z",
                    cv.linear(((0, lighter(build.coat.tip, 0.25), 1), (1, build.coat.tip, 1))))  # fmt: skip


CRESTS: Mapping[str, Callable[[Canvas, Build, Turn], None]] = {
    "horns": _horns, "cow horns": _cow_horns, "ram horns": _ram_horns, "antlers": _antlers, "shovels": _shovels,
    "knobs": _knobs, "unicorn": _unicorn, "nose horn": _nose_horn, "curls": _tufts,
    "lyre": _lyre, "moss": _moss,
}  # fmt: skip


def draw_mane(cv: Canvas, build: Build, turn: Turn, rng: Random) -> None:
    """Draw what stands round a head, behind it: a lion's mane, a hedgehog's spines, the hair of a horse."""
    if "mane" in build.grown:
        for radius, colour in ((150, build.coat.sock), (130, build.coat.tip)):
            _fringe(cv, turn, radius, colour)
    if "spines" in build.grown:
        _burst(cv, turn, 138, 36, 30, build.coat.dark, darker(build.coat.dark, 0.4), low=-0.35)
        _burst(cv, turn, 118, 30, 26, build.coat.tip, build.coat.dark, low=-0.25)
    if "horse mane" in build.grown:
        side = -1 if turn.yaw >= 0 else 1
        hair = cv.linear(((0, lighter(build.coat.tip, 0.15), 1), (1, darker(build.coat.tip, 0.15), 1)))
        with cv.group(f"scale({side} 1)"):
            cv.path("M-6 -112Q70 -128 112 -62Q146 0 128 84Q134 116 110 140Q112 104 92 96Q88 40 70 -20Z", hair)
    if "ruff" in build.grown:
        _burst(cv, turn, 126, 26, 26, build.coat.light, build.coat.fur, low=0.1)


def _fringe(cv: Canvas, turn: Turn, radius: float, colour: str) -> None:
    x, y = turn.at(0, 8, -14)
    ring = [(x + radius * math.cos(k * math.pi / 20), y + radius * math.sin(k * math.pi / 20)) for k in range(40)]
    fill = cv.radial(((0, colour, 1), (0.75, lighter(colour, 0.08), 1), (1, darker(colour, 0.2), 1)))
    cv.path(furry(ring, Random(f"mane {radius}"), tuft=26, step=34), fill)


def _burst(
    cv: Canvas, turn: Turn, radius: float, count: int, deep: float, colour: str, edge: str, *, low: float = 2.0
) -> None:
    """A ring of pointed locks round a head; below `low` (sine of the angle, downwards) there are none."""
    x, y = turn.at(0, 6, -14)
    points: list[Point] = []
    for k in range(count * 2):
        angle = math.pi * k / count - math.pi / 2
        far = radius if k % 2 == 0 else radius - deep
        if math.sin(angle) > low + 0.6:
            far = min(far, 84)
        points.append((x + far * math.cos(angle), y + far * math.sin(angle)))
    path = "M" + "".join(
        f"{'' if i == 0 else 'Q' + f'{(ax + x * 0.06) / 1.06:.1f} {(ay + y * 0.06) / 1.06:.1f} '}{bx:.1f} {by:.1f}"
        for i, ((ax, ay), (bx, by)) in enumerate(zip([points[-1], *points[:-1]], points, strict=True))
    )
    fill = cv.radial(((0, colour, 1), (0.7, colour, 1), (1, edge, 1)))
    cv.path(path + "Z", fill)


# --- on the neck and the back -----------------------------------------------------------------------------------------
def draw_neck_mane(cv: Canvas, build: Build, spine: Limb) -> None:
    """Draw the hair along the nape of a horse, a zebra or a giraffe."""
    if not {"horse mane", "brush mane"} & set(build.grown):
        return
    rings = along(spine, 8)
    nape = []
    for i, (x, y, r) in enumerate(rings):
        dx, dy = heading(rings, i)
        nape.append((x + dy * r * 0.9, y - dx * r * 0.9, 17.0 if "horse mane" in build.grown else 11.0))
    cv.path(furry(tube(nape), Random("mane"), tuft=8, step=10), build.coat.tip)


def draw_behind(cv: Canvas, build: Build, pose: Pose) -> None:
    """Draw what grows on the back, behind the body: humps, wings, spines, a ridge."""
    (hx, hy, _), (nx, ny, _) = pose.torso[0], pose.torso[-1]
    angle = math.degrees(math.atan2(nx - hx, hy - ny))
    mx, my = (hx + nx) / 2, (hy + ny) / 2
    with cv.group(placed(mx, my, build.bulk, turn=angle)):
        if "humps" in build.grown:
            fur = cv.linear(((0, build.coat.light, 1), (1, build.coat.dark, 1)))
            for y in (-44, 38):
                cv.path(f"M-30 {y - 44}Q-98 {y - 46} -100 {y}Q-98 {y + 44} -30 {y + 44}Z", fur)
        if "spines" in build.grown:
            _spines(cv, build)
        if "dragon wings" in build.grown or "bat wings" in build.grown:
            # both sides of one who stands; on all fours both wings rise from the back
            sides = ((1, 0.82, 0.0), (-1, 1.0, 0.0)) if abs(angle) < 45 else ((-1, 0.82, 24.0), (-1, 1.0, -8.0))
            for side, size, lean in sides:
                with cv.group(placed(side * 14, -30, size, turn=lean)), cv.group(f"scale({side} 1)"):
                    _wing(cv, build)
        if "ridge" in build.grown:
            path = "".join(f"M-36 {y}L-{84 - abs(y - 4) * 0.18:.0f} {y - 18}L-36 {y - 36}Z" for y in range(-44, 90, 30))
            cv.path(path, build.coat.tip)


def _wing(cv: Canvas, build: Build) -> None:
    skin = cv.linear(((0, lighter(build.coat.ear, 0.12), 1), (1, darker(build.coat.ear, 0.25), 1)))
    cv.path(
        "M0 10Q40 -90 120 -130Q190 -150 236 -120Q206 -96 204 -64Q170 -60 158 -24Q122 -26 104 14Q70 2 46 40Q20 30 0 40Z",
        skin,
    )
    cv.line("M0 14Q50 -80 128 -126M128 -126Q180 -140 234 -120M128 -126Q160 "
            "-90 158 -26M128 -126Q122 -60 104 12M70 -62Q60 "
            "-10 48 38", build.coat.dark, 8)  # fmt: skip
    cv.ellipse(128, -128, 9, 9, build.coat.tip)


def _spines(cv: Canvas, build: Build) -> None:
    for reach, colour in ((116, build.coat.dark), (98, build.coat.tip)):
        points: list[Point] = [(30, 84)]
        for k in range(21):
            angle, far = math.radians(100 + k * 8), reach if k % 2 else reach - 26
            points.append((far * math.cos(angle), far * math.sin(angle)))
        cv.path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in [*points, (30, -84)]) + "Z", colour)
