"""The contract of every writer, and how errors of the one over OpenAI's API are translated."""

import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from providers.base import ProviderError, StoryBrief, Writer
from providers.text.local import LocalWriter
from providers.text.openai import OpenAIWriter
from tests.providers.briefs import make_brief
from tests.storybook.writing.conftest import OFFERING
from tests.upstreams.http_server import Asked
from tests.upstreams.openai_server import (
    OpenAIServer,
    Reply,
    bad_key,
    chat_text,
    drop,
    error,
    garbage,
    no_access,
    no_credit,
    rate_limited,
    retired_model,
    stall,
    unknown_model,
)  # fmt: skip

ALL = list(range(1, 21))
KEY = "sk-test-secret"
SCENES = {number: f"The red fox counts {number} trees." for number in ALL}
COST = {"input_text": 10, "output": 20}


@dataclass
class Good:
    """A model that obeys: it writes the scenes whose numbers are in the request."""

    said: int = 0

    def __call__(self, asked: Asked, number: int) -> Reply:
        self.said += 1
        data = json.loads(asked.body["messages"][1]["content"].rpartition("\n")[2])
        form = asked.body["response_format"]["json_schema"]["schema"]["properties"]
        if "text" in form:
            return chat_text({"text": f"The red fox looks up at cloud {self.said}."})
        there = {scene["number"] for scene in data["scenes"]} if isinstance(data.get("scenes"), list) else None
        wanted = there or set(ALL) - {int(number) for number in data.get("scenes", {})}
        scenes = [{"number": n, "text": f"The red fox counts {n} stars, no. {self.said}."} for n in sorted(wanted)]
        return chat_text({"title": "The stars", "character": "a small red fox", "scenes": scenes})


@pytest.fixture(scope="module")
def running() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def server(running: OpenAIServer, settings: Any) -> OpenAIServer:
    """The service, reset to good responses."""
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL, settings.OPENAI_TEXT_MODEL = KEY, running.url, "gpt-6-luna"
    running.asked.clear()
    running.chat = Good()
    return running


@pytest.fixture(params=[LocalWriter, OpenAIWriter], ids=["local", "openai"])
def writer(request: pytest.FixtureRequest, server: OpenAIServer) -> Writer:
    made: Writer = request.param()
    return made


@pytest.fixture
def brief() -> StoryBrief:
    return make_brief("Redemption Arc", OFFERING)


# --- every writer --------------------------------------------------------------------------------------------------
def test_a_story_has_a_title_and_twenty_scenes(writer: Writer, brief: StoryBrief) -> None:
    draft = writer.write(brief, already={})
    assert list(draft.scenes) == ALL
    assert all(text == text.strip() != "" for text in draft.scenes.values())
    assert len(set(draft.scenes.values())) == 20
    assert draft.title.strip()
    assert draft.problem == ""
    assert (draft.provider, draft.model) == (writer.name, writer.model)


@pytest.mark.parametrize("missing", [{20}, {1, 7, 8}, set(ALL) - {1}])
def test_only_the_scenes_that_are_missing_are_written(writer: Writer, brief: StoryBrief, missing: set[int]) -> None:
    already = {number: text for number, text in SCENES.items() if number not in missing}
    draft = writer.write(brief, already=already, problem="Some scenes are missing.")
    assert set(draft.scenes) == missing
    assert draft.problem == ""


def test_a_scene_written_again_is_another_one(writer: Writer, brief: StoryBrief) -> None:
    scenes = dict(writer.write(brief, already={}).scenes)
    seen = {scenes[4]}
    for attempt in (1, 2, 3):
        scenes[4] = writer.rewrite(brief, scenes=scenes, number=4, attempt=attempt).text
        seen.add(scenes[4])
    assert len(seen) == 4
    assert all(text.strip() for text in seen)


def test_every_scene_has_a_picture_that_shows_the_red_fox(writer: Writer, brief: StoryBrief) -> None:
    shown = writer.depict(brief, scenes=SCENES).scenes
    assert list(shown) == ALL
    assert all("the red fox" in text.lower() for text in shown.values())


def test_the_local_draft_says_who_wrote_it(brief: StoryBrief) -> None:
    draft = LocalWriter().write(brief, already={})
    assert (draft.provider, draft.model, dict(draft.usage)) == ("local", "storyteller-1", {})


def test_only_the_scenes_that_are_given_have_pictures(writer: Writer, brief: StoryBrief) -> None:
    given = {number: SCENES[number] for number in (2, 9, 20)}
    assert set(writer.depict(brief, scenes=given).scenes) == {2, 9, 20}


def test_a_scene_that_the_template_lacks_cannot_be_rewritten(writer: Writer, brief: StoryBrief) -> None:
    with pytest.raises(ValueError, match="no scene 21"):
        writer.rewrite(brief, scenes=SCENES, number=21, attempt=1)


