"""The contract of writers at OpenRouter and Ollama."""

from collections.abc import Callable
from typing import Any

import pytest

from providers import prices
from providers.base import ProviderError
from providers.text.openrouter import OpenRouterWriter
from tests.providers.briefs import make_brief
from tests.providers.contract.services.conftest import WRITERS, Service, all_outcomes
from tests.providers.contract.services.outcomes import check
from tests.storybook.writing.conftest import OFFERING
from tests.upstreams.openai_server import OpenAIServer, Reply, chat_text

Serve = Callable[[Service], OpenAIServer]
BRIEF = make_brief("Power Fantasy", OFFERING)
SCENES = {number: f"The red fox counts {number} trees." for number in range(1, 21)}


@pytest.fixture(params=WRITERS)
def service(request: pytest.FixtureRequest, serve: Serve) -> Service:
    found = WRITERS[request.param]
    serve(found)
    return found


def test_a_story_is_written_rewritten_and_depicted(service: Service) -> None:
    writer = service.provider()
    draft = writer.write(BRIEF, already={})
    assert (len(draft.scenes), draft.problem, draft.model) == (20, "", writer.model)
    assert writer.rewrite(BRIEF, scenes=SCENES, number=4, attempt=1).text
    assert len(writer.depict(BRIEF, scenes=SCENES).scenes) == 20


def test_the_health_check_writes_only_if_allowed(service: Service, serve: Serve) -> None:
    server = serve(service)
    assert all(finding.ok for finding in service.provider().health_check(spend=False))
    assert all(asked.method == "GET" for asked in server.asked)
    assert all(finding.ok for finding in service.provider().health_check(spend=True))


@pytest.mark.parametrize(("name", "outcome", "reply"), all_outcomes(WRITERS))
def test_an_error_is_translated(serve: Serve, settings: Any, name: str, outcome: str, reply: Any) -> None:
    server = serve(WRITERS[name])
    settings.OPENAI_TEXT_TIMEOUT = 0.3 if outcome.endswith("silent") else 20.0
    server.chat = lambda asked, number: reply()
    with pytest.raises(ProviderError) as raised:
        WRITERS[name].provider().write(BRIEF, already={})
    check(raised.value, outcome, settings.OPENROUTER_API_KEY or "sk-")
    assert len([asked for asked in server.asked if asked.method == "POST"]) == 1


def test_a_text_is_counted_as_it_was_charged(serve: Serve) -> None:
    server = serve(WRITERS["openrouter"])
    tokens = {"prompt_tokens": 10, "completion_tokens": 20}
    byok = {"cost": 0.0001, "is_byok": True, "cost_details": {"upstream_inference_cost": 0.002}}
    for usage, dollars in (({"cost": 0.0123}, "0.0123"), (byok, "0.0021"), ({"cost": 0}, "0")):
        server.chat = lambda asked, number, usage=usage: chat_text({"text": "The fox sleeps."}, usage=tokens | usage)
        found = OpenRouterWriter().rewrite(BRIEF, scenes=SCENES, number=1, attempt=1).usage
        assert str(prices.cost("openrouter", "openai/gpt-6-luna", found)) == dollars


def test_an_error_in_a_choice_is_no_empty_story(serve: Serve) -> None:
    server = serve(WRITERS["openrouter"])
    choice = {"error": {"code": 402, "message": "Insufficient credits"}, "finish_reason": "error", "message": {}}
    server.chat = lambda asked, number: Reply(body={"choices": [choice]})
    with pytest.raises(ProviderError) as raised:
        OpenRouterWriter().write(BRIEF, already={})
    assert raised.value.account
