"""Bodies: tail, limbs with paws, torso and chest, all as furry tubes with light and shade on them."""

import math
from dataclasses import replace
from random import Random

from storybook.figures.anatomy import Build, Limb, Look, Pose
from storybook.figures.growths import draw_neck_mane
from storybook.figures.patterns import draw_pattern
from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter, mix
from storybook.painting.curves import Ring, along, furry, heading, smooth, strands, tube, turned

_BRUSH = (14, 27, 42, 52, 52, 45, 31, 15)  # radii of a fox's tail from root to tip
_TAILS = {
    "brush": _BRUSH,
    "thin": (6, 6, 5, 5, 4, 4, 3),
    "stub": (16, 22, 26, 24, 20, 14, 8),
    "ragged": (14, 26, 37, 42, 40, 34, 24, 12),
    "tuft": (8, 7, 6, 5, 5, 5, 5),
    "thick": (46, 40, 33, 26, 19, 13, 7),
    "paddle": (16, 24, 34, 40, 40, 34, 20),
    "cat": (13, 13, 12, 12, 11, 11, 9),
    "horse": (12, 20, 27, 30, 29, 22, 8),
}


def draw_tail(cv: Canvas, build: Build, pose: Pose, look: Look, rng: Random) -> None:
    """Draw the tail behind (or around) the body."""
    build = build.tinted("tail")
    radii = _TAILS.get(build.tail)
    if not radii:
        return
    spine = _tail_spine(pose, look, tuple(r * build.brush for r in radii), build)
    tipped = build.tail in ("brush", "ragged")
    trunk = along(spine, 24)[:19] if tipped else spine  # the white tip is drawn on its own, beyond the red
    outline = tube(trunk, steps=22)
    coat = build.coat
    if build.tail in ("horse", "paddle"):
        coat = replace(coat, light=lighter(coat.tip, 0.25), fur=coat.tip, dark=darker(coat.tip, 0.3))
    cv.path(
        furry(outline, rng, tuft=1 if build.tail in ("thin", "tuft", "thick", "paddle") else 9, step=17),
        _across(cv, spine, coat.light, coat.fur, coat.dark),
    )
    with cv.group(clip=cv.clip(smooth(outline))):
        draw_pattern(cv, build, trunk, "tail")
        _tail_volume(cv, build, trunk)
    if build.tail in ("tuft", "horse"):
        _tassel(cv, build, spine, rng)
    if tipped:
        cv.path(strands(trunk, rng, 60, 24), lighter(coat.light, 0.35), opacity=0.4)
        cv.path(strands(trunk, rng, 54, 24), coat.dark, opacity=0.35)
        _rim(cv, outline, spine)
        _tail_tip(cv, build, spine, rng)


def _tail_spine(pose: Pose, look: Look, radii: tuple[float, ...], build: Build) -> list[Ring]:
    root, stub = pose.tail[0], build.tail == "stub"
    bent = [(root[0] - 62 * k, min(-20.0, root[1] + 8 * k)) for k in range(5)] if stiff(build, pose) else pose.tail
    points = [turned(x, y, -look.tail, root) for x, y in bent]
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


def stiff(build: Build, pose: Pose) -> bool:
    """Whether a tail is too thick to be laid round the body of one who lies or crouches."""
    return build.tail in ("thick", "paddle") and pose.tail_over and not pose.back


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


def _tassel(cv: Canvas, build: Build, spine: list[Ring], rng: Random) -> None:
    """The hair at the end of a lion's or a cow's tail, or the strands of a horse's."""
    if build.tail == "horse":
        cv.path(strands(spine, rng, 70, 34), darker(build.coat.tip, 0.3), opacity=0.5)
        cv.path(strands(spine, rng, 50, 30), lighter(build.coat.tip, 0.25), opacity=0.4)
        return
    (x, y, _), (dx, dy) = spine[-2], heading(spine, len(spine) - 2)
    tuft = tube(((x - dx * 18, y - dy * 18, 7), (x + dx * 10, y + dy * 10, 20), (x + dx * 46, y + dy * 46, 3)))
    cv.path(furry(tuft, rng, tuft=8, step=12), build.coat.tip)


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
    edge = tube(limb)
    cv.path(furry(edge, rng, tuft=2.5, step=10), _across(cv, limb, light, fur, dark))
    if build.pattern:
        with cv.group(clip=cv.clip(smooth(edge))):
            draw_pattern(cv, build, limb, "limb")
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
    if "claws" in build.grown:
        with cv.group(f"translate({px:.1f} {py:.1f}) rotate({angle:.1f}) scale({r / 18:.3f})"):
            for y in (-8, 2, 11):
                cv.path(f"M14 {y - 5}Q40 {y - 6} 54 {y + 10}Q36 {y + 6} 14 {y + 5}Z", "#efe4cc")
    cv.ellipse(px, py, r * 1.42, r * 1.02, shade, turn=angle)
    with cv.group(f"translate({px:.1f} {py:.1f}) rotate({angle:.1f}) scale({r / 18:.3f})"):
        cv.line("M14 -8Q20 -2 19 7M6 1Q11 6 10 13", darker(sock, 0.55), 2.6, opacity=0.8)


