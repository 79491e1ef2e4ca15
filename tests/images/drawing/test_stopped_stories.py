"""An account that is refused stops the story, with one sentence for the visitor and one for the operator."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection

from images import services, statuses
from images.drawing import drawing, outcomes
from images.models import Illustration
from providers.base import ProviderError
from stories import statuses as story_statuses
from stories import writing
from tests.factories import bring_to, illustrated_story, make_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
SENTENCE = "The pictures cannot be drawn at the moment."
OPERATOR = "The credit of OPENAI_API_KEY is used up. Add some."


@pytest.fixture(autouse=True)
def no_credit(illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": SENTENCE, "operator": OPERATOR}, 402)


def test_one_call_stops_the_whole_story_and_nothing_else_is_spent(illustrator, caplog):
    story = illustrated_story()
    assert [drawing.draw(story.pk, number) for number in range(1, 21)] == [None] * 20
    assert len(illustrator.asked) == 1
    rows = story.illustrations.values_list("status", "error").distinct()
    assert list(rows.order_by()) == [(statuses.FAILED, SENTENCE)]
    story.refresh_from_db()
    assert (story.status, story.error, story.stopped) == (story_statuses.REVIEWING, SENTENCE, OPERATOR)
    assert caplog.text.count(OPERATOR) == 1


def test_what_is_drawn_already_stays_and_can_be_approved():
    story = illustrated_story()
    done = bring_to(story.illustrations.get(number=1), statuses.PENDING)
    drawing.draw(story.pk, 2)
    done.refresh_from_db()
    assert done.status == statuses.PENDING


def test_the_other_stories_are_not_touched():
    other = illustrated_story()
    drawing.draw(illustrated_story().pk, 1)
    assert set(other.illustrations.values_list("status", flat=True)) == {statuses.QUEUED}


@pytest.mark.django_db(transaction=True)
def test_a_picture_under_way_that_comes_in_spite_of_it_is_shown(illustrator):
    story = illustrated_story()

    def first_draws_then_refuses(asked, number):
        if number:
            return Answer({"error": SENTENCE, "operator": OPERATOR}, 402)
        try:
            drawing.draw(story.pk, 2)  # another worker's, while this one is under way
        finally:
            connection.close()
        return Answer()

    illustrator.behaviour = first_draws_then_refuses
    drawing.draw(story.pk, 1)
    found = list(story.illustrations.order_by("number").values_list("status", flat=True))
    assert found == [statuses.PENDING] + [statuses.FAILED] * 19


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "trouble",
    [Answer({"error": "Oops."}, 500), Answer({"error": "Later.", "retry_after": 1}, 429), Answer({}, 451)],
    ids=["busy", "too fast", "refused"],
)
def test_a_picture_under_way_that_fails_after_the_stop_is_not_tried_again(illustrator, trouble):
    story = illustrated_story()

    def first_fails_after_the_stop(asked, number):
        if number:
            return Answer({"error": SENTENCE, "operator": OPERATOR}, 402)
        try:
            drawing.draw(story.pk, 2)  # another worker's, while this one is under way
        finally:
            connection.close()
        return trouble

    illustrator.behaviour = first_fails_after_the_stop
    assert drawing.draw(story.pk, 1) is None
    assert len(illustrator.asked) == 2
    picture = story.illustrations.get(number=1)
    assert (picture.status, picture.error) == (statuses.FAILED, SENTENCE)
    story.refresh_from_db()
    assert (story.status, story.stopped) == (story_statuses.REVIEWING, OPERATOR)


@pytest.mark.django_db(transaction=True)
def test_two_pictures_that_stop_the_same_story_at_once_do_not_wait_for_each_other():
    story, both = illustrated_story(), threading.Barrier(2)
    rows = Illustration.objects.select_related("story").filter(story=story)

    def together_here(run, sql, params, many, context):
        """Each has failed its own picture; now for those of the other."""
        if sql.startswith('UPDATE "stories_story"'):
            with suppress(threading.BrokenBarrierError):  # the other one waits until this one is through: just as well
                both.wait(0.5)
        return run(sql, params, many, context)

    def stop(number: int) -> None:
        try:
            with connection.execute_wrapper(together_here):
                outcomes.fail(rows.get(number=number), ProviderError(SENTENCE, account=True, operator=OPERATOR))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert list(workers.map(stop, (1, 2), timeout=20)) == [None, None]
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.FAILED}


def test_asking_again_clears_the_sentence_and_tries(illustrator, commit):
    story = illustrated_story()
    drawing.draw(story.pk, 1)
    illustrator.behaviour = lambda asked, number: Answer()
    services.redraw(Illustration.objects.select_related("story").get(story=story, number=1), by="")
    story.refresh_from_db()
    assert (story.error, story.stopped) == ("", "")
    drawing.draw(story.pk, 1)
    assert story.illustrations.get(number=1).status == statuses.PENDING


def test_the_operator_s_sentence_is_in_the_history_and_on_the_version():
    story = illustrated_story()
    drawing.draw(story.pk, 1)
    assert story.illustrations.get(number=1).versions.get().error == OPERATOR


def test_a_story_that_cannot_be_written_says_one_thing_to_each(writer, caplog):
    writer.behaviour = lambda asked, number: Answer({"error": "No writer now.", "operator": OPERATOR}, 402)
    story = make_story()
    assert writing.write(story.pk) is None
    story.refresh_from_db()
    assert (story.status, story.error, story.stopped) == (story_statuses.FAILED, "No writer now.", OPERATOR)
    assert OPERATOR in caplog.text
    assert len(writer.asked) == 1
