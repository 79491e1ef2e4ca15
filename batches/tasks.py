"""Celery tasks: take an id, call the service."""

from celery import shared_task

from batches import making


@shared_task(name="batches.begin", ignore_result=True)
def begin() -> None:
    """Begin the stories of rows that wait, as many as may be made at once. May run twice at once."""
    making.begin_waiting()


@shared_task(name="batches.advance", ignore_result=True)
def advance(row_id: int) -> None:
    """Do what comes next for a row whose story is being made. May run twice at once."""
    making.advance(row_id)


@shared_task(name="batches.sweep", ignore_result=True)
def sweep() -> None:
    """Look at rows that are due, and begin those that wait. May run twice at once."""
    making.row_jobs.sweep(late=0.0)
    making.begin_waiting()
