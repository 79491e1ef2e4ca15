"""`POST /approve_scenes`: which texts it takes, which story it is for, and that it starts drawing once."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory

from api.scenes import ApproveScenes, _new_story, scene_texts, story_of
from core.errors import Invalid, NotFound
from images import services
from images.models import Version
from stories import statuses, writing
from stories.models import Story, StoryTemplate
from tests.broker import sent_tasks
from tests.factories import ANSWERS_A, ANSWERS_B, OWNER, edited_story, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
TEXTS = {f"Scene{n}": f"The red fox counts {n} stars." for n in range(1, 21)}


def story_for(answers=ANSWERS_A, texts=TEXTS, **body) -> Story:
    request = RequestFactory().post("/approve_scenes")
    request.session, request.user = SessionStore(), AnonymousUser()
    request.session["visitor"] = OWNER
    return story_of(request, ApproveScenes.model_validate({"scenes": texts, "answers": answers, **body}))


def test_twenty_texts_are_cleaned_and_by_number():
    texts = scene_texts(TEXTS | {"Scene3": " a\r\nb\x00 ", "Scene21": "left out", "title": 7})
    assert list(texts) == list(range(1, 21))
    assert texts[3] == "a\nb"


@pytest.mark.parametrize("raw", [None, [], "Scene1", 7])
def test_scenes_must_be_an_object(raw):
    with pytest.raises(Invalid) as refused:
        scene_texts(raw)
    assert refused.value.field == "scenes"


@pytest.mark.parametrize("value", [None, 7, ["a"], "", "  ", "\x00", "x" * 2001])
@pytest.mark.parametrize("key", ["Scene1", "Scene12", "Scene20"])
def test_a_scene_that_cannot_be_drawn_is_named(key, value):
    with pytest.raises(Invalid) as refused:
        scene_texts(TEXTS | {key: value})
    assert refused.value.field == key
    assert refused.value.sentence.startswith(f"{key} ")


@pytest.mark.parametrize("length", [1, 2000])
def test_a_scene_may_have_1_to_2000_characters(length):
    assert scene_texts(TEXTS | {"Scene5": "🦊" * length})[5] == "🦊" * length


class TestWhichStory:
    """Which story is meant, with and without an id."""

    def test_answers_that_are_new_make_a_story_that_needs_no_writer(self):
        story = story_for()
        assert (story.status, story.owner, story.answers) == (statuses.EDITING, OWNER, ANSWERS_A)
        assert story.scenes.count() == 20

    def test_the_id_names_the_story(self):
        story = edited_story()
        assert story_for(story_id=str(story.pk), answers=None) == story

    @pytest.mark.parametrize("story_id", ["nonsense", "00000000-0000-4000-8000-000000000000", ["x"], "\x00", 7])
    def test_an_id_that_names_no_story_is_not_found(self, story_id):
        with pytest.raises(NotFound, match="Story not found"):
            story_for(story_id=story_id)

    def test_a_story_of_somebody_else_is_not_found(self):
        with pytest.raises(NotFound, match="Story not found"):
            story_for(story_id=str(edited_story(owner="somebody else").pk))

    def test_the_visitors_own_story_of_the_same_answers_is_taken(self):
        story, *_ = edited_story(), edited_story(owner="somebody else"), edited_story(answers=ANSWERS_B)
        assert story_for() == story

    def test_a_story_that_is_still_being_written_or_failed_is_not_taken(self):
        waiting, failed = make_story(), make_story()
        writing.give_up(failed, "No.")
        assert story_for() not in (waiting, failed)

    def test_the_same_texts_again_give_the_story_that_is_drawn_from_them(self):
        story = story_for()
        services.approve_scenes(story, scene_texts(TEXTS), by="")
        assert story_for() == story
        assert Story.objects.count() == 1

    def test_other_texts_of_the_same_answers_are_another_story(self):
        story = story_for()
        services.approve_scenes(story, scene_texts(TEXTS), by="")
        assert story_for(texts=TEXTS | {"Scene1": "Another."}) != story

    def test_invalid_answers_are_refused_naming_the_field(self):
        for answers, field in ((None, "answers"), ({}, "humiliation_type"), (ANSWERS_A | {"find": ""}, "find")):
            with pytest.raises(Invalid) as refused:
                story_for(answers=answers)
            assert refused.value.field == field

    def test_a_template_that_is_no_longer_offered_is_refused(self):
        StoryTemplate.objects.filter(name="Power Fantasy").update(active=False)
        with pytest.raises(Invalid) as refused:
            story_for()
        assert refused.value.field == "story_type"


def body(**more) -> dict:
    return {"scenes": TEXTS, "answers": ANSWERS_A} | more


def test_it_starts_drawing_twenty_pictures(api, commit):
    with commit():
        status, answer = api.post("/approve_scenes", body())
    story = Story.objects.get()
    assert status == 200
    assert answer == {"status": "ok", "story_id": str(story.pk), "message": "20 pictures are being drawn."}
    assert story.status == statuses.ILLUSTRATING
    assert list(story.illustrations.values_list("number", flat=True)) == list(range(1, 21))
    assert [scene.text for scene in story.scenes.all()] == list(TEXTS.values())
    assert sent_tasks() == [("images.compose", None)]


@pytest.mark.parametrize("named", [True, False], ids=["with-id", "without-id"])
def test_approving_twice_is_refused_and_starts_nothing(api, commit, named):
    with commit():
        _, first = api.post("/approve_scenes", body())
        more = {"story_id": first["story_id"]} if named else {}
        status, second = api.post("/approve_scenes", body(**more))
    assert status == 409
    assert "approved already" in second["error"]
    assert Story.objects.count() == 1
    assert sent_tasks() == [("images.compose", None)]


def test_with_an_id_other_texts_change_nothing_once_it_is_approved(api):
    _, first = api.post("/approve_scenes", body())
    changed = body(story_id=first["story_id"], scenes=TEXTS | {"Scene1": "Too late."})
    assert api.post("/approve_scenes", changed)[0] == 409
    assert Story.objects.get().scenes.get(number=1).text == TEXTS["Scene1"]


def test_the_story_that_was_submitted_is_found_by_its_answers(api):
    story = edited_story()
    assert api.post("/approve_scenes", body())[1]["story_id"] == str(story.pk)
    assert Story.objects.count() == 1


def test_with_an_id_the_answers_may_be_missing(api):
    story = edited_story(answers=ANSWERS_B)
    status, answer = api.post("/approve_scenes", {"scenes": TEXTS, "story_id": str(story.pk)})
    assert (status, answer["story_id"]) == (200, str(story.pk))


def test_a_story_that_is_still_being_written_is_not_approved(api):
    story = make_story()
    assert api.post("/approve_scenes", body(story_id=str(story.pk)))[0] == 409
    assert Story.objects.get().status == statuses.WRITING


@pytest.mark.parametrize("story_id", ["3bbf52ee-37aa-4305-bf20-3b11a282cfdc", "no-uuid", "\x00", 7, ["x"]])
def test_an_id_that_names_no_story_is_404(api, story_id):
    assert api.post("/approve_scenes", body(story_id=story_id)) == (404, {"error": "Story not found"})
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("Scene1", None, "Scene1 is missing"),
        ("Scene20", 7, "Scene20 is missing"),
        ("Scene7", "", "Scene7 has 0 characters"),
        ("Scene7", " \x00", "Scene7 has 0 characters"),
        ("Scene7", "x" * 2001, "Scene7 has 2,001 characters"),
    ],
)
def test_a_scene_that_cannot_be_drawn_is_named_and_no_story_is_made(api, key, value, words):
    status, answer = api.post("/approve_scenes", body(scenes=TEXTS | {key: value}))
    assert status == 400
    assert words in answer["error"]
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scenes": []}, "scenes must be an object"),
        ({"scenes": {}}, "Scene1 is missing"),
        ({"answers": None}, "answers must be an object"),
        ({"answers": {}}, "humiliation_type is missing"),
        ({"answers": ANSWERS_A | {"story_type": "Space Opera"}}, "story_type"),
        ({"answers": ANSWERS_A | {"find": "\x00"}}, "find is empty"),
    ],
)
def test_another_missing_field_is_named(api, change, words):
    status, answer = api.post("/approve_scenes", body(**change))
    assert (status, words in answer["error"]) == (400, True)


def test_a_scene_of_2000_characters_and_one_of_markup_are_stored_unchanged(api):
    texts = TEXTS | {"Scene2": "🦊" * 2000, "Scene3": "<script>alert(1)</script> & {{ x }}"}
    assert api.post("/approve_scenes", body(scenes=texts))[0] == 200
    story = Story.objects.get()
    assert story.scenes.get(number=2).text == "🦊" * 2000
    assert story.scenes.get(number=3).text == texts["Scene3"]


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_the_same_scenes_at_the_same_moment_make_one_story():
    texts = {number: f"The red fox counts {number} stars." for number in range(1, 21)}
    together = threading.Barrier(2, timeout=10)
    found: list[Story] = []

    def ask() -> None:
        together.wait()
        found.append(_new_story(ANSWERS_A, texts, OWNER, None))
        connection.close()

    requests = [threading.Thread(target=ask) for _ in range(2)]
    for request in requests:
        request.start()
    for request in requests:
        request.join(20)
    assert len(found) == 2
    assert found[0].pk == found[1].pk
    assert Story.objects.count() == 1
    assert Version.objects.count() == 0
