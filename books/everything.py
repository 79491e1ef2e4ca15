"""Everything of a visitor in one ZIP: of each story a folder with its texts, every version of its pictures, its clips,
films and books, and `story.json`, which says what is what. It is written file by file, so little is in memory."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify

from books.pictures import ending_of
from books.zipping import add, add_file
from core import storage
from core.connections import release_connection
from images import statuses as picture_statuses
from images.models import Illustration, Version
from providers import registry
from providers.base import ProviderError
from stories.models import Story
from videos import statuses as clip_statuses
from videos.models import Take

FORMAT = "storyforge-everything-1"
Progress = Callable[[float], None]


def write(stories: Sequence[Story], answers: Mapping[str, str], to: Path, progress: Progress) -> None:
    """Write the archive to `to`; `answers` are those in the quiz of which no story was made yet. What cannot be fetched
    from where it is stored is named in `story.json`. Raises OSError for a full disk."""
    with ZipFile(to, "w") as archive:
        if answers:
            _add_json(archive, "answers.json", answers)
        for number, story in enumerate(stories):
            folder = f"{number + 1:02d}-{slugify(story.title) or 'story'}"
            _add_story(archive, story, folder, partial(progress, number / len(stories)))


def _add_story(archive: ZipFile, story: Story, folder: str, going_on: Callable[[], None]) -> None:
    """Add a story; `going_on` is called before each picture and clip, and may raise to stop it."""
    missing: list[str] = []
    scenes = list(story.scenes.values("number", "text", "original_text"))
    pictures, takes = [], []
    for picture in _pictures_of(story):
        going_on()
        pictures.append(_picture(archive, picture, folder, missing))
    for take in _takes_of(story):
        going_on()
        takes.append(_clip(archive, take, folder, missing))
    files = list(_add_files(archive, story, folder, missing))
    found = {
        "format": FORMAT,
        "id": story.channel,
        "title": story.title,
        "author": story.author,
        "cover": story.cover,
        "archived": story.archived_at,
        "status": story.status,
        "created": story.created_at,
        "answers": story.answers,
        "art_style": story.art_style,
        "character": story.character,
        "writer": story.writer,
        "scenes": scenes,
        "comments": list(story.comments.values("number", "by", "text", "at")),
        "pictures": pictures,
        "clips": takes,
        "files": files,
        "could_not_be_fetched": missing,
    }
    _add_json(archive, f"{folder}/story.json", found)
    texts = (f"{scene['number']}\n\n{scene['text']}" for scene in scenes)
    add(archive, f"{folder}/story.txt", "\n\n\n".join([story.title, *texts]) + "\n")


def _pictures_of(story: Story) -> Iterator[Illustration]:
    rows = Illustration.everything.filter(story=story).order_by("number")
    yield from rows.prefetch_related("versions", "decisions")


def _picture(archive: ZipFile, picture: Illustration, folder: str, missing: list[str]) -> dict[str, Any]:
    """Add the versions of a picture. Number 0 is the fox alone."""
    return {
        "scene": picture.number,
        "status": picture.status,
        "versions": [
            _version(archive, picture, version, folder, missing)
            for version in picture.versions.all()
            if version.outcome == picture_statuses.DRAWN
        ],
        "decisions": [
            {name: getattr(one, name) for name in ("action", "reasons", "note", "at")}
            for one in picture.decisions.all()
        ],
    }


def _version(
    archive: ZipFile, picture: Illustration, version: Version, folder: str, missing: list[str]
) -> dict[str, Any]:
    what = f"fox-v{version.number}" if picture.is_sheet else f"scene-{picture.number:02d}-v{version.number}"
    told = ("prompt", "depiction", "note", "mode", "provider", "model", "finished_at")
    said = {name: getattr(version, name) for name in told}
    name = ""
    try:
        release_connection()  # its host may be slow
        data = registry.host(version.host).fetch(version.stored)
        name = f"{folder}/pictures/{what}.{ending_of(data)}"
        add(archive, name, data, stored=True)
    except (ProviderError, KeyError, OSError):
        missing.append(what)
    shown = version.pk == picture.current_id
    return {"number": version.number, "file": name.partition("/")[2], "shown": shown} | said


def _takes_of(story: Story) -> Iterator[Take]:
    rows = Take.objects.filter(clip__story=story, outcome=clip_statuses.MADE).select_related("clip")
    yield from rows.order_by("clip__number", "number")


def _clip(archive: ZipFile, take: Take, folder: str, missing: list[str]) -> dict[str, Any]:
    what = f"clip-{take.clip.number:02d}-take{take.number}"
    name = ""
    copy = Path(archive.filename or "").with_name("clip.mp4")
    try:
        release_connection()
        registry.video_host(take.host).fetch_video(take.stored, copy)
        with copy.open("rb") as file:
            add_file(archive, f"{folder}/clips/{what}.mp4", file)
        name = f"clips/{what}.mp4"
    except (ProviderError, KeyError, OSError):
        missing.append(what)
    finally:
        copy.unlink(missing_ok=True)
    shown = take.pk == take.clip.current_id
    told = {"motion": take.motion, "provider": take.provider, "model": take.model}
    return {"scene": take.clip.number, "take": take.number, "file": name, "shown": shown} | told


def _add_files(archive: ZipFile, story: Story, folder: str, missing: list[str]) -> Iterator[str]:
    """Add the films with their captions, the books that were made, and the music. Gives their names."""
    music = getattr(story, "music", None)
    films = [(f"film-{film.shape}", (film.file, film.captions_file)) for film in story.films.all()]
    books = [(f"book-{book.kind}", (book.file,)) for book in story.downloads.all()]
    for what, stored in [*films, *books, *([("music", (music.file,))] if music else [])]:
        for file_name in filter(None, stored):
            name = f"{what}.{file_name.rpartition('.')[2]}"
            try:
                with storage.opened(story.pk, file_name) as file:
                    add_file(archive, f"{folder}/{name}", file)
                yield name
            except OSError:
                missing.append(name)


def _add_json(archive: ZipFile, name: str, found: object) -> None:
    add(archive, name, json.dumps(found, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False) + "\n")
