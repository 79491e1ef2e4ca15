"""Every address of a story is somebody else's 404, and so is a story that does not exist."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core.models import StatusEvent
from images import statuses
from images.models import Decision
from stories import deletion
from stories.models import Story
from studio.urls import story_pages
from tests.factories import illustrated_story, sketched_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
NAMES = [pattern.name for pattern in story_pages]


def story_for(name: str) -> Story:
    """A story that has what the address shows, or that it undoes."""
    story = sketched_story() if "fox" in name else illustrated_story(statuses.PENDING)
    if name == "undo_delete":
        deletion.delete(story, by="")
    return story


def address(name: str, story_id) -> str:
    route = next(pattern for pattern in story_pages if pattern.name == name)
    values = {"story_id": story_id, "number": 7, "name": "scene-07-v1.png"}
    wanted = route.pattern.converters
    return reverse(f"story:{name}", kwargs={key: values[key] for key in wanted})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", NAMES)
def test_a_story_of_somebody_else_looks_like_one_that_does_not_exist(name, method, client):
    story = story_for(name)
    events = StatusEvent.objects.count()
    for browser in (Client(), visitor("somebody else")):
        theirs = getattr(browser, method)(address(name, story.pk))
        missing = getattr(browser, method)(address(name, uuid4()))
        assert theirs.status_code == missing.status_code
        assert theirs.status_code in (404, 405)
        assert str(story.pk) not in theirs.content.decode()
    assert (StatusEvent.objects.count(), Decision.objects.count()) == (events, 0)


@pytest.mark.parametrize("name", NAMES)
def test_one_of_the_two_methods_is_answered_with_404_and_not_405(name):
    story = story_for(name)
    stranger = visitor("somebody else")
    answers = {stranger.get(address(name, story.pk)).status_code, stranger.post(address(name, story.pk)).status_code}
    assert 404 in answers


@pytest.mark.parametrize("name", NAMES)
def test_the_owner_and_staff_are_answered(name, admin_client):
    for browser in (visitor(), admin_client):
        path = address(name, story_for(name).pk)
        found = {browser.get(path).status_code, browser.post(path, {"chosen": "1"}).status_code}
        if name != "media":  # there is no such file here; tests/studio/test_media.py has one
            assert found & {200, 302, 409, 422}


def test_a_signed_in_owner_is_known_in_another_browser(client, django_user_model):
    mia = django_user_model.objects.create_user("mia")
    story = illustrated_story(user=mia)
    assert client.get(address("story", story.pk)).status_code == 404
    client.force_login(mia)
    assert client.get(address("story", story.pk)).status_code == 200
    client.force_login(django_user_model.objects.create_user("tom"))
    assert client.get(address("story", story.pk)).status_code == 404


@pytest.mark.parametrize("number", [0, 21, 10**30])
@pytest.mark.parametrize("part", ["pictures", "scenes"])
def test_a_scene_that_no_story_has_is_not_found(part, number):
    story = illustrated_story(statuses.PENDING)
    assert visitor().get(f"/stories/{story.pk}/{part}/{number}/").status_code == 404


def test_the_page_for_what_is_not_there_is_the_sites_own():
    page = visitor().get(f"/stories/{uuid4()}/").content.decode()
    assert "There is nothing here" in page
