"""Scenes and wishes in Spanish and German: their words in English, and those that nobody here understands.

There is no grammar in it: word for word is enough for who is there, where, when, and what with. A sentence in another
language is not read as if it were English, where "Hut" is a house.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from storybook.reading.wardrobe import COLOURS
from storybook.reading.wording import LONGEST, singular, word_set
from storybook.request import Request

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?;\n]+|[.!?;\n]+")
_ENGLISH = word_set(
    "the a an of and with in on under his her is are to at by he she it from into add give make put remove"
)
# words that tell a language; of French and Italian no more is understood
_TELLING = {
    "es": word_set(
        "el la los las un una unos unas del al de y con en por para su sus que es está añade agrega pon ponle dale "
        "quita elimina haz hazlo sin lleva más zorro"
    ),
    "de": word_set(
        "der die das den dem des ein eine einen einem einer und mit auf im am unter über sein seine ist füge hinzu "
        "mach mache gib ihm ohne setz setze entferne nimm mehr fuchs soll"
    ),
    "fr": word_set(
        "le la les un une des du de et avec dans sur sous son sa ses est ajoute mets sans fais renard dort lui au il"
    ),
    "it": word_set("il lo la gli le un una uno di e con nel nella sul sulla suo è aggiungi metti senza volpe della"),
}
_ARTICLES = word_set(
    "el la los las un una unos unas der die das den dem ein eine einen einem einer le les une des du il lo gli uno "
    "dos tres zwei drei deux trois due tre añade agrega ajoute aggiungi"
)
_FOXES = word_set("zorro fuchs renard volpe")
_REDS = word_set("roux rosso rossa rousse")
_ADJECTIVES = frozenset((*COLOURS, "big", "small", "sleeping"))
_JOINTS = word_set(
    "the a an and with without in on through beside near under behind at to of by some carries holds has is"
)


def _glossary(name: str) -> Mapping[str, str]:
    rows = (Path(__file__).with_name("words") / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [pair.split("=") for row in rows if not row.startswith("#") for pair in row.split()]
    return {word: english.replace("-", " ") for word, english in pairs}


_GLOSSARIES: Mapping[str, Mapping[str, str]] = {
    name: _glossary(name) if name in ("es", "de") else {} for name in _TELLING
}  # fmt: skip


@dataclass(frozen=True)
class Translated:
    """A request in English. `unknown` are the nouns of it that nobody here understands, as they were written, and
    `written` says how the English ones were."""

    request: Request
    unknown: tuple[str, ...] = ()
    written: Mapping[str, str] | None = None

    def as_written(self, words: str, text: str) -> str:
        """Give an English word, or a phrase, in the language in which `text` asked for it."""
        written = self.written or {}
        first, *_, last = (written.get(singular(word), "") for word in f"{words} {words}".split())
        phrase = re.search(rf"\b{first}\b[^.;,]{{0,20}}?\b{last}\b", text) if " " in words and first and last else None
        return phrase[0] if phrase else written.get(singular(words), words)


def translated(request: Request) -> Translated:
    """Give a request in English, sentence by sentence; English ones stay as they are."""
    unknown: list[str] = []
    written: dict[str, str] = {}
    shows, change = (_in_english(text, unknown, written) for text in (request.shows, request.change))
    character = _in_english(request.character, [], {})
    return Translated(
        replace(request, shows=shows, change=change, character=character), tuple(dict.fromkeys(unknown)), written
    )


def _in_english(text: str, unknown: list[str], written: dict[str, str]) -> str:
    if len(text) > 2 * LONGEST:
        text = text[: 2 * LONGEST]
    return "".join(_sentence(part, unknown, written) for part in _SENTENCE.findall(text))


def _sentence(sentence: str, unknown: list[str], written: dict[str, str]) -> str:
    words = _WORD.findall(sentence)
    language = _language([word.lower() for word in words])
    if not language:
        return sentence
    english = list(_words(words, language, unknown, written))
    if language != "de":  # "sombrero azul" is a blue hat
        for place in range(1, len(english)):
            if english[place] in _ADJECTIVES and english[place - 1] not in _ADJECTIVES | _JOINTS:
                english[place - 1 : place + 1] = english[place], english[place - 1]
    text = re.sub(r"\b(?:red )*red fox\b", "red fox", " ".join(english))
    return f" {text}" if sentence.startswith(" ") else text


def _language(words: list[str]) -> str:
    """The language of a sentence that is not in English, or ""."""
    scores = {name: sum(word in telling for word in words) for name, telling in _TELLING.items()}
    best = max(scores, key=lambda name: (scores[name], sum(word in _GLOSSARIES[name] for word in words)))
    return best if scores[best] > sum(word in _ENGLISH for word in words) else ""


def _words(words: list[str], language: str, unknown: list[str], written: dict[str, str]) -> Iterator[str]:
    """The English words of a sentence. What stands for a thing and is not in the glossary is `unknown`."""
    glossary = _GLOSSARIES[language]
    for place, word in enumerate(words):
        low, before = word.lower(), words[place - 1].lower() if place else ""
        after = glossary.get(words[place + 1].lower(), "") if place + 1 < len(words) else ""
        if low in _FOXES:
            yield "red fox"
        elif low in glossary:
            if glossary[low]:
                written.setdefault(singular(glossary[low]), word)
                yield glossary[low]
        elif low in _REDS:
            continue
        elif before in _FOXES or (_is_noun(words, place, before, language) and (not after or after in _JOINTS)):
            unknown.append(word)  # what stands next to the fox is what he does


def _is_noun(words: list[str], place: int, before: str, language: str) -> bool:
    capitals = any(word[0].isupper() for word in words[1:])
    if language == "de" and capitals:
        return words[place][0].isupper() and (place > 0 or before in _ARTICLES)
    return before in _ARTICLES and len(words[place]) > 2
