"""images.drawing.preflight: what visitors typed is moderated, by a real moderator against a local server."""

import pytest

from images import services, statuses
from images.drawing import composing, drawing
from images.models import Illustration
from stories import services as story_services
from stories import statuses as story_statuses
from stories import writing
from tests.factories import bring_to, edited_story, illustrated_story, make_story
from tests.upstreams.moderation import flags
from tests.upstreams.openai_server import bad_key, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_answers_that_must_not_become_a_story_cost_nothing(moderation, writer):
    moderation.moderation = flags("jetpack")
    story = make_story()
    assert writing.write(story.pk) is None
    story.refresh_from_db()
    assert story.status == story_statuses.FAILED
    assert story.error.startswith("Your answers cannot be used here because of what they contain: violence.")
    assert writer.asked == []


def test_all_answers_are_moderated_before_the_writer_is_asked(moderation, writer):
    story = make_story()
    writing.write(story.pk)
    seen = str([asked.body["input"] for asked in moderation.asked])
    assert all(answer in seen for answer in story.answers.values() if len(answer) > 1)
    assert len(writer.asked) == 1


def test_while_the_moderator_is_away_the_story_waits(moderation, writer):
    moderation.moderation = lambda asked, number: error(500, None, "Oops")
    story = make_story()
    assert writing.write(story.pk) == pytest.approx(5, rel=0.25)
    assert writer.asked == []


def test_nothing_is_moderated_where_that_is_switched_off(moderation, settings, writer):
    settings.MODERATE_INPUT = False
    writing.write(make_story().pk)
    assert moderation.asked == []
    assert len(writer.asked) == 1


def test_a_scene_that_a_visitor_wrote_is_moderated_before_its_prompt_is_composed(moderation, writer, illustrator):
    moderation.moderation = flags("bloodbath")
    story = edited_story()
    story_services.save_scene(story.scenes.get(number=3), "A bloodbath.")
    services.create_pictures(story, {}, by="")
    assert composing.compose_prompts(story.pk) is None
    failed = story.illustrations.get(number=3)
    assert failed.status == statuses.FAILED
    assert failed.error.startswith("The words of this picture cannot be used here")
    assert story.illustrations.filter(status=statuses.QUEUED).exclude(depiction="").count() == 19
    assert writer.asked[0].body["scenes"] == 19


def test_what_our_own_writer_wrote_is_not_moderated_again(moderation, writer):
    story = edited_story()
    services.create_pictures(story, {}, by="")
    composing.compose_prompts(story.pk)
    assert moderation.asked == []


def test_an_own_look_is_moderated_once_for_all_pictures(moderation, writer, illustrator):
    story = edited_story()
    story_services.save_look(story, art_style="Crayon on brown paper.", character=story.character)
    services.create_pictures(story, {}, by="")
    composing.compose_prompts(story.pk)
    assert ["Crayon on brown paper." in str(asked.body["input"]) for asked in moderation.asked] == [True]
    drawing.draw(story.pk, 1)
    assert len(moderation.asked) == 1


@pytest.mark.parametrize(("mode", "fits"), [("edit", "make it night"), ("newimage", "The fox sleeps.")])
def test_a_wish_is_moderated_before_it_is_drawn(moderation, illustrator, mode, fits):
    moderation.moderation = lambda asked, number: error(500, None, "Oops")
    picture = bring_to(illustrated_story().illustrations.get(number=1), statuses.PENDING)
    services.edit(picture, mode=Illustration.NEW, wish="A bloodbath.", by="")
    moderation.moderation = flags("bloodbath")
    assert drawing.draw(picture.story_id, 1) is None
    picture.refresh_from_db()
    assert picture.status == statuses.FAILED
    assert illustrator.asked == []
    services.edit(picture, mode=Illustration.NEW, wish=fits, by="")
    drawing.draw(picture.story_id, 1)
    assert len(illustrator.asked) == 1


def test_while_the_moderator_is_away_a_picture_waits_and_then_fails_with_a_reason(moderation, illustrator):
    moderation.moderation = lambda asked, number: error(500, None, "Oops")
    picture = bring_to(illustrated_story().illustrations.get(number=1), statuses.PENDING)
    services.edit(picture, mode=Illustration.NEW, wish="A picnic.", by="")
    assert drawing.draw(picture.story_id, 1) > 0
    Illustration.objects.filter(pk=picture.pk).update(queued_at="2026-01-01T00:00Z")
    assert drawing.draw(picture.story_id, 1) is None
    picture.refresh_from_db()
    assert (picture.status, bool(picture.error)) == (statuses.FAILED, True)
    assert illustrator.asked == []


def test_while_the_moderator_is_away_no_prompt_is_composed(moderation, writer):
    moderation.moderation = lambda asked, number: error(500, None, "Oops")
    story = edited_story()
    story_services.save_scene(story.scenes.get(number=3), "A picnic.")
    services.create_pictures(story, {}, by="")
    assert composing.compose_prompts(story.pk) == composing.RETRY_SECONDS
    assert writer.asked == []


def test_a_moderator_without_a_key_stops_the_story_and_names_the_setting(moderation, writer):
    moderation.moderation = lambda asked, number: bad_key()
    story = edited_story()
    story_services.save_scene(story.scenes.get(number=3), "A picnic.")
    services.create_pictures(story, {}, by="")
    assert composing.compose_prompts(story.pk) is None
    story.refresh_from_db()
    assert "OPENAI_API_KEY" in story.stopped
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.FAILED}
