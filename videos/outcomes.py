"""What became of a take: asked for, to be asked for later, done, failed, or overdue."""

import logging
import random
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import leases
from core.connections import retry_db
from providers.base import ClipJob, ProviderError
from providers.videos.errors import JobNotFound
from stories import ledger
from videos import failure, services, statuses
from videos.models import Clip, Take
from videos.takes import pause_since

log = logging.getLogger(__name__)

MAX_TRIES = 3  # of one take that fails
BACKOFF_SECONDS = 5.0
LONGEST_BACKOFF = 60.0  # seconds
UNCLEAR_SECONDS = 5.0
LONGEST_RATE_LIMIT = timedelta(hours=2)  # then a service that only ever says "later" is a failure
LONGEST_AWAY = timedelta(minutes=10)  # then a service that nobody reaches is a failure
MOST_UNHEARD_OF = 3  # looks in a row at which a service knew no such job; then, and after that time, it is believed
LONGEST_UNHEARD_OF = timedelta(minutes=2)
_NOT_MADE = "This clip could not be made. Please try again."
_LATE = "It takes very long. It may still come: go on waiting, or try again, which is paid for once more."


def submitted(take: Take, job: ClipJob) -> float | None:
    """The service has said by which name it knows the job. From here on any worker can go on."""
    now = timezone.now()
    soon = now + timedelta(seconds=0 if job.done else settings.VIDEO_POLL_SECONDS)
    until = now + timedelta(seconds=settings.VIDEO_TIMEOUT)
    log.info("Clip %s of story %s: %s knows it as %s.", *failure.named(take), take.provider, job.id)
    rows = Take.objects.filter(pk=take.pk, outcome__in=[statuses.ASKED, statuses.MAKING])
    known = {"job": job.id, "wait_until": until, "poll_at": soon}
    if not retry_db(lambda: rows.update(outcome=statuses.MAKING, **known)):
        retry_db(lambda: failure.revive(take, **known))
        return None
    wait = (soon - now).total_seconds()
    retry_db(lambda: failure.go_on(take, statuses.WORKING, lease_until=leases.lease(wait), error=""))
    return None


def not_begun(clip: Clip, error: ProviderError) -> float | None:
    """Nothing was asked for: its words must not be used, nobody can look at them, or it would cost too much."""
    if error.permanent or _since(clip.queued_at) > LONGEST_RATE_LIMIT:
        retry_db(lambda: failure.fail(clip, None, error))
        return None
    wait = error.retry_after or UNCLEAR_SECONDS
    log.warning("Clip %s of story %s waits: %s", clip.number, clip.story_id, error.operator)
    rows = Clip.objects.filter(pk=clip.pk, status=statuses.QUEUED)
    rows.update(starts_at=timezone.now() + timedelta(seconds=wait), lease_until=leases.lease(wait))
    return wait


def not_submitted(take: Take, error: ProviderError) -> float | None:
    """The service has not taken it, or not said so. Gives back the seconds after which to ask again, or to find out
    what came of it; None when the clip has failed."""
    ledger.failed(take.expense, error)
    return retry_db(lambda: _record_not_submitted(take, error))


def _record_not_submitted(take: Take, error: ProviderError) -> float | None:
    clip = take.clip
    if not error.permanent and not error.policy:
        if not error.answered and error.reached and take.provider != services.LOCAL:
            return _put_off(take, statuses.ASKED, error, UNCLEAR_SECONDS, clip.tries)
        if error.retry_after is not None and _since(take.started_at) < LONGEST_RATE_LIMIT:
            _let_others_wait(take, error.retry_after)
            return _put_off(take, statuses.LATER, error, error.retry_after, clip.tries - 1)
        if not error.reached and _since(take.started_at) < LONGEST_AWAY:
            return _put_off(take, statuses.LATER, error, _backoff(take), clip.tries - 1)
        if error.reached and error.retry_after is None and clip.tries < MAX_TRIES:
            return _put_off(take, statuses.LATER, error, _backoff(take), clip.tries)
    failure.fail(clip, take, error)
    return None


def not_found_out(take: Take, error: ProviderError) -> float | None:
    """Nobody has said what came of a take that may have been asked for. It is not asked for again by itself, for it may
    have been paid for. Gives back the seconds after which to ask once more, or None when a person is to decide."""
    asked = _since(take.started_at) < timedelta(seconds=settings.VIDEO_TIMEOUT)
    if asked and (error.account or not error.permanent):
        wait = error.retry_after or _backoff(take)
        return retry_db(lambda: _put_off(take, statuses.ASKED, error, wait, take.clip.tries - 1))
    unknown = ProviderError(
        failure.MAYBE_PAID, permanent=True, answered=False, operator=f"{failure.MAYBE_PAID} {error.operator}"
    )
    retry_db(lambda: failure.fail(take.clip, take, unknown))
    return None