def draw_torso(cv: Canvas, build: Build, pose: Pose, rng: Random) -> None:
    """Draw the body from hips to neck, and the cream chest on it."""
    build = replace(build.tinted("body"), coat=replace(build.tinted("body").coat, cream=build.coat.cream))
    torso = _bulky(pose.torso, build.bulk)
    outline = tube(torso, steps=16)
    coat = build.coat
    fill = cv.radial(((0, lighter(coat.light, 0.08), 1), (0.5, coat.fur, 1), (1, coat.dark, 1)), (0.4, 0.3, 0.8))
    cv.path(furry(outline, rng, tuft=5, step=13), fill)
    with cv.group(clip=cv.clip(smooth(outline))):
        draw_pattern(cv, build, torso, "torso")
        x, y, r = torso[0]
        cv.blob(x + r * 0.5, y + r * 0.55, r * 1.3, r * 1.0, darker(coat.dark, 0.2), 0.4)
    cv.path(strands(torso, rng, 34), lighter(coat.light, 0.3), opacity=0.4)
    cv.path(strands(torso, rng, 34), coat.dark, opacity=0.4)
    if "wool" in build.grown:
        _wool(cv, build, torso)
        return
    if pose.bib and not pose.back and "no bib" not in build.grown:
        _bib(cv, build, pose, rng)
    if "pouch" in build.grown and not pose.back and torso[0][1] - torso[-1][1] > 60:
        _pouch(cv, build, torso)
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


def _wool(cv: Canvas, build: Build, torso: Limb) -> None:
    """The curls of a sheep, all over its body."""
    fill = cv.radial(((0, lighter(build.coat.light, 0.4), 1), (0.7, build.coat.fur, 1), (1, build.coat.dark, 1)),
                     (0.4, 0.3, 0.75))  # fmt: skip
    for i, (x, y, r) in enumerate(along(torso, 5)):
        (dx, dy), curl = heading(along(torso, 5), i), r * 0.42
        for at in (-0.85, -0.3, 0.3, 0.85) if i % 2 else (-1.0, -0.5, 0.0, 0.5, 1.0):
            cv.ellipse(x - dy * r * at, y + dx * r * at, curl, curl * 0.92, fill)


def _pouch(cv: Canvas, build: Build, torso: Limb) -> None:
    (x, y, r), coat = along(torso, 10)[2], build.coat
    with cv.group(f"translate({x + r * 0.12:.1f} {y:.1f})"):
        cv.path((f"M{-r * 0.62:.1f} -12Q0 16 {r * 0.62:.1f} -12Q{r * 0.6:.1f} 40 "
                 f"0 44Q{-r * 0.6:.1f} 40 {-r * 0.62:.1f} -12Z"),
                mix(coat.cream, coat.fur, 0.45))  # fmt: skip
        cv.line(f"M{-r * 0.62:.1f} -12Q0 16 {r * 0.62:.1f} -12", coat.dark, 5, opacity=0.8)


def draw_neck(cv: Canvas, build: Build, pose: Pose, rng: Random) -> None:
    """Draw the neck of a giraffe, a camel or a horse, from the shoulders to the head."""
    (x, y, r), (hx, hy, _) = pose.torso[-1], pose.head
    spine = ((x, y + 26, r * 1.02), ((x + hx) / 2 - 4, (y + hy) / 2, r * 0.86), (hx - 6, hy + 20, r * 0.8))
    edge, coat = tube(spine), build.coat
    cv.path(furry(edge, rng, tuft=3, step=11), _across(cv, spine, coat.light, coat.fur, coat.dark))
    with cv.group(clip=cv.clip(smooth(edge))):
        draw_pattern(cv, build, spine, "neck")
    draw_neck_mane(cv, build, spine)


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
    if build.pattern:
        with cv.group(clip=cv.clip(smooth(ring))):
            draw_pattern(cv, build, spine, "haunch")
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
