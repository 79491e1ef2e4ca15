"""The app config of the whole site."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules

from storyforge import error_reports


class StoryForgeConfig(AppConfig):
    """Registers the system checks, makes the folder of this copy's data, and loads the tasks of every app."""

    name = "storyforge"
    verbose_name = "StoryForge"

    def ready(self) -> None:
        """Called once Django is set up, before a command or a request; settings that are only read leave no folder.

        A process that sends a task by its name, as the web process does, must know the task's options."""
        from storyforge.checks import check_settings
        from storyforge.deploy_checks import check_deploy

        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        if settings.SENTRY_DSN:
            error_reports.start()
        register(check_settings)
        register(check_deploy, deploy=True)
        autodiscover_modules("tasks")
