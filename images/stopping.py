"""Stopping the drawing of a story, and going on with it.

What waits fails, and is neither drawn nor paid for. What is under way ends and is kept, but is not tried again if it
fails. Going on draws what was stopped just as it was asked for.
"""

from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet

from core.status import Conflict, move
from images import costs, statuses
from images.jobs import picture_jobs, send_story, with_collectable
from images.models import Illustration
from images.policy import check_may_redraw
from images.settling import settling
from stories import statuses as story_statuses
from stories.models import Story

STOPPED = "Stopped before it was drawn."


def waiting_pictures(story: Story) -> QuerySet[Illustration]:
    """The story's pictures that wait to be drawn; before the fox is kept he alone does."""
    rows = Illustration.everything.filter(story=story, status=statuses.QUEUED).order_by("number")
    rows = rows.exclude(pk__in=with_collectable(rows).values("pk"))  # those are under way, though their worker died
    return rows.filter(number=Illustration.SHEET) if story.status == story_statuses.SKETCHING else rows


def stopped_pictures(story: Story) -> QuerySet[Illustration]:
    """The story's pictures whose drawing was stopped."""
    rows = Illustration.everything.filter(story=story, status=statuses.FAILED, stopped=True)
    return rows.select_related("scene").order_by("number")


def check_may_stop(story: Story) -> None:
    """Raise Conflict unless pictures of the story wait to be drawn."""
    if not waiting_pictures(story).exists():
        raise Conflict("No picture of this story waits to be drawn any more; there is nothing to stop.")


def stop(story: Story, *, by: str) -> None:
    """Begin no more pictures of this story. Raises Conflict as `check_may_stop`."""
    with settling(story.pk) as row:
        check_may_stop(row)
        for picture in waiting_pictures(row):
            with suppress(Conflict), transaction.atomic():  # a worker may have just begun it
                done = {"error": STOPPED, "stopped": True, "lease_until": None, "starts_at": None}
                move(picture, statuses.FAILED, by=by, note=STOPPED, **done)
        pictures = Illustration.everything.filter(story=row)
        pictures.filter(status=statuses.GENERATING).update(stopped=True)
        under_way = with_collectable(pictures.filter(status=statuses.QUEUED))
        pictures.filter(pk__in=list(under_way.values_list("pk", flat=True))).update(stopped=True)


def go_on(story: Story, *, by: str) -> None:
    """Have the stopped pictures drawn. Raises Conflict where none are, and OverBudget when they would cost too much."""
    with settling(story.pk) as row:
        pictures = list(stopped_pictures(row))
        if not pictures:
            raise Conflict("No drawing of this story is stopped.")
        costs.check_budget({row: sum(1 + picture.variations for picture in pictures)})
        # If the reason for which the story stopped still holds, its first picture finds out.
        Story.objects.filter(pk=row.pk).exclude(stopped="").update(stopped="", error="")
        for picture in pictures:
            picture.story = row
            check_may_redraw(picture)
            picture_jobs.ask(picture, by=by, stopped=False, urgent=False, starts_at=None)
        if all(picture.depiction for picture in pictures):
            for picture in pictures:
                picture_jobs.send(picture)
        else:
            send_story(row)
