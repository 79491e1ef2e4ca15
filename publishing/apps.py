"""The app config of `publishing`."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Public pages of stories, and the gallery."""

    name = "publishing"
