"""The app config of `studio`."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from studio.desk.reviewers import make_group


class StudioConfig(AppConfig):
    """The pages on which a story is made and reviewed, and the staff's desk in admin."""

    name = "studio"

    def ready(self) -> None:
        """Make sure that the group of reviewers exists after every migrate."""
        # Django tells only apps with models; the permissions of the group are those of images and the apps before it.
        post_migrate.connect(make_group, sender=apps.get_app_config("images"), dispatch_uid="studio.reviewers")
