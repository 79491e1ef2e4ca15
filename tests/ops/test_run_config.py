import os
import shelve
import stat
import subprocess
import sys

import pytest

from core.redis_server import free_port
from ops import run_config
from ops.ports import Ports
from ops.prefixed_log import PrefixedLog
from ops.prepare import discard_broken_flower_db
from ops.programs import list_programs
from ops.run_config import configure, read_env_file

NAMES = (
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "FLOWER_ADDRESS",
    "FLOWER_BASIC_AUTH",
    "FLOWER_PORT",
    "PORT",
    "PYTHONUNBUFFERED",
    "MALLOC_ARENA_MAX",
    "READY_URLS",
)


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """An environment with none of our settings, restored afterwards."""
    before = dict(os.environ)
    for name in (*NAMES, "HOST", "REDIS_URL", "SECRET_KEY", "STORYFORGE_VAR", "WORKER_CONCURRENCY"):
        os.environ.pop(name, None)
    yield monkeypatch
    os.environ.clear()
    os.environ.update(before)


UNSET = dict.fromkeys(("PORT", "FLOWER_PORT", "REDIS_URL"), "")


def commands(config) -> dict[str, str]:
    return {program.name: expanded(program.command) for program in list_programs(config)}


def expanded(command: list[str]) -> str:
    """The command as the shell starts it, with its variables filled in."""
    shown = [word.replace("exec ", "echo ", 1) for word in command]
    prefix = "nice -n 10 " if command[0] == "nice" else ""
    return prefix + subprocess.check_output(shown, text=True) if "sh" in command else " ".join(command)


def test_flower_moves_with_the_site(tmp_path):
    port = free_port()
    os.environ["PORT"] = str(port)
    config = configure(tmp_path, Ports())
    assert config.port == port
    assert port < config.flower_port < port + 200
    assert f"-b 127.0.0.1 -p {port} storyforge.asgi:application" in commands(config)["web"]
    assert f"--address=127.0.0.1 --port={config.flower_port}" in commands(config)["flower"]


def test_the_environment_tells_the_programs_what_was_chosen(tmp_path):
    config = configure(tmp_path, Ports())
    assert os.environ["PORT"] == str(config.port)
    assert os.environ["FLOWER_PORT"] == str(config.flower_port)
    assert os.environ["REDIS_URL"] == config.redis.url
    assert os.environ["STORYFORGE_VAR"] == str(tmp_path)
    assert os.environ["DEBUG"] == "true"
    assert os.environ["SECRET_KEY"] == (tmp_path / "secret_key").read_text().strip()


def test_what_the_user_set_stays(tmp_path):
    os.environ.update(DEBUG="false", SECRET_KEY="mine", WORKER_CONCURRENCY="3")
    config = configure(tmp_path, Ports())
    assert (os.environ["DEBUG"], os.environ["SECRET_KEY"]) == ("false", "mine")
    assert not (tmp_path / "secret_key").exists()
    assert "--concurrency 3" in commands(config)["worker"]


def test_the_port_may_come_from_the_env_file(tmp_path, monkeypatch):
    port = free_port()
    (tmp_path / ".env").write_text(f"PORT={port}\nDEBUG=false\n")
    monkeypatch.setattr(run_config, "ROOT", tmp_path)
    os.environ["DEBUG"] = "true"
    read_env_file()
    assert configure(tmp_path, Ports()).port == port
    assert os.environ["DEBUG"] == "true"  # the environment beats the file


def test_the_renderer_is_a_process_of_low_priority(tmp_path):
    command = commands(configure(tmp_path, Ports()))["renderer"]
    assert command.startswith("nice -n 10 ")
    assert "--pool prefork --concurrency 1 " in command
    assert "-Q rendering,clips " in command


def test_two_workers_on_one_machine_have_two_names(tmp_path):
    ports = Ports()
    one = configure(tmp_path, ports)
    os.environ.update(UNSET)
    other = configure(tmp_path, ports)
    assert commands(one)["worker"].rpartition("-n ")[2] != commands(other)["worker"].rpartition("-n ")[2]


def test_redis_is_first_so_that_it_stops_last_and_absent_when_it_is_not_ours(tmp_path):
    config = configure(tmp_path, Ports())
    assert [program.name for program in list_programs(config)] == [
        *("redis", "web", "worker", "beat", "flower"),
        *("renderer", "ready"),
    ]


def test_flower_is_for_this_machine_only_unless_it_has_a_password(tmp_path):
    os.environ["HOST"] = "0.0.0.0"
    closed = configure(tmp_path, Ports())
    assert (closed.host, closed.flower_host) == ("0.0.0.0", "127.0.0.1")
    assert closed.site_url == f"http://127.0.0.1:{closed.port}/"
    assert any("set FLOWER_BASIC_AUTH" in note for note in closed.notes)
    os.environ.update(FLOWER_BASIC_AUTH="me:secret", **UNSET)
    assert configure(tmp_path, Ports()).flower_host == "0.0.0.0"


def test_flowers_password_is_made_once_shown_once_and_readable_by_its_owner_only(tmp_path):
    first = configure(tmp_path, Ports())
    name, _, password = os.environ["FLOWER_BASIC_AUTH"].partition(":")
    assert (name, len(password)) == ("admin", 16)
    assert any(note.endswith(f"{name}:{password}") for note in first.notes)
    assert stat.S_IMODE((tmp_path / "flower_password").stat().st_mode) == 0o600
    os.environ.update(UNSET | {"FLOWER_BASIC_AUTH": ""})
    later = configure(tmp_path, Ports())
    assert later.flower_login == first.flower_login
    assert password not in str(later.notes)


def test_flowers_file_is_kept_when_it_can_be_read_and_removed_when_not(tmp_path, capsys):
    path = tmp_path / "flower"
    log = PrefixedLog(sys.stdout, colours=False)
    discard_broken_flower_db(path, log)
    with shelve.open(str(path)) as memory:
        memory["events"] = {"kept": True}
    discard_broken_flower_db(path, log)
    assert capsys.readouterr().out == ""
    for file in tmp_path.glob("flower*"):
        file.write_bytes(b"not a database, and not a pickle either")
    discard_broken_flower_db(path, log)
    assert "starts with an empty one" in capsys.readouterr().out
    assert not list(tmp_path.glob("flower*"))
