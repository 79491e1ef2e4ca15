"""Uploaded pictures are moderated where a moderator is set up, before they are stored, shown or published."""

import base64
from io import BytesIO

import pytest
from PIL import Image

from core.status import Conflict
from images import queries, statuses
from images.models import Decision, Version
from publishing import services as publishing_services
from publishing.models import Publication
from tests.factories import approved_story, reloaded
from tests.image_files import photograph
from tests.removals import files_on_disk
from tests.uploads import pending, send
from tests.upstreams.openai_server import error, moderated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]
FLAGGED = lambda asked, number: moderated(["violence"] if "data:image" in str(asked.body) else [])  # noqa: E731
AWAY = lambda asked, number: error(500, None, "Oops")  # noqa: E731


def pictures_asked(moderation) -> list[Image.Image]:
    """The pictures that the moderator was shown."""
    parts = [part for asked in moderation.asked for part in asked.body["input"] if isinstance(part, dict)]
    return [Image.open(BytesIO(base64.b64decode(part["image_url"]["url"].partition(",")[2]))) for part in parts]


def test_a_picture_that_may_pass_is_shown_and_remembered_as_looked_at(moderation):
    picture = pending()
    assert send(picture, photograph("PNG")).status_code == 200
    version = reloaded(picture).current
    assert (version.mode, version.cleared_by) == (Version.UPLOAD, "the moderator")
    [shown] = pictures_asked(moderation)
    assert (shown.format, max(shown.size) <= 1024) == ("JPEG", True)


def test_a_flagged_picture_is_refused_in_a_sentence_and_not_stored(moderation):
    moderation.moderation = FLAGGED
    picture = pending()
    answer = send(picture, photograph("JPEG"))
    assert answer.status_code == 422
    assert "Your picture cannot be used here because of what it shows: violence." in answer.content.decode()
    assert (reloaded(picture).status, picture.versions.count(), Decision.objects.count()) == (statuses.PENDING, 1, 0)
    assert files_on_disk() == []


def test_while_the_moderator_does_not_answer_no_picture_is_taken(moderation):
    moderation.moderation = AWAY
    picture = pending()
    answer = send(picture, photograph("JPEG"))
    assert "Your picture could not be looked at just now, so nothing was changed." in answer.content.decode()
    assert (picture.versions.count(), files_on_disk()) == (1, [])


def test_without_a_moderator_a_picture_is_taken_and_nobody_has_looked_at_it():
    picture = pending()
    send(picture, photograph("JPEG"))
    assert reloaded(picture).current.cleared_by == ""
    assert list(queries.uncleared_uploads()) == [reloaded(picture).current]


class TestOfAStoryFromBeforeThereWasAModerator:
    """Its picture 7 was uploaded while nobody looked."""

    @pytest.fixture
    def story(self, settings):
        story = approved_story()
        Version.objects.filter(illustration__story=story, illustration__number=7).update(mode=Version.UPLOAD)
        return story

    def test_it_is_moderated_when_the_story_is_published(self, moderation, story):
        publishing_services.publish(story, by="mia")
        publishing_services.publish(story, by="mia")
        assert len(pictures_asked(moderation)) == 1
        assert list(queries.uncleared_uploads()) == []

    def test_flagged_it_keeps_the_story_from_being_published(self, moderation, story):
        moderation.moderation = FLAGGED
        with pytest.raises(Conflict, match="Picture 7 cannot be used here because of what it shows: violence"):
            publishing_services.publish(story, by="mia")
        assert not Publication.objects.exists()

    def test_while_the_moderator_does_not_answer_nothing_is_published(self, moderation, story):
        moderation.moderation = AWAY
        with pytest.raises(Conflict, match="could not be looked at just now, so nothing was published"):
            publishing_services.publish(story, by="mia")
        assert not Publication.objects.exists()

    def test_without_a_moderator_it_is_published_for_whoever_has_the_link(self, story, client):
        publication = publishing_services.publish(story, by="mia")
        assert client.get(f"/s/{publication.token}/").status_code == 200
