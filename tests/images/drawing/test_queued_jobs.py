"""An illustrator whose service works by a queue: after a crash the job that it has named is collected, and no second
one is asked for. "die" in an answer stops the worker as a kill does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Expense
from images import revisions, services, statuses, stopping
from images.jobs import bucket_of, picture_jobs
from images.models import Illustration
from providers import registry
from tests.concurrency import workers_of
from tests.factories import drawn_version
from tests.images.drawing.queued_picture import draw, queued, reload
from tests.stack import eventually
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def service(illustrator, settings):
    """It names each job by its number; `answers` are what those get who collect one, an orange picture at last."""
    settings.IMAGE_PROVIDER = "queued"
    illustrator.answers = []
    illustrator.submitted = lambda: [asked.body for asked in illustrator.asked if asked.body["do"] == "submit"]
    illustrator.collected = lambda: [asked.body["job"] for asked in illustrator.asked if asked.body["do"] == "collect"]

    def behave(asked, number):
        if asked.body["do"] == "submit":
            return Answer({"job": f"job-{len(illustrator.submitted())}"})
        return illustrator.answers.pop(0) if illustrator.answers else Answer()

    illustrator.behaviour = behave
    return illustrator


DEATH = Answer({"die": True})


def die(picture: Illustration) -> None:
    """Let the worker die while it draws the picture, and have that noticed."""
    with pytest.raises(SystemExit):
        draw(picture)
    Illustration.everything.filter(pk=picture.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
    picture_jobs.sweep()


def test_a_job_whose_worker_died_is_collected_by_another_and_asked_for_once(service):
    service.answers = [DEATH]
    picture = queued()
    die(picture)
    assert reload(picture).status == statuses.QUEUED
    assert picture.versions.get().outcome == statuses.DRAWING
    assert draw(picture) is None
    version = picture.versions.get()
    assert (version.outcome, version.job, reload(picture).current) == (statuses.DRAWN, "job-1", version)
    assert (len(service.submitted()), service.collected()) == (1, ["job-1", "job-1"])
    assert Expense.objects.get().outcome == Expense.ANSWERED


def test_a_worker_that_died_before_the_job_had_a_name_leaves_an_attempt_of_which_nobody_knows(service):
    picture = queued()
    behave, service.behaviour = service.behaviour, lambda asked, number: DEATH
    die(picture)
    service.behaviour = behave
    assert draw(picture) is None
    assert list(picture.versions.values_list("outcome", flat=True)) == [statuses.UNKNOWN, statuses.DRAWN]
    assert service.collected() == ["job-2"]


def test_a_job_that_three_workers_did_not_survive_is_given_up(service):
    service.answers = [DEATH] * 3
    picture = queued()
    for _ in range(3):
        die(picture)
    version = picture.versions.get()
    assert (reload(picture).status, version.outcome) == (statuses.FAILED, statuses.UNKNOWN)
    assert "whether that attempt was paid for is not known" in version.error
    assert Expense.objects.get().outcome == Expense.LOST
    assert len(service.submitted()) == 1


def test_a_failed_job_is_followed_by_another(service):
    service.answers = [DEATH, Answer({"error": "It broke."}, 500)]
    picture = queued()
    die(picture)
    assert draw(picture) is not None
    Illustration.objects.filter(pk=picture.pk).update(starts_at=None)
    assert draw(picture) is None
    assert list(picture.versions.values_list("job", "outcome")) == [("job-1", "failed"), ("job-2", "drawn")]


def test_stopping_a_story_collects_what_is_under_way_though_its_worker_died(service):
    service.answers = [DEATH]
    picture = queued()
    die(picture)
    stopping.stop(picture.story, by="mia")
    assert reload(picture).status == statuses.QUEUED
    assert draw(picture) is None
    assert (reload(picture).status, reload(picture).stopped) == (statuses.PENDING, False)
    assert picture.story.illustrations.filter(status=statuses.FAILED).count() == 19


def test_a_job_is_not_collected_for_something_else_that_was_asked_for_since(service):
    service.answers = [DEATH]
    picture = queued(status=statuses.PENDING)
    shown = drawn_version(picture)
    Illustration.objects.filter(pk=picture.pk).update(current=shown)
    services.reject(reload(picture), reasons=[], note="at night", by="mia")
    die(picture)
    revisions.undo(reload(picture), by="mia")
    services.reject(reload(picture), reasons=[], note="with a kite", by="mia")
    assert draw(picture) is None
    assert service.collected() == ["job-1", "job-2"]
    assert "kite" in reload(picture).current.prompt


def test_a_job_of_an_illustrator_that_is_not_set_up_any_more_is_unknown_and_another_draws(service, settings):
    service.answers = [DEATH]
    picture = queued()
    die(picture)
    providers = {name: path for name, path in settings.IMAGE_PROVIDERS.items() if name != "queued"}
    settings.IMAGE_PROVIDERS, settings.IMAGE_PROVIDER = providers, "local"
    assert draw(picture) == 0.0
    assert draw(picture) is None
    assert list(picture.versions.values_list("provider", "outcome")) == [("queued", "unknown"), ("local", "drawn")]


def test_ones_own_graphics_cards_have_no_rate_and_get_two_pictures_each(settings):
    settings.COMFYUI_URLS = ["http://one:8188", "http://two:8188"]
    settings.IMAGES_PER_MINUTE = 1
    bucket = bucket_of(registry.illustrator("comfyui"))
    assert [bucket.take(f"{number}").granted for number in range(5)] == [True] * 4 + [False]


@pytest.mark.django_db(transaction=True)
def test_an_error_of_a_slow_worker_leaves_the_job_to_the_one_that_took_over(service):
    def behave(asked, number):
        return Answer({"job": "job-1"}) if asked.body["do"] == "submit" else workers.answers[number - 1].result(20)

    with workers_of(service) as workers:
        service.behaviour = behave
        slow = workers.start()
        eventually(service.collected, 10)
        workers.reclaim()
        second = workers.start()
        workers.answers[0].set_result(Answer({}, 401))
        assert slow.result(10) is None
        assert workers.outcomes() == [(1, statuses.DRAWING)]
        workers.answers[1].set_result(Answer())
        second.result(10)
        assert (workers.picture.status, workers.outcomes()) == (statuses.PENDING, [(1, statuses.DRAWN)])
    assert len(service.submitted()) == 1
