"""An owner publishes a story and unpublishes it."""

import pytest
from django.urls import reverse

from core.status import Conflict
from publishing import services
from publishing.models import Publication
from tests.factories import illustrated_story, visitor
from tests.upstreams.openai_server import moderated

pytestmark = pytest.mark.django_db


def act(story, what, browser=None, **headers):
    return (browser or visitor()).post(reverse(f"publish:{what}", args=[story.pk]), headers=headers)


def test_the_owner_gets_a_link_that_opens_for_everybody(story, anybody):
    assert act(story, "publish").status_code == 302
    publication = Publication.objects.get(story=story)
    assert len(publication.token) >= 22
    assert anybody.get(f"/s/{publication.token}/").status_code == 200


def test_publishing_twice_gives_the_same_link(story):
    first, again = services.publish(story, by="mia"), services.publish(story, by="ole")
    assert (first.token, again.by) == (again.token, "mia")


def test_an_unpublished_story_is_gone_at_once_page_and_pictures(publication, anybody):
    addresses = [f"/s/{publication.token}/{rest}" for rest in ("", "media/1.webp", "media/preview.jpg")]
    assert [anybody.get(address).status_code for address in addresses] == [200, 200, 200]
    act(publication.story, "unpublish")
    assert [anybody.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_browser_that_has_seen_a_picture_asks_again_and_is_refused_once_it_is_unpublished(publication, anybody):
    address = f"/s/{publication.token}/media/1.webp"
    seen = anybody.get(address)
    assert seen["Cache-Control"] == "private, no-cache"
    assert anybody.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 304
    services.unpublish(publication.story, by="visitor")
    assert anybody.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 404


def test_the_next_link_is_another(publication, anybody):
    services.unpublish(publication.story, by="visitor")
    again = services.publish(publication.story, by="mia")
    assert again.token != publication.token
    assert anybody.get(f"/s/{publication.token}/").status_code == 404


def test_the_public_copies_of_the_pictures_are_removed_with_the_link(publication, anybody, settings, commit):
    anybody.get(f"/s/{publication.token}/media/1.webp")
    folder = settings.MEDIA_ROOT / str(publication.story_id)
    assert len(list(folder.glob("public-*"))) == 1
    with commit():
        services.unpublish(publication.story, by="visitor")
    assert list(folder.glob("public-*")) == []
    assert len(list(folder.glob("scene-*.png"))) == 20


@pytest.mark.parametrize("status", ["queued", "pending_approval"])
@pytest.mark.usefixtures("content")
def test_a_story_whose_pictures_are_not_all_approved_is_not_published(status):
    story = illustrated_story(status)
    with pytest.raises(Conflict, match="once all twenty pictures are approved"):
        services.publish(story, by="mia")
    assert act(story, "publish").status_code == 404  # there is no such panel yet
    assert not Publication.objects.exists()


class TestModeration:
    """The texts of a story are moderated again before it is published."""

    def revise(self, story):
        story.scenes.filter(number=3).update(text="A bloodbath.")

    def test_texts_that_are_flagged_are_not_published(self, story, moderation):
        self.revise(story)
        moderation.moderation = lambda asked, number: moderated(["violence"])
        with pytest.raises(Conflict, match="because of what they contain"):
            services.publish(story, by="mia")
        assert any("A bloodbath." in str(asked.body) for asked in moderation.asked)

    def test_without_an_answer_of_the_moderator_nothing_is_published(self, story, settings):
        settings.MODERATE_INPUT, settings.OPENAI_API_KEY = True, "sk-1"
        settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
        with pytest.raises(Conflict, match="could not be looked at just now"):
            services.publish(story, by="mia")
        assert not Publication.objects.exists()


class TestModerationOfChanges:
    """Changed texts of a public story are moderated before they are saved."""

    TEXT = "Something that nobody has looked at."

    @pytest.fixture
    def unmoderated(self, publication, settings):
        """A published story, and no moderator who answers."""
        settings.MODERATE_INPUT, settings.OPENAI_API_KEY = True, "sk-1"
        settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
        return publication

    def revise(self, story):
        return visitor().post(reverse("story:text", args=[story.pk, 3]), {"text": self.TEXT})

    def test_without_an_answer_of_the_moderator_they_are_refused(self, unmoderated, anybody):
        answer = self.revise(unmoderated.story)
        assert answer.status_code == 409
        assert "cannot be looked at just now" in answer.content.decode()
        assert "Please try again later." in answer.content.decode()
        assert self.TEXT in answer.content.decode()  # what was typed is not lost
        assert self.TEXT not in anybody.get(f"/s/{unmoderated.token}/").content.decode()

    def test_they_are_saved_where_the_story_was_unpublished(self, unmoderated):
        services.unpublish(unmoderated.story, by="visitor")
        assert self.revise(unmoderated.story).status_code == 302
        assert unmoderated.story.scenes.get(number=3).text == self.TEXT

    def test_moderated_texts_are_public_at_once(self, publication, moderation, anybody):
        assert self.revise(publication.story).status_code == 302
        assert self.TEXT in anybody.get(f"/s/{publication.token}/").content.decode()
