"""The Celery task of visitors."""

from celery import shared_task

from visitors import joining


@shared_task(name="visitors.follow", ignore_result=True)
def follow(link_id: int) -> None:
    """Make the other browsers of a visitor who joined another one the same visitor."""
    joining.follow(link_id)
