"""Makes a backup: the rows as they are at one moment, then the files."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db import connection, transaction
from django.utils import timezone

from core import storage
from stories.models import Story
from storyforge.backup import CHUNK, COMPLETE, FILES, FORMAT, LIST, MANIFEST, ROWS, BackupError
from storyforge.backup.rows import lines_of, migrations, models_in_backup
from videos.film import kept_pieces

Report = Callable[[str], None]
_LEFT_OUT = (".", f"{kept_pieces.KIND}-")  # what is incomplete, and what only saves time
STORIES = 100  # a line is reported for so many


def make(to: Path, report: Report, *, files: bool = True, sessions: bool = False) -> None:
    """Write a backup to `to`, which appears when it is complete. `report` gets lines about how far it is. Without
    `files` they are listed only; with `sessions` visitors have their stories after it is restored, and so has whoever
    reads the file. Raises BackupError where the file exists or the stories' files cannot be read, and OSError."""
    if to.exists():
        raise BackupError(f"{to} is there already. Name another file, or remove that one.")
    partial = to.with_name(f".{to.name}.partial")
    try:
        with partial.open("wb") as out:
            os.fchmod(out.fileno(), 0o600)
            with ZipFile(out, "w", ZIP_DEFLATED) as archive:
                _write(archive, report, files=files, sessions=sessions)
        partial.rename(to)
    finally:
        partial.unlink(missing_ok=True)


def _write(archive: ZipFile, report: Report, *, files: bool, sessions: bool) -> None:
    models = models_in_backup(sessions=sessions)
    with snapshot():
        manifest = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "from": connection.vendor,
            "files": files,
            "sessions": sessions,
            "models": [model._meta.label_lower for model in models],
            "migrations": migrations(),
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
        counts = {}
        for model in models:
            label = model._meta.label_lower
            with _entry(archive, f"{ROWS}{label}.jsonl") as out:
                counts[label] = sum(1 for line in lines_of(model) if out.write(line))
            if counts[label]:
                report(f"{label}: {counts[label]:,} rows")
        stories: list[UUID] = list(Story.everything.order_by("pk").values_list("pk", flat=True))
    connection.close()  # reading the files may take hours
    count, size = _add_files(archive, stories, report, included=files)
    done = {"rows": counts, "files": count, "bytes": size}
    archive.writestr(COMPLETE, json.dumps(done, indent=2))
    report(f"{count:,} files of {len(stories):,} stories, {size / 1e6:,.1f} MB{'' if files else ', listed only'}.")


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the database as it is at one moment, while others write."""
    connection.ensure_connection()
    usual = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # IMMEDIATE would keep others from writing
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual  # type: ignore[attr-defined]


def _add_files(archive: ZipFile, stories: list[UUID], report: Report, *, included: bool) -> tuple[int, int]:
    """Add the files of the stories, and their list. Returns how many there are, and their size in bytes."""
    count = total = 0
    with _spooled() as listed:
        for number, story in enumerate(stories, 1):
            for name, size, digest in _files_of(archive, story, included=included):
                listed.write(json.dumps({"story": str(story), "name": name, "size": size, "sha256": digest}) + "\n")
                count, total = count + 1, total + size
            if number % STORIES == 0:
                report(f"files of {number:,} of {len(stories):,} stories")
        listed.seek(0)
        with _entry(archive, LIST) as out:
            for line in listed:
                out.write(line.encode())
    return count, total


def _files_of(archive: ZipFile, story: UUID, *, included: bool) -> Iterator[tuple[str, int, str]]:
    """Name, size in bytes and hash of each file of the story, which are added to the archive if they are `included`.
    Raises BackupError."""
    try:
        for name in sorted(name for name in storage.names(story) if not name.startswith(_LEFT_OUT)):
            with suppress(FileNotFoundError), storage.opened(story, name) as file:  # it may be removed meanwhile
                if included:
                    with _entry(archive, f"{FILES}{story}/{name}", stored=True) as out:
                        found = copied(file, out)
                else:
                    found = copied(file)
                yield name, *found
    except OSError as error:
        raise BackupError(f"The files of story {story} cannot be read: {error}.") from error


def copied(file: IO[bytes], out: IO[bytes] | None = None) -> tuple[int, str]:
    """Read a file to its end, and copy it to `out`. Returns its size in bytes and its hash."""
    size, digest = 0, hashlib.sha256()
    while data := file.read(CHUNK):
        size += len(data)
        digest.update(data)
        if out:
            out.write(data)
    return size, digest.hexdigest()


def _entry(archive: ZipFile, name: str, *, stored: bool = False) -> IO[bytes]:
    """A new entry, to be written bit by bit. What is compressed already is `stored` as it is."""
    entry = ZipInfo(name, timezone.now().timetuple()[:6])
    entry.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return archive.open(entry, "w", force_zip64=True)


def _spooled() -> Any:
    """A nameless file of text, which is on the disk once it is large."""
    return SpooledTemporaryFile(max_size=CHUNK, mode="w+")
