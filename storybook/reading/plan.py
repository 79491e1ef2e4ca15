"""What a picture is to show, as read from its prompt: the one thing the drawing rooms are told."""

from dataclasses import dataclass, field

from storybook.props.prop import Prop
from storybook.reading.hero import Hero

# the prop that is drawn on somebody who is caught
CAUGHT_IN = {"net": "net", "bars": "cage", "rope": "rope", "bubble": "bell"}


@dataclass(frozen=True)
class Figure:
    """Somebody beside the fox: which `kind`, how many, in which `part` of the story, with which face and pose."""

    kind: str
    count: int
    part: str  # "villain", "friend", "guide", "crowd"
    mood: str
    pose: str
    young: bool = False
    holds: Prop | None = None
    caught: str = ""  # "net", "bars", "rope" or "bubble" (of light), "" for free


@dataclass(frozen=True)
class Plan:
    """A picture in words our own: only names from fixed tables, nothing of the prompt's text."""

    time: str  # "dawn", "day", "golden", "dusk", "night"
    weather: str  # "clear", "overcast", "rain", "storm", "snow", "fog"
    winter: bool
    places: tuple[str, ...]  # the first is where it happens, the others can be seen from there
    mood: str
    pose: str
    figures: tuple[Figure, ...]
    props: tuple[Prop, ...]
    held: Prop | None
    worn: Prop | None
    seat: Prop | None = None  # what he sits, stands or lies on
    deeds: tuple[Prop, ...] = ()  # what shows the wrong that the villain does, beside him
    left_out: tuple[Prop, ...] = ()  # named too, but more than a picture holds
    airborne: bool = False
    asleep: bool = False
    gripped: bool = False  # whether a villain has him in his paws, off the ground
    pulled: Prop | None = None  # what he pulls along behind him
    power: str = ""  # the colour of a magic light, "" for none
    drifting: tuple[str, ...] = ()  # "petals", "leaves", "sparks", "dust", "fireflies"
    closer: int = 0  # steps nearer (or, below 0, further away) that a reviewer asked for
    moon: bool = True
    stars: bool = True
    hero: Hero = field(default_factory=Hero)
