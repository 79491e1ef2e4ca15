from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0010_review_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="story",
            name="details",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], output_field=models.JSONField()),
                default=list,
                help_text="What the writer is told besides, from the answers to questions that staff have added.",
            ),
        ),
    ]
