"""`GET /metrics`: what it counts, who may read it, and that its cost does not grow."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from batches import making
from core import expenses, health, storage, tally
from core.models import Expense
from core.web import stream_count
from images import statuses
from images.drawing import drawing
from images.jobs import picture_jobs
from images.models import Illustration
from stories import deletion
from stories.models import Removal, Story
from storyforge import workload
from tests.batches.rows import batch_of
from tests.factories import ANSWERS_A, ANSWERS_B, illustrated_story, make_story, sketched_story
from tests.security.conftest import member_of_staff
from tests.upstreams.json_server import Answer, Upstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
TOKEN = "a-token-for-prometheus"


@pytest.fixture(autouse=True)
def token(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(health, "WORKER_ANSWER_SECONDS", 0.01)  # there is none


def numbers(client: Client | None = None) -> dict[str, float]:
    """Every sample, as `name{label="value"}`, read as Prometheus does."""
    answer = (
        client.get("/metrics") if client else Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    )
    assert answer.status_code == 200
    families = list(text_string_to_metric_families(answer.content.decode()))
    assert all(family.documentation and family.type != "unknown" for family in families)
    samples = [sample for family in families for sample in family.samples]
    return {_named(sample): sample.value for sample in samples}


def _named(sample: Any) -> str:
    labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
    return f"{sample.name}{{{labels}}}" if labels else sample.name


def call(outcome: str, seconds: float, cost: str = "0.25", *, days_ago: int = 0) -> None:
    expense = expenses.insert_expense("a", "picture", provider="p", model="m", expected=Decimal(1))
    expenses.close(expense, usage={"output": 1}, cost=Decimal(cost))
    expenses.end(expense, outcome)
    ended = timezone.now() - timedelta(days=days_ago)
    Expense.objects.filter(pk=expense.pk).update(seconds=seconds, ended_at=ended)


def test_jobs_are_counted_by_kind_queue_and_state():
    now = timezone.now()
    illustrated_story()
    Illustration.objects.filter(number=1).update(status=statuses.GENERATING)
    Illustration.objects.filter(number=2).update(status=statuses.FAILED, updated_at=now)
    Illustration.objects.filter(number=3).update(status=statuses.FAILED, updated_at=now - timedelta(days=2))
    Illustration.objects.filter(number=4).update(queued_at=now - timedelta(seconds=90))
    Illustration.objects.filter(number=5).update(starts_at=now + timedelta(seconds=300))
    make_story()
    Removal.objects.create(story_id=Story.objects.first().pk, files=[], due_at=now - timedelta(seconds=5))
    found = numbers()
    jobs = {name: value for name, value in found.items() if name.startswith("storyforge_jobs")}
    assert jobs == {
        "storyforge_jobs{kind=picture,queue=celery,state=waiting}": 17,
        "storyforge_jobs{kind=picture,queue=celery,state=working}": 1,
        "storyforge_jobs{kind=picture,queue=celery,state=failed}": 1,
        "storyforge_jobs{kind=story,queue=celery,state=waiting}": 1,
        "storyforge_jobs{kind=removal,queue=celery,state=waiting}": 1,
    }
    assert 90 <= found["storyforge_job_oldest_seconds{kind=picture,queue=celery}"] < 150
    assert 200 < found["storyforge_bucket_wait_seconds"] <= 300


def test_films_and_downloads_wait_in_the_queue_of_their_task(settings):
    story = illustrated_story()
    story.films.create(shape="wide", queued_at=timezone.now())
    story.downloads.create(kind="pdf", queued_at=timezone.now())
    settings.CELERY_TASK_ROUTES = settings.CELERY_TASK_ROUTES | {"books.make": {"queue": "downloads"}}
    found = numbers()
    assert found[f"storyforge_jobs{{kind=film,queue={settings.RENDERING_QUEUE},state=waiting}}"] == 1
    assert found["storyforge_jobs{kind=download,queue=downloads,state=waiting}"] == 1
    assert found["storyforge_workers{queue=downloads}"] == 0


def test_rows_of_batches_that_run_are_counted_and_those_left_out_are_not(settings):
    settings.BATCH_STORIES_AT_ONCE = 1
    batch = batch_of(ANSWERS_A, ANSWERS_B, {"find": "a kite"})
    batch_of(ANSWERS_A | {"find": "a boot"}, started=False)
    making.begin_waiting()
    found = numbers()
    jobs = {name: value for name, value in found.items() if "kind=batch," in name and "jobs" in name}
    assert jobs == {
        "storyforge_jobs{kind=batch,queue=celery,state=waiting}": 1,
        "storyforge_jobs{kind=batch,queue=celery,state=working}": 1,
    }
    assert found["storyforge_job_oldest_seconds{kind=batch,queue=celery}"] < 60
    making.fail(batch.rows.get(status="making"), "No.")
    assert numbers()["storyforge_jobs{kind=batch,queue=celery,state=failed}"] == 1


def test_scenes_whose_fox_waits_for_its_visitor_wait_for_no_worker():
    sketched_story()
    assert not any("kind=picture" in name for name in numbers())


def test_calls_are_counted_by_outcome_and_those_that_were_answered_by_time():
    call(Expense.ANSWERED, 0.75)
    call(Expense.ANSWERED, 25)
    call(Expense.NO_ANSWER, 180)
    call(Expense.ANSWERED, 1, days_ago=1)
    found = numbers()
    of = "kind=picture,model=m"
    assert found[f"storyforge_provider_calls_total{{{of},outcome=answered,provider=p}}"] == 2
    assert found[f"storyforge_provider_calls_total{{{of},outcome=no_answer,provider=p}}"] == 1
    assert found[f"storyforge_provider_call_seconds_sum{{{of},provider=p}}"] == 25.75
    buckets = {
        bound: found[f"storyforge_provider_call_seconds_bucket{{kind=picture,le={bound},model=m,provider=p}}"]
        for bound in ("0.5", "1.0", "20.0", "30.0", "+Inf")
    }
    assert buckets == {"0.5": 0, "1.0": 1, "20.0": 1, "30.0": 2, "+Inf": 2}
    assert found[f"storyforge_provider_dollars_total{{{of},provider=p}}"] == 0.75


def test_a_picture_that_is_drawn_is_counted_as_a_call(illustrator: Upstream):
    story = illustrated_story()
    illustrator.behaviour = lambda asked, number: [Answer(), Answer(status=451), Answer(drop=True)][number]
    for number in (1, 2, 3):
        drawing.draw(story.pk, number)
    found = {name: value for name, value in numbers().items() if name.startswith("storyforge_provider_calls")}
    of = "kind=picture,model=test-1,outcome"
    assert found == {
        f"storyforge_provider_calls_total{{{of}=answered,provider=upstream}}": 1,
        f"storyforge_provider_calls_total{{{of}=refused,provider=upstream}}": 1,
        f"storyforge_provider_calls_total{{{of}=no_answer,provider=upstream}}": 1,
    }


def test_a_picture_whose_worker_died_is_a_lost_call_and_a_reclaim(illustrator: Upstream, commit: Callable[[], Any]):
    story = illustrated_story()
    picture = Illustration.objects.get(story=story, number=7)
    expense = expenses.insert_expense(story.channel, "picture", provider="p", model="m", expected=None)
    picture_jobs.claim(picture, statuses.GENERATING)
    picture.versions.create(number=1, prompt="A fox.", mode="draw", provider="p", model="m", expense=expense)
    Illustration.objects.filter(pk=picture.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    picture_jobs.sweep()
    found = numbers()
    assert found["storyforge_reclaims_total{kind=images.illustration}"] == 1
    assert found["storyforge_provider_calls_total{kind=picture,model=m,outcome=lost,provider=p}"] == 1


def test_dollars_are_counted_against_the_day(settings):
    settings.DAILY_BUDGET_USD = Decimal(20)
    call(Expense.ANSWERED, 1, "0.50")
    expenses.insert_expense("a", "picture", provider="p", model="m", expected=Decimal("0.25"))
    found = numbers()
    assert (found["storyforge_day_dollars"], found["storyforge_day_budget_dollars"]) == (0.75, 20)


def test_streams_and_errors_of_the_storage_are_counted_over_all_processes(settings, tmp_path):
    stream_count.count("a", "1")
    stream_count.count("b", "2")
    stream_count.forget("a", "1")
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    with pytest.raises(OSError, match="file"):
        storage.put(b"x", "story", "name")
    with pytest.raises(FileNotFoundError):
        storage.read("story", "")
    found = numbers()
    assert found["storyforge_open_streams"] == 1
    assert found["storyforge_storage_errors_total{operation=write}"] == 1
    assert found["storyforge_storage_errors_total{operation=read}"] == 0


def test_without_redis_the_numbers_of_the_database_are_there(redis_outage):
    make_story()
    with redis_outage():
        tally.count(tally.RECLAIMS, "nobody.hears")
        found = numbers()
    assert found["storyforge_redis_up"] == 0
    assert found["storyforge_jobs{kind=story,queue=celery,state=waiting}"] == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server with connections")
def test_connections_of_all_processes_are_counted():
    found = numbers()
    assert sum(value for name, value in found.items() if name.startswith("storyforge_database_connections{")) >= 1
    assert found["storyforge_database_connections_max"] >= 10
    assert found["storyforge_database_pool_size"] == 16


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries):
    expected = 6 if connection.vendor == "postgresql" else 5
    for _ in range(2):
        illustrated_story()
        sketched_story()
        make_story()
        for outcome, _words in Expense.OUTCOMES:
            call(outcome, 1)
        with django_assert_num_queries(expected):
            numbers()


def test_openmetrics_are_given_to_who_asks_for_them():
    call(Expense.ANSWERED, 1)
    accept = "application/openmetrics-text; version=1.0.0"
    answer = Client().get("/metrics", headers={"Authorization": f"bearer {TOKEN}", "Accept": accept})
    names = {family.name for family in openmetrics(answer.content.decode())}
    assert {"storyforge_jobs", "storyforge_provider_calls", "storyforge_provider_call_seconds"} <= names


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_who_is_not_staff_needs_the_token(sent):
    answer = Client().get("/metrics", headers={"Authorization": sent})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert b"METRICS_TOKEN" in answer.content


def test_without_a_token_in_the_settings_none_is_right(settings):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


def test_staff_read_the_numbers_and_dollars_only_with_the_permission():
    call(Expense.ANSWERED, 1)
    for client, sees in ((member_of_staff("sam"), False), (member_of_staff("cora", "core.view_expense"), True)):
        found = numbers(client)
        assert any(name.startswith("storyforge_provider_calls_total") for name in found)
        assert any("dollars" in name for name in found) is sees


@pytest.mark.parametrize("file", ["grafana.json", "alerts.yml"])
def test_the_dashboard_and_the_alerts_name_numbers_that_there_are(settings, file):
    settings.DAILY_BUDGET_USD = Decimal(20)
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    families = list(text_string_to_metric_families(answer.content.decode()))
    suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"], "gauge": [""]}
    known = {family.name + suffix for family in families for suffix in suffixes[family.type]}
    used = set(re.findall(r"\bstoryforge_\w+", _queries_of(file)))
    if connection.vendor != "postgresql":
        used = {name for name in used if not name.startswith("storyforge_database_")}
    assert len(used) >= 10
    assert used - known == set()


def _queries_of(file: str) -> str:
    """All expressions of a file, one a line."""
    text = (settings.BASE_DIR / "deploy" / file).read_text()
    if file.endswith(".json"):
        return "\n".join(target["expr"] for panel in json.loads(text)["panels"] for target in panel["targets"])
    return "\n".join(rule["expr"] for group in yaml.safe_load(text)["groups"] for rule in group["rules"])


def test_work_on_a_deleted_story_counts_as_waiting_only_once_that_is_undone():
    story = illustrated_story()
    deletion.delete(story, by="visitor")
    assert (workload.workload(), workload.longest_turn()) == ([], 0.0)
    deletion.undo(story, by="visitor")
    assert [(work.kind, work.number) for work in workload.workload()] == [("picture", 20)]
