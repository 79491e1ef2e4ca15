"""Health checks of OpenAI's API that cost nothing: the key, the model and its shutdown date."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import openai
from django.conf import settings

from providers.base import Finding, ProviderError
from providers.openai_api import client, translate_errors
from providers.openai_errors import MODELS_PAGE, OpenAIErrors
from providers.openai_servers import server_for

TIMEOUT = 15.0  # seconds
SHUTDOWN_WARNING = timedelta(days=30)
_NO_MODEL_LIST = (404, 405, 501)  # statuses of servers without a list of models
_NOT_CHECKED = (
    "The server gives this key no list of models, so neither the key nor the model could be looked at without spending."
)


def check_account(errors: OpenAIErrors) -> Iterator[Finding]:
    """Check the key and the model of that kind of work with free calls. Never raises."""
    try:
        known = _known_models(errors)
    except ProviderError as error:
        yield Finding(errors.key, False, error.operator)
        return
    if known is None:
        yield Finding(errors.key, True, _NOT_CHECKED)
        return
    yield Finding(errors.key, True, _accepted(errors))
    yield model_finding(errors.model_setting, known)


def _accepted(errors: OpenAIErrors) -> str:
    server = server_for(errors.work)
    return (
        "The service accepts the key."
        if server.key
        else f"The server that {errors.server} names answers; no key is set."
    )


def _known_models(errors: OpenAIErrors) -> Mapping[str, Any] | None:
    """The shutdown dates of the models that the key may use, by model; None when the server gives no list. Other
    servers need not have one, and a restricted key may not read it. Raises ProviderError."""
    with translate_errors(errors):
        try:
            listed = client(TIMEOUT, errors).get("/models", cast_to=httpx2.Response).json()
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


def model_finding(setting: str, known: Mapping[str, Any], page: str = MODELS_PAGE) -> Finding:
    """Whether the account has the model, and when that will be switched off."""
    model = str(getattr(settings, setting))
    if model not in known:
        return Finding(setting, False, f"The account has no model {model}. {_choose(setting, page)}")
    if not known[model]:
        return Finding(setting, True, f"The model {model} is there, and no end of it is announced.")
    day = str(known[model])[:10]
    try:
        left = date.fromisoformat(day) - datetime.now(UTC).date()
    except ValueError:
        return Finding(setting, False, f"The model {model} will be switched off ({day}). {_choose(setting, page)}")
    if left > SHUTDOWN_WARNING:
        return Finding(setting, True, f"The model {model} is there; it will be switched off on {day}.")
    when = f"will be switched off on {day}, in {left.days} days" if left.days > 0 else f"was switched off on {day}"
    return Finding(setting, False, f"The model {model} {when}. {_choose(setting, page)}")


def _choose(setting: str, page: str) -> str:
    return f"Choose one at {page} and set {setting} to it."
