"""The Celery task of the quiz."""

from celery import shared_task

from quiz import services


@shared_task(name="quiz.forget_abandoned", ignore_result=True)
def forget_abandoned() -> None:
    """Delete answers that became no story."""
    services.forget_abandoned()
