"""The group "reviewer", made by `migrate`: staff who look at stories and decide about pictures, and nothing else."""

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
    """Make the group where there is none. One that exists stays as its operator wants it. Called after every migrate,
    when the permissions of all apps before this one, and of this one, are there."""
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
