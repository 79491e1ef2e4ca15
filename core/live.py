"""Live events: send them, and hand them to the pages that listen in this process.

The database is the truth and an event only a hint, so no event is stored. A page that connects, reconnects or was too
slow to take every event gets the present state of its story instead (`api.present_state`).
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Mapping
from typing import Any

from django_eventstream import send_event
from django_eventstream.channelmanager import DefaultChannelManager
from django_eventstream.event import Event
from django_eventstream.views import RedisListener, get_listener_manager
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

News = tuple[str, Mapping[str, Any]]
"""An event's name and its data."""

PREFIX = "story-"
# An event for this site's own processes; no page sees it.
_CATCH_UP = "catch-up"
_muted = False
_tasks: set[asyncio.Task[None]] = set()


def mute() -> None:
    """Announce nothing from this process any more: a command that works without Redis has nobody to tell."""
    global _muted
    _muted = True


def announce(channel: str, name: str, data: Mapping[str, Any]) -> bool:
    """Send one event to every page that listens to `channel`. Gives back whether Redis took it. Never raises: a lost
    event costs time, not truth."""
    if _muted:
        return False
    try:
        send_event(PREFIX + channel, name, dict(data))
        return True
    except (RedisError, OSError) as error:
        log.warning("Redis did not take the event %s of story %s (%s); pages will catch up.", name, channel, error)
    return False


def catch_up(channel: str) -> bool:
    """Have every page that listens to `channel` read the present state again. Gives back whether Redis took it."""
    return announce(channel, _CATCH_UP, {})


class StoryChannels(DefaultChannelManager):
    """The library's own view of permissions. `api.stream` has asked `may_listen` before it gets here."""

    def get_channels_for_request(self, request: Any, view_kwargs: Mapping[str, Any]) -> set[str]:
        """No channel by query parameter: only `api.stream` opens one."""
        return set()


class SteadyRedisListener(RedisListener):
    """Listens to Redis for all pages of this process, and comes back when Redis does.

    The library's own listener ends with the first lost connection and leaves every open page deaf.
    """

    RETRY_SECONDS = 1.0
    pubsub: Any

    def __init__(self) -> None:
        super().__init__()
        self.subscribed = asyncio.Event()

    async def start(self) -> None:
        """Listen until cancelled; after every lost connection tell all pages to catch up."""
        lost = False
        while True:
            try:
                await self.pubsub.subscribe("events_channel")
                await self._listen(catch_up=lost)
            except (RedisError, OSError) as error:
                log.warning("The live channel lost Redis (%s). Trying again in %s s.", error, self.RETRY_SECONDS)
            lost = True
            await self._fresh_subscription()

    async def _listen(self, *, catch_up: bool) -> None:
        async for message in self.pubsub.listen():
            if message["type"] == "subscribe":
                self.subscribed.set()
                if catch_up:
                    _catch_up()
            elif message["type"] == "message":
                _deliver(json.loads(message["data"]))

    async def _fresh_subscription(self) -> None:
        self.subscribed.clear()
        try:
            await self.pubsub.aclose()
        except (RedisError, OSError):
            log.debug("The broken subscription could not be closed.")
        await asyncio.sleep(self.RETRY_SECONDS)
        self.pubsub = self.redis_client.pubsub()


def _deliver(event: Mapping[str, Any]) -> None:
    """Hand one event from Redis to the pages of this process that listen to its channel."""
    if event["event_type"] == _CATCH_UP:
        return _catch_up(event["channel"])
    heard = Event(event["channel"], event["event_type"], event["data"], id=event["pub_id"])
    get_listener_manager().add_to_queues(event["channel"], heard)


async def listening(limit: float = 2.0) -> None:
    """Return once this process hears what is announced, so that nothing falls between a page's first look and the
    first event. Waits `limit` seconds at most: without Redis a page still gets the present state."""
    manager = get_listener_manager()
    with manager.lock:
        if not manager.redis_listener_started:
            manager.redis_listener_started = True
            _keep(asyncio.get_running_loop().create_task(manager.start_redis_listener()))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(manager.redis_listener.subscribed.wait(), limit)


def _keep(task: "asyncio.Task[None]") -> None:
    """Hold on to a task: the event loop itself would let it be collected."""
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


def _catch_up(*channels: str) -> None:
    """Make the listeners of this process read the present state again: those of `channels`, or of all."""
    manager = get_listener_manager()
    with manager.lock:
        for channel in channels or manager.listeners_by_channel:
            for listener in manager.listeners_by_channel.get(channel, ()):
                listener.overflow = True
                listener.wake_threadsafe()
