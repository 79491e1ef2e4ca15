"""The owner's panel on the film's page: what it says before and after publishing, and whom its buttons answer."""

import pytest
from django.urls import reverse

from publishing import services
from publishing.models import Publication
from stories.models import Story
from tests.factories import visitor
from tests.publishing.published import film_of

pytestmark = pytest.mark.django_db


def act(story, what, browser=None, **headers):
    return (browser or visitor()).post(reverse(f"publish:{what}", args=[story.pk]), headers=headers)


def panel(story):
    return visitor().get(reverse("publish:panel", args=[story.pk])).content.decode()


def test_before_it_says_what_will_be_public(story):
    page = panel(story)
    assert "nothing else, and only until you take it back" in page
    assert ">Publish</button>" in page


def test_afterwards_it_shows_the_whole_link_and_the_way_back(publication, settings):
    page = panel(publication.story)
    assert f"{settings.SITE_URL}/s/{publication.token}/" in page
    assert "Take it back" in page


def test_its_stamp_changes_with_what_it_shows(story):
    def mark():
        return panel(story).partition('data-stamp="')[2].partition('"')[0]

    before = mark()
    services.publish(story, by="mia")
    then = mark()
    services.feature(Publication.objects.all(), by="mia")
    assert len({before, then, mark()}) == 3


def test_it_says_that_it_is_in_the_gallery_only_while_it_is(publication):
    services.feature(Publication.objects.all(), by="mia")
    assert "It is shown in the" in panel(publication.story)
    Story.objects.filter(pk=publication.story_id).update(title="Another")
    assert "It is shown in the" not in panel(publication.story)


def test_a_published_story_that_is_being_changed_can_still_be_unpublished(publication):
    picture = publication.story.illustrations.get(number=1)
    visitor().post(reverse("story:redraw", args=[publication.story_id, picture.number]))
    publication.story.refresh_from_db()
    assert publication.story.status == "reviewing"
    assert "Take it back" in panel(publication.story)
    act(publication.story, "unpublish")
    assert not Publication.objects.exists()


def test_it_says_when_the_page_does_not_show_the_film(publication):
    Story.objects.filter(pk=publication.story_id).update(status="finished")
    film_of(publication.story)
    assert "The film is not on that page now" not in panel(publication.story)
    publication.story.scenes.filter(number=3).update(text="Another text.")
    assert "The film is not on that page now" in panel(publication.story)


def test_it_stands_on_the_film_page(story):
    assert 'id="publish"' in visitor().get(reverse("film:film", args=[story.pk])).content.decode()


def test_htmx_is_given_the_panel(story):
    answer = act(story, "publish", **{"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<section id="publish"')
    assert "Take it back" in answer.content.decode()


def test_a_refusal_is_a_sentence_on_the_panel(story, settings):
    settings.MODERATE_INPUT, settings.OPENAI_API_KEY = True, "sk-1"
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    answer = act(story, "publish")
    assert answer.status_code == 409
    assert "nothing was published. Please try again later." in answer.content.decode()


@pytest.mark.parametrize("what", ["publish", "unpublish"])
def test_only_the_owner_and_staff_publish_and_unpublish(publication, what, anybody):
    services.unpublish(publication.story, by="visitor") if what == "publish" else None
    for browser in (anybody, visitor("somebody else")):
        assert act(publication.story, what, browser).status_code == 404
    assert Publication.objects.exists() is (what == "unpublish")
