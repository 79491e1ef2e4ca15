"""What follows from each thing that can happen while a clip is asked for: it is never paid for twice by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import expenses
from core.models import Expense
from stories import statuses as story_statuses
from stories.models import Story
from tests.factories import approved_story
from tests.upstreams.json_server import Answer
from tests.upstreams.moderation import flags
from videos import services, statuses
from videos.clips import failure, generation, outcomes
from videos.clips.jobs import clip_jobs
from videos.models import Clip, Take
from videos.sweep import sweep

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
    """Its worker died a while ago."""
    Clip.objects.filter(pk=clip.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    return Clip.objects.select_related("story").get(pk=clip.pk)


def abandon(clip: Clip) -> None:
    """Leave it as a worker does that dies between recording the take and hearing the answer."""
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


def test_without_credit_all_that_wait_stop_in_one_sentence_with_what_the_operator_has_to_do(clip, animator):
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


def test_whoever_asks_again_has_seen_to_the_reason_for_the_stop(clip, animator):
    animator.instead["submit"] = [Answer({"error": "No credit."}, 402)]
    generation.submit(clip().pk)
    assert Story.objects.get().status == story_statuses.UNFILMED
    services.make_videos(Story.objects.get(), by="mia")
    story = Story.objects.get()
    assert (story.status, story.error, story.stopped) == (story_statuses.FILMING, "", "")


def test_told_to_come_later_all_wait_and_no_try_is_spent(clip, animator):
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


def test_who_only_ever_says_later_has_failed_in_the_end(clip, animator):
    animator.instead["submit"] = [LATER, LATER]
    generation.submit(clip().pk)
    Take.objects.update(started_at=timezone.now() - outcomes.RETRY.longest_told_to_wait)
    Clip.objects.update(starts_at=None)
    assert generation.submit(clip().pk) is None
    assert (clip().status, outcome(clip())) == (statuses.FAILED, statuses.BROKEN)


def test_a_service_that_fails_is_asked_three_times_under_the_same_name(clip, animator):
    animator.instead["submit"] = [BROKEN] * 3
    for _ in range(3):
        generation.submit(clip().pk)
        Clip.objects.update(starts_at=None)
    assert (clip().status, clip().error) == (statuses.FAILED, "Something broke there.")
    assert len({asked.body["key"] for asked in animator.server.asked}) == 1


def test_a_service_that_nobody_reaches_is_asked_again_for_a_while(clip, animator):
    with animator.server.away():
        assert generation.submit(clip().pk) is not None
        assert (clip().status, clip().tries, outcome(clip())) == (statuses.QUEUED, 0, statuses.LATER)
        Take.objects.update(started_at=timezone.now() - outcomes.RETRY.longest_unreachable)
        Clip.objects.update(starts_at=None)
        assert generation.submit(clip().pk) is None
    assert clip().status == statuses.FAILED


def test_an_answer_that_got_lost_is_looked_for_and_not_asked_for_again(clip, animator, priced):
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


def test_a_job_that_surely_does_not_exist_is_asked_for_under_the_same_name(clip, animator):
    generation.submit(clip().pk)
    animator.jobs.clear()
    abandon(clip())
    sweep()
    generation.submit(clip().pk)
    assert (clip().status, clip().takes.count()) == (statuses.WORKING, 1)
    assert animator.asked == {"submit": 2, "find": 1}
    assert len({asked.body["key"] for asked in animator.server.asked}) == 1


def test_where_nobody_can_say_a_person_decides(clip, animator, priced):
    animator.instead |= {"submit": [Answer(drop=True)], "find": [NOBODY_KNOWS]}
    generation.submit(clip().pk)
    Clip.objects.update(starts_at=None)
    assert generation.submit(clip().pk) is None
    assert (clip().status, clip().error, outcome(clip())) == (statuses.FAILED, failure.MAYBE_PAID, statuses.UNKNOWN)
    assert animator.asked["submit"] == 1
    assert expenses.spent(clip().channel) == Decimal("0.5")  # held back for good
    services.try_again(clip(), by="mia")
    generation.submit(clip().pk)
    assert (clip().status, clip().takes.count(), animator.asked["submit"]) == (statuses.WORKING, 2, 2)


def test_a_worker_that_died_with_the_request_under_way_pays_only_once(clip, animator):
    generation.submit(clip().pk)
    abandon(clip())
    sweep()
    generation.submit(clip().pk)
    generation.poll(clip().pk)
    assert (clip().status, animator.asked["submit"], animator.asked["find"]) == (statuses.READY, 1, 1)


def test_the_answer_of_a_worker_that_was_only_slow_is_used(clip, animator):
    generation.submit(clip().pk)
    take = clip().takes.get()
    Clip.objects.filter(pk=clip().pk).update(status=statuses.QUEUED)  # taken back meanwhile; the answer is recorded
    generation.submit(clip().pk)
    assert (clip().status, clip().takes.get().job) == (statuses.WORKING, take.job)
    assert animator.asked == {"submit": 1}


def test_a_maker_that_always_dies_is_given_up(clip, animator):
    generation.submit(clip().pk)
    Clip.objects.update(tries=clip_jobs.retry.tries)
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
def test_a_question_that_fails_is_asked_again_and_the_job_goes_on(clip, animator, answer):
    animator.instead["poll"] = [answer]
    generation.submit(clip().pk)
    assert generation.poll(clip().pk) is not None
    assert clip().status == statuses.WORKING
    Take.objects.update(poll_at=timezone.now())
    generation.poll(clip().pk)
    assert (clip().status, clip().error, animator.asked["submit"]) == (statuses.READY, "", 1)


def test_a_clip_s_price_is_held_back_and_then_what_it_cost(clip, animator, priced):
    generation.submit(clip().pk)
    assert expenses.known_cost(clip().channel) == 0
    assert expenses.spent(clip().channel) == Decimal("0.5")
    generation.poll(clip().pk)
    expense = clip().current.expense
    assert (expense.what, expense.cost_usd, expense.reserved_usd) == ("clip", Decimal("0.5"), 0)


def test_what_would_cost_too_much_is_not_asked_for(clip, animator, priced, settings):
    settings.STORY_BUDGET_USD = Decimal("0.20")
    assert generation.submit(clip().pk) is None
    assert clip().status == statuses.FAILED
    assert "$0.20" in clip().error
    assert animator.asked == {}


def test_own_words_are_looked_at_before_they_are_sent(clip, animator, moderation):
    Clip.objects.update(own_words=True, motion="The fox bleeds.")
    moderation.moderation = flags("bleeds")
    assert generation.submit(clip().pk) is None
    assert clip().status == statuses.FAILED
    assert "violence" in clip().error
    assert animator.asked == {}


def test_no_more_are_under_way_than_allowed(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 3, 99
    waits = [generation.submit(clip.pk) for clip in filming.clips.all()]
    assert [wait is None for wait in waits] == [True] * 3 + [False] * 17
    assert (animator.asked["submit"], animator.most) == (3, 3)
    assert set(Clip.objects.filter(status=statuses.QUEUED).values_list("tries", flat=True)) == {0}


def test_a_place_that_is_left_goes_to_another(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS = 1
    first, second = filming.clips.filter(number__in=(1, 2))
    generation.submit(first.pk)
    assert generation.submit(second.pk) is not None
    generation.poll(first.pk)
    assert generation.submit(second.pk) is None
    assert animator.asked["submit"] == 2


def test_a_story_that_has_none_under_way_goes_before_one_that_has(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 3, 99
    for clip in filming.clips.all()[:2]:
        generation.submit(clip.pk)
    other = approved_story()
    services.make_videos(other, by="")
    assert generation.submit(filming.clips.get(number=9).pk) is not None
    assert generation.submit(other.clips.get(number=1).pk) is None


def test_clips_that_wait_for_their_time_hold_nobody_back(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 3, 99
    generation.submit(filming.clips.get(number=1).pk)
    other = approved_story()
    services.make_videos(other, by="")
    other.clips.update(starts_at=timezone.now() + timedelta(minutes=1))
    assert generation.submit(filming.clips.get(number=9).pk) is None


def test_what_is_made_here_takes_no_place(filming, animator, settings):
    settings.MAX_CONCURRENT_VIDEOS, animator.looks = 1, 99
    generation.submit(filming.clips.get(number=1).pk)
    clip = filming.clips.get(number=2)
    settings.VIDEO_PROVIDER, settings.VIDEO_SECONDS = "local", 0.2
    generation.make_here(clip.pk)
    clip.refresh_from_db()
    assert clip.status == statuses.READY


def test_a_clip_whose_maker_on_this_machine_died_is_simply_made_again(clip, settings):
    settings.VIDEO_PROVIDER, settings.VIDEO_SECONDS = "local", 0.2
    generation.make_here(clip().pk)
    Clip.objects.filter(pk=clip().pk).update(status=statuses.WORKING, current=None)
    Take.objects.update(outcome=statuses.MAKING)
    expire(clip())
    sweep()
    assert (clip().status, outcome(clip())) == (statuses.QUEUED, statuses.LATER)
    generation.make_here(clip().pk)
    assert (clip().status, clip().takes.count()) == (statuses.READY, 1)
