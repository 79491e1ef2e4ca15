"""The prompts of a story are paid for once: by one worker, and again only where that one died."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core import leases
from images import services, statuses
from images.drawing import composing, drawing
from images.sweep import sweep
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import edited_story
from tests.stack import eventually
from tests.upstreams.server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def approved() -> Story:
    story = edited_story()
    services.approve_scenes(story, {}, by="")
    return story


@pytest.mark.django_db(transaction=True)
def test_two_messages_to_compose_ask_the_writer_once(writer):
    go_on = threading.Event()
    writer.behaviour = lambda asked, number: Answer() if go_on.wait(20) else Answer({}, 500)
    story = approved()
    first = threading.Thread(target=lambda: (composing.compose_prompts(story.pk), connection.close()))
    first.start()
    eventually(lambda: writer.asked, 10)
    assert composing.compose_prompts(story.pk) == composing.LOOK_AGAIN_SECONDS
    go_on.set()
    first.join(20)
    assert len(writer.asked) == 1
    assert not story.illustrations.filter(depiction="").exists()


def test_prompts_whose_worker_died_are_taken_up_again_after_its_lease(writer, commit):
    story = approved()
    Story.objects.filter(pk=story.pk).update(lease_until=leases.lease())  # the dead one's last sign of life
    assert composing.compose_prompts(story.pk) == composing.LOOK_AGAIN_SECONDS
    assert writer.asked == []
    past = timezone.now() - timedelta(seconds=1)
    Story.objects.filter(pk=story.pk).update(lease_until=past)
    story.illustrations.update(lease_until=past)
    with commit():
        sweep()
    assert sent_tasks() == [("images.compose", None)]
    assert composing.compose_prompts(story.pk) is None
    assert len(writer.asked) == 1
    assert not story.illustrations.filter(depiction="").exists()


@pytest.mark.parametrize("answer", [Answer(), Answer({}, 500)], ids=["composed", "failed"])
def test_after_composing_the_story_is_free_for_the_next(writer, answer):
    writer.behaviour = lambda asked, number: answer
    story = approved()
    composing.compose_prompts(story.pk)
    story.refresh_from_db()
    assert story.lease_until is None


def test_a_writer_whose_account_is_refused_stops_the_story_before_a_picture_is_paid_for(writer, illustrator):
    writer.behaviour = lambda asked, number: Answer({"error": "Not now.", "operator": "Add credit."}, 402)
    story = approved()
    assert composing.compose_prompts(story.pk) is None
    story.refresh_from_db()
    assert (story.error, story.stopped) == ("Not now.", "Add credit.")
    found = story.illustrations.values_list("status", "error").distinct().order_by()
    assert list(found) == [(statuses.FAILED, "Not now.")]
    assert [drawing.draw(story.pk, number) for number in range(1, 21)] == [None] * 20
    assert illustrator.asked == []


def test_a_picture_that_is_asked_for_while_another_worker_composes_is_composed_after_it(writer):
    story = approved()
    story.illustrations.exclude(number=3).update(depiction="The red fox waits.")
    Story.objects.filter(pk=story.pk).update(lease_until=leases.lease())
    assert composing.compose_prompts(story.pk) == composing.LOOK_AGAIN_SECONDS
    Story.objects.filter(pk=story.pk).update(lease_until=None)  # the other one is done, without this picture
    assert composing.compose_prompts(story.pk) is None
    assert story.illustrations.get(number=3).depiction != ""


def test_nothing_is_composed_while_the_fox_is_looked_at(writer):
    story = edited_story()
    services.approve_scenes(story, {}, by="", review=True)
    assert composing.compose_prompts(story.pk) is None
    assert writer.asked == []
