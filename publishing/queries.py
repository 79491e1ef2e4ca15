"""Reads: public pages, what they show, and the gallery."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from core import artifacts
from core.errors import NotFound
from core.status import Conflict
from images import statuses as picture_statuses
from images.models import Illustration, Version
from images.queries import uncleared_uploads
from publishing.models import Publication
from stories import statuses
from stories.models import Story
from videos.film.contents import may_be_seen
from videos.models import Film

_NOT_YET = "A story can be published once all twenty pictures are approved."
# In other statuses pictures may have changed, and an earlier film may show one that was rejected since.
_FILMED = frozenset({statuses.FINISHED, statuses.UNFILMED})
_COMPARED = Illustration.objects.select_related("scene").only("story", "number", "status", "current", "scene__text")


def check_may_publish(story: Story) -> None:
    """Raise Conflict unless all pictures of the story are approved."""
    if story.status not in statuses.SETTLED:
        raise Conflict(_NOT_YET)


def publication_of(story: Story) -> Publication | None:
    """The publication of the story; None where it is not public."""
    return Publication.objects.filter(story=story).first()


def publication_by_token(token: str) -> Publication:
    """The publication with that token. Raises NotFound."""
    found = Publication.objects.select_related("story").filter(token=token, story__deleted_at=None).first()
    if found is None:
        raise NotFound("Nothing is published here")
    return found


def pages_of(story: Story) -> list[tuple[Illustration, Version]]:
    """The approved pictures in order, each with its current version."""
    rows = story.illustrations.filter(status=picture_statuses.APPROVED).select_related("scene", "current")
    return [(picture, picture.current) for picture in rows.order_by("number") if picture.current]


def film_of(story: Story) -> Film | None:
    """The film that the public page shows: the last vertical one that was made, also while it is made anew. None after
    its owner changed or removed something that is in it, until the owner has it made again."""
    if story.status not in _FILMED:
        return None
    film = story.films.filter(shape=Film.VERTICAL).exclude(file="").first()
    return film if film and may_be_seen(film) else None


def hides_film(story: Story) -> bool:
    """Whether there is a vertical film that the public page does not show."""
    return story.films.filter(shape=Film.VERTICAL).exclude(file="").exists() and film_of(story) is None


def with_pictures(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """The rows with what `digest_of` reads, in one more query for all of them."""
    pictures = Prefetch("story__illustrations", _COMPARED.order_by("number"))
    return rows.select_related("story").prefetch_related(None).prefetch_related(pictures)


def digest_of(publication: Publication) -> str:
    """A digest of title, author, cover, texts and approved pictures. For rows from `with_pictures`."""
    pictures = publication.story.illustrations.all()
    shown = [
        [one.number, one.scene_text, one.current_id] for one in pictures if one.status == picture_statuses.APPROVED
    ]
    return artifacts.digest_of(publication.story.title, *publication.story.chosen, shown)


def is_changed(publication: Publication) -> bool:
    """Whether the owner changed it since staff featured it. For rows from `with_pictures`."""
    return publication.featured and publication.looked_at != digest_of(publication)


def featured() -> QuerySet[Publication]:
    """What staff featured, the latest first; of these the gallery shows the `unchanged`."""
    rows = Publication.objects.filter(featured=True, story__status__in=statuses.SETTLED, story__deleted_at=None)
    return with_pictures(rows).order_by("-featured_at")


def unchanged(publications: Iterable[Publication]) -> list[Publication]:
    """Those that are still what staff looked at. The others are hidden until staff look again."""
    return [publication for publication in publications if not is_changed(publication)]


def is_in_gallery(publication: Publication) -> bool:
    """Whether the gallery shows it now."""
    return publication.featured and bool(unchanged(featured().filter(pk=publication.pk)))


def uploads_to_look_at() -> QuerySet[Version]:
    """Uploaded pictures of public pages that neither a moderator nor staff have looked at."""
    return uncleared_uploads().filter(illustration__status=picture_statuses.APPROVED)


def waiting() -> Q:
    """Of publications: those that show such pictures."""
    return Q(Exists(uploads_to_look_at().filter(illustration__story=OuterRef("story"))))
