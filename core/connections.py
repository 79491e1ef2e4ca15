"""Release this thread's database connection, repeat a write when the database was away, and lock by name."""

import logging
import time
import zlib
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)

T = TypeVar("T")
PAUSES = (0.5, 3.0, 8.0, 15.0)  # seconds; together shorter than a lease (LEASE_SECONDS)
_TEMPORARY = (OperationalError, InterfaceError)


def release_connection() -> None:
    """Close this thread's connection before a long wait; the next query opens one again.

    Inside a transaction this does nothing: the transaction would be lost.
    """
    if not connection.in_atomic_block:
        connection.close()


def retry_db(write: Callable[[], T]) -> T:
    """Call `write` and return its result; call it again after a pause when the database is away or busy.

    For rows that must not be lost. `write` must be safe to run twice. Raises the error of the last try. Inside a
    transaction there is one try only.
    """
    for pause in PAUSES:
        try:
            return write()
        except _TEMPORARY as error:
            if connection.in_atomic_block:
                raise
            log.warning("The database did not take a result (%s). Trying again in %s s.", error, pause)
            connection.close()
        time.sleep(pause)
    return write()


def lock(name: str) -> None:
    """Let one transaction at a time past this point, until it ends. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
