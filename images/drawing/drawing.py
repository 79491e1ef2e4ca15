"""Draw one picture: check it, take its turn, record the attempt, call the illustrator, store the picture.

Where the illustrator's service works by a queue, its name of the job is recorded before the job is waited for. A worker
that takes over from one that died goes on there.

Nothing here sleeps: a function returns how long to wait, and the task comes back then. No database connection is
open while the illustrator draws.
"""

import logging
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from redis.exceptions import RedisError

from core.connections import release_connection, retry_db
from core.status import Conflict
from core.token_bucket import Bucket, Turn
from images import costs, events, rejection_reasons, statuses
from images.drawing import hosting, outcomes, preflight, prompts, references, throttle
from images.drawing.hosting import BufferedPicture
from images.illustrators import illustrator_of
from images.jobs import bucket_of, collectable, lose_attempts, picture_jobs
from images.models import Illustration, Version
from providers import registry
from providers.base import Illustrator, Picture, PictureRequest, ProviderError, QueuedIllustrator
from stories import ledger
from stories import statuses as story_statuses

log = logging.getLogger(__name__)

REDIS_AWAY_SECONDS = 5.0
DATABASE_AWAY_SECONDS = 15.0
SHEET_SECONDS = 3.0
_UNEXPECTED = ProviderError("The illustrator stopped with an unexpected error.", answered=False)


class Attempt(NamedTuple):
    """One attempt at a picture, as it was recorded. `turn` is the token from `bucket` that it takes; `sheet` is the
    character sheet that is sent along, if one is."""

    picture: Illustration
    version: Version
    bucket: Bucket
    turn: Turn
    sheet: Version | None


def draw(story_id: UUID | str, number: int) -> float | None:
    """Draw the picture of one scene if it is queued, may be drawn, and its turn has come.

    Returns the seconds after which to call again, None when there is nothing left to do. Never raises for what a
    provider does, nor for a database that is away: a drawing that fails for good is recorded as failed, and a sweep
    takes up again what could not be recorded.
    """
    try:
        return _draw(story_id, number)
    except (OperationalError, InterfaceError) as error:
        if connection.in_atomic_block:
            raise
        log.error("Picture %s of story %s: the database did not answer (%s).", number, story_id, error)
        return DATABASE_AWAY_SECONDS


def _draw(story_id: UUID | str, number: int) -> float | None:
    picture = queued(story_id, number)
    if picture is None:
        return None
    if version := collectable(picture):
        return go_on(picture, version)
    if _waits_for_sheet(picture):
        return SHEET_SECONDS
    illustrator = illustrator_of(picture.story)
    try:
        preflight.check(picture)
        turn = throttle.take_turn(picture, illustrator)
        if not turn.granted:
            return throttle.wait_for_turn(picture, turn)
        attempt = begin(picture, illustrator, turn)
    except ledger.OverBudget as over:
        outcomes.fail(picture, ProviderError(str(over), permanent=True, operator=over.operator))
        return None
    except ProviderError as error:
        return outcomes.preflight_failed(picture, error)
    except RedisError as error:
        log.warning("Redis did not answer the token bucket (%s); trying again.", error)
        return REDIS_AWAY_SECONDS
    return carry_out(attempt, illustrator) if attempt else None


def queued(story_id: UUID | str, number: int) -> Illustration | None:
    """The picture, if it waits to be drawn and may be drawn by now."""
    rows = Illustration.everything.select_related("scene", "story__template", "base", "current")
    ready = rows.exclude(depiction="").exclude(number__gt=Illustration.SHEET, story__status=story_statuses.SKETCHING)
    ready = ready.filter(story__deleted_at=None, number=number, status=statuses.QUEUED)
    return ready.filter(story__pk=story_id).first()


def _waits_for_sheet(picture: Illustration) -> bool:
    """Whether the character sheet, which is sent along with this picture, is being drawn; then the picture waits."""
    sheets = Illustration.everything.filter(story=picture.story_id, number=Illustration.SHEET)
    if picture.is_sheet or not sheets.filter(status__in=statuses.ACTIVE).exists():
        return False
    picture_jobs.put_off(picture, SHEET_SECONDS)
    return True


def go_on(picture: Illustration, version: Version) -> float | None:
    """Take up an attempt whose worker died after its service had named the job. That costs nothing more, so it takes
    neither a token nor a look at the budget. Returns as `carry_out`."""
    try:
        illustrator = registry.illustrator(version.provider)
    except KeyError:
        lose_attempts(picture, f"No illustrator is called {version.provider!r} here any more.")
        return 0.0
    try:
        picture_jobs.claim(picture, statuses.GENERATING, starts_at=None)
    except Conflict:
        return None
    return carry_out(Attempt(picture, version, bucket_of(illustrator), Turn(True), None), illustrator)


