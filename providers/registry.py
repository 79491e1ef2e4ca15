"""Look up the provider that a setting names. Its module is imported on first use."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

from providers.base import Animator, Host, Illustrator, Moderator, ProviderError, Speaker, VideoHost, Writer

if TYPE_CHECKING:
    from providers.sheets.google import GoogleSheets


@cache
def _load(path: str) -> Any:
    return import_string(path)()


def writer() -> Writer:
    """The provider that TEXT_PROVIDER names. Raises KeyError for a name that settings do not list."""
    return _load(settings.TEXT_PROVIDERS[settings.TEXT_PROVIDER])


def moderator() -> Moderator | None:
    """The moderator, or None when MODERATE_INPUT is off."""
    if not settings.MODERATE_INPUT:
        return None
    return _load(settings.MODERATORS["openai"])


def illustrator(name: str = "") -> Illustrator:
    """The illustrator called `name`, else the one that IMAGE_PROVIDER names. Raises KeyError for a name that settings
    do not list."""
    return _load(settings.IMAGE_PROVIDERS[name or settings.IMAGE_PROVIDER])


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
    """The animator called `name`, else the one that VIDEO_PROVIDER names. Raises KeyError for a name that settings do
    not list."""
    return _load(settings.VIDEO_PROVIDERS[name or settings.VIDEO_PROVIDER])


def speaker() -> Speaker | None:
    """The speaker that SPEECH_PROVIDER names, or None when it is "none". Raises KeyError for a name that settings do
    not list."""
    if settings.SPEECH_PROVIDER == "none":
        return None
    return _load(settings.SPEECH_PROVIDERS[settings.SPEECH_PROVIDER])


def sheets() -> "GoogleSheets | None":
    """The client of Google Sheets, or None when USE_GOOGLE_AUTH is off."""
    if not settings.USE_GOOGLE_AUTH:
        return None
    return _load("providers.sheets.google.GoogleSheets")
