"""Writes of clips that people ask for: make all, make one again, here, or wait longer; and settle the story.

They change rows and send nothing. Pages, the API and the admin call the functions of the same names in
`videos.pipeline`, which send the work once the rows are committed.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from core import leases
from core.errors import Invalid
from core.status import Conflict, move
from core.text import clean_line
from images import statuses as picture_statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from videos import costs, motions, statuses
from videos.models import Clip, Take

LOCAL = "local"
MOTION_LIMIT = motions.LIMIT  # characters


class NotAllApproved(Conflict):
    """Clips are made of approved pictures only, and some are not."""


def check_may_make(story: Story) -> None:
    """Raise NotAllApproved or another Conflict, in words, unless the clips of the story can be asked for."""
    if story.status == story_statuses.FILMING:
        raise Conflict("The videos of this story are being made already; nothing was started again.", story.status)
    approved = story.illustrations.filter(status=picture_statuses.APPROVED).count()
    if approved < SCENES:
        words = f"Only {approved}/{SCENES} images approved. Approve all of them, then make the videos."
        raise NotAllApproved(words, story.status)
    _check_settled(story)
    if story.status != story_statuses.APPROVED and not _to_make(story):
        words = "All videos of this story are made already. Make single ones again on the film's page."
        raise Conflict(words, story.status)


def _check_settled(story: Story) -> None:
    if story.status not in story_statuses.SETTLED:
        raise Conflict("Approve all twenty pictures first; clips are made of approved pictures only.", story.status)


def make_videos(story: Story, *, by: str) -> list[Clip]:
    """Ask for a clip of every picture, but for those that have one of the version that is approved now. Gives back the
    clips that are to be made.

    Raises Conflict as `check_may_make`, and OverBudget when all together would cost too much.
    """
    with transaction.atomic():
        _hold(story)
        check_may_make(story)
        wanted = _to_make(story)
        costs.check(story, [""] * len(wanted))
        film(story, by)
        return [_asked_for(picture, clip, by) for picture, clip in wanted]


def missing(story: Story) -> int:
    """How many clips `make_videos` would ask for."""
    return len(_to_make(story))


def _to_make(story: Story) -> list[tuple[Illustration, Clip | None]]:
    """The pictures without a clip of the version that is approved now, each with its clip so far."""
    pictures = story.illustrations.select_related("scene", "current").order_by("number")
    clips = {clip.illustration_id: clip for clip in story.clips.select_related("current")}
    shown = _shown(clips.values())
    pairs = ((picture, clips.get(picture.pk)) for picture in pictures)
    return [
        (picture, clip)
        for picture, clip in pairs
        if clip is None or (clip.status not in statuses.ACTIVE and shown[clip.pk] != picture.current_id)
    ]


def _shown(clips: Collection[Clip]) -> dict[int, int | None]:
    """Of which version of its picture each clip has a take. About one that is overdue people decide one by one: it may
    still come, and is paid for."""
    overdue = [clip.pk for clip in clips if clip.status == statuses.OVERDUE]
    last = Take.objects.filter(clip__in=overdue).order_by("number").values_list("clip_id", "picture_id")
    return {clip.pk: clip.current.picture_id if clip.current else None for clip in clips} | dict(
        last if overdue else ()
    )


def _asked_for(picture: Illustration, clip: Clip | None, by: str) -> Clip:
    """A new clip, or the one that is there queued again, with the words that a person wrote for it if there are any."""
    words = motion_of(picture)
    if clip is None:
        fresh = {"story": picture.story, "illustration": picture, "number": picture.number, "motion": words}
        return Clip.objects.create(**fresh, queued_at=timezone.now(), lease_until=leases.lease())
    _queue(clip, by, provider="", motion=clip.motion if clip.own_words else words)
    return clip


def motion_of(picture: Illustration) -> str:
    """How camera and fox move in the clip of a picture, where nobody has said anything else."""
    scene = picture.scene
    kind, mood = (scene.kind, scene.mood) if scene else ("", "")
    return motions.motion_of(beat=kind, mood=mood, shows=picture.drawn_from, number=picture.number)


def check_may_redo(clip: Clip) -> None:
    """Raise Conflict, in words, unless another take of the clip can be asked for."""
    if clip.status not in statuses.REDOABLE:
        raise Conflict(f"{clip} is being made already.", clip.status)
    _check_settled(clip.story)


def redo(clip: Clip, motion: str, *, by: str) -> None:
    """Queue another take with that motion. Raises Invalid for a motion that is empty or too long, Conflict as
    `check_may_redo`, OverBudget when it would cost too much."""
    words = checked_motion(motion)
    _again(clip, by, provider="", motion=words, own_words=words != motion_of(clip.illustration))


def try_again(clip: Clip, *, by: str) -> None:
    """Queue another take with the same motion. Raises as `redo`."""
    _again(clip, by, provider="")


def check_may_use_local(clip: Clip) -> None:
    """Raise Conflict, in words, unless the clip can be made on this machine instead."""
    check_may_redo(clip)
    if settings.VIDEO_PROVIDER == LOCAL:
        raise Conflict("All clips are made on this machine.", clip.status)


def use_local(clip: Clip, *, by: str) -> None:
    """Queue another take, to be made on this machine. Raises Conflict as `check_may_use_local`."""
    check_may_use_local(clip)
    _again(clip, by, provider=LOCAL)


def _again(clip: Clip, by: str, *, provider: str, **changes: Any) -> None:
    check_may_redo(clip)
    with transaction.atomic():
        _hold(clip.story)
        check_may_redo(clip)
        costs.check(clip.story, [provider])
        _queue(clip, by, provider=provider, **changes)
        film(clip.story, by)


def _queue(clip: Clip, by: str, **changes: Any) -> None:
    fresh: dict[str, Any] = {"tries": 0, "error": "", "starts_at": None, "queued_at": timezone.now()}
    move(clip, statuses.QUEUED, by=by, lease_until=leases.lease(), **fresh, **changes)


def checked_motion(text: str) -> str:
    """The words on one line. Raises Invalid when they are none, or too many."""
    words = clean_line(text)
    if not words:
        raise Invalid("motion", "The motion is empty. Say how the camera and the fox move.")
    if len(words) > MOTION_LIMIT:
        raise Invalid("motion", f"The motion has {len(words):,} characters; {MOTION_LIMIT} are allowed.")
    return words


def check_may_wait(clip: Clip) -> None:
    """Raise Conflict, in words, unless the clip takes very long and somebody may go on waiting for it."""
    if clip.status != statuses.OVERDUE:
        raise Conflict(f"{clip} is not overdue.", clip.status)
    _check_settled(clip.story)


def go_on_waiting(clip: Clip, *, by: str) -> None:
    """Look for another VIDEO_TIMEOUT whether the take that is overdue is done; it costs nothing more. Raises Conflict
    as `check_may_wait`."""
    check_may_wait(clip)
    now = timezone.now()
    with transaction.atomic():
        _hold(clip.story)
        check_may_wait(clip)
        last = clip.takes.filter(outcome=statuses.LATE).order_by("number").last()
        if last is None:
            raise Conflict(f"There is nothing to wait for any more at {clip}. Try again instead.", clip.status)
        until = now + timedelta(seconds=settings.VIDEO_TIMEOUT)
        move(clip, statuses.WORKING, by=by, note="waited for longer", error="", lease_until=leases.lease())
        Take.objects.filter(pk=last.pk).update(outcome=statuses.MAKING, wait_until=until, poll_at=now)
        film(clip.story, by)


def check_may_choose(clip: Clip, take: Take | None = None) -> None:
    """Raise Conflict, in words, unless an earlier take, or this one, can be watched instead of the one that is."""
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
        _hold(clip.story)
        move(clip, statuses.READY, by=by, note=f"take {take.number}", current=take, error="")
    settle(clip.story_id)


def waiting(story: Story) -> QuerySet[Clip]:
    """The clips that wait to be asked for. Of others that wait it is to be found out first whether they were."""
    asked = Take.objects.filter(clip=OuterRef("pk"), outcome__in=(statuses.ASKED, statuses.MAKING))
    return Clip.objects.filter(~Exists(asked), story=story, status=statuses.QUEUED)


def check_may_stop(story: Story) -> None:
    """Raise Conflict, in words, unless clips of the story wait to be asked for."""
    if story.status != story_statuses.FILMING or not waiting(story).exists():
        raise Conflict("No clip of this story is waiting any more; there is nothing to stop.", story.status)


def _hold(story: Story) -> None:
    """Lock the story, before its clips as everywhere, and look again in which status it is. Raises Conflict when it is
    gone."""
    row = Story.objects.select_for_update().filter(pk=story.pk).first()
    if row is None:
        raise Conflict("The story is gone.", None)
    story.status, story.stopped, story.error = row.status, row.stopped, row.error


def film(story: Story, by: str) -> None:
    """The clips are being made. Whoever asks has had the reason for a stop seen to, or will hear of it again."""
    if story.status == story_statuses.FILMING:
        Story.objects.filter(pk=story.pk).exclude(stopped="").update(stopped="", error="")
    else:
        move(story, story_statuses.FILMING, by=by, stopped="", error="")


def settle(story_id: UUID | str) -> None:
    """Bring the story's status in line with its clips. Counts rows, may run at any time, any number of times."""
    with transaction.atomic():
        # The lock puts settlings in a row, so that the last one sees what every earlier one was called for.
        story = Story.objects.select_for_update().filter(pk=story_id).first()
        if story is not None:
            _settle(story, list(story.clips.values_list("status", "current")))


def _settle(story: Story, found: list[tuple[str, int | None]]) -> None:
    if any(status in statuses.ACTIVE for status, _ in found):
        return
    made = any(current for _, current in found)
    if story.status == story_statuses.FILMING:
        move(story, story_statuses.FINISHED if made else story_statuses.UNFILMED)
    elif story.status == story_statuses.UNFILMED and made:
        move(story, story_statuses.FINISHED)
