"""What the writer is asked, and what it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Beat:
    """What one scene must show. `kind` is the name of a group of written lines, `mood` how the fox feels in it."""

    number: int
    kind: str
    mood: str
    shows: str


@dataclass(frozen=True)
class Brief:
    """One story: its beats in order, the answers to the quiz, and a seed. The same brief gives the same story.

    `earlier` holds stories that were told before, to this reader or to others, each as one text that opens with its
    title: their wording is avoided.
    """

    seed: str
    beats: Sequence[Beat]
    answers: Mapping[str, str]
    earlier: Sequence[str] = ()


@dataclass(frozen=True)
class Story:
    """A title, and the scenes by number."""

    title: str
    scenes: Mapping[int, str]
