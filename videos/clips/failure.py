"""Moves of a clip by its worker: on to the next status, or to failed with a reason in words."""

import logging
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.jobs import lease
from core.status import Conflict, locked, move
from providers.base import ProviderError
from stories import statuses as story_statuses
from stories.models import Story
from videos import queries, statuses
from videos.clips.animators import clip_providers_meaning
from videos.models import Clip, Take
from videos.settling import settling, start_filming

log = logging.getLogger(__name__)

MAYBE_PAID = "It is not known whether this clip was asked for, so it may have been paid for. Try again to have another."


def advance(take: Take, to: str, **changes: Any) -> bool:
    """Move the clip of this take to the status. Returns False when the clip was requested again or given to another
    worker since."""
    try:
        with transaction.atomic():
            move(_lock_own_clip(take), to, **changes)
    except Conflict:
        log.info("Clip %s of story %s went on without %s.", *label(take), take)
        return False
    return True


def _lock_own_clip(take: Take) -> Clip:
    """The clip as it is now, locked. Raises Conflict unless it still waits for this take."""
    clip = locked(Clip.objects.filter(pk=take.clip_id).order_by("pk"))
    later = clip.takes.filter(number__gt=take.number).exists()
    if later or clip.status not in (statuses.SUBMITTING, statuses.WORKING) or clip.queued_at != take.clip.queued_at:
        raise Conflict("Something else is asked for by now.")
    return clip


def reopen(take: Take, **known: Any) -> None:
    """Record a late answer of the service to a take that was given up as unknown. `known` fields are always recorded;
    the clip goes on with this take unless something else was requested since."""
    with settling(take.clip.story_id) as story:
        clip = Clip.objects.select_for_update().filter(pk=take.clip_id).order_by("pk").first()
        rows = Take.objects.filter(pk=take.pk)
        rows.update(**known)
        if clip and _was_given_up(story, clip, take):
            lost = {"outcome": statuses.MAKING, "error": "", "finished_at": None}
            if rows.filter(outcome=statuses.UNKNOWN).update(**lost):
                move(clip, statuses.WORKING, note="its answer came late", error="", lease_until=lease())
                start_filming(story, "")


def _was_given_up(story: Story, clip: Clip, take: Take) -> bool:
    """Whether the clip failed with that take, nothing was requested since, and the story allows clips."""
    later = clip.takes.filter(number__gt=take.number).exists()
    settled = story.status in (story_statuses.FILMING, *story_statuses.SETTLED)
    return clip.status == statuses.FAILED and clip.queued_at == take.clip.queued_at and settled and not later


def fail(clip: Clip, take: Take | None, error: ProviderError) -> None:
    """Fail the clip in words. After an account error the story's waiting clips of that provider fail, too."""
    with suppress(Conflict), settling(clip.story_id) as story:
        row = _lock_own_clip(take) if take else clip
        move(row, statuses.FAILED, note=error.operator, error=error.message, lease_until=None, starts_at=None)
        close_takes(row, _outcome(error), error.operator)
        if error.account and take is not None:
            _stop_story(story, take.provider, error)


def close_takes(clip: Clip, outcome: str, why: str) -> None:
    """Close the open takes. One that was only put off surely does not exist."""
    rows = clip.takes.filter(outcome__in=statuses.OPEN)
    done = {"error": why, "finished_at": timezone.now()}
    rows.filter(outcome=statuses.LATER).update(outcome=statuses.BROKEN, **done)
    rows.update(outcome=outcome, **done)


def _outcome(error: ProviderError) -> str:
    if error.policy:
        return statuses.REFUSED
    return statuses.BROKEN if error.answered or not error.reached else statuses.UNKNOWN


def _stop_story(story: Story, provider: str, error: ProviderError) -> None:
    """Submit nothing more of this story to the provider until the operator has done what the error says."""
    log.error("The clips of story %s stopped. %s", story.pk, error.operator)
    Story.everything.filter(pk=story.pk).update(error=error.message, stopped=error.operator)
    clips = queries.waiting_clips(story).filter(provider__in=clip_providers_meaning(provider))
    fail_waiting(clips, error.message, error.operator)


def fail_waiting(clips: QuerySet[Clip], words: str, why: str, by: str = "") -> None:
    """Fail clips that wait to be submitted, each with the same `words`; `why` is for the operator."""
    for clip in clips:
        try:
            with transaction.atomic():
                move(clip, statuses.FAILED, by=by, note=why, error=words, lease_until=None, starts_at=None)
                close_takes(clip, statuses.UNKNOWN, why)
        except Conflict:
            continue  # a worker has just started it


def label(take: Take) -> tuple[int, UUID]:
    """The numbers of its clip and of its story, for the log."""
    return take.clip.number, take.clip.story_id
