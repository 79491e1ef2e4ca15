"""core.jobs, leases: renewed while the work goes on, and run out when nobody works any more."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from core import jobs
from images import statuses
from images.models import Illustration
from tests.factories import bring_to, illustrated_story
from tests.stack import eventually
from tests.upstreams.database_errors import failing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def picture(settings) -> Illustration:
    """A picture that is being drawn, with a lease that ran out."""
    settings.LEASE_SECONDS = 0.6
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.GENERATING)
    Illustration.objects.filter(pk=picture.pk).update(lease_until=timezone.now() - timedelta(hours=1))
    return picture


def mine(picture: Illustration):
    return Illustration.objects.filter(pk=picture.pk, status=statuses.GENERATING)


def lease_of(picture: Illustration):
    return Illustration.objects.values_list("lease_until", flat=True).get(pk=picture.pk)


def ran_out(picture: Illustration) -> bool:
    return lease_of(picture) < timezone.now()


def test_a_lease_that_is_held_is_renewed_again_and_again(picture):
    with jobs.holding(mine(picture)):
        eventually(lambda: not ran_out(picture), 15)
        first = lease_of(picture)
        eventually(lambda: lease_of(picture) > first, 15)


def test_a_lease_that_nobody_holds_any_more_runs_out(picture):
    with jobs.holding(mine(picture)):
        eventually(lambda: not ran_out(picture), 15)
    eventually(lambda: ran_out(picture), 15)


def test_the_lease_of_a_row_that_was_taken_away_is_left_alone(picture):
    other = bring_to(illustrated_story().illustrations.get(number=8), statuses.GENERATING)
    with jobs.holding(mine(picture)), jobs.holding(mine(other)):
        eventually(lambda: not ran_out(picture), 15)
        Illustration.objects.filter(pk=picture.pk).update(status=statuses.QUEUED)
        eventually(lambda: ran_out(picture), 15)
        before = lease_of(other)
        eventually(lambda: lease_of(other) > before, 15)


def test_a_block_that_raises_lets_go(picture):
    with pytest.raises(ZeroDivisionError), jobs.holding(mine(picture)):
        raise ZeroDivisionError
    assert not jobs._held


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_renewal_that_the_database_does_not_take_is_made_up_for_by_the_next(picture, error, caplog):
    with failing('UPDATE "images_illustration"', error=error):
        jobs._renew([mine(picture)])
        assert ran_out(picture)
        jobs._renew([mine(picture)])
    assert not ran_out(picture)
    assert "Leases could not be renewed" in caplog.text


def test_a_lease_lasts_as_long_as_the_setting_says_and_what_is_added(settings):
    settings.LEASE_SECONDS = 30
    now = timezone.now()
    assert now + timedelta(seconds=30) <= jobs.lease()
    assert jobs.lease(60) - jobs.lease() > timedelta(seconds=59)
