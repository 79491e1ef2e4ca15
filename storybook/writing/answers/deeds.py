"""Reads an answer as something that is done: the humiliation, an offering that is no thing."""

import re
from dataclasses import dataclass

from storybook.writing.grammar import capitalised
from storybook.writing.proofreading import faults

from .clauses import FOX, OBJECTS, expanded, is_quality, named_fox
from .cleaning import article, clean, quoted
from .lexicon import is_strange
from .nouns import Noun, read_noun
from .tenses import SINGULAR_SUBJECTS, in_present, verb_in_present
from .verbs import base_of, is_base, is_gerund, is_participle, is_past, is_third, third
from .vocabulary import LIVING, NOUN_TOO, PLURAL_WORDS, PRONOUNS, words

_LONG_SHAME = 180  # characters
_AS_A_CUB = re.compile(
    r"^(?:(?:when|while) (?:he|the (?:red )?fox) (?:was|is) (?:(?:very|still|so|just|only|a|an|little|small|tiny) )*"
    r"(?:small|little|tiny|young|cub|child|kid|boy|kit)|as a (?:\w+ )?(?:cub|child|kid|boy)|once|one day)\b,? ",
    re.IGNORECASE,
)
_FRIEND = re.compile(
    r"\bhis (?:(?:best|only|dear|old|little|good) )*friend,? ((?:an?|the) [\w-]+(?: called [A-Z]\w+)?)\b"
)
_OF_HIM = re.compile(r"\b(?:he|him|his)\b")
_BORNE = words(
    "beating betrayal blow defeat gossip insult joke kick laughter loss mockery nickname prank punch punishment "
    "rejection rumour slap song spanking teasing trick"
)
_SAID_OF_HIM = words("called told named given left made sent shown")
_INTRANSITIVE = words(
    "slip fall trip stumble cry fail faint tumble sink drown sneeze freeze fart pee puke vomit spill blush stutter burp"
)
_PASSIVE = re.compile(
    r"^(?:(?:is|was|gets|got|get|being|getting|has been|had been|be|been|were|are)\s+)+", re.IGNORECASE
)


@dataclass(frozen=True)
class Shame:
    """A humiliation: `clause` is a whole present-tense clause, or "" where only `text` as typed can be used.

    `friend` is a friend of his who has a part in it.
    """

    text: str
    clause: str
    doers: Noun | None = None
    friend: Noun | None = None


def read_offer(answer: str) -> str:
    """Read an offering that is no thing as what the fox does: "holding hands" -> "offers to hold hands"."""
    text = clean(answer)
    words = text.split(" ")
    first = words[0].lower()
    if text and is_strange(text) and read_noun(answer, missing="friendship").full == text:
        return f"offers what he calls {quoted(text)}"
    if first == "to" and len(words) > 1:
        return f"offers {text}"
    base = base_of(first)
    if base and (is_gerund(first) or (is_base(first) and len(words) > 1 and first not in NOUN_TOO)):
        return " ".join(["offers to", base, *words[1:]])
    if first in {"he", "she", "they"} and len(words) > 1 and (base := base_of(words[1].lower())):
        return " ".join(["offers to", base, *words[2:]])
    noun = read_noun(answer, missing="friendship")
    return f"offers {noun.full}" if noun.plain else f"offers what he calls {quoted(noun.full)}"


def is_doing(answer: str) -> bool:
    """Say whether an offering is something to do ("holding hands", "to dance with her") and no thing."""
    words = clean(answer).lower().split(" ")
    thing = read_noun(answer, missing="friendship")
    if words[0] in {"he", "she", "they", "to"}:
        return not thing.plain or words[0] == "to"
    opens_with_verb = is_gerund(words[0]) and base_of(words[0]) is not None and "ing" in words[0]
    return opens_with_verb and base_of(words[0]) not in {"give", "offer", "bring", "show"}


def read_shame(answer: str) -> Shame:
    """Read how the fox is humiliated. An empty answer gives a humiliation of the house."""
    short = expanded(clean(answer)) or "laughed at in front of everybody"
    if is_strange(short):
        return Shame(quoted(short), "")
    text = _AS_A_CUB.sub("", expanded(clean(answer, limit=_LONG_SHAME))) or short
    words = _fox_dropped(text).split(" ")
    clause = _about_fox(words, dropped=len(words) < len(text.split(" ")))
    doers = _doers(text)
    if not clause:
        clause, subject = _about_others(text)
        doers = doers or subject
    clause = _with_fox(clause)
    if not any(is_third(word) for word in clause.split(" ") if word in text.split(" ")):  # it was told in the past
        clause = in_present(clause)
    return Shame(quoted(short), "" if faults(capitalised(clause)) else clause, doers, _friend(text))


