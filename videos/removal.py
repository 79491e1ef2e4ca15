"""Which clips are removed: those of a deleted story, and those that were stored for nothing. Films, downloads and music
go with the story's folder."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from images.drawing.hosting import Hosted
from images.removal import places_of
from stories.models import Story
from stories.removal import FOLDER, StoredAt, remove_later
from videos.clips.names import clip_name
from videos.models import Clip, Take


def discard_if_gone(take: Take, hosted: Hosted) -> None:
    """Have removed what was stored of a take whose story was deleted meanwhile."""
    if not Take.objects.filter(pk=take.pk).exists():
        remove_later(take.clip.story_id, [StoredAt(hosted.host, hosted.stored.key, is_video=True), FOLDER])


@receiver(pre_delete, sender=Story, dispatch_uid="videos.removal")
def story_deleted(sender: type, instance: Story, **kwargs: Any) -> None:
    """As `images.removal.story_deleted`, for its clips."""
    list(Clip.objects.select_for_update().filter(story=instance).order_by("pk").values_list("pk"))
    takes = Take.objects.select_for_update(of=("self",)).filter(clip__story=instance).order_by("pk")
    elsewhere: list[StoredAt] = []
    for take in takes.select_related("clip"):
        name = clip_name(instance.pk, take.clip.number, take.number)
        elsewhere += places_of(instance, take, take.host_key, name, is_video=True)
    if elsewhere:
        remove_later(instance.pk, elsewhere)
    Take.objects.filter(clip__story=instance).delete()
