"""What those beside the fox do: the verbs of a scene whose subject is an animal, or several, with who does it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storybook.reading.kinds import KIND_OF
from storybook.reading.wording import forms, singular, word_table

SHOWN_IN = word_table("deeds.txt")  # a verb -> the poses that show it
LY = r"(?:,? (?:\w+ly|then|still|also|again|now|always|just|only|already|alone|once more|at once|too|both|all|together))*"
_PEOPLE = (
    "everybody everyone crowd people folk children guest dancer player baker judge mayor guard driver acrobat cook tailor "
    "musician soldier prince bride servant waiter nurse doctor clown seamstress"
)
_NOUNS = forms([word for word in KIND_OF if word != "fox"] + _PEOPLE.split())
_OF_WHOM = r"(?: (?:of|from|in|at|on|behind|beside|under|among|with) (?:the|an?|his|her|their|its|all) (?:[\w-]+ ){0,2}?[\w-]+)?"
_DOES = re.compile(
    rf"\b(?P<who>{_NOUNS})(?P<whose>'s?\b)?(?P<rel>,? (?:who|which|that))?{_OF_WHOM}{LY},? "
    rf"(?:(?:is|are) (?P<being>[a-z]+ing)|(?P<does>[a-z]+))\b"
)
_JOINED = re.compile(rf"(?:,|,? (?:and|but|then)\b|, and then){LY} (?P<does>[a-z]+)\b")
_THEY = re.compile(rf"\b(?P<who>they|she|each of them|both of them|the others|all of them){LY} (?P<does>[a-z]+)\b")
_ENDS = re.compile(r"[.;:!?]|\b(?:as|while|where|until|when|because|so that|that|who|which|red fox)\b")
_OBJECT = re.compile(
    r"\b(?:of|to|at|from|for|with|by|over|under|behind|before|round|around|past|after|on|in|into|through|between|beside"
    r"|among|near|towards|above|like|than|against)(?: (?:an?|the|his|her|their|its|all|two|three|every|each|one))?"
    r"(?: [a-z-]+){0,2} $"
)
_AUXILIARY = re.compile(r"\b(?:can|could|will|would|must|may|might|cannot|not|to|let|lets|makes?|never|nor)\b[a-z ]{0,12}$")
# the poses that those beside the fox can take, the likeliest first
_POSES = ("sit", "slump", "walk", "run", "push", "cower", "lie", "offer", "triumph", "reach", "kick", "hammer", "fallen")
_OF_THINGS = frozenset(  # what "they" may do who are no animals
    "lie sit stand lay hang roll fall float fly swing spin slide drop open close burn ring break bounce run rise sink rest".split()
)
_NO_VERBS = frozenset(("as", "his", "its", "this", "is", "was", "has", "does", "always", "perhaps", "across", "towards", "less"))


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
        if singular(deed.who) in words and not {"nothing", "held"} & shown and (pose := next((one for one in _POSES if one in shown), "")):
            return pose
    return ""


def _deeds(text: str) -> Iterator[Deed]:
    for found in _DOES.finditer(text):
        before = text[: found.start()]
        if found["whose"] or (not found["rel"] and not before.endswith(" of ") and _OBJECT.search(before)):
            continue
        who, word, group = found["who"], found["being"] or found["does"], "being" if found["being"] else "does"
        if not (found["being"] or _is_deed(who, word)) or _AUXILIARY.search(text[: found.start(group)]):
            continue
        yield Deed(found.start(group), who, lemma(word), word)
        yield from _joined(text, found.end(), who)
    last = ""
    for found in _THEY.finditer(text):
        earlier = re.findall(rf"\b(?:{_NOUNS})\b", text[: found.start()])
        last = earlier[-1] if earlier else last
        who = last if found["who"] == "she" and last else found["who"]
        many = found["who"] != "she"
        if lemma(found["does"]) in _OF_THINGS and many:
            continue
        if lemma(found["does"]) in SHOWN_IN and (found["does"] == lemma(found["does"])) == many:
            yield Deed(found.start("does"), who, lemma(found["does"]), found["does"])


def _joined(text: str, start: int, who: str) -> Iterator[Deed]:
    """The verbs that are joined to one that ends at `start`: "bows and digs"."""
    end = _ENDS.search(text, start)
    for found in _JOINED.finditer(text, start, end.start() if end else len(text)):
        if re.search(r"(?:,|\band|\bbut) (?:an?|the|its|his|her|their|every|each|both|all|one|he|she|it|they)\b", text[start : found.end()]):
            break
        if _is_deed(who, found["does"]) and lemma(found["does"]) in SHOWN_IN and not found["does"].endswith("ing"):
            yield Deed(found.start("does"), who, lemma(found["does"]), found["does"])


def _is_deed(who: str, word: str) -> bool:
    """Whether a word behind a noun is its verb: "hops" or "hopping" behind one, "hop" behind several."""
    if word in _NO_VERBS or word.endswith("ss"):
        return False
    verb, many = lemma(word), singular(who) != who or who in ("crowd", "people", "folk", "children", "geese", "mice", "sheep")
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
