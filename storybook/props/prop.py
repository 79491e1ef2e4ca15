"""What a prop is: a thing a story can name, with how to draw it and how to place it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from storybook.painting.canvas import Canvas

Draw = Callable[[Canvas, Random], None]


@dataclass(frozen=True)
class Prop:
    """A thing in the fox's units (the standing fox is 430 tall), drawn around x = 0 and standing on y = 0.

    `words` are the singular lower-case nouns that mean it, phrases allowed. `place` is "held" (fits a paw), "ground",
    "air", "worn_back" or "head". `glow` is the colour of its own light. A paw holds it `grip` of the way up.
    """

    name: str
    words: tuple[str, ...]
    draw: Draw
    height: float
    width: float
    place: str
    glow: str = ""
    grip: float = 0.2
