"""What a character sheet is drawn on: warm paper, and the dabs of paint that the fox was coloured with."""

import math
from random import Random

from storybook.composing.stage import HEIGHT, WIDTH
from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter
from storybook.painting.curves import smooth
from storybook.reading.hero import Hero

_TINTS = ("#f7ecd6", "#f5e9d4", "#f8eddc", "#f3e8d2")


def draw_paper(cv: Canvas, rng: Random) -> None:
    """Fill the sheet with paper: plain, a little lighter in the middle, with faint fibres in it."""
    tint = rng.choice(_TINTS)
    cv.rect(0, 0, WIDTH, HEIGHT, tint, raw=True)
    cv.blob(WIDTH * 0.45, HEIGHT * 0.4, 760, 900, lighter(tint, 0.7), 0.75, raw=True)
    for shade, strength in ((darker(tint, 0.3), 0.16), (lighter(tint, 0.8), 0.5)):
        fibres = ""
        for _ in range(90):
            x, y, turn = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(0, math.tau)
            (ax, ay), (bx, by) = _reach(8, turn), _reach(18, turn + 0.5)
            fibres += f"M{x:.0f} {y:.0f}q{ax:.1f} {ay:.1f} {bx:.1f} {by:.1f}"
        cv.line(fibres, shade, 1.6, opacity=strength, raw=True)
    edge = darker(tint, 0.22)
    fade = cv.radial(((0, edge, 0), (0.72, edge, 0), (1, edge, 0.45)), (0.5, 0.5, 0.76), raw=True)
    cv.rect(0, 0, WIDTH, HEIGHT, fade, raw=True)


def _reach(length: float, turn: float) -> tuple[float, float]:
    return length * math.cos(turn), length * math.sin(turn)


def draw_swatches(cv: Canvas, hero: Hero, x: float, y: float) -> None:
    """Dab the colours of fur, chest, paws, eyes and clothes beside each other around `x`, as they come from the pot."""
    coat = hero.build.coat
    colours = [coat.fur, coat.cream, coat.sock, coat.iris, *(garment.colour for garment in hero.wears)][:6]
    for place, colour in enumerate(colours):
        _dab(cv, x + (place - (len(colours) - 1) / 2) * 50, y, colour, Random(f"dab {place}"))


def _dab(cv: Canvas, x: float, y: float, colour: str, rng: Random) -> None:
    for size, strength in ((20.0, 0.55), (17.0, 0.85)):
        reach = [size * rng.uniform(0.84, 1.1) for _ in range(9)]
        points = [(x + r * math.cos(k * math.tau / 9), y + r * math.sin(k * math.tau / 9)) for k, r in enumerate(reach)]
        cv.path(smooth(points), colour, opacity=strength, raw=True)
    cv.line(smooth(points), darker(colour, 0.25), 1.6, opacity=0.35, raw=True)
    cv.blob(x - 5, y - 6, 9, 7, lighter(colour, 0.6), 0.6, raw=True)
