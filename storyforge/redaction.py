"""Keeps keys and passwords out of what is shown."""

import os
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings

HIDDEN = "..."
SHORTEST = 4  # characters; hiding every "a" would hide the sentence, not a secret
UNMISTAKABLE = 12  # characters; what is shorter may be a part of a word, and is hidden where it stands alone


def without_secrets(text: str) -> str:
    """`text` with every key and password that the settings hold replaced by "..."."""
    for secret in sorted(set(_secrets()), key=len, reverse=True):
        pattern = re.escape(secret)
        text = re.sub(pattern if len(secret) >= UNMISTAKABLE else rf"(?<!\w){pattern}(?!\w)", HIDDEN, text)
    return text


def _secrets() -> Iterator[str]:
    for value in _values():
        if len(value) >= SHORTEST:
            yield from (value, quote(value, safe=""), unquote(value), escape(value))


def _values() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield settings.OPENAI_API_KEY
    yield from (settings.KLING_ACCESS_KEY, settings.KLING_SECRET_KEY, settings.KLING_API_KEY)
    yield from (settings.HAILUO_API_KEY, settings.SPEECH_API_KEY)
    yield from (str(database.get("PASSWORD") or "") for database in settings.DATABASES.values())
    for url in (settings.REDIS_URL, settings.SITE_URL, settings.OPENAI_BASE_URL, settings.CLOUDINARY_URL):
        yield password_in(url)
    for url in (settings.KLING_BASE_URL, settings.PIAPI_BASE_URL, settings.HAILUO_BASE_URL, settings.SPEECH_BASE_URL):
        yield password_in(url)
    yield str(settings.EVENTSTREAM_REDIS.get("password") or "")
    yield os.environ.get("FLOWER_BASIC_AUTH", "").partition(":")[2]


def password_in(url: str) -> str:
    """What stands between the last ":" and the "@" of an address, "" when nothing does."""
    login, at, _ = url.partition("://")[2].rpartition("@")
    return login.partition(":")[2] if at else ""


def shown(url: str) -> str:
    """An address without its user name, its password and what follows a "?". Of one that cannot be read, nothing."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return f"{parts.scheme}://{host}{port}{parts.path}".rstrip("/")
