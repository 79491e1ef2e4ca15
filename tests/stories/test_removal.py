"""The files of a deleted story are removed after commit, by a job that is retried until nothing is left."""

import logging
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal

import pytest
from celery.exceptions import Retry
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from core.expenses import spent
from core.models import Expense
from providers import registry
from providers.base import Picture
from providers.hosting.local import LocalHost
from stories import removal, tasks
from stories.models import Removal, Story
from stories.removal import FOLDER, StoredAt
from stories.tasks import sweep
from tests.broker import sent_tasks
from tests.factories import approved_story, illustrated_story, small_png, story_folder, visitor
from tests.removals import files_on_disk, remove_files
from tests.upstreams.cloudinary_server import CloudinaryServer, html, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]


def at_cloudinary(story: Story, count: int = 3) -> list[StoredAt]:
    """Pictures of the story that Cloudinary keeps and no row names."""
    host, found = registry.host("cloudinary"), []
    for number in range(count):
        stored = host.store(Picture(small_png(), "image/png", 64, 96), story_id=str(story.pk), name=f"scene-{number}")
        found.append(StoredAt("cloudinary", stored.key))
    return found


def left() -> list[list[str]]:
    """The keys of what each removal has still to do."""
    return [[key for _, key, _ in row.files] for row in Removal.objects.order_by("pk")]


def let_pass(minutes: int) -> None:
    """Everything that waits becomes due so many minutes earlier."""
    for row in Removal.objects.all():
        Removal.objects.filter(pk=row.pk).update(due_at=row.due_at - timedelta(minutes=minutes))


def test_a_deleted_story_takes_its_folder_along_and_leaves_the_others_alone(commit):
    story, other = approved_story(), approved_story()
    before = [path for path in files_on_disk() if path.startswith(str(other.pk))]
    with commit():
        story.delete()
    remove_files()
    assert files_on_disk() == before
    assert len(before) == 21


def test_it_is_removed_by_a_task_after_the_commit(commit):
    story = approved_story()
    with commit():
        story.delete()
        assert sent_tasks() == []
    assert len(files_on_disk()) == 21
    assert ("stories.remove_files", None) in sent_tasks()


def test_a_deletion_that_is_rolled_back_removes_nothing(commit):
    story = approved_story()
    with commit(), transaction.atomic():
        story.delete()
        transaction.set_rollback(True)
    remove_files()
    assert (len(files_on_disk()), Removal.objects.count(), sent_tasks()) == (21, 0, [])


@pytest.mark.parametrize("many", [False, True], ids=["one", "selected ones"])
def test_staff_delete_stories_with_their_files_in_admin(admin_client, commit, many):
    stories = [approved_story() for _ in range(2 if many else 1)]
    with commit():
        if many:
            chosen = {"action": "delete_selected", "_selected_action": [story.pk for story in stories], "post": "yes"}
            admin_client.post("/admin/stories/story/", chosen)
        else:
            admin_client.post(f"/admin/stories/story/{stories[0].pk}/delete/", {"post": "yes"})
    assert not Story.objects.exists()
    remove_files()
    assert files_on_disk() == []


def test_few_removals_at_once_leave_the_other_threads_to_those_that_draw(commit):
    story = approved_story()
    story.delete()
    row = Removal.objects.first()
    with ExitStack() as held:
        for _ in range(4):
            held.enter_context(tasks._removing)
        with pytest.raises(Retry):
            tasks.remove_files(row.pk)
        assert len(files_on_disk()) == 21
    tasks.remove_files(row.pk)
    assert files_on_disk() == []


def test_a_lost_message_is_sent_again_by_the_sweep(commit):
    story = approved_story()
    story.delete()  # and the process dies before the message goes out
    let_pass(5)
    with commit():
        sweep()
    assert sent_tasks() == [("stories.remove_files", None)]
    remove_files()
    assert files_on_disk() == []


def test_what_is_put_into_the_folder_too_late_is_removed_two_hours_later(commit):
    story = approved_story()
    Story.objects.all().delete()
    remove_files()
    (story_folder(story.pk) / "scene-07-v1.png").touch()
    remove_files()
    assert len(files_on_disk()) == 2
    let_pass(120)
    remove_files()
    assert (files_on_disk(), Removal.objects.count()) == ([], 0)


def test_the_folder_of_a_story_that_exists_is_never_removed():
    story = approved_story()
    removal.remove_later(story.pk, [FOLDER])
    remove_files()
    assert (len(files_on_disk()), Removal.objects.count()) == (21, 0)


def test_running_twice_does_no_harm(cloudinary):
    story = illustrated_story()
    removal.remove_later(story.pk, at_cloudinary(story))
    removal.remove_later(story.pk, [StoredAt("cloudinary", key) for key in cloudinary.stored])
    remove_files()
    remove_files()
    assert (cloudinary.stored, Removal.objects.count()) == ({}, 0)
    assert [one.found for one in cloudinary.destroyed] == [True] * 3 + [False] * 3


def test_two_workers_do_not_do_the_same_removal(cloudinary):
    story = illustrated_story()
    row = removal.remove_later(story.pk, at_cloudinary(story))
    assert removal.removal_jobs.claim(Removal.objects.get(pk=row.pk))
    removal.remove(row.pk)
    assert (len(cloudinary.stored), cloudinary.destroyed) == (3, [])


