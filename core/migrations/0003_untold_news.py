"""Which changes were announced. Those that were made before this was written down count as told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_expenses"),
    ]

    operations = [
        migrations.AddField(
            model_name="statusevent",
            name="told",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AlterField(
            model_name="statusevent",
            name="told",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="statusevent",
            index=models.Index(condition=models.Q(("told", False)), fields=["at"], name="untold"),
        ),
    ]
