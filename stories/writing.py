"""Having a story written: the claim, the call, the second call for what is missing, and what becomes of failures."""

import logging
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import leases
from core.connections import retry_db
from core.status import Conflict, move
from core.text import clean_line, clean_text
from providers import registry
from providers.base import ProviderError, StoryBrief, StoryDraft, Writer
from stories import budget, ledger, moderation, queries, statuses
from stories.models import SCENE_LIMIT, SCENES, Scene, Story

log = logging.getLogger(__name__)

MAX_TRIES = 3
RETRY_SECONDS = 5.0
LONGEST_RATE_LIMIT = timedelta(hours=2)  # then a provider that only ever says "later" is a failure


def write(story_id: UUID | str) -> float | None:
    """Write the story's scenes. Gives back the seconds to wait before trying again, or None when there is no need.

    Does nothing for a story that is not waiting for its writer, or that another worker is writing.
    """
    story = Story.objects.select_related("template").filter(pk=story_id, status=statuses.WRITING).first()
    if story is None or not _claim(story):
        return None
    with leases.holding(Story.objects.filter(pk=story.pk, status=statuses.WRITING)):
        try:
            moderation.check_answers(story)
            draft = _draft(story)
        except ProviderError as error:
            return _writing_failed(story, error)
    _keep_draft(story, draft)
    return None


def _claim(story: Story) -> bool:
    """Take the story for this worker, unless another one holds it."""
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    rows = Story.objects.filter(free, pk=story.pk, status=statuses.WRITING)
    story.tries += 1
    return bool(rows.update(lease_until=leases.lease(), tries=story.tries))


def _draft(story: Story) -> StoryDraft:
    """Ask the writer; ask once more for what is missing, saying what was wrong. What is missing then stays a gap.

    Scenes that an interrupted try brought already are not asked, and paid, for again.
    """
    writer, brief = registry.writer(), queries.brief_of(story)
    first = _asked(story, writer, brief, already=queries.texts_of(story))
    if len(first.scenes) == SCENES:
        return _named(story, first)
    try:
        second = _asked(story, writer, brief, already=first.scenes, problem=first.problem)
    except ProviderError:
        _keep_for_later(story, first)
        raise
    return _named(story, replace(second, title=first.title or second.title))


def _named(story: Story, draft: StoryDraft) -> StoryDraft:
    """The draft, with the title of an interrupted try where there was one."""
    return replace(draft, title=story.title or draft.title)


def _keep_for_later(story: Story, draft: StoryDraft) -> None:
    """Keep what an interrupted try brought."""
    for number, text in draft.scenes.items():
        Scene.objects.filter(story=story, number=number).update(text=text, original_text=text)
    told = {"title": clean_line(draft.title)[:200], **_character(draft)}
    Story.objects.filter(pk=story.pk, status=statuses.WRITING).update(**told)


def _asked(
    story: Story, writer: Writer, brief: StoryBrief, *, already: Mapping[int, str], problem: str = ""
) -> StoryDraft:
    """One call of the writer: what was there already and what it adds. Raises ProviderError, also for a bug of ours."""
    with ledger.call(story.channel, "write", writer) as receipt:
        draft = writer.write(brief, already=already, problem=problem)
        receipt.usage = draft.usage
        return replace(draft, scenes={**_usable(draft.scenes), **already})


def _usable(scenes: Mapping[int, str]) -> dict[int, str]:
    """The scenes with a number in range and a text, cleaned and cut to the limit."""
    cleaned = {number: clean_text(text)[:SCENE_LIMIT] for number, text in scenes.items() if 1 <= number <= SCENES}
    return {number: text for number, text in cleaned.items() if text}


def _keep_draft(story: Story, draft: StoryDraft) -> None:
    try:
        retry_db(lambda: _keep(copy(story), draft))  # a copy, for a try that is undone has changed its story already
    except Conflict:
        log.warning("Story %s was written twice; the first writing stays.", story.pk)


def _keep(story: Story, draft: StoryDraft) -> None:
    writer, title = f"{draft.provider} {draft.model}", clean_line(draft.title)[:200]
    told = {"title": title, "error": _about_gaps(draft), **_character(draft)}
    with transaction.atomic():
        scenes = list(story.scenes.all())
        for scene in scenes:
            scene.text = scene.original_text = draft.scenes.get(scene.number, "")
        Scene.objects.bulk_update(scenes, ["text", "original_text"])
        move(story, statuses.EDITING, **told, writer=writer, lease_until=None, tries=0, stopped="")


def _character(draft: StoryDraft) -> dict[str, str]:
    """The fox as the writer describes him for this story, else as the template does."""
    described = clean_text(draft.character)
    return {"character": described, "described": described} if 1 <= len(described) <= SCENE_LIMIT else {}


def _about_gaps(draft: StoryDraft) -> str:
    return clean_text(draft.problem) if len(draft.scenes) < SCENES else ""


def _writing_failed(story: Story, error: ProviderError) -> float | None:
    told_to_wait = error.retry_after is not None and timezone.now() - story.updated_at < LONGEST_RATE_LIMIT
    if error.permanent or error.policy or (story.tries >= MAX_TRIES and not told_to_wait):
        _give_up_or_leave_gaps(story, error)
        return None
    wait = error.retry_after or RETRY_SECONDS * story.tries
    # Nobody else takes it up while it waits; it is free again at the moment when its task comes back.
    until = timezone.now() + timedelta(seconds=wait)
    tries = story.tries - told_to_wait  # being told to wait spends no try
    Story.objects.filter(pk=story.pk, status=statuses.WRITING).update(lease_until=until, tries=tries)
    return wait


def _give_up_or_leave_gaps(story: Story, error: ProviderError) -> None:
    story.refresh_from_db(fields=["title", "character"])
    if texts := queries.texts_of(story):  # an interrupted try brought these; the visitor fills the gaps
        writer = registry.writer()
        draft = StoryDraft(story.title, texts, writer.name, writer.model, problem=error.message)
        return _keep_draft(story, draft)
    give_up(story, error.message, operator=error.operator if error.account else "")


def give_up(story: Story, reason: str, *, operator: str = "") -> None:
    """Close a story that cannot be written, saying why; `operator` is what has to be done about it."""
    if operator:
        log.error("Story %s stopped. %s", story.pk, operator)
    try:
        move(story, statuses.FAILED, error=reason, stopped=operator, note=operator or reason, lease_until=None)
    except Conflict:
        log.info("Story %s was settled by somebody else.", story.pk)


def write_again(story: Story, *, by: str) -> None:
    """Put a failed story back to its writer. Raises Conflict or Forbidden when it is not failed, OverBudget (a
    Conflict) when it would cost too much."""
    budget.check(story.channel, budget.writing_cost())
    move(story, statuses.WRITING, by=by, error="", stopped="", tries=0, lease_until=None)
