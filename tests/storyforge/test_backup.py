"""A backup is written while the site runs, and restored everything is there and goes on. Between SQLite and PostgreSQL:
tests/resilience/test_backup.py."""

import json
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from zipfile import ZipFile

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from books.models import Download
from core.models import AuditEntry, Expense
from images import services, statuses
from images.drawing import drawing
from images.models import Illustration, Version
from publishing.models import Publication
from stories import deletion
from stories.models import Story
from storyforge.backup import making
from storyforge.backup.rows import all_rows, lines_of, models_in_backup
from tests.conftest import empty_database
from tests.factories import edited_story, make_story, visitor
from tests.publishing.published import approved_story, film_of, published
from tests.removals import files_on_disk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content", "media")]


@pytest.fixture
def site():
    """A story with pictures, a film and a public page; one that is being written, and one that is deleted."""
    user = get_user_model().objects.create_user("ada", password="a long password", is_staff=True)
    story = approved_story("finished", user=user)
    film_of(story)
    published(story)
    Download.objects.create(story=story, kind=Download.PDF)
    version = story.illustrations.get(number=7).current
    version.expense = Expense.objects.create(channel=story.channel, what="image", provider="openai", cost_usd="0.04")
    version.save()
    make_story()
    deletion.delete(edited_story(), by="ada")
    return story


def dumped() -> dict[str, list[bytes]]:
    """All rows that a backup has."""
    return {model._meta.label: list(lines_of(model)) for model in models_in_backup(sessions=False)}


def backup(path, *options):
    call_command("backup", str(path), *options, verbosity=0)
    return path


def wipe(media):
    empty_database()
    shutil.rmtree(media)


def restore(path, *options):
    call_command("restore", str(path), *options)


def test_everything_is_there_again_and_goes_on(site, media, tmp_path):
    before, files = dumped(), files_on_disk()
    contents = {name: (media / name).read_bytes() for name in files if (media / name).is_file()}
    assert len(contents) == 23
    backup(tmp_path / "site.zip")
    wipe(media)
    restore(tmp_path / "site.zip")
    assert dumped() == before
    assert {name: (media / name).read_bytes() for name in contents} == contents
    assert get_user_model().objects.get().check_password("a long password")
    assert visitor().get(f"/s/{Publication.objects.get().token}/").status_code == 200
    picture = Illustration.objects.select_related("story", "scene", "current").get(story=site, number=7)
    services.redraw(picture, by="ada")
    assert drawing.draw(site.pk, 7) is None
    picture.refresh_from_db()
    assert (picture.status, picture.current.number) == (statuses.PENDING, 2)
    assert AuditEntry.objects.order_by("pk").last().by == "ada"


def test_it_contains_no_keys_no_sessions_and_is_for_its_owner_alone(site, tmp_path, settings):
    browser = visitor()
    settings.OPENAI_API_KEY = "sk-a-very-secret-key"
    path = backup(tmp_path / "site.zip")
    with ZipFile(path) as archive:
        names = archive.namelist()
        text = b"".join(archive.read(name) for name in names)
    assert "rows/sessions.session.jsonl" not in names
    assert not any(name.startswith("rows/axes") for name in names)
    for secret in (settings.SECRET_KEY, settings.OPENAI_API_KEY, browser.session.session_key, "a long password"):
        assert secret.encode() not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_for_a_move_the_sessions_can_be_taken_along(site, media, tmp_path):
    browser = visitor()
    backup(tmp_path / "site.zip", "--with-sessions")
    wipe(media)
    restore(tmp_path / "site.zip")
    assert browser.get(f"/stories/{site.pk}/").status_code == 200


