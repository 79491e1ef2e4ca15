"""The app config of `videos`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class VideosConfig(AppConfig):
    """Clips of the approved pictures, and the film that they become."""

    name = "videos"

    def ready(self) -> None:
        """Announce the clips, and have the film made by itself once there are videos."""
        import_string("videos.events.connect")()
        import_string("videos.auto_film.connect")()
