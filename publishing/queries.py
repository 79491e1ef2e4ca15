"""Reads: which stories are public, and what of them."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from core import artifact_statuses, artifacts
from core.errors import NotFound
from core.status import Conflict
from images import statuses as picture_statuses
from images.models import Illustration, Version
from publishing.models import Publication
from stories import statuses
from stories.models import Story
from videos import films
from videos.models import Film

_NOT_YET = "A story can be published once all twenty pictures are approved."
# While pictures are being made anew, an earlier film may show what nobody approves of any more.
_FILMED = frozenset({statuses.FINISHED, statuses.UNFILMED})
_LOOKED_AT = Illustration.objects.select_related("scene").only("story", "number", "status", "current", "scene__text")


def check_may_publish(story: Story) -> None:
    """Raise Conflict, in words, unless all pictures of the story are approved."""
    if story.status not in statuses.SETTLED:
        raise Conflict(_NOT_YET, story.status)


def publication_of(story: Story) -> Publication | None:
    """How the story is public; None where it is not."""
    return Publication.objects.filter(story=story).first()


def is_public(story: Story) -> bool:
    """Whether everybody who has the link reads what stands in the story now."""
    return Publication.objects.filter(story=story).exists()


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
    """The film that everybody may see: the upright one, as long as it would come out the same today. None once its
    owner has changed what it shows, until the owner has it made anew."""
    if story.status not in _FILMED:
        return None
    film = story.films.filter(shape=Film.VERTICAL, status=artifact_statuses.READY).exclude(file="").first()
    return None if film is None or films.is_outdated(film) else film


def with_looks(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """The same, each with what `digest_of` reads, in one query more for all of them."""
    looks = Prefetch("story__illustrations", _LOOKED_AT.order_by("number"))
    return rows.select_related("story").prefetch_related(None).prefetch_related(looks)


def digest_of(publication: Publication) -> str:
    """Is the same as long as the title, the texts and the approved pictures are. For rows from `with_looks`."""
    pictures = publication.story.illustrations.all()
    shown = [
        [one.number, one.scene_text, one.current_id] for one in pictures if one.status == picture_statuses.APPROVED
    ]
    return artifacts.digest_of(publication.story.title, shown)


def is_changed(publication: Publication) -> bool:
    """Whether it is not any more what staff featured. For rows from `with_looks`."""
    return publication.featured and publication.looked_at != digest_of(publication)


def featured() -> QuerySet[Publication]:
    """What staff chose for the gallery, the latest first; `unchanged` says what of it the gallery shows."""
    rows = Publication.objects.filter(featured=True, story__status__in=statuses.SETTLED)
    return with_looks(rows).order_by("-featured_at")


def unchanged(publications: Iterable[Publication]) -> list[Publication]:
    """Those that are still what staff looked at: nobody has looked at what their owners put in its place."""
    return [publication for publication in publications if not is_changed(publication)]


def is_in_gallery(publication: Publication) -> bool:
    """Whether the gallery shows it at this moment."""
    return publication.featured and bool(unchanged(featured().filter(pk=publication.pk)))
