"""Downloads: requested, made, cached until something changes, and failing in words."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from celery.exceptions import Retry
from django.db import OperationalError
from django.utils import timezone

from books import queries, services, tasks
from books.models import Download
from core import artifact_statuses, artifacts, jobs
from core.status import Conflict
from images import services as picture_services
from images import statuses
from providers.base import ProviderError
from stories.models import Scene, Story
from tests.books.callback_host import CallbackHost
from tests.broker import asked_for
from tests.browser.drawn_pictures import paint_all
from tests.factories import drawn_version, illustrated_story, story_folder
from tests.publishing.published import film_of
from tests.removals import files_on_disk, remove_files
from tests.videos.factories import finished_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
BEGINNINGS = {"pdf": b"%PDF-1", "epub": b"PK\x03\x04", "zip": b"PK\x03\x04"}

Commit = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def story(settings: Any, tmp_path: Path) -> Story:
    """A story whose pictures are approved and stored."""
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path
    story = illustrated_story(statuses.APPROVED)
    paint_all(story)
    return story


@pytest.fixture
def callback_host(settings: Any) -> Iterator[type[CallbackHost]]:
    """The host of the pictures, which calls back into the test."""
    settings.IMAGE_HOSTS = {"local": "tests.books.callback_host.CallbackHost"}
    yield CallbackHost
    CallbackHost.before = staticmethod(lambda: None)


def requested(story: Story, kind: str = "pdf") -> Download:
    return services.request_download(story, kind, by="visitor")


def made(story: Story, kind: str = "pdf") -> Download:
    download = requested(story, kind)
    services.make(download.pk)
    download.refresh_from_db()
    return download


def files(story: Story) -> list[Path]:
    """The books in the story's folder."""
    return sorted(path for path in story_folder(story.pk).iterdir() if path.name.startswith("book-"))


def left_over(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "rendering").iterdir() if path.name != ".lock"]


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_requested_download_is_made_and_stored_in_the_story_s_folder(story, kind, commit, tmp_path):
    with commit():
        download = requested(story, kind)
    assert asked_for("downloads") == [("books.make", download.pk)]
    services.make(download.pk)
    download.refresh_from_db()
    assert (download.status, download.error, download.progress) == (artifact_statuses.READY, "", 1000)
    [file] = files(story)
    assert file.name == download.file
    assert re.fullmatch(rf"book-{kind}-[0-9a-f]{{16}}\.{kind}", file.name)
    assert file.stat().st_size == download.size
    assert file.read_bytes().startswith(BEGINNINGS[kind])
    assert left_over(tmp_path) == []


@pytest.mark.django_db(transaction=True)
def test_a_request_that_fails_leaves_no_unsent_row(story, monkeypatch):
    def away(*args: Any, **changes: Any) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "move", away)
        with pytest.raises(OperationalError):
            requested(story)
    assert not Download.objects.exists()
    assert requested(story).lease_until


def test_a_reclaimed_worker_does_not_remove_the_files_of_the_next(story, tmp_path, monkeypatch):
    first = requested(story)
    assert artifacts.begin(first)
    expire_and_sweep(first)
    second = Download.objects.select_related("story").get()
    assert artifacts.begin(second)
    finish, done = artifacts.finish, []

    def finish_meanwhile(download: Download, **fields: Any) -> None:
        if not done:
            done.append(True)
            late = tmp_path / "late.pdf"
            late.write_bytes(b"%PDF-1")
            with pytest.raises(artifacts.Stopped):
                services._store(first, late)
        finish(download, **fields)

    monkeypatch.setattr(artifacts, "finish", finish_meanwhile)
    made_now = tmp_path / "now.pdf"
    made_now.write_bytes(b"%PDF-1")
    services._store(second, made_now)
    assert [file.name for file in files(story)] == [second.file]


def expire_and_sweep(download: Download) -> None:
    """Let its lease run out, and reclaim it."""
    Download.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    artifacts.sweep()


def test_an_existing_download_is_not_made_again(story, commit):
    first = made(story)
    with commit():
        again = requested(story)
    services.make(again.pk)
    again.refresh_from_db()
    assert (again.file, again.made_at) == (first.file, first.made_at)
    assert asked_for("downloads") == []


def change_a_text(story: Story) -> None:
    Scene.objects.filter(story=story, number=3).update(text="The red fox sleeps.")


def show_another_version(story: Story) -> None:
    picture = story.illustrations.get(number=3)
    picture.current = drawn_version(picture)
    picture.save()
    paint_all(story)


def change_the_title(story: Story) -> None:
    story.title = "Another"
    story.save()


@pytest.mark.parametrize("change", [change_a_text, show_another_version, change_the_title])
def test_a_changed_story_is_made_again_and_the_earlier_file_removed(story, change):
    first = made(story)
    change(story)
    assert not artifacts.is_from(first, queries.digest_of(story, "pdf"))
    second = made(story)
    assert second.status == artifact_statuses.READY
    assert second.file != first.file
    assert [file.name for file in files(story)] == [second.file]


def test_two_kinds_of_downloads_are_independent(story):
    names = {made(story, kind).file for kind in BEGINNINGS}
    assert {file.name for file in files(story)} == names


def test_none_is_made_before_all_twenty_pictures_are_approved(story, commit):
    picture_services.redraw(story.illustrations.select_related("story").get(number=3), by="mia")
    story.refresh_from_db()
    with pytest.raises(Conflict, match="all twenty have to be approved first"):
        requested(story)
    assert not Download.objects.exists()


