"""Writes: publish and unpublish a story, put it into the gallery."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import storage
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
        publication, _ = Publication.objects.get_or_create(story=story, defaults={"by": by})
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


def unpublish(story: Story) -> None:
    """Delete the public page and its files. Publishing again gives another link."""
    with transaction.atomic():
        Story.objects.filter(pk=story.pk).update(is_public=False)
        Publication.objects.filter(story=story).delete()
        transaction.on_commit(lambda: storage.remove_others(story.pk, FILES, ()))


def feature(publications: QuerySet[Publication]) -> int:
    """Show them in the gallery as they are now. Returns how many were not there, or had changed."""
    fresh = [one for one in queries.with_pictures(publications) if not one.featured or queries.is_changed(one)]
    for one in fresh:
        digest = queries.digest_of(one)
        Publication.objects.filter(pk=one.pk).update(featured=True, featured_at=timezone.now(), looked_at=digest)
    return len(fresh)


def unfeature(publications: QuerySet[Publication]) -> int:
    """Take them out of the gallery; they stay public. Returns how many were there."""
    return publications.filter(featured=True).update(featured=False, featured_at=None, looked_at="")
