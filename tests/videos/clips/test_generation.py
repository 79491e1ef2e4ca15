"""Making one clip: submitted once, polled until done, fetched, checked, stored."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from core.models import Expense
from stories import statuses as story_statuses
from stories.models import Story
from tests.upstreams.json_server import Answer
from videos import services, statuses
from videos.clips import generation
from videos.models import Clip, Take

pytestmark = pytest.mark.django_db
HTML = Answer({"data": "PGh0bWw+"})


def made(clip: Clip) -> Clip:
    """Submit, poll and ingest one clip."""
    generation.submit(clip.pk)
    generation.poll(clip.pk)
    return Clip.objects.select_related("current").get(pk=clip.pk)


def files() -> list[Path]:
    return list((settings.VAR_DIR / "rendering").glob("clip-*"))


def test_a_clip_is_submitted_once_polled_and_stored(clip, animator):
    assert generation.submit(clip().pk) is None
    take = clip().takes.get()
    assert (clip().status, take.outcome, take.job) == (statuses.WORKING, statuses.MAKING, animator.jobs[take.key])
    assert generation.poll(clip().pk) is None
    take.refresh_from_db()
    assert (clip().status, clip().current, take.outcome) == (statuses.READY, take, statuses.MADE)
    assert (take.width, take.height, round(take.seconds)) == (90, 160, 1)
    assert (settings.MEDIA_ROOT / take.host_key).stat().st_size == take.size
    assert take.poster_url
    assert animator.asked == {"submit": 1, "poll": 1, "fetch": 1}
    assert files() == []


def test_the_request_has_everything_the_provider_needs(clip, animator):
    generation.submit(clip().pk)
    asked = animator.server.asked[0].body
    take = clip().takes.get()
    assert asked["key"] == take.key
    assert (asked["motion"], asked["type"], asked["url"]) == (clip().motion, "image/png", "")
    assert asked["picture"] > 0
    assert take.picture == clip().illustration.current


def test_a_public_picture_is_sent_by_its_url(clip, animator):
    version = clip().illustration.current
    version.url = "https://pictures.example/seven.png"
    version.save()
    generation.submit(clip().pk)
    assert animator.server.asked[0].body["url"] == "https://pictures.example/seven.png"


def test_the_poll_interval_grows(clip, animator, settings):
    settings.VIDEO_POLL_SECONDS, animator.looks = 10, 99
    generation.submit(clip().pk)
    Take.objects.update(poll_at=timezone.now())
    assert generation.poll(clip().pk) == pytest.approx(10, abs=0.1)
    Take.objects.update(poll_at=timezone.now(), started_at=timezone.now() - timedelta(seconds=200))
    assert generation.poll(clip().pk) == pytest.approx(20, abs=0.1)
    Take.objects.update(poll_at=timezone.now(), started_at=timezone.now() - timedelta(hours=1))
    assert generation.poll(clip().pk) == 30
    assert clip().lease_until > timezone.now() + timedelta(seconds=30)


def test_a_second_poll_message_does_not_poll(clip, animator, settings):
    settings.VIDEO_POLL_SECONDS, animator.looks = 10, 99
    generation.submit(clip().pk)
    assert generation.poll(clip().pk) is None  # before its time
    Take.objects.update(poll_at=timezone.now())
    assert generation.poll(clip().pk) is not None
    assert generation.poll(clip().pk) is None
    assert animator.asked["poll"] == 1


def test_a_second_submit_message_submits_nothing(clip, animator):
    for _ in range(3):
        assert generation.submit(clip().pk) is None
    assert animator.asked["submit"] == 1


def test_a_clip_that_takes_longer_than_video_timeout_is_overdue(clip, animator):
    animator.looks = 99
    generation.submit(clip().pk)
    Take.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    assert generation.poll(clip().pk) is None
    assert (clip().status, clip().takes.get().outcome) == (statuses.OVERDUE, statuses.LATE)
    assert "go on waiting" in clip().error
    assert generation.poll(clip().pk) is None


def test_waiting_longer_ingests_the_overdue_take(clip, animator):
    animator.looks = 2
    generation.submit(clip().pk)
    Take.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    generation.poll(clip().pk)
    services.go_on_waiting(clip(), by="mia")
    assert clip().status == statuses.WORKING
    generation.poll(clip().pk)
    assert (clip().status, clip().error, clip().current.number) == (statuses.READY, "", 1)
    assert animator.asked["submit"] == 1


def test_an_expired_link_is_requested_again(clip, animator):
    animator.instead["fetch"] = [Answer({"error": "The link has run out."}, 410)]
    generation.submit(clip().pk)
    assert generation.poll(clip().pk) is not None
    assert clip().status == statuses.WORKING
    Take.objects.update(poll_at=timezone.now())
    assert generation.poll(clip().pk) is None
    assert clip().status == statuses.READY
    assert animator.asked == {"submit": 1, "poll": 2, "fetch": 2}


def test_a_clip_that_is_gone_from_its_service_fails_in_words(clip, animator):
    animator.instead["fetch"] = [Answer({"error": "The video was deleted."}, 401)]
    failed = made(clip())
    assert (failed.status, failed.error) == (statuses.FAILED, "The video was deleted.")
    assert clip().takes.get().outcome == statuses.BROKEN


def test_a_file_that_is_no_video_is_fetched_again_and_finally_given_up(clip, animator):
    animator.instead["fetch"] = [HTML] * 3
    generation.submit(clip().pk)
    for _ in range(3):
        assert clip().status == statuses.WORKING
        Take.objects.update(poll_at=timezone.now())
        generation.poll(clip().pk)
    assert clip().status == statuses.FAILED
    assert "no video" in clip().error
    assert animator.asked["submit"] == 1
    assert files() == []


def test_a_clip_that_no_host_takes_now_is_fetched_again_later(clip, animator, settings, tmp_path):
    media = settings.MEDIA_ROOT
    generation.submit(clip().pk)
    (tmp_path / "full").write_text("no folder can be made here")
    settings.MEDIA_ROOT = tmp_path / "full"
    assert generation.poll(clip().pk) is not None
    assert clip().status == statuses.WORKING
    settings.MEDIA_ROOT = media
    Take.objects.update(poll_at=timezone.now())
    generation.poll(clip().pk)
    assert clip().status == statuses.READY
    assert animator.asked["submit"] == 1


def test_the_last_clip_finishes_the_story(filming, animator):
    Clip.objects.exclude(number__in=(1, 2)).update(status=statuses.FAILED)
    made(Clip.objects.get(number=1))
    assert Story.objects.get().status == story_statuses.FILMING
    made(Clip.objects.get(number=2))
    assert Story.objects.get().status == story_statuses.FINISHED


def test_a_story_without_one_clip_is_unfilmed(filming, animator):
    Clip.objects.exclude(number=1).update(status=statuses.FAILED)
    animator.instead["submit"] = [Answer({"error": "The picture is refused."}, 451)]
    made(Clip.objects.get(number=1))
    assert Story.objects.get().status == story_statuses.UNFILMED


def test_a_clip_is_made_on_this_machine_by_one_message(clip, settings):
    settings.VIDEO_PROVIDER, settings.VIDEO_SECONDS = "local", 0.4
    assert generation.submit(clip().pk) is None
    assert clip().status == statuses.QUEUED  # a message for another kind of maker does nothing
    assert generation.make_here(clip().pk) is None
    take = clip().current
    assert (clip().status, take.provider, take.width, take.height) == (statuses.READY, "local", 1080, 1920)
    assert Expense.objects.get().cost_usd == 0
