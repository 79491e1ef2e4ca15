"""Misconfiguration said in words, before it costs anybody a story."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning


def known_providers(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Every provider that is chosen must be one that we have."""
    chosen = (
        ("TEXT_PROVIDER", settings.TEXT_PROVIDERS),
        ("IMAGE_PROVIDER", settings.IMAGE_PROVIDERS),
        ("IMAGE_HOST", settings.IMAGE_HOSTS),
    )
    return [
        Error(
            f"{name} is {getattr(settings, name)!r}, which is not a provider we have.",
            hint=f"Set {name} to one of: {', '.join(sorted(known))}.",
            id="storyforge.E001",
        )
        for name, known in chosen
        if getattr(settings, name) not in known
    ]


def sensible_pace(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A pace below one picture a minute would let every story wait for ever."""
    found: list[CheckMessage] = []
    if settings.IMAGES_PER_MINUTE < 1:
        hint = "Set it to your account's images per minute; 15 is the default."
        found.append(
            Error("IMAGES_PER_MINUTE is below 1: no picture would ever start.", hint=hint, id="storyforge.E002")
        )
    if settings.IMAGE_BURST is not None and not 1 <= settings.IMAGE_BURST <= settings.IMAGES_PER_MINUTE:
        hint = "Set IMAGE_BURST to a number from 1 to IMAGES_PER_MINUTE, or leave it out."
        found.append(Error("IMAGE_BURST is outside what the pace allows.", hint=hint, id="storyforge.E003"))
    return found


def lease_against_sweep(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A lease is renewed three times in its life; shorter than a few seconds it would run out on a busy machine."""
    if settings.LEASE_SECONDS >= 2:
        return []
    hint = "Use 30, the default, unless you are testing crashes."
    return [Warning("LEASE_SECONDS is below 2: living work may be taken for dead.", hint=hint, id="storyforge.W001")]


ALL = (known_providers, sensible_pace, lease_against_sweep)
