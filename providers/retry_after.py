"""How long a service asks to be left alone, out of the headers of its answer."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def retry_after(headers: Mapping[str, str], default: float | None) -> float | None:
    """The wait in seconds that the headers ask for, else `default`."""
    waits = (
        _number(headers.get("retry-after-ms"), 0.001),
        _number(headers.get("retry-after"), 1.0),
        _until(headers.get("retry-after")),
        _span(headers.get("x-ratelimit-reset-requests")) if default is not None else None,
    )
    return next((wait for wait in waits if wait is not None), default)


def _number(text: str | None, unit: float) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return max(0.0, number * unit) if math.isfinite(number) else None


def _until(text: str | None) -> float | None:
    """The seconds until a date as HTTP writes it."""
    try:
        date = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _span(text: str | None) -> float | None:
    """The seconds of "12ms" or "6m0s"."""
    parts: list[Any] = _SPAN.findall(text or "")
    return sum(float(number) * _SECONDS[unit] for number, unit in parts) if parts else None
