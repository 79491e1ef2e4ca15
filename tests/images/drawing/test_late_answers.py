"""An attempt is answered after its picture was reclaimed."""

from collections.abc import Iterator

import pytest

from images import revisions, services, statuses
from images.drawing import drawing
from images.jobs import picture_jobs
from images.models import Illustration
from tests.concurrency import Workers, workers_of
from tests.factories import drawn_version
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def workers(illustrator) -> Iterator[Workers]:
    """Two threads are two workers."""
    with workers_of(illustrator) as workers:
        yield workers


def test_a_picture_that_comes_late_is_stored_and_shown(workers):
    late = workers.start()
    workers.reclaim()
    assert workers.outcomes() == [(1, statuses.UNKNOWN)]
    workers.answers[0].set_result(Answer())
    assert late.result(10) is None
    picture = workers.picture
    assert (picture.status, picture.current.number) == (statuses.PENDING, 1)
    assert workers.outcomes() == [(1, statuses.DRAWN)]
    assert drawing.draw(workers.story.pk, 7) is None
    assert len(workers.upstream.asked) == 1


def test_a_picture_that_comes_while_another_is_being_drawn_is_stored_and_the_newer_one_shown(workers):
    late = workers.start()
    workers.reclaim()
    second = workers.start()
    workers.answers[0].set_result(Answer({"colour": "blue"}))
    late.result(10)
    assert workers.picture.status == statuses.GENERATING
    workers.answers[1].set_result(Answer())
    second.result(10)
    assert workers.outcomes() == [(1, statuses.DRAWN), (2, statuses.DRAWN)]
    assert (workers.picture.status, workers.picture.current.number) == (statuses.PENDING, 2)


@pytest.mark.parametrize("answer", [Answer({}, 500), Answer({}, 401), Answer({}, 451)], ids=["busy", "key", "policy"])
def test_an_error_that_comes_late_does_not_disturb_the_worker_that_took_over(workers, answer):
    late = workers.start()
    workers.reclaim()
    second = workers.start()
    workers.answers[0].set_result(answer)
    assert late.result(10) is None
    assert workers.picture.status == statuses.GENERATING
    workers.answers[1].set_result(Answer())
    second.result(10)
    picture = workers.picture
    assert (picture.status, picture.current.number, picture.tries) == (statuses.PENDING, 2, 2)
    assert picture.softening == 0
    assert workers.outcomes() == [(1, statuses.UNKNOWN), (2, statuses.DRAWN)]


@pytest.mark.parametrize("answer", [Answer(), Answer({}, 500)], ids=["drawn", "busy"])
def test_an_answer_for_a_story_that_was_deleted_meanwhile_is_dropped(workers, answer):
    late = workers.start()
    workers.story.delete()
    workers.answers[0].set_result(answer)
    assert late.result(10) is None
    assert not Illustration.objects.exists()


def test_an_error_that_comes_late_leaves_the_picture_queued(workers):
    late = workers.start()
    workers.reclaim()
    workers.answers[0].set_result(Answer({}, 401))
    assert late.result(10) is None
    assert workers.picture.status == statuses.QUEUED


def test_a_late_picture_is_not_shown_when_people_asked_for_something_else_meanwhile(workers):
    late = workers.start()
    workers.reclaim()
    second = workers.start()
    workers.answers[1].set_result(Answer())
    second.result(10)
    services.edit(workers.picture, mode="newimage", wish="A quiet lake.", by="")
    workers.answers[0].set_result(Answer())
    late.result(10)
    assert (workers.picture.status, workers.picture.current.number) == (statuses.QUEUED, 2)
    assert workers.outcomes() == [(1, statuses.DRAWN), (2, statuses.DRAWN)]


def test_a_picture_that_is_reclaimed_three_times_fails_with_a_reason(workers):
    running = []
    for _ in range(3):
        running.append(workers.start())
        workers.reclaim()
    picture = workers.picture
    assert picture.status == statuses.FAILED
    assert picture.error == "Drawing this picture was interrupted three times. Please draw it again."
    assert workers.outcomes() == [(n, statuses.UNKNOWN) for n in (1, 2, 3)]
    for answer in workers.answers.values():
        answer.set_result(Answer({}, 500))
    assert [one.result(10) for one in running] == [None] * 3
    assert workers.picture.status == statuses.FAILED


def test_a_picture_that_comes_after_the_last_interruption_is_shown_after_all(workers):
    workers.story.illustrations.filter(number=7).update(tries=picture_jobs.retry.tries - 1)
    late = workers.start()
    workers.reclaim()
    assert workers.picture.status == statuses.FAILED
    workers.answers[0].set_result(Answer())
    assert late.result(10) is None
    picture = workers.picture
    assert (picture.status, picture.error, picture.current.number) == (statuses.PENDING, "", 1)


@pytest.mark.parametrize("decide", ["approve", "choose"])
def test_a_picture_that_comes_after_people_chose_an_earlier_one_is_stored_and_not_shown(workers, decide):
    earlier, shown = drawn_version(workers.picture), drawn_version(workers.picture)
    workers.story.illustrations.filter(number=7).update(tries=picture_jobs.retry.tries - 1, current=shown)
    late = workers.start()
    workers.reclaim()
    if decide == "approve":
        services.approve(workers.picture, by="mia", version=earlier)
    else:
        revisions.choose(workers.picture, earlier, by="mia")
    before = workers.picture.status
    workers.answers[0].set_result(Answer())
    assert late.result(10) is None
    assert (workers.picture.status, workers.picture.current) == (before, earlier)
    assert workers.outcomes()[-1] == (3, statuses.DRAWN)
