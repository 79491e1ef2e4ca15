"""Mark the stories that have a public page."""

from django.db import migrations


def mark_public_stories(apps, schema_editor):
    apps.get_model("stories", "Story").objects.filter(publication__isnull=False).update(is_public=True)


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_initial"),
        ("stories", "0006_public_and_queued"),
    ]

    operations = [migrations.RunPython(mark_public_stories, migrations.RunPython.noop)]
