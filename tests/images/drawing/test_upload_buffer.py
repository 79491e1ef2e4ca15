"""Pictures that wait for their host wait outside of memory, and come out as they went in."""

import threading
from contextlib import ExitStack
from dataclasses import replace

import pytest

from images.drawing import upload_buffer
from images.drawing.upload_buffer import Parcel
from providers.base import Picture
from tests.factories import small_png
from tests.stack import eventually

PICTURE = Picture(small_png(), "image/png", 64, 96, {"output": 7})


@pytest.fixture
def all_places_taken():
    """As many open parcels as there may be; closing it gives all places back."""
    with ExitStack() as others:
        for _ in range(upload_buffer.AT_ONCE):
            others.enter_context(Parcel(PICTURE).opened())
        yield others


class Opener(threading.Thread):
    """Opens a parcel in a thread of its own; `came_out` is what it held."""

    def __init__(self, parcel: Parcel) -> None:
        super().__init__(daemon=True)
        self.parcel, self.came_out = parcel, []
        self.start()

    def run(self):
        with self.parcel.opened() as picture:
            self.came_out.append(picture)


def test_a_parcel_tells_the_measures_of_its_picture_and_what_it_cost():
    parcel = Parcel(PICTURE)
    assert (parcel.width, parcel.height, parcel.size, parcel.usage) == (64, 96, len(PICTURE.data), {"output": 7})


def test_with_a_free_place_the_picture_comes_at_once():
    parcel = Parcel(PICTURE)
    with parcel.opened() as picture:
        assert picture == PICTURE
        assert not parcel.waits_in_file


def test_a_picture_that_has_to_wait_is_in_a_file_until_it_is_its_turn(all_places_taken, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    parcel = Parcel(PICTURE)
    opener = Opener(parcel)
    eventually(lambda: parcel.waits_in_file)
    assert opener.came_out == []
    all_places_taken.close()
    opener.join(10)
    assert opener.came_out == [PICTURE]
    assert not parcel.waits_in_file
    assert list(tmp_path.iterdir()) == []


def test_many_that_wait_all_come_out_as_they_went_in(all_places_taken):
    pictures = [replace(PICTURE, data=PICTURE.data + bytes([number])) for number in range(3 * upload_buffer.AT_ONCE)]
    openers = [Opener(Parcel(picture)) for picture in pictures]
    eventually(lambda: all(opener.parcel.waits_in_file for opener in openers))
    all_places_taken.close()
    for opener in openers:
        opener.join(10)
    assert [opener.came_out for opener in openers] == [[picture] for picture in pictures]


def test_where_no_file_can_be_written_it_waits_in_memory_and_the_log_says_so(
    all_places_taken, settings, tmp_path, caplog
):
    settings.VAR_DIR = tmp_path / "missing"
    opener = Opener(Parcel(PICTURE))
    eventually(lambda: "STORYFORGE_VAR" in caplog.text)
    all_places_taken.close()
    opener.join(10)
    assert opener.came_out == [PICTURE]


def test_a_host_that_fails_gives_its_place_back():
    for _ in range(upload_buffer.AT_ONCE):
        with pytest.raises(RuntimeError), Parcel(PICTURE).opened():
            raise RuntimeError("the host is away")
    opener = Opener(Parcel(PICTURE))
    opener.join(10)
    assert opener.came_out == [PICTURE]
