"""The lower half of a face: the small muzzle of most animals, a horse's long one, a cow's broad one, a trunk."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from storybook.figures.anatomy import Build, Look
from storybook.figures.face import INK, draw_mouth, draw_muzzle
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import along, smooth, tube


def draw_snout(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    """Draw muzzle, nose and mouth, and the tusks beside them, in the coordinates of a head."""
    if "tusks" in build.grown and build.snout == "trunk":
        _tusks(cv, turn)
    build = replace(build, coat=replace(build.coat, cream=build.tinted("face").coat.cream))
    if build.marking == "dark muzzle":
        build = replace(build, coat=replace(build.coat, cream=lighter(build.coat.sock, 0.12)))
    SNOUTS.get(build.snout, draw_muzzle)(cv, build, look, turn)
    if "teeth" in build.grown:
        x, y = turn.at(0, 57, 42)
        cv.path(f"M{x - 11:.1f} {y + 8:.1f}h22v20q-11 6 -22 0Z", "#fffaf0")
        cv.line(f"M{x:.1f} {y + 8:.1f}v21", INK, 2, opacity=0.5)
    if "fangs" in build.grown:
        _fangs(cv, build, turn)
    if "whiskers" in build.grown:
        _whiskers(cv, turn)
    if "tusks" in build.grown and build.snout != "trunk":
        _tusks(cv, turn)


def _big(
    cv: Canvas, build: Build, look: Look, turn: Turn, *, y: float, wide: float, tall: float, bridge: float,
    nostrils: tuple[float, float, float],
) -> None:  # fmt: skip
    """A large muzzle with two nostrils; `bridge` is how wide the back of the nose is, between the eyes."""
    skin = build.coat.cream
    fill = cv.radial(((0, lighter(skin, 0.35), 1), (0.6, skin, 1), (1, mix(skin, build.coat.dark, 0.5), 1)),
                     (0.42, 0.25, 0.85))  # fmt: skip
    mx, my = turn.at(0, y, 52)
    if bridge:
        top = [turn.at(side * bridge * 0.62, -34, 26) for side in (-1, 1)]
        base = [(mx + side * wide * 0.8, my - tall * 0.2) for side in (1, -1)]
        fur = cv.linear(((0, build.coat.light, 0.0), (0.35, build.coat.light, 1), (1, build.coat.fur, 1)))
        cv.path(smooth([*top, *base]), fur)
    cv.blob(mx, my + tall * 0.7, wide * 1.15, tall * 0.7, build.coat.dark, 0.35)
    cv.ellipse(mx, my, wide, tall, fill)
    apart, up, size = nostrils
    for side in (-1, 1):
        cv.ellipse(mx + side * apart, my - up, size * 0.8, size, darker(build.coat.nose, 0.2), turn=side * 18)
        cv.ellipse(mx + side * apart - 2, my - up - size * 0.7, size * 0.5, size * 0.24, "#ffffff", opacity=0.35)
    with cv.group(placed(mx, my + tall * 0.28, 0.95)):
        draw_mouth(cv, look.mouth, line=False)


def _long(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    _big(cv, build, look, turn, y=82, wide=58, tall=48, bridge=62, nostrils=(24, 14, 9))


def _broad(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    _big(cv, build, look, turn, y=66, wide=74, tall=44, bridge=0, nostrils=(32, 16, 9))


def _huge(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    _big(cv, build, look, turn, y=74, wide=96, tall=62, bridge=84, nostrils=(36, 36, 11))


def _dragon(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    _big(cv, build, look, turn, y=66, wide=62, tall=42, bridge=70, nostrils=(24, 22, 8))


def _pig(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    x, y = turn.at(0, 46, 50)
    nose = build.coat.nose
    with cv.group(placed(x, y + 30, 0.95)):
        draw_mouth(cv, look.mouth, line=False)
    cv.blob(x, y + 18, 52, 34, build.coat.dark, 0.4)
    cv.ellipse(x, y, 42, 31, cv.radial(((0, lighter(nose, 0.4), 1), (0.7, lighter(nose, 0.12), 1), (1, nose, 1)),
                                       (0.42, 0.25, 0.8)))  # fmt: skip
    for side in (-1, 1):
        cv.ellipse(x + side * 14, y + 1, 7, 11, darker(nose, 0.5))


def _ape(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    """The bare face of a monkey; the eyes stand in it already (see `head`)."""
    x, y = turn.at(0, 62, 40)
    cream = build.coat.cream
    cv.ellipse(x, y, 62, 42, cv.radial(((0, lighter(cream, 0.3), 1), (0.7, cream, 1), (1, darker(cream, 0.15), 1)),
                                       (0.45, 0.3, 0.8)))  # fmt: skip
    for side in (-1, 1):
        cv.ellipse(x + side * 9, y - 19, 5, 6.5, darker(build.coat.nose, 0.2), turn=side * 24)
    with cv.group(placed(x, y + 2, 1.15)):
        draw_mouth(cv, look.mouth, line=False)


def _koala(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    x, y = turn.at(0, 30, 46)
    nose = build.coat.nose
    with cv.group(placed(x, y + 38)):
        draw_mouth(cv, look.mouth, line=False)
    cv.ellipse(x, y, 25, 38, cv.radial(((0, lighter(nose, 0.4), 1), (0.6, nose, 1), (1, darker(nose, 0.4), 1)),
                                       (0.4, 0.25, 0.8)))  # fmt: skip
    cv.ellipse(x - 8, y - 20, 7, 9, "#ffffff", opacity=0.45)


def _trunk(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    side = 1 if turn.yaw >= 0 else -1
    x, y = turn.at(0, 34, 44)
    with cv.group(placed(*turn.at(0, 84, 34), 1.1)):
        draw_mouth(cv, "soft" if look.mouth == "smile" else look.mouth, line=False)
    if turn.pitch > 0.5:  # the head is down: it lies on the ground
        spine = (
            (x, y - 30, 36), (x + side * 8, y + 8, 33), (x + side * 46, y + 28, 28), (x + side * 92, y + 25, 24),
            (x + side * 134, y + 14, 21), (x + side * 158, y - 12, 19),
        )  # fmt: skip
    else:
        spine = (
            (x, y - 30, 36), (x + side * 6, y + 30, 34), (x + side * 18, y + 86, 28), (x + side * 50, y + 128, 24),
            (x + side * 92, y + 122, 21), (x + side * 112, y + 88, 19),
        )  # fmt: skip
    coat = build.coat
    fill = cv.linear(((0, lighter(coat.light, 0.05), 1), (0.6, coat.fur, 1), (1, coat.dark, 1)))
    cv.path(smooth(tube(spine, steps=22)), fill)
    for rx, ry, r in along(spine, 13)[3:12]:
        cv.line(f"M{rx - r * 0.62:.1f} {ry - 2:.1f}q{r * 0.6:.1f} {r * 0.34:.1f} {r * 1.2:.1f} 2", coat.dark, 3,
                opacity=0.55)  # fmt: skip
    tx, ty, tr = along(spine, 22)[-1]
    cv.ellipse(tx + side * 2, ty - 10, tr * 0.7, 8, darker(coat.ear, 0.2))


def _tube(cv: Canvas, build: Build, look: Look, turn: Turn) -> None:
    """The thin long nose of an anteater."""
    side = 1 if turn.yaw >= 0 else -1
    x, y = turn.at(0, 34, 44)
    spine = ((x - side * 8, y - 26, 44), (x + side * 10, y + 18, 34), (x + side * 48, y + 60, 22),
             (x + side * 92, y + 84, 15), (x + side * 112, y + 88, 13))  # fmt: skip
    coat = build.coat
    cv.path(smooth(tube(spine, steps=22)), cv.linear(((0, coat.light, 1), (0.6, coat.fur, 1), (1, coat.dark, 1))))
    cv.ellipse(x + side * 122, y + 86, 12, 11, coat.nose)
    cv.ellipse(x + side * 119, y + 82, 4, 3, "#ffffff", opacity=0.6)
    cv.line(f"M{x + side * 116:.1f} {y + 101:.1f}q{-side * 18} 8 {-side * 36} -6", INK, 3.4)


def _fangs(cv: Canvas, build: Build, turn: Turn) -> None:
    """Two teeth that stand up from the lower jaw."""
    x, y = turn.at(0, 62, 42)
    down = {"ape": 24, "koala": 20}.get(build.snout, 16)
    for side in (-1, 1):
        with cv.group(placed(x, y + down)), cv.group(f"scale({side} 1)"):
            cv.path("M12 4Q14 -10 20 -20Q27 -8 27 2Q20 8 12 4Z", "#fffaf0")
            cv.line("M12 4Q14 -10 20 -20Q27 -8 27 2", INK, 2, opacity=0.35)


def _whiskers(cv: Canvas, turn: Turn) -> None:
    for side in (-1, 1):
        x, y = turn.at(side * 40, 62, 40)
        cv.line("".join(f"M{x:.1f} {y + k * 7:.1f}l{side * 62} {k * 11 - 6}" for k in (-1, 0, 1)), "#fffaf4", 3,
                opacity=0.85)  # fmt: skip


def _tusks(cv: Canvas, turn: Turn) -> None:
    for side in (-1, 1):
        x, y = turn.at(side * 40, 78, 40)
        ivory = cv.linear(((0, "#fffaf0", 1), (1, "#e0cfa4", 1)))
        with cv.group(placed(x, y)), cv.group(f"scale({side} 1)"):
            cv.path("M-13 -10Q-8 38 26 50Q44 52 50 40Q26 36 14 -8Z", ivory)
            cv.line("M-9 -2Q-2 30 26 44", INK, 2, opacity=0.25)


SNOUTS: Mapping[str, Callable[[Canvas, Build, Look, Turn], None]] = {
    "long": _long, "broad": _broad, "huge": _huge, "dragon": _dragon, "pig": _pig, "ape": _ape, "koala": _koala,
    "trunk": _trunk, "tube": _tube,
}  # fmt: skip
