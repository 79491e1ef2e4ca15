"""What follows when a clip or a story changes its status: events for open pages, and the film that is made by
itself."""

from typing import Any

from django.dispatch import receiver

from core import live
from core.models import StatusEvent
from core.status import moved
from stories import statuses as story_statuses
from stories.models import Story
from videos import queries
from videos.film import services as film_services
from videos.models import Clip

_PHASES = (story_statuses.FILMING, story_statuses.FINISHED, story_statuses.UNFILMED)


@receiver(moved, sender=Clip)
def announce_clip(sender: type[Clip], instance: Clip, event: StatusEvent, **kwargs: Any) -> bool:
    """Send the event of a clip. Returns whether Redis took it."""
    return live.announce(instance.channel, *queries.clip_news(instance, queries.counts(instance.story_id)))


@receiver(moved, sender=Story)
def announce_story(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> bool:
    """Send the events of a story whose clips are being made or are done. Returns whether Redis took all of them."""
    if event.new not in _PHASES:
        return True
    return all(live.announce(instance.channel, *news) for news in queries.story_news(instance))


@receiver(moved, sender=Story)
def make_film_of_finished_story(sender: type[Story], instance: Story, event: StatusEvent, **kwargs: Any) -> None:
    """Request the upright film once the clips of a story are done."""
    if event.new == story_statuses.FINISHED:
        film_services.request_auto_film(instance)
