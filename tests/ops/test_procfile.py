import os
import subprocess

import pytest

from ops.procfile import process_command, read_procfile


def test_it_names_every_process():
    assert list(read_procfile()) == ["release", "web", "worker", "beat", "flower", "renderer"]


def test_the_shell_fills_in_the_variables_and_arguments_stay_whole(monkeypatch):
    monkeypatch.setitem(os.environ, "PORT", "8123")
    *shell, line, name, argument = process_command("web", "two words; $PORT")
    shown = line.replace("exec ", "printf '%s\\n' ", 1)
    words = subprocess.check_output([*shell, shown, name, argument], text=True).splitlines()
    assert words[words.index("-p") + 1] == "8123"
    assert words[-1] == "two words; $PORT"


@pytest.mark.parametrize("password", [None, ""])
def test_flower_does_not_start_without_a_password(password):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLOWER_")}
    environment |= {"PORT": "0"} | ({} if password is None else {"FLOWER_BASIC_AUTH": password})
    ended = subprocess.run(process_command("flower"), env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "set FLOWER_BASIC_AUTH to name:password" in ended.stderr
