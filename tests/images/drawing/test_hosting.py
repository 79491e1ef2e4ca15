"""images.drawing.hosting: a picture that was paid for is stored at one host or the other."""

import logging
import threading
from contextlib import ExitStack
from dataclasses import replace

import pytest

from images.drawing import hosting
from images.drawing.hosting import BufferedPicture, Hosted, store
from providers.base import Picture, ProviderError, StoredFile
from tests.factories import small_png
from tests.stack import eventually
from tests.upstreams.cloudinary_server import refused

STORY, NAME = "3f2c8a1e-0000-4000-8000-00000000000a", "scene-07-v2-0123456789abcdef"
PICTURE = Picture(small_png(), "image/png", 64, 96)
MADE = replace(PICTURE, usage={"output": 7})


pytestmark = pytest.mark.usefixtures("media")


def stored() -> Hosted:
    return store(PICTURE, story_id=STORY, name=NAME)


def errors(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_picture_goes_to_the_wanted_host(cloudinary, media, caplog):
    done = stored()
    assert done == Hosted(done.stored, "cloudinary", wanted="")
    assert list(cloudinary.stored) == [done.stored.key]
    assert not media.exists()
    assert errors(caplog) == []


def test_two_failures_that_pass_are_waited_out(cloudinary, media):
    cloudinary.behaviour = lambda asked, number: refused(503, "Away") if number < 2 else None
    assert stored().host == "cloudinary"
    assert len(cloudinary.asked) == 3
    assert not media.exists()


def test_after_three_failures_it_is_stored_on_this_machine_and_wanted_elsewhere(cloudinary, media, caplog):
    cloudinary.behaviour = lambda asked, number: refused(503, "Away")
    done = stored()
    assert (done.host, done.wanted, done.stored.key) == ("local", "cloudinary", f"{STORY}/{NAME}.png")
    assert (media / done.stored.key).read_bytes() == PICTURE.data
    assert len(cloudinary.asked) == 3
    assert len(errors(caplog)) == 1
    assert "Away" in errors(caplog)[0]
    assert "manage.py rehost" in errors(caplog)[0]


def test_an_account_that_is_refused_is_not_tried_again(cloudinary, caplog):
    cloudinary.behaviour = lambda asked, number: refused(401, "Invalid credentials")
    assert (stored().host, stored().wanted) == ("local", "cloudinary")
    assert len(cloudinary.asked) == 2  # once for each of the two pictures
    assert "CLOUDINARY_URL" in errors(caplog)[0]


def test_a_url_that_is_malformed_costs_no_picture_and_shows_no_secret(cloudinary, settings, caplog):
    settings.CLOUDINARY_URL = "CLOUDINARY_URL=cloudinary://key:s3cr3t@cloud"
    assert (stored().host, stored().wanted) == ("local", "cloudinary")
    assert "s3cr3t" not in caplog.text


class Stumbling:
    """A host with a mistake in it."""

    name = "stumbling"

    def store(self, picture: Picture, *, story_id: str, name: str) -> StoredFile:
        raise KeyError("secure_url")


def test_a_bug_in_the_host_loses_no_picture(settings, media, caplog):
    settings.IMAGE_HOSTS = settings.IMAGE_HOSTS | {"stumbling": f"{__name__}.Stumbling"}
    settings.IMAGE_HOST = "stumbling"
    done = stored()
    assert (done.host, done.wanted) == ("local", "stumbling")
    assert (media / done.stored.key).read_bytes() == PICTURE.data
    assert len(errors(caplog)) == 1
    assert NAME in errors(caplog)[0]
    assert "KeyError: 'secure_url'" in caplog.text


def test_when_no_host_takes_it_the_picture_is_lost_for_good_with_a_reason(cloudinary, media, caplog):
    media.write_text("no folder can be made here")
    cloudinary.behaviour = lambda asked, number: refused(503, "Away")
    with pytest.raises(ProviderError, match=r"^It was drawn but could not be kept\. ") as caught:
        stored()
    assert caught.value.permanent
    assert len(errors(caplog)) == 1


def test_this_machine_is_tried_thrice_as_well(media, caplog):
    media.write_text("no folder can be made here")
    with pytest.raises(ProviderError, match=r"^It was drawn but could not be kept\. ") as caught:
        stored()
    assert caught.value.permanent
    assert caplog.text.count("Trying again.") == 2


def test_what_this_machine_should_keep_is_wanted_nowhere_else(media):
    assert (stored().host, stored().wanted) == ("local", "")


@pytest.fixture
def all_slots_taken():
    """As many open pictures as there may be; closing it frees all slots."""
    with ExitStack() as others:
        for _ in range(hosting.MAX_OPEN):
            others.enter_context(BufferedPicture(MADE).opened())
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
    buffered = BufferedPicture(MADE)
    assert (buffered.width, buffered.height, buffered.size, buffered.usage) == (
        64,
        96,
        len(MADE.data),
        {"output": 7},
    )


def test_with_a_free_slot_the_picture_is_opened_at_once():
    buffered = BufferedPicture(MADE)
    with buffered.opened() as picture:
        assert picture == MADE
        assert not buffered.is_in_file


def test_a_picture_that_waits_is_in_a_file_until_its_turn(all_slots_taken, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    buffered = BufferedPicture(MADE)
    opener = Opener(buffered)
    eventually(lambda: buffered.is_in_file)
    assert opener.read == []
    all_slots_taken.close()
    opener.join(10)
    assert opener.read == [MADE]
    assert not buffered.is_in_file
    assert list(tmp_path.iterdir()) == []


def test_many_that_wait_are_all_read_back_unchanged(all_slots_taken):
    pictures = [replace(MADE, data=MADE.data + bytes([number])) for number in range(3 * hosting.MAX_OPEN)]
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
    opener = Opener(BufferedPicture(MADE))
    eventually(lambda: "STORYFORGE_VAR" in caplog.text)
    all_slots_taken.close()
    opener.join(10)
    assert opener.read == [MADE]


def test_a_host_that_fails_frees_its_slot():
    for _ in range(hosting.MAX_OPEN):
        with pytest.raises(RuntimeError), BufferedPicture(MADE).opened():
            raise RuntimeError("the host is away")
    opener = Opener(BufferedPicture(MADE))
    opener.join(10)
    assert opener.read == [MADE]
