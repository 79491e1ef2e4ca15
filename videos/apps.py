"""The app config of `videos`."""

from django.apps import AppConfig


class VideosConfig(AppConfig):
    """Clips of the approved pictures, and the film that they become."""

    name = "videos"
