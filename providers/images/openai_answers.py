"""Reading a picture out of OpenAI's answer, in one piece or as a stream of events.

Many answers of several megabytes may arrive at the same moment. So few are read at once, from the first byte until the
picture has been looked at, and the others wait in their connections; and fewer are unpacked at once, because the text
of a picture exists up to four times then. And a server that sends a little now and then must not hold a worker for
ever: at the deadline the connection is cut.
"""

import base64
import binascii
import json
import re
import socket
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any

import httpx2
import openai
from openai import APIResponse

from providers.base import Picture, ProviderError, Usage
from providers.images.checking import checked, preview_of
from providers.openai_errors import Failures

SETTING = "OPENAI_IMAGE_MODEL"
MOST_BYTES = 48 * 1024 * 1024  # of one answer; the largest picture there is stays well below
_reading = threading.BoundedSemaphore(32)
_unpacking = threading.BoundedSemaphore(4)
_BLANK_LINE = re.compile(rb"\n\r?\n")  # what begins with a fixed byte is found twenty times as fast
_DATA = re.compile(rb"^data:(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Drawn:
    """A picture as it came: unfinished, or `finished` with what it cost."""

    data: bytes
    finished: bool
    usage: Usage


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, never less than 0."""
        return max(0.0, self._at - time.monotonic())


def read(answer: APIResponse[Any], deadline: Deadline) -> Generator[bytes | Picture]:
    """Small versions of unfinished pictures as they come, then the finished one.

    Raises ProviderError for an answer that holds no picture, and what the SDK and the client below it raise.
    """
    with _cut_at(deadline, answer):
        if "text/event-stream" in answer.headers.get("content-type", ""):
            yield from _events(answer, deadline)
        else:
            yield _whole(answer, deadline)


def _whole(answer: APIResponse[Any], deadline: Deadline) -> Picture:
    chunks = answer.iter_bytes()
    # Some servers send blanks while they think; that takes no place among the readers.
    data = bytearray(next((chunk for chunk in chunks if chunk.strip()), b""))
    with _one_of_few(_reading, deadline):
        _gather(data, chunks)
        with _one_of_few(_unpacking, deadline):
            drawn = _first(_json(data, answer))
        del data
        return checked(drawn.data, drawn.usage)


def _first(body: Any) -> Drawn:
    pictures = body.get("data") if isinstance(body, dict) else None
    if not (isinstance(pictures, list) and pictures and isinstance(pictures[0], dict)):
        raise Failures(SETTING).malformed(usage_of(body))
    return _unpacked(pictures[0], True, usage_of(body))


def _events(answer: APIResponse[Any], deadline: Deadline) -> Iterator[bytes | Picture]:
    """What the events of a stream hold. The wait for the next event takes no place among the readers."""
    chunks = chain(answer.iter_bytes(), [b"\n\n"])  # some servers leave out the last blank line
    data = bytearray()
    for chunk in chunks:
        data += chunk
        with _one_of_few(_reading, deadline):
            _gather(data, chunks, until=_BLANK_LINE)
            with _one_of_few(_unpacking, deadline):
                drawn = list(_taken(data, answer))
            seen = [_looked_at(drawn.pop(0)) for _ in range(len(drawn))]
        for picture in seen:
            if picture is not None:
                yield picture
            if isinstance(picture, Picture):
                return
    raise Failures(SETTING).broken_off("the stream ended without its picture")


def _looked_at(drawn: Drawn) -> bytes | Picture | None:
    """The finished picture, or a small version of an unfinished one, where that can be read."""
    if drawn.finished:
        return checked(drawn.data, drawn.usage)
    with suppress(ProviderError):
        return preview_of(drawn.data)
    return None


def _taken(data: bytearray, answer: APIResponse[Any]) -> Iterator[Drawn]:
    """The pictures of the complete events in `data`, which are taken out of it."""
    while end := _BLANK_LINE.search(data):
        text = b"\n".join(line[1] for line in _DATA.finditer(data, 0, end.start()))
        del data[: end.end()]
        if text.strip() and text.strip() != b"[DONE]":
            yield from _event(_json(text, answer))


def _json(text: bytes | bytearray, answer: APIResponse[Any]) -> Any:
    """What `text` says. Raises ProviderError for what says nothing, and openai.APIError for an error that it tells."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise Failures(SETTING).malformed() from None
    if isinstance(body, dict) and (body.get("error") or body.get("type") == "error"):
        raise openai.APIError("an error in a good answer", answer.http_request, body=body.get("error") or body)
    return body


def _event(event: Any) -> Iterator[Drawn]:
    """The picture of one event, if it is of a kind that holds one."""
    kind = str(event.get("type") or "") if isinstance(event, dict) else ""
    if kind.endswith(".partial_image") and event.get("b64_json"):
        yield _unpacked(event, False, {})
    elif kind.endswith(".completed"):
        yield _unpacked(event, True, usage_of(event))


def _unpacked(holder: Mapping[str, Any], finished: bool, usage: Usage) -> Drawn:
    text = holder.get("b64_json")
    try:
        return Drawn(base64.b64decode(text if isinstance(text, str) else "?"), finished, usage)
    except (binascii.Error, ValueError):
        raise Failures(SETTING).malformed(usage) from None


def _gather(data: bytearray, chunks: Iterator[bytes], until: re.Pattern[bytes] | None = None) -> None:
    """Add to `data` what comes, up to the end or to the first chunk with `until` in it."""
    looked_at = 0
    while until is None or not until.search(data, max(0, looked_at - 3)):
        looked_at = len(data)
        chunk = next(chunks, None)
        if chunk is None:
            return
        data += chunk
        if len(data) > MOST_BYTES:
            raise Failures(SETTING).malformed()


def usage_of(body: Any) -> Usage:
    """What an answer says that it consumed, under our names; empty where it says nothing."""
    usage = body.get("usage") if isinstance(body, dict) else None
    if not isinstance(usage, dict):
        return {}
    details = usage.get("input_tokens_details")
    image, image_cached = _count(details, "image_tokens"), _cached(usage, details, "image_tokens")
    text = _count(details, "text_tokens") or max(0, _count(usage, "input_tokens") - image)
    text_cached = _cached(usage, details, "text_tokens")
    return {
        "input_text": max(0, text - text_cached),
        "input_text_cached": text_cached,
        "input_image": max(0, image - image_cached),
        "input_image_cached": image_cached,
        "output": _count(usage, "output_tokens"),
    }


def _cached(usage: Any, details: Any, name: str) -> int:
    """The service has two places, and two names, for the tokens that it had read before."""
    for holder in (details, usage):
        cached = holder.get("cached_tokens_details") if isinstance(holder, dict) else None
        if count := _count(cached, name) or _count(cached, f"cached_{name}"):
            return count
    return 0


def _count(counts: Any, name: str) -> int:
    value = counts.get(name) if isinstance(counts, dict) else None
    return max(0, value) if isinstance(value, int) else 0


@contextmanager
def _one_of_few(places: threading.BoundedSemaphore, deadline: Deadline) -> Iterator[None]:
    if not places.acquire(timeout=deadline.left()):
        raise httpx2.ReadTimeout("no place among the readers before the deadline")
    try:
        yield
    finally:
        places.release()


@contextmanager
def _cut_at(deadline: Deadline, answer: APIResponse[Any]) -> Iterator[None]:
    """At the deadline the connection is cut; whoever reads from it then gets ReadTimeout."""
    timer = threading.Timer(deadline.left(), _cut, [answer])
    timer.daemon = True
    timer.start()
    try:
        yield
    except (httpx2.TransportError, ProviderError) as error:
        if deadline.left():
            raise
        # Some connections, when cut, look like an answer that ends early.
        raise httpx2.ReadTimeout("the answer was not complete at the deadline") from error
    finally:
        timer.cancel()


def _cut(answer: APIResponse[Any]) -> None:
    stream = answer.http_response.extensions.get("network_stream")
    connection = stream.get_extra_info("socket") if stream else None
    if isinstance(connection, socket.socket):
        with suppress(OSError):  # it was closed meanwhile
            # Below TLS, whose own goodbye would wait for the other side.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
