"""Read pictures from OpenAI's responses, in one piece or as a stream of events.

Many responses of several megabytes may arrive at once. To limit memory, few are read at a time, from the first byte to
the decoded picture, while the others wait in their connections; and fewer still are unpacked at a time, because the
Base64 text of a picture then exists up to four times. A server that sends slowly must not hold a worker for ever: at
the deadline the connection is cut.
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
from providers.images.validation import make_preview, validate_picture
from providers.openai_api import charged, count_tokens
from providers.openai_errors import DRAWING_ERRORS

MAX_BYTES = 48 * 1024 * 1024  # per response; the largest picture is far smaller
_DETAILS = ("usage", "input_tokens_details")
_reading = threading.BoundedSemaphore(32)
_unpacking = threading.BoundedSemaphore(4)
_BLANK_LINE = re.compile(rb"\n\r?\n")  # a pattern that begins with a fixed byte is twenty times as fast
_DATA = re.compile(rb"^data:(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class RawPicture:
    """A picture as received: unfinished, or `finished` with its usage."""

    data: bytes
    finished: bool
    usage: Usage


def read_pictures(response: APIResponse[Any], deadline: float) -> Generator[bytes | Picture]:
    """Yield small previews of unfinished pictures as they arrive, then the finished picture, until `deadline`
    (monotonic).

    Raises ProviderError for a response without a picture, and what the SDK and its HTTP client raise.
    """
    with _cut_at(deadline, response):
        if "text/event-stream" in response.headers.get("content-type", ""):
            yield from _events(response, deadline)
        else:
            yield _whole(response, deadline)


def _whole(response: APIResponse[Any], deadline: float) -> Picture:
    chunks = response.iter_bytes()
    # Some servers send blanks while they work; waiting for them takes no slot.
    data = bytearray(next((chunk for chunk in chunks if chunk.strip()), b""))
    with _slot(_reading, deadline):
        _read_into(data, chunks)
        with _slot(_unpacking, deadline):
            drawn = _single(_json(data, response))
        del data
        return validate_picture(drawn.data, drawn.usage)


def _single(body: Any) -> RawPicture:
    pictures = body.get("data") if isinstance(body, dict) else None
    if not (isinstance(pictures, list) and pictures and isinstance(pictures[0], dict)):
        raise DRAWING_ERRORS.malformed(usage_of(body))
    if "b64_json" not in pictures[0] and pictures[0].get("url"):
        raise DRAWING_ERRORS.address_only()
    return _unpack(pictures[0], True, usage_of(body))


def _events(response: APIResponse[Any], deadline: float) -> Iterator[bytes | Picture]:
    """The pictures in the events of a stream. Waiting for the next event takes no slot."""
    chunks = chain(response.iter_bytes(), [b"\n\n"])  # some servers omit the last blank line
    data = bytearray()
    for chunk in chunks:
        data += chunk
        with _slot(_reading, deadline):
            _read_into(data, chunks, until=_BLANK_LINE)
            with _slot(_unpacking, deadline):
                drawn = list(_complete_events(data, response))
            seen = [_validated(drawn.pop(0)) for _ in range(len(drawn))]
        for picture in seen:
            if picture is not None:
                yield picture
            if isinstance(picture, Picture):
                return
    raise DRAWING_ERRORS.connection_lost("the stream ended without its picture")


def _validated(drawn: RawPicture) -> bytes | Picture | None:
    """The finished picture, or a preview of an unfinished one; None if that cannot be decoded."""
    if drawn.finished:
        return validate_picture(drawn.data, drawn.usage)
    with suppress(ProviderError):
        return make_preview(drawn.data)
    return None


def _complete_events(data: bytearray, response: APIResponse[Any]) -> Iterator[RawPicture]:
    """The pictures of the complete events in `data`, which are removed from it."""
    while end := _BLANK_LINE.search(data):
        text = b"\n".join(line[1] for line in _DATA.finditer(data, 0, end.start()))
        del data[: end.end()]
        if text.strip() and text.strip() != b"[DONE]":
            yield from _picture_of_event(_json(text, response))


def _json(text: bytes | bytearray, response: APIResponse[Any]) -> Any:
    """Parse `text`. Raises ProviderError for text that is not JSON, and openai.APIError for an error object."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise DRAWING_ERRORS.malformed() from None
    if isinstance(body, dict) and (body.get("error") or body.get("type") == "error"):
        raise openai.APIError(
            "an error in a response with status 200", response.http_request, body=body.get("error") or body
        )
    return body


