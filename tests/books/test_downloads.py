"""Downloads: asked for once, made from what is approved, kept until something changes, and never lost by a failure."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from books import queries, services
from books.models import Download
from core import artifact_statuses, artifacts, jobs, storage
from core.status import Conflict
from images import services as picture_services
from images import statuses
from providers.base import ProviderError
from stories.models import Scene, Story
from tests.books.callback_host import CallbackHost
from tests.broker import asked_for
from tests.browser.painting import paint_all
from tests.factories import drawn_version, illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
BEGINNINGS = {"pdf": b"%PDF-1", "epub": b"PK\x03\x04", "zip": b"PK\x03\x04"}

Commit = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def story(settings: Any, tmp_path: Path) -> Story:
    """All its pictures are approved, and really there."""
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path
    story = illustrated_story(statuses.APPROVED)
    paint_all(story)
    return story


@pytest.fixture
def callback_host(settings: Any) -> Iterator[type[CallbackHost]]:
    """The host of the pictures, for a test to say what it does first."""
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
    """What lies in the story's folder besides pictures."""
    return sorted(path for path in storage.folder_of(story.pk).iterdir() if path.name.startswith("book-"))


def left_over(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "rendering").iterdir() if path.name != ".lock"]


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_download_is_made_once_it_is_asked_for_and_lies_in_the_story_s_folder(story, kind, commit, tmp_path):
    with commit():
        download = requested(story, kind)
    assert asked_for() == [("books.make", download.pk)]
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
def test_a_download_whose_asking_was_broken_off_does_not_stay_behind_unsent(story, monkeypatch):
    def away(*args: Any, **changes: Any) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "move", away)
        with pytest.raises(OperationalError):
            requested(story)
    assert not Download.objects.exists()
    assert requested(story).lease_until


def test_a_maker_that_was_given_up_does_not_take_away_what_the_next_one_keeps(story, tmp_path, monkeypatch):
    first = requested(story)
    assert artifacts.begin(first)
    take_away(first)
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


def take_away(download: Download) -> None:
    """Its maker could not renew its lease, and is taken for dead."""
    Download.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    artifacts.sweep()


def test_what_is_there_is_not_made_again(story, commit):
    first = made(story)
    with commit():
        again = requested(story)
    services.make(again.pk)
    again.refresh_from_db()
    assert (again.file, again.made_at) == (first.file, first.made_at)
    assert asked_for() == []


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
def test_it_is_made_anew_when_something_has_changed_and_the_earlier_file_goes(story, change):
    first = made(story)
    change(story)
    assert not artifacts.is_from(first, queries.digest_of(story))
    second = made(story)
    assert second.status == artifact_statuses.READY
    assert second.file != first.file
    assert [file.name for file in files(story)] == [second.file]


def test_two_kinds_do_not_get_into_each_other_s_way(story):
    names = {made(story, kind).file for kind in BEGINNINGS}
    assert {file.name for file in files(story)} == names


def test_none_is_made_before_all_twenty_pictures_are_approved(story, commit):
    picture_services.redraw(story.illustrations.select_related("story").get(number=3), by="mia")
    story.refresh_from_db()
    with pytest.raises(Conflict, match="all twenty have to be approved first"):
        requested(story)
    assert not Download.objects.exists()


def test_one_that_waits_while_a_picture_is_rejected_is_made_of_what_is_shown_then(story):
    download = requested(story)
    change_a_text(story)
    services.make(download.pk)
    download.refresh_from_db()
    assert download.made_from == queries.digest_of(story)


def test_a_picture_that_is_gone_is_said_in_words_and_the_earlier_file_stays(story):
    first = made(story)
    change_a_text(story)
    (files(story)[0].parent / "scene-04-v1.png").unlink()
    second = made(story)
    assert second.status == artifact_statuses.FAILED
    assert second.error.startswith("One of the pictures could not be loaded.")
    assert second.error.endswith("Please ask again.")
    assert [file.name for file in files(story)] == [first.file] == [second.file]


def test_a_picture_that_is_none_any_more_is_said_in_words(story, tmp_path):
    requested(story)
    for path in (tmp_path / "media" / str(story.pk)).glob("scene-04-*"):
        path.write_bytes(b"no picture")
    assert made(story).error == "One of the pictures cannot be read any more. Draw it again, then ask again."


def test_after_a_failure_it_can_be_asked_for_again(story, callback_host):
    def away() -> None:
        raise ProviderError("The place where pictures are kept did not answer.")

    callback_host.before = staticmethod(away)
    assert "did not answer" in made(story).error
    callback_host.before = staticmethod(lambda: None)
    assert made(story).status == artifact_statuses.READY


def test_of_one_that_is_stopped_while_it_is_made_nothing_stays(story, callback_host, tmp_path):
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


def test_a_download_of_a_story_that_is_gone_is_no_trouble(story):
    download = requested(story)
    story.delete()
    services.make(download.pk)
    assert not Download.objects.exists()


def test_the_edition_names_who_made_it_and_gives_the_story_s_id_away_to_nobody(story):
    edition = queries.edition_of(story, story.created_at)
    assert (edition.writer, edition.illustrators) == ("local storyteller-1", ["local storybook-1"])
    assert str(story.pk) not in repr(edition)
    assert queries.edition_of(story, story.created_at).name == edition.name


def test_of_an_own_picture_the_edition_claims_neither_prompt_nor_what_it_shows(story):
    picture = story.illustrations.get(number=3)
    picture.versions.update(mode="upload", provider="", model="")
    page = queries.edition_of(story, story.created_at).pages[2]
    assert (page.how, page.shows, page.prompt) == ("upload", "", "")