def _friend(text: str) -> Noun | None:
    """The rabbit of "his best friend, a rabbit, was blamed"."""
    told = _FRIEND.search(text)
    friend = read_noun(told.group(1), missing="a rabbit") if told else None
    return friend if friend and friend.plain and friend.head in LIVING else None


def _fox_dropped(text: str) -> str:
    """Drop "he" or "the fox" where it opens the answer."""
    return re.sub(r"^(?:he|(?:the |a )?(?:red )?fox)\s+", "", text, flags=re.IGNORECASE)


def _with_fox(clause: str) -> str:
    """Name the fox in a clause about others: "nobody comes to his birthday" is about the red fox's."""
    if not clause or FOX in clause:
        return clause
    first = _OF_HIM.search(clause)
    if first is None:
        return f"{FOX} finds that {clause}"
    return clause[: first.start()] + FOX + ("'s" if first.group() == "his" else "") + clause[first.end() :]


def _about_fox(words: list[str], *, dropped: bool) -> str:
    """The clause when the fox is the one it happens to, else ""."""
    text = " ".join(words)
    passive = _PASSIVE.sub("", text)
    first = passive.split(" ")[0].lower()
    if first in _SAID_OF_HIM | {"not"} and not dropped and len(words) > 1:
        return f"{FOX} is {text}"
    if is_participle(first) and words[1:2] == ["by"]:
        return f"{FOX} is {text}"
    if words[:2] in (["does", "not"], ["is", "not"], ["will", "not"]) or (dropped and words[0] == "cannot"):
        return f"{FOX} {text}"
    if passive != text and first:
        return _being(passive)
    if is_gerund(first):
        return f"{FOX} is {text}"
    return _finite(words, dropped=dropped) or (_being(text) if is_quality(words) else "")


def _being(said: str) -> str:
    """The fox is laughed at, but is told that he is ugly, and called a coward."""
    words = said.lower().split(" ")
    if words[0] in {"a", "an"} and read_noun(said, missing="fool").plain:
        return f"{FOX} is called {said}"
    return f"{FOX} is told that he is {said}" if is_quality(words) and len(words) < 3 else f"{FOX} is {said}"


def _finite(words: list[str], *, dropped: bool) -> str:
    first = words[0].lower()
    following = words[1].lower() if len(words) > 1 else ""
    base = base_of(first)
    if base and (base in _INTRANSITIVE or following in OBJECTS or is_third(first) or (dropped and is_past(first))):
        return " ".join([FOX, third(base), *words[1:]])
    if is_participle(first) and not dropped:
        return f"{FOX} is " + " ".join(words)
    if base and is_base(first) and following and first not in NOUN_TOO:
        return " ".join([FOX, third(base), *words[1:]])
    return f"{FOX} " + " ".join(words) if dropped and first in {"has", "can", "cannot", "can't", "must"} else ""


def _doers(text: str) -> Noun | None:
    """Who did it: "laughed at by crows" gives the crows, when they are many."""
    match = re.search(r"\bby (?!a\b|an\b|the\b|his\b|himself)([a-z]+s)$|\bby (?:the|some|all the) ([a-z]+s)$", text)
    if not match:
        return None
    noun = read_noun(match.group(1) or match.group(2), missing="crows")
    return noun if noun.plural and noun.head in LIVING else None


def _about_others(text: str) -> tuple[str, Noun | None]:
    """The clause when others do it to him ("they ignored him"), with those others; else a noun phrase; else ""."""
    words = text.split(" ")
    for index in range(1, min(len(words), 6)):
        verb = verb_in_present(words, index)
        if verb:
            subject = " ".join(words[:index])
            return _told(subject, verb, " ".join(words[index + 1 :])), _many(subject)
    noun = read_noun(text, missing="laughter")
    if not noun.plain or noun.full in PRONOUNS:
        return "", None
    borne = noun.head in _BORNE or noun.head.endswith(("ing", "ment", "tion"))
    return (f"{FOX} has to bear {noun.full}" if borne else f"{FOX} is laughed at because of {noun.full}"), None


def _told(subject: str, verb: str, rest: str) -> str:
    """Put the clause together, naming the fox where it says "him"."""
    subject = {"they": "the others", "she": "the one he loves"}.get(subject.lower(), subject)
    takes_article = not subject.endswith("s") and subject not in SINGULAR_SUBJECTS | PLURAL_WORDS
    if " " not in subject and subject.islower() and takes_article:
        subject = f"{article(subject)} {subject}"
    rest = re.sub(r"\bhim\b|\bthe fox\b|\bfox$", FOX, named_fox(rest), count=1)
    return f"{subject} {verb} {rest}".strip()


def _many(subject: str) -> Noun | None:
    noun = read_noun(subject, missing="crows")
    return noun if noun.plural and noun.head in LIVING and len(subject.split(" ")) < 4 else None
