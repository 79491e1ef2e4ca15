"""Reads an answer as something that is done: the humiliation, the villain's crime, an offering that is no thing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .cleaning import article, clean, quoted
from .grammar import capitalised
from .lexicon import any_verb_of, is_strange, parts_of_speech
from .nouns import Noun, read_noun
from .proofreading import faults
from .tenses import DETERMINERS, PREPOSITIONS, SINGULAR_SUBJECTS, in_present, verb_in_present
from .verbs import base_of, gerund, is_base, is_gerund, is_participle, is_past, is_third, third, to_gerund
from .vocabulary import LIVING, NOUN_TOO, OWN, PLURAL_WORDS, PRONOUNS, words

FOX = "the red fox"
_OBJECTS = DETERMINERS | words("everything everyone him himself her them")
_WHERE = words("at behind for from in inside into on under with")
_FOX_WORDS = re.compile(r"\b(?<!red )(?:the|a|our|his|little|poor) (?:little |poor )?fox\b(?!es)|^fox\b", re.IGNORECASE)
_VILLAIN = re.compile(
    r"^(?:(?:the|a) )?(?:evil |bad |main )?(?:villain|bad guy|enemy|antagonist)\b\s*"
    r"|^(?:he|she|they|it|who|someone)\b\s*",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"^(?:is|was|are|were|has been|have been|had been|has|have|had|keeps|kept|starts|started|likes to|loves to|"
    r"wants to|tries to|tried to|will|would|always|secretly|often|constantly|then|also|to|by|for)\s+",
    re.IGNORECASE,
)
_NOUN_CRIMES = (
    (r"^(?:the )?(?:theft|robbery)(?: of)?\b", "stealing"),
    (r"^(?:the )?destruction of\b", "destroying"),
    (r"^(?:the )?murder of\b", "murdering"),
    (r"^(?:the )?betrayal of\b", "betraying"),
    (r"^(?:an? |the )?attacks? on\b", "attacking"),
    (r"^(?:an? |the )?(\w+ing) of\b", r"\1"),
    (r"^arson\b", "setting fires"),
    (r"^murder$", "murdering innocent animals"),
    (r"^(?:(?:black|dark|evil) )?(?:magic|witchcraft|sorcery|wizardry|spells?|curses?)$", "casting evil spells"),
)
_DEADLY = ("being", "casting", "killing", "murdering", "slaying", "eating", "devouring")
_ASIDE = re.compile(r" (?:(?<!so )that|which|who|when|while|after|before|until|in order to)\b")
_LONG_DEED = 8  # words
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
_STATES = words("alone barefoot broke drunk homeless ill late lost naked sick wet")
_SAID_OF_HIM = words("called told named given left made sent shown")
_INTRANSITIVE = words(
    "slip fall trip stumble cry fail faint tumble sink drown sneeze freeze fart pee puke vomit spill blush stutter burp"
)
_PASSIVE = re.compile(
    r"^(?:(?:is|was|gets|got|get|being|getting|has been|had been|be|been|were|are)\s+)+", re.IGNORECASE
)
_CONTRACTIONS = (
    (r"\b(he|she|it|who|that)'s\b", r"\1 is"),
    (r"\bthey're\b", "they are"),
    (r"\b(?:don'?t|doesn'?t|didn'?t|do not|did not)\b", "does not"),
    (r"\b(?:can'?t|couldn'?t|can not|could not|cannot)\b", "cannot"),
    (r"\b(?:isn'?t|ain'?t|wasn'?t)\b", "is not"),
    (r"\b(?:won't|wouldn't)\b", "will not"),
)
_RELATION = re.compile(
    r"\b(by|from|with) (girlfriend|wife|family|crush|mother|father|brother|sister|boss|friends)\b", re.IGNORECASE
)
_JOINED = re.compile(r",? (?:and|but) (?:then|he|she|they|also|now)\b|,? because\b|, (?:and|but|so|while|which)\b")
_LONE = {
    "bullying": "bullying the little ones",
    "lying": "telling lies about everyone",  # else he lies down
    "stealing": "stealing from everyone",
    "robbing": "robbing everyone",
    "killing": "killing innocent animals",
    "murdering": "murdering innocent animals",
    "hurting": "hurting the little ones",
    "kidnapping": "kidnapping the little ones",
    "destroying": "destroying everything",
    "burning": "burning everything",
    "betraying": "betraying everyone",
    "cheating": "cheating everyone",
    "threatening": "threatening everyone",
    "flooding": "flooding the fields",
    "hunting": "hunting the little ones",
    "poisoning": "poisoning the wells",
    "breaking": "breaking everything",
}


@dataclass(frozen=True)
class Shame:
    """A humiliation: `clause` is a whole present-tense clause, or "" where only `text` as typed can be used.

    `friend` is a friend of his who has a part in it.
    """

    text: str
    clause: str
    doers: Noun | None = None
    friend: Noun | None = None


@dataclass(frozen=True)
class Crime:
    """A crime: `doing` is an -ing phrase or "" where only `text` can be used; `villain` if the answer names one."""

    text: str
    doing: str
    villain: Noun | None = None
    victim: Noun | None = None


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
    short = _expanded(clean(answer)) or "laughed at in front of everybody"
    if is_strange(short):
        return Shame(quoted(short), "")
    text = _AS_A_CUB.sub("", _expanded(clean(answer, limit=_LONG_SHAME))) or short
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


def read_crime(answer: str) -> Crime:
    """Read what the villain does. An empty answer gives a crime of the house."""
    text = _named_fox(_expanded(clean(answer))) or "stealing from the village"
    if is_strange(text):
        return Crime(quoted(text), "")
    rest = _VILLAIN.sub("", text)
    while (shorter := _AUXILIARY.sub("", rest)) != rest:
        rest = shorter
    villain, doing = None, _as_gerund(rest or text)
    if not doing:
        villain, doing = _with_subject(text)
    doing = _briefly(_JOINED.split(doing)[0].rstrip(","))
    doing = doing if " " in doing else _LONE.get(doing, doing)
    doing = "" if faults(f"Somebody is {doing}") or re.match(r"\w+ing not\b", doing) else doing
    return Crime(text if doing else quoted(text), _fox_possessive(doing), villain, _victim(doing))


def _victim(doing: str) -> Noun | None:
    """Whom or what the crime is done to: "kidnapping the princess" gives the princess."""
    words = [word for word in doing.split(" ")[1:] if word not in {"down", "up", "away", "over", "out", "off", "all"}]
    words = words[: next((at for at, word in enumerate(words) if word in _WHERE), len(words))]
    if not words or words[0] in PREPOSITIONS or len(words) > 5 or doing.startswith(_DEADLY):
        return None
    if f"{FOX} loves" in doing:
        return Noun("the one he loves", "the one he loves")
    victim = read_noun(" ".join(words), missing="the village")
    return victim if victim.plain and FOX not in victim.full else None


def _expanded(text: str) -> str:
    text = _RELATION.sub(r"\1 his \2", text)
    for pattern, replacement in _CONTRACTIONS:
        text = re.sub(pattern, replacement, text)
    return text


def _named_fox(text: str) -> str:
    return _FOX_WORDS.sub(FOX, text)


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


def _briefly(doing: str) -> str:
    """Drop the relative clause of a long deed, which comes again and again."""
    aside = _ASIDE.search(doing)
    return doing[: aside.start()] if aside and len(doing.split(" ")) > _LONG_DEED else doing


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
    return _finite(words, dropped=dropped) or (_being(text) if _is_quality(words) else "")


def _being(said: str) -> str:
    """The fox is laughed at, but is told that he is ugly, and called a coward."""
    words = said.lower().split(" ")
    if words[0] in {"a", "an"} and read_noun(said, missing="fool").plain:
        return f"{FOX} is called {said}"
    return f"{FOX} is told that he is {said}" if _is_quality(words) and len(words) < 3 else f"{FOX} is {said}"


def _is_quality(words: Sequence[str]) -> bool:
    """Whether the words say how somebody is: "ugly", "too small"."""
    core = [word for word in words if word not in {"too", "so", "very", "not", "always"}]
    known = parts_of_speech(core[0]) if core else frozenset[str]()
    if not core or core[0] in _STATES:
        return bool(core)
    return "ADJ" in known and (len(core) == 1 or core[1] in PREPOSITIONS) and not is_participle(core[0])


def _finite(words: list[str], *, dropped: bool) -> str:
    first = words[0].lower()
    following = words[1].lower() if len(words) > 1 else ""
    base = base_of(first)
    if base and (base in _INTRANSITIVE or following in _OBJECTS or is_third(first) or (dropped and is_past(first))):
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
    rest = re.sub(r"\bhim\b|\bthe fox\b|\bfox$", FOX, _named_fox(rest), count=1)
    return f"{subject} {verb} {rest}".strip()


def _many(subject: str) -> Noun | None:
    noun = read_noun(subject, missing="crows")
    return noun if noun.plural and noun.head in LIVING and len(subject.split(" ")) < 4 else None


def _as_gerund(text: str) -> str:
    for pattern, replacement in _NOUN_CRIMES:
        if re.match(pattern, text, re.IGNORECASE):
            return re.sub(pattern, replacement, text, flags=re.IGNORECASE)
    words = text.split(" ")
    if _is_quality([word.lower() for word in words]):
        return f"being {text}"
    if words[0].lower().endswith("ly") and len(words) > 1:
        words = words[1:]
    first = words[0].lower()
    following = words[1].lower() if len(words) > 1 else ""
    if first in NOUN_TOO and (following in PREPOSITIONS or not following):
        return ""
    doing = to_gerund(first)
    return " ".join([doing, *words[1:]]) if doing else ""


def _with_subject(text: str) -> tuple[Noun | None, str]:
    """Find "a wolf burns the forest": the wolf, and "burning the forest"."""
    subject, _, aside = text.partition(" so that ")
    words = [word for word in subject.split(" ") if word.lower() not in {"who", "that", "is", "are", "was", "has"}]
    words += ["so", "that", *in_present(aside).split(" ")] if aside else []
    for index in range(1, min(len(words), 7)):
        word, before = words[index].lower(), words[index - 1].lower()
        if word in {"called", "named"} or before in {"called", "named"}:
            continue
        finite = is_third(word) or is_past(word) or is_gerund(word) or (before.endswith("s") and is_base(word))
        base = base_of(word)
        if finite and base and before not in DETERMINERS and before not in PREPOSITIONS:
            return _own_villain(" ".join(words[:index])), " ".join([gerund(base), *_all_doing(words[index + 1 :])])
    return None, ""


def _all_doing(rest: Sequence[str]) -> list[str]:
    """Bring a second verb along: "walks at night and looks for its keeper" is "walking at night and looking"."""
    told = list(rest)
    for index in range(1, len(told)):
        finite = is_third(told[index]) or (is_past(told[index]) and not is_base(told[index]))
        verb = base_of(told[index]) if finite else None
        if told[index].endswith("s") and not verb and set(told[index + 1 : index + 2]) & (_OBJECTS | PREPOSITIONS):
            verb = any_verb_of(told[index])
        if verb and told[index - 1] in {"and", "or"}:
            told[index] = gerund(verb)
    return told


def _own_villain(subject: str) -> Noun | None:
    """The villain of an answer; of many, their chief."""
    villain = read_noun(subject, missing="a wolf", person=True)
    if not villain.plain or "fox" in villain.full:
        return None
    if villain.plural:
        return Noun(f"the chief of {villain.short}", f"the chief of {villain.short}", head="chief")
    return villain


def _fox_possessive(doing: str) -> str:
    """Whose family is hurt must be plain when the villain is the subject."""
    return re.sub(
        r"\bhim\b", FOX, re.sub(rf"\b(?:his|my)\b(?! (?:{'|'.join(sorted(OWN))})\b)", f"{FOX}'s", doing, count=1)
    )
