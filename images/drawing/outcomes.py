"""What becomes of an attempt at a picture: shown, tried again, or failed in words."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.connections import retry_db
from core.jobs import NextTry
from core.status import Conflict, locked, move
from images import events, removal, statuses
from images.drawing.hosting import BufferedPicture, Hosted
from images.jobs import end, picture_jobs
from images.models import Illustration, Version
from images.settling import settling
from providers.base import ProviderError
from stories import statuses as story_statuses
from stories.models import Story

log = logging.getLogger(__name__)

MAX_SOFTENING = 2
UNCLEAR_SECONDS = 5.0
LONGEST_UNCLEAR = timedelta(minutes=10)
# In these statuses a late answer is still shown; in all others a person has decided since.
UNANSWERED = frozenset({statuses.QUEUED, statuses.GENERATING, statuses.FAILED})


def succeeded(picture: Illustration, version: Version, drawn: BufferedPicture, hosted: Hosted) -> float | None:
    """Record the drawn version and show it, unless a newer one is under way or something else was asked for meanwhile.
    Returns the seconds after which to draw the next variation, None without one."""
    return retry_db(lambda: _record_success(picture, version, drawn, hosted))


def _record_success(picture: Illustration, version: Version, drawn: BufferedPicture, hosted: Hosted) -> float | None:
    recorded = Version.objects.filter(pk=version.pk).update(
        outcome=statuses.DRAWN,
        error="",
        finished_at=timezone.now(),
        width=drawn.width,
        height=drawn.height,
        size=drawn.size,
        missing=drawn.missing,
        unchanged=drawn.unchanged,
        **hosted.columns,
    )
    if not recorded:
        log.info("Picture %s is not kept: story %s was deleted while it was drawn.", *_named(picture))
        removal.discard(picture.story_id, hosted)
        return None
    try:
        with settling(picture.story_id):
            row = _locked(picture, version)
            version.refresh_from_db()
            if row.variations and row.status in statuses.ACTIVE and not row.stopped:
                left = row.variations - 1
                picture_jobs.ask(row, by="", current=version, variations=left, softening=0, starts_at=None)
                return 0.0
            if row.status in UNANSWERED:
                done: dict[str, Any] = {"lease_until": None, "starts_at": None, "variations": 0, "stopped": False}
                move(row, statuses.PENDING, current=version, error="", **done)
    except Conflict:
        log.info("Picture %s of story %s went on without version %s.", *_named(picture), version.number)
    return None


def _locked(picture: Illustration, version: Version) -> Illustration:
    """The picture as it is now, locked. Raises Conflict when an attempt later than `version` is under way, when people
    asked for something else since `picture` was read, or when it is gone."""
    row = locked(picture_jobs.rows(picture))
    if row.queued_at != picture.queued_at or row.versions.filter(number__gt=version.number).exists():
        raise Conflict("A later attempt is under way.")
    return row


def failed(picture: Illustration, version: Version, error: ProviderError) -> float | None:
    """Record a failed attempt. Returns the seconds after which to try again, None when the picture has failed."""
    return retry_db(lambda: _record_failure(picture, version, error))


def _record_failure(picture: Illustration, version: Version, error: ProviderError) -> float | None:
    if not version.job or picture_jobs.mine(picture).exists():  # else another worker collects the same job
        _close(version, error)
    try:
        with settling(picture.story_id) as story:
            row = _locked(picture, version)
            if not picture_jobs.mine(picture).exists():
                raise Conflict("It was reclaimed meanwhile.")
            if story.stopped and not error.permanent:  # another picture has found out that nothing will go through
                error = ProviderError(story.error, permanent=True, operator=story.stopped)
            next_try = None if row.stopped else _next_try(row, error)
            if next_try is None:
                _fail(row, error)
                return None
            picture_jobs.queue_again(
                row,
                next_try.seconds,
                note=error.operator,
                softening=row.softening + error.policy,
                tries=row.tries - (not next_try.spends_try),
                starts_at=timezone.now() + timedelta(seconds=next_try.seconds),
            )
            return next_try.seconds
    except Conflict:
        log.info("Picture %s of story %s went on meanwhile.", *_named(picture))
    return None


def _close(version: Version, error: ProviderError) -> None:
    outcome = statuses.BROKEN if error.answered or not error.reached else statuses.UNKNOWN
    outcome = statuses.REFUSED if error.policy else outcome
    rows = Version.objects.filter(pk=version.pk, outcome=statuses.DRAWING)
    rows.update(outcome=outcome, error=error.operator, finished_at=timezone.now())


def _next_try(picture: Illustration, error: ProviderError) -> NextTry | None:
    """The next try after this error: with a softer prompt at once after a refusal, else as every job does."""
    if error.policy:
        return NextTry(0.0, spends_try=True) if picture.softening < MAX_SOFTENING else None
    failures = _failures(picture)
    return picture_jobs.retry.after(error, tries=picture.tries, since=picture.queued_at, failures=failures)


def _failures(picture: Illustration) -> int:
    """How many attempts failed since the picture was asked for, this one included."""
    rows = picture.versions.filter(outcome__in=[statuses.BROKEN, statuses.UNKNOWN])
    return rows.filter(started_at__gte=picture.queued_at).count() if picture.queued_at else picture.tries


def preflight_failed(picture: Illustration, error: ProviderError) -> float | None:
    """Fail a picture whose text is not allowed; check again later if the moderator did not answer. Returns the
    seconds until then, None when the picture has failed."""
    since = picture.queued_at
    if error.permanent or (since is not None and timezone.now() - since >= LONGEST_UNCLEAR):
        fail(picture, error)
        return None
    wait = error.retry_after or UNCLEAR_SECONDS
    picture_jobs.put_off(picture, wait)
    log.warning("Picture %s of story %s waits: %s", *_named(picture), error.operator)
    return wait


def fail(picture: Illustration, error: ProviderError) -> None:
    """Fail a picture for which no call went out."""
    try:
        with settling(picture.story_id):
            _fail(picture, error)
    except Conflict:
        log.info("Picture %s of story %s went on meanwhile.", *_named(picture))


def _fail(picture: Illustration, error: ProviderError) -> None:
    """Fail the picture in words; and all that are queued with it, if the provider would refuse everything."""
    end(picture, error.message, note=error.operator)
    if error.account:
        _stop(picture.story_id, error)


def _stop(story_id: UUID, error: ProviderError) -> None:
    """Let nothing else of this story go out, until the operator has done what the error says."""
    log.error("Story %s stopped. %s", story_id, error.operator)
    Story.everything.filter(pk=story_id).update(error=error.message, stopped=error.operator)
    queued = Illustration.objects.filter(story=story_id, status=statuses.QUEUED)
    for picture in queued.exclude(story__status=story_statuses.SKETCHING):  # those were not asked for yet
        try:
            end(picture, error.message, note=error.operator)
        except Conflict:
            continue  # another worker has just begun it; it will hear the same
    events.stopped(story_id, error.message)


def _named(picture: Illustration) -> tuple[int, UUID]:
    return picture.number, picture.story_id
