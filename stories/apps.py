"""The app config of `stories`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class StoriesConfig(AppConfig):
    """Story templates, stories and their scenes: writing and editing."""

    name = "stories"

    def ready(self) -> None:
        """Connect the announcements once the models are loaded."""
        import_string("stories.events.connect")()
