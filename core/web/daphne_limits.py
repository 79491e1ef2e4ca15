"""Limits on what Daphne, the server, does for its clients: how long it waits for a request, and for the reader of an
answer; how many connections one address may have that wait; how much of a body it keeps on disk, and of an answer in
memory.

Behind trusted proxies every connection comes from a proxy, so nothing is counted by address there: the proxy must.
"""
# ruff: noqa: N802, N815 - what a channel has is named by Twisted

import asyncio
import time
from collections import Counter
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import unquote

from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.server import Server
from django.conf import settings
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel, Request

from core.web.request_size import limit_of
from core.web.visitors import household

IN_MEMORY = 100_000  # bytes of a body that are kept before a file is opened for it
SLOW = "The request did not arrive in time, so nothing was changed. Please try again."
FULL = "Too many files are sent to this site just now. Please try again in a minute."


class LimitedChannel(HTTPChannel):
    """A connection. It waits for its client while no request, or only a part of one, is there, and while an answer is
    not read: then it has a deadline, which arriving bytes do not put off, and counts for its address. It does neither
    while an application is at work, as a stream is for hours."""

    abortTimeout = 1  # second; Twisted's own waits longer for a client that had its time
    _waiting: dict[str, dict["LimitedChannel", None]] = {}  # by address, those that have waited longest first
    _between_requests = False
    transport: Any

    def __init__(self) -> None:
        super().__init__()
        self._read = asyncio.Event()  # whether the client has read almost all that was sent
        self._read.set()

    def connectionMade(self) -> None:
        super().connectionMade()
        peer = None if settings.TRUSTED_PROXIES else getattr(self.transport.getPeer(), "host", None)
        self.address = household(peer) if peer else None
        self._wait()
        self.setTimeout(settings.REQUEST_SECONDS)

    def resetTimeout(self) -> None:
        """Called by Twisted whenever bytes arrive."""

    def dataReceived(self, data: bytes) -> None:
        if self._between_requests:
            self._between_requests = False
            self.setTimeout(settings.REQUEST_SECONDS)
        super().dataReceived(data)

    def allHeadersReceived(self) -> None:
        # There are no WebSockets here, and a server may ignore a wish for another protocol (RFC 9110, 7.8).
        self.requests[-1].requestHeaders.removeHeader(b"upgrade")
        self._body_began, self._body_size = time.monotonic(), 0
        self.setTimeout(settings.REQUEST_SECONDS)
        super().allHeadersReceived()

    def rawDataReceived(self, data: bytes) -> None:
        if not self._handlingRequest and not self._has_time_for(len(data)):
            return self.timeoutConnection()
        super().rawDataReceived(data)

    def _has_time_for(self, size: int) -> bool:
        """Whether the body, of which that many bytes more arrived, comes fast enough; then the deadline is moved. What
        will not be kept buys no time."""
        self._body_size = min(self._body_size + size, self.requests[-1].content.most)
        allowed = settings.REQUEST_SECONDS + self._body_size / settings.LEAST_BYTES_PER_SECOND
        left = self._body_began + allowed - time.monotonic()
        if left > 0:
            self.setTimeout(min(left, settings.REQUEST_SECONDS))
        return left > 0

    def allContentReceived(self) -> None:
        self._stop_waiting()
        super().allContentReceived()

    def pauseProducing(self) -> None:
        super().pauseProducing()
        self._read.clear()

    def resumeProducing(self) -> None:
        super().resumeProducing()
        self._read.set()

    async def wait_for_reader(self, size: int) -> None:
        """Return when the client has read what was sent, the last `size` bytes among it, or is gone."""
        if self._read.is_set():
            return
        self._wait()
        self._give_time_to_read(size)
        await self._read.wait()
        self.setTimeout(None)
        self._stop_waiting()

    def _give_time_to_read(self, size: int) -> None:
        self.setTimeout(settings.KEEP_ALIVE_SECONDS + size / settings.LEAST_BYTES_PER_SECOND)

    def requestDone(self, request: Request) -> None:
        # The end of the answer may still be on its way to a slow reader, also where the connection is closed after it.
        self._give_time_to_read(request.sentLength)
        self._savedTimeOut = None
        self._between_requests = True
        self._wait()
        super().requestDone(request)

    def timeoutConnection(self) -> None:
        if self.requests and not self._handlingRequest:
            return self.give_up(408, "Request Timeout", SLOW)
        super().timeoutConnection()

    def give_up(self, status: int, name: str, sentence: str) -> None:
        """Answer a request of which only a part is there, and close the connection."""
        head = f"HTTP/1.1 {status} {name}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
        self.transport.write(f"{head}Content-Length: {len(sentence)}\r\n\r\n{sentence}".encode())
        super().timeoutConnection()

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._stop_waiting()
        self._read.set()
        super().connectionLost(reason)

    def _wait(self) -> None:
        """Count this connection. Where its address has too many, the one that waited longest is closed: a visitor with
        many idle ones is let in, and whoever opens half requests closes his own."""
        if self.address is None or not settings.CONNECTIONS_PER_ADDRESS:
            return
        waiting = self._waiting.setdefault(self.address, {})
        waiting[self] = None
        if len(waiting) > settings.CONNECTIONS_PER_ADDRESS:
            # One that still sends an answer is spared.
            oldest = next((channel for channel in waiting if not channel._waitingForTransport), self)
            oldest._stop_waiting()
            oldest.loseConnection()

    def _stop_waiting(self) -> None:
        waiting = self._waiting.get(self.address or "", {})
        waiting.pop(self, None)
        if not waiting:
            self._waiting.pop(self.address or "", None)


