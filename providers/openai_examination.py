"""Whether OpenAI would work: the key, the model and its end, and, for the price of one picture, the drawing itself."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import openai
from django.conf import settings

from providers.base import Finding, Picture, ProviderError
from providers.openai_api import client, translating
from providers.openai_errors import MODELS_PAGE

TIMEOUT = 15.0  # seconds
SOON = timedelta(days=30)
KEY = "OPENAI_API_KEY"
Draw = Callable[[], tuple[Picture, Mapping[str, str]]]
"""Draws the cheapest picture there is; gives it back with the headers of the answer."""
_NO_LIST = (404, 405, 501)
_NOTHING_LISTED = (
    "The server gives this key no list of models, so neither the key nor the model could be looked at without spending."
)


def account(model_setting: str) -> Iterator[Finding]:
    """What can be said for nothing of the key and of the model that `model_setting` names. Never raises."""
    try:
        known = _known_models(model_setting)
    except ProviderError as error:
        yield Finding(KEY, False, error.operator)
        return
    if known is None:
        yield Finding(KEY, True, _NOTHING_LISTED)
        return
    yield Finding(KEY, True, "The service accepts the key.")
    yield _model(model_setting, known)


def illustrator(model: str, draw: Draw, *, spend: bool) -> Iterator[Finding]:
    """The account, and with `spend` one picture that `draw` gives. Never raises."""
    findings = list(account("OPENAI_IMAGE_MODEL"))
    yield from findings
    if spend and findings[0].ok:
        yield from _trial(model, draw)


def _known_models(model_setting: str) -> Mapping[str, Any] | None:
    """When each model that the key may use is switched off, by its name; None where the server does not say: another
    maker's server need not have such a list, and a restricted key need not be allowed to see it. Raises ProviderError.
    """
    with translating(model_setting=model_setting):
        try:
            listed = client(TIMEOUT, model_setting=model_setting).get("/models", cast_to=httpx2.Response).json()
        except openai.APIStatusError as error:
            if error.status_code in _NO_LIST or "missing scopes" in error.message.lower():
                return None
            raise
        except ValueError:
            return None
    rows = listed.get("data") if isinstance(listed, dict) else None
    if not isinstance(rows, list):
        return None
    return {str(row.get("id")): row.get("shutdown_date") for row in rows if isinstance(row, dict)}


def _model(setting: str, known: Mapping[str, Any]) -> Finding:
    model = str(getattr(settings, setting))
    if model not in known:
        return Finding(setting, False, f"The account has no model {model}. {_choose(setting)}")
    if not known[model]:
        return Finding(setting, True, f"The model {model} is there, and no end of it is announced.")
    return _ending(setting, model, str(known[model])[:10])


def _ending(setting: str, model: str, day: str) -> Finding:
    """What to say of a model that will be switched off on `day`."""
    try:
        left = date.fromisoformat(day) - datetime.now(UTC).date()
    except ValueError:
        return Finding(setting, False, f"The model {model} will be switched off ({day}). {_choose(setting)}")
    if left > SOON:
        return Finding(setting, True, f"The model {model} is there; it will be switched off on {day}.")
    when = f"will be switched off on {day}, in {left.days} days" if left.days > 0 else f"was switched off on {day}"
    return Finding(setting, False, f"The model {model} {when}. {_choose(setting)}")


def _choose(setting: str) -> str:
    return f"Choose one at {MODELS_PAGE} and set {setting} to it."


def _trial(model: str, draw: Draw) -> Iterator[Finding]:
    began = time.monotonic()
    try:
        picture, headers = draw()
    except ProviderError as error:
        yield Finding("a picture", False, error.operator)
        return
    took, tokens = time.monotonic() - began, sum(picture.usage.values())
    cost = f"{tokens:,} tokens" if tokens else "a number of tokens that the service does not say"
    says = f"{model} drew one in {took:.0f} seconds for {cost}: the account may draw."
    yield Finding("a picture", True, says, model=model, usage=picture.usage)
    yield from _pace(headers)


def _pace(headers: Mapping[str, str]) -> Iterator[Finding]:
    """IMAGES_PER_MINUTE beside what the account may ask for, where the service says it."""
    limit = headers.get("x-ratelimit-limit-images") or headers.get("x-ratelimit-limit-requests") or ""
    if not limit.isdecimal():
        return
    ours, theirs = settings.IMAGES_PER_MINUTE, int(limit)
    found = f"The service allows this account {theirs} a minute, and IMAGES_PER_MINUTE is {ours}."
    advice = "" if ours <= theirs else f" Set IMAGES_PER_MINUTE to {theirs} or less."
    yield Finding("IMAGES_PER_MINUTE", ours <= theirs, found + advice)
