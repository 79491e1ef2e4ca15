"""Writes: a worksheet becomes due, and is written to the Google Sheet."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from core.connections import release_connection
from providers import registry
from providers.base import ProviderError
from sheets import queries
from sheets.models import Worksheet
from sheets.rows import changed, digests_of
from stories.models import Story

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=5)  # between two writes of one worksheet
LEASE = timedelta(seconds=120)  # longer than the requests of one write take
FIRST_PAUSE, LONGEST_PAUSE = 15.0, 900.0  # seconds after a failure
_OURS = "A mistake of ours kept the worksheet from being written ({}); the log of the worker says where."


def ensure_worksheet(story: Story) -> bool:
    """Give the story a worksheet that is due soon. Returns False when it was due already."""
    day = f"{story.created_at:%Y%m%d_%H%M%S}"
    first = {"title": f"Story_{day}_{str(story.pk)[:8]}", "due_at": _soon()}
    _, new = Worksheet.objects.get_or_create(story=story, defaults=first)
    return new or mark_due(story.pk)


def mark_due(story_id: UUID) -> bool:
    """Have the worksheet of a story, where it has one, written soon. Returns False when it was due already."""
    return bool(Worksheet.objects.filter(story=story_id, due_at=None).update(due_at=_soon()))


def _soon() -> datetime:
    return timezone.now() + EVERY


def write(story_id: UUID | str) -> None:
    """Write the changed rows of a story's worksheet when it is due and no other worker writes it. After an error of the
    provider it is due again, after a pause."""
    worksheet = _claimed(story_id)
    if worksheet is None:
        return
    try:
        written = _written(worksheet)
    except ProviderError as error:
        _put_off(worksheet, error.operator, error.retry_after or 0.0)
    except Exception as error:
        _put_off(worksheet, _OURS.format(type(error).__name__), 0.0)
        raise
    else:
        _close(worksheet, written)


def _claimed(story_id: UUID | str) -> Worksheet | None:
    """The worksheet with a lease for this worker. Changes from here on make it due again."""
    rows = Worksheet.objects.filter(story__pk=story_id)
    if not rows.filter(queries.due()).update(due_at=None, lease_until=timezone.now() + LEASE):
        return None
    return rows.select_related("story").first()


def _written(worksheet: Worksheet) -> list[str]:
    """Send the rows that changed since the last write. Returns the digests of all rows. Raises ProviderError."""
    provider = registry.sheets()
    if provider is None:
        return list(worksheet.written)
    rows = queries.worksheet_rows(worksheet.story)
    digests = digests_of(rows)
    if numbers := changed(worksheet.written, digests):
        release_connection()
        provider.write(worksheet.title, rows, numbers)
    return digests


def _close(worksheet: Worksheet, written: list[str]) -> None:
    if worksheet.error:
        log.info("The worksheet %s can be written again.", worksheet.title)
    done = {"written": written, "written_at": timezone.now(), "tries": 0, "error": ""}
    Worksheet.objects.filter(pk=worksheet.pk).update(lease_until=None, **done)


def _put_off(worksheet: Worksheet, why: str, wait: float) -> None:
    """Make it due again after a pause that grows. An error that many worksheets share is logged once."""
    known = Worksheet.objects.filter(error=why).exists()
    pause = max(wait, min(FIRST_PAUSE * 2 ** min(worksheet.tries, 10), LONGEST_PAUSE))
    due_at = timezone.now() + timedelta(seconds=pause)
    tries = worksheet.tries + 1
    Worksheet.objects.filter(pk=worksheet.pk).update(lease_until=None, due_at=due_at, tries=tries, error=why)
    if not known:
        log.warning("The worksheet %s was not written and will be tried again. %s", worksheet.title, why)
