"""A story as plain values, from which every kind of book is made without a database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Page:
    """A scene and its approved picture.

    `picture` loads the encoded picture of `width` x `height` pixels at every call, so that only one is in memory; it
    raises ProviderError. `shows` describes the picture ("" when unknown), `prompt` is what it was drawn from, `version`
    the number of the attempt, and `how` is one of `images.models.Version.MODES`.
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
    """A whole story. `name` is unique and does not reveal the story's id; `changed` is when it last changed, with a
    time zone. `author` is whom its visitor named, `cover` the number of the scene whose picture is the cover; `writer`
    and `illustrators` are providers with their models."""

    name: str
    title: str
    changed: datetime
    pages: Sequence[Page]
    author: str = ""
    cover: int = 1
    writer: str = ""
    illustrators: Sequence[str] = ()
    language: str = "en"

    @property
    def cover_page(self) -> Page:
        """The page whose picture is the cover."""
        return next((page for page in self.pages if page.number == self.cover), self.pages[0])

    @property
    def colophon(self) -> list[str]:
        """What a reader wants to know at the end, a line each: whose story it is, who told and drew it, and when."""
        lines = [f"A story by {self.author}"] if self.author else []
        lines += [f"Written by {maker(self.writer, 'storyteller')}"] if self.writer else []
        drew = list(dict.fromkeys(maker(name, "illustrator") for name in self.illustrators))
        lines += [f"Pictures by {' and '.join(drew)}"] if drew else []
        made = "Made" if any("StoryForge" in line for line in lines) else "Made with StoryForge"
        return [*lines, f"{made} on {self.changed:%-d %B %Y}"]


def maker(name: str, local: str) -> str:
    """The provider and model of that name, as readers know them; `local` is what StoryForge's own are."""
    provider = name.partition(" ")[0]
    return (
        f"StoryForge’s own {local}"
        if provider == "local"
        else {"openai": "OpenAI", "openrouter": "OpenRouter", "localai": "LocalAI"}.get(provider, provider.capitalize())
    )


Progress = Callable[[float], None]
"""Gets the done share of a book, 0 to 1; may raise to stop it."""


def no_progress(fraction: float) -> None:
    """Ignore the progress."""
