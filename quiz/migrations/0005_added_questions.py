import django.core.validators
from django.db import migrations, models

import quiz.models


class Migration(migrations.Migration):
    dependencies = [
        ("quiz", "0004_begun_from"),
        ("stories", "0011_details"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="templates",
            field=models.ManyToManyField(
                blank=True,
                help_text="For a question that you add: those that use it. None: all. In others it is not asked.",
                related_name="questions",
                to="stories.storytemplate",
                verbose_name="story templates",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="told",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="For a question that you add: a sentence with {answer}, as “His best friend is {answer}.”",
                max_length=200,
                verbose_name="the writer is told",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="key",
            field=models.SlugField(
                help_text="A short name, as best_friend; it cannot be changed later.",
                max_length=40,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[a-z][a-z0-9_]*\\Z", "Use small letters, digits and _, as in best_friend."
                    ),
                    quiz.models.check_key,
                ],
            ),
        ),
    ]
