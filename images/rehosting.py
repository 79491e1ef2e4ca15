"""Copy pictures from the host that stood in to the host that was wanted, and show them from there."""

import logging
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from PIL import Image

from core.connections import release_connection
from images import events, removal
from images.drawing.hosting import Hosted, with_retries
from images.models import Illustration, Version
from providers import registry
from providers.base import Host, Picture, ProviderError, StoredFile

log = logging.getLogger(__name__)

IN_A_ROW = 3  # failures after which the others are not tried: their host is away


class Outcome(NamedTuple):
    """What became of one row: `copied`, or `why` not, in a sentence for the operator; neither if somebody else was
    faster."""

    row: Any
    copied: bool
    why: str = ""


def waiting(story_id: UUID | None = None) -> QuerySet[Version]:
    """The versions that are not at their wanted host, story by story; only those of one story if it is given."""
    rows = Version.objects.exclude(wanted_host="").select_related("illustration__story")
    rows = rows.filter(illustration__story=story_id) if story_id else rows
    return rows.order_by("illustration__story__created_at", "illustration__story", "illustration__number", "number")


def rehost(versions: Iterable[Version]) -> Iterator[Outcome]:
    """Copy each version to its wanted host, as `one_by_one` does. The old file stays, so that old links work on."""
    return one_by_one(versions, _copied)


def one_by_one(rows: Iterable[Any], copied: Callable[[Any], bool]) -> Iterator[Outcome]:
    """Copy the rows (versions or takes) one by one, so that an interruption loses nothing. Never raises for what a host
    does. Ends early if the others would fail alike: an account is refused, or a host does not answer."""
    in_a_row = 0
    for row in rows:
        try:
            yield Outcome(row, copied(row))
            in_a_row = 0
        except ProviderError as error:
            place = place_of(row.stored)
            log.warning("%s of story %s stays where it is. %s", place["name"], place["story_id"], error.operator)
            yield Outcome(row, False, error.operator)
            in_a_row = 0 if error.permanent else in_a_row + 1  # a file that is at fault says nothing of its host
            if error.account or in_a_row == IN_A_ROW:
                return


def _copied(version: Version) -> bool:
    """Copy the file, record where it is, and show it from there. False if the row has been changed meanwhile."""
    release_connection()  # both hosts may take their time
    picture = _picture(version)
    host = _host(version.wanted_host)
    place = place_of(version.stored)
    hosted = Hosted(with_retries(lambda: host.store(picture, **place)), version.wanted_host)
    same = Version.objects.filter(pk=version.pk, host=version.host, key=version.key, wanted_host=version.wanted_host)
    if not same.update(**hosted.columns):
        removal.discard_if_gone(version, hosted)
        return False
    shown_by = Illustration.everything.select_related("current").filter(current=version.pk).first()
    if shown_by is not None:
        events.picture_changed(shown_by)
    return True


def _host(name: str) -> Host:
    try:
        return registry.host(name)
    except KeyError:
        raise registry.unlisted_host(name) from None


def _picture(version: Version) -> Picture:
    data = _host(version.host).fetch(version.stored)
    try:
        with Image.open(BytesIO(data)) as image:
            return Picture(data, Image.MIME[image.format or ""], image.width, image.height)
    except (OSError, KeyError):
        raise ProviderError(f"What is kept as {version.key} is no picture any more.", permanent=True) from None


def place_of(stored: StoredFile) -> dict[str, str]:
    """The id of the file's story, and its name without an ending, as they were given when it was stored."""
    path = PurePosixPath(stored.key)
    return {"story_id": path.parent.name, "name": path.stem}
