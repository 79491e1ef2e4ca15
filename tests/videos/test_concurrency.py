"""Several people or workers at the same moment: nothing is submitted twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.status import Conflict
from images import revisions
from images import services as picture_services
from images import statuses as picture_statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_clips, sent_tasks
from tests.concurrency import at_once
from tests.stack import eventually
from tests.upstreams.json_server import Answer
from tests.videos.factories import finish_clips
from videos import queries, services, statuses
from videos.clips import generation
from videos.models import Clip, Take
from videos.tasks import sweep

pytestmark = pytest.mark.django_db(transaction=True)


def closing(work):
    """Run in a thread, and close its connection."""

    def run() -> object:
        try:
            return work()
        finally:
            connection.close()

    return run


def conflicts(results: list[object]) -> int:
    return sum(isinstance(result, Conflict) for result in results)


def test_four_requests_at_once_make_the_videos_once(story):
    rows = [Story.objects.get() for _ in range(4)]
    results = at_once(*(lambda row=row: services.make_videos(row, by="") for row in rows))
    assert (conflicts(results), Clip.objects.count()) == (3, 20)
    assert sent_tasks() == [("videos.begin", None)]


@pytest.mark.parametrize("change", ["redraw", "undo"])
def test_of_making_videos_and_changing_a_picture_at_once_one_wins(story, change):
    picture = Illustration.objects.select_related("story", "scene", "current").get(number=4)
    picture.decisions.create(action="approve", by="mia", version=picture.current)
    act = {"redraw": picture_services.redraw, "undo": revisions.undo}[change]
    results = at_once(lambda: services.make_videos(story, by=""), lambda: act(picture, by=""))
    assert conflicts(results) == 1
    changed = Illustration.objects.get(number=4).status != picture_statuses.APPROVED
    assert Story.objects.get().status == (story_statuses.REVIEWING if changed else story_statuses.FILMING)
    assert Clip.objects.count() == (0 if changed else 20)


def test_two_workers_with_the_same_message_submit_once(clip, animator):
    at_once(*(lambda: generation.submit(clip().pk) for _ in range(3)))
    assert (animator.asked["submit"], clip().takes.count()) == (1, 1)


def test_two_poll_messages_at_once_fetch_the_clip_once(clip, animator):
    generation.submit(clip().pk)
    at_once(*(lambda: generation.poll(clip().pk) for _ in range(3)))
    assert clip().status == statuses.READY
    assert (animator.asked["poll"], animator.asked["fetch"]) == (1, 1)


def test_many_workers_respect_the_slots(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 2, 99
    pks = list(filming.clips.values_list("pk", flat=True)[:6])
    at_once(*(lambda pk=pk: generation.submit(pk) for pk in pks))
    assert Clip.objects.filter(status=statuses.WORKING).count() == 2
    assert animator.asked["submit"] == 2


def test_two_redos_at_once_make_one_take(filming, clip):
    finish_clips(filming)
    rows = [clip(), clip()]
    results = at_once(*(lambda row=row: services.try_again(row, by="") for row in rows))
    assert conflicts(results) == 1
    assert sent_clips() == [("videos.submit", clip().pk)]


def test_of_a_redo_and_a_choice_at_once_one_wins(filming, clip):
    finish_clips(filming)
    services.try_again(clip(), by="")
    finish_clips(filming)
    first, second, old = clip(), clip(), queries.take_of(clip(), 1)
    at_once(lambda: services.try_again(first, by=""), lambda: services.choose(second, old, by=""))
    assert clip().status in (statuses.QUEUED, statuses.READY)
    assert (
        Story.objects.get().status
        == {
            statuses.QUEUED: story_statuses.FILMING,
            statuses.READY: story_statuses.FINISHED,
        }[clip().status]
    )


def test_a_slow_submit_keeps_its_lease(clip, animator, settings):
    settings.LEASE_SECONDS = 0.6
    go_on = threading.Event()
    usual = animator._submit
    animator._submit = lambda body: usual(body) if go_on.wait(20) else {}
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(closing(lambda: generation.submit(clip().pk)))
        eventually(lambda: animator.asked["submit"], 10)
        first = clip().lease_until
        eventually(lambda: clip().lease_until > first + timedelta(seconds=0.6), 10)
        sweep()
        assert clip().status == statuses.SUBMITTING
        go_on.set()
        asking.result(20)
    assert (clip().status, animator.asked["submit"]) == (statuses.WORKING, 1)


def test_the_answer_to_a_reclaimed_worker_is_used_and_nothing_is_submitted_again(clip, animator):
    go_on = threading.Event()
    usual = animator._submit
    animator._submit = lambda body: usual(body) if go_on.wait(20) else {}
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(closing(lambda: generation.submit(clip().pk)))
        eventually(lambda: animator.asked["submit"], 10)
        Clip.objects.filter(pk=clip().pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        sweep()
        assert clip().status == statuses.QUEUED
        go_on.set()
        asking.result(20)
    assert Take.objects.get().job
    generation.submit(clip().pk)
    generation.poll(clip().pk)
    assert (clip().status, animator.asked["submit"], animator.asked["find"]) == (statuses.READY, 1, 0)


def test_two_sweeps_at_once_send_a_lost_message_once(filming):
    Clip.objects.filter(number=3).update(lease_until=timezone.now() - timedelta(seconds=1))
    at_once(sweep, sweep)
    assert sent_clips() == [("videos.submit", filming.clips.get(number=3).pk)]


def test_the_last_two_clips_at_once_finish_the_story_once(filming, animator):
    first, second = Clip.objects.filter(number__in=(1, 2))
    Clip.objects.exclude(number__in=(1, 2)).update(status=statuses.FAILED)
    for one in (first, second):
        generation.submit(one.pk)
    at_once(lambda: generation.poll(first.pk), lambda: generation.poll(second.pk))
    assert Story.objects.get().status == story_statuses.FINISHED
    assert animator.asked["fetch"] == 2


def test_two_account_errors_at_once_fail_every_clip_once(filming, animator):
    animator.instead["submit"] = [Answer({"error": "No credit."}, 402)] * 2
    first, second = Clip.objects.filter(number__in=(1, 2))
    at_once(lambda: generation.submit(first.pk), lambda: generation.submit(second.pk))
    assert set(Clip.objects.values_list("status", "error")) == {(statuses.FAILED, "No credit.")}
    assert Story.objects.get().status == story_statuses.UNFILMED
