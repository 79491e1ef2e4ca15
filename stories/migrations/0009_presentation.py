"""Who a story is by, which picture is its cover, and whether it is archived."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0008_deleted_stories"),
    ]

    operations = [
        migrations.AddField(
            model_name="story",
            name="archived_at",
            field=models.DateTimeField(
                blank=True, editable=False, help_text="Its visitor archived it: it is in a list of its own.", null=True
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="author",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Who it is by, as its visitor says.",
                max_length=100,
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="cover",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="The number of the scene whose picture is the cover."
            ),
        ),
    ]