def test_a_queued_download_is_made_from_the_pictures_shown_when_it_starts(story):
    download = requested(story)
    change_a_text(story)
    services.make(download.pk)
    download.refresh_from_db()
    assert download.made_from == queries.digest_of(story, "pdf")


def test_a_missing_picture_fails_in_words_and_the_earlier_file_stays(story):
    first = made(story)
    change_a_text(story)
    (files(story)[0].parent / "scene-04-v1.png").unlink()
    second = made(story)
    assert second.status == artifact_statuses.FAILED
    assert second.error.startswith("One of the pictures could not be loaded.")
    assert second.error.endswith("Please ask again.")
    assert [file.name for file in files(story)] == [first.file] == [second.file]


def test_a_broken_picture_fails_in_words(story, tmp_path):
    requested(story)
    for path in (tmp_path / "media" / str(story.pk)).glob("scene-04-*"):
        path.write_bytes(b"no picture")
    assert made(story).error == "One of the pictures cannot be read any more. Draw it again, then ask again."


def test_a_failed_download_can_be_requested_again(story, callback_host):
    def away() -> None:
        raise ProviderError("The place where pictures are kept did not answer.")

    callback_host.before = staticmethod(away)
    assert "did not answer" in made(story).error
    callback_host.before = staticmethod(lambda: None)
    assert made(story).status == artifact_statuses.READY


def test_a_cancelled_download_leaves_no_file(story, callback_host, tmp_path):
    callback_host.before = staticmethod(lambda: stop(story))
    download = made(story)
    assert download.status == artifact_statuses.CANCELLED
    assert files(story) == []
    assert left_over(tmp_path) == []


def stop(story: Story) -> None:
    """Once only."""
    download = story.downloads.get()
    if download.status in artifact_statuses.ACTIVE:
        artifacts.cancel(download, by="mia")


def test_a_message_for_a_deleted_story_does_nothing(story):
    download = requested(story)
    story.delete()
    services.make(download.pk)
    assert not Download.objects.exists()


def test_a_download_of_a_story_that_is_deleted_meanwhile_leaves_no_file(story, callback_host):
    download = requested(story)

    def delete() -> None:
        Story.objects.all().delete()
        remove_files()
        callback_host.before = staticmethod(lambda: None)

    callback_host.before = staticmethod(delete)
    services.make(download.pk)
    assert not Download.objects.exists()
    remove_files()
    assert files_on_disk() == []


def test_the_edition_names_its_makers_and_hides_the_story_s_id(story):
    edition = queries.edition_of(story, story.created_at)
    assert (edition.writer, edition.illustrators) == ("local storyteller-1", ["local storybook-1"])
    assert str(story.pk) not in repr(edition)
    assert queries.edition_of(story, story.created_at).name == edition.name


def test_an_uploaded_picture_has_neither_prompt_nor_description_in_the_edition(story):
    picture = story.illustrations.get(number=3)
    picture.versions.update(mode="upload", provider="", model="")
    page = queries.edition_of(story, story.created_at).pages[2]
    assert (page.how, page.shows, page.prompt) == ("upload", "", "")


def test_a_download_that_takes_too_long_says_so_whatever_pool_makes_it(story, settings):
    settings.RENDER_SOFT_TIMEOUT = 0.0
    download = made(story)
    assert (download.status, download.error[:30]) == (artifact_statuses.FAILED, "It took longer than is allowed")


def test_a_worker_makes_one_download_at_a_time_and_the_others_come_back(story):
    download = requested(story, "zip")
    with tasks._making_book, pytest.raises(Retry):
        tasks.make(download.pk)
    download.refresh_from_db()
    assert download.status == artifact_statuses.QUEUED
    tasks.make(download.pk)
    download.refresh_from_db()
    assert download.status == artifact_statuses.READY


def test_the_zip_holds_films_clips_and_books_and_names_what_is_missing(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR_DIR, settings.SPEECH_PROVIDER = tmp_path / "media", tmp_path, "none"
    story = finished_story(2)
    film = film_of(story)
    download = made(story, "zip")
    assert (download.status, download.error) == (artifact_statuses.READY, "")
    with ZipFile(story_folder(story.pk) / download.file) as found:
        assert found.testzip() is None
        inside = {"book.pdf", "book.epub", "film-vertical.mp4", "film-vertical.vtt"}
        inside |= {"clips/scene-01.mp4", "clips/scene-02.mp4"}
        assert set(json.loads(found.read("story.json"))["files"]) == inside < set(found.namelist())
        assert found.read("film-vertical.mp4") == (story_folder(story.pk) / film.file).read_bytes()
        assert found.getinfo("clips/scene-01.mp4").compress_type == ZIP_STORED
        notes = found.read("missing.txt").decode().splitlines()[2:]
    assert notes == ["film-wide.mp4 is not in it: it is not made yet."]
    assert left_over(tmp_path) == []
    (story_folder(story.pk) / "clip-02-t1.mp4").unlink()
    film_of(story, status="queued")  # another file of it
    again = made(story, "zip")
    assert again.file != download.file
    with ZipFile(story_folder(story.pk) / again.file) as found:
        assert "clips/scene-02.mp4" not in found.namelist()
        assert "clips/scene-02.mp4 could not be fetched" in found.read("missing.txt").decode()
