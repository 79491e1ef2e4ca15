"""Reads an answer as the villain's crime: what is done, by whom, and to whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storybook.writing.proofreading import faults

from .clauses import FOX, OBJECTS, expanded, is_quality, named_fox
from .cleaning import briefly, clean, quoted
from .lexicon import any_verb_of, is_strange, singular
from .nouns import Noun, read_noun
from .signs import crime_of
from .tenses import DETERMINERS, PREPOSITIONS, in_present
from .verbs import base_of, gerund, is_base, is_gerund, is_participle, is_past, is_third, third, to_gerund
from .vocabulary import ANIMALS, LIVING, NOUN_TOO, OWN, PRONOUNS, VILLAINS, words

_WHERE = words(
    "across along around near over round after back before until at behind for from in inside into on under upon with"
)
_VILLAIN = re.compile(
    r"^(?:(?:the|a) )?(?:evil |bad |main )?(?:villain|bad guy|enemy|antagonist)\b\s*"
    r"|^(?:he|him|she|they|them|it|who|someone)\b\s*",
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
_DEADLY = (
    "being",
    "bringing",
    "spreading",
    "telling",
    "casting",
    "killing",
    "murdering",
    "slaying",
    "eating",
    "devouring",
)
_ASIDE = re.compile(r" (?:(?<!so )that|which|who|when|while|after|before|until|in order to)\b")
_THERE_IS = re.compile(r"^there (?:is|was|are|were) ", re.IGNORECASE)
_ADJECTIVE = re.compile(r"^((?:the|an?|his) (?:[\w-]+ ){1,2})(?:is|was) (?:so |very )?\w+ and (?:he |she |it )?")
_NAMES_OF_MANY = re.compile(r"(?<=s),? [A-Z][a-z]+(?:, [A-Z][a-z]+)* and [A-Z][a-z]+$")
_PASSIVE = re.compile(
    r"^(?P<what>.+?) (?:is|are|was|were|gets?|got|has been|have been|had been)(?: being)? "
    r"(?P<done>(?:all )?[a-z]+)(?P<where>(?: (?!by\b)[\w'-]+)*)(?: by (?P<who>.+))?$"
)
_MUST_NOT = re.compile(r"^(?:nobody|no one|noone) (?:is|was) allowed to ")
_RESULT = re.compile(r",? (?:and|so) (?:the|all the|a|his|her|every) [\w'-]+ (\w+)\b")
_REASON = re.compile(r"^(?:because|since|when|while|whenever|if|after|as) [^,]+?(?:, | (?=(?:he|she|they) \w+s\b))")
_WISHES = re.compile(
    r"\b(?:wants|wanted|tries|tried|likes|loves|plans|planned|decides|decided|starts|started) to ([a-z]+)"
)
_SAYING = words("saying claiming thinking believing telling shouting")
_DOERS = words("he she they it who that nobody there")
_LONGEST_EVIL = 4  # words
_LONG_CRIME = 160  # characters
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
    """A crime: `doing` is an -ing phrase; where the answer was not understood (`told`), it quotes the answer.

    `villain` is the one whom the answer names, `victim` whom or what it is done to.
    """

    doing: str
    told: bool = True
    villain: Noun | None = None
    victim: Noun | None = None


def read_crime(answer: str) -> Crime:
    """Read what the villain does. An empty answer gives a crime of the house."""
    text = (
        named_fox(expanded(_THERE_IS.sub("", clean(crime_of(answer) or answer, limit=_LONG_CRIME))))
        or "stealing from the village"
    )
    if is_strange(text):
        return _unspeakable(clean(answer))
    text = _active(_WISHES.sub(_does, _REASON.sub("", text)))
    if alone := _villain_alone(text):
        return Crime("frightening the little ones", villain=alone)
    text = _ADJECTIVE.sub(r"\1 ", text)
    rest = _VILLAIN.sub("", text)
    while (shorter := _AUXILIARY.sub("", rest)) != rest:
        rest = shorter
    villain, doing = None, _as_gerund(rest or text)
    if not doing:
        villain, doing = _with_subject(text)
    doing = doing or _brought(text)
    doing = _briefly(_first_of(_JOINED.split(_done(_own_deed(doing)))[0].rstrip(",")))
    doing = doing if " " in doing else _LONE.get(doing, doing)
    if not doing or faults(f"Somebody is {doing}") or re.match(r"\w+ing not\b", doing):
        return _unspeakable(clean(answer), villain)
    return Crime(_fox_possessive(doing), True, villain, _victim(doing))


def _does(wish: re.Match[str]) -> str:
    """ "wants to pave" is "paves"."""
    return third(base_of(wish.group(1)) or wish.group(1))


def _active(text: str) -> str:
    """ "The sun was stolen by an ostrich" is "an ostrich steals the sun"."""
    text = _MUST_NOT.sub("forbidding everyone to ", text)
    told = _PASSIVE.match(text)
    base = base_of(told["done"]) if told and is_participle(told["done"]) else None
    if told is None or not base or told["what"].split(" ")[0].lower() in _DOERS:
        return text
    if told["who"]:
        many = read_noun(told["who"], missing="a wolf").plural
        return f"{told['who']} {base if many else third(base)} {told['what']}{told['where']}"
    return f"{gerund(base)} {told['what']}{told['where']}"


def _unspeakable(text: str, villain: Noun | None = None) -> Crime:
    """What stands in for words that are no English, or no deed: a spell of that name."""
    return Crime(f"casting a dark spell called {quoted(briefly(text))}", False, villain)


def _villain_alone(text: str) -> Noun | None:
    """The villain, where the answer names somebody and nothing else: "the big bad wolf"."""
    words = text.split(" ")
    if any(is_third(word) or is_past(word) or is_gerund(word) for word in words) or DETERMINERS & set(words[1:]):
        return None
    somebody = read_noun(text, missing="a wolf")
    return somebody if somebody.plain and not somebody.plural and somebody.head in ANIMALS | VILLAINS else None


def _brought(text: str) -> str:
    """Something that is no deed is brought upon the others: "war" is."""
    evil = read_noun(text, missing="harm")
    few = text.count(" ") < _LONGEST_EVIL
    return f"bringing {text} upon everyone" if few and evil.plain and evil.head not in LIVING | PRONOUNS else ""


def _first_of(doing: str) -> str:
    """Of several deeds in a row the first: "buying the lake, fenced it off" is buying the lake."""
    first, *others = doing.split(", ")
    for other in others:
        verb = other.split(" ")[0]
        if is_past(verb) or is_third(verb) or is_gerund(verb):
            break
        first = f"{first}, {other}"
    return first


def _own_deed(doing: str) -> str:
    """What the villain does, without what comes of it: "building a dam and the river goes dry"."""
    comes = _RESULT.search(doing)
    return doing[: comes.start()] if comes and is_third(comes.group(1)) else doing


def _done(doing: str) -> str:
    """Of what somebody says and then does, what he does."""
    said, *done = doing.split(" and ")
    acts = [deed for deed in done if is_gerund(deed.split(" ")[0])]
    return acts[0] if acts and said.split(" ")[0] in _SAYING else doing


def _victim(doing: str) -> Noun | None:
    """Whom or what the crime is done to: "kidnapping the princess" gives the princess."""
    words = [
        word
        for word in doing.replace(" fire to ", " ").split(" ")[1:]
        if word not in {"down", "up", "away", "over", "out", "off", "all"}
    ]
    words = words[: next((at for at, word in enumerate(words) if word in _WHERE), len(words))]
    words = re.split(r" and (?=\w+ing\b)", " ".join(words))[0].split(" ")
    if not words or words[0] in PREPOSITIONS or len(words) > 5 or doing.startswith(_DEADLY):
        return None
    if f"{FOX} loves" in doing:
        return Noun("the one he loves", "the one he loves")
    victim = read_noun(" ".join(words), missing="the village")
    if words[0] in {"every", "each"} and victim.plain:
        victim = read_noun(f"the {victim.head}s", missing="the village")
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
    if words[0] in {"not", "never"} and len(words) > 1 and (base := base_of(words[1])):
        return " ".join(["refusing to", base, *words[2:]])
    if is_quality([word.lower() for word in words]):
        return f"being {text}"
    if words[0].lower().endswith("ly") and len(words) > 1:
        words = words[1:]
    first = words[0].lower()
    following = words[1].lower() if len(words) > 1 else ""
    if singular(first) in LIVING and first != singular(first) and (is_past(following) or is_base(following)):
        return ""  # "bullies destroyed"
    if first in NOUN_TOO and (following in PREPOSITIONS or not following):
        return ""
    doing = to_gerund(first)
    return " ".join([doing, *_all_doing(words[1:])]) if doing else ""


def _with_subject(text: str) -> tuple[Noun | None, str]:
    """Find "a wolf burns the forest": the wolf, and "burning the forest"."""
    subject, _, aside = text.partition(" so that ")
    words = [
        word
        for word in subject.split(" ")
        if word.lower() not in {"who", "that", "is", "are", "was", "has", "have", "had"}
    ]
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
        finite = finite or (is_base(told[index]) and bool(OBJECTS & set(told[index + 1 : index + 2])))
        verb = base_of(told[index]) if finite else None
        if told[index].endswith("s") and not verb and set(told[index + 1 : index + 2]) & (OBJECTS | PREPOSITIONS):
            verb = any_verb_of(told[index])
        if verb and told[index - 1] in {"and", "or"}:
            told[index] = gerund(verb)
    return told


def _own_villain(subject: str) -> Noun | None:
    """The villain of an answer; of many, their chief."""
    subject = _NAMES_OF_MANY.sub("", subject)
    villain = read_noun(subject, missing="a wolf", person=True)
    if not villain.plain or "fox" in villain.full or villain.full in PRONOUNS:
        return None
    if villain.plural:
        return Noun(f"the chief of {villain.short}", f"the chief of {villain.short}", head="chief")
    return villain


def _fox_possessive(doing: str) -> str:
    """Whose family is hurt must be plain when the villain is the subject."""
    if doing.split(" ")[0] in _SAYING:  # the villain speaks of himself
        return doing
    return re.sub(
        r"\bhim\b", FOX, re.sub(rf"\b(?:his|my)\b(?! (?:{'|'.join(sorted(OWN))})\b)", f"{FOX}'s", doing, count=1)
    )
