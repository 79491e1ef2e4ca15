"""The stories' files while they move from a folder to a bucket: nothing is missing, and what is removed is gone."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import RequestFactory

from core import storage
from tests.factories import story_folder


@pytest.fixture
def story(in_bucket, media, settings):
    both = {"BACKEND": "core.moving.Moving", "OPTIONS": {"new": "s3", "old": "local"}}
    settings.STORAGES = settings.STORAGES | {"default": both}
    found = uuid4()
    for name in ("film-a.mp4", "scene-a.png"):
        storages["local"].save(f"{found}/{name}", ContentFile(b"old"))
    return found


def test_what_has_not_moved_is_read_where_it_was(story, tmp_path):
    storage.fetch(story, "film-a.mp4", tmp_path / "copy.mp4")
    assert (tmp_path / "copy.mp4").read_bytes() == storage.read(story, "scene-a.png") == b"old"
    assert storage.exists(story, "film-a.mp4")
    answers = [
        storage.deliver(RequestFactory().get("/"), story, *what)
        for what in (("film-a.mp4", "video/mp4"), ("scene-a.png", "image/png"))
    ]
    assert [(answer.status_code, b"".join(answer)) for answer in answers] == [(200, b"old")] * 2


def test_what_is_new_goes_to_the_new_place_and_is_read_there(story, in_bucket):
    storage.put(b"new", story, "scene-a.png")
    storage.put(b"film", story, "film-b.mp4")
    assert in_bucket.keys == [f"site/{story}/film-b.mp4", f"site/{story}/scene-a.png"]
    assert (storage.read(story, "scene-a.png"), storage.read(story, "film-b.mp4")) == (b"new", b"film")
    assert storage.deliver(RequestFactory().get("/"), story, "film-b.mp4", "video/mp4").status_code == 302
    assert storage.names(story) == ["film-a.mp4", "film-b.mp4", "scene-a.png"]


def test_what_is_removed_is_gone_from_both(story, in_bucket):
    for name in ("film-a.mp4", "film-b.mp4", "scene-a.png"):
        storage.put(b"new", story, name)
    storage.remove(story, ["scene-a.png"])
    storage.remove_others(story, "film", ["film-b.mp4"])
    assert (storage.names(story), list(story_folder(story).iterdir())) == (["film-b.mp4"], [])
    storage.remove_all(story)
    assert in_bucket.keys == []


def test_what_is_in_neither_is_missing(story):
    with pytest.raises(FileNotFoundError):
        storage.read(story, "scene-b.png")
    with pytest.raises(FileNotFoundError):
        storage.deliver(RequestFactory().get("/"), story, "film-b.mp4", "video/mp4")
    assert (storage.exists(story, "scene-b.png"), storage.names(uuid4())) == (False, [])


def test_both_places_must_answer(story, settings, tmp_path):
    storage.check()
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    with pytest.raises(PermissionError):
        storage.check()
