"""`manage.py take_idea`: an idea of the sheet becomes a story, once."""

from io import StringIO

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from providers.text.local import LocalWriter
from sheets.ideas import take
from sheets.models import TakenIdea
from stories import queries, statuses, writing
from stories.models import Story
from tests.broker import sent_tasks
from tests.concurrency import at_once
from tests.upstreams.google_sheets import IDEAS, html

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
HEADER = ["Idea", "Who", "Status"]


@pytest.fixture
def ideas_of(google):
    """Puts rows into the list of ideas; returns a function that reads their statuses."""

    def put(*rows):
        google.worksheets[IDEAS] = [HEADER, *(list(row) for row in rows)]
        return lambda: [(*row, "", "", "")[2] for row in google.worksheets[IDEAS][1:]]

    return put


def said(command="take_idea", *arguments):
    """What the command says."""
    out, err = StringIO(), StringIO()
    call_command(command, *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_first_idea_in_progress_becomes_a_story_and_its_row_says_so(ideas_of):
    statuses_now = ideas_of(["A cave"], ["A kite", "me", "In Progress"], ["A boat", "", "In Progress"])
    out, _ = said()
    story = Story.objects.get()
    assert (story.answers["idea"], story.status, story.owner) == ("A kite", statuses.WRITING, "command-line")
    assert out == f"“A kite” becomes a story: {site.SITE_URL}/stories/{story.pk}/\n"
    assert statuses_now() == ["", f"Story {story.pk}", "In Progress"]
    assert ("stories.write", None) in sent_tasks()


def test_the_next_run_takes_the_next_idea(ideas_of):
    ideas_of(["A kite", "", "In Progress"], ["A boat", "", "In Progress"])
    said()
    said()
    assert set(Story.objects.values_list("answers__idea", flat=True)) == {"A kite", "A boat"}


@pytest.mark.parametrize("status", ["in progress", " IN  PROGRESS ", "In\nProgress"])
def test_case_and_spaces_of_the_status_do_not_matter(ideas_of, status):
    ideas_of(["A kite", "", status])
    said()
    assert Story.objects.count() == 1


@pytest.mark.parametrize("row", [["A kite", "", "Done"], ["A kite"], ["", "", "In Progress"], []])
def test_other_rows_are_left_alone(ideas_of, row):
    statuses_now = ideas_of(row)
    before = statuses_now()
    with pytest.raises(CommandError, match="No idea waits"):
        said()
    assert (Story.objects.count(), statuses_now()) == (0, before)


def test_several_at_the_same_moment_take_different_ideas(ideas_of):
    statuses_now = ideas_of(*([f"Idea {number}", "", "In Progress"] for number in range(4)))
    stories = at_once(*[lambda: take(print)] * 4)
    assert {story.answers["idea"] for story in stories} == {f"Idea {number}" for number in range(4)}
    assert set(statuses_now()) == {f"Story {story.pk}" for story in Story.objects.all()}


def test_an_idea_whose_row_could_not_be_marked_is_not_taken_twice_but_marked_later(ideas_of, google):
    statuses_now = ideas_of(["A kite", "", "In Progress"], ["A boat", "", "In Progress"])
    google.behaviour = lambda asked, number: html(502) if asked.method == "PUT" else None
    _, err = said()
    assert "Row 2 could not be marked" in err
    first = Story.objects.get()
    google.behaviour = lambda asked, number: None
    _, err = said()
    assert "Row 2 was passed over: a story was made of this idea already." in err
    second = Story.objects.exclude(pk=first.pk).get()
    assert statuses_now() == [f"Story {first.pk}", f"Story {second.pk}"]


def test_the_idea_of_a_deleted_story_is_free_again(ideas_of):
    ideas_of(["A kite", "", "In Progress"])
    said()
    Story.objects.all().delete()
    ideas_of(["A kite", "", "In Progress"])
    said()
    assert TakenIdea.objects.count() == Story.objects.count() == 1


def test_an_idea_that_is_too_long_is_skipped_and_its_row_says_so(ideas_of):
    statuses_now = ideas_of(["x" * 1001, "", "In Progress"], ["A boat", "", "In Progress"])
    _, err = said()
    assert "Row 2 was passed over. The idea has 1,001 characters; 1 to 1,000 are allowed." in err
    assert Story.objects.get().answers["idea"] == "A boat"
    assert statuses_now()[0].startswith("Not taken: The idea has 1,001 characters")


def test_an_idea_may_become_another_kind_of_story(ideas_of):
    ideas_of(["A kite", "", "In Progress"])
    said("take_idea", "--story-type", "Coming of Age")
    assert Story.objects.get().template.name == "Coming of Age"
    with pytest.raises(CommandError, match="no story template called Western"):
        said("take_idea", "--story-type", "Western")


def test_a_list_that_cannot_be_read_is_an_error_with_its_cure_and_no_story_begins(google):
    google.role = ""
    with pytest.raises(CommandError, match=r"Nothing was begun\. .* Share the sheet"):
        said()
    assert Story.objects.count() == 0


def test_without_a_sheet_the_command_says_which_settings_are_missing(settings):
    settings.USE_GOOGLE_AUTH = False
    with pytest.raises(CommandError, match="USE_GOOGLE_AUTH=true, GOOGLE_SHEET_ID"):
        said()


def test_over_budget_no_idea_is_taken(ideas_of, settings):
    settings.TEXT_PROVIDER, settings.OPENAI_API_KEY, settings.DAILY_BUDGET_USD = "openai", "sk-1", 0
    statuses_now = ideas_of(["A kite", "", "In Progress"])
    with pytest.raises(CommandError, match="Nothing was begun"):
        said()
    assert (TakenIdea.objects.count(), statuses_now()) == (0, ["In Progress"])


def test_the_local_writer_writes_about_the_idea(ideas_of):
    ideas_of(["A kite made by moles.", "", "In Progress"])
    story = take(print)
    writing.write(story.pk)
    story.refresh_from_db()
    assert (story.status, len(queries.texts_of(story))) == (statuses.EDITING, 20)
    assert "an old picture book about “A kite made by moles”" in " ".join(queries.texts_of(story).values())


def test_the_local_writer_shortens_a_long_idea_at_a_word(ideas_of):
    ideas_of(["kite " * 60, "", "In Progress"])
    draft = LocalWriter().write(queries.brief_of(take(print)), already={})
    assert "kite kite…”" in " ".join(draft.scenes.values())


def test_the_moderator_reads_the_idea(ideas_of, moderation):
    ideas_of(["A bloodbath", "", "In Progress"])
    story = take(print)
    writing.write(story.pk)
    assert any("A bloodbath" in str(asked.body) for asked in moderation.asked)
