"""Rename the model Following to Worksheet; its rows stay."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sheets", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("Following", "Worksheet"),
        migrations.RenameField("worksheet", "worksheet", "title"),
        migrations.AlterModelOptions(name="worksheet", options={"ordering": ["story"]}),
        migrations.AlterField("worksheet", "title", models.CharField(max_length=100)),
        migrations.AlterField(
            "worksheet",
            "story",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="worksheet", to="stories.story"
            ),
        ),
        migrations.AlterField(
            "worksheet",
            "tries",
            models.PositiveSmallIntegerField(
                default=0, editable=False, help_text="Times that work on it began since it was last asked for."
            ),
        ),
        migrations.AlterField(
            "worksheet",
            "written",
            models.JSONField(blank=True, default=list, help_text="A digest of each row as last written."),
        ),
        migrations.RenameIndex(
            "worksheet", old_name="sheets_foll_due_at_7a340b_idx", new_name="sheets_work_due_at_022711_idx"
        ),
        migrations.RenameIndex(
            "worksheet", old_name="sheets_foll_lease_u_f5092c_idx", new_name="sheets_work_lease_u_79227c_idx"
        ),
    ]
