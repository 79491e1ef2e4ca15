"""Misconfiguration said in words, before it costs anybody a story."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils import timezone

from providers import prices, registry
from providers.retired import SHUTDOWN
from providers.videos.kling import NEWER_KEY
from storyforge import value_checks
from storyforge.environment import is_openai

VIDEO_MODELS = {"kling": "KLING_MODEL", "piapi": "PIAPI_MODEL", "hailuo": "HAILUO_MODEL"}


def known_providers(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Every provider that is chosen must be one that we have."""
    chosen = (
        ("TEXT_PROVIDER", settings.TEXT_PROVIDERS),
        ("IMAGE_PROVIDER", settings.IMAGE_PROVIDERS),
        ("IMAGE_HOST", settings.IMAGE_HOSTS),
        ("VIDEO_PROVIDER", settings.VIDEO_PROVIDERS),
        ("SPEECH_PROVIDER", [*settings.SPEECH_PROVIDERS, "none"]),
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


def placeholders(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A value that was copied from an example is named, for nobody would look there."""
    hint = "Put the real value in, or take the variable out."
    return [
        Warning(f"{name} holds an example, not a value, so it counts as unset.", hint=hint, id="storyforge.W002")
        for name in settings.PLACEHOLDERS
    ]


def keys_of_chosen_providers(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Whoever chooses a provider by name must have given its key."""
    needed = (
        (settings.TEXT_PROVIDER == "openai", "TEXT_PROVIDER is openai", "OPENAI_API_KEY"),
        (settings.IMAGE_PROVIDER == "openai", "IMAGE_PROVIDER is openai", "OPENAI_API_KEY"),
        (settings.MODERATE_INPUT, "MODERATE_INPUT is on", "OPENAI_API_KEY"),
        (settings.IMAGE_HOST == "cloudinary", "IMAGE_HOST is cloudinary", "CLOUDINARY_URL"),
        (_reads_at_openai(), "SPEECH_PROVIDER is openai", "SPEECH_API_KEY"),
        *((name == settings.VIDEO_PROVIDER, f"VIDEO_PROVIDER is {name}", key) for name, key in _keys_of_animators()),
    )
    return [
        Error(f"{what}, but {key} is not set.", hint=f"Set {key}, or choose otherwise.", id="storyforge.E004")
        for chosen, what, key in needed
        if chosen and not getattr(settings, key)
    ]


def _reads_at_openai() -> bool:
    return settings.SPEECH_PROVIDER == "openai" and is_openai(settings.SPEECH_BASE_URL)


def voice_that_ends(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """OpenAI itself shuts its voices down; other servers go on answering the same request."""
    if not _reads_at_openai():
        return []
    said = "SPEECH_PROVIDER is openai, and OpenAI shuts its address for speech down on 2027-01-06."
    hint = "Set SPEECH_BASE_URL to another server that answers POST /audio/speech, or SPEECH_PROVIDER to local."
    return [Warning(said, hint=hint, id="storyforge.W022")]


def _keys_of_animators() -> Sequence[tuple[str, str]]:
    """Provider and key, for each key that one cannot do without."""
    secret = () if settings.KLING_ACCESS_KEY.startswith(NEWER_KEY) else (("kling", "KLING_SECRET_KEY"),)
    return ("kling", "KLING_ACCESS_KEY"), *secret, ("piapi", "KLING_API_KEY"), ("hailuo", "HAILUO_API_KEY")


def chosen_models() -> dict[str, tuple[str, str]]:
    """Setting to (provider, model), for the models that calls are paid for."""
    chosen = (("OPENAI_TEXT_MODEL", settings.TEXT_PROVIDER), ("OPENAI_IMAGE_MODEL", settings.IMAGE_PROVIDER))
    found = {name: (provider, getattr(settings, name)) for name, provider in chosen if provider == "openai"}
    if settings.SPEECH_PROVIDER == "openai":
        found["SPEECH_MODEL"] = ("openai", settings.SPEECH_MODEL)
    if settings.VIDEO_PROVIDER in (settings.VIDEO_PROVIDERS.keys() & VIDEO_MODELS.keys()):
        animator = registry.animator()
        found[VIDEO_MODELS[animator.name]] = (animator.name, animator.model)
    return found


def living_models(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A model that is shut down, or will be within a month, is named while there is time."""
    if not is_openai(settings.OPENAI_BASE_URL):
        return []  # another server may call its models what it likes
    soon = timezone.localdate() + timedelta(days=30)
    hint = "Choose another model; docs/configuration.md names the defaults."
    return [
        Warning(f"{name} is {model}, which OpenAI shuts down on {SHUTDOWN[model]}.", hint=hint, id="storyforge.W003")
        for name, (_, model) in chosen_models().items()
        if model in SHUTDOWN and soon >= SHUTDOWN[model]
    ]


def budgets_can_be_kept(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A budget needs the price of what it limits."""
    if settings.STORY_BUDGET_USD is None and settings.DAILY_BUDGET_USD is None:
        return []
    hint = "Add the model's prices to the setting PRICES; until then nothing is started."
    return [
        Error(f"A budget is set, but the price of {model} ({name}) is not known.", hint=hint, id="storyforge.E005")
        for name, (provider, model) in chosen_models().items()
        if prices.price_of(provider, model) is None
    ]


def sensible_bounds(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Numbers that a service, or common sense, refuses."""
    found: list[CheckMessage] = []
    if settings.MAX_CONCURRENT_VIDEOS < 1:
        said = "MAX_CONCURRENT_VIDEOS is below 1: no service would be asked for a clip."
        found.append(Error(said, hint="5 is the default.", id="storyforge.E007"))
    if not 0 <= settings.IMAGE_PREVIEWS <= 3:
        found.append(Error("IMAGE_PREVIEWS is outside 0 to 3.", hint="2 is the default.", id="storyforge.E006"))
    if settings.MAX_CONCURRENT_IMAGES < 1:
        hint = "32 is the default."
        found.append(
            Error("MAX_CONCURRENT_IMAGES is below 1: nothing would be drawn.", hint=hint, id="storyforge.E007")
        )
    return found


def pictures_that_can_be_loaded(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A service that loads the pictures itself cannot load what is kept for their owners' eyes only."""
    if settings.VIDEO_PROVIDER != "piapi" or settings.IMAGE_HOST != "local":
        return []
    said = "VIDEO_PROVIDER is piapi, which loads pictures by their address, but IMAGE_HOST keeps them on this machine."
    hint = "Set IMAGE_HOST to cloudinary, or VIDEO_PROVIDER to another: until then every clip fails."
    return [Warning(said, hint=hint, id="storyforge.W004")]


def the_sheet(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A sheet that was asked for must be named and its key must be there. Warnings: stories go on without it."""
    if not settings.USE_GOOGLE_AUTH:
        return []
    found: list[CheckMessage] = []
    if not settings.GOOGLE_SHEET_ID:
        hint = "Set it to what stands between /d/ and /edit in the sheet's address, or switch USE_GOOGLE_AUTH off."
        found.append(Warning("USE_GOOGLE_AUTH is on, but GOOGLE_SHEET_ID is not set.", hint=hint, id="storyforge.W020"))
    file = settings.GOOGLE_SERVICE_ACCOUNT_FILE
    if not Path(file).is_file():
        said = f"USE_GOOGLE_AUTH is on, but GOOGLE_SERVICE_ACCOUNT_FILE names {file}, and there is no such file."
        hint = "Put the JSON key of a service account there, or switch USE_GOOGLE_AUTH off."
        found.append(Warning(said, hint=hint, id="storyforge.W021"))
    return found


ALL = (
    known_providers,
    sensible_pace,
    lease_against_sweep,
    placeholders,
    keys_of_chosen_providers,
    living_models,
    budgets_can_be_kept,
    sensible_bounds,
    pictures_that_can_be_loaded,
    the_sheet,
    voice_that_ends,
    *value_checks.ALL,
)
