"""No key and no password is shown anywhere: in no log, error page, event, nor in the pages of Flower."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from django.conf import settings

from core.models import StatusEvent
from core.redis_server import free_port
from images.models import Illustration
from stories.models import Story
from tests.factories import ANSWERS_A, edited_story, visitor
from tests.sse import EventStream
from tests.stack import Stack, eventually, running
from tests.upstreams.openai_server import OpenAIServer, error

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.site]

SECRETS = {
    "SECRET_KEY": "odd-0ne-signs-<&>-" + "q" * 40,
    "OPENAI_API_KEY": "sk-odd-tw0-" + "z" * 30,
    "cloudinary": "odd-thr33-cl0udinary",
    "redis": "odd-f0ur-r3dis",
    "database": "odd-f1ve-datab4se",
    "flower": "odd-s1x-fl0wer",
}
SPELLINGS = {spelled for secret in SECRETS.values() for spelled in (secret, quote(secret, safe=""), escape(secret))}
KEYS = {
    "SECRET_KEY": SECRETS["SECRET_KEY"],
    "OPENAI_API_KEY": SECRETS["OPENAI_API_KEY"],
    "FLOWER_BASIC_AUTH": f"fox:{SECRETS['flower']}",
}


def secrets_in(text: str) -> list[str]:
    """The secrets in a text."""
    return sorted(spelled for spelled in SPELLINGS if spelled in text)


@pytest.fixture
def refusing() -> Iterator[OpenAIServer]:
    """A service that refuses every key and repeats it in the error, as the real one does in part."""
    with OpenAIServer() as server:
        said = f"Incorrect API key provided: {SECRETS['OPENAI_API_KEY']}."
        server.images = server.chat = server.moderation = lambda asked, number: error(401, said, said)
        yield server


def test_a_service_that_repeats_the_key_does_not_make_us_show_it(content, refusing, tmp_path):
    cloudinary = f"cloudinary://key:{SECRETS['cloudinary']}@cloud?upload_prefix={refusing.address}"
    environment = KEYS | {"OPENAI_BASE_URL": refusing.url, "CLOUDINARY_URL": cloudinary, "MODERATE_INPUT": "true"}
    shown = ""
    with running(tmp_path, **environment) as stack, httpx.Client(base_url=stack.url, timeout=60) as client:
        answer = client.post("/submit", json=ANSWERS_A)
        assert answer.status_code in (400, 409, 502), answer.text
        scenes = {f"Scene{n}": f"Tree {n}." for n in range(1, 21)}
        begun = client.post("/approve_scenes", json={"scenes": scenes, "answers": ANSWERS_A})
        shown += answer.text + begun.text
        for story in Story.objects.all():
            eventually(lambda story=story: not Story.objects.filter(pk=story.pk, status="writing").exists(), 30)
            with EventStream(stack.url, str(story.pk), client.cookies) as stream:
                eventually(lambda: refusing.asked, 30, "the service to be asked")
                shown += str([event.data for event in stream.events])
            for page in (f"/stories/{story.pk}/", f"/story/{story.pk}"):
                shown += client.get(page).text
        shown += "".join((tmp_path / f"{name}.log").read_text() for name in ("web", "worker"))
    shown += str([*Story.objects.values(), *Illustration.objects.values(), *StatusEvent.objects.values()])
    assert refusing.asked
    assert secrets_in(shown) == []


@pytest.mark.parametrize("debug", ["false", "true"])
def test_without_database_and_redis_no_password_is_shown(debug, tmp_path):
    dead = free_port()
    environment = KEYS | {
        "DEBUG": debug,
        "STORYFORGE_VAR": str(tmp_path),
        "DATABASE_URL": f"postgres://fox:{SECRETS['database']}@127.0.0.1:{dead}/site",
        "REDIS_URL": f"redis://fox:{SECRETS['redis']}@127.0.0.1:{dead}/0",
        "CLOUDINARY_URL": f"cloudinary://key:{SECRETS['cloudinary']}@cloud",
        "DATABASE_POOL_SIZE": "0",
    }
    pages = ("/", "/quiz/", "/health", f"/stories/{'0' * 8}-0000-4000-8000-{'0' * 12}/", "/admin/login/", "/nothing")
    with web(tmp_path, environment) as (site, log), httpx.Client(base_url=site, timeout=30) as client:
        client.cookies.set("sessionid", "x" * 32)
        answers = [client.get(page) for page in pages]
        answers.append(client.post("/submit", json=ANSWERS_A))
        answers.append(client.get("/stream", params={"channel": "x"}))
        shown = "".join(answer.text for answer in answers)
        assert 500 in {answer.status_code for answer in answers}
        assert ("Traceback" in shown) == (debug == "true")
    assert secrets_in(shown) == []
    assert secrets_in(log.read_text()) == []
    assert "OperationalError" in log.read_text()


@contextlib.contextmanager
def web(folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, Path]]:
    """The site's web process alone, with its own settings and nothing behind it. Gives its address and its log."""
    port, log = free_port(), folder / "web.log"
    named = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "storyforge.settings"}
    with log.open("wb") as out:
        daphne = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "storyforge.asgi:application"]
        process = subprocess.Popen(daphne, env=named, cwd=settings.BASE_DIR, stdout=out, stderr=subprocess.STDOUT)
        try:
            eventually(lambda: answers(f"http://127.0.0.1:{port}/favicon.ico"), 60, "the site to answer")
            yield f"http://127.0.0.1:{port}", log
        finally:
            process.terminate()
            process.wait(20)


