"""`make run` as a whole: copies of the site, each with a folder and ports of its own."""

import signal
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest
from redis import Redis

from ops.wait_for_site import problem_with
from tests.ops.started_process import StartedProcess, spare_port, until

# Each starts a copy of the site, with all its processes.
pytestmark = pytest.mark.site

SET_FOR_TESTS = [
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "FLOWER_PORT",
    "HOST",
    "LEASE_SECONDS",
    "PORT",
    "READY_URLS",
    "REDIS_URL",
    "SECRET_KEY",
    "STORYFORGE_TESTS",
    "SWEEP_SECONDS",
]


@pytest.fixture
def clean_environment(monkeypatch):
    """The environment of a new terminal: without what the test session set for itself."""
    for name in SET_FOR_TESTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DEBUG", "true")


def copy(folder: Path, **environment: object) -> StartedProcess:
    folder.mkdir(exist_ok=True)
    values = {name: str(value) for name, value in environment.items()}
    return StartedProcess([sys.executable, "-m", "ops.run"], folder, STORYFORGE_VAR=str(folder), **values)


def address(running: StartedProcess, name: str) -> str:
    return running.wait_for_output(rf"supervisor \| {name} +(http\S+)")[1]


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status


def child(running: StartedProcess, command: str) -> psutil.Process:
    return next(process for process in running.living_family() if command in " ".join(process.cmdline()))


@pytest.mark.usefixtures("clean_environment")
def test_two_copies_run_side_by_side_and_leave_no_process(tmp_path):
    port = spare_port()
    with copy(tmp_path / "a") as one, copy(tmp_path / "b", PORT=port) as other:
        assert address(other, "Site") == f"http://127.0.0.1:{port}/"
        assert address(one, "Site") != address(other, "Site")
        assert address(one, "Flower") != address(other, "Flower")
        for running in (one, other):
            assert status(address(running, "Site")) == 200
            assert status(address(running, "Admin")) == 200
            assert problem_with(address(running, "Flower")) == ""
        assert (tmp_path / "a" / "redis.url").read_text() != (tmp_path / "b" / "redis.url").read_text()
        assert (tmp_path / "a" / "site.url").read_text().strip() == address(one, "Site")
        assert one.stop(signal.SIGTERM) == 0
        assert one.wait_until_gone()
        assert status(address(other, "Site")) == 200
        assert other.stop(signal.SIGINT, group=True) == 0
        assert other.wait_until_gone()
    assert not (tmp_path / "a" / "redis.url").exists()


@pytest.mark.usefixtures("clean_environment")
def test_a_killed_program_is_started_again_and_redis_keeps_its_data(tmp_path):
    with copy(tmp_path, PORT=spare_port()) as running:
        site = address(running, "Site")
        redis_url = (tmp_path / "redis.url").read_text().strip()
        for name, command in (
            ("worker", "-n worker-"),
            ("renderer", "-n renderer-"),
            ("web", "daphne"),
            ("redis", "-server "),
        ):
            child(running, command).kill()
            running.wait_for_output(rf"supervisor \| {name} died .*killed by SIGKILL")
            running.wait_for_output(rf"supervisor \| {name} runs again")
        until("the site", lambda: not problem_with(site))
        with Redis.from_url(redis_url) as redis:
            assert redis.ping()
        assert running.stop() == 0
        assert running.wait_until_gone()


@pytest.mark.usefixtures("clean_environment")
def test_the_same_copy_is_not_started_twice_and_makes_its_staff_account_once(tmp_path):
    with copy(tmp_path, PORT=spare_port()) as running:
        address(running, "Site")
        password = running.wait_for_output(r"password: (\S+)")[1]
        with copy(tmp_path) as again:
            assert again.process.wait(60) == 1
            assert f"Not started: This copy is already running (process {running.process.pid}" in again.text()
        running.stop()
    with copy(tmp_path, PORT=spare_port()) as later:
        address(later, "Site")
        assert "password:" not in later.text()
        assert password not in later.text()
        later.stop()


@pytest.mark.usefixtures("clean_environment")
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty', which is not a port"),
        ({"PORT": "1", "HOST": "192.0.2.1"}, "PORT asks for port 1 on 192.0.2.1"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "REDIS_URL names redis://127.0.0.1:1/0, but no Redis answers"),
        ({"DATABASE_URL": "sqlite:////does/not/exist/db"}, "`manage.py migrate` failed"),
    ],
)
def test_an_error_is_reported_in_a_sentence_and_nothing_is_started(tmp_path, environment, sentence):
    with copy(tmp_path, **environment) as running:
        assert running.process.wait(60) == 1
        assert sentence in running.text()
        assert "Traceback" not in running.text() or "migrate" in sentence
        assert running.wait_until_gone()


@pytest.mark.usefixtures("clean_environment")
def test_it_can_be_stopped_while_it_prepares(tmp_path):
    with copy(tmp_path, PORT=spare_port()) as running:
        running.wait_for_output("preparing")
        assert running.stop() in (0, 130)
        assert running.wait_until_gone()
        assert not (tmp_path / "redis.url").exists()
