"""The Django project: settings, URLs, the ASGI application and the Celery app. No other package imports it."""

from storyforge.celery import app as celery_app

__all__ = ("celery_app",)
