"""Tells whether two processes run with the same settings, without telling the settings."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac

# What decides who writes, draws, films, reads and keeps, at what pace and for how much; not what `make run` chooses
# anew each time.
NAMES = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_TEXT_MODEL",
    "OPENAI_TEXT_TIMEOUT",
    "OPENAI_IMAGE_MODEL",
    "OPENAI_IMAGE_QUALITY",
    "OPENAI_IMAGE_TIMEOUT",
    "CLOUDINARY_URL",
    "CLOUDINARY_PRESET",
    "STORY_BUDGET_USD",
    "DAILY_BUDGET_USD",
    "PRICES",
    "IMAGES_PER_MINUTE",
    "IMAGE_BURST",
    "IMAGE_PERIOD_SECONDS",
    "LOCAL_IMAGES_PER_MINUTE",
    "MAX_CONCURRENT_IMAGES",
    "IMAGE_PREVIEWS",
    "WRITE_TIMEOUT",
    "TEXT_PROVIDER",
    "IMAGE_PROVIDER",
    "IMAGE_HOST",
    "MODERATE_INPUT",
    "VIDEO_PROVIDER",
    "VIDEO_SECONDS",
    "VIDEO_TIMEOUT",
    "MAX_CONCURRENT_VIDEOS",
    "KLING_ACCESS_KEY",
    "KLING_SECRET_KEY",
    "KLING_BASE_URL",
    "KLING_MODEL",
    "KLING_MODE",
    "KLING_API_KEY",
    "PIAPI_BASE_URL",
    "PIAPI_MODEL",
    "PIAPI_MODE",
    "HAILUO_API_KEY",
    "HAILUO_BASE_URL",
    "HAILUO_MODEL",
    "HAILUO_RESOLUTION",
    "SPEECH_PROVIDER",
    "SPEECH_BASE_URL",
    "SPEECH_API_KEY",
    "SPEECH_MODEL",
    "SPEECH_VOICE",
    "SPEECH_TIMEOUT",
    "RENDER_TIMEOUT",
    "FILM_SCALE",
    "USE_GOOGLE_AUTH",
    "GOOGLE_SHEET_ID",
    "GOOGLE_SERVICE_ACCOUNT_FILE",
)


def fingerprints() -> dict[str, str]:
    """Setting to a digest of its value here. It is keyed with SECRET_KEY: nobody else can try values against it."""
    return {name: _digest(name, getattr(settings, name)) for name in NAMES}


def _digest(name: str, value: object) -> str:
    return salted_hmac(f"storyforge.settings.{name}", repr(value), algorithm="sha256").hexdigest()[:16]


def differing(others: Mapping[str, str]) -> list[str]:
    """The settings whose value is another here than where `others` come from."""
    return [name for name, digest in fingerprints().items() if others.get(name) != digest]
