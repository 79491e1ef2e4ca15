"""What a log line looks like."""

import json
import logging
import sys
from datetime import datetime

import pytest

from core.log_context import about
from storyforge.logs import JSONFormatter


@pytest.fixture
def secret(settings) -> str:
    settings.OPENAI_API_KEY = 'sk-"quoted"-secret'
    return 'sk-"quoted"-secret'


def line_of(message: str, *arguments: object, error: bool = False, **extra: object) -> dict:
    record = logging.LogRecord("stories.writing", logging.WARNING, __file__, 1, message, arguments, None)
    record.__dict__.update(extra)
    record.exc_info = sys.exc_info() if error else None
    text = JSONFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_json_line_has_its_time_level_logger_and_message():
    line = line_of("Story %s\nstopped.", 7)
    assert datetime.fromisoformat(line.pop("time")).utcoffset().total_seconds() == 0
    assert line == {"level": "WARNING", "logger": "stories.writing", "message": "Story 7\nstopped."}


def test_a_json_line_says_what_it_is_about():
    with about(request_id="r", story_id="s", task_id="t", address="192.0.2.1"):
        line = line_of("x", facts={"status": 200})
    assert {name: line[name] for name in ("request_id", "story_id", "task_id", "address", "status")} == {
        "request_id": "r",
        "story_id": "s",
        "task_id": "t",
        "address": "192.0.2.1",
        "status": 200,
    }


def test_a_json_line_has_the_traceback_of_an_error_and_no_secret(secret):
    try:
        raise ValueError(f"{secret} is wrong")
    except ValueError:
        line = line_of("%s failed", secret, error=True)
    assert line["message"] == "... failed"
    assert "ValueError: ... is wrong" in line["traceback"]
