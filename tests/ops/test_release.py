"""The Procfile on a platform of the Heroku kind, where each process has a disk of its own."""

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from core.redis_server import free_port
from ops.procfile import process_command
from tests.stack import eventually

pytestmark = pytest.mark.site
LEFT_OUT = shutil.ignore_patterns(".*", "var", "staticfiles", "tests", "docs", "__pycache__", "benchmarks")


@pytest.fixture
def environment(tmp_path):
    """What all processes share: the settings, a database and Redis, and no disk."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "storyforge.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "SITE_URL": "https://fox.example",
        "DEBUG": "false",
    }


@pytest.fixture
def copy(tmp_path):
    """`copy(name)` is the project on a disk of its own."""

    def copied(name: str) -> Path:
        return Path(shutil.copytree(settings.BASE_DIR, tmp_path / name, ignore=LEFT_OUT))

    return copied


def test_pages_have_their_static_files_when_release_ran_on_another_disk(environment, copy):
    released, serving, port = copy("released"), copy("serving"), str(free_port())
    subprocess.run(process_command("release"), cwd=released, env=environment | disk(released), check=True, timeout=300)
    shutil.rmtree(released)
    at_web = environment | disk(serving) | {"HOST": "127.0.0.1", "PORT": port}
    web = subprocess.Popen(process_command("web"), cwd=serving, env=at_web)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            page = eventually(lambda: web.poll() is None and answered(client), 60, "the web process to answer")
            addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
            kept = {client.get(address).headers["Cache-Control"] for address in addresses}
    finally:
        web.terminate()
        web.wait(20)
    assert page.status_code == 200
    assert kept == {"max-age=315360000, public, immutable"}


def test_a_web_process_that_would_serve_no_page_does_not_start(environment, copy):
    serving = copy("serving")
    (serving / "staticfiles").write_text("a file, where a folder cannot be made")
    at_web = environment | disk(serving) | {"HOST": "127.0.0.1", "PORT": str(free_port())}
    ended = subprocess.run(process_command("web"), cwd=serving, env=at_web, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0
    assert f"The static files in {serving}/staticfiles are missing or old, and cannot be written" in ended.stderr


def disk(copied: Path) -> dict[str, str]:
    return {"STORYFORGE_VAR": str(copied / "var"), "PYTHONPATH": str(copied)}


def answered(client: httpx.Client) -> httpx.Response | None:
    with contextlib.suppress(httpx.TransportError):
        return client.get("/")
    return None
