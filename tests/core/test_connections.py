"""`release_connection` and `retry_db`."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from core import connections
from core.connections import release_connection, retry_db
from core.models import Expense
from tests.stack import database_url
from tests.upstreams.database_errors import failing

pytestmark = pytest.mark.django_db(transaction=True)
INSERT = 'INSERT INTO "core_expense"'


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(connections, "PAUSES", (0.01, 0.01))


def write() -> Expense:
    return Expense.objects.create(channel="a", what="picture", provider="p", model="m")


def test_after_a_temporary_error_the_row_is_written_once(caplog):
    with failing(INSERT) as failed:
        expense = retry_db(write)
    assert (len(failed), Expense.objects.get()) == (1, expense)
    assert "The database did not take a result" in caplog.text


def test_a_connection_that_broke_is_replaced():
    with failing(INSERT, times=2, error=InterfaceError):
        retry_db(write)
    assert Expense.objects.count() == 1


def test_the_last_try_raises_its_error():
    with failing(INSERT, times=None) as failed, pytest.raises(OperationalError, match="server closed"):
        retry_db(write)
    assert len(failed) == 3
    assert not Expense.objects.exists()


def test_a_lasting_error_is_not_retried():
    with failing(INSERT, times=None, error=IntegrityError) as failed, pytest.raises(IntegrityError):
        retry_db(write)
    assert len(failed) == 1


def test_inside_a_transaction_there_is_one_try():
    with failing(INSERT) as failed, pytest.raises(OperationalError), transaction.atomic():
        retry_db(write)
    assert len(failed) == 1
    assert not Expense.objects.exists()


def test_the_connection_is_not_released_inside_a_transaction():
    with transaction.atomic():
        write()
        release_connection()
        write()
    assert Expense.objects.count() == 2
    release_connection()
    assert connection.connection is None


@contextmanager
def sqlite_locked_by_another_connection(monkeypatch) -> Iterator[Callable[[], None]]:
    """Another connection holds the lock for longer than our timeout, until the yielded function is called."""
    release_connection()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.01)
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other.close
    release_connection()


@contextmanager
def postgresql_that_terminated_our_connection(monkeypatch) -> Iterator[Callable[[], None]]:
    """The server has ended the connection that Django still holds open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()
    with psycopg.connect(database_url(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", ours)
    yield lambda: None


def test_a_real_database_that_is_away_for_a_moment_gets_the_row(monkeypatch):
    write()
    sqlite = connection.vendor == "sqlite"
    away = sqlite_locked_by_another_connection if sqlite else postgresql_that_terminated_our_connection
    tries = []

    def try_again() -> None:
        tries.append(1)
        if len(tries) == 2:
            comes_back()
        write()

    with away(monkeypatch) as comes_back:
        retry_db(try_again)
    assert len(tries) == 2
    assert Expense.objects.count() == 2
