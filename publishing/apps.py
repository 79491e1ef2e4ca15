"""The app config of `publishing`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class PublishingConfig(AppConfig):
    """Public pages of stories, and the gallery."""

    name = "publishing"

    def ready(self) -> None:
        """Have changed texts of public stories moderated."""
        import_string("stories.moderation.be_strict_where")(import_string("publishing.queries.is_public"))
