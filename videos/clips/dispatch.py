"""The Celery messages that have clips made."""

from collections.abc import Sequence

from celery import chain, chord, signature
from celery.canvas import Signature
from django.conf import settings

from core.queue import enqueue
from stories.models import Story
from videos import statuses
from videos.clips import takes
from videos.models import Clip


def enqueue_clips(story: Story, clips: Sequence[Clip]) -> None:
    """Send all clips of a story after commit, as a chord whose body closes the story's phase."""
    done = _message("videos.finish", story_id=str(story.pk))
    then = chord([_making_of(clip) for clip in clips], done) if clips else done
    enqueue(chain(_message("videos.begin", story_id=str(story.pk)), then))


def enqueue_clip(clip: Clip) -> None:
    """Send one clip after commit: to be submitted, or to be polled."""
    if clip.status == statuses.WORKING:
        enqueue(_message("videos.poll", clip_id=clip.pk).set(ignore_result=True))
    else:
        enqueue(_making_of(clip, alone=True))


def _making_of(clip: Clip, *, alone: bool = False) -> Signature:
    """The messages that make one clip. `alone`: it is in no chord, so nothing reads its result."""
    if takes.animator_of(clip).on_this_machine:
        return _message("videos.make_here", clip_id=clip.pk).set(ignore_result=alone)
    poll = _message("videos.poll", clip_id=clip.pk).set(ignore_result=alone, countdown=settings.VIDEO_POLL_SECONDS)
    return chain(_message("videos.submit", clip_id=clip.pk), poll)


def _message(task: str, **ids: object) -> Signature:
    return signature(task, kwargs=ids, immutable=True)
