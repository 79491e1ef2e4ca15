"""Make a story of the next idea in the sheet. Two callers at the same moment get different ideas."""

import hashlib
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from core.errors import Invalid
from core.queue import enqueue
from core.text import clean_line
from providers import registry
from providers.base import Idea, ProviderError
from sheets.models import TakenIdea
from stories import answers as story_answers
from stories import queries, services
from stories.models import Story, StoryTemplate

if TYPE_CHECKING:
    from providers.sheets.google import GoogleSheets

log = logging.getLogger(__name__)

OWNER = "command-line"
WANTED = "in progress"
Report = Callable[[str], None]
_NONE_WAITS = "No idea waits. Give one the status In Progress, in column C of the sheet's first worksheet."


class NoIdea(Exception):
    """There is no idea to take; the message says why, and what to do."""


def take(report: Report, story_type: str = story_answers.DEFAULT_TYPE) -> Story:
    """Make a story of the first idea in progress that has none yet, and write its id into the row of the idea; the
    workers write the story. `report` is called with a sentence about every row that is skipped.

    Raises NoIdea, ProviderError when the list cannot be read, or OverBudget when the writer may not be paid.
    """
    sheets, template = _the_sheet(), queries.template_named(story_type)
    if template is None:
        raise NoIdea(f"There is no story template called {story_type}. Run `manage.py load_content`, or name another.")
    for idea in waiting():
        story = _story_of(idea, template, sheets, report)
        if story is not None:
            return story
    raise NoIdea(_NONE_WAITS)


def waiting() -> list[Idea]:
    """The ideas in progress, some of which may have a story already. Raises NoIdea when there is none, or no sheet, and
    ProviderError when the list cannot be read."""
    ideas = _the_sheet().ideas()
    found = [idea for idea in ideas if idea.text.strip() and " ".join(idea.status.split()).lower() == WANTED]
    if not found:
        raise NoIdea(_NONE_WAITS)
    return found


def _the_sheet() -> "GoogleSheets":
    sheets = registry.sheets()
    if sheets is None:
        raise NoIdea("There is no list of ideas: set USE_GOOGLE_AUTH=true, GOOGLE_SHEET_ID and the account's file.")
    return sheets


def take_for(story: Story, *, in_sheet: bool) -> None:
    """Take the idea that `story` is made of; where it is `in_sheet`, its row will say so. Raises IntegrityError when
    there is a story of this idea already."""
    TakenIdea.objects.create(story=story, digest=_digest(story.answers[story_answers.IDEA]))
    if in_sheet:
        enqueue("sheets.mark_idea", story_id=str(story.pk))


def mark(story_id: UUID | str) -> None:
    """Write the id of a story into the row of its idea, if that is in progress still. Where it fails nothing is lost:
    an idea that is taken is passed over, and marked then."""
    story = Story.objects.filter(pk=story_id).first()
    if story is None or registry.sheets() is None:
        return
    try:
        rows = [idea for idea in waiting() if clean_line(idea.text) == story.answers.get(story_answers.IDEA)]
    except (NoIdea, ProviderError) as error:
        log.warning("The idea of story %s could not be marked: %s", story_id, error)
        return
    for idea in rows:
        _mark(_the_sheet(), idea, f"Story {story.pk}", log.warning)


def _digest(idea: str) -> str:
    return hashlib.sha256(idea.encode()).hexdigest()


def _story_of(idea: Idea, template: StoryTemplate, sheets: "GoogleSheets", report: Report) -> Story | None:
    """The new story of the idea; None where it is not valid or has a story already. The row then says so."""
    try:
        answers = story_answers.answers_of_idea(idea.text, template.name)
    except Invalid as error:
        report(f"Row {idea.row} was passed over. {error.sentence}")
        _mark(sheets, idea, f"Not taken: {error.sentence}", report)
        return None
    digest = _digest(answers[story_answers.IDEA])
    story = _create_story(answers, template, digest)
    known = story or Story.objects.filter(idea__digest=digest).first()
    if story is None:
        report(f"Row {idea.row} was passed over: a story was made of this idea already.")
    if known is not None:
        _mark(sheets, idea, f"Story {known.pk}", report)
    return story


def _create_story(answers: dict[str, str], template: StoryTemplate, digest: str) -> Story | None:
    """A new story, None where the idea is taken; the unique digest decides between two callers."""
    if TakenIdea.objects.filter(digest=digest).exists():
        return None
    try:
        with transaction.atomic():
            story = services.start_story(owner=OWNER, user=None, template=template, answers=answers)
            TakenIdea.objects.create(story=story, digest=digest)
    except IntegrityError:
        return None
    return story


def _mark(sheets: "GoogleSheets", idea: Idea, status: str, report: Report) -> None:
    """Write the status into the row of the idea. Where that fails the next run does it."""
    try:
        sheets.mark_idea(idea.row, status)
    except ProviderError as error:
        report(f"Row {idea.row} could not be marked as “{status}”; the next run does that. {error.operator}")
