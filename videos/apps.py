"""The app config of `videos`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from images import panels


class VideosConfig(AppConfig):
    """Clips of the approved pictures, and the film that they become."""

    name = "videos"

    def ready(self) -> None:
        """Announce the clips, put the film on the story's page, and have it made by itself once there are videos."""
        import_string("videos.events.connect")()
        import_string("videos.auto_film.connect")()
        panels.register("videos/_on_story.html", "videos.contexts.on_story")
