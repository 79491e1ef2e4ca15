from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_calls"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "job",
                    models.CharField(
                        choices=[("text", "Text"), ("pictures", "Pictures"), ("clips", "Clips"), ("speech", "Speech")],
                        max_length=10,
                        unique=True,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="The provider's name; empty: as the setting says.", max_length=40
                    ),
                ),
                (
                    "quality",
                    models.CharField(blank=True, help_text="Of pictures; empty: as the setting says.", max_length=20),
                ),
                (
                    "offered",
                    models.JSONField(blank=True, default=list, help_text="The illustrators that visitors may choose."),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
