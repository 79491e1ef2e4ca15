"""Which words of a text mean a thing or an animal where they stand, and which only sound like one.

"He hammers on the door" names no hammer, "broad chest" no treasure chest, "a sea of faces" no sea. There is no parser:
what stands before and after a word tells a noun from a verb well enough.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from storybook.props.catalogue import NAMED, SAYINGS
from storybook.reading.wording import Wording, literal, singular, word_list, word_set

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[^a-z\s]+|\s+")
_DETERMINERS = word_set(
    "a an the his her its their my your our this these those some any no every each all both many few several "
    "another other one two three four five six seven ten hundred much such what which whose"
)
_PRONOUNS = word_set("he she it they we you i who that him them us me himself itself themselves herself")
_SUBJECTS = word_set("he she it they we you i who")
_OBJECTS = word_set(
    "him her them it us me himself itself themselves nobody nothing everybody everyone everything somebody someone"
)
_AUXILIARIES = word_set(
    "will would can could may might must shall should do does did not never cannot can't don't doesn't didn't let lets "
    "won't couldn't wouldn't"
)
_PREPOSITIONS = word_set(
    "in on at under over by with of from into onto beside behind near between among through across along around past "
    "beneath below above for without against towards toward before after like as than"
)
_PARTICLES = word_set(
    "up down off out over away back around round along through past under aside forward on about into by at across"
)
_NOT_ADVERBS = word_set(
    "lovely lonely silly woolly ugly friendly only holly early curly jolly hilly family lily belly july"
)
_ANIMATE = word_set("fox crowd villagers everyone everybody nobody people children friends animals birds others all")
_LISTS = Path(__file__).with_name("words")


def _list(name: str) -> list[str]:
    rows = (_LISTS / name).read_text().splitlines()
    return [row.strip() for row in rows if row.strip() and not row.startswith("#")]


UNDRAWN = frozenset(map(singular, word_list("undrawn.txt")))  # things that nobody has drawn yet, and phrases for some
_VERBS = word_set(" ".join(_list("nouns-and-verbs.txt")))
_FIGURATIVE = re.compile("|".join(rf"\b(?:{row})\b" for row in _list("figurative.txt")))
_ON_TOP = re.compile(r"\bon (?:the )?top of\b")
_WISHING = re.compile(r"(?:\bwould|'d) like\b")
# what an animal left behind: the animal itself need not be there
_OF_AN_ANIMAL = re.compile(
    r"\b(?:an? |the )?[a-z]+(?:'s|s') (?=(?:feathers?|nests?|eggs?|webs?|shells?|masks?|house|footprints?|hoofprints?"
    r"|tooth|claws?|skin|den|cave|lair|home|kennel|hutch|burrow)\b)"
)
# of two nouns the last says what it is: a lighthouse lamp is no lighthouse
_HEADS = (
    r"(?:lamp|lantern|bell|door|doorway|key|gate|window|handle|lid|basket|box|jar|pot|jug|bottle|chest|tree|bush"
    r"|house|hat|cart|wagon|wheel|clock|table|chair|case|stall|shop|bench|broom|tub|boat)s?"
)
_COMPOUND = re.compile(rf"\b([a-z]+)[ -]({_HEADS})\b(?![ -]{_HEADS}\b)")
_ADDRESSES = word_set("castle lighthouse church chapel")
_WHOLES = word_set("market shop cage")  # a part of these is where they are: a cage door
_PORTABLE = word_set("key lamp lantern handle")
_VESSEL = re.compile(
    r"\b(pot|jar|jug|bottle)(s?) of "
    r"((?:(?!and\b|or\b|in\b|on\b|to\b|at\b|out\b|is\b|for\b|with\b|from\b)[a-z-]+ ){0,2}?)"
    r"([a-z]+)\b"
)
_COOKED = word_set("soup stew broth porridge potion brew gold paint glue flower geranium water")
_PIPES = re.compile(r"(?<!pan )\bpipes?\b")
_PIPING = re.compile(
    r"\b(?:play(?:s|ing|ed)?|bl(?:ows?|owing|ew)|tunes?|music|melod(?:y|ies)|dances? to)\b[^.;]{0,30}$"
)


def things_in(wording: Wording) -> Wording:
    """Give scene and change without the words that name no thing where they stand."""
    return Wording(things_only(wording.scene), things_only(literal(wording.change)))


@lru_cache(maxsize=64)  # a picture asks for the same few texts again and again
def things_only(text: str) -> str:
    """Give lower-case text without the words that name no thing where they stand."""
    text = _ON_TOP.sub("atop", _WISHING.sub("wants", text))
    text = _FIGURATIVE.sub(" … ", _OF_AN_ANIMAL.sub(" ", text))
    text = _COMPOUND.sub(_last_noun, _VESSEL.sub(_vessel, text))
    text = _PIPES.sub(lambda found: "panpipe" if _PIPING.search(text[: found.start()]) else found[0], text)
    tokens = _TOKEN.findall(text)
    words = [i for i, token in enumerate(tokens) if not token.isspace()]
    line = [tokens[i] for i in words]
    for place, i in enumerate(words):
        if singular(line[place]) in _VERBS and _is_verb(line, place):
            tokens[i] = "…"
    return "".join(tokens)


def _last_noun(found: re.Match[str]) -> str:
    """Of two nouns only the last, unless both together name a thing: a milk wagon is a wagon, but an apple tree one."""
    first, last = found[1], singular(found[2])
    if f"{first} {last}" in NAMED | SAYINGS:
        return found[0]
    whose = first in _ADDRESSES and last in _PORTABLE
    return found[2] if whose or (first in NAMED and first not in _WHOLES) else found[0]


def _vessel(found: re.Match[str]) -> str:
    """A jar or pot of something is a jar, whatever is in it; one of soup, of gold or of flowers is what it says."""
    holder, many, _, last = found.groups()
    inside = singular(last)
    if f"{holder} of {inside}" in NAMED or inside in _COOKED:
        return found[0]
    if inside == "tea" or inside == "coffee":
        return "teapot" if holder == "pot" else found[0]
    if inside not in NAMED and inside not in ("jam", "jelly", "pickle", "preserve"):
        return found[0]
    return f"{'jar' if holder == 'pot' else holder}{many}"


def _is_verb(line: Sequence[str], place: int) -> bool:
    word, before, after = line[place], _at(line, place - 1), _at(line, place + 1)
    goes_on = after in _DETERMINERS or after in _OBJECTS
    if word.endswith("ing"):  # painting, building, drawing
        return goes_on and before not in _DETERMINERS
    if before in _DETERMINERS or (before in _PREPOSITIONS and before != "like"):
        return False
    if before == "to":
        return word == singular(word) and _at(line, place - 2) != word
    if before in _SUBJECTS or before in _AUXILIARIES:
        return True
    if before.endswith("ly") and before not in _NOT_ADVERBS:
        return True
    third = word != singular(word)
    if before == "fox" and third:
        return True
    if before in _ANIMATE:
        return _follows_verb(after)
    if third and goes_on and _at(line, place - 2) in _DETERMINERS:
        return True
    if before in ("and", "then", ",", "or", "but"):
        return goes_on or (after in _PARTICLES and third and _has_subject(line, place))
    starts_anew = list(line[place + 1 : place + 4]) == ["the", "red", "fox"]  # who is the subject of what follows
    return goes_on and not starts_anew and not has_determiner(line, place)


def _at(line: Sequence[str], place: int) -> str:
    return line[place] if 0 <= place < len(line) else ""


def _follows_verb(after: str) -> bool:
    """Whether what stands after a word can follow a verb but no plural subject."""
    return after in _PARTICLES or after in _OBJECTS or after in _DETERMINERS or after.endswith("ly")


def _has_subject(line: Sequence[str], place: int) -> bool:
    """Whether a fox or a pronoun does something earlier in the sentence."""
    earlier = line[max(0, place - 8) : place]
    return any(word in _SUBJECTS or word in _ANIMATE for word in earlier) and not has_determiner(line, place)


def begins_noun(word: str) -> bool:
    """Say whether what follows a word is a noun, or an adjective with one."""
    return word in _DETERMINERS - {"which", "that", "what"} or (word in _PREPOSITIONS and word != "like")


def goes_with_verb(after: str, *, third: bool) -> bool:
    """Say whether what stands after a word makes it a verb, in the `third` person or not."""
    return after in _DETERMINERS or after in _OBJECTS or (third and (_follows_verb(after) or after in _PREPOSITIONS))


def has_determiner(line: Sequence[str], place: int) -> bool:
    """Say whether an article or the like belongs to a word, with adjectives between them."""
    for word in reversed(line[max(0, place - 3) : place]):
        if word in _DETERMINERS or word in _PREPOSITIONS:
            return True
        if word in _PRONOUNS or word in _ANIMATE or not word.isalpha():
            return False
    return False
