"""The app config of `publishing`."""

from django.apps import AppConfig

from videos import panels as below_the_film


class PublishingConfig(AppConfig):
    """Public pages of stories, and the gallery."""

    name = "publishing"

    def ready(self) -> None:
        """Put the panel for the owner on the film's page."""
        below_the_film.register("publishing/_publish.html", "publishing.contexts.panel")
