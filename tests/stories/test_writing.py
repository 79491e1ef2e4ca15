"""Writing a story, with a writer whose other end is a real server."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from core.status import Conflict, Forbidden
from stories import queries, statuses, writing
from stories.models import SCENE_LIMIT, Story
from tests.broker import sent_tasks
from tests.factories import edited_story, make_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def answering(*answers: Answer):
    """Give the answers one after the other, the last one for ever."""
    return lambda asked, number: answers[min(number, len(answers) - 1)]


def scenes(*numbers: int, text: str = "The red fox counts {} stars.") -> Answer:
    return Answer({"title": "The stars", "scenes": {str(number): text.format(number) for number in numbers}})


def written(story: Story) -> Story:
    writing.write(story.pk)
    story.refresh_from_db()
    return story


def test_a_written_story_can_be_edited_and_says_who_wrote_it(writer, announced, commit):
    with commit():
        story = written(make_story())
    assert (story.status, story.title, story.writer) == (statuses.EDITING, "The stars", "upstream test-1")
    assert (story.error, story.tries, story.lease_until) == ("", 0, None)
    texts = {number: f"The red fox counts {number} stars." for number in range(1, 21)}
    assert queries.texts_of(story) == texts
    assert dict(story.scenes.values_list("number", "original_text")) == texts
    assert announced == [("writing", "editing")]
    assert len(writer.asked) == 1


def test_scenes_that_were_left_out_are_asked_for_exactly_once_more(writer):
    writer.behaviour = answering(scenes(*range(1, 15)), scenes(*range(10, 21), text="Second time, {} stars."))
    story = written(make_story())
    assert [asked.body["already"] for asked in writer.asked] == [[], list(range(1, 15))]
    texts = queries.texts_of(story)
    assert len(texts) == 20
    assert texts[12] == "The red fox counts 12 stars."
    assert texts[15] == "Second time, 15 stars."


def test_scenes_that_are_missing_after_the_second_call_stay_gaps(writer):
    writer.behaviour = answering(scenes(1, 2, 3), scenes(4))
    story = written(make_story())
    assert len(writer.asked) == 2
    assert story.status == statuses.EDITING
    assert queries.gaps_of(story) == list(range(5, 21))


def test_scenes_that_nobody_asked_for_or_that_are_empty_are_left_out(writer):
    everything = scenes(*range(25)).body["scenes"] | {"5": "   ", "6": "\x00"}
    writer.behaviour = answering(Answer({"scenes": everything}), scenes(5))
    story = written(make_story())
    assert writer.asked[1].body["already"] == [n for n in range(1, 21) if n not in (5, 6)]
    assert queries.gaps_of(story) == [6]


def test_a_scene_is_cleaned_and_cut_to_the_limit(writer):
    writer.behaviour = answering(scenes(*range(1, 21), text="\x00" + "🦊" * (SCENE_LIMIT + 50)))
    assert queries.texts_of(written(make_story()))[1] == "🦊" * SCENE_LIMIT


@pytest.mark.parametrize("status", [401, 451], ids=["permanent", "refused"])
def test_a_permanent_error_fails_the_story_at_once_in_words(writer, status, announced, commit):
    writer.behaviour = answering(Answer({"error": "The key is wrong."}, status))
    story = make_story()
    with commit():
        assert writing.write(story.pk) is None
    story.refresh_from_db()
    assert (story.status, story.error, story.lease_until) == (statuses.FAILED, "The key is wrong.", None)
    assert len(writer.asked) == 1
    assert announced == [("writing", "failed")]


def write_when_it_is_time(story) -> float | None:
    """Write as the task does that comes back after its wait."""
    Story.objects.filter(pk=story.pk, lease_until__gt=timezone.now()).update(lease_until=timezone.now())
    return writing.write(story.pk)


def test_a_temporary_error_is_tried_three_times(writer):
    writer.behaviour = answering(Answer({"error": "Too busy."}, 503))
    story = make_story()
    waits = [write_when_it_is_time(story) for _ in range(3)]
    story.refresh_from_db()
    assert waits == [pytest.approx(5, rel=0.25), pytest.approx(10, rel=0.25), None]  # 5 s and 10 s, with jitter
    assert (story.status, story.error) == (statuses.FAILED, "Too busy.")
    assert len(writer.asked) == 3
    assert writing.write(story.pk) is None
    assert len(writer.asked) == 3


def test_a_temporary_error_keeps_the_story_until_the_writer_may_be_asked_again(writer):
    good = writer.behaviour
    writer.behaviour = answering(Answer({"error": "Too busy.", "retry_after": 7}, 429))
    story = make_story()
    assert writing.write(story.pk) == 7
    story.refresh_from_db()
    assert (story.status, story.tries) == (statuses.WRITING, 0)
    assert 5 < (story.lease_until - timezone.now()).total_seconds() <= 7
    writer.behaviour = good
    assert writing.write(story.pk) is None  # too early: a message that came twice, say
    assert len(writer.asked) == 1
    write_when_it_is_time(story)
    story.refresh_from_db()
    assert story.status == statuses.EDITING


def test_scenes_that_came_before_an_error_are_saved_and_not_asked_for_again(writer):
    writer.behaviour = answering(scenes(1, 2), Answer({"error": "Too busy."}, 500), scenes(*range(3, 21)))
    story = make_story()
    assert writing.write(story.pk) == pytest.approx(5, rel=0.25)
    write_when_it_is_time(story)
    story.refresh_from_db()
    assert story.status == statuses.EDITING
    assert len(queries.texts_of(story)) == 20
    assert [asked.body["already"] for asked in writer.asked] == [[], [1, 2], [1, 2]]


def test_scenes_that_came_before_the_last_error_are_left_with_gaps(writer):
    writer.behaviour = answering(scenes(1, 2), Answer({"error": "Too busy."}, 500))
    story = make_story()
    assert [write_when_it_is_time(story) is None for _ in range(3)] == [False, False, True]
    story.refresh_from_db()
    assert (story.status, story.error) == (statuses.EDITING, "Too busy.")
    assert queries.gaps_of(story) == list(range(3, 21))


def test_being_told_to_wait_spends_no_try(writer):
    writer.behaviour = answering(Answer({"error": "Too busy.", "retry_after": 7}, 429))
    story = make_story()
    assert [write_when_it_is_time(story) for _ in range(5)] == [7] * 5


def test_the_second_call_tells_the_writer_what_was_wrong(writer):
    writer.behaviour = answering(
        Answer({"scenes": {"1": "The red fox runs."}, "problem": "Scenes 2 to 20 are missing."}), scenes(2)
    )
    story = written(make_story())
    assert [asked.body["problem"] for asked in writer.asked] == ["", "Scenes 2 to 20 are missing."]
    assert queries.gaps_of(story) == list(range(3, 21))


@pytest.mark.parametrize("garbage", [{"prose": "Once upon a time"}, {"body": {"scenes": {"1": 7}}}])
def test_a_writer_that_answers_garbage_is_called_three_times_before_the_story_fails(writer, garbage):
    writer.behaviour = answering(Answer(**garbage))
    story = make_story()
    assert [write_when_it_is_time(story) is None for _ in range(3)] == [False, False, True]
    story.refresh_from_db()
    assert story.error == "The writer stopped with an unexpected error."


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_message_call_the_writer_once(writer):
    good = writer.behaviour
    writer.behaviour = lambda asked, number: Answer(good(asked, number).body, after=0.3)
    story = make_story()

    def write(_: int) -> float | None:
        try:
            return writing.write(story.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert list(workers.map(write, range(2))) == [None, None]
    assert len(writer.asked) == 1
    assert Story.objects.get().status == statuses.EDITING


def test_a_message_that_comes_again_after_the_story_is_written_does_nothing(writer):
    story = written(make_story())
    writing.write(story.pk)
    assert len(writer.asked) == 1


def test_a_story_that_is_gone_is_not_written(writer):
    story = make_story()
    pk = story.pk
    story.delete()
    assert writing.write(pk) is None
    assert writer.asked == []


def test_a_failed_story_is_sent_to_the_writer_again_once(writer, commit):
    good = writer.behaviour
    writer.behaviour = answering(Answer({"error": "The key is wrong."}, 401))
    story = written(make_story())
    stale = Story.objects.get(pk=story.pk)
    with commit():
        writing.write_again(story, by="mia")
    assert (story.status, story.error, story.tries) == (statuses.WRITING, "", 0)
    with pytest.raises(Conflict):
        writing.write_again(stale, by="tom")
    assert sent_tasks() == [("stories.write", None)]
    writer.behaviour = good
    assert written(story).status == statuses.EDITING


def test_a_story_that_did_not_fail_is_not_written_again(commit):
    with commit(), pytest.raises(Forbidden):
        writing.write_again(edited_story(), by="mia")
    assert sent_tasks() == []


def test_a_story_that_is_stopped_before_its_writer_began_costs_nothing(writer, commit):
    story = make_story()
    writing.stop(story, by="mia")
    assert (written(story).status, story.error, writer.asked) == (statuses.FAILED, writing.STOPPED, [])
    with pytest.raises(Conflict, match="nothing to stop"):
        writing.stop(story, by="mia")
    with commit():
        writing.write_again(story, by="mia")
    assert sent_tasks() == [("stories.write", None)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("came", [20, 14, 0])
def test_what_a_writer_brings_that_had_begun_is_kept_and_it_is_asked_no_second_time(writer, came):
    story = make_story()

    def stop_first(asked, number):
        writing.stop(story, by="mia")
        connection.close()
        return scenes(*range(1, came + 1))

    writer.behaviour = stop_first
    writing.write(story.pk)
    story = Story.objects.get(pk=story.pk)
    assert (len(writer.asked), len(queries.texts_of(story))) == (1, came)
    assert story.status == (statuses.EDITING if came else statuses.FAILED)


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_fails_after_it_was_stopped_is_not_asked_again(writer):
    story = make_story()

    def stop_first(asked, number):
        writing.stop(story, by="mia")
        connection.close()
        return Answer(status=503)

    writer.behaviour = stop_first
    writing.write(story.pk)
    story.refresh_from_db()
    assert (writing.write(story.pk), len(writer.asked)) == (None, 1)
    assert (story.status, story.error) == (statuses.FAILED, writing.STOPPED)
