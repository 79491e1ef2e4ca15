"""`GET /metrics` for Prometheus: what there is to do and how it goes, for staff and for whoever has METRICS_TOKEN.

Everything is counted from the database and Redis when it is asked for, so every web process gives the same numbers and
none counts alone. Counters of calls count from midnight, in the site's time zone: Prometheus takes the fall to 0 for a
restart, as it should, and no answer reads more rows than a day has.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from core import expenses, tally
from core.calls import LIMITS, calls_since
from core.health import DEFAULT_QUEUE, answering_workers
from core.models import Expense, Leased
from core.readonly_admin import sees_costs
from core.web.stream_count import open_streams
from core.web.visitors import is_staff
from storyforge.workload import WAITING, longest_turn, workload

CALL = ["provider", "model", "kind"]


@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """All numbers as text; those in dollars only for the token and for staff who may see costs."""
    by_token = _has_token(request)
    if not by_token and not is_staff(request.user):
        sentence = "These numbers are for staff who are signed in, and for whoever sends METRICS_TOKEN as Bearer.\n"
        headers = {"WWW-Authenticate": "Bearer"}
        return HttpResponse(sentence, status=401, content_type="text/plain; charset=utf-8", headers=headers)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Numbers(dollars=by_token or sees_costs(request)))
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(registry), content_type=content_type, headers={"Cache-Control": "no-store"})


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted: str = settings.METRICS_TOKEN
    return bool(wanted) and scheme.lower() == "bearer" and constant_time_compare(token.strip(), wanted)


class Numbers(Collector):
    """Asks the database in six queries on PostgreSQL, and Redis; how much there is to do does not matter."""

    def __init__(self, *, dollars: bool) -> None:
        self._dollars = dollars

    def collect(self) -> Iterator[Metric]:
        """What prometheus-client asks for."""
        yield from _jobs()
        yield from _calls(dollars=self._dollars)
        if self._dollars:
            yield from _money()
        yield from _database()
        yield from _from_redis()

    def describe(self) -> Iterable[Metric]:
        """Nothing is counted when the collector is registered."""
        return []


def _jobs() -> Iterator[Metric]:
    jobs = GaugeMetricFamily(
        "storyforge_jobs",
        "Jobs that wait, are worked on, or failed in the last day.",
        labels=["kind", "queue", "state"],
    )
    oldest = GaugeMetricFamily(
        "storyforge_job_oldest_seconds", "How long the oldest job that waits has waited.", labels=["kind", "queue"]
    )
    for work in workload():
        jobs.add_metric([work.kind, work.queue, work.state], work.number)
        if work.state == WAITING:
            oldest.add_metric([work.kind, work.queue], work.age)
    yield from (jobs, oldest)
    yield GaugeMetricFamily(
        "storyforge_bucket_wait_seconds", "When the last picture that waits for its turn is to start.", longest_turn()
    )


def _calls(*, dollars: bool) -> Iterator[Metric]:
    calls = CounterMetricFamily(
        "storyforge_provider_calls", "Calls of providers that ended today, by outcome.", labels=[*CALL, "outcome"]
    )
    took = HistogramMetricFamily(
        "storyforge_provider_call_seconds", "How long the calls took that were answered today.", labels=CALL
    )
    cost = CounterMetricFamily(
        "storyforge_provider_dollars", "What the calls that ended today cost, as far as is known.", labels=CALL
    )
    spent: dict[tuple[str, str, str], float] = {}
    for found in calls_since(expenses.start_of_today()):
        call = (found.provider, found.model, found.what)
        calls.add_metric([*call, found.outcome], found.number)
        spent[call] = spent.get(call, 0.0) + float(found.dollars)
        if found.outcome == Expense.ANSWERED:
            bounds = [*map(str, map(float, LIMITS)), "+Inf"]
            took.add_metric(list(call), list(zip(bounds, (*found.within, found.number), strict=True)), found.seconds)
    for of, amount in spent.items():
        cost.add_metric(list(of), amount)
    yield from (calls, took, *([cost] if dollars else []))


def _money() -> Iterator[Metric]:
    spent = expenses.spent(since=expenses.start_of_today())
    yield GaugeMetricFamily("storyforge_day_dollars", "What today's calls cost or may cost.", float(spent))
    limit = settings.DAILY_BUDGET_USD
    if limit is not None:
        yield GaugeMetricFamily("storyforge_day_budget_dollars", "What they may cost.", float(limit))


def _database() -> Iterator[Metric]:
    """Of PostgreSQL, of all processes together: a pool is a process's own, and a scrape reaches one of many."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'unknown'), count(*), current_setting('max_connections')::int"
            " FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1"
        )
        rows: list[Any] = cursor.fetchall()
    used = GaugeMetricFamily(
        "storyforge_database_connections", "Connections of all processes to the database.", labels=["state"]
    )
    for state, number, _ in rows:
        used.add_metric([state], number)
    yield used
    most = rows[0][2]  # this connection is one
    yield GaugeMetricFamily("storyforge_database_connections_max", "How many its server takes in all.", most)
    pool = settings.DATABASE_POOL_SIZE
    yield GaugeMetricFamily("storyforge_database_pool_size", "How many one process takes; 0: one a thread.", pool)


def _from_redis() -> Iterator[Metric]:
    try:
        reclaims, errors = tally.counted(tally.RECLAIMS), tally.counted(tally.STORAGE_ERRORS)
        streams = open_streams()
    except (RedisError, OSError):
        yield GaugeMetricFamily("storyforge_redis_up", "Whether Redis answers.", 0)
        return
    yield GaugeMetricFamily("storyforge_redis_up", "Whether Redis answers.", 1)
    yield GaugeMetricFamily("storyforge_open_streams", "Event streams that pages hold open.", streams)
    reclaimed = CounterMetricFamily("storyforge_reclaims", "Jobs taken from workers that died.", labels=["kind"])
    kinds = {model._meta.label_lower for model in apps.get_models() if issubclass(model, Leased)}
    for kind in sorted(kinds):
        reclaimed.add_metric([kind], reclaims.get(kind, 0))
    failed = CounterMetricFamily("storyforge_storage_errors", "What the stories' files refused.", labels=["operation"])
    for operation in ("read", "write", "remove"):
        failed.add_metric([operation], errors.get(operation, 0))
    yield from (reclaimed, failed)
    workers = GaugeMetricFamily("storyforge_workers", "Workers that answer.", labels=["queue"])
    answering = answering_workers()
    for queue in sorted({DEFAULT_QUEUE, *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values())}):
        workers.add_metric([queue], answering.get(queue, 0))
    yield workers
