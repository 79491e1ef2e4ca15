"""The app config of `publishing`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from videos import panels as below_the_film


class PublishingConfig(AppConfig):
    """Public pages of stories, and the gallery."""

    name = "publishing"

    def ready(self) -> None:
        """Put the panel for the owner on the film's page, and have the words of public stories looked at."""
        below_the_film.register("publishing/_publish.html", "publishing.contexts.panel")
        import_string("stories.moderation.be_strict_where")(import_string("publishing.queries.is_public"))
