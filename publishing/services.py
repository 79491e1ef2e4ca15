"""Writes: publish and unpublish a story, put it into the gallery."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import audit, storage
from core.status import Conflict
from providers.base import ProviderError
from publishing import queries
from publishing.media import FILES
from publishing.models import Publication
from stories import moderation
from stories.models import Story


def publish(story: Story, *, by: str) -> Publication:
    """Give the story a public page, or return the one that it has. Raises Conflict when it may not have one."""
    queries.check_may_publish(story)
    _moderate(story)
    with transaction.atomic():
        Story.objects.filter(pk=story.pk).update(is_public=True)
        publication, is_new = Publication.objects.get_or_create(story=story, defaults={"by": by})
        if is_new:
            audit.record("published", story, by=by)
    return publication


def _moderate(story: Story) -> None:
    """Moderate all texts again, also those changed after drawing. Without a moderator's answer nothing is published."""
    try:
        moderation.check_story(story)
    except moderation.Flagged as error:
        raise Conflict(error.message) from error
    except ProviderError as error:
        said = "What you wrote could not be looked at just now, so nothing was published. Please try again later."
        raise Conflict(said) from error


def unpublish(story: Story, *, by: str) -> None:
    """Delete the public page and its files. Publishing again gives another link. The audit log keeps whose page it was
    and who deleted it, also where that is its visitor."""
    with transaction.atomic():
        Story.objects.filter(pk=story.pk).update(is_public=False)
        for publication in Publication.objects.filter(story=story):
            publication.delete()
            note = f"published {publication.at:%Y-%m-%d %H:%M} by {publication.by}"
            audit.record("unpublished", story, by=by, note=note, by_anybody=True)
        transaction.on_commit(lambda: storage.remove_others(story.pk, FILES, ()))


def feature(publications: QuerySet[Publication], *, by: str = "") -> int:
    """Show them in the gallery as they are now. Returns how many were not there, or had changed."""
    fresh = [one for one in queries.with_pictures(publications) if not one.featured or queries.is_changed(one)]
    for one in fresh:
        digest = queries.digest_of(one)
        with transaction.atomic():
            Publication.objects.filter(pk=one.pk).update(featured=True, featured_at=timezone.now(), looked_at=digest)
            audit.record("featured", one.story, by=by)
    return len(fresh)


def unfeature(publications: QuerySet[Publication], *, by: str = "") -> int:
    """Take them out of the gallery; they stay public. Returns how many were there."""
    with transaction.atomic():
        shown = list(publications.filter(featured=True))
        for one in shown:
            audit.record("unfeatured", one.story, by=by)
        rows = Publication.objects.filter(pk__in=[one.pk for one in shown])
        return rows.update(featured=False, featured_at=None, looked_at="")
