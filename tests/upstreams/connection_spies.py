"""Providers that record, in each call, whether the calling thread holds a database connection."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from providers.base import (
    Depictions,
    Picture,
    PictureRequest,
    Preview,
    RewrittenScene,
    StoredFile,
    StoryBrief,
    StoryDraft,
)
from providers.hosting.local import LocalHost
from tests.factories import small_png

_calls: list[tuple[str, bool]] = []


@contextmanager
def spying(settings: Any) -> Iterator[list[tuple[str, bool]]]:
    """Use these providers for everything; yields all calls as (method, whether a connection was open)."""
    where = "tests.upstreams.connection_spies."
    settings.TEXT_PROVIDERS, settings.TEXT_PROVIDER = {"spying": where + "SpyingWriter"}, "spying"
    settings.IMAGE_PROVIDERS, settings.IMAGE_PROVIDER = {"spying": where + "SpyingIllustrator"}, "spying"
    settings.IMAGE_HOSTS, settings.IMAGE_HOST = {"local": where + "SpyingHost"}, "local"
    settings.MODERATORS, settings.MODERATE_INPUT = {"openai": where + "SpyingModerator"}, True
    _calls.clear()
    yield _calls


def _record(what: str) -> None:
    _calls.append((what, connection.connection is not None))


class SpyingWriter:
    """Writes one sentence repeatedly."""

    name, model = "spying", "test-1"

    def write(self, brief: StoryBrief, *, already: Mapping[int, str], problem: str = "") -> StoryDraft:
        """Twenty scenes."""
        _record("write")
        return StoryDraft("A title", {n: f"The red fox runs {n} times." for n in range(1, 21)}, self.name, self.model)

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> RewrittenScene:
        """One scene."""
        _record("rewrite")
        return RewrittenScene("The red fox sleeps.")

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Depictions:
        """The same description for every picture."""
        _record("depict")
        return Depictions(dict.fromkeys(scenes, "The red fox runs."))


class SpyingIllustrator:
    """Draws a small picture."""

    name, model = "spying", "test-1"

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Orange."""
        _record("draw")
        return Picture(small_png(), "image/png", 64, 96)


class SpyingModerator:
    """Objects to nothing."""

    name = "spying"

    def objections(self, text: str) -> Sequence[str]:
        """None."""
        _record("moderate")
        return []


class SpyingHost(LocalHost):
    """The local host."""

    def store(self, picture: Picture, *, story_id: str, name: str) -> StoredFile:
        """As the local host."""
        _record("store")
        return super().store(picture, story_id=story_id, name=name)

    def fetch(self, stored: StoredFile) -> bytes:
        """As the local host."""
        _record("fetch")
        return super().fetch(stored)
