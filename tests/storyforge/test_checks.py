"""What the system checks say about settings, and that they say nothing about good ones."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.checks import run_checks

from providers import retired


def ids() -> list[str]:
    """The ids of everything that our own checks find."""
    return sorted(found.id for found in run_checks() if found.id.startswith("storyforge."))


def sentences() -> str:
    return "\n".join(f"{found.msg} {found.hint}" for found in run_checks() if found.id.startswith("storyforge."))


def test_settings_without_any_key_are_fine():
    assert ids() == []


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"TEXT_PROVIDER": "magic"}, "storyforge.E001"),
        ({"IMAGES_PER_MINUTE": 0, "IMAGE_BURST": None}, "storyforge.E002"),
        ({"IMAGE_BURST": 99}, "storyforge.E003"),
        ({"LEASE_SECONDS": 1.0}, "storyforge.W001"),
        ({"PLACEHOLDERS": ["OPENAI_API_KEY"]}, "storyforge.W002"),
        ({"TEXT_PROVIDER": "openai", "OPENAI_API_KEY": ""}, "storyforge.E004"),
        ({"IMAGE_HOST": "cloudinary", "CLOUDINARY_URL": ""}, "storyforge.E004"),
        ({"MODERATE_INPUT": True, "OPENAI_API_KEY": ""}, "storyforge.E004"),
        ({"IMAGE_PREVIEWS": 4}, "storyforge.E006"),
        ({"MAX_CONCURRENT_IMAGES": 0}, "storyforge.E007"),
    ],
)
def test_a_wrong_setting_is_found(settings, wrong, found):
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert ids() == [found]


def test_a_provider_with_its_key_is_fine(settings):
    settings.TEXT_PROVIDER = settings.IMAGE_PROVIDER = "openai"
    settings.OPENAI_API_KEY, settings.STORY_BUDGET_USD = "sk-1", Decimal(1)
    assert ids() == []


def test_a_budget_for_a_model_without_a_price_is_refused_until_the_price_is_given(settings):
    settings.IMAGE_PROVIDER, settings.OPENAI_API_KEY, settings.OPENAI_IMAGE_MODEL = "openai", "sk-1", "house-model"
    settings.DAILY_BUDGET_USD = Decimal(5)
    assert ids() == ["storyforge.E005"]
    assert "house-model (OPENAI_IMAGE_MODEL)" in sentences()
    settings.PRICES = {"house-model": {"output": 1}}
    assert ids() == []


def test_a_model_that_is_shut_down_is_named_with_the_date(settings):
    settings.IMAGE_PROVIDER, settings.OPENAI_API_KEY, settings.OPENAI_IMAGE_MODEL = "openai", "sk-1", "gpt-image-1"
    assert ids() == ["storyforge.W003"]
    assert "OPENAI_IMAGE_MODEL is gpt-image-1, which OpenAI shuts down on 2026-10-23." in sentences()
    settings.OPENAI_BASE_URL = "http://127.0.0.1:1/v1"
    assert ids() == []


def test_a_model_that_lives_for_long_is_not_warned_about(settings, monkeypatch):
    settings.TEXT_PROVIDER, settings.OPENAI_API_KEY, settings.OPENAI_TEXT_MODEL = "openai", "sk-1", "far"
    monkeypatch.setitem(retired.SHUTDOWN, "far", date(9999, 1, 1))
    assert ids() == []
