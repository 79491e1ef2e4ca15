"""Reads a finished text once more: what sounds wrong in it. What stands in quotation marks is not judged."""

import re
from collections.abc import Sequence

from .answers.cleaning import article
from .answers.lexicon import parts_of_speech, singular, verb_of
from .answers.vocabulary import words
from .pronouns import doubtful

_QUOTED = re.compile(r"“[^“”]*”")
_MARK = "Quoted"
_SINGULAR = r"he|she|it|nobody|everyone|everybody|somebody|someone"
_FAULTS = (
    ("a raw fragment", re.compile(r"[\[\]{}<>|~_\\]|\( | \)|“|”")),
    ("a doubled word", re.compile(r"\b(\w+) \1\b", re.IGNORECASE)),
    ("a doubled article", re.compile(r"\b(?:a|an|the) (?:a|an|the|his|her|their|its)\b", re.IGNORECASE)),
    ("a gap before a stop", re.compile(r"\s[.,;:!?]|[,;:]\s*[.,;:!?]|\.\.")),
    ("somebody speaking", re.compile(r"\b(?:I|I'm|my|me|myself|we|our|us)\b")),
    ("a lone letter", re.compile(r"(?<![\w'])(?![aAI]\b)[^\W\d_](?![\w'])")),
    (
        "a wrong verb",
        re.compile(
            rf"(?<!if )(?<!makes )(?<!making )(?<!letting )(?<!lets )\b(?:{_SINGULAR}) (?:don't|are|were|have|do|am)\b",
            re.IGNORECASE,
        ),
    ),
    ("a wrong verb", re.compile(r"\b(?:they|we|you) (?:is|was|has|does|doesn't)\b", re.IGNORECASE)),
    ("a small beginning", re.compile(r"(?:^|[.!?] )[a-z]")),
)
_ARTICLE = re.compile(r"\b(an?) ([^\W\d_][\w'-]*)", re.IGNORECASE)
_BEFORE = r"(?:^|[,;.] |\band |\bwhere |\bas |\bwhile )"
_SUBJECT = re.compile(rf"{_BEFORE}(?:he|she|it|nobody|everyone) (\w+)\b", re.IGNORECASE)
_ONCE = ("with", "the red fox")  # in a sentence
_ONE = words("crossroads gallows headquarters means news series species stairs steps woods")  # that end in s


def faults(text: str) -> list[str]:
    """Say what is wrong with `text`, a phrase for each fault; an empty list where nothing is."""
    told = _QUOTED.sub(_MARK, text)
    found = [f"{name}: {match.group(0)}" for name, fault in _FAULTS for match in fault.finditer(told)]
    found += [f"a wrong article: {match.group(0)}" for match in _ARTICLE.finditer(told) if _is_wrong(*match.groups())]
    return found + [f"a wrong verb: {match.group(0)}" for match in _SUBJECT.finditer(told) if _is_bare(match.group(1))]


def blemishes(text: str, others: Sequence[str]) -> list[str]:
    """Say what could read better in `text`: words twice in a sentence, a "his" that could be one of the `others`."""
    told = _QUOTED.sub(_MARK, text)
    sentences = re.split(r"(?<=[.!?]) ", told)
    found = [f"{words} twice" for words in _ONCE for sentence in sentences if _times(words, sentence) > 1]
    return found + ["whose is not said"] * doubtful(told, others)


def _times(phrase: str, sentence: str) -> int:
    return len(re.findall(rf"\b{phrase}\b", sentence.lower()))


def _is_wrong(written: str, following: str) -> bool:
    if following == _MARK or following.lower() in _ONE:
        return following != _MARK and written.lower() != article(following)
    known = parts_of_speech(following)
    many = following.endswith("s") and "NOUN" in known and "ADJ" not in known and singular(following) != following
    return written.lower() != article(following) or many


def _is_bare(verb: str) -> bool:
    """Whether a verb lacks the s that "he" asks for."""
    return verb_of(verb) == verb
