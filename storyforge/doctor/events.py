"""Checks that an event arrives: announced here, it goes through Redis and the site's event stream, back over HTTP."""

import threading
import time
import urllib.error
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from core import live, live_check
from core.health import redis_says
from providers.base import Finding
from storyforge.doctor.runner import open_directly
from storyforge.service_urls import without_login

WHAT = "Event stream"
NAME = "doctor"
SECONDS = 5.0  # within which an announced event must come
REPEAT_SECONDS = 0.5  # seconds between two announcements
MAX_LINE = 10_000  # bytes

_START = "Start the site, or set SITE_URL to the address at which it answers."
_FORBIDDEN = (
    "does not let this command listen: it has another SECRET_KEY, or its clock is wrong. Give both the same, or set "
    "SITE_URL to the address of this site."
)
_NOT_HEARD = (
    f"opens its stream, but an event announced here does not come within {SECONDS:.0f} s. Either the site uses another "
    "Redis than this command (compare REDIS_URL), or a proxy holds events back (switch its buffering off for /stream)."
)


def end_to_end(site: str) -> Iterator[Finding]:
    """Listen at `site` to a new channel, announce an event there, and wait for it."""
    if not _is_address(site):
        yield Finding(WHAT, False, "SITE_URL must be the address of the site, such as http://127.0.0.1:8000.")
        return
    where, channel = without_login(site), live_check.new_channel()
    try:
        with open_directly(f"{site.rstrip('/')}/stream?channel={channel}", SECONDS) as stream:
            yield _result(where, stream, channel)
    except urllib.error.HTTPError as error:
        why = _FORBIDDEN if error.code == HTTPStatus.FORBIDDEN else f"answers {error.code}. {_START}"
        yield Finding(WHAT, False, f"The site at {where} {why}")
    except (OSError, HTTPException) as error:
        yield Finding(WHAT, False, f"Nothing answers at {where} ({getattr(error, 'reason', error)}). {_START}")


def _is_address(site: str) -> bool:
    try:
        parts = urlsplit(site)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username and parts.port != 0
    except ValueError:
        return False


def _result(where: str, stream: Any, channel: str) -> Finding:
    if stream.headers.get_content_type() != "text/event-stream":
        return Finding(WHAT, False, f"What answers at {where} is not this site. {_START}")
    if redis_says() != "ok":
        return Finding(WHAT, False, f"The site at {where} answers, but nothing can be announced without Redis.")
    seconds = _heard_after(stream, channel)
    if seconds is None:
        return Finding(WHAT, False, f"The site at {where} {_NOT_HEARD}")
    return Finding(WHAT, True, f"An event announced here came back from {where} after {seconds:.2f} s.")


def _heard_after(stream: Any, channel: str) -> float | None:
    """Seconds from the opening of the stream to the event, None when it did not come."""
    began = time.monotonic()
    heard = threading.Event()
    threading.Thread(target=_announce, args=(channel, heard), daemon=True).start()
    try:
        while time.monotonic() < began + SECONDS and (line := stream.readline(MAX_LINE)):
            if line.strip() == f"event: {NAME}".encode():
                return time.monotonic() - began
    except TimeoutError:
        return None  # nothing came for so long
    finally:
        heard.set()
    return None


def _announce(channel: str, heard: threading.Event) -> None:
    """Announce until the event is heard: one that comes before the stream is subscribed is lost, since this channel
    has no present state to send instead."""
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        live.announce(channel, NAME, {})
        if heard.wait(REPEAT_SECONDS):
            return
