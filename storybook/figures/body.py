"""Bodies: tail, limbs with paws, torso and chest, all as furry tubes with light and shade on them."""

import math
from random import Random

from storybook.figures.anatomy import Build, Limb, Look, Pose
from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import Ring, along, furry, heading, smooth, strands, tube, turned

_BRUSH = (14, 27, 42, 52, 52, 45, 31, 15)  # radii of a fox's tail from root to tip
_TAILS = {
    "brush": _BRUSH,
    "thin": (6, 6, 5, 5, 4, 4, 3),
    "stub": (16, 22, 26, 24, 20, 14, 8),
    "ragged": (14, 26, 37, 42, 40, 34, 24, 12),
}


def draw_tail(cv: Canvas, build: Build, pose: Pose, look: Look, rng: Random) -> None:
    """Draw the tail behind (or around) the body."""
    radii = _TAILS.get(build.tail)
    if not radii:
        return
    spine = _tail_spine(pose, look, tuple(r * build.brush for r in radii), build)
    tipped = build.tail in ("brush", "ragged")
    trunk = along(spine, 24)[:19] if tipped else spine  # the white tip is drawn on its own, beyond the red
    outline = tube(trunk, steps=22)
    coat = build.coat
    cv.path(
        furry(outline, rng, tuft=9 if build.tail != "thin" else 1, step=17),
        _across(cv, spine, coat.light, coat.fur, coat.dark),
    )
    with cv.group(clip=cv.clip(smooth(outline))):
        _tail_volume(cv, build, trunk)
    if tipped:
        cv.path(strands(trunk, rng, 60, 24), lighter(coat.light, 0.35), opacity=0.4)
        cv.path(strands(trunk, rng, 54, 24), coat.dark, opacity=0.35)
        _rim(cv, outline, spine)
        _tail_tip(cv, build, spine, rng)


def _tail_spine(pose: Pose, look: Look, radii: tuple[float, ...], build: Build) -> list[Ring]:
    root, stub = pose.tail[0], build.tail == "stub"
    points = [turned(x, y, -look.tail, root) for x, y in pose.tail]
    if build.brush != 1.0:
        long = math.sqrt(build.brush)
        points = [(root[0] + (x - root[0]) * long, root[1] + (y - root[1]) * long) for x, y in points]
    bare = [(x, y, 1.0) for x, y in points]
    rings = along(bare, len(radii) - 1)
    if stub:
        rings = [(root[0] + (x - root[0]) * 0.25, root[1] + (y - root[1]) * 0.25, r) for x, y, r in rings]
    spine = [(x, y, r) for (x, y, _), r in zip(rings, radii, strict=True)]
    dx, dy = heading(spine, len(spine) - 1)
    return [*spine, (spine[-1][0] + dx * 26, spine[-1][1] + dy * 26, 1.0)]


def _tail_volume(cv: Canvas, build: Build, spine: list[Ring]) -> None:
    for x, y, r in along(spine, 7)[1:7]:
        cv.blob(x - r * 0.3, y - r * 0.45, r * 0.9, r * 0.8, lighter(build.coat.light, 0.35), 0.28)
        cv.blob(x + r * 0.3, y + r * 0.75, r * 1.0, r * 0.7, build.coat.dark, 0.4)


