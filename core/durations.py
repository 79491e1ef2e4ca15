"""How long artifacts took to be made lately on this site, and how long one will take that waits or is being made."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import QuerySet

from core import artifact_statuses
from core.models import Artifact, StatusEvent

LAST = 20  # so many tell how long it usually takes


def usual_seconds(rows: "QuerySet[Artifact]") -> float | None:
    """How long it usually took to make one of `rows`; None while none has been made."""
    ready = rows.filter(status=artifact_statuses.READY, made_at__isnull=False).order_by("-made_at")
    made: dict[int, Any] = dict(ready.values_list("pk", "made_at")[:LAST])
    began: dict[int, list[datetime]] = defaultdict(list)
    events = StatusEvent.objects.filter(kind=rows.model._meta.label_lower, object_id__in=[str(pk) for pk in made])
    for name, at in events.filter(new=artifact_statuses.MAKING).values_list("object_id", "at"):
        began[int(name)].append(at)
    before = {pk: [at for at in began[pk] if at <= end] for pk, end in made.items()}
    return usual([(max(times), made[pk]) for pk, times in before.items() if times])


def usual(spans: Sequence[tuple[datetime, datetime]]) -> float | None:
    """The median of these spans in seconds; None without any."""
    return median((end - begin).total_seconds() for begin, end in spans) if spans else None


def until_made(usual: float, before: int, under_way: int) -> float:
    """The seconds until something is made that waits behind `before` others, while `under_way` are being made: as many
    at once, and those are half done."""
    at_once = max(1, under_way)
    return usual * (1 + (before + under_way / 2) / at_once)


def left_label(seconds: float) -> str:
    """The seconds in words, as static/js/refresh.js says them too."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute left"
    if minutes < 90:
        return f"about {minutes} minute{'' if minutes == 1 else 's'} left"
    return f"about {round(minutes / 60)} hours left"
