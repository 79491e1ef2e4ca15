"""Writes: publish and unpublish a story, put it into the gallery."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone

from core import audit, storage
from core.status import Conflict, locked
from core.text import clean_text
from images import uploads
from images.models import Version
from providers.base import ProviderError
from publishing import queries
from publishing.media import FILES
from publishing.models import NOTE_LIMIT, Publication, Report
from stories import deletion, moderation
from stories.models import Story

log = logging.getLogger(__name__)


def publish(story: Story, *, by: str) -> Publication:
    """Give the story a public page, or return the one that it has. Raises Conflict when it may not have one."""
    queries.check_may_publish(story)
    _moderate(story)
    with transaction.atomic():
        locked(Story.objects.filter(pk=story.pk))  # it may have been deleted meanwhile
        Story.objects.filter(pk=story.pk).update(is_public=True)
        publication, is_new = Publication.objects.get_or_create(story=story, defaults={"by": by})
        if is_new:
            audit.record("published", story, by=by)
    return publication


def _moderate(story: Story) -> None:
    """Moderate all texts again, also those changed after drawing, and uploaded pictures that were not looked at yet.
    Without a moderator's answer nothing is published."""
    try:
        moderation.check_story(story)
        uploads.moderate_uncleared(story)
    except moderation.Flagged as error:
        raise Conflict(error.message) from error
    except ProviderError as error:
        said = "What you wrote or uploaded could not be looked at just now, so nothing was published."
        raise Conflict(f"{said} Please try again later.") from error


def unpublish(story: Story, *, by: str) -> None:
    """Delete the public page and its files. Publishing again gives another link. The audit log keeps whose page it was
    and who deleted it, also where that is its visitor."""
    with transaction.atomic():
        Story.everything.filter(pk=story.pk).update(is_public=False)
        for publication in Publication.objects.filter(story=story):
            publication.delete()
            note = f"published {publication.at:%Y-%m-%d %H:%M} by {publication.by}"
            audit.record("unpublished", story, by=by, note=note, by_anybody=True)
        transaction.on_commit(lambda: storage.remove_others(story.pk, FILES, ()))


@receiver(deletion.marked, dispatch_uid="publishing.deletion")
def story_deleted(sender: type[Story], story: Story, by: str, **kwargs: Any) -> None:
    """A deleted story has no public page."""
    unpublish(story, by=by)


def feature(publications: QuerySet[Publication], *, by: str) -> int:
    """Show them in the gallery as they are now, uploaded pictures too: staff looked at them. Returns how many were not
    there, or had changed."""
    clear_uploads(publications, by=by)
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


def clear_uploads(publications: QuerySet[Publication], *, by: str) -> int:
    """Record that staff looked at the uploaded pictures of these pages and found them fit. Returns how many."""
    stories = list(publications.values_list("story", flat=True))
    with transaction.atomic():
        seen = list(queries.uploads_to_look_at().filter(illustration__story__in=stories).select_related("illustration"))
        for version in seen:
            audit.record("cleared", version.illustration, by=by)
        return Version.objects.filter(pk__in=[version.pk for version in seen]).update(cleared_by=by)


def report(publication: Publication, *, reason: str, note: str) -> Report:
    """Record that a reader objects to a public page. The page stays until staff unpublish it."""
    found = Report.objects.create(
        story=publication.story, token=publication.token, reason=reason, note=clean_text(note)[:NOTE_LIMIT]
    )
    log.warning("A public page was reported. Reports in the admin say which, and why.")
    return found


def close_reports(reports: QuerySet[Report], *, by: str) -> int:
    """Close the open ones. Returns how many."""
    return _change_reports(reports.filter(closed_at=None), "closed", by, closed_at=timezone.now(), closed_by=by)


def reopen_reports(reports: QuerySet[Report], *, by: str) -> int:
    """Open closed ones again. Returns how many."""
    return _change_reports(reports.exclude(closed_at=None), "opened again", by, closed_at=None, closed_by="")


def _change_reports(reports: QuerySet[Report], action: str, by: str, **changes: Any) -> int:
    with transaction.atomic():
        rows = list(reports.select_related("story"))
        for row in rows:
            audit.record(action, row, by=by)
        return Report.objects.filter(pk__in=[row.pk for row in rows]).update(**changes)
