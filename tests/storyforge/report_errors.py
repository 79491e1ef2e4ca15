"""Break in every way that is reported, with a visitor's text and a key of the settings in reach; run by
test_error_reports.py with SENTRY_DSN."""

import logging
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from celery import current_app, shared_task  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402

from core.log_context import about  # noqa: E402

TEXT, ADDRESS, STORY = os.environ["VISITORS_TEXT"], os.environ["AN_ADDRESS"], "5f0c1a52-0000-4000-8000-000000000001"
settings.OPENAI_API_KEY = os.environ["A_KEY"]


def view(request: HttpRequest, story_id: str) -> HttpResponse:
    answer = request.POST["answer"]
    raise ValueError(f"{answer} with {settings.OPENAI_API_KEY}")


@shared_task(name="tests.break")
def break_down(story_id: str, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{text}' FROM no_such_table")


urlpatterns = [path("stories/<str:story_id>/break", view)]
settings.ROOT_URLCONF = __name__
settings.ALLOWED_HOSTS.append("testserver")

if "sentry_sdk" in sys.modules:
    log = logging.getLogger("stories.writing")
    log.error("Story %s stopped: %s", STORY, TEXT)
    log.error("The key %s is wrong", settings.OPENAI_API_KEY)
    try:
        int(TEXT)
    except ValueError as error:
        log.exception("Not drawn (%s)", error)
    with about(request_id="the-request-1", story_id=STORY, address=ADDRESS):
        browser = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS, headers={"User-Agent": TEXT})
        browser.cookies["sessionid"] = TEXT
        browser.post(f"/stories/{STORY}/break?wish={TEXT}", {"answer": TEXT})
    current_app.conf.task_always_eager = True
    break_down.delay(story_id=STORY, text=TEXT)

    import sentry_sdk

    sentry_sdk.flush(20)
sys.stdout.write("loaded" if "sentry_sdk" in sys.modules else "not loaded")
