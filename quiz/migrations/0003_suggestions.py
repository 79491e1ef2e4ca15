import json

from django.conf import settings
from django.db import migrations, models

import quiz.models


def suggest(apps, schema_editor):
    """Give the questions that are there what comes along for their keys; new ones get it with the content."""
    rows = json.loads((settings.BASE_DIR / "quiz/content/suggestions.json").read_text("utf-8"))
    for question in apps.get_model("quiz", "Question").objects.filter(kind="text"):
        question.suggestions = "\n".join(dict.fromkeys(row[question.key] for row in rows if question.key in row))
        question.save(update_fields=["suggestions"])


class Migration(migrations.Migration):
    dependencies = [
        ("quiz", "0002_unfinished"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="suggestions",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Answers in free text to offer, one a line. Three are shown at a time.",
                validators=[quiz.models.check_suggestions],
            ),
        ),
        migrations.RunPython(suggest, migrations.RunPython.noop, elidable=True),
    ]
