"""The app config of `images`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from core.malloc import return_large_blocks


class ImagesConfig(AppConfig):
    """Illustrations: drawing, approval, and every version of them."""

    name = "images"

    def ready(self) -> None:
        """Connect the events once the models are loaded, and make room for many pictures at once."""
        return_large_blocks()
        import_string("images.events.connect")()
