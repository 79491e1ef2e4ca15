"""What the log leaves out, and the pages about errors with it."""

import logging

from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

from storyforge.redaction import without_secrets


class WithoutSecrets(logging.Formatter):
    """Writes a line, with its traceback, in which every key and password of the settings has become "..."."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_secrets(super().format(record))


class DiscreetReporter(ExceptionReporter):
    """Django's page about an error, which knows only by the name of a setting that it is secret: an address with a
    password in it is none to it, nor is what a library has made of one."""

    def get_traceback_html(self) -> SafeString:
        """The page under DEBUG."""
        return SafeString(without_secrets(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        """The same for those who take no HTML."""
        return SafeString(without_secrets(super().get_traceback_text()))


class WithoutSweeps(logging.Filter):
    """Drops the lines that say that a sweep was sent, received and done: many every few seconds, and never news."""

    QUIET = (".sweep", "sweep-")  # in the names of the tasks, and of beat's entries for them

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep everything but the routine of sweeps; their failures are errors and stay."""
        if record.levelno > logging.INFO:
            return True
        message = record.getMessage()
        return not any(name in message for name in self.QUIET)
