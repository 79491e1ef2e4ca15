"""Which pictures are removed: those of a deleted story, and those that were stored for nothing."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from images.drawing.hosting import FALLBACK, Hosted, file_name
from images.models import Illustration, Version
from providers import registry
from stories.models import Story
from stories.removal import FOLDER, StoredAt, remove_later


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
    list(Illustration.everything.select_for_update().filter(story=instance).order_by("pk").values_list("pk"))
    versions = Version.objects.select_for_update(of=("self",)).filter(illustration__story=instance).order_by("pk")
    elsewhere: list[StoredAt] = []
    for version in versions.select_related("illustration"):
        name = file_name(instance.channel, version.illustration.number, version.number)
        elsewhere += places_of(instance, version, version.key, name)
    if elsewhere:
        remove_later(instance.pk, elsewhere)
    Version.objects.filter(illustration__story=instance).delete()


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
