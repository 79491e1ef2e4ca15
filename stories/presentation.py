"""How a story is presented: its title and author, and whether it is archived."""

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import Invalid
from core.status import Conflict
from core.text import clean_line
from stories import events, moderation, statuses
from stories.models import AUTHOR_LIMIT, TITLE_LIMIT, Story
from stories.services import EDITED

_NO_TITLE_YET = "The story is still being written, and its title comes with its scenes. Change it then."


def check_may_rename(story: Story) -> None:
    """Raise Conflict while the story is being written, which also gives it a title."""
    if story.status == statuses.WRITING:
        raise Conflict(_NO_TITLE_YET)


def rename(story: Story, *, title: str, author: str, by: str) -> None:
    """Give the story a title and say who it is by ("": nobody in particular). Raises Invalid naming the field, and
    Conflict as `check_may_rename`."""
    check_may_rename(story)
    title = _checked("title", "The title", title, TITLE_LIMIT)
    author = _checked("author", "The name", author, AUTHOR_LIMIT)
    if not title:
        raise Invalid("title", "Give the story a title; even one word will do.")
    if (title, author) == (story.title, story.author):
        return
    moderation.check_input([title, author], "The title and the name", "title", into=story)
    with transaction.atomic():
        rows = Story.objects.filter(pk=story.pk).exclude(status=statuses.WRITING)
        if not rows.update(title=title, author=author, updated_at=timezone.now()):
            raise Conflict(_NO_TITLE_YET)
        audit.record(EDITED, story, by=by, note=f"title and author, before: {story.title} / {story.author}")
        events.story_renamed(story)
    story.title, story.author = title, author


def archive(story: Story, *, by: str) -> None:
    """Put the story into the list of those that are archived. Nothing else about it changes."""
    _archive(story, "archived", by, archived_at=timezone.now())


def unarchive(story: Story, *, by: str) -> None:
    """Put an archived story back among the others."""
    _archive(story, "unarchived", by, archived_at=None)


def _archive(story: Story, action: str, by: str, **changes: object) -> None:
    with transaction.atomic():
        if Story.objects.filter(pk=story.pk, archived_at__isnull=bool(changes["archived_at"])).update(**changes):
            audit.record(action, story, by=by)


def _checked(field: str, what: str, text: str, limit: int) -> str:
    cleaned = clean_line(text)
    if len(cleaned) > limit:
        raise Invalid(field, f"{what} has {len(cleaned):,} characters; it can have {limit}.")
    return cleaned