def _picture_of_event(event: Any) -> Iterator[RawPicture]:
    """The picture of one event, if its type has one."""
    kind = str(event.get("type") or "") if isinstance(event, dict) else ""
    if kind.endswith(".partial_image") and event.get("b64_json"):
        yield _unpack(event, False, {})
    elif kind.endswith(".completed"):
        yield _unpack(event, True, usage_of(event))


def _unpack(holder: Mapping[str, Any], finished: bool, usage: Usage) -> RawPicture:
    text = holder.get("b64_json")
    try:
        return RawPicture(base64.b64decode(text if isinstance(text, str) else "?"), finished, usage)
    except (binascii.Error, ValueError):
        raise DRAWING_ERRORS.malformed(usage) from None


def _read_into(data: bytearray, chunks: Iterator[bytes], until: re.Pattern[bytes] | None = None) -> None:
    """Append chunks to `data`, up to the end or the first chunk that contains `until`."""
    looked_at = 0
    while until is None or not until.search(data, max(0, looked_at - 3)):
        looked_at = len(data)
        chunk = next(chunks, None)
        if chunk is None:
            return
        data += chunk
        if len(data) > MAX_BYTES:
            raise DRAWING_ERRORS.malformed()


def usage_of(body: Any) -> Usage:
    """The usage of a response in our terms; empty when it has none."""
    if not isinstance(body, dict) or not isinstance(body.get("usage"), dict):
        return {}
    image = count_tokens(body, *_DETAILS, "image_tokens")
    text = count_tokens(body, *_DETAILS, "text_tokens") or max(0, count_tokens(body, "usage", "input_tokens") - image)
    image_cached, text_cached = _cached(body, "image_tokens"), _cached(body, "text_tokens")
    return {
        "input_text": max(0, text - text_cached),
        "input_text_cached": text_cached,
        "input_image": max(0, image - image_cached),
        "input_image_cached": image_cached,
        "output": count_tokens(body, "usage", "output_tokens"),
        **charged(body),
    }


def _cached(body: Any, name: str) -> int:
    """The API has two places, and two names, for the count of cached tokens."""
    for holder in (_DETAILS, ("usage",)):
        place = (*holder, "cached_tokens_details")
        if count := count_tokens(body, *place, name) or count_tokens(body, *place, f"cached_{name}"):
            return count
    return 0


def _left(deadline: float) -> float:
    """Seconds until the deadline, at least 0."""
    return max(0.0, deadline - time.monotonic())


@contextmanager
def _slot(slots: threading.BoundedSemaphore, deadline: float) -> Iterator[None]:
    if not slots.acquire(timeout=_left(deadline)):
        raise httpx2.ReadTimeout("no slot for reading before the deadline")
    try:
        yield
    finally:
        slots.release()


@contextmanager
def _cut_at(deadline: float, response: APIResponse[Any]) -> Iterator[None]:
    """Cut the connection at the deadline; the reader then gets ReadTimeout."""
    timer = threading.Timer(_left(deadline), _cut, [response])
    timer.daemon = True
    timer.start()
    try:
        yield
    except (httpx2.TransportError, ProviderError) as error:
        if _left(deadline):
            raise
        # On some connections the cut looks like an early end of the response.
        raise httpx2.ReadTimeout("the response was not complete at the deadline") from error
    finally:
        timer.cancel()


def _cut(response: APIResponse[Any]) -> None:
    stream = response.http_response.extensions.get("network_stream")
    connection = stream.get_extra_info("socket") if stream else None
    if isinstance(connection, socket.socket):
        with suppress(OSError):  # already closed
            # Below TLS, whose closing handshake would wait for the other side.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