class Body(SpooledTemporaryFile[bytes]):
    """Daphne's file of a body: takes every write, and keeps `kept` bytes. `most` is how large the body may be; `sender`
    the address it counts for until it is closed, None for a small one."""

    uploads: Counter[str] = Counter()  # how many large bodies there are, by address

    def __init__(self, most: int, kept: int, sender: str | None = None) -> None:
        super().__init__(max_size=IN_MEMORY)
        self.most, self._kept, self._sender = most, kept, sender
        if sender is not None:
            self.uploads[sender] += 1

    @classmethod
    def has_room(cls, sender: str) -> bool:
        """Whether one more large body may be kept for that address ("": an unknown one)."""
        each, all_together = settings.UPLOADS_PER_ADDRESS, settings.UPLOADS_PER_PROCESS
        if each and sender and cls.uploads[sender] >= each:
            return False
        return not all_together or cls.uploads.total() < all_together

    def write(self, data: Any) -> int:
        return super().write(data[: max(0, self._kept - self.tell())])

    def close(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            self.uploads[sender] -= 1
            if not self.uploads[sender]:
                del self.uploads[sender]
        super().close()


def limit_daphne() -> None:
    """Have Daphne use these limits, and parse no forms: Django does that, with its own."""

    def got_length(request: Any, length: int | None) -> None:
        request._parsePOSTFormSubmission = False
        channel = request.channel
        sender = channel.address or ""
        most = limit_of(unquote(channel._path.partition(b"?")[0].decode("latin-1")))[0]
        # One byte more than is allowed shows `BodySizeLimit` that the body is too large.
        if length is not None and length <= IN_MEMORY:
            request.content = Body(most, most + 1)
        elif length is not None and length > most:  # it says so itself
            request.content = Body(most, 0)
        elif Body.has_room(sender):
            request.content = Body(most, most + 1, sender)
        else:
            request.content = Body(most, 0)
            channel.give_up(503, "Service Unavailable", FULL)

    reply_at_once = Server.handle_reply

    async def reply(server: Server, protocol: Any, message: dict[str, Any]) -> None:
        await reply_at_once(server, protocol, message)
        channel = getattr(protocol, "channel", None)  # none after the end of an answer
        if channel is not None:
            await channel.wait_for_reader(len(message.get("body", b"")))

    Server.handle_reply = reply
    WebRequest.gotLength = got_length
    HTTPFactory.protocol = LimitedChannel
