"""The steps of making clips that go to a worker: change the rows, then enqueue once they are committed."""

from celery import chain, chord
from celery.canvas import Signature
from django.conf import settings
from django.db import transaction

from core.queue import enqueue
from stories import moderation
from stories.models import Story
from videos import failure, services, statuses, takes, tasks
from videos.models import Clip, Take


def make_videos(story: Story, *, by: str) -> int:
    """Ask for the clips of a story as a chord whose body closes the phase. Gives back how many are to be made. Raises
    Conflict or OverBudget as `services.make_videos`."""
    with transaction.atomic():
        clips = services.make_videos(story, by=by)
        story_id = str(story.pk)
        done = tasks.finish.si(story_id=story_id)
        then = chord([making_of(clip) for clip in clips], done) if clips else done
        enqueue(chain(tasks.begin.si(story_id=story_id), then))
    return len(clips)


def redo(clip: Clip, motion: str, *, by: str) -> None:
    """Make another take with that motion. Raises Invalid, Conflict or OverBudget as `services.redo`."""
    moderation.refuse_unfit([motion], "The motion", "motion")
    with transaction.atomic():
        services.redo(clip, motion, by=by)
        enqueue_clip(clip)


def try_again(clip: Clip, *, by: str) -> None:
    """Make another take with the same motion. Raises as `services.try_again`."""
    with transaction.atomic():
        services.try_again(clip, by=by)
        enqueue_clip(clip)


def use_local(clip: Clip, *, by: str) -> None:
    """Make another take on this machine. Raises Conflict as `services.use_local`."""
    with transaction.atomic():
        services.use_local(clip, by=by)
        enqueue_clip(clip)


def go_on_waiting(clip: Clip, *, by: str) -> None:
    """Go on looking whether an overdue take is done. Raises Conflict as `services.go_on_waiting`."""
    with transaction.atomic():
        services.go_on_waiting(clip, by=by)
        enqueue_clip(clip)


def stop(story: Story, *, by: str) -> None:
    """Ask for no more clips. Raises Conflict as `services.check_may_stop`."""
    failure.stop(story, by=by)


def choose(clip: Clip, take: Take, *, by: str) -> None:
    """Show an earlier take. Raises Conflict as `services.choose`."""
    services.choose(clip, take, by=by)


def enqueue_clip(clip: Clip) -> None:
    """Send one clip to a worker: to be asked for, or to be looked at."""
    if clip.status == statuses.WORKING:
        return enqueue(tasks.poll.si(clip_id=clip.pk).set(ignore_result=True))
    enqueue(making_of(clip, alone=True))


def making_of(clip: Clip, *, alone: bool = False) -> Signature:
    """What makes one clip. Nobody reads the result of one that is made `alone`."""
    if takes.animator_of(clip).on_this_machine:
        return tasks.make_here.si(clip_id=clip.pk).set(ignore_result=alone)
    # The first look comes when there may be something to see.
    look = tasks.poll.si(clip_id=clip.pk).set(ignore_result=alone, countdown=settings.VIDEO_POLL_SECONDS)
    return chain(tasks.submit.si(clip_id=clip.pk), look)
