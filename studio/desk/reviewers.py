"""The group "reviewer", made by `migrate`: staff who see stories and decide about pictures, and nothing else."""

from typing import Any

from django.apps import apps as global_apps
from django.db.models import Q

NAME = "reviewer"
MAY = {
    "core": ["view_statusevent"],
    "stories": ["view_story", "view_scene"],
    "images": ["view_illustration", "view_version", "view_decision", "review_illustration"],
}


def make_group(*, using: str, apps: Any = global_apps, **kwargs: Any) -> None:
    """Make the group if there is none; an existing one is not changed. Called after every migrate, when all permissions
    exist."""
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return  # auth itself was migrated away
    groups = group_model.objects.using(using)
    if groups.filter(name=NAME).exists():
        return
    wanted = Q()
    for app, names in MAY.items():
        wanted |= Q(content_type__app_label=app, codename__in=names)
    found = list(permission_model.objects.using(using).filter(wanted))
    if len(found) == sum(map(len, MAY.values())):  # else a later migrate makes it, with all of them
        groups.create(name=NAME).permissions.set(found)
