"""Watches a process: its memory and its connections to PostgreSQL."""

import threading
from types import TracebackType
from typing import Self

import psutil
import psycopg

EVERY = 0.1  # seconds


class Watch:
    """Looks on while the block runs. `peak` is the most resident memory in MB, `connections` are the most there were.

    The process has told PostgreSQL the name NAME (PGAPPNAME).
    """

    NAME = "storyforge-benchmark"

    def __init__(self, pid: int, database: str) -> None:
        self.peak = 0.0
        self.connections = 0
        self._process = psutil.Process(pid)
        self._database = psycopg.connect(database, autocommit=True)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._database.close()

    def _look_on(self) -> None:
        while not self._over.wait(EVERY):
            self.peak = max(self.peak, self._process.memory_info().rss / 2**20)
            self.connections = max(self.connections, self._connected())

    def _connected(self) -> int:
        query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
        found = self._database.execute(query, [self.NAME]).fetchone()
        return int(found[0]) if found else 0
