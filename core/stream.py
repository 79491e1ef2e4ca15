"""`GET /stream?channel=<story id>`: one open event stream, as a small ASGI application of its own."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from django_eventstream.eventrequest import EventRequest
from django_eventstream.views import Listener
from django_eventstream.views import stream as event_bodies

from core import live
from core.visitors import SESSION_KEY

HEARTBEAT_SECONDS = 15.0
HEARTBEAT = b"event: keep-alive\ndata:\n\n"
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request: 200 and events until the client goes, 403 for a channel that is not the visitor's."""
    if scope["method"] != "GET":
        return await _refuse(send, 405, "The event stream is read with GET.")
    channel = _channel(scope)
    if not channel:
        return await _refuse(send, 400, "Say which story to listen to: /stream?channel=<story id>.")
    if not await _allowed(scope, channel):
        return await _refuse(send, 403, "This story is not yours to listen to.")
    await live.listening()
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await _pump(_bodies(channel), receive, send)


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back until its buffer is full
    (b"x-content-type-options", b"nosniff"),
]


def _channel(scope: Scope) -> str:
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    channel = query.get("channel", [""])[0]
    try:
        return str(UUID(channel))  # as events name it, whichever way it was spelled
    except ValueError:
        return channel


async def _allowed(scope: Scope, channel: str) -> bool:
    return await database_sync_to_async(_may_listen)(scope, channel)


def _may_listen(scope: Scope, channel: str) -> bool:
    return live.may_listen(channel, scope["session"].get(SESSION_KEY, ""), scope["user"])


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


async def _pump(bodies: AsyncIterator[str], receive: Receive, send: Send) -> None:
    """Pass events on until the client is gone; say something at least every HEARTBEAT_SECONDS."""
    gone = asyncio.ensure_future(_disconnected(receive))
    coming = asyncio.ensure_future(anext(bodies, None))
    try:
        while True:
            await asyncio.wait({gone, coming}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                return
            if not coming.done():
                await _body(send, HEARTBEAT)
                continue
            if (body := coming.result()) is None:
                return await _body(send, b"", more=False)
            await _body(send, body.encode())
            coming = asyncio.ensure_future(anext(bodies, None))
    finally:
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


async def _refuse(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await _body(send, json.dumps({"error": sentence}).encode(), more=False)
