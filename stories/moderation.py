"""Moderation of the texts that visitors write, before anything is spent on them, and of the pictures they upload."""

import logging
from collections.abc import Iterable

from core.connections import release_connection
from core.errors import Invalid
from providers import registry
from providers.base import ProviderError
from stories.models import Scene, Story

log = logging.getLogger(__name__)

_NOT_MODERATED = (
    "cannot be looked at just now, and everybody who has the story's link would read it at once, so nothing was "
    "changed. Please try again later."
)


class Flagged(ProviderError):
    """The moderator flagged the text or picture. Permanent: it would flag the same again."""


def check(texts: Iterable[str], what: str) -> None:
    """Raise Flagged when the moderator flags one of the texts; `what` names them in the sentence ("Your answers").

    Raises ProviderError when the moderator does not answer. Does nothing where MODERATE_INPUT is off.
    """
    moderator = registry.moderator()
    given = "\n\n".join(text for text in texts if text.strip())
    if moderator is None or not given:
        return
    release_connection()
    if objections := moderator.objections(given):
        raise Flagged(
            f"{what} cannot be used here because of what they contain: {', '.join(objections)}. Nothing was spent. "
            "Change the words and try again.",
            permanent=True,
        )


def check_picture(jpeg: bytes, what: str) -> bool:
    """Raise Flagged when the moderator flags the picture, which `what` names in the sentence ("Your picture"). Returns
    whether it was looked at: not where MODERATE_INPUT is off.

    Raises ProviderError when the moderator does not answer.
    """
    moderator = registry.moderator()
    if moderator is None:
        return False
    release_connection()
    if objections := moderator.objections_to_picture(jpeg):
        raise Flagged(
            f"{what} cannot be used here because of what it shows: {', '.join(objections)}. Take another one.",
            permanent=True,
        )
    return True


def check_input(texts: Iterable[str], what: str, field: str, *, into: Story | None = None) -> None:
    """Raise Invalid naming `field` for flagged texts, while the visitor is there to change them.

    When the moderator does not answer, the texts pass: they are checked again before money is spent on them. Only texts
    that go `into` a public story, where everybody reads them at once, then raise ProviderError.
    """
    try:
        check(texts, what)
    except Flagged as error:
        raise Invalid(field, error.message) from error
    except ProviderError as error:
        if into and Story.objects.filter(pk=into.pk, is_public=True).exists():
            raise ProviderError(f"{what} {_NOT_MODERATED}", operator=error.operator) from error
        log.warning("%s were not moderated yet: %s", what, error.operator)


def edited_look(story: Story) -> list[str]:
    """The art style and the description of the fox, where the visitor wrote them."""
    ours = {story.template.art_style, story.template.character, story.described, ""}
    return [text for text in (story.art_style, story.character) if text not in ours]


def edited_text(scene: Scene) -> list[str]:
    """The text of the scene, where the visitor edited it."""
    return [scene.text] if scene.text not in ("", scene.original_text) else []


def check_story(story: Story) -> None:
    """Check all that the visitor wrote in this story. Raises as `check`."""
    scenes = [text for scene in story.scenes.all() for text in edited_text(scene)]
    check(
        [*story.answers.values(), story.title, story.author, *edited_look(story), *scenes],
        "What you wrote in this story",
    )


def check_answers(story: Story) -> None:
    """Check the answers of the quiz. Raises as `check`."""
    check(story.answers.values(), "Your answers")
