"""Who may listen to the event stream of a story, and its heartbeat. A running site's: tests/live/test_stream.py."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from api import stream
from api.stream import may_listen
from tests.factories import OWNER, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
NOBODY = AnonymousUser()


def test_only_the_owner_and_staff_who_may_see_the_story_may_listen(django_user_model):
    story = make_story()
    staff = django_user_model.objects.create_user("staff", is_staff=True)
    channel = str(story.pk)
    assert may_listen(channel, OWNER, NOBODY)
    assert not may_listen(channel, "", staff)
    staff.user_permissions.add(Permission.objects.get(codename="view_story"))
    staff = django_user_model.objects.get(pk=staff.pk)
    assert may_listen(channel, "", staff)
    assert not may_listen(channel, "somebody else", NOBODY)
    assert not may_listen(channel, "", NOBODY)
    assert not may_listen("no-uuid", OWNER, NOBODY)
    assert not may_listen("00000000-0000-4000-8000-000000000000", OWNER, staff)


def test_a_heartbeat_is_sent_while_nothing_happens(monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    sent: list[bytes] = []

    async def nothing_ever():
        await asyncio.sleep(30)
        yield ""

    async def send(message):
        sent.append(message["body"])

    async def receive():
        while len(sent) < 3:
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    # In a thread of its own: where browser tests ran before, this one has an event loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(stream._pump(nothing_ever(), receive, send))).result(20)
    assert sent[:3] == [stream.HEARTBEAT] * 3


def test_a_heartbeat_comes_at_least_every_twenty_seconds():
    assert stream.HEARTBEAT_SECONDS <= 20
