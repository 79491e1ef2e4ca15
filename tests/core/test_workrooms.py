"""Folders for work that is under way: gone with it, whether it ended, failed, or its process was killed."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from core.tempdirs import clear_left, workroom

CHILD = """
import django; django.setup()
from core.tempdirs import workroom
with workroom("film-7") as folder:
    (folder / "part.mp4").write_bytes(b"x")
    print(folder, flush=True)
    input()
"""


@pytest.fixture
def place(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "rendering"


def left(place) -> list[str]:
    return sorted(entry.name for entry in place.iterdir() if entry.name != ".lock")


def test_a_folder_is_there_for_its_work_alone_and_gone_after_it(place):
    with workroom("film-7") as folder, workroom("film-7") as other:
        (folder / "deep").mkdir()
        (folder / "deep" / "part.mp4").write_bytes(b"x")
        assert folder != other
        assert folder.name.startswith("film-7-")
    assert left(place) == []


def test_a_folder_of_work_that_failed_is_gone_too(place):
    with pytest.raises(ZeroDivisionError), workroom("film-7"):
        raise ZeroDivisionError
    assert left(place) == []


def test_the_folder_of_a_process_that_was_killed_is_cleared_and_that_of_a_living_one_is_not(place):
    environment = os.environ | {"STORYFORGE_VAR": str(place.parent), "DJANGO_SETTINGS_MODULE": "tests.settings"}
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
        clear_left()
        assert (place / name / "part.mp4").exists()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait(10)
    with workroom("film-8") as mine:
        clear_left()
        assert left(place) == [mine.name, f"{mine.name}.lock"]
