"""Keeps the keys and passwords of the settings out of what is shown."""

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote, unquote

from django.conf import settings
from redis.connection import parse_url

from storyforge.catalogue import CATALOGUE

HIDDEN = "..."
SHORTEST = 4  # characters; hiding every "a" would hide the sentence, not a secret
UNMISTAKABLE = 12  # characters; what is shorter may be a part of a word, and is hidden where it stands alone


def without_secrets(text: str) -> str:
    """`text` with every key and password of the settings replaced by "...", also where they are quoted or escaped."""
    spelled = {
        form for secret in _secrets() for form in (secret, quote(secret, safe=""), unquote(secret), escape(secret))
    }
    for secret in sorted(spelled, key=len, reverse=True):
        pattern = re.escape(secret)
        text = re.sub(pattern if len(secret) >= UNMISTAKABLE else rf"(?<!\w){pattern}(?!\w)", HIDDEN, text)
    return text


def _secrets() -> Iterator[str]:
    found = [
        setting.secret(value)
        for setting in CATALOGUE
        if setting.secret
        for value in _values(getattr(settings, setting.name, ""))
    ]
    found += [str(database.get("PASSWORD") or "") for database in settings.DATABASES.values()]
    found.append(str(parse_url(settings.REDIS_URL).get("password") or ""))  # it may stand in the query of REDIS_URL
    return (secret for secret in found if len(secret) >= SHORTEST)


def _values(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
