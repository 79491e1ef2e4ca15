"""How a picture waits for its turn in the token bucket.

While the turn is near, its message waits in Celery and asks again now and then. A picture whose turn is far away has no
message: it sleeps as a row, whoever draws or sweeps next wakes it in time, and the sweep renews what its page promises.
So Celery holds the messages of two minutes, however many pictures wait. Nobody has to stay alive for this: what a
worker that dies would have woken, the next one wakes; what an emptied Redis forgets, the rows know.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.dispatch import receiver
from django.utils import timezone
from redis.exceptions import RedisError

from core.jobs import of_present
from core.models import StatusEvent
from core.status import moved
from core.token_bucket import FAR_SECONDS, Bucket, Turn
from images import events, statuses
from images.illustrators import illustrator_of, in_use
from images.jobs import bucket_of, picture_jobs
from images.models import Illustration
from providers.base import Illustrator
from stories.deletion import marked
from stories.models import Story

log = logging.getLogger(__name__)

RENEWALS = 1000  # promises in one sweep: 240,000 pictures once an hour, by a sweep every 15 s
# A picture asks again sooner than it must when its turn is far away: so freed tokens are used, and pages know of them.
SHORTEST_RECHECK, LONGEST_RECHECK = 15.0, 3600.0


def take_turn(picture: Illustration, illustrator: Illustrator) -> Turn:
    """Take a token for the picture, or its place among those that wait. Raises RedisError without Redis."""
    return bucket_of(illustrator).take(str(picture.pk), **_place_of(picture))


def _place_of(picture: Illustration) -> Mapping[str, Any]:
    since = picture.queued_at.timestamp() if picture.queued_at else None
    return {
        "story": str(picture.story_id),
        "visitor": picture.story.owner,
        "urgent": picture.urgent,
        "since": since,
    }


def wait_for_turn(picture: Illustration, turn: Turn) -> float | None:
    """Record when the turn will come, tell the pages if that has changed, and return the seconds after which its
    message asks again; None when the picture sleeps until it is woken."""
    starts_at = timezone.now() + timedelta(seconds=turn.wait)
    changed = picture.starts_at is None or abs((picture.starts_at - starts_at).total_seconds()) > 1
    picture.starts_at = starts_at
    again = recheck_after(turn.wait)
    if picture_jobs.put_off(picture, again if turn.is_far else turn.wait, starts_at=starts_at) and changed:
        events.picture_changed(picture)
    return None if turn.is_far else again


def recheck_after(wait: float) -> float:
    """When a picture whose turn is `wait` seconds away asks again, in seconds."""
    return min(wait, max(SHORTEST_RECHECK, wait / 4), LONGEST_RECHECK)


def wake_sleepers(*, every: float = 0.0) -> None:
    """Send the sleeping pictures whose turn is near, unless somebody did less than `every` seconds ago; those that are
    not to be drawn any more leave the line. May run in any number of processes at once: a second message finds the
    picture at work. Without Redis or the database it does nothing; the next one does it."""
    try:
        for illustrator in in_use():
            bucket = bucket_of(illustrator)
            if names := bucket.sleepers(every=every):
                _wake(bucket, names)
    except (RedisError, OperationalError, InterfaceError) as error:
        log.warning("The pictures whose turn is near were not woken (%s); whoever draws next does it.", error)


def _wake(bucket: Bucket, names: list[str]) -> None:
    queued = of_present(Illustration.everything.filter(status=statuses.QUEUED, pk__in=names))
    pictures = {str(picture.pk): picture for picture in queued}
    for picture in pictures.values():
        picture_jobs.put_off(picture, FAR_SECONDS)  # if its message is lost, that is noticed soon
        picture_jobs.send(picture)
    bucket.woken([name for name in names if name in pictures])
    bucket.leave([name for name in names if name not in pictures])


def renew_promises() -> None:
    """Tell sleeping pictures anew when their turn comes, and send those whose turn is near. Those that Redis has
    forgotten get back into the line."""
    now = timezone.now()
    sleeping = of_present(Illustration.everything.filter(status=statuses.QUEUED, lease_until__lt=now))
    far = sleeping.filter(starts_at__gt=now + timedelta(seconds=FAR_SECONDS)).select_related("story")
    try:
        for picture in far.order_by("lease_until")[:RENEWALS]:
            turn = bucket_of(illustrator_of(picture.story)).promise(str(picture.pk), **_place_of(picture))
            if wait_for_turn(picture, turn) is not None:
                picture_jobs.send(picture)
    except RedisError as error:
        log.warning("Redis did not say when the sleeping pictures are drawn (%s); trying again.", error)


def leave_line(pictures: Iterable[Illustration]) -> None:
    """Take pictures that are not to be drawn any more out of the line, so that the others move up."""
    lines: dict[Bucket, list[str]] = defaultdict(list)
    for picture in pictures:
        lines[bucket_of(illustrator_of(picture.story))].append(str(picture.pk))
    for bucket, names in lines.items():
        bucket.leave(names)


@receiver(marked, dispatch_uid="images.throttle")
def story_marked(sender: type[Story], story: Story, **kwargs: Any) -> None:
    """The pictures of a deleted story leave the line. After an undo the sweep brings them back."""
    pictures = list(Illustration.everything.select_related("story").filter(story=story, status=statuses.QUEUED))
    transaction.on_commit(lambda: leave_line(pictures))


@receiver(moved, sender=Illustration, dispatch_uid="images.throttle")
def picture_moved(sender: type[Illustration], instance: Illustration, event: StatusEvent, **kwargs: Any) -> None:
    """A picture that waited and is not to be drawn any more leaves the line."""
    if event.old == statuses.QUEUED and event.new not in statuses.ACTIVE:
        leave_line([instance])
