"""Writes of films: a film is requested here and made by `videos.film.rendering`. See core.artifacts."""

from collections.abc import Callable

from django.db import transaction

from core import artifacts
from core.errors import Invalid
from core.status import Conflict
from images import statuses as picture_statuses
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from videos.film.contents import contents_of
from videos.models import Film

_NOT_IN = {
    story_statuses.FILMING: "The videos are being made just now. The film can be made once they are done.",
    story_statuses.APPROVED: "Make the videos first; the film is made of them.",
}
_NOT_YET = "The film can be made once all twenty pictures are approved and their videos are made."


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
