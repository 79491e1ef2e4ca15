"""`POST /submit`, without a worker."""

import pytest
from django.contrib.sessions.models import Session

from stories import statuses
from stories.models import Story
from tests.factories import ANSWERS_A, ANSWERS_B

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"story_type": "Space Opera"}, "story_type must be one of: Power Fantasy"),
        ({"story_type": ""}, "story_type is empty"),
        ({"story_type": "\ud800"}, "story_type is empty"),
        ({"humiliation_type": "C"}, "humiliation_type must be"),
        ({"humiliation": ""}, "humiliation is empty"),
        ({"humiliation_type": "B"}, "offering_who is empty"),
        ({"find": "x" * 301}, "find has 301 characters"),
        ({"do_with_find": None}, "do_with_find must be text"),
        ({"villain_crime": ["a"]}, "villain_crime must be text"),
    ],
)
def test_an_invalid_answer_is_named_and_no_story_is_made(api, changes, words):
    status, body = api.post("/submit", ANSWERS_A | changes)
    assert status == 400
    assert words in body["error"]
    assert not Story.objects.exists()


@pytest.mark.parametrize("key", [key for key in ANSWERS_A if key != "story_type"])
def test_a_missing_answer_is_named(api, key):
    status, body = api.post("/submit", {name: text for name, text in ANSWERS_A.items() if name != key})
    assert (status, body["error"].split()[:3]) == (400, [key, "is", "missing."])


def test_a_story_that_is_not_written_in_time_is_504_with_its_id(api, settings):
    settings.WRITE_TIMEOUT = 0.05
    answer = api.client.post("/submit", ANSWERS_B, content_type="application/json")
    story = Story.objects.get()
    assert answer.status_code == 504
    assert answer["X-Story-Id"] == str(story.pk)
    assert "not written after 0.05 s" in answer.json()["error"]
    assert (story.status, story.answers) == (statuses.WRITING, ANSWERS_B)


def test_a_missing_story_type_is_power_fantasy(api, settings):
    settings.WRITE_TIMEOUT = 0
    api.post("/submit", {name: text for name, text in ANSWERS_A.items() if name != "story_type"})
    assert Story.objects.get().template.name == "Power Fantasy"


def test_a_submit_without_a_session_gets_one_that_owns_the_story(client, api, settings):
    settings.WRITE_TIMEOUT = 0
    client.post("/submit", ANSWERS_A, content_type="application/json")
    story = Story.objects.get()
    assert client.get(f"/story/{story.pk}").status_code == 200
    assert api.get(f"/story/{story.pk}")[0] == 404


def test_what_is_refused_leaves_no_session(client, settings):
    settings.STORIES_PER_HOUR = -1
    for path, body in (("/submit", ANSWERS_A), ("/submit", {}), ("/approve_scenes", {"answers": ANSWERS_A})):
        assert client.post(path, body, content_type="application/json").status_code in (400, 429)
    assert not Session.objects.exists()
