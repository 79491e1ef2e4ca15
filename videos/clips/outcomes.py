"""Records what an answer or an error of a provider means to a clip: wait, try again, done, failed, or overdue."""

import logging
import math
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from core.connections import retry_db
from core.jobs import RetryPolicy, lease
from core.status import Conflict
from images.drawing.hosting import Hosted
from providers.base import ClipJob, JobNotFound, ProviderError
from providers.ffmpeg import Probe
from stories import ledger
from videos import removal, statuses
from videos.clips import failure
from videos.clips.animators import LOCAL, clip_providers_meaning
from videos.models import Clip, Take
from videos.settling import settle, settling

log = logging.getLogger(__name__)

RETRY = RetryPolicy(tries=3, first_pause=5.0)
UNCLEAR_SECONDS = 5.0
# A service that does not know the job is believed after so many polls and so much time.
ABSENT_POLLS = 3
ABSENT_TIME = timedelta(minutes=2)
_NOT_MADE = "This clip could not be made. Please try again."
_LATE = "It is taking very long. It may still come: go on waiting, or try again, which is paid for once more."


def record_submitted(take: Take, job: ClipJob) -> float | None:
    """Record the id of the job at the service. From here on any worker can go on."""
    now = timezone.now()
    soon = now + timedelta(seconds=0 if job.done else settings.VIDEO_POLL_SECONDS)
    until = now + timedelta(seconds=settings.VIDEO_TIMEOUT)
    log.info("Clip %s of story %s: %s knows it as %s.", *failure.label(take), take.provider, job.id)
    rows = Take.objects.filter(pk=take.pk, outcome__in=[statuses.ASKED, statuses.MAKING])
    known = {"job": job.id, "wait_until": until, "poll_at": soon}
    if not retry_db(lambda: rows.update(outcome=statuses.MAKING, **known)):
        retry_db(lambda: failure.reopen(take, **known))
        return None
    wait = (soon - now).total_seconds()
    retry_db(lambda: failure.advance(take, statuses.WORKING, lease_until=lease(wait), error=""))
    return None


def record_not_started(clip: Clip, error: ProviderError) -> float | None:
    """Record that nothing was submitted: the text was refused or could not be moderated, or the budget is used up.
    Returns the seconds until the next try, or None when the clip has failed."""
    if error.permanent or _since(clip.queued_at) > RETRY.longest_told_to_wait:
        retry_db(lambda: failure.fail(clip, None, error))
        return None
    wait = error.retry_after or UNCLEAR_SECONDS
    log.warning("Clip %s of story %s waits: %s", clip.number, clip.story_id, error.operator)
    rows = Clip.objects.filter(pk=clip.pk, status=statuses.QUEUED)
    rows.update(starts_at=timezone.now() + timedelta(seconds=wait), lease_until=lease(wait))
    return wait


def record_submit_failure(take: Take, error: ProviderError) -> float | None:
    """Record that the service refused the job or did not answer. Returns the seconds until the next submit or lookup,
    or None when the clip has failed."""
    ledger.failed(take.expense, error)
    return retry_db(lambda: _record_submit_failure(take, error))


def _record_submit_failure(take: Take, error: ProviderError) -> float | None:
    clip = take.clip
    if not error.permanent and not error.policy:
        if not error.answered and error.reached and take.provider != LOCAL:
            return _put_off(take, statuses.ASKED, error, UNCLEAR_SECONDS, clip.tries)
        next_try = RETRY.after(error, tries=clip.tries, since=take.started_at, failures=_failures(take))
        if next_try:
            if error.retry_after is not None:
                _delay_others(take, error.retry_after)
            return _put_off(take, statuses.LATER, error, next_try.seconds, clip.tries - (not next_try.spends_try))
    failure.fail(clip, take, error)
    return None


def record_lookup_failure(take: Take, error: ProviderError) -> float | None:
    """Record that the service did not say whether a submitted take exists. It is never submitted again automatically,
    for it may have been paid for. Returns the seconds until the next lookup, or None when a person is to decide."""
    asked = _since(take.started_at) < timedelta(seconds=settings.VIDEO_TIMEOUT)
    if asked and (error.account or not error.permanent):
        wait = error.retry_after or RETRY.pause(_failures(take))
        return retry_db(lambda: _put_off(take, statuses.ASKED, error, wait, take.clip.tries - 1))
    unknown = ProviderError(
        failure.MAYBE_PAID, permanent=True, answered=False, operator=f"{failure.MAYBE_PAID} {error.operator}"
    )
    retry_db(lambda: failure.fail(take.clip, take, unknown))
    return None


def _put_off(take: Take, outcome: str, error: ProviderError, wait: float, tries: int) -> float | None:
    """Queue the clip again, to use the same take after `wait` seconds."""
    log.warning("Clip %s of story %s is put off: %s", *failure.label(take), error.operator)
    Take.objects.filter(pk=take.pk, outcome__in=statuses.OPEN, job="").update(outcome=outcome, error=error.operator)
    starts_at = timezone.now() + timedelta(seconds=wait)
    changes = {"tries": tries, "starts_at": starts_at, "lease_until": lease(wait)}
    return wait if failure.advance(take, statuses.QUEUED, note=error.operator, **changes) else None


