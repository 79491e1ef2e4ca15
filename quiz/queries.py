"""Reads: the graph of the quiz, the visitor's path through it and progress on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from django.db.models import Q, QuerySet

from quiz import graph
from quiz.models import Choice, Question, Submission
from stories.answers import KEYS
from stories.models import StoryTemplate


@dataclass(frozen=True)
class Option:
    """One answer that can be picked."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Step:
    """One page of the quiz. `number` counts from 1 of `total`, which is certain unless an answer to come can make it
    less. `back` is the question before."""

    question: Question
    options: list[Option]
    value: str
    number: int
    total: int
    is_certain: bool
    back: str | None

    @property
    def percent(self) -> int:
        """How much of the quiz is answered."""
        return round(100 * (self.number - 1) / self.total)


def node_of(question: Question, choices: Iterable[Choice]) -> graph.Node:
    """The question as a node, from rows that may not be saved yet."""
    own = question.next.key if question.next else None
    if question.kind != Question.CHOICE:
        return graph.Node(question.key, question.ends, {"": own})
    exits = {choice.value: choice.next.key if choice.next else own for choice in choices}
    if exits and question.is_added:
        exits[""] = own  # the way past it, in stories that do not use it
    return graph.Node(question.key, question.ends, exits)


def quiz_graph() -> dict[str, graph.Node]:
    """All questions as a graph."""
    questions = Question.objects.select_related("next").prefetch_related("choices__next")
    return {question.key: node_of(question, question.choices.all()) for question in questions}


def first_key(changed: Question | None = None) -> str:
    """The key of the question that is asked first, "" when there is none; `changed` as it would be once saved."""
    rows = [row for row in Question.objects.all() if changed is None or row.pk != changed.pk]
    rows += [changed] if changed else []
    return min(rows, key=lambda row: (row.position, row.pk or inf)).key if rows else ""


def added_questions(story_type: str) -> QuerySet[Question]:
    """The questions that staff have added and that stories of this type use."""
    added = Question.objects.exclude(key__in=KEYS)
    return added.filter(Q(templates=None) | Q(templates__name=story_type)).distinct()


def graph_for(answers: Mapping[str, str]) -> tuple[dict[str, graph.Node], str]:
    """The questions that stories of the answered type ask, and the key of the first; all, before it is answered."""
    nodes, start, story_type = quiz_graph(), first_key(), answers.get("story_type")
    if not story_type:
        return nodes, start
    used = {*KEYS, *added_questions(story_type).values_list("key", flat=True)}
    return graph.without(nodes, nodes.keys() - used, start)


def branch(submission: Submission) -> list[str]:
    """The keys of the questions on the visitor's path, up to the first without an answer, itself included."""
    return list(graph.walk(*graph_for(submission.answers), submission.answers))


def open_key(submission: Submission) -> str | None:
    """The first question on the path without an answer, None when all are answered."""
    path = branch(submission)
    return path[-1] if path and not submission.answers.get(path[-1]) else None


def step(submission: Submission, key: str) -> Step | None:
    """The page of one question, None when it is not on the visitor's path (yet)."""
    nodes, start = graph_for(submission.answers)
    path = list(graph.walk(nodes, start, submission.answers))
    if key not in path:
        return None
    index = path.index(key)
    to_come = graph.lengths(nodes, key)
    question = Question.objects.prefetch_related("choices").get(key=key)
    return Step(
        question=question,
        options=options_of(question),
        value=submission.answers.get(key, ""),
        number=index + 1,
        total=index + max(to_come),
        is_certain=len(to_come) == 1,
        back=path[index - 1] if index else None,
    )


def options_of(question: Question) -> list[Option]:
    """The answers to choose from; empty for free text."""
    if question.kind == Question.TEMPLATE:
        return [Option(row.name, row.name, row.summary) for row in StoryTemplate.objects.filter(active=True)]
    return [Option(row.value, row.label) for row in question.choices.all()]


def current(owner: str) -> Submission | None:
    """The visitor's unfinished submission, if there is one."""
    return Submission.objects.filter(owner=owner, story=None).first() if owner else None


def summary(submission: Submission) -> list[tuple[Question, str]]:
    """Every question on the path with its answer in words."""
    questions = {row.key: row for row in Question.objects.prefetch_related("choices")}
    rows = []
    for key in branch(submission):
        value = submission.answers.get(key, "")
        labels = {option.value: option.label for option in options_of(questions[key])}
        rows.append((questions[key], labels.get(value, value)))
    return rows