def test_what_a_host_does_not_remove_stays_on_the_list_and_is_tried_again(cloudinary, caplog):
    story = illustrated_story()
    row = removal.remove_later(story.pk, at_cloudinary(story))
    away = cloudinary.behaviour
    cloudinary.behaviour = lambda asked, number: html(503) if asked.body["public_id"].endswith("scene-1") else None
    with caplog.at_level(logging.ERROR):
        remove_files()
    row.refresh_from_db()
    assert left() == [[f"storyforge/{story.pk}/scene-1", f"storyforge/{story.pk}/scene-2"]]
    assert (row.lease_until, row.tries, row.due_at > timezone.now()) == (None, 1, True)
    [said] = [record.getMessage() for record in caplog.records]
    assert said.startswith(f"2 files of the deleted story {story.pk} are not removed yet.")
    assert "Cloudinary gave no usable answer: 503" in said
    assert said.endswith("It is tried again by itself; admin, Removals, lists what is left.")
    cloudinary.behaviour = away
    let_pass(60)
    remove_files()
    assert (cloudinary.stored, Removal.objects.count()) == ({}, 0)


def test_a_file_that_is_refused_does_not_keep_the_others(cloudinary):
    story = illustrated_story()
    removal.remove_later(story.pk, at_cloudinary(story))
    cloudinary.behaviour = lambda asked, number: (
        refused(409, "It is locked") if asked.body["public_id"].endswith("scene-0") else None
    )
    remove_files()
    assert left() == [[f"storyforge/{story.pk}/scene-0"]]
    assert "It is locked" in Removal.objects.get().error


def test_an_account_without_a_key_cannot_delete_and_says_what_to_do(cloudinary, settings, caplog):
    story = illustrated_story()
    removal.remove_later(story.pk, at_cloudinary(story))
    settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = cloudinary.unsigned_url, "fox-preset"
    remove_files()
    assert len(left()[0]) == 3
    assert "CLOUDINARY_URL has no key and secret, so nothing can be removed" in caplog.text
    settings.CLOUDINARY_URL = cloudinary.url  # uploads stay unsigned
    let_pass(60)
    remove_files()
    assert (cloudinary.stored, Removal.objects.count()) == ({}, 0)


def test_a_host_that_the_settings_do_not_list_any_more_is_named(caplog):
    removal.remove_later(illustrated_story().pk, [StoredAt("attic", "a/b")])
    remove_files()
    assert (left(), "IMAGE_HOSTS lists no host called attic any more." in caplog.text) == ([["a/b"]], True)


class BrokenHost(LocalHost):
    """A host with a bug."""

    def delete(self, key, *, is_video=False):
        raise TypeError("a bug")


def test_a_bug_in_a_host_is_written_down_and_does_not_keep_the_other_files(settings, caplog):
    settings.IMAGE_HOSTS = settings.IMAGE_HOSTS | {"broken": f"{__name__}.BrokenHost"}
    story = approved_story()
    key = story.illustrations.get(number=7).current.key
    removal.remove_later(story.pk, [StoredAt("broken", "a/b"), StoredAt("local", key)])
    remove_files()
    assert (left(), key in files_on_disk()) == ([["a/b"]], False)
    assert "A mistake of ours kept it from that (TypeError)" in Removal.objects.get().error
    assert "a bug" in caplog.text


def test_a_folder_that_cannot_be_removed_is_tried_again(settings, tmp_path, caplog):
    story = approved_story()
    folder = story_folder(story.pk)
    folder.rename(tmp_path / "elsewhere")
    folder.write_text("a file where the folder should be")
    Story.objects.all().delete()
    remove_files()
    assert f"The files of story {story.pk} could not be removed: " in caplog.text
    folder.unlink()
    (tmp_path / "elsewhere").rename(folder)
    let_pass(60)
    remove_files()
    assert files_on_disk() == []


def test_what_was_paid_stays_in_the_ledger(commit):
    story = illustrated_story("pending_approval")
    version = story.illustrations.get(number=7).current
    version.expense = Expense.objects.create(channel=story.channel, what="image", provider="openai", cost_usd="0.04")
    version.save()
    channel = story.channel
    story.delete()
    assert round(spent(channel), 2) == round(spent(), 2) == Decimal("0.04")


def test_staff_see_what_is_left_and_cannot_change_it(admin_client, cloudinary: CloudinaryServer):
    story = illustrated_story()
    removal.remove_later(story.pk, at_cloudinary(story))
    cloudinary.behaviour = lambda asked, number: html(503)
    remove_files()
    page = admin_client.get("/admin/stories/removal/").content.decode()
    assert "3 files" in page
    assert "Cloudinary gave no usable answer" in page
    row = Removal.objects.get()
    assert (
        f"storyforge/{story.pk}/scene-0"
        in admin_client.get(f"/admin/stories/removal/{row.pk}/change/").content.decode()
    )
    assert admin_client.get("/admin/stories/removal/add/").status_code == 403


def test_an_address_of_a_picture_of_a_deleted_story_is_not_found(commit):
    story = approved_story()
    url = story.illustrations.get(number=7).current.url
    assert visitor().get(url).status_code == 200
    story.delete()
    assert visitor().get(url).status_code == 404


def test_rehosting_finds_nothing_of_a_deleted_story(cloudinary, capsys):
    story = approved_story()
    story.illustrations.get(number=1).versions.update(wanted_host="cloudinary")
    story.delete()
    call_command("rehost")
    assert cloudinary.asked == []
