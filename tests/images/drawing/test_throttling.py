"""A picture whose turn has not come waits without holding or spending anything."""

import pytest
from django.utils import timezone

from core.token_bucket import Bucket, redis
from images import statuses
from images.drawing import drawing, throttle
from images.jobs import bucket_of
from images.models import Illustration, Version
from providers import registry
from tests.factories import illustrated_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "illustrator")]


@pytest.fixture
def story(settings, illustrator):
    """A story that may draw one picture a minute, and has just drawn its first."""
    settings.IMAGES_PER_MINUTE = 1
    story = illustrated_story()
    assert drawing.draw(story.pk, 1) is None
    return story


def test_the_second_picture_learns_its_wait_and_spends_no_try(story, illustrator):
    wait = drawing.draw(story.pk, 2)
    assert throttle.SHORTEST_RECHECK <= wait < 16
    picture = story.illustrations.get(number=2)
    assert (picture.status, picture.tries) == (statuses.QUEUED, 0)
    assert 50 < (picture.starts_at - timezone.now()).total_seconds() < 62
    assert picture.lease_until > picture.starts_at
    assert not Version.objects.filter(illustration=picture).exists()
    assert len(illustrator.asked) == 1


def test_the_third_picture_waits_a_minute_longer_than_the_second(story):
    for number in (2, 3):
        drawing.draw(story.pk, number)
    second, third = (story.illustrations.get(number=number).starts_at for number in (2, 3))
    assert 55 < (third - second).total_seconds() < 65


def test_the_page_hears_once_when_the_turn_comes(story, commit, django_capture_on_commit_callbacks):
    with commit():
        drawing.draw(story.pk, 2)
    assert 50 < story.illustrations.get(number=2).starts_in <= 62
    with django_capture_on_commit_callbacks() as told:
        drawing.draw(story.pk, 2)
    assert told == []


def test_a_picture_whose_turn_has_come_is_drawn(story):
    drawing.draw(story.pk, 2)
    redis().delete("bucket:{upstream:test-1}:grants")
    assert drawing.draw(story.pk, 2) is None
    picture = story.illustrations.get(number=2)
    assert (picture.status, picture.starts_at) == (statuses.PENDING, None)


def test_while_redis_is_away_a_picture_waits_and_loses_nothing(illustrator, redis_outage):
    story = illustrated_story()
    with redis_outage():
        assert drawing.draw(story.pk, 7) == drawing.REDIS_AWAY_SECONDS
    picture = story.illustrations.get(number=7)
    assert (picture.status, picture.tries) == (statuses.QUEUED, 0)
    assert not Version.objects.exists()
    assert drawing.draw(story.pk, 7) is None
    assert Version.objects.get().outcome == statuses.DRAWN


@pytest.mark.parametrize(("wait", "again"), [(3, 3), (15, 15), (40, 15), (100, 25), (2400, 600), (99999, 3600)])
def test_a_message_comes_back_sooner_when_its_turn_is_far_away(wait, again):
    assert throttle.recheck_after(wait) == again


def test_the_local_illustrator_is_unlimited_unless_a_setting_limits_it(settings):
    class Local:
        name, model = "local", "storybook"

    assert bucket_of(Local()).limit is None
    settings.LOCAL_IMAGES_PER_MINUTE = 3
    assert bucket_of(Local()).limit == 3


def test_every_provider_and_model_has_a_bucket_of_its_own_with_the_rate_of_the_settings(settings):
    settings.IMAGES_PER_MINUTE, settings.IMAGE_BURST = 9, 2
    bucket = bucket_of(registry.illustrator())
    assert (bucket.name, bucket.limit, bucket.burst) == ("upstream:test-1", 9, 2)
    assert bucket.period >= 60


def test_a_picture_that_a_person_waits_for_goes_before_bulk_work(settings):
    settings.IMAGES_PER_MINUTE = 1
    story = illustrated_story()
    Illustration.objects.filter(number=9).update(urgent=True)
    Bucket("upstream:test-1", 1, period=60.5).take("another story's")
    for number in (2, 3, 9):
        drawing.draw(story.pk, number)
    turns = {number: story.illustrations.get(number=number).starts_at for number in (2, 3)}
    drawing.draw(story.pk, 2)
    assert story.illustrations.get(number=9).starts_at < turns[3]
    assert story.illustrations.get(number=9).starts_at < story.illustrations.get(number=2).starts_at


def test_a_provider_that_asks_for_a_pause_gets_it_from_every_picture(illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": "Too fast.", "retry_after": 30}, 429)
    story = illustrated_story()
    assert drawing.draw(story.pk, 1) == 30
    assert drawing.draw(story.pk, 2) == throttle.SHORTEST_RECHECK
    assert 25 < story.illustrations.get(number=2).starts_in <= 30
    assert len(illustrator.asked) == 1
