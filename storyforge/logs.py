"""Keeps secrets out of the log and of error pages, and routine out of the log."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

from core.log_context import known
from storyforge.redaction import without_secrets


class RedactingFormatter(logging.Formatter):
    """Writes a line and its traceback with "..." in place of every key and password of the settings."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class JSONFormatter(logging.Formatter):
    """Writes a line as a JSON object: time (UTC), level, logger and message, what is known of the request, story and
    task (`core.log_context`), the `facts` of a line of the access log, and the traceback of an error. Without keys and
    passwords."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            **known(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["traceback"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class RedactingReporter(ExceptionReporter):
    """Django's error page without secrets. Django itself hides settings by their names, which leaves the password in
    an address, and values that a library made of it."""

    def get_traceback_html(self) -> SafeString:
        return SafeString(without_secrets(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        return SafeString(without_secrets(super().get_traceback_text()))


class SweepFilter(logging.Filter):
    """Drops the lines that say that a sweep was sent, received and done: many every few seconds."""

    QUIET = (".sweep", "sweep-")  # in the names of the tasks, and of beat's entries for them

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is logged. Failures of sweeps are errors and stay."""
        if record.levelno > logging.INFO:
            return True
        message = record.getMessage()
        return not any(name in message for name in self.QUIET)


class OneLineFilter(logging.Filter):
    """Makes one short line of what a client did wrong: its traceback says nothing more."""

    LONGEST = 200  # characters

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; it is always logged."""
        record.msg, record.args, record.exc_info = record.getMessage()[: self.LONGEST], (), None
        return True
