"""Writing a story: the claim, the call of the writer, a second call for missing scenes, and failures."""

import logging
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.connections import retry_db
from core.jobs import LeaseLifecycle, RetryPolicy
from core.queue import enqueue
from core.status import Conflict, locked, move
from core.text import clean_line, clean_text
from providers import registry
from providers.base import ProviderError, StoryBrief, StoryDraft, Writer
from stories import ledger, moderation, queries, statuses
from stories.models import SCENE_LIMIT, SCENES, Scene, Story

log = logging.getLogger(__name__)

STOPPED = (
    "Nothing more is asked of the writer. Had the writer begun already, then that is paid for and not lost: "
    "the scenes appear here when they come."
)


class StoryJobs(LeaseLifecycle[Story]):
    """How a story is written in the background."""

    model = Story
    due_column = "queued_at"
    retry = RetryPolicy(first_pause=5.0, longest_unreachable=None)

    def jobs(self) -> "QuerySet[Story]":
        return super().jobs().filter(status=statuses.WRITING)

    def send(self, job: Story) -> None:
        enqueue("stories.write", story_id=str(job.pk))

    def give_up(self, job: Story) -> None:
        """Its worker died three times."""
        give_up(job, "The writer stopped three times without an answer. Please try again.")


story_jobs = StoryJobs()


def write_again(story: Story, *, by: str) -> None:
    """Send a failed story to the writer again. Raises Conflict or Forbidden when it is not failed, OverBudget when the
    writer may not be paid."""
    ledger.check_budget(story.channel, ledger.writing_cost())
    with transaction.atomic():
        fresh: dict[str, Any] = {"tries": 0, "lease_until": None, "queued_at": timezone.now()}
        move(story, statuses.WRITING, by=by, error="", stopped="", **fresh)
        story_jobs.send(story)


def check_may_stop(story: Story) -> None:
    """Raise Conflict unless the story waits for its writer or is being written."""
    if story.status != statuses.WRITING:
        raise Conflict("This story is not being written any more; there is nothing to stop.")


def stop(story: Story, *, by: str) -> None:
    """Ask the writer for nothing more. A call that runs already is paid for, so its answer is kept: when it comes the
    scenes can be edited. Raises Conflict as `check_may_stop`."""
    with transaction.atomic():
        row = locked(Story.objects.filter(pk=story.pk))
        check_may_stop(row)
        move(row, statuses.FAILED, by=by, note=STOPPED, error=STOPPED, stopped="", lease_until=None)


def write(story_id: UUID | str) -> float | None:
    """Write the scenes of a story. Returns the seconds to wait before calling again, None when there is no need.

    Does nothing for a story that is not in writing, or that another worker writes.
    """
    story = Story.objects.select_related("template").filter(pk=story_id, status=statuses.WRITING).first()
    if story is None or not story_jobs.claim(story):
        return None
    with story_jobs.holding(story):
        try:
            moderation.check_answers(story)
            draft = _draft(story) if _is_wanted(story) else None
        except ProviderError as error:
            return _retry_or_fail(story, error)
    if draft is not None:
        _save(story, draft)
    return None


def _is_wanted(story: Story) -> bool:
    """Whether the writer may still be asked: nobody has stopped the writing."""
    return Story.everything.filter(pk=story.pk, status=statuses.WRITING).exists()


def _draft(story: Story) -> StoryDraft:
    """Call the writer, and once more for missing scenes, saying what was wrong. What is still missing then stays empty.

    Scenes from an earlier try that failed halfway are not asked, and paid, for again.
    """
    writer, brief = registry.writer(), queries.brief_of(story)
    first = _call(story, writer, brief, already=queries.texts_of(story))
    if len(first.scenes) == SCENES or not _is_wanted(story):
        return replace(first, title=story.title or first.title)
    try:
        second = _call(story, writer, brief, already=first.scenes, problem=first.problem)
    except ProviderError:
        _save_partial(story, first)
        raise
    return replace(second, title=story.title or first.title or second.title)


