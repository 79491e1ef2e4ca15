"""Which Redis this copy uses: the one REDIS_URL names, else a server of our own that the supervisor keeps alive."""

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

# Below the range from which the kernel takes the ports of outgoing connections: while the server restarts, a client
# that tries to reach it again must not be given the very port it looks for.
FIRST_PORT = 16379
ANSWER_LIMIT = 5  # seconds


@dataclass(frozen=True)
class RedisChoice:
    """The URL to use, and the command of the server to start (None when it is somebody else's)."""

    url: str
    command: list[str] | None


def choose_redis(folder: Path, ports: Ports) -> RedisChoice:
    """Choose by REDIS_URL, the PATH and the bundled server, in this order.

    Raises CannotStart when the named server does not answer, or when there is no server program.
    """
    named = os.environ.get("REDIS_URL", "").strip()
    if named:
        _check_answer(named)
        return RedisChoice(named, None)
    return _our_own(folder, ports)


def _our_own(folder: Path, ports: Ports) -> RedisChoice:
    try:
        binary = find_server_binary()
    except RedisServerError as error:
        raise CannotStart(str(error)) from error
    # Redis cannot read what Valkey wrote, nor the other way round: each has a folder of its own.
    kind, _ = server_version(binary) or ("redis", None)
    data = folder / kind
    data.mkdir(exist_ok=True)
    port = ports.first_free(FIRST_PORT, LOOPBACK)
    return RedisChoice(f"redis://{LOOPBACK}:{port}/0", server_command(binary, data, port))


def _check_answer(url: str) -> None:
    try:
        options = {"socket_timeout": ANSWER_LIMIT, "socket_connect_timeout": ANSWER_LIMIT}
        with redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0), **options) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        why = str(error).rstrip(".")
        raise CannotStart(
            f"REDIS_URL names {without_password(url)}, but no Redis answers there ({why}). The site cannot hand "
            "work to its workers without one. Start that server, correct REDIS_URL, or unset it to use a server of "
            "our own."
        ) from error


def without_password(url: str) -> str:
    """Give `url` without its user name and password, fit to be shown."""
    return re.sub(r"(?<=password=)[^&]*", "...", re.sub(r"(?<=//)[^/?]*@", "", url))
