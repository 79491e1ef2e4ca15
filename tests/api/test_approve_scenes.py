"""`POST /approve_scenes`: starts drawing once, however often it is sent."""

import pytest

from stories import statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import ANSWERS_A, ANSWERS_B, edited_story, make_story

pytestmark = pytest.mark.django_db
SCENES = {f"Scene{n}": f"The red fox counts {n} stars." for n in range(1, 21)}


def body(**more) -> dict:
    return {"scenes": SCENES, "answers": ANSWERS_A} | more


def test_it_starts_drawing_twenty_pictures(api, commit):
    with commit():
        status, answer = api.post("/approve_scenes", body())
    story = Story.objects.get()
    assert status == 200
    assert answer == {"status": "ok", "story_id": str(story.pk), "message": "20 pictures are being drawn."}
    assert story.status == statuses.ILLUSTRATING
    assert list(story.illustrations.values_list("number", flat=True)) == list(range(1, 21))
    assert [scene.text for scene in story.scenes.all()] == list(SCENES.values())
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
    changed = body(story_id=first["story_id"], scenes=SCENES | {"Scene1": "Too late."})
    assert api.post("/approve_scenes", changed)[0] == 409
    assert Story.objects.get().scenes.get(number=1).text == SCENES["Scene1"]


def test_the_story_that_was_submitted_is_found_by_its_answers(api):
    story = edited_story()
    assert api.post("/approve_scenes", body())[1]["story_id"] == str(story.pk)
    assert Story.objects.count() == 1


def test_with_an_id_the_answers_may_be_missing(api):
    story = edited_story(answers=ANSWERS_B)
    status, answer = api.post("/approve_scenes", {"scenes": SCENES, "story_id": str(story.pk)})
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
    status, answer = api.post("/approve_scenes", body(scenes=SCENES | {key: value}))
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
def test_what_else_is_missing_is_named(api, change, words):
    status, answer = api.post("/approve_scenes", body(**change))
    assert (status, words in answer["error"]) == (400, True)


def test_a_scene_of_2000_characters_and_one_of_markup_are_kept_as_they_are(api):
    texts = SCENES | {"Scene2": "🦊" * 2000, "Scene3": "<script>alert(1)</script> & {{ x }}"}
    assert api.post("/approve_scenes", body(scenes=texts))[0] == 200
    story = Story.objects.get()
    assert story.scenes.get(number=2).text == "🦊" * 2000
    assert story.scenes.get(number=3).text == texts["Scene3"]
