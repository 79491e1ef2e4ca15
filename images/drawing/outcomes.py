"""What became of an attempt: drawn, to be tried again, or failed; and what became of attempts whose worker died."""

import logging
import random
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from core import leases
from core.connections import retry_db
from core.status import Conflict, move
from images import events, statuses
from images.drawing import throttle
from images.drawing.attempts import Attempt
from images.drawing.hosting import Hosted
from images.drawing.upload_buffer import BufferedPicture
from images.models import Decision, Illustration, Version
from images.queueing import send_picture
from images.settling import settling
from providers.base import Illustrator, ProviderError
from stories import statuses as story_statuses
from stories.models import Story

log = logging.getLogger(__name__)

MAX_TRIES = 3  # of one picture, each time it is asked for
MAX_SOFTENING = 2
BACKOFF_SECONDS = 2.0
LONGEST_BACKOFF = 60.0  # seconds
UNCLEAR_SECONDS = 5.0
LONGEST_RATE_LIMIT = timedelta(hours=2)  # then a provider that only ever says "later" is a failure
LONGEST_AWAY = timedelta(minutes=10)  # then a provider that nobody reaches is a failure
LONGEST_UNCLEAR = timedelta(minutes=10)
# A picture in one of these may be waiting for an answer that was given up; in all others people have decided since.
UNANSWERED = frozenset({statuses.QUEUED, statuses.GENERATING, statuses.FAILED})


def succeeded(attempt: Attempt, drawn: BufferedPicture, hosted: Hosted) -> float | None:
    """Record the drawn version and show it, unless a newer one is shown or something else was asked for meanwhile.
    Gives back the seconds after which to draw the next variation, None without one."""
    retry_db(lambda: _keep_version(attempt.version, drawn, hosted))
    return retry_db(lambda: _show(attempt))


def _show(attempt: Attempt) -> float | None:
    version = attempt.version
    try:
        with settling(attempt.picture.story_id):
            picture = _still_mine(attempt)
            version.refresh_from_db()
            if picture.variations and picture.status in statuses.ACTIVE:
                return _next_variation(picture, version)
            if picture.status in UNANSWERED:
                move(picture, statuses.PENDING, current=version, lease_until=None, starts_at=None, error="")
    except Conflict:
        log.info("Picture %s of story %s went on without version %s.", *_named(attempt), version.number)
    return None


def _next_variation(picture: Illustration, version: Version) -> float:
    """Show this one, and queue the next."""
    fresh: dict[str, Any] = {"tries": 0, "softening": 0, "starts_at": None, "lease_until": leases.lease()}
    left = picture.variations - 1
    move(picture, statuses.QUEUED, current=version, variations=left, queued_at=timezone.now(), **fresh)
    return 0.0


def _named(attempt: Attempt) -> tuple[int, UUID]:
    return attempt.picture.number, attempt.picture.story_id


def _still_mine(attempt: Attempt) -> Illustration:
    """The picture as it is now, locked. Raises Conflict when a later attempt is under way, when people asked for
    something else meanwhile, or when it is gone."""
    # Ordered by its own key: the usual order is by the story's, which would be locked with it, and after it.
    rows = Illustration.everything.select_for_update().filter(pk=attempt.picture.pk).order_by("pk")
    picture = rows.first()
    if picture is None:
        raise Conflict("The picture is gone.", None)
    later = picture.versions.filter(number__gt=attempt.version.number).exists()
    if later or picture.queued_at != attempt.asked_at:
        raise Conflict("A later attempt is under way.", picture.status)
    return picture


def _keep_version(version: Version, drawn: BufferedPicture, hosted: Hosted) -> None:
    Version.objects.filter(pk=version.pk).update(
        outcome=statuses.DRAWN,
        error="",
        finished_at=timezone.now(),
        host=hosted.host,
        wanted_host=hosted.wanted,
        key=hosted.stored.key,
        url=hosted.stored.url,
        thumbnail_url=hosted.stored.thumbnail_url,
        width=drawn.width,
        height=drawn.height,
        size=drawn.size,
    )


def failed(attempt: Attempt, illustrator: Illustrator, error: ProviderError) -> float | None:
    """Record a failed attempt. Gives back the seconds after which to try again, or None when the picture has failed."""
    if not error.reached:
        throttle.give_back(illustrator, attempt.turn)
    if error.retry_after:
        throttle.pause(illustrator, error.retry_after)
    return retry_db(lambda: _record(attempt, error))


def _record(attempt: Attempt, error: ProviderError) -> float | None:
    _close(attempt, _outcome(error), error.operator)
    try:
        with settling(attempt.picture.story_id) as story:
            picture = _still_mine(attempt)
            if picture.status != statuses.GENERATING:
                raise Conflict("It was taken for lost meanwhile.", picture.status)
            if story.stopped and not error.permanent:  # another picture has found out that nothing will go through
                error = ProviderError(story.error, permanent=True, operator=story.stopped)
            if _worth_another(picture, error):
                return _again(picture, error)
            _give_up(picture, error)
    except Conflict:
        log.info("Picture %s of story %s went on meanwhile.", *_named(attempt))
    return None


def _outcome(error: ProviderError) -> str:
    if error.policy:
        return statuses.REFUSED
    return statuses.BROKEN if error.answered or not error.reached else statuses.UNKNOWN


def _close(attempt: Attempt, outcome: str, why: str) -> None:
    rows = Version.objects.filter(pk=attempt.version.pk, outcome=statuses.DRAWING)
    rows.update(outcome=outcome, error=why, finished_at=timezone.now())


def _worth_another(picture: Illustration, error: ProviderError) -> bool:
    if error.policy:
        return picture.softening < MAX_SOFTENING
    if error.permanent:
        return False
    if _spends_a_try(error):
        return picture.tries < MAX_TRIES
    return _asked_within(picture, LONGEST_AWAY if error.retry_after is None else LONGEST_RATE_LIMIT)


