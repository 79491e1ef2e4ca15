"""The head: ears, skull, cheeks and markings, with the face on it."""

from dataclasses import replace
from random import Random

from storybook.figures.anatomy import Build, Look
from storybook.figures.ears import draw_ear
from storybook.figures.face import draw_eyes
from storybook.figures.growths import draw_crest, draw_mane
from storybook.figures.patterns import draw_face_pattern
from storybook.figures.snouts import draw_snout
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import Point, furry, hair, resample, smooth

SKULL: tuple[Point, ...] = ((0, -88), (42, -83), (78, -60), (101, -20), (108, 18), (99, 52), (72, 81), (36, 96))


def draw_head(cv: Canvas, build: Build, look: Look, turn: Turn, rng: Random, *, back: bool = False) -> None:
    """Draw a head around the origin, about 216 units wide, or its back when the animal looks away."""
    sides = (1, -1) if turn.yaw >= 0 else (-1, 1)
    draw_mane(cv, build, turn, rng)
    for side in sides:
        draw_ear(cv, build, look, turn, side, rng, back=back)
    for side in sides if build.cheeks else ():
        _cheek(cv, build, turn, side)
    skull = _skull(turn)
    outline = furry(skull, rng, tuft=4, step=13)
    cv.path(outline, _fur_gradient(cv, build))
    with cv.group(clip=cv.clip(outline)):
        draw_face_pattern(cv, build, turn)
        if not back:
            _markings(cv, build, turn)
        _shading(cv, build, look, turn, back)
    _fur(cv, build, turn, rng, back)
    if not back:
        features = (
            (draw_snout, draw_eyes) if build.snout else (draw_eyes, draw_snout)
        )  # a large snout lies below the eyes
        for draw in features:
            draw(cv, build, look, turn)
        _feelings(cv, look, turn)
        _scar(cv, build, turn)
        _freckles(cv, build, turn)
    if build.beard:
        _beard(cv, turn, rng)
    if "moustache" in build.grown and not back:
        _moustache(cv, build, turn)
    if build.forelock:
        _forelock(cv, build, turn, back)
    draw_crest(cv, build, turn)
    _rim(cv, skull)


def _skull(turn: Turn) -> list[Point]:
    right = [turn.at(x, y, 2) for x, y in SKULL]
    left = [turn.at(-x, y, 2) for x, y in SKULL[:0:-1]]
    return resample_smooth([*right, turn.at(0, 100, 6), *left])


def resample_smooth(points: list[Point]) -> list[Point]:
    """Round a coarse outline by cutting its corners twice (Chaikin), and space its points evenly."""
    for _ in range(3):
        pairs = list(zip(points, [*points[1:], points[0]], strict=True))
        points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairs for t in (0.25, 0.75)]
    return resample(points, 9)


def _fur_gradient(cv: Canvas, build: Build) -> str:
    coat = build.coat
    stops = ((0, lighter(coat.light, 0.12), 1.0), (0.4, coat.light, 1.0), (0.72, coat.fur, 1.0), (1, coat.dark, 1.0))
    return cv.radial(stops, (0.42, 0.3, 0.78))


def _cheek(cv: Canvas, build: Build, turn: Turn, side: int) -> None:
    x, y = turn.at(side * 70, 40, 6)
    coat = replace(build.coat, cream=build.tinted("cheeks").coat.cream)
    fill = cv.linear(
        (
            (0, coat.fur, 1),
            (0.35, mix(coat.fur, coat.cream, 0.6), 1),
            (0.6, coat.cream, 1),
            (1, mix(coat.cream, coat.dark, 0.25), 1),
        )
    )
    with cv.group(placed(x, y)), cv.group(f"scale({side * turn.squash(side):.3f} 1)"):
        cv.path("M10 -44Q44 -34 68 -2Q54 -4 47 -1Q62 12 64 30Q48 22 38 24Q46 38 42 54Q16 56 -18 44Z", fill)


