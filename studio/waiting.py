"""How long clips, films and downloads will take, and how many come before them, as pages say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from books.models import Download
from core import artifact_statuses
from core.durations import LAST, left_label, until_made, usual, usual_seconds
from core.models import Artifact
from providers import registry
from videos import statuses, turns
from videos.models import Clip, Film, Take


@dataclass(frozen=True)
class Wait:
    """How many others are made before, how long it will take in words ("" if nothing is known), and how many seconds
    one usually takes."""

    before: int = 0
    left: str = ""
    usual: int = 0

    @property
    def stamp(self) -> str:
        """What a page shows of it, in short."""
        return f"{self.before}:{self.left}"


def of_film(film: Film) -> Wait:
    """The wait for a film; nothing is to be waited for unless it is queued or being made."""
    order = turns.films_in_order() if film.status == artifact_statuses.QUEUED else []
    before = order.index(film.pk) if film.pk in order else 0
    return _of(film, before, usual_seconds(Film.objects.filter(shape=film.shape)))


def of_download(download: Download) -> Wait:
    """The wait for a download, as `of_film`."""
    queued = Download.objects.filter(status=artifact_statuses.QUEUED, queued_at__lt=download.queued_at)
    before = queued.count() if download.status == artifact_statuses.QUEUED else 0
    return _of(download, before, usual_seconds(Download.objects.filter(kind=download.kind)))


def _of(artifact: Artifact, before: int, seconds: float | None) -> Wait:
    if seconds is None:
        return Wait(before)
    if artifact.status == artifact_statuses.MAKING:
        left = seconds * (1 - artifact.progress / 1000)
    else:
        making = type(artifact)._base_manager.filter(status=artifact_statuses.MAKING).count()
        left = until_made(seconds, before, making)
    return Wait(before, left_label(left), round(seconds))


def of_clips(clips: Sequence[Clip]) -> Wait:
    """The wait until all clips of a story are made that are to be: the longest of those at each provider. `before` are
    the clips of others that come before the first of them."""
    active = [clip for clip in clips if clip.status in statuses.ACTIVE]
    chosen = registry.animator_name()
    waits = [_at(name, active) for name in {clip.provider or chosen for clip in active}]
    known = [left for _, left in waits if left is not None]
    before = min((before for before, _ in waits if before is not None), default=0)
    return Wait(before, left_label(max(known)) if known else "")


def _at(provider: str, clips: Sequence[Clip]) -> tuple[int | None, float | None]:
    """How many clips of others come before the first of `clips` that waits at this provider (None: none waits there),
    and the seconds until all of `clips` there are made (None: not known)."""
    order = turns.clips_in_order(provider)
    places = [order.index(clip.pk) for clip in clips if clip.pk in order]
    made = Take.objects.filter(provider=provider, outcome=statuses.MADE, finished_at__isnull=False).order_by("-pk")
    spans: Any = made.values_list("started_at", "finished_at")[:LAST]
    seconds = usual(list(spans))
    first = min(places, default=None)
    if seconds is None:
        return first, None
    takes = Take.objects.filter(provider=provider, outcome__in=statuses.OPEN, clip__status__in=statuses.ACTIVE)
    under_way = takes.exclude(clip__status=statuses.QUEUED)
    if places:
        return first, until_made(seconds, max(places), under_way.count())
    begun = under_way.filter(clip__in=clips).order_by("-started_at").values_list("started_at", flat=True).first()
    return None, max(0.0, seconds - (timezone.now() - begun).total_seconds()) if begun else seconds
