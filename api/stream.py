"""`GET /stream?channel=<story id>`: the event stream of a story (SSE, server-sent events), an ASGI application."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from asgiref.sync import sync_to_async
from channels.auth import get_user
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError
from django_eventstream.eventrequest import EventRequest
from django_eventstream.views import Listener
from django_eventstream.views import stream as event_bodies

from core import live, live_check
from core.errors import Refused
from core.web import stream_count
from core.web.middleware import ASGI_HEADERS
from core.web.sessions import SessionStore
from core.web.visitors import is_staff, visitor_in
from stories import deletion, guests, queries
from visitors import second_factor, tokens
from visitors.models import ApiToken

HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 60.0  # how often a stream asks again whether its listener may still listen
HEARTBEAT = b"event: keep-alive\ndata:\n\n"
HEADERS = [
    *ASGI_HEADERS,
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back until its buffer is full
]
STAFF = ""
FULL = "Too many pages are live just now. This one looks for changes every few seconds instead."
# Only the event loop touches these: how many streams this process holds open, and of each its end by us.
_open = 0
_ends: set["asyncio.Future[None]"] = set()
_ended = False

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request: 200 and events until the client goes, 403 for a channel that is not the visitor's."""
    global _open
    send = _for_other_sites(scope, send)
    if scope["method"] != "GET":
        return await _refuse(send, 405, "The event stream is read with GET.")
    channel = _channel(scope)
    if not channel:
        return await _refuse(send, 400, "Say which story to listen to: /stream?channel=<story id>.")
    try:
        listener = await database_sync_to_async(_listener)(scope, channel)
    except Refused as error:
        return await _refuse(send, error.status, error.sentence)
    if listener is None:
        return await _refuse(send, 403, "This story is not yours to listen to.")
    name = secrets.token_hex(8)

    async def may_stay() -> bool:
        await sync_to_async(stream_count.count)(listener, name)
        return await _may_still_listen(scope, channel)

    try:
        _open += 1
        if full := await _full(listener, name):
            return await _refuse(send, *full, headers=[(b"retry-after", b"30")])
        await live.start_listening()
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _pump(_bodies(channel), receive, send, may_stay)
    finally:
        _open -= 1
        await sync_to_async(stream_count.forget)(listener, name)