# --- bad answers ---------------------------------------------------------------------------------------------------
def content(numbers: Iterable[int], texts: Mapping[int, str] | None = None, **more: Any) -> str:
    texts = SCENES | dict(texts or {})
    scenes = [{"number": number, "text": texts.get(number, "Out of range.")} for number in numbers]
    return json.dumps({"title": "Trees", "character": "a fox", "scenes": scenes, "text": ""} | more)


LONG_REFUSAL = "I cannot help with that. " * 40
BAD: dict[str, tuple[Reply, list[int], str]] = {
    "a refusal": (
        chat_text(None, refusal="I can't help with that."),
        [],
        "The writer refused to answer: I can't help with that.",
    ),
    "a long refusal": (
        chat_text(None, refusal=LONG_REFUSAL),
        [],
        f"The writer refused to answer: {LONG_REFUSAL[:199]}",
    ),
    "a filtered answer": (
        chat_text(content(ALL[:5])[:-30], finish_reason="content_filter"),
        [],
        "The writer refused to answer: the content filter of the service stopped the answer",
    ),
    "a cut answer": (
        chat_text(content(ALL)[: content(ALL).index('"number": 8') + 30], finish_reason="length"),
        ALL[:7],
        "The answer was cut off before its end. Scenes 8 to 20 are missing.",
    ),
    "an answer cut before its first word": (
        chat_text("", finish_reason="length"),
        [],
        "The answer was cut off before its end. Scenes 1 to 20 are missing.",
    ),
    "prose": (
        chat_text("Once upon a time there was a fox."),
        [],
        "The answer held no scenes in the form that was asked for. Scenes 1 to 20 are missing.",
    ),
    "another shape": (
        chat_text({"poem": ["Roses are red", 7, None, {"a": {"b": True}}]}),
        [],
        "The answer held no scenes in the form that was asked for. Scenes 1 to 20 are missing.",
    ),
    "no content": (
        chat_text(None),
        [],
        "The answer held no scenes in the form that was asked for. Scenes 1 to 20 are missing.",
    ),
    "JSON in prose": (chat_text(f"Sure! Here it is:\n```json\n{content(ALL)}\n```"), ALL, ""),
    "nineteen scenes": (chat_text(content(ALL[:19])), ALL[:19], "Scene 20 is missing."),
    "gaps": (
        chat_text(content(number for number in ALL if number not in (3, 5, 8, 9))),
        [number for number in ALL if number not in (3, 5, 8, 9)],
        "Scenes 3, 5 and 8 to 9 are missing.",
    ),
    "an empty scene": (
        chat_text(content(ALL, {7: " \n\u0000"})),
        [number for number in ALL if number != 7],
        "Scene 7 is empty.",
    ),
    "an empty and a missing scene": (
        chat_text(content(ALL[:19], {7: ""})),
        [number for number in ALL if number not in (7, 20)],
        "Scene 20 is missing. Scene 7 is empty.",
    ),
    "twenty-two scenes": (chat_text(content([0, *ALL, 21])), ALL, ""),
    "a text that is a number": (
        chat_text({"scenes": [{"number": 1, "text": 5}]}),
        [],
        "The answer held no scenes in the form that was asked for. Scenes 1 to 20 are missing.",
    ),
}


@pytest.mark.parametrize(("reply", "there", "problem"), BAD.values(), ids=BAD.keys())
def test_a_malformed_response_gives_its_scenes_and_a_problem(
    server: OpenAIServer, brief: StoryBrief, reply: Reply, there: list[int], problem: str
) -> None:
    server.chat = lambda asked, number: reply
    draft = OpenAIWriter().write(brief, already={})
    assert draft.scenes == {number: SCENES[number] for number in there}
    assert draft.problem == problem
    assert draft.usage == COST


@pytest.mark.parametrize(("reply", "there", "problem"), BAD.values(), ids=BAD.keys())
def test_a_malformed_response_gives_its_depictions(
    server: OpenAIServer, brief: StoryBrief, reply: Reply, there: list[int], problem: str
) -> None:
    server.chat = lambda asked, number: reply
    depictions = OpenAIWriter().depict(brief, scenes=SCENES)
    assert depictions.scenes == {number: SCENES[number] for number in there}
    assert depictions.usage == COST


@pytest.mark.parametrize(("reply", "there", "problem"), BAD.values(), ids=BAD.keys())
def test_a_malformed_response_to_a_rewrite_is_an_error_with_its_usage(
    server: OpenAIServer, brief: StoryBrief, reply: Reply, there: list[int], problem: str
) -> None:
    server.chat = lambda asked, number: reply
    with pytest.raises(ProviderError) as raised:
        OpenAIWriter().rewrite(brief, scenes=SCENES, number=4, attempt=1)
    assert raised.value.usage == COST
    assert raised.value.policy == ("refused" in problem)
    assert not raised.value.permanent
    assert len(raised.value.message) < 400


