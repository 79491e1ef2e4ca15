"""What is worn on the body and on the back: jumper and vest, cape, backpack."""

import math

from storybook.figures.anatomy import Pose
from storybook.figures.garments.clothes import dots
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import lighter
from storybook.painting.curves import along
from storybook.painting.shapes import BLUE, GOLD, bar, curve, limb, oval
from storybook.props.shading import shadow_of, solid
from storybook.reading.hero import Garment


def draw_jumper(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Clothe the body from the neck to over the hips; a vest is open at the front, a jumper has its stripes."""
    rings = [(x, y, r + 3) for x, y, r in along(pose.torso, 20)[4:]]
    body = limb(*rings[::4], steps=16)
    solid(cv, body, garment.colour, gloss=0.25)
    (hx, hy, hr), (nx, ny, _) = rings[0], rings[-1]
    lean = math.degrees(math.atan2(nx - hx, hy - ny))
    with cv.group(clip=cv.clip(body.data)), cv.group(placed(hx, hy, turn=lean)):
        cv.line(_across(hr, hr * 0.55, hr), shadow_of(garment.colour, 0.35), 9)
        if garment.spotted:
            dots(cv, garment.second, hr * 1.1, -160, hr * 0.5)
        elif garment.second:
            cv.line("".join(_across(hr, hr * 0.2 - k * 34, 24) for k in range(5)), garment.second, 11, opacity=0.92)
        if garment.kind == "vest" and not pose.back:
            _opening(cv, garment, hr)


def _across(r: float, y: float, bow: float) -> str:
    return f"M{-r * 1.3:.1f} {y:.1f}Q0 {y + bow:.1f} {r * 1.3:.1f} {y:.1f}"


def _opening(cv: Canvas, garment: Garment, r: float) -> None:
    cv.path("M-30 -140L34 -140Q16 -80 6 -60Q-8 -84 -30 -140Z", "#fff0d8")
    cv.line(f"M6 -62L8 {r:.1f}", shadow_of(garment.colour, 0.6), 4, opacity=0.7)
    for y in (-40, -12, 16):
        solid(cv, oval(18, y, 6, 6), GOLD, gloss=0.6)


def draw_cape(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Hang a cape from the shoulders of one who stands or sits."""
    (hx, _, hr), (nx, ny, nr) = pose.torso[0], pose.torso[-1]
    low, mid = -10.0, ny * 0.5
    wide, fall = max(hr * 1.75, 92.0), 0.78
    if pose.haunch and not pose.back:  # it falls straight from his shoulders and lies on the ground round him
        fall, mid = 0.68, ny * 0.42
    outline = curve(
        (nx - nr * 0.9, ny - 2), (nx, ny - 8), (nx + nr * 0.9, ny - 2), ((nx + hx) / 2 + wide * fall, mid),
        (hx + wide * 1.08, low - 6), (hx + wide * 0.62, low - 16), (hx + wide * 0.3, low + 2), (hx, low - 12),
        (hx - wide * 0.32, low + 3), (hx - wide * 0.62, low - 14), (hx - wide * 1.08, low - 2),
        ((nx + hx) / 2 - wide * fall, mid),
    )  # fmt: skip
    solid(cv, outline, garment.colour, gloss=0.25)
    with cv.group(clip=cv.clip(outline.data)):
        folds = (
            f"M{nx + k * 9:.1f} {ny + 8:.1f}Q{hx + k * 22:.1f} {mid:.1f} {hx + k * 36:.1f} {low:.1f}"
            for k in range(-2, 3)
        )
        cv.line("".join(folds), shadow_of(garment.colour, 0.65), 5, opacity=0.4)
        if garment.second:
            cv.line(outline.data, garment.second, 14)


def draw_drape(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Lay a cape over the back of one who goes on all fours; it waves behind him."""
    (hx, hy, hr), (nx, ny, nr) = pose.torso[0], pose.torso[-1]
    mx, my, mr = along(pose.torso, 2)[1]
    bx, by, lift = (hx - hr * 0.9, hy - hr * 0.2, 0) if pose.haunch else (hx - hr * 1.5, hy - hr, 26)
    outline = curve(
        (nx + nr * 0.3, ny - nr * 0.9), (nx - nr * 0.6, ny - nr * 0.85), (mx, my - mr * 1.12),
        (hx, hy - hr * 1.12 - lift * 0.4), (bx, by - lift), (bx - 12, by + 22),
        (hx - hr * 0.5, hy + hr * 0.1), (hx + hr * 0.2, hy + hr * 0.42),
        (mx, my + mr * 0.35), (nx - nr * 0.5, ny + nr * 0.9), (nx + nr * 0.2, ny + nr * 0.5),
    )  # fmt: skip
    solid(cv, outline, garment.colour, gloss=0.25)
    with cv.group(clip=cv.clip(outline.data)):
        folds = (
            f"M{nx:.1f} {ny:.1f}Q{mx:.1f} {my - mr * 0.7:.1f} {bx:.1f} {by:.1f}"
            f"M{nx:.1f} {ny + 12:.1f}Q{mx:.1f} {my - 4:.1f} {hx:.1f} {hy + 8:.1f}"
        )
        cv.line(folds, shadow_of(garment.colour, 0.65), 5, opacity=0.4)
        if garment.second:
            cv.line(outline.data, garment.second, 12)


def draw_pack(cv: Canvas, pose: Pose, garment: Garment) -> None:
    """Draw a backpack behind the shoulders, or in the middle of a back that is turned to us."""
    (ax, ay, _), (bx, by, r) = pose.torso[0], pose.torso[-1]
    angle = math.degrees(math.atan2(bx - ax, ay - by))
    lean, off = math.radians(angle), 0.0 if pose.back else r * 1.15
    x, y = (ax + bx) / 2 - math.cos(lean) * off, (ay + by) / 2 - math.sin(lean) * off
    with cv.group(placed(x, y + 6, turn=angle)):
        solid(cv, limb((-48, -60, 15), (48, -60, 15)), garment.second or BLUE)
        solid(cv, bar(-56, -50, 112, 112, 26), garment.colour, gloss=0.4)
        solid(cv, bar(-40, 8, 80, 46, 12), lighter(garment.colour, 0.15))
        flap = curve((-56, -46), (0, -58), (56, -46), (54, -8), (0, 0), (-54, -8))
        solid(cv, flap, shadow_of(garment.colour, 0.2), gloss=0.4)
        for place in (-28, 28):
            solid(cv, bar(place - 6, -18, 12, 34, 4), GOLD)
