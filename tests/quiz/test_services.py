"""Answers are saved one by one, and become one story."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core.errors import Invalid
from quiz import queries, services
from quiz.models import Question
from stories.models import Story
from tests.factories import ANSWERS_A, ANSWERS_B, OWNER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def answered(answers: dict[str, str]):
    submission = services.submission_of(OWNER)
    while key := queries.open_key(submission):
        services.answer(submission, Question.objects.get(key=key), answers[key])
    return submission


def test_a_visitor_has_one_unfinished_submission():
    services.answer(services.submission_of(OWNER), Question.objects.get(key="find"), "a lamp")
    assert services.submission_of(OWNER) == services.submission_of(OWNER)
    assert services.submission_of("somebody else") != services.submission_of(OWNER)


def test_a_free_answer_is_saved_on_one_line_without_spaces_around_it():
    submission = services.submission_of(OWNER)
    services.answer(submission, Question.objects.get(key="find"), "  a \r\n glowing\trelic 🦊\x00 ")
    submission.refresh_from_db()
    assert submission.answers["find"] == "a glowing relic 🦊"


def test_an_answer_of_exactly_300_characters_is_taken():
    submission = services.submission_of(OWNER)
    services.answer(submission, Question.objects.get(key="find"), "x" * 300)
    with pytest.raises(Invalid, match="1 characters too long"):
        services.answer(submission, Question.objects.get(key="find"), "x" * 301)


@pytest.mark.parametrize("answers", [ANSWERS_A, ANSWERS_B])
def test_finishing_twice_gives_the_same_story(answers):
    submission = answered(answers)
    user = AnonymousUser()
    assert services.finish(submission, user=user) == services.finish(submission, user=user) == Story.objects.get()
    assert Story.objects.get().answers == answers


def test_finishing_with_an_answer_missing_is_refused_naming_it():
    submission = services.submission_of(OWNER)
    submission.answers = {key: text for key, text in ANSWERS_A.items() if key != "villain_crime"}
    submission.save()
    with pytest.raises(Invalid) as refused:
        services.finish(submission, user=None)
    assert refused.value.field == "villain_crime"
    assert not Story.objects.exists()


def test_a_story_of_a_signed_in_user_is_theirs_in_every_browser(django_user_model):
    user = django_user_model.objects.create_user("mia")
    story = services.finish(answered(ANSWERS_A), user=user)
    assert (story.user, story.owner) == (user, OWNER)


def test_the_new_story_has_an_empty_scene_for_every_beat_of_its_template():
    story = services.finish(answered(ANSWERS_A), user=None)
    beats = list(story.template.beats.values_list("number", "kind", "mood", "shows"))
    assert list(story.scenes.values_list("number", "kind", "mood", "shows")) == beats
    assert [number for number, *_ in beats] == list(range(1, 21))
    assert set(story.scenes.values_list("text", flat=True)) == {""}


def test_an_unknown_story_type_is_refused_with_those_there_are():
    submission = answered(ANSWERS_A)
    submission.answers["story_type"] = "Space Opera"
    submission.save()
    with pytest.raises(Invalid, match=r"Power Fantasy.*Redemption Arc.*Hero's Journey.*Coming of Age"):
        services.finish(submission, user=None)
