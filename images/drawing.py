"""Drawing one picture: wait for the turn, record the attempt, call the illustrator, keep what comes back.

Nothing here sleeps: whoever has to wait is told how long, and its task comes back then. No database connection is open
while the illustrator draws.
"""

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from redis.exceptions import RedisError

from core import leases
from core.ratelimit import Turn
from core.status import Conflict, move
from images import announcements, prompts, services, softening, statuses, turns
from images.models import Illustration, Version
from images.names import picture_name
from providers import registry
from providers.base import Illustrator, Kept, Picture, PictureRequest, ProviderError

log = logging.getLogger(__name__)

MAX_TRIES = 3  # of one picture, each time it is asked for
MAX_SOFTENING = 2
BACKOFF_SECONDS = 2.0
REDIS_RETRY_SECONDS = 5.0
LONGEST_RATE_LIMIT = timedelta(hours=2)  # then a provider that only ever says "later" is a failure
# A message that waits for its turn comes back sooner than it must when the turn is far away: so freed tokens are used.
SHORTEST_RECHECK, LONGEST_RECHECK = 15.0, 600.0


@dataclass(frozen=True)
class Attempt:
    """One attempt at a picture, as it was recorded."""

    picture: Illustration
    version: Version
    turn: Turn | None
    asked_at: datetime | None


def draw(story_id: UUID | str, number: int) -> float | None:
    """Draw the picture of one scene if it is queued and its turn has come.

    Gives back the seconds after which to call again, or None when there is nothing left to do. Never raises for what
    a provider does: a drawing that fails for good is recorded as failed.
    """
    picture = _queued(story_id, number)
    if picture is None:
        return None
    illustrator = registry.illustrator()
    try:
        turn = turns.take(picture, illustrator)
    except RedisError as error:
        log.warning("Redis did not answer the token bucket (%s); trying again.", error)
        return REDIS_RETRY_SECONDS
    if turn is not None and not turn.granted:
        return _wait(picture, turn.wait)
    attempt = _begin(picture, illustrator, turn)
    return _carry_out(attempt, illustrator) if attempt else None


def recheck_after(wait: float) -> float:
    """When a message whose turn is `wait` seconds away asks again, in seconds."""
    return min(wait, max(SHORTEST_RECHECK, wait / 4), LONGEST_RECHECK)


def _queued(story_id: UUID | str, number: int) -> Illustration | None:
    rows = Illustration.objects.select_related("scene", "story", "base", "current")
    return rows.filter(story__pk=story_id, number=number, status=statuses.QUEUED).exclude(depiction="").first()


def _wait(picture: Illustration, wait: float) -> float:
    """Note when the turn will come, tell the pages when that changed, and give back when to ask again."""
    starts_at = timezone.now() + timedelta(seconds=wait)
    moved = picture.starts_at is None or abs((picture.starts_at - starts_at).total_seconds()) > 1
    rows = Illustration.objects.filter(pk=picture.pk, status=statuses.QUEUED)
    picture.starts_at = starts_at
    if rows.update(starts_at=starts_at, lease_until=leases.lease(wait)) and moved:
        announcements.turn_changed(picture)
    return recheck_after(wait)


