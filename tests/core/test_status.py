"""Changes that were not announced to any page: known by their row in the history, and announced by the sweep."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from core import live
from core.models import StatusEvent
from core.status import move, sweep, unannounced
from images import statuses
from tests.factories import bring_to, illustrated_story
from tests.upstreams.database_errors import failing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
CATCH_UP = "catch-up"


@pytest.fixture
def picture():
    """A picture whose history so far was announced."""
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=7)
    StatusEvent.objects.update(told=True)
    return picture


def long_ago() -> None:
    StatusEvent.objects.update(at=timezone.now() - timedelta(minutes=5))


def caught_up(heard) -> list[str]:
    return [channel for channel, name, _ in heard() if name == CATCH_UP]


def test_an_announced_change_is_not_announced_again(picture, heard):
    move(picture, statuses.APPROVED)
    long_ago()
    assert StatusEvent.objects.latest("pk").told
    sweep()
    assert caught_up(heard) == []


def test_what_redis_did_not_take_is_announced_once_by_the_sweep(picture, redis_outage, request):
    with redis_outage():
        move(picture, statuses.APPROVED)
        move(picture, statuses.PENDING)
        long_ago()
        sweep()
        assert len(unannounced()[picture.channel]) == 2
    heard = request.getfixturevalue("heard")  # listens to the Redis that is there now
    sweep()
    sweep()
    assert caught_up(heard) == [f"{live.PREFIX}{picture.channel}"]
    assert unannounced() == {}


def test_what_changed_a_moment_ago_is_left_to_whoever_changed_it(picture, redis_outage):
    with redis_outage():
        move(picture, statuses.APPROVED)
    assert unannounced() == {}


def test_an_announcement_that_could_not_be_written_down_is_made_again(picture, heard):
    with failing('UPDATE "core_statusevent"', error=OperationalError):
        move(picture, statuses.APPROVED)
    long_ago()
    sweep()
    assert caught_up(heard) == [f"{live.PREFIX}{picture.channel}"]
    assert unannounced() == {}


def test_a_command_that_announces_nothing_leaves_its_changes_to_the_sweep(picture, monkeypatch):
    monkeypatch.setattr(live, "_muted", True)
    bring_to(illustrated_story().illustrations.get(number=3), statuses.GENERATING)
    assert StatusEvent.objects.filter(told=False, new=statuses.GENERATING).exists()
