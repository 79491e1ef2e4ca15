"""Deleting a story, undoing it for a week, and removing it for good.

A deleted story is only marked: nobody finds it (`Story.objects`), its public page is gone, and work on it that waits is
not begun (`core.jobs.of_present`). What had begun ends as always, so that what was paid is in the ledger and the result
there after an undo. A week later the sweep deletes the rows; `stories.removal` has the files removed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from core import audit, live
from core.jobs import each
from core.status import Conflict, locked
from stories.models import Story

UNDO = timedelta(days=7)
BATCH = 20  # stories that one sweep removes for good
EVENT = "story_deleted"  # the last event of a story's stream

marked = Signal()
"""Sent with the `story` in the transaction that marks it as deleted, and `by` whom."""


def delete(story: Story, *, by: str) -> None:
    """Delete a story, for now. Raises Conflict when it is deleted already."""
    with transaction.atomic():
        row = locked(Story.objects.filter(pk=story.pk))
        row.deleted_at = story.deleted_at = timezone.now()
        Story.everything.filter(pk=row.pk).update(deleted_at=row.deleted_at)
        marked.send(Story, story=row, by=by)
        audit.record("deleted", row, by=by)
        transaction.on_commit(lambda: live.announce(row.channel, EVENT, {"story_id": row.channel}))


def delete_each(stories: Iterable[Story], *, by: str) -> int:
    """Delete stories one by one, as `delete`. Returns how many."""
    count = 0
    for story in list(stories):
        try:
            delete(story, by=by)
            count += 1
        except Conflict:
            continue  # somebody was faster
    return count


def undo(story: Story, *, by: str) -> None:
    """Restore a deleted story as it was, without its public page. What waited goes on by itself: its lease runs out,
    and a sweep sends it again. Raises Conflict when it is removed for good, or not deleted."""
    with transaction.atomic():
        locked(Story.everything.filter(pk=story.pk, deleted_at__gt=timezone.now() - UNDO))
        # Somebody wants it: its time, where stories are kept for a time, begins anew.
        Story.everything.filter(pk=story.pk).update(deleted_at=None, updated_at=timezone.now())
        story.deleted_at = None
        audit.record("deletion undone", story, by=by)


def undo_until(story: Story) -> datetime:
    """Until when the deletion of a deleted story can be undone."""
    return (story.deleted_at or timezone.now()) + UNDO


def with_undo_until(stories: Iterable[Story]) -> list[tuple[Story, datetime]]:
    """Deleted stories, each with the time until which that can be undone; without those whose time is over."""
    return [(story, until) for story in stories if (until := undo_until(story)) > timezone.now()]


def remove(story: Story) -> None:
    """Delete a story for good, at once, with all that belongs to it. What was paid stays in the ledger."""
    story.delete()  # `stories.removal` and others listen to that


def sweep() -> None:
    """Remove for good what was deleted a week ago. May run twice at once."""
    due = Story.everything.filter(deleted_at__lt=timezone.now() - UNDO)
    for story in due.order_by("deleted_at")[:BATCH]:
        each(remove, story)
