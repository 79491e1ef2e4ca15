import os
import re
import shelve
import subprocess
import sys

import pytest

from core.redis_server import free_port
from ops import ROOT
from ops import plan as planning
from ops.log import PrefixedLog
from ops.plan import EXAMPLES, make_plan, read_env_file
from ops.ports import Ports
from ops.prepare import discard_broken_flower_db
from ops.programs import programs_of

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
    """An environment with none of our settings, put back afterwards whatever a plan writes into it."""
    before = dict(os.environ)
    for name in (*NAMES, "HOST", "REDIS_URL", "SECRET_KEY", "STORYFORGE_VAR", "WORKER_CONCURRENCY"):
        os.environ.pop(name, None)
    yield monkeypatch
    os.environ.clear()
    os.environ.update(before)


UNSET = dict.fromkeys(("PORT", "FLOWER_PORT", "REDIS_URL"), "")


def commands(plan) -> dict[str, str]:
    return {program.name: expanded(program.command) for program in programs_of(plan)}


def expanded(command: list[str]) -> str:
    """The command as the shell starts it, with its variables filled in."""
    shown = [word.replace("exec ", "echo ", 1) for word in command]
    prefix = "nice -n 10 " if command[0] == "nice" else ""
    return prefix + subprocess.check_output(shown, text=True) if "sh" in command else " ".join(command)


def test_flower_moves_with_the_site(tmp_path):
    port = free_port()
    os.environ["PORT"] = str(port)
    plan = make_plan(tmp_path, Ports())
    assert plan.port == port
    assert port < plan.flower_port < port + 200
    assert f"-b 127.0.0.1 -p {port} storyforge.asgi:application" in commands(plan)["web"]
    assert f"--address=127.0.0.1 --port={plan.flower_port}" in commands(plan)["flower"]


def test_the_programs_learn_what_was_chosen_through_their_environment(tmp_path):
    plan = make_plan(tmp_path, Ports())
    assert os.environ["PORT"] == str(plan.port)
    assert os.environ["FLOWER_PORT"] == str(plan.flower_port)
    assert os.environ["REDIS_URL"] == plan.redis.url
    assert os.environ["STORYFORGE_VAR"] == str(tmp_path)
    assert os.environ["DEBUG"] == "true"
    assert os.environ["SECRET_KEY"] == (tmp_path / "secret_key").read_text().strip()


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"OPENAI_API_KEY": "your_key_here"}, "OPENAI_API_KEY still holds an example as in .env.example: this machine"),
        ({"OPENAI_API_KEY": "your_key_here", "IMAGE_PROVIDER": "openai"}, ".env.example: it counts as unset."),
        ({"CLOUDINARY_URL": "cloudinary://<api_key>:<api_secret>@<cloud_name>"}, "this machine keeps the pictures."),
        ({"OPENAI_API_KEY": "sk-real", "CLOUDINARY_URL": ""}, ""),
    ],
)
def test_a_value_that_was_never_filled_in_is_said_in_a_sentence(tmp_path, environment, said):
    for name in (*EXAMPLES, "TEXT_PROVIDER", "IMAGE_PROVIDER", "IMAGE_HOST"):
        os.environ.pop(name, None)
    os.environ |= environment
    notes = [note for note in make_plan(tmp_path, Ports()).notes if "example" in note]
    assert len(notes) == bool(said)
    assert said in "".join(notes)


def test_every_value_that_may_be_an_example_has_its_sentence():
    named = re.findall(r'env\.key\(\s*"(\w+)"', (ROOT / "storyforge" / "catalogue.py").read_text())
    assert sorted(named) == sorted(EXAMPLES)


def test_what_you_set_yourself_stays(tmp_path):
    os.environ.update(DEBUG="false", SECRET_KEY="mine", WORKER_CONCURRENCY="3")
    plan = make_plan(tmp_path, Ports())
    assert (os.environ["DEBUG"], os.environ["SECRET_KEY"]) == ("false", "mine")
    assert not (tmp_path / "secret_key").exists()
    assert "--concurrency 3" in commands(plan)["worker"]


def test_the_port_may_come_from_the_env_file(tmp_path, monkeypatch):
    port = free_port()
    (tmp_path / ".env").write_text(f"PORT={port}\nDEBUG=false\n")
    monkeypatch.setattr(planning, "ROOT", tmp_path)
    os.environ["DEBUG"] = "true"
    read_env_file()
    assert make_plan(tmp_path, Ports()).port == port
    assert os.environ["DEBUG"] == "true"  # the environment beats the file


def test_films_are_made_by_a_process_of_their_own_that_gives_way_to_the_site(tmp_path):
    command = commands(make_plan(tmp_path, Ports()))["renderer"]
    assert command.startswith("nice -n 10 ")
    assert "--pool prefork --concurrency 1 " in command
    assert "-Q rendering " in command


def test_two_workers_on_one_machine_have_two_names(tmp_path):
    ports = Ports()
    one = make_plan(tmp_path, ports)
    os.environ.update(UNSET)
    other = make_plan(tmp_path, ports)
    assert commands(one)["worker"].rpartition("-n ")[2] != commands(other)["worker"].rpartition("-n ")[2]


def test_redis_is_first_so_that_it_stops_last_and_absent_when_it_is_not_ours(tmp_path):
    plan = make_plan(tmp_path, Ports())
    assert [program.name for program in programs_of(plan)] == [
        *("redis", "web", "worker", "beat", "flower"),
        *("renderer", "ready"),
    ]


def test_flower_is_for_this_machine_only_unless_it_has_a_password(tmp_path):
    os.environ["HOST"] = "0.0.0.0"
    closed = make_plan(tmp_path, Ports())
    assert (closed.host, closed.flower_host) == ("0.0.0.0", "127.0.0.1")
    assert closed.site_url == f"http://127.0.0.1:{closed.port}/"
    assert any("FLOWER_BASIC_AUTH" in note for note in closed.notes)
    os.environ.update(FLOWER_BASIC_AUTH="me:secret", **UNSET)
    assert make_plan(tmp_path, Ports()).flower_host == "0.0.0.0"


def test_flowers_memory_is_kept_when_it_can_be_read_and_dropped_when_not(tmp_path, capsys):
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
