"""The folder that `manage.py forge` writes: twenty pictures, and story.json, which documents how they were made."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from images.models import Illustration
from providers import registry
from stories.models import Story


class ForgeError(Exception):
    """The story could not be made; the message is a sentence for the person who started it."""


@contextmanager
def output_folder(out: Path) -> Iterator[None]:
    """Make the folder, check that it is writable, and remove it after the block if it is still empty.

    Raises ForgeError.
    """
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        _make(out)
        yield
    finally:
        for folder in missing:
            with suppress(OSError):  # only empty ones can be removed
                folder.rmdir()


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass  # fails here, before anything is written or drawn
    except OSError as error:
        raise ForgeError(f"The folder {out} cannot be made or written to: {error}.") from error


def save(story: Story, pictures: list[Illustration], out: Path) -> None:
    """Write story.json and the pictures that were drawn, scene-01.png to scene-20.png.

    Raises OSError or ProviderError.
    """
    for picture in pictures:
        if picture.current is not None:
            data = registry.host(picture.current.host).fetch(picture.current.stored)
            (out / _file_name(picture)).write_bytes(data)
    text = json.dumps(_story_json(story, pictures), indent=2, ensure_ascii=False)
    (out / "story.json").write_text(text + "\n", "utf-8")


def _file_name(picture: Illustration) -> str:
    ending = PurePosixPath(urlsplit(picture.current.url).path).suffix if picture.current else ".png"
    return f"scene-{picture.number:02d}{ending}"


def _story_json(story: Story, pictures: list[Illustration]) -> dict[str, Any]:
    return {
        "title": story.title,
        "story_id": str(story.pk),
        "template": story.template.name,
        "answers": story.answers,
        "writer": story.writer,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "scenes": [_scene_json(picture) for picture in pictures],
    }


def _scene_json(picture: Illustration) -> dict[str, Any]:
    version = picture.current
    return {
        "number": picture.number,
        "text": picture.scene_text,
        "mood": picture.mood,
        "prompt": version.prompt if version else "",
        "picture": _file_name(picture) if version else None,
        "error": picture.error or None,
    }
