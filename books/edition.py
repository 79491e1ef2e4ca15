"""A story as it is printed: plain values, from which every kind of book is made without a database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Page:
    """A scene and its approved picture.

    `picture` gives the encoded picture, of `width` x `height` pixels, each time anew, so that only one is in memory at
    once; it raises ProviderError. `shows` says in words what is on it ("" when nobody knows), `prompt` what it was
    drawn from; `version` counts the attempts at it, and `how` is one of `images.models.Version.MODES`.
    """

    number: int
    text: str
    picture: Callable[[], bytes]
    shows: str = ""
    prompt: str = ""
    provider: str = ""
    model: str = ""
    version: int = 1
    how: str = "draw"
    width: int = 1024
    height: int = 1536


@dataclass(frozen=True)
class Edition:
    """A whole story. `name` is unique among all stories and gives no story away; `changed` is when it last changed,
    with a time zone. `writer` and `illustrators` say who made it, as provider and model."""

    name: str
    title: str
    changed: datetime
    pages: Sequence[Page]
    writer: str = ""
    illustrators: Sequence[str] = ()
    language: str = "en"


Progress = Callable[[float], None]
"""Is told how far a book is, 0 to 1; may raise to stop it."""


def untold(fraction: float) -> None:
    """Progress that nobody wants to hear of."""
