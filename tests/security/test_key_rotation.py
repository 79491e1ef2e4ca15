"""A new SECRET_KEY, with the old one among SECRET_KEY_FALLBACKS: nobody loses anything."""

import pytest
from django.test import Client

from images import statuses
from images.models import Version
from storyforge.redaction import without_secrets
from tests.factories import illustrated_story
from tests.security.conftest import keep_a_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
OLD, NEW = "an-old-key-" + "o" * 40, "a-new-key-" + "n" * 40


@pytest.fixture
def rotate(settings):
    """`rotate()` is what an operator does."""
    settings.SECRET_KEY = OLD

    def rotated():
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    return rotated


def test_a_visitor_keeps_the_stories_and_the_pictures_their_addresses(rotate, media):
    browser = Client()
    for question, value in (("story_type", "Power Fantasy"), ("humiliation_type", "A")):
        browser.post(f"/quiz/{question}/", {"value": value})
    story = illustrated_story(statuses.PENDING, owner=browser.session["visitor"])
    keep_a_picture(media, story)
    address = Version.objects.filter(illustration__story=story, illustration__number=7).get().url
    rotate()
    assert browser.get(f"/stories/{story.pk}/").status_code == 200
    assert address in browser.get(f"/stories/{story.pk}/").content.decode()
    assert browser.get(address).status_code == 200
    assert Client().get(f"/stories/{story.pk}/").status_code == 404


def test_the_first_answer_of_the_quiz_stays(rotate):
    browser = Client()
    browser.post("/quiz/story_type/", {"value": "Redemption Arc"})
    rotate()
    assert 'value="Redemption Arc" checked' in browser.get("/quiz/story_type/").content.decode()


def test_staff_stay_signed_in(rotate, django_user_model):
    django_user_model.objects.create_superuser("staff", "", "password")
    browser = Client()
    browser.post("/admin/login/", {"username": "staff", "password": "password"})
    rotate()
    assert browser.get("/admin/").status_code == 200


def test_the_old_key_is_shown_nowhere(rotate):
    rotate()
    assert without_secrets(f"{NEW} and {OLD}") == "... and ..."
