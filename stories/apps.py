"""The app config of `stories`."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Story templates, stories and their scenes: writing and editing."""

    name = "stories"

    def ready(self) -> None:
        """Connect the receivers."""
        from stories import events, removal  # noqa: F401
