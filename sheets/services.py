"""Writes: every change of a story, its pictures, clips and texts makes its worksheet due, and then it is written to the
Google Sheet."""

import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error, transaction
from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from core.connections import release_connection
from core.jobs import LeaseLifecycle, RetryPolicy
from core.queue import enqueue
from core.status import moved
from images.models import Illustration
from providers import registry
from providers.base import ProviderError
from sheets.models import Worksheet
from sheets.rows import changed, digests_of, rows_of
from stories.events import scene_text_changed, title_changed
from stories.models import Scene, Story
from stories.removal import SHEET, StoredAt, remove_later
from videos.models import Clip

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=5)  # between two writes of one worksheet
_OURS = "A mistake of ours kept the worksheet from being written ({}); the log of the worker says where."


class WorksheetJobs(LeaseLifecycle[Worksheet]):
    """How a worksheet is written in the background. It is never given up."""

    model = Worksheet
    due_column = "due_at"
    retry = RetryPolicy(tries=sys.maxsize, first_pause=15.0, longest_pause=900.0)

    def send(self, job: Worksheet) -> None:
        enqueue("sheets.write", story_id=str(job.story_id))


worksheet_jobs = WorksheetJobs()


def ensure_worksheet(story: Story) -> None:
    """Give the story a worksheet, or have the one that it has written soon."""
    title = f"Story_{story.created_at:%Y%m%d_%H%M%S}_{str(story.pk)[:8]}"
    Worksheet.objects.get_or_create(story=story, defaults={"title": title})
    mark_due(story.pk)


def mark_due(story_id: UUID) -> None:
    """Have the worksheet of a story, where it has one, written soon. Several changes send one task."""
    if Worksheet.objects.filter(story=story_id, due_at=None).update(due_at=timezone.now() + EVERY):
        enqueue("sheets.write", countdown=EVERY.total_seconds(), story_id=str(story_id))


@receiver(moved, sender=Story, dispatch_uid="sheets.story")
def story_moved(sender: type, instance: Story, **kwargs: Any) -> None:
    """A story whose status changes gets a worksheet; other changes count only where there is one."""
    _note(lambda: ensure_worksheet(instance))


@receiver(moved, sender=Illustration, dispatch_uid="sheets.picture")
@receiver(moved, sender=Clip, dispatch_uid="sheets.clip")
def picture_or_clip_moved(sender: type, instance: Illustration | Clip, **kwargs: Any) -> None:
    """The worksheet shows the status."""
    _note(lambda: mark_due(instance.story_id))


@receiver(scene_text_changed, dispatch_uid="sheets.text")
def text_changed(sender: type, scene: Scene, **kwargs: Any) -> None:
    """The worksheet shows the text."""
    _note(lambda: mark_due(scene.story_id))


@receiver(title_changed, dispatch_uid="sheets.title")
def title_of_story_changed(sender: type, story: Story, **kwargs: Any) -> None:
    """The worksheet shows the title."""
    _note(lambda: mark_due(story.pk))


@receiver(pre_delete, sender=Story, dispatch_uid="sheets.removal")
def story_deleted(sender: type, instance: Story, **kwargs: Any) -> None:
    """Have the worksheet of a deleted story removed."""
    titles = Worksheet.objects.filter(story=instance).exclude(written_at=None).values_list("title", flat=True)
    if found := [StoredAt(SHEET, title) for title in titles]:
        remove_later(instance.pk, found)


def _note(change: Callable[[], None]) -> None:
    """Never raises: an error of the sheet must not disturb the change."""
    try:
        if settings.USE_GOOGLE_AUTH:
            change()
    except Error as error:
        log.warning("A change was not noted for the Google Sheet (%s); the next change will bring it along.", error)


def rewrite(worksheets: QuerySet[Worksheet]) -> int:
    """Have all rows of the worksheets written again. Returns the number of worksheets."""
    with transaction.atomic():
        for worksheet in worksheets:
            worksheet_jobs.send(worksheet)
        return worksheets.update(due_at=timezone.now(), written=[])


def write(story_id: UUID | str) -> None:
    """Write the changed rows of a story's worksheet when it is due and no other worker writes it. After an error of the
    provider it is due again, after a pause. Changes from the claim on make it due again."""
    worksheet = Worksheet.objects.filter(story__pk=story_id).first()
    if worksheet is None or not worksheet_jobs.claim(worksheet, due_at=None):
        return
    try:
        with worksheet_jobs.holding(worksheet):
            written = _write_changes(worksheet)
    except ProviderError as error:
        _put_off(worksheet, error.operator, error.retry_after or 0.0)
    except Exception as error:
        _put_off(worksheet, _OURS.format(type(error).__name__), 0.0)
        raise
    else:
        if worksheet.error:
            log.info("The worksheet %s can be written again.", worksheet.title)
        worksheet_jobs.release(worksheet, written=written, written_at=timezone.now(), tries=0, error="")


def _write_changes(worksheet: Worksheet) -> list[str]:
    """Send the rows that changed since the last write. Returns the digests of all rows. Raises ProviderError."""
    provider = registry.sheets()
    if provider is None:
        return list(worksheet.written)
    rows = rows_of(worksheet.story)
    digests = digests_of(rows)
    if numbers := changed(worksheet.written, digests):
        release_connection()
        provider.write(worksheet.title, rows, numbers)
    return digests


def _put_off(worksheet: Worksheet, why: str, wait: float) -> None:
    """Make it due again after a pause that grows. An error that many worksheets share is logged once."""
    known = Worksheet.objects.filter(error=why).exists()
    pause = timedelta(seconds=max(wait, worksheet_jobs.retry.pause(worksheet.tries)))
    worksheet_jobs.release(worksheet, due_at=timezone.now() + pause, error=why)
    if not known:
        log.warning("The worksheet %s was not written and will be tried again. %s", worksheet.title, why)
