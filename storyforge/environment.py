"""Reads settings out of environment variables, and says in words when one cannot be read."""

import math
import os
import re
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_KINDS = {int: "a whole number", float: "a number"}
_DOLLARS = re.compile(r"\s*\$?\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:USD)?\s*", re.ASCII | re.IGNORECASE)
_HOST_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_ORIGIN = re.compile(
    r"https?://(?:(?:\*\.)?[\w.-]+|\[[0-9a-f:.]+\])(?::\d+)?(?:/[\w./~%-]*)?", re.ASCII | re.IGNORECASE
)
CLOUDINARY = "res.cloudinary.com"


class Environment(environ.Env):
    """The environment's variables as they are when it is made. An empty one counts as unset."""

    def __init__(self) -> None:
        super().__init__()
        self.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}

    def written(self, var: str) -> str:
        """What the variable holds, to the letter (`$5` is not the value of a variable called 5); "" when unset."""
        return self.ENVIRON.get(var, "").strip()

    def get_value(self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, **more: Any) -> Any:
        """As in the library, but what should be a number and is none raises ImproperlyConfigured in a sentence."""
        if cast is not int and cast is not float:
            return super().get_value(var, cast=cast, default=default, **more)
        return _number(var, self.written(var), cast) if self.written(var) else default


def _number(var: str, written: str, kind: type[int] | type[float]) -> float:
    try:
        number = kind(written)
        if math.isfinite(number):
            return number
    except (ValueError, OverflowError):
        pass
    raise ImproperlyConfigured(
        f"{var} is {written!r}, which is not {_KINDS[kind]}. Write it in digits, or take {var} out for its default."
    )


def dollars(written: str) -> Decimal | None:
    """The amount that "5", "5.00", " $5 " or "5 USD" stands for; None for what is no amount."""
    found = _DOLLARS.fullmatch(written)
    return Decimal(found[1]) if found else None


def is_openai(address: str) -> bool:
    """Whether an OPENAI_BASE_URL means OpenAI itself (also one of its regions), and no other server."""
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return False
    return not address.strip() or f".{host}".endswith(".api.openai.com")


def cloudinary_origins(url: str) -> list[str]:
    """From where browsers load what CLOUDINARY_URL keeps: only hosts' names and origins, and none of a URL that is cut
    in two, for they are sent with every page."""
    if is_cut_in_two(url):
        return [f"https://{CLOUDINARY}"]
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    private = [f"{parts.hostname}-{CLOUDINARY}"] if "private_cdn" in asked else []
    names = [CLOUDINARY, *asked.get("secure_distribution", ()), parts.path.strip("/"), *private]
    found = [*(f"https://{name}" for name in names if is_host_name(name)), *asked.get("upload_prefix", ())]
    return [origin for origin in found if is_origin(origin)]


def is_cut_in_two(url: str) -> bool:
    """Whether a URL cannot be read as one, or only up to a "/", "?" or "#" in its secret: the "@" is left over then."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return "@" in parts.path + parts.query + parts.fragment


def is_host_name(text: str) -> bool:
    """Whether `text` is the full name of a host ("pictures.fox.org")."""
    return bool(_HOST_NAME.fullmatch(text))


def is_origin(text: str) -> bool:
    """Whether `text` is an origin ("https://pictures.fox.org:8443"), with nothing or a plain path behind it."""
    return bool(_ORIGIN.fullmatch(text))
