"""A whole site whose parts are killed: web, worker and beat as processes of their own, and a Redis of its own."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from core.redis_server import RedisServer
from tests.resilience.checks import report
from tests.stack import Stack, running
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.json_server import Answer, Asked, Upstream

# Longer than the other tests' lease: a busy machine must not make a worker look dead.
SITE = {"IMAGE_PROVIDER": "upstream", "IMAGES_PER_MINUTE": "500", "LEASE_SECONDS": "6"}


class Gate:
    """Holds back the answers to the fifth request and all after it until it is opened, so that calls are under way when
    the test acts, however slow the machine is."""

    LIMIT = 60.0  # seconds

    def __init__(self) -> None:
        self.first = 4
        self._opened = threading.Event()

    def __call__(self, asked: Asked, number: int) -> Answer:
        """The answer, once the gate lets it pass."""
        if number >= self.first:
            self._opened.wait(self.LIMIT)
        return Answer(after=0.2)

    def open(self) -> None:
        """Let all answers pass from now on."""
        self._opened.set()

    def hold_from(self, number: int) -> None:
        """Hold back the answers from that number on."""
        self.first = number
        self._opened.clear()


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Holds the illustrator's answers back."""
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture
def upstream(transactional_db: None, gate: Gate) -> Iterator[Upstream]:
    """The server that the illustrator calls."""
    with Upstream(gate) as server:
        yield server
        report(server)
        gate.open()


@pytest.fixture
def environment(upstream: Upstream) -> dict[str, str]:
    """The site's settings."""
    return SITE | {ADDRESS: upstream.url}


@pytest.fixture
def site(content: None, tmp_path: Path, environment: dict[str, str]) -> Iterator[Stack]:
    """The site, with beat and a worker that draws eight at once."""
    with running(tmp_path, beat=True, threads=8, **environment) as stack:
        yield stack


@pytest.fixture
def client(site: Stack) -> Iterator[httpx.Client]:
    """A visitor."""
    with httpx.Client(base_url=site.url, timeout=60, follow_redirects=True) as client:
        yield client


class KillableRedis:
    """The session's Redis on its port, with its data in a file while a test needs that."""

    def __init__(self, server: RedisServer, folder: Path) -> None:
        self.server, self.folder, self.rounds = server, folder, 0

    def kill(self) -> None:
        """SIGKILL, as when the machine loses its power."""
        self.server.process.kill()
        self.server.process.wait(10)

    def start(self, *, empty: bool = False) -> None:
        """Start it again on the same port, with its data or empty."""
        self.rounds += empty
        folder = self.folder / f"redis-{self.rounds}"
        self.server.process = RedisServer.start(folder, port=self.server.port, appendonly=True).process


@pytest.fixture
def killable_redis(redis_server: RedisServer, tmp_path: Path) -> Iterator[KillableRedis]:
    """Redis with its data in a file, to be killed and started again. Afterwards an empty one in memory replaces it."""
    redis = KillableRedis(redis_server, tmp_path)
    redis_server.stop()
    redis.start()
    yield redis
    redis_server.stop()
    again = RedisServer.start(tmp_path / "redis-after", port=redis_server.port, appendonly=False)
    redis_server.process = again.process


@pytest.fixture
def owner() -> Iterator[Callable[[Stack], httpx.Client]]:
    """Gives a visitor of a site that the test has started itself."""
    with contextlib.ExitStack() as open_ones:
        yield lambda stack: open_ones.enter_context(httpx.Client(base_url=stack.url, timeout=60, follow_redirects=True))
