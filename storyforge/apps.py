"""The app config of the whole site."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register

from storyforge.checks import check_settings


class StoryForgeConfig(AppConfig):
    """Registers the system checks and makes the folder of this copy's data."""

    name = "storyforge"
    verbose_name = "StoryForge"

    def ready(self) -> None:
        """Called once Django is set up, before a command or a request; settings that are only read leave no folder."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        register(check_settings)
