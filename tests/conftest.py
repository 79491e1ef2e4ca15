"""What every test may lean on: a real Redis for the session, a clean one for each test, and the quiz's content."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from core import live
from core.redis_server import RedisServer
from core.status import moved
from core.token_bucket import redis
from images.drawing import hosting
from providers.sheets import google_auth
from quiz.management.commands.load_content import load_content
from quiz.models import Choice, Question
from stories.models import Beat, StoryTemplate
from storyforge.story_files import story_storages
from tests.upstreams import illustrator as upstream_illustrator
from tests.upstreams import writer as upstream_writer
from tests.upstreams.cloudinary_server import CloudinaryServer
from tests.upstreams.google_sheets import SHEET, GoogleSheetsServer
from tests.upstreams.json_server import Answer, Upstream
from tests.upstreams.openai_server import OpenAIServer
from tests.upstreams.s3_server import ACCESS_KEY, SECRET_KEY, S3Server

# How long an example takes is the machine's affair: no test fails for it.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


# In these folders every test starts a running site: processes for web, worker and beat.
SITES = [Path(__file__).parent / name for name in ("browser", "live", "resilience")]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, since a third of the tests' time is waiting for other processes."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that belong to the second tier, but for the one walk that the first tier takes along."""
    for item in items:
        if any(folder in SITES for folder in item.path.parents) and item.get_closest_marker("walk") is None:
            item.add_marker(pytest.mark.site)


@pytest.fixture(scope="session", autouse=True)
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One Redis for the whole session, on the port that the settings name."""
    port = int(settings.REDIS_URL.rsplit(":", 1)[1].split("/")[0])
    with RedisServer.start(tmp_path_factory.mktemp("redis"), port=port, appendonly=False) as server:
        yield server


@pytest.fixture(autouse=True)
def clean_redis() -> None:
    """No grants, messages or results of the test before."""
    redis().flushall()


@pytest.fixture(autouse=True)
def same_environment() -> Iterator[None]:
    """What a test leaves in the environment would reach every process that a later test starts."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys() - {"PYTEST_CURRENT_TEST"}:
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """After a test that commits, Django empties the database by `flush`, which also writes all permissions anew. Here
    the rows are deleted and the permissions stay, which takes a tenth of the time."""
    by_django = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: empty_database()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = by_django  # type: ignore[method-assign]


def empty_database() -> None:
    """Delete all rows but those that `migrate` makes."""
    made_by_migrate = {ContentType, Permission, Group, Group.permissions.through}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    tables -= {model._meta.db_table for model in made_by_migrate}
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are looked at when it ends
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@pytest.fixture(scope="session")
def content_rows(django_db_setup: None, django_db_blocker: Any) -> list[list[Any]]:
    """The rows of the quiz and of the story templates, as the project's own command loads them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_content()
        rows = [list(model._base_manager.order_by("pk")) for model in (StoryTemplate, Beat, Question, Choice)]
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def content(db: None, content_rows: list[list[Any]]) -> None:
    """The quiz and the story templates that come with the project."""
    with transaction.atomic():
        for rows in content_rows:
            type(rows[0])._base_manager.bulk_create(rows)


@pytest.fixture
def redis_outage(redis_server: RedisServer, tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """`with redis_outage():` stops Redis for the block; afterwards an empty one answers on the same port."""

    @contextmanager
    def outage() -> Iterator[None]:
        redis_server.stop()
        try:
            yield
        finally:
            again = RedisServer.start(tmp_path / "redis", port=redis_server.port, appendonly=False)
            redis_server.process = again.process

    return outage


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[Any]]:
    """`with commit():` does at the end of the block what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def announced() -> Iterator[list[tuple[str, str]]]:
    """Every announced change of a status so far, as (old, new)."""
    heard: list[tuple[str, str]] = []

    def listen(sender: Any, instance: Any, event: Any, **kwargs: Any) -> None:
        heard.append((event.old, event.new))

    moved.connect(listen)
    yield heard
    moved.disconnect(listen)


@pytest.fixture
def illustrator(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Upstream]:
    """The illustrator's other end: it draws whatever it is asked, until a test changes its behaviour."""
    with Upstream(lambda asked, number: Answer()) as server:
        settings.IMAGE_PROVIDER, settings.IMAGES_PER_MINUTE, settings.MEDIA_ROOT = "upstream", 500, tmp_path / "media"
        monkeypatch.setenv(upstream_illustrator.ADDRESS, server.url)
        yield server


@pytest.fixture
def looks(illustrator: Upstream, monkeypatch: pytest.MonkeyPatch) -> Upstream:
    """The illustrator's other end, for one that looks at the pictures which are sent along."""
    monkeypatch.setenv(upstream_illustrator.LOOKS, "1")
    return illustrator


@pytest.fixture
def writer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    """The writer's other end: a story of twenty scenes, until a test changes its behaviour."""
    scenes = {str(number): f"The red fox counts {number} stars." for number in range(1, 21)}
    with Upstream(lambda asked, number: Answer({"scenes": scenes, "title": "The stars"})) as server:
        settings.TEXT_PROVIDER = "upstream"
        monkeypatch.setenv(upstream_writer.ADDRESS, server.url)
        yield server


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host of pictures that fails is tried again without a second's pause."""
    monkeypatch.setattr(hosting, "BACKOFF_SECONDS", 0.01)


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """The folder of this machine's pictures and clips."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """An S3 server, started for the first test that needs it."""
    with S3Server() as server:
        yield server


@pytest.fixture
def in_bucket(settings: Any, s3_server: S3Server) -> S3Server:
    """The S3 server, empty, where the settings want the stories' files to be."""
    s3_server.empty()
    access = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "prefix": "site"}
    settings.STORAGES = settings.STORAGES | story_storages(["s3"], **s3_server.place, **access)
    return s3_server


@pytest.fixture
def cloudinary(settings: Any) -> Iterator[CloudinaryServer]:
    """Cloudinary's other end, where the settings want pictures and clips to be."""
    with CloudinaryServer() as server:
        settings.IMAGE_HOST, settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = "cloudinary", server.url, ""
        yield server


@pytest.fixture
def moderation(settings: Any) -> Iterator[OpenAIServer]:
    """The moderator's other end: it objects to nothing, until a test changes that."""
    with OpenAIServer() as server:
        settings.MODERATE_INPUT, settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = True, "sk-1", server.url
        yield server


@pytest.fixture
def google(settings: Any, tmp_path: Path) -> Iterator[GoogleSheetsServer]:
    """Google Sheets' other end, switched on: it takes everything, until a test changes that."""
    with GoogleSheetsServer() as server:
        google_auth.forget_token()
        settings.USE_GOOGLE_AUTH, settings.GOOGLE_SHEET_ID = True, SHEET
        settings.GOOGLE_SERVICE_ACCOUNT_FILE = str(server.key_file(tmp_path))
        settings.GOOGLE_API_URL = server.address
        yield server


@pytest.fixture
def heard() -> Iterator[Callable[[], list[tuple[str, str, Any]]]]:
    """Everything that is announced to pages from here on, as (channel, name, data)."""
    hearing = redis().pubsub(ignore_subscribe_messages=True)
    hearing.subscribe(live.redis_channel())
    hearing.get_message(timeout=5)

    def events() -> list[tuple[str, str, Any]]:
        redis().publish(live.redis_channel(), "{}")
        found = []
        while message := json.loads(hearing.get_message(timeout=5)["data"]):
            found.append((message["channel"], message["event_type"], json.loads(message["data"])))
        return found

    yield events
    hearing.close()
