"""A clip that goes on or ends: only by the worker that is at it, and in words where it fails."""

import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import leases
from core.status import Conflict, move
from providers.base import ProviderError
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import Story
from videos import services, statuses
from videos.models import Clip, Take

log = logging.getLogger(__name__)

MOST_BEGUN = 5  # then a take whose maker always stops is a failure
MAYBE_PAID = "It is not known whether this clip was asked for, so it may have been paid for. Try again to have another."
STOPPED = "Stopped before it was asked for. Make it again when you like."
_INTERRUPTED = "Making this clip was interrupted again and again. Please try once more."


def go_on(take: Take, to: str, **changes: Any) -> bool:
    """Move the clip of this take on. False when it went another way meanwhile: it was asked for anew, or given to
    another worker."""
    try:
        with transaction.atomic():
            move(_still_mine(take), to, **changes)
    except Conflict:
        log.info("Clip %s of story %s went on without %s.", *named(take), take)
        return False
    return True


def _still_mine(take: Take) -> Clip:
    """The clip as it is now, locked. Raises Conflict when this take is not what it waits for."""
    clip = Clip.objects.select_for_update().filter(pk=take.clip_id).order_by("pk").first()
    if clip is None:
        raise Conflict("The clip is gone.", None)
    later = clip.takes.filter(number__gt=take.number).exists()
    if later or clip.status not in (statuses.SUBMITTING, statuses.WORKING) or clip.queued_at != take.clip.queued_at:
        raise Conflict("Something else is asked for by now.", clip.status)
    return clip


def revive(take: Take, **known: Any) -> None:
    """The service's answer has come after all to a take that was given up as unknown. What is `known` of it is written
    down in any case; its clip is waited for again, unless something else was asked for meanwhile."""
    with transaction.atomic():
        story = story_services.locked(take.clip.story_id)
        clip = Clip.objects.select_for_update().filter(pk=take.clip_id).order_by("pk").first()
        rows = Take.objects.filter(pk=take.pk)
        rows.update(**known)
        if clip and _was_given_up(story, clip, take):
            lost = {"outcome": statuses.MAKING, "error": "", "finished_at": None}
            if rows.filter(outcome=statuses.UNKNOWN).update(**lost):
                move(clip, statuses.WORKING, note="its answer came late", error="", lease_until=leases.lease())
                services.film(story, "")


def _was_given_up(story: Story, clip: Clip, take: Take) -> bool:
    """Whether nothing has been asked for since that take, and its clip can be waited for."""
    later = clip.takes.filter(number__gt=take.number).exists()
    settled = story.status in (story_statuses.FILMING, *story_statuses.SETTLED)
    return clip.status == statuses.FAILED and clip.queued_at == take.clip.queued_at and settled and not later


def fail(clip: Clip, take: Take | None, error: ProviderError) -> None:
    """Fail the clip in words; and with it what waits, when the provider would refuse everything."""
    try:
        with transaction.atomic():
            story = story_services.locked(clip.story_id)
            row = _still_mine(take) if take else clip
            move(row, statuses.FAILED, note=error.operator, error=error.message, lease_until=None, starts_at=None)
            _close(row, _outcome(error), error.operator)
            if error.account and take is not None:
                _stop(story, take.provider, error)
    except Conflict:
        log.info("Clip %s of story %s went on meanwhile.", clip.number, clip.story_id)
    services.settle(clip.story_id)


def _close(clip: Clip, outcome: str, why: str) -> None:
    """Nothing more comes of what was open. Of what was only put off it is known that it does not exist."""
    rows = clip.takes.filter(outcome__in=statuses.OPEN)
    done = {"error": why, "finished_at": timezone.now()}
    rows.filter(outcome=statuses.LATER).update(outcome=statuses.BROKEN, **done)
    rows.update(outcome=outcome, **done)


def _outcome(error: ProviderError) -> str:
    if error.policy:
        return statuses.REFUSED
    return statuses.BROKEN if error.answered or not error.reached else statuses.UNKNOWN


def _stop(story: Story, provider: str, error: ProviderError) -> None:
    """Ask for nothing more of this story there, until the operator has done what the error says."""
    log.error("The clips of story %s stopped. %s", story.pk, error.operator)
    Story.objects.filter(pk=story.pk).update(error=error.message, stopped=error.operator)
    mine = ("", provider) if provider == settings.VIDEO_PROVIDER else (provider,)
    _drop(services.waiting(story).filter(provider__in=mine), error.message, error.operator)


def stop(story: Story, *, by: str) -> None:
    """Ask for no more clips of this story, at a person's wish; what is under way goes on. Raises Conflict as
    `services.check_may_stop`."""
    with transaction.atomic():
        row = story_services.locked(story.pk)
        services.check_may_stop(row)
        _drop(services.waiting(row), STOPPED, STOPPED, by=by)
    services.settle(story.pk)


def _drop(clips: QuerySet[Clip], words: str, why: str, by: str = "") -> None:
    """Fail clips that wait, each in the same words."""
    for clip in clips:
        try:
            with transaction.atomic():
                move(clip, statuses.FAILED, by=by, note=why, error=words, lease_until=None, starts_at=None)
                _close(clip, statuses.UNKNOWN, why)
        except Conflict:
            continue  # a worker has just begun it


def take_back(clip: Clip) -> bool:
    """Take a clip from a worker that died while it asked for it, or made it here. Gives back whether it is to be sent
    again. Raises Conflict when the worker was alive after all."""
    lost = "The worker stopped while this clip was being asked for or made."
    with transaction.atomic():
        story_services.locked(clip.story_id)
        _check_still_abandoned(clip)
        again, asked = clip.tries < MOST_BEGUN, clip.status == statuses.SUBMITTING
        if not asked:  # it was made on this machine, and is simply made again
            clip.takes.filter(outcome=statuses.MAKING, job="").update(outcome=statuses.LATER, error=lost)
        if again:
            move(clip, statuses.QUEUED, note=lost, lease_until=leases.lease())
        else:
            why = f"{_INTERRUPTED} {MAYBE_PAID}" if asked else _INTERRUPTED
            move(clip, statuses.FAILED, note=lost, error=why, lease_until=None)
            _close(clip, statuses.UNKNOWN, lost)
    if not again:
        services.settle(clip.story_id)
    return again


def _check_still_abandoned(clip: Clip) -> None:
    """Raise Conflict when its lease is another by now: its worker was slow and renewed it, or another sweep was
    faster."""
    rows = Clip.objects.filter(pk=clip.pk, status=clip.status, lease_until=clip.lease_until, tries=clip.tries)
    if rows.select_for_update().order_by("pk").first() is None:
        raise Conflict("Somebody is at work on it.", clip.status)


def named(take: Take) -> tuple[int, UUID]:
    """Which clip it is of, and of which story."""
    return take.clip.number, take.clip.story_id
