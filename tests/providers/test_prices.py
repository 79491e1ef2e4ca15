"""providers.prices: the cost of calls."""

import re
from decimal import Decimal

import pytest
from django.conf import settings as site

from providers import prices, registry
from providers.videos import durations


def test_a_picture_costs_what_its_tokens_cost():
    usage = {"input_text": 1000, "input_image": 2000, "input_image_cached": 500, "output": 1600}
    cost = prices.cost("openai", "gpt-image-2.6-flare", usage)
    assert cost == Decimal("0.005") + Decimal("0.016") + Decimal("0.001") + Decimal("0.048")


def test_a_text_costs_what_its_tokens_cost():
    usage = {"input_text": 4000, "input_text_cached": 1000, "output": 6000}
    assert prices.cost("openai", "gpt-6-luna", usage) == Decimal("0.00341")


def test_a_dated_version_costs_what_its_model_does():
    usage = {"output": 1000}
    dated = prices.cost("openai", "gpt-image-2.5-flare-2026-09-08", usage)
    assert dated == prices.cost("openai", "gpt-image-2.5-flare", usage) == Decimal("0.03")


def test_local_providers_are_free():
    assert prices.cost("local", "storybook-1", {}) == 0
    assert prices.first_guess("local", "storybook-1", "picture") == 0


@pytest.mark.parametrize("model", ["gpt-image-99", "gpt-image-2.5-flare-beta", "a-b-c-d"])
def test_the_price_of_a_model_that_is_not_in_the_table_is_unknown(model):
    assert prices.cost("openai", model, {"output": 1}) is None
    assert prices.first_guess("openai", model, "picture") is None


def test_the_cost_without_a_token_count_is_unknown():
    assert prices.cost("openai", "gpt-image-2.6-flare", {}) is None


def test_what_a_service_says_that_it_charged_goes_before_all_prices(settings):
    settings.PRICES = {"gpt-6-luna": {"output": 1}}
    for model in ("gpt-6-luna", "nobody/knows-this"):
        assert prices.cost("openai", model, {"output": 1_000_000, "microdollar": 39_000}) == Decimal("0.039")


def test_an_own_price_goes_before_the_table(settings):
    settings.PRICES = {"gpt-6-luna": {"input_text": 1, "output": 2.5}, "my-model": {}}
    assert prices.cost("openai", "gpt-6-luna", {"input_text": 1_000_000, "output": 1_000_000}) == Decimal("3.5")
    assert prices.cost("openai", "my-model", {"output": 5}) == 0


def test_a_kind_of_token_without_a_price_is_charged_as_plain_text(settings):
    settings.PRICES = {"my-model": {"input_text": 3, "output": 9}}
    assert prices.cost("openai", "my-model", {"input_image": 1_000_000}) == 3


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ([1], "no object of prices"),
        (7, "no object of prices"),
        ({"output": "abc"}, "'abc' as price for output, which is no amount"),
        ({"output": ""}, "'' as price for output, which is no amount"),
        ({"output": None}, "no amount"),
        ({"output": True}, "no amount"),
        ({"output": -1}, "no amount"),
        ({"output": float("nan")}, "no amount"),
        ({"output": float("inf")}, "no amount"),
        ({"output": 10**40}, "no amount"),
        ({"output": 1, "output_image": 40}, "'output_image', which is no kind of token"),
        ({"input_text": 1}, "no price for output"),
    ],
)
def test_a_malformed_price_is_unknown_and_never_free(settings, entry, fault):
    settings.PRICES = {"gpt-6-luna": entry, "my-model": {"output": "2.5"}}
    (found,) = prices.price_setting_errors()
    assert found.startswith("PRICES gives gpt-6-luna ")
    assert fault in found
    assert prices.price_of("openai", "gpt-6-luna") is None
    assert prices.first_guess("openai", "gpt-6-luna", "write") is None
    assert prices.cost("openai", "my-model", {"output": 1_000_000}) == Decimal("2.5")


@pytest.mark.parametrize("written", [[1], "{output: 1}", None, 3])
def test_prices_that_cannot_be_read_leave_every_model_without_one(settings, written):
    settings.PRICES = written
    assert len(prices.price_setting_errors()) == 1
    assert prices.price_of("openai", "gpt-6-luna") is None
    assert prices.price_of("local", "storybook-1") == {}


