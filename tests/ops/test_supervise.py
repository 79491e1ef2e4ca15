import json
import os
import re
import signal
import sys
from pathlib import Path

import psutil
import pytest

from tests.ops.running import Running, until

TALK = "import os, time; print('I am', os.getpid(), flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print('I am deaf', flush=True); time.sleep(600)"
FAMILY = (
    "import subprocess, sys, time; child = subprocess.Popen(['sleep', '600'])\n"
    "print('child', child.pid, flush=True); time.sleep(600)"
)


def program(name: str, code: str, *arguments: str, **fields: object) -> dict[str, object]:
    one_line = f"exec(bytes.fromhex('{code.encode().hex()}'))"  # the configuration knows no command of several lines
    return {"name": name, "command": [sys.executable, "-c", one_line, *arguments], **fields}


def supervised(folder: Path, *programs: dict[str, object]) -> Running:
    return Running([sys.executable, "-m", "tests.ops.supervised", str(folder), json.dumps(programs)], folder)


def pid_of(running: Running, name: str = "web", number: int = 1) -> int:
    return int(running.says(rf"(?s)(?:{name} +\| I am (\d+).*?){{{number}}}")[1])


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_and_leaves_no_process(tmp_path, sig):
    with supervised(tmp_path, program("redis", TALK), program("web", TALK), program("worker", FAMILY)) as running:
        pid_of(running, "redis"), pid_of(running), running.says("child")
        assert len(running.grown_family()) == 5
        assert running.stop(sig) == 0
        assert running.nothing_is_left()
        assert "stopping everything" in running.text()
        assert running.text().endswith("everything is stopped\n")


def test_redis_stops_last_so_that_the_others_can_say_goodbye(tmp_path):
    with supervised(tmp_path, program("redis", TALK), program("web", TALK), program("worker", TALK)) as running:
        for name in ("redis", "web", "worker"):
            pid_of(running, name)
        running.stop()
        stopped = re.findall(r"supervisor \| (\w+) stopped", running.text())
        assert sorted(stopped[:-1]) == ["web", "worker"]
        assert stopped[-1] == "redis"


def test_ctrl_c_reaches_the_programs_once_through_the_supervisor(tmp_path):
    code = f"import signal; signal.signal(2, lambda *_: print('interrupted')); {TALK}"
    with supervised(tmp_path, program("web", code)) as running:
        pid_of(running)
        assert running.stop(signal.SIGINT, group=True) == 0
        assert "interrupted" not in running.text()


def test_a_program_that_does_not_stop_is_killed_and_that_is_said(tmp_path):
    with supervised(tmp_path, program("worker", DEAF, stop_limit=1)) as running:
        running.says("I am deaf")
        assert running.stop() == 0
        assert running.nothing_is_left()
        assert "worker stopped (it did not stop within 1 s)" in running.text()


def test_a_killed_program_is_started_again_and_that_is_said(tmp_path):
    with supervised(tmp_path, program("web", TALK)) as running:
        first = pid_of(running)
        os.kill(first, signal.SIGKILL)
        running.says(r"supervisor \| web died .*\(killed by SIGKILL\); starting it again")
        second = pid_of(running, number=2)
        assert second != first
        running.says(rf"supervisor \| web runs again \(process {second}\)")
        os.kill(second, signal.SIGKILL)  # by now it has run for a while
        running.says(r"supervisor \| web died \(killed by SIGKILL\); starting it again")
        pid_of(running, number=3)


def test_a_program_that_fails_at_once_is_tried_again_and_again_more_and_more_slowly(tmp_path):
    with supervised(tmp_path, program("web", "import sys; sys.exit('no luck')")) as running:
        for seconds in (1, 2, 3, 4):  # three is where the supervisor alone would give up
            running.says(rf"web died right after its start \(exit code 1\); starting it again in {seconds} s")
        assert running.text().count("web        | no luck") >= 4
        assert running.stop() == 0
        assert running.nothing_is_left()


