"""Checks of settings, database and Redis."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from providers.base import Finding
from storyforge.doctor.runner import first_line
from storyforge.service_urls import without_login

REDIS_SECONDS = 3.0


def system_checks() -> Iterator[Finding]:
    """A finding for each complaint of the system checks, the worst first."""
    complaints = [found for found in run_checks() if found.level >= WARNING and not found.is_silenced()]
    for found in sorted(complaints, key=lambda found: (-found.level, found.id or "")):
        yield Finding("Settings", False, f"{found.msg} {found.hint or ''}".strip())
    if not complaints:
        yield Finding("Settings", True, "Nothing speaks against them.")


def database() -> Iterator[Finding]:
    """Whether the database answers and every migration is applied."""
    found = connection.settings_dict
    host = f"{found['HOST']}:{found['PORT']}".rstrip(":")
    where = f"{connection.display_name} at {found['NAME']}" + (f" on {host}" if host else "")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrations = MigrationExecutor(connection)
        missing = len(migrations.migration_plan(migrations.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        says = f"{where} does not answer ({first_line(error)}). Start that server, or correct DATABASE_URL."
        yield Finding("Database", False, says)
        return
    if missing:
        lacking = "1 migration is" if missing == 1 else f"{missing} migrations are"
        says = f"{where} answers, but {lacking} not applied. Run `python manage.py migrate`."
    else:
        says = f"{where} answers, and its tables are up to date."
    yield Finding("Database", not missing, says)


def redis() -> Iterator[Finding]:
    """Whether Redis answers and takes writes; one that is full or a replica does not."""
    where = without_login(settings.REDIS_URL).partition("://")[2]
    limits: dict[str, Any] = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    try:
        with Redis.from_url(settings.REDIS_URL, decode_responses=True, retry=Retry(NoBackoff(), 0), **limits) as client:
            version = client.info("server")["redis_version"]
            client.set(f"{settings.REDIS_KEY_PREFIX}storyforge:doctor", "was here", ex=10)
    except (RedisError, ValueError, OSError) as error:
        advice = "Without it no work reaches a worker and no news a page. Start it (`make run` has one), or correct"
        yield Finding("Redis", False, f"No Redis serves us at {where} ({first_line(error)}). {advice} REDIS_URL.")
    else:
        yield Finding("Redis", True, f"It answers at {where} (version {version}).")
