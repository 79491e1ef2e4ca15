"""The illustrator's service is down for a while, or hangs up in the middle of calls."""

from datetime import timedelta

from django.utils import timezone

from images import statuses
from images.models import Illustration, Version
from tests.resilience.accounts import (
    ALL,
    LONG,
    all_drawn,
    approve,
    closes,
    drawing,
    eight_in_flight,
    heard_all,
    is_closed,
    paid_once,
    unknown,
)
from tests.sse import Ear
from tests.stack import eventually
from tests.upstreams.json_server import Answer


def test_pictures_outlast_an_illustrator_that_is_away(site, client, upstream, gate):
    """Its absence is shortened: every waiting picture finds nobody there three times."""
    story_id = approve(client)
    with Ear(site.url, story_id, client.cookies) as ear:
        eight_in_flight(upstream)
        with upstream.away():
            gate.open()
            eventually(lambda: not drawing() and refused_three_times(story_id), LONG, "three vain tries of each")
            assert not is_closed(story_id)
            images = client.get(f"/story/{story_id}").json()["images"].values()
            waiting = [image for image in images if not image["url"]]
            assert waiting
            assert {image["error"] for image in waiting} == {""}
            assert len(upstream.asked) == 12
        closes(story_id)
        heard_all(ear)
    all_drawn(story_id)
    assert len(upstream.asked) == 20
    paid_once(upstream)


def refused_three_times(story_id: str) -> bool:
    vain = Version.objects.filter(illustration__story=story_id, outcome=statuses.BROKEN)
    counts = [vain.filter(illustration__number=number).count() for number in ALL - drawn(story_id)]
    return min(counts) >= 3


def drawn(story_id: str) -> set[int]:
    rows = Version.objects.filter(illustration__story=story_id, outcome=statuses.DRAWN)
    return set(rows.values_list("illustration__number", flat=True))


def test_an_illustrator_that_stays_away_fails_the_pictures_in_words(site, client, upstream):
    """Ten minutes, shortened by asking for the pictures ten minutes ago."""
    with upstream.away():
        story_id = approve(client)
        long_ago = timezone.now() - timedelta(minutes=11)
        Illustration.objects.filter(story=story_id).update(queued_at=long_ago)
        closes(story_id)
        images = client.get(f"/story/{story_id}").json()["images"].values()
    assert {image["status"] for image in images} == {statuses.FAILED}
    assert all("could not be reached" in image["error"] for image in images)


def test_calls_that_the_illustrator_breaks_off_are_unknown_and_made_again(site, client, upstream):
    upstream.behaviour = lambda asked, number: Answer(after=1.0, drop=8 <= number < 13)
    story_id = approve(client)
    with Ear(site.url, story_id, client.cookies) as ear:
        closes(story_id)
        heard_all(ear)
    all_drawn(story_id)
    broken = Version.objects.filter(pk__in=unknown())
    assert len(broken) == 5
    assert all("did not answer" in version.error for version in broken)
    assert len(upstream.asked) == 25
    paid_once(upstream)
