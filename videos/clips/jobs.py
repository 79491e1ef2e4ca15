"""Clips as background jobs: how they are sent, reclaimed and given up. See core.jobs."""

from collections.abc import Sequence

from celery import chain, chord
from celery.canvas import Signature
from django.conf import settings
from django.utils import timezone

from core.jobs import Lifecycle
from core.queue import enqueue, message
from core.status import locked, move
from providers.base import ProviderError
from stories.models import Story
from videos import statuses
from videos.clips import failure, outcomes
from videos.clips.animators import animator_named, animator_of, last_take
from videos.models import Clip, Take
from videos.settling import settle

_INTERRUPTED = "Making this clip was interrupted again and again. Please try once more."


class ClipJobs(Lifecycle[Clip]):
    """A clip is submitted to a service and polled by separate messages, or made on this machine by one."""

    model = Clip
    working = (statuses.SUBMITTING, statuses.WORKING)
    retry = outcomes.RETRY
    most_claims = 5
    lost = "The worker stopped while this clip was being asked for or made."

    def send(self, job: Clip) -> None:
        """Send the clip to be submitted, made here, or polled at once."""
        if job.status == statuses.WORKING:
            Take.objects.filter(clip=job.pk, outcome=statuses.MAKING).update(poll_at=timezone.now())
            enqueue("videos.poll", clip_id=job.pk)
        else:
            enqueue(_making_of(job, in_chord=False))

    def longest_before_resend(self, job: Clip) -> float:
        """Polls are short, so only the message of a queued clip may wait behind many others."""
        return 0.0 if job.status == statuses.WORKING else super().longest_before_resend(job)

    def reclaim(self, job: Clip) -> bool:
        """Reclaim a clip; where a service makes it, only its poll is sent again. A clip whose provider is no longer set
        up fails."""
        try:
            take = last_take(job) if job.status == statuses.WORKING else None
            if take is None or animator_named(take.provider).on_this_machine:
                return super().reclaim(job)
            if take.outcome in statuses.OPEN:
                return self.send_again(job)
            outcomes.sync_clip(take)  # the worker that closed the take died before it moved the clip
            return True
        except ProviderError as error:
            failure.fail(job, None, error)
            return False

    def send_again(self, job: Clip) -> bool:
        """Send the clip again. One whose provider is no longer set up fails."""
        try:
            return super().send_again(job)
        except ProviderError as error:
            failure.fail(job, None, error)
            return False

    def lock(self, job: Clip) -> None:
        """Stories are locked before their clips."""
        locked(Story.everything.filter(pk=job.story_id))

    def close_attempt(self, job: Clip) -> None:
        """A take on this machine is simply made again; whether a service got the request has to be found out."""
        if job.status == statuses.WORKING:
            job.takes.filter(outcome=statuses.MAKING, job="").update(outcome=statuses.LATER, error=self.lost)

    def give_up(self, job: Clip) -> None:
        """Fail the clip; where a service was asked, it may have been paid for."""
        asked = job.status == statuses.SUBMITTING
        words = f"{_INTERRUPTED} {failure.MAYBE_PAID}" if asked else _INTERRUPTED
        move(job, statuses.FAILED, note=self.lost, error=words, lease_until=None)
        failure.close_takes(job, statuses.UNKNOWN, self.lost)

    def reclaimed(self, job: Clip) -> None:
        """The story may be done when the clip has failed."""
        settle(job.story_id)


clip_jobs = ClipJobs()


def send_all(story: Story, clips: Sequence[Clip]) -> None:
    """Send the clips of a story as a chord whose body closes the story's phase."""
    done = message("videos.finish", story_id=str(story.pk))
    all_clips = chord([_making_of(clip, in_chord=True) for clip in clips], done)
    enqueue(chain(message("videos.begin", story_id=str(story.pk)), all_clips))


def _making_of(clip: Clip, *, in_chord: bool) -> Signature:
    """The messages that make one clip. Only a chord reads their results."""
    if animator_of(clip).on_this_machine:
        return message("videos.make_here", clip_id=clip.pk).set(ignore_result=not in_chord)
    poll = message("videos.poll", clip_id=clip.pk)
    poll.set(ignore_result=not in_chord, countdown=settings.VIDEO_POLL_SECONDS)
    return chain(message("videos.submit", clip_id=clip.pk), poll)
