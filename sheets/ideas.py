"""Takes an idea of the sheet as the next story: of two who do so at the same moment each gets another."""

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction

from core.errors import Invalid
from providers import registry
from providers.base import Idea, ProviderError, Sheets
from sheets.models import TakenIdea
from stories import answers as story_answers
from stories import pipeline, queries
from stories.models import Story, StoryTemplate

OWNER = "command-line"
WANTED = "in progress"
Report = Callable[[str], None]


class NoIdea(Exception):
    """Nothing can be taken; the message says why, and what to do."""


def take(report: Report, story_type: str = story_answers.DEFAULT_TYPE) -> Story:
    """Make a story of the first idea whose status is In Progress and of which none was made, say so in its row, and
    give the story back; the workers write it. `report` hears a sentence about every row that is passed over.

    Raises NoIdea, ProviderError when the list cannot be read, or OverBudget when the writer may not be paid.
    """
    sheets, template = _sheets(), _template(story_type)
    for idea in sheets.ideas():
        if idea.text.strip() and " ".join(idea.status.split()).lower() == WANTED:
            story = _story_of(idea, template, sheets, report)
            if story is not None:
                return story
    raise NoIdea("No idea waits. Give one the status In Progress, in column C of the sheet's first worksheet.")


def _story_of(idea: Idea, template: StoryTemplate, sheets: Sheets, report: Report) -> Story | None:
    """The idea's new story; None where it cannot have one, or has one, which its row then says."""
    try:
        answers = story_answers.answers_of_idea(idea.text, template.name)
    except Invalid as error:
        report(f"Row {idea.row} was passed over. {error.sentence}")
        _mark(sheets, idea, f"Not taken: {error.sentence}", report)
        return None
    digest = hashlib.sha256(answers[story_answers.IDEA].encode()).hexdigest()
    story = _begun(answers, template, digest)
    known = story or Story.objects.filter(idea__digest=digest).first()
    if story is None:
        report(f"Row {idea.row} was passed over: a story was made of this idea already.")
    if known is not None:
        _mark(sheets, idea, f"Story {known.pk}", report)
    return story


def _begun(answers: dict[str, str], template: StoryTemplate, digest: str) -> Story | None:
    """A story that is sent to the writer, None where the idea was taken: the database lets one of two have it."""
    if TakenIdea.objects.filter(digest=digest).exists():
        return None
    try:
        with transaction.atomic():
            story = pipeline.start_story(owner=OWNER, user=None, template=template, answers=answers)
            TakenIdea.objects.create(story=story, digest=digest)
    except IntegrityError:
        return None
    return story


def _mark(sheets: Sheets, idea: Idea, status: str, report: Report) -> None:
    """The database knows already: a row that could not be marked is marked by whoever comes by next."""
    try:
        sheets.mark_idea(idea.row, status)
    except ProviderError as error:
        report(f"Row {idea.row} could not be marked as “{status}”; the next run does that. {error.operator}")


def _sheets() -> Sheets:
    provider = registry.sheets()
    if provider is None:
        raise NoIdea("There is no list of ideas: set USE_GOOGLE_AUTH=true, GOOGLE_SHEET_ID and the account's file.")
    return provider


def _template(name: str) -> StoryTemplate:
    template = queries.template_named(name)
    if template is None:
        raise NoIdea(f"There is no story template called {name}. Run `manage.py load_content`, or name another.")
    return template