def test_files_can_be_left_to_the_storage_and_are_compared_with_the_list(site, media, tmp_path, capsys):
    backup(tmp_path / "rows.zip", "--without-files")
    with ZipFile(tmp_path / "rows.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("files/")]
        listed = [json.loads(line) for line in archive.read("files.jsonl").splitlines()]
    assert len(listed) == 23
    assert {one["sha256"] for one in listed}
    empty_database()
    lost, changed = sorted(path for path in (media / str(site.pk)).iterdir())[:2]
    lost.unlink()
    changed.write_bytes(b"something else")
    capsys.readouterr()
    restore(tmp_path / "rows.zip")
    said = capsys.readouterr().out
    assert "2 files are missing or are others." in said
    assert lost.name in said
    assert changed.name in said
    assert Story.everything.count() == 3


def test_a_database_that_is_not_empty_stays_as_it_is_unless_told_otherwise(site, media, tmp_path):
    backup(tmp_path / "site.zip")
    site.delete()
    with pytest.raises(CommandError, match="not empty"):
        restore(tmp_path / "site.zip")
    assert Story.everything.count() == 2
    restore(tmp_path / "site.zip", "--replace")
    assert Story.everything.count() == 3


def test_new_rows_are_numbered_after_those_that_were_restored(site, media, tmp_path):
    backup(tmp_path / "site.zip")
    last = Version.objects.order_by("pk").last().pk
    wipe(media)
    restore(tmp_path / "site.zip")
    story = edited_story(owner="somebody-else")
    services.create_pictures(story, {}, by="")
    assert Illustration.objects.filter(story=story).count() == 20
    drawn = Illustration.objects.get(story=site, number=3)
    assert Version.objects.create(illustration=drawn, number=9, prompt="", mode="draw").pk > last


def test_it_shows_one_moment_and_keeps_nobody_from_writing(site, tmp_path):
    """A row that is added after the first was read is not in it, and need not wait."""
    said = []

    def add_one() -> None:
        Expense.objects.create(channel="later", what="image", provider="openai")
        connection.close()

    def report(line: str) -> None:
        if not said:
            with ThreadPoolExecutor(1) as thread:
                thread.submit(add_one).result(20)
        said.append(line)

    making.make(tmp_path / "site.zip", report)
    with ZipFile(tmp_path / "site.zip") as archive:
        assert b"later" not in archive.read("rows/core.expense.jsonl")
    assert Expense.objects.filter(channel="later").exists()


def test_a_file_that_is_there_is_not_overwritten(site, tmp_path):
    (tmp_path / "site.zip").write_text("something")
    with pytest.raises(CommandError, match="is there already"):
        backup(tmp_path / "site.zip")
    assert (tmp_path / "site.zip").read_text() == "something"


def test_a_backup_that_fails_leaves_no_file(site, media, tmp_path):
    shutil.rmtree(media)
    media.write_text("a file where the folder should be")
    with pytest.raises(CommandError, match="cannot be read"):
        backup(tmp_path / "site.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["media"]


def damaged(path, to, change):
    """A copy of the backup in which `change` gives each entry its content, None to leave it out."""
    with ZipFile(path) as archive, ZipFile(to, "w") as copy:
        for name in archive.namelist():
            if (content := change(name, archive.read(name))) is not None:
                copy.writestr(name, content)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda name, content: None if name == "complete.json" else content, "no complete backup"),
        (lambda name, content: content.replace(b"-backup-1", b"-backup-7"), "has the format"),
        (lambda name, content: content.replace(b"stories.0001_initial", b"stories.0099_later"), "another version"),
        (lambda name, content: content[:-1] if name.endswith(".png") else content, "is damaged in the backup"),
        (lambda name, content: b"" if name == "rows/images.version.jsonl" else content, "0 rows instead of 20"),
        (
            lambda name, content: content.replace(b"scene-07", b"../e-07") if name == "files.jsonl" else content,
            "tampered with",
        ),
    ],
)
def test_a_damaged_backup_changes_no_row(change, says, site, media, tmp_path):
    backup(tmp_path / "site.zip")
    damaged(tmp_path / "site.zip", tmp_path / "damaged.zip", change)
    empty_database()
    with pytest.raises(CommandError, match=says):
        restore(tmp_path / "damaged.zip")
    assert not any(all_rows(model).exists() for model in (Story, Version, Expense))


def test_what_is_no_zip_is_no_backup(tmp_path, db):
    (tmp_path / "x").write_text("hello")
    with pytest.raises(CommandError, match="is no backup"):
        restore(tmp_path / "x")
