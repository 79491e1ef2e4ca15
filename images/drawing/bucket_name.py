"""Which token bucket a provider draws under."""

from django.conf import settings

from core.token_bucket import Bucket
from providers.base import Illustrator

# A request reaches the provider a little after its token was taken, and not always equally late; a period this much
# longer (three quarters of a second in a minute) keeps two of them apart by a minute at the provider's end too.
MARGIN = 1 / 80


def bucket_for(illustrator: Illustrator) -> Bucket | None:
    """The bucket of this provider and model, or None for one without a limit."""
    limit = images_per_minute(illustrator)
    if limit is None:
        return None
    name = f"{illustrator.name}:{illustrator.model}"
    period = settings.IMAGE_PERIOD_SECONDS * (1 + MARGIN)
    return Bucket(name, limit, period, burst=settings.IMAGE_BURST, at_once=settings.MAX_CONCURRENT_IMAGES)


def images_per_minute(illustrator: Illustrator) -> int | None:
    """How many pictures a minute may start; for the local illustrator as many as it can, unless a setting limits it."""
    if illustrator.name == "local":
        limit: int | None = settings.LOCAL_IMAGES_PER_MINUTE
        return limit
    return int(settings.IMAGES_PER_MINUTE)
