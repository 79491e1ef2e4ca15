"""Reads what a model of OpenAI's API answered, however badly: its scenes, or in a sentence what is wrong with it."""

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import groupby

from pydantic import BaseModel

from core.text import clean_line, clean_text
from providers.base import Usage

LONGEST_REASON = 200  # characters of a refusal that are passed on
LONGEST_ANSWER = 200_000  # characters; twenty scenes are 12,000
LONGEST_CHARACTER = 800  # characters; 60 words are asked for
_DRESSED = re.compile(r"\b(?:wear(?:s|ing)|dressed|clad|clothed)\b", re.IGNORECASE)
_DEEPEST = 8  # levels of nesting that are looked into
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_SMALL_OBJECT = re.compile(rf'\{{(?:[^{{}}"\\]++|{_STRING})*+\}}', re.DOTALL)


# The forms that are asked for. A strict schema must require every property: no defaults and no bounds here.
class NumberedText(BaseModel):
    """One scene, or what its picture shows."""

    number: int
    text: str


class WrittenStory(BaseModel):
    """A story, or the scenes of it that were asked for."""

    title: str
    character: str
    scenes: list[NumberedText]


class WrittenScene(BaseModel):
    """One scene alone."""

    text: str


class DepictedStory(BaseModel):
    """What the pictures of a story show."""

    scenes: list[NumberedText]


@dataclass(frozen=True)
class Answer:
    """What the model said. `refusal` is its reason when it would not; `cut` says that the text ends too soon."""

    text: str
    usage: Usage
    refusal: str = ""
    cut: bool = False


def read_answer(completion: object) -> Answer | None:
    """The answer in a chat completion (the JSON of the response); None when it is none."""
    try:
        choice = completion["choices"][0]  # type: ignore[index]
        message, finish = choice["message"], choice.get("finish_reason")
        refused = clean_line(str(message.get("refusal") or ""))[:LONGEST_REASON].rstrip()
        content = message.get("content")
    except (LookupError, TypeError, AttributeError):
        return None
    if not refused and finish == "content_filter":
        refused = "the content filter of the service stopped the answer"
    text = content[:LONGEST_ANSWER] if isinstance(content, str) and not refused else ""
    return Answer(text, used(completion), refused, cut=finish == "length")


def used(completion: object) -> Usage:
    """The tokens of a chat completion; empty when it does not say. Tokens of thinking are part of the output."""
    cached = _count(completion, "usage", "prompt_tokens_details", "cached_tokens")
    fresh = _count(completion, "usage", "prompt_tokens") - cached
    usage = {
        "input_text": fresh,
        "input_text_cached": cached,
        "output": _count(completion, "usage", "completion_tokens"),
    }
    return {kind: tokens for kind, tokens in usage.items() if tokens > 0}


def _count(value: object, *path: str) -> int:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, int) else 0


def scenes_in(answer: Answer, wanted: Set[int]) -> dict[int, str]:
    """The scenes of the answer that were asked for and have a text, by number; the first of two with one number."""
    found: dict[int, str] = {}
    for number, text in _numbered(answer.text):
        if number in wanted and (cleaned := clean_text(text)):
            found.setdefault(number, cleaned)
    return dict(sorted(found.items()))


def scene_in(answer: Answer, number: int) -> str:
    """The text of the one scene that was asked for; "" when there is none, or only that of other scenes."""
    parts = [part for part in _parts(answer.text) if isinstance(part, dict) and part.get("number", number) == number]
    texts = (clean_text(part["text"]) for part in parts if isinstance(part.get("text"), str))
    return next(filter(None, texts), "")


def line_in(answer: Answer, name: str) -> str:
    """The text called `name` ("title" or "character") of the answer, on one line; "" when it has none."""
    whole = decoded(answer.text)
    if isinstance(whole, dict):
        value = whole.get(name)
    else:  # prose around JSON, or JSON that was cut off: the first string of that name that is whole
        found = re.search(rf'"{name}"\s*:\s*({_STRING})', answer.text, re.DOTALL)
        value = decoded(found[1]) if found else None
    return clean_line(value) if isinstance(value, str) else ""


def character_in(answer: Answer) -> str:
    """The description of the fox; "" when there is none, or one that is surely not of our fox, who wears nothing."""
    character = line_in(answer, "character")
    ours = "fox" in character.lower() and len(character) <= LONGEST_CHARACTER and not _DRESSED.search(character)
    return character if ours else ""


def problem_of(answer: Answer, wanted: Set[int], got: Set[int]) -> str:
    """What is wrong with the answer, in a sentence or two; "" when every scene that was wanted is there."""
    missing = sorted(wanted - got)
    if not missing:
        return ""
    if answer.refusal:
        return f"The writer refused to answer: {answer.refusal}"
    empty = sorted({number for number, _ in _numbered(answer.text)} & set(missing))
    absent = [number for number in missing if number not in empty]
    sentences = [_form(answer, got), _listed(absent, "missing"), _listed(empty, "empty")]
    return " ".join(sentence for sentence in sentences if sentence)


def _form(answer: Answer, got: Set[int]) -> str:
    if answer.cut:
        return "The answer was cut off before its end."
    return "" if got else "The answer held no scenes in the form that was asked for."


def _listed(numbers: list[int], what: str) -> str:
    """ "Scenes 3, 5 and 8 to 20 are missing." """
    if len(numbers) < 2:
        return f"Scene {numbers[0]} is {what}." if numbers else ""
    *others, last = _runs(numbers)
    return f"Scenes {', '.join(others)}{' and ' if others else ''}{last} are {what}."


def _runs(numbers: list[int]) -> list[str]:
    """[3, 5, 8, 9, 10] as "3", "5", "8 to 10"."""
    groups = groupby(enumerate(numbers), key=lambda placed: placed[1] - placed[0])
    runs = [[number for _, number in group] for _, group in groups]
    return [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Every pair of a number and a text, in the order of the answer."""
    for part in _parts(text):
        yield from _pairs(part)


def _parts(text: str) -> list[object]:
    """The JSON that the text is; or else the innermost objects in the midst of prose, or of JSON that was cut off."""
    whole = decoded(text)
    return [whole] if whole is not None else [decoded(found) for found in _SMALL_OBJECT.findall(text)]


def _pairs(part: object, depth: int = _DEEPEST) -> Iterator[tuple[int, str]]:
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


def decoded(text: str) -> object:
    """The JSON that `text` is; None when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
