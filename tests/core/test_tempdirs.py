"""Temporary folders are removed with their work, whether it ended, failed, or its process was killed."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from core.tempdirs import private_tempdir, remove_abandoned

CHILD = """
import django; django.setup()
from core.tempdirs import private_tempdir
with private_tempdir("film-7") as folder:
    (folder / "part.mp4").write_bytes(b"x")
    print(folder, flush=True)
    input()
"""


@pytest.fixture
def root(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "rendering"


def left(root) -> list[str]:
    return sorted(entry.name for entry in root.iterdir() if entry.name != ".lock")


def test_each_use_gets_a_folder_of_its_own_that_is_removed_afterwards(root):
    with private_tempdir("film-7") as folder, private_tempdir("film-7") as other:
        (folder / "deep").mkdir()
        (folder / "deep" / "part.mp4").write_bytes(b"x")
        assert folder != other
        assert folder.name.startswith("film-7-")
    assert left(root) == []


def test_the_folder_of_work_that_failed_is_removed(root):
    with pytest.raises(ZeroDivisionError), private_tempdir("film-7"):
        raise ZeroDivisionError
    assert left(root) == []


def test_the_folder_of_a_killed_process_is_removed_and_that_of_a_living_one_is_not(root):
    environment = os.environ | {"STORYFORGE_VAR": str(root.parent), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert child.stdout
        name = child.stdout.readline().decode().strip().rsplit("/", 1)[1]
        remove_abandoned()
        assert (root / name / "part.mp4").exists()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait(10)
    with private_tempdir("film-8") as mine:
        remove_abandoned()
        assert left(root) == [mine.name, f"{mine.name}.lock"]
