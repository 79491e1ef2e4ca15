"""The Celery task of downloads. It runs in the rendering queue."""

from celery import shared_task
from django.conf import settings

from books import exports, services


@shared_task(
    name="books.make",
    ignore_result=True,
    time_limit=settings.RENDER_TIMEOUT,
    soft_time_limit=settings.RENDER_SOFT_TIMEOUT,
)
def make(artifact: int) -> None:
    """Make a download. May run twice: the second finds nothing to do."""
    services.make(artifact)


@shared_task(
    name="books.export",
    ignore_result=True,
    time_limit=settings.RENDER_TIMEOUT,
    soft_time_limit=settings.RENDER_SOFT_TIMEOUT,
)
def export(artifact: int) -> None:
    """Make a file of everything that a visitor has. May run twice: the second finds nothing to do."""
    exports.make(artifact)