def _begin(picture: Illustration, illustrator: Illustrator, turn: Turn | None) -> Attempt | None:
    """Record the attempt before it costs anything; None when another worker was faster."""
    number = (picture.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    tries = picture.tries + 1
    try:
        with transaction.atomic():
            move(picture, statuses.GENERATING, lease_until=leases.lease(), starts_at=None, tries=tries)
            version = _record(picture, illustrator, number)
    except Conflict:
        turns.give_back(illustrator, turn)
        return None
    return Attempt(picture, version, turn, picture.queued_at)


def _record(picture: Illustration, illustrator: Illustrator, number: int) -> Version:
    prompt, softened = softening.soften(_prompt(picture), picture.softening)
    return Version.objects.create(
        illustration=picture,
        number=number,
        prompt=prompt,
        mode=picture.mode,
        note=picture.change,
        softening=picture.softening,
        softened=softened,
        provider=illustrator.name,
        model=illustrator.model,
    )


def _prompt(picture: Illustration) -> str:
    return prompts.compose(
        art_style=picture.story.art_style,
        character=picture.story.character,
        depiction=picture.depiction,
        mood=picture.scene.mood,
        change=picture.change,
    )


def _request(picture: Illustration, version: Version) -> PictureRequest:
    return PictureRequest(
        prompt=version.prompt,
        seed=str(picture.story_id),
        scene_number=picture.number,
        version=version.number,
        mood=picture.scene.mood,
        beat=picture.scene.kind,
        note=picture.change,
        base=_base(picture),
    )


def _base(picture: Illustration) -> bytes | None:
    base = picture.base
    return registry.host(base.host).fetch(base.kept) if base and base.key else None


def _carry_out(attempt: Attempt, illustrator: Illustrator) -> float | None:
    """Draw, keep, and record what happened. Gives back the seconds after which to try again, or None."""
    mine = Illustration.objects.filter(pk=attempt.picture.pk, status=statuses.GENERATING, tries=attempt.picture.tries)
    with leases.holding(mine):
        if not connection.in_atomic_block:
            connection.close()  # a drawing may take minutes; it needs no connection
        try:
            request = _request(attempt.picture, attempt.version)
            turns.started(illustrator, attempt.turn)
            drawn = illustrator.draw(request)
            kept = _keep(drawn, request)
        except ProviderError as error:
            return _failed(attempt, illustrator, error)
        except Exception:
            log.exception("Picture %s of story %s", attempt.picture.number, attempt.picture.story_id)
            return _failed(attempt, illustrator, ProviderError("The illustrator stopped with an unexpected error."))
    _succeeded(attempt, drawn, kept)
    return None


def _keep(drawn: Picture, request: PictureRequest) -> Kept:
    """Keep the picture, at the second try if need be. Drawing it again would not help a host that cannot keep it, and
    would be paid for again: so a failure here is permanent."""
    host, name = registry.host(), picture_name(request)
    try:
        return host.keep(drawn, story_id=request.seed, name=name)
    except ProviderError as error:
        log.warning("%s Trying once more.", error.message)
    try:
        return host.keep(drawn, story_id=request.seed, name=name)
    except ProviderError as error:
        raise ProviderError(f"It was drawn but could not be kept. {error.message}", permanent=True) from error


def _succeeded(attempt: Attempt, drawn: Picture, kept: Kept) -> None:
    """Show the picture. One that was given up for lost meanwhile is kept as a version, and shown if none came since."""
    version, story_id = attempt.version, attempt.picture.story_id
    _keep_version(version, drawn, kept)
    done: dict[str, Any] = {"lease_until": None, "starts_at": None, "error": ""}
    try:
        with transaction.atomic():
            picture = _still_mine(attempt)
            version.refresh_from_db()
            if statuses.PENDING in picture.transitions[picture.status]:
                move(picture, statuses.PENDING, current=version, **done)
    except Conflict:
        log.info("Picture %s of story %s went on without version %s.", attempt.picture.number, story_id, version.number)
    services.settle(story_id)


def _still_mine(attempt: Attempt) -> Illustration:
    """The picture as it is now, locked. Raises Conflict when a later attempt is under way, when people asked for
    something else meanwhile, or when it is gone."""
    picture = Illustration.objects.select_for_update().filter(pk=attempt.picture.pk).first()
    if picture is None:
        raise Conflict("The picture is gone.", None)
    later = picture.versions.filter(number__gt=attempt.version.number).exists()
    if later or picture.queued_at != attempt.asked_at:
        raise Conflict("A later attempt is under way.", picture.status)
    return picture


def _keep_version(version: Version, drawn: Picture, kept: Kept) -> None:
    Version.objects.filter(pk=version.pk).update(
        outcome=statuses.DRAWN,
        error="",
        finished_at=timezone.now(),
        host=registry.host().name,
        key=kept.key,
        url=kept.url,
        thumbnail_url=kept.thumbnail_url,
        width=drawn.width,
        height=drawn.height,
        size=len(drawn.data),
    )


def _failed(attempt: Attempt, illustrator: Illustrator, error: ProviderError) -> float | None:
    picture, version = attempt.picture, attempt.version
    outcome = statuses.REFUSED if error.policy else statuses.BROKEN
    rows = Version.objects.filter(pk=version.pk, outcome=statuses.DRAWING)
    rows.update(outcome=outcome, error=error.message, finished_at=timezone.now())
    if not error.reached:
        turns.give_back(illustrator, attempt.turn)
    if error.retry_after:
        turns.pause(illustrator, error.retry_after)
    try:
        with transaction.atomic():
            _still_mine(attempt)
            if _worth_another(picture, error):
                return _again(picture, error)
            _give_up(picture, error.message)
    except Conflict:
        log.info("Picture %s of story %s went on meanwhile.", picture.number, picture.story_id)
    return None


def _worth_another(picture: Illustration, error: ProviderError) -> bool:
    if error.policy:
        return picture.softening < MAX_SOFTENING
    if error.retry_after is not None and not error.permanent:
        return _asked_lately(picture)  # being told to wait spends no try
    return not error.permanent and picture.tries < MAX_TRIES


def _asked_lately(picture: Illustration) -> bool:
    return picture.queued_at is None or timezone.now() - picture.queued_at < LONGEST_RATE_LIMIT


def _again(picture: Illustration, error: ProviderError) -> float:
    """Queue the picture for another try: softer at once after a refusal, else after a growing, jittered pause."""
    softer = picture.softening + error.policy
    tries = picture.tries - 1 if error.retry_after is not None and not error.policy else picture.tries
    wait = 0.0 if error.policy else error.retry_after or _backoff(picture.tries)
    starts_at = timezone.now() + timedelta(seconds=wait)
    move(
        picture,
        statuses.QUEUED,
        note=error.message,
        softening=softer,
        tries=tries,
        starts_at=starts_at,
        lease_until=leases.lease(wait),
    )
    return wait


def _backoff(tries: int) -> float:
    return BACKOFF_SECONDS * 2 ** (tries - 1) * random.uniform(0.75, 1.25)


def _give_up(picture: Illustration, reason: str) -> None:
    move(picture, statuses.FAILED, note=reason, error=reason, lease_until=None, starts_at=None)
    services.settle(picture.story_id)


def take_back(picture: Illustration) -> bool:
    """Take a picture from a worker that died: its attempt's outcome is unknown, and it is queued again.

    Gives back whether it was queued; after MAX_TRIES it fails in words instead. Raises Conflict when the worker was
    alive after all.
    """
    lost = "The worker stopped while it was being drawn; whether that attempt was paid for is not known."
    with transaction.atomic():
        again = picture.tries < MAX_TRIES
        if again:
            move(picture, statuses.QUEUED, note=lost, starts_at=None, lease_until=leases.lease())
        else:
            sentence = "Drawing this picture was interrupted three times. Please draw it again."
            move(picture, statuses.FAILED, note=lost, error=sentence, lease_until=None)
        rows = picture.versions.filter(outcome=statuses.DRAWING)
        rows.update(outcome=statuses.UNKNOWN, error=lost, finished_at=timezone.now())
    if not again:
        services.settle(picture.story_id)
    return again
