"""What a drawing is made of, and how it is coloured and lit for a scene: each shape by what it is made of."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from random import Random

from storybook.painting.canvas import Canvas, Stop
from storybook.painting.light import Light
from storybook.painting.outline import Outline
from storybook.props.shading import glass, metal, solid, wood

SHADED = ("solid", "metal", "wood")  # they cover what is below; a group around them can be seen through
MATERIALS = (*SHADED, "glass", "soft", "glow")
_OWN_LIGHT = Light()


@dataclass(frozen=True)
class Gradient:
    """A gradient whose colours every scene lights anew. `placing` is its attributes that say where it runs."""

    tag: str
    placing: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Paint:
    """A colour or gradient, and how much of it covers what is below (0 to 1)."""

    colour: str | Gradient
    opacity: float

    def on(self, cv: Canvas) -> str:
        """Give it as a canvas takes it."""
        if isinstance(self.colour, str):
            return self.colour
        return cv.gradient(self.colour.tag, self.colour.placing, self.colour.stops)


@dataclass(frozen=True)
class Shape:
    """An outline that is filled with a material (one of MATERIALS, or "" for flat paint), lined, or both.

    The grain of wood and the bands of metal run down if it is `upright`. `finish` are keywords of `solid`.
    """

    outline: Outline
    material: str
    upright: bool
    fill: Paint | None
    line: Paint | None
    width: float
    finish: Mapping[str, float]

    def draw(self, cv: Canvas, rng: Random) -> None:
        """Draw it on a canvas, in the canvas's light; chance lays the grain of wood."""
        if self.fill:
            self._fill(cv, rng, self.fill.on(cv), self.fill.opacity)
        if self.line:
            cv.line(self.outline.data, self.line.on(cv), self.width, opacity=self.line.opacity)

    def _fill(self, cv: Canvas, rng: Random, paint: str, opacity: float) -> None:
        outline = self.outline
        match self.material:
            case "solid":
                solid(cv, outline, paint, **self.finish)
            case "metal":
                metal(cv, outline, paint, upright=self.upright)
            case "wood":
                wood(cv, outline, paint, rng, upright=self.upright)
            case "glass":
                glass(cv, outline, paint, opacity)
            case "soft" | "glow" as soft:
                x, y = (outline.left + outline.right) / 2, (outline.top + outline.bottom) / 2
                cv.blob(x, y, outline.wide / 2, outline.tall / 2, paint, opacity, raw=soft == "glow")
            case _:
                cv.path(outline.data, paint, opacity=opacity)


@dataclass(frozen=True)
class Group:
    """Parts that are moved, cut to the path `clip`, seen through, or lit by nothing but themselves, all together."""

    parts: "tuple[Shape | Group, ...]"
    transform: str = ""
    clip: str = ""
    opacity: float = 1.0
    shining: bool = False

    @property
    def plain(self) -> bool:
        """Whether its parts look as they would outside it."""
        return not (self.transform or self.clip or self.shining or self.opacity < 1)

    def materials(self) -> Iterator[str]:
        """Give of what its shapes are made."""
        for part in self.parts:
            yield from part.materials() if isinstance(part, Group) else (part.material,)

    def colours(self) -> Iterator[str]:
        """Give the plain colours with which its shapes are filled."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.colours()
            elif part.fill and isinstance(part.fill.colour, str):
                yield part.fill.colour

    def draw(self, cv: Canvas, rng: Random) -> None:
        """Draw its parts on a canvas, in the canvas's light."""
        moved = self.transform or self.clip or self.opacity < 1
        clip = cv.clip(self.clip) if self.clip else ""
        with (
            cv.lit_by(_OWN_LIGHT) if self.shining else nullcontext(),
            cv.group(self.transform, clip=clip, opacity=self.opacity) if moved else nullcontext(),
        ):
            for part in self.parts:
                part.draw(cv, rng)
