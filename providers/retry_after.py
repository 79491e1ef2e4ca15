"""Read from response headers how long a service asks us to wait."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

LONGEST = 900.0  # seconds; all work waits that long, and asking too early only brings another refusal
BELIEVABLE = 24 * 3600.0  # seconds; a larger number is something else, such as a Unix timestamp
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def retry_after(headers: Mapping[str, str], default: float) -> float:
    """The wait in seconds that the headers ask for, at most LONGEST; `default` without a usable value."""
    waits = (
        _number(headers.get("retry-after-ms"), 0.001),
        _number(headers.get("retry-after"), 1.0),
        _until(headers.get("retry-after")),
        _span(headers.get("x-ratelimit-reset-requests")),
    )
    believed = (wait for wait in waits if wait is not None and 0 <= wait <= BELIEVABLE)
    return min(next(believed, default), LONGEST)


def _number(text: str | None, unit: float) -> float | None:
    try:
        return float(text or "") * unit
    except ValueError:
        return None


def _until(text: str | None) -> float | None:
    """Seconds until an HTTP date."""
    try:
        date = parsedate_to_datetime(text or "")
        return (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None


def _span(text: str | None) -> float | None:
    """Seconds in "12ms" or "6m0s"."""
    parts: list[Any] = _SPAN.findall(text or "")
    return sum(float(number) * _SECONDS[unit] for number, unit in parts) if parts else None
