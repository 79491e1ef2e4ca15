"""Reads settings from environment variables and records what each of them is, for `storyforge.catalogue`."""

import json
import math
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from core.placeholders import is_placeholder
from storyforge.service_urls import password_in

_DOLLARS = re.compile(r"\s*\$?\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:USD)?\s*", re.ASCII | re.IGNORECASE)
Part = Callable[[str], str]  # gives a part of a value


@dataclass(frozen=True)
class Setting:
    """What is known about one setting besides its value.

    `default` is written as the documentation shows it, `means` says what the setting does. `secret` gives the part of
    a value that is never shown. `least` and `most` bound a number; outside them the system check `check` complains. A
    "choice" is a key of the setting `<name>S` (TEXT_PROVIDER of TEXT_PROVIDERS), or it is `also`.
    """

    name: str
    section: str
    compared: bool
    kind: str
    default: str
    means: str
    secret: Part | None = None
    least: float = -math.inf
    most: float = math.inf
    check: str = "E010"
    also: str = ""

    def fault(self, value: float) -> str:
        """What is wrong with a number ("is below 1"); "" when nothing is."""
        if self.kind == "seconds" and not 0 < value < math.inf:
            return "is no time above 0"
        if self.least <= value <= self.most:
            return ""
        return f"is below {self.least:g}" if value < self.least else f"is above {self.most:g}"


class Environment:
    """The variables as they are when it is made; an empty one counts as unset.

    Most methods read one variable and record it: its name, its default, what it means, then `shown` (the default as
    the documentation shows it, when it is computed) and fields of `Setting`. `placeholders` are the variables that
    hold an example instead of a value; `no_amounts` those that should be dollars and are not, with their text.
    """

    def __init__(self) -> None:
        self._env = environ.Env()
        self._env.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}
        self._section, self._compared = "", False
        self.settings: list[Setting] = []
        self.placeholders: list[str] = []
        self.no_amounts: dict[str, str] = {}

    def section(self, name: str, *, compared: bool = False) -> None:
        """Begin a section of the documentation. The doctor compares `compared` ones with those of the workers."""
        self._section, self._compared = name, compared

    def elsewhere(self, name: str, shown: str, means: str) -> None:
        """Record a variable that only `make run` or the Procfile reads."""
        self._record(name, "text", "", means, shown)

    def text(self, name: str, default: str, means: str, shown: str = "", *, kind: str = "text", **facts: Any) -> str:
        """A text, as it is written."""
        self._record(name, kind, default, means, shown, **facts)
        return str(self._env.ENVIRON.get(name, default))  # to the letter, as `_written` has it

    def choice(self, name: str, default: str, means: str, shown: str = "", **facts: Any) -> str:
        """The name of one of several implementations."""
        return self.text(name, default, means, shown, kind="choice", **facts)

    def secret(self, name: str, default: str, means: str, shown: str = "", *, part: Part = str) -> str:
        """A text of which `part` is never shown: all of it, unless said otherwise."""
        return self.text(name, default, means, shown, kind="secret", secret=part)

    def address(self, name: str, default: str, means: str, shown: str = "", *, kind: str = "address") -> str:
        """A URL. A password in it is secret."""
        return self.text(name, default, means, shown, kind=kind, secret=password_in).strip()

    def server(self, name: str, default: str, means: str) -> str:
        """The URL of a server that gets keys: scheme and host, without a login."""
        return self.address(name, default, means, kind="server")

    def key(self, name: str, means: str, *, secret: Part | None = str) -> str:
        """What a service gave out. An example ("your_key_here") counts as unset and goes into `placeholders`."""
        value = self.text(name, "", means, kind="secret" if secret else "text", secret=secret).strip()
        if not is_placeholder(value):
            return value
        self.placeholders.append(name)
        return ""

    def names(self, name: str, default: str, means: str, **facts: Any) -> list[str]:
        """Several texts with commas between them."""
        self._record(name, "list", default, means, **facts)
        return [item.strip() for item in (self._written(name) or default).split(",") if item.strip()]

    def flag(self, name: str, default: bool, means: str, shown: str = "") -> bool:
        """True for "true", "on", "yes", "y", "ok" and "1"; False for anything else."""
        self._record(name, "true or false", str(default).lower(), means, shown)
        return bool(self._env.get_value(name, bool, default))

    def whole(self, name: str, default: int, means: str, shown: str = "", **facts: Any) -> int:
        """A whole number. Raises ImproperlyConfigured for anything else."""
        self._record(name, "whole number", str(default), means, shown, **facts)
        return int(self._number(name, int, default))

    def limit(self, name: str, default: int, means: str) -> int:
        """How often something may happen; 0 is no limit."""
        return self.whole(name, default, means, least=0, check="E015")

    def days(self, name: str, means: str) -> int:
        """A time in whole days; 0 is for ever."""
        return self.whole(name, 0, means, "`0`: for ever", least=0, check="E015")

    def number(self, name: str, default: float, means: str, *, kind: str = "number", **facts: Any) -> float:
        """A number. Raises ImproperlyConfigured for anything else, NaN and infinity too."""
        self._record(name, kind, f"{default:g}", means, **facts)
        return float(self._number(name, float, default))

    def seconds(self, name: str, default: float, means: str, **facts: Any) -> float:
        """A time in seconds, above 0."""
        return self.number(name, default, means, kind="seconds", **facts)

    def dollars(self, name: str, means: str, shown: str = "", *, default: Decimal | None = None) -> Decimal | None:
        """An amount; None for "none". What is no amount becomes 0 and goes into `no_amounts`."""
        self._record(name, "dollars", "", means, shown)
        if not (written := self._written(name)):
            return default
        if written.lower() == "none":
            return None
        if amount := _DOLLARS.fullmatch(written):
            return Decimal(amount[1])
        self.no_amounts[name] = written
        return Decimal(0)

    def is_set(self, name: str) -> bool:
        """Whether the variable is there and not empty."""
        return bool(self._written(name))

    def json(self, name: str, means: str) -> Any:
        """An object from JSON, {} when unset. What is no JSON stays a text."""
        self._record(name, "JSON", "", means)
        written = self._written(name) or "{}"
        try:
            return json.loads(written)
        except (ValueError, RecursionError):
            return written

    def _written(self, name: str) -> str:
        """The variable to the letter: in `$5` the library would see the value of a variable called 5."""
        return str(self._env.ENVIRON.get(name, "")).strip()

    def _number(self, name: str, cast: type[int] | type[float], default: float) -> float:
        if not (written := self._written(name)):
            return default
        try:
            number = cast(written)
            if math.isfinite(number):
                return number
        except (ValueError, OverflowError):
            pass
        form = "a whole number" if cast is int else "a number"
        raise ImproperlyConfigured(
            f"{name} is {written!r}, which is not {form}. Write it in digits, or take {name} out for its default."
        )

    def _record(self, name: str, kind: str, default: str, means: str, shown: str = "", **facts: Any) -> None:
        default = shown or (f"`{default}`" if default else "none")
        self.settings.append(Setting(name, self._section, self._compared, kind, default, means, **facts))
