"""The Celery app. Its settings and the schedule are in `storyforge.settings`; `storyforge.apps` loads the tasks."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")

app = Celery("storyforge")
app.config_from_object("django.conf:settings", namespace="CELERY")
