"""A site moves by its backup from SQLite to PostgreSQL, or back: other processes, another database, another disk."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from publishing.models import Publication
from stories.models import Story
from tests.factories import OWNER, visitor
from tests.postgres import Postgres, newest_postgres
from tests.publishing.published import approved_story, film_of, published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content", "media")]
# In the moved site: the published page and the visitor's own are there, and one more picture is drawn.
GOES_ON = f"""
import os
from django.test import Client
from core.web.visitors import SESSION_KEY
from images import services
from images.drawing import drawing
from images.models import Illustration
from publishing.models import Publication
from stories.models import Story

story = Story.objects.get()
browser = Client(SERVER_NAME="localhost")
assert browser.get(f"/s/{{Publication.objects.get().token}}/media/7.webp").status_code == 200
browser.cookies["sessionid"] = os.environ["MOVED_SESSION"]
assert browser.session[SESSION_KEY] == {OWNER!r}
assert browser.get(f"/stories/{{story.pk}}/").status_code == 200
picture = Illustration.objects.select_related("story", "scene", "current").get(story=story, number=7)
services.redraw(picture, by="ada")
assert drawing.draw(story.pk, 7) is None
picture.refresh_from_db()
print(picture.status, picture.current.number)
"""


@pytest.fixture
def other_database(tmp_path):
    """The address of an empty database of the other kind."""
    if connection.vendor == "postgresql":
        yield f"sqlite:///{tmp_path}/moved.sqlite3"
        return
    programs = newest_postgres()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here.")
    with Postgres(programs) as server:
        yield server.url


def rows_of(path: Path) -> dict[str, list[object]]:
    """The rows by file; PostgreSQL orders the keys of JSON columns in its own way."""
    with ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("rows/")]
        return {name: [json.loads(line) for line in archive.read(name).splitlines()] for name in names}


def test_a_story_moves_to_the_other_database_and_goes_on_there(other_database, tmp_path):
    story = approved_story("finished")
    film_of(story)
    published(story)
    session = str(visitor().session.session_key)
    call_command("backup", str(tmp_path / "site.zip"), "--with-sessions")
    (tmp_path / "moved").mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "DATABASE_URL": other_database,
        "STORYFORGE_VAR": str(tmp_path / "moved"),
        "MOVED_SESSION": session,
    }

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "-v", "0")
    assert "Restored." in manage("restore", str(tmp_path / "site.zip"))
    manage("backup", str(tmp_path / "again.zip"), "--with-sessions")
    assert rows_of(tmp_path / "again.zip") == rows_of(tmp_path / "site.zip")
    said = manage("shell", "-v", "0", "-c", GOES_ON)
    assert said.split() == ["pending_approval", "2"]
    assert Story.objects.count() == Publication.objects.count() == 1
