"""One attempt at a picture: recorded before it costs anything, then turned into a request for the illustrator."""

import logging
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from core.connections import release_connection
from core.models import Expense
from core.status import Conflict
from core.token_bucket import Turn
from images import rejection_reasons, statuses
from images.drawing import prompts, references, softening, throttle
from images.jobs import DRAWING
from images.models import Illustration, Version
from providers import registry
from providers.base import Illustrator, PictureRequest, ProviderError
from stories import ledger
from stories.budget import OverBudget

log = logging.getLogger(__name__)

EXPENSE = "picture"


@dataclass(frozen=True)
class Attempt:
    """One attempt at a picture, as it was recorded. `sheet` is the character sheet that is sent along, if one is."""

    picture: Illustration
    version: Version
    turn: Turn | None
    sheet: Version | None


def begin(picture: Illustration, illustrator: Illustrator, turn: Turn | None) -> Attempt | None:
    """Claim the picture, and record the attempt and what it will probably cost. None when another worker was faster, or
    something else was asked for since the picture was read.

    Raises OverBudget, and records nothing, when it would cost more than is left.
    """
    try:
        sheet = references.sheet_of(picture, illustrator)
        with transaction.atomic():
            expense = _open_expense(picture, illustrator)
            DRAWING.claim(picture, statuses.GENERATING, starts_at=None)
            version = _record(picture, illustrator, sheet, expense)
    except Exception as error:  # whatever it was, no call goes out: the turn is free for another
        throttle.give_back(illustrator, turn)
        if isinstance(error, Conflict) and not isinstance(error, OverBudget):
            return None
        raise
    return Attempt(picture, version, turn, sheet)


def _open_expense(picture: Illustration, illustrator: Illustrator) -> Expense | None:
    grade = grade_of(illustrator)
    return ledger.open_expense(picture.channel, EXPENSE, illustrator.name, illustrator.model, grade)


def grade_of(illustrator: Illustrator) -> str:
    """What the price of its pictures depends on besides the model."""
    return str(getattr(illustrator, "quality", ""))


def _record(picture: Illustration, illustrator: Illustrator, sheet: Version | None, expense: Expense | None) -> Version:
    prompt, softened = softening.soften(_prompt_of(picture, sheet), picture.softening)
    return Version.objects.create(
        illustration=picture,
        number=next_number(picture),
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


def next_number(picture: Illustration) -> int:
    """The number of the picture's next version. In a transaction that has locked the picture."""
    last: int | None = picture.versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _prompt_of(picture: Illustration, sheet: Version | None) -> str:
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


def request_of(attempt: Attempt, illustrator: Illustrator) -> PictureRequest:
    """What the illustrator is asked. Raises ProviderError (not reached) when the picture to start from cannot be read,
    or the character sheet cannot be read just now."""
    picture, version = attempt.picture, attempt.version
    sheet = references.read_sheet(attempt.sheet, picture) if attempt.sheet else b""
    if attempt.sheet and not sheet:
        version.prompt = prompts.without_sheet(version.prompt)
        version.save(update_fields=["prompt"])
    return PictureRequest(
        prompt=version.prompt,
        seed=str(picture.story_id),
        scene_number=picture.number,
        version=version.number,
        mood=picture.mood,
        beat=picture.scene.kind if picture.scene else "",
        note=picture.change,
        base=_base(picture),
        references=(*([sheet] if sheet else []), *references.others(picture, illustrator)),
        sheet=picture.is_sheet,
    )


def _base(picture: Illustration) -> bytes | None:
    base = picture.base
    if base is None or not base.key:
        return None
    release_connection()  # the host may take its time
    try:
        return registry.host(base.host).fetch(base.stored)
    except ProviderError as error:
        raise ProviderError(
            error.message, permanent=error.permanent, account=error.account, reached=False, operator=error.operator
        ) from error
    except Exception as bug:
        log.exception("The host %s failed on version %s", base.host, base.key)
        raise ProviderError("The picture to start from could not be read.", permanent=True, reached=False) from bug