def _save_partial(story: Story, draft: StoryDraft) -> None:
    """Save what a try brought that failed halfway."""
    for number, text in draft.scenes.items():
        Scene.objects.filter(story=story, number=number).update(text=text, original_text=text)
    story_jobs.mine(story).update(**_title_and_character(draft))


def _call(
    story: Story, writer: Writer, brief: StoryBrief, *, already: Mapping[int, str], problem: str = ""
) -> StoryDraft:
    """Call the writer; its scenes are added to `already`. Raises ProviderError, also for a bug of ours."""
    with ledger.call(story.channel, "write", writer) as receipt:
        draft = writer.write(brief, already=already, problem=problem)
        receipt.usage = draft.usage
        cleaned = {number: clean_text(text)[:SCENE_LIMIT] for number, text in draft.scenes.items()}
        usable = {number: text for number, text in cleaned.items() if text and 1 <= number <= SCENES}
        return replace(draft, scenes={**usable, **already})


def _save(story: Story, draft: StoryDraft) -> None:
    try:
        # A copy each time: `move` changes the object even where its transaction is rolled back.
        retry_db(lambda: _save_draft(copy(story), draft))
    except Conflict:
        if not draft.scenes or not retry_db(lambda: _save_after_stop(story, draft)):
            log.warning("Story %s was written twice; the first result stays.", story.pk)


def _save_after_stop(story: Story, draft: StoryDraft) -> bool:
    """Save what came after the writing was stopped. False where it was not, or somebody was faster."""
    row = Story.everything.filter(pk=story.pk, status=statuses.FAILED, error=STOPPED).first()
    if row is None:
        return False
    try:
        _save_draft(row, draft)
    except Conflict:
        return False
    return True


def _save_draft(story: Story, draft: StoryDraft) -> None:
    problem = clean_text(draft.problem) if len(draft.scenes) < SCENES else ""
    with transaction.atomic():
        scenes = list(story.scenes.all())
        for scene in scenes:
            scene.text = scene.original_text = draft.scenes.get(scene.number, "")
        Scene.objects.bulk_update(scenes, ["text", "original_text"])
        fresh: dict[str, Any] = {"error": problem, "stopped": "", "tries": 0, "lease_until": None}
        fresh |= {"writer": f"{draft.provider} {draft.model}", **_title_and_character(draft)}
        move(story, statuses.EDITING, **fresh)


def _title_and_character(draft: StoryDraft) -> dict[str, str]:
    """The title, and the fox as the writer describes him; without a description the template's stays."""
    described = clean_text(draft.character)
    character = {"character": described, "described": described} if 1 <= len(described) <= SCENE_LIMIT else {}
    return {"title": clean_line(draft.title)[:200], **character}


def _retry_or_fail(story: Story, error: ProviderError) -> float | None:
    """Returns the seconds to wait before the next try, None when there is none."""
    tries, since = story.tries, story.queued_at
    next_try = None if error.policy else story_jobs.retry.after(error, tries=tries, since=since, failures=tries)
    if next_try is None:
        _fail_or_leave_gaps(story, error)
        return None
    # The lease ends when the task comes back, so that no other worker takes the story before.
    until = timezone.now() + timedelta(seconds=next_try.seconds)
    story_jobs.release(story, lease_until=until, tries=tries if next_try.spends_try else tries - 1)
    return next_try.seconds


def _fail_or_leave_gaps(story: Story, error: ProviderError) -> None:
    """Fail the story, or go on with the scenes that an earlier try brought; the visitor writes the missing ones."""
    story.refresh_from_db(fields=["title", "character"])
    if texts := queries.texts_of(story):
        writer = registry.writer()
        _save(story, StoryDraft(story.title, texts, writer.name, writer.model, problem=error.message))
    else:
        give_up(story, error.message, operator=error.operator if error.account else "")


def give_up(story: Story, reason: str, *, operator: str = "") -> None:
    """Fail a story that cannot be written. `reason` is for the visitor, `operator` for whoever runs the site."""
    if operator:
        log.error("Story %s stopped. %s", story.pk, operator)
    try:
        move(story, statuses.FAILED, error=reason, stopped=operator, note=operator or reason, lease_until=None)
    except Conflict:
        log.info("Story %s has failed or was written meanwhile.", story.pk)
