"""What models cost, in dollars a million tokens, a second of a clip or a character of speech, and from that what a call
cost.

Read on the day DATED from OpenAI's own pages of the models (developers.openai.com/api/docs/models/<model>), from
kling.ai/document-api/pricing and piapi.ai, and, where those gave no figure, from resellers that name the maker's list
prices. Prices change: compare once in a while, and put models that are missing here into the setting PRICES, which goes
before this table.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.conf import settings

from providers.base import Usage
from providers.videos import lengths

DATED = "2026-11-22"
SOURCE = "developers.openai.com/api/docs/pricing"
Price = Mapping[str, Decimal]
MILLION = 1_000_000
MOST = 1_000_000  # dollars a million tokens; the ledger has no room for what costs more
APIECE = {"second": 1_000, "character": 1}  # what is priced one by one, and what one must cost less than, in dollars
KINDS = frozenset({"input_text", "input_text_cached", "input_image", "input_image_cached", "output", *APIECE})
# A model has a price for at least one of these: most of what it costs.
ESSENTIAL = ("output", *APIECE)


def _text(fresh: str, cached: str, output: str) -> Price:
    return {"input_text": Decimal(fresh), "input_text_cached": Decimal(cached), "output": Decimal(output)}


def _image(output: str) -> Price:
    inputs = {"input_text": "5", "input_text_cached": "1.25", "input_image": "8", "input_image_cached": "2"}
    return {name: Decimal(price) for name, price in inputs.items()} | {"output": Decimal(output)}


def _second(price: str) -> Price:
    return {"second": Decimal(price)}


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
    "tts-1": {"character": Decimal("0.000015")},
    "tts-1-hd": {"character": Decimal("0.00003")},
    "kling-v2-5-turbo std": _second("0.042"),
    "kling-v2-5-turbo pro": _second("0.07"),
    "kling-v2-6 std": _second("0.042"),
    "kling-v2-6 pro": _second("0.07"),
    "kling-v3 std": _second("0.084"),
    "kling-v3 pro": _second("0.112"),
    "piapi-kling-2.6 std": _second("0.04"),
    "piapi-kling-2.6 pro": _second("0.066"),
    "piapi-kling-3.0 std": _second("0.1"),
    "piapi-kling-3.0 pro": _second("0.15"),
    # Priced by the clip of 6 or 10 seconds; here by the second of the one that is dearer.
    "MiniMax-Hailuo-2.3-Fast 768P": _second("0.032"),
    "MiniMax-Hailuo-2.3-Fast 1080P": _second("0.055"),
    "MiniMax-Hailuo-2.3 768P": _second("0.056"),
    "MiniMax-Hailuo-2.3 1080P": _second("0.082"),
    "MiniMax-Hailuo-02 512P": _second("0.017"),
    "MiniMax-Hailuo-02 768P": _second("0.056"),
    "MiniMax-Hailuo-02 1080P": _second("0.082"),
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
SPEECH_CALL: Usage = {"character": 400}


def price_of(provider: str, model: str) -> Price | None:
    """The prices of a model, {} for one that costs nothing, None for one that we do not know."""
    if provider in FREE_PROVIDERS:
        return {}
    own = settings.PRICES
    if not isinstance(own, dict):
        return None  # it cannot be read, so it may mean any model
    # "kling-v2-5-turbo" in PRICES also prices "kling-v2-5-turbo pro", unless that stands there, too.
    for name in (model, model.partition(" ")[0]):
        if name in own:
            return None if fault_of(own[name]) else {kind: _amount(price) for kind, price in own[name].items()}
    return TABLE.get(model) or TABLE.get(_undated(model))


def faults_of_own() -> list[str]:
    """What is wrong with the setting PRICES, in sentences."""
    own = settings.PRICES
    if not isinstance(own, dict):
        return ["PRICES is not JSON of the form {model: {kind of unit: dollars}}, so no model has a price."]
    faults = ((model, fault_of(entry)) for model, entry in own.items())
    return [f"PRICES gives {model} {fault}, so its price counts as unknown." for model, fault in faults if fault]


def fault_of(entry: object) -> str:
    """What is wrong with the prices that PRICES gives a model, "" when nothing is. {} is right: it costs nothing."""
    if not isinstance(entry, dict):
        return f"{entry!r}, which is no object of prices"
    strange = sorted(set(entry) - KINDS)
    if strange:
        return f"a price for {strange[0]!r}, which is no kind of token or of other unit"
    wrong = [kind for kind, price in entry.items() if not 0 <= _amount(price) < APIECE.get(kind, MOST)]
    if wrong:
        return f"{entry[wrong[0]]!r} as price for {wrong[0]}, which is no amount"
    return f"no price for {' or '.join(ESSENTIAL)}" if entry and not entry.keys() & {*ESSENTIAL} else ""


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
    if not price:
        return None if price is None else Decimal(0)
    known = [_cost_of(price, kind, count) for kind, count in usage.items()]
    total = sum((one for one in known if one is not None), Decimal(0))
    return total if known and None not in known else None


def _cost_of(price: Price, kind: str, count: int) -> Decimal | None:
    """What so many units of a kind cost. A kind of token without a price of its own is charged as plain text input."""
    if kind in APIECE:
        return price[kind] * count if kind in price else None
    if kind in price:
        return price[kind] * count / MILLION
    return price.get("input_text", Decimal(0)) * count / MILLION if "output" in price else None


def first_guess(provider: str, model: str, what: str) -> Decimal | None:
    """What a call will probably cost, in dollars; `what` is "picture", "clip", "speech" or the name of a writer's work.
    None: unknown."""
    price = price_of(provider, model)
    if not price:
        return None if price is None else Decimal(0)
    return cost(provider, model, _probable(model, what))


def _probable(model: str, what: str) -> Usage:
    if what == "picture":
        return _picture()
    if what == "clip":
        return {"second": lengths.nearest(model, settings.VIDEO_SECONDS)}
    return SPEECH_CALL if what == "speech" else TEXT_CALL


def _picture() -> Usage:
    output = PICTURE_TOKENS.get(settings.OPENAI_IMAGE_QUALITY, PICTURE_TOKENS["auto"])
    previews = PREVIEW_TOKENS * settings.IMAGE_PREVIEWS
    return {"input_text": PROMPT_TOKENS, "input_image": BASE_PICTURE_TOKENS, "output": output + previews}
