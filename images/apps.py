"""The app config of `images`."""

from django.apps import AppConfig

from core.malloc import return_large_blocks


class ImagesConfig(AppConfig):
    """Illustrations: drawing, approval, and every version of them."""

    name = "images"
    verbose_name = "Pictures"

    def ready(self) -> None:
        """Connect the receivers, and set up the allocator for many pictures at once."""
        from images import events, removal  # noqa: F401
        from images.drawing import throttle  # noqa: F401

        return_large_blocks()