def _put_off(take: Take, outcome: str, error: ProviderError, wait: float, tries: int) -> float | None:
    """Queue it again under the same name."""
    log.warning("Clip %s of story %s is put off: %s", *failure.named(take), error.operator)
    Take.objects.filter(pk=take.pk, outcome__in=statuses.OPEN, job="").update(outcome=outcome, error=error.operator)
    starts_at = timezone.now() + timedelta(seconds=wait)
    changes = {"tries": tries, "starts_at": starts_at, "lease_until": leases.lease(wait)}
    return wait if failure.go_on(take, statuses.QUEUED, note=error.operator, **changes) else None


def _let_others_wait(take: Take, seconds: float) -> None:
    """What one was told holds for all that are to be asked for there."""
    until = timezone.now() + timedelta(seconds=seconds)
    mine = ("", take.provider) if take.provider == settings.VIDEO_PROVIDER else (take.provider,)
    rows = Clip.objects.filter(status=statuses.QUEUED, provider__in=mine)
    rows.exclude(starts_at__gt=until).update(starts_at=until, lease_until=leases.lease(seconds))


def _backoff(take: Take) -> float:
    """A growing, jittered pause, in seconds."""
    age = _since(take.started_at).total_seconds()
    return min(max(BACKOFF_SECONDS, age / 2), LONGEST_BACKOFF) * random.uniform(0.75, 1.25)


def _since(moment: datetime | None) -> timedelta:
    return timezone.now() - moment if moment else timedelta(0)


def not_polled(take: Take, error: ProviderError) -> float | None:
    """The job failed, or only the question did. Gives back the seconds after which to ask again, or None."""
    if isinstance(error, JobNotFound):
        if not _is_believed(take):
            return still_working(take, error)
        # It was taken once, so it may have been paid for.
        error = ProviderError(error.message, permanent=True, answered=False, operator=error.operator)
    if error.permanent and not error.account:
        ledger.failed(take.expense, error)
        retry_db(lambda: failure.fail(take.clip, take, error))
        return None
    log.warning("Clip %s of story %s was not looked at: %s", *failure.named(take), error.operator)
    return still_working(take, error)


def _is_believed(take: Take) -> bool:
    """Whether a service has said often and long enough that it knows no such job. What has just been asked for may not
    be known everywhere there."""
    Take.objects.filter(pk=take.pk).update(absences=F("absences") + 1)
    return take.absences + 1 >= MOST_UNHEARD_OF and _since(take.started_at) >= LONGEST_UNHEARD_OF


def still_working(take: Take, trouble: ProviderError | None = None) -> float | None:
    """It is not done yet, or could not be had for some `trouble`. Gives back the seconds after which to look again, or
    None when it counts as overdue."""
    now = timezone.now()
    if take.wait_until and now > take.wait_until:
        retry_db(lambda: _overdue(take, trouble))
        return None
    wait = max(pause_since(take.started_at), (trouble and trouble.retry_after) or 0.0)
    said = {"error": trouble.message} if trouble and trouble.account else {}
    Take.objects.filter(pk=take.pk).update(poll_at=now + timedelta(seconds=wait))
    rows = Clip.objects.filter(pk=take.clip_id, status=statuses.WORKING)
    rows.update(lease_until=leases.lease(wait), **said)
    return wait


def _overdue(take: Take, trouble: ProviderError | None) -> None:
    words = f"{_LATE} {trouble.message}" if trouble else _LATE
    with transaction.atomic():  # a take that is closed under a clip that still waits for it would look lost
        failure.go_on(take, statuses.OVERDUE, note=trouble.operator if trouble else "", error=words, lease_until=None)
        Take.objects.filter(pk=take.pk, outcome=statuses.MAKING).update(outcome=statuses.LATE)
    services.settle(take.clip.story_id)


def made(take: Take, kept: dict[str, Any]) -> None:
    """It arrived and is kept, as `kept` says in fields of the take. It is watched from now on, unless people asked for
    something else meanwhile."""
    fields = {"outcome": statuses.MADE, "error": "", "finished_at": timezone.now(), **kept}
    for name, value in fields.items():
        setattr(take, name, value)
    retry_db(lambda: _record_made(take, fields))
    retry_db(lambda: services.settle(take.clip.story_id))


@transaction.atomic
def _record_made(take: Take, fields: dict[str, Any]) -> None:
    """Both or nothing: a clip that went on waiting for a take that is closed would look lost. The clip's row is locked
    first, as everywhere."""
    failure.go_on(take, statuses.READY, current=take, error="", lease_until=None)
    Take.objects.filter(pk=take.pk).update(**fields)


def failed(take: Take, error: ProviderError) -> None:
    """It was made, and paid for, and cannot be had."""
    retry_db(lambda: failure.fail(take.clip, take, error))


def catch_up(take: Take) -> None:
    """Bring the clip in line with its last take, which is closed and was asked for outside. It is never asked for again
    by itself: it was paid for, or may have been."""
    if take.outcome == statuses.MADE:
        failure.go_on(take, statuses.READY, current=take, error="", lease_until=None)
    elif take.outcome == statuses.LATE:
        failure.go_on(take, statuses.OVERDUE, error=_LATE, lease_until=None)
    else:
        words = failure.MAYBE_PAID if take.outcome == statuses.UNKNOWN else _NOT_MADE
        failure.fail(take.clip, take, ProviderError(words, permanent=True, operator=take.error or words))
    services.settle(take.clip.story_id)
