"""What visitors typed is looked at before anything is spent on it."""

from collections.abc import Iterable

from providers import registry
from providers.base import ProviderError
from stories.models import Story


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
    if objections := moderator.objections(given):
        raise Unfit(
            f"{what} cannot be used here because of what they contain: {', '.join(objections)}. Nothing was spent. "
            "Change the words and try again.",
            permanent=True,
        )


def check_answers(story: Story) -> None:
    """Raise Unfit for answers that must not become a story, ProviderError when nobody can say."""
    check(story.answers.values(), "Your answers")
