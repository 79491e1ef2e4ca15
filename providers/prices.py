"""What models cost, in dollars a million tokens, and from that what a call cost.

Read on the day DATED from OpenAI's own pages of the models (developers.openai.com/api/docs/models/<model>) and, where
those gave no figure, from resellers that name OpenAI's list prices. Prices change: compare once in a while, and put
models that are missing here into the setting PRICES, which goes before this table.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.conf import settings

from providers.base import Usage

DATED = "2026-11-22"
SOURCE = "developers.openai.com/api/docs/pricing"
Price = Mapping[str, Decimal]
MILLION = 1_000_000
MOST = 1_000_000  # dollars a million tokens; the ledger has no room for what costs more
KINDS = frozenset({"input_text", "input_text_cached", "input_image", "input_image_cached", "output"})


def _text(fresh: str, cached: str, output: str) -> Price:
    return {"input_text": Decimal(fresh), "input_text_cached": Decimal(cached), "output": Decimal(output)}


def _image(output: str) -> Price:
    inputs = {"input_text": "5", "input_text_cached": "1.25", "input_image": "8", "input_image_cached": "2"}
    return {name: Decimal(price) for name, price in inputs.items()} | {"output": Decimal(output)}


# A name here also prices its dated versions ("gpt-image-2.5-flare-2026-09-08").
TABLE: Mapping[str, Price] = {
    "gpt-6-luna": _text("0.10", "0.01", "0.50"),
    "gpt-6-sol": _text("2", "0.20", "10"),
    "gpt-6.1-sol": _text("2", "0.10", "10"),
    "gpt-6-astra": _text("10", "1", "50"),
    "gpt-5.6-luna": _text("0.20", "0.02", "1.20"),
    "gpt-5.6-terra": _text("2", "0.20", "12"),
    "gpt-5.6-sol": _text("4", "0.40", "20"),
    "gpt-image-1.5": _image("32"),
    "gpt-image-2": _image("30"),
    "gpt-image-2.5-flare": _image("30"),
    "gpt-image-2.5-sunburst": _image("30"),
    "gpt-image-2.6-flare": _image("30"),
    "gpt-image-2.6-sunburst": _image("30"),
    "omni-moderation-latest": {},
}
FREE_PROVIDERS = frozenset({"local"})

# What a call will probably consume, until enough of them were made here to know better. Rather too much than too
# little: a budget is kept with it. Output tokens of a picture of 1024x1536 by quality; for the lower two the 2.6 models
# take about four times as many as the 2.5 ones.
PICTURE_TOKENS = {"low": 800, "medium": 1800, "high": 6300, "xhigh": 6300, "max": 8000, "auto": 6300}
PREVIEW_TOKENS = 100
PROMPT_TOKENS = 700
BASE_PICTURE_TOKENS = 1500
TEXT_CALL: Usage = {"input_text": 5_000, "output": 12_000}


def price_of(provider: str, model: str) -> Price | None:
    """The prices of a model, {} for one that costs nothing, None for one that we do not know."""
    if provider in FREE_PROVIDERS:
        return {}
    own = settings.PRICES
    if not isinstance(own, dict):
        return None  # it cannot be read, so it may mean any model
    if model in own:
        return None if fault_of(own[model]) else {kind: _amount(price) for kind, price in own[model].items()}
    return TABLE.get(model) or TABLE.get(_undated(model))


def faults_of_own() -> list[str]:
    """What is wrong with the setting PRICES, in sentences."""
    own = settings.PRICES
    if not isinstance(own, dict):
        return ["PRICES is not JSON of the form {model: {kind of token: dollars}}, so no model has a price."]
    faults = ((model, fault_of(entry)) for model, entry in own.items())
    return [f"PRICES gives {model} {fault}, so its price counts as unknown." for model, fault in faults if fault]


def fault_of(entry: object) -> str:
    """What is wrong with the prices that PRICES gives a model, "" when nothing is. {} is right: it costs nothing."""
    if not isinstance(entry, dict):
        return f"{entry!r}, which is no object of prices"
    strange = sorted(set(entry) - KINDS)
    if strange:
        return f"a price for {strange[0]!r}, which is no kind of token"
    wrong = [kind for kind, price in entry.items() if not 0 <= _amount(price) < MOST]
    if wrong:
        return f"{entry[wrong[0]]!r} as price for {wrong[0]}, which is no amount"
    return "no price for output" if entry and "output" not in entry else ""


def _amount(price: object) -> Decimal:
    """The price as it was written; -1 for what is none (NaN would not let itself be compared)."""
    try:
        amount = Decimal(str(price))
    except InvalidOperation:
        return Decimal(-1)
    return amount if amount.is_finite() else Decimal(-1)


def _undated(model: str) -> str:
    """The model's name without a date at its end."""
    parts = model.rsplit("-", 3)
    dated = len(parts) == 4 and all(part.isdecimal() for part in parts[1:]) and len(parts[1]) == 4
    return parts[0] if dated else model


def cost(provider: str, model: str, usage: Usage) -> Decimal | None:
    """What a call cost, in dollars; None when nobody can say: an unknown model, or one that did not count."""
    price = price_of(provider, model)
    if price is None:
        return None
    if price and not usage:
        return None
    # A kind of token without a price of its own is charged as plain text input.
    plain = price.get("input_text", Decimal(0))
    return sum((price.get(kind, plain) * count / MILLION for kind, count in usage.items()), Decimal(0))


def first_guess(provider: str, model: str, what: str) -> Decimal | None:
    """What a call will probably cost, in dollars; `what` is "picture" or the name of a writer's work. None: unknown."""
    price = price_of(provider, model)
    if not price:
        return None if price is None else Decimal(0)
    return cost(provider, model, _picture() if what == "picture" else TEXT_CALL)


def _picture() -> Usage:
    output = PICTURE_TOKENS.get(settings.OPENAI_IMAGE_QUALITY, PICTURE_TOKENS["auto"])
    previews = PREVIEW_TOKENS * settings.IMAGE_PREVIEWS
    return {"input_text": PROMPT_TOKENS, "input_image": BASE_PICTURE_TOKENS, "output": output + previews}
