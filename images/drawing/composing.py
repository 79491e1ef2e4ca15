"""After the approval of the scenes: moderate their texts, and have the writer say what every picture shows."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.connections import retry_db
from core.jobs import holding, lease
from core.text import clean_text
from images import statuses
from images.drawing import outcomes, preflight
from images.models import Illustration
from providers import registry
from providers.base import ProviderError
from stories import ledger, moderation
from stories import queries as story_queries
from stories.models import Story
from stories.moderation import Flagged
from stories.statuses import HAS_PICTURES

log = logging.getLogger(__name__)

RETRY_SECONDS = 5.0
LONGEST_WAIT = timedelta(minutes=10)


def compose_prompts(story_id: UUID | str) -> float | None:
    """Give every queued picture of the story that has none yet its depiction.

    Returns the seconds after which to call again if the moderator did not answer or another worker is composing,
    else None. A picture that the writer leaves out (or all, if it fails) shows the scene's own text. A writer whose
    account is refused stops the story.
    """
    story = Story.objects.select_related("template").filter(pk=story_id).first()
    if story is None or story.status not in HAS_PICTURES:
        return None
    rows = story.illustrations.filter(depiction="", status=statuses.QUEUED)
    if not rows.exists():
        return None
    # Lease the story, so that only one worker composes and its prompts are paid for once.
    mine = Story.everything.filter(pk=story.pk, status__in=HAS_PICTURES)
    if not mine.filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now())).update(lease_until=lease()):
        return RETRY_SECONDS  # another worker composes, perhaps without the pictures queued last
    try:
        with holding(rows), holding(mine):
            return _compose(story, rows)
    finally:
        Story.everything.filter(pk=story.pk).update(lease_until=None)


def _compose(story: Story, rows: QuerySet[Illustration]) -> float | None:
    blank = list(rows.select_related("scene", "story__template"))
    try:
        if not story.writer:  # the scenes came from outside, so the answers have not been moderated yet
            moderation.check_answers(story)
        allowed = _allowed(blank)
        depictions = _depictions(story, allowed)
    except ProviderError as error:
        return _later(story, blank, error)
    retry_db(lambda: _save(rows, allowed, depictions))
    return None


def _save(rows: QuerySet[Illustration], pictures: list[Illustration], depictions: Mapping[int, str]) -> None:
    for picture in pictures:
        text = clean_text(depictions.get(picture.number, "")) or picture.scene_text
        rows.filter(pk=picture.pk).update(depiction=text, depicts=picture.scene_text)


def _allowed(pictures: list[Illustration]) -> list[Illustration]:
    """The pictures whose texts are allowed; the others fail. Raises ProviderError if the moderator is away."""
    try:
        preflight.check_words(pictures)
        return pictures
    except Flagged:
        log.info("Moderating the pictures' texts one by one.")
    return [picture for picture in pictures if _is_allowed(picture)]


def _is_allowed(picture: Illustration) -> bool:
    try:
        preflight.check_words([picture])
        return True
    except Flagged as error:
        outcomes.fail(picture, error)
        return False


def _later(story: Story, pictures: list[Illustration], error: ProviderError) -> float | None:
    """Try again later; after LONGEST_WAIT fail the pictures."""
    queued_at = min(picture.queued_at or timezone.now() for picture in pictures)
    if not error.permanent and timezone.now() - queued_at < LONGEST_WAIT:
        log.warning("The texts of story %s are moderated later: %s", story.pk, error.operator)
        wait = error.retry_after or RETRY_SECONDS
        story.illustrations.filter(status=statuses.QUEUED).update(lease_until=lease(wait))
        return wait
    for picture in pictures:
        outcomes.fail(picture, error)
    return None


def _depictions(story: Story, pictures: list[Illustration]) -> Mapping[int, str]:
    """What the writer says the pictures show, by number; nothing when it fails. Raises ProviderError when the writer's
    account is refused: then nothing more is spent on this story."""
    numbers = {picture.number for picture in pictures}
    scenes = {number: text for number, text in story_queries.texts_of(story).items() if number in numbers}
    if not scenes:
        return {}
    writer, brief = registry.writer(), story_queries.brief_of(story)
    try:
        with ledger.call(story.channel, "depict", writer) as receipt:
            depictions = writer.depict(brief, scenes=scenes)
            receipt.usage = depictions.usage
        return depictions.scenes
    except ProviderError as error:
        if error.account:
            raise
        log.warning("Story %s is drawn from its scenes' own texts: %s", story.pk, error.operator)
    return {}
