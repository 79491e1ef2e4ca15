"""The folder that `manage.py forge` fills: twenty pictures, and story.json, which tells how they came about."""

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
    """The job could not be done; the message is a sentence for the one who started it."""


@contextmanager
def made(out: Path) -> Iterator[None]:
    """`out`, there and writable inside the block; afterwards what was made for nothing is gone. Raises ForgeError."""
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
            pass  # before anything is written or drawn, see that it can be kept here
    except OSError as error:
        raise ForgeError(f"The folder {out} cannot be made or written to: {error}.") from error


def save(story: Story, pictures: list[Illustration], out: Path) -> None:
    """Write scene-01.png to scene-20.png, as far as they were drawn, and story.json. Raises OSError, ProviderError."""
    for picture in pictures:
        _save_picture(picture, out)
    told = json.dumps(_story_json(story, pictures), indent=2, ensure_ascii=False)
    (out / "story.json").write_text(told + "\n", "utf-8")


def _save_picture(picture: Illustration, out: Path) -> None:
    if picture.current is not None:
        data = registry.host(picture.current.host).fetch(picture.current.stored)
        (out / _file_name(picture)).write_bytes(data)


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
