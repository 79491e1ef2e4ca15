"""The settings as read from the environment: empty variables, amounts, numbers, addresses, and wrong ones."""

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from stories import ledger
from storyforge import catalogue

Reading = Callable[..., Any]
PREFIXES = (
    "OPENAI_",
    "OPENROUTER_",
    "CLOUDINARY_",
    "IMAGE",
    "TEXT_",
    "MODERATE",
    "PICTURE_",
    "STORY_BUDGET",
    "DAILY_BUDGET",
)
DEFAULTS = {
    "OPENAI_TEXT_MODEL": "gpt-6-luna",
    "OPENAI_TEXT_TIMEOUT": 120.0,
    "OPENAI_IMAGE_MODEL": "gpt-image-2.6-flare",
    "OPENAI_IMAGE_QUALITY": "medium",
    "OPENAI_IMAGE_TIMEOUT": 180.0,
    "OPENAI_BASE_URL": "",
    "TEXT_PROVIDER": "openai",
    "IMAGE_PROVIDER": "openai",
    "IMAGE_HOST": "local",
    "MODERATE_INPUT": True,
    "WRITE_TIMEOUT": 120.0,
    "IMAGE_PREVIEWS": 2,
    "IMAGES_PER_MINUTE": 15,
    "IMAGE_BURST": None,
    "IMAGE_PERIOD_SECONDS": 60.0,
    "LOCAL_IMAGES_PER_MINUTE": None,
    "MAX_CONCURRENT_IMAGES": 32,
    "DATABASE_POOL_SIZE": 16,
    "LEASE_SECONDS": 30.0,
    "SWEEP_SECONDS": 15.0,
    "STORY_BUDGET_USD": None,
    "DAILY_BUDGET_USD": None,
    "PRICES": {},
    "NO_AMOUNTS": {},
    "PICTURE_ORIGINS": ["https://res.cloudinary.com"],
    "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Reading:
    """`read(NAME=value)` gives the settings as they are in such an environment."""

    def reading(**environment: str) -> Any:
        with monkeypatch.context() as clean:
            for name in [name for name in os.environ if name.startswith(PREFIXES)]:
                clean.delenv(name)
            for name, value in environment.items():
                clean.setenv(name, value)
            return SimpleNamespace(**runpy.run_path(catalogue.__file__))

    return reading


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_variable_means_the_default(read: Reading, empty: str) -> None:
    found = vars(read(**dict.fromkeys(DEFAULTS, empty), OPENAI_API_KEY="sk-1"))
    assert {name: found[name] for name in DEFAULTS} == DEFAULTS | {"DAILY_BUDGET_USD": 20}


def test_a_variable_overrides_the_default(read: Reading) -> None:
    found = read(IMAGES_PER_MINUTE=" 40 ", OPENAI_TEXT_TIMEOUT="1.5", MODERATE_INPUT="false", OPENAI_API_KEY="sk-1")
    assert (found.IMAGES_PER_MINUTE, found.OPENAI_TEXT_TIMEOUT, found.MODERATE_INPUT) == (40, 1.5, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IMAGES_PER_MINUTE", "abc"),
        ("IMAGES_PER_MINUTE", "1.5"),
        ("IMAGES_PER_MINUTE", "$5"),
        ("MAX_CONCURRENT_IMAGES", "9" * 400),
        ("OPENAI_IMAGE_TIMEOUT", "soon"),
        ("OPENAI_IMAGE_TIMEOUT", "nan"),
        ("LEASE_SECONDS", "inf"),
    ],
)
def test_a_number_that_is_none_is_refused_in_a_sentence(read: Reading, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        read(**{name: value})
    assert str(raised.value).startswith(f"{name} is '{value}', which is not a ")


@pytest.mark.parametrize("written", ["hailuo-1", " hailuo-1 ", "Bearer hailuo-1"])
@pytest.mark.parametrize("name", ["HAILUO_API_KEY", "HAILUO_AUTH"])
def test_the_key_of_hailuo_is_also_read_by_its_old_name(read: Reading, name: str, written: str) -> None:
    assert read(**{name: written}).HAILUO_API_KEY == "hailuo-1"


@pytest.mark.parametrize(
    ("written", "kling", "piapi"),
    [
        ({"KLING_API_KEY": "api-key-kling-1"}, "api-key-kling-1", ""),
        ({"KLING_ACCESS_KEY": "api-key-kling-1", "KLING_API_KEY": "piapi-1"}, "api-key-kling-1", "piapi-1"),
        ({"KLING_API_KEY": "piapi-1"}, "", "piapi-1"),
        ({"KLING_API_KEY": "api-key-kling-1", "PIAPI_API_KEY": "piapi-1"}, "api-key-kling-1", "piapi-1"),
    ],
)
def test_a_key_that_begins_with_api_key_is_klings(
    read: Reading, written: dict[str, str], kling: str, piapi: str
) -> None:
    found = read(**written)
    assert kling == found.KLING_API_KEY
    assert piapi == found.PIAPI_API_KEY


def test_a_key_alone_does_not_choose_the_video_provider(read: Reading) -> None:
    assert read(HAILUO_API_KEY="hailuo-1", KLING_API_KEY="piapi-1").VIDEO_PROVIDER == "local"


def test_a_key_may_begin_with_a_dollar_and_the_keys_before_it_are_several(read: Reading) -> None:
    found = read(SECRET_KEY="$ab$cd", SECRET_KEY_FALLBACKS="$old, older")
    assert (found.SECRET_KEY, found.SECRET_KEY_FALLBACKS) == ("$ab$cd", ["$old", "older"])
    assert read().SECRET_KEY_FALLBACKS == []


# --- money -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("5", "5"),
        ("5.00", "5"),
        (" $5 ", "5"),
        ("$ 2.50", "2.5"),
        ("5 USD", "5"),
        (".5", "0.5"),
        ("0", "0"),
        ("$0", "0"),
    ],
)
@pytest.mark.parametrize("name", ["STORY_BUDGET_USD", "DAILY_BUDGET_USD"])
def test_dollars_may_be_written_in_several_ways(read: Reading, name: str, written: str, amount: str) -> None:
    found = read(**{name: written})
    assert (getattr(found, name), found.NO_AMOUNTS) == (Decimal(amount), {})


