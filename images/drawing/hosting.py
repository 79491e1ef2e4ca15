"""Keeping what was drawn and paid for: patiently on the host that is wanted, else on this machine."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from providers import registry
from providers.base import Host, Kept, Picture, ProviderError

log = logging.getLogger(__name__)

TRIES = 3
BACKOFF_SECONDS = 1.0  # the longest pause before the second try; it doubles. Short, for the thread holds the picture
FALLBACK = "local"
_INSTEAD = "%s is kept on this machine instead. `manage.py rehost` copies it there once that is mended."


@dataclass(frozen=True)
class Keeping:
    """Where a picture or a clip is kept. `wanted` is the host that should have it and could not take it, "" when `host`
    is it."""

    kept: Kept
    host: str
    wanted: str = ""


def keep(picture: Picture, *, story_id: str, name: str) -> Keeping:
    """Keep a picture on the configured host, else on this machine, from where `manage.py rehost` moves it later.

    Raises ProviderError, permanent, when no host takes it: to draw it again would not help, and would be paid again.
    """
    return keep_somewhere(
        lambda host: registry.host(host).keep(picture, story_id=story_id, name=name),
        registry.host().name,
        what=f"Picture {name} of story {story_id}",
        done="drawn",
    )


def keep_somewhere(keep_at: Callable[[str], Kept], host: str, *, what: str, done: str) -> Keeping:
    """What `keep_at` does, given the name of a host: `host`, patiently, else this machine. `what` says for the log what
    is kept, and `done` what was done to have it. Raises ProviderError, permanent, when neither takes it."""
    try:
        return Keeping(patiently(lambda: keep_at(host)), host)
    except ProviderError as error:
        if host == FALLBACK:
            raise _lost(error, done) from error
        log.error(f"%s {_INSTEAD}", error.operator, what)
    except Exception:  # whatever it was, it is paid for
        if host == FALLBACK:
            raise
        log.exception(f"The host %s stopped with an unexpected error. {_INSTEAD}", host, what)
    try:
        return Keeping(keep_at(FALLBACK), FALLBACK, wanted=host)
    except ProviderError as error:
        raise _lost(error, done) from error


def keep_on(host: Host, picture: Picture, *, story_id: str, name: str) -> Kept:
    """Keep a picture on `host`, at the third try at the latest. Raises what the last try raised."""
    return patiently(lambda: host.keep(picture, story_id=story_id, name=name))


def patiently(keep_it: Callable[[], Kept]) -> Kept:
    """What `keep_it` gives back, at the third try at the latest. Raises what the last try raised."""
    for number in range(TRIES - 1):
        try:
            return keep_it()
        except ProviderError as error:
            if error.permanent:
                raise
            log.warning("%s Trying again.", error.operator)
        time.sleep(BACKOFF_SECONDS * 2**number * random.uniform(0.5, 1.0))
    return keep_it()


def _lost(error: ProviderError, done: str) -> ProviderError:
    words = f"It was {done} but could not be kept."
    return ProviderError(f"{words} {error.message}", permanent=True, operator=f"{words} {error.operator}")
