"""How long artifacts took lately, and how long one will take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from books.models import Download
from core import artifact_statuses, durations
from core.models import StatusEvent
from core.status import move
from tests.factories import edited_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def made(*seconds: float, kind: str = Download.PDF) -> None:
    """Downloads that took so many seconds each."""
    for took in seconds:
        download = Download.objects.create(story=edited_story(), kind=kind)
        move(download, artifact_statuses.MAKING)
        StatusEvent.objects.filter(object_id=str(download.pk)).update(at=timezone.now() - timedelta(seconds=took))
        move(download, artifact_statuses.READY, made_at=timezone.now())


def test_the_median_of_the_last_ones_is_usual():
    made(10, 20, 300)
    made(1000, kind=Download.ZIP)
    assert durations.usual_seconds(Download.objects.filter(kind=Download.PDF)) == pytest.approx(20, abs=1)


def test_before_any_is_made_nothing_is_known():
    assert durations.usual_seconds(Download.objects.all()) is None


def test_one_that_was_begun_twice_took_as_long_as_the_second_time():
    made(10)
    first = StatusEvent.objects.get(new=artifact_statuses.MAKING)
    StatusEvent.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(hours=1))
    first.pk, first.at = None, timezone.now()
    first.save()
    StatusEvent.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(seconds=7))
    Download.objects.update(made_at=timezone.now())
    assert durations.usual_seconds(Download.objects.all()) == pytest.approx(7, abs=1)


@pytest.mark.parametrize(
    ("before", "under_way", "seconds"), [(0, 0, 60), (2, 0, 180), (0, 1, 90), (2, 1, 210), (4, 2, 210)]
)
def test_what_waits_takes_longer_by_those_before_it(before, under_way, seconds):
    assert durations.until_made(60, before, under_way) == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute left"),
        (40, "about 1 minute left"),
        (150, "about 2 minutes left"),
        (7200, "about 2 hours left"),
    ],
)
def test_it_is_said_in_round_words(seconds, words):
    assert durations.left_label(seconds) == words
