from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0011_details"),
    ]

    operations = [
        migrations.AddField(
            model_name="story",
            name="image_provider",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="Who draws it, if its visitor chose.", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="image_quality",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="In which quality, if its visitor chose.",
                max_length=20,
            ),
        ),
    ]
