"""What may be done to clips now. The services enforce these checks, and the pages show their buttons by them."""

from core.status import Conflict
from images import statuses as picture_statuses
from providers import registry
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from videos import queries, statuses
from videos.clips.animators import LOCAL
from videos.models import Clip, Take


class NotAllApproved(Conflict):
    """Clips are made of approved pictures only, and some are not."""


def check_may_make(story: Story) -> None:
    """Raise NotAllApproved or another Conflict, in words, unless the clips of the story can be requested."""
    if story.status == story_statuses.FILMING:
        raise Conflict("The clips of this story are being made already; nothing was started again.")
    approved = story.illustrations.filter(status=picture_statuses.APPROVED).count()
    if approved < SCENES:
        raise NotAllApproved(f"Only {approved}/{SCENES} images approved. Approve all of them, then make the clips.")
    _check_settled(story)
    if story.status != story_statuses.APPROVED and not queries.pictures_without_clip(story):
        raise Conflict("All clips of this story are made already. Make single ones again on the film's page.")


def check_may_redo(clip: Clip) -> None:
    """Raise Conflict, in words, unless another take of the clip can be requested."""
    if clip.status not in statuses.REDOABLE:
        raise Conflict(f"{clip} is being made already.")
    _check_settled(clip.story)


def check_may_use_local(clip: Clip, chosen: str = "") -> None:
    """Raise Conflict, in words, unless the clip can be made on this machine instead of by the provider that is `chosen`
    for clips ("": look that up)."""
    check_may_redo(clip)
    if (chosen or registry.animator_name()) == LOCAL:
        raise Conflict("All clips are made on this machine.")


def check_may_wait(clip: Clip) -> None:
    """Raise Conflict, in words, unless the clip is overdue and can be waited for longer."""
    if clip.status != statuses.OVERDUE:
        raise Conflict(f"{clip} is not overdue.")
    _check_settled(clip.story)


def check_may_choose(clip: Clip, take: Take | None = None) -> None:
    """Raise Conflict, in words, unless another take, or this one, can be shown instead of the present one."""
    if clip.status not in statuses.REDOABLE:
        raise Conflict(f"{clip} is being made just now. Choose when that is done.")
    if take and (take.clip_id != clip.pk or take.outcome != statuses.MADE):
        raise Conflict(f"Take {take.number} of {clip} was not made.")
    if take and take.pk == clip.current_id and clip.status == statuses.READY:
        raise Conflict(f"Take {take.number} of {clip} is the one that is watched.")


def check_may_stop(story: Story) -> None:
    """Raise Conflict, in words, unless clips of the story wait to be submitted."""
    if story.status != story_statuses.FILMING or not queries.waiting_clips(story).exists():
        raise Conflict("No clip of this story is waiting any more; there is nothing to stop.")


def _check_settled(story: Story) -> None:
    if story.status not in story_statuses.SETTLED:
        raise Conflict("Approve all twenty pictures first; clips are made of approved pictures only.")
