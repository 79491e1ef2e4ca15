"""Sending work: after commit, and without a word to the visitor when Redis is away."""

import pytest
from django.db import transaction

from core.queue import enqueue
from images import jobs
from images import services as picture_services
from images import tasks as picture_tasks
from stories import rewriting, services, tasks
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import OWNER, edited_story, illustrated_story, make_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def test_work_is_sent_once_the_transaction_that_asks_for_it_is_committed():
    with transaction.atomic():
        enqueue(tasks.write.si(story_id="x"))
        assert sent_tasks() == []
    assert sent_tasks() == [("stories.write", None)]


def test_work_of_a_transaction_that_is_undone_is_never_sent():
    with transaction.atomic():
        enqueue(tasks.write.si(story_id="x"))
        transaction.set_rollback(True)
    assert sent_tasks() == []


def ways_to_ask_for_work() -> list:
    """Everything a person can do that sends work."""
    story, template = edited_story(), make_story().template
    drawn, scene = illustrated_story("pending_approval"), edited_story().scenes.get(number=4)
    first, second, third = drawn.illustrations.order_by("number")[:3]
    return [
        lambda: services.start_story(owner=OWNER, user=None, template=template, answers=story.answers),
        lambda: rewriting.request(scene),
        lambda: picture_services.approve_scenes(story, {}, by=""),
        lambda: picture_services.reject(first, note="", by=""),
        lambda: picture_services.redraw(second, by=""),
        lambda: picture_services.edit(third, mode="newimage", wish="A lake.", by=""),
    ]


def test_what_a_person_asks_for_is_taken_while_redis_is_away(redis_outage):
    ways = ways_to_ask_for_work()
    enqueue(tasks.write.si(story_id="x"))  # a process that has talked to Redis before
    with redis_outage():
        for ask in ways:
            ask()
    assert Story.objects.count() == 5
    assert Story.objects.filter(status="illustrating").count() == 1
    assert sent_tasks() == []
    jobs.send_story(Story.objects.get(status="illustrating"))
    assert sent_tasks() == [("images.compose", None)]


def test_only_the_chord_subscribes_to_results():
    alone = (tasks.write, tasks.rewrite_scene, picture_tasks.compose, picture_tasks.finish)
    assert all(task.ignore_result for task in alone)
