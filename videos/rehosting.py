"""Copies clips from the host that had to store them to the host that should, and shows them from there."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet

from core.connections import release_connection
from core.tempdirs import private_tempdir
from images.drawing.hosting import Hosted, with_retries
from images.rehosting import Outcome, one_by_one, place_of
from providers import ffmpeg, registry
from providers.base import VideoHost
from videos import events, removal
from videos.models import Clip, Take


def waiting(story_id: UUID | None = None) -> QuerySet[Take]:
    """The takes that are not at the host that should store them, story by story; of one story where it is given."""
    rows = Take.objects.exclude(wanted_host="").select_related("clip__story")
    rows = rows.filter(clip__story=story_id) if story_id else rows
    return rows.order_by("clip__story__created_at", "clip__story", "clip__number", "number")


def rehost(takes: Iterable[Take]) -> Iterator[Outcome]:
    """Copy each take to the host that should store it. Ends early as `images.rehosting.one_by_one`."""
    return one_by_one(takes, _copy)


def _copy(take: Take) -> bool:
    """Copy one take, and announce its new URL to pages that show it. Returns False, and changes nothing, when the row
    has changed since the upload began."""
    release_connection()  # both hosts may be slow
    host = _host(take.wanted_host)
    with private_tempdir(f"rehost-{take.pk}") as folder:
        clip = folder / "clip.mp4"
        _host(take.host).fetch_video(take.stored, clip)
        poster, place = ffmpeg.poster(clip), place_of(take.stored)
        stored = with_retries(lambda: host.store_video(clip, poster, **place))
    same = Take.objects.filter(pk=take.pk, host=take.host, host_key=take.host_key, wanted_host=take.wanted_host)
    new = {"host": take.wanted_host, "host_key": stored.key, "url": stored.url, "poster_url": stored.thumbnail_url}
    if not same.update(**new, wanted_host=""):
        removal.discard_if_gone(take, Hosted(stored, take.wanted_host))
        return False
    showing = Clip.objects.select_related("current", "illustration").filter(current=take.pk).first()
    if showing is not None:
        events.clip_changed(showing)
    return True


def _host(name: str) -> VideoHost:
    try:
        return registry.video_host(name)
    except KeyError:
        raise registry.unlisted_host(name) from None
