"""Values that are written in a form that cannot be meant: each is named, with the form that it should have."""

import math
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from providers import prices
from providers.base import ProviderError
from providers.hosting.cloudinary_account import FORM, account
from storyforge.environment import is_cut_in_two, is_host_name, is_openai, is_origin

QUALITIES = ("low", "medium", "high", "xhigh", "max", "auto")
SECONDS = {
    "OPENAI_TEXT_TIMEOUT": 120,
    "OPENAI_IMAGE_TIMEOUT": 180,
    "WRITE_TIMEOUT": 120,
    "IMAGE_PERIOD_SECONDS": 60,
    "SWEEP_SECONDS": 15,
    "RENDER_TIMEOUT": 900,
    "VIDEO_SECONDS": 5,
    "VIDEO_TIMEOUT": 3600,
    "VIDEO_POLL_SECONDS": 10,
    "SPEECH_TIMEOUT": 60,
}
COUNTS = (
    "STORIES_PER_HOUR",
    "STORIES_PER_DAY",
    "REDRAWS_PER_STORY_HOUR",
    "REWRITES_PER_STORY_HOUR",
    "CLIPS_PER_STORY_HOUR",
    "UPLOADS_PER_STORY_HOUR",
    "FILMS_PER_STORY_HOUR",
    "VISITORS_PER_ADDRESS",
    "STREAMS_PER_VISITOR",
    "STREAMS_PER_PROCESS",
    "LOGINS_PER_HOUR",
    "LOGIN_FAILURES",
)
BUDGETS = ("STORY_BUDGET_USD", "DAILY_BUDGET_USD")


def budgets_are_amounts(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A budget that was meant and is not understood must not be taken for none."""
    hint = "Write it in dollars, like 5 or 2.50, or take it out for no budget. Until then nothing is begun that costs."
    return [
        Error(f"{name} is {written!r}, which is no amount.", hint=hint, id="storyforge.E008")
        for name in BUDGETS
        if (written := settings.NO_AMOUNTS.get(name) or _no_amount(name))
    ]


def _no_amount(name: str) -> str:
    amount = getattr(settings, name)
    return "" if amount is None or (amount.is_finite() and amount >= 0) else str(amount)


def prices_are_amounts(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A slip of the pen in a price must not make anything free."""
    kinds = ", ".join(sorted(prices.KINDS))
    hint = (
        f'Write dollars a million tokens, as JSON: {{"my-model": {{"input_text": 1, "output": 4}}}}, or dollars a '
        f'second or a character: {{"my-clips": {{"second": 0.07}}}}. There must be an output, a second or a character; '
        f'the kinds are {kinds}. {{"my-model": {{}}}} is free.'
    )
    return [Error(fault, hint=hint, id="storyforge.E009") for fault in prices.faults_of_own()]


def sensible_numbers(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Times that end, and numbers of things that there can be."""
    found = [
        _number(name, "which is no time above 0", f"Set it to a number of seconds above 0; {usual} is the default.")
        for name, usual in SECONDS.items()
        if not 0 < getattr(settings, name) < math.inf
    ]
    if settings.DATABASE_POOL_SIZE < 0:
        hint = "Set it to the number of connections that the threads share, or to 0 to give each its own."
        found.append(_number("DATABASE_POOL_SIZE", "which is below 0", hint))
    if not 0.1 <= settings.FILM_SCALE <= 1:
        hint = "Set it to 1 for films of 1080 by 1920 pixels, or to a part of that, down to 0.1."
        found.append(_number("FILM_SCALE", "which is not between 0.1 and 1", hint))
    if settings.LOCAL_IMAGES_PER_MINUTE is not None and settings.LOCAL_IMAGES_PER_MINUTE < 1:
        hint = "Set it to 1 or more, or take it out for no limit."
        found.append(_number("LOCAL_IMAGES_PER_MINUTE", "which is below 1", hint))
    return found


def limits_are_counts(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A limit that was meant and is written wrongly must not be taken for none."""
    hint = "Set it to 1 or more, or to 0 for no limit. Until then nothing passes that it is about."
    found = [
        Error(f"{name} is {getattr(settings, name)}, which is below 0.", hint=hint, id="storyforge.E015")
        for name in COUNTS
        if getattr(settings, name) < 0
    ]
    if settings.LOGIN_LOCK_MINUTES < 1:
        found.append(_number("LOGIN_LOCK_MINUTES", "which is below 1", "Set it to minutes; 15 is the default."))
    if settings.TRUSTED_PROXIES < 0:
        hint = "Set it to the number of proxies in front of the site, or to 0 for none."
        found.append(_number("TRUSTED_PROXIES", "which is below 0", hint))
    return found


def _number(name: str, fault: str, hint: str) -> Error:
    return Error(f"{name} is {getattr(settings, name)}, {fault}.", hint=hint, id="storyforge.E010")


def known_quality(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """OpenAI refuses every picture of a quality that it does not know; another server may have its own."""
    quality = settings.OPENAI_IMAGE_QUALITY
    if quality in QUALITIES or not is_openai(settings.OPENAI_BASE_URL):
        return []
    hint = f"Set it to one of: {', '.join(QUALITIES)}."
    said = f"OPENAI_IMAGE_QUALITY is {quality!r}, which is not a quality that OpenAI draws in."
    return [Error(said, hint=hint, id="storyforge.E011")]


def sendable_key(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A key that was copied with something else cannot be sent. It is not shown: most of it may be the real one."""
    key = settings.OPENAI_API_KEY
    if not key or (key.isascii() and key.isprintable() and " " not in key):
        return []
    hint = "Copy it again: letters, digits, - and _, all in one piece."
    return [Error("OPENAI_API_KEY holds characters that no key has.", hint=hint, id="storyforge.E012")]


def usable_cloudinary_url(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """CLOUDINARY_URL must name an account. It is not shown: a malformed one may hold the secret anywhere."""
    fault = _fault_of_cloudinary_url() if settings.CLOUDINARY_URL else ""
    return [Error(fault, id="storyforge.E013")] if fault else []


def _fault_of_cloudinary_url() -> str:
    cure = f"Copy it from the API keys page of Cloudinary's console; it has the form {FORM}."
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


def addresses_of_animators(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Keys are sent there. A wrong one is not shown: it may hold a password."""
    hint = "Write it with its scheme and without a login, like https://api.example.com, or take it out for the default."
    return [
        Error(f"{name} is not the address of a server.", hint=hint, id="storyforge.E016")
        for name in ("KLING_BASE_URL", "PIAPI_BASE_URL", "HAILUO_BASE_URL")  # SPEECH_BASE_URL may have a path
        if not is_origin(getattr(settings, name))
    ]


def origins_of_pictures(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """They are sent with every page, where anything else would break the rule that they are a part of."""
    hint = "Write origins with their scheme, with commas between them: https://pictures.example.com,https://example.org"
    return [
        Error("PICTURE_ORIGINS holds something that is not an origin.", hint=hint, id="storyforge.E014")
        for origin in settings.PICTURE_ORIGINS
        if not is_origin(origin)
    ][:1]


ALL = (
    budgets_are_amounts,
    prices_are_amounts,
    sensible_numbers,
    limits_are_counts,
    known_quality,
    sendable_key,
    usable_cloudinary_url,
    addresses_of_animators,
    origins_of_pictures,
)
