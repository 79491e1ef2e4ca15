"""The words of a scene: its nouns in the singular, and what it says shall not be there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LONGEST = 6000  # characters that are read; nobody describes a picture in more


def word_set(text: str) -> frozenset[str]:
    """Give the words of a list that is written as one text."""
    return frozenset(text.split())


def word_table(name: str) -> dict[str, frozenset[str]]:
    """Give for each word of a file in `words/` what stands before the ":" of its rows."""
    found: dict[str, frozenset[str]] = {}
    for row in (Path(__file__).with_name("words") / name).read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            where, words = (part.split() for part in row.split(":"))
            for word in words:
                found[word] = found.get(word, frozenset()) | frozenset(where)
    return found


def word_list(name: str) -> frozenset[str]:
    """Give the words of a file in `words/`; a "-" in one stands for a space."""
    text = (Path(__file__).with_name("words") / name).read_text(encoding="utf-8")
    rows = (row for row in text.splitlines() if not row.startswith("#"))
    return frozenset(word.replace("-", " ") for row in rows for word in row.split() if not word.endswith(":"))


_ASIDE = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[a-z]+")
_NEGATION = re.compile(
    r"\b(?:no|without|removing|get rid of|take away|take out|leave out|"
    r"(?:(?<![a-z] )|(?<=and )|(?<=please )|(?<=then )|(?<=or )|(?<=can )|(?<=could )|(?<=should )|(?<=must )|(?<=you )"
    r"|(?<=just )|(?<=but )|(?<=want to )|(?<=also ))"  # not "the geese hide"
    r"(?:remove|delete|erase|hide|omit|drop|lose|skip)|"
    r"not any|nor|don'?t (?:show|draw|want|include)|instead of|fewer|less)\s+"
    r"((?:(?:the|any|a|an|all|more|his|her|their|that|those|these|of|from|in|background)\s+)*"
    r"(?!longer\b|one\b|way\b|step\b)[a-z]+(?:(?: and|,? (?:or|nor))\s+(?:(?:the|any|a|an|no)\s+)?[a-z]+)*)"
)
# what a thing is only compared to is not in the picture, nor what a plan only shows
_SIMILE = re.compile(
    r"(?<!would )(?<!'d )(?<!i )\b(?:like|as if|as though|than) (?:an?|the|his|her|two|tall|small|a row of)\b"
    r"(?: [a-z-]+ of an? [a-z]+|(?: [a-z-]+){1,3})"
    r"|\b(?:as|so) \w+ as (?:an?|the) (?:\w+ )?\w+"
    r"|\bas one \w+(?: (?:for|at|to|with|on|of))? (?:an?|the|one's|his) "
    r"(?:(?:lost|old|young|little|big|wild|sick|shy) )?\w+"
    r"|\bas one (?:does|would|calls?|opens) (?:for|to|with) (?:an? |the )?(?:(?:lost|old|young|little) )?\w+"
)
_PLANNED = re.compile(
    r"\b(blueprint|plan|design|drawing|sketch|map|book|manual|diagram|instructions|recipe)s? (?:for|of"
    r"|to) (?:an?|the) (?:[a-z]+-)?[a-z]+"
)
_SWAP = re.compile(
    r"\b(?:replace|swap|exchange|turn|change|transform|make) (?:the |his |that |this )"
    r"(?!red fox|fox|picture|scene|sky|light|weather|background)(?P<old>[a-z]+) (?:with|by|for|into|to|(?=an? ))"
    r" ?(?:an? |the )?(?P<new>[a-z]+(?: [a-z]+)??)(?=$|[.,;!\n]| (?:in|on|at|with|and|please)\b)"
)
_TAKEN = re.compile(r"\btake (?:the |that |his |this )((?:[a-z]+ )?[a-z]+) (?:away|out)\b")
_IRREGULAR = {
    "magpies": "magpie", "cookies": "cookie", "genies": "genie", "zombies": "zombie",
    "geese": "goose", "mice": "mouse", "fieldmice": "mouse", "dormice": "dormouse", "wolves": "wolf",
    "leaves": "leaf", "children": "child",
    "people": "villager", "men": "man", "women": "woman", "feet": "foot", "oxen": "ox", "knives": "knife",
    "loaves": "loaf", "scarves": "scarf", "shelves": "shelf", "calves": "calf", "thieves": "thief", "elves": "elf",
    "halves": "half", "foxes": "fox", "folk": "villager", "dwarves": "dwarf", "sheaves": "sheaf", "torches": "torch",
    "hooves": "hoof", "axes": "axe", "horseshoes": "horseshoe", "shoes": "shoe", "bees": "bee",
    "kids": "child", "canoes": "canoe",
}  # fmt: skip
_KEEP = word_set(
    "clothes tights glass grass moss compass bus cross chess princess fortress dress harness canvas lens wilderness "
    "darkness kindness his this is was as us its yes does less happiness business abyss octopus cactus "
    "sheepishly always towards rhinoceros shorts"
)


_ARTICLES = word_set("a an the any his her its their all more that those these of from in")


@dataclass(frozen=True)
class Wording:
    """What the `scene` and the `change` of a picture say, in lower case without asides."""

    scene: str
    change: str

    @property
    def words(self) -> list[str]:
        """The wanted words of scene and change, singular, in order, without what either of them rules out."""
        gone = unwanted(self.change)
        kept = [word for word in singulars(without_negations(self.scene)) if word not in gone]
        return kept + singulars(without_negations(self.change))


def swapped(scene: str, change: str) -> str:
    """Give a scene with what a change replaces by something else: "replace the hat with a crown"."""
    for found in _SWAP.finditer(plain(change)):
        scene = re.sub(rf"\b{found['old']}\b", found["new"], scene)
    return scene


def wish_text(change: str) -> str:
    """Give a change as `plain` does, in words that say what shall be there and what not: "replace the hat with a crown"
    removes one and adds the other, "take the bear away" removes it."""
    return _TAKEN.sub(r"remove the \1", _SWAP.sub(r"remove the \g<old>, add a \g<new>", plain(change)))


def plain(text: str) -> str:
    """Give the first LONGEST characters of a text in lower case, with straight apostrophes and without what stands in
    parentheses."""
    text = text[:LONGEST].replace("\x00", " ")
    for _ in range(3):
        text = _ASIDE.sub(" ", text)
    text = re.sub(r"[ \t]+", " ", text.lower().replace("’", "'"))
    return re.sub(r"\b(?:girl|female|lady|she)[ -]fox", "vixen", text)


def literal(text: str) -> str:
    """Give a text without what things in it are only compared to, and without what a plan only shows."""
    return _SIMILE.sub(" ", _PLANNED.sub(r"\1", re.sub(r"\bpaws? and wings?\b", "paws", text)))


def unwanted(text: str) -> frozenset[str]:
    """Give the nouns that a text rules out, in the singular."""
    gone: list[str] = []
    for found in _NEGATION.finditer(text):
        gone += singulars(found[1])
    return frozenset(gone) - _ARTICLES


def without_negations(text: str) -> str:
    """Give a text without the phrases that rule something out."""
    return _NEGATION.sub(" ", text)


def singulars(text: str) -> list[str]:
    """Give the words of a text in order, each as if it were a singular noun."""
    return [singular(word) for word in _WORD.findall(text.replace("'s", "").replace("s'", "s"))]


def forms(words: Iterable[str]) -> str:
    """Give a pattern of nouns, singular or plural."""
    wanted = set(words)
    return "|".join(
        sorted({f"{word}(?:e?s)?" for word in wanted} | {many for many, one in _IRREGULAR.items() if one in wanted})
    )


def singular(word: str) -> str:
    """Give the singular of a noun; a word that has none stays as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _KEEP or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")) or (word.endswith("oes") and len(word) > 5):
        return word[:-2]
    return word[:-1]
