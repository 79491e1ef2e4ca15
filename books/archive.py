"""Everything in one ZIP: the original pictures, the prompts for people, and `story.json` for programs.

docs/story-json.md describes `story.json`. A change that would break its readers needs a new FORMAT.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from books.edition import Edition, Page, Progress, no_progress
from books.pictures import ending_of
from books.zipping import add

FORMAT = "storyforge-story-1"


def write(edition: Edition, to: Path, progress: Progress = no_progress) -> None:
    """Write the archive to `to`. The same edition gives the same file. Raises ProviderError when a
    picture cannot be loaded, and OSError for a file that is no picture or a full disk."""
    files = []
    with ZipFile(to, "w") as archive:
        for done, page in enumerate(edition.pages, start=1):
            files.append(_add_picture(archive, page))
            progress(done / len(edition.pages))
        add(archive, "prompts.txt", "\n\n\n".join([edition.title, *map(_prompt, edition.pages)]) + "\n")
        add(archive, "story.json", json.dumps(story_json(edition, files), indent=2, ensure_ascii=False) + "\n")


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
