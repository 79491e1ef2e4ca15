import json
import os
import re
import signal
import sys
from pathlib import Path

import psutil
import pytest

from tests.ops.started_process import StartedProcess, until

pytestmark = pytest.mark.site
PRINTS_PID = "import os, time; print('I am', os.getpid(), flush=True); time.sleep(600)"
IGNORES_SIGTERM = (
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('SIGTERM is ignored', flush=True); time.sleep(600)"
)
STARTS_A_CHILD = (
    "import subprocess, sys, time; child = subprocess.Popen(['sleep', '600'])\n"
    "print('child', child.pid, flush=True); time.sleep(600)"
)


def program(name: str, code: str, *arguments: str, **fields: object) -> dict[str, object]:
    one_line = f"exec(bytes.fromhex('{code.encode().hex()}'))"  # the configuration knows no command of several lines
    return {"name": name, "command": [sys.executable, "-c", one_line, *arguments], **fields}


def supervised(folder: Path, *programs: dict[str, object]) -> StartedProcess:
    return StartedProcess(
        [sys.executable, "-m", "tests.ops.supervise_programs", str(folder), json.dumps(programs)], folder
    )


def pid_of(running: StartedProcess, name: str = "web", number: int = 1) -> int:
    return int(running.wait_for_output(rf"(?s)(?:{name} +\| I am (\d+).*?){{{number}}}")[1])


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_and_leaves_no_process(tmp_path, sig):
    with supervised(
        tmp_path, program("redis", PRINTS_PID), program("web", PRINTS_PID), program("worker", STARTS_A_CHILD)
    ) as running:
        pid_of(running, "redis"), pid_of(running), running.wait_for_output("child")
        assert len(running.living_family()) == 5
        assert running.stop(sig) == 0
        assert running.wait_until_gone()
        assert "stopping everything" in running.text()
        assert running.text().endswith("everything is stopped\n")


def test_redis_stops_last(tmp_path):
    with supervised(
        tmp_path, program("redis", PRINTS_PID), program("web", PRINTS_PID), program("worker", PRINTS_PID)
    ) as running:
        for name in ("redis", "web", "worker"):
            pid_of(running, name)
        running.stop()
        stopped = re.findall(r"supervisor \| (\w+) stopped", running.text())
        assert sorted(stopped[:-1]) == ["web", "worker"]
        assert stopped[-1] == "redis"


def test_ctrl_c_reaches_the_programs_once_through_the_supervisor(tmp_path):
    code = f"import signal; signal.signal(2, lambda *_: print('interrupted')); {PRINTS_PID}"
    with supervised(tmp_path, program("web", code)) as running:
        pid_of(running)
        assert running.stop(signal.SIGINT, group=True) == 0
        assert "interrupted" not in running.text()


def test_a_program_that_does_not_stop_is_killed_and_reported(tmp_path):
    with supervised(tmp_path, program("worker", IGNORES_SIGTERM, stop_seconds=1)) as running:
        running.wait_for_output("SIGTERM is ignored")
        assert running.stop() == 0
        assert running.wait_until_gone()
        assert "worker stopped (it did not stop within 1 s)" in running.text()


def test_a_killed_program_is_started_again_and_reported(tmp_path):
    with supervised(tmp_path, program("web", PRINTS_PID)) as running:
        first = pid_of(running)
        os.kill(first, signal.SIGKILL)
        running.wait_for_output(r"supervisor \| web died .*\(killed by SIGKILL\); starting it again")
        second = pid_of(running, number=2)
        assert second != first
        running.wait_for_output(rf"supervisor \| web runs again \(process {second}\)")
        os.kill(second, signal.SIGKILL)  # by now it has run for a while
        running.wait_for_output(r"supervisor \| web died \(killed by SIGKILL\); starting it again")
        pid_of(running, number=3)


def test_a_program_that_fails_at_its_start_is_tried_again_with_longer_pauses(tmp_path):
    with supervised(tmp_path, program("web", "import sys; sys.exit('no luck')")) as running:
        for seconds in (1, 2, 3, 4):  # three is where the supervisor alone would give up
            running.wait_for_output(
                rf"web died right after its start \(exit code 1\); starting it again in {seconds} s"
            )
        assert running.text().count("web        | no luck") >= 4
        assert running.stop() == 0
        assert running.wait_until_gone()


