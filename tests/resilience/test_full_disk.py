"""The disk for pictures is full: pictures that cannot be stored fail in words, and are drawn once there is room."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from images import statuses
from images.models import Illustration, Version
from tests.resilience.checks import ALL, approve, wait_for_all_events, wait_until_closed
from tests.sse import EventStream
from tests.stack import eventually

ROOM = 40 * 1024  # bytes, for about five pictures: each takes two blocks of 4 KiB


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte in memory."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("Only root on Linux can mount the small disk that this needs.")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"The small disk that this needs cannot be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def environment(environment, small_disk):
    return environment | {"STORYFORGE_VAR": str(small_disk)}


def fill(disk: Path) -> Path:
    """Leave ROOM free. Returns the file that takes the rest."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - ROOM))
    return ballast


def press(client, story_id: str, button: str) -> None:
    page = f"/stories/{story_id}/"
    client.get(page)
    headers = {"X-CSRFToken": client.cookies["csrftoken"], "Referer": str(client.base_url)}
    assert client.post(page + button, headers=headers).status_code == 200


def test_pictures_for_which_there_is_no_room_fail_in_words_and_are_drawn_when_there_is(
    site, client, upstream, gate, small_disk
):
    gate.open()
    ballast = fill(small_disk)
    story_id = approve(client)
    with EventStream(site.url, story_id, client.cookies) as stream:
        wait_until_closed(story_id)
        images = client.get(f"/story/{story_id}").json()["images"]
        failed = {int(number) for number, image in images.items() if image["status"] == statuses.FAILED}
        assert 10 <= len(failed) < 20
        assert all("drawn but could not be kept" in images[str(number)]["error"] for number in failed)
        assert all("No space left" in images[str(number)]["error"] for number in failed)
        assert client.get(f"/stories/{story_id}/").text.count("could not be kept") >= len(failed)
        eventually(lambda: {number for number, status in stream.latest().items() if status == "failed"} == failed)
        assert len(upstream.asked) == 20  # drawing it again would not have helped

        ballast.unlink()
        press(client, story_id, "draw-missing")
        eventually(lambda: not Illustration.objects.exclude(status=statuses.PENDING), 60, "the missing ones")
        wait_for_all_events(stream)
    assert {number: client.get(image_url(number)).status_code for number in ALL} == dict.fromkeys(ALL, 200)
    assert len(upstream.asked) == Version.objects.count() == 20 + len(failed)


def image_url(number: int) -> str:
    return Illustration.objects.select_related("current").get(number=number).current.url
