"""Writes of clips that people request: make all, make one again, make it here, wait longer, choose a take, stop.

Each changes the rows and has the work sent to Celery once they are committed.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import leases
from core.errors import Invalid
from core.status import Conflict, move
from core.text import clean_line
from images import statuses as picture_statuses
from images.models import Illustration
from stories import moderation
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from videos import queries, statuses
from videos.clips import costs, failure, motions, phase
from videos.clips.animators import LOCAL
from videos.clips.jobs import clip_jobs, send_all
from videos.models import Clip, Take

MOTION_LIMIT = motions.LIMIT  # characters
STOPPED = "Stopped before it was asked for. Make it again when you like."


class NotAllApproved(Conflict):
    """Clips are made of approved pictures only, and some are not."""


def check_may_make(story: Story) -> None:
    """Raise NotAllApproved or another Conflict, in words, unless the clips of the story can be requested."""
    if story.status == story_statuses.FILMING:
        raise Conflict("The videos of this story are being made already; nothing was started again.", story.status)
    approved = story.illustrations.filter(status=picture_statuses.APPROVED).count()
    if approved < SCENES:
        words = f"Only {approved}/{SCENES} images approved. Approve all of them, then make the videos."
        raise NotAllApproved(words, story.status)
    _check_settled(story)
    if story.status != story_statuses.APPROVED and not count_missing(story):
        words = "All videos of this story are made already. Make single ones again on the film's page."
        raise Conflict(words, story.status)


def _check_settled(story: Story) -> None:
    if story.status not in story_statuses.SETTLED:
        raise Conflict("Approve all twenty pictures first; clips are made of approved pictures only.", story.status)


def make_videos(story: Story, *, by: str) -> list[Clip]:
    """Request a clip of every picture that has no clip of its approved version. Returns the clips.

    Raises Conflict as `check_may_make`, and OverBudget when all clips together would cost too much.
    """
    with transaction.atomic():
        _lock(story)
        check_may_make(story)
        missing = _pictures_without_clip(story)
        costs.check_budget(story, [""] * len(missing))
        phase.start_filming(story, by)
        clips = [_queue_clip_of(picture, clip, by) for picture, clip in missing]
        send_all(story, clips)
    return clips


def count_missing(story: Story) -> int:
    """How many clips `make_videos` would request."""
    return len(_pictures_without_clip(story))


def _pictures_without_clip(story: Story) -> list[tuple[Illustration, Clip | None]]:
    """The pictures without a clip of the version that is approved now, each with its clip so far."""
    pictures = story.illustrations.select_related("scene", "current").order_by("number")
    clips = {clip.illustration_id: clip for clip in story.clips.select_related("current")}
    filmed = _filmed_versions(clips.values())
    pairs = ((picture, clips.get(picture.pk)) for picture in pictures)
    return [
        (picture, clip)
        for picture, clip in pairs
        if clip is None or (clip.status not in statuses.ACTIVE and filmed[clip.pk] != picture.current_id)
    ]


def _filmed_versions(clips: Collection[Clip]) -> dict[int, int | None]:
    """The version of its picture that each clip shows, or will show if it is overdue: an overdue clip may still come
    and is paid for, so people decide about each of them."""
    overdue = [clip.pk for clip in clips if clip.status == statuses.OVERDUE]
    last = Take.objects.filter(clip__in=overdue).order_by("number").values_list("clip_id", "picture_id")
    shown = {clip.pk: clip.current.picture_id if clip.current else None for clip in clips}
    return shown | dict(last if overdue else ())


def _queue_clip_of(picture: Illustration, clip: Clip | None, by: str) -> Clip:
    """A new clip, or the present one queued again; a motion that a person wrote stays."""
    motion = motion_of(picture)
    if clip is None:
        fresh = {"story": picture.story, "illustration": picture, "number": picture.number, "motion": motion}
        return Clip.objects.create(**fresh, queued_at=timezone.now(), lease_until=leases.lease())
    _queue(clip, by, provider="", motion=clip.motion if clip.own_words else motion)
    return clip


def motion_of(picture: Illustration) -> str:
    """The motion of a picture's clip where no person has written one."""
    scene = picture.scene
    kind, mood = (scene.kind, scene.mood) if scene else ("", "")
    return motions.motion_of(beat=kind, mood=mood, shows=picture.drawn_from, number=picture.number)


def check_may_redo(clip: Clip) -> None:
    """Raise Conflict, in words, unless another take of the clip can be requested."""
    if clip.status not in statuses.REDOABLE:
        raise Conflict(f"{clip} is being made already.", clip.status)
    _check_settled(clip.story)


def redo(clip: Clip, motion: str, *, by: str) -> None:
    """Request another take with that motion. Raises Invalid for a motion that is empty, too long or refused by the
    moderator, Conflict as `check_may_redo`, OverBudget when it would cost too much."""
    moderation.check_input([motion], "The motion", "motion")
    words = checked_motion(motion)
    _request_take(clip, by, provider="", motion=words, own_words=words != motion_of(clip.illustration))


