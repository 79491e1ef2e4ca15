"""The Celery app. Delivery guarantees, time limits and the beat schedule are in `storyforge.settings`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")

app = Celery("storyforge")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Sweeps stand above the pipelines they call, so they are tasks in a module of their own.
app.autodiscover_tasks(related_name="sweep")
