"""What is worn on the head, in the coordinates of a head (see `head.draw_head`)."""

import math
from collections.abc import Mapping
from random import Random

from storybook.figures.garments.hats import HATS, Draw, on_top
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas
from storybook.painting.colour import lighter
from storybook.painting.shapes import GOLD, curve, oval, star
from storybook.props.catalogue import PROPS
from storybook.props.shading import shadow_of, solid
from storybook.reading.hero import Garment


def draw_hat(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Put a hat with a brim and a band on him."""
    with on_top(cv, turn):
        solid(cv, oval(0, 0, 86, 19), garment.colour)
        solid(
            cv,
            curve((-50, 0), (-46, -46), (-24, -66), (0, -60), (24, -66), (46, -46), (50, 0), (0, 12)),
            garment.colour,
            gloss=0.4,
        )
        cv.line("M-49 -10Q0 8 49 -10", garment.second or shadow_of(garment.colour, 0.7), 14)


def draw_top_hat(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Put a tall hat on him."""
    with on_top(cv, turn):
        solid(cv, oval(0, 0, 76, 15), garment.colour)
        solid(
            cv,
            curve((-44, 2), (-40, -50), (-48, -96), (0, -104), (48, -96), (40, -50), (44, 2), (0, 12)),
            garment.colour,
        )
        cv.ellipse(0, -97, 44, 8, lighter(garment.colour, 0.18))
        cv.line("M-42 -12Q0 4 42 -12", garment.second or "#b03a44", 15)


def draw_wizard_hat(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Put a pointed hat with stars on him."""
    with on_top(cv, turn):
        solid(cv, oval(0, 0, 88, 18), garment.colour)
        solid(
            cv,
            curve((-52, 2), (-30, -56), (-8, -112), (16, -146), (34, -150), (24, -128), (30, -70), (52, 2), (0, 14)),
            garment.colour,
        )
        cv.line("M-51 -8Q0 10 51 -8", shadow_of(garment.colour, 0.5), 12)
        for x, y, size in ((-6, -44, 17), (20, -78, 10), (22, -26, 9)):
            solid(cv, star(x, y, size, by=2), garment.second or "#ffd65c", gloss=0, rim=0.4)


def draw_beanie(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Put a woolly hat with a bobble on him."""
    trim = garment.second or lighter(garment.colour, 0.7)
    with on_top(cv, turn, -66):
        solid(
            cv, curve((-62, 4), (-56, -34), (-30, -58), (0, -64), (30, -58), (56, -34), (62, 4), (0, 0)), garment.colour
        )
        cv.line(
            "M-34 -50Q-40 -26 -40 -8M-12 -60Q-15 -30 -14 -6M12 -60Q15 -30 14 -6M34 -50Q40 -26 40 -8",
            shadow_of(garment.colour, 0.5),
            3,
            opacity=0.45,
        )
        solid(cv, curve((-66, -8), (0, -22), (66, -8), (66, 12), (0, 4), (-66, 12)), trim, gloss=0.3)
        bumps = [(24 if k % 2 else 19) for k in range(14)]
        solid(
            cv,
            curve(*((b * math.cos(k * math.pi / 7), -72 + b * math.sin(k * math.pi / 7)) for k, b in enumerate(bumps))),
            trim,
            gloss=0.3,
        )


def draw_cap(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Put a cap with a peak on him."""
    with on_top(cv, turn, -66):
        solid(
            cv,
            curve((-58, 4), (-54, -34), (-28, -54), (2, -58), (32, -52), (56, -30), (58, 4), (0, 10)),
            garment.colour,
        )
        cv.line(
            "M0 -56Q-6 -24 0 4M-30 -50Q-36 -20 -30 4M30 -50Q38 -20 30 4",
            shadow_of(garment.colour, 0.5),
            3,
            opacity=0.45,
        )
        solid(
            cv,
            curve((-34, 0), (20, 2), (60, 0), (96, 14), (80, 22), (20, 20), (-30, 12)),
            garment.second or shadow_of(garment.colour, 0.2),
        )
        solid(cv, oval(2, -58, 7, 5), garment.second or shadow_of(garment.colour, 0.2))


def draw_crown(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Crown him."""
    with on_top(cv, turn, -70):
        PROPS["crown"].draw(cv, Random("worn crown"))


def draw_wreath(cv: Canvas, turn: Turn, garment: Garment) -> None:
    """Lay a wreath of flowers round his forehead."""
    colours = (garment.colour, garment.second or "#fff4e0", lighter(garment.colour, 0.35))
    with on_top(cv, turn, -58):
        cv.line("M-84 -4Q0 -40 84 -4", "#5f8f48", 9)
        for k in range(-4, 5):
            x, y = k * 20.0, -22 + k * k * 1.1
            cv.ellipse(x + 9, y + 8, 10, 5, "#7cb65a", turn=30)
            flower(cv, x, y, 15 if k % 2 else 18, colours[k % 3])


def flower(cv: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Draw a small flower with five petals."""
    for k in range(5):
        angle = k * 2 * math.pi / 5 - math.pi / 2
        px, py = x + size * 0.55 * math.cos(angle), y + size * 0.55 * math.sin(angle)
        cv.ellipse(px, py, size * 0.46, size * 0.46, colour)
        cv.ellipse(px - 1, py - 1.5, size * 0.24, size * 0.22, lighter(colour, 0.4), opacity=0.7)
    solid(cv, oval(x, y, size * 0.34, size * 0.34), GOLD, gloss=0.4)


ON_TOP: Mapping[str, Draw] = {
    "hat": draw_hat, "top hat": draw_top_hat, "wizard hat": draw_wizard_hat, "beanie": draw_beanie, "cap": draw_cap,
    "crown": draw_crown, "wreath": draw_wreath, **HATS,
}  # fmt: skip
