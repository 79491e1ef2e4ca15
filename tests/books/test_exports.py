"""A visitor takes everything along in one file, and nobody else gets it."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from books import exports
from books.models import Export
from core import artifact_statuses, artifacts
from images.models import Version
from quiz.models import Submission
from stories import deletion, guests
from tests.broker import asked_for
from tests.factories import OWNER, drawn_version, edited_story, visitor
from tests.publishing.published import approved_story, film_of
from tests.removals import files_on_disk, remove_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]


def have_made(owner: str = OWNER, user=None) -> Export:
    exports.make(exports.request_export(owner, user, by="visitor").pk)
    return exports.export_of(owner, user)


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def everything(browser: Client) -> ZipFile:
    answer = browser.get("/yours/everything.zip")
    assert answer.status_code == 200
    assert "storyforge.zip" in answer["Content-Disposition"]
    return ZipFile(BytesIO(content(answer)))


def test_everything_is_in_it_and_story_json_says_what_is_what(commit, settings):
    story = approved_story("finished")
    film_of(story)
    guests.comment(story, number=7, text="A fine hat.", by="Anna (guest)")
    guests.make_link(story, may_decide=True)
    second = drawn_version(story.illustrations.get(number=7))
    original = (settings.MEDIA_ROOT / f"{story.pk}/scene-01-v1.png").read_bytes()
    (settings.MEDIA_ROOT / second.key).write_bytes(original)
    deletion.delete(edited_story(), by="visitor")
    edited_story()
    edited_story(owner="somebody-else")
    Submission.objects.create(owner=OWNER, answers={"find": "a hat"})
    browser = visitor()
    with commit():
        browser.post("/yours/download")
    assert asked_for("downloads") == [("books.export", Export.objects.get().pk)]
    assert "The file waits for its turn" in browser.get("/yours/").content.decode()
    exports.make(Export.objects.get().pk)
    assert "Download (" in browser.get("/yours/").content.decode()
    archive = everything(browser)
    names = archive.namelist()
    assert archive.testzip() is None
    assert [name for name in names if name.endswith("story.json")] == [
        "01-a-test-of-courage/story.json",
        "02-a-test-of-courage/story.json",
    ]
    assert len([name for name in names if "/pictures/" in name]) == 21
    assert {"answers.json", "01-a-test-of-courage/film-vertical.mp4", "01-a-test-of-courage/film-vertical.vtt"} <= set(
        names
    )
    found = json.loads(archive.read("01-a-test-of-courage/story.json"))
    assert [(one["by"], one["number"], one["text"]) for one in found["comments"]] == [
        ("Anna (guest)", 7, "A fine hat.")
    ]
    assert story.review_links.get().digest not in str(found)
    assert (found["answers"], found["could_not_be_fetched"]) == (story.answers, [])
    assert [scene["text"] for scene in found["scenes"]][2] == "The red fox walks past tree number 3."
    seven = found["pictures"][6]["versions"]
    assert [(one["number"], one["file"], one["shown"]) for one in seven] == [
        (1, "pictures/scene-07-v1.png", True),
        (2, "pictures/scene-07-v2.png", False),
    ]
    assert archive.read("01-a-test-of-courage/pictures/scene-01-v1.png") == original


def test_a_picture_that_is_gone_is_named_and_keeps_nothing_else_back(media):
    story = approved_story()
    (media / f"{story.pk}/scene-07-v1.png").unlink()
    have_made()
    archive = everything(visitor())
    assert json.loads(archive.read("01-a-test-of-courage/story.json"))["could_not_be_fetched"] == ["scene-07-v1"]
    assert len([name for name in archive.namelist() if "/pictures/" in name]) == 19


def test_nobody_else_gets_it(client, admin_client):
    edited_story()
    have_made()
    for browser in (client, admin_client, visitor("somebody-else")):
        assert browser.get("/yours/everything.zip").status_code == 404


def test_one_of_an_account_is_for_that_account_alone(django_user_model):
    user = django_user_model.objects.create_user("ada")
    edited_story(owner="another-browser", user=user)
    have_made(user=user)
    browser = visitor()
    assert browser.get("/yours/everything.zip").status_code == 404
    browser.force_login(user)
    session = browser.session
    session["visitor"] = OWNER
    session.save()
    assert len([name for name in everything(browser).namelist() if name.endswith("story.json")]) == 1


def test_pressing_twice_makes_it_once_and_again_replaces_it(commit):
    edited_story()
    with commit():
        exports.request_export(OWNER, None, by="visitor")
        exports.request_export(OWNER, None, by="visitor")
    assert asked_for("downloads") == [("books.export", Export.objects.get().pk)]
    exports.make(Export.objects.get().pk)
    first = Export.objects.get().file
    again = have_made()
    assert (again.status, again.file != first, Export.objects.count()) == (artifact_statuses.READY, True, 1)
    assert [name for name in files_on_disk() if name.endswith(".zip")] == [f"{again.story_id}/{again.file}"]


def test_it_goes_with_everything_else_and_after_two_days(commit):
    edited_story()
    have_made()
    with commit():
        visitor().post("/yours/delete")
    remove_files()
    assert (Export.objects.count(), files_on_disk()) == (0, [])
    have_made()
    exports.forget_old()
    assert Export.objects.count() == 1
    Export.objects.update(updated_at=timezone.now() - timedelta(days=3))
    with commit():
        exports.forget_old()
    remove_files()
    assert (Export.objects.count(), files_on_disk()) == (0, [])
    assert Version.objects.count() == 0


def test_what_is_put_together_is_stopped_before_it_begins_and_while_it_is_made(monkeypatch):
    story, browser = approved_story(), visitor()
    first = have_made()
    browser.post("/yours/download")
    assert "Stop</button>" in browser.get("/yours/").content.decode()
    browser.post("/yours/download/stop")
    exports.make(first.pk)
    shown = browser.get("/yours/").content.decode()
    assert ("was stopped" in shown, "Make the file again" in shown) == (True, True)
    assert everything(browser).testzip() is None  # the earlier one stays
    browser.post("/yours/download")
    monkeypatch.setattr(artifacts, "PROGRESS_SECONDS", 0.0)
    begin = artifacts.begin

    def stopped_at_once(export):
        begun = begin(export)
        browser.post("/yours/download/stop")
        return begun

    monkeypatch.setattr(artifacts, "begin", stopped_at_once)
    exports.make(first.pk)
    now = exports.export_of(OWNER, None)
    assert (now.status, now.file) == (artifact_statuses.CANCELLED, first.file)
    assert [name for name in files_on_disk() if "everything" in name] == [f"{first.story_id}/{first.file}"]
    assert story