def test_a_missing_command_is_reported_and_does_not_stop_the_others(tmp_path):
    broken = {"name": "beat", "command": ["/does/not/exist"]}
    with supervised(tmp_path, broken, program("web", PRINTS_PID)) as running:
        running.wait_for_output(
            r"beat died right after its start \(can't find command '/does/not/exist'\); starting it again in 2 s"
        )
        pid_of(running)
        assert running.stop() == 0


def test_the_children_of_a_dead_program_are_killed(tmp_path):
    with supervised(tmp_path, program("worker", STARTS_A_CHILD)) as running:
        child = psutil.Process(int(running.wait_for_output(r"child (\d+)")[1]))
        child.parent().kill()
        until("the end of the orphan", lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_program_that_runs_once_may_end(tmp_path):
    with supervised(tmp_path, program("ready", "print('done')", runs_once=True), program("web", PRINTS_PID)) as running:
        pid_of(running)
        running.wait_for_output("supervisor . all is up")
        assert running.stop() == 0
        assert "died" not in running.text()
        assert running.text().count("done") == 1


def test_when_up_is_called_once_also_when_a_program_dies_and_runs_again(tmp_path):
    with supervised(tmp_path, program("redis", PRINTS_PID), program("web", PRINTS_PID)) as running:
        running.wait_for_output("all is up")
        os.kill(pid_of(running), signal.SIGKILL)
        running.wait_for_output("web runs again")
        assert running.text().count("all is up") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells a child of its parent's death on Linux only")
def test_the_programs_of_a_killed_supervisor_are_killed(tmp_path):
    with supervised(tmp_path, program("redis", PRINTS_PID), program("worker", IGNORES_SIGTERM)) as running:
        pid_of(running, "redis"), running.wait_for_output("SIGTERM is ignored")
        assert running.stop(signal.SIGKILL) == -signal.SIGKILL
        assert running.wait_until_gone()


def test_many_lines_arrive_complete_and_in_order(tmp_path):
    code = "import os; os.write(1, 'ä€😀 line\\n'.encode() * 50_000 + b'last words without an end')"
    with supervised(tmp_path, program("ready", code, runs_once=True)) as running:
        running.wait_for_output("all is up")
        lines = running.text().splitlines()
        assert lines[:50_000] == ["ready      | ä€😀 line"] * 50_000
        assert lines[50_000] == "ready      | last words without an end"


def test_it_stops_when_the_log_is_closed(tmp_path):
    noisy = "import time\nwhile True: print('line', flush=True); time.sleep(0.05)"
    command = [sys.executable, "-m", "tests.ops.supervise_programs", str(tmp_path), json.dumps([program("web", noisy)])]
    with StartedProcess(["sh", "-c", '"$@" | head -n 3', "sh", *command], tmp_path) as running:
        until("the programs", lambda: len(running.living_family()) > 2 or running.process.poll() is not None)
        assert running.process.wait(60) == 0
        assert running.wait_until_gone()
        assert running.text().count("line") == 3


def test_one_program_can_be_restarted_through_the_control_socket(tmp_path):
    with supervised(tmp_path, program("web", PRINTS_PID)) as running:
        first = pid_of(running)
        conf = str(tmp_path / "supervisord.conf")
        running.wait_for_output("I am")
        with StartedProcess(
            [sys.executable, "-m", "supervisor.supervisorctl", "-c", conf, "restart", "site:web"], tmp_path
        ) as ctl:
            ctl.wait_for_output("web: started")
        assert pid_of(running, number=2) != first


def test_a_folder_with_a_long_path_has_no_control_socket(tmp_path):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    with supervised(deep, program("web", PRINTS_PID)) as running:
        pid_of(running)
        assert not list(deep.glob("*.sock*"))
        assert running.stop() == 0


def test_a_folder_may_have_spaces_and_percent_signs(tmp_path):
    odd = tmp_path / "my 100%s folder"
    odd.mkdir()
    with supervised(odd, program("web", PRINTS_PID, "50%s", "two words", "100%")) as running:
        pid_of(running)
        assert running.stop() == 0
