"""A page on another site uses the API with a token, if CORS_ORIGINS names that site; never with cookies."""

import asyncio

import pytest
from django.test import Client

from core.web.visitors import SESSION_KEY
from storyforge.asgi import application
from tests.api.test_stream import answer_to, listening, run
from tests.factories import OWNER, edited_story, make_story, visitor
from visitors import tokens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
APP, OTHER = "https://app.example", "https://other.example"
ALLOWED = "Access-Control-Allow-Origin"


@pytest.fixture
def allowed(settings):
    settings.CORS_ORIGINS = settings.CORS_ALLOWED_ORIGINS = [APP]


@pytest.fixture
def token() -> str:
    return tokens.make_token(OWNER, None, name="a page", scopes=("make", "review"))


def preflight(path: str, origin: str = APP, method: str = "POST"):
    """What a browser asks before."""
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization,content-type"}
    return Client().options(path, headers={"Origin": origin, **asked})


def headers(token: str = "", origin: str = APP) -> dict[str, str]:
    return {"Origin": origin} | ({"Authorization": f"Bearer {token}"} if token else {})


def cors_of(answer) -> list[str]:
    return [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("path", ["/submit", "/story/x", "/approve_image/x/7", "/media/x/a.png", "/stream"])
def test_a_browser_is_told_what_a_page_of_the_named_site_may_send(allowed, path):
    answer = preflight(path)
    assert (answer.status_code, answer[ALLOWED]) == (200, APP)
    assert answer["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert answer["Access-Control-Allow-Methods"] == "GET, POST, DELETE"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert cors_of(preflight(path, OTHER)) == []


@pytest.mark.parametrize(
    "path", ["/", "/yours/", "/yours/tokens", "/continue/", "/admin/", "/stories/x/", "/storybook"]
)
def test_no_page_is_for_other_sites(allowed, path):
    assert cors_of(preflight(path)) == []
    assert cors_of(visitor().get(path, headers=headers())) == []


def test_without_the_setting_nothing_is_for_other_sites(token):
    story = edited_story()
    assert cors_of(preflight("/submit")) == []
    assert cors_of(Client().get(f"/story/{story.pk}", headers=headers(token))) == []
    assert Client().delete(f"/story/{story.pk}", headers=headers(token)).status_code == 403


def test_a_page_of_the_named_site_reads_and_deletes_with_a_token(allowed, token):
    story = edited_story()
    answer = Client().get(f"/story/{story.pk}", headers=headers(token))
    assert (answer.status_code, answer[ALLOWED]) == (200, APP)
    assert "X-Story-Id" in answer["Access-Control-Expose-Headers"]
    assert "origin" in answer["Vary"].lower()
    deleted = Client().delete(f"/story/{story.pk}", headers=headers(token))
    assert (deleted.status_code, deleted[ALLOWED]) == (200, APP)


def test_its_refusals_can_be_read_too(allowed, token):
    answer = Client().post("/submit", "{}", content_type="application/json", headers=headers("sf_wrong"))
    assert (answer.status_code, answer[ALLOWED]) == (401, APP)
    answer = Client().post("/submit", "{}", content_type="application/json", headers=headers(token))
    assert (answer.status_code, answer[ALLOWED]) == (400, APP)


def test_another_site_is_refused_with_a_right_token(allowed, token):
    story = edited_story()
    answer = Client().delete(f"/story/{story.pk}", headers=headers(token, OTHER))
    assert (answer.status_code, cors_of(answer)) == (403, [])


def test_a_cookie_does_nothing_for_a_page_of_another_site(allowed):
    story, browser = edited_story(), visitor()
    assert browser.session[SESSION_KEY] == OWNER
    assert browser.delete(f"/story/{story.pk}", headers=headers()).status_code == 403
    answer = browser.get(f"/story/{story.pk}", headers=headers())
    assert "Access-Control-Allow-Credentials" not in answer.headers  # so the browser keeps the answer from the page


def headers_of(sent) -> dict[bytes, bytes]:
    return dict(sent[0]["headers"])


@pytest.mark.django_db(transaction=True)
def test_the_event_stream_can_be_read_from_the_named_site(allowed, token):
    channel = str(make_story().pk)
    found = {}
    for origin in (APP, OTHER):
        scope = listening(token, channel)
        scope["headers"].append((b"origin", origin.encode()))
        found[origin] = headers_of(answer_to(scope)).get(b"access-control-allow-origin")
    assert found == {APP: APP.encode(), OTHER: None}
    scope = listening("sf_wrong", channel)
    scope["headers"].append((b"origin", APP.encode()))
    assert headers_of(answer_to(scope))[b"access-control-allow-origin"] == APP.encode()


@pytest.mark.django_db(transaction=True)
def test_the_application_answers_what_a_browser_asks_before_the_stream(allowed):
    sent: list = []
    asked = [(b"origin", APP.encode()), (b"access-control-request-method", b"GET"), (b"host", b"testserver")]
    scope = {"type": "http", "method": "OPTIONS", "path": "/stream", "query_string": b"", "headers": asked}

    body = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive():
        return next(body, None) or await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    run(application(scope, receive, send))
    found = {name.lower(): value for name, value in sent[0]["headers"]}
    assert (sent[0]["status"], found[b"access-control-allow-origin"]) == (200, APP.encode())
