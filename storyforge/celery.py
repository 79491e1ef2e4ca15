"""The Celery app. Its settings and the schedule are in `storyforge.settings`; `storyforge.apps` loads the tasks."""

import os
from typing import Any

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")
_PREFIX = "CELERY_"


def celery_settings() -> dict[str, Any]:
    """The settings that begin with CELERY_, by Celery's own names. It gets no other: a worker tells whoever asks, and
    Flower shows, everything that its Celery was given."""
    ours = (name for name in dir(settings) if name.startswith(_PREFIX))
    return {name.removeprefix(_PREFIX).lower(): getattr(settings, name) for name in ours}


app = Celery("storyforge")
# Celery calls it when it needs the first of them: Django loads this module before its settings.
app.add_defaults(celery_settings)
