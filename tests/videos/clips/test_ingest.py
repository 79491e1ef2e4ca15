"""A clip that was paid for is stored at one host or the other."""

import logging
from pathlib import Path

import pytest

from images.drawing.hosting import Hosted
from providers.base import Picture, ProviderError, StoredFile
from tests.factories import small_png
from tests.upstreams.animator import small_mp4
from tests.upstreams.cloudinary_server import refused
from videos.clips.ingest import store_clip

STORY, NAME = "3f2c8a1e-0000-4000-8000-00000000000a", "clip-07-t2-0123456789abcdef"
POSTER = Picture(small_png(), "image/png", 64, 96)


pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def clip(tmp_path) -> Path:
    path: Path = tmp_path / "clip.mp4"
    path.write_bytes(small_mp4())
    return path


def stored(clip: Path) -> Hosted:
    return store_clip(clip, POSTER, story_id=STORY, name=NAME)


def errors(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_clip_is_stored_at_the_configured_host(cloudinary, media, clip, caplog):
    done = stored(clip)
    assert done == Hosted(done.stored, "cloudinary", wanted="")
    assert list(cloudinary.stored) == [done.stored.key]
    assert (media.exists(), errors(caplog)) == (False, [])


def test_two_temporary_failures_are_retried(cloudinary, clip):
    cloudinary.behaviour = lambda asked, number: refused(503, "Away") if number < 2 else None
    assert (stored(clip).host, len(cloudinary.asked)) == ("cloudinary", 3)


def test_a_host_that_does_not_answer_costs_no_clip(cloudinary, media, clip, caplog):
    cloudinary.behaviour = lambda asked, number: refused(503, "Away")
    done = stored(clip)
    assert (done.host, done.wanted, done.stored.key) == ("local", "cloudinary", f"{STORY}/{NAME}.mp4")
    assert (media / done.stored.key).read_bytes() == clip.read_bytes() == small_mp4()
    assert len(cloudinary.asked) == 3
    [said] = errors(caplog)
    assert "Away" in said
    assert f"Clip {NAME} of story {STORY} is kept on this machine instead" in said


def test_a_refused_account_is_tried_once(cloudinary, clip, caplog):
    cloudinary.behaviour = lambda asked, number: refused(401, "Invalid credentials")
    assert (stored(clip).host, stored(clip).wanted, len(cloudinary.asked)) == ("local", "cloudinary", 2)
    assert "CLOUDINARY_URL" in errors(caplog)[0]


class PicturesOnly:
    """A host that stores pictures only."""

    name = "pictures-only"

    def store(self, picture: Picture, *, story_id: str, name: str) -> StoredFile:
        raise NotImplementedError

    def fetch(self, stored: StoredFile) -> bytes:
        raise NotImplementedError


def test_with_a_host_for_pictures_only_clips_are_stored_here(settings, media, clip, caplog):
    settings.IMAGE_HOSTS = settings.IMAGE_HOSTS | {"pictures-only": f"{__name__}.PicturesOnly"}
    settings.IMAGE_HOST = "pictures-only"
    done = stored(clip)
    assert (done.host, done.wanted, errors(caplog)) == ("local", "", [])
    assert (media / done.stored.key).is_file()


class Stumbling(PicturesOnly):
    """A host with a bug."""

    name = "stumbling"

    def store_video(self, video: Path, poster: Picture, *, story_id: str, name: str) -> StoredFile:
        raise KeyError("secure_url")

    def fetch_video(self, stored: StoredFile, to: Path) -> None:
        raise NotImplementedError


def test_a_bug_in_the_host_costs_no_clip(settings, clip, caplog):
    settings.IMAGE_HOSTS = settings.IMAGE_HOSTS | {"stumbling": f"{__name__}.Stumbling"}
    settings.IMAGE_HOST = "stumbling"
    assert (stored(clip).host, stored(clip).wanted) == ("local", "stumbling")
    assert NAME in errors(caplog)[0]


def test_when_no_host_takes_the_clip_the_error_is_permanent(cloudinary, media, clip):
    media.write_text("no folder can be made here")
    cloudinary.behaviour = lambda asked, number: refused(503, "Away")
    with pytest.raises(ProviderError, match=r"^It was made but could not be kept\. ") as caught:
        stored(clip)
    assert caught.value.permanent
    assert clip.exists()
