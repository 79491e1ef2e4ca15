"""A task, and what every worker answers. Celery imports a module of this name from each app."""

from typing import Any

from celery import shared_task
from celery.worker.control import inspect_command
from django.conf import settings
from django.core.management import call_command

from core import storage
from providers.speech import local
from storyforge import retention
from storyforge.settings_digest import digests


@shared_task(name="storyforge.clear_sessions", ignore_result=True)
def clear_sessions() -> None:
    """Delete the sessions that have expired, as `manage.py clearsessions` does."""
    call_command("clearsessions")


@shared_task(name="storyforge.forget_old", ignore_result=True)
def forget_old() -> None:
    """Delete the stories and versions that are kept no longer, and old entries about sign-ins. May run twice."""
    retention.forget_old()


@inspect_command(args=[("name", str)])
def doctor_reads(state: Any, name: str) -> dict[str, str]:
    """What this worker reads in the file that the doctor wrote."""
    try:
        return {"read": storage.read("doctor", name).decode()}
    except OSError as error:
        return {"failed": str(error)}


@inspect_command()
def doctor_renders(state: Any) -> dict[str, bool]:
    """Whether this worker makes films, and whether it has the voice of `SPEECH_PROVIDER=local`."""
    queues = state.app.amqp.queues.consume_from
    return {"renders": settings.RENDERING_QUEUE in queues, "has_voice": local.is_installed()}


@inspect_command()
def settings_in_use(state: Any) -> dict[str, str]:
    """Setting to a digest of the value that this worker was started with."""
    return digests()
