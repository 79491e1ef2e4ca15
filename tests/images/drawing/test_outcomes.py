"""images.drawing.outcomes: another try, a softer prompt, or a failure with a reason."""

import pytest
from django.utils import timezone

from core.models import StatusEvent
from core.redis_server import free_port
from images import statuses
from images.drawing import drawing
from images.jobs import picture_jobs
from stories import statuses as story_statuses
from tests.factories import illustrated_story
from tests.images.drawing.queued_picture import BROKEN, REFUSED, answering, attempts_at, draw, queued, reload, tokens
from tests.stack import eventually
from tests.upstreams import illustrator as upstream_illustrator
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_a_refused_prompt_is_softened_then_cut_then_given_up_with_a_reason(illustrator):
    illustrator.behaviour = answering(REFUSED)
    picture = queued(depiction="The red fox hits the villain. " * 60)
    assert [draw(picture) for _ in range(3)] == [0.0, 0.0, None]
    assert attempts_at(picture) == [
        (1, "refused", "Too violent.", 0),
        (2, "refused", "Too violent.", 1),
        (3, "refused", "Too violent.", 2),
    ]
    as_it_is, softened, cut = (asked.body["prompt"] for asked in illustrator.asked)
    assert "hits" in as_it_is
    assert "hits" not in softened
    assert "taps" in softened
    assert len(softened) > 1000 >= len(cut)
    assert softened.startswith(cut)
    assert list(picture.versions.values_list("prompt", flat=True)) == [as_it_is, softened, cut]
    assert list(picture.versions.values_list("softened", flat=True)) == [[], [["hits", "taps"]], [["hits", "taps"]]]
    picture = reload(picture)
    assert (picture.status, picture.error, picture.current) == (statuses.FAILED, "Too violent.", None)
    assert draw(picture) is None
    assert len(illustrator.asked) == 3


def test_a_softened_prompt_that_passes_is_shown(illustrator):
    illustrator.behaviour = answering(REFUSED, Answer())
    picture = queued(depiction="The red fox fights.")
    assert draw(picture) == 0.0
    assert draw(picture) is None
    assert "challenges peacefully" in reload(picture).current.prompt
    assert attempts_at(picture) == [(1, "refused", "Too violent.", 0), (2, "drawn", "", 1)]


def test_a_temporary_error_is_tried_three_times_with_growing_pauses(illustrator):
    illustrator.behaviour = answering(BROKEN)
    picture = queued()
    first, second, last = (draw(picture) for _ in range(3))
    assert first < second
    assert last is None
    assert attempts_at(picture) == [(n, "failed", "Too busy.", 0) for n in (1, 2, 3)]
    picture = reload(picture)
    assert (picture.status, picture.error, picture.tries) == (statuses.FAILED, "Too busy.", 3)


def test_a_picture_that_waits_for_its_next_try_says_when_that_is(illustrator):
    illustrator.behaviour = answering(Answer({"error": "Slow down.", "retry_after": 33}, 429))
    picture = queued()
    assert draw(picture) == 33
    picture = reload(picture)
    assert picture.status == statuses.QUEUED
    assert 32 < (picture.starts_at - picture.updated_at).total_seconds() < 34
    assert picture.lease_until > picture.starts_at


def test_a_picture_that_succeeds_after_an_error_forgets_it(illustrator):
    illustrator.behaviour = answering(BROKEN, Answer())
    picture = queued()
    draw(picture)
    assert draw(picture) is None
    assert attempts_at(picture) == [(1, "failed", "Too busy.", 0), (2, "drawn", "", 0)]
    assert (reload(picture).status, reload(picture).error) == (statuses.PENDING, "")


def test_a_permanent_error_fails_the_picture_at_once(illustrator):
    illustrator.behaviour = answering(Answer({"error": "The key is wrong."}, 401))
    picture = queued()
    assert draw(picture) is None
    assert (reload(picture).status, reload(picture).error) == (statuses.FAILED, "The key is wrong.")
    assert len(illustrator.asked) == 1
    event = StatusEvent.objects.filter(kind="images.illustration", new="failed").get()
    assert event.note == "The key is wrong."


@pytest.mark.parametrize("answer", [Answer(prose="<html>502</html>"), Answer({"colour": "no such colour"})])
def test_an_answer_that_cannot_be_read_is_a_failure_with_a_reason(illustrator, answer):
    illustrator.behaviour = answering(answer)
    picture = queued(tries=2)
    assert draw(picture) is None
    assert reload(picture).error == "The illustrator stopped with an unexpected error."
    assert picture.versions.get().outcome == statuses.UNKNOWN


def test_a_provider_that_was_not_reached_costs_no_token(illustrator, monkeypatch):
    monkeypatch.setenv(upstream_illustrator.ADDRESS, f"http://127.0.0.1:{free_port()}")
    picture = queued()
    assert draw(picture) > 0
    assert attempts_at(picture)[0][1] == "failed"
    assert tokens() == 0


def test_a_provider_that_answers_with_an_error_keeps_the_token(illustrator):
    illustrator.behaviour = answering(BROKEN)
    draw(queued())
    assert tokens() == 1


def test_the_last_picture_closes_the_drawing_whether_it_is_drawn_or_failed(illustrator):
    illustrator.behaviour = lambda asked, number: Answer() if asked.body["scene"] % 2 else Answer({}, 401)
    story = illustrated_story()
    for number in range(1, 21):
        story.refresh_from_db()
        assert story.status == story_statuses.ILLUSTRATING
        drawing.draw(story.pk, number)
    story.refresh_from_db()
    assert story.status == story_statuses.REVIEWING
    assert story.illustrations.filter(status=statuses.FAILED).count() == 10


def test_being_told_to_wait_spends_no_try_but_has_an_end(illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": "Too fast.", "retry_after": 0.01}, 429)
    story = illustrated_story()
    for _ in range(5):
        eventually(lambda: drawing.draw(story.pk, 1) == 0.01, 10)
    assert story.illustrations.get(number=1).status == statuses.QUEUED
    long_ago = timezone.now() - picture_jobs.retry.longest_told_to_wait
    story.illustrations.filter(number=1).update(queued_at=long_ago)
    eventually(lambda: drawing.draw(story.pk, 1) is None, 10)
    assert story.illustrations.get(number=1).error == "Too fast."
