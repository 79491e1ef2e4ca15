"""Keeping what was drawn and paid for: patiently on the host that is wanted, else on this machine."""

import logging
import random
import time
from dataclasses import dataclass

from providers import registry
from providers.base import Host, Kept, Picture, ProviderError

log = logging.getLogger(__name__)

TRIES = 3
BACKOFF_SECONDS = 1.0  # the longest pause before the second try; it doubles. Short, for the thread holds the picture
FALLBACK = "local"
_INSTEAD = (
    "Picture %s of story %s is kept on this machine instead. `manage.py rehost` copies it there once that is mended."
)


@dataclass(frozen=True)
class Keeping:
    """Where a picture is kept. `wanted` is the host that should have it and could not take it, "" when `host` is it."""

    kept: Kept
    host: str
    wanted: str = ""


def keep(picture: Picture, *, story_id: str, name: str) -> Keeping:
    """Keep a picture on the configured host, else on this machine, from where `manage.py rehost` moves it later.

    Raises ProviderError, permanent, when no host takes it: to draw it again would not help, and would be paid again.
    """
    host = registry.host()
    try:
        return Keeping(keep_on(host, picture, story_id=story_id, name=name), host.name)
    except ProviderError as error:
        if host.name == FALLBACK:
            raise _lost(error) from error
        log.error(f"%s {_INSTEAD}", error.operator, name, story_id)
    except Exception:  # whatever it was, the picture is paid for
        if host.name == FALLBACK:
            raise
        log.exception(f"The host %s stopped with an unexpected error. {_INSTEAD}", host.name, name, story_id)
    return Keeping(_kept_here(picture, story_id=story_id, name=name), FALLBACK, wanted=host.name)


def _kept_here(picture: Picture, *, story_id: str, name: str) -> Kept:
    try:
        return registry.host(FALLBACK).keep(picture, story_id=story_id, name=name)
    except ProviderError as error:
        raise _lost(error) from error


def keep_on(host: Host, picture: Picture, *, story_id: str, name: str) -> Kept:
    """Keep a picture on `host`, at the third try at the latest. Raises what the last try raised."""
    for number in range(TRIES - 1):
        try:
            return host.keep(picture, story_id=story_id, name=name)
        except ProviderError as error:
            if error.permanent:
                raise
            log.warning("%s Trying again.", error.operator)
        time.sleep(BACKOFF_SECONDS * 2**number * random.uniform(0.5, 1.0))
    return host.keep(picture, story_id=story_id, name=name)


def _lost(error: ProviderError) -> ProviderError:
    words = "It was drawn but could not be kept."
    return ProviderError(f"{words} {error.message}", permanent=True, operator=f"{words} {error.operator}")
