"""What is worn round the neck: scarf, bandana, bow tie, collar, necklace."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from storybook.figures.anatomy import Pose
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import lighter
from storybook.painting.curves import Ring, along, heading
from storybook.painting.shapes import GOLD, curve, glint, limb, oval
from storybook.props.shading import shadow_of, solid
from storybook.reading.hero import Garment

_CLEAR = 102.0  # units from the middle of the head at which its chin no longer hides what is worn


@dataclass(frozen=True)
class Neck:
    """Where something lies round the neck: its middle, the body's radius there, and how the body leans (degrees)."""

    x: float
    y: float
    r: float
    lean: float
    upright: bool
    back: bool


def neck_of(pose: Pose) -> Neck:
    """Find the place nearest to the neck that the head leaves free."""
    rings = along(pose.torso, 24)
    place = next((i for i in range(24, 8, -1) if math.dist(rings[i][:2], pose.head[:2]) >= _CLEAR), 9)
    x, y, r = rings[place]
    dx, dy = heading(rings, place)
    return Neck(x, y, r, math.degrees(math.atan2(dx, -dy)), abs(dy) > abs(dx), pose.back)


@contextmanager
def _round(cv: Canvas, neck: Neck) -> Iterator[None]:
    with cv.group(placed(neck.x, neck.y, turn=neck.lean)):
        yield


def _band(neck: Neck, thick: float, drop: float = 12.0) -> tuple[Ring, ...]:
    wide = neck.r * 1.02
    left, right = (-wide * 0.5, drop * 0.6, thick), (wide * 0.5, drop * 0.6, thick)
    return (-wide, -8, thick * 0.8), left, (0, drop, thick), right, (wide, -8, thick * 0.8)


