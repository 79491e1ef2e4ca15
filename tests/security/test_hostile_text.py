"""Hostile texts in every field are stored or refused in words, and come out as text."""

import json
import unicodedata

import pytest

from images import statuses
from images.models import Decision, Illustration
from quiz.models import Submission
from stories.models import Scene, Story
from tests.character_sheets import HTMX
from tests.factories import ANSWERS_A, OWNER, edited_story, illustrated_story, sketched_story, visitor
from tests.security.hostile_texts import LONE_SURROGATE, MARKUP, TEXTS

pytestmark = [pytest.mark.site, pytest.mark.django_db, pytest.mark.usefixtures("content")]
every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
SAID = {200, 302, 409, 422}
STAMP = {"version": "1"}


def is_said_in_words(answer) -> bool:
    """Whether the answer is one that a page can show, with the hostile text in it as text."""
    page = answer.content.decode()
    return answer.status_code in SAID and "<script>window" not in page and "onerror='window" not in page


def kept_clean(text: str) -> bool:
    """Whether a stored text holds no control characters and no lone surrogates."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text)


@every_text
def test_an_answer_of_the_quiz(text):
    client = visitor()
    client.get("/quiz/")
    client.post("/quiz/story_type/", {"value": "Power Fantasy"})
    client.post("/quiz/humiliation_type/", {"value": "A"})
    for key in ("humiliation", "find", "story_type", "villain_crime"):
        for headers in ({}, HTMX):
            assert is_said_in_words(client.post(f"/quiz/{key}/", {"value": text}, headers=headers))
    answers = Submission.objects.get(owner=OWNER).answers
    assert all(kept_clean(value) for value in answers.values())
    assert is_said_in_words(client.get("/quiz/check/", follow=True))


@every_text
def test_the_text_of_a_scene(text):
    story, client = edited_story(), visitor()
    assert is_said_in_words(client.post(f"/stories/{story.pk}/scenes/7/", {"Scene7": text}, headers=HTMX))
    assert is_said_in_words(client.post(f"/stories/{story.pk}/look", {"art_style": text, "character": text}))
    assert is_said_in_words(client.get(f"/stories/{story.pk}/"))
    assert is_said_in_words(client.post(f"/stories/{story.pk}/approve-scenes", {"Scene7": text}))
    assert is_said_in_words(client.get(f"/stories/{story.pk}/"))
    assert kept_clean(Scene.objects.get(story=story, number=7).text)


@every_text
def test_a_title_an_author_and_a_search(text):
    story, client = illustrated_story(statuses.APPROVED), visitor()
    details = f"/stories/{story.pk}/details/"
    for fields in ({"title": text, "author": text}, {"title": text[:200], "author": text[:100]}, {"title": "The fox"}):
        assert is_said_in_words(client.post(f"{details}name", fields))
    assert is_said_in_words(client.post(f"{details}cover", {"cover": text}))
    asked = {"search": text, "stage": text, "sort": text, "page": text}
    for path in (details, f"/stories/{story.pk}/book/", "/stories/", "/"):
        assert is_said_in_words(client.get(path, asked))
    story.refresh_from_db()
    assert kept_clean(story.title + story.author)


SAYINGS = [
    ("reject", lambda text: {"note": text, "reason": text}),
    ("edit", lambda text: {"mode": "edit", "wish": text, "base": text}),
    ("edit", lambda text: {"mode": "newimage", "depiction": text}),
    ("edit", lambda text: {"mode": text, "wish": text}),
    ("choose", lambda text: {"chosen": text}),
    ("text", lambda text: {"text": text}),
    ("approve", lambda text: {"chosen": text, "version": text}),
]


@every_text
def test_what_is_said_about_a_picture(text):
    story, client = illustrated_story(statuses.PENDING), visitor()
    for number, (what, fields) in enumerate(SAYINGS, start=1):
        path = f"/stories/{story.pk}/pictures/{number}/"
        answer = client.post(f"{path}{what}", fields(text), headers=HTMX)
        assert is_said_in_words(answer) or (what == "choose" and answer.status_code == 404)
        assert is_said_in_words(client.get(path))
        assert is_said_in_words(client.get(f"{path}view"))
    said = [*Illustration.objects.values_list("change", "depiction", "error"), *Decision.objects.values_list("note")]
    assert all(kept_clean(text) for texts in said for text in texts)


@every_text
def test_a_wish_for_the_fox(text):
    story, client = sketched_story(), visitor()
    for fields in ({"wish": text, "character": "a red fox"}, {"wish": "", "character": text}, {"chosen": text}):
        what = "choose" if "chosen" in fields else "change"
        answer = client.post(f"/stories/{story.pk}/fox/{what}", fields, headers=HTMX)
        assert is_said_in_words(answer) or (what == "choose" and answer.status_code == 404)
    assert kept_clean(Story.objects.get(pk=story.pk).character)


@every_text
def test_a_title_of_the_writer(text):
    story = edited_story()
    Story.objects.filter(pk=story.pk).update(title=text.replace("\x00", "")[:200])
    assert is_said_in_words(visitor().get(f"/stories/{story.pk}/"))
    assert is_said_in_words(visitor().get("/"))


@every_text
def test_admin_pages_show_it_as_text(text, admin_client):
    story = illustrated_story(statuses.PENDING)
    stored = text.replace("\x00", "")[:200]
    Story.objects.update(title=stored, error=stored, character=stored)
    Scene.objects.update(text=stored)
    Illustration.objects.update(error=stored, depiction=stored, change=stored)
    picture = story.illustrations.get(number=7)
    pages = ("", "stories/story/", f"stories/story/{story.pk}/change/", "images/picturetoreview/")
    for page in (*pages, "images/illustration/", f"images/illustration/{picture.pk}/change/"):
        assert is_said_in_words(
            admin_client.get(f"/admin/{page}", {"q": text[:500]} if page.endswith("ation/") else {})
        )


def send(path: str, body: str) -> int:
    """POST that JSON, and check that the answer is JSON: a sentence, or success."""
    answer = visitor().post(path, body, content_type="application/json")
    said = json.loads(answer.content)
    assert answer.status_code in (200, 400, 404, 409, 413)
    assert answer.status_code == 200 or said["error"]
    return answer.status_code


API_TEXTS = {name: json.dumps(text) for name, text in TEXTS.items()} | {"lone surrogate": LONE_SURROGATE}


@pytest.mark.parametrize("text", API_TEXTS.values(), ids=API_TEXTS)
def test_the_api_accepts_or_refuses_it_in_every_field(text):
    story = illustrated_story(statuses.PENDING)
    others = {**ANSWERS_A, "find": None}
    scenes = {f"Scene{n}": f"Tree {n}." for n in range(1, 21)} | {"Scene7": None}
    bodies = {
        f"/edit_image/{story.pk}": [
            {"scene_number": 7, "user_input": None, "edit_mode": "edit"},
            {"scene_number": 7, "user_input": "x", "edit_mode": None},
            {"scene_number": None, "user_input": "x", "edit_mode": "edit"},
            {"scene_number": 7, "user_input": "x", "edit_mode": "edit", "base_image_url": None},
        ],
        f"/approve_image/{story.pk}/7": [
            {"action": None},
            {"action": "approve", "selected_url": None},
            {"action": "reject", "reasons": [None]},
            {"action": "reject", "note": None},
        ],
        "/approve_scenes": [
            {"scenes": scenes, "answers": ANSWERS_A},
            {"scenes": scenes, "answers": others},
            {"scenes": scenes, "answers": ANSWERS_A, "story_id": None},
            {"scenes": None, "answers": None},
        ],
    }
    for path, hostile in bodies.items():
        for body in hostile:
            send(path, json.dumps(body).replace("null", text))
    for key in ANSWERS_A:
        body = json.dumps(ANSWERS_A | {key: "#", "find": ""} if key != "find" else ANSWERS_A | {"find": "#"})
        if key != "find":  # a valid answer would wait for the writer
            assert send("/submit", body.replace('"#"', text)) == 400


@pytest.mark.parametrize(
    "body", [" ", "null", "[]", "1", "{", '{"a": 1e999}', "[" * 100_000, '{"a":' * 50_000, "\ufeff{}", "NaN"]
)
def test_the_api_refuses_a_body_that_is_no_object(body):
    for path in ("/submit", "/approve_scenes"):
        assert send(path, body) == 400


@pytest.mark.parametrize(
    "query", ["version=" + "9" * 5000, "version=%00", "beside=%F0%9F%A6%8A", "version=²", "version=-1"]
)
def test_a_strange_number_in_a_url_is_ignored(query):
    story = illustrated_story(statuses.PENDING)
    assert visitor().get(f"/stories/{story.pk}/pictures/7/view?{query}").status_code == 200


def test_markup_is_shown_as_text():
    story, client = edited_story(), visitor()
    client.post(f"/stories/{story.pk}/scenes/7/", {"Scene7": MARKUP}, headers=HTMX)
    assert "&lt;script&gt;window.struck = 1&lt;/script&gt;" in client.get(f"/stories/{story.pk}/").content.decode()
