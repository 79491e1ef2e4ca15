"""Which provider makes the next take of a clip."""

from providers import registry
from providers.base import Animator, ProviderError, TakesEndPictures
from videos import statuses
from videos.models import Clip, Take

LOCAL = "local"  # the name of the provider on this machine


def last_take(clip: Clip) -> Take | None:
    last = clip.takes.select_related("expense").order_by("number").last()
    if last is not None:
        last.clip = clip
    return last


def open_take(clip: Clip) -> Take | None:
    """The last take, if its outcome is not final."""
    last = last_take(clip)
    return last if last and last.outcome in statuses.OPEN else None


def animator_of(clip: Clip) -> Animator:
    """The provider of the next take, or of the take that may exist already. Raises as `animator_named`."""
    take = open_take(clip)
    asked = take.provider if take and take.outcome != statuses.LATER else ""
    return animator_named(asked or clip.provider)


def animator_named(name: str) -> Animator:
    """The provider of that name, "" for the one that is chosen. Raises ProviderError for one that the settings no
    longer list."""
    try:
        return registry.animator(name)
    except KeyError:
        words = "The service that was to make this clip is not set up on this site any more. Make the clip again."
        operator = (
            f"No provider of clips is called {name!r} here any more; the page of services says who makes the next ones."
        )
        raise ProviderError(words, permanent=True, answered=False, operator=operator) from None


def takes_end_pictures(animator: Animator) -> bool:
    """Whether its clips can end on a given picture."""
    return isinstance(animator, TakesEndPictures) and animator.takes_end_pictures


def clip_providers_meaning(name: str) -> tuple[str, ...]:
    """The values of Clip.provider that mean the provider of that name."""
    return ("", name) if name == registry.animator_name() else (name,)
