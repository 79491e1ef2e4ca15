"""A story's status follows its pictures, in the transaction that changes them."""

from collections.abc import Callable

import pytest
from django.db import transaction

from core.status import Conflict, moved
from images import services, settling, statuses
from images.drawing import drawing, outcomes
from images.models import Illustration
from providers.base import ProviderError
from stories import statuses as story_statuses
from stories.models import Story
from tests.factories import bring_to, illustrated_story, reloaded
from tests.upstreams.json_server import Upstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
PENDING, FAILED, APPROVED = statuses.PENDING, statuses.FAILED, statuses.APPROVED


@pytest.mark.parametrize(
    ("pictures", "before", "after"),
    [
        (PENDING, story_statuses.ILLUSTRATING, story_statuses.REVIEWING),
        (FAILED, story_statuses.ILLUSTRATING, story_statuses.REVIEWING),
        (APPROVED, story_statuses.ILLUSTRATING, story_statuses.APPROVED),
        (APPROVED, story_statuses.REVIEWING, story_statuses.APPROVED),
        (PENDING, story_statuses.APPROVED, story_statuses.REVIEWING),
        (PENDING, story_statuses.FINISHED, story_statuses.REVIEWING),
        (PENDING, story_statuses.FILMING, story_statuses.FILMING),
        (statuses.QUEUED, story_statuses.ILLUSTRATING, story_statuses.ILLUSTRATING),
        (PENDING, story_statuses.REVIEWING, story_statuses.REVIEWING),
    ],
)
def test_a_story_follows_its_pictures(pictures, before, after):
    story = illustrated_story(pictures)
    Story.objects.update(status=before)
    settling.settle(story.pk)
    assert Story.objects.get().status == after


def last_approval(picture: Illustration) -> None:
    services.approve(picture, by="mia")


def a_redraw(picture: Illustration) -> None:
    services.redraw(picture, by="mia")


def last_drawing(picture: Illustration) -> None:
    drawing.draw(picture.story_id, picture.number)


def last_failure(picture: Illustration) -> None:
    outcomes.fail(picture, ProviderError("Not now.", permanent=True))


CHANGES = [
    (APPROVED, PENDING, last_approval, story_statuses.APPROVED),
    (APPROVED, APPROVED, a_redraw, story_statuses.REVIEWING),
    (PENDING, statuses.QUEUED, last_drawing, story_statuses.REVIEWING),
    (PENDING, statuses.QUEUED, last_failure, story_statuses.REVIEWING),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("others", "last", "change", "status"), CHANGES)
def test_a_picture_and_its_story_change_in_one_commit(
    others: str, last: str, change: Callable[[Illustration], None], status: str, illustrator: Upstream
):
    story = illustrated_story()
    story.illustrations.exclude(number=7).update(status=others)
    bring_to(story.illustrations.get(number=7), last)
    settling.settle(story.pk)
    seen: list[str] = []

    def look(instance: Illustration, **kwargs: object) -> None:
        if instance.status not in (statuses.GENERATING, statuses.REJECTED):
            seen.append(Story.objects.get().status)

    moved.connect(look, sender=Illustration)
    moved.receivers.insert(0, moved.receivers.pop())  # at the first moment after the commit
    try:
        change(reloaded(story.illustrations.get(number=7)))
    finally:
        moved.disconnect(look, sender=Illustration)
    assert seen == [status]


def test_a_story_that_is_gone_is_refused_and_needs_no_settling():
    story = illustrated_story()
    gone = story.pk
    story.delete()
    settling.settle(gone)
    with pytest.raises(Conflict), transaction.atomic(), settling.settling(gone):
        pass
