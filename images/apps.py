"""The app config of `images`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from core.malloc import give_back_large_blocks
from images.reviewers import make_group


class ImagesConfig(AppConfig):
    """Illustrations: drawing, approval, and every version of them."""

    name = "images"

    def ready(self) -> None:
        """Connect the announcements once the models are loaded, make room for many pictures at once, and see to it that
        there is a group of reviewers after every migrate."""
        give_back_large_blocks()
        import_string("images.events.connect")()
        post_migrate.connect(make_group, sender=self, dispatch_uid="images.reviewers")
