"""providers.text.openai_response: reading responses, including malformed ones."""

import json
from typing import Any

import pytest

from providers.base import ProviderError, StoryBrief
from providers.text.openai import OpenAIWriter
from providers.text.openai_response import ModelResponse, scenes_in
from tests.providers.openai.writing.conftest import ALL, says, story_of, told
from tests.upstreams.openai_server import OpenAIServer


def test_a_whole_story_comes_back_with_its_title_character_and_cost(server: OpenAIServer, brief: StoryBrief) -> None:
    usage: dict[str, Any] = {"prompt_tokens": 1_000, "completion_tokens": 700, "total_tokens": 1_700}
    usage |= {"prompt_tokens_details": {"cached_tokens": 600}, "completion_tokens_details": {"reasoning_tokens": 400}}
    server.chat = lambda asked, number: story_of(ALL, usage=usage)
    draft = OpenAIWriter().write(brief, already={})
    assert (draft.title, draft.character, draft.problem) == ("The stars", "a small red fox", "")
    assert (draft.provider, draft.model) == ("openai", "gpt-6-luna")
    assert draft.usage == {"input_text": 400, "input_text_cached": 600, "output": 700}


@pytest.mark.parametrize("usage", [None, 7, {}, {"prompt_tokens": "many"}, {"prompt_tokens_details": 3}])
def test_a_response_without_usage_is_accepted(server: OpenAIServer, brief: StoryBrief, usage: Any) -> None:
    server.chat = lambda asked, number: story_of(ALL, usage=usage)
    draft = OpenAIWriter().write(brief, already={})
    assert len(draft.scenes) == 20
    assert draft.usage == {}


STARS = {number: f"The red fox counts {number} stars." for number in ALL}
FORMS: dict[str, Any] = {
    "in a fence": f"Here it is:\n```json\n{json.dumps({'title': 'The stars', 'scenes': told(ALL)})}\n```\nEnjoy!",
    "a bare list": told(ALL),
    "numbers as keys": {"title": "The stars", "scenes": {str(number): text for number, text in STARS.items()}},
    "numbers as text": {"scenes": [{"number": str(number), "text": text} for number, text in STARS.items()]},
    "one level deeper": {"story": {"scenes": told(ALL)}},
    "surrounded by blanks": {"scenes": [{"number": n, "text": f" \n{text}\t "} for n, text in STARS.items()]},
    "backwards": {"scenes": told(reversed(ALL))},
    "with scenes nobody asked for": {"scenes": told(range(-3, 40))},
    "with others after an empty one": {"scenes": [{"number": 4, "text": " "}, *told(ALL)]},
    "said twice": {"scenes": [*told(ALL), {"number": 4, "text": "Another four."}]},
    "with junk between": {"scenes": [None, 7, "text", {"number": True, "text": "x"}, {"number": 1}, [], *told(ALL)]},
}  # fmt: skip


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS.keys())
def test_all_twenty_scenes_are_found_in_any_format(server: OpenAIServer, brief: StoryBrief, content: Any) -> None:
    says(server, content if isinstance(content, str) else json.dumps(content))
    draft = OpenAIWriter().write(brief, already={})
    assert draft.scenes == STARS
    assert list(draft.scenes) == list(ALL)
    assert draft.problem == ""


def test_braces_and_quotes_in_a_truncated_response_are_handled(server: OpenAIServer, brief: StoryBrief) -> None:
    odd = 'The red fox draws {"number": 9, "text": "no scene"} in the \\ sand.'
    whole = json.dumps({"title": "A {brace", "character": "c", "scenes": [{"number": 1, "text": odd}, *told([2, 3])]})
    says(server, whole[:-12], finish_reason="length")
    draft = OpenAIWriter().write(brief, already={})
    assert draft.scenes == {1: odd, 2: STARS[2]}
    assert draft.title == "A {brace"
    assert draft.problem == "The answer was cut off before its end. Scenes 3 to 20 are missing."


