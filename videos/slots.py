"""Places at a service outside: at most so many clips under way at once, and no story keeps the others waiting."""

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
from videos.models import Clip, Film, Take

LONGEST_SILENCE = timedelta(minutes=3)
UNDER_WAY = (statuses.SUBMITTING, statuses.WORKING)


def is_free(clip: Clip, animator: Animator) -> bool:
    """Whether there is a place for the clip, and no story that waits has fewer of them. To be sure of the place, ask in
    a transaction that has called `hold`, and take it there."""
    rows = Take.objects.filter(provider=animator.name, outcome__in=statuses.OPEN, clip__status__in=UNDER_WAY)
    under_way = Counter(rows.exclude(clip=clip.pk).values_list("clip__story", flat=True))
    if under_way.total() >= settings.MAX_CONCURRENT_VIDEOS:
        return False
    return all(under_way[story] >= under_way[clip.story_id] for story in _waiting(animator))


def are_forsaken(clips: Iterable[Clip]) -> bool:
    """Whether clips of a story have waited for minutes while nothing is made, for anybody: whoever makes them is not
    there."""
    now = timezone.now()
    if any(clip.status in UNDER_WAY or (clip.starts_at and clip.starts_at > now) for clip in clips):
        return False
    waiting = [clip.queued_at for clip in clips if clip.status == statuses.QUEUED and clip.queued_at]
    return bool(waiting) and now - max(waiting) > LONGEST_SILENCE and not _anything_is_made(now)


def _anything_is_made(now: datetime) -> bool:
    films = Film.objects.filter(status=artifact_statuses.MAKING, lease_until__gte=now)
    clips = Clip.objects.filter(status__in=UNDER_WAY, lease_until__gte=now)
    lately = Take.objects.filter(finished_at__gte=now - LONGEST_SILENCE)
    return films.exists() or clips.exists() or lately.exists()


def hold(animator: Animator) -> None:
    """Let only one transaction at a time give places at this service away."""
    lock(f"videos.slots.{animator.name}")


def _waiting(animator: Animator) -> Iterable[UUID]:
    """The stories with clips that only wait for a place. One whose message is lost waits for the sweep."""
    now = timezone.now()
    mine = ("", animator.name) if animator.name == settings.VIDEO_PROVIDER else (animator.name,)
    rows = Clip.objects.filter(status=statuses.QUEUED, provider__in=mine, lease_until__gte=now)
    ready = rows.filter(Q(starts_at=None) | Q(starts_at__lte=now))
    return ready.order_by().values_list("story", flat=True).distinct()
