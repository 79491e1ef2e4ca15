"""`manage.py` without a SECRET_KEY: a sentence, not a traceback."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as site_settings


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a process of its own, with the site's own settings."""
    values = os.environ | {"DJANGO_SETTINGS_MODULE": "storyforge.settings", "DEBUG": "false"} | environment
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=site_settings.BASE_DIR, env=values, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("arguments", [("doctor", "--free"), ("check",), ("forge", "answers.json", "--out", "x")])
def test_without_a_secret_key_a_sentence_says_what_to_do(tmp_path, arguments):
    done = manage(*arguments, SECRET_KEY="", STORYFORGE_VAR=str(tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""
    [sentence] = done.stderr.splitlines()
    assert sentence.startswith("SECRET_KEY is not set, so nothing can be signed.")
    assert f"STORYFORGE_VAR? Then set it here too; it is {tmp_path}." in sentence
    assert list(tmp_path.iterdir()) == []


def test_traceback_shows_the_traceback(tmp_path):
    done = manage("check", "--traceback", SECRET_KEY="", STORYFORGE_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "SECRET_KEY is not set" in done.stderr