def begin(picture: Illustration, illustrator: Illustrator, turn: Turn) -> Attempt | None:
    """Claim the picture, and record the attempt and what it will probably cost. None when another worker was faster, or
    something else was asked for since the picture was read.

    Raises OverBudget, and records nothing, when it would cost more than is left.
    """
    bucket = bucket_of(illustrator)
    try:
        sheet = references.sheet_of(picture, illustrator)
        grade = costs.quality_of(illustrator)
        with transaction.atomic():
            expense = ledger.open_expense(picture.channel, costs.EXPENSE, illustrator.name, illustrator.model, grade)
            picture_jobs.claim(picture, statuses.GENERATING, starts_at=None)
            prompt, softened = prompts.soften(_prompt(picture, sheet), picture.softening)
            version = Version.objects.create(
                illustration=picture,
                number=picture.next_version(),
                prompt=prompt,
                mode=picture.mode,
                note=picture.change,
                softening=picture.softening,
                softened=softened,
                depiction=picture.story.character if picture.is_sheet else picture.depiction,
                scene_text=picture.depicts,
                provider=illustrator.name,
                model=illustrator.model,
                expense=expense,
            )
    except Exception as error:  # whatever it was, no call goes out: the turn is free for another
        bucket.give_back(turn)
        if isinstance(error, Conflict) and not isinstance(error, ledger.OverBudget):
            return None
        raise
    return Attempt(picture, version, bucket, turn, sheet)


def _prompt(picture: Illustration, sheet: Version | None) -> str:
    story = picture.story
    if picture.is_sheet:
        return prompts.compose_sheet(art_style=story.art_style, character=story.character, change=picture.change)
    return prompts.compose(
        art_style=story.art_style,
        character=story.character,
        depiction=picture.depiction,
        mood=picture.mood,
        change=picture.change,
        demands=rejection_reasons.demands(picture.reasons, scene=picture.depiction, mood=picture.mood),
        sheet=sheet is not None,
    )


def carry_out(attempt: Attempt, illustrator: Illustrator) -> float | None:
    """Draw, store, and record what happened. Returns the seconds after which to try again, or None."""
    picture, version, bucket, turn, _ = attempt
    with picture_jobs.holding(picture):
        try:
            request = request_of(attempt, illustrator)
            drawn = _drawn(attempt, request, illustrator)
        except ProviderError as error:
            ledger.failed(version.expense, error)
            if not error.reached:
                bucket.give_back(turn)
            if error.retry_after:
                bucket.pause(error.retry_after)
            return outcomes.failed(picture, version, error)
        except Exception:
            log.exception("Picture %s of story %s", picture.number, picture.story_id)
            ledger.failed(version.expense, _UNEXPECTED)
            return outcomes.failed(picture, version, _UNEXPECTED)
        try:
            hosted = hosting.store_drawn(drawn, request)
        except ProviderError as error:
            ledger.paid(version.expense, drawn.usage)
            return outcomes.failed(picture, version, error)
        ledger.paid(version.expense, drawn.usage)
        return outcomes.succeeded(picture, version, drawn, hosted)


def request_of(attempt: Attempt, illustrator: Illustrator) -> PictureRequest:
    """What the illustrator is asked; of an attempt that is taken up, only which picture it is. Raises ProviderError
    (not reached) when the picture to start from cannot be read, or the character sheet cannot be read just now."""
    picture, version, drawn_sheet = attempt.picture, attempt.version, attempt.sheet
    if version.job:
        return PictureRequest(version.prompt, str(picture.story_id), picture.number, version.number)
    sheet = references.read_sheet(drawn_sheet, picture) if drawn_sheet else b""
    if drawn_sheet and not sheet:
        version.prompt = prompts.without_sheet(version.prompt)
        version.save(update_fields=["prompt"])
    return PictureRequest(
        prompt=version.prompt,
        seed=str(picture.story_id),
        scene_number=picture.number,
        version=version.number,
        mood=picture.mood,
        beat=picture.scene.kind if picture.scene else "",
        shows="" if picture.is_sheet else picture.depiction,
        character=picture.story.character,
        change=picture.change,
        base=references.read_base(picture),
        references=(*([sheet] if sheet else []), *references.others(picture, illustrator)),
        sheet=picture.is_sheet,
    )


def _drawn(attempt: Attempt, request: PictureRequest, illustrator: Illustrator) -> BufferedPicture:
    """Call the illustrator. No database connection is held from here until the picture is stored."""
    release_connection()
    attempt.bucket.started(attempt.turn)
    try:
        return BufferedPicture(_called(attempt, request, illustrator))
    finally:
        ledger.ended(attempt.version.expense)
        attempt.bucket.finished(attempt.turn)


def _called(attempt: Attempt, request: PictureRequest, illustrator: Illustrator) -> Picture:
    preview = partial(events.preview, attempt.picture)
    if not isinstance(illustrator, QueuedIllustrator):
        return illustrator.draw(request, preview)
    if not attempt.version.job:
        _remember(attempt.version, illustrator.submit(request))
    return illustrator.collect(attempt.version.job, preview)


def _remember(version: Version, job: str) -> None:
    """Record the name of the job at the service. From here on any worker can go on."""
    version.job = job
    retry_db(lambda: Version.objects.filter(pk=version.pk).update(job=job))
    release_connection()
