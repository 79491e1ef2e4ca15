"""No database connection is held during a call of a provider: a few serve hundreds of pictures in flight."""

import pytest

from images import rehosting, services, statuses
from images.drawing import composing, drawing
from images.models import Illustration, Version
from stories import rewriting, writing
from stories.models import Story
from tests.factories import make_story
from tests.upstreams.connection_spies import spying

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def calls(settings, tmp_path):
    settings.MEDIA_ROOT, settings.IMAGES_PER_MINUTE = tmp_path / "media", 500
    with spying(settings) as calls:
        yield calls


def written() -> Story:
    story = make_story()
    writing.write(story.pk)
    return Story.objects.get(pk=story.pk)


def test_the_writer_the_moderator_and_the_host_are_called_without_a_connection(calls):
    story = written()
    scene = story.scenes.get(number=3)
    rewriting.request(scene)
    rewriting.rewrite(story.pk, 3)
    services.approve_scenes(story, {4: "The red fox has a picnic."}, by="")
    composing.compose_prompts(story.pk)
    drawing.draw(story.pk, 3)
    picture = Illustration.objects.select_related("story", "scene", "current").get(story=story, number=3)
    services.edit(picture, mode=Illustration.EDIT, wish="make it night", by="")
    drawing.draw(story.pk, 3)
    assert story.illustrations.get(number=3).status == statuses.PENDING
    assert {what for what, _ in calls} == {"write", "rewrite", "depict", "moderate", "draw", "store", "fetch"}
    assert [what for what, held in calls if held] == []


def test_a_visitor_s_text_is_moderated_without_a_connection(calls):
    story = written()
    services.create_pictures(story, {}, by="")
    story.illustrations.update(depiction="The red fox runs.")
    drawing.draw(story.pk, 3)
    calls.clear()
    picture = Illustration.objects.select_related("story", "scene", "current").get(story=story, number=3)
    services.reject(picture, note="make it night", by="")
    assert calls == [("moderate", False)]


def test_pictures_are_moved_between_hosts_without_a_connection(calls):
    story = written()
    services.create_pictures(story, {}, by="")
    story.illustrations.update(depiction="The red fox runs.")
    drawing.draw(story.pk, 3)
    Version.objects.update(wanted_host="local")
    calls.clear()
    assert len(list(rehosting.rehost(rehosting.waiting()))) == 1
    assert not rehosting.waiting().exists()
    assert calls == [("fetch", False), ("store", False)]