def _spends_a_try(error: ProviderError) -> bool:
    """Neither being told to wait nor finding nobody there does: no call was made that could have been paid for."""
    return error.policy or (error.reached and error.retry_after is None)


def _asked_within(picture: Illustration, limit: timedelta) -> bool:
    return picture.queued_at is None or timezone.now() - picture.queued_at < limit


def _again(picture: Illustration, error: ProviderError) -> float:
    """Queue the picture for another try: softer at once after a refusal, else after a growing, jittered pause."""
    softer = picture.softening + error.policy
    tries = picture.tries if _spends_a_try(error) else picture.tries - 1
    wait = 0.0 if error.policy else error.retry_after or _backoff(_failures(picture))
    starts_at = timezone.now() + timedelta(seconds=wait)
    move(
        picture,
        statuses.QUEUED,
        note=error.operator,
        softening=softer,
        tries=tries,
        starts_at=starts_at,
        lease_until=leases.lease(wait),
    )
    return wait


def _failures(picture: Illustration) -> int:
    """How many attempts failed since the picture was asked for; the one that just did included."""
    rows = picture.versions.filter(outcome__in=[statuses.BROKEN, statuses.UNKNOWN])
    return max(1, rows.filter(started_at__gte=picture.queued_at).count() if picture.queued_at else picture.tries)


def _backoff(failures: int) -> float:
    return min(BACKOFF_SECONDS * 2 ** (failures - 1), LONGEST_BACKOFF) * random.uniform(0.75, 1.25)


def _give_up(picture: Illustration, error: ProviderError) -> None:
    """Fail the picture in words; and with it all that waits, when the provider would refuse everything."""
    _end(picture, error.message, note=error.operator)
    if error.account:
        _stop(picture.story_id, error)


def _end(picture: Illustration, why: str, *, note: str) -> None:
    """Nothing more of it is drawn. Where some of several variations were, these are there to be looked at."""
    drawn = _variations_drawn(picture)
    status = statuses.PENDING if drawn else statuses.FAILED
    if drawn:
        why = f"{_SO_FAR[drawn]} drawn. {why}"
    move(picture, status, note=note, error=why, lease_until=None, starts_at=None, variations=0)


_SO_FAR = {1: "One of four was", 2: "Two of four were", 3: "Three of four were"}


def _variations_drawn(picture: Illustration) -> int:
    """How many of the variations that were asked for last are drawn; 0 where something else was."""
    if picture.current_id is None:
        return 0
    last = picture.decisions.order_by("pk").last()
    asked = last is not None and last.action == Decision.VARY
    return Illustration.VARIATIONS - 1 - picture.variations if asked else 0


def _stop(story_id: UUID, error: ProviderError) -> None:
    """Let nothing else of this story go out, until the operator has done what the error says."""
    log.error("Story %s stopped. %s", story_id, error.operator)
    Story.objects.filter(pk=story_id).update(error=error.message, stopped=error.operator)
    waiting_ones = Illustration.objects.filter(story=story_id, status=statuses.QUEUED)
    for waiting in waiting_ones.exclude(story__status=story_statuses.SKETCHING):  # those were not asked for yet
        try:
            _end(waiting, error.message, note=error.operator)
        except Conflict:
            continue  # another worker has just begun it; it will hear the same
    events.stopped(story_id, error.message)


def not_drawn(picture: Illustration, error: ProviderError) -> None:
    """Fail a picture that was not even begun, or whose call did not go out, saying why."""
    try:
        with settling(picture.story_id):
            _give_up(picture, error)
    except Conflict:
        log.info("Picture %s of story %s went on meanwhile.", picture.number, picture.story_id)


def not_cleared(picture: Illustration, error: ProviderError) -> float | None:
    """What to do with a picture whose words must not be used, or that nobody could look at: fail it, or look again
    after the seconds that are given back."""
    if error.permanent or not _asked_within(picture, LONGEST_UNCLEAR):
        not_drawn(picture, error)
        return None
    wait = error.retry_after or UNCLEAR_SECONDS
    rows = Illustration.everything.filter(pk=picture.pk, status=statuses.QUEUED)
    rows.update(lease_until=leases.lease(wait))
    log.warning("Picture %s of story %s waits: %s", picture.number, picture.story_id, error.operator)
    return wait


def reclaim(picture: Illustration) -> None:
    """Take a picture from a worker that died. The outcome of its attempt is unknown, and it is queued again; after
    MAX_TRIES it fails instead. Raises Conflict when the worker is alive after all."""
    lost = "The worker stopped while it was being drawn; whether that attempt was paid for is not known."
    with settling(picture.story_id):
        _check_still_abandoned(picture)
        if picture.tries < MAX_TRIES:
            move(picture, statuses.QUEUED, note=lost, starts_at=None, lease_until=leases.lease())
            send_picture(picture)
        else:
            sentence = "Drawing this picture was interrupted three times. Please draw it again."
            _end(picture, sentence, note=lost)
        rows = picture.versions.filter(outcome=statuses.DRAWING)
        rows.update(outcome=statuses.UNKNOWN, error=lost, finished_at=timezone.now())
    throttle.lost(picture)


def _check_still_abandoned(picture: Illustration) -> None:
    """Raise Conflict when its lease is another by now: its worker was slow and renewed it, or another sweep was faster
    and the next attempt is under way, which has the same status."""
    rows = Illustration.everything.filter(pk=picture.pk, lease_until=picture.lease_until, tries=picture.tries)
    if rows.select_for_update().order_by("pk").first() is None:
        raise Conflict("Somebody is at work on it.", picture.status)
