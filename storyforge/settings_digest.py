"""Says whether two processes run with the same settings, without showing the settings."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac

from storyforge.catalogue import CATALOGUE

# Those that decide which services are used, at what rate and for how much; not those that `make run` chooses each time.
NAMES = tuple(setting.name for setting in CATALOGUE if setting.compared)


def digests() -> dict[str, str]:
    """Setting to a digest of its value here. It is keyed with SECRET_KEY: nobody else can try values against it."""
    return {name: _digest(name, getattr(settings, name)) for name in NAMES}


def _digest(name: str, value: object) -> str:
    return salted_hmac(f"storyforge.settings.{name}", repr(value), algorithm="sha256").hexdigest()[:16]


def different(others: Mapping[str, str]) -> list[str]:
    """The settings whose value here is not the one from which `others`, the digests of another process, come."""
    return [name for name, digest in digests().items() if others.get(name) != digest]
