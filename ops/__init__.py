"""Starts StoryForge on this machine: ports, Redis, database, then every program under one supervisor (`make run`).

Nothing here is imported by the site. The order of work is in `ops.run`.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class CannotStart(Exception):
    """Something this machine or its settings lack. The message says what happened, what it means and what to do."""
