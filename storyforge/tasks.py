"""A command that every worker answers. Celery imports a module of this name from each app."""

from typing import Any

from celery.worker.control import inspect_command

from storyforge.settings_digest import digests


@inspect_command()
def settings_in_use(state: Any) -> dict[str, str]:
    """Setting to a digest of the value that this worker was started with."""
    return digests()
