"""Leases: how a row says that somebody is working on it, and how it shows when that somebody died.

While work goes on, one thread of this process renews the leases of all of it. When the process dies nobody renews
them, they run out, and the sweeper takes the rows up again.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.db.models import QuerySet
from django.utils import timezone

log = logging.getLogger(__name__)

_held: dict[int, QuerySet[Any]] = {}
_lock = threading.Lock()
_wake = threading.Event()
_thread: threading.Thread | None = None


def lease(seconds: float = 0.0) -> datetime:
    """The end of a lease that begins now: LEASE_SECONDS from here, or `seconds` later than that."""
    return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS + seconds)


def lease_seconds() -> float:
    """How long a lease lasts, in seconds."""
    return float(settings.LEASE_SECONDS)


@contextmanager
def holding(rows: QuerySet[Any]) -> Iterator[None]:
    """Renew `lease_until` of `rows` for as long as the block runs.

    The rows must filter on what makes the work ours (a status, say), so that a row which was taken from us is left
    alone.
    """
    key = id(rows)
    with _lock:
        _held[key] = rows
        _ensure_thread()
    try:
        yield
    finally:
        with _lock:
            _held.pop(key, None)


def _ensure_thread() -> None:
    global _thread
    if _thread is None or not _thread.is_alive():
        _thread = threading.Thread(target=_renew_for_ever, name="lease-keeper", daemon=True)
        _thread.start()


def _renew_for_ever() -> None:
    while not _wake.wait(settings.LEASE_SECONDS / 3):
        with _lock:
            held = list(_held.values())
        if held:
            _renew(held)


def _renew(held: list[QuerySet[Any]]) -> None:
    try:
        close_old_connections()
        for rows in held:
            rows.all().update(lease_until=lease())
    except Error as error:
        log.warning("Leases could not be renewed (%s); trying again in %.0f s.", error, settings.LEASE_SECONDS / 3)
    finally:
        connection.close()
