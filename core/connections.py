"""Database connections, and when to let go of them."""

from django.db import connection


def let_go() -> None:
    """Give this thread's connection back before a long wait; the next query takes one again.

    Inside a transaction nothing is let go of: it belongs to the one who opened it.
    """
    if not connection.in_atomic_block:
        connection.close()
