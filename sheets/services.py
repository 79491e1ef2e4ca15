"""Writes: a story is followed, due, being written, written, or could not be."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from core.connections import release_connection
from providers import registry
from providers.base import ProviderError
from sheets import queries
from sheets.models import Following
from sheets.rows import changed, digests_of
from stories.models import Story

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=5)  # at most one write of a story in this time
LEASE = timedelta(seconds=120)  # longer than the few requests of one write can take together
FIRST_PAUSE, LONGEST_PAUSE = 15.0, 900.0  # seconds after a failure
_OURS = "A mistake of ours kept the worksheet from being written ({}); the log of the worker says where."


def follow(story: Story) -> bool:
    """See to it that the story is followed, and due. Gives back whether that is news."""
    day = f"{story.created_at:%Y%m%d_%H%M%S}"
    first = {"worksheet": f"Story_{day}_{str(story.pk)[:8]}", "due_at": _soon()}
    _, new = Following.objects.get_or_create(story=story, defaults=first)
    return new or make_due(story.pk)


def make_due(story_id: UUID) -> bool:
    """A story that is followed is to be written soon. Gives back whether that is news."""
    return bool(Following.objects.filter(story=story_id, due_at=None).update(due_at=_soon()))


def _soon() -> datetime:
    return timezone.now() + EVERY


def write(story_id: UUID | str) -> None:
    """Write what has changed of a story into its worksheet, if it is due and nobody else is at it. Never raises for
    what the provider does: then it is due again, after a pause."""
    following = _claimed(story_id)
    if following is None:
        return
    try:
        written = _written(following)
    except ProviderError as error:
        _put_off(following, error.operator, error.retry_after or 0.0)
    except Exception as error:
        _put_off(following, _OURS.format(type(error).__name__), 0.0)
        raise
    else:
        _close(following, written)


def _claimed(story_id: UUID | str) -> Following | None:
    """The row, which is not due any more: whatever changes from here on makes it due again."""
    rows = Following.objects.filter(story__pk=story_id)
    if not rows.filter(queries.unwritten()).update(due_at=None, lease_until=timezone.now() + LEASE):
        return None
    return rows.select_related("story").first()


def _written(following: Following) -> list[str]:
    """Send the rows that differ from those written last. Gives back the marks of all. Raises ProviderError."""
    provider = registry.sheets()
    if provider is None:
        return list(following.written)
    rows = queries.worksheet_of(following.story)
    marks = digests_of(rows)
    if numbers := changed(following.written, marks):
        release_connection()
        provider.write(following.worksheet, rows, numbers)
    return marks


def _close(following: Following, written: list[str]) -> None:
    if following.error:
        log.info("The worksheet %s is written again.", following.worksheet)
    done = {"written": written, "written_at": timezone.now(), "tries": 0, "error": ""}
    Following.objects.filter(pk=following.pk).update(lease_until=None, **done)


def _put_off(following: Following, why: str, wait: float) -> None:
    """Due again after a pause that grows. One trouble is one warning, however many worksheets it keeps waiting."""
    known = Following.objects.filter(error=why).exists()
    pause = max(wait, min(FIRST_PAUSE * 2 ** min(following.tries, 10), LONGEST_PAUSE))
    due_at = timezone.now() + timedelta(seconds=pause)
    tries = following.tries + 1
    Following.objects.filter(pk=following.pk).update(lease_until=None, due_at=due_at, tries=tries, error=why)
    if not known:
        log.warning("The worksheet %s was not written; it catches up later. %s", following.worksheet, why)
