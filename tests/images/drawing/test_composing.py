"""The prompts of a story: what the writer says each picture shows, paid for once."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.jobs import lease
from images import services, statuses
from images.drawing import composing, drawing
from images.models import Illustration
from images.tasks import sweep
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import edited_story, illustrated_story
from tests.stack import eventually
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def approved() -> Story:
    story = edited_story()
    services.create_pictures(story, {}, by="")
    return story


@pytest.mark.django_db(transaction=True)
def test_two_messages_to_compose_ask_the_writer_once(writer):
    go_on = threading.Event()
    writer.behaviour = lambda asked, number: Answer() if go_on.wait(20) else Answer({}, 500)
    story = approved()
    first = threading.Thread(target=lambda: (composing.compose_prompts(story.pk), connection.close()))
    first.start()
    eventually(lambda: writer.asked, 10)
    assert composing.compose_prompts(story.pk) == composing.RETRY_SECONDS
    go_on.set()
    first.join(20)
    assert len(writer.asked) == 1
    assert not story.illustrations.filter(depiction="").exists()


def test_prompts_whose_worker_died_are_taken_up_again_after_its_lease(writer, commit):
    story = approved()
    Story.objects.filter(pk=story.pk).update(lease_until=lease())  # the dead one's last sign of life
    assert composing.compose_prompts(story.pk) == composing.RETRY_SECONDS
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
    Story.objects.filter(pk=story.pk).update(lease_until=lease())
    assert composing.compose_prompts(story.pk) == composing.RETRY_SECONDS
    Story.objects.filter(pk=story.pk).update(lease_until=None)  # the other one is done, without this picture
    assert composing.compose_prompts(story.pk) is None
    assert story.illustrations.get(number=3).depiction != ""


def test_nothing_is_composed_while_the_sheet_is_reviewed(writer):
    story = edited_story()
    services.create_pictures(story, {}, by="", review=True)
    assert composing.compose_prompts(story.pk) is None
    assert writer.asked == []


@pytest.mark.django_db(transaction=True)
def test_a_slow_writer_of_prompts_is_not_asked_twice(writer, monkeypatch):
    monkeypatch.setattr(settings, "LEASE_SECONDS", 0.6)
    go_on = threading.Event()
    writer.behaviour = lambda asked, number: Answer() if go_on.wait(20) else Answer({}, 500)
    story = edited_story()
    services.create_pictures(story, {}, by="")
    composer = threading.Thread(target=lambda: (composing.compose_prompts(story.pk), connection.close()))
    composer.start()
    eventually(lambda: writer.asked, 10)
    first = story.illustrations.get(number=1).lease_until
    eventually(lambda: story.illustrations.get(number=1).lease_until > first + timedelta(seconds=0.6), 10)
    sweep()
    assert sent_tasks() == []
    go_on.set()
    composer.join(20)
    assert len(writer.asked) == 1
    assert not story.illustrations.filter(depiction="").exists()


@pytest.mark.django_db(transaction=True)
def test_a_wish_that_came_while_prompts_were_composed_is_not_overwritten(writer):
    story = edited_story()
    services.create_pictures(story, {}, by="")

    def wish_first(asked, number):
        Illustration.objects.filter(story=story, number=4).update(depiction="A quiet lake.")
        return Answer({"scenes": {"4": "Something else."}})

    writer.behaviour = wish_first
    composing.compose_prompts(story.pk)
    assert story.illustrations.get(number=4).depiction == "A quiet lake."


def test_what_the_pictures_show_comes_from_the_writer_or_else_from_the_scenes(writer):
    writer.behaviour = lambda asked, number: Answer({"scenes": {"1": "The red fox by a lake.\x00", "2": " "}})
    story = illustrated_story()
    story.illustrations.update(depiction="")
    composing.compose_prompts(story.pk)
    shown = dict(story.illustrations.values_list("number", "depiction"))
    assert shown[1] == "The red fox by a lake."
    assert shown[2] == "The red fox walks past tree number 2."
    composing.compose_prompts(story.pk)
    assert len(writer.asked) == 1


@pytest.mark.parametrize("answer", [Answer({}, 500), Answer({}, 451), Answer(prose="Garbage")])
def test_a_writer_that_cannot_say_what_the_pictures_show_stops_nothing(writer, answer):
    writer.behaviour = lambda asked, number: answer
    story = illustrated_story()
    story.illustrations.update(depiction="")
    composing.compose_prompts(story.pk)
    assert story.illustrations.get(number=3).depiction == "The red fox walks past tree number 3."
