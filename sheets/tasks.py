"""Celery tasks: take an id, call the service."""

from threading import BoundedSemaphore

from celery import shared_task

from providers import registry
from sheets import ideas, services

# A sheet that hangs must not occupy the threads that draw.
_slots = BoundedSemaphore(2)


@shared_task(name="sheets.write", ignore_result=True)
def write(story_id: str) -> None:
    """Write a story's worksheet. When two are being written already it stays due, and the sweep sends it again."""
    if not _slots.acquire(blocking=False):
        return
    try:
        services.write(story_id)
    finally:
        _slots.release()


@shared_task(name="sheets.mark_idea", ignore_result=True)
def mark_idea(story_id: str) -> None:
    """Write into the list of ideas which story one has become."""
    ideas.mark(story_id)


@shared_task(name="sheets.sweep", ignore_result=True)
def sweep() -> None:
    """Send worksheets again that are overdue or whose worker died. May run twice at once."""
    if registry.sheets() is not None:
        services.worksheet_jobs.sweep(late=services.EVERY.total_seconds())
