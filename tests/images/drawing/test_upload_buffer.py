"""Pictures that wait for their host wait in files, and are read back unchanged."""

import threading
from contextlib import ExitStack
from dataclasses import replace

import pytest

from images.drawing import upload_buffer
from images.drawing.upload_buffer import BufferedPicture
from providers.base import Picture
from tests.factories import small_png
from tests.stack import eventually

PICTURE = Picture(small_png(), "image/png", 64, 96, {"output": 7})


@pytest.fixture
def all_slots_taken():
    """As many open pictures as there may be; closing it frees all slots."""
    with ExitStack() as others:
        for _ in range(upload_buffer.MAX_OPEN):
            others.enter_context(BufferedPicture(PICTURE).opened())
        yield others


class Opener(threading.Thread):
    """Opens a buffered picture in a thread; `read` are the pictures that it got."""

    def __init__(self, buffered: BufferedPicture) -> None:
        super().__init__(daemon=True)
        self.buffered, self.read = buffered, []
        self.start()

    def run(self):
        with self.buffered.opened() as picture:
            self.read.append(picture)


def test_it_knows_the_measures_of_its_picture_and_what_it_cost():
    buffered = BufferedPicture(PICTURE)
    assert (buffered.width, buffered.height, buffered.size, buffered.usage) == (
        64,
        96,
        len(PICTURE.data),
        {"output": 7},
    )


def test_with_a_free_slot_the_picture_is_opened_at_once():
    buffered = BufferedPicture(PICTURE)
    with buffered.opened() as picture:
        assert picture == PICTURE
        assert not buffered.is_in_file


def test_a_picture_that_waits_is_in_a_file_until_its_turn(all_slots_taken, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    buffered = BufferedPicture(PICTURE)
    opener = Opener(buffered)
    eventually(lambda: buffered.is_in_file)
    assert opener.read == []
    all_slots_taken.close()
    opener.join(10)
    assert opener.read == [PICTURE]
    assert not buffered.is_in_file
    assert list(tmp_path.iterdir()) == []


def test_many_that_wait_are_all_read_back_unchanged(all_slots_taken):
    pictures = [replace(PICTURE, data=PICTURE.data + bytes([number])) for number in range(3 * upload_buffer.MAX_OPEN)]
    openers = [Opener(BufferedPicture(picture)) for picture in pictures]
    eventually(lambda: all(opener.buffered.is_in_file for opener in openers))
    all_slots_taken.close()
    for opener in openers:
        opener.join(10)
    assert [opener.read for opener in openers] == [[picture] for picture in pictures]


def test_where_no_file_can_be_written_it_waits_in_memory_and_the_log_says_so(
    all_slots_taken, settings, tmp_path, caplog
):
    settings.VAR_DIR = tmp_path / "missing"
    opener = Opener(BufferedPicture(PICTURE))
    eventually(lambda: "STORYFORGE_VAR" in caplog.text)
    all_slots_taken.close()
    opener.join(10)
    assert opener.read == [PICTURE]


def test_a_host_that_fails_frees_its_slot():
    for _ in range(upload_buffer.MAX_OPEN):
        with pytest.raises(RuntimeError), BufferedPicture(PICTURE).opened():
            raise RuntimeError("the host is away")
    opener = Opener(BufferedPicture(PICTURE))
    opener.join(10)
    assert opener.read == [PICTURE]
