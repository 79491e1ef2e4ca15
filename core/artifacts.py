"""Files that are made on demand, films and downloads: asked for, made in the background, kept until out of date.

An artifact is a row of a model that inherits `core.models.Artifact`; its `task` makes it. A
service finds or makes the row and calls `ask`, which queues it and sends the task after commit:

    film, _ = Film.objects.get_or_create(story=story, shape=shape)
    artifacts.ask(film, wanted=artifacts.digest_of(*everything_that_goes_in), by=name, captions=True)

The task gets the row's key, and may be sent, and run, more often than once:

    film = Film.objects.filter(pk=artifact).first()
    if film and artifacts.begin(film, wanted=digest):  # what goes in now, which may differ from what was asked for
        with artifacts.making(film):
            ...  # artifacts.progress(film, 0.4) every now and then: it raises Stopped when nobody wants it any more
            with artifacts.storing(film, "film", [name]):  # then the old file goes; or the new one, where this fails
                storage.put(made, film.channel, name)
                artifacts.finish(film, file=name, size=bytes)

`making` catches everything: `Unmakeable("a sentence")` fails the artifact in these words, any other error in general
ones, `Stopped` ends the block quietly. Pages hear of every change as the event `event` of the model (`film_update`)
with `Artifact.event_data`; so do pages that connect later (`present_state`).
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.apps import apps
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from core import artifact_statuses, jobs, live, storage
from core.connections import retry_db
from core.models import Artifact
from core.queue import enqueue, message
from core.status import Conflict, Forbidden, move, moved

log = logging.getLogger(__name__)

A = TypeVar("A", bound=Artifact)
PROGRESS_SECONDS = 1.0
_DATABASE_AWAY = (OperationalError, InterfaceError)
_DIED = "It was begun three times, and each time its worker stopped without a word. Please ask for it again."
_TOO_LONG = "It took longer than is allowed, and was stopped."
_UNEXPECTED = "It could not be made, because of a mistake of ours. Please ask for it again."


class Stopped(Exception):
    """The work is not wanted any more: it was cancelled, asked for anew, given to another, or its story is gone."""


class Unmakeable(Exception):
    """It cannot be made; the message is a sentence for whoever asked for it."""


class ArtifactJobs(jobs.Lifecycle[Artifact]):
    """How an artifact is made in the background."""

    queued = artifact_statuses.QUEUED
    working = (artifact_statuses.MAKING,)
    fresh_try: Mapping[str, Any] = {"progress": 0}  # it begins from nothing

    def __init__(self, model: type[Artifact]) -> None:
        self.model = model

    def send(self, job: Artifact) -> None:
        # With the time limits of the task that makes it, not of the task that sends.
        enqueue(message(job.task, artifact=job.pk).set(time_limit=None, soft_time_limit=None))

    def give_up(self, job: Artifact) -> None:
        move(job, artifact_statuses.FAILED, note=_DIED, error=_DIED, lease_until=None)


def jobs_of(artifact: Artifact) -> ArtifactJobs:
    """The lifecycle of the artifact's model."""
    return ArtifactJobs(type(artifact))


def digest_of(*parts: object) -> str:
    """64 characters that are the same for the same parts (texts, numbers, lists and dicts of them), and only then."""
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def ask(artifact: Artifact, wanted: str, *, by: str, anew: bool = False, **fields: Any) -> bool:
    """Queue the artifact to be made from the inputs with digest `wanted`, with the changes to its `fields`. Returns
    False if a current file exists (unless `anew`) or is being made. One that is being made from other inputs is begun
    again."""
    lifecycle = jobs_of(artifact)
    with transaction.atomic():
        row = lifecycle.rows(artifact).select_for_update().first()
        if row is None or not is_due(row, wanted, anew=anew):
            return False
        lifecycle.ask(row, by=by, wanted=wanted, progress=0, **fields)
        lifecycle.send(row)
    _adopt(artifact, row)
    return True


def is_due(artifact: Artifact, wanted: str, *, anew: bool = False) -> bool:
    """Whether `ask` with these arguments would queue it."""
    return not is_from(artifact, wanted) or (anew and artifact.status == artifact_statuses.READY)


def is_from(artifact: Artifact, digest: str) -> bool:
    """Whether the file, or the one being made, has inputs with this digest."""
    if artifact.status == artifact_statuses.READY:
        return artifact.made_from == digest and has_file(artifact)
    return artifact.status in artifact_statuses.ACTIVE and artifact.wanted == digest


def has_file(artifact: Artifact) -> bool:
    """Whether its file is there; it counts as there while the storage does not answer."""
    try:
        return bool(artifact.file) and storage.exists(artifact.channel, artifact.file)
    except OSError as error:
        log.warning("It is not known whether the file of %s is there: %s.", artifact, error)
        return True


def cancel(artifact: Artifact, *, by: str) -> None:
    """Stop what waits or is being made; an earlier file of it stays. Raises Conflict when there is nothing to stop."""
    with transaction.atomic():
        row = jobs_of(artifact).rows(artifact).select_for_update().first()
        if row is None or row.status not in artifact_statuses.ACTIVE:
            raise Conflict(f"{artifact} is not being made just now.")
        move(row, artifact_statuses.CANCELLED, by=by, lease_until=None, progress=0, error="")
    _adopt(artifact, row)


