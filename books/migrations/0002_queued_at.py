from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("books", "0001_initial")]

    operations = [
        migrations.RenameField("download", "asked_at", "queued_at"),
        migrations.AlterField(
            model_name="download",
            name="queued_at",
            field=models.DateTimeField(blank=True, editable=False, help_text="When it was last asked for.", null=True),
        ),
        migrations.AlterField(
            model_name="download",
            name="tries",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, help_text="Times that work on it began since it was last asked for."
            ),
        ),
    ]
