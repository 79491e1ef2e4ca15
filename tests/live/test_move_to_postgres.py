"""A site of one machine (SQLite, a folder) moves to PostgreSQL and a bucket by the commands of docs/deploy.md."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import connection

from tests.browser.drawn_pictures import painted_story
from tests.factories import edited_story, visitor
from tests.live.test_move_files import MEDIA, published_story
from tests.postgres import Postgres, newest_postgres
from tests.stack import Stack
from tests.upstreams.s3_server import S3Server

PROGRAMS = newest_postgres()
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("content"),
    pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is missing; to run this: apt-get install postgresql"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="The site that moves has SQLite."),
]


@pytest.fixture
def site(tmp_path, s3_server: S3Server):
    """The site as it is to be, with nothing in it: PostgreSQL, a bucket, and for the move the folder as well."""
    s3_server.empty()
    shutil.rmtree(MEDIA, ignore_errors=True)
    with Postgres(PROGRAMS) as postgres:
        stack = Stack(tmp_path, **s3_server.values | {"STORY_FILES": "s3,local", "DATABASE_URL": postgres.url})
        yield stack
        stack.stop()
    shutil.rmtree(MEDIA, ignore_errors=True)


def documented() -> list[list[str]]:
    """The commands of docs/deploy.md: those on the old site, and those on the new one."""
    text = (settings.BASE_DIR / "docs" / "deploy.md").read_text()
    section = text.partition("## From one machine to PostgreSQL")[2].partition("\n## ")[0]
    blocks = re.findall(r"(?:^    python .*\n)+", section, re.MULTILINE)
    return [block.split("\n")[:-1] for block in blocks]


def run(command: str, folder: Path, environment: dict[str, str]) -> None:
    words = shlex.split(command.strip())
    words[:2] = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def rows(cursor) -> dict[str, int]:
    """Table to number of rows."""
    tables = sorted(set(connection.introspection.table_names()) - {"django_migrations"})
    found = {}
    for table in tables:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        found[table] = cursor.fetchone()[0]
    return found


def test_every_row_and_file_is_there_after_the_move(site: Stack, s3_server, tmp_path):
    for make in (edited_story, painted_story, published_story):
        make()
    boss = get_user_model().objects.create_superuser("boss", "", "password")
    LogEntry.objects.create(user=boss, object_id="1", object_repr="a question", action_flag=CHANGE, change_message="")
    visitor()  # has a session
    on_the_old_site, on_the_new_one = documented()
    for command in on_the_old_site:
        run(command, tmp_path, Stack(tmp_path).environment)
    before = rows(connection.cursor())
    for command in on_the_new_one:
        run(command, tmp_path, site.environment)
    with psycopg.connect(site.environment["DATABASE_URL"]) as database, database.cursor() as cursor:
        assert rows(cursor) == before
    assert min(before["core_auditentry"], before["django_session"]) > 0
    assert s3_server.keys == sorted(str(path.relative_to(MEDIA)) for path in MEDIA.glob("*/*"))
