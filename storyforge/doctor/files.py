"""Checks that all processes share the stories' files, and that browsers reach them where they are in a bucket."""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from core import storage
from core.health import redis_says
from providers.base import Finding
from storyforge.doctor import workers
from storyforge.doctor.runner import first_line, open_directly
from storyforge.service_urls import without_login
from storyforge.story_files import LOCAL, S3

WHAT = "Files"
FOLDER = "doctor"  # in place of a story
SECONDS = 5.0  # that the bucket has to answer a browser
_SHARE = {
    S3: "Give all processes the same S3 settings.",
    LOCAL: "Let all processes share the folder STORYFORGE_VAR, or keep the files in a bucket (STORY_FILES=s3).",
}
_MEND = {S3: "Correct the S3 settings.", LOCAL: "Make it writable, or set STORYFORGE_VAR to another folder."}
_BROWSERS = "Set S3_BROWSER_URL to where browsers reach the bucket's service."


def examine() -> Iterator[Finding]:
    """Write a file here and have every worker read it; two where the files are just moving."""
    for kind in settings.STORY_FILES:
        yield _examine(kind)
    if len(settings.STORY_FILES) > 1:
        new, old = settings.STORY_FILES
        says = f"They are moving: new ones go to {new}, others are read from {old} until they are there. "
        mend = f"`python manage.py move_files --to {new}` copies them and says when STORY_FILES={new} is enough."
        yield Finding(WHAT, True, says + mend)


def _examine(kind: str) -> Finding:
    name, written = f"{storage.new_name('doctor')}.pdf", secrets.token_hex(8)
    try:
        storages[kind].save(f"{FOLDER}/{name}", ContentFile(written.encode()))
        found = _read_here(name, written) or _read_by_browsers(kind, name, written)
        return found or _read_by_workers(kind, name, written)
    except OSError as error:
        says = f"The stories' files cannot be written and read here ({first_line(error)}). "
        return Finding(WHAT, False, says + _MEND[kind])
    finally:
        with suppress(OSError):
            storage.remove(FOLDER, [name])


def _read_here(name: str, written: str) -> Finding | None:
    if storage.read(FOLDER, name) == written.encode():
        return None
    return Finding(WHAT, False, "What is written here is not what is read here.")


def _read_by_browsers(kind: str, name: str, written: str) -> Finding | None:
    """None where a browser would get the file, from its bucket or through this site."""
    files: Any = storages[kind]
    if not (url := files.signed_url(f"{FOLDER}/{name}", "application/pdf")):
        return None
    try:
        with open_directly(url, SECONDS) as answer:
            why = "" if answer.read() == written.encode() else "something else answers there"
    except (OSError, ValueError) as error:
        why = first_line(error)
    where = without_login(url).partition(f"/{FOLDER}/")[0]
    return Finding(WHAT, False, f"Browsers get no films from {where} ({why}). {_BROWSERS}") if why else None


def _read_by_workers(kind: str, name: str, written: str) -> Finding:
    read = _asked_of_workers(name)
    others = sorted(worker for worker, found in read.items() if found != written)
    if others:
        says = f"What is written here is not there for {', '.join(others)}, so films and pictures get lost. "
        return Finding(WHAT, False, says + _SHARE[kind])
    count = {0: "no worker was asked", 1: "1 worker reads it"}.get(len(read), f"{len(read)} workers read it")
    return Finding(WHAT, True, f"A story's file was written and read here, and {count}.")


def _asked_of_workers(name: str) -> dict[str, str]:
    """Worker to what it reads; "" where there is nothing."""
    if redis_says() != "ok":  # Celery would go on trying
        return {}
    return {worker: str(said.get("read", "")) for worker, said in workers.ask("doctor_reads", name=name).items()}
