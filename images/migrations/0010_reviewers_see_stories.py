"""Seeing a visitor's story, and its pictures, needs a permission by now. Staff who may look at pictures or decide about
them could see stories before, and still can."""

from typing import Any

from django.db import migrations

OF_PICTURES = ("view_illustration", "review_illustration")


def let_them_see(apps: Any, schema_editor: Any) -> None:
    """Give "Can view story" to the groups and users that have a permission for pictures. A new copy has none yet."""
    permissions = apps.get_model("auth", "Permission").objects
    see = permissions.filter(content_type__app_label="stories", codename="view_story").first()
    of_pictures = permissions.filter(content_type__app_label="images", codename__in=OF_PICTURES)
    if see is None:
        return
    for group in apps.get_model("auth", "Group").objects.filter(permissions__in=of_pictures).distinct():
        group.permissions.add(see)
    for user in apps.get_model("auth", "User").objects.filter(user_permissions__in=of_pictures).distinct():
        user.user_permissions.add(see)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("images", "0009_cleared_by"),
        ("stories", "0007_removal"),
    ]

    operations = [migrations.RunPython(let_them_see, migrations.RunPython.noop)]