def draw_scarf(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Wind a scarf round the neck and let its ends hang, or fly behind an animal on all fours."""
    neck = neck_of(pose)
    trim = garment.second or lighter(garment.colour, 0.5)
    ends = _ends(neck, pose)
    for end in ends[:-1]:
        _scarf_end(cv, end, shadow_of(garment.colour, 0.25), trim)
    with _round(cv, neck):
        band = limb(*_band(neck, 18))
        solid(cv, band, garment.colour, gloss=0.3)
        with cv.group(clip=cv.clip(band.data)):
            r = neck.r
            folds = f"M{-r * 0.9:.1f} -6Q{-r * 0.3:.1f} 14 {r * 0.9:.1f} 2M{-r * 0.6:.1f} 12Q0 26 {r * 0.8:.1f} 14"
            cv.line(folds, shadow_of(garment.colour, 0.6), 3, opacity=0.4)
            if garment.second:
                cv.line(f"M{-r * 0.55:.1f} -20v60M{r * 0.55:.1f} -20v60", garment.second, 11, opacity=0.9)
    _scarf_end(cv, ends[-1], garment.colour, trim)
    x, y, _ = ends[-1][0]
    solid(cv, oval(x, y, 17, 15), lighter(garment.colour, 0.1), gloss=0.4)


def _ends(neck: Neck, pose: Pose) -> tuple[tuple[Ring, ...], ...]:
    if neck.upright:
        side = 1 if neck.back or pose.yaw < 0 else -1
        x, y = neck.x + side * neck.r * 0.35, neck.y + 14
        low = min(92.0, max(30.0, -y - 14))
        return (
            ((x, y, 11), (x + side * 16, y + low * 0.4, 13), (x + side * 20, y + low * 0.8, 14)),
            ((x, y, 12), (x - side * 4, y + low * 0.5, 14), (x - side * 2, y + low, 15)),
        )
    x, y = neck.x - 4, neck.y - neck.r * 0.55
    if pose.haunch:  # lying: the ends lie on the flank
        return (
            ((x, y, 11), (x - 22, y + 18, 13), (x - 40, y + 40, 14)),
            ((x, y, 12), (x - 8, y + 24, 14), (x - 14, y + 50, 14)),
        )
    return (
        ((x, y, 11), (x - 44, y - 26, 13), (x - 96, y - 22, 15)),
        ((x, y, 12), (x - 42, y - 6, 14), (x - 92, y + 10, 15)),
    )  # fmt: skip


def _scarf_end(cv: Canvas, spine: tuple[Ring, ...], colour: str, trim: str) -> None:
    (mx, my, _), (x, y, r) = spine[-2], spine[-1]
    turn = math.degrees(math.atan2(y - my, x - mx)) - 90
    with cv.group(placed(x, y, turn=turn)):
        fringe = "".join(f"M{k * r * 0.36:.1f} {r * 0.5:.1f}v{r * 0.85:.1f}" for k in range(-2, 3))
        cv.line(fringe, shadow_of(colour, 0.15), 4)
    end = limb(*spine)
    solid(cv, end, colour, gloss=0.3)
    with cv.group(clip=cv.clip(end.data)), cv.group(placed(x, y, turn=turn)):
        cv.line("M-40 0H40M-40 -16H40", trim, 6, opacity=0.85)


def draw_bandana(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Tie a three-cornered cloth round the neck."""
    neck = neck_of(pose)
    with _round(cv, neck):
        r = neck.r
        if not neck.back:
            solid(
                cv,
                curve((-r * 0.85, -4), (0, 10), (r * 0.85, -4), (r * 0.4, 34), (2, 62), (-r * 0.4, 34)),
                garment.colour,
            )
            paint = garment.second or lighter(garment.colour, 0.55)
            for x, y in ((-r * 0.35, 18), (r * 0.35, 18), (0, 26), (0, 44)):
                cv.ellipse(x, y, 4.5, 4.5, paint, opacity=0.9)
        solid(cv, limb(*_band(neck, 10, 6)), garment.colour, gloss=0.3)
        if neck.back:
            for side in (-1, 1):
                solid(cv, limb((0, 6, 7), (side * 14, 22, 9), (side * 20, 40, 8)), garment.colour)
            solid(cv, oval(0, 6, 11, 10), lighter(garment.colour, 0.1))


def draw_bow_tie(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Tie a bow under the chin."""
    neck = neck_of(pose)
    with _round(cv, neck):
        solid(cv, limb(*_band(neck, 7, 8)), shadow_of(garment.colour, 0.2), gloss=0.2)
        if neck.back:
            return
        for side in (-1, 1):
            wing = curve((0, 6), (side * 22, -14), (side * 44, -16), (side * 48, 8), (side * 42, 30), (side * 22, 24))
            solid(cv, wing, garment.colour, gloss=0.4)
            if garment.second:
                for x, y in ((side * 28, 0), (side * 36, 16)):
                    cv.ellipse(x, y, 4.5, 4.5, garment.second)
            cv.line(
                f"M{side * 12} 6L{side * 30} 0M{side * 12} 9L{side * 28} 16",
                shadow_of(garment.colour, 0.6),
                3,
                opacity=0.5,
            )
        solid(cv, oval(0, 7, 11, 13), lighter(garment.colour, 0.15), gloss=0.5)


def draw_collar(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Put a collar with a little bell on him."""
    neck = neck_of(pose)
    with _round(cv, neck):
        solid(cv, limb(*_band(neck, 9, 8)), garment.colour, gloss=0.3)
        if not neck.back:
            solid(cv, oval(0, 26, 13, 13), garment.second or GOLD, gloss=0.7)
            cv.line("M-7 29H7M0 29V36", shadow_of(GOLD, 0.7), 3)


def draw_necklace(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Hang a chain with a shining pendant on his chest."""
    neck = neck_of(pose)
    with _round(cv, neck):
        r = neck.r * 0.9
        if neck.back:
            cv.line(f"M{-r:.1f} -10Q0 4 {r:.1f} -10", garment.colour, 5)
            return
        chain = f"M{-r:.1f} -12Q{-r * 0.5:.1f} 34 0 46Q{r * 0.5:.1f} 34 {r:.1f} -12"
        cv.line(chain, shadow_of(garment.colour, 0.45), 7)
        cv.line(chain, lighter(garment.colour, 0.2), 4)
        solid(cv, oval(0, 58, 18, 18), garment.colour, gloss=0.6)
        solid(cv, oval(0, 58, 11, 11), garment.second or "#45b6e8", gloss=0.8)
        glint(cv, 9, 48, 9)


def draw_tie(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Knot a long tie."""
    neck = neck_of(pose)
    with _round(cv, neck):
        solid(cv, limb(*_band(neck, 6, 6)), garment.colour, gloss=0.2)
        if neck.back:
            return
        blade = curve((-9, 20), (9, 20), (19, 84), (0, 106), (-19, 84))
        solid(cv, blade, garment.colour, gloss=0.35)
        if garment.second:
            with cv.group(clip=cv.clip(blade.data)):
                cv.line("M-24 44L24 30M-24 66L24 52M-24 88L24 74", garment.second, 6)
        solid(cv, curve((-15, 4), (15, 4), (10, 24), (-10, 24)), shadow_of(garment.colour, 0.2), gloss=0.4)


def clasp(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Close a cape under the chin: its collar and a golden clasp."""
    neck = neck_of(pose)
    with _round(cv, neck):
        solid(cv, limb(*_band(neck, 10, 8)), lighter(garment.colour, 0.08), gloss=0.3)
        if not neck.back:
            solid(cv, oval(0, 10, 12, 12), garment.second or GOLD, gloss=0.7)


def straps(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Lay the straps of a pack over both shoulders."""
    neck = neck_of(pose)
    if neck.back or not neck.upright:
        return
    with _round(cv, neck):
        for side in (-1, 1):
            x = side * neck.r * 0.82
            solid(cv, limb((x, -14, 6), (x * 1.12, 16, 7), (x * 1.1, 56, 6)), shadow_of(garment.colour, 0.2), gloss=0.2)


DRAWN: Mapping[str, Callable[[Canvas, Pose, Garment], None]] = {
    "scarf": draw_scarf, "bandana": draw_bandana, "bow tie": draw_bow_tie, "collar": draw_collar,
    "tie": draw_tie, "necklace": draw_necklace, "cape": clasp, "backpack": straps,
}  # fmt: skip
