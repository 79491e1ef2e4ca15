"""Reads an answer as something that is done: the humiliation, an offering that is no thing."""

import re
from dataclasses import dataclass

from storybook.writing.grammar import capitalised
from storybook.writing.proofreading import faults

from .clauses import FOX, OBJECTS, expanded, is_quality, named_fox
from .cleaning import article, briefly, clean, quoted
from .lexicon import is_strange, singular
from .nouns import Noun, read_noun
from .signs import shame_of
from .tenses import SINGULAR_SUBJECTS, in_present, is_finite, verb_in_present
from .verbs import base_of, is_base, is_gerund, is_participle, is_past, is_third, third
from .vocabulary import GIVING, LIVING, NOUN_TOO, PLURAL_WORDS, PRONOUNS, words
from .whereabouts import parted

_WISH = re.compile(r"^(?:he )?(?:wants?|would like|tries|asks|offers|hopes) to ", re.IGNORECASE)
_MANY_WORDS = 3
_LONG_SHAME = 180  # characters
_LONGEST_SHAME = 400
_AS_A_CUB = re.compile(
    r"^(?:(?:when|while) (?:he|the (?:red )?fox) (?:was|is) (?:(?:very|still|so|just|only|a|an|little|small|tiny) )*"
    r"(?:small|little|tiny|young|cub|child|kid|boy|kit)|as a (?:\w+ )?(?:cub|child|kid|boy)|once|one day)\b,? ",
    re.IGNORECASE,
)
_PART = re.compile(r"(,? (?:and so|and|but|so|then|because) (?=(?:he|she|it|they|everyone|everybody|all|the|his) ))")
_BACKGROUND = re.compile(r"^(?:he|the (?:red )?fox) (?:was|is|had been) [a-z]+ing\b")
_WHILE = re.compile(
    r"^((?:when|while|as) he (?:was|is) [a-z]+ing) (?=(?:his|the|a|an|everyone|everybody|they|somebody)\b)"
)
_DANGLING = re.compile(r"(?:[ ,]+(?:and|or|the|a|an|of|with|to|in|on|at|by|for|from|that|his|her|their))+$")
_FRIEND = re.compile(
    r"\bhis (?:(?:best|only|dear|old|little|good) )*friend,? ((?:an?|the) [\w-]+(?: called [A-Z]\w+)?)\b"
)
_OF_HIM = re.compile(r"\b(?:he|him|his)\b")
_HE_FIRST = re.compile(r"^(?:(?!him\b|his\b)\S+ )*?he\b")
_BY_MANY = re.compile(
    r"\bby (?!a\b|an\b|his\b|himself)((?:the |some |all the )?(?:(?:other|bigger|older) )?"
    rf"(?:[a-z]+s|{'|'.join(sorted(PLURAL_WORDS))}))(?=$| (?:as|because|when|while|for|in|at|on)\b)"
)
_BORNE = words(
    "beating betrayal blow defeat gossip insult joke kick laughter loss mockery nickname prank punch punishment "
    "rejection rumour slap song spanking teasing trick"
)
_CLOTHES = words("cap coat costume glasses hat jeans mask pants shirt shoe shoes shorts skirt socks tail trousers wig")
_SAID_OF_HIM = words("called told named given left made sent shown")
_INTRANSITIVE = words(
    "slip fall trip stumble cry fail faint tumble sink drown sneeze freeze fart pee puke vomit spill blush stutter burp"
)
_PASSIVE = re.compile(
    r"^(?:(?:is|was|gets|got|get|being|getting|has been|had been|be|been|were|are)\s+)+", re.IGNORECASE
)


@dataclass(frozen=True)
class Shame:
    """A humiliation: `clause` tells it as a whole present-tense clause, and `place` says where, or "".

    What cannot be told is quoted in it. `friend` is a friend of his who has a part in it.
    """

    clause: str
    place: str = ""
    doers: Noun | None = None
    friend: Noun | None = None


def read_offer(answer: str) -> str:
    """Read an offering that is no thing as what the fox does: "holding hands" -> "offers to hold hands"."""
    text = _WISH.sub("to ", clean(answer))
    words = text.split(" ")
    first = words[0].lower()
    if text and is_strange(text) and read_noun(answer, missing="friendship").full == text:
        return f"offers what he calls {quoted(text)}"
    if first == "to" and len(words) > 1:
        return f"offers {text}"
    base = base_of(first)
    if base and (is_gerund(first) or (is_base(first) and len(words) > 1 and first not in NOUN_TOO)):
        return " ".join(["offers to", base, *words[1:]])
    if first in {"he", "she", "they"} and len(words) > 1 and (base := base_of(words[1].lower())) and base not in GIVING:
        return " ".join(["offers to", base, *words[2:]])
    noun = read_noun(answer, missing="friendship")
    return f"offers {noun.full}" if noun.plain else f"offers what he calls {quoted(noun.full)}"


def is_doing(answer: str) -> bool:
    """Say whether an offering is something to do ("holding hands", "to dance with her") and no thing."""
    words = _WISH.sub("to ", clean(answer)).lower().split(" ")
    thing = read_noun(answer, missing="friendship")
    if words[0] in {"he", "she", "they", "to"}:
        return not thing.plain or words[0] == "to"
    opens_with_verb = is_gerund(words[0]) and base_of(words[0]) is not None and "ing" in words[0]
    return opens_with_verb and base_of(words[0]) not in {"give", "offer", "bring", "show"}


