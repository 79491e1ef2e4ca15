"""OpenRouter: models of many makers with one key. Its errors, its lists of models, their prices, and its account.

`openai_servers.server_for("OPENROUTER")` has the address and the key, `openai_api.charged` what a call cost.
"""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx2

from providers.base import Finding, ProviderError
from providers.openai_api import client, translate_errors
from providers.openai_errors import ErrorResponse, OpenAIErrors
from providers.openai_health import model_finding
from providers.openai_servers import server_for

NAME = "openrouter"  # of its providers
MODELS_PAGE = "https://openrouter.ai/models"
TIMEOUT = 5.0  # seconds for a list
KEPT, FAILURE_KEPT = 3600.0, 60.0  # seconds
MILLION = 1_000_000
MEGAPIXELS = Decimal("1.6")  # of a picture of 1024 by 1536
# A 403 that is not about the content, and any error that is.
_ACCOUNT = re.compile(r"(?i)\b(limit|credits?|key|region|countr|terms|permission|not allowed|access)")
_CONTENT = re.compile(r"(?i)moderation|content[ _]policy|safety system|prohibited.content|\bflagged\b")
_kept: dict[tuple[str, str], tuple[float, Any]] = {}


@dataclass(frozen=True)
class OpenRouterErrors(OpenAIErrors):
    """403 means that the content was refused, unless it speaks of the account; other errors are as OpenAI's."""

    work: str = "OPENROUTER"
    models_page: str = MODELS_PAGE

    def from_response(self, response: ErrorResponse) -> ProviderError:
        """The error for an error response."""
        about_content = response.reasons or _CONTENT.search(response.message)
        if response.status in (400, 403, 422) and about_content:
            return self.refused(response.message, response.reasons)
        if response.status == 403 and not _ACCOUNT.search(response.message):
            return self.refused("")
        if response.status == 403 and re.search(r"(?i)\b(limit|credit)", response.message):
            return super().from_response(ErrorResponse(402, "", "", response.message, response.headers))
        return super().from_response(response)


LISTING_ERRORS = OpenRouterErrors("", "service", "list of models", "This cannot go on", "service that is asked")


def models(path: str, *, ask: bool = True) -> Mapping[str, Mapping[str, Any]]:
    """The rows of a list by the model's name: "/models", "/images/models" or "/videos/models". An hour old at most,
    older while OpenRouter does not answer, and {} when it never did, or when it did not yet and is not to be asked.
    Never raises."""
    return {str(row.get("id")): row for row in _rows(_listed(path, ask=ask), "data")}


def price_of(model: str, *, ask: bool = True) -> Mapping[str, Decimal] | None:
    """The price of a model as `providers.prices` has them: of seconds where a resolution follows its name, of pictures
    for one that draws, else of tokens. None when OpenRouter does not say it, or did not yet and is not to be asked."""
    name, _, resolution = model.partition(" ")
    if resolution:
        skus = models("/videos/models", ask=ask).get(name, {}).get("pricing_skus")
        return _silent_second(skus, resolution) if isinstance(skus, Mapping) else None
    if model in models("/images/models", ask=ask):
        endpoints = _rows(_listed(f"/images/models/{model}/endpoints", ask=ask), "endpoints")
        return _dearest([line for endpoint in endpoints for line in _rows(endpoint, "pricing")])
    pricing = models("/models", ask=ask).get(model, {}).get("pricing")
    if not isinstance(pricing, Mapping):
        return None
    names = {"input_text": "prompt", "input_text_cached": "input_cache_read", "output": "completion"}
    price = {kind: dollars * MILLION for kind, name in names.items() if (dollars := _amount(pricing.get(name))) >= 0}
    return price if "output" in price else None


def check_account(errors: OpenAIErrors, path: str) -> Iterator[Finding]:
    """Check the key, and the model in the list at `path`, with free calls. Never raises."""
    try:
        with translate_errors(errors):
            about = client(TIMEOUT, errors).get("/key", cast_to=httpx2.Response).json().get("data") or {}
    except (ProviderError, ValueError, AttributeError) as error:
        yield Finding(errors.key, False, getattr(error, "operator", "OpenRouter's answer about the key is unreadable."))
        return
    left = about.get("limit_remaining") if isinstance(about, dict) else None
    limited = isinstance(left, int | float)
    said = f" ${left:.2f} of its limit are left." if limited else ""
    yield Finding(errors.key, not limited or float(left or 0) > 0, f"OpenRouter accepts the key.{said}")
    if known := models(path):
        yield model_finding(errors.model_setting, dict.fromkeys(known), MODELS_PAGE)


def _listed(path: str, *, ask: bool) -> Any:
    """The JSON at `path`, kept for a while; the last one, or None, when OpenRouter does not answer or is not asked."""
    place = (server_for("OPENROUTER").url, path)
    until, answer = _kept.get(place, (0.0, None))
    if time.monotonic() < until or not ask:
        return answer
    try:
        with translate_errors(LISTING_ERRORS):
            answer = client(TIMEOUT, LISTING_ERRORS).get(path, cast_to=httpx2.Response).json()
        lasts = KEPT
    except (ProviderError, ValueError):
        lasts = FAILURE_KEPT
    _kept[place] = (time.monotonic() + lasts, answer)
    return answer


def _rows(answer: Any, name: str) -> list[Mapping[str, Any]]:
    rows = answer.get(name) if isinstance(answer, Mapping) else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _dearest(lines: list[Mapping[str, Any]]) -> Mapping[str, Decimal] | None:
    """The highest price of a picture; of 1K, where resolutions differ."""
    drawn = [line for line in lines if line.get("billable") == "output_image" and _amount(line.get("cost_usd")) >= 0]
    drawn = [line for line in drawn if line.get("variant") in (None, "", "1K")] or drawn
    each = {"image": Decimal(1), "megapixel": MEGAPIXELS}
    pictures = [_amount(line["cost_usd"]) * each[line["unit"]] for line in drawn if line.get("unit") in each]
    if pictures:
        return {"picture": max(pictures)}
    tokens = [_amount(line["cost_usd"]) * MILLION for line in drawn if line.get("unit") == "token"]
    return {"output": max(tokens)} if tokens else None


def _silent_second(skus: Mapping[str, Any], resolution: str) -> Mapping[str, Decimal] | None:
    """The highest price of a second without sound in that resolution, where the names of prices say so much."""
    named = {name: price for name, price in skus.items() if "second" in name and not re.search("pixel|token", name)}
    for word in ("without_audio", resolution):
        named = {name: price for name, price in named.items() if word in name} or named
    dollars = [_amount(price) / (100 if "cents" in name else 1) for name, price in named.items()]
    return {"second": max(dollars)} if dollars and min(dollars) >= 0 else None


def _amount(price: object) -> Decimal:
    """The price as a Decimal; -1 when it is none."""
    try:
        amount = Decimal(str(price))
    except InvalidOperation:
        return Decimal(-1)
    return amount if amount.is_finite() else Decimal(-1)
