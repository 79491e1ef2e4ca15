"""Live events (SSE, server-sent events): announce them, and hand those from Redis to the pages of this process.

The database is the truth and an event only a hint, so no event is stored. A page that connects, reconnects or was too
slow to take every event gets the present state of its story instead (`api.present_state`).
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django_eventstream.event import Event
from django_eventstream.views import get_listener_manager
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

EventData = tuple[str, Mapping[str, Any]]
"""An event's name and its data."""

PREFIX = "story-"
EVENT_ID = 1  # the library numbers stored events; ours are not stored, so all have the same number
CONNECT_SECONDS = 2.0
_CATCH_UP = "catch-up"  # an event between processes; no page gets it
_muted = False


def mute() -> None:
    """Announce nothing from this process any more: for a command that works without Redis and without pages."""
    global _muted
    _muted = True


def announce(channel: str, name: str, data: Mapping[str, Any]) -> bool:
    """Send one event to every page that listens to `channel` (a story's id). Returns whether Redis took it. Never
    raises: a lost event costs time, not truth."""
    if _muted:
        return False
    try:
        written = json.dumps(dict(data), cls=DjangoJSONEncoder)
        event = {"channel": PREFIX + channel, "event_type": name, "data": written, "pub_id": str(EVENT_ID)}
        redis_at_once().publish(redis_channel(), json.dumps(event))
        return True
    except (RedisError, OSError) as error:
        log.warning("Redis did not take the event %s of story %s (%s); pages will catch up.", name, channel, error)
    return False


def catch_up(channel: str) -> bool:
    """Have every page that listens to `channel` read the present state again. Returns whether Redis took it."""
    return announce(channel, _CATCH_UP, {})


def redis_channel() -> str:
    """The channel of Redis on which this site's processes tell each other every event. Redis keeps channels apart by
    their names alone, not by the number of a database."""
    return f"{settings.REDIS_KEY_PREFIX}events_channel"


@cache
def redis_at_once() -> Redis:
    """A client that gives up at once when Redis is away: the pages catch up from the database."""
    retry = Retry(NoBackoff(), 0)
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=CONNECT_SECONDS, retry=retry)


class ReconnectingListener:
    """Listens to Redis for all pages of this process, and connects again when Redis was away.

    It stands in for the library's own listener, which ends with the first lost connection, knows no TLS, and listens to
    a channel that other sites share.
    """

    RETRY_SECONDS = 1.0

    def __init__(self) -> None:
        self.redis_client = AsyncRedis.from_url(settings.REDIS_URL, socket_connect_timeout=CONNECT_SECONDS, retry=None)
        self.pubsub = self.redis_client.pubsub()
        self.subscribed = asyncio.Event()
        self.task: asyncio.Task[None] | None = None  # the event loop itself keeps only a weak reference

    async def start(self) -> None:
        """Listen until cancelled; after every lost connection have all pages catch up."""
        lost = False
        while True:
            try:
                await self.pubsub.subscribe(redis_channel())
                await self._listen(after_loss=lost)
            except (RedisError, OSError) as error:
                log.warning("The live channel lost Redis (%s). Trying again in %s s.", error, self.RETRY_SECONDS)
            lost = True
            self.subscribed.clear()
            with contextlib.suppress(RedisError, OSError):
                await self.pubsub.aclose()
            await asyncio.sleep(self.RETRY_SECONDS)
            self.pubsub = self.redis_client.pubsub()

    async def _listen(self, *, after_loss: bool) -> None:
        async for message in self.pubsub.listen():
            if message["type"] == "subscribe":
                self.subscribed.set()
                if after_loss:
                    _read_again()
            elif message["type"] == "message":
                _deliver(json.loads(message["data"]))


async def start_listening(limit: float = 2.0) -> None:
    """Return once this process gets events, so that a page misses none between its present state and its first event.
    Waits `limit` seconds at most: without Redis a page still gets the present state."""
    manager = get_listener_manager()
    with manager.lock:
        if not manager.redis_listener_started:
            manager.redis_listener_started = True
            manager.redis_listener.task = asyncio.create_task(manager.start_redis_listener())
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(manager.redis_listener.subscribed.wait(), limit)


def _deliver(event: Mapping[str, Any]) -> None:
    """Hand one event from Redis to the pages of this process that listen to its channel."""
    if event["event_type"] == _CATCH_UP:
        return _read_again(event["channel"])
    arrived = Event(event["channel"], event["event_type"], event["data"], id=event["pub_id"])
    get_listener_manager().add_to_queues(event["channel"], arrived)


def _read_again(*channels: str) -> None:
    """Have the pages of this process read the present state again: those of `channels`, or all."""
    manager = get_listener_manager()
    with manager.lock:
        for channel in channels or manager.listeners_by_channel:
            for listener in manager.listeners_by_channel.get(channel, ()):
                listener.overflow = True
                listener.wake_threadsafe()
