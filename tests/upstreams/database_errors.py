"""Makes database statements of this thread fail before they reach the server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

Failed = list[str]
"""The statements that failed so far."""


@contextmanager
def failing(
    statement: str, *, times: int | None = 1, error: type[Exception] = OperationalError, also: str = ""
) -> Iterator[Failed]:
    """Fail the first `times` statements that begin with `statement` and contain `also`; all of them when None."""
    failed: Failed = []

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(statement) and also in sql and (times is None or len(failed) < times):
            failed.append(sql)
            raise error("server closed the connection unexpectedly")
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield failed
