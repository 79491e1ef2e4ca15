"""Writes of clips that people request: make all, make one again, make it here, wait longer, choose a take, stop.

Each changes the rows and has the work sent to Celery once they are committed. What may be done is in `videos.policy`.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.errors import Invalid
from core.jobs import lease
from core.status import Conflict, move
from core.text import clean_line
from images.models import Illustration
from stories import moderation
from stories.models import Story
from videos import policy, queries, statuses
from videos.clips import costs, failure, motions
from videos.clips.animators import LOCAL
from videos.clips.jobs import clip_jobs, send_all
from videos.models import Clip, Take
from videos.settling import changing, settling, start_filming

MOTION_LIMIT = motions.LIMIT  # characters
STOPPED = "Stopped before it was asked for. Make it again when you like."


def make_videos(story: Story, *, by: str) -> list[Clip]:
    """Request a clip of every picture that has no clip of its approved version. Returns the clips.

    Raises Conflict as `check_may_make`, and OverBudget when all clips together would cost too much.
    """
    with settling(story.pk) as row:
        policy.check_may_make(row)
        missing = queries.pictures_without_clip(row)
        costs.check_budget(row, count=len(missing))
        start_filming(row, by)
        clips = [_queue_clip_of(picture, clip, by) for picture, clip in missing]
        if clips:
            send_all(row, clips)
    return clips


def _queue_clip_of(picture: Illustration, clip: Clip | None, by: str) -> Clip:
    """A new clip, or the present one queued again; a motion that a person wrote stays."""
    motion = motion_of(picture)
    if clip is None:
        fresh = {"story": picture.story, "illustration": picture, "number": picture.number, "motion": motion}
        return Clip.objects.create(**fresh, queued_at=timezone.now(), lease_until=lease())
    clip_jobs.ask(clip, by=by, starts_at=None, provider="", motion=clip.motion if clip.own_words else motion)
    return clip


def motion_of(picture: Illustration) -> str:
    """The motion of a picture's clip where no person has written one."""
    scene = picture.scene
    kind, mood = (scene.kind, scene.mood) if scene else ("", "")
    return motions.motion_of(beat=kind, mood=mood, shows=picture.drawn_from, number=picture.number)


def redo(clip: Clip, motion: str, *, by: str, ends_on_next: bool = False) -> None:
    """Request another take with that motion, which `ends_on_next` picture where its provider can do that. Raises
    Invalid for a motion that is empty, too long or refused by the moderator, Conflict as `check_may_redo`, OverBudget
    when it would cost too much."""
    moderation.check_input([motion], "The motion", "motion")
    words = checked_motion(motion)
    own = words != motion_of(clip.illustration)
    _request_take(clip, by, provider="", motion=words, own_words=own, ends_on_next=ends_on_next)


def checked_motion(text: str) -> str:
    """The motion on one line. Raises Invalid when it is empty or too long."""
    words = clean_line(text)
    if not words:
        raise Invalid("motion", "The motion is empty. Say how the camera and the fox move.")
    if len(words) > MOTION_LIMIT:
        raise Invalid("motion", f"The motion has {len(words):,} characters; {MOTION_LIMIT} are allowed.")
    return words


def try_again(clip: Clip, *, by: str) -> None:
    """Request another take with the same motion. Raises as `redo`."""
    _request_take(clip, by, provider="")


def use_local(clip: Clip, *, by: str) -> None:
    """Request another take, made on this machine. Raises Conflict as `check_may_use_local`."""
    policy.check_may_use_local(clip)
    _request_take(clip, by, provider=LOCAL)


def _request_take(clip: Clip, by: str, *, provider: str, **changes: Any) -> None:
    with changing(clip) as story:
        policy.check_may_redo(clip)
        costs.check_budget(story, provider)
        clip_jobs.ask(clip, by=by, starts_at=None, provider=provider, **changes)
        start_filming(story, by)
        clip_jobs.send(clip)


def go_on_waiting(clip: Clip, *, by: str) -> None:
    """Poll an overdue take for another VIDEO_TIMEOUT; it costs nothing more. Raises Conflict as `check_may_wait`."""
    with changing(clip) as story:
        policy.check_may_wait(clip)
        last = clip.takes.filter(outcome=statuses.LATE).order_by("number").last()
        if last is None:
            raise Conflict(f"There is nothing to wait for any more at {clip}. Try again instead.")
        move(clip, statuses.WORKING, by=by, note="waited for longer", error="", lease_until=lease())
        until = timezone.now() + timedelta(seconds=settings.VIDEO_TIMEOUT)
        Take.objects.filter(pk=last.pk).update(outcome=statuses.MAKING, wait_until=until)
        start_filming(story, by)
        clip_jobs.send(clip)


def choose(clip: Clip, take: Take, *, by: str) -> None:
    """Show an earlier take. Raises Conflict as `check_may_choose`."""
    with changing(clip):
        policy.check_may_choose(clip, take)
        move(clip, statuses.READY, by=by, note=f"take {take.number}", current=take, error="")


def stop(story: Story, *, by: str) -> None:
    """Submit no more clips of this story; clips that are being made go on. Raises Conflict as `check_may_stop`."""
    with settling(story.pk) as row:
        policy.check_may_stop(row)
        failure.fail_waiting(queries.waiting_clips(row), STOPPED, STOPPED, by=by)
