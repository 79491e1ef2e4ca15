"""System checks of the settings: of single ones, by what the catalogue says of them, then of what providers need."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils import timezone

from core.service_choice import SETTINGS
from providers import prices, registry
from providers.base import ProviderError, SupportsSettingsCheck
from providers.hosting.cloudinary_account import URL_FORMAT, account
from providers.openai_servers import WORK, is_openai, server_for
from providers.retired_models import shutdown_of
from providers.videos.kling import KlingAnimator
from providers.videos.kling_legacy import LEGACY_MODELS
from storyforge.catalogue import CATALOGUE
from storyforge.environment import Setting
from storyforge.service_keys import keys_of
from storyforge.service_urls import is_bare_origin, is_cut_in_two, is_host_name, is_origin

IMAGE_MODELS = {"openai": "OPENAI_IMAGE_MODEL", "fal": "FAL_IMAGE_MODEL", "gemini": "GEMINI_IMAGE_MODEL"}
VIDEO_MODELS = {"kling": "KLING_MODEL", "piapi": "PIAPI_MODEL", "hailuo": "HAILUO_MODEL"}
VIDEO_MODELS |= {"fal": "FAL_VIDEO_MODEL", "veo": "VEO_MODEL", "openrouter": "OPENROUTER_VIDEO_MODEL"}
QUALITIES = ("low", "medium", "high", "xhigh", "max", "auto")


def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Everything that is wrong with the settings, each with what to do about it."""
    return [
        *wrong_choices(),
        *numbers_out_of_range(),
        *wrong_amounts(),
        *wrong_urls(),
        *examples(),
        *missing_keys(),
        *openai_faults(),
        *faults_by_providers(),
        *models_without_price(),
        *cloudinary_faults(),
        *pictures_out_of_reach(),
        *ended_clip_models(),
        *sheet_faults(),
        *missing_address(),
        *account_faults(),
    ]


def values_of(*kinds: str) -> Iterator[tuple[Setting, Any]]:
    """The settings of these kinds, each with its value."""
    for setting in CATALOGUE:
        if setting.kind in kinds:
            yield setting, getattr(settings, setting.name)


def wrong_choices() -> Iterator[CheckMessage]:
    """Providers that are chosen and do not exist."""
    for setting, value in values_of("choice"):
        known = sorted(filter(None, {*getattr(settings, f"{setting.name}S"), setting.also}))
        if value not in known:
            hint = f"Set {setting.name} to one of: {', '.join(known)}."
            yield Error(f"{setting.name} is {value!r}, which does not exist.", hint=hint, id="storyforge.E001")


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
        yield Error("IMAGE_BURST is outside what the rate allows.", hint=hint, id="storyforge.E003")


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
    if not all(map(is_bare_origin, settings.CORS_ORIGINS)):  # browsers send theirs so, and another is never met
        hint = "Write each with its scheme and nothing after the host, in small letters: https://app.example.com"
        yield Error("CORS_ORIGINS holds something that is no origin of a site.", hint=hint, id="storyforge.E018")


def examples() -> Iterator[CheckMessage]:
    """Values that were copied from an example."""
    hint = "Put the real value in, or take the variable out."
    for name in settings.PLACEHOLDERS:
        said = f"{name} holds an example, not a value, so it counts as unset."
        yield Warning(said, hint=hint, id="storyforge.W002")


def missing_keys() -> Iterator[CheckMessage]:
    """Keys without which a chosen provider cannot work."""
    needed = (
        (settings.MODERATE_INPUT and is_openai(settings.OPENAI_BASE_URL), "MODERATE_INPUT is on", "OPENAI_API_KEY"),
        (settings.IMAGE_HOST == "cloudinary", "IMAGE_HOST is cloudinary", "CLOUDINARY_URL"),
        *(
            (True, f"{setting} is {getattr(settings, setting)}", key)
            for job, setting in SETTINGS.items()
            for key in keys_of(job, getattr(settings, setting))
        ),
    )
    for chosen, what, key in needed:
        if chosen and not getattr(settings, key):
            hint = f"Set {key}, or choose otherwise."
            yield Error(f"{what}, but {key} is not set.", hint=hint, id="storyforge.E004")


def _asks(work: str) -> bool:
    """Whether OpenAI itself does that work."""
    return bool(getattr(settings, f"{work}_PROVIDER") == "openai" and is_openai(server_for(work).url))


