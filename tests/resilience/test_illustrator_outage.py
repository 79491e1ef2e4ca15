"""The illustrator's service is down for a while, or drops connections during calls."""

from datetime import timedelta

from django.utils import timezone

from images import statuses
from images.models import Illustration, Version
from tests.resilience.checks import (
    ALL,
    LONG,
    approve,
    check_all_drawn,
    check_paid_once,
    drawing,
    is_closed,
    unknown,
    wait_for_all_events,
    wait_for_eight_in_flight,
    wait_until_closed,
)
from tests.sse import EventStream
from tests.stack import eventually
from tests.upstreams.json_server import Answer


def test_pictures_are_drawn_after_an_outage_of_the_illustrator(site, client, upstream, gate):
    """The outage is short here: every waiting picture is refused a connection three times."""
    story_id = approve(client)
    with EventStream(site.url, story_id, client.cookies) as stream:
        wait_for_eight_in_flight(upstream)
        with upstream.away():
            gate.open()
            eventually(lambda: not drawing() and refused_three_times(story_id), LONG, "three failed tries of each")
            assert not is_closed(story_id)
            images = client.get(f"/story/{story_id}").json()["images"].values()
            waiting = [image for image in images if not image["url"]]
            assert waiting
            assert {image["error"] for image in waiting} == {""}
            assert len(upstream.asked) == 12
        wait_until_closed(story_id)
        wait_for_all_events(stream)
    check_all_drawn(story_id)
    assert len(upstream.asked) == 20
    check_paid_once(upstream)


def refused_three_times(story_id: str) -> bool:
    vain = Version.objects.filter(illustration__story=story_id, outcome=statuses.BROKEN)
    counts = [vain.filter(illustration__number=number).count() for number in ALL - drawn(story_id)]
    return min(counts) >= 3


def drawn(story_id: str) -> set[int]:
    rows = Version.objects.filter(illustration__story=story_id, outcome=statuses.DRAWN)
    return set(rows.values_list("illustration__number", flat=True))


def test_a_lasting_outage_of_the_illustrator_fails_the_pictures_in_words(site, client, upstream):
    """After ten minutes; here the pictures were asked for eleven minutes ago."""
    with upstream.away():
        story_id = approve(client)
        long_ago = timezone.now() - timedelta(minutes=11)
        Illustration.objects.filter(story=story_id).update(queued_at=long_ago)
        wait_until_closed(story_id)
        images = client.get(f"/story/{story_id}").json()["images"].values()
    assert {image["status"] for image in images} == {statuses.FAILED}
    assert all("could not be reached" in image["error"] for image in images)


def test_calls_that_the_illustrator_drops_are_unknown_and_made_again(site, client, upstream):
    upstream.behaviour = lambda asked, number: Answer(after=1.0, drop=8 <= number < 13)
    story_id = approve(client)
    with EventStream(site.url, story_id, client.cookies) as stream:
        wait_until_closed(story_id)
        wait_for_all_events(stream)
    check_all_drawn(story_id)
    broken = Version.objects.filter(pk__in=unknown())
    assert len(broken) == 5
    assert all("did not answer" in version.error for version in broken)
    assert len(upstream.asked) == 25
    check_paid_once(upstream)
