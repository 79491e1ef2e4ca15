"""The eight answers of the quiz, and which values of them are valid (pure)."""

from collections.abc import Mapping
from typing import Any

from core.errors import Invalid
from core.text import clean_line

ANSWER_LIMIT = 300  # characters
DEFAULT_TYPE = "Power Fantasy"
HUMILIATION, OFFERING = "A", "B"
TRAINS, BUILDS = "A", "B"

KEYS = (
    "story_type",
    "humiliation_type",
    "offering_who",
    "offering_what",
    "humiliation",
    "find",
    "do_with_find",
    "villain_crime",
)
CHOICES = {
    "humiliation_type": {HUMILIATION: "a humiliation", OFFERING: "an offering"},
    "do_with_find": {TRAINS: "he trains", BUILDS: "he builds"},
}
_NEEDED_ALWAYS = ("find", "villain_crime")
_NEEDED_ON_BRANCH = {HUMILIATION: ("humiliation",), OFFERING: ("offering_who", "offering_what")}
IDEA, IDEA_LIMIT = "idea", 1000  # characters; a ninth key, for stories from the list of ideas


def needed_keys(humiliation_type: str) -> tuple[str, ...]:
    """The keys that a story needs on this branch, in the order of KEYS."""
    needed = {"story_type", *CHOICES, *_NEEDED_ALWAYS, *_NEEDED_ON_BRANCH.get(humiliation_type, ())}
    return tuple(key for key in KEYS if key in needed)


def clean_answers(raw: Any) -> dict[str, str]:
    """The answers with all eight keys, trimmed, "" for what the branch does not ask.

    Raises Invalid naming the field. Whether the template `story_type` exists is not checked.
    """
    if not isinstance(raw, Mapping):
        raise Invalid("answers", "answers must be an object with the eight answers of the quiz.")
    given = {"story_type": DEFAULT_TYPE, **raw}
    texts = {key: _text(key, given) for key in KEYS}
    for key, allowed in CHOICES.items():
        if texts[key] not in allowed:
            meanings = " or ".join(f'"{name}" ({meaning})' for name, meaning in allowed.items())
            raise Invalid(key, f"{key} must be {meanings}.")
    needed = needed_keys(texts["humiliation_type"])
    return {key: check_answer(key, texts[key]) if key in needed else "" for key in KEYS}


def answers_of_idea(idea: str, story_type: str = DEFAULT_TYPE) -> dict[str, str]:
    """The answers of a story that is made of an idea: "" for all that the quiz asks. Raises Invalid."""
    text = clean_line(idea)
    if not 1 <= len(text) <= IDEA_LIMIT:
        raise Invalid(IDEA, f"The idea has {len(text):,} characters; 1 to {IDEA_LIMIT:,} are allowed.")
    return dict.fromkeys(KEYS, "") | {"story_type": story_type, IDEA: text}


def check_answer(key: str, value: str) -> str:
    """A needed answer, cleaned. Raises Invalid naming it when it is empty or too long."""
    text = clean_line(value)
    if not text:
        raise Invalid(key, f"{key} is empty. It needs an answer of 1 to {ANSWER_LIMIT} characters.")
    if len(text) > ANSWER_LIMIT:
        raise Invalid(key, f"{key} has {len(text)} characters; {ANSWER_LIMIT} are allowed.")
    return text


def _text(key: str, given: Mapping[str, Any]) -> str:
    if key not in given:
        raise Invalid(key, f'{key} is missing. All eight answers must be there; one that is not asked may be "".')
    if not isinstance(given[key], str):
        raise Invalid(key, f"{key} must be text.")
    return str(given[key])
