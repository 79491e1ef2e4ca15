"""Clothes by name, on the body from the hips to the neck: coats, shirts, dresses, trousers, aprons."""

import math
from collections.abc import Iterator
from contextlib import contextmanager

from storybook.figures.anatomy import Pose
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import lighter
from storybook.painting.curves import along
from storybook.painting.outline import Outline
from storybook.painting.shapes import GOLD, bar, curve, limb, oval
from storybook.props.shading import shadow_of, solid
from storybook.reading.hero import Garment

SLEEVED = frozenset(("jumper", "shirt", "jacket", "coat", "raincoat", "pyjamas", "bathrobe"))
LEGGED = frozenset(("trousers", "overalls", "pyjamas"))
_HEMS = {"coat": 0.2, "raincoat": 0.2, "bathrobe": 0.16, "dress": 0.42, "skirt": 0.5}
_FROM = {"coat": 1, "raincoat": 1, "bathrobe": 1, "pyjamas": 0, "dress": 5, "shirt": 5, "t-shirt": 5, "jacket": 4}


def draw_clothes(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Clothe the body; sleeves and the legs of trousers are colours of limbs, see `dressing.Dress.limb`."""
    if garment.kind in ("trousers", "skirt"):
        _around_the_hips(cv, pose, garment)
    elif garment.kind in ("overalls", "apron"):
        if garment.kind == "overalls":
            _around_the_hips(cv, pose, garment)
        _front(cv, pose, garment)
    else:
        _top(cv, pose, garment)


def draw_hem(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Draw what hangs over the legs of one who stands: the lower part of a coat, a dress or a skirt."""
    (_, hy, _), (_, ny, _) = pose.torso[0], pose.torso[-1]
    if garment.kind in _HEMS and hy - ny > 60 and not pose.haunch:
        _flare(cv, pose, garment, _HEMS[garment.kind])


def draw_lap(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Draw what falls over the thighs of one who sits and lies on the ground beside him: the skirt of a coat."""
    if garment.kind not in _HEMS or not pose.haunch:
        return
    (hx, hy, hr), spread = pose.torso[0], 1 + _HEMS[garment.kind]
    outline = curve(
        (hx - hr * 0.62, hy - hr * 0.62), (hx, hy - hr * 0.3), (hx + hr * 0.62, hy - hr * 0.62), (hx + hr * 0.92, hy),
        (hx + hr * spread, -10), (hx + hr * 0.6, 0), (hx + hr * 0.2, -8), (hx - hr * 0.3, 2), (hx - hr * 0.8, -6),
        (hx - hr * spread, 0), (hx - hr * spread * 1.18, -10), (hx - hr * 1.05, hy),
    )  # fmt: skip
    solid(cv, outline, garment.colour, gloss=0.25)
    with cv.group(clip=cv.clip(outline.data)):
        folds = "".join(
            f"M{hx + k * hr * 0.5:.0f} {hy - hr * 0.4:.0f}L{hx + k * hr * spread:.0f} 0" for k in (-0.8, -0.3, 0.3, 0.8)
        )
        cv.line(folds, shadow_of(garment.colour, 0.5), 4, opacity=0.5)
        if garment.second:
            cv.line(f"M{hx - hr * 1.4:.0f} -6H{hx + hr * 1.4:.0f}", garment.second, 11)


@contextmanager
def _frame(cv: Canvas, pose: Pose, clip: Outline | None = None) -> Iterator[tuple[float, float]]:
    """Draw what follows upright on the body, from the hips (0, 0) upwards; gives the radius there and the height."""
    (hx, hy, hr), (nx, ny, _) = pose.torso[0], pose.torso[-1]
    lean = math.degrees(math.atan2(nx - hx, hy - ny))
    with cv.group(clip=cv.clip(clip.data) if clip else ""), cv.group(placed(hx, hy, turn=lean)):
        yield hr, math.hypot(nx - hx, ny - hy)


def _top(cv: Canvas, pose: Pose, garment: Garment) -> None:
    rings = [(x, y, r + 4) for x, y, r in along(pose.torso, 20)[_FROM[garment.kind] :]]
    body = limb(*rings[::4], *([rings[-1]] if (len(rings) - 1) % 4 else []), steps=16)
    solid(cv, body, garment.colour, gloss=0.5 if garment.kind == "raincoat" else 0.25)
    dark, trim = shadow_of(garment.colour, 0.5), garment.second or lighter(garment.colour, 0.45)
    with _frame(cv, pose, body) as (r, tall):
        if garment.kind == "pyjamas" or (garment.second and garment.kind in ("dress", "t-shirt")):
            if garment.spotted:
                dots(cv, trim, r * 1.2, -tall, 60)
            else:
                stripes = (f"M-{r * 1.3:.0f} {y}Q0 {y + 20} {r * 1.3:.0f} {y}" for y in range(-int(tall), 60, 26))
                cv.line("".join(stripes), trim, 8)
        if pose.back or garment.kind in ("dress", "t-shirt"):
            return
        if garment.kind in ("jacket", "bathrobe", "coat"):
            cv.path(f"M-24 {-tall - 10:.0f}L30 {-tall - 10:.0f}L8 {-tall * 0.45:.0f}Z", "#fff0d8")
            cv.line(f"M-26 {-tall - 8:.0f}L8 {-tall * 0.45:.0f}L32 {-tall - 8:.0f}", garment.second or dark, 9)
        cv.line(f"M8 {-tall * (0.45 if garment.kind != 'shirt' else 0.95):.0f}V70", dark, 4, opacity=0.8)
        if garment.kind == "bathrobe":
            cv.line(f"M-{r * 1.2:.0f} -22Q0 0 {r * 1.2:.0f} -22M8 -12l-14 40M8 -12l18 36", trim, 10)
            return
        for y in range(int(-tall * 0.4), 50, 30):
            solid(cv, oval(20, y, 6.5, 6.5), garment.second or (dark if garment.kind == "shirt" else GOLD), gloss=0.6)
    if garment.kind in ("raincoat", "shirt"):
        _collar(cv, pose, garment)


def dots(cv: Canvas, colour: str, wide: float, top: float, low: float) -> None:
    """Cover cloth with dots, from `top` to `low` and `wide` units to both sides."""
    for row, y in enumerate(range(int(top), int(low), 26)):
        for x in range(-int(wide), int(wide), 34):
            cv.ellipse(x + (row % 2) * 17, y, 7, 7, colour)


def _collar(cv: Canvas, pose: Pose, garment: Garment) -> None:
    x, y, r = pose.torso[-1]
    wide = r * (1.25 if garment.kind == "raincoat" else 0.9)
    solid(cv, curve((x - wide, y - 12), (x, y + 14), (x + wide, y - 12), (x + wide * 0.8, y + 22), (x + 6, y + 30),
                    (x - wide * 0.8, y + 20)), lighter(garment.colour, 0.12))  # fmt: skip


def _flare(cv: Canvas, pose: Pose, garment: Garment, spread: float) -> None:
    """The part of a coat, a dress or a skirt that hangs below the hips."""
    with _frame(cv, pose) as (r, _):
        top, low = -r * 0.3, 54.0 if spread < 0.3 else 44.0
        wide = r * (1 + spread)
        hem = [(wide * k, low + (7 if i % 2 else -3)) for i, k in enumerate((1, 0.6, 0.2, -0.2, -0.6, -1))]
        outline = curve((-r * 0.98, top), (0, top - 10), (r * 0.98, top), *hem)
        solid(cv, outline, garment.colour, gloss=0.25)
        with cv.group(clip=cv.clip(outline.data)):
            folds = "".join(f"M{k * r * 0.5:.0f} {top:.0f}L{k * wide * 0.75:.0f} {low:.0f}" for k in (-1, -0.4, 0.4, 1))
            cv.line(folds, shadow_of(garment.colour, 0.5), 4, opacity=0.5)
            if garment.spotted:
                dots(cv, garment.second, wide, top + 20, low)
            elif garment.second:
                cv.line(
                    f"M-{wide * 1.1:.0f} {low - 8:.0f}Q0 {low + 4:.0f} {wide * 1.1:.0f} {low - 8:.0f}",
                    garment.second,
                    11,
                )


def _around_the_hips(cv: Canvas, pose: Pose, garment: Garment) -> None:
    rings = [(x, y, r + 4) for x, y, r in along(pose.torso, 20)[:5]]
    hips = limb(*rings[::2], rings[-1], steps=10)
    solid(cv, hips, garment.colour, gloss=0.2)
    x, y, r = rings[-1]
    with _frame(cv, pose, hips):
        cv.line(f"M-{r * 1.3:.0f} {-math.dist((x, y), pose.torso[0][:2]):.0f}h{r * 2.6:.0f}", garment.second or
                shadow_of(garment.colour, 0.5), 14)  # fmt: skip


def _front(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """The bib of overalls or an apron, with its straps."""
    if pose.back:
        with _frame(cv, pose) as (r, tall):
            cv.line(f"M-26 {-tall:.0f}L26 -10M26 {-tall:.0f}L-26 -10", garment.colour, 13)
        return
    with _frame(cv, pose) as (r, tall):
        x = r * 0.1
        for side, far in ((-1, 20), (1, 22)):
            strap = f"M{x + side * 32:.0f} {-tall * 0.6:.0f}L{x + side * far:.0f} {-tall - 6:.0f}"
            cv.line(strap, garment.colour, 13)
        low = r * 0.85 if garment.kind == "apron" else 4
        wide = r * 0.86 if garment.kind == "apron" else 46
        solid(cv, curve((x - 38, -tall * 0.66), (x, -tall * 0.63), (x + 38, -tall * 0.66), (x + wide, -10),
            (x + wide * 0.9, low),
                        (x, low + 8), (x - wide * 0.9, low), (x - wide, -10)), garment.colour, gloss=0.25)  # fmt: skip
        pocket = bar(x - 24, -34, 48, 34, 8)
        solid(cv, pocket, garment.second or lighter(garment.colour, 0.18), gloss=0.2)
        if garment.kind == "overalls":
            for side in (-1, 1):
                solid(cv, oval(x + side * 31, -tall * 0.6, 7, 7), GOLD, gloss=0.6)
