"""Who owns a story, and what nobody owns. tests/security/test_ownership.py asks every URL."""

from uuid import uuid4

import pytest

from images import statuses
from tests.factories import illustrated_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_a_signed_in_owner_is_known_in_another_browser(client, django_user_model):
    mia = django_user_model.objects.create_user("mia")
    story = illustrated_story(user=mia)
    assert client.get(f"/stories/{story.pk}/").status_code == 404
    client.force_login(mia)
    assert client.get(f"/stories/{story.pk}/").status_code == 200
    client.force_login(django_user_model.objects.create_user("tom"))
    assert client.get(f"/stories/{story.pk}/").status_code == 404


@pytest.mark.parametrize("number", [0, 21, 10**30])
@pytest.mark.parametrize("part", ["pictures", "scenes"])
def test_a_scene_that_no_story_has_is_not_found(part, number):
    story = illustrated_story(statuses.PENDING)
    assert visitor().get(f"/stories/{story.pk}/{part}/{number}/").status_code == 404


def test_the_page_for_what_is_not_there_is_the_sites_own():
    page = visitor().get(f"/stories/{uuid4()}/").content.decode()
    assert "There is nothing here" in page
