"""What tests of the character sheet ask and do."""

from typing import Any

from stories.models import Story
from tests.factories import visitor

HTMX = {"HX-Request": "true"}


def phase(story: Story) -> str:
    """The status of the story now."""
    return fresh(story).status


def fresh(story: Story) -> Story:
    """The story as it is now."""
    return Story.objects.select_related("template").get(pk=story.pk)


def twenty(story: Story) -> set[str]:
    """The statuses of its twenty pictures."""
    return set(story.illustrations.values_list("status", flat=True))


def fox(story: Story, action: str = "", **fields: str) -> Any:
    """Do it on the page, and give the answer."""
    return visitor().post(f"/stories/{story.pk}/fox/{action}", fields, headers=HTMX)
