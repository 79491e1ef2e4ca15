"""What the log leaves out."""

import logging


class WithoutSweeps(logging.Filter):
    """Drops the lines that say that a sweep was sent, received and done: four every few seconds, and never news."""

    QUIET = ("stories.sweep", "images.sweep", "sweep-stories", "sweep-images")

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep everything but the routine of sweeps; their failures are errors and stay."""
        if record.levelno > logging.INFO:
            return True
        message = record.getMessage()
        return not any(name in message for name in self.QUIET)
