"""REDIS_URL, as every client of Redis here takes it: redis-py, Celery, Flower and limits."""

import ssl
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured
from redis.connection import parse_url

VERIFYING = {"required": ssl.CERT_REQUIRED, "optional": ssl.CERT_OPTIONAL, "none": ssl.CERT_NONE}
_USE = "Set REDIS_URL to the address of one Redis server, like redis://host:6379/0, or rediss://host:6379/0 for TLS."


def usable_redis_url(url: str, *, verify: bool) -> str:
    """`url`, which says whether a certificate is checked where it is one of TLS: left to their defaults, some clients
    check it, some do not, and some stop. Raises ImproperlyConfigured for a URL that one of them cannot use."""
    scheme = url.partition(":")[0].lower()
    if scheme not in ("redis", "rediss"):  # the rest may hold a password
        raise ImproperlyConfigured(f"REDIS_URL begins with {scheme[:20]!r}, which the site cannot use. {_USE}")
    try:
        parse_url(url)
        written = parse_qs(urlsplit(url).query).get("ssl_cert_reqs", [])
    except ValueError as error:
        raise ImproperlyConfigured(f"REDIS_URL cannot be read. {_USE}") from error
    if not VERIFYING.keys() >= set(written):
        raise ImproperlyConfigured(f"REDIS_URL has an ssl_cert_reqs that is none of {', '.join(VERIFYING)}.")
    if scheme == "redis" or written:
        return url
    return f"{url}{'&' if '?' in url else '?'}ssl_cert_reqs={'required' if verify else 'none'}"


def tls_options(url: str) -> dict[str, Any] | None:
    """What Celery and Flower are told of TLS; None where there is none."""
    options: dict[str, Any] = {name: value for name, value in parse_url(url).items() if name.startswith("ssl_")}
    return options | {"ssl_cert_reqs": VERIFYING[options["ssl_cert_reqs"]]} if options else None
