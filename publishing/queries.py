"""Reads: which stories are public, and what of them."""

from django.db.models import QuerySet

from core import product_statuses
from core.errors import NotFound
from core.status import Conflict
from images import statuses as picture_statuses
from images.models import Illustration, Version
from publishing.models import Publication
from stories import statuses
from stories.models import Story
from videos.models import Film

_NOT_YET = "A story can be published once all twenty pictures are approved."
# While pictures are being made anew, an earlier film may show what nobody approves of any more.
_FILMED = frozenset({statuses.FINISHED, statuses.UNFILMED})


def check_may_publish(story: Story) -> None:
    """Raise Conflict, in words, unless all pictures of the story are approved."""
    if story.status not in statuses.SETTLED:
        raise Conflict(_NOT_YET, story.status)


def publication_of(story: Story) -> Publication | None:
    """How the story is public; None where it is not."""
    return Publication.objects.filter(story=story).first()


def publication_called(token: str) -> Publication:
    """What is shown under that link. Raises NotFound, also once it was taken back."""
    found = Publication.objects.select_related("story").filter(token=token).first()
    if found is None:
        raise NotFound("Nothing is published here")
    return found


def pages_of(story: Story) -> list[tuple[Illustration, Version]]:
    """The pictures that are approved at this moment, in order, each with its version."""
    rows = story.illustrations.filter(status=picture_statuses.APPROVED).select_related("scene", "current")
    return [(picture, picture.current) for picture in rows.order_by("number") if picture.current]


def film_of(story: Story) -> Film | None:
    """The film that everybody may see: the upright one, which is made anew by itself when what it shows has changed;
    None while that goes on."""
    if story.status not in _FILMED:
        return None
    return story.films.filter(shape=Film.VERTICAL, status=product_statuses.READY).exclude(file="").first()


def featured() -> QuerySet[Publication]:
    """What the gallery shows, the latest first."""
    rows = Publication.objects.filter(featured=True, story__status__in=statuses.SETTLED)
    return rows.select_related("story").order_by("-featured_at")
