"""Load the quiz and the story templates that come with the project into the database, where they are missing."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from quiz import services
from quiz.models import Choice, Question
from stories.models import Beat, StoryTemplate

QUESTIONS = Path("quiz/content/questions.json")
TEMPLATES = Path("stories/content/templates.json")


class BrokenContent(Exception):
    """The content files do not fit together; the message says where."""


@transaction.atomic
def load_content() -> dict[str, int]:
    """Add what is missing, leave what staff changed. Returns the number of added rows by name. Raises BrokenContent."""
    added = {"story templates": _load_templates(), "questions": _load_questions()}
    if found := services.check_graph():
        raise BrokenContent(" ".join(found))
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
    by_key = {
        row["key"]: Question.objects.create(position=position, **{name: row[name] for name in fields if name in row})
        for position, row in enumerate(rows, 1)
    }
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
        raise BrokenContent(f'"{question.key}" leads to {error}, which is not a question of the quiz.') from error
