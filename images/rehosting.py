"""Moving pictures from where they had to be kept to where they should be."""

import logging
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from PIL import Image

from core import live
from images import keeping, queries
from images.models import Illustration, Version
from providers import registry
from providers.base import Host, Kept, Picture, ProviderError

log = logging.getLogger(__name__)


class Rehosted(NamedTuple):
    """How many versions were moved, and for each that could not be, why, in a sentence for the operator."""

    moved: int
    failed: list[str]


def waiting(story_id: UUID | None = None) -> QuerySet[Version]:
    """The versions that are not where they should be, story by story; of one story where it is named."""
    rows = Version.objects.exclude(wanted_host="").select_related("illustration__story")
    rows = rows.filter(illustration__story=story_id) if story_id else rows
    return rows.order_by("illustration__story__created_at", "illustration__story", "illustration__number", "number")


def rehost(versions: Iterable[Version]) -> Rehosted:
    """Move each version to the host it should be on, one by one: an interruption loses nothing. Never raises for what
    a host does. What is kept here stays, so that old links go on working."""
    moved, failed, rows = 0, list[str](), list(versions)
    for number, version in enumerate(rows):
        try:
            moved += _move(version)
        except ProviderError as error:
            log.warning("%s of story %s stays where it is. %s", _name(version), _story(version), error.operator)
            failed.append(error.operator)
            if error.account:  # the others would hear the same
                return Rehosted(moved, failed + [error.operator] * (len(rows) - number - 1))
    return Rehosted(moved, failed)


def _move(version: Version) -> bool:
    """Keep it where it should be, then say so; False when it went another way meanwhile."""
    picture = _picture(version)
    host = _host(version.wanted_host)
    kept = keeping.keep_on(host, picture, story_id=_story(version), name=_name(version))
    if not _recorded(version, kept):
        return False
    _announce(version)
    return True


def _host(name: str) -> Host:
    try:
        return registry.host(name)
    except KeyError:
        raise ProviderError(f"IMAGE_HOSTS lists no host called {name} any more.", account=True) from None


def _picture(version: Version) -> Picture:
    data = _host(version.host).fetch(version.kept)
    try:
        with Image.open(BytesIO(data)) as image:
            return Picture(data, Image.MIME[image.format or ""], image.width, image.height)
    except (OSError, KeyError):
        raise ProviderError(f"What is kept as {version.key} is no picture any more.", permanent=True) from None


def _recorded(version: Version, kept: Kept) -> bool:
    """Change the row if it still says what it said before the upload."""
    same = Version.objects.filter(pk=version.pk, host=version.host, key=version.key, wanted_host=version.wanted_host)
    return bool(
        same.update(
            host=version.wanted_host, key=kept.key, url=kept.url, thumbnail_url=kept.thumbnail_url, wanted_host=""
        )
    )


def _announce(version: Version) -> None:
    """Tell open pages the new URL, if this is the version that they show."""
    picture = Illustration.objects.select_related("current").filter(current=version.pk).first()
    if picture is not None:
        news = queries.image_news(picture, queries.drawn_count(picture.story_id))
        transaction.on_commit(lambda: live.announce(picture.channel, *news))


def _story(version: Version) -> str:
    return PurePosixPath(version.key).parent.name


def _name(version: Version) -> str:
    """The name without an ending, as it was given when the picture was kept."""
    return PurePosixPath(version.key).stem
