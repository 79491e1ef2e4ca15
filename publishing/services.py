"""Writes: a story is published, taken back, or put into the gallery."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import storage
from core.status import Conflict
from providers.base import ProviderError
from publishing import queries
from publishing.models import Publication
from publishing.pictures import FILES
from stories import moderation
from stories.models import Story


def publish(story: Story, *, by: str) -> Publication:
    """Give the story a public page, or the one that it has. Raises Conflict, in words, when it may not have one."""
    queries.check_may_publish(story)
    _check_words(story)
    publication, _ = Publication.objects.get_or_create(story=story, defaults={"by": by})
    return publication


def _check_words(story: Story) -> None:
    """What was changed since it was drawn is looked at as well, and nothing passes for want of somebody to ask."""
    try:
        moderation.check_story(story)
    except moderation.Unfit as error:
        raise Conflict(error.message, story.status) from error
    except ProviderError as error:
        said = "What you wrote could not be looked at just now, so nothing was published. Please try again later."
        raise Conflict(said, story.status) from error


def unpublish(story: Story) -> None:
    """The story is not public any more, and its link is dead; a later one is another."""
    Publication.objects.filter(story=story).delete()
    transaction.on_commit(lambda: storage.remove_others(story.pk, FILES, ()))


def feature(publications: QuerySet[Publication]) -> int:
    """Show them in the gallery as they are now. Gives back how many were not there before, or were changed since."""
    fresh = [one for one in queries.with_looks(publications) if not one.featured or queries.is_changed(one)]
    for one in fresh:
        look = queries.digest_of(one)
        Publication.objects.filter(pk=one.pk).update(featured=True, featured_at=timezone.now(), looked_at=look)
    return len(fresh)


def unfeature(publications: QuerySet[Publication]) -> int:
    """Take them out of the gallery; they stay public. Gives back how many were there."""
    return publications.filter(featured=True).update(featured=False, featured_at=None, looked_at="")
