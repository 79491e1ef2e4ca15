"""Who may listen to the event stream of a story, and its heartbeat. A running site's: tests/live/test_stream.py."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.test import Client
from django_eventstream.event import Event
from django_eventstream.utils import sse_encode_event

from api import stream
from api.stream import may_listen
from core.web.sessions import ACTIVE_KEY, SessionStore
from stories import deletion, guests
from tests.factories import OWNER, make_story, visitor
from visitors import tokens

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


async def nothing_ever():
    await asyncio.sleep(30)
    yield ""


def run(asynchronous):
    """In a thread of its own: where browser tests ran before, this one has an event loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(asynchronous)).result(20)


def test_a_heartbeat_is_sent_while_nothing_happens(monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    sent: list[bytes] = []

    async def send(message):
        sent.append(message["body"])

    async def receive():
        while len(sent) < 3:
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    run(stream._pump(nothing_ever(), receive, send, may_stay=None))
    assert sent[:3] == [stream.HEARTBEAT] * 3


def test_a_stream_ends_when_its_listener_may_not_stay(monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    monkeypatch.setattr(stream, "RECHECK_SECONDS", 0.05)
    answers = iter([True, True, False])
    sent = []

    async def send(message):
        sent.append(message)

    async def may_stay():
        return next(answers)

    run(stream._pump(nothing_ever(), asyncio.Event().wait, send, may_stay))
    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert len(sent) > 2


def sign_out(client, user):
    client.post("/admin/logout/")


def forget_session(client, user):
    client.session.delete()


def idle(client, user):
    session = client.session
    session[ACTIVE_KEY] -= 9 * 3600
    session.save()


def changed(**fields):
    def change(client, user):
        type(user).objects.filter(pk=user.pk).update(**fields)

    return change


def lose_permissions(client, user):
    user.user_permissions.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "happens",
    [
        sign_out,
        forget_session,
        idle,
        lose_permissions,
        changed(is_staff=False),
        changed(is_active=False),
        changed(password="another"),
    ],
)
def test_staff_do_not_listen_for_longer_than_they_may(happens, django_user_model):
    channel = str(make_story().pk)
    user = django_user_model.objects.create_user("rita", password="rita", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_story"))
    client, owner = Client(), visitor()
    client.force_login(user)
    scopes = [{"session": SessionStore(browser.cookies["sessionid"].value)} for browser in (client, owner)]
    assert [run(stream._may_still_listen(scope, channel)) for scope in scopes] == [True, True]
    happens(client, user)
    assert [run(stream._may_still_listen(scope, channel)) for scope in scopes] == [False, True]


def listening(token: str, channel: str) -> Any:
    """What the stream's application is given of a program's request."""
    headers = [(b"authorization", f"Bearer {token}".encode())]
    query = f"channel={channel}".encode()
    return {"method": "GET", "query_string": query, "headers": headers, "session": SessionStore(), "user": NOBODY}


def answer_to(scope) -> list[Any]:
    """What is sent to a client that goes once the answer has begun."""
    sent: list[Any] = []

    async def send(message):
        sent.append(message)

    async def receive():
        while not sent:
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    run(stream.stream(scope, receive, send))
    return sent


@pytest.mark.django_db(transaction=True)
def test_a_program_listens_with_a_token_until_it_is_revoked():
    channel = str(make_story().pk)
    mine, other = (tokens.make_token(owner, None, name="a script", scopes=()) for owner in (OWNER, "somebody else"))
    found = {token: answer_to(listening(token, channel)) for token in (mine, other, "sf_wrong")}
    assert [sent[0]["status"] for sent in found.values()] == [200, 403, 401]
    assert json.loads(found["sf_wrong"][1]["body"])["error"].startswith("This token is not valid")
    assert run(stream._may_still_listen(listening(mine, channel), channel))
    tokens.revoke(OWNER, None, str(tokens.tokens_of(OWNER, None).get().pk))
    assert not run(stream._may_still_listen(listening(mine, channel), channel))


@pytest.mark.django_db(transaction=True)
def test_where_accounts_are_required_a_browser_that_is_not_signed_in_hears_nothing_of_its_older_stories(settings):
    channel = str(make_story().pk)
    scope = listening("", channel) | {"headers": [], "session": visitor().session}
    assert answer_to(scope)[0]["status"] == 200
    settings.ACCOUNTS = "required"
    assert answer_to(scope)[0]["status"] == 403
    assert not run(stream._may_still_listen(scope, channel))


@pytest.mark.django_db(transaction=True)
def test_a_guest_listens_until_the_link_is_taken_back():
    story = make_story()
    guests.make_link(story, may_decide=False)
    scope = listening("", str(story.pk)) | {"headers": []}
    scope["session"][guests.SESSION_KEY] = {str(story.pk): {"link": story.review_links.get().pk, "name": "Anna"}}
    assert answer_to(scope)[0]["status"] == 200
    scope["session"].save()
    assert run(stream._may_still_listen(scope, str(story.pk)))
    guests.take_back(story, str(story.review_links.get().pk))
    assert not run(stream._may_still_listen(scope, str(story.pk)))
    assert answer_to(scope)[0]["status"] == 403


def test_a_heartbeat_comes_at_least_every_twenty_seconds():
    assert stream.HEARTBEAT_SECONDS <= 20


def test_a_stream_ends_with_the_event_that_its_story_is_deleted():
    story, sent = make_story(), []

    async def send(message):
        sent.append(message)

    async def bodies():
        event = Event(f"story-{story.pk}", deletion.EVENT, {"story_id": str(story.pk)}, id=1)
        yield sse_encode_event(event.type, event.data, event_id=event.id)
        await asyncio.sleep(30)

    run(stream._pump(bodies(), asyncio.Event().wait, send, may_stay=None))
    assert b"event: story_deleted\n" in sent[0]["body"]
    assert sent[1:] == [{"type": "http.response.body", "body": b"", "more_body": False}]
