"""Clips at any point of their way, without the making."""

from django.utils import timezone

from stories.models import Story
from videos import services, statuses
from videos.models import Clip, Take


def make_all(story: Story) -> None:
    """What comes of it when every clip that waits is made."""
    for clip in story.clips.filter(status=statuses.QUEUED).select_related("illustration"):
        made_take(clip)
    services.settle(story.pk)
    story.refresh_from_db()


def made_take(clip: Clip) -> Take:
    """A take as making leaves it, which is watched from now on."""
    number = clip.takes.count() + 1
    name = f"clip-{clip.number:02d}-t{number}"
    take = Take.objects.create(
        clip=clip,
        number=number,
        picture_id=clip.illustration.current_id,
        motion=clip.motion,
        provider="upstream",
        model="clip-1",
        key=f"{clip.pk}-{number}",
        job=f"job-{clip.pk}-{number}",
        outcome=statuses.MADE,
        finished_at=timezone.now(),
        host="local",
        host_key=f"{clip.story_id}/{name}.mp4",
        url=f"/media/{clip.story_id}/{name}.mp4",
        poster_url=f"/media/{clip.story_id}/{name}-small.webp",
        width=1080,
        height=1920,
        seconds=5.0,
    )
    Clip.objects.filter(pk=clip.pk).update(status=statuses.READY, current=take, lease_until=None)
    return take
