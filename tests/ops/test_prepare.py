"""The management commands before the start, and how they report wrong settings."""

import sys
from itertools import count

import pytest

from ops import CannotStart
from ops.prefixed_log import PrefixedLog
from ops.prepare import prepare
from tests.ops.started_process import OUTPUT_LIMIT, StartedProcess

pytestmark = pytest.mark.site


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    """A copy of its own; the commands make its database."""
    values = {"DJANGO_SETTINGS_MODULE": "storyforge.settings", "STORYFORGE_VAR": str(tmp_path), "DEBUG": "true"}
    for name, value in (values | {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}).items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_warning_is_shown_once_and_an_example_in_a_note(environment, capsys):
    environment.setenv("LEASE_SECONDS", "1")
    environment.setenv("OPENAI_API_KEY", "your_key_here")
    staff = prepare(PrefixedLog(sys.stdout, colours=False))
    shown = capsys.readouterr().out
    assert shown.count("storyforge.W001") == 1
    assert "W002" not in shown + staff
    made, note = staff.splitlines()
    assert made.startswith("A staff account was made.")
    assert note == "OPENAI_API_KEY still holds an example as in .env.example: this machine writes and draws."


def test_settings_that_cannot_be_used_are_reported_in_a_sentence(environment, capsys):
    environment.setenv("IMAGES_PER_MINUTE", "many")
    with pytest.raises(CannotStart, match="migrate"):
        prepare(PrefixedLog(sys.stdout, colours=False))
    shown = capsys.readouterr().out
    assert "IMAGES_PER_MINUTE is 'many', which is not a whole number." in shown
    assert "Traceback" not in shown


def test_a_signal_at_any_line_ends_the_commands_at_once(tmp_path):
    for line in count(1):
        with StartedProcess([sys.executable, "-m", "tests.ops.interrupt_prepare", str(line)], tmp_path) as running:
            assert running.process.wait(OUTPUT_LIMIT) == 0, f"at line {line}"
            assert running.wait_until_gone()
            if "finished" in running.text():
                break
            assert "interrupted" in running.text()
