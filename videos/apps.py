"""The app config of `videos`."""

from django.apps import AppConfig


class VideosConfig(AppConfig):
    """Clips of the approved pictures, and films made of the clips."""

    name = "videos"
    verbose_name = "Clips and films"

    def ready(self) -> None:
        from videos import events, removal  # noqa: F401
