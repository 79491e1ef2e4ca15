"""Removes the files of stories that are gone, wherever they are stored.

What is to be removed is written down in the transaction that deletes the story, or by a worker that stored something
and finds its story gone. After commit a task does it, as often as it takes, so that neither a crash nor a host that is
away leaves a file for good. `images.removal` and `videos.removal` say which files a story has.
"""

import logging
import sys
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from core import storage
from core.connections import release_connection
from core.jobs import LeaseLifecycle, RetryPolicy
from core.models import StatusEvent
from core.queue import enqueue
from providers import registry
from providers.base import ProviderError
from stories.models import Removal, Story

log = logging.getLogger(__name__)

LATE = timedelta(hours=2)  # no work that had begun when its story was deleted lasts longer


class StoredAt(NamedTuple):
    """A file by its `host` and its key there."""

    host: str
    key: str
    is_video: bool = False


FOLDER = StoredAt("", "")  # everything in the story's folder
SHEET = "google-sheet"  # as the host of a worksheet, whose title is the key


class RemovalJobs(LeaseLifecycle[Removal]):
    """How files are removed in the background. It is never given up."""

    model = Removal
    due_column = "due_at"
    retry = RetryPolicy(tries=sys.maxsize, first_pause=60.0, longest_pause=3600.0)

    def send(self, job: Removal) -> None:
        enqueue("stories.remove_files", removal=job.pk)


removal_jobs = RemovalJobs()


def remove_later(story_id: UUID, files: Iterable[StoredAt], *, delay: timedelta = timedelta(0)) -> Removal:
    """Have the files removed after commit, or `delay` after it. FOLDER is removed only if the story is gone."""
    row = Removal.objects.create(story_id=story_id, files=list(files), due_at=timezone.now() + delay)
    if not delay:
        removal_jobs.send(row)
    return row


def clear_if_gone(story_id: UUID) -> None:
    """Remove the folder of a story that was deleted while something was put there."""
    if not Story.everything.filter(pk=story_id).exists():
        remove_later(story_id, [FOLDER])


@receiver(pre_delete, sender=Story, dispatch_uid="stories.removal")
def story_deleted(sender: type, instance: Story, **kwargs: Any) -> None:
    """Delete its history, have its folder removed, and once more when no worker can be at work for it any more."""
    Story.everything.select_for_update().filter(pk=instance.pk).first()  # before its pictures and clips, as everywhere
    StatusEvent.objects.filter(channel=instance.channel).delete()  # with names and notes, and no key to the story
    remove_later(instance.pk, [FOLDER])
    remove_later(instance.pk, [FOLDER], delay=LATE)


def remove(removal_id: int) -> None:
    """Remove the files of a removal that is due, unless another worker does. What a host does not remove is tried again
    after a pause; a file that was removed before counts as removed."""
    row = Removal.objects.filter(pk=removal_id).first()
    if row is None or not removal_jobs.claim(row):
        return
    with removal_jobs.holding(row):
        left, why = _remove([StoredAt(*file) for file in row.files], row.story_id)
    if not left:
        removal_jobs.mine(row).delete()
        return
    pause = timedelta(seconds=removal_jobs.retry.pause(row.tries))
    removal_jobs.release(row, files=left, error=why, due_at=timezone.now() + pause)
    log.error(
        "%d files of the deleted story %s are not removed yet. %s It is tried again by itself; admin, Removals, lists "
        "what is left.",
        len(left),
        row.story_id,
        why,
    )


def _remove(files: list[StoredAt], story_id: UUID) -> tuple[list[StoredAt], str]:
    """Returns the files that are left, and why. A host that refuses everything, or is away, is not asked for the
    others."""
    left, why = [], ""
    for number, file in enumerate(files):
        release_connection()  # the host may take its time
        try:
            _remove_one(file, story_id)
        except ProviderError as error:
            left.append(file)
            why = error.operator
            if error.account or not error.permanent:
                return [*left, *files[number + 1 :]], why
        except Exception as bug:
            log.exception("%s of the deleted story %s", file, story_id)
            left.append(file)
            why = f"A mistake of ours kept it from that ({type(bug).__name__}); the log of the worker says where."
    return left, why


def _remove_one(file: StoredAt, story_id: UUID) -> None:
    """Raises ProviderError."""
    if file == FOLDER:
        return _remove_folder(story_id)
    if file.host == SHEET:
        return _remove_worksheet(file.key)
    try:
        host = registry.host(file.host)
    except KeyError:
        raise registry.unlisted_host(file.host) from None
    host.delete(file.key, is_video=file.is_video)


def _remove_worksheet(title: str) -> None:
    """Raises ProviderError. Where no sheet is set up any more, there is none to remove it from."""
    if sheets := registry.sheets():
        sheets.remove(title)


def _remove_folder(story_id: UUID) -> None:
    if Story.everything.filter(pk=story_id).exists():
        return
    try:
        storage.remove_all(story_id)
    except OSError as error:
        raise ProviderError(f"The files of story {story_id} could not be removed: {error}.") from error
