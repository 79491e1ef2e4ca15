"""Turns a scene, written here or by a visitor, into what its picture shows."""

import re

from .answers.vocabulary import LIVING
from .grammar import capitalised, finished

FOX = "the red fox"
_LONGEST = 420
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”\u2019)]*(?=\s|$)|$)", re.DOTALL)
_OTHER_NAMES = re.compile(r"\b(?<!red )(?:the|our|a) (?:little |small |young |brave |poor )?fox\b", re.IGNORECASE)
_NO_ROLE = "a|an|and|at|by|for|from|her|his|in|into|of|on|the|their|to|with"
_ROLE = re.compile(
    rf"\b(?:an?|the|his|her|their|the red fox's) (?:(?!(?:{_NO_ROLE})\b)[\w'-]+ ){{0,3}}?(?P<role>[\w'-]+), "
    r"(?P<kind>an? (?:[\w-]+ )?(?P<head>[\w-]+)(?P<name> called [A-Z][\w'-]*(?: [A-Z][\w'-]*)?)?)"
    r"(?:,(?! (?:and|as|but|so|when|which|while|who)\b)|(?= (?:is|are|was|were|has|had|and|who|that)\b|[.,;:!?]|$))"
    r"(?! and an? )"
)
# "Professor Plum the tortoise" and "a tortoise called Professor Plum" are no professor beside a tortoise
_TITLED = re.compile(
    r"\b(?P<title>[A-Z][\w'-]*) (?:[A-Z][\w'-]* )?the (?P<head>[a-z][\w-]*)\b"
    r"|\b(?P<kind>[a-z][\w-]*) called (?P<called>[A-Z][\w'-]*) [A-Z][\w'-]*\b"
)
_PRONOUN = re.compile(r"\b(he)\b", re.IGNORECASE)
_JUNK = re.compile(r"https?://\S+|<[^<>]*>|[{}\[\]<>|\\^~`*_#=]+|[^\w\s.,;:!?'\u2019\"“”()&%/+-]+")


def depicted(scene: str, *, mood: str = "") -> str:
    """Give at most two sentences that say what the picture of `scene` shows; "the red fox" is named in them.

    Markup, links and symbols that cannot be drawn are dropped. `mood` is said where the fox had to be added.
    """
    sentences = _sentences(_TITLED.sub(_untitled, _ROLE.sub(_kind, _JUNK.sub(" ", scene))))[:2]
    text = capitalised(_OTHER_NAMES.sub(FOX, " ".join(sentences)))
    if FOX not in text.lower():
        text = _PRONOUN.sub(lambda match: FOX if match.group(1)[0] == "h" else "The red fox", text, count=1)
    if FOX not in text.lower():
        text = " ".join([*sentences[:1], f"The red fox is there, {mood or 'calm'}."])
    text = capitalised(_within(_tidied(text)))
    return text if text.endswith(("!", "?")) else finished(text)


def _kind(told: re.Match[str]) -> str:
    """Give "a tortoise" for "his old teacher, a tortoise", who is one animal and would be drawn as two."""
    of_somebody = told.group("role") in LIVING and told.group().startswith(("his", "her", "their", FOX))
    living = told.group("head") in LIVING and (told.group("name") or of_somebody)
    return told.group("kind") if living else told.group()


def _untitled(told: re.Match[str]) -> str:
    """Give "the tortoise" for "Professor Plum the tortoise"."""
    title, kind = told.group("title") or told.group("called"), told.group("head") or told.group("kind")
    if title.lower() not in LIVING or kind not in LIVING:
        return told.group()
    return f"the {kind}" if told.group("head") else kind


def _tidied(text: str) -> str:
    """Close the gaps that dropped symbols leave before punctuation and in quotation marks."""
    text = re.sub(r":?\s*(?:“\s*”|\"\s*\")", "", text)
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    return re.sub(r"[,;:]+(?=[.!?])", "", text)


def _sentences(text: str) -> list[str]:
    text = re.sub(r"\s+", " ", text).strip()
    found = (match.group(0).strip() for match in _SENTENCE.finditer(text))
    return [finished(sentence) if sentence[-1] not in ".!?…\"'”\u2019)" else sentence for sentence in found if sentence]


def _within(text: str) -> str:
    """Cut at a word where a visitor's scene is endless."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:-")
