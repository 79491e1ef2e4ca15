"""Send overdue worksheets to a worker again: writing failed, the message was lost, or the worker died."""

from celery import shared_task

from core.queue import enqueue
from providers import registry
from sheets import queries, services, tasks

BATCH = 50


@shared_task(name="sheets.sweep", ignore_result=True)
def sweep() -> None:
    """Send overdue worksheets again, the longest due first. May run twice at once."""
    if registry.sheets() is None:
        return
    for story_id in queries.overdue(late=services.EVERY.total_seconds())[:BATCH]:
        enqueue(tasks.write.si(story_id=str(story_id)))
