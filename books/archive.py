"""Everything in one ZIP: the pictures as they are kept, the prompts to read, and `story.json` for programs.

What stands in `story.json` is described in docs/story-json.md; a change that would break a reader raises FORMAT.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from books.edition import Edition, Page, Progress, untold
from books.pictures import ending_of
from books.zipping import add

FORMAT = "storyforge-story-1"


def write(edition: Edition, to: Path, progress: Progress = untold) -> None:
    """Write the archive to the file `to`. The same edition gives the same file. Raises ProviderError for a picture that
    its host does not give, and OSError for one that is none or for a full disk."""
    files = []
    with ZipFile(to, "w") as archive:
        for done, page in enumerate(edition.pages, start=1):
            files.append(_add_picture(archive, page))
            progress(done / len(edition.pages))
        add(archive, "prompts.txt", _prompts(edition))
        add(archive, "story.json", json.dumps(story_json(edition, files), indent=2, ensure_ascii=False) + "\n")


def _add_picture(archive: ZipFile, page: Page) -> str:
    """Gives back the name of its entry."""
    data = page.picture()
    name = f"pictures/scene-{page.number:02d}.{ending_of(data)}"
    add(archive, name, data, stored=True)
    return name


def _prompts(edition: Edition) -> str:
    return "\n\n\n".join([edition.title, *map(_prompt, edition.pages)]) + "\n"


def _prompt(page: Page) -> str:
    maker = f"{page.provider} {page.model}".strip()
    parts = [f"Scene {page.number}\n\n{page.text}", f"Prompt, to {maker}:\n\n{page.prompt}" if page.prompt else ""]
    return "\n\n".join(filter(None, parts))


def story_json(edition: Edition, files: Sequence[str]) -> dict[str, Any]:
    """What stands in `story.json`; `files` are the names of the pictures' entries."""
    return {
        "format": FORMAT,
        "title": edition.title,
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
