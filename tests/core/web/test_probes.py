"""What load balancers and supervisors ask: whether the process serves, and whether it can show pages."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection

from core.web import probes
from storyforge.asgi import application
from tests.upstreams.s3_server import S3Server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def not_asked_yet(monkeypatch: pytest.MonkeyPatch, media: Path) -> None:
    monkeypatch.setattr(probes, "_files_asked", (float("-inf"), ""))
    for seconds in ("READY_SECONDS", "FILES_SECONDS"):  # none is waited for, and a busy machine is slow
        monkeypatch.setattr(probes, seconds, 60.0)


def ask(path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """The answer of the site, without a server."""

    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://10.1.2.3") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(answer())


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that open a connection from here on find no database."""
    connection.ensure_connection()
    broken: dict[str, Any] = {"NAME": "/nowhere/db.sqlite3", "HOST": "/nowhere", "PORT": "1"}
    for name, value in broken.items():
        monkeypatch.setitem(connection.settings_dict, name, value)


def test_a_process_that_serves_says_so_and_asks_nothing(settings, no_database, redis_outage, django_assert_num_queries):
    settings.MEDIA_ROOT = "/nowhere"
    with redis_outage(), django_assert_num_queries(0):
        assert (ask("/livez").status_code, ask("/livez").json()) == (200, {"status": "ok"})


def test_a_process_whose_parts_answer_is_ready():
    answer = ask("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "database": "ok", "static": "ok", "files": "ok"},
    )


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_load_balancer_asks_by_any_name_and_without_https(settings, path):
    settings.SECURE_SSL_REDIRECT = True
    assert ask("/health").status_code == 400
    assert ask(path, Host="any.example").status_code == 200
    assert ask(path, "HEAD").content == b""


def test_a_process_without_a_database_is_not_ready(no_database):
    answer = ask("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "failing",
        "database": "not answering (OperationalError)",
        "static": "ok",
        "files": "ok",
    }


def test_a_process_without_its_list_of_static_files_is_not_ready(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    answer = ask("/readyz")
    assert (answer.status_code, answer.json()["static"]) == (
        503,
        f"no list of the static files in {tmp_path.name}",
    )


def test_a_process_that_cannot_keep_files_is_not_ready(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    answer = ask("/readyz")
    assert (answer.status_code, answer.json()["files"]) == (503, "not answering (PermissionError)")


def test_a_process_whose_bucket_is_gone_is_not_ready(settings, in_bucket: S3Server):
    assert ask("/readyz").json()["files"] == "ok"
    options = settings.STORAGES["default"]["OPTIONS"] | {"bucket_name": "no-such-bucket"}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}
    assert ask("/readyz").json()["files"] == "ok"  # asked a moment ago
    probes._files_asked = (float("-inf"), "")
    assert ask("/readyz").json()["files"] == "not answering (OSError)"
