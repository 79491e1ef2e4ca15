"""`manage.py move_files` and `tidy_files`, between a folder and a real S3 server."""

import os
import time
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from core import storage
from core.moving import copy
from core.storage import Folder
from stories.models import Story
from stories.removal import LATE
from tests.factories import approved_story, story_folder
from tests.removals import files_on_disk
from tests.videos.factories import finished_story

LEFT = "New files still go to the old place: set STORY_FILES=s3,local, restart the site, and run this again."
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]


def told(command: str, *arguments: str) -> list[str]:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue().splitlines()


def age(story_id: object) -> None:
    """Make the story's files old."""
    long_ago = time.time() - (LATE + timedelta(minutes=1)).total_seconds()
    for path in story_folder(story_id).iterdir():
        os.utime(path, (long_ago, long_ago))


@pytest.fixture
def moving(in_bucket, settings):
    """The id of a story with two files in the folder, on a site that moves into the bucket."""
    settings.STORY_FILES, story = ["s3", "local"], uuid4()
    for name in ("a", "b"):
        storages["local"].save(f"{story}/film-{name}.mp4", ContentFile(f"old {name}".encode()))
    both = {"BACKEND": "core.moving.Moving", "OPTIONS": {"new": "s3", "old": "local"}}
    settings.STORAGES = settings.STORAGES | {"default": both}
    return story


class TestMoveFiles:
    def test_a_story_moves_to_a_bucket_and_back(self, in_bucket, settings):
        story = approved_story()
        key = story.illustrations.get(number=7).current.key
        before = sorted(path.name for path in story_folder(story.pk).iterdir())
        assert told("move_files", "--to", "s3") == [f"{story.pk}: 20 of 20 copied.", f"20 copied. {LEFT}"]
        assert storage.names(story.pk) == before
        assert storage.read(*key.split("/")) == (settings.MEDIA_ROOT / key).read_bytes()
        for path in story_folder(story.pk).iterdir():
            path.unlink()
        assert told("move_files", "--to", "local")[-1] == "20 copied."  # where the site writes
        assert sorted(path.name for path in story_folder(story.pk).iterdir()) == before

    def test_what_is_there_is_not_copied_again_and_what_was_cut_off_is(self, in_bucket):
        story = approved_story()
        told("move_files", "--to", "s3")
        assert told("move_files", "--to", "s3")[-1] == f"Every file is there. {LEFT}"
        names = storage.names(story.pk)
        storage.remove(story.pk, names[:1])
        storage.put(b"half", story.pk, names[1])
        (story_folder(story.pk) / ".scene-01.png.0a1b").write_bytes(b"incomplete")
        assert told("move_files", "--to", "s3") == [f"{story.pk}: 2 of 20 copied.", f"2 copied. {LEFT}"]
        assert storage.names(story.pk) == names

    def test_a_bucket_that_refuses_is_said_in_words(self, in_bucket, settings):
        approved_story()
        s3 = settings.STORAGES["s3"]
        wrong = s3 | {"OPTIONS": s3["OPTIONS"] | {"secret_key": "wrong" * 8}}
        settings.STORAGES = settings.STORAGES | {"s3": wrong}
        with pytest.raises(CommandError, match=r"The files cannot be listed: The bucket: .* 0 were copied\."):
            told("move_files", "--to", "s3")

    def test_a_file_that_cannot_be_stored_is_said_and_the_others_are_copied(self, in_bucket, settings, tmp_path):
        story = approved_story()
        told("move_files", "--to", "s3")
        name = storage.names(story.pk)[3]
        settings.MEDIA_ROOT = tmp_path / "another"
        (settings.MEDIA_ROOT / str(story.pk) / name).mkdir(parents=True)
        with pytest.raises(CommandError, match=rf"19 copied, 1 could not be\. Run it again .*\n{story.pk}/{name}: "):
            told("move_files", "--to", "local")

    def test_what_the_site_wrote_meanwhile_is_not_replaced_by_what_was_there_before(self, moving):
        storage.put(b"new", moving, "film-a.mp4")
        assert told("move_files", "--to", "s3") == [
            f"{moving}: 1 of 2 copied.",
            "1 copied. Now set STORY_FILES=s3 everywhere and restart the site.",
        ]
        assert (storage.read(moving, "film-a.mp4"), storage.read(moving, "film-b.mp4")) == (b"new", b"old b")

    def test_a_file_that_is_removed_while_it_is_copied_is_in_neither_place(self, moving, in_bucket):
        class Removed(Folder):
            def open(self, name, mode="rb"):
                file = super().open(name, mode)
                storage.remove(moving, [name.rpartition("/")[2]])
                return file

        assert not copy(Removed(), storages["s3"], f"{moving}/film-b.mp4")
        assert in_bucket.keys == []

    def test_without_a_bucket_it_says_what_to_set(self):
        with pytest.raises(CommandError, match="S3_BUCKET names no bucket"):
            told("move_files", "--to", "s3")


class TestTidyFiles:
    def test_what_a_story_names_is_no_orphan(self):
        story = finished_story(2)
        for name in ("voice-0a1b.wav", "scene-01-v1-small.webp"):
            storage.put(b"x", story.pk, name)
        age(story.pk)
        left = [line for line in told("tidy_files") if "/" in line]
        assert left == []

    def test_what_nobody_names_is_listed_and_removed_once_it_is_old(self):
        story, gone = approved_story(), uuid4()
        before = files_on_disk()
        for whose, name in ((story.pk, "film-wide-0a1b.mp4"), (story.pk, "public-page-1-0a1b.webp"), (gone, "a.png")):
            storage.put(b"x", whose, name)
        assert told("tidy_files") == ["Every file belongs to a story."]  # they are young
        age(story.pk)
        age(gone)
        orphans = {f"{story.pk}/film-wide-0a1b.mp4", f"{story.pk}/public-page-1-0a1b.webp", f"{gone}/a.png"}
        *lines, summary = told("tidy_files")
        assert (set(lines), summary) == (orphans, "3 found; --remove removes them.")
        assert told("tidy_files", "--remove")[-1] == "3 removed."
        assert [path for path in files_on_disk() if path != str(gone)] == before

    def test_what_a_killed_process_left_incomplete_is_removed_once_it_is_old(self):
        story = approved_story()
        partial = story_folder(story.pk) / ".scene-01.png.0a1b"
        partial.write_bytes(b"incomplete")
        age(story.pk)
        assert told("tidy_files", "--remove") == [f"{story.pk}/{partial.name}", "1 removed."]
        assert not partial.exists()

    def test_it_looks_into_the_bucket_too(self, in_bucket, monkeypatch):
        monkeypatch.setattr("storyforge.management.commands.tidy_files.LATE", timedelta(0))
        story = approved_story()
        told("move_files", "--to", "s3")
        storage.put(b"x", story.pk, "film-wide-0a1b.mp4")
        assert told("tidy_files", "--remove") == [f"{story.pk}/film-wide-0a1b.mp4", "1 removed."]
        Story.objects.filter(pk=story.pk).delete()
        assert told("tidy_files")[-1] == "20 found; --remove removes them."
