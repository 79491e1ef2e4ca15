"""System checks of single settings, by what the catalogue says of them. `storyforge.provider_checks` has the others."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from storyforge.catalogue import CATALOGUE
from storyforge.environment import Setting
from storyforge.provider_checks import provider_faults
from storyforge.service_urls import is_origin


def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Everything that is wrong with the settings, each with what to do about it."""
    return [*wrong_choices(), *numbers_out_of_range(), *wrong_amounts(), *wrong_urls(), *examples(), *provider_faults()]


def values_of(*kinds: str) -> Iterator[tuple[Setting, Any]]:
    """The settings of these kinds, each with its value."""
    for setting in CATALOGUE:
        if setting.kind in kinds:
            yield setting, getattr(settings, setting.name)


def wrong_choices() -> Iterator[CheckMessage]:
    """Providers that are chosen and do not exist."""
    for setting, value in values_of("choice"):
        known = choices_of(setting)
        if value not in known:
            hint = f"Set {setting.name} to one of: {', '.join(known)}."
            yield Error(f"{setting.name} is {value!r}, which does not exist.", hint=hint, id="storyforge.E001")


def choices_of(setting: Setting) -> list[str]:
    """What a setting of the kind "choice" may be."""
    return sorted(filter(None, {*getattr(settings, f"{setting.name}S"), setting.also}))


def numbers_out_of_range() -> Iterator[CheckMessage]:
    """Numbers and times that cannot be used."""
    for setting, value in values_of("whole number", "number", "seconds"):
        fault = "" if value is None else setting.fault(value)
        if not fault:
            continue
        limit = "Use 1 or more, or 0 for no limit; until then everything that it limits is refused. "
        hint = f"{limit if setting.check == 'E015' else ''}{setting.default.replace('`', '')} is the default."
        message = Warning if setting.check.startswith("W") else Error
        yield message(f"{setting.name} {fault} (it is {value}).", hint=hint, id=f"storyforge.{setting.check}")
    if settings.IMAGE_BURST is not None and not 1 <= settings.IMAGE_BURST <= settings.IMAGES_PER_MINUTE:
        hint = "Set IMAGE_BURST to a number from 1 to IMAGES_PER_MINUTE, or leave it out."
        yield Error("IMAGE_BURST is outside what the pace allows.", hint=hint, id="storyforge.E003")


def wrong_amounts() -> Iterator[CheckMessage]:
    """Budgets that are no amount: they must not be taken for no budget."""
    hint = "Write it in dollars, like 5 or 2.50, or take it out for no budget. Until then nothing is begun that costs."
    for setting, amount in values_of("dollars"):
        wrong = amount is not None and not (amount.is_finite() and amount >= 0)
        if written := settings.NO_AMOUNTS.get(setting.name) or (str(amount) if wrong else ""):
            yield Error(f"{setting.name} is {written!r}, which is no amount.", hint=hint, id="storyforge.E008")


def wrong_urls() -> Iterator[CheckMessage]:
    """Addresses to which keys are sent, and origins of pictures. They are not shown: one may hold a password."""
    hint = "Write it with its scheme and without a login, like https://api.example.com, or take it out for the default."
    for setting, url in values_of("server"):
        if not is_origin(url):
            yield Error(f"{setting.name} is not the address of a server.", hint=hint, id="storyforge.E016")
    if not all(map(is_origin, settings.PICTURE_ORIGINS)):  # they become a part of a header of every page
        hint = "Write origins with their scheme, with commas between: https://pictures.example.com,https://example.org"
        yield Error("PICTURE_ORIGINS holds something that is not an origin.", hint=hint, id="storyforge.E014")


def examples() -> Iterator[CheckMessage]:
    """Values that were copied from an example."""
    hint = "Put the real value in, or take the variable out."
    for name in settings.PLACEHOLDERS:
        said = f"{name} holds an example, not a value, so it counts as unset."
        yield Warning(said, hint=hint, id="storyforge.W002")
