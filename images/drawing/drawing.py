"""Draw one picture: check it, take its turn, record the attempt, call the illustrator, store the picture.

Nothing here sleeps: a function gives back how long to wait, and the task comes back then. No database connection is
open while the illustrator draws.
"""

import logging
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from redis.exceptions import RedisError

from core.connections import release_connection
from images import events, statuses
from images.drawing import attempts, hosting, outcomes, preflight, throttle
from images.drawing.attempts import Attempt
from images.drawing.upload_buffer import BufferedPicture
from images.jobs import DRAWING
from images.models import Illustration
from providers import registry
from providers.base import Illustrator, PictureRequest, ProviderError
from stories import budget, ledger
from stories import statuses as story_statuses

log = logging.getLogger(__name__)

REDIS_RETRY_SECONDS = 5.0
DATABASE_RETRY_SECONDS = 15.0
SHEET_SECONDS = 3.0
# A message that waits for its turn comes back sooner than it must when the turn is far away: so freed tokens are used.
SHORTEST_RECHECK, LONGEST_RECHECK = 15.0, 600.0


def draw(story_id: UUID | str, number: int) -> float | None:
    """Draw the picture of one scene if it is queued, may be drawn, and its turn has come.

    Gives back the seconds after which to call again, None when there is nothing left to do. Never raises for what a
    provider does, nor for a database that is away: a drawing that fails for good is recorded as failed, and a sweep
    takes up again what could not be recorded.
    """
    try:
        return _draw(story_id, number)
    except (OperationalError, InterfaceError) as error:
        if connection.in_atomic_block:
            raise
        log.error("Picture %s of story %s: the database did not answer (%s).", number, story_id, error)
        return DATABASE_RETRY_SECONDS


def _draw(story_id: UUID | str, number: int) -> float | None:
    picture = _queued(story_id, number)
    if picture is None:
        return None
    if _waits_for_sheet(picture):
        return SHEET_SECONDS
    illustrator = registry.illustrator()
    try:
        preflight.check(picture, illustrator)
        turn = throttle.take(picture, illustrator)
        if turn is not None and not turn.granted:
            return _wait(picture, turn.wait)
        attempt = attempts.begin(picture, illustrator, turn)
    except budget.OverBudget as over:
        outcomes.fail(picture, ProviderError(str(over), permanent=True, operator=over.operator))
        return None
    except ProviderError as error:
        return outcomes.preflight_failed(picture, error)
    except RedisError as error:
        log.warning("Redis did not answer the token bucket (%s); trying again.", error)
        return REDIS_RETRY_SECONDS
    return _carry_out(attempt, illustrator) if attempt else None


def recheck_after(wait: float) -> float:
    """When a message whose turn is `wait` seconds away asks again, in seconds."""
    return min(wait, max(SHORTEST_RECHECK, wait / 4), LONGEST_RECHECK)


def _queued(story_id: UUID | str, number: int) -> Illustration | None:
    rows = Illustration.everything.select_related("scene", "story__template", "base", "current")
    ready = rows.exclude(depiction="").exclude(number__gt=Illustration.SHEET, story__status=story_statuses.SKETCHING)
    return ready.filter(story__pk=story_id, number=number, status=statuses.QUEUED).first()


def _waits_for_sheet(picture: Illustration) -> bool:
    """Whether the character sheet, which is sent along with this picture, is being drawn; then the picture waits."""
    sheets = Illustration.everything.filter(story=picture.story_id, number=Illustration.SHEET)
    if picture.is_sheet or not sheets.filter(status__in=statuses.ACTIVE).exists():
        return False
    DRAWING.put_off(picture, SHEET_SECONDS)
    return True


def _wait(picture: Illustration, wait: float) -> float:
    """Record when the turn will come, tell the pages if that has changed, and give back when to ask again."""
    starts_at = timezone.now() + timedelta(seconds=wait)
    moved = picture.starts_at is None or abs((picture.starts_at - starts_at).total_seconds()) > 1
    picture.starts_at = starts_at
    if DRAWING.put_off(picture, wait, starts_at=starts_at) and moved:
        events.picture_changed(picture)
    return recheck_after(wait)


def _carry_out(attempt: Attempt, illustrator: Illustrator) -> float | None:
    """Draw, store, and record what happened. Gives back the seconds after which to try again, or None."""
    expense, picture = attempt.version.expense, attempt.picture
    with DRAWING.holding(picture):
        try:
            request = attempts.request_of(attempt, illustrator)
            drawn = _drawn(attempt, illustrator, request)
        except ProviderError as error:
            ledger.failed(expense, error)
            return outcomes.failed(attempt, illustrator, error)
        except Exception:
            log.exception("Picture %s of story %s", picture.number, picture.story_id)
            return outcomes.failed(attempt, illustrator, _UNEXPECTED)
        try:
            hosted = hosting.store_drawn(drawn, request)
        except ProviderError as error:
            ledger.paid(expense, drawn.usage)
            return outcomes.failed(attempt, illustrator, error)
        ledger.paid(expense, drawn.usage)
        return outcomes.succeeded(attempt, drawn, hosted)


_UNEXPECTED = ProviderError("The illustrator stopped with an unexpected error.", answered=False)


def _drawn(attempt: Attempt, illustrator: Illustrator, request: PictureRequest) -> BufferedPicture:
    """Call the illustrator. No database connection is held from here until the picture is stored."""
    show = partial(events.preview, attempt.picture)
    release_connection()
    throttle.started(illustrator, attempt.turn)
    try:
        return BufferedPicture(illustrator.draw(request, show))
    finally:
        throttle.finished(illustrator, attempt.turn)
