"""What was paid for is not asked for again."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from api import scenes
from images import services, statuses
from images.drawing import composing, drawing, outcomes
from images.models import Illustration, Version
from images.sweep import sweep
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import ANSWERS_A, OWNER, edited_story, illustrated_story
from tests.stack import eventually
from tests.upstreams.server import Answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def test_a_slow_writer_of_prompts_is_not_asked_twice(writer, monkeypatch):
    monkeypatch.setattr(settings, "LEASE_SECONDS", 0.6)
    go_on = threading.Event()
    writer.behaviour = lambda asked, number: Answer() if go_on.wait(20) else Answer({}, 500)
    story = edited_story()
    services.approve_scenes(story, {}, by="")
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


def test_a_wish_that_came_while_prompts_were_composed_is_not_overwritten(writer):
    story = edited_story()
    services.approve_scenes(story, {}, by="")

    def wish_first(asked, number):
        Illustration.objects.filter(story=story, number=4).update(depiction="A quiet lake.")
        return Answer({"scenes": {"4": "Something else."}})

    writer.behaviour = wish_first
    composing.compose_prompts(story.pk)
    assert story.illustrations.get(number=4).depiction == "A quiet lake."


def test_a_picture_that_cannot_be_kept_is_not_drawn_again(illustrator, settings, tmp_path):
    (tmp_path / "full").write_text("no folder can be made here")
    settings.MEDIA_ROOT = tmp_path / "full"
    story = illustrated_story()
    assert drawing.draw(story.pk, 2) is None
    picture = story.illustrations.get(number=2)
    assert picture.status == statuses.FAILED
    assert picture.error.startswith("It was drawn but could not be kept.")
    assert len(illustrator.asked) == 1


def test_being_told_to_wait_spends_no_try_but_has_an_end(illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": "Too fast.", "retry_after": 0.01}, 429)
    story = illustrated_story()
    for _ in range(5):
        eventually(lambda: drawing.draw(story.pk, 1) == 0.01, 10)
    assert story.illustrations.get(number=1).status == statuses.QUEUED
    long_ago = timezone.now() - outcomes.LONGEST_RATE_LIMIT
    story.illustrations.filter(number=1).update(queued_at=long_ago)
    eventually(lambda: drawing.draw(story.pk, 1) is None, 10)
    assert story.illustrations.get(number=1).error == "Too fast."


def test_two_requests_with_the_same_scenes_at_the_same_moment_make_one_story():
    texts = {number: f"The red fox counts {number} stars." for number in range(1, 21)}
    together = threading.Barrier(2, timeout=10)
    found: list[Story] = []

    def ask() -> None:
        together.wait()
        found.append(scenes._new_story(ANSWERS_A, texts, OWNER, None))
        connection.close()

    requests = [threading.Thread(target=ask) for _ in range(2)]
    for request in requests:
        request.start()
    for request in requests:
        request.join(20)
    assert len(found) == 2
    assert found[0].pk == found[1].pk
    assert Story.objects.count() == 1
    assert Version.objects.count() == 0
