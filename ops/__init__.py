"""Starts StoryForge on this machine: ports, Redis, database, then every program under one supervisor (`make run`).

The site imports nothing of this. `ops.run` shows the order of the steps.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class CannotStart(Exception):
    """Something is missing on this machine or in its settings. The message says what, what it means and what to do."""