def test_a_command_that_does_not_exist_is_said_and_does_not_stop_the_others(tmp_path):
    broken = {"name": "beat", "command": ["/does/not/exist"]}
    with supervised(tmp_path, broken, program("web", TALK)) as running:
        running.says(
            r"beat died right after its start \(can't find command '/does/not/exist'\); starting it again in 2 s"
        )
        pid_of(running)
        assert running.stop() == 0


def test_what_a_dead_program_had_started_is_ended(tmp_path):
    with supervised(tmp_path, program("worker", FAMILY)) as running:
        child = psutil.Process(int(running.says(r"child (\d+)")[1]))
        child.parent().kill()
        until("the end of the orphan", lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_program_that_runs_once_may_end(tmp_path):
    with supervised(tmp_path, program("ready", "print('done')", once=True), program("web", TALK)) as running:
        pid_of(running)
        running.says("supervisor . all is up")
        assert running.stop() == 0
        assert "died" not in running.text()
        assert running.text().count("done") == 1


def test_all_is_up_once_also_when_a_program_dies_and_runs_again(tmp_path):
    with supervised(tmp_path, program("redis", TALK), program("web", TALK)) as running:
        running.says("all is up")
        os.kill(pid_of(running), signal.SIGKILL)
        running.says("web runs again")
        assert running.text().count("all is up") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells a child of its parent's death on Linux only")
def test_a_killed_supervisor_takes_the_programs_with_it(tmp_path):
    with supervised(tmp_path, program("redis", TALK), program("worker", DEAF)) as running:
        pid_of(running, "redis"), running.says("I am deaf")
        assert running.stop(signal.SIGKILL) == -signal.SIGKILL
        assert running.nothing_is_left()


def test_a_flood_of_lines_arrives_whole_and_in_order(tmp_path):
    code = "import os; os.write(1, 'ä€😀 line\\n'.encode() * 50_000 + b'last words without an end')"
    with supervised(tmp_path, program("ready", code, once=True)) as running:
        running.says("all is up")
        lines = running.text().splitlines()
        assert lines[:50_000] == ["ready      | ä€😀 line"] * 50_000
        assert lines[50_000] == "ready      | last words without an end"


def test_it_stops_when_nobody_reads_the_log_any_more(tmp_path):
    noisy = "import time\nwhile True: print('line', flush=True); time.sleep(0.05)"
    command = [sys.executable, "-m", "tests.ops.supervised", str(tmp_path), json.dumps([program("web", noisy)])]
    with Running(["sh", "-c", '"$@" | head -n 3', "sh", *command], tmp_path) as running:
        until("the programs", lambda: len(running.grown_family()) > 2 or running.process.poll() is not None)
        assert running.process.wait(60) == 0
        assert running.nothing_is_left()
        assert running.text().count("line") == 3


def test_one_program_can_be_restarted_through_the_control_socket(tmp_path):
    with supervised(tmp_path, program("web", TALK)) as running:
        first = pid_of(running)
        conf = str(tmp_path / "supervisord.conf")
        running.says("I am")
        with Running(
            [sys.executable, "-m", "supervisor.supervisorctl", "-c", conf, "restart", "site:web"], tmp_path
        ) as ctl:
            ctl.says("web: started")
        assert pid_of(running, number=2) != first


def test_a_folder_too_deep_for_a_socket_does_without_one(tmp_path):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    with supervised(deep, program("web", TALK)) as running:
        pid_of(running)
        assert not list(deep.glob("*.sock*"))
        assert running.stop() == 0


def test_a_folder_with_spaces_and_percent_signs_is_fine(tmp_path):
    odd = tmp_path / "my 100%s folder"
    odd.mkdir()
    with supervised(odd, program("web", TALK, "50%s", "two words", "100%")) as running:
        pid_of(running)
        assert running.stop() == 0
