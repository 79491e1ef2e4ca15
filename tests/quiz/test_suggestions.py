"""Suggestions: three a question, others on request, one by surprise; and a surprise that answers the whole quiz."""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from quiz.models import Question, Submission
from quiz.suggestions import answer_sets, is_all_suggested
from stories.answers import ANSWER_LIMIT, clean_answers, needed_keys
from stories.models import Story, StoryTemplate
from tests.factories import ANSWERS_A, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def at_find(client):
    """A browser that has answered what comes before the question "find"."""
    for key in ("story_type", "humiliation_type", "humiliation"):
        client.post(f"/quiz/{key}/", {"value": ANSWERS_A[key]})
    return client


def offered(page) -> list[str]:
    return [unescape(text) for text in re.findall(r'name="fill" value="([^"]*)"', page.content.decode())]


def field(page) -> str:
    return unescape(re.search(r"<textarea[^>]*>(.*)</textarea>", page.content.decode()).group(1))


def test_every_set_answers_one_branch_and_every_branch_has_twelve_suggestions():
    names = set(StoryTemplate.objects.values_list("name", flat=True))
    for row in answer_sets():
        full = clean_answers(dict.fromkeys(ANSWERS_A, "") | row)
        assert {key for key, value in full.items() if value} == set(needed_keys(row["humiliation_type"])) == set(row)
        assert row["story_type"] in names
    for kind in "AB":
        for key in set(needed_keys(kind)) - {"story_type", "humiliation_type", "do_with_find"}:
            assert len({row[key] for row in answer_sets() if row["humiliation_type"] == kind}) >= 12


def test_a_question_offers_three_and_other_ideas_are_others(at_find):
    first = at_find.get("/quiz/find/")
    others = at_find.post("/quiz/find/", {"value": "a pebble", "shown": "0", "more": "1"})
    assert len(offered(first)) == len(offered(others)) == 3
    assert not set(offered(first)) & set(offered(others))
    assert field(others) == "a pebble"
    assert offered(at_find.get("/quiz/find/")) == offered(first)


def test_a_suggestion_is_put_into_the_field_and_not_saved(at_find):
    text = offered(at_find.get("/quiz/find/"))[1]
    page = at_find.post("/quiz/find/", {"value": "", "shown": "0", "fill": text}, headers={"HX-Request": "true"})
    assert (page.status_code, field(page), page["HX-Push-Url"]) == (200, text, "false")
    assert "find" not in Submission.objects.get().answers


def test_what_goes_with_the_answers_so_far_is_offered_first(client):
    row = answer_sets()[6]
    for key in ("story_type", "humiliation_type", "humiliation"):
        client.post(f"/quiz/{key}/", {"value": row[key]})
    assert offered(client.get("/quiz/find/"))[0] == row["find"]


def test_surprise_me_fills_in_another_suggestion_or_picks_an_option(at_find):
    text = field(at_find.post("/quiz/find/", {"value": "", "surprise": "1"}))
    assert text in Question.objects.get(key="find").suggestions.splitlines()
    assert field(at_find.post("/quiz/find/", {"value": text, "surprise": "1"})) != text
    page = at_find.post("/quiz/story_type/", {"value": "Power Fantasy", "surprise": "1"}).content.decode()
    assert len(re.findall(r'value="(?!Power Fantasy)[^"]*" checked', page)) == 1


@pytest.mark.parametrize("shown", ["", "x", "-3", "99999999999"])
def test_a_broken_place_among_the_suggestions_counts_as_none(at_find, shown):
    assert len(offered(at_find.post("/quiz/find/", {"value": "", "shown": shown, "more": "1"}))) == 3


def test_staff_change_suggestions_and_theirs_come_first(at_find):
    question = Question.objects.get(key="find")
    question.suggestions += "\n  a door in a hill \n\n"
    question.save()
    assert offered(at_find.get("/quiz/find/"))[0] == "a door in a hill"
    question.suggestions = ""
    question.save()
    assert "Pick one for me" not in at_find.get("/quiz/find/").content.decode()
    question.suggestions = "x" * (ANSWER_LIMIT + 1)
    with pytest.raises(ValidationError):
        question.full_clean()


def test_a_surprise_answers_everything_shows_it_and_writes_no_story(client):
    checked = client.post("/quiz/surprise/").url
    assert not Submission.objects.exists()  # nobody is known yet
    page = client.get(checked).content.decode()
    assert "Surprise me again" in page
    assert not Story.objects.exists()
    story_url = client.post("/quiz/check/").url
    answers = Story.objects.get().answers
    assert {key: value for key, value in answers.items() if value} in answer_sets()
    assert client.get(story_url).status_code == 200
    assert client.session.get_expiry_age() == 365 * 24 * 3600


def test_a_surprise_keeps_what_was_answered_and_replaces_nothing_that_was_written(at_find):
    at_find.post("/quiz/find/", {"value": "my own find"})
    assert at_find.post("/quiz/surprise/").url == "/quiz/check/"
    answers = Submission.objects.get().answers
    assert (answers["find"], answers["humiliation"]) == ("my own find", ANSWERS_A["humiliation"])
    assert "Surprise me again" not in at_find.get("/quiz/check/").content.decode()
    at_find.post("/quiz/surprise/")
    assert Submission.objects.get().answers == answers


def test_who_picks_suggestions_by_hand_is_not_offered_to_be_surprised_again():
    client = visitor()
    client.post("/quiz/story_type/", {"value": ANSWERS_A["story_type"]})
    assert client.post("/quiz/surprise/").url == "/quiz/check/"
    assert is_all_suggested(Submission.objects.get())
    assert "Surprise me again" not in client.get("/quiz/check/").content.decode()


def test_a_surprise_with_a_quiz_that_staff_changed_asks_what_has_no_suggestion():
    StoryTemplate.objects.exclude(name="Redemption Arc").update(active=False)
    Question.objects.filter(key="find").update(suggestions="")
    client = visitor()
    assert client.post("/quiz/surprise/").url == "/quiz/find/"
    assert Submission.objects.get().answers["story_type"] == "Redemption Arc"


def test_an_upgrade_gives_the_questions_that_are_there_suggestions():
    Question.objects.update(suggestions="")
    migration = MigrationLoader(connection).get_migration("quiz", "0003_suggestions")
    migration.operations[1].code(MigrationLoader(connection).project_state().apps, None)
    assert len(Question.objects.get(key="humiliation").suggestions.splitlines()) >= 12
    assert Question.objects.get(key="story_type").suggestions == ""
