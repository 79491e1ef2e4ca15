"""A picture's turn in the token bucket of its illustrator: taking it, using it, giving it back."""

import logging
from collections.abc import Callable

from redis.exceptions import RedisError

from core.token_bucket import Bucket, Turn
from images.drawing.bucket_name import bucket_for
from images.models import Illustration
from providers import registry
from providers.base import Illustrator

log = logging.getLogger(__name__)


def take(picture: Illustration, illustrator: Illustrator) -> Turn | None:
    """Ask for the picture's turn; None for an illustrator without a limit. Raises RedisError without Redis."""
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
    """Say that the call has ended, so that another one may be under way."""
    if turn is not None:
        _tell(illustrator, lambda bucket: bucket.finished(turn))


def lost(picture: Illustration) -> None:
    """Say that no call for the picture is under way any more, for its worker died."""
    _tell(registry.illustrator(), lambda bucket: bucket.lost(str(picture.pk)))


def pause(illustrator: Illustrator, seconds: float) -> None:
    """Let nobody start for `seconds`, because the provider asked for it."""
    _tell(illustrator, lambda bucket: bucket.pause(seconds))


def _tell(illustrator: Illustrator, what: Callable[[Bucket], None]) -> None:
    """Tell the bucket something that it can do without: with Redis away the token just counts a little differently."""
    bucket = bucket_for(illustrator)
    if bucket is None:
        return
    try:
        what(bucket)
    except RedisError as error:
        log.warning("Redis did not take a change of the token bucket (%s).", error)
