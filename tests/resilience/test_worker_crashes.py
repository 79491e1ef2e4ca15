"""Workers that are killed, told to stop, or given the same message twice; and a beat that does not run."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.token_bucket import redis
from images import jobs, statuses, tasks
from images.models import Illustration, Version
from tests.factories import illustrated_story, sheet_of, sketched_story
from tests.resilience.checks import (
    LONG,
    approve,
    check_all_drawn,
    check_paid_once,
    drawing,
    is_closed,
    unknown,
    wait_for_all_events,
    wait_for_eight_in_flight,
    wait_until_closed,
)
from tests.sse import EventStream, ReconnectingStream
from tests.stack import Stack, eventually, running
from tests.upstreams.illustrator import LOOKS
from tests.upstreams.json_server import Answer

WORKERS = ("first", "second")
GRACE = 10.0  # seconds: what `make run` gives a worker between SIGTERM and SIGKILL


def test_a_worker_killed_with_eight_pictures_in_flight_loses_and_doubles_nothing(site, client, upstream, gate):
    story_id = approve(client)
    with EventStream(site.url, story_id, client.cookies) as stream:
        wait_for_eight_in_flight(upstream)
        site.kill("worker")
        interrupted = drawing()
        assert len(interrupted) == 8
        gate.open()
        site.start_worker(threads=8)
        wait_until_closed(story_id)
        wait_for_all_events(stream)
    check_all_drawn(story_id)
    assert unknown() == interrupted
    assert Version.objects.count() == 20 + len(interrupted)
    check_paid_once(upstream)


def test_jobs_that_a_service_has_named_are_collected_after_a_kill_and_asked_for_once(
    content, tmp_path, environment, upstream, gate, owner
):
    def behave(asked, number):
        named = Answer({"job": "{story}/{scene}".format(**asked.body)}) if asked.body["do"] == "submit" else None
        return named or gate(asked, number)

    gate.hold_from(0)
    upstream.behaviour = behave
    with running(tmp_path, beat=True, threads=8, **environment | {"IMAGE_PROVIDER": "queued"}) as stack:
        story_id = approve(owner(stack))
        eventually(lambda: len(upstream.asked) == 16 and len(drawing()) == 8, LONG, "eight jobs to be waited for")
        stack.kill("worker")
        gate.open()
        stack.start_worker(threads=8)
        wait_until_closed(story_id)
    check_all_drawn(story_id)
    check_paid_once(upstream)
    assert (unknown(), Version.objects.count(), len(upstream.asked)) == (set(), 20, 20 + 28)


def test_a_worker_that_is_told_to_stop_finishes_its_calls_and_returns_the_rest(site, client, upstream, gate):
    story_id = approve(client)
    with EventStream(site.url, story_id, client.cookies) as stream:
        wait_for_eight_in_flight(upstream)
        site.terminate("worker", GRACE, then=gate.open)
        assert drawing() == set()
        assert Version.objects.filter(outcome=statuses.DRAWN).count() >= 12
        site.start_worker(threads=8)
        wait_until_closed(story_id)
        wait_for_all_events(stream)
    check_all_drawn(story_id)
    assert Version.objects.count() == len(upstream.asked) == 20


def test_pictures_of_a_worker_that_is_killed_after_its_grace_period_are_drawn_again(site, client, upstream, gate):
    story_id = approve(client)
    with EventStream(site.url, story_id, client.cookies) as stream:
        wait_for_eight_in_flight(upstream)
        with pytest.raises(AssertionError, match="did not stop"):
            site.terminate("worker", 2.0)
        assert len(drawing()) == 8
        gate.open()
        site.start_worker(threads=8)
        wait_until_closed(story_id)
        wait_for_all_events(stream)
    check_all_drawn(story_id)
    assert len(unknown()) == 8
    check_paid_once(upstream)


@contextmanager
def two_workers(folder: Path, environment: dict[str, str]) -> Iterator[Stack]:
    """A site with two workers that draw ten at once each."""
    with running(folder, worker=False, **environment) as stack:
        for name in WORKERS:
            stack.launch_worker(name, threads=10)
        stack.start_beat()
        for name in WORKERS:
            stack.wait_for_worker(name)
        yield stack
        for name in WORKERS:
            sys.stdout.write(f"----- {name}\n{stack.log(name)}\n")


def taken_out() -> list[str]:
    """Take all messages out of the broker."""
    messages = redis().lrange("celery", 0, -1)
    redis().delete("celery")
    return messages


def test_the_same_message_three_times_at_once_on_two_workers_draws_one_picture(
    content, tmp_path, environment, upstream, gate
):
    story = illustrated_story()
    for number in range(1, 21):
        tasks.draw.delay(story_id=str(story.pk), scene=number)
    messages = taken_out()
    with two_workers(tmp_path, environment) as stack:
        gate.open()
        redis().rpush("celery", *(message for message in messages for _ in range(3)))
        wait_until_closed(str(story.pk))
        eventually(lambda: not redis().llen("celery") and not stack.busy_threads(), LONG, "all sixty messages")
    check_all_drawn(str(story.pk))
    assert Version.objects.count() == len(upstream.asked) == 20


def test_the_first_message_of_a_story_three_times_composes_and_draws_once(
    content, tmp_path, environment, upstream, gate
):
    story = illustrated_story()
    story.illustrations.update(depiction="", depicts="")
    jobs.send_story(story)
    messages = taken_out()
    with two_workers(tmp_path, environment):
        gate.open()
        redis().rpush("celery", *messages * 3)
        wait_until_closed(str(story.pk))
    check_all_drawn(str(story.pk))
    assert Version.objects.count() == len(upstream.asked) == 20


def test_messages_that_the_broker_delivers_again_draw_nothing_twice(
    content, tmp_path, environment, upstream, gate, owner
):
    """The broker delivers a message again that is not done in time: an hour in production, two seconds here. Ten
    pictures take longer than that, and ten wait longer for their turn."""
    environment |= {"IMAGES_PER_MINUTE": "10", "IMAGE_PERIOD_SECONDS": "8", "TEST_VISIBILITY_SECONDS": "2"}
    gate.hold_from(0)
    with two_workers(tmp_path, environment) as stack:
        story_id = approve(owner(stack))
        eventually(lambda: len(drawing()) == len(upstream.asked) == 10, LONG, "ten pictures in flight")
        eventually(lambda: len(sent_again(stack)) >= 10, LONG, "messages to be sent again")
        gate.open()
        wait_until_closed(story_id)
    check_all_drawn(story_id)
    assert (unknown(), Version.objects.count(), len(upstream.asked)) == (set(), 20, 20)


def sent_again(stack: Stack) -> set[str]:
    """The ids of the messages that came again though no worker had asked for a retry."""
    logs = "".join((stack.folder / f"{name}.log").read_text(errors="replace") for name in WORKERS)
    came, wanted = (Counter(re.findall(rf"Task images\.draw\[(\S+)\] {what}", logs)) for what in ("received", "retry"))
    return {message for message, times in came.items() if times > 1 + wanted[message]}


def test_a_character_sheet_that_was_lost_with_its_worker_is_drawn_again_alone(site, upstream, gate):
    gate.hold_from(0)
    story = sketched_story(statuses.QUEUED)
    jobs.picture_jobs.send(sheet_of(story))
    eventually(lambda: len(drawing()) == len(upstream.asked) == 1, LONG, "the fox to be drawn")
    site.kill("worker")
    interrupted = drawing()
    gate.open()
    site.start_worker(threads=8)
    eventually(lambda: sheet_of(story).status == statuses.PENDING, LONG, "the fox to be drawn again")
    assert unknown() == interrupted
    assert [asked.body["scene"] for asked in upstream.asked] == [0, 0]
    assert not Illustration.objects.exclude(status=statuses.QUEUED, lease_until=None).exists()
    story.refresh_from_db()
    assert story.status == "sketching"


def test_pictures_that_were_asked_for_while_no_worker_ran_are_drawn_when_one_starts(
    content, tmp_path, environment, upstream, gate, owner
):
    gate.open()
    with running(tmp_path, worker=False, **environment) as stack:  # without beat: the messages are all it needs
        story_id = approve(owner(stack))
        stack.start_worker(threads=8)
        wait_until_closed(story_id)
    check_all_drawn(story_id)
    assert len(upstream.asked) == 20


def test_a_beat_that_starts_after_workers_crashed_has_their_pictures_drawn_again(
    content, tmp_path, environment, upstream, gate, owner
):
    environment |= {LOOKS: "1"}  # the fox is drawn first, and is among what is lost
    gate.hold_from(0)
    with running(tmp_path, threads=8, **environment) as stack:
        client = owner(stack)
        story_id = approve(client)
        with ReconnectingStream(stack.url, story_id, client.cookies) as stream:
            eventually(lambda: len(drawing()) == 1, LONG, "the fox to be drawn")
            stack.kill("worker")
            fox = drawing()
            gate.open()
            gate.hold_from(6)
            stack.start_worker(threads=8)
            stack.start_beat()
            eventually(lambda: len(upstream.asked) == 14 and len(drawing()) == 8, LONG, "eight pictures in flight")
            stack.kill("beat")
            stack.kill("worker")
            unanswered = fox | drawing()
            gate.open()
            stack.start_worker(threads=8)
            states = Illustration.everything.filter(status=statuses.GENERATING)
            eventually(lambda: not redis().llen("celery") and not stack.busy_threads(), LONG, "the messages to be done")
            assert states.count() == len(unanswered - fox)
            assert not is_closed(story_id)
            stack.start_beat()
            wait_until_closed(story_id)
            wait_for_all_events(stream)
    check_all_drawn(story_id)
    assert unknown() == unanswered
    check_paid_once(upstream)
