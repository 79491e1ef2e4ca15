"""Writes: begin the quiz, save an answer, make a story of the answers. Staff's changes are checked here too."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.errors import Invalid
from core.text import clean_line
from quiz import graph, queries, suggestions
from quiz.models import Choice, Question, Submission
from stories import answers as story_answers
from stories.models import Story, StoryTemplate
from stories.queries import template_named
from stories.services import start_story

ABANDONED = timedelta(days=30)  # after which unfinished answers are forgotten


def submission_of(owner: str, answers: Mapping[str, str] | None = None) -> Submission:
    """The visitor's unfinished submission, else a new one with these answers, which is not saved: a visit that only
    looks adds no row."""
    return queries.current(owner) or Submission(owner=owner, answers=dict(answers or {}))


def start_over(owner: str) -> None:
    """Delete the unfinished answers."""
    Submission.objects.filter(owner=owner, story=None).delete()


def begin_from(story: Story, owner: str) -> None:
    """Begin with the answers of a story, which stays as it is. Of unfinished submissions only those are deleted that
    began with a story's answers too: what somebody answered before that comes back once this one is a story."""
    with transaction.atomic():
        Submission.objects.filter(owner=owner, story=None).exclude(begun_from=None).delete()
        Submission.objects.create(owner=owner, answers=story.answers, begun_from=story)


def forget_abandoned() -> None:
    """Delete answers that became no story and that nobody has changed for long."""
    Submission.objects.filter(story=None, updated_at__lt=timezone.now() - ABANDONED).delete()


def answer(submission: Submission, question: Question, value: str, *, save: bool = True) -> None:
    """Add one answer, and save it unless told otherwise. Raises Invalid with the sentence to show beside the field."""
    options = {option.value for option in queries.options_of(question)}
    if question.kind == Question.TEXT:
        value = _free_text(question.key, value)
    elif value not in options:
        raise Invalid(question.key, "Pick one of the answers to go on.")
    submission.answers = {**submission.answers, question.key: value}
    if save:
        submission.save(update_fields=["answers", "updated_at"] if submission.pk else None)


def _free_text(key: str, value: str) -> str:
    text = " ".join(value.split())
    if not text:
        raise Invalid(key, "Write a few words to go on; even one will do.")
    if len(text) > story_answers.ANSWER_LIMIT:
        over = len(text) - story_answers.ANSWER_LIMIT
        raise Invalid(key, f"This is {over} characters too long. Please keep to {story_answers.ANSWER_LIMIT}.")
    return story_answers.check_answer(key, text)


def surprise(submission: Submission, *, save: bool) -> None:
    """Answer every question that is open yet, so that the answers go together; where none is, all of them anew, unless
    the visitor wrote one himself. A text question without suggestions stays open."""
    if not queries.open_key(submission):
        if not suggestions.is_all_suggested(submission):
            return
        submission.answers = {}
    chosen = suggestions.matching_set(submission)
    while key := queries.open_key(submission):
        question = Question.objects.get(key=key)
        found = suggestions.suggestions_of(question)
        value = chosen[key] if chosen.get(key) in found else suggestions.any_answer(question, submission, "")
        if not value:
            break
        answer(submission, question, value, save=False)
    if save:
        submission.save()


def finish(submission: Submission, *, user: Any) -> Story:
    """Make a story of the answers, once: a second call returns the same story.

    Raises Invalid naming a missing answer, or OverBudget.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if locked.story is not None:
            return locked.story
        asked = queries.branch(locked)
        given = dict.fromkeys(story_answers.KEYS, "") | {key: locked.answers.get(key, "") for key in asked}
        answers, details = clean_answers(given)
        template = story_template(answers["story_type"])
        made_of: dict[str, Any] = {"template": template, "answers": answers, "details": details}
        locked.story = start_story(owner=locked.owner, user=user, **made_of)
        locked.save(update_fields=["story", "updated_at"])
        return locked.story


def clean_answers(given: Any) -> tuple[dict[str, str], list[str]]:
    """The eight answers, and those to added questions that stories of this type use, as far as they are `given`; and
    what the writer is told of the latter. Raises Invalid naming the answer. Other keys are ignored."""
    answers = story_answers.clean_answers(given)
    details = []
    for question in queries.added_questions(answers["story_type"]).prefetch_related("choices"):
        if text := _added_answer(question, given.get(question.key, "")):
            answers[question.key] = text
            labels = {option.value: option.label for option in queries.options_of(question)}
            details.append(question.told_of(labels.get(text, text)))
    return answers, list(filter(None, details))


def _added_answer(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise Invalid(question.key, f"{question.key} must be text.")
    text = clean_line(value)
    values = [option.value for option in queries.options_of(question)]
    if text and values and text not in values:
        raise Invalid(question.key, f"{question.key} must be one of: {', '.join(values)}.")
    return story_answers.check_answer(question.key, text) if text else ""


def story_template(name: str) -> StoryTemplate:
    """The active template of that name. Raises Invalid listing the names."""
    template = template_named(name)
    if template is None:
        names = ", ".join(StoryTemplate.objects.filter(active=True).values_list("name", flat=True))
        raise Invalid("story_type", f"story_type must be one of: {names}.")
    return template


def check_graph(changed: Question | None = None, choices: Iterable[Choice] = ()) -> list[str]:
    """The problems that the quiz would have if `changed` with `choices` were saved, as sentences."""
    nodes = queries.quiz_graph()
    if changed is not None:
        nodes[changed.key] = queries.node_of(changed, choices)
    return graph.problems(nodes, queries.first_key(changed)) if nodes else []
