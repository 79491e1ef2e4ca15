"""A client of the event stream, as users of the API write one."""

import json
import threading
from dataclasses import dataclass
from typing import Any, Self

import httpx

from tests.stack import eventually


@dataclass(frozen=True)
class Event:
    """One event as it came."""

    name: str
    data: dict[str, Any]


class EventStream:
    """Opens the stream of a story and keeps every event that carries data."""

    def __init__(self, url: str, story_id: str, cookies: Any) -> None:
        self.events: list[Event] = []
        self.names: list[str] = []
        self._client = httpx.Client(base_url=url, cookies=cookies, timeout=httpx.Timeout(10, read=60))
        self.story_id = story_id
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._closed = threading.Event()

    def _listen(self) -> None:
        try:
            with self._client.stream("GET", "/stream", params={"channel": self.story_id}) as response:
                name = ""
                for line in response.iter_lines():
                    if self._closed.is_set():
                        return
                    if line.startswith("event: "):
                        name = line.removeprefix("event: ")
                        self.names.append(name)
                    elif line.startswith("data: ") and line != "data: ":
                        self.events.append(Event(name, json.loads(line.removeprefix("data: "))))
        except httpx.HTTPError:
            return

    def named(self, *names: str) -> list[dict[str, Any]]:
        """The data of all events with these names, in order."""
        return [event.data for event in self.events if event.name in names]

    def latest(self) -> dict[int, str]:
        """The last status of each picture, by the scene's number."""
        return {event["scene_number"]: event["status"] for event in self.named("image_ready", "image_update")}

    def wait_for(self, name: str, limit: float = 30.0) -> dict[str, Any]:
        """The data of the first event of that name; waits `limit` seconds for it."""
        eventually(lambda: self.named(name), limit, f"an event {name}; the last ones were {self.names[-20:]}")
        return self.named(name)[0]

    def __enter__(self) -> Self:
        self._thread.start()
        eventually(lambda: "stream-open" in self.names, 15, "the stream to open")
        return self

    def __exit__(self, *args: object) -> None:
        self._closed.set()
        self._client.close()


class ReconnectingStream(EventStream):
    """Connects again whenever the stream ends, as a page does: after 1, 3 and 5 seconds, then every 5."""

    PAUSES = (1.0, 3.0, 5.0)

    @property
    def connections(self) -> int:
        """How often the stream was opened."""
        return self.names.count("stream-open")

    def _listen(self) -> None:
        failures = 0
        while not self._closed.is_set():
            opened = self.connections
            super()._listen()
            failures = failures + 1 if self.connections == opened else 0
            self._closed.wait(self.PAUSES[min(failures, 2)])
