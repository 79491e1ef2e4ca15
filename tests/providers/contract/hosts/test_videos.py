"""The contract of every host of clips, and uploads of clips to Cloudinary."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from providers.base import StoredFile, VideoHost
from providers.hosting import cloudinary
from tests.factories import make_story
from tests.providers.contract.hosts.conftest import NAME, STORY, failure, load, png, store
from tests.upstreams.animator import small_mp4
from tests.upstreams.cloudinary_server import DROPPED, html, refused
from tests.upstreams.http_server import Sent

LARGE = 41 * 1024 * 1024  # bytes; three parts


@pytest.fixture
def clip(tmp_path_factory) -> Path:
    """A real clip."""
    path: Path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    path.write_bytes(small_mp4())
    return path


@pytest.fixture
def large_clip(clip) -> Path:
    """The same with much empty room at its end."""
    room = LARGE - clip.stat().st_size
    with clip.open("ab") as file:
        file.write(room.to_bytes(4) + b"free" + bytes(room - 8))
    return clip


def store_clip(host: Any, clip: Path, story_id: str = STORY, name: str = NAME) -> StoredFile:
    return host.store_video(clip, png(), story_id=story_id, name=name)


def fetched(host: Any, stored: StoredFile, folder: Path) -> bytes:
    host.fetch_video(stored, folder / "fetched.mp4")
    return (folder / "fetched.mp4").read_bytes()


# --- the contract ----------------------------------------------------------------------------------------------------
def test_every_host_stores_clips(host):
    assert isinstance(host, VideoHost)


def test_a_stored_clip_is_fetched_unchanged_and_the_file_stays(host, clip, tmp_path):
    assert fetched(host, store_clip(host, clip), tmp_path) == clip.read_bytes() == small_mp4()


def test_a_deleted_clip_is_gone_with_its_poster(host, clip, service, settings, tmp_path):
    stored = store_clip(host, clip)
    settings.CLOUDINARY_URL = service.url  # with key and secret
    host.delete(stored.key, is_video=True)
    assert failure(lambda: fetched(host, stored, tmp_path)).permanent
    assert (service.stored, list(tmp_path.rglob("*.webp"))) == ({}, [])


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
def test_a_browser_loads_the_clip_and_its_poster(host, clip):
    stored = store_clip(host, clip, story_id=str(make_story().pk))
    assert load(stored.url) == small_mp4()
    with Image.open(BytesIO(load(stored.thumbnail_url))) as poster:
        assert poster.size == ((64, 96) if host.name == "local" else (90, 160))  # ours, or Cloudinary's own


def test_storing_the_same_name_again_leaves_one_clip(host, clip, count, tmp_path):
    first, again = store_clip(host, clip), store_clip(host, clip)
    assert (first.key, count()) == (again.key, 1)
    assert fetched(host, again, tmp_path) == small_mp4()


def test_a_clip_and_a_picture_can_have_the_same_name(host, clip, tmp_path):
    picture = store(host, png(), name="scene-07")
    stored = store_clip(host, clip, name="clip-07")
    assert (host.fetch(picture), fetched(host, stored, tmp_path)) == (png().data, small_mp4())


def test_the_key_of_a_clip_contains_the_story_and_the_name(host, clip):
    *_, story_id, name = store_clip(host, clip).key.split("/")
    assert (story_id, name.removesuffix(".mp4")) == (STORY, NAME)


def test_fetching_a_missing_clip_is_a_permanent_error(host, clip, service, settings, tmp_path):
    stored = store_clip(host, clip)
    service.stored.clear()
    (settings.MEDIA_ROOT / stored.key).unlink(missing_ok=True)
    assert failure(lambda: host.fetch_video(stored, tmp_path / "fetched.mp4")).permanent


# --- this machine ----------------------------------------------------------------------------------------------------
def test_locally_a_clip_and_its_poster_have_matching_names(local, clip, settings):
    stored = store_clip(local, clip)
    assert stored == StoredFile(
        f"{STORY}/{NAME}.mp4", f"/media/{STORY}/{NAME}.mp4", f"/media/{STORY}/{NAME}-small.webp"
    )
    assert {path.name for path in (settings.MEDIA_ROOT / STORY).iterdir()} == {f"{NAME}.mp4", f"{NAME}-small.webp"}


def test_a_failed_write_raises_an_error_and_leaves_no_partial_file(local, clip, settings):
    clip.unlink()
    error = failure(lambda: store_clip(local, clip))
    assert error.message == "The clip could not be kept: No such file or directory."  # and not where
    assert str(clip) in error.operator
    assert list((settings.MEDIA_ROOT / STORY).glob("*.mp4")) == []
    assert list((settings.MEDIA_ROOT / STORY).glob(".*")) == []


def test_a_fetch_that_fails_to_write_is_a_temporary_error(local, clip, tmp_path):
    stored = store_clip(local, clip)
    assert not failure(lambda: local.fetch_video(stored, tmp_path)).permanent  # a folder


# --- Cloudinary ------------------------------------------------------------------------------------------------------
def test_a_clip_goes_to_the_storys_folder_as_a_video(cloud, clip, service):
    assert store_clip(cloud, clip).key == f"storyforge/{STORY}/{NAME}"
    [taken] = service.uploads
    assert (taken.kind, taken.folder, taken.parts) == ("video", f"storyforge/{STORY}", 1)
    assert service.asked[0].path.endswith("/video/upload")


def test_a_signed_clip_replaces_the_one_before(signed, clip, service):
    store_clip(signed, clip)
    store_clip(signed, clip)
    assert [(one.signed, one.overwritten) for one in service.uploads] == [(True, False), (True, True)]


def test_an_unsigned_clip_shows_neither_key_nor_signature(unsigned, clip, service, settings):
    settings.CLOUDINARY_URL = service.url
    store_clip(unsigned, clip)
    sent = service.asked[0]
    assert service.uploads[0].preset == "fox-preset"
    assert not sent.body.keys() & {"api_key", "signature", "overwrite", "unique_filename"}
    assert service.secret not in f"{sent.body}{sent.headers}{sent.path}"


def test_a_large_clip_is_uploaded_in_parts(cloud, large_clip, service, tmp_path):
    stored = store_clip(cloud, large_clip)
    [taken] = service.uploads
    assert (taken.public_id, taken.bytes, taken.parts) == (f"storyforge/{STORY}/{NAME}", LARGE, 3)
    assert max(len(asked.files[0][2]) for asked in service.asked) <= cloudinary.PART
    assert len({asked.headers["x-unique-upload-id"] for asked in service.asked}) == 1
    assert fetched(cloud, stored, tmp_path) == large_clip.read_bytes()


def test_a_large_upload_that_breaks_off_can_be_repeated(signed, large_clip, service):
    service.behaviour = lambda asked, number: DROPPED if number == 1 else None
    assert not failure(lambda: store_clip(signed, large_clip)).answered
    assert store_clip(signed, large_clip).key == f"storyforge/{STORY}/{NAME}"
    assert len({asked.headers["x-unique-upload-id"] for asked in service.asked}) == 2


def test_the_poster_is_the_first_frame_made_on_delivery(cloud, clip, service):
    stored = store_clip(cloud, clip)
    load(stored.thumbnail_url)
    assert stored.thumbnail_url.endswith(f"/{NAME}.jpg")
    assert service.delivered[-1].how == "c_limit,q_auto,so_0,w_480"


def test_clips_are_delivered_from_the_configured_server(signed, clip, service, settings):
    settings.CLOUDINARY_URL += "&secure_distribution=films.fox.org&private_cdn=true"
    stored = store_clip(signed, clip)
    path = f"v{service.stored[stored.key].version}/{stored.key}"
    assert stored.url == f"https://films.fox.org/video/upload/{path}.mp4"
    assert stored.thumbnail_url == f"https://films.fox.org/video/upload/c_limit,q_auto,so_0,w_480/{path}.jpg"


@pytest.mark.parametrize(
    ("sent", "permanent", "of_account", "wait"),
    [
        (refused(400, "Unsupported video format or file"), True, False, None),
        (refused(400, "File size too large. Got 9. Maximum is 8."), True, False, None),
        (refused(401, "Invalid credentials"), True, True, None),
        (refused(420, "Rate Limit Exceeded"), False, False, 10.0),
        (refused(503, "Service unavailable"), False, False, None),
        (html(), False, False, None),
        (Sent(data=b'{"done": false}'), False, False, None),
        (Sent(data=b"[]"), False, False, None),
        (DROPPED, False, False, None),
    ],
)
def test_an_error_response_to_a_clip_is_translated(cloud, clip, service, sent, permanent, of_account, wait):
    service.behaviour = lambda asked, number: sent
    error = failure(lambda: store_clip(cloud, clip))
    assert (error.permanent, error.account, error.retry_after) == (permanent, of_account, wait)
    assert "Cloudinary" in error.operator
    assert "Cloudinary" not in error.message


def test_a_file_that_is_not_a_video_is_refused(cloud, clip):
    clip.write_bytes(b"nothing to see")
    error = failure(lambda: store_clip(cloud, clip))
    assert (error.permanent, error.account) == (True, False)


def test_an_upload_without_response_is_given_up(cloud, clip, service, monkeypatch):
    monkeypatch.setattr(cloudinary, "VIDEO_UPLOAD_SECONDS", 0.2)
    service.behaviour = service.stall
    assert not failure(lambda: store_clip(cloud, clip)).answered


def test_a_clip_over_the_size_limit_is_refused(signed, clip, tmp_path, monkeypatch):
    stored = store_clip(signed, clip)
    monkeypatch.setattr(cloudinary, "VIDEO_FETCH_LIMIT", len(small_mp4()) - 1)
    assert "more than" in failure(lambda: signed.fetch_video(stored, tmp_path / "fetched.mp4")).operator


def test_a_slow_download_of_a_clip_is_given_up(signed, clip, service, tmp_path, monkeypatch):
    stored, drops = store_clip(signed, clip), iter(range(1000))
    monkeypatch.setattr(cloudinary, "VIDEO_FETCH_SECONDS", 0.3)
    service.behaviour = lambda asked, number: Sent(pieces=(b"drip" for _ in drops), pause=0.02)
    error = failure(lambda: signed.fetch_video(stored, tmp_path / "fetched.mp4"))
    assert ("too slow" in error.operator, error.permanent) == (True, False)
    assert next(drops, None) is not None
