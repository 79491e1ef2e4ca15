"""A story's status follows the statuses of its pictures, in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from django.db import transaction

from core.status import Conflict, locked, move
from images import statuses
from images.models import Illustration
from images.policy import check_not_filming
from stories import statuses as story_statuses
from stories.models import SCENES, Story


@contextmanager
def settling(story_id: UUID) -> Iterator[Story]:
    """A transaction for changes of a story's pictures: gives the story, locked, and settles it at the end.

    The story is locked before its pictures, always, so that no two transactions wait for each other. Only the moves
    between queued and generating do without, for no story's status depends on them. Raises Conflict when the story is
    gone.
    """
    with transaction.atomic():
        story = locked(Story.everything.filter(pk=story_id))
        yield story
        _settle_sheet(story)
        _settle(story, list(story.illustrations.values_list("status", flat=True)))


@contextmanager
def changing(picture: Illustration) -> Iterator[Story]:
    """`settling` for one picture: gives its story, locked. Raises Conflict when its clips are being made by now."""
    with settling(picture.story_id) as story:
        picture.story = story
        check_not_filming(picture)
        yield story


def lock(picture: Illustration) -> None:
    """Lock the row and read its status again, so that a worker that begins at this moment does not interfere."""
    Illustration.everything.select_for_update().get(pk=picture.pk)
    picture.refresh_from_db(fields=["status"])


def settle(story_id: UUID) -> None:
    """Bring the story's status in line with its pictures. May run at any time, any number of times."""
    with suppress(Conflict), settling(story_id):
        pass


def _settle_sheet(story: Story) -> None:
    """Approve a character sheet that nobody looks at, because the pictures are being drawn already."""
    if story.status not in story_statuses.HAS_PICTURES:
        return
    for sheet in Illustration.everything.filter(story=story, number=Illustration.SHEET, status=statuses.PENDING):
        move(sheet, statuses.APPROVED)


def _settle(story: Story, found: list[str]) -> None:
    approved = len(found) == SCENES and all(status == statuses.APPROVED for status in found)
    drawing = len(found) < SCENES or any(status in statuses.ACTIVE for status in found)
    if story.status == story_statuses.ILLUSTRATING and not drawing:
        move(story, story_statuses.REVIEWING)
    if story.status == story_statuses.REVIEWING and approved:
        move(story, story_statuses.APPROVED)
    if story.status in story_statuses.SETTLED and story.status != story_statuses.FILMING and not approved:
        move(story, story_statuses.REVIEWING)
