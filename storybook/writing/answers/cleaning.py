"""Turns what a visitor typed into words that can stand inside a sentence."""

import re
import unicodedata
from functools import lru_cache

from .lexicon import is_known, is_strange
from .mending import mended
from .owners import with_apostrophes

LIMIT = 90
_LONGEST_NAME = 50  # characters
_LONG_NAME = 3  # words
_TITLE = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|St|Capt|Sgt)\. ?(?=[A-Z])", re.IGNORECASE)
_SMILEY = re.compile(r"(?:^|\s)[:;=]['-]?[()DPp/|](?=\s|$)|<3\b")
_EMOJI_JOINERS = "\u200d\ufe0f"
_SENTENCE_END = re.compile(r"(?<=\w{3})[.!?…]+[\"')\]]*\s+.*$|\s*[;]\s.*$", re.DOTALL)
_EDGES = " \t.,;:!?…-—_*#~\"'`“”„«»|/\\\u2013\u2018\u2019"
_DANGLING = re.compile(
    r"(?:[\s,]+(?:and|or|but|the|a|an|of|with|to|in|on|at|by|for|from|that|which|who|his|her|their|because|as|so))+$",
    re.IGNORECASE,
)
_REPEATED_ARTICLE = re.compile(r"\b(?:(?:a|an|the)\s+)+(?=(?:a|an|the)\s)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(a|an)\s+(?=([^\W\d_][\w'-]*))", re.IGNORECASE)
_LEADING_BREAK = re.compile(r"\s+(?:and|but|because|while|when|which|who|that|so|then)\s|[,(\u2013—]\s?")
_SOUNDS_CONSONANT = ("uni", "use", "usu", "uku", "eu", "ewe", "one", "once", "ufo", "ut")
_SOUNDS_VOWEL = ("hour", "honest", "honou", "honor", "heir")
_FIRST_PERSON = (
    (r"\bI am\b|\bI'm\b|\bi am\b|\bim\b", "he is"),
    (r"\bI have\b|\bI've\b", "he has"),
    (r"\bI\b|\bi\b(?=\s\w)", "he"),
    (r"\bmyself\b", "himself"),
    (r"\bmy\b", "his"),
    (r"(?<!the )(?<!a )(?<!gold )(?<!coal )(?<!old )\bmine\b", "his"),
    (r"\bwe\b", "they"),
    (r"\bour\b", "their"),
    (r"\bus\b", "them"),
    (r"\bme\b", "him"),
)


@lru_cache(maxsize=1024)  # an answer is asked for in several ways
def clean(text: str, *, limit: int = LIMIT) -> str:
    """Give the first sentence of `text` as a plain phrase of at most `limit` characters, or "" if nothing is left.

    Control and direction characters go, white space collapses, closing punctuation and surrounding quotes go,
    shouting and a capital at the start are lowered, first-person words become "he" and "his", and slips and articles
    are made right. Never fails.
    """
    text = _SENTENCE_END.sub("", _typed_out(_printable(text))).strip(_EDGES)
    text = mended(_third_person(_calm(with_apostrophes(text))))
    text = _REPEATED_ARTICLE.sub("", _shortened(text, limit))
    return _ARTICLE.sub(_right_article, text).strip(_EDGES)


def quoted(text: str) -> str:
    """Give `text` in quotation marks."""
    return "“" + re.sub(r'[“”"]', "'", text) + "”"


def briefly(text: str) -> str:
    """Give `text` as short as a name can be; what is left out shows."""
    if len(text) <= _LONGEST_NAME:
        return text
    return text[: _LONGEST_NAME + 1].rsplit(" ", 1)[0][:_LONGEST_NAME].rstrip(_EDGES) + "…"


def article(following: str) -> str:
    """Give "a" or "an", whichever sounds right before `following`."""
    word = following.lower()
    if word.startswith(_SOUNDS_VOWEL):
        return "an"
    return "an" if word[:1] in tuple("aeiou8") and not word.startswith(_SOUNDS_CONSONANT) else "a"


def _printable(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate({0x2019: "'", 0x2018: "'"})
    if any(c.isalpha() for c in text):  # the picture of a rose beside the word says nothing more
        text = "".join(" " if unicodedata.category(c) == "So" or c in _EMOJI_JOINERS else c for c in text)
    kept = (c if c in _EMOJI_JOINERS or unicodedata.category(c)[0] != "C" else " " for c in text)
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def _typed_out(text: str) -> str:
    """ "Tom & Jerry want 2 fly!!1" in full."""
    text = _SMILEY.sub(" ", _TITLE.sub(lambda title: f"{title.group(1).capitalize()} ", text)).strip()
    text = re.sub(r"!+1[!1]*", "!", text.replace(" & ", " and "))
    return re.sub(r"\b(wants?|needs?|going|have|has) 2 (?=[a-z])", r"\1 to ", text)


def _calm(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(letters) > 4 and capitals > 0.6 * len(letters):
        calm = text.lower()
        return calm if is_strange(calm) else " ".join(map(_spoken, calm.split(" ")))  # "TOBIAS" is a name
    words = text.split(" ")
    if _is_in_title_case(words):
        text = text.lower()
        words = text.split(" ")
    if len(words) > 1 and words[0] != "I" and not _is_name(words) and is_known(words[0]):
        text = words[0][:1].lower() + text[1:]
    if len(words) == 1 and len(text) > 1 and not text.isupper() and is_known(text):
        text = text[:1].lower() + text[1:]
    return text


def _spoken(word: str) -> str:
    bare = word.strip(_EDGES)
    known = is_known(bare) or is_known(bare.removesuffix("s")) or bare.endswith(("ed", "ing"))
    return word if known or "'" in word else word.capitalize()


def _is_in_title_case(words: list[str]) -> bool:
    """ "The Old Clock That Never Stops", in which each word is one of every day."""
    opens = words[0].lower() in {"a", "an", "the", "his", "my", "some"} or len(words) > _LONG_NAME
    return opens and len(words) > 1 and all(word[:1].isupper() and is_known(word.strip(_EDGES)) for word in words)


def _is_name(words: list[str]) -> bool:
    """A capital on the second word too ("Kung Fu Panda"), or an abbreviation in capitals ("UFO crash")."""
    first, second = words[0], words[1]
    if len(first) > 1 and first.isupper():
        return True
    if second in {"and", "von", "van", "de", "da"} and len(words) > 2 and first[:1].isupper():  # "Tom and Jerry"
        second = words[2]
    return second[:1].isupper() and first.lower() not in {"a", "an", "the", "his", "my", "some", "he", "they", "to"}


def _third_person(text: str) -> str:
    if " " in text and is_strange(text):  # "me" is another word in Spanish
        return text
    for pattern, replacement in _FIRST_PERSON:
        text = re.sub(pattern, replacement, text)
    return text


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    breaks = [match.start() for match in _LEADING_BREAK.finditer(text) if 15 <= match.start() <= limit]
    short = text[: breaks[-1]] if breaks else text[: limit + 1].rsplit(" ", 1)[0][:limit]
    return _DANGLING.sub("", short)


def _right_article(match: re.Match[str]) -> str:
    written, following = match.group(1), match.group(2)
    if following.lower() in {"and", "or", "is", "of", "in", "to", "at", "on"}:
        return match.group(0)
    right = article(following)
    return (right.capitalize() if written[0].isupper() else right) + " "
