"""What goes by itself once a day: stories that nobody touched for as long as the settings say, old versions of
pictures, and old entries about sign-ins."""

import logging
from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from books import exports
from images import removal
from images.models import Illustration
from stories import deletion, guests
from stories.models import Story
from stories.statuses import SETTLED
from videos.film import kept_pieces
from videos.models import Clip, Film
from visitors import accounts, joining, tokens

log = logging.getLogger(__name__)

SIGN_INS = timedelta(days=30)


def forget_old() -> None:
    """Delete what is kept no longer. Stories go as if their visitors had deleted them: for a week it can be undone."""
    finished, unfinished = settings.RETAIN_FINISHED_DAYS, settings.RETAIN_UNFINISHED_DAYS
    count = 0
    if unfinished:
        count += deletion.delete_each(untouched_since(_before(unfinished)).exclude(status__in=SETTLED), by="")
    if finished:
        count += deletion.delete_each(untouched_since(_before(finished)).filter(status__in=SETTLED), by="")
    if count:
        log.info("%d stories were deleted that nobody had touched for long. That can be undone for a week.", count)
    if days := settings.RETAIN_VERSIONS_DAYS:
        removal.thin(_before(days))
    exports.forget_old()
    kept_pieces.forget_old()
    joining.forget_old()
    guests.forget_old()
    tokens.forget_old()
    accounts.forget_unconfirmed()
    forget_sign_ins()


def forget_sign_ins() -> None:
    """Delete old entries about who signed in, or tried to, from where."""
    for model in (AccessLog, AccessAttempt, AccessFailureLog):
        model.objects.filter(attempt_time__lt=timezone.now() - SIGN_INS).delete()


def untouched_since(moment: datetime) -> QuerySet[Story]:
    """The stories in which nothing has changed since, neither by a person nor by a worker. Never those that have a
    public page: somebody may be reading it."""
    rows = Story.objects.filter(updated_at__lt=moment, is_public=False)
    for model in (Illustration, Clip, Film):
        later = model._base_manager.filter(story=OuterRef("pk"), updated_at__gte=moment)
        rows = rows.exclude(Exists(later))
    return rows


def _before(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
