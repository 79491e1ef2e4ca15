"""Many open event streams, in a thread with an event loop of its own."""

import asyncio
import json
import threading
import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from benchmarks.measuring import wait_until


class EventStreams:
    """Opens a stream at `url` for each of `pages` ("story" and "session") and reads them during the `with` block.

    `opened` counts the streams that are ready for events, `ended` those that broke; `delays` has for each event the
    seconds from its sending to its arrival.
    """

    def __init__(self, url: str, pages: Iterable[Mapping[str, str]]) -> None:
        self.opened = self.ended = 0
        self.delays: list[float] = []
        self._address, self._pages = urlsplit(url), list(pages)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._reading.cancel)
        self._thread.join(timeout=30)

    def wait_until_open(self, limit: float) -> None:
        """Raises RuntimeError when a stream is refused or breaks, TimeoutError after `limit` seconds."""
        wait_until(lambda: self.opened == len(self._pages) or self.ended, limit)
        if self.ended:
            raise RuntimeError(f"{self.ended} of {len(self._pages)} streams ended before they began.")

    def _run(self) -> None:
        self._reading = self._loop.create_task(self._read_all())
        try:
            self._loop.run_until_complete(self._reading)
        except asyncio.CancelledError:
            self._loop.close()

    async def _read_all(self) -> None:
        await asyncio.gather(*(self._read(page) for page in self._pages))

    async def _read(self, page: Mapping[str, str]) -> None:
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        head = (
            f"GET /stream?channel={page['story']} HTTP/1.1",
            f"Host: {self._address.netloc}",
            f"Cookie: sessionid={page['session']}",
            "Connection: close",
        )
        try:
            writer.write(("\r\n".join(head) + "\r\n\r\n").encode())
            async for line in reader:
                self._note(line)
            self.ended += 1
        finally:
            writer.close()

    def _note(self, line: bytes) -> None:
        now = time.time()
        if line.startswith(b"event: stream-open"):
            self.opened += 1
        elif line.startswith(b"data: ") and b'"at": ' in line:
            self.delays.append(now - json.loads(line[6:])["at"])
