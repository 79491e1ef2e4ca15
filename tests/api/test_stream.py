"""Who may listen to the event stream of a story."""

import pytest
from django.contrib.auth.models import AnonymousUser

from api.stream import may_listen
from tests.factories import OWNER, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
NOBODY = AnonymousUser()


def test_only_the_owner_and_staff_may_listen(django_user_model):
    story = make_story()
    staff = django_user_model.objects.create_user("staff", is_staff=True)
    channel = str(story.pk)
    assert may_listen(channel, OWNER, NOBODY)
    assert may_listen(channel, "", staff)
    assert not may_listen(channel, "somebody else", NOBODY)
    assert not may_listen(channel, "", NOBODY)
    assert not may_listen("no-uuid", OWNER, NOBODY)
    assert not may_listen("00000000-0000-4000-8000-000000000000", OWNER, staff)
