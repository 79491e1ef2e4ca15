"""Look up the provider that is chosen (`core.service_choice`) or asked for. Its module is imported on first use."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

from core import service_choice
from core.service_choice import CLIPS, NONE, PICTURES, SPEECH, TEXT
from providers.base import Animator, Host, Illustrator, Moderator, ProviderError, Speaker, VideoHost, Writer

if TYPE_CHECKING:
    from providers.sheets.google import GoogleSheets


@cache
def _load(path: str, **how: str) -> Any:
    return import_string(path)(**how)


def writer(name: str = "") -> Writer:
    """The writer called `name`, else the one that is chosen. Raises KeyError for a name that settings do not list."""
    return _load(settings.TEXT_PROVIDERS[name or service_choice.chosen(TEXT).name])


def moderator() -> Moderator | None:
    """The moderator, or None when MODERATE_INPUT is off."""
    if not settings.MODERATE_INPUT:
        return None
    return _load(settings.MODERATORS["openai"])


def illustrator(name: str = "", quality: str = "") -> Illustrator:
    """The illustrator called `name`, else the one that is chosen; a `quality` that it does not have is passed over.
    Raises KeyError for a name that settings do not list."""
    name, quality = (name, quality) if name else service_choice.chosen(PICTURES)
    path = settings.IMAGE_PROVIDERS[name]
    return _load(path, quality=quality) if quality in qualities_of(name) else _load(path)


def qualities_of(name: str) -> tuple[str, ...]:
    """The qualities in which the illustrator of that name can draw; none where there is no choice."""
    return tuple(getattr(_load(settings.IMAGE_PROVIDERS[name]), "qualities", ()))


def host(name: str | None = None) -> Host:
    """The host called `name`, else the one that IMAGE_HOST names. Raises KeyError for an unlisted name."""
    return _load(settings.IMAGE_HOSTS[name or settings.IMAGE_HOST])


def unlisted_host(name: str) -> ProviderError:
    """The error for a host that the settings do not list any more."""
    return ProviderError(f"IMAGE_HOSTS lists no host called {name} any more.", account=True)


def video_host(name: str) -> VideoHost:
    """The host called `name`, for clips. Raises KeyError for an unlisted name, and ProviderError, permanent, for a host
    that stores pictures only."""
    found = host(name)
    if not isinstance(found, VideoHost):
        raise ProviderError(f"The host {name} keeps pictures only.", permanent=True)
    return found


def animator(name: str = "") -> Animator:
    """The animator called `name`, else the one that is chosen. Raises KeyError for a name that settings do not list."""
    return _load(settings.VIDEO_PROVIDERS[name or animator_name()])


def animator_name() -> str:
    """The name of the animator that is chosen."""
    return service_choice.chosen(CLIPS).name


def speaker(name: str = "") -> Speaker | None:
    """The speaker called `name`, else the one that is chosen; None for "none". Raises KeyError for a name that settings
    do not list."""
    name = name or service_choice.chosen(SPEECH).name
    return None if name == NONE else _load(settings.SPEECH_PROVIDERS[name])


def sheets() -> "GoogleSheets | None":
    """The client of Google Sheets, or None when USE_GOOGLE_AUTH is off."""
    if not settings.USE_GOOGLE_AUTH:
        return None
    return _load("providers.sheets.google.GoogleSheets")
