"""The audit log: what staff did, from the site's pages and from the admin alike.

`core.status.move` records every status that a person gave to something, services record what has no status, and what
the admin's own forms add, change and delete is copied from the admin's log.
"""

from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver

from core.models import AuditEntry

_ACTIONS = {ADDITION: "added", CHANGE: "changed", DELETION: "deleted"}


def record(action: str, row: Model, *, by: str, note: str = "", by_anybody: bool = False) -> None:
    """Add an entry, in the transaction that is under way, if `by` is the name of a member of staff (or `by_anybody`).
    `row` is a story, something of one, or any other row."""
    staff = get_user_model().objects.filter(username=by, is_staff=True)
    if not by or not (by_anybody or staff.exists()):
        return
    AuditEntry.objects.create(
        by=by,
        action=action,
        kind=row._meta.label_lower,
        object_id=str(row.pk),
        name=name_of(row)[:200],
        story=str(getattr(row, "story_id", None) or getattr(row, "channel", "")),
        note=note,
    )


def name_of(row: Model) -> str:
    """The row by its name, and by that of the story that it is of."""
    story = getattr(row, "story", None)
    return f"{row} of {story}" if story else str(row)


@receiver(post_save, sender=LogEntry, dispatch_uid="core.audit")
def admin_logged(sender: type[LogEntry], instance: LogEntry, **kwargs: Any) -> None:
    """Copy an entry of the admin's log. Those that are written in bulk send no signal: the ones of our own actions,
    whose services record what they do, and the ones of `core.admin.delete_selected`."""
    if kwargs.get("raw"):  # `loaddata` writes an old entry, and loads what was made of it then
        return
    AuditEntry.objects.create(
        by=instance.user.get_username(),
        action=_ACTIONS[instance.action_flag],
        kind=".".join(instance.content_type.natural_key()) if instance.content_type else "",
        object_id=str(instance.object_id)[:64],
        name=instance.object_repr,
        note=f"{instance.get_change_message()} {_rights(instance)}".strip(),
    )


def _rights(entry: LogEntry) -> str:
    """What the user or group that was added or changed may do now; "" for other rows."""
    row = None if entry.action_flag == DELETION or not entry.content_type else entry.get_edited_object()
    rights: list[str] = []
    if isinstance(row, AbstractUser):
        rights += [name for name in ("superuser", "staff") if getattr(row, f"is_{name}")]
        rights += [f"group {group.name}" for group in row.groups.all()]
        permissions = list(row.user_permissions.all())
    elif isinstance(row, Group):
        permissions = list(row.permissions.all())
    else:
        return ""
    rights += [f"{one.content_type.app_label}.{one.codename}" for one in permissions]
    return f"Now: {', '.join(rights) or 'no rights'}."
