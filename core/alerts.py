"""Tell the operator what cannot wait: in the log, and at the webhook that ALERT_WEBHOOK_URL names."""

import logging

import requests
from celery import Task, shared_task
from django.conf import settings
from redis.exceptions import RedisError

from core.queue import enqueue
from core.token_bucket import redis

log = logging.getLogger(__name__)

DAY = 24 * 3600
POST_SECONDS = 10.0
RETRY_SECONDS = 60.0
TRIES = 5


def alert(text: str, *, once: str) -> None:
    """Log the sentence and, after commit, have it posted; nothing where there was an alert of the name `once` within a
    day."""
    try:
        is_first = redis().set(f"{settings.REDIS_KEY_PREFIX}alert:{once}", 1, nx=True, ex=DAY)
    except RedisError:  # better twice than never
        is_first = True
    if not is_first:
        return
    log.warning("%s", text)
    if settings.ALERT_WEBHOOK_URL:
        enqueue("core.post_alert", text=text)


@shared_task(bind=True, name="core.post_alert", max_retries=TRIES - 1, ignore_result=True)
def post_alert(self: Task, text: str) -> None:
    """Post the sentence, as Slack takes it; try again in a minute when that fails."""
    try:
        answer = requests.post(settings.ALERT_WEBHOOK_URL, json={"text": text}, timeout=POST_SECONDS)
        answer.raise_for_status()
    except requests.RequestException as error:
        log.warning("ALERT_WEBHOOK_URL did not take an alert (%s).", type(error).__name__)  # the error repeats the URL
        if self.request.retries < TRIES - 1:
            raise self.retry(countdown=RETRY_SECONDS) from None