def _markings(cv: Canvas, build: Build, turn: Turn) -> None:
    coat = build.tinted("face").coat
    if build.marking in ("plain", "dark muzzle"):
        return
    if build.marking == "stripes":
        _stripes(cv, coat.sock, turn)
    if build.marking in ("eye patches", "blaze", "ape", "sloth"):
        _around_the_eyes(cv, build, turn)
        return
    half = ((18, 12, 34), (34, 30, 26), (58, 44, 22), (86, 42, 12), (122, 22, 4), (136, 90, 2), (60, 130, 8))
    right = [turn.at(x, y, d) for x, y, d in half]
    left = [turn.at(-x, y, d) for x, y, d in half[::-1]]
    mask = smooth([turn.at(0, 34, 40), *right, *left])
    cv.path(
        mask,
        cv.linear(((0, lighter(coat.cream, 0.25), 1), (0.6, coat.cream, 1), (1, mix(coat.cream, coat.dark, 0.22), 1))),
    )
    for side in (-1, 1):
        x, y = turn.at(side * 40, -46, 18)
        cv.blob(x, y, 20, 14, lighter(coat.light, 0.45), 0.55)


def _around_the_eyes(cv: Canvas, build: Build, turn: Turn) -> None:
    """The dark eyes of a panda, the bare ones of a monkey, and a skunk's white blaze."""
    if build.marking == "blaze":
        points = [turn.at(x, y, 22) for x, y in ((-26, -120), (26, -120), (17, -40), (12, 30), (-12, 30), (-17, -40))]
        cv.path(smooth(points), build.coat.tip)
        return
    if build.marking == "sloth":
        cv.ellipse(*turn.at(0, 26, 30), 92, 74, build.coat.cream)
    for side in (-1, 1):
        x, y = turn.at(side * 50, 8, 20)
        if build.marking == "sloth":
            cv.ellipse(x + side * 16, y + 8, 52 * turn.squash(side), 26, build.coat.sock, turn=side * 24)
            continue
        if build.marking == "ape":
            cv.ellipse(x - side * 8, y - 4, 50 * turn.squash(side), 52, build.coat.cream)
        else:
            cv.ellipse(x, y, 42 * turn.squash(side), 50, build.coat.sock, turn=side * -24)


def _stripes(cv: Canvas, colour: str, turn: Turn) -> None:
    for side in (-1, 1):
        points = [
            turn.at(side * x, y, 18)
            for x, y in ((24, -110), (30, -50), (30, 0), (22, 60), (60, 56), (72, 10), (62, -50), (46, -110))
        ]
        cv.path(smooth(points), colour)


def _shading(cv: Canvas, build: Build, look: Look, turn: Turn, back: bool) -> None:
    coat = build.coat
    lit = -1 if cv.light.from_left else 1
    cv.blob(-lit * 92, 62, 92, 92, coat.dark, 0.5)
    cv.blob(0, 112, 120, 40, darker(coat.dark, 0.25), 0.45)
    cv.blob(lit * 38, -56, 78, 46, lighter(coat.light, 0.5), 0.5)
    if back:
        cv.blob(0, 40, 90, 80, coat.dark, 0.35)
        return
    for side in (-1, 1):
        x, y = turn.at(side * 76, 44, 16)
        cv.blob(x, y, 28, 19, "#f0705a", 0.16 + 0.5 * look.blush)


def _fur(cv: Canvas, build: Build, turn: Turn, rng: Random, back: bool) -> None:
    light, dark = ["M0 0"], ["M0 0"]
    for _ in range(150):
        x, y = rng.uniform(-96, 96), rng.uniform(-82, 60 if back else 8)
        if (x / 100) ** 2 + (y / 90) ** 2 > 0.86 or (not back and abs(abs(x) - 47) < 34 and -40 < y < 44):
            continue
        px, py = turn.at(x, y, 10)
        tuft = hair(px, py, x * 0.11, -10 - rng.random() * 9, 2.8)
        (light if rng.random() < 0.55 else dark).append(tuft)
    cv.path("".join(light), lighter(build.coat.light, 0.4), opacity=0.42)
    cv.path("".join(dark), build.coat.dark, opacity=0.28)


def _forelock(cv: Canvas, build: Build, turn: Turn, back: bool) -> None:
    x, y = turn.at(0, -82, -2 if back else 8)
    with cv.group(placed(x, y)):
        cv.path(
            "M-26 10Q-26 -12 -14 -26Q-12 -12 -4 -8Q-4 -28 8 -40Q10 -20 12 -10Q22 -16 28 -28Q32 -6 22 12Q0 2 -26 10Z",
            cv.linear(((0, lighter(build.coat.light, 0.2), 1), (1, build.coat.light, 1))),
        )


