"""Prices of models in dollars per million tokens, second of a clip, character of speech or picture, and costs of calls.

As of DATED, from OpenAI's pages (developers.openai.com/api/docs/models/<model>), kling.ai/document-api/pricing
and piapi.ai, and where those had none, from resellers that quote list prices. Prices change: compare them from time to
time. The setting PRICES adds models, and goes before this table.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils.module_loading import import_string

from providers.base import Usage
from providers.videos import durations

DATED = "2026-11-22"
Price = Mapping[str, Decimal]
MILLION = 1_000_000
PRICE_LIMIT = 1_000_000  # dollars per million tokens; the ledger cannot hold more
# Units with a price each, and its upper limit in dollars.
UNIT_PRICE_LIMITS = {"second": 1_000, "character": 1, "picture": 1_000}
KINDS = frozenset(
    {"input_text", "input_text_cached", "input_image", "input_image_cached", "output", *UNIT_PRICE_LIMITS}
)
CHARGED = "microdollar"  # the kind of usage with what the service itself says that it charged
# Every model has a price for at least one of these.
REQUIRED_KINDS = ("output", *UNIT_PRICE_LIMITS)


def _text(fresh: str, cached: str, output: str) -> Price:
    return {"input_text": Decimal(fresh), "input_text_cached": Decimal(cached), "output": Decimal(output)}


def _image(output: str) -> Price:
    inputs = {"input_text": "5", "input_text_cached": "1.25", "input_image": "8", "input_image_cached": "2"}
    return {name: Decimal(price) for name, price in inputs.items()} | {"output": Decimal(output)}


def _second(price: str) -> Price:
    return {"second": Decimal(price)}


def _picture(price: str) -> Price:
    return {"picture": Decimal(price)}


# A name also covers its dated versions ("gpt-image-2.5-flare-2026-09-08").
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
    "fal-ai/nano-banana-2": _picture("0.08"),  # at 1K
    "fal-ai/bytedance/seedream/v4.5": _picture("0.04"),
    "gemini-3.1-flash-image": _picture("0.068"),  # at 1K, with what is sent along
    "omni-moderation-latest": {},
    "tts-1": {"character": Decimal("0.000015")},
    "tts-1-hd": {"character": Decimal("0.00003")},
    "kling-v2-5-turbo std": _second("0.042"),
    "kling-v2-5-turbo pro": _second("0.07"),
    "kling-v2-6 std": _second("0.042"),
    "kling-v2-6 pro": _second("0.07"),
    "kling-v3 std": _second("0.084"),
    "kling-v3 pro": _second("0.112"),
    # The newer API, as of 2026-12-01.
    "kling-2.5-turbo std": _second("0.042"),
    "kling-2.5-turbo pro": _second("0.07"),
    "kling-2.6 std": _second("0.042"),
    "kling-2.6 pro": _second("0.07"),
    "kling-3.0 std": _second("0.084"),
    "kling-3.0 pro": _second("0.112"),
    "kling-3.0-turbo std": _second("0.112"),
    "kling-3.0-turbo pro": _second("0.14"),
    "kling-3.0-omni std": _second("0.084"),
    "kling-3.0-omni pro": _second("0.112"),
    "kling-o1 std": _second("0.084"),
    "kling-o1 pro": _second("0.112"),
    "piapi-kling-2.5-turbo std": _second("0.04"),
    "piapi-kling-2.5-turbo pro": _second("0.066"),
    "piapi-kling-2.6 std": _second("0.04"),
    "piapi-kling-2.6 pro": _second("0.066"),
    "piapi-kling-3.0 std": _second("0.1"),
    "piapi-kling-3.0 pro": _second("0.15"),
    # OpenRouter's own list goes before these, and what it charged before that.
    "openai/gpt-6-luna": _text("0.10", "0.01", "0.50"),
    "kwaivgi/kling-v3.0-std 720p": _second("0.084"),
    "kwaivgi/kling-v3.0-pro 720p": _second("0.112"),
    "google/veo-3.1-fast 720p": _second("0.1"),
    "google/gemini-3.1-flash-image": {"picture": Decimal("0.067")},
    "mistralai/voxtral-mini-tts-2603": {"character": Decimal("0.000016")},
    # Priced per clip of 6 or 10 seconds; here per second of the more expensive one.
    "MiniMax-Hailuo-2.3-Fast 768P": _second("0.032"),
    "MiniMax-Hailuo-2.3-Fast 1080P": _second("0.055"),
    "MiniMax-Hailuo-2.3 768P": _second("0.056"),
    "MiniMax-Hailuo-2.3 1080P": _second("0.082"),
    "MiniMax-Hailuo-02 512P": _second("0.017"),
    "MiniMax-Hailuo-02 768P": _second("0.056"),
    "MiniMax-Hailuo-02 1080P": _second("0.082"),
    "MiniMax-H3 768P": _second("0.08"),
    "MiniMax-H3 2K": _second("0.13"),
    "MiniMax-H3-Max 480P": _second("0.05"),
    "MiniMax-H3-Max 768P": _second("0.08"),
    # Google, as of 2026-12-01.
    "veo-3.1-generate-preview 720p": _second("0.4"),
    "veo-3.1-generate-preview 1080p": _second("0.4"),
    "veo-3.1-generate-preview 4k": _second("0.6"),
    "veo-3.1-fast-generate-preview 720p": _second("0.1"),
    "veo-3.1-fast-generate-preview 1080p": _second("0.12"),
    "veo-3.1-fast-generate-preview 4k": _second("0.3"),
    "veo-3.1-lite-generate-preview 720p": _second("0.05"),
    "veo-3.1-lite-generate-preview 1080p": _second("0.08"),
    # fal.ai, without sound, as of 2026-12-01.
    "fal-ai/kling-video/v2.5-turbo/standard/image-to-video": _second("0.042"),
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video": _second("0.07"),
    "fal-ai/kling-video/v2.6/pro/image-to-video": _second("0.07"),
    "fal-ai/kling-video/v3/standard/image-to-video": _second("0.168"),
    "fal-ai/kling-video/v3/pro/image-to-video": _second("0.224"),
    "fal-ai/kling-video/v4/image-to-video": _second("0.157"),
    "fal-ai/veo3.1/fast/image-to-video": _second("0.1"),
    "bytedance/seedance-2.0/image-to-video": _second("0.3034"),
    "bytedance/seedance-2.0/fast/image-to-video": _second("0.2419"),
}
# Providers whose services list their prices, imported on first use: `(model, ask=...)` gives a Price or None.
LISTS = {"openrouter": "providers.openrouter.price_of"}
FREE_PROVIDERS = frozenset({"local", "comfyui"})

# Estimated usage of a call, until enough calls are recorded. Rather too high than too low, because budgets rely on it.
# Output tokens of a 1024x1536 picture by quality; for the lower two, 2.6 models take about four times as many as 2.5.
PICTURE_TOKENS = {"low": 800, "medium": 1800, "high": 6300, "xhigh": 6300, "max": 8000, "auto": 6300}
PREVIEW_TOKENS = 100
PROMPT_TOKENS = 700
BASE_PICTURE_TOKENS = 1500
TEXT_CALL: Usage = {"input_text": 5_000, "output": 12_000}
SPEECH_CALL: Usage = {"character": 400}


def price_of(provider: str, model: str) -> Price | None:
    """The prices of a model; {} when it is free, None when it is unknown."""
    if provider in FREE_PROVIDERS:
        return {}
    own = settings.PRICES
    if not isinstance(own, dict):
        return None  # it is unreadable, so it may concern any model
    # "kling-v2-5-turbo" in PRICES also covers "kling-v2-5-turbo pro", unless that is listed, too.
    for name in (model, model.partition(" ")[0]):
        if name in own:
            return None if price_error(own[name]) else {kind: _amount(price) for kind, price in own[name].items()}
    known = TABLE.get(model) or TABLE.get(_undated(model))
    # A list is waited for only where there is no price without it.
    listed = import_string(LISTS[provider])(model, ask=known is None) if provider in LISTS else None
    return listed or known


def price_setting_errors() -> list[str]:
    """What is wrong with the setting PRICES, in sentences."""
    own = settings.PRICES
    if not isinstance(own, dict):
        return ["PRICES is not JSON of the form {model: {kind of unit: dollars}}, so no model has a price."]
    errors = ((model, price_error(entry)) for model, entry in own.items())
    return [f"PRICES gives {model} {error}, so its price counts as unknown." for model, error in errors if error]


def price_error(entry: object) -> str:
    """What is wrong with one entry of PRICES; "" when nothing. {} is valid and means free."""
    if not isinstance(entry, dict):
        return f"{entry!r}, which is no object of prices"
    strange = sorted(set(entry) - KINDS)
    if strange:
        return f"a price for {strange[0]!r}, which is no kind of token or of other unit"
    wrong = [
        kind for kind, price in entry.items() if not 0 <= _amount(price) < UNIT_PRICE_LIMITS.get(kind, PRICE_LIMIT)
    ]
    if wrong:
        return f"{entry[wrong[0]]!r} as price for {wrong[0]}, which is no amount"
    return f"no price for {' or '.join(REQUIRED_KINDS)}" if entry and not entry.keys() & {*REQUIRED_KINDS} else ""


def _amount(price: object) -> Decimal:
    """The price as a Decimal; -1 when it is not a number (NaN cannot be compared)."""
    try:
        amount = Decimal(str(price))
    except InvalidOperation:
        return Decimal(-1)
    return amount if amount.is_finite() else Decimal(-1)


def _undated(model: str) -> str:
    """The name of the model without a date at its end."""
    parts = model.rsplit("-", 3)
    dated = len(parts) == 4 and all(part.isdecimal() for part in parts[1:]) and len(parts[1]) == 4
    return parts[0] if dated else model


def cost(provider: str, model: str, usage: Usage) -> Decimal | None:
    """The cost of a call in dollars: what the service says that it charged, else by price; None when the model or its
    usage is unknown."""
    if CHARGED in usage:
        return Decimal(usage[CHARGED]) / MILLION
    price = price_of(provider, model)
    if not price:
        return None if price is None else Decimal(0)
    known = [_cost_of(price, kind, count) for kind, count in usage.items()]
    total = sum((one for one in known if one is not None), Decimal(0))
    return total if known and None not in known else None


def _cost_of(price: Price, kind: str, count: int) -> Decimal | None:
    """The cost of `count` units of a kind. A token kind without a price counts as plain text input."""
    if kind in UNIT_PRICE_LIMITS:
        return price[kind] * count if kind in price else None
    if kind in price:
        return price[kind] * count / MILLION
    return price.get("input_text", Decimal(0)) * count / MILLION if "output" in price else None


def first_guess(provider: str, model: str, what: str, grade: str = "") -> Decimal | None:
    """The estimated cost of a call in dollars; None when the model is unknown. `what` is "picture", "clip", "speech" or
    a writer's task, `grade` a picture's quality."""
    price = price_of(provider, model)
    if not price:
        return None if price is None else Decimal(0)
    by_piece = what == "picture" and "picture" in price
    return cost(provider, model, {"picture": 1} if by_piece else _probable(model, what, grade))


def _probable(model: str, what: str, grade: str) -> Usage:
    if what == "picture":
        output = PICTURE_TOKENS.get(grade or settings.OPENAI_IMAGE_QUALITY, PICTURE_TOKENS["auto"])
        previews = PREVIEW_TOKENS * settings.IMAGE_PREVIEWS
        return {"input_text": PROMPT_TOKENS, "input_image": BASE_PICTURE_TOKENS, "output": output + previews}
    if what == "clip":
        return {"second": durations.nearest(model, settings.VIDEO_SECONDS)}
    return SPEECH_CALL if what == "speech" else TEXT_CALL
