"""Health checks of OpenAI's API: the key, the model, its shutdown date, and (at the price of a picture) a drawing."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import openai
from django.conf import settings

from providers.base import Finding, Picture, ProviderError
from providers.openai_api import client, translate_errors
from providers.openai_errors import MODELS_PAGE

TIMEOUT = 15.0  # seconds
SHUTDOWN_WARNING = timedelta(days=30)
KEY = "OPENAI_API_KEY"
Draw = Callable[[], tuple[Picture, Mapping[str, str]]]
"""Draws the cheapest picture; returns it with the headers of the response."""
_NO_MODEL_LIST = (404, 405, 501)  # statuses of servers without a list of models
_NOT_CHECKED = (
    "The server gives this key no list of models, so neither the key nor the model could be looked at without spending."
)


def check_account(model_setting: str) -> Iterator[Finding]:
    """Check the key, and the model that `model_setting` names, with free calls. Never raises."""
    try:
        known = _known_models(model_setting)
    except ProviderError as error:
        yield Finding(KEY, False, error.operator)
        return
    if known is None:
        yield Finding(KEY, True, _NOT_CHECKED)
        return
    yield Finding(KEY, True, "The service accepts the key.")
    yield _model_finding(model_setting, known)


def check_illustrator(model: str, draw: Draw, *, spend: bool) -> Iterator[Finding]:
    """Check the account; with `spend` also draw one picture. Never raises."""
    findings = list(check_account("OPENAI_IMAGE_MODEL"))
    yield from findings
    if spend and findings[0].ok:
        yield from _test_drawing(model, draw)


def _known_models(model_setting: str) -> Mapping[str, Any] | None:
    """The shutdown dates of the models that the key may use, by model; None when the server gives no list. Other
    servers need not have one, and a restricted key may not read it. Raises ProviderError."""
    with translate_errors(model_setting=model_setting):
        try:
            listed = client(TIMEOUT, model_setting=model_setting).get("/models", cast_to=httpx2.Response).json()
        except openai.APIStatusError as error:
            if error.status_code in _NO_MODEL_LIST or "missing scopes" in error.message.lower():
                return None
            raise
        except ValueError:
            return None
    rows = listed.get("data") if isinstance(listed, dict) else None
    if not isinstance(rows, list):
        return None
    return {str(row.get("id")): row.get("shutdown_date") for row in rows if isinstance(row, dict)}


def _model_finding(setting: str, known: Mapping[str, Any]) -> Finding:
    model = str(getattr(settings, setting))
    if model not in known:
        return Finding(setting, False, f"The account has no model {model}. {_choose(setting)}")
    if not known[model]:
        return Finding(setting, True, f"The model {model} is there, and no end of it is announced.")
    return _shutdown_finding(setting, model, str(known[model])[:10])


def _shutdown_finding(setting: str, model: str, day: str) -> Finding:
    """The finding for a model with a shutdown date."""
    try:
        left = date.fromisoformat(day) - datetime.now(UTC).date()
    except ValueError:
        return Finding(setting, False, f"The model {model} will be switched off ({day}). {_choose(setting)}")
    if left > SHUTDOWN_WARNING:
        return Finding(setting, True, f"The model {model} is there; it will be switched off on {day}.")
    when = f"will be switched off on {day}, in {left.days} days" if left.days > 0 else f"was switched off on {day}"
    return Finding(setting, False, f"The model {model} {when}. {_choose(setting)}")


def _choose(setting: str) -> str:
    return f"Choose one at {MODELS_PAGE} and set {setting} to it."


def _test_drawing(model: str, draw: Draw) -> Iterator[Finding]:
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
    yield from _check_rate_limit(headers)


def _check_rate_limit(headers: Mapping[str, str]) -> Iterator[Finding]:
    """Compare IMAGES_PER_MINUTE with the limit of the account, if the headers name it."""
    limit = headers.get("x-ratelimit-limit-images") or headers.get("x-ratelimit-limit-requests") or ""
    if not limit.isdecimal():
        return
    ours, theirs = settings.IMAGES_PER_MINUTE, int(limit)
    found = f"The service allows this account {theirs} a minute, and IMAGES_PER_MINUTE is {ours}."
    advice = "" if ours <= theirs else f" Set IMAGES_PER_MINUTE to {theirs} or less."
    yield Finding("IMAGES_PER_MINUTE", ours <= theirs, found + advice)
