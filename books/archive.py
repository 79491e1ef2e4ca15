"""Everything in one ZIP: the original pictures, films, clips and books, the prompts for people, and `story.json` for
programs. It is written file by file, so little is in memory.

docs/story-json.md describes `story.json`. A change that would break its readers needs a new FORMAT.
"""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from books.edition import Edition, Page, Progress, no_progress
from books.extras import Extra
from books.pictures import ending_of
from books.zipping import add, add_file
from providers.base import ProviderError

log = logging.getLogger(__name__)

FORMAT = "storyforge-story-1"
NOTES = "missing.txt"


def write(edition: Edition, to: Path, progress: Progress = no_progress, extras: Sequence[Extra] = ()) -> None:
    """Write the archive to `to`, with the `extras` beside the pictures. The same edition gives the same file. What is
    not there, or cannot be fetched, is named in NOTES. Raises ProviderError when a picture cannot be loaded, and
    OSError for a file that is no picture or a full disk."""
    files: list[str] = []
    notes: list[str] = []
    total = len(edition.pages) + len(extras)
    with ZipFile(to, "w") as archive:
        for done, page in enumerate(edition.pages, start=1):
            files.append(_add_picture(archive, page))
            progress(done / total)
        for done, extra in enumerate(extras, start=len(files) + 1):
            notes += _add_extra(archive, extra, to.with_name("extra"))
            progress(done / total)
        names = set(archive.namelist())
        found = story_json(edition, files) | {"files": [extra.name for extra in extras if extra.name in names]}
        add(archive, "prompts.txt", "\n\n\n".join([edition.title, *map(_prompt, edition.pages)]) + "\n")
        if notes:
            add(archive, NOTES, "\n".join(["What you should know about this file:", "", *notes]) + "\n")
        add(archive, "story.json", json.dumps(found, indent=2, ensure_ascii=False) + "\n")


def _add_extra(archive: ZipFile, extra: Extra, copy: Path) -> list[str]:
    """Add it, by way of the file `copy`. Returns what is to be said about it."""
    why = extra.why
    try:
        if extra.fetch:
            extra.fetch(copy)
            with copy.open("rb") as file:
                add_file(archive, extra.name, file)
    except (ProviderError, KeyError, OSError) as error:
        log.warning("%s cannot go into the ZIP: %s", extra.name, error)
        why = "could not be fetched from where it is kept. Have this file made again later."
    finally:
        copy.unlink(missing_ok=True)
    return [f"{extra.name} {why}"] if why else []


def _add_picture(archive: ZipFile, page: Page) -> str:
    """Add a picture and return the name of its entry."""
    data = page.picture()
    name = f"pictures/scene-{page.number:02d}.{ending_of(data)}"
    add(archive, name, data, stored=True)
    return name


def _prompt(page: Page) -> str:
    maker = f"{page.provider} {page.model}".strip()
    parts = [f"Scene {page.number}\n\n{page.text}", f"Prompt, to {maker}:\n\n{page.prompt}" if page.prompt else ""]
    return "\n\n".join(filter(None, parts))


def story_json(edition: Edition, files: Sequence[str]) -> dict[str, Any]:
    """The content of `story.json`; `files` are the names of the pictures' entries."""
    return {
        "format": FORMAT,
        "title": edition.title,
        "author": edition.author,
        "cover": edition.cover,
        "language": edition.language,
        "changed": edition.changed.isoformat(),
        "writer": edition.writer,
        "scenes": [_scene(page, file) for page, file in zip(edition.pages, files, strict=True)],
    }


def _scene(page: Page, file: str) -> dict[str, Any]:
    what = ("shows", "prompt", "provider", "model", "version", "how", "width", "height")
    return {
        "number": page.number,
        "text": page.text,
        "picture": {"file": file} | {name: getattr(page, name) for name in what},
    }
