"""A clip that may have been paid for is never lost or paid for again when a worker dies or is slow."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings as site
from django.db import OperationalError
from django.utils import timezone

from core import connections, expenses
from providers import ffmpeg, registry
from stories import statuses as story_statuses
from stories.models import Story
from tests.upstreams.json_server import Answer
from videos import services, statuses
from videos.clips import failure, generation, outcomes
from videos.clips.jobs import clip_jobs
from videos.models import Clip, Take
from videos.tasks import sweep

pytestmark = pytest.mark.django_db
NO_SUCH_JOB = Answer({"error": "There is no such job."}, 404)
NOBODY_KNOWS = Answer({"nobody_knows": True})


class Killed(BaseException):
    """Ends a worker in the middle of a step."""


def expire() -> None:
    """Let the leases of all clips at work run out."""
    rows = Clip.objects.filter(status__in=[statuses.SUBMITTING, statuses.WORKING])
    rows.update(lease_until=timezone.now() - timedelta(seconds=1))


def next_step(clip: Callable[[], Clip]) -> None:
    """Make the clip due, and submit or poll it."""
    Clip.objects.update(starts_at=None)
    Take.objects.update(poll_at=timezone.now())
    (generation.poll if clip().status == statuses.WORKING else generation.submit)(clip().pk)


def interrupted(monkeypatch, to: str, trouble: BaseException):
    """Raise `trouble` when a clip is about to move to that status, once."""
    real = failure.advance

    def stop(take: Take, status: str, **changes: object) -> bool:
        if status == to:
            monkeypatch.setattr(failure, "advance", real)
            raise trouble
        return real(take, status, **changes)

    monkeypatch.setattr(failure, "advance", stop)


def test_a_worker_that_dies_while_it_records_a_made_clip_costs_no_second_clip(clip, animator, monkeypatch):
    generation.submit(clip().pk)
    interrupted(monkeypatch, statuses.READY, Killed())
    with pytest.raises(Killed):
        generation.poll(clip().pk)
    assert (clip().status, clip().takes.get().outcome) == (statuses.WORKING, statuses.MAKING)
    expire()
    sweep()
    next_step(clip)
    assert (clip().status, clip().current.number, animator.asked["submit"]) == (statuses.READY, 1, 1)


def test_a_database_outage_while_a_made_clip_is_recorded_costs_no_second_clip(clip, animator, monkeypatch):
    monkeypatch.setattr(connections, "PAUSES", ())
    generation.submit(clip().pk)
    interrupted(monkeypatch, statuses.READY, OperationalError("the server is starting up"))
    generation.poll(clip().pk)
    next_step(clip)
    assert (clip().status, animator.asked["submit"]) == (statuses.READY, 1)


def test_a_worker_that_dies_while_it_records_an_overdue_clip_costs_no_second_clip(clip, animator, monkeypatch):
    animator.looks = 1000
    generation.submit(clip().pk)
    Take.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    interrupted(monkeypatch, statuses.OVERDUE, Killed())
    with pytest.raises(Killed):
        generation.poll(clip().pk)
    expire()
    sweep()
    next_step(clip)
    assert (clip().status, clip().takes.get().outcome) == (statuses.OVERDUE, statuses.LATE)
    assert animator.asked["submit"] == 1


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (statuses.MADE, statuses.READY),
        (statuses.LATE, statuses.OVERDUE),
        (statuses.UNKNOWN, statuses.FAILED),
        (statuses.BROKEN, statuses.FAILED),
    ],
)
def test_the_sweep_brings_a_clip_in_line_with_its_closed_take(clip, animator, outcome, status):
    generation.submit(clip().pk)
    Take.objects.update(outcome=outcome)
    expire()
    sweep()
    assert (clip().status, animator.asked["submit"]) == (status, 1)
    assert bool(clip().error) == (status != statuses.READY)
    assert (clip().current is None) == (status != statuses.READY)
    assert (failure.MAYBE_PAID in clip().error) == (outcome == statuses.UNKNOWN)


@pytest.fixture
def slow(clip, animator, monkeypatch):
    """A worker that gets its answer after another has given the clip up; `meanwhile` runs before the answer."""
    animator.instead["find"] = [NOBODY_KNOWS]
    maker = type(registry.animator())
    real = maker.submit

    def run(meanwhile: Callable[[], object] = lambda: None) -> None:
        def submit(self, request):
            job = real(self, request)
            monkeypatch.setattr(maker, "submit", real)
            expire()
            sweep()
            next_step(clip)
            assert clip().takes.get().outcome == statuses.UNKNOWN
            meanwhile()
            return job

        monkeypatch.setattr(maker, "submit", submit)
        generation.submit(clip().pk)

    return run


def test_a_late_answer_reopens_a_clip_that_was_given_up(clip, animator, slow):
    Clip.objects.exclude(pk=clip().pk).update(status=statuses.FAILED)
    slow()
    take = clip().takes.get()
    assert (clip().status, clip().error, take.outcome) == (statuses.WORKING, "", statuses.MAKING)
    assert take.job == animator.jobs[take.key]
    assert Story.objects.get().status == story_statuses.FILMING
    next_step(clip)
    assert (clip().status, animator.asked["submit"]) == (statuses.READY, 1)
    assert Story.objects.get().status == story_statuses.FINISHED


def test_a_late_answer_after_a_new_request_is_only_recorded(clip, animator, slow):
    def anew() -> None:
        services.try_again(clip(), by="mia")
        generation.submit(clip().pk)

    slow(anew)
    first, second = clip().takes.order_by("number")
    assert (first.outcome, first.job) == (statuses.UNKNOWN, animator.jobs[first.key])
    assert (clip().status, second.outcome) == (statuses.WORKING, statuses.MAKING)
    assert first.job != second.job


def test_an_account_error_leaves_out_clips_that_may_have_been_submitted(clip, animator):
    animator.instead["submit"] = [Answer(drop=True)]
    generation.submit(clip().pk)
    other = Clip.objects.get(number=8)
    animator.instead["submit"] = [Answer({"error": "No credit."}, 402)]
    generation.submit(other.pk)
    assert set(Clip.objects.exclude(pk=clip().pk).values_list("status", flat=True)) == {statuses.FAILED}
    assert (clip().status, clip().takes.get().outcome) == (statuses.QUEUED, statuses.ASKED)
    next_step(clip)
    next_step(clip)
    assert (clip().status, animator.asked["submit"]) == (statuses.READY, 2)


def test_a_job_that_is_unknown_at_first_is_polled_again(clip, animator):
    animator.instead["poll"] = [NO_SUCH_JOB] * 2
    generation.submit(clip().pk)
    Take.objects.update(started_at=timezone.now() - timedelta(minutes=10))
    for _ in range(3):
        assert clip().status == statuses.WORKING
        next_step(clip)
    assert (clip().status, animator.asked["submit"]) == (statuses.READY, 1)


def test_a_job_that_stays_unknown_fails_and_its_price_stays_reserved(clip, animator, settings):
    settings.PRICES = {"clip-1": {"second": "0.10"}}
    animator.instead["poll"] = [NO_SUCH_JOB] * 5
    generation.submit(clip().pk)
    for _ in range(4):
        next_step(clip)
    assert clip().status == statuses.WORKING  # it was asked for just now
    Take.objects.update(started_at=timezone.now() - outcomes.ABSENT_TIME)
    next_step(clip)
    assert (clip().status, clip().error) == (statuses.FAILED, "There is no such job.")
    assert expenses.spent(clip().channel) == Decimal("0.5")


@pytest.mark.parametrize("trouble", ["too slow", "no ffmpeg"])
def test_a_clip_that_cannot_be_checked_now_is_ingested_later(clip, animator, monkeypatch, trouble):
    generation.submit(clip().pk)
    with monkeypatch.context() as patch:
        if trouble == "too slow":
            patch.setattr(ffmpeg, "LONGEST_LOOK", 0.0)
        else:
            ffmpeg.executable.cache_clear()
            patch.setattr(ffmpeg.imageio_ffmpeg, "get_ffmpeg_exe", _none)
        for _ in range(4):
            next_step(clip)
            assert clip().status == statuses.WORKING
    ffmpeg.executable.cache_clear()
    next_step(clip)
    assert (clip().status, animator.asked["submit"]) == (statuses.READY, 1)


def _none() -> str:
    raise RuntimeError("No ffmpeg exe could be found.")


def test_a_queued_clip_whose_provider_is_no_longer_set_up_fails_in_the_sweep(filming, animator):
    first, second = filming.clips.filter(number__in=(1, 2))
    past = timezone.now() - timedelta(seconds=1)
    Clip.objects.filter(pk=first.pk).update(provider="gone", lease_until=past - timedelta(hours=1))
    Clip.objects.filter(pk=second.pk).update(lease_until=past)
    sweep()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.status == statuses.FAILED
    assert "not set up" in first.error
    assert second.lease_until > timezone.now()


def test_a_polled_clip_whose_provider_is_no_longer_set_up_fails_in_words(clip, animator, settings):
    generation.submit(clip().pk)
    settings.VIDEO_PROVIDERS = {"local": site.VIDEO_PROVIDERS["local"]}
    settings.VIDEO_PROVIDER = "local"
    next_step(clip)
    assert clip().status == statuses.FAILED
    assert "not set up" in clip().error


def test_a_row_that_cannot_be_swept_does_not_stop_the_others(filming, animator, monkeypatch):
    past = timezone.now() - timedelta(seconds=1)
    Clip.objects.filter(number=1).update(lease_until=past - timedelta(hours=1), queued_at=timezone.now())
    Clip.objects.filter(number=2).update(lease_until=past)
    bad = Clip.objects.get(number=1).pk
    real = clip_jobs.send

    def broken(clip):
        if clip.pk == bad:
            raise RuntimeError("A mistake of ours.")
        real(clip)

    monkeypatch.setattr(clip_jobs, "send", broken)
    sweep()
    assert Clip.objects.get(number=2).lease_until > timezone.now()
