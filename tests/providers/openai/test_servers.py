"""providers.openai_servers: who writes and who draws, apart, and with whose key."""

from collections.abc import Iterator
from typing import Any

import pytest

from providers.base import ProviderError
from providers.images.openai import OpenAIIllustrator
from providers.openai_errors import DRAWING_ERRORS, WRITING_ERRORS
from providers.openai_servers import is_openai, server_for
from providers.text.openai import OpenAIWriter
from tests.providers.briefs import make_brief
from tests.providers.openai.conftest import asking
from tests.storybook.writing.conftest import OFFERING
from tests.upstreams.openai_server import OpenAIServer, error
from tests.upstreams.openai_writer import author

BRIEF = make_brief("Power Fantasy", OFFERING)


@pytest.fixture
def second() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def apart(service: OpenAIServer, second: OpenAIServer, settings: Any) -> tuple[OpenAIServer, OpenAIServer]:
    """One server for texts, without a key, and one for everything else."""
    settings.TEXT_BASE_URL, settings.TEXT_API_KEY, second.chat = second.url, "", author
    return second, service


def test_one_server_writes_and_another_draws(apart: tuple[OpenAIServer, OpenAIServer]) -> None:
    writes, draws = apart
    assert len(OpenAIWriter().write(BRIEF, already={}).scenes) == 20
    OpenAIIllustrator().draw(asking())
    assert [asked.path for asked in writes.asked] == ["/v1/chat/completions"]
    assert [asked.path for asked in draws.asked] == ["/v1/images/generations"]


def test_a_key_goes_to_no_other_server(apart: tuple[OpenAIServer, OpenAIServer], settings: Any) -> None:
    writes, _ = apart
    OpenAIWriter().write(BRIEF, already={})
    settings.TEXT_API_KEY = "sk-of-its-own"
    OpenAIWriter().write(BRIEF, already={})
    assert [settings.OPENAI_API_KEY in str(asked.headers) for asked in writes.asked] == [False, False]
    assert writes.asked[1].headers["authorization"] == "Bearer sk-of-its-own"


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("", "The server that TEXT_BASE_URL names asks for a key, and TEXT_API_KEY is not set"),
        ("sk-wrong", "TEXT_API_KEY was not accepted"),
    ],
)
def test_an_error_names_the_setting_that_counts(
    apart: tuple[OpenAIServer, OpenAIServer], settings: Any, key: str, says: str
) -> None:
    writes, _ = apart
    settings.TEXT_API_KEY, writes.chat = key, lambda asked, number: error(401, "invalid_api_key", f"Not {key}.")
    with pytest.raises(ProviderError) as raised:
        OpenAIWriter().write(BRIEF, already={})
    assert raised.value.account
    assert says in raised.value.operator
    assert "sk-wrong" not in raised.value.operator


def test_the_doctor_names_the_setting_that_counts(apart: tuple[OpenAIServer, OpenAIServer]) -> None:
    findings = list(OpenAIWriter().health_check(spend=False))
    assert [(finding.what, finding.ok) for finding in findings] == [
        ("TEXT_API_KEY", True),
        ("OPENAI_TEXT_MODEL", True),
    ]
    assert "The server that TEXT_BASE_URL names answers" in findings[0].says


@pytest.mark.parametrize(
    ("environment", "key", "address"),
    [
        ({}, "OPENAI_API_KEY", "OPENAI_BASE_URL"),
        ({"IMAGE_API_KEY": "sk-2"}, "IMAGE_API_KEY", "OPENAI_BASE_URL"),
        ({"IMAGE_BASE_URL": "http://sd:1234/v1"}, "IMAGE_API_KEY", "IMAGE_BASE_URL"),
        ({"IMAGE_BASE_URL": "https://eu.api.openai.com/v1"}, "OPENAI_API_KEY", "IMAGE_BASE_URL"),
        ({"OPENAI_BASE_URL": "http://sd:1234/v1"}, "OPENAI_API_KEY", "OPENAI_BASE_URL"),
    ],
)
def test_settings_of_pictures_go_before_the_shared_ones(
    settings: Any, environment: dict[str, str], key: str, address: str
) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "sk-1", ""
    for name, value in environment.items():
        setattr(settings, name, value)
    assert (DRAWING_ERRORS.key, DRAWING_ERRORS.server) == (key, address)
    assert (WRITING_ERRORS.key, WRITING_ERRORS.server) == ("OPENAI_API_KEY", "OPENAI_BASE_URL")
    assert server_for("IMAGE").needs_key is is_openai(server_for("IMAGE").url)
