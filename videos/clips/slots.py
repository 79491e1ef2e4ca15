"""Slots at a video service: at most MAX_CONCURRENT_VIDEOS clips at once, shared fairly among the stories."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from core import artifact_statuses
from core.connections import lock
from providers.base import Animator
from videos import statuses
from videos.clips.animators import clip_providers_meaning
from videos.models import Clip, Film, Take

LONGEST_SILENCE = timedelta(minutes=3)
UNDER_WAY = (statuses.SUBMITTING, statuses.WORKING)


def is_free(clip: Clip, animator: Animator) -> bool:
    """Whether the clip may have a slot: one is free, and no waiting story has fewer. The answer is only certain in a
    transaction that has called `lock_slots`; take the slot in the same transaction."""
    rows = Take.objects.filter(provider=animator.name, outcome__in=statuses.OPEN, clip__status__in=UNDER_WAY)
    under_way = Counter(rows.exclude(clip=clip.pk).values_list("clip__story", flat=True))
    if under_way.total() >= settings.MAX_CONCURRENT_VIDEOS:
        return False
    return all(under_way[story] >= under_way[clip.story_id] for story in _waiting_stories(animator))


def lock_slots(animator: Animator) -> None:
    """Let only one transaction at a time take slots of this service."""
    lock(f"videos.slots.{animator.name}")


def _waiting_stories(animator: Animator) -> Iterable[UUID]:
    """The stories with clips that wait for a slot only. A clip with an expired lease waits for the sweep instead."""
    now = timezone.now()
    mine = clip_providers_meaning(animator.name)
    rows = Clip.objects.filter(status=statuses.QUEUED, provider__in=mine, lease_until__gte=now)
    ready = rows.filter(Q(starts_at=None) | Q(starts_at__lte=now))
    return ready.order_by().values_list("story", flat=True).distinct()


def no_worker_answers(clips: Iterable[Clip]) -> bool:
    """Whether a story's clips have waited for LONGEST_SILENCE while no worker made anything for any story."""
    now = timezone.now()
    if any(clip.status in UNDER_WAY or (clip.starts_at and clip.starts_at > now) for clip in clips):
        return False
    waiting = [clip.queued_at for clip in clips if clip.status == statuses.QUEUED and clip.queued_at]
    return bool(waiting) and now - max(waiting) > LONGEST_SILENCE and not _is_anything_made(now)


def _is_anything_made(now: datetime) -> bool:
    films = Film.objects.filter(status=artifact_statuses.MAKING, lease_until__gte=now)
    clips = Clip.objects.filter(status__in=UNDER_WAY, lease_until__gte=now)
    lately = Take.objects.filter(finished_at__gte=now - LONGEST_SILENCE)
    return films.exists() or clips.exists() or lately.exists()
