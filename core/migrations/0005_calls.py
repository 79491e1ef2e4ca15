"""How calls of providers ended, and how long they took."""

from django.db import migrations, models


def name_refused(apps, schema_editor):
    """Until now a refused call was known by its cost alone."""
    rows = apps.get_model("core", "Expense").objects.filter(outcome="", cost_usd=0, usage={})
    rows.update(outcome="failed")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_audit_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="expense",
            name="ended_at",
            field=models.DateTimeField(blank=True, db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="expense",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("answered", "answered"),
                    ("refused", "refused for what it asked for"),
                    ("limited", "told to wait"),
                    ("failed", "answered with another error"),
                    ("unreachable", "not reached"),
                    ("no_answer", "no answer"),
                    ("lost", "its worker stopped"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="expense",
            name="seconds",
            field=models.FloatField(blank=True, help_text="How long it took until it had ended.", null=True),
        ),
        migrations.RunPython(name_refused, migrations.RunPython.noop, elidable=True),
    ]
