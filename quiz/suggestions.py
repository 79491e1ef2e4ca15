"""Suggestions: answers to a question that staff can change, and which of them go together."""

import json
from functools import cache
from math import inf
from pathlib import Path
from random import Random

from django.conf import settings

from quiz import queries
from quiz.models import Question, Submission

FILE = Path("quiz/content/suggestions.json")
SHOWN = 3


@cache
def answer_sets() -> list[dict[str, str]]:
    """Sets of answers that go together and make a whole story, as they come with the project."""
    rows: list[dict[str, str]] = json.loads((settings.BASE_DIR / FILE).read_text("utf-8"))
    return rows


def suggestions_that_come_along(key: str) -> str:
    """What a new question with this key suggests, one a line; "" for a key that no set knows."""
    return "\n".join(dict.fromkeys(row[key] for row in answer_sets() if key in row))


def suggestions_of(question: Question) -> list[str]:
    """Everything that can be suggested as an answer; of a question with options, their values."""
    if options := queries.options_of(question):
        return [option.value for option in options]
    return list(dict.fromkeys(filter(None, map(str.strip, question.suggestions.splitlines()))))


def ranked(question: Question, submission: Submission) -> list[str]:
    """All suggestions in an order that stays the same for this visitor: what staff added, then what goes best with
    the other answers."""
    found = suggestions_of(question)
    Random(f"{submission.owner} {question.key}").shuffle(found)
    return sorted(found, key=lambda text: -_agreement(question.key, text, submission))


def three(question: Question, submission: Submission, skip: int) -> list[str]:
    """Three suggestions, after the first `skip`; round and round. Fewer where there are fewer, and none for options."""
    if queries.options_of(question):
        return []
    found = ranked(question, submission)
    return [found[(skip + place) % len(found)] for place in range(min(SHOWN, len(found)))]


def any_answer(question: Question, submission: Submission, besides: str) -> str:
    """One suggestion by chance, if possible another than `besides`, which is returned where there is none."""
    others = [text for text in ranked(question, submission) if text != besides]
    return Random().choice(others[: max(SHOWN, len(others) // 2)] or [besides])


def matching_set(submission: Submission) -> dict[str, str]:
    """One of the sets that agree with most of the answers so far, by chance."""
    best = max(_agreeing(row, submission) for row in answer_sets())
    return Random().choice([row for row in answer_sets() if _agreeing(row, submission) == best])


def is_all_suggested(submission: Submission) -> bool:
    """Whether the visitor wrote no answer himself, so that another surprise loses nothing."""
    path = Question.objects.filter(key__in=queries.branch(submission))
    return all(submission.answers.get(one.key) in suggestions_of(one) for one in path)


def _agreement(key: str, text: str, submission: Submission) -> float:
    return max((_agreeing(row, submission, but=key) for row in answer_sets() if row.get(key) == text), default=inf)


def _agreeing(row: dict[str, str], submission: Submission, but: str = "") -> int:
    return sum(submission.answers.get(key) == value for key, value in row.items() if key != but)
