"""What each answer and error of a provider means to a clip; nothing is paid for twice automatically."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import expenses
from core.models import Expense
from stories import statuses as story_statuses
from stories.models import Story
from tests.upstreams.json_server import Answer
from tests.upstreams.moderation import flags
from videos import services, statuses
from videos.clips import failure, generation, outcomes
from videos.clips.jobs import clip_jobs
from videos.models import Clip, Take
from videos.tasks import sweep

pytestmark = pytest.mark.django_db
LATER = Answer({"error": "Too many.", "retry_after": 60}, 429)
BROKEN = Answer({"error": "Something broke there."}, 500)
NOBODY_KNOWS = Answer({"nobody_knows": True})


@pytest.fixture
def priced(settings):
    settings.PRICES = {"clip-1": {"second": "0.10"}}


def outcome(clip: Clip) -> str:
    return clip.takes.get().outcome


def expire(clip: Clip) -> Clip:
    """Let its lease run out."""
    Clip.objects.filter(pk=clip.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    return Clip.objects.select_related("story").get(pk=clip.pk)


def abandon(clip: Clip) -> None:
    """Leave it as a worker that died between recording the take and getting the answer."""
    Clip.objects.filter(pk=clip.pk).update(status=statuses.SUBMITTING)
    Take.objects.update(outcome=statuses.ASKED, job="", poll_at=None)
    expire(clip)


def test_a_refusal_fails_the_clip_in_words(clip, animator):
    animator.instead["submit"] = [Answer({"error": "The picture is too violent."}, 451)]
    assert generation.submit(clip().pk) is None
    assert (clip().status, clip().error, outcome(clip())) == (
        *(statuses.FAILED, "The picture is too violent."),
        statuses.REFUSED,
    )


def test_one_failed_clip_does_not_hold_up_the_rest(clip, animator):
    animator.instead["submit"] = [Answer({"error": "No."}, 401)]
    generation.submit(clip().pk)
    assert Clip.objects.filter(status=statuses.QUEUED).count() == 19
    assert Story.objects.get().status == story_statuses.FILMING


def test_without_credit_all_waiting_clips_fail_in_one_sentence(clip, animator):
    local = Clip.objects.get(number=9)
    Clip.objects.filter(pk=local.pk).update(provider="local")
    says = {"error": "The videos stopped.", "operator": "Charge the account of VIDEO_PROVIDER=upstream."}
    animator.instead["submit"] = [Answer(says, 402)]
    generation.submit(clip().pk)
    others = Clip.objects.exclude(pk=local.pk)
    assert set(others.values_list("status", "error")) == {(statuses.FAILED, says["error"])}
    assert Clip.objects.get(pk=local.pk).status == statuses.QUEUED
    story = Story.objects.get()
    assert (story.error, story.stopped) == (says["error"], says["operator"])
    assert animator.asked == {"submit": 1}


def test_a_new_request_clears_the_reason_for_the_stop(clip, animator):
    animator.instead["submit"] = [Answer({"error": "No credit."}, 402)]
    generation.submit(clip().pk)
    assert Story.objects.get().status == story_statuses.UNFILMED
    services.make_videos(Story.objects.get(), by="mia")
    story = Story.objects.get()
    assert (story.status, story.error, story.stopped) == (story_statuses.FILMING, "", "")


def test_a_rate_limit_delays_all_clips_and_spends_no_try(clip, animator):
    animator.instead["submit"] = [LATER]
    assert generation.submit(clip().pk) == 60
    assert (clip().status, clip().tries, outcome(clip())) == (statuses.QUEUED, 0, statuses.LATER)
    other = Clip.objects.get(number=8)
    assert generation.submit(other.pk) == pytest.approx(60, abs=1)
    assert animator.asked["submit"] == 1
    Clip.objects.update(starts_at=None)
    generation.submit(clip().pk)
    assert clip().takes.count() == 1
    assert animator.server.asked[1].body["key"] == animator.server.asked[0].body["key"]


def test_a_service_that_always_says_later_finally_fails_the_clip(clip, animator):
    animator.instead["submit"] = [LATER, LATER]
    generation.submit(clip().pk)
    Take.objects.update(started_at=timezone.now() - outcomes.RETRY.longest_told_to_wait)
    Clip.objects.update(starts_at=None)
    assert generation.submit(clip().pk) is None
    assert (clip().status, outcome(clip())) == (statuses.FAILED, statuses.BROKEN)


def test_a_failing_service_is_tried_three_times_under_the_same_key(clip, animator):
    animator.instead["submit"] = [BROKEN] * 3
    for _ in range(3):
        generation.submit(clip().pk)
        Clip.objects.update(starts_at=None)
    assert (clip().status, clip().error) == (statuses.FAILED, "Something broke there.")
    assert len({asked.body["key"] for asked in animator.server.asked}) == 1


def test_an_unreachable_service_is_tried_for_a_limited_time(clip, animator):
    with animator.server.away():
        assert generation.submit(clip().pk) is not None
        assert (clip().status, clip().tries, outcome(clip())) == (statuses.QUEUED, 0, statuses.LATER)
        Take.objects.update(started_at=timezone.now() - outcomes.RETRY.longest_unreachable)
        Clip.objects.update(starts_at=None)
        assert generation.submit(clip().pk) is None
    assert clip().status == statuses.FAILED


def test_a_lost_answer_leads_to_a_lookup_and_no_second_submit(clip, animator, priced):
    animator.instead["submit"] = [Answer(drop=True)]
    assert generation.submit(clip().pk) is not None
    assert (clip().status, outcome(clip())) == (statuses.QUEUED, statuses.ASKED)
    Clip.objects.update(starts_at=None)
    generation.submit(clip().pk)
    assert (clip().status, outcome(clip())) == (statuses.WORKING, statuses.MAKING)
    generation.poll(clip().pk)
    assert clip().status == statuses.READY
    assert animator.asked == {"submit": 1, "find": 1, "poll": 1, "fetch": 1}
    assert [expense.cost_usd for expense in Expense.objects.all()] == [Decimal("0.5")]


def test_a_job_that_surely_does_not_exist_is_submitted_under_the_same_key(clip, animator):
    generation.submit(clip().pk)
    animator.jobs.clear()
    abandon(clip())
    sweep()
    generation.submit(clip().pk)
    assert (clip().status, clip().takes.count()) == (statuses.WORKING, 1)
    assert animator.asked == {"submit": 2, "find": 1}
    assert len({asked.body["key"] for asked in animator.server.asked}) == 1


def test_an_unknown_outcome_is_left_to_a_person(clip, animator, priced):
    animator.instead |= {"submit": [Answer(drop=True)], "find": [NOBODY_KNOWS]}
    generation.submit(clip().pk)
    Clip.objects.update(starts_at=None)
    assert generation.submit(clip().pk) is None
    assert (clip().status, clip().error, outcome(clip())) == (statuses.FAILED, failure.MAYBE_PAID, statuses.UNKNOWN)
    assert animator.asked["submit"] == 1
    assert expenses.spent(clip().channel) == Decimal("0.5")  # reserved for good
    services.try_again(clip(), by="mia")
    generation.submit(clip().pk)
    assert (clip().status, clip().takes.count(), animator.asked["submit"]) == (statuses.WORKING, 2, 2)


def test_a_worker_that_died_during_submit_pays_only_once(clip, animator):
    generation.submit(clip().pk)
    abandon(clip())
    sweep()
    generation.submit(clip().pk)
    generation.poll(clip().pk)
    assert (clip().status, animator.asked["submit"], animator.asked["find"]) == (statuses.READY, 1, 1)


def test_the_answer_to_a_slow_worker_is_used(clip, animator):
    generation.submit(clip().pk)
    take = clip().takes.get()
    Clip.objects.filter(pk=clip().pk).update(status=statuses.QUEUED)  # reclaimed meanwhile; the answer is recorded
    generation.submit(clip().pk)
    assert (clip().status, clip().takes.get().job) == (statuses.WORKING, take.job)
    assert animator.asked == {"submit": 1}


def test_a_clip_whose_worker_dies_every_time_is_given_up(clip, animator):
    generation.submit(clip().pk)
    Clip.objects.update(tries=clip_jobs.most_claims)
    abandon(clip())
    sweep()
    assert (clip().status, outcome(clip())) == (statuses.FAILED, statuses.UNKNOWN)
    assert failure.MAYBE_PAID in clip().error


def test_a_job_that_failed_fails_the_clip_and_costs_nothing(clip, animator, priced):
    animator.instead["poll"] = [Answer({"error": "The job failed."}, 401)]
    generation.submit(clip().pk)
    assert generation.poll(clip().pk) is None
    assert (clip().status, clip().error, outcome(clip())) == (statuses.FAILED, "The job failed.", statuses.BROKEN)
    assert expenses.spent(clip().channel) == 0


@pytest.mark.parametrize("answer", [BROKEN, LATER, Answer({"error": "No key."}, 402), Answer(drop=True)])
def test_a_failed_poll_is_repeated(clip, animator, answer):
    animator.instead["poll"] = [answer]
    generation.submit(clip().pk)
    assert generation.poll(clip().pk) is not None
    assert clip().status == statuses.WORKING
    Take.objects.update(poll_at=timezone.now())
    generation.poll(clip().pk)
    assert (clip().status, clip().error, animator.asked["submit"]) == (statuses.READY, "", 1)


def test_the_expected_price_is_reserved_and_then_replaced_by_the_cost(clip, animator, priced):
    generation.submit(clip().pk)
    assert expenses.known_cost(clip().channel) == 0
    assert expenses.spent(clip().channel) == Decimal("0.5")
    generation.poll(clip().pk)
    expense = clip().current.expense
    assert (expense.what, expense.cost_usd, expense.reserved_usd) == ("clip", Decimal("0.5"), 0)


def test_a_clip_over_budget_is_not_submitted(clip, animator, priced, settings):
    settings.STORY_BUDGET_USD = Decimal("0.20")
    assert generation.submit(clip().pk) is None
    assert clip().status == statuses.FAILED
    assert "$0.20" in clip().error
    assert animator.asked == {}


def test_a_person_s_motion_is_moderated_before_it_is_sent(clip, animator, moderation):
    Clip.objects.update(own_words=True, motion="The fox bleeds.")
    moderation.moderation = flags("bleeds")
    assert generation.submit(clip().pk) is None
    assert clip().status == statuses.FAILED
    assert "violence" in clip().error
    assert animator.asked == {}


def test_a_local_clip_is_made_again_after_its_worker_died(clip, settings):
    settings.VIDEO_PROVIDER, settings.VIDEO_SECONDS = "local", 0.2
    generation.make_here(clip().pk)
    Clip.objects.filter(pk=clip().pk).update(status=statuses.WORKING, current=None)
    Take.objects.update(outcome=statuses.MAKING)
    expire(clip())
    sweep()
    assert (clip().status, outcome(clip())) == (statuses.QUEUED, statuses.LATER)
    generation.make_here(clip().pk)
    assert (clip().status, clip().takes.count()) == (statuses.READY, 1)
