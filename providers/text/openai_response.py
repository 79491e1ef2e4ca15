"""Read the scenes from a chat model's response, however malformed, or say in a sentence what is wrong with it."""

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import groupby

from pydantic import BaseModel

from core.text import clean_line, clean_text
from providers.base import Usage
from providers.openai_api import charged, count_tokens

LONGEST_REASON = 200  # characters of a refusal that are quoted
LONGEST_RESPONSE = 200_000  # characters; twenty scenes are 12,000
LONGEST_CHARACTER = 800  # characters; 60 words are asked for
_CLOTHES = re.compile(r"\b(?:wear(?:s|ing)|dressed|clad|clothed)\b", re.IGNORECASE)
_MAX_DEPTH = 8  # levels of nesting that are searched
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_SMALL_OBJECT = re.compile(rf'\{{(?:[^{{}}"\\]++|{_STRING})*+\}}', re.DOTALL)


# The schemas of requests. Strict mode requires every property, without defaults and bounds.
class NumberedText(BaseModel):
    """One scene, or the description of its picture."""

    number: int
    text: str


class WrittenStory(BaseModel):
    """A story, or the requested scenes of it."""

    title: str
    character: str
    scenes: list[NumberedText]


class WrittenScene(BaseModel):
    """One scene."""

    text: str


class DepictedStory(BaseModel):
    """The descriptions of the pictures of a story."""

    scenes: list[NumberedText]


@dataclass(frozen=True)
class ModelResponse:
    """The text of a response. `refusal` is the reason when the model refused; `cut` marks a truncated text."""

    text: str
    usage: Usage
    refusal: str = ""
    cut: bool = False


def read_response(completion: object) -> ModelResponse | None:
    """The response in a chat completion (parsed JSON); None when there is none."""
    try:
        choice = completion["choices"][0]  # type: ignore[index]
        message, finish = choice["message"], choice.get("finish_reason")
        refused = clean_line(str(message.get("refusal") or ""))[:LONGEST_REASON].rstrip()
        content = message.get("content")
    except (LookupError, TypeError, AttributeError):
        return None
    if not refused and finish == "content_filter":
        refused = "the content filter of the service stopped the answer"
    text = content[:LONGEST_RESPONSE] if isinstance(content, str) and not refused else ""
    return ModelResponse(text, usage_of(completion), refused, cut=finish == "length")


def usage_of(completion: object) -> Usage:
    """The tokens of a chat completion, and what the service says that it charged; empty when it reports none. Reasoning
    tokens count as output."""
    cached = count_tokens(completion, "usage", "prompt_tokens_details", "cached_tokens")
    fresh = count_tokens(completion, "usage", "prompt_tokens") - cached
    usage = {
        "input_text": fresh,
        "input_text_cached": cached,
        "output": count_tokens(completion, "usage", "completion_tokens"),
    }
    return {kind: tokens for kind, tokens in usage.items() if tokens > 0} | charged(completion)


def scenes_in(response: ModelResponse, wanted: Set[int]) -> dict[int, str]:
    """The requested scenes that have a text, by number; the first of two with the same number."""
    found: dict[int, str] = {}
    for number, text in _numbered(response.text):
        if number in wanted and (cleaned := clean_text(text)):
            found.setdefault(number, cleaned)
    return dict(sorted(found.items()))


def scene_in(response: ModelResponse, number: int) -> str:
    """The text of the one requested scene; "" when there is none, or only texts of other scenes."""
    parts = [part for part in _parts(response.text) if isinstance(part, dict) and part.get("number", number) == number]
    texts = (clean_text(part["text"]) for part in parts if isinstance(part.get("text"), str))
    return next(filter(None, texts), "")


def line_in(response: ModelResponse, name: str) -> str:
    """The text called `name` ("title" or "character") on one line; "" when there is none."""
    whole = parse_json(response.text)
    if isinstance(whole, dict):
        value = whole.get(name)
    else:  # prose around JSON, or truncated JSON: the first complete string of that name
        found = re.search(rf'"{name}"\s*:\s*({_STRING})', response.text, re.DOTALL)
        value = parse_json(found[1]) if found else None
    return clean_line(value) if isinstance(value, str) else ""


def character_in(response: ModelResponse) -> str:
    """The description of the fox; "" when there is none, or one that is not of our fox, who wears no clothes."""
    character = line_in(response, "character")
    ours = "fox" in character.lower() and len(character) <= LONGEST_CHARACTER and not _CLOTHES.search(character)
    return character if ours else ""


def problem_of(response: ModelResponse, wanted: Set[int], got: Set[int]) -> str:
    """What is wrong with the response, in a sentence or two; "" when all `wanted` scenes are there."""
    missing = sorted(wanted - got)
    if not missing:
        return ""
    if response.refusal:
        return f"The writer refused to answer: {response.refusal}"
    empty = sorted({number for number, _ in _numbered(response.text)} & set(missing))
    absent = [number for number in missing if number not in empty]
    sentences = [_format_problem(response, got), _sentence_about(absent, "missing"), _sentence_about(empty, "empty")]
    return " ".join(sentence for sentence in sentences if sentence)


def _format_problem(response: ModelResponse, got: Set[int]) -> str:
    if response.cut:
        return "The answer was cut off before its end."
    return "" if got else "The answer held no scenes in the form that was asked for."


def _sentence_about(numbers: list[int], what: str) -> str:
    """ "Scenes 3, 5 and 8 to 20 are missing." """
    if len(numbers) < 2:
        return f"Scene {numbers[0]} is {what}." if numbers else ""
    *others, last = _ranges(numbers)
    return f"Scenes {', '.join(others)}{' and ' if others else ''}{last} are {what}."


def _ranges(numbers: list[int]) -> list[str]:
    """[3, 5, 8, 9, 10] as "3", "5", "8 to 10"."""
    groups = groupby(enumerate(numbers), key=lambda placed: placed[1] - placed[0])
    ranges = [[number for _, number in group] for _, group in groups]
    return [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in ranges]


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Every pair of number and text, in order."""
    for part in _parts(text):
        yield from _pairs(part)


def _parts(text: str) -> list[object]:
    """The text as JSON; else the innermost objects inside prose or truncated JSON."""
    whole = parse_json(text)
    return [whole] if whole is not None else [parse_json(found) for found in _SMALL_OBJECT.findall(text)]


def _pairs(part: object, depth: int = _MAX_DEPTH) -> Iterator[tuple[int, str]]:
    """The pairs in objects with `number` and `text`, and in objects whose keys are numbers."""
    if isinstance(part, dict) and "number" in part:
        yield from _pair(part["number"], part.get("text"))
    elif isinstance(part, dict) and depth:
        for key, value in part.items():
            yield from _pair(key, value) if isinstance(value, str) else _pairs(value, depth - 1)
    elif isinstance(part, list) and depth:
        for item in part:
            yield from _pairs(item, depth - 1)


def _pair(number: object, text: object) -> Iterator[tuple[int, str]]:
    """The pair, if it is one ("7" counts as a number)."""
    plain = str(number).strip()
    if isinstance(text, str) and plain.isascii() and plain.isdigit() and len(plain) < 4:
        yield int(plain), text


def parse_json(text: str) -> object:
    """The JSON value of `text`; None when it is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
