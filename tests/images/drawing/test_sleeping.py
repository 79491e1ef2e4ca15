"""Pictures whose turn is far away: rows without a message, woken in time, in the order of the bucket."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.token_bucket import Bucket, redis
from images import statuses
from images.drawing import drawing, throttle
from images.jobs import end
from images.models import Illustration
from images.settling import settling
from images.tasks import draw, sweep
from stories import deletion
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "illustrator")]
PERIOD = 100.0  # seconds: of two turns one is near, however slow the machine is
BUCKET = Bucket("upstream:test-1", 1, period=PERIOD)


@pytest.fixture
def story(settings) -> Story:
    """A story whose twenty pictures have all asked; one of them in a period may be drawn, and the first was."""
    settings.IMAGES_PER_MINUTE, settings.IMAGE_PERIOD_SECONDS = 1, PERIOD
    story = in_line(illustrated_story(owner="mia"))
    for number in range(1, 21):
        drawing.draw(story.pk, number)
    return story


def in_line(story: Story) -> Story:
    """The story, its pictures queued one second after the other."""
    for number in range(1, 21):
        queued_at = timezone.now() + timedelta(seconds=number - 60)
        Illustration.objects.filter(story=story, number=number).update(queued_at=queued_at)
    return story


def picture(story: Story, number: int) -> Illustration:
    return Illustration.objects.select_related("story").get(story=story, number=number)


def turns_until(picture: Illustration) -> int:
    return round((picture.starts_at - timezone.now()).total_seconds() / PERIOD)


def free_a_token() -> None:
    redis().delete("bucket:{upstream:test-1}:grants")


def lease_ends(pictures) -> None:
    pictures.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_picture_whose_turn_is_far_away_has_a_promise_and_no_message(story):
    assert drawing.draw(story.pk, 20) is None
    assert (picture(story, 20).status, turns_until(picture(story, 20))) == (statuses.QUEUED, 19)
    draw.apply(kwargs={"story_id": str(story.pk), "scene": 20})  # ends: neither waits nor comes back
    assert sent_tasks() == []


def test_whoever_draws_wakes_those_whose_turn_is_near(story, commit):
    free_a_token()
    with commit():
        draw.apply(kwargs={"story_id": str(story.pk), "scene": 2})
    assert picture(story, 2).status == statuses.PENDING
    assert sent_tasks() == [("images.draw", 3)]
    assert picture(story, 3).lease_until < timezone.now() + timedelta(minutes=3)
    with commit():
        throttle.wake_sleepers()
    assert sent_tasks() == [("images.draw", 3)]


def test_the_sweep_wakes_them_too_when_nobody_draws(story, commit):
    free_a_token()
    drawing.draw(story.pk, 2)
    with commit():
        sweep()
    assert sent_tasks() == [("images.draw", 3)]


def test_one_that_was_woken_is_sent_again_if_its_message_is_lost(story, commit):
    free_a_token()
    drawing.draw(story.pk, 2)
    throttle.wake_sleepers()
    lease_ends(Illustration.objects.filter(number=3))
    with commit():
        sweep()
    assert sent_tasks() == [("images.draw", 3)]


def test_the_pictures_of_a_deleted_story_leave_the_line_at_once(story, commit):
    other = in_line(illustrated_story(owner="ben"))
    for number in (1, 2, 3, 4):
        drawing.draw(other.pk, number)
    assert turns_until(picture(other, 4)) > 5
    with commit():
        story.delete()
    for number in (1, 2, 3, 4):
        drawing.draw(other.pk, number)
    assert [turns_until(picture(other, number)) for number in (1, 2, 3, 4)] == [1, 2, 3, 4]


def test_the_pictures_of_a_story_that_is_deleted_for_now_leave_it_too_and_come_back_after_an_undo(story, commit):
    other = in_line(illustrated_story(owner="ben"))
    with commit():
        deletion.delete(story, by="")
    drawing.draw(other.pk, 20)
    assert turns_until(picture(other, 20)) == 1
    with commit():
        throttle.wake_sleepers()
        deletion.undo(story, by="")
    lease_ends(Illustration.objects.filter(story=story, number__gt=10))
    throttle.renew_promises()
    assert turns_until(picture(story, 20)) > 5


def test_a_picture_that_is_given_up_leaves_the_line_at_once(story, commit):
    with commit(), settling(story.pk):
        for number in range(2, 20):
            end(picture(story, number), "It is not wanted any more.", note="")
    assert drawing.draw(story.pk, 20) is not None
    assert turns_until(picture(story, 20)) == 1


def test_a_row_that_went_by_hand_leaves_the_line_when_its_turn_is_near(story, commit):
    gone = list(Illustration.objects.filter(number__in=(3, 4)).values_list("pk", flat=True))
    Illustration.objects.filter(pk__in=gone).update(status=statuses.FAILED)
    free_a_token()
    drawing.draw(story.pk, 2)
    with commit():
        for _ in range(3):
            throttle.wake_sleepers()
    assert [number for _, number in sent_tasks()] == [5]
    drawing.draw(story.pk, 7)
    assert turns_until(picture(story, 7)) == 3


def test_the_sweep_renews_a_promise_without_a_message_and_tells_the_page(story, django_capture_on_commit_callbacks):
    ahead = Illustration.objects.filter(story=story, number__in=range(2, 12))
    BUCKET.leave([str(pk) for pk in ahead.values_list("pk", flat=True)])
    lease_ends(Illustration.objects.filter(number=20))
    with django_capture_on_commit_callbacks() as told:
        throttle.renew_promises()
    assert turns_until(picture(story, 20)) == 9
    assert picture(story, 20).lease_until > timezone.now() + timedelta(minutes=1)
    assert len(told) == 1  # the event; no message


def test_an_emptied_redis_loses_neither_sleepers_nor_their_order(story, commit):
    promised = [turns_until(picture(story, number)) for number in range(5, 21)]
    redis().flushall()
    drawing.draw(story.pk, 2)  # takes the token that an emptied Redis has
    drawing.draw(story.pk, 3)
    drawing.draw(story.pk, 4)
    # As leases end one after the other, in any order:
    for number in (19, 7, 5, 20, 6, 11, *range(8, 11), *range(12, 19)):
        lease_ends(Illustration.objects.filter(number=number))
        throttle.renew_promises()
    for number in range(5, 21):
        drawing.draw(story.pk, number)
    assert [turns_until(picture(story, number)) for number in range(5, 21)] == [turn - 1 for turn in promised]


def test_a_redraw_of_a_sleeping_picture_takes_its_new_place(story):
    sleeper = picture(story, 20)
    Illustration.objects.filter(pk=sleeper.pk).update(urgent=True)
    assert drawing.draw(story.pk, 20) is not None
    assert turns_until(picture(story, 20)) == 1


def test_many_waiting_pictures_have_few_messages(story):
    other = in_line(illustrated_story(owner="ben"))
    back = [drawing.draw(one.pk, number) for number in range(2, 21) for one in (story, other)]
    assert sum(wait is not None for wait in back) <= 2


def test_without_redis_nobody_is_woken_and_nothing_is_lost(story, redis_outage, commit):
    lease_ends(Illustration.objects.filter(number__in=(18, 19)))
    with redis_outage():
        throttle.wake_sleepers()
        throttle.renew_promises()
    with commit():
        sweep()
    assert sent_tasks() == [("images.draw", 18), ("images.draw", 19)]  # Redis came back empty: no other waits