HOSTILE = {
    "open braces": "{" * 100_000,
    "open brackets": "[" * 100_000,
    "open objects": '{"a":' * 50_000,
    "open strings": '{"' * 100_000,
    "backslashes": "\\" * 9,
    "a null": "\x00",
    "an endless number": json.dumps({"9" * 5_000: "A scene.", "scenes": [{"number": "9" * 5_000, "text": "A scene."}]}),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_response_gives_no_scenes(server: OpenAIServer, brief: StoryBrief, content: str) -> None:
    says(server, content)
    assert OpenAIWriter().write(brief, already={}).scenes == {}
    assert OpenAIWriter().depict(brief, scenes=STARS).scenes == {}


@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]")])
def test_any_depth_of_nesting_is_handled(opening: str, closing: str) -> None:
    # How deep Python's own reader of JSON goes depends on its version; ours must go along.
    for depth in (*range(700, 1_100, 5), 1_500, 3_000, 9_000):
        assert scenes_in(ModelResponse(f"{opening * depth}1{closing * depth}", {}), {1}) == {}


def test_an_endless_response_is_truncated(server: OpenAIServer, brief: StoryBrief) -> None:
    says(server, " " * 5_000_000)
    with pytest.raises(ProviderError, match="something that is no text"):
        OpenAIWriter().write(brief, already={})


def test_the_fox_of_a_picture_is_always_the_red_fox(server: OpenAIServer, brief: StoryBrief) -> None:
    text = "The little fox bows low; a girl fox and the red fox look at the fox, and the fox's tail droops."
    says(server, {"scenes": [{"number": 1, "text": text}]})
    shown = OpenAIWriter().depict(brief, scenes=STARS).scenes[1]
    assert shown == (
        "The little red fox bows low; a girl fox and the red fox look at the red fox, and the red fox's tail droops."
    )


@pytest.mark.parametrize(
    ("character", "kept"),
    [
        ("a small fox with a white-tipped tail, without clothing", True),
        ("a grey wolf", False),
        ("a fox wearing a red cloak", False),
        ("a fox " * 400, False),
        (7, False),
    ],
)
def test_only_a_plausible_description_of_the_fox_is_accepted(
    server: OpenAIServer, brief: StoryBrief, character: Any, kept: bool
) -> None:
    says(server, {"title": "T", "character": character, "scenes": told(ALL)})
    draft = OpenAIWriter().write(brief, already={})
    assert draft.character == (character if kept else "")
    assert len(draft.scenes) == 20


@pytest.mark.parametrize(
    "content",
    [
        '{"text": "The red fox leaps."}',
        'Sure:\n```json\n{"text": " The red fox leaps.\\n"}\n```',
        '{"number": 4, "text": "The red fox leaps."}',
        '[{"number": 3, "text": "No."}] or rather {"number": 4, "text": "The red fox leaps."}',
    ],
)
def test_a_rewritten_scene_is_found_in_any_format(server: OpenAIServer, brief: StoryBrief, content: str) -> None:
    says(server, content)
    written = OpenAIWriter().rewrite(brief, scenes={4: "Old."}, number=4, attempt=1)
    assert written.text == "The red fox leaps."
    assert written.usage == {"input_text": 10, "output": 20}


@pytest.mark.parametrize(
    "content", ['{"number": 1, "text": "New."}', 'Here: {"number": 1, "text": "New."}', '{"text": 4}']
)
def test_another_scene_is_not_mistaken_for_the_requested_one(
    server: OpenAIServer, brief: StoryBrief, content: str
) -> None:
    says(server, content)
    with pytest.raises(ProviderError, match="no new text"):
        OpenAIWriter().rewrite(brief, scenes={4: "Old."}, number=4, attempt=1)


def test_a_scene_that_the_template_does_not_have_is_an_error(server: OpenAIServer, brief: StoryBrief) -> None:
    with pytest.raises(ValueError, match="no scene 21"):
        OpenAIWriter().rewrite(brief, scenes=STARS, number=21, attempt=1)
    assert server.asked == []


@pytest.mark.parametrize("same", [STARS[4], f" {STARS[4].upper()}\n", STARS[9]])
def test_a_rewritten_scene_with_the_same_words_is_refused(server: OpenAIServer, brief: StoryBrief, same: str) -> None:
    says(server, {"text": same})
    with pytest.raises(ProviderError) as raised:
        OpenAIWriter().rewrite(brief, scenes=STARS, number=4, attempt=1)
    assert raised.value.usage == {"input_text": 10, "output": 20}
    assert not raised.value.permanent
