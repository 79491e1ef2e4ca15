"""The services of clips: make all, redo, make here, choose a take, wait longer."""

from decimal import Decimal

import pytest
from django.utils import timezone

from core import expenses
from core.errors import Invalid
from core.status import Conflict
from images import revisions
from images import services as picture_services
from images import statuses as picture_statuses
from stories import statuses as story_statuses
from stories.ledger import OverBudget
from stories.models import Story
from tests.factories import drawn_version, edited_story, illustrated_story
from tests.upstreams.moderation import flags
from tests.videos.factories import finish_clips
from videos import policy, queries, services, statuses
from videos.clips import generation
from videos.models import Clip, Take

pytestmark = pytest.mark.django_db


def draw_anew(story: Story, number: int) -> None:
    """Show another version of a picture, approved."""
    picture = story.illustrations.select_related("story", "scene").get(number=number)
    version = drawn_version(picture)
    revisions.choose(picture, version, by="")
    picture_services.approve(picture, by="")


def test_make_videos_requests_a_clip_of_every_picture(story):
    clips = services.make_videos(story, by="mia")
    assert [clip.number for clip in clips] == list(range(1, 21))
    assert {(clip.status, clip.provider, clip.own_words) for clip in clips} == {(statuses.QUEUED, "", False)}
    assert all(clip.motion and clip.lease_until > timezone.now() for clip in clips)
    assert Story.objects.get().status == story_statuses.FILMING


def test_nineteen_approved_pictures_are_not_enough(story):
    story.illustrations.filter(number=4).update(status=picture_statuses.PENDING)
    with pytest.raises(policy.NotAllApproved, match=r"Only 19/20 images approved\. "):
        services.make_videos(story, by="")
    assert not Clip.objects.exists()


@pytest.mark.parametrize("make", [edited_story, illustrated_story])
def test_a_story_without_pictures_is_refused_as_well(animator, content, make):
    with pytest.raises(policy.NotAllApproved, match="Only 0/20"):
        services.make_videos(make(), by="")


def test_a_second_request_is_refused_in_words(story):
    other = Story.objects.get()
    services.make_videos(story, by="")
    with pytest.raises(Conflict, match="being made already"):
        services.make_videos(other, by="")
    assert Clip.objects.count() == 20


def test_a_finished_story_has_nothing_more_to_make(filming):
    finish_clips(filming)
    assert filming.status == story_statuses.FINISHED
    with pytest.raises(Conflict, match="made already"):
        services.make_videos(filming, by="")


def test_after_a_picture_was_changed_only_its_clip_is_made_again(filming):
    finish_clips(filming)
    draw_anew(filming, 4)
    filming.refresh_from_db()
    assert filming.status == story_statuses.APPROVED
    assert filming.clips.get(number=4).is_outdated
    assert [clip.number for clip in services.make_videos(filming, by="")] == [4]
    assert len(queries.pictures_without_clip(filming)) == 0
    finish_clips(filming)
    assert filming.status == story_statuses.FINISHED
    assert list(filming.clips.get(number=4).takes.values_list("number", flat=True)) == [1, 2]
    assert not filming.clips.get(number=4).is_outdated


def test_make_videos_requests_failed_clips_and_leaves_overdue_ones(filming):
    finish_clips(filming)
    Clip.objects.filter(number=3).update(status=statuses.FAILED, current=None)
    Clip.objects.filter(number=5).update(status=statuses.OVERDUE, current=None)
    assert [clip.number for clip in services.make_videos(filming, by="")] == [3]


def test_a_person_s_motion_stays_when_the_picture_changes(filming):
    finish_clips(filming)
    Clip.objects.filter(number=4).update(motion="The fox flies.", own_words=True)
    draw_anew(filming, 4)
    filming.refresh_from_db()
    services.make_videos(filming, by="")
    assert filming.clips.get(number=4).motion == "The fox flies."


def test_all_clips_together_must_fit_into_the_budget(story, settings):
    settings.PRICES, settings.STORY_BUDGET_USD = {"clip-1": {"second": "0.10"}}, Decimal("9.99")  # 20 * 5 s are $10
    with pytest.raises(OverBudget, match=r"\$10\.00"):
        services.make_videos(story, by="")
    assert (Story.objects.get().status, Clip.objects.count()) == (story_statuses.APPROVED, 0)


