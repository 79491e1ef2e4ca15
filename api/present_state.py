"""The present state of a story as events: what a page gets first when it connects, or when it missed an event."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django_eventstream.event import Event
from django_eventstream.storage import StorageBase

from core import artifacts, live, live_check
from images import events as pictures
from videos import events as clips


def present_state(story_id: str) -> Iterator[live.EventData]:
    """The state of a story's pictures, clips and downloads as events, in the order to send them."""
    yield from pictures.present_state(story_id)
    yield from clips.present_state(story_id)
    yield from artifacts.present_state(story_id)


class PresentState(StorageBase):
    """django-eventstream's storage of events, read from the database instead: every read is the present state."""

    def get_events(self, channel: str, last_id: int, limit: int = 100) -> list[Event]:
        """The story's present state, whatever the page has seen already."""
        story_id = channel.removeprefix(live.PREFIX)
        if live_check.is_check(story_id):
            return []
        try:
            events = list(present_state(story_id))
        finally:
            # The thread stays with the open stream for hours; its database connection must not.
            if not connection.in_atomic_block:
                connection.close()
        return [
            Event(channel, name, json.dumps(data, cls=DjangoJSONEncoder), id=live.EVENT_ID) for name, data in events
        ]

    def get_current_id(self, channel: str) -> int:
        """The number of every event."""
        return live.EVENT_ID
