"""The quiz as a visitor walks it: one question at a time, in whole pages and in htmx fragments."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from itertools import pairwise
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from quiz import tasks
from quiz.models import Question, Submission
from stories.answers import KEYS
from stories.models import Story, StoryTemplate
from tests.broker import sent_tasks
from tests.factories import ANSWERS_A, ANSWERS_B, edited_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}


def asked(url: str) -> str:
    return url.removeprefix("/quiz/").rstrip("/")


def walk(client: Client, answers: dict[str, str]) -> list[str]:
    """Answer all questions; the keys in the order of the questions."""
    url, way = client.get("/quiz/").url, []
    while asked(url) != "check":
        way.append(asked(url))
        assert client.get(url).status_code == 200
        url = client.post(url, {"value": answers[way[-1]]}).url
    return way


@pytest.mark.parametrize("answers", [ANSWERS_A, ANSWERS_B], ids=["humiliation", "offering"])
def test_a_visitor_is_asked_what_the_branch_needs_and_nothing_else(client, answers):
    assert walk(client, answers) == [key for key in KEYS if answers[key]]


@pytest.mark.parametrize("answers", [ANSWERS_A, ANSWERS_B], ids=["humiliation", "offering"])
def test_the_answers_become_one_story_of_the_visitor(client, answers):
    walk(client, answers)
    page = client.post("/quiz/check/")
    story = Story.objects.get()
    assert page.url == f"/stories/{story.pk}/"
    assert story.answers == answers
    assert client.get(page.url).status_code == 200
    assert Client().get(page.url).status_code == 404


def test_the_answers_of_a_branch_that_was_left_do_not_reach_the_story(client):
    walk(client, ANSWERS_B)
    client.post("/quiz/humiliation_type/", {"value": "A"})
    client.post("/quiz/humiliation/", {"value": "ignored in public"})
    client.post("/quiz/check/")
    answers = Story.objects.get().answers
    assert answers["humiliation"] == "ignored in public"
    assert answers["offering_who"] == answers["offering_what"] == ""
    assert answers["find"] == ANSWERS_B["find"]


def test_answers_are_still_there_for_a_new_request_of_the_same_browser(client):
    client.post("/quiz/story_type/", {"value": "Redemption Arc"})
    again = Client()
    again.cookies = client.cookies
    assert asked(again.get("/quiz/").url) == "humiliation_type"
    page = again.get("/quiz/story_type/").content.decode()
    assert 'value="Redemption Arc" checked' in page
    assert asked(Client().get("/quiz/").url) == "story_type"


@pytest.mark.parametrize("kind", ["A", "B"])
def test_back_leads_to_the_question_before_on_this_branch(client, kind):
    answers = {"A": ANSWERS_A, "B": ANSWERS_B}[kind]
    way = walk(client, answers)
    for before, key in pairwise(way):
        assert f'href="/quiz/{before}/"' in client.get(f"/quiz/{key}/").content.decode()
    assert "Back" not in client.get(f"/quiz/{way[0]}/").content.decode()


def test_back_and_next_move_by_one_question_and_show_the_earlier_answers(client):
    walk(client, ANSWERS_A)
    page = client.get("/quiz/find/").content.decode()
    assert "a blueprint for a jetpack</textarea>" in page
    assert client.post("/quiz/find/", {"value": "a glowing relic"}).url == "/quiz/do_with_find/"
    assert client.post("/quiz/do_with_find/", {"value": "A"}).url == "/quiz/villain_crime/"


def test_the_progress_counts_the_questions_once_the_branch_is_known(client):
    seen = []
    way = walk(client, ANSWERS_A)
    for key in way:
        page = client.get(f"/quiz/{key}/").content.decode()
        seen.append(page.split("<span>Question ")[1].split("</span>")[0])
    # The first two cannot know yet which branch is taken, and promise no number.
    assert seen == ["1", "2", "3 of 6", "4 of 6", "5 of 6", "6 of 6"]


def test_a_question_that_is_not_reached_yet_leads_to_the_first_open_one(client):
    assert client.get("/quiz/villain_crime/").url == "/quiz/story_type/"
    assert client.get("/quiz/treasure/").url == "/quiz/story_type/"
    assert client.get("/quiz/check/").url == "/quiz/"
    assert client.post("/quiz/check/").url == "/quiz/"
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("story_type", "", "Pick one of the answers"),
        ("story_type", "Space Opera", "Pick one of the answers"),
        ("humiliation_type", "C", "Pick one of the answers"),
        ("humiliation", "", "Write a few words"),
        ("humiliation", " \n ", "Write a few words"),
        ("humiliation", "\x00", "humiliation is empty"),
        ("humiliation", "x" * 301, "This is 1 characters too long"),
        ("find", "x" * 400, "This is 100 characters too long"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_an_answer_that_cannot_be_taken_is_explained_beside_its_field(client, key, value, sentence, headers):
    walk(client, ANSWERS_A)
    answer = client.post(f"/quiz/{key}/", {"value": value}, headers=headers)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sentence in page.split('id="error" role="alert">')[1].split("</p>")[0]
    assert f'action="/quiz/{key}/"' in page
    assert Submission.objects.get().answers == {key: text for key, text in ANSWERS_A.items() if text}


def test_what_was_typed_stays_in_the_field_beside_the_error(client):
    walk(client, ANSWERS_A)
    answer = client.post("/quiz/find/", {"value": "<b>" + "x" * 300})
    assert "&lt;b&gt;" + "x" * 300 in answer.content.decode()


def test_htmx_gets_fragments_and_everybody_else_whole_pages(client):
    walk(client, ANSWERS_A)
    for url in ("/quiz/find/", "/quiz/check/"):
        page, fragment = client.get(url), client.get(url, headers=HTMX)
        assert page.content.startswith(b"<!doctype html>")
        assert b"<!doctype" not in fragment.content
        assert b"<form" in fragment.content
        assert page["Vary"] == fragment["Vary"]
        assert "HX-Request" in page["Vary"]


def test_htmx_is_sent_to_the_next_question_and_in_the_end_to_the_story(client):
    walk(client, ANSWERS_A)
    following = client.post("/quiz/find/", {"value": "a relic"}, headers=HTMX, follow=True)
    assert following.redirect_chain == [("/quiz/do_with_find/", 302)]
    done = client.post("/quiz/check/", headers=HTMX)
    assert done["HX-Redirect"] == f"/stories/{Story.objects.get().pk}/"


def test_the_last_page_shows_every_answer_in_words_with_a_link_to_change_it(client):
    walk(client, ANSWERS_B)
    page = unescape(client.get("/quiz/check/").content.decode())
    for words in ("He offers something and is turned down", "a girl fox", "He trains with a master", "a flower"):
        assert words in page
    for key in (key for key in KEYS if ANSWERS_B[key]):
        assert f'href="/quiz/{key}/"' in page
    assert 'href="/quiz/humiliation/"' not in page


def test_changing_an_early_answer_on_the_last_page_asks_only_what_is_new(client):
    walk(client, ANSWERS_A)
    assert client.post("/quiz/humiliation_type/", {"value": "B"}).url == "/quiz/offering_who/"
    assert client.get("/quiz/check/").url == "/quiz/"
    assert client.post("/quiz/offering_who/", {"value": "a crow"}).url == "/quiz/offering_what/"
    client.post("/quiz/offering_what/", {"value": "a flower"})
    assert client.get("/quiz/check/").status_code == 200


def test_a_story_type_that_was_deactivated_meanwhile_is_asked_again(client):
    walk(client, ANSWERS_A)
    StoryTemplate.objects.filter(name="Power Fantasy").update(active=False)
    answer = client.post("/quiz/check/")
    assert answer.status_code == 422
    assert 'action="/quiz/story_type/"' in answer.content.decode()
    assert "story_type must be one of" in answer.content.decode()
    assert not Story.objects.exists()


def test_a_second_click_on_write_my_story_leads_to_the_same_story(client):
    walk(client, ANSWERS_A)
    first, second = client.post("/quiz/check/"), client.post("/quiz/check/")
    assert first.url == second.url
    assert Story.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_story_and_one_task(client):
    walk(client, ANSWERS_A)

    def click(_: int) -> str:
        browser = Client()
        browser.cookies = client.cookies
        try:
            return browser.post("/quiz/check/").url
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        urls = set(clicks.map(click, range(4)))
    assert urls == {f"/stories/{Story.objects.get().pk}/"}
    assert sent_tasks() == [("stories.write", None)]


def test_starting_over_forgets_the_unfinished_answers_and_keeps_the_stories(client):
    walk(client, ANSWERS_A)
    client.post("/quiz/check/")
    walk(client, ANSWERS_B)
    assert "Go on with the quiz" in client.get("/").content.decode()
    assert asked(client.post("/quiz/again/", follow=True).redirect_chain[-1][0]) == "story_type"
    assert [bool(row.answers) for row in Submission.objects.all()] == [True]
    home = client.get("/").content.decode()
    assert "Start your story" in home
    assert str(Story.objects.get().pk) in home


def test_the_start_page_opens_no_session_and_shows_nobody_elses_stories(client):
    walk(client, ANSWERS_A)
    client.post("/quiz/check/")
    stranger = Client()
    assert str(Story.objects.get().pk) not in stranger.get("/").content.decode()
    assert "sessionid" not in stranger.cookies


def test_the_browsers_back_gets_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    page = client.get("/quiz/story_type/", headers=headers)
    assert b"<!doctype html>" in page.content
    assert "HX-History-Restore-Request" in page["Vary"]


def test_a_visit_without_an_answer_adds_no_row():
    for url in ("/quiz/", "/quiz/story_type/", "/quiz/check/"):
        assert Client().get(url, follow=True).status_code == 200
    assert not Submission.objects.exists()
    assert not Session.objects.exists()


def rows() -> tuple[int, int]:
    return Session.objects.count(), Submission.objects.count()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/quiz/story_type/", {"value": "Redemption Arc"}),
        ("/quiz/story_type/", {"value": "no such type"}),
        ("/quiz/find/", {"value": "a lamp"}),
        ("/quiz/check/", {}),
        ("/quiz/again/", {}),
        (f"/quiz/from/{UUID(int=7)}/", {}),
    ],
)
def test_posts_without_a_cookie_leave_no_session_and_no_answers(path, data):
    for _ in range(20):
        Client().post(path, data)
    assert rows() == (0, 0)


def test_the_first_answer_of_a_new_visitor_is_kept_in_the_browser_until_the_second(client):
    assert client.post("/quiz/story_type/", {"value": "Redemption Arc"}).url == "/quiz/humiliation_type/"
    assert rows() == (0, 0)
    assert "Go on with the quiz" in client.get("/").content.decode()
    for _ in range(2):  # and a reload
        assert 'href="/quiz/story_type/"' in client.get("/quiz/humiliation_type/").content.decode()
    assert 'value="Redemption Arc" checked' in client.get("/quiz/story_type/").content.decode()
    client.post("/quiz/story_type/", {"value": "Power Fantasy"})
    assert client.post("/quiz/humiliation_type/", {"value": "C"}).status_code == 422
    assert rows() == (0, 0)
    assert client.post("/quiz/humiliation_type/", {"value": "A"}).url == "/quiz/humiliation/"
    assert Submission.objects.get().answers == {"story_type": "Power Fantasy", "humiliation_type": "A"}
    assert rows() == (1, 1)
    assert "quiz_begun" not in {name for name, cookie in client.cookies.items() if cookie.value}
    assert 'value="Power Fantasy" checked' in client.get("/quiz/story_type/").content.decode()


def test_starting_over_forgets_the_first_answer_too(client):
    client.post("/quiz/story_type/", {"value": "Redemption Arc"})
    client.post("/quiz/again/")
    assert asked(client.get("/quiz/").url) == "story_type"
    assert "Start your story" in client.get("/").content.decode()


def test_second_answers_with_the_same_cookie_and_no_session_are_of_one_visitor(client):
    client.post("/quiz/story_type/", {"value": "Redemption Arc"})
    begun = client.cookies["quiz_begun"].value
    for value in "ABAB":
        again = Client()
        again.cookies["quiz_begun"] = begun
        again.post("/quiz/humiliation_type/", {"value": value})
    assert Submission.objects.get().answers == {"story_type": "Redemption Arc", "humiliation_type": "B"}


@pytest.mark.parametrize("value", ["", "x", "eyJhIjoxfQ:1abc:sig"])
def test_a_cookie_that_is_not_ours_counts_as_none(client, value):
    client.cookies["quiz_begun"] = value
    assert client.get("/quiz/humiliation_type/").url == "/quiz/story_type/"
    assert client.get("/").status_code == 200


def test_the_longest_first_answer_fits_into_the_cookie(client):
    Question.objects.filter(key="find").update(position=0)
    Question.objects.exclude(key="find").update(position=1)
    text = "".join(chr(0x1F300 + number * 7 % 700) for number in range(300))
    assert client.post("/quiz/find/", {"value": text}).status_code == 302
    assert len(client.cookies["quiz_begun"].value) < 4000
    assert text in client.get("/quiz/find/").content.decode()
    assert rows() == (0, 0)


def test_a_visitor_is_remembered_for_a_month_and_for_a_year_once_there_is_a_story(client):
    walk(client, ANSWERS_A)
    assert client.session.get_expiry_age() == 30 * 24 * 3600 == client.cookies["sessionid"]["max-age"]
    client.post("/quiz/check/")
    assert client.session.get_expiry_age() == 365 * 24 * 3600 == client.cookies["sessionid"]["max-age"]


def test_answers_that_became_no_story_are_forgotten_after_a_month(client):
    walk(client, ANSWERS_A)
    client.post("/quiz/check/")
    long_ago = timezone.now() - timedelta(days=31)
    for owner, changed in (("one", long_ago), ("two", timezone.now())):
        row = Submission.objects.create(owner=owner, answers=ANSWERS_B)
        Submission.objects.filter(pk=row.pk).update(updated_at=changed)
    Submission.objects.exclude(story=None).update(updated_at=long_ago)
    tasks.forget_abandoned()
    assert set(Submission.objects.values_list("owner", flat=True)) == {"two", Story.objects.get().owner}


def test_a_deleted_story_takes_its_answers_along(client):
    walk(client, ANSWERS_A)
    client.post("/quiz/check/")
    Story.objects.get().delete()
    assert not Submission.objects.exists()
    assert "Start your story" in client.get("/").content.decode()


def test_a_quiz_of_one_question_can_be_finished(client):
    Question.objects.filter(key="villain_crime").update(position=0)
    Question.objects.exclude(key="villain_crime").update(position=1)
    assert client.post("/quiz/villain_crime/", {"value": "stealing"}).url == "/quiz/check/"
    assert client.get("/quiz/check/").status_code == 200


def test_answers_are_changed_in_a_new_story_and_nothing_is_lost():
    story, browser = edited_story(), visitor()
    story.scenes.filter(number__in=[3, 7]).update(text="The red fox waits.")
    browser.post("/quiz/story_type/", {"value": "Redemption Arc"})  # another story was begun
    assert "This one stays as it is" in browser.get(f"/stories/{story.pk}/").content.decode()
    assert browser.post(f"/quiz/from/{story.pk}/").url == "/quiz/check/"
    page = browser.get("/quiz/check/").content.decode()
    assert ANSWERS_A["find"] in page
    assert "The first one stays as it is, with what you changed in scenes 3, 7." in page
    browser.post("/quiz/find/", {"value": "a silver bell"})
    made = browser.post("/quiz/check/").url
    other = Story.objects.exclude(pk=story.pk).get()
    assert (made, other.answers) == (f"/stories/{other.pk}/", ANSWERS_A | {"find": "a silver bell"})
    assert story.scenes.filter(text="The red fox waits.").count() == 2
    assert 'value="Redemption Arc" checked' in browser.get("/quiz/story_type/").content.decode()
