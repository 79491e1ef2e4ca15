"""A column that says whether a story is public, and the time since which a story in writing is queued."""

from django.db import migrations, models
from django.db.models import F


def fill_queued_at(apps, schema_editor):
    stories = apps.get_model("stories", "Story").objects.filter(status="writing", queued_at=None)
    stories.update(queued_at=F("updated_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0005_job_columns"),
    ]

    operations = [
        migrations.AddField(
            "story", "is_public", models.BooleanField(default=False, editable=False, help_text="It has a public page.")
        ),
        migrations.RunPython(fill_queued_at, migrations.RunPython.noop),
    ]