def faults_by_providers() -> Iterator[CheckMessage]:
    """What the illustrator and the animator that the settings name find wrong with their own settings."""
    illustrator, animator = settings.IMAGE_PROVIDER, settings.VIDEO_PROVIDER
    found: list[object] = [registry.illustrator(illustrator)] if illustrator in settings.IMAGE_PROVIDERS else []
    found += [registry.animator(animator)] if animator in settings.VIDEO_PROVIDERS else []
    for provider in found:
        if isinstance(provider, SupportsSettingsCheck):
            yield from (Error(fault, id="storyforge.E020") for fault in provider.setting_errors())


def openai_faults() -> Iterator[CheckMessage]:
    """What OpenAI refuses or shuts down; other servers may call their models and qualities what they like."""
    for name in (f"{work}_API_KEY" for work in WORK):
        key = getattr(settings, name)
        if not (key.isascii() and key.isprintable() and " " not in key):
            hint = "Copy it again: letters, digits, - and _, all in one piece."  # most may be the real one: not shown
            yield Error(f"{name} holds characters that no key has.", hint=hint, id="storyforge.E012")
    if _asks("SPEECH"):
        said = "SPEECH_PROVIDER is openai, and OpenAI shuts its address for speech down on 2027-01-06."
        hint = "Set SPEECH_BASE_URL to another server that answers POST /audio/speech, or SPEECH_PROVIDER to local."
        yield Warning(said, hint=hint, id="storyforge.W022")
    if is_openai(server_for("IMAGE").url) and settings.OPENAI_IMAGE_QUALITY not in QUALITIES:
        said = f"OPENAI_IMAGE_QUALITY is {settings.OPENAI_IMAGE_QUALITY!r}, which OpenAI does not draw in."
        yield Error(said, hint=f"Set it to one of: {', '.join(QUALITIES)}.", id="storyforge.E011")
    yield from retired_models()


def retired_models() -> Iterator[CheckMessage]:
    """Models that OpenAI shuts down within 30 days, or did."""
    soon = timezone.localdate() + timedelta(days=30)
    hint = "Choose another model; docs/configuration.md names the defaults."
    for work, name in (("TEXT", "OPENAI_TEXT_MODEL"), ("IMAGE", "OPENAI_IMAGE_MODEL")):
        model = getattr(settings, name)
        day = shutdown_of(model) if _asks(work) else None
        if day and day <= soon:
            said = f"{name} is {model}, which OpenAI shuts down on {day}."
            yield Warning(said, hint=hint, id="storyforge.W003")


def chosen_models() -> dict[str, tuple[str, str]]:
    """Setting to (provider, model), for the models that calls are paid for."""
    chosen = (
        ("OPENAI_TEXT_MODEL", settings.TEXT_PROVIDER),
        ("SPEECH_MODEL", settings.SPEECH_PROVIDER),
    )
    found = {name: (provider, getattr(settings, name)) for name, provider in chosen if provider == "openai"}
    if name := IMAGE_MODELS.get(settings.IMAGE_PROVIDER):
        found[name] = (settings.IMAGE_PROVIDER, getattr(settings, name))
    if settings.VIDEO_PROVIDER in settings.VIDEO_PROVIDERS.keys() & VIDEO_MODELS.keys():
        animator = registry.animator(settings.VIDEO_PROVIDER)
        found[VIDEO_MODELS[animator.name]] = (animator.name, animator.model)
    return found


def models_without_price() -> Iterator[CheckMessage]:
    """Wrong prices, and models without a price under a budget: nothing may be free by mistake."""
    kinds = ", ".join(sorted(prices.KINDS))
    hint = (
        f'Write dollars a million tokens, as JSON: {{"my-model": {{"input_text": 1, "output": 4}}}}, or dollars a '
        f'second, a character or a picture: {{"my-clips": {{"second": 0.07}}}}. There must be one of these or an '
        f'output; the kinds are {kinds}. {{"my-model": {{}}}} is free.'
    )
    for fault in prices.price_setting_errors():
        yield Error(fault, hint=hint, id="storyforge.E009")
    if settings.DAILY_BUDGET_IS_DEFAULT:
        limit = f"${settings.DAILY_BUDGET_USD:.2f}"
        said = f"A service that costs money is set up and DAILY_BUDGET_USD is not set: at most {limit} a day are spent."
        hint = "Set DAILY_BUDGET_USD to what a day may cost, or to none for no limit."
        yield Warning(said, hint=hint, id="storyforge.W023")
    if settings.STORY_BUDGET_USD is None and (settings.DAILY_BUDGET_USD is None or settings.DAILY_BUDGET_IS_DEFAULT):
        return
    hint = "Add the model's prices to the setting PRICES; until then nothing is started."
    for name, (provider, model) in chosen_models().items():
        if prices.price_of(provider, model) is None:
            said = f"A budget is set, but the price of {model} ({name}) is not known."
            yield Error(said, hint=hint, id="storyforge.E005")