def read_shame(answer: str) -> Shame:
    """Read how the fox is humiliated. An empty answer gives a humiliation of the house."""
    answer = shame_of(answer) or answer
    short = expanded(clean(answer)) or "laughed at in front of everybody"
    if is_strange(short):
        return Shame(_unspeakable(short))
    text, place = parted(_AS_A_CUB.sub("", expanded(clean(answer, limit=_LONGEST_SHAME))) or short)
    text = _WHILE.sub(r"\1, ", text if len(text) <= _LONG_SHAME else _heart(text))
    doers = _doers(text)
    clause, subject = _told(text)
    if not clause:
        return Shame(_unspeakable(short))
    return Shame(clause, place, doers or subject, _friend(text))


def _told(text: str) -> tuple[str, Noun | None]:
    """The clause of `text`, "" if it reads badly, and who else does it."""
    clause, subject = _clause(text)
    return ("" if faults(capitalised(clause)) else clause), subject


def _heart(text: str) -> str:
    """Of a long tale what happens to him: without what he was doing before, as long as can be told at once."""
    parts = _PART.split(text)
    if len(parts) > 1 and _BACKGROUND.match(parts[0]) and len("".join(parts[:3])) > _LONG_SHAME:
        parts = parts[2:]
    heart = parts[0]
    for joint, part in zip(parts[1::2], parts[2::2], strict=True):
        told = part if len(heart + joint + part) <= _LONG_SHAME else part.split(",")[0]
        if len(heart + joint + told) > _LONG_SHAME:
            break
        heart += joint + told
        if told != part:
            break
    return _DANGLING.sub("", heart if len(heart) <= _LONG_SHAME else heart[: _LONG_SHAME + 1].rsplit(" ", 1)[0])


def _unspeakable(text: str) -> str:
    """What stands in for words that are no English, or no sentence: what he is called."""
    return f"everybody points at {FOX} and calls him {quoted(briefly(text))}"


def _clause(text: str) -> tuple[str, Noun | None]:
    """The humiliation as a clause about the fox in the present tense, "" if it is none, and who else does it."""
    words = _fox_dropped(text).split(" ")
    clause, subject = _about_fox(words, dropped=len(words) < len(text.split(" "))), None
    if not clause:
        clause, subject = _about_others(text)
    clause = _with_fox(clause)
    told = [word for word in clause.split(" ") if word in text.split(" ")]
    if not any(is_third(word) for word in told) or any(is_past(word) and is_finite(word) for word in told):
        clause = in_present(clause)
    return clause, subject


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
    if clause.split(" ")[0].lower() in _CLOTHES:
        return f"{FOX}'s {clause}"
    if first is None:
        return f"{FOX} finds that {clause}"
    return clause[: first.start()] + FOX + ("'s" if first.group() == "his" else "") + clause[first.end() :]


def _about_fox(words: list[str], *, dropped: bool) -> str:
    """The clause when the fox is the one it happens to, else ""."""
    text = " ".join(words)
    if words[0] in {"get", "gets", "got"} and words[1:2] and words[1] in OBJECTS:
        return " ".join([FOX, "gets", *words[1:]])
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
    return f"{FOX} " + " ".join(words) if dropped and first in {"has", "had", "can", "cannot", "can't", "must"} else ""


def _doers(text: str) -> Noun | None:
    """Who did it: "laughed at by crows" gives the crows, when they are many."""
    match = _BY_MANY.search(text)
    if not match:
        return None
    noun = read_noun(match.group(1), missing="crows")
    return noun if noun.plural and singular(noun.head) in LIVING else None


def _about_others(text: str) -> tuple[str, Noun | None]:
    """The clause when others do it to him ("they ignored him"), with those others; else a noun phrase; else ""."""
    words = text.split(" ")
    if words[0] == "because" and len(words) > 2:
        return f"{FOX} is laughed at {text}", None
    for index in range(1, min(len(words), 6)):
        verb = verb_in_present(words, index)
        if verb:
            subject = " ".join(words[:index])
            return _put_together(subject, verb, " ".join(words[index + 1 :])), _many(subject)
    noun = read_noun(text, missing="laughter")
    if not noun.plain or noun.full in PRONOUNS:
        return "", None
    borne = noun.head in _BORNE or noun.head.endswith(("ing", "ment", "tion"))
    return (f"{FOX} has to bear {noun.full}" if borne else f"{FOX} is laughed at because of {_his(text, noun)}"), None


def _his(text: str, noun: Noun) -> str:
    """The thing that he is laughed at for; one that stands there alone is his own."""
    return f"his {text}" if len(text.split(" ")) < _MANY_WORDS and noun.full.endswith(text) else noun.full


def _put_together(subject: str, verb: str, rest: str) -> str:
    """Put the clause together, naming the fox where it says "him"."""
    subject = {"they": "the others", "she": "the one he loves"}.get(subject.lower(), subject)
    takes_article = not subject.endswith("s") and subject not in SINGULAR_SUBJECTS | PLURAL_WORDS
    if " " not in subject and subject.islower() and takes_article:
        subject = f"{article(subject)} {subject}"
    if subject.startswith("he and "):
        subject = subject.replace("he", FOX, 1)
    elif re.search(r"\bhis\b", subject):
        subject = re.sub(r"\bhis\b", f"{FOX}'s", subject, count=1)
    elif not re.search(r"\bhe\b", subject) and not _HE_FIRST.match(rest):
        rest = re.sub(r"\b(?:him|the fox|his)\b|\bfox$", _fox_named, named_fox(rest), count=1)
    return f"{subject} {verb} {rest}".strip()


def _fox_named(word: re.Match[str]) -> str:
    return f"{FOX}'s" if word.group() == "his" else FOX


def _many(subject: str) -> Noun | None:
    noun = read_noun(subject, missing="crows")
    return noun if noun.plural and noun.head in LIVING and len(subject.split(" ")) < 4 else None
