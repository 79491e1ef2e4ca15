"""The answers of the rows of a batch: which columns there are, and whether they make a story."""

from collections.abc import Mapping
from typing import Any

from core.errors import Invalid
from quiz.models import Question
from quiz.queries import Option, options_of
from quiz.services import clean_answers, story_template
from stories import answers as story_answers
from stories.answers import IDEA, KEYS


def columns() -> tuple[str, ...]:
    """What a row may answer: the questions of the quiz, or with `idea` a story in a sentence."""
    added = Question.objects.exclude(key__in=KEYS).values_list("key", flat=True)
    return (*KEYS, *added, IDEA)


def explained() -> list[tuple[str, str, list[Option]]]:
    """Each column with its question, and the answers that it allows; none of them where it takes any text."""
    questions = {row.key: row for row in Question.objects.prefetch_related("choices")}
    known = [questions[key] for key in columns() if key in questions]
    return [(row.key, row.text, options_of(row)) for row in known]


def clean(given: Mapping[str, Any]) -> dict[str, str]:
    """The answers of one row, clean. A missing one counts as empty. Raises Invalid naming the answer."""
    unknown = [str(key)[:80] for key in given if key not in columns()]
    if unknown:
        raise Invalid(unknown[0], f"{unknown[0]} is no question of the quiz. There are: {', '.join(columns())}.")
    texts = {key: value.strip() if isinstance(value, str) else value for key, value in given.items()}
    filled = {key: value for key, value in texts.items() if value != ""}
    story_type = filled.pop("story_type", story_answers.DEFAULT_TYPE)
    if IDEA not in filled:
        answers, _ = clean_answers(dict.fromkeys(KEYS, "") | filled | {"story_type": story_type})
    elif others := [key for key in filled if key != IDEA]:
        raise Invalid(IDEA, f"A story from an idea needs no other answer than story_type, and {others[0]} is there.")
    elif not isinstance(filled[IDEA], str) or not isinstance(story_type, str):
        raise Invalid(IDEA, "idea and story_type must be text.")
    else:
        answers = story_answers.answers_of_idea(filled[IDEA], story_type)
    story_template(answers["story_type"])
    return answers
