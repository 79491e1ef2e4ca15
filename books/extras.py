"""What the ZIP of a story holds besides its pictures: its books, films and clips, and the music."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from books.models import Download
from core import storage
from core.connections import release_connection
from providers import registry
from stories.models import Story
from videos.film.contents import is_outdated
from videos.models import Clip, Film, Take

Fetch = Callable[[Path], object]
_NOT_MADE = "is not in it: it is not made yet."
_EARLIER = "is from before something was changed. Have it made again, then this file."


@dataclass(frozen=True)
class Extra:
    """An entry of the ZIP: its name, and how its file is put at a path. `fetch` is None where there is no such thing;
    `why` goes on from its name to what readers should know about it, if anything."""

    name: str
    fetch: Fetch | None
    why: str = ""


def extras_of(story: Story, book: Callable[[str], Fetch]) -> Iterator[Extra]:
    """Everything besides the pictures; `book` gives how the book of a kind is put at a path."""
    for kind in (Download.PDF, Download.EPUB):
        yield Extra(f"book.{kind}", book(kind))
    films = {film.shape: film for film in story.films.all()}
    for shape, _ in Film.SHAPES:
        yield from _film(films.get(shape), f"film-{shape}")
    if music := getattr(story, "music", None):
        yield Extra("music.m4a", partial(_stored, story.pk, music.file))
    clips = {clip.number: clip for clip in story.clips.select_related("current", "illustration")}
    for number in story.scenes.values_list("number", flat=True):
        yield _clip(clips.get(number), number)


def _film(film: Film | None, name: str) -> Iterator[Extra]:
    if film is None or not film.file:
        yield Extra(f"{name}.mp4", None, _NOT_MADE)
        return
    yield Extra(f"{name}.mp4", partial(_stored, film.story_id, film.file), _EARLIER if is_outdated(film) else "")
    if film.captions_file:
        yield Extra(f"{name}.vtt", partial(_stored, film.story_id, film.captions_file))


def _clip(clip: Clip | None, number: int) -> Extra:
    name = f"clips/scene-{number:02d}.mp4"
    if clip is None or clip.current is None:
        return Extra(name, None, _NOT_MADE)
    return Extra(name, partial(_hosted, clip.current), _EARLIER if clip.is_outdated else "")


def _stored(story_id: UUID, name: str, to: Path) -> None:
    release_connection()  # the storage may be slow
    storage.fetch(story_id, name, to)


def _hosted(take: Take, to: Path) -> None:
    release_connection()
    registry.video_host(take.host).fetch_video(take.stored, to)
