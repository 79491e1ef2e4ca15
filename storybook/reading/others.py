"""What those beside the fox do: the verbs of a scene whose subject is an animal, or several, with who does it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storybook.reading.kinds import KIND_OF
from storybook.reading.wording import forms, singular, word_table

SHOWN_IN = word_table("deeds.txt")  # a verb -> the poses that show it
LY = (
    r"(?:,? (?:\w+ly|then|still|also|again|now|always|just|only|already|alone|once more|at once|too|both|all"
    r"|together))*"
)
_PEOPLE = (
    "everybody everyone crowd people folk children guest dancer player baker judge mayor guard driver acrobat "
    "cook tailor "
    "musician soldier prince bride servant waiter nurse doctor clown seamstress"
)
_NOUNS = forms([word for word in KIND_OF if word != "fox"] + _PEOPLE.split())
_WHO = re.compile(rf"\b(?P<who>{_NOUNS})\b(?P<whose>'s?)?(?P<rel>,? (?:who|which|that)\b)?")
_VERB = re.compile(
    rf"{LY},? (?:(?:(?:is|are|comes?|goes|go)(?: already| still| just)? (?P<being>[a-z]+ing))"
    r"|(?:must|has to|have to|is allowed to|are allowed to) (?P<must>[a-z]+)|(?P<does>[a-z]+))\b"
)
# between who does something and his verb: "the squirrels of the village hold"
_BETWEEN = re.compile(
    r" (?:of|from|in|at|on|behind|beside|under|among|with) (?:(?:the|an?|his|her|their|its|all) "
    r")?(?!and\b|or\b)[\w-]+(?= )"
)
# "at the other end crouches a small hedgehog"
_INVERTED = re.compile(
    rf"(?:^|[.;:,] ?(?:and )?)(?:[a-z' -]+ )?(?P<does>(?:crouch|kneel|hang|swing|climb|crawl|creep|danc|hop|jump"
    rf"|leap|march|trot|sit)"
    rf"e?s) (?:an?|the|his|two|three) (?:(?!red\b)[\w-]+ ){{0,2}}(?P<who>{_NOUNS})\b(?=[.,;]|$)"
)
_JOINED = re.compile(rf"(?:,|,? (?:and|but|then)\b|, and then){LY} (?P<does>[a-z]+)\b")
_THEY = re.compile(
    rf"\b(?P<who>they|she|each of them|both of them|the others|all of them){LY} (?:are "
    rf"(?P<being>[a-z]+ing)|(?P<does>[a-z]+))\b"
)
_ENDS = re.compile(r"[.;:!?]|\b(?:as|while|where|until|when|because|so that|that|who|which)\b")
_OBJECT = re.compile(
    r"\b(?:of|to|at|from|for|with|by|over|under|behind|before|round|around|past|after|on|in|into|through|between|beside"
    r"|among|near|towards|above|like|than|against)(?: (?:an?|the|his|her|their|its|all|two|three|every|each|one))?"
    r"(?: (?!(?:them|it|him|her|us|which|whom|the|an?|his|their)\b)[a-z-]+){0,2} $"
)
_AUXILIARY = re.compile(r"\b(?:can|could|will|would|may|might|cannot|not|let|lets|makes?|never|nor)\b[a-z ]{0,12}$")
# the poses that those beside the fox can take, the likeliest first
_POSES = (
    "sit",
    "slump",
    "walk",
    "run",
    "push",
    "cower",
    "lie",
    "offer",
    "triumph",
    "reach",
    "kick",
    "hammer",
    "fallen",
)
_OF_THINGS = frozenset(  # what "they" may do who are no animals
    [
        "lie",
        "sit",
        "stand",
        "lay",
        "hang",
        "roll",
        "fall",
        "float",
        "fly",
        "swing",
        "spin",
        "slide",
        "drop",
        "open",
        "close",
        "burn",
        "ring",
        "break",
        "bounce",
        "run",
        "rise",
        "sink",
        "rest",
    ]
)
_IDLE = re.compile(
    r"(?:giv\w+|gives?) (?:way|up)\b|break\w* into (?:laughter|song|tears|a)\b|burst\w* (?:into"
    r"|out) (?:laughter|tears|laughing)"
)
_STATES = frozenset(
    ("missing", "willing", "charming", "having", "being", "going", "nothing", "everything", "something")
)
_NO_VERBS = frozenset(
    ("as", "his", "its", "this", "is", "was", "has", "does", "always", "perhaps", "across", "towards", "less")
)


class Deed(NamedTuple):
    """A verb in a text: where it stands, the noun that does it as it is written, its lemma, and itself."""

    place: int
    who: str
    verb: str
    word: str


def deeds_of_others(text: str) -> Iterator[Deed]:
    """Give what others than the red fox do in a lower-case text, in order."""
    yield from sorted({deed.place: deed for deed in _deeds(text)}.values())


def told_pose(words: Sequence[str], scene: str) -> str:
    """Give the pose in which a scene tells of somebody whom `words` mean, "" where it does not say."""
    for deed in deeds_of_others(scene):
        shown = SHOWN_IN.get(deed.verb, frozenset())
        drawable = "nothing" not in shown and ("held" not in shown or deed.verb == "wave")
        if drawable and singular(deed.who) in words and (pose := next((one for one in _POSES if one in shown), "")):
            return pose
    return ""


def _deeds(text: str) -> Iterator[Deed]:
    for found in _WHO.finditer(text):
        before = text[: found.start()]
        in_passing = re.search(r"red fox, (?:\w+ ){0,4}$", before) and found["who"] in ("cub", "kit", "child")
        if found["whose"] or in_passing:
            continue
        aside = not found["rel"] and not before.endswith(" of ") and _OBJECT.search(before)
        verb = _verb_of(text, found.end(), found["who"])
        if verb and not (aside and not (aside[0].startswith("with ") and verb[1].endswith("ing"))):
            start, word = verb
            if not _IDLE.match(text, start):
                yield Deed(start, found["who"], lemma(word), word)
            yield from _joined(text, start + len(word), found["who"], going_on=word.endswith("ing"))
    for found in _INVERTED.finditer(text):
        if lemma(found["does"]) in SHOWN_IN:
            yield Deed(found.start("does"), found["who"], lemma(found["does"]), found["does"])
    last = ""
    for found in _THEY.finditer(text):
        earlier = re.findall(rf"\b(?:{_NOUNS})\b", text[: found.start()])
        last = earlier[-1] if earlier else last
        who = last if found["who"] == "she" and last else found["who"]
        many, word = found["who"] != "she", found["being"] or found["does"]
        if not last or (many and lemma(word) in _OF_THINGS) or lemma(word) not in SHOWN_IN:
            continue
        if found["being"] or (word == lemma(word)) == many:
            yield Deed(found.start("being" if found["being"] else "does"), who, lemma(word), word)


def _verb_of(text: str, start: int, who: str) -> tuple[int, str] | None:
    """Where the verb of somebody stands who is named before `start`, and the verb."""
    starts = [start]
    if found := _BETWEEN.match(text, start):
        starts.append(found.end())
        for more in range(1, 3):
            longer = re.compile(rf"(?: (?!(?:and|or|but|as|while)\b)[\w-]+){{{more}}}(?= )").match(text, found.end())
            starts += [longer.end()] if longer else []
    for at in starts:
        if (found := _VERB.match(text, at)) and not _AUXILIARY.search(text[max(0, at - 14) : at]):
            group = next(name for name in ("being", "must", "does") if found[name])
            if _is_deed(who, found[group]) if group == "does" else found[group] not in _STATES:
                return found.start(group), found[group]
    return None


def _joined(text: str, start: int, who: str, *, going_on: bool) -> Iterator[Deed]:
    """The verbs that are joined to one that ends at `start`: "bows and digs", or `going_on`, "bowing and digging"."""
    end = _ENDS.search(text, start)
    for found in _JOINED.finditer(text, start, end.start() if end else len(text)):
        if re.search(
            r"(?:,|\band|\bbut) (?:an?|the|its|his|her|their|every|each|both|all|one|he|she|it|they)\b",
            text[start : found.end()],
        ):
            break
        by = text.startswith(" by ", found.end())  # "bite by bite"
        known = lemma(found["does"]) in SHOWN_IN and found["does"].endswith("ing") == going_on
        if known and not by and _is_deed(who, found["does"]):
            yield Deed(found.start("does"), who, lemma(found["does"]), found["does"])


def _is_deed(who: str, word: str) -> bool:
    """Whether a word behind a noun is its verb: "hops" or "hopping" behind one, "hop" behind several."""
    if word in _NO_VERBS or word.endswith("ss"):
        return False
    verb, many = (
        lemma(word),
        singular(who) != who or who in ("crowd", "people", "folk", "children", "geese", "mice", "sheep"),
    )
    if word.endswith("ing"):
        return verb in SHOWN_IN
    if who in ("everybody", "everyone", "sheep", "crowd"):
        return verb in SHOWN_IN and (word != verb or who in ("sheep", "crowd"))
    return verb in SHOWN_IN and (word == verb) == many


def lemma(word: str) -> str:
    """Give a verb without its ending."""
    if word.endswith("ing"):
        stem = word[:-3]
        short = stem[:-1] if len(stem) > 2 and stem[-1:] == stem[-2:-1] else stem
        ie = f"{stem[:-1]}ie" if stem.endswith("y") else stem
        return next((one for one in (stem, short, f"{stem}e", ie) if one in SHOWN_IN), stem)
    if word.endswith("ies"):
        return word[:-1] if len(word) < 5 else f"{word[:-3]}y"
    if re.search(r"(?:ch|sh|ss|x|zz|o)es$", word):
        return word[:-2]
    return word.removesuffix("s") if not word.endswith("ss") else word


def doing(verb: str) -> str:
    """Give the form of a verb in "ing"."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    doubled = re.fullmatch(r"[^aeiou]*(?:qu)?[aeiou][bdglmnprt]", verb) and verb not in ("open", "offer")
    return f"{verb}{verb[-1]}ing" if doubled else f"{verb}ing"
