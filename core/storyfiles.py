"""Files that are made of a story on this machine: kept in its folder below MEDIA_ROOT, under names nobody can guess.

Pictures and clips, which a host may keep elsewhere, are no affair of this module.
"""

import secrets
import shutil
from collections.abc import Container
from pathlib import Path

from django.conf import settings

TOKEN_BYTES = 8


def folder_of(story_id: object) -> Path:
    """The folder of a story's files, which is made where there is none."""
    folder: Path = settings.MEDIA_ROOT / str(story_id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def new_name(what: str) -> str:
    """A name, without an ending, for the next file of that kind; no two are the same."""
    return f"{what}-{secrets.token_hex(TOKEN_BYTES)}"


def put(source: Path, story_id: object, name: str) -> Path:
    """Move a file into the story's folder. Under its name there is all of it or nothing. Raises OSError."""
    target = folder_of(story_id) / name
    coming = target.with_name(f".{name}")
    try:
        shutil.move(source, coming)
        coming.replace(target)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise
    return target


def remove_others(story_id: object, what: str, keep: Container[str]) -> None:
    """Remove all files of that kind from the story's folder but those to `keep`; also what a process that died left."""
    for path in folder_of(story_id).iterdir():
        if path.name.lstrip(".").startswith(f"{what}-") and path.name not in keep:
            path.unlink(missing_ok=True)
