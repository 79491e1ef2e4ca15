"""Files that are made of a story: put whole or not at all, under names that cannot be guessed, and removed."""

from uuid import uuid4

import pytest
from django.core.files import File
from django.core.files.storage import default_storage
from django.test import RequestFactory

from core import storage
from tests.factories import story_folder


@pytest.fixture
def story(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return uuid4()


def source(tmp_path, content: bytes = b"new"):
    path = tmp_path / "made.mp4"
    path.write_bytes(content)
    return path


def names(story) -> list[str]:
    return sorted(path.name for path in story_folder(story).iterdir())


def test_a_file_is_copied_into_the_story_s_folder(story, tmp_path):
    storage.put(source(tmp_path), story, "film-a.mp4")
    assert (tmp_path / "media" / str(story) / "film-a.mp4").read_bytes() == b"new"
    assert (tmp_path / "made.mp4").read_bytes() == b"new"


def test_what_was_put_is_read_and_fetched(story, tmp_path):
    storage.put(b"bytes", story, "scene-a.png")
    storage.fetch(story, "scene-a.png", tmp_path / "copy.png")
    assert storage.read(story, "scene-a.png") == (tmp_path / "copy.png").read_bytes() == b"bytes"
    assert (storage.exists(story, "scene-a.png"), storage.names(story)) == (True, ["scene-a.png"])


def test_a_missing_file_is_said_to_be_missing(story, tmp_path):
    for ask in (storage.read, lambda *place: storage.fetch(*place, tmp_path / "copy.png")):
        with pytest.raises(FileNotFoundError):
            ask(story, "scene-a.png")
    with pytest.raises(FileNotFoundError):
        storage.deliver(RequestFactory().get("/"), story, "scene-a.png", "image/png")
    assert (storage.exists(story, "scene-a.png"), storage.names(story)) == (False, [])
    assert not (tmp_path / "copy.png").exists()


def test_a_file_of_the_same_name_is_replaced(story, tmp_path):
    storage.put(source(tmp_path, b"old"), story, "film-a.mp4")
    storage.put(source(tmp_path), story, "film-a.mp4")
    assert (names(story), storage.read(story, "film-a.mp4")) == (["film-a.mp4"], b"new")


def test_what_cannot_be_read_leaves_nothing(story, tmp_path):
    with pytest.raises(OSError, match="missing"):
        storage.put(tmp_path / "missing.mp4", story, "film-a.mp4")
    assert names(story) == []


class Interrupted(File):
    """What is put is read in two pieces; `meanwhile` is called between them."""

    def __init__(self, meanwhile) -> None:
        super().__init__(None, "interrupted")
        self.meanwhile = meanwhile

    def chunks(self, chunk_size=None):
        yield b"n"
        self.meanwhile()
        yield b"ew"


def test_a_file_that_breaks_off_leaves_the_one_before(story):
    def breaks_off():
        assert len(names(story)) == 2
        raise OSError("No space left on device")

    storage.put(b"old", story, "film-a.mp4")
    with pytest.raises(OSError, match="No space"):
        default_storage.save(f"{story}/film-a.mp4", Interrupted(breaks_off))
    assert (names(story), storage.read(story, "film-a.mp4")) == (["film-a.mp4"], b"old")


def test_two_that_put_the_same_name_at_once_do_not_mix(story):
    another = Interrupted(lambda: storage.put(b"another", story, "voice-a.wav"))
    default_storage.save(f"{story}/voice-a.wav", another)
    assert (names(story), storage.read(story, "voice-a.wav")) == (["voice-a.wav"], b"new")


def test_files_are_removed_by_name_and_missing_ones_do_not_matter(story, tmp_path):
    storage.put(source(tmp_path), story, "film-a.mp4")
    storage.put(source(tmp_path), story, "film-b.mp4")
    storage.remove(story, ["film-a.mp4", "film-a.vtt"])
    assert names(story) == ["film-b.mp4"]
    storage.remove_all(story)
    storage.remove_all(story)
    assert not (story_folder(story).parent / str(story) / "film-b.mp4").exists()


def test_names_differ_each_time_and_cannot_be_guessed():
    found = {storage.new_name("film-wide") for _ in range(50)}
    assert len(found) == 50
    assert all(len(name) == len("film-wide-") + 16 for name in found)


def test_only_others_of_the_same_kind_are_removed_also_partial_ones(story, tmp_path):
    for name in ("film-wide-1.mp4", "film-wide-2.mp4", ".film-wide-3.mp4", "film-vertical-1.mp4", "scene-01.png"):
        (story_folder(story) / name).touch()
    storage.remove_others(story, "film-wide", {"film-wide-2.mp4"})
    assert names(story) == ["film-vertical-1.mp4", "film-wide-2.mp4", "scene-01.png"]
