"""Letting go of database connections, and writing in spite of a database that is away for a moment."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from core import connections
from core.connections import insisting, let_go
from core.models import Expense
from tests.stack import database_url
from tests.upstreams.hiccups import failing

pytestmark = pytest.mark.django_db(transaction=True)
INSERT = 'INSERT INTO "core_expense"'


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(connections, "PAUSES", (0.01, 0.01))


def write() -> Expense:
    return Expense.objects.create(channel="a", what="picture", provider="p", model="m")


def test_after_a_passing_error_it_is_written_once(caplog):
    with failing(INSERT) as failed:
        expense = insisting(write)
    assert (len(failed), Expense.objects.get()) == (1, expense)
    assert "The database did not take a result" in caplog.text


def test_a_connection_that_broke_is_replaced():
    with failing(INSERT, times=2, error=InterfaceError):
        insisting(write)
    assert Expense.objects.count() == 1


def test_after_the_last_try_it_is_said_what_was_wrong():
    with failing(INSERT, times=None) as failed, pytest.raises(OperationalError, match="server closed"):
        insisting(write)
    assert len(failed) == 3
    assert not Expense.objects.exists()


def test_what_will_not_pass_is_not_tried_again():
    with failing(INSERT, times=None, error=IntegrityError) as failed, pytest.raises(IntegrityError):
        insisting(write)
    assert len(failed) == 1


def test_inside_a_transaction_there_is_one_try():
    with failing(INSERT) as failed, pytest.raises(OperationalError), transaction.atomic():
        insisting(write)
    assert len(failed) == 1
    assert not Expense.objects.exists()


def test_nothing_is_let_go_of_inside_a_transaction():
    with transaction.atomic():
        write()
        let_go()
        write()
    assert Expense.objects.count() == 2
    let_go()
    assert connection.connection is None


@contextmanager
def sqlite_that_somebody_else_writes_to(monkeypatch) -> Iterator[Callable[[], None]]:
    """Another process holds the lock for longer than this one has patience, until the block's function is called."""
    let_go()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.01)
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other.close
    let_go()


@contextmanager
def postgresql_that_ends_our_connection(monkeypatch) -> Iterator[Callable[[], None]]:
    """The server has ended the connection that this thread still believes in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()
    with psycopg.connect(database_url(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", ours)
    yield lambda: None


def test_a_real_database_that_is_away_for_a_moment_gets_the_result_all_the_same(monkeypatch):
    write()
    sqlite = connection.vendor == "sqlite"
    away = sqlite_that_somebody_else_writes_to if sqlite else postgresql_that_ends_our_connection
    tries = []

    def try_again() -> None:
        tries.append(1)
        if len(tries) == 2:
            comes_back()
        write()

    with away(monkeypatch) as comes_back:
        insisting(try_again)
    assert len(tries) == 2
    assert Expense.objects.count() == 2
