"""Two people or two workers at the same moment: one wins, the other is refused, nothing is done twice."""

import pytest

from core.status import Conflict
from images import services, statuses
from images.drawing import drawing
from images.models import Decision, Illustration, Version
from images.tasks import sweep
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.concurrency import at_once
from tests.factories import bring_to, illustrated_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def pending() -> tuple[Story, list[Illustration]]:
    """A picture that waits for approval, loaded by four browsers."""
    story = illustrated_story()
    bring_to(story.illustrations.get(number=7), statuses.PENDING)
    return story, [story.illustrations.get(number=7) for _ in range(4)]


def lost(results: list[object]) -> int:
    return sum(isinstance(result, Conflict) for result in results)


def test_of_one_who_approves_and_one_who_rejects_exactly_one_wins():
    _, (first, second, *_) = pending()
    results = at_once(
        lambda: services.approve(first, by="mia"),
        lambda: services.reject(second, note="snow", by="tom"),
    )
    assert lost(results) == 1
    picture, decision = Illustration.objects.get(pk=first.pk), Decision.objects.get()
    approved = decision.action == Decision.APPROVE
    assert picture.status == (statuses.APPROVED if approved else statuses.QUEUED)
    assert picture.change == ("" if approved else "snow")
    assert sent_tasks() == ([] if approved else [("images.draw", 7)])


def test_four_who_reject_at_once_draw_one_new_picture():
    _, pictures = pending()
    jobs = [lambda picture=picture: services.reject(picture, note="", by="") for picture in pictures]
    assert lost(at_once(*jobs)) == 3
    assert sent_tasks() == [("images.draw", 7)]
    assert Decision.objects.count() == 1


def test_four_who_want_it_drawn_again_draw_one_new_picture():
    _, pictures = pending()
    results = at_once(*(lambda picture=picture: services.redraw(picture, by="") for picture in pictures))
    assert lost(results) == 3
    assert sent_tasks() == [("images.draw", 7)]


def test_the_two_last_approvals_at_once_approve_the_story_once():
    story = illustrated_story(statuses.PENDING)
    *rest, first, second = story.illustrations.all()
    for picture in rest:
        services.approve(picture, by="")
    assert lost(at_once(lambda: services.approve(first, by=""), lambda: services.approve(second, by=""))) == 0
    assert Story.objects.get().status == story_statuses.APPROVED


def test_two_workers_with_the_same_message_draw_one_picture(illustrator):
    illustrator.behaviour = lambda asked, number: Answer(after=0.2)
    story = illustrated_story()
    assert at_once(*[lambda: drawing.draw(story.pk, 7)] * 3) == [None, None, None]
    assert len(illustrator.asked) == 1
    version = Version.objects.get()
    assert (version.number, version.outcome) == (1, statuses.DRAWN)
    assert Illustration.objects.get(number=7, story=story).current == version


def test_two_workers_with_the_same_message_take_one_token(illustrator, settings):
    settings.IMAGES_PER_MINUTE = 2
    illustrator.behaviour = lambda asked, number: Answer(after=0.2)
    story = illustrated_story()
    at_once(*[lambda: drawing.draw(story.pk, 7)] * 2)
    assert drawing.draw(story.pk, 8) is None
    assert Version.objects.filter(outcome=statuses.DRAWN).count() == 2


def test_two_sweeps_at_once_take_a_picture_back_once():
    story = illustrated_story()
    picture = bring_to(story.illustrations.get(number=7), statuses.GENERATING)
    Illustration.objects.filter(pk=picture.pk).update(lease_until=picture.created_at)
    at_once(sweep, sweep, sweep)
    assert sent_tasks() == [("images.draw", 7)]
    assert Illustration.objects.get(pk=picture.pk).status == statuses.QUEUED
