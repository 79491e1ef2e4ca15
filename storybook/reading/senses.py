"""Which words of a text mean a thing or an animal where they stand, and which only sound like one.

"He hammers on the door" names no hammer, "broad chest" no treasure chest, "a sea of faces" no sea. There is no parser:
what stands before and after a word tells a noun from a verb well enough.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from storybook.reading.wording import Wording, literal, singular, word_set

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


_VERBS = word_set(" ".join(_list("nouns-and-verbs.txt")))
_FIGURATIVE = re.compile("|".join(rf"\b(?:{row})\b" for row in _list("figurative.txt")))
_WISHING = re.compile(r"(?:\bwould|'d) like\b")
# what an animal left behind: the animal itself need not be there
_OF_AN_ANIMAL = re.compile(
    r"\b(?:an? |the )?[a-z]+(?:'s|s') (?=(?:feathers?|nests?|eggs?|webs?|shells?|masks?|house|footprints?|hoofprints?"
    r"|tooth|claws?|skin|den|cave|lair|home|kennel|hutch|burrow)\b)"
)


def things_in(wording: Wording) -> Wording:
    """Give scene and change without the words that name no thing where they stand."""
    return Wording(things_only(wording.scene), things_only(literal(wording.change)))


def things_only(text: str) -> str:
    """Give lower-case text without the words that name no thing where they stand."""
    text = _WISHING.sub("wants", text)
    text = _FIGURATIVE.sub(" … ", _OF_AN_ANIMAL.sub(" ", text))
    tokens = _TOKEN.findall(text)
    words = [i for i, token in enumerate(tokens) if not token.isspace()]
    line = [tokens[i] for i in words]
    for place, i in enumerate(words):
        if singular(line[place]) in _VERBS and _is_verb(line, place):
            tokens[i] = "…"
    return "".join(tokens)


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
    if before in _ANIMATE:
        return _follows_verb(after)
    if third and goes_on and _at(line, place - 2) in _DETERMINERS:
        return True
    if before in ("and", "then", ",", "or", "but"):
        return goes_on or (after in _PARTICLES and third and _has_subject(line, place))
    starts_anew = list(line[place + 1 : place + 4]) == ["the", "red", "fox"]  # who is the subject of what follows
    return goes_on and not starts_anew and not _has_determiner(line, place)


def _at(line: Sequence[str], place: int) -> str:
    return line[place] if 0 <= place < len(line) else ""


def _follows_verb(after: str) -> bool:
    """Whether what stands after a word can follow a verb but no plural subject."""
    return after in _PARTICLES or after in _OBJECTS or after in _DETERMINERS or after.endswith("ly")


def _has_subject(line: Sequence[str], place: int) -> bool:
    """Whether a fox or a pronoun does something earlier in the sentence."""
    earlier = line[max(0, place - 8) : place]
    return any(word in _SUBJECTS or word in _ANIMATE for word in earlier) and not _has_determiner(line, place)


def _has_determiner(line: Sequence[str], place: int) -> bool:
    """Whether an article or the like belongs to a word, with adjectives between them."""
    for word in reversed(line[max(0, place - 3) : place]):
        if word in _DETERMINERS or word in _PREPOSITIONS:
            return True
        if word in _PRONOUNS or word in _ANIMATE or not word.isalpha():
            return False
    return False
