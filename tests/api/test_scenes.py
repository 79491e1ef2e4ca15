"""What `POST /approve_scenes` brings, and the story it is for."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from api.scenes import ApproveScenes, scene_texts, story_of
from core.errors import Invalid, NotFound
from images import services
from stories import statuses, writing
from stories.models import Story, StoryTemplate
from tests.factories import ANSWERS_A, ANSWERS_B, OWNER, edited_story, make_story

TEXTS = {f"Scene{n}": f"The red fox counts {n} stars." for n in range(1, 21)}


def story_for(answers=ANSWERS_A, texts=TEXTS, **body) -> Story:
    request = RequestFactory().post("/approve_scenes")
    request.session, request.user = {"visitor": OWNER}, AnonymousUser()
    return story_of(request, ApproveScenes.model_validate({"scenes": texts, "answers": answers, **body}))


def test_twenty_texts_are_taken_clean_and_by_number():
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


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
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

    def test_answers_that_cannot_be_taken_are_refused_naming_the_field(self):
        for answers, field in ((None, "answers"), ({}, "humiliation_type"), (ANSWERS_A | {"find": ""}, "find")):
            with pytest.raises(Invalid) as refused:
                story_for(answers=answers)
            assert refused.value.field == field

    def test_a_template_that_is_no_longer_offered_is_refused(self):
        StoryTemplate.objects.filter(name="Power Fantasy").update(active=False)
        with pytest.raises(Invalid) as refused:
            story_for()
        assert refused.value.field == "story_type"
