"""The three things that make an animal look the way it does: its build, its pose, and the look on its face."""

from dataclasses import dataclass, field, replace

from storybook.painting.colour import darker, lighter
from storybook.painting.curves import Ring

Limb = tuple[Ring, ...]


@dataclass(frozen=True)
class Coat:
    """The colours of an animal, `#rrggbb` in plain daylight."""

    fur: str
    light: str
    dark: str
    cream: str
    sock: str
    ear: str
    tip: str
    iris: str = "#c9762a"
    nose: str = "#2b1a1a"


@dataclass(frozen=True)
class Build:
    """A kind of animal: its coat, and how its parts differ from the fox's (1.0 is the fox's own size)."""

    name: str
    coat: Coat
    ears: str = "pointed"
    tail: str = "brush"
    marking: str = "mask"
    size: float = 1.0
    head: float = 1.0
    eyes: float = 1.0
    muzzle: float = 1.0
    bulk: float = 1.0
    lashes: bool = False
    beard: bool = False
    cheeks: bool = True
    pupil: float = 1.0
    crest: str = ""  # what grows on the head, a name of `growths.CRESTS`: "horns", "antlers" ...
    grown: tuple[str, ...] = ()  # what else grows on it, names of `growths`: "mane", "tusks", "hump", "wings" ...
    pattern: str = ""  # what its coat is covered with, a name of `patterns.PATTERNS`: "stripes", "spots" ...
    ink: str = ""  # the colour of that pattern, "" for the dark of the coat
    snout: str = ""  # a name of `snouts.SNOUTS`, "" is a small one with a nose: "long", "broad", "trunk" ...
    neck: float = 0.0  # how much longer the neck is, in units
    forelock: bool = True
    fours: bool = False  # whether it stands on all fours
    pattern_on: str = ""  # the one part that the pattern covers: "tail", "limb", "torso" or "head"; "" for all
    tints: tuple[tuple[str, str], ...] = ()  # parts that have a colour of their own: "ears", "tail", "face" ...

    def tinted(self, part: str) -> "Build":
        """The build with which a part is drawn: in its own colour, if it has one."""
        colour = dict(self.tints).get(part)
        if not colour:
            return self
        dyed = replace(self.coat, fur=colour, light=lighter(colour, 0.34), dark=darker(colour, 0.36), cream=colour)
        return replace(self, coat=replace(dyed, sock=colour, ear=darker(colour, 0.2)) if part == "ears" else dyed)

    brush: float = 1.0  # how bushy and long the tail is
    hearing: float = 1.0  # how large the ears are


@dataclass(frozen=True)
class Look:
    """An expression.

    `lid` is how far the upper lid is shut (0 open, 1 closed), `squint` the lower. `slope` tilts lids and brows: above
    0 sad, below 0 fierce. `gaze` moves the pupils (-1 to 1 each way). `ears` 0 is upright, 1 flat. `tail` turns the
    tail upwards by degrees.
    """

    mouth: str = "smile"
    lid: float = 0.12
    squint: float = 0.0
    slope: float = 0.0
    brow: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)
    pupil: float = 1.0
    ears: float = 0.0
    tail: float = 0.0
    blush: float = 0.0
    tear: bool = False


@dataclass(frozen=True)
class Pose:
    """Where the parts of the body are, facing right, feet on y = 0, about 430 units tall when standing.

    `torso` runs from hips to neck, `bib` is the cream chest, limbs run from the body to the paw. `far` is drawn behind
    the torso, `near` before it, `over` before the head too. `head` is x, y and tilt in degrees; `yaw` -1 to 1 turns
    the face, `pitch` -1 looks up and 1 down. `hand` is where a held thing goes. `reach` is the width of the shadow.
    """

    torso: Limb
    head: tuple[float, float, float]
    tail: tuple[tuple[float, float], ...]
    far: tuple[Limb, ...] = ()
    near: tuple[Limb, ...] = ()
    over: tuple[Limb, ...] = ()
    bib: Limb = ()
    haunch: tuple[tuple[float, float, float, float, float], ...] = ()
    yaw: float = 0.35
    pitch: float = 0.0
    hand: tuple[float, float] = (95.0, -150.0)
    back: bool = False
    tail_over: bool = False
    reach: float = 130.0
    height: float = 430.0
    bare: tuple[str, ...] = field(default_factory=tuple)
