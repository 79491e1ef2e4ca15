"""Hats by name, in the coordinates of a head (see `head.draw_head`): a bowler is no top hat, and a chef has his own."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import lighter
from storybook.painting.shapes import GOLD, curve, limb, oval, star
from storybook.props.shading import shadow_of, solid
from storybook.reading.hero import Garment

Draw = Callable[[Canvas, Turn, Garment], None]


@contextmanager
def on_top(cv: Canvas, turn: Turn, y: float = -74.0) -> Iterator[None]:
    """Draw what follows on the top of a head."""
    x, y = turn.at(0, y, 6)
    with cv.group(placed(x, y, turn=4 * turn.yaw)):
        yield


def _bowler(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn):
        crown = curve((-52, 2), (-52, -34), (-32, -64), (0, -72), (32, -64), (52, -34), (52, 2), (0, 14))
        solid(cv, crown, garment.colour, gloss=0.5)
        cv.line("M-51 -10Q0 10 51 -10", garment.second or shadow_of(garment.colour, 0.6), 13)
        brim = curve((-84, -14), (-60, 2), (0, 12), (60, 2), (84, -14), (80, 6), (44, 20), (0, 26), (-44, 20), (-80, 6))
        solid(cv, brim, garment.colour, gloss=0.4)


def _cowboy(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn):
        crown = curve((-48, 4), (-44, -52), (-26, -74), (0, -58), (26, -74), (44, -52), (48, 4), (0, 14))
        solid(cv, crown, garment.colour, gloss=0.3)
        cv.line("M-47 -12Q0 8 47 -12", garment.second or shadow_of(garment.colour, 0.7), 12)
        brim = curve((-116, -34), (-84, -4), (0, 8), (84, -4), (116, -34), (104, 4), (52, 24), (0, 28), (-52, 24),
                     (-104, 4))  # fmt: skip
        solid(cv, brim, garment.colour, gloss=0.3)


def _sombrero(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn):
        solid(cv, oval(0, 4, 140, 30), garment.colour)
        cv.line("M-126 4Q0 46 126 4", garment.second or "#d5332f", 9)
        solid(cv, curve((-50, 2), (-34, -52), (-14, -92), (14, -92), (34, -52), (50, 2), (0, 16)), garment.colour)
        cv.line("M-48 -8Q0 12 48 -8", garment.second or "#2f9e4f", 13)


def _pirate(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -70):
        hat = curve(
            (-106, 8), (-88, -30), (-46, -62), (0, -82), (46, -62), (88, -30), (106, 8), (60, -4), (0, 14), (-60, -4)
        )
        solid(cv, hat, garment.colour)
        cv.line("M-100 2Q-60 -10 0 8Q60 -10 100 2", garment.second or GOLD, 7)
        cv.ellipse(0, -38, 17, 16, "#fffaf0")
        cv.rect(-9, -27, 18, 12, "#fffaf0", round_by=4)
        for x in (-7, 7):
            cv.ellipse(x, -38, 5, 5.5, garment.colour)
        cv.line("M-26 -10L26 -24M26 -10L-26 -24", "#fffaf0", 5)


def _chef(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -66):
        for x, y, r in ((-44, -74, 34), (44, -74, 34), (-16, -96, 38), (20, -96, 38), (0, -66, 40)):
            solid(cv, oval(x, y, r, r * 0.92), garment.colour, gloss=0.3)
        solid(cv, curve((-50, -50), (0, -42), (50, -50), (54, 6), (0, 16), (-54, 6)), garment.colour, gloss=0.2)
        cv.line("M-30 -40V4M0 -36V10M30 -40V4", shadow_of(garment.colour, 0.3), 3, opacity=0.5)


def _santa(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -66):
        solid(cv, curve((-60, 0), (-44, -50), (-4, -78), (48, -74), (88, -38), (98, 8), (76, -2), (56, -30), (60, 2),
            (0, 6)),
              garment.colour)  # fmt: skip
        solid(cv, limb((-64, -4, 15), (0, 6, 17), (64, -4, 15)), garment.second or "#fffaf4", gloss=0.2)
        solid(cv, oval(96, 16, 20, 20), garment.second or "#fffaf4", gloss=0.3)


def _party(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -70):
        cone = curve((-42, 6), (-20, -60), (0, -122), (20, -60), (42, 6), (0, 16))
        solid(cv, cone, garment.colour)
        with cv.group(clip=cv.clip(cone.data)):
            for y in (-4, -44, -84):
                cv.line(f"M-60 {y + 12}Q0 {y + 22} 60 {y - 12}", garment.second or "#f4c52e", 12)
        solid(cv, star(0, -124, 24, points=8, by=2), garment.second or "#f4c52e", gloss=0)


def _witch(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn):
        solid(cv, oval(0, 2, 104, 20), garment.colour)
        cone = curve((-52, 2), (-32, -54), (-6, -108), (34, -140), (62, -126), (36, -116), (34, -60), (52, 2), (0, 14))
        solid(cv, cone, garment.colour)
        cv.line("M-50 -8Q0 10 50 -8", garment.second or "#7a45b8", 16)
        cv.line("M-12 -12h24v16h-24Z", GOLD, 5)


def _beret(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -66):
        solid(
            cv,
            curve((-84, -18), (-60, -46), (0, -56), (62, -38), (78, -8), (50, 10), (0, 14), (-54, 8)),
            garment.colour,
        )
        cv.line("M-52 8Q0 20 56 6", shadow_of(garment.colour, 0.6), 9)
        cv.line("M-4 -54q2 -12 8 -16", garment.colour, 8)


def _fez(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -70):
        solid(cv, curve((-46, 4), (-36, -62), (0, -68), (36, -62), (46, 4), (0, 14)), garment.colour)
        cv.line("M0 -66Q40 -66 50 -30V-8", garment.second or "#2c2a33", 5)
        cv.line("M50 -12v22M44 -10v18M56 -10v18", garment.second or "#2c2a33", 4)


def _turban(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -62):
        solid(
            cv,
            curve((-76, 8), (-70, -44), (-30, -76), (0, -80), (30, -76), (70, -44), (76, 8), (0, 18)),
            garment.colour,
        )
        for x in (-52, -26, 0, 26, 52):
            cv.line(
                f"M{x * 0.3:.0f} -76Q{x * 1.3:.0f} -40 {x * 1.1:.0f} 10", shadow_of(garment.colour, 0.5), 4, opacity=0.6
            )
        solid(cv, oval(0, -20, 13, 15), garment.second or "#d5332f", gloss=0.7)


def _nightcap(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -64):
        cap = curve(
            (-60, 2), (-48, -44), (0, -74), (58, -66), (104, -20), (112, 36), (92, 30), (74, -12), (60, 2), (0, 8)
        )
        solid(cv, cap, garment.colour)
        with cv.group(clip=cv.clip(cap.data)):
            cv.line(
                "M-50 -30Q0 -16 60 -40M-30 -58Q20 -40 70 -62M60 -10L110 -14M84 22L120 14",
                garment.second or "#fffaf0",
                9,
            )
        solid(cv, oval(104, 46, 18, 18), garment.second or "#fffaf0", gloss=0.3)


def _helmet(cv: Canvas, turn: Turn, garment: Garment) -> None:
    with on_top(cv, turn, -58):
        solid(cv, curve((-86, 12), (-80, -40), (-44, -74), (0, -82), (44, -74), (80, -40), (86, 12), (0, 4)),
            garment.colour,
              gloss=0.7)  # fmt: skip
        solid(cv, curve((-8, -84), (8, -84), (13, -40), (12, 4), (-12, 4), (-13, -40)), garment.second or
              shadow_of(garment.colour, 0.3))  # fmt: skip
        cv.line("M-84 12Q0 0 84 12", garment.second or shadow_of(garment.colour, 0.5), 10)


def _earmuffs(cv: Canvas, turn: Turn, garment: Garment) -> None:
    (ax, ay), (bx, by) = turn.at(-100, 0, 2), turn.at(100, 0, 2)
    cv.line(
        f"M{ax:.1f} {ay:.1f}Q{(ax + bx) / 2:.1f} -210 {bx:.1f} {by:.1f}",
        garment.second or shadow_of(garment.colour),
        11,
    )
    for x, y in ((ax, ay), (bx, by)):
        bumps = [(x + (36 + 5 * (k % 2)) * math.cos(k * math.pi / 9),
            y + (38 + 5 * (k % 2)) * math.sin(k * math.pi / 9))
                 for k in range(18)]  # fmt: skip
        solid(cv, curve(*bumps), garment.colour, gloss=0.3)


def _headphones(cv: Canvas, turn: Turn, garment: Garment) -> None:
    (ax, ay), (bx, by) = turn.at(-102, 0, 2), turn.at(102, 0, 2)
    cv.line(f"M{ax:.1f} {ay:.1f}Q{(ax + bx) / 2:.1f} -214 {bx:.1f} {by:.1f}", garment.colour, 15)
    for x, y in ((ax, ay), (bx, by)):
        solid(cv, oval(x, y, 26, 40), garment.colour, gloss=0.5)
        solid(cv, oval(x, y, 16, 28), garment.second or lighter(garment.colour, 0.3), gloss=0.3)


def _headband(cv: Canvas, turn: Turn, garment: Garment) -> None:
    (ax, ay), (mx, my), (bx, by) = turn.at(-98, -34, 4), turn.at(0, -66, 30), turn.at(98, -34, 4)
    cv.line(f"M{ax:.1f} {ay:.1f}Q{mx:.1f} {my - 14:.1f} {bx:.1f} {by:.1f}", garment.colour, 19)
    cv.line(f"M{ax + 6:.1f} {ay - 4:.1f}Q{mx:.1f} {my - 20:.1f} {bx - 6:.1f} {by - 4:.1f}", garment.second or
            lighter(garment.colour, 0.25), 4)  # fmt: skip
    cv.path(f"M{ax:.1f} {ay:.1f}q-34 -8 -46 14q20 -4 30 6q-12 8 -14 24q26 -16 34 -40Z", garment.colour)


HATS: Mapping[str, Draw] = {
    "bowler": _bowler, "cowboy hat": _cowboy, "sombrero": _sombrero, "pirate hat": _pirate, "chef's hat": _chef,
    "santa hat": _santa, "party hat": _party, "witch's hat": _witch, "beret": _beret, "fez": _fez, "turban": _turban,
    "nightcap": _nightcap, "helmet": _helmet, "earmuffs": _earmuffs, "headphones": _headphones, "headband": _headband,
}  # fmt: skip