def _delay_others(take: Take, seconds: float) -> None:
    """The provider told one clip to wait: let all its queued clips wait as long."""
    until = timezone.now() + timedelta(seconds=seconds)
    rows = Clip.objects.filter(status=statuses.QUEUED, provider__in=clip_providers_meaning(take.provider))
    rows.exclude(starts_at__gt=until).update(starts_at=until, lease_until=lease(seconds))


def _failures(take: Take) -> int:
    """How many failures in a row brought the take to its age, when each was followed by twice the pause."""
    age = max(0.0, _since(take.started_at).total_seconds())
    return 1 + int(math.log2(1 + age / RETRY.first_pause))


def _since(moment: datetime | None) -> timedelta:
    return timezone.now() - moment if moment else timedelta(0)


def record_poll_failure(take: Take, error: ProviderError) -> float | None:
    """Record that the job has failed, or that only the poll did. Returns the seconds until the next poll, or None."""
    if isinstance(error, JobNotFound):
        if not _is_surely_gone(take):
            return poll_later(take, error)
        # The service accepted it once, so it may have been paid for.
        error = ProviderError(error.message, permanent=True, answered=False, operator=error.operator)
    if error.permanent and not error.account:
        ledger.failed(take.expense, error)
        retry_db(lambda: failure.fail(take.clip, take, error))
        return None
    log.warning("Clip %s of story %s was not polled: %s", *failure.label(take), error.operator)
    return poll_later(take, error)


def _is_surely_gone(take: Take) -> bool:
    """Whether the service has not known the job for long enough. A new job may not be known everywhere there at
    once."""
    Take.objects.filter(pk=take.pk).update(absences=F("absences") + 1)
    return take.absences + 1 >= ABSENT_POLLS and _since(take.started_at) >= ABSENT_TIME


def poll_later(take: Take, trouble: ProviderError | None = None) -> float | None:
    """The job is not done yet, or `trouble` kept us from its clip. Returns the seconds until the next poll, or None
    when the clip is overdue now."""
    now = timezone.now()
    if take.wait_until and now > take.wait_until:
        retry_db(lambda: _record_overdue(take, trouble))
        return None
    wait = max(poll_interval(take.started_at), (trouble and trouble.retry_after) or 0.0)
    said = {"error": trouble.message} if trouble and trouble.account else {}
    Take.objects.filter(pk=take.pk).update(poll_at=now + timedelta(seconds=wait))
    rows = Clip.objects.filter(pk=take.clip_id, status=statuses.WORKING)
    rows.update(lease_until=lease(wait), **said)
    return wait


def _record_overdue(take: Take, trouble: ProviderError | None) -> None:
    words = f"{_LATE} {trouble.message}" if trouble else _LATE
    # Clip and take together: a clip that waits for a closed take would look lost.
    with suppress(Conflict), settling(take.clip.story_id):
        failure.advance(take, statuses.OVERDUE, note=trouble.operator if trouble else "", error=words, lease_until=None)
        Take.objects.filter(pk=take.pk, outcome=statuses.MAKING).update(outcome=statuses.LATE)


def poll_interval(since: datetime | None) -> float:
    """Seconds until the next poll: VIDEO_POLL_SECONDS, growing to half a minute with the time since then."""
    age = (timezone.now() - since) / timedelta(seconds=10) if since else 0.0
    return max(float(settings.VIDEO_POLL_SECONDS), min(30.0, age))


def record_made(take: Take, hosted: Hosted, found: Probe, *, size: int) -> None:
    """Record where the clip is stored, its properties and its `size` in bytes. It is shown from now on, unless
    something else was requested meanwhile."""
    fields = {
        "outcome": statuses.MADE,
        "error": "",
        "finished_at": timezone.now(),
        "host": hosted.host,
        "wanted_host": hosted.wanted,
        "host_key": hosted.stored.key,
        "url": hosted.stored.url,
        "poster_url": hosted.stored.thumbnail_url,
        "width": found.width,
        "height": found.height,
        "seconds": found.seconds,
        "size": size,
    }
    for name, value in fields.items():
        setattr(take, name, value)
    retry_db(lambda: _close_made(take, fields))
    removal.discard_if_gone(take, hosted)


def _close_made(take: Take, fields: dict[str, Any]) -> None:
    """Clip and take together: a clip that waits for a closed take would look lost."""
    with suppress(Conflict), settling(take.clip.story_id):
        failure.advance(take, statuses.READY, current=take, error="", lease_until=None)
        Take.objects.filter(pk=take.pk).update(**fields)


def sync_clip(take: Take) -> None:
    """Bring the clip in line with its last take, which a service made and which is closed. It is never submitted again
    automatically: it was paid for, or may have been."""
    if take.outcome == statuses.MADE:
        failure.advance(take, statuses.READY, current=take, error="", lease_until=None)
    elif take.outcome == statuses.LATE:
        failure.advance(take, statuses.OVERDUE, error=_LATE, lease_until=None)
    else:
        words = failure.MAYBE_PAID if take.outcome == statuses.UNKNOWN else _NOT_MADE
        failure.fail(take.clip, take, ProviderError(words, permanent=True, operator=take.error or words))
    settle(take.clip.story_id)
