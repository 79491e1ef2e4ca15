"""Files that are made of a story: put whole or not at all, under names that cannot be guessed, and removed."""

import shutil
from uuid import uuid4

import pytest

from core import storage
from tests.concurrency import at_once


@pytest.fixture
def story(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return uuid4()


def source(tmp_path, content: bytes = b"new"):
    path = tmp_path / "made.mp4"
    path.write_bytes(content)
    return path


def names(story) -> list[str]:
    return sorted(path.name for path in storage.folder_of(story).iterdir())


def test_a_file_is_moved_into_the_story_s_folder(story, tmp_path):
    kept = storage.put(source(tmp_path), story, "film-a.mp4")
    assert kept == tmp_path / "media" / str(story) / "film-a.mp4"
    assert kept.read_bytes() == b"new"
    assert not (tmp_path / "made.mp4").exists()


def test_a_file_of_the_same_name_is_replaced(story, tmp_path):
    storage.put(source(tmp_path, b"old"), story, "film-a.mp4")
    assert storage.put(source(tmp_path), story, "film-a.mp4").read_bytes() == b"new"
    assert names(story) == ["film-a.mp4"]


def test_a_failed_move_leaves_nothing(story, tmp_path):
    with pytest.raises(OSError, match="missing"):
        storage.put(tmp_path / "missing.mp4", story, "film-a.mp4")
    assert names(story) == []


def test_two_that_put_the_same_name_at_once_do_not_mix(story, tmp_path, monkeypatch):
    move, others = shutil.move, []

    def meanwhile(*paths):
        if not others:
            others.append("another comes in between, before this one has its name")
            move(*paths)
            (tmp_path / "other.wav").write_bytes(b"other")
            return storage.put(tmp_path / "other.wav", story, "voice-a.wav")
        return move(*paths)

    monkeypatch.setattr(shutil, "move", meanwhile)
    assert storage.put(source(tmp_path), story, "voice-a.wav").read_bytes() == b"new"
    assert names(story) == ["voice-a.wav"]


def test_files_are_removed_by_name_and_missing_ones_do_not_matter(story, tmp_path):
    storage.put(source(tmp_path), story, "film-a.mp4")
    storage.put(source(tmp_path), story, "film-b.mp4")
    storage.remove(story, ["film-a.mp4", "film-a.vtt"])
    assert names(story) == ["film-b.mp4"]


class TestLock:
    def test_one_at_a_time_holds_it(self, story):
        order: list[str] = []

        def job() -> None:
            with storage.lock(story, "voice", 10):
                order.extend(("begins", "ends"))

        at_once(*[job] * 6)
        assert order == ["begins", "ends"] * 6

    def test_who_waits_too_long_gives_up(self, story):
        with storage.lock(story, "voice", 1), pytest.raises(TimeoutError), storage.lock(story, "voice", 0.1):
            pass
        with storage.lock(story, "voice", 0):
            pass

    def test_another_story_or_kind_has_another_lock(self, story):
        theirs = [(uuid4(), "voice"), (story, "film")]
        with storage.lock(story, "voice", 0):
            for whose, what in theirs:
                with storage.lock(whose, what, 0):
                    pass

    def test_removing_files_leaves_the_lock(self, story):
        with storage.lock(story, "voice", 0):
            storage.remove_others(story, "voice", ())
            with pytest.raises(TimeoutError), storage.lock(story, "voice", 0):
                pass


def test_names_differ_each_time_and_cannot_be_guessed():
    found = {storage.new_name("film-wide") for _ in range(50)}
    assert len(found) == 50
    assert all(len(name) == len("film-wide-") + 16 for name in found)


def test_only_others_of_the_same_kind_are_removed_also_partial_ones(story, tmp_path):
    for name in ("film-wide-1.mp4", "film-wide-2.mp4", ".film-wide-3.mp4", "film-vertical-1.mp4", "scene-01.png"):
        (storage.folder_of(story) / name).touch()
    storage.remove_others(story, "film-wide", {"film-wide-2.mp4"})
    assert names(story) == ["film-vertical-1.mp4", "film-wide-2.mp4", "scene-01.png"]
