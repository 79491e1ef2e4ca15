"""What waits, what is worked on and what has failed, by kind of job and queue, counted from the rows: the length of a
queue in Redis says little, for a picture that waits for its turn is with a worker meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, F, Max, Min, Q, QuerySet, Value, When
from django.utils import timezone

from batches import statuses as row_statuses
from batches.models import BatchRow
from core import artifact_statuses, artifacts
from core.health import DEFAULT_QUEUE
from core.jobs import of_present
from images import statuses as picture_statuses
from images.models import Illustration
from providers import registry
from sheets.models import Worksheet
from stories import statuses as story_statuses
from stories.models import Removal, Story
from videos import statuses as clip_statuses
from videos.clips.animators import LOCAL
from videos.models import Clip

WAITING, WORKING, FAILED = "waiting", "working", "failed"
FAILED_SINCE = timedelta(days=1)  # what failed longer ago nobody waits for any more


@dataclass(frozen=True)
class Work:
    """How many jobs of a kind are in a state, and since when the oldest is asked for (of failed ones: when the first of
    the last day failed)."""

    kind: str
    queue: str
    state: str
    number: int
    oldest: datetime | None

    @property
    def age(self) -> float:
        """Of the oldest, in seconds."""
        return max(0.0, (timezone.now() - self.oldest).total_seconds()) if self.oldest else 0.0


def workload() -> list[Work]:
    """All kinds of jobs that there are some of, in one query; without the work on deleted stories, which waits."""
    kinds = list(_kinds())
    rows = kinds[0][2].union(*(rows for _, _, rows in kinds[1:]), all=True)
    queues = {kind: _queue_of(task) for kind, task, _ in kinds}
    return [Work(kind, queues[kind], state, number, oldest) for kind, state, number, oldest in rows]


def longest_turn() -> float:
    """In how many seconds the last of the pictures that wait for their turn in the token bucket is to be drawn."""
    queued = of_present(Illustration.everything.filter(status=picture_statuses.QUEUED))
    last: datetime | None = queued.order_by().aggregate(last=Max("starts_at"))["last"]
    return max(0.0, (last - timezone.now()).total_seconds()) if last else 0.0


def _kinds() -> Iterator[tuple[str, str, QuerySet[Any, Any]]]:
    """Each kind with the task that does its work, and its rows as (kind, state, number, oldest)."""
    now = timezone.now()
    idle = Q(lease_until=None) | Q(lease_until__lt=now)
    writing, sketching = story_statuses.WRITING, story_statuses.SKETCHING
    yield (
        "story",
        "stories.write",
        _counted("story", Story, Q(status=writing) & idle, Q(status=writing) & ~idle, Q(status=story_statuses.FAILED)),
    )
    drawing = Q(status=picture_statuses.GENERATING)
    # Until the fox is approved, a person decides when the scenes are drawn.
    queued = Q(status=picture_statuses.QUEUED) & ~Q(number__gt=Illustration.SHEET, story__status=sketching)
    failed = Q(status=picture_statuses.FAILED)
    yield "picture", "images.draw", _counted("picture", Illustration, queued, drawing, failed)
    under_way = Q(status__in=(clip_statuses.SUBMITTING, clip_statuses.WORKING))
    queued, failed = Q(status=clip_statuses.QUEUED), Q(status=clip_statuses.FAILED)
    make = "videos.make_here" if registry.animator_name() == LOCAL else "videos.submit"
    yield "clip", make, _counted("clip", Clip, queued, under_way, failed)
    for model in artifacts.models():
        kind = str(model._meta.model_name)
        queued, failed = Q(status=artifact_statuses.QUEUED), Q(status=artifact_statuses.FAILED)
        yield kind, model.task, _counted(kind, model, queued, Q(status=artifact_statuses.MAKING), failed)
    # A row is at work as long as its story is under way, whether or not a worker looks at it just now.
    running = Q(batch__started_at__isnull=False, batch__stopped_at=None)
    queued, under_way = Q(status=row_statuses.WAITING) & running, Q(status=row_statuses.MAKING) & running
    failed = Q(status=row_statuses.FAILED) & ~Q(answers={})  # one without answers was left out from the start
    rows = _counted("batch", BatchRow, queued, under_way, failed, since="batch__started_at")
    yield "batch", "batches.begin", rows
    due = Q(due_at__lte=now)
    yield "worksheet", "sheets.write", _counted("worksheet", Worksheet, due & idle, due & ~idle, since="due_at")
    yield "removal", "stories.remove_files", _counted("removal", Removal, due & idle, due & ~idle, since="due_at")


def _counted(
    kind: str, model: Any, waiting: Q, working: Q, failed: Q | None = None, *, since: str = "queued_at"
) -> QuerySet[Any, Any]:
    states, wanted = [When(waiting, then=Value(WAITING)), When(working, then=Value(WORKING))], waiting | working
    moment: F | Case = F(since)
    if failed is not None:
        lately = failed & Q(updated_at__gte=timezone.now() - FAILED_SINCE)
        states.append(When(lately, then=Value(FAILED)))
        wanted |= lately
        moment = Case(When(lately, then=F("updated_at")), default=moment)
    rows = of_present(model._base_manager.order_by().filter(wanted))
    named = rows.annotate(job_kind=Value(kind), job_state=Case(*states, output_field=CharField()))
    return named.values_list("job_kind", "job_state").annotate(jobs=Count("pk"), oldest=Min(moment))


def _queue_of(task: str) -> str:
    return str(settings.CELERY_TASK_ROUTES.get(task, {}).get("queue", DEFAULT_QUEUE))
