"""Which pictures are removed: those of a deleted story, those that were stored for nothing, and old versions."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from images import statuses
from images.drawing.hosting import FALLBACK, Hosted, file_name
from images.drawing.throttle import leave_line
from images.models import Illustration, Version
from providers import registry
from stories.models import Story
from stories.removal import FOLDER, StoredAt, remove_later

BATCH = 100  # versions that are in memory at once


def discard(story_id: UUID, hosted: Hosted) -> None:
    """Have a stored file removed that no row names."""
    remove_later(story_id, [StoredAt(hosted.host, hosted.stored.key), FOLDER])


def discard_if_gone(version: Version, hosted: Hosted) -> None:
    """Discard what was stored of a version whose story was deleted meanwhile."""
    if not Version.objects.filter(pk=version.pk).exists():
        discard(version.illustration.story_id, hosted)


@receiver(pre_delete, sender=Story, dispatch_uid="images.removal")
def story_deleted(sender: type, instance: Story, **kwargs: Any) -> None:
    """Have its pictures removed from the hosts. Those on this machine go with its folder."""
    # No worker begins an attempt from here on; the versions go at once, for Django read which there are before.
    rows = Illustration.everything.select_related("story").select_for_update(of=("self",))
    pictures = list(rows.filter(story=instance).order_by("pk"))
    transaction.on_commit(lambda: leave_line(pictures))
    versions = Version.objects.select_for_update(of=("self",)).filter(illustration__story=instance).order_by("pk")
    elsewhere: list[StoredAt] = []
    for version in versions.select_related("illustration"):
        name = file_name(instance.channel, version.illustration.number, version.number)
        elsewhere += places_of(instance, version, version.key, name)
    if elsewhere:
        remove_later(instance.pk, elsewhere)
    Version.objects.filter(illustration__story=instance).delete()


def thin(before: datetime) -> int:
    """Remove the pictures that were drawn before then and are not shown: of each, the newest version stays (its number
    is not given twice), and what the next one or a clip is made from. What they cost stays in the ledger. Returns how
    many were removed."""
    used = Illustration.everything.filter(Q(current=OuterRef("pk")) | Q(base=OuterRef("pk")))
    newer = Version.objects.filter(illustration=OuterRef("illustration"), number__gt=OuterRef("number"))
    rows = Version.objects.filter(outcome=statuses.DRAWN, finished_at__lt=before)
    idle = rows.exclude(illustration__status__in=statuses.ACTIVE).filter(Exists(newer), ~Exists(used))
    count = 0
    for version in idle.select_related("illustration__story").order_by("pk").iterator(chunk_size=BATCH):
        count += _remove(version)
    return count


def _remove(version: Version) -> bool:
    """Remove one version and its file. False when it is shown by now."""
    picture = version.illustration
    with transaction.atomic():
        now = Illustration.everything.select_for_update().get(pk=picture.pk)
        if version.pk in (now.current_id, now.base_id) or now.status in statuses.ACTIVE:
            return False
        name = file_name(picture.story.channel, picture.number, version.number)
        remove_later(picture.story_id, [*_here(version), *places_of(picture.story, version, version.key, name)])
        version.delete()
    return True


def _here(version: Version) -> Iterator[StoredAt]:
    """The file in the story's own folder; `places_of` names those elsewhere."""
    if version.host == FALLBACK and version.key.startswith(f"{version.illustration.story_id}/"):
        yield StoredAt(FALLBACK, version.key)


def places_of(story: Story, row: Any, key: str, name: str, *, is_video: bool = False) -> Iterator[StoredAt]:
    """Where a file is, besides this machine: the file of `row`, a version or take, whose key is `key` ("" for none), or
    whose name would be `name`. A host may keep one that the row does not name, because the worker died, or because the
    host's answer got lost before another stood in."""
    if (
        key and row.host != FALLBACK and PurePosixPath(key).parent.name == story.channel
    ):  # another story may show others
        yield StoredAt(row.host, key, is_video)
    if row.wanted_host or not key:
        with suppress(KeyError):  # a host that the settings do not list any more
            host = registry.host(row.wanted_host)
            name = PurePosixPath(key).stem if key else name
            if unnamed := host.key_of(story_id=story.channel, name=name):
                yield StoredAt(host.name, unnamed, is_video)
