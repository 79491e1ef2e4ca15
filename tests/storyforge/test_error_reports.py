"""Errors are reported to a server that takes envelopes as Sentry does, without what must not leave this machine."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

TEXT, KEY, ADDRESS = "the-fox-was-laughed-at-by-crows", "sk-a-key-of-the-settings", "203.0.113.77"
STORY = "5f0c1a52-0000-4000-8000-000000000001"


class SentryServer(ThreadingHTTPServer):
    """Keeps each envelope as text, and its events."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.envelopes: list[str] = []
        self.events: list[dict[str, Any]] = []

    @property
    def dsn(self) -> str:
        return f"http://a-public-key@127.0.0.1:{self.server_address[1]}/42"

    def take(self, path: str, envelope: str) -> None:
        assert path == "/api/42/envelope/"
        self.envelopes.append(envelope)
        lines = [json.loads(line) for line in envelope.splitlines() if line]
        self.events += [item for head, item in pairwise(lines) if head.get("type") == "event"]


class _Handler(BaseHTTPRequestHandler):
    server: SentryServer

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        text = (gzip.decompress(data) if self.headers.get("Content-Encoding") == "gzip" else data).decode()
        self.server.take(self.path, text)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def sentry() -> Iterator[SentryServer]:
    """The server, after a process has reported its errors there."""
    with SentryServer() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            assert run(SENTRY_DSN=server.dsn) == "loaded"
            yield server
        finally:
            server.shutdown()
            thread.join()


def run(**environment: str) -> str:
    script = Path(__file__).with_name("report_errors.py")
    given = {
        **os.environ,
        "PYTHONPATH": str(settings.BASE_DIR),
        "VISITORS_TEXT": TEXT,
        "A_KEY": KEY,
        "AN_ADDRESS": ADDRESS,
        **environment,
    }
    done = subprocess.run([sys.executable, script], env=given, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def types(event: dict[str, Any]) -> list[str]:
    return [error["type"] for error in event["exception"]["values"]]


def test_errors_of_views_tasks_and_the_log_are_reported(sentry):
    found = [(event.get("transaction", ""), event.get("logger", ""), *types(event)[-1:]) for event in sentry.events]
    assert found == [
        ("", "stories.writing"),
        ("", "stories.writing"),
        ("", "stories.writing", "ValueError"),
        ("/stories/{story_id}/break", "", "ValueError"),
        ("tests.break", "", "OperationalError" if connection.vendor == "sqlite" else "ProgrammingError"),
    ]


def test_a_report_says_where_it_broke_and_which_request_it_was(sentry):
    event = next(event for event in sentry.events if event.get("transaction") == "/stories/{story_id}/break")
    frame = event["exception"]["values"][0]["stacktrace"]["frames"][-1]
    assert (frame["function"], frame["filename"].rpartition("/")[2]) == ("view", "report_errors.py")
    assert "raise ValueError" in frame["context_line"]
    assert event["tags"] == {"request_id": "the-request-1", "story_id": STORY}


def test_a_report_of_a_task_names_it_and_its_story(sentry):
    event = next(event for event in sentry.events if event.get("transaction") == "tests.break")
    assert (event["tags"]["task"], event["tags"]["story_id"]) == ("tests.break", STORY)


def test_sentences_of_the_log_are_reported_without_what_was_put_into_them(sentry):
    assert {event["logentry"]["message"] for event in sentry.events if "logentry" in event} == {
        "Story %s stopped: %s",
        "The key %s is wrong",
        "Not drawn (%s)",
    }


@pytest.mark.parametrize("kept_here", [TEXT, KEY, ADDRESS, "no_such_table", '"vars"', "breadcrumbs"])
def test_texts_keys_addresses_and_cookies_do_not_leave_this_machine(sentry, kept_here):
    assert len(sentry.envelopes) == 5
    assert kept_here not in "".join(sentry.envelopes).replace("FROM no_such_table", "")


def test_without_the_setting_the_package_is_not_loaded():
    assert run(SENTRY_DSN="") == "not loaded"
