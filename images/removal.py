"""Which pictures are removed: those of a deleted story, and those that were stored for nothing."""

from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from images.drawing.hosting import FALLBACK, Hosted
from images.models import Illustration, Version
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
    versions = Version.objects.select_for_update().filter(illustration__story=instance).order_by("pk")
    stored = versions.exclude(key="").exclude(host=FALLBACK).values_list("host", "key")
    elsewhere = [StoredAt(host, key) for host, key in stored if is_of(instance, key)]
    if elsewhere:
        remove_later(instance.pk, elsewhere)
    Version.objects.filter(illustration__story=instance).delete()


def is_of(story: Story, key: str) -> bool:
    """Whether a file is in the story's own folder at its host; another story may show one that is not."""
    return PurePosixPath(key).parent.name == str(story.pk)