@pytest.mark.parametrize(
    "chosen",
    [
        {"OPENAI_API_KEY": "sk-1"},
        {"OPENAI_API_KEY": "sk-1", "TEXT_BASE_URL": "http://127.0.0.1:1/v1"},
        {"VIDEO_PROVIDER": "kling"},
        {"HAILUO_API_KEY": "key-1"},
        {"VIDEO_PROVIDER": "hailuo", "DAILY_BUDGET_USD": " "},
        {"IMAGE_PROVIDER": "fal"},
        {"SPEECH_PROVIDER": "openai"},
        {"SPEECH_PROVIDER": "openrouter"},
        {"OPENROUTER_API_KEY": "sk-or-1"},
    ],
)
def test_whoever_chooses_a_service_that_costs_and_no_budget_has_one_of_20_dollars_a_day(read, chosen) -> None:
    found = read(**chosen)
    assert (Decimal(20), True) == (found.DAILY_BUDGET_USD, found.DAILY_BUDGET_IS_DEFAULT)


@pytest.mark.parametrize(
    ("chosen", "limit"),
    [
        ({}, None),
        ({"OPENAI_API_KEY": "sk-1", "DAILY_BUDGET_USD": "none"}, None),
        ({"OPENAI_API_KEY": "sk-1", "DAILY_BUDGET_USD": "7"}, Decimal(7)),
        ({"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, None),
        ({"TEXT_BASE_URL": "http://127.0.0.1:1/v1"}, None),
    ],
)
def test_no_budget_is_assumed_where_one_is_set_or_switched_off_or_nothing_may_cost(read, chosen, limit) -> None:
    found = read(**chosen)
    assert (limit, False) == (found.DAILY_BUDGET_USD, found.DAILY_BUDGET_IS_DEFAULT)


@pytest.mark.parametrize("written", ["abc", "NaN", "-1", "Infinity", "$", "1,000", "5e2", "$FIVE", "5 EUR", "٥"])
def test_a_budget_that_is_no_amount_becomes_0_and_is_recorded(read: Reading, written: str) -> None:
    found = read(STORY_BUDGET_USD=written, DAILY_BUDGET_USD="3")
    assert (Decimal(0), Decimal(3)) == (found.STORY_BUDGET_USD, found.DAILY_BUDGET_USD)
    assert {"STORY_BUDGET_USD": written} == found.NO_AMOUNTS


@pytest.mark.parametrize("name", ["STORY_BUDGET_USD", "DAILY_BUDGET_USD"])
def test_a_budget_that_is_no_amount_refuses_only_what_costs(db: None, read: Reading, settings: Any, name: str) -> None:
    setattr(settings, name, getattr(read(**{name: "five"}), name))
    with pytest.raises(ledger.OverBudget):
        ledger.check_budget("story-1", Decimal("0.01"))
    ledger.check_budget("story-1", Decimal(0))


@pytest.mark.parametrize("written", ["{output: 1}", "$5", "[" * 100_000, "abc"])
def test_prices_that_are_no_json_stay_a_text(read: Reading, written: str) -> None:
    assert written == read(PRICES=written).PRICES


def test_prices_are_read_from_json(read: Reading) -> None:
    assert read(PRICES='{"m": {"output": 4}}').PRICES == {"m": {"output": 4}}


@pytest.mark.parametrize(
    ("environment", "writes", "draws"),
    [
        ({}, "local", "local"),
        ({"TEXT_BASE_URL": "http://127.0.0.1:11434/v1"}, "openai", "local"),
        ({"IMAGE_BASE_URL": "http://127.0.0.1:1234/v1"}, "local", "openai"),
        ({"TEXT_API_KEY": "sk-1"}, "openai", "local"),
        ({"OPENROUTER_API_KEY": "sk-or-1"}, "openrouter", "openrouter"),
        ({"OPENROUTER_API_KEY": "sk-or-1", "TEXT_BASE_URL": "http://127.0.0.1:11434/v1"}, "openai", "openrouter"),
        ({"OPENAI_API_KEY": "sk-1", "TEXT_PROVIDER": "local"}, "local", "openai"),
    ],
)
def test_an_own_address_or_key_chooses_who_writes_or_draws(read, environment, writes, draws) -> None:
    found = read(**environment)
    assert (writes, draws) == (found.TEXT_PROVIDER, found.IMAGE_PROVIDER)


# --- other servers ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "moderated"),
    [
        ("https://api.openai.com/v1", True),
        (" https://API.openai.com/v1/ ", True),
        ("https://eu.api.openai.com/v1", True),
        ("http://127.0.0.1:8080/v1", False),
        ("https://api.openai.com.fox.org/v1", False),
        ("https://fox.org/api.openai.com/v1", False),
        ("http://[a", False),
    ],
)
def test_moderation_is_on_by_default_only_at_openai_itself(read: Reading, address: str, moderated: bool) -> None:
    assert read(OPENAI_API_KEY="sk-1", OPENAI_BASE_URL=address).MODERATE_INPUT is moderated
    assert read(OPENAI_BASE_URL=address).MODERATE_INPUT is False


@pytest.mark.parametrize(
    "url",
    [
        "cloudinary://[a",
        "https://foo",
        "cloudinary://key:sec/s3cr3t@cloud",
        "cloudinary://key:sec/s3cr3t.tail@cloud",
        "cloudinary://key:sec?upload_prefix=s3cr3t@cloud",
        "cloudinary://key:sec#s3cr3t@cloud",
        "cloudinary://key:sec/s3cr3t@cloud?private_cdn=true&secure_distribution=fox.org",
        "cloudinary://key:x@cloud/s3cr3t",
        "cloudinary://key:x@cloud?secure_distribution=s3cr3t",
        "cloudinary://key:x@cloud?secure_distribution=s3cr3t@fox.org",
        "cloudinary://key:x@cloud?upload_prefix=https://key:s3cr3t%40fox.org",
        "cloudinary://key:x@cloud?upload_prefix=https://fox.org;s3cr3t",
    ],
)
def test_only_origins_of_a_cloudinary_url_become_picture_origins(read: Reading, url: str) -> None:
    assert read(CLOUDINARY_URL=url).PICTURE_ORIGINS == ["https://res.cloudinary.com"]


@pytest.mark.parametrize(
    ("rest", "origin"),
    [
        ("?secure_distribution=pictures.fox.org", "https://pictures.fox.org"),
        ("/pictures.fox.org", "https://pictures.fox.org"),
        ("?private_cdn=true", "https://cloud-res.cloudinary.com"),
        ("?upload_prefix=http://127.0.0.1:8123", "http://127.0.0.1:8123"),
    ],
)
def test_origins_from_which_cloudinary_delivers_are_picture_origins(read: Reading, rest: str, origin: str) -> None:
    found = read(CLOUDINARY_URL=f"cloudinary://key:secret@cloud{rest}", PICTURE_ORIGINS="https://a.org, https://b.org")
    assert ["https://res.cloudinary.com", origin, "https://a.org", "https://b.org"] == found.PICTURE_ORIGINS


# --- the folder of this copy ------------------------------------------------------------------------------------------
def test_reading_the_settings_makes_no_folder_and_setting_django_up_does(
    read: Reading, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = read(STORYFORGE_VAR=str(tmp_path / "a" / "var")).VAR_DIR
    assert list(tmp_path.iterdir()) == []
    apps.get_app_config("storyforge").ready()
    assert settings.VAR_DIR.is_dir()


# --- all together ----------------------------------------------------------------------------------------------------
def test_check_names_every_wrong_setting_and_shows_no_secret() -> None:
    wrong = {
        "STORY_BUDGET_USD": "$x",
        "PRICES": "[1]",
        "OPENAI_API_KEY": "sk-s3cr3t a",
        "OPENAI_IMAGE_QUALITY": "ultra",
        "OPENAI_IMAGE_TIMEOUT": "0",
        "CLOUDINARY_URL": "cloudinary://key:sec/s3cr3t@cloud",
        "DATABASE_POOL_SIZE": "-1",
    }
    environment = os.environ | wrong | {"DJANGO_SETTINGS_MODULE": "storyforge.settings"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=catalogue.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "s3cr3t" not in done.stdout + done.stderr
    assert [name for name in wrong if name not in done.stderr] == []