def answers(url: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(url, timeout=5).status_code < 600
    return False


def test_flower_shows_nothing_without_its_password_and_no_secret_with_it(redis_server, tmp_path):
    port = free_port()
    cloudinary = f"cloudinary://key:{SECRETS['cloudinary']}@cloud"
    environment = os.environ | KEYS | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(settings.BASE_DIR)}
    environment |= {"CLOUDINARY_URL": cloudinary}
    command = [sys.executable, "-m", "celery", "-A", "storyforge", "flower", "--address=127.0.0.1", f"--port={port}"]
    log = tmp_path / "flower.log"
    with log.open("wb") as out:
        flower = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=out, stderr=subprocess.STDOUT)
        site = f"http://127.0.0.1:{port}"
        stack = Stack(tmp_path, **KEYS, CLOUDINARY_URL=cloudinary)
        try:
            stack.start_worker()
            eventually(lambda: answers(site), 60, "Flower to answer")
            pages = ("/", "/workers", "/tasks", "/broker", "/api/workers", "/metrics", "/healthcheck")
            closed = {page: httpx.get(f"{site}{page}", timeout=30).status_code for page in pages}
            login = ("fox", SECRETS["flower"])
            asked = httpx.get(f"{site}/api/workers?refresh=1", auth=login, timeout=30).json()
            pages += tuple(f"/worker/{name}" for name in asked)
            opened = [httpx.get(f"{site}{page}", auth=login, timeout=30) for page in pages]
            foreign = httpx.get(site, auth=login, headers={"Host": "rebound.example"}, timeout=30)
        finally:
            stack.stop()
            flower.terminate()
            flower.wait(20)
    assert set(closed.values()) == {401}, closed
    assert len(asked) == 1
    assert {answer.status_code for answer in opened} == {200}
    assert "visibility_timeout" in opened[-1].text  # the worker's settings are on its page
    assert foreign.status_code == 400
    assert secrets_in("".join(answer.text for answer in opened)) == []
    assert secrets_in(log.read_text()) == []


def test_the_staff_pages_of_a_story_show_no_secret(content, settings, admin_client):
    settings.OPENAI_API_KEY, settings.SECRET_KEY = SECRETS["OPENAI_API_KEY"], settings.SECRET_KEY
    settings.CLOUDINARY_URL = f"cloudinary://key:{SECRETS['cloudinary']}@cloud"
    story = edited_story()
    assert visitor().get(f"/stories/{story.pk}/").status_code == 200
    pages = (f"/debug_story/{story.pk}", "/admin/", f"/admin/stories/story/{story.pk}/change/", "/admin/doctor/")
    assert secrets_in("".join(admin_client.get(page).content.decode() for page in pages)) == []
