"""What begins when, how far each story is made, and what one story's failure means for the others."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from batches import making, queries, services, statuses, tasks
from batches.models import Batch, BatchRow
from core.models import Expense
from images import statuses as picture_statuses
from images.models import Illustration
from sheets.ideas import mark
from sheets.models import TakenIdea
from stories import deletion, ledger, writing
from stories.models import Story
from tests.batches.rows import batch_of, draw_all, lines, look_at_all, states, write_all
from tests.broker import sent_tasks
from tests.concurrency import at_once
from tests.factories import ANSWERS_A, ANSWERS_B
from tests.upstreams.google_sheets import IDEAS
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "writer", "illustrator")]


def test_the_stories_of_a_batch_are_written_and_drawn_and_nobody_approves_the_pictures():
    batch = batch_of(until=Batch.PICTURES)
    making.begin_waiting()
    assert states(batch) == [statuses.MAKING] * 2
    write_all()
    assert set(Story.objects.values_list("status", flat=True)) == {"illustrating"}
    draw_all()
    assert states(batch) == [statuses.MADE] * 2
    assert set(Illustration.objects.values_list("status", flat=True)) == {picture_statuses.PENDING}


def test_a_batch_up_to_the_scenes_leaves_their_approval_to_a_person():
    batch = batch_of()
    making.begin_waiting()
    write_all()
    assert states(batch) == [statuses.MADE] * 2
    assert set(Story.objects.values_list("status", flat=True)) == {"editing"}


def test_a_batch_up_to_the_film_approves_all_and_has_the_clips_made():
    batch = batch_of(ANSWERS_A, until=Batch.FILM)
    making.begin_waiting()
    write_all()
    draw_all()
    assert (Story.objects.get().status, states(batch)) == ("filming", [statuses.MAKING])


@pytest.mark.django_db(transaction=True)
def test_no_more_stories_are_made_at_once_than_the_setting_says(settings):
    settings.BATCH_STORIES_AT_ONCE = 1
    batch = batch_of()
    at_once(making.begin_waiting, making.begin_waiting)
    assert states(batch) == [statuses.MAKING, statuses.WAITING]
    write_all()
    making.begin_waiting()
    assert states(batch) == [statuses.MADE, statuses.MAKING]


def test_one_bad_row_stops_no_other():
    batch = batch_of(ANSWERS_A, {"find": "a kite"}, ANSWERS_B)
    assert states(batch) == [statuses.WAITING, statuses.FAILED, statuses.WAITING]
    assert 'humiliation_type must be "A"' in batch.rows.get(line=2).error
    making.begin_waiting()
    write_all()
    assert states(batch) == [statuses.MADE, statuses.FAILED, statuses.MADE]
    assert queries.progress_of(batch).percent == 100


def test_a_story_that_cannot_be_written_ends_its_row_alone_and_is_tried_again(writer):
    written = writer.behaviour
    writer.behaviour = lambda asked, number: Answer({"error": "No."}, 401) if number == 0 else written(asked, number)
    batch = batch_of()
    making.begin_waiting()
    write_all()
    assert sorted(states(batch)) == [statuses.FAILED, statuses.MADE]
    assert batch.rows.get(status=statuses.FAILED).error
    assert services.try_again(batch, by="ada") == 1
    making.begin_waiting()
    write_all()
    assert states(batch) == [statuses.MADE] * 2
    assert Story.objects.count() == 2


def test_pictures_that_failed_are_named_and_only_they_are_drawn_again():
    batch = batch_of(ANSWERS_A, until=Batch.PICTURES)
    making.begin_waiting()
    write_all()
    Illustration.objects.filter(number=7).update(status=picture_statuses.FAILED, error="Too violent.")
    Illustration.objects.filter(status=picture_statuses.QUEUED).update(status=picture_statuses.PENDING)
    Story.objects.update(status="reviewing")
    look_at_all()
    assert batch.rows.get().error == "1 of 20 pictures could not be drawn (scene 7): Too violent."
    services.try_again(batch, by="ada")
    making.begin_waiting()
    assert list(Illustration.objects.filter(status=picture_statuses.QUEUED).values_list("number", flat=True)) == [7]
    assert states(batch) == [statuses.MAKING]


def test_the_same_rows_are_the_same_batch_and_make_nothing_twice():
    batch = batch_of()
    making.begin_waiting()
    write_all()
    again = batch_of()
    making.begin_waiting()
    assert (again.pk, Story.objects.count(), states(batch)) == (batch.pk, 2, [statuses.MADE] * 2)


def test_a_batch_that_is_to_go_farther_goes_on_with_its_stories():
    batch = batch_of()
    making.begin_waiting()
    write_all()
    services.start(batch, until=Batch.PICTURES, by="ada")
    making.begin_waiting()
    look_at_all()
    assert set(Story.objects.values_list("status", flat=True)) == {"illustrating"}
    assert Story.objects.count() == 2
    services.start(batch, until=Batch.SCENES, by="ada")
    assert Batch.objects.get().until == Batch.PICTURES


class TestStop:
    def test_nothing_that_has_not_begun_is_begun(self, settings):
        settings.BATCH_STORIES_AT_ONCE = 1
        batch = batch_of(until=Batch.PICTURES)
        making.begin_waiting()
        services.stop(batch, by="ada")
        write_all()
        making.begin_waiting()
        assert states(batch) == [statuses.MAKING, statuses.WAITING]
        assert Story.objects.get().status == "editing"
        services.go_on(batch, by="ada")
        look_at_all()
        assert Story.objects.get().status == "illustrating"

    def test_pictures_that_wait_are_stopped_and_drawn_once_it_goes_on(self):
        batch = batch_of(ANSWERS_A, until=Batch.PICTURES)
        making.begin_waiting()
        write_all()
        services.stop(batch, by="ada")
        look_at_all()
        assert set(Illustration.objects.values_list("status", flat=True)) == {picture_statuses.FAILED}
        assert states(batch) == [statuses.MAKING]
        services.go_on(batch, by="ada")
        assert set(Illustration.objects.values_list("status", flat=True)) == {picture_statuses.QUEUED}
        look_at_all()
        assert states(batch) == [statuses.MAKING]


class TestBudget:
    @pytest.fixture(autouse=True)
    def _priced(self, settings, writer, illustrator):
        """Each call of the writer and the illustrator costs something, and a day allows two of the writer."""
        settings.PRICES = {"test-1": {"output": 1000}}
        one = ledger.writing_cost()
        settings.DAILY_BUDGET_USD, self.one = one * 2, one

    def test_stories_for_which_today_leaves_nothing_wait_and_say_why(self, settings):
        settings.DAILY_BUDGET_USD = self.one * Decimal("1.5")
        batch = batch_of()
        making.begin_waiting()
        assert states(batch) == [statuses.MAKING, statuses.WAITING]
        batch.refresh_from_db()
        assert "the budget of today leaves too little" in batch.note
        settings.DAILY_BUDGET_USD = self.one * 10
        making.begin_waiting()
        batch.refresh_from_db()
        assert (states(batch), batch.note) == ([statuses.MAKING] * 2, "")

    def test_a_batch_of_which_no_story_can_be_paid_for_is_not_started(self, settings):
        settings.STORY_BUDGET_USD = self.one / 2
        with pytest.raises(ledger.OverBudget, match="one of its stories would cost about"):
            batch_of()
        assert not Story.objects.exists()

    def test_pictures_that_today_leaves_nothing_for_wait_for_tomorrow(self, settings):
        settings.PRICES = {"test-1": {"output": 0.001}}
        batch = batch_of(ANSWERS_A, until=Batch.PICTURES)
        making.begin_waiting()
        assert states(batch) == [statuses.MAKING]
        settings.PRICES = {"test-1": {"output": 10}}
        writing.write(Story.objects.get().pk)
        spent = Expense.objects.create(
            channel="x", what="picture", provider="x", model="x", cost_usd=settings.DAILY_BUDGET_USD
        )
        look_at_all()
        assert (Story.objects.get().status, states(batch)) == ("editing", [statuses.MAKING])
        spent.delete()
        settings.DAILY_BUDGET_USD = Decimal(100)
        look_at_all()
        assert Story.objects.get().status == "illustrating"


class TestCrashes:
    def test_a_look_whose_worker_died_is_taken_up_by_the_sweep(self, commit):
        batch = batch_of(ANSWERS_A)
        making.begin_waiting()
        row = batch.rows.get()
        assert making.row_jobs.claim(row)
        write_all()  # somebody seems to look at it, so nobody does
        assert states(batch) == [statuses.MAKING]
        BatchRow.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        with commit():
            tasks.sweep()
        assert ("batches.advance", None) in sent_tasks()
        making.advance(row.pk)
        assert states(batch) == [statuses.MADE]

    def test_a_row_that_kills_its_worker_three_times_is_given_up(self):
        batch = batch_of(ANSWERS_A)
        making.begin_waiting()
        BatchRow.objects.update(tries=3, lease_until=timezone.now() - timedelta(seconds=1))
        tasks.sweep()
        assert "stopped three times" in batch.rows.get().error

    def test_the_row_of_a_deleted_story_ends(self):
        batch = batch_of(ANSWERS_A)
        making.begin_waiting()
        deletion.delete(Story.objects.get(), by="ada")
        look_at_all()
        assert batch.rows.get().error == "Its story was deleted."
        services.try_again(batch, by="ada")
        making.begin_waiting()
        assert Story.objects.count() == 1


class TestIdeas:
    def test_the_ideas_of_the_sheet_become_stories_and_their_rows_say_so(self, google):
        google.worksheets[IDEAS] = [["Idea", "", "Status"], ["A kite", "", "In Progress"], ["A boat"]]
        batch = services.prepare_ideas(user=None, by="ada")
        services.start(batch, until=Batch.SCENES, by="ada")
        assert services.prepare_ideas(user=None, by="ada") == batch
        making.begin_waiting()
        story = Story.objects.get()
        assert (batch.rows.get().line, story.answers["idea"]) == (2, "A kite")
        mark(story.pk)
        assert google.worksheets[IDEAS][1][2] == f"Story {story.pk}"

    def test_an_idea_that_is_taken_makes_no_second_story(self):
        first = batch_of({"idea": "A kite"})
        making.begin_waiting()
        second = batch_of({"idea": "A kite"}, ANSWERS_A)
        making.begin_waiting()
        assert states(first) == [statuses.MAKING]
        assert states(second) == [statuses.FAILED, statuses.MAKING]
        assert TakenIdea.objects.count() == 1


def test_lines_that_are_not_valid_alone_start_nothing():
    batch = services.prepare("x", lines({"find": "a"}), user=None, by="ada")
    with pytest.raises(services.Invalid, match="No row of this batch"):
        services.start(batch, by="ada")