def _tail_tip(cv: Canvas, build: Build, spine: list[Ring], rng: Random) -> None:
    rings = along(spine, 24)[15:]
    tip = [(x, y, r + 1.5) for x, y, r in rings]
    (x, y, r), (dx, dy) = tip[0], heading(tip, 0)
    nx, ny = -dy, dx
    fingers = [(x + nx * r * side - dx * back, y + ny * r * side - dy * back) for side, back in _FINGERS]
    body = [p for p in tube(tip[::2], steps=12) if (p[0] - x) * dx + (p[1] - y) * dy > r * 0.3]
    fill = _across(cv, tip, lighter(build.coat.tip, 0.5), build.coat.tip, mix(build.coat.tip, build.coat.dark, 0.4))
    cv.path(furry(body, rng, tuft=7, step=15), fill)
    cv.path("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in fingers) + "Z", fill)
    cv.path(strands(tip[:6], rng, 22, 16), mix(build.coat.tip, build.coat.dark, 0.35), opacity=0.4)


# where the white of the tail reaches into the red: (across, back) along the cut, then round the front
_FINGERS = (
    (1.0, -34), (1.02, 0), (0.82, 22), (0.6, 4), (0.36, 34), (0.14, 8),
    (-0.1, 38), (-0.34, 6), (-0.58, 28), (-0.78, 2), (-1.02, 6), (-1.0, -34),
)  # fmt: skip


def draw_limb(cv: Canvas, build: Build, limb: Limb, rng: Random, *, far: bool = False) -> None:
    """Draw a leg or an arm with its dark sock and its paw; a far one lies in the body's shade."""
    coat = build.coat
    light, fur, dark = (
        (coat.fur, mix(coat.fur, coat.dark, 0.5), coat.dark) if far else (coat.light, coat.fur, coat.dark)
    )
    cv.path(furry(tube(limb), rng, tuft=2.5, step=10), _across(cv, limb, light, fur, dark))
    rings = along(limb, 12)
    sock = [(x, y, r + 0.8) for x, y, r in rings[6:]]
    edge = tube(sock[::2], steps=8)
    paint = (lighter(coat.sock, 0.16), coat.sock, darker(coat.sock, 0.35))
    cv.path(furry(edge, rng, tuft=3.5, step=9), _across(cv, sock, *paint))
    _paw(cv, build, rings, far)


def _paw(cv: Canvas, build: Build, rings: list[Ring], far: bool) -> None:
    x, y, r = rings[-1]
    dx, dy = heading(rings, len(rings) - 1)
    planted = dy > 0.75  # the leg stands on it: the paw lies flat and points forward
    angle = 0.0 if planted else math.degrees(math.atan2(dy, dx))
    px, py = (x + r * 0.45, y + r * 0.1) if planted else (x + dx * r * 0.3, y + dy * r * 0.3)
    sock = darker(build.coat.sock, 0.2) if far else build.coat.sock
    shade = cv.radial(((0, lighter(sock, 0.28), 1), (0.6, sock, 1), (1, darker(sock, 0.4), 1)), (0.4, 0.25, 0.85))
    cv.ellipse(px, py, r * 1.42, r * 1.02, shade, turn=angle)
    with cv.group(f"translate({px:.1f} {py:.1f}) rotate({angle:.1f}) scale({r / 18:.3f})"):
        cv.line("M14 -8Q20 -2 19 7M6 1Q11 6 10 13", darker(sock, 0.55), 2.6, opacity=0.8)


def draw_torso(cv: Canvas, build: Build, pose: Pose, rng: Random) -> None:
    """Draw the body from hips to neck, and the cream chest on it."""
    torso = _bulky(pose.torso, build.bulk)
    outline = tube(torso, steps=16)
    coat = build.coat
    fill = cv.radial(((0, lighter(coat.light, 0.08), 1), (0.5, coat.fur, 1), (1, coat.dark, 1)), (0.4, 0.3, 0.8))
    cv.path(furry(outline, rng, tuft=5, step=13), fill)
    with cv.group(clip=cv.clip(smooth(outline))):
        x, y, r = torso[0]
        cv.blob(x + r * 0.5, y + r * 0.55, r * 1.3, r * 1.0, darker(coat.dark, 0.2), 0.4)
    cv.path(strands(torso, rng, 34), lighter(coat.light, 0.3), opacity=0.4)
    cv.path(strands(torso, rng, 34), coat.dark, opacity=0.4)
    if pose.bib and not pose.back:
        _bib(cv, build, pose, rng)
    _rim(cv, outline, torso)
    neck = torso[-1]
    cv.blob(neck[0], neck[1] - 4, neck[2] * 1.5, neck[2] * 0.9, darker(coat.dark, 0.5), 0.55)


def _bulky(spine: Limb, bulk: float) -> Limb:
    return tuple((x, y, r * bulk) for x, y, r in spine)


def _bib(cv: Canvas, build: Build, pose: Pose, rng: Random) -> None:
    cream = build.coat.cream
    bib = _bulky(pose.bib, build.bulk)
    shade = mix(cream, build.coat.dark, 0.35)
    cv.path(
        furry(tube(bib), rng, tuft=11, step=17), _across(cv, bib, lighter(cream, 0.35), cream, mix(cream, shade, 0.7))
    )
    cv.path(strands(bib, rng, 26, 16), shade, opacity=0.5)
    cv.path(strands(bib, rng, 20, 16), "#fffdf7", opacity=0.7)


def draw_haunch(cv: Canvas, build: Build, haunch: tuple[float, float, float, float, float], rng: Random) -> None:
    """Draw the thigh of a sitting animal."""
    x, y, rx, ry, turn = haunch
    coat = build.coat
    ring = [
        turned(x + rx * math.cos(a * math.pi / 9), y + ry * math.sin(a * math.pi / 9), turn, (x, y)) for a in range(18)
    ]
    cv.blob(x - 4, y + 2, rx * 1.25, ry * 1.2, coat.dark, 0.55)
    fill = cv.radial(
        ((0, coat.light, 1), (0.55, coat.fur, 1), (1, mix(coat.fur, coat.dark, 0.8), 1)), (0.38, 0.28, 0.85)
    )
    cv.path(furry(ring, rng, tuft=3.5, step=11), fill)
    spine: Limb = ((x, y - ry * 0.7, rx * 0.7), (x, y, rx * 0.9), (x, y + ry * 0.6, rx * 0.7))
    cv.path(strands(spine, rng, 16), lighter(coat.light, 0.3), opacity=0.4)


def _across(cv: Canvas, spine: Limb | list[Ring], light: str, middle: str, dark: str) -> str:
    """Shade a tube across its length, lit from above and from the light's side."""
    (ax, ay, _), (bx, by, _) = spine[0], spine[-1]
    mx, my, r = spine[len(spine) // 2]
    length = math.hypot(bx - ax, by - ay) or 1.0
    nx, ny = -(by - ay) / length, (bx - ax) / length
    towards = (-1.0 if cv.light.from_left else 1.0, -1.2)
    if nx * towards[0] + ny * towards[1] < 0:
        nx, ny = -nx, -ny
    line = (mx + nx * r, my + ny * r, mx - nx * r * 1.1, my - ny * r * 1.1)
    return cv.linear(((0, light, 1), (0.5, middle, 1), (1, dark, 1)), line)


def _rim(cv: Canvas, outline: list[tuple[float, float]], spine: Limb | list[Ring]) -> None:
    xs = [x for x, _ in outline]
    ys = [y for _, y in outline]
    left, right = min(xs), max(xs)
    ends = (left, min(ys), left + (right - left) * 0.5, sum(ys) / len(ys))
    if not cv.light.from_left:
        ends = (right, min(ys), right - (right - left) * 0.5, sum(ys) / len(ys))
    glow = cv.light.rim_strength
    edge = cv.linear(((0, cv.light.rim, glow), (0.6, cv.light.rim, glow * 0.3), (1, cv.light.rim, 0)), ends, raw=True)
    path = smooth(outline)
    with cv.group(clip=cv.clip(path)):
        cv.line(path, edge, 9)