def begin(artifact: Artifact, *, wanted: str = "") -> bool:
    """Claim the artifact. Returns False if it is no longer queued. `wanted` is the digest of the inputs it will be
    made from, if they may differ from those it was asked for with."""
    try:
        jobs_of(artifact).claim(artifact, artifact_statuses.MAKING, wanted=wanted or artifact.wanted, progress=0)
    except (Conflict, Forbidden):
        return False
    return True


@contextmanager
def making(artifact: Artifact) -> Iterator[None]:
    """Renew the lease of a claimed artifact while the block makes it, and record how it failed if it does. Only a
    database that is away is left to the lease: it runs out, and the artifact is made again."""
    artifact.began = time.monotonic()
    with jobs_of(artifact).holding(artifact):
        try:
            yield
        except Stopped:
            log.info("%s of story %s is not wanted any more.", artifact, artifact.channel)
        except Unmakeable as error:
            fail(artifact, str(error))
        except SoftTimeLimitExceeded:
            fail(artifact, f"{_TOO_LONG} {artifact.shorter}")
        except _DATABASE_AWAY as error:
            log.error("%s of story %s: the database did not answer (%s).", artifact, artifact.channel, error)
        except Exception:
            log.exception("%s of story %s", artifact, artifact.channel)
            fail(artifact, _UNEXPECTED)


def progress(artifact: Artifact, fraction: float) -> None:
    """Say how far it is, from 0 to 1; written and announced once in PROGRESS_SECONDS at most, so it may be called at
    any rate. Raises Stopped when the work is not wanted any more, and SoftTimeLimitExceeded after RENDER_SOFT_TIMEOUT,
    which a worker of threads does not do by itself."""
    if artifact.began and time.monotonic() - artifact.began > settings.RENDER_SOFT_TIMEOUT:
        raise SoftTimeLimitExceeded
    if time.monotonic() < artifact.next_progress:
        return
    artifact.next_progress = time.monotonic() + PROGRESS_SECONDS
    artifact.progress = round(1000 * min(max(fraction, 0.0), 1.0))
    try:
        if not jobs.of_present(jobs_of(artifact).mine(artifact)).update(progress=artifact.progress):
            raise Stopped
    except _DATABASE_AWAY as error:
        log.warning("The progress of %s could not be written down (%s); it goes on.", artifact, error)
    announce(artifact)


def finish(artifact: Artifact, *, file: str, size: int, **fields: Any) -> None:
    """Record the finished file: its name in the story's folder, its `size` in bytes. Raises Stopped if this worker no
    longer owns the job; the caller then removes the file."""
    fresh = {"file": file, "size": size, "made_from": artifact.wanted, "made_at": timezone.now(), "progress": 1000}
    try:
        retry_db(lambda: _end(artifact, artifact_statuses.READY, error="", **fresh, **fields))
    except Stopped:
        # Written after all, if only the answer to the first try got lost.
        if not jobs_of(artifact).rows(artifact).filter(status=artifact_statuses.READY, file=file).exists():
            raise


@contextmanager
def storing(artifact: Artifact, what: str, names: Sequence[str]) -> Iterator[None]:
    """Clean up after the block, which stores the files `names` (the artifact's own first) and finishes the artifact: if
    it did, remove older files of the kind `what`, else only the new ones. Another worker may be writing its own."""
    try:
        yield
    except BaseException:
        if not jobs_of(artifact).rows(artifact).filter(file=names[0]).exists():
            storage.remove(artifact.channel, names)
        raise
    storage.remove_others(artifact.channel, what, names)


def fail(artifact: Artifact, sentence: str) -> None:
    """Fail the artifact; `sentence` is shown to the visitor. An earlier file stays."""
    try:
        retry_db(lambda: _end(artifact, artifact_statuses.FAILED, error=sentence))
    except Stopped:
        log.info("%s of story %s failed (%s), and was not wanted any more.", artifact, artifact.channel, sentence)


def _end(artifact: Artifact, status: str, **changes: Any) -> None:
    with transaction.atomic():
        row = jobs_of(artifact).mine(artifact).select_for_update().first()
        if row is None:
            raise Stopped
        move(row, status, note=changes["error"], lease_until=None, **changes)
    _adopt(artifact, row)


def _adopt(artifact: A, row: A) -> None:
    """Copy the columns of `row` to `artifact`; loaded relations stay."""
    for field in row._meta.concrete_fields:
        setattr(artifact, field.attname, getattr(row, field.attname))


@shared_task(name="core.sweep_artifacts", ignore_result=True)
def sweep() -> None:
    """Reclaim artifacts from dead workers, and send lost messages again. Running it twice at once is harmless."""
    for model in models():
        ArtifactJobs(model).sweep()


def announce(artifact: Artifact) -> bool:
    """Tell the pages of its story how it is. Returns whether Redis took it."""
    return live.announce(artifact.channel, artifact.event, artifact.event_data)


def present_state(channel: str) -> Iterator[live.EventData]:
    """All artifacts of a story as events, for pages that come late."""
    for model in models():
        for artifact in model._base_manager.filter(Q(("story_id", channel))):
            yield artifact.event, artifact.event_data


def models() -> list[type[Artifact]]:
    """The kinds of artifacts that there are."""
    return [model for model in apps.get_models() if issubclass(model, Artifact)]


@receiver(moved, dispatch_uid="core.artifacts")
def artifact_moved(sender: Any, instance: Any, **kwargs: Any) -> bool:
    """Announce every move of an artifact. Returns whether Redis took it."""
    return not isinstance(instance, Artifact) or announce(instance)
