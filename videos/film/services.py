"""Writes of films: a film is requested here and made by `videos.film.rendering`. See core.artifacts."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from core import artifacts
from core.errors import Invalid
from core.models import StatusEvent
from core.status import Conflict
from images import statuses as picture_statuses
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from videos.film.contents import contents_of
from videos.models import Film

RECENT = 500  # changes of statuses
_NOT_IN = {
    story_statuses.FILMING: "The clips are being made just now. The film can be made once they are done.",
    story_statuses.APPROVED: "Make the clips first; the film is made of them.",
}
_NOT_YET = "The film can be made once all twenty pictures are approved and their clips are made."


def check_may_make(story: Story) -> None:
    """Raise Conflict, in words, unless a film can be made of the story now."""
    if story.status not in (story_statuses.FINISHED, story_statuses.UNFILMED):
        raise Conflict(_NOT_IN.get(story.status, _NOT_YET))
    if story.illustrations.filter(status=picture_statuses.APPROVED).count() < SCENES:
        raise Conflict(_NOT_YET)


def request_film(
    story: Story,
    *,
    shape: str = Film.VERTICAL,
    captions: bool = True,
    voice: bool = True,
    music: bool = True,
    by: str,
    allow: Callable[[], None] = lambda: None,
) -> Film:
    """Request the film of that shape with these options and return its row.

    Nothing is queued when the same film exists or is being made already; a film whose `notice` says that something is
    missing is made again. `allow` is called before a film is queued; what it raises is raised. Raises Conflict, in
    words, while no film can be made, and Invalid for an unknown shape.
    """
    check_may_make(story)
    if shape not in dict(Film.SHAPES):
        raise Invalid("shape", 'The shape must be "vertical" or "wide".')
    options = {"captions": captions, "voice": voice, "music": music}
    wanted = contents_of(Film(story=story, shape=shape, **options)).digest
    film = Film.objects.filter(story=story, shape=shape).first() or Film(story=story)
    if artifacts.is_due(film, wanted, anew=bool(film.notice)):
        allow()
    with transaction.atomic():
        film, _ = Film.objects.get_or_create(story=story, shape=shape)
        artifacts.ask(film, wanted, by=by, anew=bool(film.notice), **options)
    return film


def request_auto_film(story: Story) -> None:
    """Request the upright film without a person's wish, with the options of the last one. Does nothing where no film
    can be made."""
    last = Film.objects.filter(story=story, shape=Film.VERTICAL).first() or Film()
    try:
        request_film(story, captions=last.captions, voice=last.voice, music=last.music, by="")
    except Conflict:
        return  # its pictures are being changed again; the film is requested after that


def request_missing_films() -> None:
    """Request the film of recently finished stories without one: the worker that finished them died before it did."""
    newest = StatusEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    changed = StatusEvent.objects.filter(pk__gt=newest - RECENT, kind="stories.story", new=story_statuses.FINISHED)
    finished = [UUID(channel) for channel in changed.order_by().values_list("channel", flat=True)]
    for story in Story.objects.filter(pk__in=finished, status=story_statuses.FINISHED, films=None):
        request_auto_film(story)
