"""The app config that registers the system checks of the whole site."""

from django.apps import AppConfig
from django.core.checks import register

from storyforge import checks


class StoryForgeConfig(AppConfig):
    """Holds nothing but the checks; the rooms are apps of their own."""

    name = "storyforge"
    verbose_name = "StoryForge"

    def ready(self) -> None:
        """Register every check of `storyforge.checks`."""
        for check in checks.ALL:
            register(check)