def cloudinary_faults() -> Iterator[CheckMessage]:
    """What is wrong with CLOUDINARY_URL. It is not shown: a malformed one may hold the secret anywhere."""
    if settings.CLOUDINARY_URL and (fault := _fault_of_cloudinary_url()):
        yield Error(fault, id="storyforge.E013")


def _fault_of_cloudinary_url() -> str:
    cure = f"Copy it from the API keys page of Cloudinary's console; it has the form {URL_FORMAT}."
    if is_cut_in_two(settings.CLOUDINARY_URL):
        return f"CLOUDINARY_URL cannot be read: it is no URL, or a / ? or # in its secret cuts it in two. {cure}"
    try:
        named = account()
    except ProviderError as error:
        return error.operator
    if named.distribution and not is_host_name(named.distribution):
        return f"CLOUDINARY_URL names a distribution that is not the name of a host. {cure}"
    if named.prefix and not is_origin(named.prefix):
        return f"CLOUDINARY_URL has an upload_prefix that is not the address of a server. {cure}"
    return ""


def pictures_out_of_reach() -> Iterator[CheckMessage]:
    """Pictures that the clips' provider cannot load."""
    if settings.VIDEO_PROVIDER == "piapi" and settings.IMAGE_HOST == "local":
        said = "VIDEO_PROVIDER is piapi, which loads pictures by URL, but IMAGE_HOST stores them on this machine."
        hint = "Set IMAGE_HOST to cloudinary, or VIDEO_PROVIDER to another: until then every clip fails."
        yield Warning(said, hint=hint, id="storyforge.W004")


def ended_clip_models() -> Iterator[CheckMessage]:
    """A model that Kling no longer makes clips with."""
    model = settings.KLING_MODEL
    if settings.VIDEO_PROVIDER == "kling" and not KlingAnimator().is_newer(model) and model not in LEGACY_MODELS:
        said = f"KLING_MODEL is {model}, with which Kling makes no clips any more."
        hint = f"Set it to one of: {', '.join(LEGACY_MODELS)}; with KLING_API_KEY, kling-3.0 is another."
        yield Warning(said, hint=hint, id="storyforge.W003")


def sheet_faults() -> Iterator[CheckMessage]:
    """A Google Sheet that is switched on needs an id and a key. Warnings: stories go on without it."""
    if not settings.USE_GOOGLE_AUTH:
        return
    if not settings.GOOGLE_SHEET_ID:
        hint = "Set it to what stands between /d/ and /edit in the sheet's address, or switch USE_GOOGLE_AUTH off."
        yield Warning("USE_GOOGLE_AUTH is on, but GOOGLE_SHEET_ID is not set.", hint=hint, id="storyforge.W020")
    file = settings.GOOGLE_SERVICE_ACCOUNT_FILE
    if not settings.GOOGLE_SERVICE_ACCOUNT_JSON and not Path(file).is_file():
        said = f"USE_GOOGLE_AUTH is on, but GOOGLE_SERVICE_ACCOUNT_FILE names {file}, and there is no such file."
        hint = "Set GOOGLE_SERVICE_ACCOUNT_JSON to the key of a service account, or switch USE_GOOGLE_AUTH off."
        yield Warning(said, hint=hint, id="storyforge.W021")


def account_faults() -> Iterator[CheckMessage]:
    """Accounts need mail, for their codes; in debug it goes to the console."""
    known = ("off", "optional", "required")
    if settings.ACCOUNTS not in known:
        hint = f"Set ACCOUNTS to one of: {', '.join(known)}."
        yield Error(f"ACCOUNTS is {settings.ACCOUNTS!r}, which does not exist.", hint=hint, id="storyforge.E001")
    elif settings.ACCOUNTS != "off" and not settings.EMAIL_URL and not settings.DEBUG:
        said = f"ACCOUNTS is {settings.ACCOUNTS} and EMAIL_URL is not set: nobody would get the code for an account."
        hint = "Set EMAIL_URL to a server that sends mail, like smtp+tls://user:password@host:587, or ACCOUNTS to off."
        yield Error(said, hint=hint, id="storyforge.E019")


def missing_address() -> Iterator[CheckMessage]:
    """A site for others must know under which address they open it; a request does not say it reliably."""
    if not settings.SITE_URL:
        said = "SITE_URL is not set and DEBUG is off: links to published stories would lead nowhere."
        hint = "Set SITE_URL to the address under which people open the site, like https://fox.example."
        yield Error(said, hint=hint, id="storyforge.E017")
