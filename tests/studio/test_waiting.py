"""Pages say how many are before clips, films and downloads, and how long it will take; and each wait can be stopped."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from books.models import Download
from core import artifact_statuses
from core.models import StatusEvent
from core.status import move
from stories import statuses as story_statuses
from stories.models import Story
from tests.factories import visitor
from tests.videos.factories import finished_story
from videos import statuses
from videos.models import Clip, Film, Take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of these tests are kept by themselves."""
    settings.MEDIA_ROOT, settings.VIDEO_PROVIDER = tmp_path, "local"


def story_of(owner: str, **how: bool) -> Story:
    return finished_story(20, owner=owner, files=False, **how)


def page(story: Story, part: str = "film/") -> str:
    html = visitor(story.owner).get(f"/stories/{story.pk}/{part}").content.decode()
    return " ".join(unescape(html).split())


def was_made(row: Film | Download, seconds: int) -> None:
    """It took so long, a little ago."""
    move(row, artifact_statuses.MAKING)
    StatusEvent.objects.filter(object_id=str(row.pk)).update(at=timezone.now() - timedelta(seconds=seconds))
    move(row, artifact_statuses.READY, made_at=timezone.now())


def queued_film(story: Story, ago: int) -> Film:
    return Film.objects.create(story=story, queued_at=timezone.now() - timedelta(seconds=ago))


def test_a_film_that_waits_says_how_many_are_before_it_and_how_long_it_will_take():
    was_made(queued_film(story_of("zoe"), 999), 120)
    queued_film(story_of("ben"), 60)
    mine = queued_film(story_of("mia"), 30)
    assert "The film waits for its turn. One is before it. <span" in page(mine.story)
    assert "About 4 minutes left" in page(mine.story)


def test_a_film_that_is_being_made_says_how_long_it_still_takes():
    was_made(queued_film(story_of("zoe"), 999), 600)
    mine = queued_film(story_of("mia"), 30)
    move(mine, artifact_statuses.MAKING, progress=500)
    assert "About 5 minutes left" in page(mine.story)
    assert 'data-usual="600"' in page(mine.story)


def test_nothing_is_said_of_what_is_not_known():
    mine = queued_film(story_of("mia"), 30)
    assert "data-left" not in page(mine.story)
    assert "before it" not in page(mine.story)


def queued_download(story: Story, ago: int) -> Download:
    return Download.objects.create(story=story, kind="pdf", queued_at=timezone.now() - timedelta(seconds=ago))


def test_a_download_says_so_too_and_can_be_stopped():
    was_made(queued_download(story_of("zoe"), 999), 60)
    for ago in (60, 50):
        queued_download(story_of("ben"), ago)
    mine = queued_download(story_of("mia"), 30)
    assert "Waits for its turn. 2 are before it." in page(mine.story, "downloads/")
    assert "About 3 minutes left" in page(mine.story, "downloads/")
    answer = visitor("mia").post(f"/stories/{mine.story_id}/downloads/pdf/stop", headers={"HX-Request": "true"})
    assert "Its making was stopped." in answer.content.decode()
    mine.refresh_from_db()
    assert mine.status == artifact_statuses.CANCELLED
    again = visitor("mia").post(f"/stories/{mine.story_id}/downloads/pdf/stop", headers={"HX-Request": "true"})
    assert again.status_code == 409


def queued_clips(story: Story, ago: int) -> None:
    since = timezone.now() - timedelta(seconds=ago)
    pictures = list(story.illustrations.all())
    Clip.objects.bulk_create(
        Clip(story=story, illustration=one, number=one.number, queued_at=since, status=statuses.QUEUED)
        for one in pictures
    )
    Story.objects.filter(pk=story.pk).update(status=story_statuses.FILMING)


def test_clips_say_how_many_of_others_are_before_them_and_when_all_are_made():
    done = story_of("zoe", clips=True)
    Take.objects.filter(clip__story=done).update(provider="local", started_at=timezone.now() - timedelta(minutes=3))
    Take.objects.filter(clip__story=done).update(finished_at=timezone.now() - timedelta(minutes=2))
    mine, other = story_of("mia", clips=False), story_of("ben", clips=False)
    queued_clips(mine, 30)
    assert "before yours" not in page(mine)
    assert "about 20 minutes left" in page(mine)
    queued_clips(other, 60)
    assert "one clip of somebody else is before yours" in page(mine)
    assert "about 40 minutes left" in page(mine)
    assert "Stop making clips" in page(mine)
