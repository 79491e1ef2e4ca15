"""The red fox as a story describes him: his build, what he wears, and what he carries."""

from dataclasses import dataclass

from storybook.figures.anatomy import Build
from storybook.figures.builds import RED_FOX
from storybook.props.prop import Prop


@dataclass(frozen=True)
class Garment:
    """Something worn: a `kind` of `wardrobe.GARMENTS`, its colour, and that of its trim, or of its stripes or dots
    ("" for none)."""

    kind: str
    colour: str
    second: str = ""
    spotted: bool = False


@dataclass(frozen=True)
class Hero:
    """The fox of a story. Without arguments he is the fox of every story that describes no other."""

    build: Build = RED_FOX
    wears: tuple[Garment, ...] = ()
    holds: Prop | None = None
