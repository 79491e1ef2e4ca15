"""The id of each request, and the access log as JSON."""

import asyncio
import json
import logging
from uuid import uuid4

import httpx
import pytest

from storyforge.asgi import application
from storyforge.logs import JSONFormatter
from tests.factories import edited_story

pytestmark = pytest.mark.django_db(transaction=True)


def ask(path: str, **headers: str) -> httpx.Response:
    """The answer of the site, to somebody at 192.0.2.9."""
    transport = httpx.ASGITransport(application, client=("192.0.2.9", 1234))

    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(answer())


@pytest.fixture
def lines(settings, caplog):
    """The lines of the access log since the test began, as they are written with LOG_FORMAT=json."""
    settings.LOG_FORMAT = "json"
    written: list[dict] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(JSONFormatter().format(record)))

    keep, log = Keep(), logging.getLogger("access")
    log.addHandler(keep)
    log.setLevel(logging.INFO)
    yield written
    log.removeHandler(keep)
    log.setLevel(logging.NOTSET)


def test_every_answer_has_the_id_of_its_request():
    first, second = ask("/livez"), ask("/nothing/here")
    assert len(first.headers["X-Request-ID"]) == 32
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert ask("/health", **{"X-Request-ID": "from-the-proxy-1"}).headers["X-Request-ID"] == "from-the-proxy-1"


def test_a_line_says_what_was_asked_and_how_it_was_answered(lines, content):
    story = edited_story()
    answer = ask(f"/stories/{story.pk}/?secret=1")
    assert len(lines) == 1
    line = lines[0]
    assert (line["level"], line["logger"]) == ("INFO", "access")
    assert line["message"] == "GET /stories/<uuid:story_id>/ 404"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/stories/<uuid:story_id>/", 404)
    assert (line["story_id"], line["request_id"]) == (str(story.pk), answer.headers["X-Request-ID"])
    assert line["size"] == int(answer.headers["Content-Length"])
    assert line["seconds"] >= 0
    assert "secret" not in json.dumps(line)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.7", "192.0.2.9"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6"),
        (1, "nonsense", "192.0.2.9"),
    ],
)
def test_a_line_has_the_address_that_the_trusted_proxies_saw(lines, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    ask("/favicon.ico", **{"X-Forwarded-For": forwarded})
    assert [line["address"] for line in lines] == [address]


def test_a_probe_that_goes_well_leaves_no_line(lines):
    ask("/livez")
    assert lines == []


def test_with_plain_lines_nothing_is_logged_here(lines, settings):
    settings.LOG_FORMAT = "text"
    ask(f"/stories/{uuid4()}/")
    assert lines == []
