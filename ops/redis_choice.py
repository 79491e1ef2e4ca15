"""Chooses the Redis of this copy: the one that REDIS_URL names, else a server of our own under the supervisor."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.redis_server import LOOPBACK, RedisServerError, find_server_binary, server_command, server_version
from ops import CannotStart
from ops.ports import Ports
from ops.var_folder import keep_secret

# Below the range from which the kernel takes the ports of outgoing connections: while the server restarts, the kernel
# must not give its port to a client that tries to reach it.
FIRST_PORT = 16379
TIMEOUT = 5  # seconds


@dataclass(frozen=True)
class RedisChoice:
    """The URL to use, and the command of the server to start (None when REDIS_URL names a server)."""

    url: str
    command: list[str] | None


def choose_redis(folder: Path, ports: Ports) -> RedisChoice:
    """Choose the server of REDIS_URL, else start one: from the PATH, else the bundled one.

    Raises CannotStart when the server of REDIS_URL does not answer, or when there is no server program.
    """
    url = os.environ.get("REDIS_URL", "").strip()
    if url:
        _check(url)
        return RedisChoice(url, None)
    try:
        binary = find_server_binary()
    except RedisServerError as error:
        raise CannotStart(str(error)) from error
    # Redis and Valkey cannot read each other's data: each has a folder of its own.
    kind, _ = server_version(binary) or ("redis", None)
    data = folder / kind
    data.mkdir(exist_ok=True)
    port = ports.first_free(FIRST_PORT, LOOPBACK)
    # Every user of this machine reaches the port, and whoever may write there can have tasks run.
    password = keep_secret(folder / "redis_password")
    secured = data / "redis.conf"
    secured.touch(mode=0o600)
    secured.write_text(f"requirepass {password}\n")
    command = server_command(binary, data, port, config=secured)
    return RedisChoice(f"redis://:{password}@{LOOPBACK}:{port}/0", command)


def _check(url: str) -> None:
    try:
        options = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        with redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0), **options) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        reason = str(error).rstrip(".")
        raise CannotStart(
            f"REDIS_URL names {without_password(url)}, but no Redis answers there ({reason}). The site cannot hand "
            "work to its workers without one. Start that server, correct REDIS_URL, or unset it to use a server of "
            "our own."
        ) from error


def without_password(url: str) -> str:
    """Return `url` without its user name and password."""
    return re.sub(r"(?<=password=)[^&]*", "...", re.sub(r"(?<=//)[^/?]*@", "", url))
