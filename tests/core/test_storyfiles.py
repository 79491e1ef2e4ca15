"""Files that are made of a story: kept whole or not at all, under names nobody can guess, and cleared when outdated."""

from uuid import uuid4

import pytest

from core import storyfiles


@pytest.fixture
def story(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return uuid4()


def source(tmp_path, content: bytes = b"new"):
    path = tmp_path / "made.mp4"
    path.write_bytes(content)
    return path


def names(story) -> list[str]:
    return sorted(path.name for path in storyfiles.folder_of(story).iterdir())


def test_a_file_is_moved_into_the_story_s_folder(story, tmp_path):
    kept = storyfiles.put(source(tmp_path), story, "film-a.mp4")
    assert kept == tmp_path / "media" / str(story) / "film-a.mp4"
    assert kept.read_bytes() == b"new"
    assert not (tmp_path / "made.mp4").exists()


def test_what_was_there_under_the_same_name_is_replaced(story, tmp_path):
    storyfiles.put(source(tmp_path, b"old"), story, "film-a.mp4")
    assert storyfiles.put(source(tmp_path), story, "film-a.mp4").read_bytes() == b"new"
    assert names(story) == ["film-a.mp4"]


def test_what_cannot_be_moved_leaves_nothing(story, tmp_path):
    with pytest.raises(OSError, match="missing"):
        storyfiles.put(tmp_path / "missing.mp4", story, "film-a.mp4")
    assert names(story) == []


def test_names_differ_each_time_and_cannot_be_guessed():
    found = {storyfiles.new_name("film-wide") for _ in range(50)}
    assert len(found) == 50
    assert all(len(name) == len("film-wide-") + 16 for name in found)


def test_only_others_of_the_same_kind_are_removed_also_those_that_never_arrived(story, tmp_path):
    for name in ("film-wide-1.mp4", "film-wide-2.mp4", ".film-wide-3.mp4", "film-vertical-1.mp4", "scene-01.png"):
        (storyfiles.folder_of(story) / name).touch()
    storyfiles.remove_others(story, "film-wide", {"film-wide-2.mp4"})
    assert names(story) == ["film-vertical-1.mp4", "film-wide-2.mp4", "scene-01.png"]