def _for_other_sites(scope: Scope, send: Send) -> Send:
    """`send`, with what lets a page on a site of CORS_ORIGINS read the answer. Such a page sends a token; browsers keep
    an answer to a cookie from it."""
    origin = dict(scope.get("headers", ())).get(b"origin", b"")
    if origin.decode("latin-1") not in settings.CORS_ORIGINS:
        return send

    async def send_to_it(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            allowed = [(b"access-control-allow-origin", origin), (b"vary", b"origin")]
            message = message | {"headers": [*message["headers"], *allowed]}
        await send(message)

    return send_to_it


def _channel(scope: Scope) -> str:
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    channel = query.get("channel", [""])[0]
    try:
        return str(UUID(channel))  # as events name it, however the client spelled it
    except ValueError:
        return channel


def _listener(scope: Scope, channel: str) -> str | None:
    """Whom to count: the visitor's, user's or guest's name, STAFF for all staff. None for one who may not listen.
    Raises Refused for a wrong token."""
    visitor, user, passes = _caller(scope)
    if not may_listen(channel, visitor, user, passes):
        return None
    if is_staff(user) or visitor:
        return STAFF if is_staff(user) else visitor
    if user.is_authenticated:
        return f"user {user.pk}"
    return f"guest of {channel} {passes[channel]['name']}" if channel in passes else channel  # the doctor's, of nobody


def _caller(scope: Scope) -> tuple[str, Any, guests.Passes]:
    """The visitor and the user of the token that was sent, else those of the session with its passes."""
    authorization = dict(scope.get("headers", ())).get(b"authorization", b"").decode("latin-1")
    token = tokens.bearer_of(authorization)
    if token is None:
        session = scope["session"]
        user = second_factor.known_user(scope["user"], session)
        visitor = visitor_in(session, user)
        if settings.ACCOUNTS == "required" and not user.is_authenticated:
            visitor = ""  # as `visitors.middleware`, which a stream does not pass through
        return visitor, user, session.get(guests.SESSION_KEY, {})
    found = tokens.authenticate(token, ApiToken.READ)
    return found.owner, found.user, {}


async def _may_still_listen(scope: Scope, channel: str) -> bool:
    """Whether session or token, user and story are still such that the stream would open. While the database is away,
    yes."""
    now: Scope = {"session": SessionStore(scope["session"].session_key), "headers": scope.get("headers", ())}
    try:
        now["user"] = await get_user(now)
        return await database_sync_to_async(_listener)(now, channel) is not None
    except Refused:
        return False
    except DatabaseError:
        return True


def may_listen(channel: str, visitor: str, user: Any, passes: guests.Passes | None = None) -> bool:
    """Whether this visitor or user may listen to `channel`: a story's id, or a name of `core.live_check`."""
    return live_check.may_be_opened(channel) or queries.may_listen(channel, visitor, user, passes)


def end_all() -> None:
    """End every stream, and open no more: this process stops."""
    global _ended
    _ended = True
    for end in _ends:
        if not end.done():
            end.set_result(None)


async def _full(listener: str, name: str) -> tuple[int, str] | None:
    """Count the stream. Status and sentence where it is one too many, None where it may open. A refused page polls."""
    if _ended:
        return 503, "This site is being started again. Please try again in a moment."
    each, all_together = settings.STREAMS_PER_VISITOR, settings.STREAMS_PER_PROCESS
    if all_together and _open > all_together:
        return 503, FULL
    if each and listener != STAFF and await sync_to_async(stream_count.count)(listener, name) > each:
        await sync_to_async(stream_count.forget)(listener, name)  # before the answer: it may be asked again at once
        return 429, f"At most {each} pages can follow along at once. Close one of the others, or reload this one."
    return None


def _bodies(channel: str) -> AsyncIterator[str]:
    """The library's stream, asked for everything since event 0: it begins with the present state."""
    request = EventRequest()
    request.channels = {live.PREFIX + channel}
    request.channel_last_ids = {live.PREFIX + channel: "0"}
    request.is_next = request.is_recover = False
    listener = Listener()
    listener.channels = request.channels
    bodies: AsyncIterator[str] = event_bodies(request, listener)
    return bodies


async def _pump(
    bodies: AsyncIterator[str], receive: Receive, send: Send, may_stay: Callable[[], Awaitable[bool]]
) -> None:
    """Pass events on until the client is gone, this process stops, or the client may not stay, which is asked every
    RECHECK_SECONDS. Send a heartbeat when there is no event for HEARTBEAT_SECONDS."""
    asked = time.monotonic()
    end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    _ends.add(end)
    gone = asyncio.ensure_future(_disconnected(receive))
    coming = asyncio.ensure_future(anext(bodies, None))
    try:
        while True:
            awaited: set[asyncio.Future[Any]] = {gone, coming, end}
            await asyncio.wait(awaited, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                return
            if end.done():
                return await _body(send, b"", more=False)
            if time.monotonic() > asked + RECHECK_SECONDS:
                if not await may_stay():
                    return await _body(send, b"", more=False)
                asked = time.monotonic()
            if not coming.done():
                await _body(send, HEARTBEAT)
                continue
            if (body := coming.result()) is None:
                return await _body(send, b"", more=False)
            await _body(send, body.encode())
            if f"event: {deletion.EVENT}\n" in body:
                return await _body(send, b"", more=False)
            coming = asyncio.ensure_future(anext(bodies, None))
    finally:
        _ends.discard(end)
        gone.cancel()
        coming.cancel()
        await asyncio.gather(gone, coming, return_exceptions=True)
        await bodies.aclose()  # type: ignore[attr-defined]  # it is a generator: closing it leaves its channel


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(send: Send, data: bytes, *, more: bool = True) -> None:
    if data or not more:
        await send({"type": "http.response.body", "body": data, "more_body": more})


async def _refuse(send: Send, status: int, sentence: str, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
    headers = [(b"content-type", b"application/json"), *ASGI_HEADERS, *headers]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await _body(send, json.dumps({"error": sentence}).encode(), more=False)
