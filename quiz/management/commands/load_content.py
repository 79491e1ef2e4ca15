"""`manage.py load_content`: the quiz and the story templates that come with the project, where they are missing."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from quiz import services
from quiz.models import Choice, Question
from quiz.suggestions import suggestions_that_come_along
from stories.models import Beat, StoryTemplate

QUESTIONS = Path("quiz/content/questions.json")
TEMPLATES = Path("stories/content/templates.json")


class Command(BaseCommand):
    """Safe to run at every start: what staff changed stays as it is."""

    help = "Add the quiz and the story templates that come with StoryForge, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, number in load_content().items():
            self.stdout.write(f"{number} {name} added." if number else f"The {name} are there already.")


@transaction.atomic
def load_content() -> dict[str, int]:
    """Add what is missing, leave what staff changed. Returns the number of added rows by name. Raises CommandError
    when the files do not fit together."""
    added = {"story templates": _load_templates(), "questions": _load_questions()}
    if found := services.check_graph():
        raise CommandError(" ".join(found))
    return added


def _read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((settings.BASE_DIR / path).read_text("utf-8"))
    return rows


def _load_templates() -> int:
    known = set(StoryTemplate.objects.values_list("name", flat=True))
    missing = [row for row in _read(TEMPLATES) if row["name"] not in known]
    for row in missing:
        beats = row.pop("beats")
        template = StoryTemplate.objects.create(**row)
        Beat.objects.bulk_create(Beat(template=template, **beat) for beat in beats)
    return len(missing)


def _load_questions() -> int:
    """All questions or none: half a quiz cannot be finished."""
    if Question.objects.exists():
        return 0
    rows = _read(QUESTIONS)
    fields = ("key", "kind", "text", "help", "example", "ends")
    by_key = {}
    for position, row in enumerate(rows, 1):
        given = {name: row[name] for name in fields if name in row}
        suggested = suggestions_that_come_along(row["key"]) if row["kind"] == Question.TEXT else ""
        by_key[row["key"]] = Question.objects.create(position=position, suggestions=suggested, **given)
    for row in rows:
        _link(by_key[row["key"]], row, by_key)
    return len(rows)


def _link(question: Question, row: dict[str, Any], by_key: dict[str, Question]) -> None:
    try:
        question.next = by_key[row["next"]] if row.get("next") else None
        question.save(update_fields=["next"])
        for position, choice in enumerate(row.get("choices", []), 1):
            following = by_key[choice["next"]] if choice.get("next") else None
            label, value = choice["label"], choice["value"]
            Choice.objects.create(question=question, position=position, value=value, label=label, next=following)
    except KeyError as error:
        raise CommandError(f'"{question.key}" leads to {error}, which is not a question of the quiz.') from error
