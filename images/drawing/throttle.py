"""The token bucket of an illustrator: one bucket per provider and model, which every picture asks for its turn."""

import logging
from collections.abc import Callable

from django.conf import settings
from redis.exceptions import RedisError

from core.token_bucket import Bucket, Turn
from images.models import Illustration
from providers import registry
from providers.base import Illustrator

log = logging.getLogger(__name__)

# A request reaches the provider a little after its token was taken, and not always equally late. A period that is this
# much longer (three quarters of a second in a minute) keeps two requests a minute apart at the provider's end too.
MARGIN = 1 / 80


def bucket_for(illustrator: Illustrator) -> Bucket | None:
    """The bucket of this provider and model; None without a limit."""
    limit = _images_per_minute(illustrator)
    if limit is None:
        return None
    name = f"{illustrator.name}:{illustrator.model}"
    period = settings.IMAGE_PERIOD_SECONDS * (1 + MARGIN)
    return Bucket(name, limit, period, burst=settings.IMAGE_BURST, at_once=settings.MAX_CONCURRENT_IMAGES)


def _images_per_minute(illustrator: Illustrator) -> int | None:
    # The local illustrator draws as many as it can, unless a setting limits it.
    limit: int | None = (
        settings.LOCAL_IMAGES_PER_MINUTE if illustrator.name == "local" else int(settings.IMAGES_PER_MINUTE)
    )
    return limit


def take(picture: Illustration, illustrator: Illustrator) -> Turn | None:
    """Ask for the picture's turn. None for an illustrator without a limit. Raises RedisError without Redis."""
    bucket = bucket_for(illustrator)
    if bucket is None:
        return None
    since = picture.queued_at.timestamp() if picture.queued_at else None
    return bucket.take(str(picture.pk), story=str(picture.story_id), urgent=picture.urgent, since=since)


def started(illustrator: Illustrator, turn: Turn | None) -> None:
    """Count the token from this moment, as the provider will."""
    if turn is not None:
        _tell(illustrator, lambda bucket: bucket.started(turn))


def give_back(illustrator: Illustrator, turn: Turn | None) -> None:
    """Give back a token whose call never reached the provider."""
    if turn is not None:
        _tell(illustrator, lambda bucket: bucket.give_back(turn))


def finished(illustrator: Illustrator, turn: Turn | None) -> None:
    """Report that the call has ended, so that another one may start."""
    if turn is not None:
        _tell(illustrator, lambda bucket: bucket.finished(turn))


def lost(picture: Illustration) -> None:
    """Report that the picture's worker died, so that its call no longer counts as running."""
    _tell(registry.illustrator(), lambda bucket: bucket.lost(str(picture.pk)))


def pause(illustrator: Illustrator, seconds: float) -> None:
    """Start no picture for `seconds`, as the provider asked."""
    _tell(illustrator, lambda bucket: bucket.pause(seconds))


def _tell(illustrator: Illustrator, what: Callable[[Bucket], None]) -> None:
    """Change the bucket. Without Redis the change is dropped: the token then counts a little differently."""
    bucket = bucket_for(illustrator)
    if bucket is None:
        return
    try:
        what(bucket)
    except RedisError as error:
        log.warning("Redis did not take a change of the token bucket (%s).", error)
