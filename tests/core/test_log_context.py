"""The request, story and task that log lines are about, also in a worker."""

import logging
import threading
from collections.abc import Iterator

import pytest
from celery import current_app, shared_task
from celery.contrib.testing.worker import start_worker

from core.log_context import about, known, request_id_from
from core.queue import enqueue, message

ASKED = "a-request-1234"
seen: list[dict[str, str]] = []
done = threading.Event()


@shared_task(name="tests.note_context", ignore_result=True, bind=True, max_retries=1)
def note_context(self, story_id: str, again: bool = False, then: bool = False) -> None:
    seen.append(dict(known()))
    if again and not self.request.retries:
        raise self.retry(countdown=0)
    if then:
        enqueue("tests.note_context", story_id=story_id)
        return
    done.set()


@pytest.fixture
def worker() -> Iterator[None]:
    """A worker with a thread, which runs what is sent."""
    seen.clear()
    done.clear()
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]  # a worker takes the log over for the rest of the process
    with start_worker(current_app, pool="threads", concurrency=1, perform_ping_check=False, loglevel=logging.ERROR):
        yield
    root.setLevel(level)
    root.handlers[:] = handlers


def test_facts_are_known_inside_the_block():
    with about(request_id="r", story_id=""):
        with about(story_id="s"):
            assert known() == {"request_id": "r", "story_id": "s"}
        assert known() == {"request_id": "r"}
    assert known() == {}


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space in it", "line\nbreak-in-it", "ümlaut-in-it"])
def test_an_id_that_cannot_be_one_is_replaced(given):
    assert request_id_from(given) != given
    assert len(request_id_from(given)) == 32


def test_an_id_that_a_proxy_gave_is_kept():
    assert request_id_from(ASKED) == ASKED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [{}, {"again": True}, {"then": True}])
def test_a_task_knows_the_request_that_sent_it_also_at_its_second_try_and_in_the_tasks_that_it_sends(worker, way):
    with about(request_id=ASKED):
        enqueue(message("tests.note_context", story_id="a-story", **way).set(ignore_result=True))
    assert done.wait(30)
    assert [one["request_id"] for one in seen] == [ASKED] * (2 if way else 1)
    assert {(one["task"], one["story_id"]) for one in seen} == {("tests.note_context", "a-story")}
    assert all(one["task_id"] for one in seen)


@pytest.mark.django_db(transaction=True)
def test_a_task_that_no_request_sent_knows_none(worker):
    enqueue("tests.note_context", story_id="a-story")
    assert done.wait(30)
    assert "request_id" not in seen[0]
