"""Many open event streams, in a thread with an event loop of its own."""

import asyncio
import json
import threading
import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from benchmarks.site import until


class Listeners:
    """Opens a stream at `url` for each of `pages` ("story" and "session"), all at once, and listens while the block
    runs. `caught_up` counts those that have heard the present state; `heard` holds for each event how late it came, in
    seconds; `ended` counts streams that broke."""

    def __init__(self, url: str, pages: Iterable[Mapping[str, str]]) -> None:
        self.caught_up = self.ended = 0
        self.heard: list[float] = []
        self._where, self._pages = urlsplit(url), list(pages)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._all.cancel)
        self._thread.join(timeout=30)

    def wait_until_all_have_caught_up(self, limit: float) -> None:
        """Raises RuntimeError when a stream is refused or breaks, TimeoutError after `limit` seconds."""
        until(lambda: self.caught_up == len(self._pages) or self.ended, limit)
        if self.ended:
            raise RuntimeError(f"{self.ended} of {len(self._pages)} streams ended before they began.")

    def _run(self) -> None:
        self._all = self._loop.create_task(self._listen_to_all())
        try:
            self._loop.run_until_complete(self._all)
        except asyncio.CancelledError:
            self._loop.close()

    async def _listen_to_all(self) -> None:
        await asyncio.gather(*(self._listen(page) for page in self._pages))

    async def _listen(self, page: Mapping[str, str]) -> None:
        reader, writer = await asyncio.open_connection(self._where.hostname, self._where.port)
        head = (
            f"GET /stream?channel={page['story']} HTTP/1.1",
            f"Host: {self._where.netloc}",
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
            self.caught_up += 1
        elif line.startswith(b"data: ") and b'"at": ' in line:
            self.heard.append(now - json.loads(line[6:])["at"])
