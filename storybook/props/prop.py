"""What a prop is: a thing a story can name, with how to draw it and how to place it."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import hue
from storybook.props.composer import Group
from storybook.props.svg import Page

_WORD = re.compile("[a-z][a-z' -]*")
PLACES = ("held", "ground", "air", "worn_back", "head")


@dataclass(frozen=True)
class Prop:
    """A thing in the fox's units (the standing fox is 430 tall), drawn around x = 0 and standing on y = 0.

    `words` are the singular lower-case nouns that mean it, phrases allowed. `place` is the one of PLACES where it
    usually is; `held`: it fits a paw. `glow` is the colour of its own light. A paw holds it `grip` of the way up, and
    the fox sits `seat` of the way up, unless that is 0.
    """

    name: str
    words: tuple[str, ...]
    height: float
    width: float
    place: str
    glow: str
    grip: float
    file: Path
    seat: float = 0.0
    held: bool = False

    @cached_property
    def drawing(self) -> Group:
        """What its file shows, read once. DrawingError for what nobody can draw."""
        return Page(self.file).drawing()

    @cached_property
    def materials(self) -> frozenset[str]:
        """Of what its shapes are made, "metal" or "wood" for example."""
        return frozenset(self.drawing.materials())

    @cached_property
    def hues(self) -> frozenset[str]:
        """The plain names of the colours in which it is drawn, "red" for example."""
        return frozenset(map(hue, self.drawing.colours()))

    def draw(self, cv: Canvas, rng: Random) -> None:
        """Draw it on a canvas, in the canvas's light; chance lays the grain of wood."""
        self.drawing.draw(cv, rng)


def prop_of(file: Path) -> Prop:
    """Read what an SVG file says of its prop, but not yet its shapes. DrawingError if it does not say it."""
    page = Page(file)
    said = page.root.attrib
    name, glow = (said.get(f"data-{what}", "") for what in ("name", "glow"))
    places = said.get("data-place", "").split()
    words = tuple(filter(None, (" ".join(word.split()) for word in said.get("data-words", "").split(","))))
    if not name or not words or not all(map(_WORD.fullmatch, words)):
        raise page.error(page.root, "a prop has a data-name, and data-words in small letters with commas between them")
    if not places or not set(places) <= set(PLACES):
        raise page.error(page.root, f"data-place has to be of {', '.join(PLACES)}, not {' '.join(places)!r}")
    if glow and not re.fullmatch("#[0-9a-f]{6}", glow):
        raise page.error(page.root, f"data-glow has to be a colour like #ffc65a, not {glow!r}")
    grip, seat = (
        page.number(page.root, said.get(f"data-{what}", usual)) for what, usual in (("grip", "0.2"), ("seat", "0"))
    )
    if not (0 <= grip <= 1 and 0 <= seat <= 1):
        raise page.error(page.root, "data-grip and data-seat go from 0, the foot, to 1, the top")
    *_, width, height = page.box()
    return Prop(name, words, height, width, places[0], glow, grip, file, seat, "held" in places)
