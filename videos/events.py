"""The events that pages of a story get about its clips, and the film that is made once they are done."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from core import live
from core.models import StatusEvent
from core.status import moved
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from videos import queries, statuses
from videos.film import services as film_services
from videos.models import Clip


@receiver(moved, sender=Clip, dispatch_uid="videos.events.clip")
def clip_moved(sender: type[Clip], instance: Clip, event: StatusEvent, **kwargs: Any) -> bool:
    """Announce the new status of a clip. Returns whether Redis took it."""
    return live.announce(
        instance.channel, *clip_event(instance, queries.counts_of(Clip.objects.filter(story=instance.story_id)))
    )


@receiver(moved, sender=Story, dispatch_uid="videos.events.story")
def story_moved(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> bool:
    """Announce what a story's new status means for its clips. Returns whether Redis took it."""
    if event.new not in (story_statuses.FILMING, story_statuses.FINISHED, story_statuses.UNFILMED):
        return True
    return live.announce(instance.channel, *phase_event(instance, queries.clips_of(instance)))


@receiver(moved, sender=Story, dispatch_uid="videos.events.film")
def make_film_of_finished_story(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> None:
    """Request the upright film once the clips of a story are done."""
    if event.new == story_statuses.FINISHED:
        film_services.request_auto_film(instance)


def clip_changed(clip: Clip) -> None:
    """Tell the pages how a clip is now: the URL of its take has changed."""
    event = clip_event(clip, queries.counts_of(Clip.objects.filter(story=clip.story_id)))
    transaction.on_commit(lambda: live.announce(clip.channel, *event))


def clip_event(clip: Clip, counts: Mapping[str, int]) -> live.EventData:
    """The event of a clip; `counts` as `queries.counts_of` returns them."""
    if clip.status == statuses.READY and clip.current:
        return _video_ready(clip, counts)
    return "clip_update", _state(clip) | {"error": clip.error}


def _video_ready(clip: Clip, counts: Mapping[str, int]) -> live.EventData:
    take = clip.current
    urls = {"video_url": take.url, "poster_url": take.poster_url} if take else {}
    return "video_ready", _state(clip) | urls | dict(counts)


def _state(clip: Clip) -> dict[str, Any]:
    return {"scene_number": clip.number, "status": clip.status, "seen": queries.clip_stamp(clip)}


def phase_event(story: Story, clips: Iterable[Clip]) -> live.EventData:
    """The event of a story that is filming, finished or unfilmed, with its `clips`."""
    if story.status == story_statuses.FILMING:
        return "video_generation_started", {"status": "started"} | queries.counts_of(clips)
    if story.status == story_statuses.UNFILMED:
        return "video_generation_error", {"status": "error", "error": _why_unfilmed(story)}
    urls = {str(clip.number): clip.current.url for clip in clips if clip.current}
    data = {"successful_videos": len(urls), "total_videos": SCENES, "video_urls": urls}
    return "video_generation_complete", {"status": "completed"} | data


def _why_unfilmed(story: Story) -> str:
    """Why no clip could be made, in a sentence."""
    errors = {clip.error for clip in story.clips.exclude(error="")}
    one = f" {errors.pop()}" if len(errors) == 1 else ""
    return story.error or f"Not one clip could be made.{one}"


def present_state(channel: str) -> Iterator[live.EventData]:
    """The state of a story's clips as events, for a page that connects."""
    story = Story.objects.filter(pk=channel).first()
    clips = list(queries.clips_of(story)) if story else []
    if story is None or not clips:
        return
    if story.status == story_statuses.FILMING:
        yield phase_event(story, clips)
    counts = queries.counts_of(clips)
    for clip in clips:
        if clip.current and clip.status != statuses.READY:  # an earlier take can still be watched
            yield _video_ready(clip, counts)
        yield clip_event(clip, counts)
    if story.status in (story_statuses.FINISHED, story_statuses.UNFILMED):
        yield phase_event(story, clips)