@pytest.mark.parametrize(
    "reply", [garbage(), Reply(body="[]"), Reply(body={"choices": []}), Reply(body={"error": "no"})]
)
def test_an_unusable_response_is_temporary_and_its_cost_unknown(
    server: OpenAIServer, call: Callable[[], object], reply: Reply
) -> None:
    failed = failing(server, call, reply)
    assert "something that is no text" in failed.message
    assert not failed.permanent
    assert not failed.answered


def test_an_unusable_response_may_report_its_usage(server: OpenAIServer, brief: StoryBrief) -> None:
    body: Any = chat_text("").body
    server.chat = lambda asked, number: Reply(body=body | {"choices": []})
    with pytest.raises(ProviderError) as raised:
        OpenAIWriter().write(brief, already={})
    assert raised.value.usage == COST
    assert raised.value.answered


# --- errors --------------------------------------------------------------------------------------------------------
@pytest.fixture(params=["write", "rewrite", "depict"])
def call(request: pytest.FixtureRequest, server: OpenAIServer) -> Callable[[], object]:
    """Each of a writer's three methods."""
    writer, brief = OpenAIWriter(), make_brief("Power Fantasy", OFFERING)
    calls: dict[str, Callable[[], object]] = {
        "write": lambda: writer.write(brief, already={}),
        "rewrite": lambda: writer.rewrite(brief, scenes=SCENES, number=4, attempt=1),
        "depict": lambda: writer.depict(brief, scenes=SCENES),
    }
    return calls[request.param]


def failing(server: OpenAIServer, call: Callable[[], object], reply: Reply) -> ProviderError:
    server.chat = lambda asked, number: reply
    with pytest.raises(ProviderError) as raised:
        call()
    assert len(server.asked) <= 1
    shown = "".join(traceback.format_exception(raised.value))  # as a log would show it
    assert "sk-test" not in raised.value.message + raised.value.operator + shown
    return raised.value


ACCOUNT: dict[str, tuple[Reply, str]] = {
    "a bad key": (bad_key(), "OPENAI_API_KEY"),
    "no access": (no_access(), "OPENAI_TEXT_MODEL"),
    "no credit": (no_credit(), "credit"),
    "an unknown model": (unknown_model(), "OPENAI_TEXT_MODEL"),
    "a retired model": (retired_model(), "OPENAI_TEXT_MODEL"),
    "a server of another kind": (error(404, None, "Not Found"), "OPENAI_BASE_URL"),
}


@pytest.mark.parametrize(("reply", "named"), ACCOUNT.values(), ids=ACCOUNT.keys())
def test_an_account_error_is_reported_to_the_operator(
    server: OpenAIServer, call: Callable[[], object], reply: Reply, named: str
) -> None:
    failed = failing(server, call, reply)
    assert failed.account
    assert named in failed.operator
    assert "The story cannot be written" in failed.message
    assert "OPENAI" not in failed.message


@pytest.mark.parametrize("wait", [0.5, 7, 900])
def test_a_rate_limit_says_how_long_to_wait(server: OpenAIServer, call: Callable[[], object], wait: float) -> None:
    failed = failing(server, call, rate_limited(wait))
    assert failed.retry_after == wait
    assert not failed.permanent


@pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 529])
def test_an_outage_is_temporary(server: OpenAIServer, call: Callable[[], object], status: int) -> None:
    failed = failing(server, call, error(status, None, "The server had an error", "server_error"))
    assert not failed.permanent
    assert failed.answered


@pytest.mark.parametrize("status", [400, 413, 422])
def test_an_invalid_request_is_a_permanent_error(server: OpenAIServer, call: Callable[[], object], status: int) -> None:
    failed = failing(server, call, error(status, "invalid_request", "Bad request"))
    assert failed.permanent
    assert not failed.account


def test_a_refused_prompt_is_a_policy_error(server: OpenAIServer, call: Callable[[], object]) -> None:
    failed = failing(server, call, error(400, "content_filter", "The prompt was filtered"))
    assert failed.policy


@pytest.mark.parametrize("reply", [drop(), stall(60)], ids=["dropped", "silent"])
def test_the_cost_of_a_lost_response_is_unknown(
    server: OpenAIServer, call: Callable[[], object], settings: Any, reply: Reply
) -> None:
    settings.OPENAI_TEXT_TIMEOUT = 0.3
    failed = failing(server, call, reply)
    assert failed.reached
    assert not failed.answered
    assert not failed.permanent


def test_a_service_that_is_not_there_costs_nothing(
    server: OpenAIServer, call: Callable[[], object], settings: Any
) -> None:
    with OpenAIServer() as gone:
        settings.OPENAI_BASE_URL = gone.url
    failed = failing(server, call, chat_text(""))
    assert not failed.reached
    assert not failed.permanent


def test_a_writer_without_a_key_sends_no_request(
    server: OpenAIServer, call: Callable[[], object], settings: Any
) -> None:
    settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
    failed = failing(server, call, chat_text(""))
    assert failed.account
    assert "OPENAI_API_KEY is not set" in failed.operator
    assert server.asked == []
