"""Which English words there are, and as what part of speech (from the word list of lemminflect)."""

import re
import unicodedata
from functools import lru_cache

from lemminflect import getAllLemmas

from .vocabulary import AFTER_NOUN, DETERMINERS, FOREIGN, PEOPLE, PRONOUNS, words

_SMALL = words(
    """
    am an and are at be been being but can cannot could did do does down else ever for from get gets got had has have
    he him himself his how i if is it its just let more most must my never no nor not now of off on or out she should so
    than them then there too until up upon us very was we were what while will with would yes you your
    """
)
_NEW = words("anime cafe emoji fu goofy karate kung manga")  # words that the list lacks
_FUNCTION = _NEW | AFTER_NOUN | DETERMINERS | PRONOUNS | _SMALL
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f0-9' ,\-]+")
_SHORTEST_PART = 3  # letters of a word in a compound


@lru_cache(maxsize=8192)
def parts_of_speech(word: str) -> frozenset[str]:
    """Give what `word` can be (NOUN, VERB, ADJ, ADV); empty for a word that English does not have."""
    bare = _plain(word).removesuffix("'s").removesuffix("'")
    if "-" in bare:
        parts = [parts_of_speech(part) or part in _FUNCTION for part in bare.split("-") if part]
        return frozenset({"NOUN", "ADJ"}) if parts and all(parts) else frozenset()
    found = frozenset(getAllLemmas(bare)) if len(bare) > 1 else frozenset[str]()
    return found or (frozenset({"NOUN"}) if bare in PEOPLE or _is_compound(bare) else frozenset())


@lru_cache(maxsize=8192)
def is_known(word: str) -> bool:
    """Say whether English has `word`."""
    return _plain(word) in _FUNCTION or bool(parts_of_speech(word))


@lru_cache(maxsize=8192)
def verb_of(word: str) -> str | None:
    """Give the base form where `word` can be a verb and nothing else."""
    found = getAllLemmas(_plain(word))
    return found["VERB"][0] if set(found) == {"VERB"} else None


@lru_cache(maxsize=8192)
def any_verb_of(word: str) -> str | None:
    """Give the base form where `word` can be a verb."""
    return next(iter(getAllLemmas(_plain(word)).get("VERB", ())), None)


@lru_cache(maxsize=8192)
def lemma(word: str, part: str) -> str:
    """Give the base form of a word as that part of speech: "fast" for "fastest" as ADJ."""
    return next(iter(getAllLemmas(word).get(part, ())), word)


@lru_cache(maxsize=8192)
def singular(noun: str) -> str:
    """Give the singular of a noun in lower case: "wolf" for "wolves"."""
    return next(iter(getAllLemmas(noun).get("NOUN", ())), noun)


def is_strange(text: str) -> bool:
    """Say whether `text` is no English: another language or script, signs, or words that nobody knows.

    One unknown word may stand behind an article ("a flobberwock"): then the writer means a thing.
    """
    told = [word for word in _WORD.findall(text) if not word[:1].isupper()]
    if not _LATIN.fullmatch(text) or text.split(" ")[0].lower() in FOREIGN or not _WORD.findall(text):
        return True
    content = [word for word in told if _plain(word) not in _FUNCTION]
    unknown = [word for word in content if not parts_of_speech(word)]
    if text.split(" ")[0].lower() in DETERMINERS and len(unknown) == 1 and _could_be(unknown[0]):
        return False
    few = len(unknown) < 3 <= len(content) and "NOUN" in parts_of_speech(content[-1])
    return (len(unknown) * 2 > len(content) and not few) or (len(told) == 1 and len(told[0]) == 1)


def _could_be(word: str) -> bool:
    """Whether an unknown word looks like one that somebody made up to be said."""
    return len(word) > 2 and bool(re.search(r"[aeiouy]", word)) and not re.search(r"[^aeiouy]{5}|(.)\1\1", word)


def _is_compound(word: str) -> bool:
    """Two known words in one: "jetpack", "lightsaber"."""
    splits = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return any(getAllLemmas(word[:at]) and "NOUN" in getAllLemmas(word[at:]) for at in splits)


def _plain(word: str) -> str:
    """`word` in lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
