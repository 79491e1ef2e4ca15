"""Database connections: when to let go of them, how to write in spite of a hiccup, and one lock by name."""

import logging
import time
import zlib
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)

T = TypeVar("T")
PAUSES = (0.5, 3.0, 8.0, 15.0)  # seconds; together within what a lease and a sweep allow
_PASSING = (OperationalError, InterfaceError)


def let_go() -> None:
    """Give this thread's connection back before a long wait; the next query takes one again.

    Inside a transaction nothing is let go of: it belongs to the one who opened it.
    """
    if not connection.in_atomic_block:
        connection.close()


def insisting(write: Callable[[], T]) -> T:
    """Do `write`, again after a pause where the database was away or too busy: for what must not be lost.

    `write` must do no harm when it is done twice. Raises what the last try raised. Inside a transaction there is no
    second try.
    """
    for pause in PAUSES:
        try:
            return write()
        except _PASSING as error:
            if connection.in_atomic_block:
                raise
            log.warning("The database did not take a result (%s). Trying again in %s s.", error, pause)
            connection.close()
        time.sleep(pause)
    return write()


def lock(name: str) -> None:
    """Let only one transaction at a time past this point, until it ends. On SQLite that is so for all that write."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
