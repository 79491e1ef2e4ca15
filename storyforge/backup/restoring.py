"""Restores a backup: first the files, then all rows in one transaction, so that these are all there or as before."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction

from core import storage
from core.tempdirs import private_tempdir
from storyforge.backup import COMPLETE, FILES, FORMAT, LIST, MANIFEST, ROWS, BackupError
from storyforge.backup import rows as table_rows
from storyforge.backup.making import copied

Report = Callable[[str], None]
NAMED = 10  # files that a message names
EVERY = 1000  # files; a line is reported for so many


def restore(source: Path, report: Report, *, replace: bool = False, files: bool = True) -> None:
    """Load the backup in `source`. With `replace` whatever the database has is deleted. Without `files` those of the
    backup are not stored; it is only said which ones are missing. `report` gets lines about how far it is.

    Raises BackupError, with the rows unchanged, when it is no complete backup of this version, when the database is not
    empty, or when something of it cannot be stored.
    """
    try:
        with ZipFile(source) as archive:
            manifest = _checked(archive)
            if not replace and not table_rows.is_empty():
                raise BackupError(
                    "This database is not empty. To delete everything that is in it, and have the backup instead, say "
                    "--replace."
                )
            _restore(archive, manifest, report, files=files and manifest["files"])
    except (BadZipFile, ValueError, KeyError) as error:
        raise BackupError(f"{source} is no backup, or is damaged: {error}.") from error
    except (OSError, DatabaseError) as error:
        raise BackupError(f"It was not restored: {str(error).strip()}") from error


def _restore(archive: ZipFile, manifest: dict[str, Any], report: Report, *, files: bool) -> None:
    missing = _store_files(archive, report) if files else _missing_files(archive)
    with transaction.atomic():
        table_rows.empty(table_rows.every_model())
        _load_rows(archive, manifest["models"], report)
        connection.check_constraints()
    ContentType.objects.clear_cache()
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)  # permissions that it did not have
    _report_missing(missing, report)


def _checked(archive: ZipFile) -> dict[str, Any]:
    """The manifest. Raises BackupError unless it is a whole backup of this version."""
    names = set(archive.namelist())
    if not {MANIFEST, COMPLETE} <= names:
        raise BackupError(
            "This is no complete backup of StoryForge: `manage.py backup` was interrupted, or it is no such file."
        )
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest.get("format") != FORMAT:
        raise BackupError(f"This backup has the format {manifest.get('format')!r}; this version reads {FORMAT}.")
    theirs, ours = set(manifest["migrations"]), set(table_rows.migrations())
    if theirs != ours:
        other = min(theirs ^ ours)
        raise BackupError(
            f"This backup is of another version: {other} is in only one of the two. Run `manage.py migrate`; if that "
            "does not help, restore it with the version that made it, and update then."
        )
    return manifest


def _load_rows(archive: ZipFile, labels: list[str], report: Report) -> None:
    expected = json.loads(archive.read(COMPLETE))["rows"]
    models = [apps.get_model(label) for label in labels]
    for model, label in zip(models, labels, strict=True):
        with archive.open(f"{ROWS}{label}.jsonl") as lines:
            count = table_rows.load(model, lines)
        if count != expected[label]:
            raise BackupError(
                f"Of {label} there are {count:,} rows instead of {expected[label]:,}: the file is damaged."
            )
        if count:
            report(f"{label}: {count:,} rows")
    table_rows.reset_sequences(models)


def _listed(archive: ZipFile) -> Iterator[tuple[UUID, str, int, str]]:
    """Story, name, size and hash of every file. Raises BackupError for a name that leads elsewhere."""
    with archive.open(LIST) as lines:
        for line in lines:
            file = json.loads(line)
            if "/" in file["name"] or file["name"].startswith("."):
                raise BackupError(
                    f"The backup names a file {file['name']!r}, which no story has: it was tampered with."
                )
            yield UUID(file["story"]), file["name"], file["size"], file["sha256"]


def _store_files(archive: ZipFile, report: Report) -> list[str]:
    """Store every file. Returns none: all are there. Raises BackupError for one that is damaged."""
    with private_tempdir("restore") as folder:
        copy = folder / "file"
        for number, (story, name, size, digest) in enumerate(_listed(archive), 1):
            with archive.open(f"{FILES}{story}/{name}") as file, copy.open("wb") as out:
                found = copied(file, out)
            if found != (size, digest):
                raise BackupError(f"The file {story}/{name} is damaged in the backup.")
            storage.put(copy, story, name)
            if number % EVERY == 0:
                report(f"{number:,} files")
    return []


def _missing_files(archive: ZipFile) -> list[str]:
    """The files that the backup lists and that are not there, or are others."""
    missing = []
    for story, name, size, digest in _listed(archive):
        try:
            with storage.opened(story, name) as file:
                if copied(file) == (size, digest):
                    continue
        except FileNotFoundError:
            pass
        missing.append(f"{story}/{name}")
    return missing


def _report_missing(missing: list[str], report: Report) -> None:
    if missing:
        shown = "\n".join(missing[:NAMED])
        report(f"{len(missing):,} files are missing or are others. Put them where STORY_FILES says:\n{shown}")
