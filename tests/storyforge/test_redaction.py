"""Keys and passwords of the settings are taken out of texts, and logins out of addresses."""

import pytest

from storyforge.redaction import without_secrets
from storyforge.service_urls import without_login

VENDOR_KEYS = (
    "KLING_ACCESS_KEY",
    "KLING_SECRET_KEY",
    "KLING_API_KEY",
    "PIAPI_API_KEY",
    "FAL_KEY",
    "GEMINI_API_KEY",
    "HAILUO_API_KEY",
    "SPEECH_API_KEY",
)


@pytest.mark.parametrize("spelled", ["hunter%402", "hunter@2"])
def test_the_password_of_the_database_is_hidden(settings, monkeypatch, spelled):
    monkeypatch.setitem(settings.DATABASES["default"], "PASSWORD", "hunter@2")
    assert without_secrets(f"for user fox: {spelled} is wrong") == "for user fox: ... is wrong"


@pytest.mark.parametrize(
    ("setting", "value", "secret"),
    [
        ("SECRET_KEY", "k3y-that-signs", "k3y-that-signs"),
        ("OPENAI_API_KEY", "sk-123456", "sk-123456"),
        ("REDIS_URL", "redis://:open-sesame@host:6379/0", "open-sesame"),
        ("CLOUDINARY_URL", "cloudinary://1234:s3cr3t@cloud", "s3cr3t"),
        ("FLOWER_BASIC_AUTH", "fox:tail-wag", "tail-wag"),
        ("SITE_URL", "https://fox:tail-wag@host", "tail-wag"),
        ("OPENAI_BASE_URL", "https://fox:tail-wag@host/v1", "tail-wag"),
        *((name, "k3y-of-a-vendor", "k3y-of-a-vendor") for name in VENDOR_KEYS),
        ("KLING_BASE_URL", "https://fox:tail-wag@host", "tail-wag"),
        ("PIAPI_BASE_URL", "https://fox:tail-wag@host", "tail-wag"),
        ("HAILUO_BASE_URL", "https://fox:tail-wag@host", "tail-wag"),
        ("SPEECH_BASE_URL", "https://fox:tail-wag@host/v1", "tail-wag"),
    ],
)
def test_a_secret_of_the_settings_is_hidden(settings, setting, value, secret):
    setattr(settings, setting, value)
    assert without_secrets(f"<{secret}>") == "<...>"


@pytest.mark.parametrize(
    ("secret", "text", "seen"),
    [
        ("other", "another key, not the other", "another key, not the ..."),
        ("other", "redis://:other@host", "redis://:...@host"),
        ("a-long-secret", "xa-long-secretx", "x...x"),
        ("abc", "abc", "abc"),
    ],
)
def test_a_short_password_is_hidden_without_hiding_parts_of_words(settings, secret, text, seen):
    settings.OPENAI_API_KEY = secret
    assert without_secrets(text) == seen


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("redis://fox:tail@[::1]:6379/0?password=x", "redis://[::1]:6379/0"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("unix:///run/redis.sock?password=x", "unix:///run/redis.sock"),
        ("http://[fox", "an address that cannot be read"),
        ("http://fox:tail", "an address that cannot be read"),
    ],
)
def test_an_address_loses_its_login_and_its_query(url, seen):
    assert without_login(url) == seen
