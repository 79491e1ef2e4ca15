"""What visitors typed is looked at before anything is spent on it."""

import logging
from collections.abc import Callable, Iterable

from core.connections import release_connection
from core.errors import Invalid
from providers import registry
from providers.base import ProviderError
from stories.models import Scene, Story

log = logging.getLogger(__name__)

_UNSEEN = (
    "cannot be looked at just now, and everybody who has the story's link would read it at once, so nothing was "
    "changed. Please try again later."
)


class Unfit(ProviderError):
    """The text must not be used. Permanent: the same text will not become fit."""


def check(texts: Iterable[str], what: str) -> None:
    """Raise Unfit when the moderator objects to one of the texts; `what` names them in the sentence ("Your answers").

    Raises ProviderError when the moderator cannot be asked. Does nothing where MODERATE_INPUT is off.
    """
    moderator = registry.moderator()
    given = "\n\n".join(text for text in texts if text.strip())
    if moderator is None or not given:
        return
    release_connection()
    if objections := moderator.objections(given):
        raise Unfit(
            f"{what} cannot be used here because of what they contain: {', '.join(objections)}. Nothing was spent. "
            "Change the words and try again.",
            permanent=True,
        )


_strict_where: list[Callable[[Story], bool]] = []


def be_strict_where(is_read: Callable[[Story], bool]) -> None:
    """Register a function that says whether others read what stands in a story as soon as it is changed."""
    if is_read not in _strict_where:
        _strict_where.append(is_read)


def refuse_unfit(texts: Iterable[str], what: str, field: str, *, into: Story | None = None) -> None:
    """Raise Invalid naming `field` for texts that must not be used, while the one who typed them is still there to
    change them. When nobody can say it passes: whoever spends on the texts looks at them again. But where they go
    `into` a story in which others read them at once, nobody would: then it raises ProviderError."""
    try:
        check(texts, what)
    except Unfit as error:
        raise Invalid(field, error.message) from error
    except ProviderError as error:
        if into and any(is_read(into) for is_read in _strict_where):
            raise ProviderError(f"{what} {_UNSEEN}", operator=error.operator) from error
        log.warning("%s were not looked at yet: %s", what, error.operator)


def visitors_look(story: Story) -> list[str]:
    """The art style and the description of the fox, where they are not the template's or the writer's."""
    ours = {story.template.art_style, story.template.character, story.described, ""}
    return [text for text in (story.art_style, story.character) if text not in ours]


def visitors_scene(scene: Scene) -> list[str]:
    """The scene's text, where it is not as our writer wrote it."""
    return [scene.text] if scene.text not in ("", scene.original_text) else []


def check_story(story: Story) -> None:
    """Raise Unfit when anything that the visitor wrote in this story must not be used, ProviderError when nobody can
    say."""
    scenes = [text for scene in story.scenes.all() for text in visitors_scene(scene)]
    check([*story.answers.values(), *visitors_look(story), *scenes], "What you wrote in this story")


def check_answers(story: Story) -> None:
    """Raise Unfit for answers that must not become a story, ProviderError when nobody can say."""
    check(story.answers.values(), "Your answers")
