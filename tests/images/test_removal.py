"""Pictures that are stored after their story is gone, and those that it had at another host, are removed."""

from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from core.status import Conflict
from images import statuses, uploads
from images.drawing import drawing
from images.drawing.hosting import file_name
from images.models import Illustration, Version
from images.rehosting import rehost, waiting
from providers import registry
from providers.base import Picture
from tests.concurrency import at_once
from tests.factories import illustrated_story, sheet_of, sketched_story, small_png
from tests.image_files import photograph
from tests.images.drawing.queued_picture import draw, queued
from tests.images.test_rehosting import strand
from tests.removals import delete, deletes, files_on_disk, remove_files
from tests.uploads import pending
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.usefixtures("content", "media")]


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("my.jpg", photograph("JPEG"), "image/jpeg")


@pytest.mark.django_db(transaction=True)
class TestWhileAWorkerIsAtWork:
    def test_pictures_that_are_drawn_meanwhile_are_removed(self, illustrator):
        story = illustrated_story()
        all_are_drawing = Barrier(8, action=lambda: delete(story))

        def draw_all(asked, number):
            all_are_drawing.wait(10)
            return Answer()

        illustrator.behaviour = draw_all
        at_once(*[lambda number=number: drawing.draw(story.pk, number) for number in range(1, 9)])
        assert not Version.objects.exists()
        assert len(illustrator.asked) == 8
        remove_files()
        assert files_on_disk() == []

    def test_a_picture_that_is_drawn_meanwhile_is_removed_from_cloudinary(self, illustrator, cloudinary):
        picture = queued()
        illustrator.behaviour = deletes(picture.story, Answer())
        draw(picture)
        assert len(cloudinary.stored) == 1
        remove_files()
        assert cloudinary.stored == {}

    def test_a_picture_that_was_stored_and_not_recorded_yet_is_removed_from_cloudinary(self, illustrator, cloudinary):
        picture = queued()
        cloudinary.behaviour = deletes(picture.story)
        draw(picture)
        assert len(cloudinary.stored) == 1
        cloudinary.behaviour = lambda asked, number: None
        remove_files()
        assert cloudinary.stored == {}

    def test_a_picture_that_is_rehosted_meanwhile_is_removed_from_both_hosts(self, cloudinary):
        story = illustrated_story(statuses.PENDING)
        strand(story.illustrations.get(number=1).current, str(story.pk))
        cloudinary.behaviour = deletes(story)
        [outcome] = rehost(list(waiting()))
        assert not outcome.copied
        cloudinary.behaviour = lambda asked, number: None
        remove_files()
        assert (cloudinary.stored, files_on_disk()) == ({}, [])

    def test_a_picture_that_is_uploaded_meanwhile_is_removed(self, cloudinary):
        picture = pending()
        cloudinary.behaviour = deletes(picture.story)
        [conflict] = at_once(lambda: uploads.add(picture, upload(), by="mia"))
        assert "gone" in str(conflict)
        assert len(cloudinary.stored) == 1
        cloudinary.behaviour = lambda asked, number: None
        remove_files()
        assert cloudinary.stored == {}


@pytest.mark.django_db
class TestOfADeletedStory:
    def test_pictures_at_cloudinary_are_removed_with_the_fox_and_earlier_versions(self, cloudinary):
        story, other = sketched_story(), sketched_story()
        kept = []
        for one in (story, other):
            for version in [sheet_of(one).current, sheet_of(one).versions.get()]:
                strand(version, str(one.pk))
            list(rehost(list(waiting())))
            kept.append(sheet_of(one).current.key)
        assert set(cloudinary.stored) == set(kept)
        story.delete()
        remove_files()
        assert list(cloudinary.stored) == [kept[1]]
        assert [(one.kind, one.invalidated) for one in cloudinary.destroyed] == [("image", True)]

    def test_a_picture_that_was_stored_by_a_worker_that_died_before_it_said_so_is_removed(self, cloudinary):
        story = illustrated_story(statuses.PENDING)
        version = story.illustrations.get(number=7).current
        name = file_name(str(story.pk), 7, version.number)
        registry.host("cloudinary").store(Picture(small_png(), "image/png", 64, 96), story_id=str(story.pk), name=name)
        unrecorded = {"outcome": statuses.UNKNOWN, "host": "", "key": "", "url": ""}
        Version.objects.filter(pk=version.pk).update(**unrecorded)
        story.delete()
        remove_files()
        assert (cloudinary.stored, [one.found for one in cloudinary.destroyed]) == ({}, [True])

    def test_a_picture_that_another_host_stands_in_for_is_removed_where_it_may_have_arrived(self, cloudinary):
        story = illustrated_story(statuses.PENDING)
        strand(story.illustrations.get(number=7).current, str(story.pk))
        registry.host("cloudinary").store(
            Picture(small_png(), "image/png", 64, 96), story_id=str(story.pk), name="scene-07-v1-abcdef"
        )  # and its answer got lost
        story.delete()
        remove_files()
        assert cloudinary.stored == {}

    def test_a_file_in_the_folder_of_another_story_is_left_there(self, cloudinary):
        story, other = illustrated_story(statuses.PENDING), illustrated_story(statuses.PENDING)
        strand(other.illustrations.get(number=1).current, str(other.pk))
        list(rehost(list(waiting())))
        shared = other.illustrations.get(number=1).current
        mine = story.illustrations.get(number=1).current
        Version.objects.filter(pk=mine.pk).update(host=shared.host, key=shared.key, url=shared.url)
        story.delete()
        remove_files()
        assert list(cloudinary.stored) == [shared.key]


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_comes_while_the_picture_is_asked_for_anew_leaves_no_file(cloudinary):
    picture = pending()

    def redraw(asked, number):
        Illustration.objects.filter(pk=picture.pk).update(status=statuses.QUEUED)
        connection.close()

    cloudinary.behaviour = redraw
    [conflict] = at_once(lambda: uploads.add(picture, upload(), by="mia"))
    assert isinstance(conflict, Conflict)
    assert len(cloudinary.stored) == 1
    cloudinary.behaviour = lambda asked, number: None
    remove_files()
    assert (cloudinary.stored, picture.versions.count()) == ({}, 1)
