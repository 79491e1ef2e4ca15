"""The app config of `images`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ImagesConfig(AppConfig):
    """Illustrations: drawing, approval, and every version of them."""

    name = "images"

    def ready(self) -> None:
        """Connect the announcements once the models are loaded."""
        import_string("images.announcements.connect")()