def try_again(clip: Clip, *, by: str) -> None:
    """Request another take with the same motion. Raises as `redo`."""
    _request_take(clip, by, provider="")


def check_may_use_local(clip: Clip) -> None:
    """Raise Conflict, in words, unless the clip can be made on this machine instead."""
    check_may_redo(clip)
    if settings.VIDEO_PROVIDER == LOCAL:
        raise Conflict("All clips are made on this machine.", clip.status)


def use_local(clip: Clip, *, by: str) -> None:
    """Request another take, made on this machine. Raises Conflict as `check_may_use_local`."""
    check_may_use_local(clip)
    _request_take(clip, by, provider=LOCAL)


def _request_take(clip: Clip, by: str, *, provider: str, **changes: Any) -> None:
    check_may_redo(clip)
    with transaction.atomic():
        _lock(clip.story)
        check_may_redo(clip)
        costs.check_budget(clip.story, [provider])
        _queue(clip, by, provider=provider, **changes)
        phase.start_filming(clip.story, by)
        clip_jobs.send(clip)


def _queue(clip: Clip, by: str, **changes: Any) -> None:
    fresh: dict[str, Any] = {"tries": 0, "error": "", "starts_at": None, "queued_at": timezone.now()}
    move(clip, statuses.QUEUED, by=by, lease_until=leases.lease(), **fresh, **changes)


def checked_motion(text: str) -> str:
    """The motion on one line. Raises Invalid when it is empty or too long."""
    words = clean_line(text)
    if not words:
        raise Invalid("motion", "The motion is empty. Say how the camera and the fox move.")
    if len(words) > MOTION_LIMIT:
        raise Invalid("motion", f"The motion has {len(words):,} characters; {MOTION_LIMIT} are allowed.")
    return words


def check_may_wait(clip: Clip) -> None:
    """Raise Conflict, in words, unless the clip is overdue and can be waited for longer."""
    if clip.status != statuses.OVERDUE:
        raise Conflict(f"{clip} is not overdue.", clip.status)
    _check_settled(clip.story)


def go_on_waiting(clip: Clip, *, by: str) -> None:
    """Poll an overdue take for another VIDEO_TIMEOUT; it costs nothing more. Raises Conflict as `check_may_wait`."""
    check_may_wait(clip)
    now = timezone.now()
    with transaction.atomic():
        _lock(clip.story)
        check_may_wait(clip)
        last = clip.takes.filter(outcome=statuses.LATE).order_by("number").last()
        if last is None:
            raise Conflict(f"There is nothing to wait for any more at {clip}. Try again instead.", clip.status)
        until = now + timedelta(seconds=settings.VIDEO_TIMEOUT)
        move(clip, statuses.WORKING, by=by, note="waited for longer", error="", lease_until=leases.lease())
        Take.objects.filter(pk=last.pk).update(outcome=statuses.MAKING, wait_until=until, poll_at=now)
        phase.start_filming(clip.story, by)
        clip_jobs.send(clip)


def check_may_choose(clip: Clip, take: Take | None = None) -> None:
    """Raise Conflict, in words, unless another take, or this one, can be shown instead of the present one."""
    if clip.status not in statuses.REDOABLE:
        raise Conflict(f"{clip} is being made just now. Choose when that is done.", clip.status)
    if take and (take.clip_id != clip.pk or take.outcome != statuses.MADE):
        raise Conflict(f"Take {take.number} of {clip} was not made.", clip.status)
    if take and take.pk == clip.current_id and clip.status == statuses.READY:
        raise Conflict(f"Take {take.number} of {clip} is the one that is watched.", clip.status)


def choose(clip: Clip, take: Take, *, by: str) -> None:
    """Show an earlier take. Raises Conflict as `check_may_choose`."""
    check_may_choose(clip, take)
    with transaction.atomic():
        _lock(clip.story)
        move(clip, statuses.READY, by=by, note=f"take {take.number}", current=take, error="")
    phase.settle(clip.story_id)


def check_may_stop(story: Story) -> None:
    """Raise Conflict, in words, unless clips of the story wait to be submitted."""
    if story.status != story_statuses.FILMING or not queries.waiting_clips(story).exists():
        raise Conflict("No clip of this story is waiting any more; there is nothing to stop.", story.status)


def stop(story: Story, *, by: str) -> None:
    """Submit no more clips of this story; clips that are being made go on. Raises Conflict as `check_may_stop`."""
    with transaction.atomic():
        row = story_services.locked(story.pk)
        check_may_stop(row)
        failure.fail_waiting(queries.waiting_clips(row), STOPPED, STOPPED, by=by)
    phase.settle(story.pk)


def _lock(story: Story) -> None:
    """Lock the story, before its clips as everywhere, and read its status again. Raises Conflict when it is gone."""
    row = story_services.locked(story.pk)
    story.status, story.stopped, story.error = row.status, row.stopped, row.error
