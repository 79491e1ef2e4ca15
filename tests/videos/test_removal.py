"""Clips that are stored after their story is gone, and those that it had at another host, are removed."""

from functools import partial

import pytest

from stories.models import Removal
from tests.concurrency import at_once
from tests.removals import delete, deletes, files_on_disk, remove_files
from videos import rehosting
from videos.clips import generation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content", "media")]


def remaining() -> list[str]:
    remove_files()
    return files_on_disk()


def deletes_meanwhile(usual, story, what: str):
    """The usual behaviour of the provider of clips; the story is deleted while it does `what`."""

    def behave(asked, number):
        answer = usual(asked, number)
        if asked.body["do"] == what:
            delete(story)
        return answer

    return behave


def test_a_clip_that_is_fetched_meanwhile_is_removed(clip, animator):
    generation.submit(clip().pk)
    animator.server.behaviour = deletes_meanwhile(animator, clip().story, "fetch")
    assert at_once(partial(generation.poll, clip().pk)) == [None]
    assert animator.asked["fetch"] == 1
    assert remaining() == []


def test_a_clip_that_is_uploaded_meanwhile_is_removed_from_cloudinary(clip, cloudinary):
    generation.submit(clip().pk)
    cloudinary.behaviour = deletes(clip().story)
    assert at_once(partial(generation.poll, clip().pk)) == [None]
    assert len(cloudinary.stored) == 1
    assert (remaining(), cloudinary.stored) == ([], {})
    assert ("video", True) in [(one.kind, one.found) for one in cloudinary.destroyed]


def test_a_clip_that_is_rehosted_meanwhile_is_removed_from_both_hosts(clip, cloudinary, settings):
    settings.IMAGE_HOST = "local"
    generation.submit(clip().pk)
    generation.poll(clip().pk)
    clip().takes.update(wanted_host="cloudinary")
    settings.IMAGE_HOST, cloudinary.behaviour = "cloudinary", deletes(clip().story)
    [outcome] = rehosting.rehost(list(rehosting.waiting()))
    assert not outcome.copied
    assert len(cloudinary.stored) == 1
    assert (remaining(), cloudinary.stored) == ([], {})


def test_clips_at_cloudinary_are_removed_with_their_story(clip, cloudinary):
    generation.submit(clip().pk)
    generation.poll(clip().pk)
    assert [one.kind for one in cloudinary.stored.values()] == ["video"]
    clip().story.delete()
    assert (remaining(), cloudinary.stored, Removal.objects.count()) == ([], {}, 1)


def test_a_clip_that_was_stored_by_a_worker_that_died_before_it_said_so_is_removed(clip, cloudinary):
    generation.submit(clip().pk)
    generation.poll(clip().pk)
    assert len(cloudinary.stored) == 1
    clip().takes.update(outcome="making", host="", host_key="", url="")
    clip().story.delete()
    assert (remaining(), cloudinary.stored) == ([], {})