def test_local_clips_are_made_when_the_budget_is_used_up(filming, clip, settings):
    finish_clips(filming)
    settings.PRICES, settings.STORY_BUDGET_USD = {"clip-1": {"second": "0.10"}}, Decimal("0.01")
    with pytest.raises(OverBudget):
        services.try_again(clip(), by="")
    expenses.insert_expense(filming.channel, "picture", provider="", model="", expected=Decimal(5))
    services.use_local(clip(), by="")
    assert clip().status == statuses.QUEUED


def test_redo_with_another_motion_keeps_the_old_take_watchable(filming, clip):
    finish_clips(filming)
    old = clip().current
    services.redo(clip(), "  The fox \n jumps. ", by="mia")
    assert (clip().status, clip().motion, clip().own_words) == (statuses.QUEUED, "The fox jumps.", True)
    assert (clip().current, Story.objects.get().status) == (old, story_statuses.FILMING)
    finish_clips(filming)
    assert (clip().current.number, clip().current.motion) == (2, "The fox jumps.")
    assert filming.status == story_statuses.FINISHED


@pytest.mark.parametrize(("motion", "words"), [(" ", "empty"), ("x" * 501, "501 characters; 500")])
def test_a_motion_has_one_to_500_characters(filming, clip, motion, words):
    finish_clips(filming)
    with pytest.raises(Invalid, match=words) as invalid:
        services.redo(clip(), motion, by="")
    assert invalid.value.field == "motion"
    assert clip().status == statuses.READY


def test_an_unfit_motion_is_refused_at_once(filming, clip, moderation):
    finish_clips(filming)
    moderation.moderation = flags("bloodbath")
    with pytest.raises(Invalid, match="violence"):
        services.redo(clip(), "A bloodbath.", by="")
    assert clip().status == statuses.READY


def test_a_clip_that_is_being_made_cannot_be_requested_again(clip):
    for action in (services.try_again, services.use_local):
        with pytest.raises(Conflict, match="being made already"):
            action(clip(), by="")


def test_while_pictures_are_reviewed_no_clip_can_be_requested(filming, clip):
    finish_clips(filming)
    picture_services.redraw(filming.illustrations.select_related("story", "scene", "current").get(number=4), by="")
    with pytest.raises(Conflict, match="Approve all twenty pictures"):
        services.try_again(clip(), by="")


def test_use_local_is_for_one_take_only(filming, clip, settings):
    settings.VIDEO_SECONDS = 0.2
    finish_clips(filming)
    services.use_local(clip(), by="")
    assert clip().provider == "local"
    generation.make_here(clip().pk)
    assert (clip().status, clip().current.provider) == (statuses.READY, "local")
    services.try_again(clip(), by="")
    assert clip().provider == ""


def test_use_local_is_refused_where_all_clips_are_local(filming, clip, settings):
    finish_clips(filming)
    settings.VIDEO_PROVIDER = "local"
    with pytest.raises(Conflict):
        policy.check_may_use_local(clip())


def test_an_earlier_take_is_shown_again(filming, clip):
    finish_clips(filming)
    services.try_again(clip(), by="")
    finish_clips(filming)
    services.choose(clip(), queries.take_of(clip(), 1), by="mia")
    assert (clip().status, clip().current.number) == (statuses.READY, 1)


def test_an_earlier_take_makes_up_for_one_that_failed(filming, clip):
    finish_clips(filming)
    first = clip().current
    Clip.objects.update(status=statuses.FAILED, current=None)
    Story.objects.update(status=story_statuses.UNFILMED)
    services.choose(clip(), first, by="")
    assert (clip().status, Story.objects.get().status) == (statuses.READY, story_statuses.FINISHED)


def test_a_take_that_was_not_made_or_is_of_another_clip_cannot_be_shown(filming, clip):
    finish_clips(filming)
    others = Take.objects.get(clip__number=8)
    failed = Take.objects.create(clip=clip(), number=9, key="nine", motion="", outcome=statuses.BROKEN)
    for take in (others, failed, clip().current):
        with pytest.raises(Conflict):
            services.choose(clip(), take, by="")


def test_only_an_overdue_clip_can_be_waited_for_longer(filming, clip):
    finish_clips(filming)
    with pytest.raises(Conflict, match="not overdue"):
        services.go_on_waiting(clip(), by="")


def test_try_again_on_an_overdue_clip_makes_another_take(filming, clip):
    finish_clips(filming)
    Clip.objects.filter(number=7).update(status=statuses.OVERDUE, current=None)
    Take.objects.filter(clip__number=7).update(outcome=statuses.LATE)
    services.try_again(clip(), by="")
    finish_clips(filming)
    assert list(clip().takes.values_list("number", "outcome")) == [(1, statuses.LATE), (2, statuses.MADE)]
