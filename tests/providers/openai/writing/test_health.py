"""The health check of the writer."""

from typing import Any

from providers.text.openai import OpenAIWriter
from tests.providers.openai.writing.conftest import says
from tests.upstreams.openai_server import OpenAIServer, no_credit


def found(*, spend: bool) -> dict[str, tuple[bool, str]]:
    return {finding.what: (finding.ok, finding.says) for finding in OpenAIWriter().health_check(spend=spend)}


def test_without_spending_nothing_is_written(server: OpenAIServer) -> None:
    lines = found(spend=False)
    assert lines.keys() == {"OPENAI_API_KEY", "OPENAI_TEXT_MODEL"}
    assert all(ok for ok, _ in lines.values())
    assert server.paid == []


def test_with_spending_one_word_is_written(server: OpenAIServer) -> None:
    says(server, {"text": "yes"})
    ok, words = found(spend=True)["a text"]
    assert ok
    assert "gpt-6-luna answered, for 30 tokens" in words
    assert server.paid[0].body["max_completion_tokens"] <= 256


def test_a_response_of_reasoning_tokens_only_is_ok(server: OpenAIServer) -> None:
    says(server, "", finish_reason="length")
    assert found(spend=True)["a text"][0]


def test_a_model_that_ignores_the_schema_is_reported(server: OpenAIServer) -> None:
    says(server, "Yes!")
    ok, words = found(spend=True)["a text"]
    assert not ok
    assert "OPENAI_TEXT_MODEL" in words


def test_an_error_while_writing_is_reported(server: OpenAIServer) -> None:
    server.chat = lambda asked, number: no_credit()
    ok, words = found(spend=True)["a text"]
    assert not ok
    assert "OPENAI_API_KEY" in words
    assert "sk-test-secret" not in words


def test_nothing_is_spent_on_a_model_that_is_not_there(server: OpenAIServer, settings: Any) -> None:
    settings.OPENAI_TEXT_MODEL = "gpt-0"
    lines = found(spend=True)
    assert not lines["OPENAI_TEXT_MODEL"][0]
    assert "a text" not in lines
    assert server.paid == []