def _feelings(cv: Canvas, look: Look, turn: Turn) -> None:
    if not look.tear:
        return
    for side in (-1, 1):
        x, y = turn.at(side * 52, 36, 22)
        cv.path(f"M{x:.1f} {y - 8:.1f}q9 14 0 22q-9 -8 0 -22Z", "#cfeaff", opacity=0.92, raw=True)
        cv.ellipse(x - 2, y + 6, 1.8, 3, "#ffffff", raw=True)


def _scar(cv: Canvas, build: Build, turn: Turn) -> None:
    """A scar from the brow over the cheek, with its stitches."""
    if "scar" not in build.grown:
        return
    (ax, ay), (bx, by) = turn.at(-66, -58, 14), turn.at(-78, 58, 14)
    cv.line(f"M{ax:.1f} {ay:.1f}Q{ax - 16:.1f} {(ay + by) / 2:.1f} {bx:.1f} {by:.1f}", "#f7d9cc", 8)
    cv.line(f"M{ax:.1f} {ay:.1f}Q{ax - 16:.1f} {(ay + by) / 2:.1f} {bx:.1f} {by:.1f}", "#a8434a", 4)
    for share in (0.08, 0.2, 0.78, 0.92):
        x, y = ax + (bx - ax) * share - 22 * share * (1 - share), ay + (by - ay) * share
        cv.line(f"M{x - 11:.1f} {y - 3:.1f}L{x + 11:.1f} {y + 3:.1f}", "#a8434a", 3.4)


def _freckles(cv: Canvas, build: Build, turn: Turn) -> None:
    if "freckles" not in build.grown:
        return
    for side in (-1, 1):
        for dx, dy in ((0, 0), (14, 5), (-13, 4), (4, 13), (-6, 14)):
            x, y = turn.at(side * 66 + dx, 46 + dy, 18)
            cv.ellipse(x, y, 3.6, 3.2, darker(build.coat.dark, 0.15), opacity=0.85)


def _moustache(cv: Canvas, build: Build, turn: Turn) -> None:
    x, y = turn.at(0, 57, 44)
    colour = dict(build.tints).get("moustache", darker(build.coat.sock, 0.1))
    with cv.group(placed(x, y + 4, build.muzzle)), cv.group(f"scale({1 - 0.12 * abs(turn.yaw):.3f} 1)"):
        hair = cv.linear(((0, lighter(colour, 0.25), 1), (1, darker(colour, 0.2), 1)))
        half = "M0 -4Q{0}16 -14 {0}38 2Q{0}52 10 {0}62 0Q{0}60 22 {0}36 20Q{0}12 20 0 6Z"
        cv.path(half.format("") + half.format("-"), hair)


def _beard(cv: Canvas, turn: Turn, rng: Random) -> None:
    x, y = turn.at(0, 88, 40)
    white = cv.linear(((0, "#fffdf6", 1), (1, "#cfd2d8", 1)))
    with cv.group(placed(x, y)):
        cv.path(
            "M-44 -22Q-40 20 -22 52Q-18 40 -12 38Q-8 66 4 86Q8 62 12 40Q18 46 24 54Q42 20 44 -22Q0 10 -44 -22Z", white
        )
        cv.line("M-18 6Q-14 28 -10 36M2 10Q4 40 4 60M20 6Q18 24 16 34", "#a9adb8", 2.5, opacity=0.6)
    for side in (-1, 1):
        bx, by = turn.at(side * 46, -40, 22)
        cv.path(
            f"M{bx - side * 22:.1f} {by:.1f}q{side * 30} -26 {side * 66} 30q{side * -26} -16 {side * -66} -30Z",
            "#fbfaf4",
        )


def _rim(cv: Canvas, skull: list[Point]) -> None:
    left = cv.light.from_left
    x1, x2 = (-125, 20) if left else (125, -20)
    edge = cv.linear(
        (
            (0, cv.light.rim, cv.light.rim_strength),
            (0.5, cv.light.rim, cv.light.rim_strength * 0.25),
            (1, cv.light.rim, 0),
        ),
        (x1, -60, x2, 0),
        raw=True,
    )
    outline = smooth(skull)
    with cv.group(clip=cv.clip(outline)):
        cv.line(outline, edge, 11)
