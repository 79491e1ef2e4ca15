"""Reads an answer as the villain's crime: what is done, by whom, and to whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storybook.writing.proofreading import faults

from .clauses import FOX, OBJECTS, expanded, is_quality, named_fox
from .cleaning import clean, quoted
from .lexicon import any_verb_of, is_strange
from .nouns import Noun, read_noun
from .tenses import DETERMINERS, PREPOSITIONS, in_present
from .verbs import base_of, gerund, is_base, is_gerund, is_past, is_third, to_gerund
from .vocabulary import NOUN_TOO, OWN, words

_WHERE = words("at behind for from in inside into on under with")
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
class Crime:
    """A crime: `doing` is an -ing phrase or "" where only `text` can be used; `villain` if the answer names one."""

    text: str
    doing: str
    villain: Noun | None = None
    victim: Noun | None = None


def read_crime(answer: str) -> Crime:
    """Read what the villain does. An empty answer gives a crime of the house."""
    text = named_fox(expanded(clean(answer))) or "stealing from the village"
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


def _briefly(doing: str) -> str:
    """Drop the relative clause of a long deed, which comes again and again."""
    aside = _ASIDE.search(doing)
    return doing[: aside.start()] if aside and len(doing.split(" ")) > _LONG_DEED else doing


def _as_gerund(text: str) -> str:
    for pattern, replacement in _NOUN_CRIMES:
        if re.match(pattern, text, re.IGNORECASE):
            return re.sub(pattern, replacement, text, flags=re.IGNORECASE)
    words = text.split(" ")
    if is_quality([word.lower() for word in words]):
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
        if told[index].endswith("s") and not verb and set(told[index + 1 : index + 2]) & (OBJECTS | PREPOSITIONS):
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
