"""The system checks of settings: what they complain of, and that they accept good ones."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.checks import run_checks

from providers import retired_models
from storyforge.checks import check_settings
from storyforge.deploy_checks import check_deploy

# A site for the public about which nothing is left to say.
DEPLOYED = {
    "ALLOWED_HOSTS": ["fox.example"],
    "SITE_URL": "https://fox.example",
    "HTTPS_ONLY": True,
    "BEHIND_PROXY": True,
    "TRUSTED_PROXIES": 0,
    "HSTS_SUBDOMAINS": True,
    "HSTS_PRELOAD": True,
    "STORY_FILES": ["s3"],
    "FLOWER_BASIC_AUTH": "fox:dn2v8Qe7Xw1L",
    "STAFF_MFA": True,
    "MODERATE_INPUT": True,
    "OPERATOR_CONTACT": "fox@fox.example",
    "DAILY_BUDGET_USD": Decimal(5),
    "ALERT_WEBHOOK_URL": "https://hooks.fox.example/1",
}
CLOUD = {"IMAGE_HOST": "cloudinary", "CLOUDINARY_URL": "cloudinary://key:s3cr3t@cloud"}


def ids() -> list[str]:
    """The ids of everything that our own checks find."""
    return sorted(found.id for found in check_settings(None))


def sentences() -> str:
    return "\n".join(f"{found.msg} {found.hint}" for found in check_settings(None))


def test_a_voice_at_openai_needs_a_key_and_one_at_another_server_does_not(settings):
    settings.SPEECH_PROVIDER = "openai"
    assert "storyforge.E004" in ids()
    settings.SPEECH_BASE_URL = "http://127.0.0.1:8880/v1"
    assert ids() == []


def test_settings_without_any_key_are_fine():
    assert ids() == []


def test_our_checks_are_among_djangos(settings):
    settings.TEXT_PROVIDER = "magic"
    assert [found.id for found in run_checks() if found.id.startswith("storyforge.")] == ids() == ["storyforge.E001"]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"TEXT_PROVIDER": "magic"}, "storyforge.E001"),
        ({"ACCOUNTS": "sometimes"}, "storyforge.E001"),
        ({"ACCOUNTS": "required"}, "storyforge.E019"),
        ({"SITE_URL": ""}, "storyforge.E017"),
        ({"SPEECH_PROVIDER": "magic"}, "storyforge.E001"),
        ({"SPEECH_PROVIDER": "openai", "SPEECH_BASE_URL": "", "SPEECH_API_KEY": "k"}, "storyforge.W022"),
        ({"SPEECH_TIMEOUT": 0.0}, "storyforge.E010"),
        ({"IMAGES_PER_MINUTE": 0, "IMAGE_BURST": None}, "storyforge.E002"),
        ({"IMAGE_BURST": 99}, "storyforge.E003"),
        ({"LEASE_SECONDS": 1.0}, "storyforge.W001"),
        ({"PLACEHOLDERS": ["OPENAI_API_KEY"]}, "storyforge.W002"),
        ({"TEXT_PROVIDER": "openai", "OPENAI_API_KEY": ""}, "storyforge.E004"),
        ({"IMAGE_HOST": "cloudinary", "CLOUDINARY_URL": ""}, "storyforge.E004"),
        ({"MODERATE_INPUT": True, "OPENAI_API_KEY": ""}, "storyforge.E004"),
        ({"IMAGE_PREVIEWS": 4}, "storyforge.E006"),
        ({"MAX_CONCURRENT_IMAGES": 0}, "storyforge.E007"),
        ({"NO_AMOUNTS": {"STORY_BUDGET_USD": "abc"}, "STORY_BUDGET_USD": Decimal(0)}, "storyforge.E008"),
        ({"DAILY_BUDGET_USD": Decimal("NaN")}, "storyforge.E008"),
        ({"STORY_BUDGET_USD": Decimal(-1)}, "storyforge.E008"),
        ({"PRICES": [1]}, "storyforge.E009"),
        ({"PRICES": "not JSON"}, "storyforge.E009"),
        ({"PRICES": {"m": {"output": "abc"}}}, "storyforge.E009"),
        ({"PRICES": {"m": {"output_image": 4}}}, "storyforge.E009"),
        ({"PRICES": {"m": {"input_text": 4}}}, "storyforge.E009"),
        ({"OPENAI_TEXT_TIMEOUT": 0.0}, "storyforge.E010"),
        ({"OPENAI_IMAGE_TIMEOUT": -1.0}, "storyforge.E010"),
        ({"WRITE_TIMEOUT": float("nan")}, "storyforge.E010"),
        ({"IMAGE_PERIOD_SECONDS": 0.0}, "storyforge.E010"),
        ({"SWEEP_SECONDS": 0.0}, "storyforge.E010"),
        ({"DATABASE_POOL_SIZE": -1}, "storyforge.E010"),
        ({"LOCAL_IMAGES_PER_MINUTE": -1}, "storyforge.E010"),
        ({"OPENAI_IMAGE_QUALITY": "ultra"}, "storyforge.E011"),
        ({"OPENAI_IMAGE_QUALITY": "ultra", "OPENAI_BASE_URL": "https://api.openai.com/v1/"}, "storyforge.E011"),
        ({"OPENAI_API_KEY": "sk-s3cr3t b"}, "storyforge.E012"),
        ({"OPENAI_API_KEY": "sk-tést"}, "storyforge.E012"),
        ({"OPENAI_API_KEY": "sk-a\nb"}, "storyforge.E012"),
        ({"CLOUDINARY_URL": "cloudinary://[a"}, "storyforge.E013"),
        ({"CLOUDINARY_URL": "https://foo"}, "storyforge.E013"),
        ({"CLOUDINARY_URL": "cloudinary://key:se/s3cr3t@cloud"}, "storyforge.E013"),
        ({"CLOUDINARY_URL": "cloudinary://key:se/s3cr3t@cloud", "CLOUDINARY_PRESET": "fox"}, "storyforge.E013"),
        ({"CLOUDINARY_URL": "cloudinary://key:s3cr3t@cloud/path"}, "storyforge.E013"),
        ({"CLOUDINARY_URL": "cloudinary://key:s3cr3t@cloud?upload_prefix=http://a;b"}, "storyforge.E013"),
        ({"PICTURE_ORIGINS": ["https://fox.org; script-src *"]}, "storyforge.E014"),
        ({"PICTURE_ORIGINS": ["https://key:s3cr3t@fox.org"]}, "storyforge.E014"),
        ({"CORS_ORIGINS": ["app.example"]}, "storyforge.E018"),
        ({"CORS_ORIGINS": ["https://app.example", "https://app.example/"]}, "storyforge.E018"),
        ({"CORS_ORIGINS": ["https://*.example"]}, "storyforge.E018"),
        ({"CORS_ORIGINS": ["https://App.example"]}, "storyforge.E018"),
        ({"CORS_ORIGINS": ["*"]}, "storyforge.E018"),
        ({"CORS_ORIGINS": ["null"]}, "storyforge.E018"),
        ({"TEXT_PROVIDER": "openrouter", "OPENROUTER_API_KEY": ""}, "storyforge.E004"),
        ({"OPENROUTER_BASE_URL": ""}, "storyforge.E016"),
        ({"OPENROUTER_API_KEY": "sk-or s3cr3t"}, "storyforge.E012"),
        ({"SPEECH_CHARACTERS": 10}, "storyforge.E010"),
        ({"VIDEO_PROVIDER": "magic"}, "storyforge.E001"),
        ({"VIDEO_PROVIDER": "kling", "KLING_ACCESS_KEY": "", "KLING_SECRET_KEY": "s3cr3t"}, "storyforge.E004"),
        ({"VIDEO_PROVIDER": "kling", "KLING_ACCESS_KEY": "ak", "KLING_SECRET_KEY": ""}, "storyforge.E004"),
        ({"VIDEO_PROVIDER": "kling", "KLING_MODEL": "kling-3.0", "KLING_API_KEY": ""}, "storyforge.E004"),
        ({"VIDEO_PROVIDER": "kling", "KLING_API_KEY": "api-key-1", "KLING_MODEL": "kling-v1-6"}, "storyforge.W003"),
        ({"VIDEO_PROVIDER": "piapi", "PIAPI_API_KEY": "", **CLOUD}, "storyforge.E004"),
        ({"VIDEO_PROVIDER": "hailuo", "HAILUO_API_KEY": ""}, "storyforge.E004"),
        ({"VIDEO_PROVIDER": "fal", "FAL_KEY": ""}, "storyforge.E004"),
        ({"VIDEO_PROVIDER": "openrouter", "OPENROUTER_API_KEY": ""}, "storyforge.E004"),
        ({"VIDEO_PROVIDER": "veo", "GEMINI_API_KEY": ""}, "storyforge.E004"),
        ({"VIDEO_PROVIDER": "piapi", "PIAPI_API_KEY": "s3cr3t", "IMAGE_HOST": "local"}, "storyforge.W004"),
        ({"MAX_CONCURRENT_VIDEOS": 0}, "storyforge.E007"),
        ({"VIDEO_SECONDS": 0.0}, "storyforge.E010"),
        ({"VIDEO_TIMEOUT": -1.0}, "storyforge.E010"),
        ({"VIDEO_POLL_SECONDS": float("inf")}, "storyforge.E010"),
        ({"IMAGE_PROVIDER": "fal", "FAL_KEY": ""}, "storyforge.E004"),
        ({"IMAGE_PROVIDER": "gemini", "GEMINI_API_KEY": ""}, "storyforge.E004"),
        ({"IMAGE_PROVIDER": "fal", "FAL_KEY": "s3cr3t", "FAL_IMAGE_MODEL": "fox-1"}, "storyforge.E020"),
        ({"IMAGE_PROVIDER": "comfyui", "COMFYUI_WORKFLOW": "/no/such.json"}, "storyforge.E020"),
        ({"IMAGE_PROVIDER": "comfyui", "COMFYUI_URLS": []}, "storyforge.E020"),
        ({"VIDEO_PROVIDER": "comfyui", "COMFYUI_VIDEO_WORKFLOW": ""}, "storyforge.E020"),
        ({"KLING_BASE_URL": ""}, "storyforge.E016"),
        ({"PIAPI_BASE_URL": "api.piapi.ai"}, "storyforge.E016"),
        ({"HAILUO_BASE_URL": "https://fox:s3cr3t@api.example.com"}, "storyforge.E016"),
    ],
)
def test_a_wrong_setting_is_found(settings, wrong, found):
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert ids() == [found]
    assert any(name in sentences() for name in wrong.get("PLACEHOLDERS", wrong))
    assert "s3cr3t" not in sentences()


@pytest.mark.parametrize(
    "right",
    [
        {"OPENAI_IMAGE_QUALITY": "hd", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"},
        {"OPENAI_IMAGE_QUALITY": "xhigh", "STORY_BUDGET_USD": Decimal(0)},
        {
            "CLOUDINARY_URL": "cloudinary://key:s3cr3t@cloud/pictures.fox.org?upload_prefix=https://api-eu.cloudinary.com"
        },
        {"CLOUDINARY_URL": "cloudinary://cloud", "CLOUDINARY_PRESET": "fox"},
        {"PICTURE_ORIGINS": ["https://*.fox.org", "http://127.0.0.1:8000", "http://[::1]:8000", "https://fox.org/a/"]},
        {"PRICES": {"m": {}, "n": {"output": "1.5", "input_image_cached": 0}}},
        {"CORS_ORIGINS": ["https://app.example", "http://localhost:5173", "http://[::1]:8000"]},
        {"DATABASE_POOL_SIZE": 0},
        {"VIDEO_PROVIDER": "kling", "KLING_API_KEY": "api-key-kling-1"},
        {"VIDEO_PROVIDER": "kling", "KLING_API_KEY": "api-key-kling-1", "KLING_MODEL": "kling-3.0-turbo"},
        {"VIDEO_PROVIDER": "kling", "KLING_ACCESS_KEY": "ak", "KLING_SECRET_KEY": "sk", "DAILY_BUDGET_USD": Decimal(5)},
        {"VIDEO_PROVIDER": "piapi", "PIAPI_API_KEY": "k", **CLOUD},
        {"HAILUO_BASE_URL": "http://127.0.0.1:8000/"},
    ],
)
def test_an_unusual_setting_that_is_right_is_accepted(settings, right):
    for name, value in right.items():
        setattr(settings, name, value)
    assert ids() == []


def test_a_budget_that_is_no_amount_is_shown_with_the_right_form(settings):
    settings.NO_AMOUNTS, settings.DAILY_BUDGET_USD = {"DAILY_BUDGET_USD": "five"}, Decimal(0)
    assert "DAILY_BUDGET_USD is 'five', which is no amount. Write it in dollars, like 5 or 2.50" in sentences()


def test_a_budget_for_a_model_whose_own_price_is_wrong_is_refused(settings):
    settings.TEXT_PROVIDER, settings.OPENAI_API_KEY, settings.STORY_BUDGET_USD = "openai", "sk-1", Decimal(1)
    settings.PRICES = {settings.OPENAI_TEXT_MODEL: {"output": "4 dollars"}}
    assert ids() == ["storyforge.E005", "storyforge.E009"]


def test_a_provider_with_its_key_is_fine(settings):
    settings.TEXT_PROVIDER = settings.IMAGE_PROVIDER = "openai"
    settings.OPENAI_API_KEY, settings.STORY_BUDGET_USD = "sk-1", Decimal(1)
    assert ids() == []


def test_a_budget_for_a_model_without_a_price_is_refused_until_the_price_is_given(settings):
    settings.IMAGE_PROVIDER, settings.OPENAI_API_KEY, settings.OPENAI_IMAGE_MODEL = "openai", "sk-1", "our-model"
    settings.DAILY_BUDGET_USD = Decimal(5)
    assert ids() == ["storyforge.E005"]
    assert "our-model (OPENAI_IMAGE_MODEL)" in sentences()
    settings.PRICES = {"our-model": {"output": 1}}
    assert ids() == []


def test_a_budget_that_is_assumed_is_said_at_the_start_and_stops_no_model_without_a_price(settings):
    settings.IMAGE_PROVIDER, settings.OPENAI_API_KEY, settings.OPENAI_IMAGE_MODEL = "openai", "sk-1", "our-model"
    settings.DAILY_BUDGET_USD, settings.DAILY_BUDGET_IS_DEFAULT = Decimal(20), True
    assert ids() == ["storyforge.W023"]
    assert "DAILY_BUDGET_USD is not set: at most $20.00 a day are spent." in sentences()


def test_a_budget_for_clips_without_a_price_is_refused_until_the_price_is_given(settings):
    settings.VIDEO_PROVIDER, settings.HAILUO_API_KEY, settings.HAILUO_MODEL = "hailuo", "sk-1", "fox-1"
    settings.STORY_BUDGET_USD = Decimal(5)
    assert ids() == ["storyforge.E005"]
    assert "fox-1 768P (HAILUO_MODEL)" in sentences()
    settings.PRICES = {"fox-1": {"second": 0.05}}
    assert ids() == []


def test_a_model_that_is_shut_down_is_named_with_the_date(settings):
    settings.IMAGE_PROVIDER, settings.OPENAI_API_KEY, settings.OPENAI_IMAGE_MODEL = "openai", "sk-1", "gpt-image-1"
    assert ids() == ["storyforge.W003"]
    assert "OPENAI_IMAGE_MODEL is gpt-image-1, which OpenAI shuts down on 2026-10-23." in sentences()
    settings.OPENAI_BASE_URL = "https://api.openai.com/v1/"
    assert ids() == ["storyforge.W003"]
    settings.OPENAI_BASE_URL = "http://127.0.0.1:1/v1"
    assert ids() == []


def test_a_model_of_another_server_is_not_called_shut_down(settings):
    settings.IMAGE_PROVIDER, settings.OPENAI_API_KEY, settings.OPENAI_IMAGE_MODEL = "openai", "sk-1", "gpt-image-1"
    settings.IMAGE_BASE_URL = "http://127.0.0.1:1/v1"
    assert ids() == []


@pytest.mark.parametrize(
    ("work", "environment", "key"),
    [
        ("TEXT", {}, "OPENAI_API_KEY"),
        ("IMAGE", {"IMAGE_BASE_URL": "https://eu.api.openai.com/v1"}, "OPENAI_API_KEY"),
        ("IMAGE", {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "IMAGE_BASE_URL": "https://api.openai.com/v1"},
         "IMAGE_API_KEY"),
    ],
)  # fmt: skip
def test_a_missing_key_is_called_by_the_setting_that_counts(settings, work, environment, key):
    settings.OPENAI_API_KEY = ""
    for name, value in {f"{work}_PROVIDER": "openai", **environment}.items():
        setattr(settings, name, value)
    assert sentences() == f"{work}_PROVIDER is openai, but {key} is not set. Set {key}, or choose otherwise."


def test_another_server_needs_no_key(settings):
    settings.TEXT_PROVIDER = settings.IMAGE_PROVIDER = "openai"
    settings.OPENAI_API_KEY, settings.TEXT_BASE_URL, settings.IMAGE_BASE_URL = "", "http://[::1]/v1", "http://sd/v1"
    assert ids() == []


def test_a_model_that_is_not_shut_down_soon_is_fine(settings, monkeypatch):
    settings.TEXT_PROVIDER, settings.OPENAI_API_KEY, settings.OPENAI_TEXT_MODEL = "openai", "sk-1", "far"
    monkeypatch.setitem(retired_models.SHUTDOWN, "far", date(9999, 1, 1))
    assert ids() == []


@pytest.mark.parametrize(
    ("left", "found"),
    [
        ({}, None),
        ({"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]}, "W030"),
        ({"ALLOWED_HOSTS": ["fox.example", "*"]}, "W030"),
        ({"SITE_URL": "http://127.0.0.1:8000"}, "W031"),
        ({"HTTPS_ONLY": False, "HSTS_SUBDOMAINS": False}, "W032"),
        ({"BEHIND_PROXY": False}, "W033"),
        ({"HSTS_SUBDOMAINS": False}, "I001"),
        ({"HSTS_PRELOAD": False}, "I005"),
        ({"TRUSTED_PROXIES": 1}, "I002"),
        ({"DATABASE_URL": "sqlite3"}, "W034"),
        ({"STORY_FILES": ["local"]}, "I006"),
        ({"S3_ENDPOINT_URL": "http://127.0.0.1:8333"}, "W038"),
        ({"S3_ENDPOINT_URL": "http://seaweedfs:8333"}, "W038"),
        ({"S3_ENDPOINT_URL": "http://s3.fox.example"}, "W039"),
        ({"S3_BROWSER_URL": "http://s3.fox.example", "S3_ENDPOINT_URL": "http://seaweedfs:8333"}, "W039"),
        ({"S3_BROWSER_URL": "https://s3.fox.example", "S3_ENDPOINT_URL": "http://seaweedfs:8333"}, None),
        ({"FLOWER_BASIC_AUTH": ""}, "I003"),
        ({"STAFF_MFA": False}, "I008"),
        ({"FLOWER_BASIC_AUTH": "fox:s3cr3t"}, "W035"),
        ({"MODERATE_INPUT": False}, "W036"),
        ({"OPERATOR_CONTACT": ""}, "W037"),
        ({"ALERT_WEBHOOK_URL": ""}, "I004"),
        ({"ALERT_WEBHOOK_URL": "", "DAILY_BUDGET_USD": None}, None),
    ],
)
def test_what_is_left_to_the_operator_is_named(settings, monkeypatch, left, found):
    engine = f"django.db.backends.{left.get('DATABASE_URL', 'postgresql')}"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
    for name, value in (DEPLOYED | left).items():
        setattr(settings, name, value)
    messages = check_deploy(None)
    assert [message.id for message in messages] == ([f"storyforge.{found}"] if found else [])
    said = "".join(f"{message.msg} {message.hint}" for message in messages)
    assert not found or next(iter(left)) in said
    assert "s3cr3t" not in said


def test_a_move_of_files_that_is_not_finished_is_named(settings):
    for name, value in (DEPLOYED | {"STORY_FILES": ["s3", "local"]}).items():
        setattr(settings, name, value)
    assert {message.id for message in check_deploy(None)} >= {"storyforge.I007", "storyforge.I006"}


def test_what_is_left_to_the_operator_is_asked_for_deployment_alone(settings):
    settings.OPERATOR_CONTACT = ""
    assert "storyforge.W037" not in [found.id for found in run_checks()]
    assert "storyforge.W037" in [found.id for found in run_checks(include_deployment_checks=True)]