def test_valid_prices_have_no_error(settings):
    settings.PRICES = {"a": {}, "b": dict.fromkeys(prices.KINDS, 0), "c": {"output": 1.5}}
    assert prices.price_setting_errors() == []
    assert prices.price_of("openai", "c") == {"output": Decimal("1.5")}


def test_both_default_models_have_a_price():
    for model in (site.OPENAI_TEXT_MODEL, site.OPENAI_IMAGE_MODEL):
        assert prices.price_of("openai", model)


def test_a_better_picture_is_expected_to_cost_more(settings):
    guesses = []
    for settings.OPENAI_IMAGE_QUALITY in ("low", "medium", "high"):
        guesses.append(prices.first_guess("openai", "gpt-image-2.6-flare", "picture"))
    assert guesses == sorted(set(guesses))


def test_a_clip_costs_by_the_second_and_speech_by_the_character():
    assert prices.cost("kling", "kling-v2-5-turbo std", {"second": 5}) == Decimal("0.21")
    assert prices.cost("openai", "tts-1", {"character": 200}) == Decimal("0.003")


def test_the_better_mode_of_a_model_has_a_price_of_its_own():
    assert prices.cost("kling", "kling-v2-5-turbo pro", {"second": 5}) == Decimal("0.35")
    assert prices.price_of("kling", "kling-v2-5-turbo dreamy") is None


def test_an_own_price_of_a_model_is_for_all_its_modes_but_those_that_have_one(settings):
    settings.PRICES = {"kling-v2-5-turbo": {"second": 0.07}, "kling-v2-5-turbo pro": {"second": "0.1"}}
    assert prices.cost("kling", "kling-v2-5-turbo std", {"second": 10}) == Decimal("0.7")
    assert prices.cost("kling", "kling-v2-5-turbo pro", {"second": 10}) == Decimal("1.0")


@pytest.mark.parametrize(
    ("model", "usage"),
    [("kling-v2-5-turbo std", {"output": 5}), ("gpt-6-luna", {"second": 5}), ("tts-1", {"character": 1, "second": 1})],
)
def test_a_unit_without_a_price_is_unknown_and_never_free(model, usage):
    assert prices.cost("kling", model, usage) is None


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"second": 1000}, "1000 as price for second, which is no amount"),
        ({"character": 1}, "1 as price for character, which is no amount"),
        ({"second": "cheap"}, "'cheap' as price for second"),
        ({"minute": 1}, "'minute', which is no kind"),
    ],
)
def test_a_price_per_unit_that_must_be_meant_per_million_is_refused(settings, entry, fault):
    settings.PRICES = {"my-clips": entry}
    (found,) = prices.price_setting_errors()
    assert fault in found
    assert prices.price_of("kling", "my-clips std") is None


def test_a_longer_clip_is_expected_to_cost_more_by_the_length_that_is_really_made(settings):
    guesses = {}
    for settings.VIDEO_SECONDS in (5.0, 6.0, 10.0):
        guesses[settings.VIDEO_SECONDS] = prices.first_guess("hailuo", "MiniMax-Hailuo-2.3-Fast 768P", "clip")
    assert guesses == {5.0: Decimal("0.192"), 6.0: Decimal("0.192"), 10.0: Decimal("0.32")}


@pytest.mark.parametrize("name", ["kling", "piapi", "hailuo"])
def test_every_default_model_for_clips_has_a_price(settings, name):
    assert prices.first_guess(name, registry.animator(name).model, "clip") > 0


def test_the_page_of_services_says_what_twenty_clips_cost(settings):
    provider, rows = "", 0
    for line in (settings.BASE_DIR / "docs/services.md").read_text().splitlines():
        if named := re.match(r"`VIDEO_PROVIDER=(\w+)`", line):
            provider = named[1]
        if row := re.fullmatch(r"\| `([^`]+)` \| (\d+) s \| \$([\d.]+) \|", line):
            model, seconds, dollars = row.groups()
            rows += 1
            assert durations.nearest(model, settings.VIDEO_SECONDS) == int(seconds), model
            assert prices.first_guess(provider, model, "clip") * 20 == Decimal(dollars), model
    assert rows > 20
